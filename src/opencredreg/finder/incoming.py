"""What refers to a resource: by the outermost property of what is described, and through what it stands.

The index has a link from the object in which a reference stands, which may lie inside another one. Such an object
belongs to an item of a document, and the item is found by the place of both in it; only what lies deeper is walked
up step by step, along the properties that can hold an object of its class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, final

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.engine import Connection

from opencredreg.ctdl import ValueKind
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.incoming_counts import count_sources
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.tables import METADATA

__all__ = ["Incoming", "IncomingGroup", "Source", "find_incoming"]

_node = METADATA.tables["node"]
_link = METADATA.tables["link"]
_claim = METADATA.tables["claim"]
_term = METADATA.tables["term"]

MOST_LINKS = 5_000
"""So many references by one property are followed one by one; of more, the first ones are, and all are counted."""

_FIRST = 50
_DEEPEST = 16
_MOST_LOST = 200


class Source(NamedTuple):
    """A described resource that refers to something, by its number in the index. ``cls`` is "" without a class."""

    id: int
    cls: str


class IncomingGroup(msgspec.Struct, frozen=True):
    """The resources that refer to something by one property.

    ``through`` are the properties below it, from the outside to the inside; it is empty where the reference stands
    under ``term`` itself. ``sources`` are all of them, in the order of the index, or the first ones where there
    are more than ``MOST_LINKS`` references; ``total`` is exact. Of references that are so many, those from inside
    embedded objects are all counted under the property that the first of them have.
    """

    term: str
    through: tuple[str, ...]
    total: int
    sources: tuple[Source, ...]


class Incoming(msgspec.Struct, frozen=True):
    """All that refers to something."""

    groups: tuple[IncomingGroup, ...]

    def under(self, *terms: str) -> tuple[IncomingGroup, ...]:
        """The groups of some outermost properties."""
        return tuple(group for group in self.groups if group.term in terms)


class _Stop(NamedTuple):
    """Where a walk upwards stands: at an object, with the properties that lead from there to the target."""

    id: int
    cls: str
    envelope_id: int
    position: int
    path: tuple[str, ...]


def find_incoming(
    connection: Connection,
    vocabulary: Vocabulary,
    target: int,
    *,
    terms: Iterable[str] | None = None,
    without: Collection[str] = (),
    provisional: bool = False,
) -> Incoming:
    """What refers to a resource.

    Args:
        connection: on the index.
        vocabulary: knows which properties lead to resources and objects.
        target: number of the resource in the index.
        terms: innermost properties that count, those right at the reference; all unless some are named.
        without: innermost properties that do not count.
        provisional: whether references of provisional records count too.
    """
    return _Search(connection, vocabulary, provisional).run(target, terms, without)


@final
class _Search:
    def __init__(self, connection: Connection, vocabulary: Vocabulary, provisional: bool) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._provisional = provisional
        self._found: dict[tuple[str, tuple[str, ...]], dict[int, str]] = {}
        self._totals: dict[tuple[str, tuple[str, ...]], int] = {}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        names = (name for name in self._vocabulary.properties if self._leads_on(name))
        return find_terms(self._connection, names)

    @cached_property
    def _names(self) -> dict[int, str]:
        return {number: name for name, number in self._numbers.items()}

    def _leads_on(self, name: str) -> bool:
        return self._vocabulary.kind_of(name) is ValueKind.IRI

    def run(self, target: int, terms: Iterable[str] | None, without: Collection[str]) -> Incoming:
        chosen = self._numbers if terms is None else find_terms(self._connection, terms)
        counts = self._counts(target, [number for term, number in chosen.items() if term not in without])
        if not counts:
            return Incoming(())
        usual = [number for number, count in counts.items() if count <= MOST_LINKS]
        rows = list(self._rows(self._to(target, usual))) if usual else []
        self._take(rows)
        for number in counts.keys() - set(usual):
            self._take_many(target, number)
        return Incoming(
            tuple(
                IncomingGroup(
                    term,
                    through,
                    max(self._totals.get((term, through), 0), len(found)),
                    tuple(Source(one, cls) for one, cls in found.items()),
                )
                for (term, through), found in self._found.items()
            )
        )

    def _counts(self, target: int, properties: Sequence[int]) -> dict[int, int]:
        statement = (
            select(_link.c.property_id, func.count())
            .where(_link.c.target_id == target, among(self._connection, _link.c.property_id, properties))
            .group_by(_link.c.property_id)
            .order_by(_link.c.property_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def _to(self, target: int, properties: Iterable[int]) -> Select[Any]:
        return self._select(
            _link.c.target_id == target, among(self._connection, _link.c.property_id, properties)
        )

    def _select(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Links with the things that they start from, in the order of these."""
        statement = (
            select(
                _link.c.property_id,
                _link.c.target_id,
                _node.c.id,
                _node.c.key,
                _node.c.resource_ctid,
                _node.c.envelope_id,
                _node.c.position,
                _term.c.name.label("cls"),
            )
            .join(_node, _node.c.id == _link.c.source_id)
            .outerjoin(_term, _term.c.id == _node.c.class_id)
            .where(*conditions, _node.c.envelope_id.is_not(None))
            .order_by(_link.c.property_id, _link.c.source_id)
        )
        return statement if self._provisional else statement.where(_node.c.provisional.is_not(True))

    def _rows(self, statement: Select[Any]) -> Iterator[tuple[Any, str]]:
        for row in self._connection.execute(statement):
            yield row, self._names[row.property_id]

    def _take(self, rows: Iterable[tuple[Any, str]]) -> None:
        """Keep what is a resource, and go up from what stands inside one."""
        stops = [stop for row, term in rows if (stop := self._keep_or_stop(row, term, ())) is not None]
        for _ in range(_DEEPEST):
            if not stops:
                return
            lost = self._climb_at_once(stops)
            stops = self._climb_a_step(lost)

    def _keep_or_stop(self, row: Any, term: str, path: tuple[str, ...]) -> _Stop | None:
        if row.resource_ctid is not None:
            self._found.setdefault((term, path), {}).setdefault(row.id, row.cls or "")
            return None
        if row.key is not None and row.key[:2] != "_:":
            return None  # Described without a CTID: it has no page, and no search finds it.
        return _Stop(row.id, row.cls or "", row.envelope_id, row.position or 0, (term, *path))

    def _climb_at_once(self, stops: Sequence[_Stop]) -> list[_Stop]:
        """From objects right inside a resource to it; the stops that lie deeper are left."""
        owners = self._owners({stop.envelope_id for stop in stops})
        rows = self._connection.execute(
            select(_link.c.source_id, _link.c.target_id, _link.c.property_id).where(
                among(self._connection, _link.c.source_id, {owner for owner, _ in owners.values()}),
                among(self._connection, _link.c.target_id, {stop.id for stop in stops}),
            )
        )
        holding = {(source, inner): number for source, inner, number in rows}
        lost = []
        for stop in stops:
            owner, cls = owners.get((stop.envelope_id, stop.position), (0, ""))
            number = holding.get((owner, stop.id))
            if number is None or number not in self._names:
                lost.append(stop)
            else:
                self._found.setdefault((self._names[number], stop.path), {}).setdefault(owner, cls)
        return lost

    def _owners(self, envelopes: Iterable[int]) -> dict[tuple[int, int], tuple[int, str]]:
        """The resources that some records describe, with their classes, by record and place in it."""
        statement = (
            select(_claim.c.envelope_id, _claim.c.position, _claim.c.node_id, _term.c.name)
            .join(_node, _node.c.id == _claim.c.node_id)
            .outerjoin(_term, _term.c.id == _node.c.class_id)
            .where(
                among(self._connection, _claim.c.envelope_id, envelopes),
                _node.c.envelope_id == _claim.c.envelope_id,
                _node.c.resource_ctid.is_not(None),
            )
        )
        return {(row[0], row[1]): (row[2], row[3] or "") for row in self._connection.execute(statement)}

    def _climb_a_step(self, stops: Sequence[_Stop]) -> list[_Stop]:
        """From objects to what they stand in, along the properties that fit their classes, else along any."""
        fitting = self._fitting({stop.cls for stop in stops})
        above, left = self._holders(stops, fitting)
        # What stands where the vocabulary does not expect it is looked for everywhere, within reason.
        above += self._holders(left[:_MOST_LOST], list(self._names))[0] if left else []
        return above

    def _fitting(self, classes: Iterable[str]) -> list[int]:
        properties = self._vocabulary.properties
        return [
            number
            for name, number in self._numbers.items()
            if any(cls in properties[name].range for cls in classes)
        ]

    def _holders(self, stops: Sequence[_Stop], properties: Sequence[int]) -> tuple[list[_Stop], list[_Stop]]:
        by_id: dict[int, list[_Stop]] = {}
        for stop in stops:
            by_id.setdefault(stop.id, []).append(stop)
        statement = self._select(
            among(self._connection, _link.c.target_id, by_id),
            among(self._connection, _link.c.property_id, properties),
        )
        above: list[_Stop] = []
        seen = set()
        for row, term in self._rows(statement):
            seen.add(row.target_id)
            for stop in by_id[row.target_id]:
                next_stop = self._keep_or_stop(row, term, stop.path)
                above += [next_stop] if next_stop is not None else []
        return above, [stop for stop in stops if stop.id not in seen]

    def _take_many(self, target: int, number: int) -> None:
        """Count very many references, and take the first of them."""
        before: Mapping[tuple[str, tuple[str, ...]], int] = {k: len(v) for k, v in self._found.items()}
        self._take(self._rows(self._to(target, [number]).limit(_FIRST)))
        grown = [key for key, found in self._found.items() if len(found) > before.get(key, 0)]
        term = self._names[number]
        direct, inside = count_sources(self._connection, target, number, provisional=self._provisional)
        if direct:
            self._found.setdefault((term, ()), {})
            self._totals[(term, ())] = direct
        outer = next((key for key in grown if key[1]), (term, ()))
        if inside:
            self._found.setdefault(outer, {})
            self._totals[outer] = self._totals.get(outer, 0) + inside
