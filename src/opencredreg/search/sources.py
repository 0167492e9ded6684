"""Ordered results of the simple search, each kind from where it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.engine import Connection

from opencredreg.errors import UnknownContext
from opencredreg.ids import is_blank
from opencredreg.jsonld.document import Document, decode_json, parse_document
from opencredreg.jsonld.flatten import FlatNode
from opencredreg.query.containment import Containment
from opencredreg.query.matching import Value
from opencredreg.query.oracle import Oracle, Record
from opencredreg.query.relevance import score, text_conditions
from opencredreg.query.simple_search import EnvelopeFilter, SimpleSearch
from opencredreg.query.tree import And, Expression, RecordTime
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import index_nodes
from opencredreg.search.blank_nodes import find_blank_nodes
from opencredreg.search.places import Place, in_order, load_places, load_values, place_of_values
from opencredreg.store.database import among
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import EnvelopeView, list_views, view_columns
from opencredreg.store.search.engine import Engine
from opencredreg.store.tables import METADATA

__all__ = ["DeletedSource", "Item", "ListedSource", "LiveSource", "Source"]

_node = METADATA.tables["node"]
_body = METADATA.tables["node_body"]
_envelope = METADATA.tables["envelope"]
_EVERYTHING = 2**31 - 1
_CHUNK = 500


class Item(msgspec.Struct, frozen=True):
    """One result: the envelope that it is from, the object as published, and its place in the order."""

    envelope_id: int
    body: bytes
    place: Place


class Source(Protocol):
    """Results in their order. ``total`` is how many there are."""

    @property
    def total(self) -> int:
        """How many results there are."""

    def window(self, start: int, stop: int) -> list[Item]:
        """The results from ``start`` to before ``stop``."""


class LiveSource:
    """What the engine finds, read in pages."""

    def __init__(
        self, connection: Connection, engine: Engine, community_id: int, simple: SimpleSearch
    ) -> None:
        self._connection = connection
        self._engine = engine
        self._community_id = community_id
        self._search = simple.search
        # The page that is most likely wanted comes together with the total.
        self._first = engine.run(connection, community_id, simple.search)
        self.total: int = self._first.total or 0

    def window(self, start: int, stop: int) -> list[Item]:
        """The results from ``start`` to before ``stop``."""
        search, found = self._search, self._first
        if (start, stop) != (search.skip, search.skip + search.take):
            wanted = msgspec.structs.replace(search, skip=start, take=stop - start, with_total=False)
            found = self._engine.run(self._connection, self._community_id, wanted)
        scores = dict(zip(found.ids, found.scores or (), strict=False))
        places = load_places(self._connection, found.ids, search.sort, scores)
        return _items(self._connection, found.ids, places)


class ListedSource:
    """What the engine finds, less what filters outside of the index leave out; with blank nodes, if wanted."""

    def __init__(
        self, connection: Connection, engine: Engine, community_id: int, simple: SimpleSearch
    ) -> None:
        self._connection = connection
        search = msgspec.structs.replace(simple.search, skip=0, take=_EVERYTHING, with_total=False)
        ids: list[int] = []
        blank: list[int] = []
        scores: Mapping[int, float] = {}
        if simple.blank != "only":
            found = engine.run(connection, community_id, search)
            scores = dict(zip(found.ids, found.scores or (), strict=False))
            ids = _of_envelopes(connection, found.ids, simple.envelope)
        if simple.blank != "false":
            blank = find_blank_nodes(connection, community_id, search.expression, search.visibility)
            ids += _of_envelopes(connection, blank, simple.envelope)
        self._ids = _containing(connection, ids, simple.contains)
        self._sort = search.sort
        if simple.blank != "false":
            # The engine's order is that of its own results; here blank nodes come in between.
            if search.sort.by == "relevance":
                scores = {**scores, **_scores(connection, blank, search.expression)}
            self._ids = in_order(load_places(connection, self._ids, search.sort, scores), search.sort)
        self._scores = scores
        self.total = len(self._ids)

    def window(self, start: int, stop: int) -> list[Item]:
        """The results from ``start`` to before ``stop``."""
        ids = self._ids[start:stop]
        places = load_places(self._connection, ids, self._sort, self._scores)
        return _items(self._connection, ids, places)


class DeletedSource:
    """The resources of deleted envelopes, as they were last published.

    They have left the index, so their documents are looked at one by one, by the evaluator that says what a search
    means. Whoever collects deletions asks for a stretch of time, which bounds how many that are.
    """

    def __init__(self, node: Node, connection: Connection, community_id: int, simple: SimpleSearch) -> None:
        self._node = node
        self._simple = simple
        found: dict[int, Item] = {}
        for view in _deleted_views(connection, community_id, simple):
            for item in self._matching(view):
                found[len(found)] = item
        places = {number: item.place for number, item in found.items()}
        self._items = [found[number] for number in in_order(places, simple.search.sort)]
        self.total = len(self._items)

    def window(self, start: int, stop: int) -> list[Item]:
        """The results from ``start`` to before ``stop``."""
        return self._items[start:stop]

    def _matching(self, view: EnvelopeView) -> Iterator[Item]:
        search = self._simple.search
        assert view.body is not None
        document = parse_document(decompress(bytes(view.body)))
        record = Record(
            document=document,
            owner=view.owner_ctid,
            publisher=view.publishing_ctid,
            publish_type="secondary" if view.publish_type == "secondary" else "primary",
            created_at=view.created_at,
            updated_at=view.updated_at,
            provisional=view.provisional,
        )
        try:
            keys = Oracle([record], self._node.vocabulary).matches(search.expression, search.visibility)
            nodes = index_nodes(self._node, document)
        except UnknownContext:
            # The administrators took its context away; nobody can tell any more what it says.
            return
        conditions = text_conditions(search.expression)
        for node, body in _described(document, nodes):
            if node.key not in keys or not _holds(self._simple.contains, body):
                continue
            values = [Value(*literal) for literal in node.literals]
            at = view.created_at if search.sort.by == "created" else view.updated_at
            place = place_of_values(
                search.sort,
                at=at,
                score=score(conditions, values) if search.sort.by == "relevance" else 0.0,
                values=values,
                ctid=(node.ctid or "").lower(),
                key=f"{node.key}@{view.id}",
            )
            yield Item(view.id, body, place)


def _described(document: Document, nodes: Iterable[FlatNode]) -> Iterator[tuple[FlatNode, bytes]]:
    """The named things of a document, each once, with their bytes."""
    bodies = {item.position: item.raw for item in document.items}
    seen: set[str] = set()
    for node in nodes:
        if node.key is not None and node.key not in seen and not is_blank(node.key):
            seen.add(node.key)
            yield node, bodies[node.position]


def _deleted_views(connection: Connection, community_id: int, simple: SimpleSearch) -> Iterator[EnvelopeView]:
    conditions: list[ColumnElement[bool]] = [
        _envelope.c.community_id == community_id,
        _envelope.c.deleted_at.is_not(None),
        *_envelope_conditions(connection, simple.envelope),
    ]
    expression = simple.search.expression
    for part in expression.parts if isinstance(expression, And) else (expression,):
        conditions += _times(part)
    ids = list(connection.execute(select(_envelope.c.id).where(*conditions)).scalars())
    for start in range(0, len(ids), _CHUNK):
        wanted = among(connection, _envelope.c.id, ids[start : start + _CHUNK])
        yield from list_views(connection, view_columns(with_body=True).where(wanted))


def _times(part: Expression) -> Iterator[ColumnElement[bool]]:
    if isinstance(part, RecordTime):
        column = _envelope.c.created_at if part.field == "created" else _envelope.c.updated_at
        if part.low is not None:
            yield column >= part.low
        if part.high is not None:
            yield column <= part.high


def _envelope_conditions(connection: Connection, asked: EnvelopeFilter) -> Iterator[ColumnElement[bool]]:
    if asked.ctids:
        yield among(connection, _envelope.c.envelope_ctid, asked.ctids)
    if asked.ids:
        yield among(connection, _envelope.c.uuid, [text.lower() for text in asked.ids])
    if asked.ctdl_types:
        yield among(connection, _envelope.c.ctdl_type, asked.ctdl_types)


def _of_envelopes(connection: Connection, ids: list[int], asked: EnvelopeFilter) -> list[int]:
    """Those nodes whose envelope is one of those asked for, in their order."""
    conditions = list(_envelope_conditions(connection, asked))
    if not conditions or not ids:
        return ids
    statement = (
        select(_node.c.id)
        .join(_envelope, _envelope.c.id == _node.c.envelope_id)
        .where(among(connection, _node.c.id, ids), *conditions)
    )
    kept = set(connection.execute(statement).scalars())
    return [number for number in ids if number in kept]


def _scores(connection: Connection, ids: list[int], expression: Expression) -> dict[int, float]:
    conditions = text_conditions(expression)
    properties = list(dict.fromkeys(condition.property for condition in conditions))
    values = load_values(connection, ids, properties)
    return {number: score(conditions, values.get(number, ())) for number in ids}


def _containing(connection: Connection, ids: list[int], contains: Sequence[Containment]) -> list[int]:
    """Those nodes whose JSON has what is asked for, in their order."""
    if not contains:
        return ids
    kept: list[int] = []
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        bodies = _bodies(connection, chunk)
        kept += [number for number in chunk if number in bodies and _holds(contains, bodies[number][1])]
    return kept


def _holds(contains: Sequence[Containment], body: bytes) -> bool:
    value: Any = decode_json(body) if contains else None
    return all(condition.holds(value) for condition in contains)


def _items(connection: Connection, ids: Sequence[int], places: Mapping[int, Place]) -> list[Item]:
    bodies = _bodies(connection, ids)
    return [Item(*bodies[number], places[number]) for number in ids if number in bodies and number in places]


def _bodies(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, bytes]]:
    """By node, its envelope and the object as published."""
    if not ids:
        return {}
    statement = (
        select(_node.c.id, _node.c.envelope_id, _body.c.body)
        .join(_body, _body.c.node_id == _node.c.id)
        .where(among(connection, _node.c.id, ids))
    )
    return {row.id: (row.envelope_id, bytes(row.body)) for row in connection.execute(statement)}
