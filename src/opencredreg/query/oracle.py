"""The oracle: what a search means, written to be read and believed.

It answers an expression by going over every node and every value, without an index and without cleverness. The
search engine must give the same answer; tests hold the two against each other. They share the expression tree, the
analysis of words and the judgement of single values, and nothing else.

How records become nodes is in :mod:`opencredreg.query.oracle_nodes`.

Source: ``search.md`` sections 3 to 9 and 13a.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.ids import is_blank
from opencredreg.query.matching import compares, has_duration, has_literal, has_number, has_text, has_words
from opencredreg.query.nearness import kilometres_between
from opencredreg.query.oracle_nodes import Record, Thing, things_of
from opencredreg.query.ordering import sort_value
from opencredreg.query.relevance import score, text_conditions
from opencredreg.query.tree import (
    And,
    ClassIn,
    DurationWithin,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Visibility,
    Words,
)

__all__ = ["Answer", "Oracle", "Record"]

NodeSet: TypeAlias = frozenset[int]
"""Numbers of nodes."""


class Answer(msgspec.Struct, frozen=True):
    """The resource keys of one page of results, in order, and how many results there are in all."""

    keys: tuple[str, ...]
    total: int | None


class Oracle:
    """Answers searches of one community from its records alone.

    Args:
        records: in the order in which they were first published.
        vocabulary: decides what terms mean; without it the bundled one.
    """

    def __init__(self, records: Sequence[Record], vocabulary: Vocabulary | None = None) -> None:
        self._things = things_of(records, vocabulary)

    def search(self, search: Search) -> Answer:
        """One page of the results of a search, in its order, with the total if it is wanted."""
        found = self._results(self.nodes(search.expression, search.visibility), search.visibility)
        ordered = self._ordered(found, search)
        page = ordered[search.skip : search.skip + search.take]
        return Answer(tuple(thing.key or "" for thing in page), len(found) if search.with_total else None)

    def matches(self, expression: Expression, visibility: Visibility = "exclude") -> frozenset[str]:
        """The resource keys of all results of an expression."""
        found = self._results(self.nodes(expression, visibility), visibility)
        return frozenset(thing.key or "" for thing in found)

    def nodes(self, expression: Expression, visibility: Visibility = "exclude") -> NodeSet:
        """The nodes that satisfy an expression, results or not, as numbers that mean something here only."""
        return self._evaluate(expression, self._universe(visibility))

    def _universe(self, visibility: Visibility) -> NodeSet:
        """The nodes that are looked at: provisional records are not there at all when they are left out."""
        return frozenset(
            number
            for number, thing in enumerate(self._things)
            if visibility != "exclude" or not thing.is_provisional()
        )

    def _results(self, nodes: NodeSet, visibility: Visibility) -> list[Thing]:
        things = [self._things[number] for number in sorted(nodes)]
        return [
            thing
            for thing in things
            if thing.is_result() and (visibility != "only" or thing.is_provisional())
        ]

    # --- Order -----------------------------------------------------------------------------------------

    def _ordered(self, found: Iterable[Thing], search: Search) -> list[Thing]:
        """By the value wanted, missing ones last; ties, and the missing, by CTID."""
        value_of = self._sort_value(search)
        by_ctid = sorted(found, key=lambda thing: (thing.ctid or "", thing.key or ""))
        having = [thing for thing in by_ctid if value_of(thing) is not None]
        missing = [thing for thing in by_ctid if value_of(thing) is None]
        descending = search.sort.descending or search.sort.by == "relevance"
        # Sorting is stable in both directions, so those of equal value stay in the order of their CTIDs.
        return [*sorted(having, key=lambda thing: value_of(thing) or (), reverse=descending), *missing]

    @staticmethod
    def _sort_value(search: Search) -> Callable[[Thing], tuple[int | float | str, ...] | None]:
        by = search.sort.by
        if by == "created":
            return lambda thing: (thing.record.created_at,) if thing.record else None
        if by == "updated":
            return lambda thing: (thing.record.updated_at,) if thing.record else None
        if by == "relevance":
            conditions = text_conditions(search.expression)
            return lambda thing: (score(conditions, thing.values),)
        return lambda thing: sort_value(thing.values, by)

    # --- Conditions ------------------------------------------------------------------------------------

    def _evaluate(self, expression: Expression, universe: NodeSet) -> NodeSet:
        """The nodes of the universe that satisfy the expression."""
        match expression:
            case Every():
                return universe
            case Nothing():
                return frozenset()
            case And(parts):
                return universe.intersection(*(self._evaluate(part, universe) for part in parts))
            case Or(parts):
                return frozenset().union(*(self._evaluate(part, universe) for part in parts))
            case Not(part):
                return universe - self._evaluate(part, universe)
            case Link(name, target, reverse):
                return self._across(self._evaluate(target, universe), name, not reverse) & universe
            case LinkPath(chains, depth, target):
                targets = self._evaluate(target, universe)
                return frozenset(n for n in universe if self._reached(n, chains, depth, universe) & targets)
            case _:
                return frozenset(n for n in universe if _holds(self._things[n], expression))

    def _across(self, nodes: NodeSet, name: str, backwards: bool) -> NodeSet:
        """The nodes one edge away from some nodes: at its source (``backwards``) or at its target."""
        edges = [
            (source, target)
            for source, thing in enumerate(self._things)
            for label, target in thing.links
            if label == name
        ]
        if backwards:
            return frozenset(source for source, target in edges if target in nodes)
        return frozenset(target for source, target in edges if source in nodes)

    def _reached(
        self, start: int, chains: Sequence[Sequence[tuple[str, bool]]], depth: int, universe: NodeSet
    ) -> NodeSet:
        """What is reached from a node in one to ``depth`` steps; each node on the way must be looked at too."""
        reached: NodeSet = frozenset()
        frontier: NodeSet = frozenset({start})
        for _ in range(depth):
            step: NodeSet = frozenset()
            for chain in chains:
                nodes = frontier
                for name, reverse in chain:
                    nodes = self._across(nodes, name, reverse) & universe
                step |= nodes
            # A node met before leads nowhere new.
            frontier = step - reached
            reached |= step
        return reached


def _holds(thing: Thing, leaf: Expression) -> bool:
    """Whether a node satisfies a condition that is about itself and its record alone."""
    match leaf:
        case ClassIn(classes):
            return any(name in classes for name in thing.classes)
        case KeyIn(keys):
            return thing.key is not None and not is_blank(thing.key) and thing.key in keys
        case IdText(field, match, text):
            own = thing.uri if field == "uri" else thing.ctid
            return own is not None and compares(own, match, text)
        case HasLiteral():
            return any(has_literal(value, leaf) for value in thing.values)
        case Words():
            return any(has_words(value, leaf) for value in thing.values)
        case LiteralText():
            return any(has_text(value, leaf) for value in thing.values)
        case LiteralValue():
            return any(has_number(value, leaf) for value in thing.values)
        case DurationWithin():
            return any(has_duration(value, leaf) for value in thing.values)
        case Near():
            return _is_near(thing, leaf)
        case RecordTime() | RecordOf() | PublishType():
            return thing.record is not None and _record_holds(thing.record, leaf)
        case _:
            raise TypeError(f"No condition on a single node: {leaf!r}")


def _record_holds(record: Record, leaf: RecordTime | RecordOf | PublishType) -> bool:
    match leaf:
        case RecordTime(field, low, high):
            time = record.created_at if field == "created" else record.updated_at
            return (low is None or time >= low) and (high is None or time <= high)
        case RecordOf(field, ctids):
            organization = record.owner if field == "owner" else record.publisher
            return organization is not None and (not ctids or organization in ctids)
        case PublishType(types):
            return record.publish_type in types


def _is_near(thing: Thing, place: Near) -> bool:
    def numbers(name: str) -> list[float]:
        return [value.number for value in thing.values if value.property == name and value.number is not None]

    return any(
        kilometres_between(place.latitude, place.longitude, latitude, longitude) <= place.kilometres
        for latitude in numbers("ceterms:latitude")
        for longitude in numbers("ceterms:longitude")
    )
