"""Running a question of our own search for a request, and writing the page or the file that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response, StreamingResponse

from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.own.search_params import FACET_PARAMS
from opencredreg.api.wire.ctdl_search import render_explanation, render_warnings
from opencredreg.errors import NotFound
from opencredreg.jsonld.document import decode_json
from opencredreg.query.ctdl_language import ParsedQuery
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.search.access import require_search
from opencredreg.search.asking import Answer as Found
from opencredreg.search.asking import Question, ask, read_query
from opencredreg.search.cursors import FIRST, render_cursor
from opencredreg.search.export import EXPORT_TYPES, export_results
from opencredreg.search.facets import parse_facets
from opencredreg.search.filters import WordsAndFilters, with_filters
from opencredreg.search.highlights import highlights_of
from opencredreg.search.hit_json import build_hit
from opencredreg.search.hits import Hit
from opencredreg.search.limits import EXPORT_ROWS, EXPORT_ROWS_DEFAULT, check_take
from opencredreg.search.query_log import noted

__all__ = ["answer_search", "get_community"]

_TAKE, _TAKE_MOST = 20, 1000
_NEWEST = "^search:recordUpdated"


def get_community(call: Call, name: str | None) -> Community:
    """The community of a name, or the default one, for those who may search it.

    Raises:
        NotFound: there is none.
        NotAuthenticated: it is secured, and the request carries no key of it.
    """
    found = call.node.find_community(name) if name else call.node.default_community(call.header("host") or "")
    if found is None:
        raise NotFound("There is no such community", kind="community")
    require_search(call.node, call.actor, found, call.key)
    return found


def answer_search(call: Call, community: Community, query: Any, sort: str | None) -> Response:
    """Answer a search by the parameters of a request.

    Args:
        call: with the values of ``PAGE_PARAMS``, and those of ``SEARCH_PARAMS`` as far as the operation has them.
        community: what is searched.
        query: a query of the CTDL query language; ``None`` for all.
        sort: the order; ``None`` for the usual one.
    """
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
    properties = {param.name: values[param.name] for param in FACET_PARAMS if values.get(param.name)}
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
    vocabulary = call.node.vocabulary
    resource = decode_json(hit.body)
    marked = highlights_of(parsed.expression, resource, vocabulary)
    return {**build_hit(vocabulary, found, hit, resource), "highlights": marked}


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
