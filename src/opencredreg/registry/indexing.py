"""Feeding the index from documents: at publishing, and again from the log."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.jsonld.document import Document, parse_document
from opencredreg.jsonld.flatten import FlatNode
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import index_nodes
from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import EnvelopeHead
from opencredreg.store.index.writer import IndexedEnvelope, IndexWriter
from opencredreg.store.tables import METADATA

__all__ = ["index_writer", "indexed", "load_indexed"]

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]


def index_writer(node: Node, transaction: WriteTransaction) -> IndexWriter:
    """The index of the node, for this transaction."""
    return IndexWriter(
        node.database, transaction, lambda ids: load_indexed(node, transaction.connection, ids)
    )


def indexed(
    head: EnvelopeHead, document: Document | None, nodes: list[FlatNode], *, is_new: bool = False
) -> IndexedEnvelope:
    """What the index is told of an envelope; without a document it leaves the index."""
    bodies: dict[int, bytes] = {}
    if document is not None:
        bodies = {item.position: item.raw for item in document.items}
    size = max(bodies, default=-1) + 1
    return IndexedEnvelope(
        envelope_id=head.id,
        community_id=head.community_id,
        published_at=head.updated_at,
        provisional=head.provisional,
        nodes=nodes,
        bodies=[bodies.get(position, b"") for position in range(size)],
        is_new=is_new,
    )


def load_indexed(node: Node, connection: Connection, envelope_ids: Iterable[int]) -> list[IndexedEnvelope]:
    """Live envelopes as the index is told of them, from their stored documents, in the order of numbers."""
    statement = (
        select(_envelope, _document.c.body)
        .join(_document, _document.c.id == _envelope.c.document_id)
        .where(among(connection, _envelope.c.id, envelope_ids), _envelope.c.deleted_at.is_(None))
        .order_by(_envelope.c.id)
    )
    loaded = []
    for row in connection.execute(statement):
        values = row._asdict()
        document = parse_document(decompress(values.pop("body")))
        loaded.append(indexed(EnvelopeHead(**values), document, index_nodes(node, document)))
    return loaded
