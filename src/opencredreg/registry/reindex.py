"""Building the index again from the log: the answers are the same afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from opencredreg.errors import RegistryError
from opencredreg.ids import is_blank, resource_key
from opencredreg.jsonld.document import parse_document
from opencredreg.registry.batches import bulk_work, iter_envelope_batches
from opencredreg.registry.communities import list_communities
from opencredreg.registry.indexing import index_writer, load_indexed
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import index_nodes
from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.documents import decompress
from opencredreg.store.index.format import index_is_current, mark_index_current
from opencredreg.store.index.writer import IndexedEnvelope
from opencredreg.store.tables import METADATA
from opencredreg.store.vocabularies import mark_indexed

__all__ = [
    "INDEX_TABLES",
    "SMALL_NODE",
    "Awaiting",
    "Reindexed",
    "awaits_reindex",
    "clear_index",
    "note_change",
    "past_keys",
    "reindex",
    "reindex_envelopes",
    "times_rebuilt",
]

SMALL_NODE = 50_000
"""So many nodes are indexed again within a minute or so, which whoever starts the registry can wait for."""

_node = METADATA.tables["node"]
_claim = METADATA.tables["claim"]
_envelope = METADATA.tables["envelope"]
_version = METADATA.tables["envelope_version"]
_document = METADATA.tables["document"]
INDEX_TABLES = ("link", "literal", "word", "node_body", "claim", "node")
"""The tables of the index; the dictionary of terms is none, for its numbers are never given anew."""

Advance: TypeAlias = Callable[[int], None]


class Awaiting(msgspec.Struct, frozen=True):
    """An index of an older release, which cannot be searched. ``is_small``: building it again takes no time."""

    is_small: bool


class Reindexed(msgspec.Struct):
    """What was done."""

    envelope_count: int = 0
    node_count: int = 0


def reindex(node: Node, *, advance: Advance = lambda _count: None) -> Reindexed:
    """Drop the whole index and build it again, in one transaction: readers see the old one until it is done.

    Nodes get new numbers; a number that was given once never means something else.

    Args:
        node: the node.
        advance: is told how many envelopes were done with.

    Raises:
        RegistryError: a document cannot be read any more; nothing was changed.
        Unavailable: the store is busy or full; nothing was changed.
    """
    done = Reindexed()
    with bulk_work(), node.database.write() as transaction:
        connection = transaction.connection
        # Nobody can choose another vocabulary while we write, but somebody may have just before.
        node.forget_vocabulary()
        clear_index(transaction)
        note_change(transaction)
        writer = index_writer(node, transaction)
        for community in list_communities(connection):
            ours = _envelope.c.community_id == community.id
            for batch in iter_envelope_batches(connection, ours, _envelope.c.deleted_at.is_(None)):
                envelopes = load_indexed(node, connection, batch)
                for envelope in envelopes:
                    envelope.is_new = True
                    done.node_count += len(envelope.nodes)
                writer.replace(envelopes)
                done.envelope_count += len(envelopes)
                advance(len(envelopes))
            for batch in iter_envelope_batches(connection, ours):
                _restore_past_claims(transaction, community.id, past_keys(node, connection, batch))
        mark_indexed(transaction)
        mark_index_current(transaction)
    node.database.refresh_statistics()
    return done


def awaits_reindex(node: Node) -> Awaiting | None:
    """Whether search waits for a reindex after an upgrade, and how much work that would be; ``None`` if not."""
    with node.database.read() as connection:
        if index_is_current(connection):
            return None
        # Numbers of nodes are never given twice, so this may be more than there are, but takes no time to find.
        last = connection.execute(select(func.max(_node.c.id))).scalar() or 0
    return Awaiting(is_small=last <= SMALL_NODE)


def reindex_envelopes(node: Node, envelope_ids: Iterable[int]) -> int:
    """Index some envelopes again, and say how many. Deleted ones leave the index."""
    count = 0
    with bulk_work(), node.database.write() as transaction:
        connection = transaction.connection
        note_change(transaction)
        writer = index_writer(node, transaction)
        wanted = among(connection, _envelope.c.id, envelope_ids)
        for community in list_communities(connection):
            ours = _envelope.c.community_id == community.id
            for batch in iter_envelope_batches(connection, ours, wanted):
                live = load_indexed(node, connection, batch)
                gone = set(batch) - {envelope.envelope_id for envelope in live}
                writer.replace([*live, *(_nothing(number, community.id) for number in sorted(gone))])
                _restore_past_claims(transaction, community.id, past_keys(node, connection, batch))
                count += len(batch)
    return count


def note_change(transaction: WriteTransaction) -> None:
    """Let those who keep something that follows from the index see that it changed although the log did not."""
    transaction.allocate("reindex")


def times_rebuilt(connection: Connection) -> int:
    """A number that grows whenever something changed of which the log does not tell."""
    return connection.exec_driver_sql("SELECT value FROM counter WHERE name = 'reindex'").scalar() or 0


def _nothing(envelope_id: int, community_id: int) -> IndexedEnvelope:
    """A deleted envelope, which is to have nothing in the index."""
    return IndexedEnvelope(
        envelope_id=envelope_id,
        community_id=community_id,
        published_at=0,
        provisional=False,
        nodes=[],
        bodies=[],
    )


def clear_index(transaction: WriteTransaction) -> None:
    """Take everything out of the index."""
    if transaction.is_sqlite:
        transaction.connection.exec_driver_sql(
            "INSERT INTO literal_text (literal_text) VALUES ('delete-all')"
        )
    for table in INDEX_TABLES:
        # DELETE and not TRUNCATE: on PostgreSQL that would make every reader wait for the end.
        transaction.connection.exec_driver_sql(f"DELETE FROM {table}")


def past_keys(node: Node, connection: Connection, envelope_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """For envelopes, the resources that earlier versions held: their keys, and the URIs last used for them.

    Of deleted envelopes the last version counts as an earlier one.
    """
    earlier = (
        select(_version.c.envelope_id, _version.c.document_id, _document.c.body)
        .join(_envelope, _envelope.c.id == _version.c.envelope_id)
        .join(_document, _document.c.id == _version.c.document_id)
        .where(
            among(connection, _version.c.envelope_id, envelope_ids),
            or_(_envelope.c.deleted_at.is_not(None), _version.c.document_id != _envelope.c.document_id),
        )
        .order_by(_version.c.id)
    )
    found: dict[int, dict[str, str]] = {}
    seen = set()
    for row in connection.execute(earlier):
        if row.document_id not in seen:
            seen.add(row.document_id)
            found.setdefault(row.envelope_id, {}).update(_keys_of(node, bytes(row.body)))
    return found


def _keys_of(node: Node, body: bytes) -> dict[str, str]:
    document = parse_document(decompress(body))
    try:
        uris = [(flat.key, flat.uri) for flat in index_nodes(node, document)]
    except RegistryError:
        # A context that nobody has registered any more. Hardly any address depends on it.
        uris = [(resource_key(item.id), item.id) for item in document.items if item.id]
    return {key: uri or key for key, uri in uris if key is not None and not is_blank(key)}


def _restore_past_claims(
    transaction: WriteTransaction, community_id: int, held: dict[int, dict[str, str]]
) -> None:
    """Note which envelopes held which resources once, so that their history is found."""
    connection = transaction.connection
    uris = {key: uri for keys in held.values() for key, uri in keys.items()}
    if not uris:
        return
    known = {
        row.key: row
        for row in connection.execute(
            select(_node.c.key, _node.c.id, _node.c.envelope_id).where(
                _node.c.community_id == community_id, among(connection, _node.c.key, uris)
            )
        )
    }
    transaction.execute_many(
        "UPDATE node SET uri = ? WHERE id = ?",
        [(uris[key], row.id) for key, row in known.items() if row.envelope_id is None],
    )
    missing = sorted(uris.keys() - known.keys())
    first = transaction.allocate("node", len(missing))
    fresh = {key: first + offset for offset, key in enumerate(missing)}
    transaction.insert(
        "node",
        ("id", "community_id", "key", "uri"),
        [(number, community_id, key, uris[key]) for key, number in fresh.items()],
    )
    ids = {**{key: row.id for key, row in known.items()}, **fresh}
    current = {
        (row.node_id, row.envelope_id)
        for row in connection.execute(select(_claim).where(among(connection, _claim.c.envelope_id, held)))
    }
    transaction.insert(
        "claim",
        ("node_id", "envelope_id", "position"),
        [
            (ids[key], envelope_id, None)
            for envelope_id, keys in held.items()
            for key in keys
            if (ids[key], envelope_id) not in current
        ],
    )
