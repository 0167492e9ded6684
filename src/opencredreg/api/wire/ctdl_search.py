"""The CTDL query language over HTTP: ``POST /ctdl`` (search.md section 10)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, cast

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Body, Operation, Param
from opencredreg.clock import format_timestamp
from opencredreg.query.problems import QueryProblem
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.search.asking import Answer as Found
from opencredreg.search.asking import Question, ask, read_query
from opencredreg.search.cursors import render_cursor
from opencredreg.search.description_sets import DescriptionOptions, DescriptionSets, describe_resources
from opencredreg.search.explain import Explanation
from opencredreg.search.hits import Hit
from opencredreg.search.limits import check_query_bytes, check_take
from opencredreg.search.query_log import noted

__all__ = ["OPERATIONS", "PROVISIONAL_PARAM", "QUERY_EXAMPLE", "render_explanation", "render_warnings"]


def _search(call: Call) -> Response:
    check_query_bytes(call.body)
    query = _without_options(call, call.json_body())
    values = call.values
    with noted("ctdl", call.community.name, query, values, keep=values["log"]) as note:
        started = time.monotonic()
        check_take(values["take"])
        parsed, at = read_query(call.node, query, values["cursor"])
        search = Search(
            expression=parsed.expression,
            visibility=values["provisional"],
            sort=parse_sort(values["order_by"], call.node.vocabulary),
            skip=0 if values["cursor"] else values["skip"],
            take=values["take"],
            with_total=values["count"],
        )
        question = Question(
            community=call.community,
            parsed=parsed,
            search=search,
            at=at,
            cursor=values["cursor"],
            explain=values["debug"],
            with_records=values["include_results_metadata"],
        )
        found = ask(call.node, question)
        note.total = found.total
        body = _body(call, found, _describe(call, found))
        if values["debug"]:
            body |= _debug(found.explanation, parsed.warnings, started)
    return json_response(body)


def _without_options(call: Call, query: Any) -> Any:
    """The query alone. Options may also stand at the top of a JSON object, where older clients put them."""
    if not isinstance(query, dict):
        return query
    names = {param.name for param in call.operation.params} & query.keys()
    raw = cast(dict[str, Any], call.raw_values)
    for name in names:
        raw.setdefault(name, query[name])
    return {name: value for name, value in query.items() if name not in names}


def _describe(call: Call, found: Found) -> DescriptionSets | None:
    values = call.values
    with_resources = values["include_description_set_resources"]
    options = DescriptionOptions(
        per_branch_limit=values["per_branch_limit"],
        visibility=values["provisional"],
        include_sets=values["include_description_sets"] or with_resources,
        include_data=False,
        include_resources=with_resources,
        include_graph_data=values["include_graph_data"],
    )
    if not (options.include_sets or options.include_graph_data):
        return None
    return describe_resources(
        call.node, call.community, [hit.ctid for hit in found.hits if hit.ctid], options
    )


def _body(call: Call, found: Found, described: DescriptionSets | None) -> dict[str, Any]:
    values = call.values
    body: dict[str, Any] = {}
    if values["context"]:
        body["@context"] = _context(found.hits)
    body["data"] = [msgspec.Raw(hit.body) for hit in found.hits]
    if values["count"] or found.total is not None:
        body["total"] = found.total
    if values["cursor"] is not None:
        body["next_cursor"] = render_cursor(found.cursor) if found.cursor else None
    if described is not None and (
        values["include_description_sets"] or values["include_description_set_resources"]
    ):
        body["description_sets"] = described.sets
    if values["include_description_set_resources"] or values["include_graph_data"]:
        body["description_set_resources"] = described.related if described else []
    if values["include_results_metadata"]:
        body["results_metadata"] = [_metadata(found, hit) for hit in found.hits]
    return body


def _context(hits: list[Hit]) -> Any:
    """The contexts of the documents that the hits are from: the one of all, or the list of them."""
    found = [msgspec.Raw(text) for text in dict.fromkeys(hit.context.encode() for hit in hits if hit.context)]
    return found[0] if len(found) == 1 else found


def _metadata(found: Found, hit: Hit) -> dict[str, Any]:
    record = found.records[hit.envelope_id]
    return {
        "resource_uri": hit.uri or hit.key,
        "search:recordCreated": format_timestamp(record.created_at),
        "search:recordUpdated": format_timestamp(record.updated_at),
        "search:recordOwnedBy": record.owned_by,
        "search:recordPublishedBy": record.published_by,
        "search:resourcePublishType": record.publish_type,
    }


def _debug(
    explanation: Explanation | None, warnings: tuple[QueryProblem, ...], started: float
) -> dict[str, Any]:
    assert explanation is not None
    return {
        "sql": explanation.plan,
        "explain": render_explanation(explanation),
        "warnings": render_warnings(warnings),
        "milliseconds": round((time.monotonic() - started) * 1000, 1),
    }


def render_explanation(explanation: Explanation) -> dict[str, Any]:
    """How a query was understood, as every search route shows it."""
    value: dict[str, Any] = msgspec.to_builtins(explanation)
    del value["plan"]
    return value


def render_warnings(warnings: tuple[QueryProblem, ...]) -> list[Mapping[str, Any]]:
    """What is worth saying about a query that runs."""
    return [
        {
            "path": warning.path,
            "code": warning.code,
            "message": warning.message,
            "did_you_mean": list(warning.did_you_mean),
        }
        for warning in warnings
    ]


def _flag(name: str, text: str, *, default: bool = False) -> Param:
    return Param(name=name, kind="boolean", default=default, help=text, example=not default)


_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_URI = "https://registry.example/resources/"
_NODE = {
    "@id": _URI + _CTID,
    "@type": "ceterms:Certificate",
    "ceterms:ctid": _CTID,
    "ceterms:name": {"en": "Orchard keeping, first level"},
}
QUERY_EXAMPLE = {"@type": "ceterms:Certificate", "ceterms:name": "orchard"}
PROVISIONAL_PARAM = Param(
    name="provisional",
    kind="choice",
    choices=("exclude", "include", "only"),
    default="exclude",
    help="Provisional records: left out, taken too, or the only results.",
    example="include",
)
OPERATIONS = (
    Operation(
        method="POST",
        path="{c}/ctdl",
        handler=_search,
        tag="Search",
        summary="Search with the CTDL query language",
        help=(
            "The body is the bare query, an object or an array; options are in the query string. `data` are the "
            "resources as published. A query that cannot be run is 400 and names every place that is wrong."
        ),
        role=Role.READER,
        scope="search",
        style="query",
        body=Body(
            help="The query.",
            example=QUERY_EXAMPLE,
            schema={"oneOf": [{"type": "object"}, {"type": "array"}]},
        ),
        params=(
            Param(
                name="skip",
                kind="integer",
                default=0,
                minimum=0,
                help="Leave out so many results.",
                example=20,
            ),
            Param(
                name="take",
                kind="integer",
                default=10,
                minimum=0,
                help="Give at most so many results, up to 10,000. With 0 there is only the total.",
                example=25,
            ),
            Param(
                name="order_by",
                default="^search:recordUpdated",
                help=(
                    "`search:recordUpdated`, `search:recordCreated`, `search:relevance`, or a property with texts, "
                    "numbers or dates; `^` in front means descending. Ties are broken by CTID."
                ),
                example="ceterms:name",
            ),
            PROVISIONAL_PARAM,
            _flag("count", "Count all results. `false` saves that.", default=True),
            Param(
                name="cursor",
                help=(
                    "`*` for the first page of a walk through all results, then `next_cursor` of the page before. "
                    "Every result comes once, whatever is published meanwhile. `skip` does not count then."
                ),
                example="*",
            ),
            _flag("include_description_sets", "Add what is connected to each result, path by path."),
            _flag("include_description_set_resources", "Add these, and the resources that they name."),
            _flag("include_graph_data", "Add the other members of the documents of the results."),
            _flag("include_results_metadata", "Add when and by whom each result was published."),
            Param(
                name="per_branch_limit",
                kind="integer",
                minimum=0,
                help="At most so many URIs for each path of a description set.",
                example=100,
            ),
            _flag("context", "Add the `@context` of the results."),
            _flag(
                "debug",
                "Add how the query was understood, how many results each condition has by itself, where it became "
                "empty, and warnings.",
            ),
            _flag("log", "Keep the query in the log of the node.", default=True),
        ),
        answers={
            200: Answer(
                help="The results, and what else was asked for.",
                example={"data": [_NODE], "total": 1},
            )
        },
    ),
)
