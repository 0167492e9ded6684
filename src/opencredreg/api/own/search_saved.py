"""Saved searches: queries that an account keeps under names, and what they find now."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.api.own.search_params import COMMUNITY_PARAM, PAGE_PARAMS, RESULT_ANSWERS, in_body
from opencredreg.api.own.search_results import answer_search, get_community
from opencredreg.api.wire.ctdl_search import QUERY_EXAMPLE
from opencredreg.clock import format_timestamp
from opencredreg.search.limits import check_query_bytes
from opencredreg.search.saved import (
    SavedQuery,
    delete_saved_query,
    get_saved_query,
    list_saved_queries,
    save_query,
)

__all__ = ["OPERATIONS"]


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
    community = get_community(call, values["community"])
    saved, is_new = save_query(
        call.node, call.actor, values["name"], community, values["query"], values["sort"] or ""
    )
    return json_response(_saved(saved), 201 if is_new else 200)


def _get_saved(call: Call) -> Response:
    return json_response(_saved(get_saved_query(call.node, call.actor, call.path("name"))))


def _run_saved(call: Call) -> Response:
    saved = get_saved_query(call.node, call.actor, call.path("name"))
    community = get_community(call, saved.community)
    return answer_search(call, community, saved.query, call.values["sort"] or saved.sort)


def _delete_saved(call: Call) -> Response:
    delete_saved_query(call.node, call.actor, call.path("name"))
    return Response(status_code=204)


_EXAMPLE = {
    "name": "Certificates about orchards",
    "community": "ce_registry",
    "query": QUERY_EXAMPLE,
    "sort": "ceterms:name",
    "created_at": "2026-02-03T10:11:12.000Z",
    "updated_at": "2026-02-03T10:11:12.000Z",
}
_NAME = PathParam(name="name", help="Name of the saved search.", example="Certificates about orchards")
_HELP = "Saved searches belong to the account of the token; nobody else sees them."
_operation = partial(Operation, tag="Search", style="problem", role=Role.READER, scope="search")
OPERATIONS = (
    _operation(
        method="GET",
        path="/api/search/saved",
        handler=_list_saved,
        summary="Your saved searches, by name",
        help=_HELP,
        answers={200: Answer(help="The saved searches.", example={"saved": [_EXAMPLE]})},
    ),
    _operation(
        method="POST",
        path="/api/search/saved",
        handler=_save,
        summary="Save a search under a name, in place of the one of that name",
        help=_HELP,
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
            *in_body([COMMUNITY_PARAM]),
            Param(name="sort", is_in_body=True, help="The order, as of a search.", example="ceterms:name"),
        ),
        answers={
            201: Answer(help="It was saved.", example=_EXAMPLE),
            200: Answer(help="It took the place of the one of that name.", example=_EXAMPLE),
        },
    ),
    _operation(
        method="GET",
        path="/api/search/saved/{name}",
        handler=_get_saved,
        summary="A saved search",
        path_params=(_NAME,),
        answers={200: Answer(help="The saved search.", example=_EXAMPLE)},
    ),
    _operation(
        method="GET",
        path="/api/search/saved/{name}/results",
        handler=_run_saved,
        summary="What a saved search finds now",
        path_params=(_NAME,),
        params=PAGE_PARAMS,
        answers={status: answer for status, answer in RESULT_ANSWERS.items() if status != 401},
    ),
    _operation(
        method="DELETE",
        path="/api/search/saved/{name}",
        handler=_delete_saved,
        summary="Forget a saved search",
        path_params=(_NAME,),
        answers={204: Answer(help="It is gone.")},
    ),
)
