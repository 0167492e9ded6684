"""The same registry in the lay-out that the registry of today has on PostgreSQL, and the SQL that goes with it.

One wide table has a row for each described thing and a column for each property: all values of a text joined to one,
with a full-text index (GIN) on each of these columns. A second table has references as texts: source, property,
target. A question about a thing that is referred to is first answered as a temporary table of addresses, from the
inside outwards; then the page (whole rows) and the total are asked for, one after the other.

What is better here than there: references are found by b-trees and not by a trigram index, by equality and not as part
of a text; values given as addresses have one spelling; temporary tables are made once for both questions and dropped;
nothing is spent on Ruby, on a log of queries or on HTTP. The meaning of queries is ours, as far as such columns can
tell: several values of a property are one text.
"""

from __future__ import annotations

import itertools
import math
import re
import time
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import Connection

from benchmarks.described import Thing, address_of
from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
    Not,
    Nothing,
    Or,
    RecordOf,
    RecordTime,
    Search,
    Words,
)

LIMIT_S = 30.0
_FIXED = ("uri", "resource_ctid", "type", "owner", "created", "updated", "payload")
_NUMERIC = {LiteralKind.NUMBER, LiteralKind.TIME, LiteralKind.BOOLEAN}
_PATTERN = {"contains": "%{}%", "starts": "{}%", "ends": "%{}", "exact": "{}"}
_ID_COLUMN = {"ctid": "resource_ctid", "uri": "thing.uri"}
_RANKED = "relevance"
Answer = tuple[float, int | None]


