"""Comparing the index with the documents that it was made of, row by row, without the code that wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from opencredreg.ids import is_blank
from opencredreg.jsonld.flatten import FlatNode
from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.index.terms import find_terms, language_term
from opencredreg.store.index.writer import IndexedEnvelope, literal_row, literals_of
from opencredreg.store.tables import METADATA

__all__ = [
    "IndexDifference",
    "Orphans",
    "check_envelopes",
    "check_past_claims",
    "find_orphans",
    "list_counters",
    "text_index_is_sound",
]

_node = METADATA.tables["node"]
_claim = METADATA.tables["claim"]
_envelope = METADATA.tables["envelope"]
_link = METADATA.tables["link"]
_literal = METADATA.tables["literal"]
_body = METADATA.tables["node_body"]
_counter = METADATA.tables["counter"]
_word = METADATA.tables["word"]


class _Values(NamedTuple):
    """What the index should hold of the values of a node."""

    literals: Counter[tuple[Any, ...]]
    words: set[tuple[int, str]]
    """Entries of the dictionary: property and word."""


class IndexDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between the index and a document; ``position`` is a place in its graph, if known."""

    envelope_id: int
    code: str
    message: str
    position: int | None = None


class Orphans(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of the index that nothing stands behind."""

    table: str
    message: str
    count: int


def check_envelopes(
    connection: Connection, envelopes: Sequence[IndexedEnvelope]
) -> Iterator[IndexDifference]:
    """How the index differs from what these live envelopes of one community say."""
    if envelopes:
        yield from _Comparison(connection, envelopes).differences()


class _Comparison:
    def __init__(self, connection: Connection, envelopes: Sequence[IndexedEnvelope]) -> None:
        self.connection = connection
        self.envelopes = envelopes
        self.ids = [envelope.envelope_id for envelope in envelopes]
        self.numbers = find_terms(connection, _names(envelopes))
        self.by_key = self._nodes_by_key()
        self.stored = self._nodes_by_envelope()
        self.describer, self.claims = self._claims()
        node_ids = [row.id for rows in self.stored.values() for row in rows]
        self.links = self._rows(_link, _link.c.source_id, node_ids)
        self.literals = self._literals(node_ids)
        self.bodies = self._rows(_body, _body.c.node_id, node_ids)
        self.values = {id(node): self._values_of(node) for envelope in envelopes for node in envelope.nodes}
        self.words = self._dictionary()

    def differences(self) -> Iterator[IndexDifference]:
        for envelope in self.envelopes:
            yield from self._check_claims(envelope)
            yield from self._check_nodes(envelope)

    # What is stored.

    def _nodes_by_key(self) -> dict[str, Any]:
        keys = {
            key
            for envelope in self.envelopes
            for node in envelope.nodes
            for key in (node.key, *(target for _, target in node.links if isinstance(target, str)))
            if key is not None and not is_blank(key)
        }
        statement = select(_node).where(
            _node.c.community_id == self.envelopes[0].community_id, among(self.connection, _node.c.key, keys)
        )
        return {row.key: row for row in self.connection.execute(statement)}

    def _nodes_by_envelope(self) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {number: [] for number in self.ids}
        statement = select(_node).where(among(self.connection, _node.c.envelope_id, self.ids))
        for row in self.connection.execute(statement.order_by(_node.c.id)):
            found[row.envelope_id].append(row)
        return found

    def _claims(self) -> tuple[dict[int, int], dict[int, dict[int, int]]]:
        """Which envelope is to describe each node, and what each of our envelopes claims."""
        own: dict[int, dict[int, int]] = {number: {} for number in self.ids}
        statement = (
            select(_claim)
            .join(_envelope, _envelope.c.id == _claim.c.envelope_id)
            .where(_claim.c.position.is_not(None), _envelope.c.deleted_at.is_(None))
        )
        mine = statement.where(among(self.connection, _claim.c.envelope_id, self.ids))
        for row in self.connection.execute(mine):
            own[row.envelope_id][row.node_id] = row.position
        best: dict[int, tuple[bool, int]] = {}
        claimed = {row.id for row in self.by_key.values()}
        for row in self.connection.execute(
            statement.where(among(self.connection, _claim.c.node_id, claimed))
        ):
            # The envelope whose main resource it is comes first, then the oldest.
            rank = (row.position != 0, row.envelope_id)
            best[row.node_id] = min(best.get(row.node_id, rank), rank)
        return {node_id: rank[1] for node_id, rank in best.items()}, own

    def _rows(self, table: Any, column: Any, node_ids: list[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for row in self.connection.execute(select(table).where(among(self.connection, column, node_ids))):
            found.setdefault(getattr(row, column.name), []).append(row)
        return found

    def _literals(self, node_ids: list[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for condition, values in literals_of(self.connection, node_ids):
            for row in self.connection.exec_driver_sql(f"SELECT * FROM literal WHERE {condition}", values):
                found.setdefault(row.node_id, []).append(row)
        return found

    def _dictionary(self) -> set[tuple[int, str]]:
        wanted = set().union(*(values.words for values in self.values.values()))
        # The dictionary is in the order of the properties, so they must be named for words to be looked up.
        statement = select(_word).where(
            among(self.connection, _word.c.property_id, {number for number, _ in wanted}),
            among(self.connection, _word.c.word, {word for _, word in wanted}),
        )
        return {(row.property_id, row.word) for row in self.connection.execute(statement)}

    # What should be, and whether it is.

    def _check_claims(self, envelope: IndexedEnvelope) -> Iterator[IndexDifference]:
        wanted: dict[str, int] = {}
        for node in envelope.nodes:
            if node.key is not None and not is_blank(node.key):
                wanted.setdefault(node.key, node.position)
        stored = self.claims[envelope.envelope_id]
        for key, position in wanted.items():
            row = self.by_key.get(key)
            if row is None or stored.get(row.id) != position:
                yield _difference(envelope, "claim", f"{key} is not known as part of the document", position)
        known = {self.by_key[key].id for key in wanted if key in self.by_key}
        extra = len(stored.keys() - known)
        if extra:
            yield _difference(envelope, "claim", f"{extra} resources count as part that are none")

    def _check_nodes(self, envelope: IndexedEnvelope) -> Iterator[IndexDifference]:
        mine = self._described_by(envelope)
        rows = self.stored[envelope.envelope_id]
        anonymous = [row for row in rows if row.key is None]
        embedded = [node for node in mine if node.key is None]
        if len(anonymous) != len(embedded):
            message = f"{len(embedded)} objects are embedded in the document, but {len(anonymous)} are stored"
            yield _difference(envelope, "node", message)
            return
        # Objects without a name are numbered in the order of the document.
        stored: dict[int, Any] = {id(node): row for node, row in zip(embedded, anonymous, strict=True)}
        scoped = {row.key: row for row in rows if row.key is not None and is_blank(row.key)}
        for node in mine:
            if node.key is not None:
                key = _scoped(node.key, envelope) if is_blank(node.key) else node.key
                row = scoped.get(key) if is_blank(node.key) else self.by_key.get(key)
                if row is None or row.envelope_id != envelope.envelope_id:
                    message = f"{node.uri} is not stored as described by the document"
                    yield _difference(envelope, "node", message, node.position)
                    return
                stored[id(node)] = row
        mentioned = {
            _scoped(target, envelope): target
            for node in mine
            for _, target in node.links
            if isinstance(target, str) and is_blank(target)
        }
        described = {row.id for row in stored.values()}
        only_mentioned = {scoped[key].id for key in mentioned if key in scoped}
        extra = [row for row in rows if row.id not in described and row.id not in only_mentioned]
        if extra:
            yield _difference(
                envelope, "node", f"{len(extra)} nodes are stored that the document does not have"
            )
        for node in mine:
            yield from self._check_node(envelope, node, stored, scoped)

    def _described_by(self, envelope: IndexedEnvelope) -> list[FlatNode]:
        """The nodes that this envelope describes: of two items with one name the first, and what is in it."""
        positions = set()
        seen = set()
        for node in envelope.nodes:
            if node.key is None or node.key in seen:
                continue
            seen.add(node.key)
            row = self.by_key.get(node.key)
            if is_blank(node.key) or (row and self.describer.get(row.id) == envelope.envelope_id):
                positions.add(node.position)
        return [node for node in envelope.nodes if node.position in positions]

    def _check_node(
        self, envelope: IndexedEnvelope, node: FlatNode, stored: dict[int, Any], scoped: dict[str, Any]
    ) -> Iterator[IndexDifference]:
        row = stored[id(node)]
        name = node.uri or f"An object of {', '.join(node.types) or 'no class'}"
        if self._facts(row) != (
            self.numbers.get(node.types[0]) if node.types else None,
            node.position,
            node.uri,
            node.ctid,
            envelope.published_at,
            envelope.provisional,
        ):
            yield _difference(envelope, "node", f"{name} has other facts in the index", node.position)
        if not self._has_links(envelope, node, stored, scoped):
            yield _difference(envelope, "link", f"{name} has other links in the index", node.position)
        values = self.values[id(node)]
        if values.literals != Counter(
            (one.property_id, one.language_id, one.kind, one.folded, one.number, one.words)
            for one in self.literals.get(row.id, ())
        ):
            yield _difference(envelope, "literal", f"{name} has other values in the index", node.position)
        if missing := len(values.words - self.words):
            message = f"{missing} words of the values of {name} are missing from the dictionary"
            yield _difference(envelope, "word", message, node.position)
        bodies = [bytes(one.body) for one in self.bodies.get(row.id, ())]
        if bodies != ([bytes(envelope.bodies[node.position])] if node.key is not None else []):
            yield _difference(envelope, "body", f"{name} reads otherwise in the index", node.position)

    @staticmethod
    def _facts(row: Any) -> tuple[Any, ...]:
        return (row.class_id, row.position, row.uri, row.resource_ctid, row.published_at, row.provisional)

    def _has_links(
        self, envelope: IndexedEnvelope, node: FlatNode, stored: dict[int, Any], scoped: dict[str, Any]
    ) -> bool:
        wanted = set()
        for term, target in node.links:
            if isinstance(target, int):
                found = stored.get(id(envelope.nodes[target]))
            elif is_blank(target):
                found = scoped.get(_scoped(target, envelope))
            else:
                found = self.by_key.get(target)
            if found is None:
                return False
            wanted.add((self.numbers.get(term), found.id))
        rows = self.links.get(stored[id(node)].id, ())
        return wanted == {(row.property_id, row.target_id) for row in rows}

    def _values_of(self, node: FlatNode) -> _Values:
        literals: Counter[tuple[Any, ...]] = Counter()
        words: set[tuple[int, str]] = set()
        for term, kind, language, written, value in node.literals:
            property_id = self.numbers.get(term, 0)
            folded, tokens, entries = literal_row(property_id, kind, language, written)
            number = self.numbers.get(language_term(language)) if language else None
            literals[(property_id, number, int(kind), folded, value, tokens)] += 1
            words.update((property_id, word) for word in entries)
        for name in node.types[1:]:
            literals[(self.numbers.get("@type"), None, 2, name.casefold(), None, None)] += 1
        return _Values(literals, words)


def _names(envelopes: Iterable[IndexedEnvelope]) -> set[str]:
    names = {"@type"}
    for envelope in envelopes:
        for node in envelope.nodes:
            names.update(node.types)
            names.update(term for term, _ in node.links)
            for term, _, language, _, _ in node.literals:
                names.add(term)
                if language:
                    names.add(language_term(language))
    return names


def _scoped(label: str, envelope: IndexedEnvelope) -> str:
    return f"{label}@{envelope.envelope_id}"


def _difference(
    envelope: IndexedEnvelope, what: str, message: str, position: int | None = None
) -> IndexDifference:
    return IndexDifference(
        envelope_id=envelope.envelope_id, code=f"index-{what}", message=message, position=position
    )


def check_past_claims(
    connection: Connection, community_id: int, keys: dict[int, set[str]]
) -> Iterator[IndexDifference]:
    """The envelopes of a community that held these keys once must still be found under them."""
    wanted = {key for held in keys.values() for key in held}
    statement = select(_node.c.key, _claim.c.envelope_id).join(_claim, _claim.c.node_id == _node.c.id)
    known = {
        (row.key, row.envelope_id)
        for row in connection.execute(
            statement.where(_node.c.community_id == community_id, among(connection, _node.c.key, wanted))
        )
    }
    for envelope_id, held in keys.items():
        missing = sum((key, envelope_id) not in known for key in held)
        if missing:
            yield IndexDifference(
                envelope_id=envelope_id,
                code="index-claim",
                message=f"{missing} resources of earlier versions are not found in the history",
            )


_ORPHANS = (
    ("link", "links start at no node", "link s LEFT JOIN node n ON n.id = s.source_id WHERE n.id IS NULL"),
    ("link", "links end at no node", "link s LEFT JOIN node n ON n.id = s.target_id WHERE n.id IS NULL"),
    (
        "link",
        "links start at a node that nobody describes",
        "link s JOIN node n ON n.id = s.source_id WHERE n.envelope_id IS NULL",
    ),
    ("literal", "values have no node", "literal s LEFT JOIN node n ON n.id = s.node_id WHERE n.id IS NULL"),
    (
        "literal",
        "values are of a node that nobody describes",
        "literal s JOIN node n ON n.id = s.node_id WHERE n.envelope_id IS NULL",
    ),
    (
        "literal",
        "values are not numbered by their node",
        "literal s WHERE s.id > 0 AND s.id >> 10 <> s.node_id",
    ),
    (
        "node_body",
        "texts have no node",
        "node_body s LEFT JOIN node n ON n.id = s.node_id WHERE n.id IS NULL",
    ),
    (
        "node_body",
        "texts are of a node that nobody describes",
        "node_body s JOIN node n ON n.id = s.node_id WHERE n.envelope_id IS NULL",
    ),
    (
        "node",
        "nodes are described by no live envelope of their community",
        "node s LEFT JOIN envelope e ON e.id = s.envelope_id AND e.deleted_at IS NULL"
        " AND e.community_id = s.community_id WHERE s.envelope_id IS NOT NULL AND e.id IS NULL",
    ),
    ("claim", "claims have no node", "claim s LEFT JOIN node n ON n.id = s.node_id WHERE n.id IS NULL"),
    (
        "claim",
        "claims have no envelope",
        "claim s LEFT JOIN envelope e ON e.id = s.envelope_id WHERE e.id IS NULL",
    ),
    (
        "claim",
        "claims of deleted envelopes count as current",
        "claim s JOIN envelope e ON e.id = s.envelope_id"
        " WHERE e.deleted_at IS NOT NULL AND s.position IS NOT NULL",
    ),
)


def find_orphans(connection: Connection) -> Iterator[Orphans]:
    """Rows whose parent is missing, and rows that stayed behind."""
    for table, message, rows in _ORPHANS:
        count = connection.execute(text(f"SELECT count(*) FROM {rows}")).scalar_one()
        if count:
            yield Orphans(table=table, message=message, count=count)


def text_index_is_sound(transaction: WriteTransaction) -> bool:
    """Whether the text index of SQLite holds exactly the words of the literals.

    The question is put as an INSERT, so it needs the write transaction. PostgreSQL keeps its text index
    itself.
    """
    if not transaction.is_sqlite:
        return True
    statement = "INSERT INTO literal_text (literal_text, rank) VALUES ('integrity-check', 1)"
    try:
        transaction.connection.exec_driver_sql(statement)
    except DatabaseError:
        return False
    return True


def list_counters(connection: Connection) -> dict[str, tuple[int, int]]:
    """Every counter with the number that it stands at and the largest one that is in use."""
    used = {name: METADATA.tables[name] for name in ("document", "envelope", "literal", "node", "term")}
    used["version"] = METADATA.tables["envelope_version"]
    largest: dict[str, ColumnElement[int]] = {name: func.max(table.c.id) for name, table in used.items()}
    # Most literals are numbered by their node; only those beyond its last place by the counter, downwards.
    largest["literal"] = -func.min(_literal.c.id)
    stored = {row.name: row.value for row in connection.execute(select(_counter))}
    return {
        name: (stored.get(name, 0), max(connection.execute(select(number)).scalar() or 0, 0))
        for name, number in largest.items()
    }
