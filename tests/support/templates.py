"""Databases that are prepared once and given to many tests, each of which finds them as they were prepared.

SQLite is a file, and a file is copied in no time. PostgreSQL takes a tenth of a second to copy a database, so
there one copy serves all tests in turn: between two of them its rows are put back.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import psycopg
from psycopg import sql

from tests.support.postgres import PostgresServer

__all__ = ["Template"]

_Made = TypeVar("_Made")


class Template(Generic[_Made]):
    """What tests start from.

    ``prepare`` fills an empty database, given its address, and closes what it opened. What it returns is handed
    to every test together with the address.
    """

    def __init__(self, name: str, folder: Path, prepare: Callable[[str], _Made]) -> None:
        self._name = name
        self._file = folder / f"{name}.db"
        self._prepare = prepare
        self._made: dict[str, _Made] = {}
        self._recycled: _RecycledDatabase | None = None

    @contextmanager
    def sqlite(self, file: Path) -> Iterator[tuple[str, _Made]]:
        """The address of a copy at ``file``, and what was prepared."""
        if "sqlite" not in self._made:
            self._made["sqlite"] = self._prepare(f"sqlite:///{self._file}")
        shutil.copyfile(self._file, file)
        yield f"sqlite:///{file}", self._made["sqlite"]

    @contextmanager
    def postgresql(self, server: PostgresServer) -> Iterator[tuple[str, _Made]]:
        """The address of a database that nobody else uses at this time, and what was prepared."""
        if self._recycled is None:
            url = server.url(server.create_database())
            self._made["postgresql"] = self._prepare(url)
            self._recycled = _RecycledDatabase(url)
        with self._recycled.lent() as url:
            yield url, self._made["postgresql"]

    def close(self) -> None:
        """Let go of the server."""
        if self._recycled is not None:
            self._recycled.close()


class _RecycledDatabase:
    """One database of PostgreSQL whose rows and sequences are put back after every use."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._is_lent = False
        self._connection = psycopg.connect(url, autocommit=True)
        names = self._connection.execute(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        self._tables = [str(row[0]) for row in names]
        self._rows = {table: rows for table in self._tables if (rows := self._copy_out(table))}
        self._sequences = self._connection.execute(
            "SELECT sequencename::text, coalesce(last_value, start_value), last_value IS NOT NULL"
            " FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()

    @contextmanager
    def lent(self) -> Iterator[str]:
        if self._is_lent:
            raise RuntimeError("this database is in use; a test can have one database of a template")
        self._is_lent = True
        try:
            yield self._url
        finally:
            self._put_back()
            self._is_lent = False

    def close(self) -> None:
        self._connection.close()

    def _copy_out(self, table: str) -> bytes:
        statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
        with self._connection.cursor().copy(statement) as copy:
            return b"".join(bytes(block) for block in copy)

    def _put_back(self) -> None:
        # A connection that a test forgot may hold locks, and would hold up every test after it.
        self._connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with self._connection.transaction(), self._connection.cursor() as cursor:
            # In this mode foreign keys are not checked, so the order of the tables does not matter.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in self._tables:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in self._rows.items():
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                    copy.write(rows)
            for sequence, value, was_used in self._sequences:
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, value, was_used))
