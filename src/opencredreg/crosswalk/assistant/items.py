"""Items of batches: what a request of the Registry Assistant holds, its type, and an identifier of the publisher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.objects import kind_of, members_of
from opencredreg.crosswalk.assistant.request import Request, read_requests
from opencredreg.crosswalk.assistant.table import Kind, all_kinds, find_kind
from opencredreg.findings import Finding
from opencredreg.ids import derive_ctid

__all__ = ["LONGEST_IDENTIFIER", "Item", "read_item", "refused"]

LONGEST_IDENTIFIER: Final = 512
"""The most characters of an identifier at the publisher."""

_SHOWN: Final = 60


class Item(msgspec.Struct, frozen=True):
    """One item: the request that it makes, and its identifier at its owner, "" without one.

    What cannot be read makes a request that holds nothing but the problem, so that it is refused like any other.
    """

    request: Request
    external_id: str = ""


def read_item(item: Any, pointer: str, owner: str = "", language: str = "") -> Item:
    """Read an item.

    Args:
        item: the decoded JSON.
        pointer: its place in what was sent.
        owner: whose it is where it says nothing, a CTID in lower case.
        language: of its plain texts where it says nothing.
    """
    if not isinstance(item, dict):
        message = f"An item is an object with type and resource, not {kind_of(item)}."
        return Item(refused("", pointer, message, owner=owner))
    members = members_of(item)
    kind = _kind_of_item(members)
    if kind is None:
        return Item(_without_type(members, pointer, owner))
    external = members.get("external_id", ("", ""))[1]
    if not isinstance(external, str) or len(external) > LONGEST_IDENTIFIER:
        message = f"external_id is a text of up to {LONGEST_IDENTIFIER} characters."
        return Item(refused(kind.name, step(pointer, "external_id"), message, owner=owner))
    requests = read_requests(kind, "publish", item, pointer=pointer, owner=owner)
    if len(requests) != 1:
        hint = "Send each resource as an item of its own."
        return Item(refused(kind.name, pointer, "An item holds one resource.", hint=hint, owner=owner))
    request = requests[0]
    if not request.language:
        request = msgspec.structs.replace(request, language=language)
    return Item(_with_ctid(request, external), external)


def refused(kind: str, pointer: str, message: str, *, hint: str = "", owner: str = "") -> Request:
    """A request of which nothing could be read but what is wrong with it."""
    finding = Finding(
        code="request.unbindable", severity="error", pointer=pointer, message=message, hint=hint
    )
    known = find_kind(kind) or Kind(
        name=kind[:_SHOWN], cls="", wrapper="resource", context="ctdl", actions=()
    )
    return Request(kind=known, pointer=pointer, base=pointer, owner=owner, problems=(finding,))


def _without_type(members: Mapping[str, tuple[str, Any]], pointer: str, owner: str) -> Request:
    written, named = members.get("type", ("type", ""))
    names = ", ".join(kind.name for kind in all_kinds())
    shown = named if isinstance(named, str) else kind_of(named)
    message = f"{shown[:_SHOWN]} is no type of resource." if shown else "It is not said of what type it is."
    return refused(shown, step(pointer, written), message, hint=f"The types are {names}.", owner=owner)


def _kind_of_item(members: Mapping[str, tuple[str, Any]]) -> Kind | None:
    if "type" in members:
        name = members["type"][1]
        return find_kind(name) if isinstance(name, str) else None
    wrapped = [kind for kind in all_kinds() if kind.wrapper.lower() in members]
    return wrapped[0] if len(wrapped) == 1 else None


def _with_ctid(request: Request, external: str) -> Request:
    """The request with the CTID that follows from the identifier, where it has none of its own."""
    if not external or not request.owner or not isinstance(request.resource, dict):
        return request
    own = members_of(request.resource)
    if "ctid" in own or "ceterms:ctid" in own:
        return request
    rest = {name: value for name, value in request.resource.items() if name.lower() != "ctid"}
    return msgspec.structs.replace(request, resource={"CTID": derive_ctid(request.owner, external), **rest})
