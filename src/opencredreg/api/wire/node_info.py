"""What the node says of itself (registry-api.md section 3.1)."""

from __future__ import annotations

from typing import Literal

from starlette.responses import Response

from opencredreg.accounts.tokens import environment_of
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation
from opencredreg.clock import format_timestamp
from opencredreg.errors import InvalidInput, NotFound
from opencredreg.ids import dashed, new_ctid
from opencredreg.registry.communities import list_communities
from opencredreg.store.envelopes import count_envelopes

__all__ = ["OPERATIONS"]

_EXAMPLE_COMMUNITY = {
    "id": 1,
    "name": "ce_registry",
    "default": True,
    "backup_item": None,
    "created_at": "2026-02-03T10:11:12.345Z",
    "updated_at": "2026-02-03T10:11:12.345Z",
    "secured": False,
    "secured_search": False,
}


def _communities(call: Call) -> dict[str, str]:
    with call.node.database.read() as connection:
        return {one.name: f"{call.base_url}/{dashed(one.name)}" for one in list_communities(connection)}


def _root(call: Call) -> Response:
    with call.node.database.read() as connection:
        total = count_envelopes(connection)
    return json_response(
        {
            "api_version": "0.6",
            "total_envelopes": total,
            "metadata_communities": _communities(call),
            "info": f"{call.base_url}/info",
        },
        headers={"Vary": "Accept"},
    )


def _info(call: Call) -> Response:
    value: dict[str, object] = {
        "environment": environment_of(call.node.settings),
        "metadata_communities": _communities(call),
        "postman": f"{call.base_url}/openapi.json",
        "readme": f"{call.base_url}/readme",
        "docs": f"{call.base_url}/docs",
    }
    if call.node.settings.server.swagger_enabled:
        value["swagger"] = f"{call.base_url}/docs"
    return json_response(value)


def _ctid(call: Call) -> Response:
    try:
        issues_ctids = "ce_registry" in call.community.name
    except NotFound:
        issues_ctids = False
    if not issues_ctids:
        return json_response({"errors": "envelope_community does not have a valid value"}, 400)
    return json_response({"ctid": new_ctid()})


def _community(call: Call) -> Response:
    one = call.community
    value = {
        "id": one.id,
        "name": one.name,
        "default": one.is_default,
        "backup_item": one.backup_item,
        "created_at": format_timestamp(one.created_at),
        "updated_at": format_timestamp(one.updated_at),
        "secured": one.secured,
        "secured_search": one.secured_search,
    }
    return json_response(value)


def _community_info(call: Call) -> Response:
    with call.node.database.read() as connection:
        total = count_envelopes(connection, call.community.id)
    return json_response({"total_envelopes": total, "backup_item": call.community.backup_item})


def _test(_call: Call) -> Response:
    return json_response({})


def _health(call: Call) -> Response:
    with call.node.database.read() as connection:
        if not list_communities(connection):
            raise InvalidInput("The node has no community yet.")
    return json_response({"status": "ok", "environment": environment_of(call.node.settings)})


_TAG = "Node"
_VERSIONS: tuple[Literal["v1", "v2"], ...] = ("v1", "v2")
OPERATIONS = (
    Operation(
        method="GET", path="/", handler=_root, tag=_TAG, summary="The node and its communities",
        answers={
            200: Answer(
                help="What the node holds, and where.",
                example={
                    "api_version": "0.6",
                    "total_envelopes": 48213,
                    "metadata_communities": {"ce_registry": "https://registry.example/ce-registry"},
                    "info": "https://registry.example/info",
                },
            )
        },
    ),
    Operation(
        method="GET", path="/info", handler=_info, tag=_TAG, summary="Addresses of documentation",
        help="Also whether the node is for production or a sandbox.",
        answers={
            200: Answer(
                help="Addresses.",
                example={"environment": "production", "readme": "https://registry.example/readme"},
            )
        },
    ),
    *(
        Operation(
            method="GET", path="/_test", handler=_test, tag=_TAG, summary="Answers with an empty object",
            answers={200: Answer(help="An empty object.", example={})}, is_hidden=True, version=version,
        )
        for version in _VERSIONS
    ),
    Operation(
        method="GET", path="/health", handler=_health, tag=_TAG, summary="Whether the node works",
        help="For load balancers: the node answers and its database can be read.",
        is_open=True,
        answers={200: Answer(help="It works.", example={"status": "ok", "environment": "production"})},
    ),
    Operation(
        method="GET", path="{c}/ctid", handler=_ctid, tag=_TAG, summary="A fresh CTID",
        help="The CTID is random and is not reserved.",
        answers={
            200: Answer(help="A CTID.", example={"ctid": "ce-2f6f4c0e-6d2b-4a57-8f43-0c5a1d1f9b7e"}),
            400: Answer(
                help="The community does not issue CTIDs.",
                example={"errors": "envelope_community does not have a valid value"},
                schema={"type": "object", "properties": {"errors": {"type": "string"}}},
            ),
        },
    ),
    Operation(
        method="GET", path="{c}/community", handler=_community, tag=_TAG, summary="A community",
        unknown_community="EnvelopeCommunity not found",
        answers={200: Answer(help="The community.", example=_EXAMPLE_COMMUNITY)},
    ),
    Operation(
        method="GET", path="{c}/community/info", handler=_community_info, tag=_TAG,
        summary="How many envelopes a community has",
        unknown_community="EnvelopeCommunity not found",
        answers={200: Answer(help="The count.", example={"total_envelopes": 123, "backup_item": None})},
    ),
)  # fmt: skip
