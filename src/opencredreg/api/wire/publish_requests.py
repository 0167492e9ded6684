"""What became of documents that are published in the background (registry-api.md section 3.14)."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call, json_response
from opencredreg.api.compat import refusal_value
from opencredreg.api.operation import Answer, Operation, PathParam, paging
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotFound
from opencredreg.registry.publish_requests import PendingPublish, get_request, list_requests

__all__ = ["OPERATIONS", "REQUEST_EXAMPLE", "request_value"]

REQUEST_EXAMPLE: dict[str, Any] = {
    "id": 91,
    "envelope_id": None,
    "envelope_ceterms_ctid": None,
    "error": None,
    "created_at": "2026-03-01T08:00:00.000Z",
    "completed_at": None,
    "status": "pending",
}


def request_value(request: PendingPublish) -> dict[str, Any]:
    """A request as JSON."""
    return {
        "id": request.id,
        "envelope_id": request.envelope_id,
        "envelope_ceterms_ctid": request.envelope_ctid,
        "error": refusal_value(request.refusal) if request.refusal is not None else None,
        "created_at": format_timestamp(request.created_at),
        "completed_at": format_timestamp(request.completed_at) if request.completed_at else None,
        "status": request.status,
    }


def _list(call: Call) -> Response:
    page, per_page = call.page
    with call.node.database.read() as connection:
        found, total = list_requests(connection, call.actor, offset=(page - 1) * per_page, limit=per_page)
    return call.paged(msgspec.json.encode([request_value(one) for one in found]), total)


def _single(call: Call) -> Response:
    number = call.path("id")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound("PublishRequest not found", kind="publish-request")
    with call.node.database.read() as connection:
        return json_response(request_value(get_request(connection, call.actor, int(number))))


_TAG = "Publishing"
OPERATIONS = (
    Operation(
        method="GET",
        path="/publish_requests",
        handler=_list,
        tag=_TAG,
        summary="Your requests for publishing in the background, newest first",
        role=Role.READER,
        version="v2",
        params=paging(),
        answers={200: Answer(help="A page of requests.", example=[REQUEST_EXAMPLE])},
    ),
    Operation(
        method="GET",
        path="/publish_requests/{id}",
        handler=_single,
        tag=_TAG,
        summary="One request for publishing in the background",
        role=Role.READER,
        version="v2",
        path_params=(PathParam(name="id", help="Number of the request.", takes_slashes=True, example="91"),),
        answers={200: Answer(help="The request.", example=REQUEST_EXAMPLE)},
    ),
)
