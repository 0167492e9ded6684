"""The engine that answers from the tables of the registry, on SQLite and PostgreSQL.

A search is one statement of semi-joins over numbers. Before it is made, each condition is counted up to a bound; from
the counts follows where the search starts and what is tested of each candidate (``parts``). Where nearly everything
matches, the page is found by walking through the results in their order until it is full, and only the total is
counted over all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.query.tree import Expression, Search, Visibility
from opencredreg.store.search.engine import Found
from opencredreg.store.search.known import Known
from opencredreg.store.search.leaves import NodeRows
from opencredreg.store.search.order import Order, build_order
from opencredreg.store.search.parts import AllOf, Part, Selection
from opencredreg.store.search.plan import plan
from opencredreg.store.search.scoring import find_best
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import TRUE, Sql, all_of, put
from opencredreg.store.search.walks import find_page, step_cost

__all__ = ["SqlEngine"]

_BUDGET_S = 30.0
_MANY_RESULTS = 2_000
_SORTED = 1.5


class SqlEngine:
    """Answers searches of one database. Safe to use from several threads.

    Args:
        budget_s: how long one question may take, in seconds.
        known: what is remembered of the database; nothing yet, unless it is given.
    """

    def __init__(self, budget_s: float = _BUDGET_S, known: Known | None = None) -> None:
        self._budget_s = budget_s
        self._known = known or Known()

    def run(self, connection: Connection, community_id: int, search: Search) -> Found:
        """One page of the results of a search.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        session = self._session(connection, community_id, search.visibility)
        with session.limited():
            if search.sort.by == "relevance":
                return find_best(
                    session, search, lambda one: _Results(session, _planned(session, one)).source
                )
            return _page(session, _planned(session, search.expression), search)

    def count(
        self,
        connection: Connection,
        community_id: int,
        expression: Expression,
        visibility: Visibility = "exclude",
    ) -> int:
        """How many results an expression has.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        return self.counts(connection, community_id, [expression], visibility)[0]

    def counts(
        self,
        connection: Connection,
        community_id: int,
        expressions: Sequence[Expression],
        visibility: Visibility = "exclude",
    ) -> list[int]:
        """How many results each of several expressions has by itself.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        session = self._session(connection, community_id, visibility)
        with session.limited():
            return [_Results(session, _planned(session, expression)).count() for expression in expressions]

    def ids(
        self,
        connection: Connection,
        community_id: int,
        expression: Expression,
        visibility: Visibility = "exclude",
    ) -> Iterator[int]:
        """The numbers of all results in no particular order.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        session = self._session(connection, community_id, visibility)
        with session.limited():
            results = _Results(session, _planned(session, expression))
            found = session.numbers(put("SELECT n.id FROM {}", results.source))
        # Whoever asks may take as long as it needs for each of them.
        yield from found

    def _session(self, connection: Connection, community_id: int, visibility: Visibility) -> Session:
        return Session(connection, community_id, visibility, self._known, self._budget_s)


def _planned(session: Session, expression: Expression) -> Part:
    return plan(session, expression, of_results=True)


class _Scan(Part):
    """Going through all results, where no condition leaves few."""

    probe_cost = 0.0
    result_index = "ix_node_result"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.size = session.result_count()
        self.rows_cost = self.size * 0.5

    def rows(self) -> Sql:
        return put("SELECT n.id FROM node n WHERE {}", _is_result(self.session))

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        return TRUE


class _Results:
    """The results of a plan: nodes ``n`` with a CTID that are looked at and satisfy it."""

    def __init__(self, session: Session, wanted: Part) -> None:
        self.session = session
        self.own = _is_result(session)
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
        number: int = self.session.rows(put("SELECT count(*) FROM {}", self.source))[0][0]
        return number


def _is_result(session: Session) -> Sql:
    shown = TRUE
    if session.visibility == "only":
        shown = Sql("n.provisional")
    elif session.hides:
        shown = Sql("NOT n.provisional")
    return all_of([Sql(f"n.community_id = {session.community_id} AND n.resource_ctid IS NOT NULL"), shown])


def _page(session: Session, wanted: Part, search: Search) -> Found:
    results = _Results(session, wanted)
    if search.take <= 0:
        return Found([], results.count() if search.with_total else None)
    if results.size > _MANY_RESULTS:
        return _page_of_many(session, wanted, results, search)
    return _collect(session, results, build_order(session, search.sort), search)


def _page_of_many(session: Session, wanted: Part, results: _Results, search: Search) -> Found:
    """A page of what may be many results, which are counted first: walking through few would never end."""
    total = results.count() if search.with_total else None
    matching = results.size if total is None else float(total)
    if total is not None and total <= search.skip:
        return Found([], total)
    steps = (search.skip + search.take) * session.result_count() / max(matching, 1.0)
    a_step = step_cost(session, search)
    order = build_order(session, search.sort)
    if a_step is not None and steps * a_step + wanted.test_cost(steps) < matching * (_SORTED + order.cost):
        page = find_page(session, wanted, _is_result(session), search, steps)
        if page is not None:
            return Found(page, total)
    return Found(
        _collect(session, results, order, msgspec.structs.replace(search, with_total=False)).ids, total
    )


def _collect(session: Session, results: _Results, order: Order, search: Search) -> Found:
    found = put("SELECT n.id AS id, {} FROM {}", order.columns, results.source)
    if not search.with_total:
        statement = put(
            "SELECT id FROM ({}) AS m ORDER BY {} LIMIT {} OFFSET {}",
            found,
            order.terms,
            search.take,
            search.skip,
        )
        return Found([row[0] for row in session.rows(statement)], None)
    # One pass for both: the total comes with every row, and with one that is empty where the page is.
    statement = put(
        "WITH m AS MATERIALIZED ({}) SELECT (SELECT count(*) FROM m), p.id FROM (SELECT 1) AS one"
        " LEFT JOIN (SELECT * FROM m ORDER BY {} LIMIT {} OFFSET {}) AS p ON 1 = 1 ORDER BY {}",
        found,
        order.terms,
        search.take,
        search.skip,
        order.terms,
    )
    rows = session.rows(statement)
    return Found([row[1] for row in rows if row[1] is not None], rows[0][0])
