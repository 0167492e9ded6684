"""One question to one database: the connection, what the index knows, and the time that is left."""

from __future__ import annotations

import json
import math
import re
import time
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple

import msgspec
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from opencredreg.query.matching import covers
from opencredreg.query.tree import Expression, Visibility
from opencredreg.store.index.format import require_current_format
from opencredreg.store.search.kept import KeptResults
from opencredreg.store.search.known import Known
from opencredreg.store.search.refusals import out_of_time, refusal_of, too_complex
from opencredreg.store.search.sql import FALSE, Shared, Sql, chain, numbers, put, statement_of, value

__all__ = ["MANY", "PLACE_BITS", "SOME", "Edges", "Session"]

PLACE_BITS = 10
"""The number of a literal is that of its node, shifted by so many bits, plus its place."""

MOST_PARTS = 5_000
"""One question has at most so many conditions, those that are one look-up counted once."""

MANY = 20_000
"""Conditions are counted up to this many nodes where that is cheap."""

SOME = 2_000
"""Conditions are counted up to this many nodes where each must be looked at."""

_FEW = 64
_UNITED = 64
"""So many queries are put together in one; databases bound how many."""

_LEVELS = 4
"""The parser of SQLite has room for a hundred open pieces of a statement; a part takes up to a dozen."""

_LEVELS_OF_POSTGRESQL = 8
_COUNTED_EDGES = 200_000
_SAMPLED_EDGES = 5_000
_NUMBERED = re.compile(r"(?<=\b[a-z])\d+\b")
_STEPS_BETWEEN_LOOKS = 20_000
_ROWS_AT_ONCE = 5_000


# PostgreSQL plans by what it believes about the text index, which for our questions is far too much: it would rather
# go through a whole table. Our own counts are better, so it is left with the one plan that the statement spells out.
_OUR_PLANS = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "work_mem": "256MB",
}


class Edges(NamedTuple):
    """How many edges a property has, how many of them a source has on average, and how many a target."""

    total: float
    per_source: float
    per_target: float


