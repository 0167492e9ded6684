"""Our own search: words, filters and queries, with facets, highlights, explanations, exports and suggestions."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param
from opencredreg.api.own.search_params import (
    COMMUNITY_PARAM,
    RESOURCE_CTID,
    RESULT_ANSWERS,
    SEARCH_PARAMS,
    in_body,
)
from opencredreg.api.own.search_results import answer_search, get_community
from opencredreg.api.wire.ctdl_search import QUERY_EXAMPLE
from opencredreg.search.limits import SUGGESTIONS, check_query_bytes
from opencredreg.search.suggest import suggest

__all__ = ["OPERATIONS"]


def _words(call: Call) -> Response:
    return answer_search(call, get_community(call, call.values["community"]), None, call.values["sort"])


def _query(call: Call) -> Response:
    check_query_bytes(call.body)
    community = get_community(call, call.values["community"])
    return answer_search(call, community, call.values["query"], call.values["sort"])


def _suggest(call: Call) -> Response:
    limit = min(max(1, call.values["limit"]), SUGGESTIONS)
    found = suggest(call.node, get_community(call, call.values["community"]), call.values["q"], limit)
    return json_response({"suggestions": found})


_NO_COMMUNITY = {404: Answer(help="There is no such community.")}
_operation = partial(Operation, tag="Search", style="problem", reads=True)
OPERATIONS = (
    _operation(
        method="GET",
        path="/api/search",
        handler=_words,
        summary="Search by words and filters",
        help="Results with names, highlights and scores; facets; pages by cursor. All filters must hold.",
        params=SEARCH_PARAMS,
        answers={**RESULT_ANSWERS, **_NO_COMMUNITY},
    ),
    _operation(
        method="POST",
        path="/api/search",
        handler=_query,
        summary="Search by a query of the CTDL query language",
        help="As the search by words, with a query beside the words and filters, all of which must hold.",
        params=(
            Param(
                name="query",
                kind="object",
                is_required=True,
                is_in_body=True,
                help="The query.",
                example=QUERY_EXAMPLE,
            ),
            *in_body(SEARCH_PARAMS),
        ),
        answers={**RESULT_ANSWERS, **_NO_COMMUNITY},
    ),
    _operation(
        method="GET",
        path="/api/search/suggest",
        handler=_suggest,
        summary="Suggestions while somebody types",
        help="Classes and concepts of the vocabulary, and names of resources that begin with the text or hold it.",
        params=(
            Param(name="q", is_required=True, help="What was typed; two letters at least.", example="orch"),
            Param(name="limit", kind="integer", default=10, help="At most so many, 1 to 25.", example=10),
            COMMUNITY_PARAM,
        ),
        answers={
            200: Answer(
                help="The suggestions, the likeliest first.",
                example={
                    "suggestions": [
                        {
                            "kind": "resource",
                            "value": RESOURCE_CTID,
                            "text": "Orchard keeping, first level",
                            "detail": "Certificate",
                            "cls": "ceterms:Certificate",
                        }
                    ]
                },
            ),
            **_NO_COMMUNITY,
        },
    ),
)
