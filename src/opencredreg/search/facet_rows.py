"""Reading the values of facets from the index: for some resources, a few statements however many there are.

A value may stand on the resource, on something that it points to (a place, a profile, an alignment), or on something
that points to it. The last two may be described by other documents; what a row depends on is said with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.query.matching import days_of
from opencredreg.search.facet_index import Index, listed
from opencredreg.search.facet_list import (
    ASSURED_BY,
    ASSURES,
    COSTS,
    DAYS,
    DURATIONS,
    LANGUAGES,
    LENGTHS,
    PLACES,
    PRICES,
    Column,
    bucket_of,
)
from opencredreg.search.facet_values import Classes, Price, Statements, Values
from opencredreg.store.index.terms import find_terms

__all__ = ["Rows", "bearing_nodes", "read_rows"]

_CHUNK: Final = 4_000
_REGION: Final = "ceterms:addressRegion"
_TARGET: Final = "ceterms:targetNode"
_TARGET_NAME: Final = "ceterms:targetNodeName"
_PRICE: Final = "ceterms:price"
_CURRENCY: Final = "ceterms:currency"
_CONTENTS: Final = (_REGION, _TARGET_NAME, _PRICE, _CURRENCY, *LENGTHS)

_Pairs = Mapping[int, Mapping[int, list[Any]]]
"""By node and number of a property, what stands there."""


class Rows(msgspec.Struct):
    """What was read: the numbers of the values of each resource, and what they depend on."""

    rows: dict[int, tuple[int, ...]]
    carriers: set[int]
    """Nodes with a key, perhaps of other documents, on which values of these resources stand."""
    loose: dict[int, int]
    """Of those resources whose number may be taken from them, the envelope."""


def read_rows(
    connection: Connection, ids: Iterable[int], columns: Collection[Column], values: Values, *, hides: bool
) -> Rows:
    """The rows of nodes; those that are no results of searches have none.

    Args:
        connection: on the index.
        ids: numbers of nodes.
        columns: what to read.
        values: gives the numbers.
        hides: whether what provisional records say of others counts for nothing.
    """
    read = Rows({}, set(), {})
    left = iter(ids)
    reader = _Reader(Index(connection), columns, values, hides)
    while chunk := list(islice(left, _CHUNK)):
        reader.read(chunk, read)
    return read


def bearing_nodes(index: Index, nodes: Collection[int]) -> set[int]:
    """Of nodes, those on which values of resources that point to them would stand."""
    numbers = find_terms(index.connection, [*_CONTENTS, _TARGET])
    literals = index.literals(nodes, [numbers[name] for name in _CONTENTS if name in numbers])
    links = index.links(nodes, [numbers[_TARGET]] if _TARGET in numbers else [])
    return {row[0] for row in chain(literals, links)}


class _Terms(NamedTuple):
    """Numbers of properties, by the column that they are for."""

    languages: frozenset[int]
    places: frozenset[int]
    costs: frozenset[int]
    durations: frozenset[int]
    concepts: Mapping[int, Sequence[Column]]
    assured_by: frozenset[int]
    assures: frozenset[int]


class _Reader:
    """Reads chunk by chunk."""

    def __init__(self, index: Index, columns: Collection[Column], values: Values, hides: bool) -> None:
        self._index = index
        self._columns = frozenset(columns)
        self._values = values
        self._hides = hides
        properties = {name for column in columns if isinstance(column, tuple) for name in column}
        wanted = {*LANGUAGES, *PLACES, COSTS, DURATIONS, *ASSURED_BY, *ASSURES, *_CONTENTS, _TARGET, "@type"}
        self._numbers = find_terms(index.connection, properties | wanted)

        def of(column: Column, *names: str) -> frozenset[int]:
            return frozenset(self._known(names) if column in self._columns else ())

        concepts: dict[int, list[Column]] = defaultdict(list)
        for column in columns:
            for number in self._known(column) if isinstance(column, tuple) else ():
                concepts[number].append(column)
        self._region, self._name, self._price, self._currency = (
            self._numbers.get(name, 0) for name in (_REGION, _TARGET_NAME, _PRICE, _CURRENCY)
        )
        self._lengths_stated = self._known(LENGTHS)
        self._terms = _Terms(
            of("language", *LANGUAGES),
            of("region", *PLACES),
            of("cost", COSTS),
            of("duration", DURATIONS),
            concepts,
            of("assured", *ASSURED_BY),
            of("assured", *ASSURES),
        )

    def _known(self, names: Iterable[str]) -> list[int]:
        return [self._numbers[name] for name in names if name in self._numbers]

    def read(self, ids: list[int], into: Rows) -> None:
        terms = self._terms
        found = self._resources(ids, into)
        if not found:
            return
        for node, _, folded, _number in self._index.literals(found, terms.languages):
            if folded:
                found[node].add(self._values.of("language", folded))
        aligned = terms.concepts.keys()
        through = aligned | terms.places | terms.costs | terms.durations
        links = self._index.links(found, through | terms.assured_by)
        self._tell_things(row[2] for row in links if row[1] in aligned or row[1] in terms.assured_by)
        contents = self._contents({row[2] for row in links if row[1] in through}, into)
        targets = self._targets(contents.targets)
        profiles: dict[int, list[int]] = defaultdict(list)
        named: dict[int, set[int]] = defaultdict(set)
        for source, property_id, target in links:
            content = contents.of.get(target)
            row = found[source]
            if property_id in terms.places and content:
                for folded, _ in content.get(self._region, ()):
                    self._values.add_text(row, "region", folded, (source, target))
            if property_id in terms.durations and content:
                self._lengths(row, content)
            if property_id in terms.costs and content:
                profiles[source].append(target)
            if property_id in terms.assured_by:
                named[source].add(target if self._values.is_thing(target) else 0)
            for column in terms.concepts.get(property_id, ()):
                self._concept(row, column, source, target, content, targets.get(target, ()))
        for source, costs in profiles.items():
            found[source].update(self._cost_ranges([contents.of[target] for target in costs]))
        if "assured" in self._columns:
            self._assured(found, named)
        into.rows.update((node, tuple(sorted(numbers))) for node, numbers in found.items())

    def _resources(self, ids: list[int], into: Rows) -> dict[int, set[int]]:
        """The results among nodes, with their classes and owners."""
        rows = self._index.rows(
            ids,
            "n.id, n.class_id, n.envelope_id, substr(n.key, 1, 2), e.owner_id",
            "JOIN node n ON n.id = f.value JOIN envelope e ON e.id = n.envelope_id",
            "WHERE n.resource_ctid IS NOT NULL",
        )
        further: dict[int, set[str]] = defaultdict(set)
        if "class" in self._columns:
            for node, _, folded, _number in self._index.literals(ids, self._known(["@type"])):
                further[node].add(folded)
        names = self._class_names({row[1] for row in rows if row[1] is not None})
        found: dict[int, set[int]] = {}
        for node, class_id, envelope_id, beginning, owner_id in rows:
            if beginning == "_:":
                into.loose[node] = envelope_id
            found[node] = row = set()
            if "class" in self._columns:
                classes = Classes(names.get(class_id), frozenset(further.get(node, ())))
                row.add(self._values.of("class", classes))
            if "owner" in self._columns and owner_id is not None:
                row.add(self._values.of("owner", owner_id))
        return found

    def _class_names(self, numbers: set[int]) -> Mapping[int, str]:
        known = self._values.class_names
        unknown = numbers - known.keys()
        known.update(self._index.rows(unknown, "t.id, t.name", "JOIN term t ON t.id = f.value"))
        return known

    def _tell_things(self, nodes: Iterable[int]) -> None:
        """Learn the keys of nodes; what stands in a document without a name, or under a label, has none."""
        unknown = self._values.unknown_things(nodes)
        rows = self._index.rows(
            unknown, "n.id, n.key", "JOIN node n ON n.id = f.value", "WHERE substr(n.key, 1, 2) <> '_:'"
        )
        self._values.tell_things({row[0]: row[1] for row in rows})

    def _contents(self, nodes: set[int], into: Rows) -> _Contents:
        """What stands on the nodes that resources point to."""
        literals: dict[int, dict[int, list[Any]]] = {}
        for node, property_id, folded, number in self._index.literals(nodes, self._known(_CONTENTS)):
            literals.setdefault(node, {}).setdefault(property_id, []).append((folded, number))
        targets: dict[int, list[int]] = {}
        for node, _, target in (
            self._index.links(nodes, self._known([_TARGET])) if self._terms.concepts else ()
        ):
            targets.setdefault(node, []).append(target)
        bearing = literals.keys() | targets.keys()
        self._tell_things(bearing)
        carriers = {node for node in bearing if self._values.is_thing(node)}
        into.carriers |= carriers
        for node in self._index.hidden(carriers) if self._hides else ():
            literals.pop(node, None)
            targets.pop(node, None)
        return _Contents(literals, targets)

    def _targets(self, targets: Mapping[int, list[int]]) -> Mapping[int, list[int]]:
        self._tell_things(end for ends in targets.values() for end in ends)
        return targets

    def _concept(
        self,
        row: set[int],
        column: Column,
        resource: int,
        node: int,
        content: Mapping[int, list[Any]] | None,
        targets: Collection[int],
    ) -> None:
        """The thing itself, or what an alignment points to and says in words."""
        for thing in (node, *targets):
            number = self._values.of_thing(column, thing)
            if number is not None:
                row.add(number)
        if content:
            for folded, _ in content.get(self._name, ()):
                self._values.add_text(row, column, folded, (resource, node), targets)

    def _lengths(self, row: set[int], content: Mapping[int, list[Any]]) -> None:
        for property_id in self._lengths_stated:
            for folded, _ in content.get(property_id, ()):
                days = days_of(folded)
                name = bucket_of(DAYS, days) if days is not None else None
                if name is not None:
                    row.add(self._values.of("duration", name))

    def _cost_ranges(self, profiles: Iterable[Mapping[int, list[Any]]]) -> Iterable[int]:
        """Where the dearest price lies, in all and in each currency."""
        dearest: dict[str, float] = {}
        for profile in profiles:
            prices = [number for _, number in profile.get(self._price, ()) if number is not None]
            if prices:
                stated = {folded for folded, _ in profile.get(self._currency, ())}
                for currency in {"", *filter(_is_currency, stated)}:
                    dearest[currency] = max(dearest.get(currency, prices[0]), *prices)
        for currency, price in dearest.items():
            name = bucket_of(PRICES, price)
            if name is not None:
                yield self._values.of("cost", Price(currency.upper(), name))

    def _assured(self, found: dict[int, set[int]], named: Mapping[int, set[int]]) -> None:
        by: dict[int, set[int]] = defaultdict(set)
        if self._terms.assures:
            rows = self._index.rows(
                found,
                "f.value, s.id, substr(s.key, 1, 2), s.envelope_id",
                f"JOIN link l ON l.target_id = f.value AND l.property_id IN ({listed(self._terms.assures)})"
                " JOIN node s ON s.id = l.source_id",
            )
            for node, source, beginning, envelope_id in rows:
                by[node].add(source if beginning not in (None, "_:") else -envelope_id)
        for node in named.keys() | by.keys():
            statements = Statements(frozenset(named.get(node, ())), frozenset(by.get(node, ())))
            found[node].add(self._values.of("assured", statements))


class _Contents(NamedTuple):
    of: _Pairs
    targets: Mapping[int, list[int]]


def _is_currency(folded: str) -> bool:
    return len(folded) == 3 and folded.isascii() and folded.isalpha()
