"""The door of the search engine: what may be asked of it, whichever engine answers.

Nothing outside of this room knows how it answers. A faster engine beside the databases can take the place of the one
that speaks SQL, as long as it never answers from an older state than the connection it is given sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.query.tree import Expression, Search, Visibility

__all__ = ["Engine", "Found", "Inquiry"]


class Found(msgspec.Struct, frozen=True):
    """One page of results."""

    ids: list[int]
    """The numbers of the nodes, in order."""
    total: int | None
    """How many results there are in all, exactly; ``None`` where nobody asked."""
    scores: list[float] | None = None
    """The relevance of each, when they are sorted by it."""


class Inquiry(Protocol):
    """Several questions about one community at one moment, which share what is found out on the way.

    A page of results, its facets and the counts beside it are such questions. Results that were read for one of them
    are not looked for again; nothing is kept longer than the inquiry. For one thread. Its methods raise what those of
    the engine do.
    """

    def run(self, search: Search) -> Found:
        """One page of the results of a search, which is of the visibility of the inquiry."""
        ...

    def counts(self, expressions: Sequence[Expression]) -> list[int]:
        """How many results each of several expressions has by itself."""
        ...

    def ids(self, expression: Expression) -> Sequence[int]:
        """The numbers of all results, each once, in no particular order."""
        ...

    def learn(self, expressions: Sequence[Expression]) -> None:
        """Find out what questions with these conditions need to know, so that nobody has to wait for that."""
        ...


class Engine(Protocol):
    """Answers expressions on the index of one database. Safe to use from several threads.

    All methods raise ``errors.Unavailable`` when the time for an answer is over, or when the index must be built
    again first, and ``QueryInvalid`` (with ``too_large``) for a question that is too complex to be answered at once.
    """

    def inquire(
        self, connection: Connection, community_id: int, visibility: Visibility = "exclude"
    ) -> Inquiry:
        """Begin to ask several things, on a connection that sees one moment only as long as that lasts."""
        ...

    def run(self, connection: Connection, community_id: int, search: Search) -> Found:
        """One page of the results of a search."""
        ...

    def count(
        self,
        connection: Connection,
        community_id: int,
        expression: Expression,
        visibility: Visibility = "exclude",
    ) -> int:
        """How many results an expression has."""
        ...

    def counts(
        self,
        connection: Connection,
        community_id: int,
        expressions: Sequence[Expression],
        visibility: Visibility = "exclude",
    ) -> list[int]:
        """How many results each of several expressions has by itself, as explaining a query needs it."""
        ...

    def ids(
        self,
        connection: Connection,
        community_id: int,
        expression: Expression,
        visibility: Visibility = "exclude",
    ) -> Iterator[int]:
        """The numbers of all results in no particular order, read as they are wanted."""
        ...
