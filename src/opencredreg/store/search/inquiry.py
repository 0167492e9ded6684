"""Several questions to the tables of the registry, which share what is found out on the way."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from opencredreg.query.tree import Expression, Search
from opencredreg.store.search.engine import Found
from opencredreg.store.search.folding import conditions_of
from opencredreg.store.search.leaves import Fixed
from opencredreg.store.search.order import Order, build_order
from opencredreg.store.search.parts import Part
from opencredreg.store.search.plan import plan, plan_results
from opencredreg.store.search.results import Results, is_result
from opencredreg.store.search.scoring import find_best
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import put
from opencredreg.store.search.walks import find_page, step_cost

__all__ = ["SqlInquiry"]

_MANY_RESULTS = 2_000
_SORTED = 1.5
_GUESSED = 4.0


class SqlInquiry:
    """Questions about one community at one moment. For one thread.

    Args:
        session: the connection that sees the moment, and whose results are asked for.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(self, search: Search) -> Found:
        """One page of the results of a search, which is of the visibility of the inquiry.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        session = self._session
        assert search.visibility == session.visibility
        with session.limited():
            if search.sort.by == "relevance":
                return find_best(session, search, self._ids(search.expression))
            known = session.kept.find(conditions_of(search.expression))
            if known is None:
                return _page(session, plan_results(session, search.expression), search)
            return _page_among(session, plan(session, search.expression, of_results=True), search, known)

    def counts(self, expressions: Sequence[Expression]) -> list[int]:
        """How many results each of several expressions has by itself.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        with self._session.limited():
            return [self._count(expression) for expression in expressions]

    def ids(self, expression: Expression) -> Sequence[int]:
        """The numbers of all results, each once, in no particular order.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        with self._session.limited():
            return self._ids(expression)

    def learn(self, expressions: Sequence[Expression]) -> None:
        """Find out what questions with these conditions need to know, so that nobody has to wait for that.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
        """
        with self._session.limited():
            for expression in expressions:
                Results(self._session, plan(self._session, expression, of_results=True))

    def _count(self, expression: Expression) -> int:
        known = self._session.kept.find(conditions_of(expression))
        if known is not None:
            return len(known)
        return Results(self._session, plan_results(self._session, expression)).count()

    def _ids(self, expression: Expression) -> Sequence[int]:
        session = self._session
        conditions = conditions_of(expression)
        known = session.kept.find(conditions)
        if known is None:
            known = Results(session, plan_results(session, expression)).ids()
            session.kept.keep(conditions, known)
        return known


def _page(session: Session, wanted: Part, search: Search) -> Found:
    results = Results(session, wanted)
    if search.take <= 0:
        return Found([], results.count() if search.with_total else None)
    if results.size <= _MANY_RESULTS:
        return _collect(session, results, build_order(session, search.sort), search)
    # Many results are counted before the page is looked for: walking through few would never end.
    total = results.count() if search.with_total else None
    if total is not None and total <= search.skip:
        return Found([], total)
    matching = results.size if total is None else float(total)
    return Found(_find_among(session, wanted, results, search, matching), total)


def _page_among(session: Session, wanted: Part, search: Search, ids: Sequence[int]) -> Found:
    """A page of results that were read already."""
    total = len(ids)
    found: list[int] = []
    if search.take > 0 and total > search.skip:
        fixed = Fixed(session, ids)
        found = _find_among(session, wanted, Results(session, fixed), search, float(total), fixed)
    return Found(found, total if search.with_total else None)


def _find_among(
    session: Session,
    wanted: Part,
    results: Results,
    search: Search,
    matching: float,
    known: Fixed | None = None,
) -> list[int]:
    """A page of so many results, which are walked through in their order or sorted, whichever is cheaper."""
    steps = (search.skip + search.take) * session.result_count() / max(matching, 1.0)
    order = build_order(session, search.sort)
    a_step = step_cost(session, search)
    if a_step is not None:
        tested = wanted
        # What is known is as large as it is, where the cost of the conditions is a guess.
        if known is not None and known.test_cost(steps) < _GUESSED * wanted.test_cost(steps):
            tested = known
        if steps * a_step + tested.test_cost(steps) < matching * (_SORTED + order.cost):
            page = find_page(session, tested, is_result(session), search, steps)
            if page is not None:
                return page
    return _collect(session, results, order, msgspec.structs.replace(search, with_total=False)).ids


def _collect(session: Session, results: Results, order: Order, search: Search) -> Found:
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
