"""The body of a batch: any types in any order, each item with what stands beside it.

The shape is that of ``POST /publish``; an item holds what a request of the Registry Assistant holds, and its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.objects import kind_of, members_of
from opencredreg.crosswalk.assistant.request import Request, read_requests
from opencredreg.crosswalk.assistant.table import Kind, all_kinds, find_kind
from opencredreg.errors import InvalidInput, LimitExceeded
from opencredreg.findings import Finding
from opencredreg.ids import derive_ctid, normalize_community
from opencredreg.publisher.bodies import require_depth
from opencredreg.publisher.identifiers import LONGEST
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node

__all__ = ["Batch", "Keep", "read_batch"]

Keep = Literal["all", "good"]
_MEMBERS: Final = ("items", "owner", "default_language", "keep", "dry_run", "as_job")


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be published. ``requests`` is in the order of the items, ``external`` their own identifiers."""

    requests: tuple[Request, ...]
    external: tuple[str, ...]
    keep: Keep = "all"


def read_batch(node: Node, body: Any, community: Community) -> Batch:
    """Read the body of a batch that goes to a community.

    Raises:
        InvalidInput: it is none, with the places.
        LimitExceeded: more items than this node takes.
    """
    require_depth(node, body)
    members = members_of(body) if isinstance(body, dict) else {}
    written, items = members.get("items", ("items", None))
    if not isinstance(items, list) or not items:
        raise _malformed("/items", "A batch is an object with items, a list of resources with their types.")
    for name, (unknown, _) in members.items():
        if name not in _MEMBERS:
            # A switch with a slip of the pen in its name must not be taken for one that is off.
            raise _malformed(
                step("", unknown),
                f"{unknown[:60]} is no member of a batch.",
                hint=f"A batch has {', '.join(_MEMBERS)}.",
            )
    most = node.settings.publishing.batch_items
    if len(items) > most:
        raise LimitExceeded(
            f"The batch has {len(items):,} items; up to {most:,} are taken at a time.",
            limit="publishing.batch_items",
            value=most,
            hint="Send several batches.",
        )
    keep = members.get("keep", ("keep", "all"))[1]
    if keep not in ("all", "good"):
        raise _malformed("/keep", "keep is all (all or nothing) or good (what can be published is).")
    owner = members.get("owner", ("owner", ""))[1]
    language = members.get("default_language", ("", ""))[1]
    for name, value in (("owner", owner), ("default_language", language)):
        if not isinstance(value, str):
            raise _malformed(f"/{name}", f"{name} is a text, not {kind_of(value)}.")
    found = [
        _read_item(item, step(f"/{written}", place), owner.strip().lower(), language, community)
        for place, item in enumerate(items)
    ]
    return Batch(
        requests=tuple(request for request, _ in found),
        external=tuple(external for _, external in found),
        keep=keep,
    )


def _read_item(
    item: Any, pointer: str, owner: str, language: str, community: Community
) -> tuple[Request, str]:
    """The request of one item, and its identifier at its owner."""
    if not isinstance(item, dict):
        raise _malformed(pointer, f"An item is an object with type and resource, not {kind_of(item)}.")
    members = members_of(item)
    kind = _kind_of_item(members)
    if kind is None:
        named = members.get("type", ("type", None))
        names = ", ".join(kind.name for kind in all_kinds())
        raise _malformed(
            step(pointer, named[0]),
            f"{str(named[1])[:60]} is no type of resource."
            if named[1]
            else "It is not said of what type it is.",
            hint=f"The types are {names}.",
        )
    external = members.get("external_id", ("", ""))[1]
    if not isinstance(external, str) or len(external) > LONGEST:
        raise _malformed(
            step(pointer, "external_id"), f"external_id is a text of up to {LONGEST} characters."
        )
    requests = read_requests(kind, "publish", item, pointer=pointer, owner=owner)
    if len(requests) != 1:
        raise _malformed(
            pointer, "An item holds one resource.", hint="Send each resource as an item of its own."
        )
    request = requests[0]
    if request.community and normalize_community(request.community) != community.name:
        raise _malformed(
            pointer,
            f"The item is for {request.community[:60]}, and the batch goes to {community.name}.",
            hint="Send what belongs to another community to /{community}/publish.",
        )
    if not request.language:
        request = msgspec.structs.replace(request, language=language)
    own = members_of(request.resource) if isinstance(request.resource, dict) else {}
    has_ctid = "ctid" in own or "ceterms:ctid" in own
    if external and not has_ctid and request.owner and isinstance(request.resource, dict):
        rest = {name: value for name, value in request.resource.items() if name.lower() != "ctid"}
        resource = {"CTID": derive_ctid(request.owner, external), **rest}
        request = msgspec.structs.replace(request, resource=resource)
    return request, external


def _kind_of_item(members: Mapping[str, tuple[str, Any]]) -> Kind | None:
    if "type" in members:
        name = members["type"][1]
        return find_kind(name) if isinstance(name, str) else None
    wrapped = [kind for kind in all_kinds() if kind.wrapper.lower() in members]
    return wrapped[0] if len(wrapped) == 1 else None


def _malformed(pointer: str, message: str, *, hint: str = "") -> InvalidInput:
    finding = Finding(
        code="request.unbindable", severity="error", pointer=pointer, message=message, hint=hint
    )
    return InvalidInput(message, (finding,), hint=hint)
