from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from opencredreg.settings import DatabaseSettings
from opencredreg.store.database import open_database
from opencredreg.store.migrate import upgrade
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.templates import Template

# A busy machine is not a defect: examples have no time limit of their own.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole run, started when the first test asks for it.

    There is no skip: where it cannot start, the tests that need it fail and say why.
    """
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of its own, for each of the two databases in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'registry.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template[None]]:
    """An empty database with the newest schema, migrated once for the whole run."""
    folder = tmp_path_factory.mktemp("migrated")

    def prepare(url: str) -> None:
        database = open_database(DatabaseSettings(url=url), folder)
        upgrade(database)
        database.close()

    template = Template("migrated", folder, prepare)
    yield template
    template.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_template: Template[None]
) -> Iterator[str]:
    """As ``database_url``, with the newest schema in it already."""
    if request.param == "sqlite":
        with migrated_template.sqlite(tmp_path / "registry.db") as (url, _):
            yield url
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with migrated_template.postgresql(server) as (url, _):
        yield url
