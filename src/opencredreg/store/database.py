"""Connections and transactions: many readers, one writer.

The registry is a log, and a log has one writer at a time. SQLite gives that by ``BEGIN IMMEDIATE``; on
PostgreSQL a transaction-scoped advisory lock gives the same, so that numbers of the log are visible in their
order and both databases behave alike (docs/adr/0003-one-writer.md). Readers never wait.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Engine, bindparam, create_engine, event, func, select
from sqlalchemy import any_ as sql_any
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from opencredreg import clock
from opencredreg.errors import Unavailable
from opencredreg.settings.database import DatabaseSettings
from opencredreg.store.tables import METADATA

__all__ = ["Database", "WriteTransaction", "among", "open_database"]

_WRITER_LOCK = 0x0C4ED4E6
"""The key of the advisory lock that makes one writer at a time on PostgreSQL."""


_STATES_OF_THE_STORE = ("08", "53", "57")
"""Classes of SQLSTATE: no connection, insufficient resources, operator intervention."""
_OUT_OF_TIME = "57014"
"""The SQLSTATE of a statement that was ended because it took too long."""


class WriteTransaction:
    """The one open write transaction. Everything in it is kept, or nothing is."""

    def __init__(self, connection: Connection, is_sqlite: bool) -> None:
        self.connection = connection
        self.is_sqlite = is_sqlite
        self.at = clock.now()
        """The moment of the transaction: every row written in it carries this time."""
        self._counters: dict[str, int] = {}
        self._after_commit: list[Callable[[], None]] = []

    def allocate(self, name: str, count: int = 1) -> int:
        """The first of ``count`` fresh numbers of a counter. Numbers are never given twice."""
        counter = METADATA.tables["counter"]
        value = self._counters.get(name)
        if value is None:
            found = self.connection.execute(select(counter.c.value).where(counter.c.name == name)).scalar()
            if found is None:
                self.connection.execute(counter.insert().values(name=name, value=0))
            value = found or 0
        self._counters[name] = value + count
        return value + 1

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows by the fastest way of the database."""
        listed = rows if isinstance(rows, list) else list(rows)
        if not listed:
            return
        names = ", ".join(columns)
        if self.is_sqlite:
            marks = ", ".join("?" * len(columns))
            self._cursor().executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", listed)
            return
        if len(listed) < 8:
            marks = ", ".join(["%s"] * len(columns))
            self._cursor().executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", listed)
            return
        with self._cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in listed:
                copy.write_row(row)

    def execute_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement with ``?`` marks for many rows."""
        if rows:
            text = statement if self.is_sqlite else statement.replace("?", "%s")
            self._cursor().executemany(text, rows)

    def _cursor(self) -> Any:
        raw = self.connection.connection.driver_connection
        assert raw is not None
        return raw.cursor()

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run this when the transaction is safely stored; never when it is not."""
        self._after_commit.append(action)

    def _finish(self) -> None:
        counter = METADATA.tables["counter"]
        if self._counters:
            self.connection.execute(
                counter.update().where(counter.c.name == bindparam("which")).values(value=bindparam("to")),
                [{"which": name, "to": value} for name, value in self._counters.items()],
            )


