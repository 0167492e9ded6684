"""Requests about what is published already: delete, end, confirm, hand over, purge, copy, members of collections.

Source: ``publishing.md`` sections 2 and 9.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from opencredreg.accounts.actor import Role, require_role
from opencredreg.accounts.organizations import get_organization
from opencredreg.accounts.policy import require_scope
from opencredreg.api.assistant.answers import delete_answer, plain_answer
from opencredreg.api.assistant.communities import community_of
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.operation import Answer, Body, Operation, PathParam
from opencredreg.api.origin import origin_of
from opencredreg.clock import parse_timestamp
from opencredreg.crosswalk.assistant.objects import members_of
from opencredreg.crosswalk.assistant.table import Kind, canonical_action, get_kind
from opencredreg.errors import MalformedJSON, NotFound
from opencredreg.ids import is_ctid
from opencredreg.publisher.bodies import require_depth
from opencredreg.publisher.drafts import base_of
from opencredreg.publisher.upkeep import (
    change_collection,
    confirm_resources,
    copy_resources,
    delete_resources,
    end_resources,
    purge_resources,
    transfer_resources,
    uris_of,
)
from opencredreg.registry.communities import Community
from opencredreg.registry.remove import PurgeFilter

__all__ = ["ACTIONS", "OPERATIONS", "act"]

ACTIONS: Final = frozenset(
    {
        "cease", "setlastverified", "transferowner", "copy", "hasmembersappend", "collectionmembersappend",
        "collectioncompetenciesappend", "hasmembersremove",
    }
)  # fmt: skip
"""The actions of ``POST`` that send no resource."""

_OWNERS: Final = (
    "publishfororganizationidentifier",
    "dataownerctid",
    "ownedbyorganizationidentifier",
    "owner",
)
_ENDINGS: Final = {"deactivate": "Suspended"}


class _Body:
    """The members of a request, whatever their case."""

    def __init__(self, call: Call) -> None:
        value = call.json_body()
        require_depth(call.node, value)
        if not isinstance(value, dict):
            raise MalformedJSON("The body is a JSON object.", hint='{"CTID": "ce-…", …}')
        self._members: Mapping[str, tuple[str, Any]] = members_of(value)

    def text(self, *names: str) -> str:
        for name in names:
            if name in self._members:
                written, value = self._members[name]
                if not isinstance(value, str):
                    raise ParameterErrors([f"{written} is a text"])
                return value.strip()
        return ""

    def texts(self, *names: str) -> list[str]:
        found: list[str] = []
        for name in names:
            if name not in self._members:
                continue
            written, value = self._members[name]
            listed = value if isinstance(value, list) else [value]
            if not all(isinstance(entry, str) for entry in listed):
                raise ParameterErrors([f"{written} is a list of texts"])
            found += listed
        return found

    def value(self, name: str) -> Any:
        return self._members.get(name, ("", None))[1]

    @property
    def owner(self) -> str:
        owner = self.text(*_OWNERS).lower()
        if not is_ctid(owner):
            raise ParameterErrors(
                ["PublishForOrganizationIdentifier is the CTID of the organization that owns the data"]
            )
        return owner

    @property
    def ctids(self) -> list[str]:
        ctids = self.texts("ctid", "ctidlist", "entityctidlist")
        if not ctids:
            raise ParameterErrors(["CTID is missing: name the resource, or several in CTIDList"])
        return ctids


def act(call: Call, kind: Kind, action: str) -> Response:
    """Do what a ``POST`` without a resource asks for."""
    require_scope(call.actor, "publish")
    require_role(call.actor, Role.PUBLISHER)
    body = _Body(call)
    community = community_of(call, body.text("registry", "community"))
    origin, node = origin_of(call), call.node
    if action == "setlastverified":
        return json_response(
            delete_answer(confirm_resources(node, origin, community, body.ctids, body.owner))
        )
    if action == "cease":
        default = _ENDINGS.get(call.path("action").lower(), "")
        done = end_resources(node, origin, community, body.ctids, body.owner, body.text("newstatus"), default)
        return json_response(delete_answer(done))
    if action == "transferowner":
        done = transfer_resources(node, origin, community, body.ctids, body.owner, body.text("newownerctid"))
        return json_response(delete_answer(done))
    if action == "copy":
        source = call.node.default_community(call.header("host") or "")
        assert source is not None
        return json_response(
            delete_answer(copy_resources(node, origin, source, community, body.ctids, body.owner))
        )
    if kind.name != "collection":
        raise NotFound(f"{kind.wrapper} has no action {call.path('action')}.", kind="action")
    return json_response(delete_answer([_change_members(call, community, action, body)]))


def _change_members(call: Call, community: Community, action: str, body: _Body) -> Any:
    ctid = body.text("collectionctid", "ctid")
    if not ctid:
        raise ParameterErrors(["CTID is missing: name the collection"])
    members: list[str] = body.texts("hasmember", "hasmembers", "members", "competencies")
    entries = body.value("collectionmembers")
    for entry in entries if isinstance(entries, list) else [] if entries is None else [entries]:
        inner = members_of(entry) if isinstance(entry, dict) else {}
        target = inner.get("proxyfor", ("", entry))[1]
        if not isinstance(target, str):
            raise ParameterErrors(["CollectionMembers is a list of objects with ProxyFor"])
        members.append(target)
    if not members:
        raise ParameterErrors(["HasMember is missing: name the members by CTID or address"])
    uris = uris_of(base_of(call.base_url, community), members)
    is_removal = action == "hasmembersremove"
    return change_collection(
        call.node,
        origin_of(call),
        community,
        ctid,
        body.owner,
        add=() if is_removal else uris,
        remove=uris if is_removal else (),
    )


def _delete(call: Call) -> Response:
    kind = get_kind(call.path("type"))
    action = canonical_action(call.path("action"))
    if action not in ("delete", "purge"):
        raise NotFound(
            f"There is no DELETE of {call.path('action')}.", kind="action", hint="It is delete or purge."
        )
    require_scope(call.actor, "delete")
    require_role(call.actor, Role.PUBLISHER)
    body = _Body(call)
    community = community_of(call, body.text("registry", "community"))
    if action == "purge":
        return json_response(_purge(call, kind, community, body))
    done = delete_resources(call.node, origin_of(call), community, body.ctids, body.owner)
    return json_response(delete_answer(done))


def _purge(call: Call, kind: Kind, community: Community, body: _Body) -> dict[str, Any]:
    owner = body.owner
    publisher = body.text("publishbyorganizationidentifier")
    with call.node.database.read() as connection:
        owner_id = get_organization(connection, owner).id
        publisher_id = get_organization(connection, publisher).id if publisher else None
    count = purge_resources(
        call.node,
        origin_of(call),
        community,
        PurgeFilter(
            owner_id=owner_id,
            publishing_organization_id=publisher_id,
            ctdl_class=kind.cls,
            since=_moment(body, "fromdate"),
            until=_moment(body, "untildate"),
        ),
        owner,
    )
    return plain_answer(True, f"{count:,} resources were deleted.")


def _moment(body: _Body, name: str) -> int | None:
    text = body.text(name)
    if not text:
        return None
    try:
        return parse_timestamp(text)
    except (ValueError, OverflowError) as error:
        raise ParameterErrors([f"{name} is no date: write it as 2026-03-25"]) from error


_TYPE = PathParam(name="type", help="The type of resource, in any case.", example="course")
_EXAMPLE = {
    "CTID": "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
    "PublishForOrganizationIdentifier": "ce-a7c1d2e3-1111-4222-8333-444455556666",
}
OPERATIONS = (
    Operation(
        method="DELETE",
        path="/assistant/{type}/{action}",
        handler=_delete,
        tag="Registry Assistant",
        summary="Delete published resources, or purge a sandbox",
        help=(
            "`delete` takes the CTID of a resource, or up to 50 in `CTIDList`; the owner must be named. `purge` "
            "deletes all resources of the type by owner, publisher and dates, in a sandbox or as staff. The answer is "
            "200 with `Successful` also where something was refused; `Messages` says what."
        ),
        style="messages",
        path_params=(_TYPE, PathParam(name="action", help="`delete` or `purge`.", example="delete")),
        body=Body(help="Which resources, and whose.", example=_EXAMPLE),
        answers={
            200: Answer(
                help="What became of it.", example={"Successful": True, "WasChanged": True, "Messages": []}
            )
        },
    ),
)
