"""Parts of a plan: each condition as rows that can be listed, and as a test of one node.

A part says what listing and testing cost, in steps (about a microsecond on SQLite). From that the parts above it
decide which part a search starts from and whether the others are listed once or tested for each candidate. Costs
are rough on purpose: they need only tell ten from ten thousand.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from heapq import nsmallest

from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import FALSE, TRUE, Sql, all_of, any_of, put

__all__ = ["AllOf", "AnyOf", "Empty", "Part", "Selection", "Unless", "Whole"]

_DRIVERS = 12
"""So many parts are considered to start from."""

LISTED = 0.4
"""What it costs to look a candidate up among rows that were listed."""


class Part(ABC):
    """One condition on a node. ``size`` is how many nodes satisfy it, roughly."""

    size: float
    rows_cost: float
    probe_cost: float
    height = 0
    """How many parts stand inside of each other in its SQL."""
    is_named = False
    """Whether its rows stand before the statement, so that its nodes can only be listed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._named: Sql | None = None

    def stand_on(self, parts: Sequence[Part]) -> None:
        """Take the height of a part that has these inside of it; those that are too high already get a name."""
        for part in parts:
            if part.height >= self.session.most_levels:
                part.get_named()
        self.height = 1 + max(part.height for part in parts)

    def get_named(self) -> None:
        """Become a query that is listed before the statement. Parsers of SQL bear little inside of each other."""
        self.is_named = True
        self.height = 0

    @abstractmethod
    def rows(self) -> Sql:
        """A query with one column ``id``: the nodes that satisfy it; some may come twice."""

    def rows_inside(self) -> Sql:
        """The same query, to stand inside of another one; under its name it is asked once, wherever it stands."""
        if not self.is_named:
            return self.rows()
        if self._named is None:
            self._named = self.session.named(self.rows())
        return self._named

    @abstractmethod
    def probe(self, node: str, candidates: float) -> Sql:
        """A condition on one node, given as SQL, that will be asked for about so many candidates."""

    def listing_cost(self, candidates: float) -> float:
        """What it costs to list all that satisfy it, and to look so many candidates up among them."""
        return self.rows_cost + (self.size + candidates) * LISTED

    def test_cost(self, candidates: float) -> float:
        """What testing so many candidates costs in the better of both ways."""
        listing = self.listing_cost(candidates)
        return listing if self.is_named else min(listing, self.probing_cost(candidates))

    def probing_cost(self, candidates: float) -> float:
        """What it costs to ask whether it holds for so many candidates, one by one."""
        return candidates * self.probe_cost

    def test(self, node: str, candidates: float) -> Sql:
        """A condition on one node, by the better way for so many candidates."""
        if self.is_named or self.listing_cost(candidates) < self.probing_cost(candidates):
            return self.session.is_among(node, self.rows_inside())
        return self.probe(node, candidates)