class Session:
    """What the parts of a plan need to know while they are made and asked."""

    def __init__(
        self,
        connection: Connection,
        community_id: int,
        visibility: Visibility,
        known: Known,
        budget_s: float,
    ) -> None:
        self.connection = connection
        self.community_id = community_id
        self.visibility = visibility
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.most_levels = _LEVELS if self.is_sqlite else _LEVELS_OF_POSTGRESQL
        """So many parts may stand inside of each other in one statement."""
        self._known = known
        self._budget_s = budget_s
        self._ends_at = 0.0
        self._aliases = count(1)
        self._parts = 0
        self._unknown_terms: set[str] = set()
        self._languages: dict[int, str] | None = None
        self.judged: dict[Hashable, list[int]] = {}
        """The nodes that were found by judging many texts, by what they were judged by."""
        self.near: dict[Hashable, Any] = {}
        """What is asked of the text index for texts that are nearly another one, by the conditions."""
        self.ends: dict[Expression, Any] = {}
        """The plans of what links lead to."""
        self.kept = KeptResults()
        self.hides = False
        self.has_spilled = False
        self._newest = 0.0
        self._has_looked = False

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Work with the database for as long as the time allows, and not longer.

        Raises:
            Unavailable: the time is over, or the database cannot answer now.
            QueryInvalid: the question is too complex for the database.
        """
        self._ends_at = time.monotonic() + self._budget_s
        self._parts = 0
        raw: Any = self.connection.connection.driver_connection
        if self.is_sqlite:
            raw.set_progress_handler(lambda: time.monotonic() > self._ends_at, _STEPS_BETWEEN_LOOKS)
        else:
            self._configure({**_OUR_PLANS, "statement_timeout": f"{max(int(self._budget_s * 1000), 1)}ms"})
        try:
            if not self._has_looked:
                self._look_around()
            yield
            if not self.is_sqlite:
                # The transaction is the caller's, who may go on with it.
                back = "; ".join(
                    f"SET LOCAL {name} TO DEFAULT" for name in (*_OUR_PLANS, "statement_timeout")
                )
                self.connection.exec_driver_sql(back)
        except (DBAPIError, self.connection.dialect.loaded_dbapi.Error) as error:
            refusal = refusal_of(error, self._budget_s)
            if refusal is None:
                raise
            raise refusal from error
        except RecursionError as error:
            raise too_complex() from error
        finally:
            if self.is_sqlite:
                raw.set_progress_handler(None, 0)

    def _configure(self, settings: Mapping[str, str]) -> None:
        """Set something for the rest of the transaction (PostgreSQL)."""
        calls = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())
        self.connection.exec_driver_sql(f"SELECT {calls}")

    def _look_around(self) -> None:
        found = self.rows(
            Sql(
                "SELECT (SELECT format FROM index_state WHERE id = 1),"
                " EXISTS (SELECT 1 FROM node WHERE provisional), EXISTS (SELECT 1 FROM literal WHERE id < 0),"
                " (SELECT max(id) FROM node)"
            )
        )[0]
        require_current_format(found[0])
        self.hides = self.visibility == "exclude" and bool(found[1])
        self.has_spilled = bool(found[2])
        self._newest = float(found[3] or 0)
        self._has_looked = True

    def count_part(self) -> None:
        """Note that one more condition was planned.

        Raises:
            QueryInvalid: there are more than one question may have.
        """
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise too_complex()
        self.check_time()

    # Asking.

    def rows(self, statement: Sql) -> list[Any]:
        """All rows of a statement."""
        self.check_time()
        found = self._execute(statement)
        # Rows of the driver cost half of those of the toolkit.
        rows: list[Any] = found.cursor.fetchall()
        found.close()
        return rows

    def numbers(self, statement: Sql) -> array[int]:
        """The only column of all rows, in little room."""
        column = array("q")
        found = self._execute(statement)
        while rows := found.cursor.fetchmany(_ROWS_AT_ONCE):
            column.extend([row[0] for row in rows])
        found.close()
        return column

    def _execute(self, statement: Sql) -> Any:
        text, values = statement_of(statement)
        if not self.is_sqlite:
            text = text.replace("%", "%%").replace("?", "%s")
        return self.connection.exec_driver_sql(text, values)

    def check_time(self) -> None:
        """Give up when the time is over; for work that is not the database's."""
        if self._ends_at and time.monotonic() > self._ends_at:
            raise out_of_time(self._budget_s)

    # What the index knows.

    def term(self, name: str) -> int | None:
        """The number of a property or class; ``None`` when the index has never seen it."""
        return self.terms([name]).get(name)

    def terms(self, names: Iterable[str]) -> dict[str, int]:
        """The numbers of those names that the index has seen. A number is given once and for all."""
        wanted = list(names)
        missing = [
            name for name in wanted if name not in self._known.terms and name not in self._unknown_terms
        ]
        if missing:
            rows = self.rows(put("SELECT name, id FROM term WHERE {}", self.is_text_among("name", missing)))
            self._known.terms.update((name, number) for name, number in rows)
            self._unknown_terms.update(name for name in missing if name not in self._known.terms)
        return {name: self._known.terms[name] for name in wanted if name in self._known.terms}

    @property
    def languages(self) -> dict[int, str]:
        """The language tags that the index has seen, by number."""
        if self._languages is None:
            rows = self.rows(put("SELECT id, name FROM term WHERE name >= '@' AND name < 'A'"))
            self._languages = {number: name[1:] for number, name in rows}
        return self._languages

    def language_ids(self, ranges: tuple[str, ...]) -> list[int]:
        """The numbers of the language tags that the ranges cover."""
        return [number for number, tag in self.languages.items() if tag and covers(ranges, tag)]

    # How much there is.

    def counted(self, rows: Sql, most: int = MANY) -> float:
        """How many rows a query has, counted up to a bound."""
        # The names of tables differ each time that a statement is made; the same question is recognised without.
        text, values = statement_of(rows)
        about = (_NUMBERED.sub("", text), repr(values))

        def find() -> float:
            bounded = put("SELECT count(*) FROM (SELECT 1 FROM ({}) AS r LIMIT {}) AS b", rows, most)
            return float(self.rows(bounded)[0][0])

        return self._estimate(about, find)

    def _estimate(self, about: Hashable, find: Callable[[], float]) -> float:
        # When the registry has become larger by a fifth or so, everything is counted again.
        size = math.floor(4 * math.log2(self._newest + 1))
        return self._known.estimate((size, about), find)

    def node_count(self) -> float:
        """How many nodes there are, or more: numbers are never given twice."""
        return self._estimate("nodes", lambda: max(self._newest, 1.0))

    def result_count(self) -> float:
        """About how many results a search for everything has."""
        rows = put(
            "SELECT 1 AS id FROM node WHERE community_id = {} AND resource_ctid IS NOT NULL",
            self.community_id,
        )
        found = self.counted(rows, _COUNTED_EDGES)
        return self.node_count() if found == _COUNTED_EDGES else max(found, 1.0)

    def edges(self, property_id: int) -> Edges:
        """How many edges a property has, and what a sample of them says of their ends."""

        def count(what: str, most: int) -> float:
            sample = f"SELECT source_id, target_id FROM link WHERE property_id = {property_id} LIMIT {most}"
            return max(float(self.rows(Sql(f"SELECT count({what}) FROM ({sample}) AS s"))[0][0]), 1.0)

        def find(what: str, most: int) -> float:
            return self._estimate(("edges", property_id, what), lambda: count(what, most))

        total = find("*", _COUNTED_EDGES)
        sampled = min(total, _SAMPLED_EDGES)
        per_source = sampled / find("DISTINCT source_id", _SAMPLED_EDGES)
        per_target = sampled / find("DISTINCT target_id", _SAMPLED_EDGES)
        return Edges(total, per_source, per_target)

    # Words of SQL that differ.

    def alias(self, letter: str) -> str:
        """A name for a table that no other part of the statement has."""
        return f"{letter}{next(self._aliases)}"

    def named(self, select: Sql) -> Sql:
        """The rows ``id`` of a query that is moved before the statement, so that nothing stands inside of it."""
        name = self.alias("x")
        # PostgreSQL would put the query back where it was, and plan it there. For SQLite that is no trouble.
        how = "" if self.is_sqlite else "MATERIALIZED "
        one = Shared(name, select.text, select.values, how)
        return Sql(f"SELECT id FROM {name}", (), (*select.shared, one))

    def union(self, selects: Sequence[Sql]) -> Sql:
        """The rows ``id`` of all queries, those of many in groups."""
        while len(selects) > _UNITED:
            groups = [selects[start : start + _UNITED] for start in range(0, len(selects), _UNITED)]
            selects = [self.named(self.union(group)) for group in groups]
        return chain(
            " UNION ALL ", [put("SELECT id FROM ({}) AS {}", one, self.alias("u")) for one in selects]
        )

    def node_of(self, literal: str) -> str:
        """The node of a literal, without reading the literal where its number says it."""
        if not self.is_sqlite:
            return f"{literal}.node_id"
        derived = f"{literal}.id >> {PLACE_BITS}"
        if self.has_spilled:
            return f"(CASE WHEN {literal}.id < 0 THEN {literal}.node_id ELSE {derived} END)"
        return f"({derived})"

    def is_of(self, literal: str, node: str) -> str:
        """Whether a literal is one of a node; both are given as SQL."""
        last = (1 << PLACE_BITS) - 1
        first = f"({node} << {PLACE_BITS})"
        numbered = f"{literal}.id BETWEEN {first} AND ({first} | {last})"
        return (
            f"({numbered} OR ({literal}.id < 0 AND {literal}.node_id = {node}))"
            if self.has_spilled
            else numbered
        )

    def with_literals(self, nodes: str, literal: str, node: str) -> str:
        """Tables, joined with the literals of a node that is among their columns, from the node to the literals."""
        if self.is_sqlite:
            return f"{nodes} CROSS JOIN literal {literal} ON {self.is_of(literal, node)}"
        own = f"SELECT * FROM literal {literal} WHERE {self.is_of(literal, node)} OFFSET 0"
        return f"{nodes} CROSS JOIN LATERAL ({own}) AS {literal}"

    def beginning(self, literal: str) -> str:
        """The first 64 characters of a folded text, as they are indexed."""
        collation = "" if self.is_sqlite else ' COLLATE "C"'
        return f"substr({literal}.folded, 1, 64){collation}"

    def bytewise(self, text: str) -> str:
        """A text, compared by code points."""
        return text if self.is_sqlite else f'{text} COLLATE "C"'

    def holds(self, text: str, piece: Sql) -> Sql:
        """Whether a text holds another one."""
        return put("{} > 0", self.place_of(text, piece))

    def place_of(self, text: str, piece: Sql) -> Sql:
        """Where in a text another one stands, from 1; 0 for nowhere."""
        return put("instr({}, {})" if self.is_sqlite else "strpos({}, {})", text, piece)

    def exists(self, select: Sql) -> Sql:
        """Whether a correlated query has a row. PostgreSQL is kept from making a join of it."""
        return put("EXISTS ({})" if self.is_sqlite else "EXISTS ({} OFFSET 0)", select)

    def is_among(self, column: str, select: Sql) -> Sql:
        """Whether a column is one of the rows of a query that is asked once."""
        # The sign keeps SQLite from walking through the rows of the query and looking for the column.
        # The words keep PostgreSQL from making a join of it: it lists the rows once and looks columns up.
        return put("+{} IN ({})" if self.is_sqlite else "({} IN ({})) IS TRUE", column, select)

    def is_one_of(self, column: str, ids: Sequence[int]) -> Sql:
        """Whether a column is one of some numbers."""
        if not ids:
            return FALSE
        if len(ids) <= _FEW:
            return put("{} IN ({})", column, numbers(ids))
        return self.is_among(column, self.listed(ids))

    def listed(self, ids: Iterable[int]) -> Sql:
        """Numbers as rows with a column ``id``."""
        if self.is_sqlite:
            return put(
                "SELECT value AS id FROM json_each({})", value(msgspec.json.encode(list(ids)).decode())
            )
        return put("SELECT unnest({}::bigint[]) AS id", value(list(ids)))

    def is_text_among(self, column: str, texts: Iterable[str]) -> Sql:
        """Whether a column is one of some texts."""
        if self.is_sqlite:
            return put("{} IN (SELECT value FROM json_each({}))", column, value(json.dumps(list(texts))))
        return put("{} = ANY({}::text[])", column, value(list(texts)))

    def is_number_among(self, column: str, amounts: Sequence[float]) -> Sql:
        """Whether a column is one of some numbers that need not be whole."""
        if self.is_sqlite:
            # Going through a text would lose digits.
            return put("{} IN ({})", column, chain(", ", [value(float(one)) for one in amounts]))
        return put("{} = ANY({}::float8[])", column, value([float(one) for one in amounts]))
