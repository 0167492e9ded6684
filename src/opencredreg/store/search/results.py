"""The results of a plan: those of the nodes that satisfy it which a search may show."""

from __future__ import annotations

from array import array

from opencredreg.store.search.leaves import NodeRows
from opencredreg.store.search.parts import AllOf, Part, Selection
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import TRUE, Sql, all_of, put

__all__ = ["Results", "is_result"]


class Results:
    """The results of a plan: nodes ``n`` with a CTID that are looked at and satisfy it."""

    def __init__(self, session: Session, wanted: Part) -> None:
        self.session = session
        self.own = is_result(session)
        parts = wanted.parts if isinstance(wanted, AllOf) else [wanted]
        self._selection = Selection(parts, session.node_count(), also=[_Scan(session)])
        self.size = min(self._selection.size, wanted.size)

    @property
    def source(self) -> Sql:
        """What stands behind ``FROM``."""
        is_sqlite = self.session.is_sqlite
        driver = self._selection.driver
        conditions = all_of([self.own, self._selection.conditions("n.id")])
        if isinstance(driver, NodeRows | _Scan) and driver.result_index:
            table = f"node n INDEXED BY {driver.result_index}" if is_sqlite else "node n"
            return put("{} WHERE {}", table, all_of([driver.probe("n.id", 1.0), conditions]))
        if is_sqlite:
            # SQLite would rather walk through an index of all results than look the few up.
            return put("node n NOT INDEXED WHERE n.id IN ({}) AND {}", driver.rows(), conditions)
        # And so would PostgreSQL.
        return put(
            "(SELECT DISTINCT id FROM ({}) AS r) AS d"
            " CROSS JOIN LATERAL (SELECT * FROM node WHERE node.id = d.id OFFSET 0) AS n WHERE {}",
            driver.rows(),
            conditions,
        )

    def count(self) -> int:
        """How many there are."""
        number: int = self.session.rows(put("SELECT count(*) FROM {}", self.source))[0][0]
        return number

    def ids(self) -> array[int]:
        """The numbers of all of them, each once."""
        return self.session.numbers(put("SELECT n.id FROM {}", self.source))


class _Scan(Part):
    """Going through all results, where no condition leaves few."""

    probe_cost = 0.0
    result_index = "ix_node_result"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.size = session.result_count()
        self.rows_cost = self.size * 0.5

    def rows(self) -> Sql:
        return put("SELECT n.id FROM node n WHERE {}", is_result(self.session))

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        return TRUE


def is_result(session: Session) -> Sql:
    """Whether a node ``n`` is one that a search may show."""
    shown = TRUE
    if session.visibility == "only":
        shown = Sql("n.provisional")
    elif session.hides:
        shown = Sql("NOT n.provisional")
    return all_of([Sql(f"n.community_id = {session.community_id} AND n.resource_ctid IS NOT NULL"), shown])
