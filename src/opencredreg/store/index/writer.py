"""Replacing the index of envelopes: the rows that follow from their newest documents.

A graph item may stand in several envelopes (a course in its own envelope and in that of a program). Every
current occurrence is a *claim*. One of them describes the node: the envelope whose main resource it is, else
the oldest envelope. So a later document of somebody else never displaces what is there, and when the
describing envelope goes, the next claim takes its place.

Source: ``architecture.md`` sections 1 and 4; ``registry-api.md`` section 9, C13.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from opencredreg.ids import is_blank
from opencredreg.jsonld.flatten import FlatNode, LiteralKind
from opencredreg.query.analysis import fold
from opencredreg.query.tokens import PROSE, WORDLESS, index_entry
from opencredreg.store.database import Database, WriteTransaction, among
from opencredreg.store.index.terms import TermWriter, language_term
from opencredreg.store.tables import METADATA

__all__ = ["IndexWriter", "IndexedEnvelope", "literal_row", "literals_of"]

_node = METADATA.tables["node"]
_claim = METADATA.tables["claim"]
_NODE_COLUMNS = (
    "id", "community_id", "key", "uri", "resource_ctid", "class_id", "envelope_id", "position",
    "published_at", "provisional",
)  # fmt: skip
_LITERAL_COLUMNS = ("id", "node_id", "property_id", "language_id", "kind", "folded", "number", "words")
_WORDED = frozenset({LiteralKind.TEXT, LiteralKind.STRING})
_CHUNK = 900
_PLACE_BITS = 10
_PLACES = 1 << _PLACE_BITS


class IndexedEnvelope(msgspec.Struct):
    """What the index needs to know of one envelope. No nodes: the envelope leaves the index."""

    envelope_id: int
    community_id: int
    published_at: int
    provisional: bool
    nodes: list[FlatNode]
    bodies: Sequence[bytes]
    """The bytes of the graph items, by position."""
    is_new: bool = False
    """Whether the envelope was created in this transaction, so that nothing of it can be in the index."""


class _Described(NamedTuple):
    class_id: int | None
    envelope_id: int | None
    position: int | None
    uri: str | None
    resource_ctid: str | None
    published_at: int | None
    provisional: bool | None


_UNDESCRIBED = _Described(None, None, None, None, None, None, None)


class _Known(NamedTuple):
    id: int
    described: _Described


class IndexWriter:
    """Replaces the index rows of envelopes inside a write transaction.

    ``load`` reads envelopes again that must be indexed anew because a claim of theirs gained or lost a node.
    """

    def __init__(
        self,
        database: Database,
        transaction: WriteTransaction,
        load: Callable[[Iterable[int]], list[IndexedEnvelope]],
    ) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._terms = TermWriter(database, transaction)
        self._load = load

    def replace(self, envelopes: Sequence[IndexedEnvelope]) -> None:
        """Make the index of these envelopes equal to the nodes given; they are of one community."""
        again = _Replacement(self._transaction, self._terms, envelopes).run()
        if again:
            # Claims do not change when an envelope is only indexed again, so this ends after one round.
            _Replacement(self._transaction, self._terms, self._load(sorted(again))).run()


class _Replacement:
    def __init__(
        self, transaction: WriteTransaction, terms: TermWriter, envelopes: Sequence[IndexedEnvelope]
    ) -> None:
        self.transaction = transaction
        self.connection = transaction.connection
        self.number = terms.number
        self.envelopes = envelopes
        self.ids = {envelope.envelope_id for envelope in envelopes}
        self.old_ids = [envelope.envelope_id for envelope in envelopes if not envelope.is_new]
        self.known: dict[str, _Known] = {}
        self.fresh: dict[str, int] = {}
        self.describer: dict[int, int | None] = {}
        self.new_nodes: list[tuple[Any, ...]] = []
        self.changed_nodes: dict[int, _Described] = {}
        self.links: list[tuple[int, int, int]] = []
        self.literals: list[tuple[Any, ...]] = []
        self.spilled: list[tuple[Any, ...]] = []
        self.words: set[tuple[int, str]] = set()
        self.bodies: list[tuple[int, bytes]] = []
        self.cleared: set[int] = set()

    def run(self) -> set[int]:
        """Do it; the result are other envelopes whose claims gained or lost a node."""
        if not self.envelopes:
            return set()
        before = self._described_before()
        self._resolve_keys()
        claims = {envelope.envelope_id: self._claims_of(envelope) for envelope in self.envelopes}
        again = self._settle_claims(claims, before)
        for envelope in self.envelopes:
            self._describe(envelope)
        for node_id, described in before.items():
            if self.describer.get(node_id) not in self.ids and described.envelope_id in self.ids:
                self.changed_nodes.setdefault(node_id, _UNDESCRIBED)
        self._delete_rows(list(before))
        self._write_rows()
        return again

    def _described_before(self) -> dict[int, _Described]:
        """The named nodes that these envelopes describe so far. Their anonymous nodes are deleted at once."""
        if not self.old_ids:
            return {}
        rows = self.connection.execute(
            select(_node).where(among(self.connection, _node.c.envelope_id, self.old_ids))
        ).all()
        named = {row.id: _described(row) for row in rows if row.key is not None and not is_blank(row.key)}
        anonymous = [row.id for row in rows if row.id not in named]
        self._delete_rows(anonymous)
        self._delete("node", "id", anonymous)
        return named

    def _resolve_keys(self) -> None:
        keys = {
            key
            for envelope in self.envelopes
            for node in envelope.nodes
            for key in (node.key, *(target for _, target in node.links if isinstance(target, str)))
            if key is not None and not is_blank(key)
        }
        if not keys:
            return
        community_id = self.envelopes[0].community_id
        rows = self.connection.execute(
            select(_node).where(
                _node.c.community_id == community_id, among(self.connection, _node.c.key, keys)
            )
        )
        for row in rows:
            self.known[row.key] = _Known(row.id, _described(row))
        missing = sorted(keys - self.known.keys())
        first = self.transaction.allocate("node", len(missing))
        self.fresh = {key: first + offset for offset, key in enumerate(missing)}

    def _node_id(self, key: str) -> int:
        known = self.known.get(key)
        return known.id if known else self.fresh[key]

    def _claims_of(self, envelope: IndexedEnvelope) -> dict[int, int]:
        claims: dict[int, int] = {}
        for node in envelope.nodes:
            if node.key is not None and not is_blank(node.key):
                claims.setdefault(self._node_id(node.key), node.position)
        return claims

    def _settle_claims(self, claims: dict[int, dict[int, int]], before: dict[int, _Described]) -> set[int]:
        stored: dict[tuple[int, int], int | None] = {}
        if self.old_ids:
            rows = self.connection.execute(
                select(_claim).where(among(self.connection, _claim.c.envelope_id, self.old_ids))
            )
            stored = {(row.node_id, row.envelope_id): row.position for row in rows}
        wanted = {
            (node_id, envelope_id): position
            for envelope_id, positions in claims.items()
            for node_id, position in positions.items()
        }
        self.transaction.insert(
            "claim",
            ("node_id", "envelope_id", "position"),
            [(*pair, position) for pair, position in wanted.items() if pair not in stored],
        )
        moved = [
            (wanted.get(pair), *pair) for pair, position in stored.items() if wanted.get(pair) != position
        ]
        self.transaction.execute_many(
            "UPDATE claim SET position = ? WHERE node_id = ? AND envelope_id = ?", moved
        )

        old = {known.id: known.described.envelope_id for known in self.known.values()}
        old.update((node_id, described.envelope_id) for node_id, described in before.items())
        affected = {pair[0] for pair in wanted} | {pair[0] for pair in stored} | before.keys()
        best: dict[int, tuple[bool, int]] = {}
        for (node_id, envelope_id), position in wanted.items():
            rank = (position != 0, envelope_id)
            best[node_id] = min(best.get(node_id, rank), rank)
        existing = [node_id for node_id in affected if node_id in old]
        if existing:
            rows = self.connection.execute(
                select(_claim).where(
                    among(self.connection, _claim.c.node_id, existing), _claim.c.position.is_not(None)
                )
            )
            for row in rows:
                if row.envelope_id not in self.ids:
                    rank = (row.position != 0, row.envelope_id)
                    best[row.node_id] = min(best.get(row.node_id, rank), rank)
        again: set[int] = set()
        for node_id in affected:
            rank_found = best.get(node_id)
            new = rank_found[1] if rank_found else None
            self.describer[node_id] = new
            previous = old.get(node_id)
            if previous != new:
                again |= {entry for entry in (previous, new) if entry is not None and entry not in self.ids}
                if previous is not None and previous not in self.ids:
                    self.cleared.add(node_id)
        return again

    def _describe(self, envelope: IndexedEnvelope) -> None:
        positions = self._positions_described_by(envelope)
        mine = [(place, node) for place, node in enumerate(envelope.nodes) if node.position in positions]
        # A blank node that is mentioned but not described still is one thing of this document.
        blanks: dict[str, None] = {}
        blanks.update((node.key, None) for _, node in mine if node.key is not None and is_blank(node.key))
        items = len(blanks)
        for _, node in mine:
            for _, target in node.links:
                if isinstance(target, str) and is_blank(target):
                    blanks[target] = None
        embedded = [place for place, node in mine if node.key is None]
        first = self.transaction.allocate("node", len(blanks) + len(embedded))
        scoped = {label: first + offset for offset, label in enumerate(blanks)}
        ids = {place: first + len(blanks) + offset for offset, place in enumerate(embedded)}
        for label in list(blanks)[items:]:
            row = (scoped[label], envelope.community_id, _scoped_key(label, envelope), label)
            record = (envelope.envelope_id, None, envelope.published_at, envelope.provisional)
            self.new_nodes.append((*row, None, None, *record))
        for place, node in mine:
            if node.key is not None:
                ids[place] = scoped[node.key] if is_blank(node.key) else self._node_id(node.key)
        for place, node in mine:
            self._node(envelope, node, ids[place])
            self._links(node, ids[place], ids, scoped)
            self._literals(node, ids[place])

    def _positions_described_by(self, envelope: IndexedEnvelope) -> set[int]:
        """Of the items, those that this envelope describes; of two with one ``@id``, the first."""
        positions = set()
        seen: set[str] = set()
        for node in envelope.nodes:
            key = node.key
            if key is None or key in seen:
                continue
            seen.add(key)
            if is_blank(key) or self.describer[self._node_id(key)] == envelope.envelope_id:
                positions.add(node.position)
        return positions

    def _node(self, envelope: IndexedEnvelope, node: FlatNode, node_id: int) -> None:
        described = _Described(
            self.number(node.types[0]) if node.types else None,
            envelope.envelope_id,
            node.position,
            node.uri,
            node.ctid,
            envelope.published_at,
            envelope.provisional,
        )
        key = node.key
        if key is not None:
            self.bodies.append((node_id, envelope.bodies[node.position]))
        known = self.known.get(key) if key is not None else None
        if known is not None:
            if known.described != described:
                self.changed_nodes[node_id] = described
            return
        if key is not None and is_blank(key):
            key = _scoped_key(key, envelope)
        elif key is not None:
            del self.fresh[key]
            self.known[key] = _Known(node_id, described)
        class_id, envelope_id, position, uri, ctid, published_at, provisional = described
        self.new_nodes.append(
            (node_id, envelope.community_id, key, uri, ctid, class_id, envelope_id, position,
             published_at, provisional)
        )  # fmt: skip

    def _links(self, node: FlatNode, node_id: int, ids: dict[int, int], scoped: dict[str, int]) -> None:
        seen = set()
        for term, target in node.links:
            if isinstance(target, int):
                target_id = ids[target]
            elif is_blank(target):
                target_id = scoped[target]
            else:
                target_id = self._node_id(target)
            row = (node_id, self.number(term), target_id)
            if row not in seen:
                seen.add(row)
                self.links.append(row)

    def _literals(self, node: FlatNode, node_id: int) -> None:
        rows = []
        for term, kind, language, text, value in node.literals:
            language_id = self.number(language_term(language)) if language else None
            property_id = self.number(term)
            folded, words, entries = literal_row(property_id, kind, language, text)
            rows.append((node_id, property_id, language_id, int(kind), folded, value, words))
            self.words.update([(property_id, word) for word in entries])
        for name in node.types[1:]:
            kind_id = int(LiteralKind.STRING)
            rows.append((node_id, self.number("@type"), None, kind_id, name.casefold(), None, None))
        first = node_id << _PLACE_BITS
        self.literals += [(first + place, *row) for place, row in enumerate(rows[:_PLACES])]
        self.spilled += rows[_PLACES:]

    def _delete_rows(self, node_ids: list[int]) -> None:
        """Delete what hangs on nodes: links, literals with their words, and bodies."""
        node_ids = [*node_ids, *self.cleared]
        self.cleared = set()
        if not node_ids:
            return
        for condition, values in literals_of(self.connection, node_ids):
            if self.transaction.is_sqlite:
                self.connection.exec_driver_sql(
                    "INSERT INTO literal_text (literal_text, rowid, words) SELECT 'delete', id, words"
                    f" FROM literal WHERE words IS NOT NULL AND {condition} ORDER BY id",
                    values,
                )
            self.connection.exec_driver_sql(f"DELETE FROM literal WHERE {condition}", values)
        self._delete("link", "source_id", node_ids)
        self._delete("node_body", "node_id", node_ids)

    def _delete(self, table: str, column: str, ids: list[int]) -> None:
        if not ids:
            return
        if not self.transaction.is_sqlite:
            self.connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ANY(%s)", (ids,))
            return
        for chunk in _chunks(ids):
            marks = ", ".join("?" * len(chunk))
            self.connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} IN ({marks})", tuple(chunk))

    def _write_rows(self) -> None:
        community_id = self.envelopes[0].community_id
        for key, node_id in self.fresh.items():
            # Targets that nobody described yet: they are named, and nothing more is known of them.
            self.new_nodes.append((node_id, community_id, key, key, None, None, None, None, None, None))
        self.transaction.insert("node", _NODE_COLUMNS, self.new_nodes)
        self._update_nodes()
        self.transaction.insert("node_body", ("node_id", "body"), self.bodies)
        self.transaction.insert("link", ("source_id", "property_id", "target_id"), self.links)
        self._write_literals()

    def _write_literals(self) -> None:
        rows = self.literals
        if self.spilled:
            first = self.transaction.allocate("literal", len(self.spilled))
            rows += [(-first - offset, *row) for offset, row in enumerate(self.spilled)]
        # The text index of SQLite takes rows in ascending order at once, and writes a new part for each step back.
        rows.sort(key=_first)
        self.transaction.insert("literal", _LITERAL_COLUMNS, rows)
        if self.transaction.is_sqlite:
            worded = [(row[0], row[-1]) for row in rows if row[-1] is not None]
            self.transaction.insert("literal_text", ("rowid", "words"), worded)
        self._write_words()

    def _write_words(self) -> None:
        """Add what is new to the dictionaries. Words that nobody uses any more stay until the next reindex."""
        rows = sorted(self.words)
        if not rows:
            return
        if self.transaction.is_sqlite:
            self.transaction.execute_many(
                "INSERT OR IGNORE INTO word (property_id, word) VALUES (?, ?)", rows
            )
            return
        self.connection.exec_driver_sql(
            "INSERT INTO word (property_id, word) SELECT * FROM unnest(%s::int[], %s::text[])"
            " ON CONFLICT DO NOTHING",
            ([row[0] for row in rows], [row[1] for row in rows]),
        )

    def _update_nodes(self) -> None:
        rows = [(*described, node_id) for node_id, described in self.changed_nodes.items()]
        if not rows:
            return
        if self.transaction.is_sqlite:
            self.transaction.execute_many(
                "UPDATE node SET class_id = ?, envelope_id = ?, position = ?, uri = coalesce(?, uri),"
                " resource_ctid = ?, published_at = ?, provisional = ? WHERE id = ?",
                rows,
            )
            return
        self.connection.exec_driver_sql(
            "UPDATE node SET class_id = n.c, envelope_id = n.e, position = n.p, uri = coalesce(n.u, node.uri),"
            " resource_ctid = n.r, published_at = n.t, provisional = n.s"
            " FROM unnest(%s::int[], %s::bigint[], %s::int[], %s::text[], %s::text[], %s::bigint[],"
            " %s::bool[], %s::bigint[]) AS n (c, e, p, u, r, t, s, i) WHERE node.id = n.i",
            tuple(list(column) for column in zip(*rows, strict=True)),
        )


def _scoped_key(label: str, envelope: IndexedEnvelope) -> str:
    return f"{label}@{envelope.envelope_id}"


def literal_row(
    property_id: int, kind: LiteralKind, language: str, text: str
) -> tuple[str, str | None, list[str]]:
    """What is stored of a literal's text: folded for comparisons, its tokens, and what the dictionary gets."""
    if kind not in _WORDED:
        # It is in no text index: who looks for parts of texts must look at each.
        return fold(text), None, [WORDLESS]
    words, plain = index_entry(property_id, text, language, is_code=kind is LiteralKind.STRING)
    return fold(text), words, [*plain, PROSE] if kind is LiteralKind.TEXT else plain


