"""What a node holds, for everybody: counts by community and class, and the newest documents.

Secured communities are counted as a whole, as ``/community/info`` does; nothing of what is in them is shown.
"""

from __future__ import annotations

import threading
import time
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg import clock
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.naming import Text, name_of
from opencredreg.registry.communities import Community, list_communities
from opencredreg.registry.node import Node
from opencredreg.registry.reindex import times_rebuilt
from opencredreg.store.envelopes import EnvelopeView, count_envelopes, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = [
    "ClassCount",
    "CommunityCount",
    "NewDocument",
    "Overview",
    "Text",
    "get_overview",
]

_envelope = METADATA.tables["envelope"]
_NEWEST = 8
_PATIENCE = 50
"""How many times longer than the counting took its result is kept: a small node shows every change at once."""
_kept: WeakKeyDictionary[Node, tuple[float, int, Overview]] = WeakKeyDictionary()
_lock = threading.Lock()


class CommunityCount(msgspec.Struct, frozen=True):
    """How many live documents a community has."""

    name: str
    is_default: bool
    secured: bool
    document_count: int


class ClassCount(msgspec.Struct, frozen=True):
    """How many live documents of the open communities have a main resource of a class."""

    ctdl_type: str | None
    document_count: int


class NewDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was published lately in an open community."""

    community: str
    envelope_id: str
    ctid: str | None
    ctdl_type: str | None
    name: Text | None
    created_at: int


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What the node holds. ``taken_at`` is the time of counting, in microseconds."""

    document_count: int
    communities: tuple[CommunityCount, ...]
    classes: tuple[ClassCount, ...]
    newest: tuple[NewDocument, ...]
    taken_at: int


def get_overview(node: Node) -> Overview:
    """What the node holds. Where counting takes long, the answer may be some seconds old."""
    with _lock:
        known = _kept.get(node)
        start = time.monotonic()
        with node.database.read() as connection:
            rebuilt = times_rebuilt(connection)
        if known is not None and known[0] > start and known[1] == rebuilt:
            return known[2]
        found = _take(node)
        end = time.monotonic()
        _kept[node] = (end + _PATIENCE * (end - start), rebuilt, found)
        return found


def _take(node: Node) -> Overview:
    with node.database.read(snapshot=True) as connection:
        communities = list_communities(connection)
        counts = tuple(
            CommunityCount(one.name, one.is_default, one.secured, count_envelopes(connection, one.id))
            for one in communities
        )
        readable = [one for one in communities if not one.secured]
        classes = _classes(connection, readable)
        newest = [view for one in readable for view in _newest(connection, one)]
    newest.sort(key=lambda view: (view.created_at, view.id), reverse=True)
    return Overview(
        document_count=sum(count.document_count for count in counts),
        communities=counts,
        classes=classes,
        newest=tuple(_as_new(node, view) for view in newest[:_NEWEST]),
        taken_at=clock.now(),
    )


def _classes(connection: Connection, communities: list[Community]) -> tuple[ClassCount, ...]:
    statement = (
        select(_envelope.c.ctdl_type, func.count())
        .where(
            _envelope.c.community_id.in_([one.id for one in communities]), _envelope.c.deleted_at.is_(None)
        )
        .group_by(_envelope.c.ctdl_type)
    )
    found = [ClassCount(name, count) for name, count in connection.execute(statement)]
    return tuple(sorted(found, key=lambda entry: (-entry.document_count, entry.ctdl_type or "")))


def _newest(connection: Connection, community: Community) -> list[EnvelopeView]:
    # One statement for each community: the index gives the newest of one at once, but not of several.
    statement = (
        view_columns(with_body=False)
        .where(
            _envelope.c.community_id == community.id,
            _envelope.c.deleted_at.is_(None),
            _envelope.c.provisional.is_(False),
        )
        .order_by(_envelope.c.created_at.desc(), _envelope.c.id.desc())
        .limit(_NEWEST)
    )
    return list_views(connection, statement)


def _as_new(node: Node, view: EnvelopeView) -> NewDocument:
    found = node.lookup.find_resource(view.community_id, view.envelope_ctid) if view.envelope_ctid else None
    return NewDocument(
        community=view.community,
        envelope_id=view.uuid,
        ctid=view.envelope_ctid,
        ctdl_type=view.ctdl_type,
        name=name_of(node.vocabulary, decode_json(found.body)) if found is not None else None,
        created_at=view.created_at,
    )
