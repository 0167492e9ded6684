"""History and changes: what happened to a CTID, and everything that happened."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy.engine import Connection
from starlette.responses import Response

from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotFound
from opencredreg.ids import dashed
from opencredreg.registry.access import require_read
from opencredreg.registry.communities import Community
from opencredreg.registry.history import LogEntry, history_of, list_changes
from opencredreg.registry.owned import list_readable_communities

__all__ = ["OPERATIONS"]


def _entry(call: Call, entry: LogEntry) -> dict[str, Any]:
    value = msgspec.to_builtins(entry)
    value["created_at"] = format_timestamp(entry.created_at)
    if entry.event != "destroy":
        name = entry.envelope_ctid
        base = f"{call.base_url}/{dashed(entry.community)}"
        value["document"] = f"{base}/graph/{name}?as_of={value['created_at']}" if name else None
    found: dict[str, Any] = value
    return found


def _history(call: Call) -> Response:
    community = call.node.find_community(call.path("name"))
    if community is None:
        raise NotFound("There is no such community", kind="community")
    require_read(call.node, call.actor, community, call.key)
    with call.node.database.read() as connection:
        entries = _history_of(connection, community, call.path("id"))
    return json_response({"events": [_entry(call, entry) for entry in entries]})


def _history_of(connection: Connection, community: Community, identifier: str) -> list[LogEntry]:
    try:
        return history_of(connection, community, identifier)
    except NotFound as error:
        # Every route takes the suffix .json (quirk 40), but an @id may really end with it.
        try:
            return history_of(connection, community, f"{identifier}.json")
        except NotFound:
            raise error from None


def _changes(call: Call) -> Response:
    limit = min(max(1, call.values["limit"]), 1000)
    after = max(0, call.values["after"])
    ids = [one.id for one in list_readable_communities(call.node, call.actor, call.key)]
    with call.node.database.read() as connection:
        entries = list_changes(connection, after=after, community_ids=ids, limit=limit)
    return json_response(
        {
            "changes": [_entry(call, entry) for entry in entries],
            "next_after": entries[-1].sequence if entries else after,
        }
    )


_TAG = "History"
_EXAMPLE = {
    "sequence": 90412,
    "event": "update",
    "community": "ce_registry",
    "envelope_id": "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11",
    "envelope_ctid": "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
    "ctdl_type": "ceterms:Certificate",
    "owned_by": "ce-a7c1d2e3-1111-4222-8333-444455556666",
    "provisional": False,
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "byte_count": 4211,
    "created_at": "2026-03-01T08:00:00.123Z",
}
OPERATIONS = (
    Operation(
        method="GET",
        path="/api/communities/{name}/history/{id}",
        handler=_history,
        tag=_TAG,
        summary="All events of a CTID, oldest first",
        help="Every envelope that ever had the CTID counts, deleted ones too.",
        style="problem",
        path_params=(
            PathParam(name="name", help="The community.", example="ce_registry"),
            PathParam(
                name="id",
                help="CTID or `@id`.",
                takes_slashes=True,
                example="ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
            ),
        ),
        answers={200: Answer(help="The events.", example={"events": [_EXAMPLE]})},
    ),
    Operation(
        method="GET",
        path="/api/changes",
        handler=_changes,
        tag=_TAG,
        summary="The change feed",
        help=(
            "Events of all communities that you may read, in order. Ask again with `after` = `next_after`: no "
            "change is missed and none comes twice."
        ),
        style="problem",
        params=(
            Param(name="after", kind="integer", default=0, help="Only events after this sequence number."),
            Param(name="limit", kind="integer", default=100, help="At most so many, 1 to 1000."),
        ),
        answers={200: Answer(help="Changes.", example={"changes": [_EXAMPLE], "next_after": 90412})},
    ),
)
