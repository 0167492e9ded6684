"""Batches of plain input: publish, rehearse, and come back for the result. With proper status codes.

The shape of an item is that of a request of the Registry Assistant; the engine is the same.
"""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role, require_role
from opencredreg.accounts.policy import require_scope
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Body, Operation, PathParam
from opencredreg.api.origin import origin_of
from opencredreg.crosswalk.assistant.objects import members_of
from opencredreg.errors import InvalidInput
from opencredreg.publisher.batch_jobs import enqueue_batch
from opencredreg.publisher.batch_reading import Batch, read_batch
from opencredreg.publisher.batch_records import digest_of, get_batch
from opencredreg.publisher.batch_results import BatchResult
from opencredreg.publisher.batches import publish_batch, rehearse_openly
from opencredreg.registry.access import may_read

__all__ = ["OPERATIONS"]

_SOME, _NONE = 207, 422


def _read(call: Call) -> tuple[Batch, dict[str, tuple[str, Any]]]:
    body = call.json_body()
    batch = read_batch(call.node, body, call.community)
    return batch, members_of(body)


def _is_set(members: dict[str, tuple[str, Any]], name: str) -> bool:
    value = members.get(name, (name, False))[1]
    if not isinstance(value, bool):
        raise InvalidInput(f"{name} is true or false.")
    return value


def _publish(call: Call) -> Response:
    batch, members = _read(call)
    key = call.header("idempotency-key")
    origin = origin_of(call)
    prefers_job = "respond-async" in (call.header("prefer") or "").lower()
    if (_is_set(members, "as_job") or prefers_job) and not _is_set(members, "dry_run"):
        queued = enqueue_batch(
            call.node, origin, call.community, batch, call.body, call.base_url, idempotency_key=key
        )
        address = f"{call.base_url}/publish/batches/{queued.id}"
        return _rendered(queued, 202, {"Location": address})
    result = publish_batch(
        call.node,
        origin,
        call.community,
        batch,
        call.base_url,
        rehearse=_is_set(members, "dry_run"),
        idempotency_key=key,
        is_open=may_read(call.node, call.actor, call.community, call.key),
        digest=digest_of(call.community, call.body),
    )
    return _rendered(result, _status(result, is_rehearsal=_is_set(members, "dry_run")))


def _status(result: BatchResult, *, is_rehearsal: bool) -> int:
    if result.successful or is_rehearsal:
        return 200
    return _SOME if any(one.outcome not in ("refused", "not-tried") for one in result.results) else _NONE


def _format(call: Call) -> Response:
    batch, _ = _read(call)
    is_open = may_read(call.node, call.actor, call.community, call.key)
    return _rendered(
        rehearse_openly(call.node, call.community, batch, call.base_url, against_registry=is_open), 200
    )


def _batch(call: Call) -> Response:
    require_scope(call.actor, "publish")
    require_role(call.actor, Role.PUBLISHER)
    result = get_batch(call.node, call.actor, call.path("id"))
    headers = {} if result.status in ("done", "failed") else {"Retry-After": "1"}
    return _rendered(result, 200, headers)


def _rendered(result: BatchResult, status: int, headers: dict[str, str] | None = None) -> Response:
    value = msgspec.structs.asdict(result)
    if not result.results:
        value.pop("results")
    return json_response(value, status, headers)


_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_TASK = {
    "type": "task",
    "external_id": "task-12",
    "resource": {
        "Name": "Graft a branch",
        "Description": "Join a scion to a rootstock so that they grow together.",
        "AssertedBy": [{"CTID": _OWNER}],
    },
}
_EXAMPLE = {"owner": _OWNER, "keep": "all", "items": [_TASK]}
_RESULT = {
    "id": None,
    "status": "done",
    "total": 1,
    "done": 1,
    "successful": True,
    "counts": {"created": 1, "updated": 0, "unchanged": 0, "refused": 0, "not_tried": 0},
    "results": [
        {
            "place": 0,
            "type": "task",
            "outcome": "created",
            "ctid": _CTID,
            "name": "Graft a branch",
            "class": "ceterms:Task",
            "resource_url": f"https://registry.example/resources/{_CTID}",
            "graph_url": f"https://registry.example/graph/{_CTID}",
            "envelope_url": "https://registry.example/envelopes/0f2b8a6e-6d43-4a36-9f7e-2c55b4c6c1aa",
            "page_url": f"https://registry.example/resources/{_CTID}",
            "version": 4711,
            "external_id": "task-12",
        }
    ],
}
_BODY = Body(
    help=(
        "`items` in any order, each with its `type`, the `resource` (also under the name that the Registry Assistant "
        "has for it) and what belongs beside it, such as `Competencies`. `keep` is `all` (all or nothing) or `good`. "
        "`dry_run` stores nothing, `as_job` answers at once and works in the background. An `external_id` without a "
        "CTID always leads to the same CTID."
    ),
    example=_EXAMPLE,
    schema={
        "type": "object",
        "required": ["items"],
        "properties": {
            "owner": {
                "type": "string",
                "description": "CTID of the owner, where an item names no other one.",
            },
            "default_language": {"type": "string", "description": "The language of plain texts."},
            "keep": {"enum": ["all", "good"], "default": "all"},
            "dry_run": {"type": "boolean", "default": False},
            "as_job": {"type": "boolean", "default": False},
            "items": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        },
    },
)
_TAG = "Publishing"
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="{c}/publish",
        handler=_publish,
        tag=_TAG,
        summary="Publish a batch of resources from plain input",
        help=(
            "Any types, any order: references between items are resolved, and what others are made from is converted "
            "first. Every finding points into what you sent. With the header `Idempotency-Key` the same request can "
            "be sent again safely: it is done once, and answered alike. `Prefer: respond-async` is as `as_job`."
        ),
        role=Role.PUBLISHER,
        scope="publish",
        style="problem",
        body=_BODY,
        answers={
            200: Answer(help="All of it is published, or nothing was to be stored.", example=_RESULT),
            202: Answer(
                help="It is worked on; `Location` says where the result will be.",
                example={
                    "id": "7b0f6f1e-52a4-4b39-9d8a-0c1f2ce0a1de",
                    "status": "waiting",
                    "total": 5000,
                    "done": 0,
                    "successful": False,
                    "counts": {},
                },
            ),
            207: Answer(help="Some of it is published; the results say what was refused, and why."),
            422: Answer(help="Nothing is published; the results or findings say why."),
        },
    ),
    Operation(
        method="POST",
        path="{c}/format",
        handler=_format,
        tag=_TAG,
        summary="See what a batch would become, without a key",
        help=(
            "Stores nothing. Each result has the `document` that would be published, all findings, and for what is "
            "published already the `difference`. Whether you may publish for the owner is not looked at; "
            "`dry_run` of `POST /publish` does that too."
        ),
        style="problem",
        body=_BODY,
        answers={
            200: Answer(
                help="What would become of each item.",
                example={
                    **_RESULT,
                    "counts": {"refused": 0, "would_create": 1},
                },
            )
        },
    ),
    Operation(
        method="GET",
        path="/publish/batches/{id}",
        handler=_batch,
        tag=_TAG,
        summary="The state and the results of a batch",
        help="For whoever sent it, up to 30 days after it ended.",
        role=Role.PUBLISHER,
        scope="publish",
        style="problem",
        path_params=(
            PathParam(name="id", help="Of the batch.", example="7b0f6f1e-52a4-4b39-9d8a-0c1f2ce0a1de"),
        ),
        answers={200: Answer(help="The batch.", example=_RESULT), 404: Answer(help="There is none.")},
    ),
)
