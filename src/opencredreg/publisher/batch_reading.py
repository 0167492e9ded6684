"""The body of a batch: any types in any order, each item with what stands beside it.

The shape is that of ``POST /publish``; an item holds what a request of the Registry Assistant holds, and its type.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.items import Item, read_item, refused
from opencredreg.crosswalk.assistant.objects import kind_of, members_of
from opencredreg.crosswalk.assistant.request import Request
from opencredreg.errors import InvalidInput, LimitExceeded
from opencredreg.findings import Finding
from opencredreg.ids import normalize_community
from opencredreg.publisher.bodies import require_depth
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
        requests=tuple(one.request for one in found),
        external=tuple(one.external_id for one in found),
        keep=keep,
    )


def _read_item(item: Any, pointer: str, owner: str, language: str, community: Community) -> Item:
    found = read_item(item, pointer, owner, language)
    named = found.request.community
    if named and normalize_community(named) != community.name:
        message = f"The item is for {named[:60]}, and the batch goes to {community.name}."
        hint = "Send what belongs to another community to /{community}/publish."
        return Item(refused(found.request.kind.name, pointer, message, hint=hint, owner=found.request.owner))
    return found


def _malformed(pointer: str, message: str, *, hint: str = "") -> InvalidInput:
    finding = Finding(
        code="request.unbindable", severity="error", pointer=pointer, message=message, hint=hint
    )
    return InvalidInput(message, (finding,), hint=hint)