class TodaysLayout:
    """The two tables and the questions to them."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        for setting in ("jit = off", "work_mem = '64MB'", f"statement_timeout = '{LIMIT_S:.0f}s'"):
            self._do(f"SET {setting}")
        self._columns: dict[str, bool] = {}
        """Whether a column is of numbers, by property."""

    def load(self, things: Iterable[Thing], columns: dict[str, bool]) -> None:
        """Fill the tables and index them. ``columns``: the properties with literals; true for numbers."""
        self._columns = columns
        self._do("SET statement_timeout = 0")
        listed = "".join(
            f", {_name(one)} {'double precision' if numeric else 'text'}" for one, numeric in columns.items()
        )
        self._do(
            "CREATE TABLE thing (uri text, resource_ctid text, type text, owner text, created bigint, updated bigint, "
            f"payload jsonb{listed})"
        )
        self._do("CREATE TABLE reference (source text, path text, target text)")
        waiting = iter(things)
        while part := list(itertools.islice(waiting, 5_000)):
            self._copy("thing", _rows(part, columns))
            self._copy("reference", ((one.uri, *link) for one in part for link in one.links))
        for column in ("uri", "resource_ctid", "type", "owner", "created", "updated"):
            self._do(f"CREATE INDEX ON thing ({column})")
        for one, numeric in columns.items():
            method = f"btree ({_name(one)})" if numeric else f"gin ({_vector(one)})"
            self._do(f"CREATE INDEX ON thing USING {method}")
        for column in ("source", "target"):
            self._do(f"CREATE INDEX ON reference ({column})")
        self._do("CREATE INDEX ON reference (path)")
        for table in ("thing", "reference"):
            self._do(f"VACUUM ANALYZE {table}")
        self._do(f"SET statement_timeout = '{LIMIT_S:.0f}s'")

    def bytes(self) -> int:
        """The size of both tables with their indexes."""
        statement = "SELECT pg_total_relation_size('thing') + pg_total_relation_size('reference')"
        (size,) = self.connection.execute(statement).fetchone() or (0,)
        return int(size)

    def ask(self, search: Search) -> Answer:
        """Seconds for the page and the total, and the total; ``None`` when a statement takes longer than allowed."""
        began = time.perf_counter()
        question = _Question(self._columns)
        condition = f"resource_ctid IS NOT NULL AND {question.condition(search.expression)}"
        try:
            for number, statement in enumerate(question.tables):
                self._do(f"CREATE TEMP TABLE part{number} AS {statement}")
            order = "updated"
            if search.sort.by == _RANKED and question.ranks:
                order = " + ".join(question.ranks)
            if search.take:
                self.connection.execute(
                    _text(f"SELECT * FROM thing WHERE {condition} ORDER BY {order} DESC LIMIT {search.take}")
                ).fetchall()
            found = self.connection.execute(_text(f"SELECT count(*) FROM thing WHERE {condition}")).fetchone()
            total = int(found[0]) if found else 0
        except psycopg.errors.QueryCanceled:
            return math.inf, None
        finally:
            for number in range(len(question.tables)):
                self._do(f"DROP TABLE IF EXISTS part{number}")
        return time.perf_counter() - began, total

    def close(self) -> None:
        self.connection.close()

    def _do(self, statement: str) -> None:
        self.connection.execute(_text(statement))

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        lines = ("\t".join(map(_field, row)) for row in rows)
        with self.connection.cursor() as cursor, cursor.copy(_text(f"COPY {table} FROM STDIN")) as copy:
            while part := list(itertools.islice(lines, 1_000)):
                copy.write("\n".join(part) + "\n")


class _Question:
    """A question as conditions on a row, and the temporary tables that these need, inner ones first."""

    def __init__(self, columns: dict[str, bool]) -> None:
        self._columns = columns
        self.tables: list[str] = []
        self.ranks: list[str] = []

    def condition(self, one: Expression) -> str:
        if isinstance(one, Or) and (ctids := ctids_of(one)):
            return f"resource_ctid IN ({', '.join(map(_value, ctids))})"
        if isinstance(one, And | Or):
            parts = [self.condition(part) for part in one.parts]
            word = " AND " if isinstance(one, And) else " OR "
            return f"({word.join(parts)})"
        if isinstance(one, Not):
            return f"({self.condition(one.part)}) IS NOT TRUE"
        if isinstance(one, Every | Nothing):
            return "true" if isinstance(one, Every) else "false"
        if isinstance(one, Link):
            return self._link(one)
        return self._simple(one)

    def _link(self, one: Link) -> str:
        near, far = ("target", "source") if one.reverse else ("source", "target")
        where = f"r.path = {_value(one.property)}"
        if isinstance(one.target, Every):
            statement = f"SELECT DISTINCT r.{near} AS uri FROM reference r WHERE {where}"
        elif isinstance(one.target, KeyIn):
            statement = (
                f"SELECT DISTINCT r.{near} AS uri FROM reference r "
                f"WHERE {where} AND r.{far} IN ({_addresses(one.target)})"
            )
        else:
            statement = (
                f"SELECT DISTINCT r.{near} AS uri FROM reference r JOIN thing ON thing.uri = r.{far} "
                f"WHERE {where} AND {self.condition(one.target)}"
            )
        self.tables.append(statement)
        return f"thing.uri IN (SELECT uri FROM part{len(self.tables) - 1})"

    def _simple(self, one: Expression) -> str:
        if isinstance(one, ClassIn):
            return f"type IN ({', '.join(map(_value, one.classes))})"
        if isinstance(one, KeyIn):
            return f"thing.uri IN ({_addresses(one)})"
        if isinstance(one, IdText) and one.match == "exact":
            return f"{_ID_COLUMN[one.field]} = {_value(one.text)}"
        if isinstance(one, RecordOf):
            return f"owner IN ({', '.join(map(_value, one.ctids))})" if one.ctids else "owner IS NOT NULL"
        if isinstance(one, RecordTime):
            return _between(one.field, one.low, one.high)
        if isinstance(one, HasLiteral | Words | LiteralText | LiteralValue):
            return self._literal(one) if one.property in self._columns else "false"
        raise ValueError(f"no SQL for {type(one).__name__}")

    def _literal(self, one: HasLiteral | Words | LiteralText | LiteralValue) -> str:
        column = _name(one.property)
        if isinstance(one, HasLiteral):
            return f"{column} IS NOT NULL" if self._columns[one.property] else f"{column} <> ''"
        if isinstance(one, LiteralValue):
            return _between(column, one.low, one.high)
        if isinstance(one, LiteralText):
            escaped = re.sub(r"([%_\\])", r"\\\1", one.text)
            return f"{column} ILIKE {_value(_PATTERN[one.match].format(escaped))}"
        words = f"plainto_tsquery('english', translate({_value(one.text)}, '/.', ' '))::text"
        if one.need == "any":
            words = f"replace({words}, '&', '|')"
        if one.prefix:
            words = rf"regexp_replace({words}, '''([^'']*)''', '''\1'':*')"
        wanted = f"({words})::tsquery"
        self.ranks.append(f"coalesce(ts_rank({_vector(one.property)}, {wanted}), 0)")
        return f"{_vector(one.property)} @@ {wanted}"


def _rows(things: list[Thing], columns: dict[str, bool]) -> Iterator[tuple[Any, ...]]:
    place = {one: len(_FIXED) + number for number, one in enumerate(columns)}
    for thing in things:
        row: list[Any] = [None] * (len(_FIXED) + len(columns))
        row[: len(_FIXED)] = (
            thing.uri, thing.ctid, thing.cls, thing.owner, thing.created, thing.updated, thing.body.decode() or None,
        )  # fmt: skip
        for name, _, _, value, number in thing.literals:
            at = place[name]
            if columns[name]:
                row[at] = number if row[at] is None else row[at]
            else:
                row[at] = value if row[at] is None else f"{row[at]} {value}"
        yield tuple(row)


def columns_of(connection: Connection) -> dict[str, bool]:
    """The properties with literals in the registry of a node; true for those of numbers, times and truth values."""
    kinds = ", ".join(str(int(kind)) for kind in _NUMERIC)
    statement = (
        f"SELECT p.name, min(CASE WHEN l.kind IN ({kinds}) AND l.number IS NOT NULL THEN 1 ELSE 0 END) "
        "FROM literal l JOIN term p ON p.id = l.property_id GROUP BY p.name ORDER BY p.name"
    )
    return {name: bool(numeric) for name, numeric in connection.execute(text(statement))}


def ctids_of(one: Or) -> list[str]:
    """The CTIDs, where nothing but CTIDs is asked for."""
    found = [
        part.text
        for part in one.parts
        if isinstance(part, IdText) and part.field == "ctid" and part.match == "exact"
    ]
    return found if len(found) == len(one.parts) else []


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _between(column: str, low: float | None, high: float | None) -> str:
    parts = [f"{column} {sign} {value}" for sign, value in ((">=", low), ("<=", high)) if value is not None]
    return f"({' AND '.join(parts)})"


def _addresses(one: KeyIn) -> str:
    return ", ".join(_value(address_of(key)) for key in one.keys)


def _vector(name: str) -> str:
    return f"to_tsvector('english', translate({_name(name)}, '/.', ' '))"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _value(value: str) -> str:
    return sql.quote(value)


def _text(statement: str) -> bytes:
    return statement.encode()