class Database:
    """One database of a node: an engine, and the two kinds of transactions."""

    def __init__(self, engine: Engine, settings: DatabaseSettings) -> None:
        self.engine = engine
        self.settings = settings
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.term_ids: dict[str, int] = {}
        """The dictionary of terms as far as it is committed and was needed; terms are never changed."""
        self._writer = threading.Lock()

    @contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """A connection for reading. With ``snapshot`` every statement sees the same moment.

        Raises:
            Unavailable: the database cannot be reached, or a statement took longer than the settings allow.
        """
        try:
            connection = self.engine.connect()
        except (OperationalError, PoolTimeout) as error:
            raise _unreachable(error) from error
        try:
            with connection:
                if snapshot and not self.is_sqlite:
                    connection = connection.execution_options(isolation_level="REPEATABLE READ")
                yield connection
        except OperationalError as error:
            state = getattr(error.orig, "sqlstate", None) or ""
            if state == _OUT_OF_TIME:
                raise _too_slow() from error
            if error.connection_invalidated or state.startswith(_STATES_OF_THE_STORE):
                raise _unreachable(error) from error
            raise

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """The write transaction. An exception undoes all of it.

        Raises:
            Unavailable: the store is busy for longer than the settings allow, or full.
        """
        # Threads of one process queue here in order; other processes queue in the database.
        with self._writer:
            try:
                writer = self.engine.connect().execution_options(immediate=True)
                with writer as connection, connection.begin():
                    if not self.is_sqlite:
                        self._become_writer(connection)
                    transaction = WriteTransaction(connection, self.is_sqlite)
                    yield transaction
                    transaction._finish()
            except PoolTimeout as error:
                raise _unreachable(error) from error
            except OperationalError as error:
                raise _unavailable(error.orig) from error
            except Exception as error:
                # Rows are written by the driver itself, whose errors come as they are.
                if _is_of_the_store(error):
                    raise _unavailable(error) from error
                raise
        for action in transaction._after_commit:
            action()

    def _become_writer(self, connection: Connection) -> None:
        # Waiting for the turn is bounded; the work itself (a large import) may take as long as it needs.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {self.settings.busy_timeout_ms}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")

    def refresh_statistics(self) -> None:
        """Tell the planner of PostgreSQL how much there is now; after bulk work it would else learn it late."""
        if not self.is_sqlite:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")

    @property
    def concurrency(self) -> int:
        """How many requests may work with the database at once: each may hold two connections."""
        return 40 if self.is_sqlite else self.settings.pool_size

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _unreachable(error: Exception) -> Unavailable:
    return Unavailable(
        "The database cannot be reached now. Nothing was changed.",
        hint=f"Try again; if it goes on, the operator should look at the database ({type(error).__name__}).",
    )


def _too_slow() -> Unavailable:
    return Unavailable(
        "The database took longer than one statement may take. Nothing was changed.",
        hint="Ask for less, or try again later; the operator may raise database.statement_timeout_ms.",
    )


def _is_of_the_store(error: Exception) -> bool:
    """Whether the state of the store is the reason (busy, full, going down) and not what was asked of it."""
    state = getattr(error, "sqlstate", None)
    return isinstance(error, sqlite3.OperationalError) or (
        isinstance(state, str) and state.startswith(_STATES_OF_THE_STORE)
    )


def _unavailable(error: BaseException | None) -> Unavailable:
    reason = str(error).strip().partition("\n")[0] or "no reason given"
    return Unavailable(
        f"The store cannot take the change now ({reason}). Nothing was changed.",
        hint="Try again; if it goes on, the operator should look at the disk and at long transactions.",
    )


def among(connection: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """``column`` is one of ``values``, for any number of values, as one parameter."""
    listed = list(values)
    if connection.dialect.name == "postgresql":
        return column == sql_any(bindparam(None, listed, type_=ARRAY(column.type)))
    each = func.json_each(json.dumps(listed)).table_valued("value")
    return column.in_(select(each.c.value))


def open_database(settings: DatabaseSettings, data: Path) -> Database:
    """Open the database that the settings name; without a URL it is ``registry.db`` in the data folder."""
    url = settings.url or f"sqlite:///{data / 'registry.db'}"
    if url.startswith(("postgresql:", "postgres:")):
        url = "postgresql+psycopg:" + url.split(":", 1)[1]
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite_engine(parsed, settings), settings)
    engine = create_engine(
        parsed,
        pool_size=settings.pool_size,
        max_overflow=settings.pool_size,
        pool_pre_ping=True,
        connect_args={
            "options": f"-c statement_timeout={settings.statement_timeout_ms} -c timezone=UTC -c jit=off"
        },
    )
    return Database(engine, settings)


def _sqlite_engine(url: Any, settings: DatabaseSettings) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=settings.pool_size,
        # A connection to a file costs nothing that is scarce, so nobody waits for one.
        max_overflow=-1,
        connect_args={"timeout": settings.busy_timeout_ms / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        # We begin transactions ourselves: the driver must not.
        connection.isolation_level = None
        for pragma in sqlite_pragmas(settings):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def sqlite_pragmas(settings: DatabaseSettings) -> tuple[str, ...]:
    """What every connection to SQLite is set to; performance.md section 0 measured the cache and the map."""
    return (
        f"busy_timeout = {settings.busy_timeout_ms}",
        "journal_mode = WAL",
        f"synchronous = {settings.sqlite_synchronous.upper()}",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -65536",
        f"mmap_size = {1 << 32}",
    )
