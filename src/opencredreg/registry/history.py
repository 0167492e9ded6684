"""The log, read: events of a community, all lives of a CTID, the change feed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.engine import Connection

from opencredreg.errors import NotFound
from opencredreg.ids import resource_key
from opencredreg.registry.communities import Community
from opencredreg.registry.envelopes import Provisional
from opencredreg.registry.read import lives_of
from opencredreg.store.tables import METADATA

__all__ = ["LogEntry", "history_of", "list_changes", "list_events"]

_version = METADATA.tables["envelope_version"]
_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_organization = METADATA.tables["organization"]
_community = METADATA.tables["community"]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the log. ``sequence`` grows with every event of the node; ``digest`` is hex."""

    sequence: int
    event: Literal["create", "update", "destroy"]
    community: str
    envelope_id: str
    envelope_ctid: str | None
    ctdl_type: str | None
    owned_by: str | None
    provisional: bool
    digest: str | None
    byte_count: int | None
    created_at: int


def list_events(
    connection: Connection,
    community: Community,
    *,
    since: int | None = None,
    ctid: str | None = None,
    event: str | None = None,
    provisional: Provisional = "include",
    offset: int = 0,
    limit: int = 10,
) -> tuple[list[tuple[str | None, str, int]], int]:
    """A page of (CTID, event, time) of a community, newest first, and the total count."""
    conditions: list[ColumnElement[bool]] = [_version.c.community_id == community.id]
    if since is not None:
        conditions.append(_version.c.created_at >= since)
    if ctid is not None:
        conditions.append(_version.c.envelope_ctid == ctid.lower())
    if event is not None:
        conditions.append(_version.c.event == event)
    if provisional != "include":
        conditions.append(_version.c.provisional == (provisional == "only"))
    total = connection.execute(select(func.count()).select_from(_version).where(*conditions)).scalar_one()
    rows = connection.execute(
        select(_version.c.envelope_ctid, _version.c.event, _version.c.created_at)
        .where(*conditions)
        .order_by(_version.c.created_at.desc(), _version.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(row.envelope_ctid, row.event, row.created_at) for row in rows], total


def history_of(connection: Connection, community: Community, identifier: str) -> list[LogEntry]:
    """All events of a CTID or ``@id``, oldest first: of every envelope that ever had it, deleted ones too.

    For a resource inside of a document these are the events of the document.

    Raises:
        NotFound: the community never had it.
    """
    key = resource_key(identifier)
    name = key.lower()
    ids = set(lives_of(connection, community, identifier, inside=False))
    ids.update(
        connection.execute(
            select(_envelope.c.id).where(_envelope.c.community_id == community.id, _envelope.c.uuid == name)
        ).scalars()
    )
    if not ids:
        ids.update(lives_of(connection, community, identifier))
    if not ids:
        raise NotFound(f"The registry never had anything called {identifier}", kind="history")
    return _entries(connection, [_version.c.envelope_id.in_(ids)], limit=None)


def list_changes(
    connection: Connection, *, after: int = 0, community_ids: list[int], limit: int = 100
) -> list[LogEntry]:
    """The change feed: events after a sequence number, in order.

    Sequence numbers become visible in their order, so a reader that asks again with the last number it saw
    misses nothing.
    """
    return _entries(
        connection, [_version.c.id > after, _version.c.community_id.in_(community_ids)], limit=limit
    )


def _entries(
    connection: Connection, conditions: list[ColumnElement[bool]], limit: int | None
) -> list[LogEntry]:
    statement = (
        select(
            _version.c.id.label("sequence"),
            _version.c.event,
            _community.c.name.label("community"),
            _envelope.c.uuid.label("envelope_id"),
            _version.c.envelope_ctid,
            _version.c.ctdl_type,
            _organization.c.organization_ctid.label("owned_by"),
            _version.c.provisional,
            _document.c.digest,
            _document.c.byte_count,
            _version.c.created_at,
        )
        .join(_envelope, _envelope.c.id == _version.c.envelope_id)
        .join(_community, _community.c.id == _version.c.community_id)
        .outerjoin(_document, _document.c.id == _version.c.document_id)
        .outerjoin(_organization, _organization.c.id == _version.c.owner_id)
        .where(*conditions)
        .order_by(_version.c.id)
    )
    if limit is not None:
        statement = statement.limit(limit)
    entries = []
    for row in connection.execute(statement):
        values: dict[str, Any] = row._asdict()
        values["digest"] = bytes(row.digest).hex() if row.digest is not None else None
        entries.append(LogEntry(**values))
    return entries
