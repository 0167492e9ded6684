"""A database of an earlier release comes to the newest schema with everything that is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from opencredreg.settings import DatabaseSettings
from opencredreg.store import migrate
from opencredreg.store.database import Database, open_database
from opencredreg.store.migrate import HEAD, current_revision, upgrade
from opencredreg.store.tables import METADATA
from opencredreg.store.vocabularies import last_use, list_snapshot_rows, used_snapshot_id

_MIGRATIONS = Path(migrate.__file__).parent / "migrations"


def _bring_to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        command.upgrade(config, revision)


def test_from_the_first_schema_with_data(database_url: str, tmp_path: Path) -> None:
    database = open_database(DatabaseSettings(url=database_url), tmp_path)
    try:
        _bring_to(database, "0001")
        with database.write() as transaction:
            transaction.connection.execute(
                text(
                    "INSERT INTO community (id, name, is_default, secured, secured_search, is_open,"
                    " created_at, updated_at) VALUES (7, 'valley', :yes, :no, :no, :no, 1, 2)"
                ),
                {"yes": True, "no": False},
            )
            transaction.connection.execute(text("INSERT INTO counter (name, value) VALUES ('version', 41)"))
        assert upgrade(database)
        assert current_revision(database) == HEAD
        assert not upgrade(database)
        with database.read() as connection:
            assert connection.execute(text("SELECT id, name FROM community")).all() == [(7, "valley")]
            assert connection.execute(text("SELECT name, value FROM counter")).all() == [("version", 41)]
            assert list_snapshot_rows(connection) == []
            assert last_use(connection) is None
            assert used_snapshot_id(connection) is None
        with database.write() as transaction:
            assert transaction.allocate("version") == 42
    finally:
        database.close()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection", "ignore:autogenerate skipping")
def test_the_migrations_make_the_declared_tables(migrated_url: str, tmp_path: Path) -> None:
    database = open_database(DatabaseSettings(url=migrated_url), tmp_path)
    try:
        with database.read() as connection:
            options = {
                "compare_type": True,
                # The text index of each database is its own affair, and expressions in an index are not compared.
                "include_name": lambda name, kind, _parents: kind != "table" or name in METADATA.tables,
                "include_object": lambda _object, _name, kind, _reflected, _other: kind != "index",
            }
            found = compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)
            assert found == []
    finally:
        database.close()
