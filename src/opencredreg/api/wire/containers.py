"""Members of collections (registry-api.md section 3.11)."""

from __future__ import annotations

from typing import Literal

from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call
from opencredreg.api.operation import Answer, Body, Operation, PathParam
from opencredreg.api.wire.views import ENVELOPE_EXAMPLE, render_envelope_by_id
from opencredreg.registry.amend import change_members, parse_members

__all__ = ["OPERATIONS"]


def _change(call: Call, action: Literal["add", "remove"]) -> Response:
    members = parse_members(call.json_body())
    envelope_id, changed = change_members(
        call.node, call.actor, call.community, call.path("ctid"), action, members
    )
    return Response(
        render_envelope_by_id(call.node, envelope_id, changed=changed), media_type="application/json"
    )


def _add(call: Call) -> Response:
    return _change(call, "add")


def _remove(call: Call) -> Response:
    return _change(call, "remove")


_CTID = PathParam(
    name="ctid",
    help="CTID of a published ceterms:Collection, in any case.",
    example="ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
)
_BODY = Body(
    help="A URI or an array of URIs.",
    example=["https://registry.example/resources/ce-5d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"],
    schema={"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
)
OPERATIONS = (
    Operation(
        method="PATCH",
        path="{c}/containers/{ctid}/resources",
        handler=_add,
        tag="Collections",
        summary="Add members to a collection",
        help="Keeps the order and lists nothing twice. Changes at the same time all count.",
        role=Role.PUBLISHER,
        scope="publish",
        path_params=(_CTID,),
        body=_BODY,
        answers={200: Answer(help="The envelope of the collection.", example=ENVELOPE_EXAMPLE)},
    ),
    Operation(
        method="DELETE",
        path="{c}/containers/{ctid}/resources",
        handler=_remove,
        tag="Collections",
        summary="Remove members from a collection",
        role=Role.PUBLISHER,
        scope="publish",
        path_params=(_CTID,),
        body=_BODY,
        answers={200: Answer(help="The envelope of the collection.", example=ENVELOPE_EXAMPLE)},
    ),
)