class Whole(Part):
    """Every node."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.size = session.node_count()
        self.rows_cost = self.size
        self.probe_cost = 0.0

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        return put("SELECT n.id FROM node n WHERE n.community_id = {}", self.session.community_id)

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        return TRUE


class Empty(Part):
    """No node."""

    size = rows_cost = probe_cost = 0.0

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        return Sql("SELECT id FROM node WHERE 1 = 0")

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        return FALSE


class Selection:
    """Several parts that all must hold: which one to start from, and the others in the order of their tests.

    ``also`` are further parts to start from, which need no test.
    """

    def __init__(self, parts: Sequence[Part], everything: float, also: Sequence[Part] = ()) -> None:
        best: tuple[float, float, Part, list[tuple[Part, float]]] | None = None
        # Whatever is dear to list is no good to start from; with many parts, looking at all would be dear itself.
        for driver in (*nsmallest(_DRIVERS, parts, key=lambda part: part.rows_cost), *also):
            found = self._from(driver, parts, everything, best[0] if best else float("inf"))
            if found is not None:
                best = found
        assert best is not None
        self.cost, self.size, self.driver, self.tests = best

    @staticmethod
    def _from(
        driver: Part, parts: Sequence[Part], everything: float, most: float
    ) -> tuple[float, float, Part, list[tuple[Part, float]]] | None:
        cost = driver.rows_cost
        left = driver.size
        tests = []
        # What throws out most for its price comes first.
        others = [part for part in parts if part is not driver]
        others.sort(key=lambda part: part.test_cost(left) / (1.001 - min(part.size / everything, 1.0)))
        for part in others:
            cost += part.test_cost(left)
            if cost >= most:
                return None
            tests.append((part, left))
            left = max(left * min(part.size / everything, 1.0), min(left, 1.0))
        return cost, left, driver, tests

    def conditions(self, node: str) -> Sql:
        """What is tested of a node that the driver gave."""
        return all_of(part.test(node, candidates) for part, candidates in self.tests)


class AllOf(Part):
    """All parts hold."""

    def __init__(self, session: Session, parts: Sequence[Part]) -> None:
        super().__init__(session)
        self.parts = parts
        self.stand_on(parts)
        self.everything = max(session.node_count(), 1.0)
        self.selection = Selection(parts, self.everything)
        self.size = min(self.selection.size, *(part.size for part in parts))
        self.rows_cost = self.selection.cost
        self.probe_cost = self.probing_cost(1.0)

    def _in_order(self) -> list[Part]:
        return sorted(self.parts, key=lambda part: part.probe_cost * (part.size / self.everything + 0.1))

    def probing_cost(self, candidates: float) -> float:
        """As in every part; the candidates become fewer from test to test."""
        cost = 0.0
        left = candidates
        for part in self._in_order():
            cost += part.test_cost(left)
            left *= min(part.size / self.everything, 1.0)
        return cost

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        alias = self.session.alias("d")
        return put(
            "SELECT {}.id FROM ({}) AS {} WHERE {}",
            alias,
            self.selection.driver.rows_inside(),
            alias,
            self.selection.conditions(f"{alias}.id"),
        )

    def probe(self, node: str, candidates: float) -> Sql:
        """Whether one node satisfies it."""
        tests = []
        for part in self._in_order():
            tests.append(part.test(node, candidates))
            candidates *= min(part.size / self.everything, 1.0)
        return all_of(tests)


class AnyOf(Part):
    """At least one part holds."""

    def __init__(self, session: Session, parts: Sequence[Part]) -> None:
        super().__init__(session)
        self.stand_on(parts)
        self.parts = sorted(parts, key=lambda part: part.probe_cost)
        self.size = min(sum(part.size for part in parts), session.node_count())
        self.rows_cost = sum(part.rows_cost for part in parts)
        self.probe_cost = sum(part.probe_cost for part in parts)

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        return self.session.union([part.rows_inside() for part in self.parts])

    def probing_cost(self, candidates: float) -> float:
        """As in every part; each of them is tested in its own better way."""
        return sum(part.test_cost(candidates) for part in self.parts)

    def probe(self, node: str, candidates: float) -> Sql:
        """Whether one node satisfies it."""
        return any_of(part.test(node, candidates) for part in self.parts)


class Unless(Part):
    """The part does not hold."""

    def __init__(self, session: Session, part: Part) -> None:
        super().__init__(session)
        self.part = part
        self.stand_on([part])
        self.size = max(session.node_count() - part.size, 1.0)
        self.rows_cost = session.node_count() + part.test_cost(session.node_count())
        self.probe_cost = part.probe_cost

    def get_named(self) -> None:
        """As in every part. What does not hold is never listed only, so what holds gets the name."""
        self.part.get_named()
        self.height = 1

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        alias = self.session.alias("n")
        return put(
            "SELECT {}.id FROM node {} WHERE {}.community_id = {} AND {}",
            alias,
            alias,
            alias,
            self.session.community_id,
            self.probe(f"{alias}.id", self.session.node_count()),
        )

    def test_cost(self, candidates: float) -> float:
        """As in every part, with a choice of its own."""
        return self.part.test_cost(candidates)

    def probe(self, node: str, candidates: float) -> Sql:
        """Whether one node satisfies it."""
        # A condition on a column that is empty is neither true nor false.
        return put("({}) IS NOT TRUE", self.part.test(node, candidates))

    def test(self, node: str, candidates: float) -> Sql:
        """As in every part, with a choice of its own."""
        return self.probe(node, candidates)