def literals_of(connection: Connection, node_ids: list[int]) -> list[tuple[str, tuple[Any, ...]]]:
    """Conditions on the table of literals, with their values, that together find all those of the nodes."""
    last = _PLACES - 1
    if connection.dialect.name == "sqlite":
        listed = json.dumps(node_ids)
        numbered = (
            "id IN (SELECT l.id FROM json_each(?) n CROSS JOIN literal l"
            f" ON l.id BETWEEN n.value << {_PLACE_BITS} AND (n.value << {_PLACE_BITS}) + {last})"
        )
        return [
            (numbered, (listed,)),
            ("id < 0 AND node_id IN (SELECT value FROM json_each(?))", (listed,)),
        ]
    numbered = (
        "id IN (SELECT l.id FROM unnest(%s::bigint[]) AS n (id) CROSS JOIN LATERAL"
        f" (SELECT id FROM literal WHERE id BETWEEN n.id << {_PLACE_BITS} AND (n.id << {_PLACE_BITS}) + {last}"
        " OFFSET 0) l)"
    )
    return [(numbered, (node_ids,)), ("id < 0 AND node_id = ANY(%s)", (node_ids,))]


def _first(row: tuple[Any, ...]) -> int:
    number: int = row[0]
    return number


def _described(row: Row[Any]) -> _Described:
    return _Described(
        row.class_id, row.envelope_id, row.position, row.uri, row.resource_ctid, row.published_at,
        row.provisional,
    )  # fmt: skip


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
