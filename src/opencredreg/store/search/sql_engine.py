"""The engine that answers from the tables of the registry, on SQLite and PostgreSQL.

A search is one statement of semi-joins over numbers. Before it is made, each condition is counted up to a bound; from
the counts follows where the search starts and what is tested of each candidate (``parts``). Where nearly everything
matches, the page is found by walking through the results in their order until it is full, and only the total is
counted over all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.engine import Connection

from opencredreg.query.tree import Expression, Search, Visibility
from opencredreg.store.search.engine import Found
from opencredreg.store.search.inquiry import SqlInquiry
from opencredreg.store.search.known import Known
from opencredreg.store.search.session import Session

__all__ = ["SqlEngine"]

_BUDGET_S = 30.0


class SqlEngine:
    """Answers searches of one database. Safe to use from several threads.

    Args:
        budget_s: how long one question may take, in seconds.
        known: what is remembered of the database; nothing yet, unless it is given.
    """

    def __init__(self, budget_s: float = _BUDGET_S, known: Known | None = None) -> None:
        self._budget_s = budget_s
        self._known = known or Known()

    def inquire(
        self, connection: Connection, community_id: int, visibility: Visibility = "exclude"
    ) -> SqlInquiry:
        """Begin to ask several things, on a connection that sees one moment only as long as that lasts."""
        return SqlInquiry(self._session(connection, community_id, visibility))

    def run(self, connection: Connection, community_id: int, search: Search) -> Found:
        """One page of the results of a search.

        Raises:
            Unavailable: the time is over, or the index must be built again first.
            QueryInvalid: the question is too complex to be answered at once.
        """
        return self.inquire(connection, community_id, search.visibility).run(search)

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
        return self.inquire(connection, community_id, visibility).counts(expressions)

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
        # Whoever asks may take as long as it needs for each of them.
        yield from self.inquire(connection, community_id, visibility).ids(expression)

    def _session(self, connection: Connection, community_id: int, visibility: Visibility) -> Session:
        return Session(connection, community_id, visibility, self._known, self._budget_s)
