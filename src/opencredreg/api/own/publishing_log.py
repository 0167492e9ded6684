"""What was published for an organization, by whom and with what result; and the CTIDs of its own identifiers."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.accounts.delegation import require_owner
from opencredreg.accounts.organizations import Organization, get_organization
from opencredreg.api.call import Call
from opencredreg.api.operation import Answer, Operation, Param, PathParam, paging
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotFound
from opencredreg.publisher.identifiers import list_identifiers
from opencredreg.registry.publishing_log import LogRecord, list_log, load_input

__all__ = ["OPERATIONS"]


def _organization(call: Call) -> Organization:
    """The organization of the path, for itself and for staff."""
    with call.node.database.read() as connection:
        found = get_organization(connection, call.path("ctid"))
    require_owner(call.actor, found)
    return found


def _log(call: Call) -> Response:
    organization = _organization(call)
    page, per_page = call.page
    with call.node.database.read() as connection:
        records, total = list_log(
            connection,
            organization.ctid,
            ctid=call.values["resource"],
            outcome=call.values["outcome"],
            offset=(page - 1) * per_page,
            limit=per_page,
        )
    return call.paged(msgspec.json.encode([_value(record) for record in records]), total)


def _value(record: LogRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "at": format_timestamp(record.at),
        "action": record.action,
        "type": record.kind,
        "class": record.ctdl_type,
        "ctid": record.ctid,
        "name": record.name,
        "outcome": record.outcome,
        "version": record.version_id,
        "publisher": record.publisher_ctid,
        "key": record.key_name,
        "method": record.method,
        "request_id": record.request_id,
        "address": record.address,
        "findings": msgspec.to_builtins(record.findings),
    }


def _input(call: Call) -> Response:
    organization = _organization(call)
    number = call.path("id")
    with call.node.database.read() as connection:
        is_one = re.fullmatch(r"[0-9]{1,18}", number) is not None
        found = load_input(connection, organization.ctid, int(number)) if is_one else None
    if found is None:
        raise NotFound("There is no such entry, or nothing was sent for it.", kind="log-entry")
    return Response(found, media_type="application/json")


def _identifiers(call: Call) -> Response:
    organization = _organization(call)
    page, per_page = call.page
    with call.node.database.read() as connection:
        found, total = list_identifiers(
            connection,
            organization.ctid,
            identifier=call.values["external_id"],
            ctid=call.values["resource"],
            offset=(page - 1) * per_page,
            limit=per_page,
        )
    values = [
        {
            "external_id": one.identifier,
            "ctid": one.ctid,
            "type": one.kind,
            "since": format_timestamp(one.created_at),
            "resource_url": f"{call.base_url}/resources/{one.ctid}",
        }
        for one in found
    ]
    return call.paged(msgspec.json.encode(values), total)


_TAG = "Publishing"
_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_ORGANIZATION = PathParam(
    name="ctid", help="CTID of the organization.", example="ce-a7c1d2e3-1111-4222-8333-444455556666"
)
_RESOURCE = Param(name="resource", help="Only about the resource of this CTID.", example=_CTID)
_ENTRY = {
    "id": 12,
    "at": "2026-03-25T10:11:12.345Z",
    "action": "publish",
    "type": "course",
    "class": "ceterms:Course",
    "ctid": _CTID,
    "name": "Grafting fruit trees",
    "outcome": "created",
    "version": 4711,
    "publisher": "ce-a7c1d2e3-1111-4222-8333-444455556666",
    "key": "catalog export",
    "method": "publishMethod:RegistryAssistant",
    "request_id": "7b0f6f1e-52a4-4b39-9d8a-0c1f2ce0a1de",
    "address": "192.0.2.7",
    "findings": [],
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/api/organizations/{ctid}/log",
        handler=_log,
        tag=_TAG,
        summary="What was published for an organization",
        help="For the organization and for staff: every request, by whomever, newest first, refused ones too.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_ORGANIZATION,),
        params=(
            *paging(),
            _RESOURCE,
            Param(
                name="outcome",
                kind="choice",
                choices=("created", "updated", "unchanged", "deleted", "refused", "not-tried"),
                help="Only entries with this outcome.",
            ),
        ),
        answers={200: Answer(help="A page of the log.", example=[_ENTRY])},
    ),
    Operation(
        method="GET",
        path="/api/organizations/{ctid}/log/{id}/input",
        handler=_input,
        tag=_TAG,
        summary="What was sent for one entry of the log",
        help="For the organization and for staff.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_ORGANIZATION, PathParam(name="id", help="Of the entry.", example="12")),
        answers={
            200: Answer(
                help="The request.", example={"LearningOpportunity": {"Name": "Grafting fruit trees"}}
            ),
            404: Answer(help="There is no such entry."),
        },
    ),
    Operation(
        method="GET",
        path="/api/organizations/{ctid}/identifiers",
        handler=_identifiers,
        tag=_TAG,
        summary="The CTIDs of an organization's own identifiers",
        help="What was published with an `external_id`. For the organization and for staff.",
        role=Role.PUBLISHER,
        style="problem",
        path_params=(_ORGANIZATION,),
        params=(
            *paging(),
            _RESOURCE,
            Param(name="external_id", help="Only this identifier.", example="task-12"),
        ),
        answers={
            200: Answer(
                help="A page of identifiers.",
                example=[
                    {
                        "external_id": "task-12",
                        "ctid": _CTID,
                        "type": "task",
                        "since": "2026-03-25T10:11:12.345Z",
                        "resource_url": f"https://registry.example/resources/{_CTID}",
                    }
                ],
            )
        },
    ),
)
