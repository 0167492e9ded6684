from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from opencredreg.errors import Unavailable
from opencredreg.settings import DatabaseSettings
from opencredreg.store.database import Database, open_database
from tests.support.postgres import PostgresServer


@pytest.fixture
def impatient(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Database]:
    """A database on PostgreSQL whose statements have little time."""
    with postgres_server.fresh_database() as url:
        database = open_database(DatabaseSettings(url=url, statement_timeout_ms=50), tmp_path)
        yield database
        database.close()


def test_a_statement_that_takes_too_long_can_be_tried_again(impatient: Database) -> None:
    with (
        pytest.raises(Unavailable, match="longer than one statement may take") as refused,
        impatient.read(snapshot=True) as connection,
    ):
        connection.execute(text("SELECT pg_sleep(60)"))
    assert "statement_timeout_ms" in refused.value.hint
    with impatient.read() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_connection_that_was_ended_can_be_opened_again(impatient: Database) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"), impatient.read() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with impatient.read() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_wrong_statement_stays_a_defect(impatient: Database, tmp_path: Path) -> None:
    with pytest.raises(ProgrammingError), impatient.read() as connection:
        connection.execute(text("SELECT nothing"))
    database = open_database(DatabaseSettings(), tmp_path)
    with pytest.raises(OperationalError), database.read() as connection:
        connection.execute(text("SELECT nothing"))
    database.close()
