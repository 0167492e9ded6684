"""The two databases of the test suite are real, empty and private to each test."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from tests.support import postgres
from tests.support.postgres import PostgresServer, PostgresUnavailable, running_postgres

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("time_around", [1, 2])
def test_each_test_gets_an_empty_database(database_url: str, time_around: int) -> None:
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE left_behind (id integer)"))
    engine.dispose()


def test_a_template_is_prepared_once_and_copied(postgres_server: PostgresServer) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE word (text text)")
            connection.execute("INSERT INTO word VALUES ('here')")

    for _ in range(2):
        name = postgres_server.template("template_of_words", prepare)
        with postgres_server.fresh_database(name) as url, psycopg.connect(url) as connection:
            assert connection.execute("SELECT text FROM word").fetchall() == [("here",)]
            connection.execute("DELETE FROM word")
    assert len(prepared) == 1


def test_a_fresh_database_is_removed_even_while_somebody_is_connected(
    postgres_server: PostgresServer,
) -> None:
    with postgres_server.fresh_database() as url:
        connection = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_durable_server_keeps_what_a_commit_promises() -> None:
    with running_postgres(durable=True, settings={"work_mem": "8MB"}) as server:
        with psycopg.connect(server.url()) as connection:
            shown = {
                name: connection.execute(f"SHOW {name}").fetchone()
                for name in ("fsync", "synchronous_commit", "full_page_writes", "work_mem")
            }
        folder = Path(server.url().partition("host=")[2])
        assert folder.is_dir()
    assert shown == {
        "fsync": ("on",),
        "synchronous_commit": ("on",),
        "full_page_writes": ("on",),
        "work_mem": ("8MB",),
    }
    assert not folder.exists()


def test_the_server_disappears_when_its_owner_is_killed() -> None:
    program = (
        "import sys\n"
        "from tests.support.postgres import running_postgres\n"
        "with running_postgres() as server:\n"
        "    print(server.url(), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        url = owner.stdout.readline().strip()
        psycopg.connect(url).close()
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    folder = Path(url.partition("host=")[2])
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not folder.exists()


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (
        pytest.raises(PostgresUnavailable, match="unrecognized configuration parameter"),
        running_postgres(settings={"no_such_setting": "1"}),
    ):
        pass
    monkeypatch.setenv("OPENCREDREG_TEST_POSTGRES", str(tmp_path))
    with pytest.raises(PostgresUnavailable, match="holds no program initdb"), running_postgres():
        pass


def test_binaries_that_the_account_cannot_reach_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_is_reachable", lambda path: path.name == "tmp")
    with running_postgres() as server, psycopg.connect(server.url()) as connection:
        version = connection.execute("SHOW server_version_num").fetchone()
        assert version is not None
        assert int(str(version[0])) >= 150_000
