"""Conditions on what a node is linked with."""

from __future__ import annotations

from collections.abc import Sequence

from opencredreg.store.search.parts import Part, Whole
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import TRUE, Sql, all_of, put

__all__ = ["Linked", "find_reached"]


class Linked(Part):
    """Some edge leads to a node that satisfies ``target`` (``reverse``: comes from such a node)."""

    def __init__(self, session: Session, property_id: int, target: Part, reverse: bool) -> None:
        super().__init__(session)
        self.property_id = property_id
        self.target = target
        self.stand_on([target])
        self.near, self.far = ("target_id", "source_id") if reverse else ("source_id", "target_id")
        edges = session.edges(property_id)
        per_near, per_far = (
            (edges.per_target, edges.per_source) if reverse else (edges.per_source, edges.per_target)
        )
        is_any = isinstance(target, Whole)
        self._edges = edges.total
        self._per_near = per_near
        self.size = edges.total / per_near
        if not is_any:
            self.size = min(self.size, target.size * per_far)
        self._all_edges_cost = edges.total * 0.1 + target.test_cost(edges.total)
        self._from_target_cost = target.rows_cost + target.size * (1.0 + 0.2 * per_far)
        self.rows_cost = 5 + min(self._all_edges_cost, self._from_target_cost)
        self.probe_cost = 1.5 + per_near * (0.0 if is_any else 0.2 + target.probe_cost)

    def probing_cost(self, candidates: float) -> float:
        """As in every part; the target is tested once for each edge, in its own better way."""
        return candidates * (1.5 + 0.2 * self._per_near) + self.target.test_cost(candidates * self._per_near)

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        if self._all_edges_cost > self._from_target_cost:
            return self._rows_from_target()
        alias = self.session.alias("k")
        return put(
            "SELECT {}.{} AS id FROM link {} WHERE {}.property_id = {} AND {}",
            alias,
            self.near,
            alias,
            alias,
            self.property_id,
            self.target.test(f"{alias}.{self.far}", self._edges),
        )

    def _rows_from_target(self) -> Sql:
        alias = self.session.alias("k")
        ends = self.target.rows_inside()
        if self.session.is_sqlite:
            return put(
                "SELECT {}.{} AS id FROM link {} WHERE {}.property_id = {} AND {}.{} IN ({})",
                alias,
                self.near,
                alias,
                alias,
                self.property_id,
                alias,
                self.far,
                ends,
            )
        # Of links inside of links PostgreSQL would choose the order by what it believes about tables that may just
        # have been filled, and go through all combinations. So each end is listed once, and its links after it.
        end = self.session.alias("d")
        return put(
            "SELECT {}.{} AS id FROM (SELECT DISTINCT id FROM ({}) AS r) AS {} CROSS JOIN LATERAL"
            " (SELECT * FROM link l WHERE l.property_id = {} AND l.{} = {}.id OFFSET 0) AS {}",
            alias,
            self.near,
            ends,
            end,
            self.property_id,
            self.far,
            end,
            alias,
        )

    def probe(self, node: str, candidates: float) -> Sql:
        """Whether one node satisfies it."""
        alias = self.session.alias("k")
        condition = self.target.test(f"{alias}.{self.far}", candidates * self._per_near)
        found = put(
            "SELECT 1 FROM link {} WHERE {}.{} = {} AND {}.property_id = {} AND {}",
            alias,
            alias,
            self.near,
            node,
            alias,
            self.property_id,
            condition,
        )
        return self.session.exists(found)


def find_reached(
    session: Session,
    chains: Sequence[Sequence[tuple[int, bool]]],
    depth: int,
    targets: Part,
    visible: Part | None,
) -> list[int]:
    """The nodes from which some target is reached in one to ``depth`` steps, each step by one of the chains.

    It is walked from the targets backwards, a step for all nodes at once; a node met before is not walked from
    again, so cycles end.
    """
    frontier = {row[0] for row in session.rows(targets.rows())}
    found: set[int] = set()
    for _ in range(depth):
        step: set[int] = set()
        for chain in chains:
            nodes = frontier
            for property_id, reverse in reversed(chain):
                nodes = _one_edge_back(session, nodes, property_id, reverse, visible)
            step |= nodes
        frontier = step - found
        found |= step
        if not frontier:
            break
    return sorted(found)


def _one_edge_back(
    session: Session, nodes: set[int], property_id: int, reverse: bool, visible: Part | None
) -> set[int]:
    if not nodes:
        return set()
    near, far = ("target_id", "source_id") if reverse else ("source_id", "target_id")
    alias = session.alias("k")
    shown = visible.probe(f"{alias}.{near}", 1.0) if visible is not None else TRUE
    among = put("{}.{} IN ({})", alias, far, session.listed(sorted(nodes)))
    statement = put(
        "SELECT DISTINCT {}.{} FROM link {} WHERE {}",
        alias,
        near,
        alias,
        all_of([Sql(f"{alias}.property_id = {property_id}"), among, shown]),
    )
    return {row[0] for row in session.rows(statement)}
