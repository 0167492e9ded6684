"""What was touched since a number of the log, and how it was at that number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from opencredreg.ids import is_blank
from opencredreg.jsonld.document import parse_document
from opencredreg.query.matching import Value
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import index_nodes
from opencredreg.store.database import among
from opencredreg.store.documents import decompress
from opencredreg.store.tables import METADATA

__all__ = ["PastNode", "load_past"]

_version = METADATA.tables["envelope_version"]
_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_node = METADATA.tables["node"]
_claim = METADATA.tables["claim"]
_MOST_ENVELOPES = 5_000


class PastNode(msgspec.Struct, frozen=True, kw_only=True):
    """A resource as it was: its literals, and the times of the record that described it."""

    ctid: str | None
    created_at: int
    updated_at: int
    values: Sequence[Value]


def load_past(
    node: Node, connection: Connection, community_id: int, version: int, most: int
) -> dict[str, PastNode | None] | None:
    """The resources that any event after ``version`` may have touched, by key, as they were at ``version``.

    ``None`` stands for those that did not exist then. The whole answer is ``None`` when there are more than
    ``most`` of them.
    """
    touched = _touched_envelopes(connection, community_id, version)
    if not touched:
        return {}
    if len(touched) > _MOST_ENVELOPES:
        return None
    past: dict[str, tuple[tuple[bool, int], PastNode]] = {}
    for row in _versions_at(connection, touched, version):
        document = parse_document(decompress(bytes(row.body)))
        for flat in index_nodes(node, document):
            if flat.key is None or is_blank(flat.key):
                continue
            rank = (flat.position != 0, row.envelope_id)
            if flat.key in past and past[flat.key][0] <= rank:
                continue
            found = PastNode(
                ctid=flat.ctid,
                created_at=row.created_at,
                updated_at=row.updated_at,
                values=[Value(*literal) for literal in flat.literals],
            )
            past[flat.key] = (rank, found)
        if len(past) > most:
            return None
    keys = set(past) | _keys_now(connection, touched)
    if len(keys) > most:
        return None
    # What another record, untouched itself, described all the time was not touched.
    for key, rank in _described_by_others(connection, community_id, keys, touched).items():
        if key not in past or rank < past[key][0]:
            keys.discard(key)
    return {key: past[key][1] if key in past else None for key in keys}


def _touched_envelopes(connection: Connection, community_id: int, version: int) -> set[int]:
    statement = (
        select(_version.c.envelope_id)
        .where(_version.c.id > version, _version.c.community_id == community_id)
        .limit(_MOST_ENVELOPES * 4)
    )
    return set(connection.execute(statement).scalars())


def _versions_at(connection: Connection, envelope_ids: Iterable[int], version: int) -> Iterable[Row[Any]]:
    """The documents in force at a number of the log; nothing of envelopes that were deleted, or not there yet."""
    newest = (
        select(func.max(_version.c.id))
        .where(among(connection, _version.c.envelope_id, envelope_ids), _version.c.id <= version)
        .group_by(_version.c.envelope_id)
    )
    statement = (
        select(
            _version.c.envelope_id,
            _version.c.created_at.label("updated_at"),
            _envelope.c.created_at,
            _document.c.body,
        )
        .join(_document, _document.c.id == _version.c.document_id)
        .join(_envelope, _envelope.c.id == _version.c.envelope_id)
        .where(_version.c.id.in_(newest), _version.c.event != "destroy")
        .order_by(_version.c.envelope_id)
    )
    return connection.execute(statement)


def _keys_now(connection: Connection, envelope_ids: Iterable[int]) -> set[str]:
    statement = (
        select(_node.c.key)
        .join(_claim, _claim.c.node_id == _node.c.id)
        .where(among(connection, _claim.c.envelope_id, envelope_ids))
    )
    return set(connection.execute(statement).scalars())


def _described_by_others(
    connection: Connection, community_id: int, keys: set[str], touched: set[int]
) -> dict[str, tuple[bool, int]]:
    """By key, the best claim of a record that was not touched."""
    statement = (
        select(_node.c.key, _claim.c.envelope_id, _claim.c.position)
        .join(_claim, _claim.c.node_id == _node.c.id)
        .where(
            _node.c.community_id == community_id,
            among(connection, _node.c.key, keys),
            ~among(connection, _claim.c.envelope_id, touched),
            _claim.c.position.is_not(None),
        )
    )
    found: dict[str, tuple[bool, int]] = {}
    for row in connection.execute(statement):
        rank = (row.position != 0, row.envelope_id)
        found[row.key] = min(found.get(row.key, rank), rank)
    return found
