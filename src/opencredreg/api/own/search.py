"""Our own search: words, filters and queries, with facets, highlights, explanations, exports and saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response, StreamingResponse

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.api.wire.ctdl_search import QUERY_EXAMPLE, render_explanation, render_warnings
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotFound
from opencredreg.jsonld.document import decode_json
from opencredreg.query.ctdl_language import ParsedQuery
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.registry.overview import name_of
from opencredreg.search.access import require_search
from opencredreg.search.asking import Answer as Found
from opencredreg.search.asking import Question, ask, read_query
from opencredreg.search.cursors import FIRST, render_cursor
from opencredreg.search.export import EXPORT_TYPES, export_results
from opencredreg.search.facets import FACETS, parse_facets
from opencredreg.search.filters import WordsAndFilters, with_filters
from opencredreg.search.highlights import highlights_of
from opencredreg.search.hits import Hit
from opencredreg.search.limits import (
    EXPORT_ROWS,
    EXPORT_ROWS_DEFAULT,
    SUGGESTIONS,
    check_query_bytes,
    check_take,
)
from opencredreg.search.query_log import noted
from opencredreg.search.saved import (
    SavedQuery,
    delete_saved_query,
    get_saved_query,
    list_saved_queries,
    save_query,
)
from opencredreg.search.suggest import suggest

__all__ = ["OPERATIONS"]

_TAKE, _TAKE_MOST = 20, 1000
_NEWEST = "^search:recordUpdated"


def _words(call: Call) -> Response:
    return _run(call, _community(call), None, call.values["sort"])


def _query(call: Call) -> Response:
    check_query_bytes(call.body)
    return _run(call, _community(call), call.values["query"], call.values["sort"])


def _community(call: Call) -> Community:
    name = call.values["community"]
    found = call.node.find_community(name) if name else call.node.default_community(call.header("host") or "")
    if found is None:
        raise NotFound("There is no such community", kind="community")
    require_search(call.node, call.actor, found, call.key)
    return found


def _run(call: Call, community: Community, query: Any, sort: str | None) -> Response:
    values = call.values
    vocabulary = call.node.vocabulary
    cursor: str = values["cursor"] or FIRST
    written, at = read_query(call.node, query if query is not None else {}, cursor)
    parsed = with_filters(written, _asked(values), vocabulary)
    facets = parse_facets(values.get("facets"), vocabulary)
    order = sort or ("search:relevance" if values.get("q") else _NEWEST)
    is_export = values["format"] != "json"
    take = values["take"] if values["take"] is not None else EXPORT_ROWS_DEFAULT if is_export else _TAKE
    check_take(take, EXPORT_ROWS if is_export else _TAKE_MOST)
    search = Search(
        expression=parsed.expression,
        visibility=values["provisional"],
        sort=parse_sort(order, vocabulary, path="/sort"),
        take=take,
    )
    logged = {name: values.get(name) for name in ("q", "take", "sort", "cursor", "format")}
    with noted("api/search", community.name, query, logged, keep=True) as note:
        if is_export:
            return _export(call, community, search)
        question = Question(
            community=community,
            parsed=parsed,
            search=search,
            at=at,
            cursor=cursor,
            explain=bool(values.get("explain")),
            with_records=True,
            facets=facets,
        )
        found = ask(call.node, question)
        note.total = found.total
        return json_response(_answer(call, found, parsed))


def _asked(values: Mapping[str, Any]) -> WordsAndFilters:
    properties = {name: values[name] for name in ("subject", "audience_level") if values.get(name)}
    for entry in values.get("filter") or ():
        name, mark, value = entry.partition("=")
        if not mark or not value.strip():
            raise ParameterErrors(
                ["filter is a property, = and a value: ceterms:audienceType=audience:FullTime"]
            )
        properties.setdefault(name.strip(), [])
        properties[name.strip()] = [*properties[name.strip()], value.strip()]
    return WordsAndFilters(
        words=values.get("q") or "",
        types=values.get("type") or (),
        owners=values.get("owner") or (),
        languages=values.get("language") or (),
        regions=values.get("region") or (),
        properties=properties,
    )


def _answer(call: Call, found: Found, parsed: ParsedQuery) -> dict[str, Any]:
    body: dict[str, Any] = {
        "total": found.total,
        "hits": [_hit(call, found, hit, parsed) for hit in found.hits],
        "next_cursor": render_cursor(found.cursor) if found.cursor else None,
    }
    if call.values.get("facets"):
        body["facets"] = found.facets
    if found.explanation is not None:
        body["explain"] = render_explanation(found.explanation)
    body["warnings"] = render_warnings(parsed.warnings)
    return body


def _hit(call: Call, found: Found, hit: Hit, parsed: ParsedQuery) -> dict[str, Any]:
    resource = decode_json(hit.body)
    record = found.records[hit.envelope_id]
    return {
        "ctid": hit.ctid,
        "uri": hit.uri,
        "type": hit.ctdl_type,
        "name": name_of(call.node.vocabulary, resource),
        "score": found.scores.get(hit.id),
        "highlights": highlights_of(parsed.expression, resource, call.node.vocabulary),
        "record": {
            "created_at": format_timestamp(record.created_at),
            "updated_at": format_timestamp(record.updated_at),
            "owned_by": record.owned_by,
            "owner_name": record.owner_name,
            "published_by": record.published_by,
            "publish_type": record.publish_type,
        },
        "resource": msgspec.Raw(hit.body),
    }


def _export(call: Call, community: Community, search: Search) -> Response:
    format = call.values["format"]
    made = export_results(call.node, community, search, format, base=f"{call.base_url}/resources/")
    extension = {"turtle": "ttl"}.get(format, format)
    return StreamingResponse(
        made.parts,
        media_type=EXPORT_TYPES[format],
        headers={
            "Total": str(made.total),
            "X-Total": str(made.total),
            "Content-Disposition": f'attachment; filename="search.{extension}"',
        },
    )


def _suggest(call: Call) -> Response:
    limit = min(max(1, call.values["limit"]), SUGGESTIONS)
    found = suggest(call.node, _community(call), call.values["q"], limit)
    return json_response({"suggestions": found})


# Saved searches ------------------------------------------------------------------------------------------


def _saved(saved: SavedQuery) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(saved)
    value["created_at"] = format_timestamp(saved.created_at)
    value["updated_at"] = format_timestamp(saved.updated_at)
    return value


def _list_saved(call: Call) -> Response:
    return json_response({"saved": [_saved(one) for one in list_saved_queries(call.node, call.actor)]})


def _save(call: Call) -> Response:
    check_query_bytes(call.body)
    values = call.values
    community = _community(call)
    saved, is_new = save_query(
        call.node, call.actor, values["name"], community, values["query"], values["sort"] or ""
    )
    return json_response(_saved(saved), 201 if is_new else 200)


def _get_saved(call: Call) -> Response:
    return json_response(_saved(get_saved_query(call.node, call.actor, call.path("name"))))


def _run_saved(call: Call) -> Response:
    saved = get_saved_query(call.node, call.actor, call.path("name"))
    community = call.node.find_community(saved.community)
    if community is None:
        raise NotFound("There is no such community", kind="community")
    require_search(call.node, call.actor, community, call.key)
    return _run(call, community, saved.query, call.values["sort"] or saved.sort)


def _delete_saved(call: Call) -> Response:
    delete_saved_query(call.node, call.actor, call.path("name"))
    return Response(status_code=204)


# Operations ----------------------------------------------------------------------------------------------


def _texts(name: str, text: str, example: str, is_in_body: bool) -> Param:
    return Param(name=name, kind="texts", help=text, example=[example], is_in_body=is_in_body)


def _page_params(is_in_body: bool) -> tuple[Param, ...]:
    return (
        Param(
            name="take",
            kind="integer",
            minimum=0,
            is_in_body=is_in_body,
            help="How many results: 20 if nothing is said, up to 1,000; in an export 10,000, up to 100,000.",
            example=20,
        ),
        Param(
            name="cursor",
            is_in_body=is_in_body,
            help="`next_cursor` of the page before. Every result comes once, whatever is published meanwhile.",
            example="*",
        ),
        Param(
            name="sort",
            is_in_body=is_in_body,
            help=(
                "`search:relevance` (with words, if nothing is said), `search:recordUpdated`, "
                "`search:recordCreated`, or a property such as `ceterms:name`; `^` in front means descending."
            ),
            example="ceterms:name",
        ),
        Param(
            name="provisional",
            kind="choice",
            choices=("exclude", "include", "only"),
            default="exclude",
            is_in_body=is_in_body,
            help="Provisional records: left out, taken too, or the only results.",
            example="include",
        ),
        Param(
            name="facets",
            is_in_body=is_in_body,
            help=(
                f"What to count, with commas between: {', '.join(FACETS)}, or any property whose values are "
                "concepts or resources."
            ),
            example="type,owner",
        ),
        Param(
            name="explain",
            kind="boolean",
            default=False,
            is_in_body=is_in_body,
            help="Add how the query was understood, matches of each condition, and where it became empty.",
            example=True,
        ),
        Param(
            name="format",
            kind="choice",
            choices=("json", *EXPORT_TYPES),
            default="json",
            is_in_body=is_in_body,
            help="`csv`, `ndjson`, `jsonld` and `turtle` give the results as a file.",
            example="json",
        ),
    )


def _common_params(is_in_body: bool) -> tuple[Param, ...]:
    return (
        Param(
            name="q",
            is_in_body=is_in_body,
            help="Words. All of them stand in the names and texts of a result, or nearly. Quotes make a phrase.",
            example="orchard keeping",
        ),
        Param(
            name="community",
            is_in_body=is_in_body,
            help="The community; else the default.",
            example="ce_registry",
        ),
        _texts("type", "Classes, each with its subclasses.", "ceterms:Credential", is_in_body),
        _texts("owner", "CTIDs of owners of the records.", _OWNER, is_in_body),
        _texts("language", "Language codes of what is offered.", "en", is_in_body),
        _texts("region", "Regions of addresses, as a facet shows them.", "Indiana", is_in_body),
        _texts("subject", "Subjects: concepts, or names as a facet shows them.", "Botany", is_in_body),
        _texts("audience_level", "Audience levels.", "audLevel:BeginnerLevel", is_in_body),
        _texts(
            "filter",
            "Any other property, `=` and a value.",
            "ceterms:audienceType=audience:FullTime",
            is_in_body,
        ),
        *_page_params(is_in_body),
    )


_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_URI = f"https://registry.example/resources/{_CTID}"
_EXAMPLE = {
    "total": 1,
    "hits": [
        {
            "ctid": _CTID,
            "uri": _URI,
            "type": "ceterms:Certificate",
            "name": {"text": "Orchard keeping, first level", "language": "en"},
            "score": 1.253127,
            "highlights": [
                {
                    "property": "ceterms:name",
                    "language": "en",
                    "text": "Orchard keeping, first level",
                    "marks": [[0, 7]],
                }
            ],
            "record": {
                "created_at": "2026-02-03T10:11:12.000Z",
                "updated_at": "2026-02-03T10:11:12.000Z",
                "owned_by": _OWNER,
                "owner_name": "Alder College of Land Work",
                "published_by": None,
                "publish_type": "primary",
            },
            "resource": {"@id": _URI, "@type": "ceterms:Certificate"},
        }
    ],
    "next_cursor": None,
    "facets": {"type": [{"value": "ceterms:Certificate", "label": "Certificate", "count": 1}]},
    "warnings": [],
}
_SAVED_EXAMPLE = {
    "name": "Certificates about orchards",
    "community": "ce_registry",
    "query": QUERY_EXAMPLE,
    "sort": "ceterms:name",
    "created_at": "2026-02-03T10:11:12.000Z",
    "updated_at": "2026-02-03T10:11:12.000Z",
}
_RESULTS = {
    200: Answer(help="A page of results; with `format` a file.", example=_EXAMPLE),
    401: Answer(help="The community is secured: send a token or an API key in `Authorization`."),
    422: Answer(help="The cursor does not fit or can go on no longer, or too much is asked for."),
}
_NAME = PathParam(name="name", help="Name of the saved search.", example="Certificates about orchards")
_SAVED_HELP = "Saved searches belong to the account of the token; nobody else sees them."
OPERATIONS = (
    Operation(
        method="GET",
        path="/api/search",
        handler=_words,
        tag="Search",
        summary="Search by words and filters",
        help="Results with names, highlights and scores; facets; pages by cursor. All filters must hold.",
        style="problem",
        reads=True,
        params=_common_params(False),
        answers={**_RESULTS, 404: Answer(help="There is no such community.")},
    ),
    Operation(
        method="POST",
        path="/api/search",
        handler=_query,
        tag="Search",
        summary="Search by a query of the CTDL query language",
        help="As the search by words, with a query beside the words and filters, all of which must hold.",
        style="problem",
        reads=True,
        params=(
            Param(
                name="query",
                kind="object",
                is_required=True,
                is_in_body=True,
                help="The query.",
                example=QUERY_EXAMPLE,
            ),
            *_common_params(True),
        ),
        answers={**_RESULTS, 404: Answer(help="There is no such community.")},
    ),
    Operation(
        method="GET",
        path="/api/search/suggest",
        handler=_suggest,
        tag="Search",
        summary="Suggestions while somebody types",
        help="Classes and concepts of the vocabulary, and names of resources that begin with the text or hold it.",
        style="problem",
        reads=True,
        params=(
            Param(name="q", is_required=True, help="What was typed; two letters at least.", example="orch"),
            Param(name="limit", kind="integer", default=10, help="At most so many, 1 to 25.", example=10),
            Param(name="community", help="The community; else the default.", example="ce_registry"),
        ),
        answers={
            200: Answer(
                help="The suggestions, the likeliest first.",
                example={
                    "suggestions": [
                        {
                            "kind": "resource",
                            "value": _CTID,
                            "text": "Orchard keeping, first level",
                            "detail": "Certificate",
                        }
                    ]
                },
            ),
            404: Answer(help="There is no such community."),
        },
    ),
    Operation(
        method="GET",
        path="/api/search/saved",
        handler=_list_saved,
        tag="Search",
        summary="Your saved searches, by name",
        help=_SAVED_HELP,
        style="problem",
        role=Role.READER,
        answers={200: Answer(help="The saved searches.", example={"saved": [_SAVED_EXAMPLE]})},
    ),
    Operation(
        method="POST",
        path="/api/search/saved",
        handler=_save,
        tag="Search",
        summary="Save a search under a name, in place of the one of that name",
        help=_SAVED_HELP,
        style="problem",
        role=Role.READER,
        params=(
            Param(
                name="name",
                is_required=True,
                is_in_body=True,
                help="1 to 100 characters without a slash.",
                example="Certificates about orchards",
            ),
            Param(
                name="query",
                kind="object",
                is_required=True,
                is_in_body=True,
                help="A query of the CTDL query language.",
                example=QUERY_EXAMPLE,
            ),
            Param(
                name="community",
                is_in_body=True,
                help="The community; else the default.",
                example="ce_registry",
            ),
            Param(name="sort", is_in_body=True, help="The order, as of a search.", example="ceterms:name"),
        ),
        answers={
            201: Answer(help="It was saved.", example=_SAVED_EXAMPLE),
            200: Answer(help="It took the place of the one of that name.", example=_SAVED_EXAMPLE),
        },
    ),
    Operation(
        method="GET",
        path="/api/search/saved/{name}",
        handler=_get_saved,
        tag="Search",
        summary="A saved search",
        style="problem",
        role=Role.READER,
        path_params=(_NAME,),
        answers={200: Answer(help="The saved search.", example=_SAVED_EXAMPLE)},
    ),
    Operation(
        method="GET",
        path="/api/search/saved/{name}/results",
        handler=_run_saved,
        tag="Search",
        summary="What a saved search finds now",
        style="problem",
        role=Role.READER,
        path_params=(_NAME,),
        params=_page_params(False),
        answers={status: answer for status, answer in _RESULTS.items() if status != 401},
    ),
    Operation(
        method="DELETE",
        path="/api/search/saved/{name}",
        handler=_delete_saved,
        tag="Search",
        summary="Forget a saved search",
        style="problem",
        role=Role.READER,
        path_params=(_NAME,),
        answers={204: Answer(help="It is gone.")},
    ),
)
