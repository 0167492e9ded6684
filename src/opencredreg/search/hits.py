"""What a search found, loaded from the index: nodes with their published bytes, and the records they are from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["Hit", "Record", "load_hits", "load_records", "with_context"]

_node = METADATA.tables["node"]
_body = METADATA.tables["node_body"]
_term = METADATA.tables["term"]
_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_organization = METADATA.tables["organization"]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A node that was found. ``body`` is the object as published; ``context`` the text of its ``@context``."""

    id: int
    key: str
    uri: str | None
    ctid: str | None
    ctdl_type: str | None
    envelope_id: int
    body: bytes
    context: str | None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The record that a node was published in. Times are microseconds; organizations are CTIDs."""

    envelope_id: int
    created_at: int
    updated_at: int
    owned_by: str | None
    owner_name: str | None
    published_by: str | None
    publish_type: str


def load_hits(connection: Connection, ids: Sequence[int]) -> list[Hit]:
    """The nodes of these numbers, in their order; those that are gone are left out."""
    if not ids:
        return []
    statement = (
        select(
            _node.c.id,
            _node.c.key,
            _node.c.uri,
            _node.c.resource_ctid.label("ctid"),
            _term.c.name.label("ctdl_type"),
            _node.c.envelope_id,
            _body.c.body,
            _document.c.context,
        )
        .join(_body, _body.c.node_id == _node.c.id)
        .join(_envelope, _envelope.c.id == _node.c.envelope_id)
        .join(_document, _document.c.id == _envelope.c.document_id)
        .outerjoin(_term, _term.c.id == _node.c.class_id)
        .where(among(connection, _node.c.id, ids))
    )
    found = {}
    for row in connection.execute(statement):
        values = row._asdict()
        values["body"] = bytes(values["body"])
        found[row.id] = Hit(**values)
    return [found[number] for number in ids if number in found]


def load_records(connection: Connection, envelope_ids: Iterable[int]) -> dict[int, Record]:
    """What is known of envelopes beside their documents."""
    owner, publishing = _organization.alias("owner"), _organization.alias("publishing")
    statement = (
        select(
            _envelope.c.id.label("envelope_id"),
            _envelope.c.created_at,
            _envelope.c.updated_at,
            owner.c.organization_ctid.label("owned_by"),
            owner.c.name.label("owner_name"),
            publishing.c.organization_ctid.label("published_by"),
            _envelope.c.publish_type,
        )
        .select_from(
            _envelope.outerjoin(owner, owner.c.id == _envelope.c.owner_id).outerjoin(
                publishing, publishing.c.id == _envelope.c.publishing_organization_id
            )
        )
        .where(among(connection, _envelope.c.id, set(envelope_ids)))
    )
    return {row.envelope_id: Record(**row._asdict()) for row in connection.execute(statement)}


def with_context(hit: Hit) -> bytes:
    """The node with the ``@context`` of its document, which makes it a document of its own."""
    if hit.context is None:
        return hit.body
    return b'{"@context":' + hit.context.encode() + b"," + hit.body[1:]
