"""A registry that was just created: the schema, its default community and its administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from opencredreg.registry.node import Node
from opencredreg.registry.setup import initialize
from tests.support.nodes import open_node
from tests.support.postgres import PostgresServer
from tests.support.templates import Template

__all__ = ["new_registry", "registry_template", "registry_url"]


def _prepare(url: str) -> str:
    with open_node(url) as node:
        token = initialize(node)
    assert token is not None
    return token


@pytest.fixture(scope="session")
def registry_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template[str]]:
    """What a new registry is copied from; with the token of its administrator."""
    template = Template("new_registry", tmp_path_factory.mktemp("new_registry"), _prepare)
    yield template
    template.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def registry_url(
    request: pytest.FixtureRequest, tmp_path: Path, registry_template: Template[str]
) -> Iterator[str]:
    """The address of a new registry, for each of the two databases in turn."""
    if request.param == "sqlite":
        with registry_template.sqlite(tmp_path / "registry.db") as (url, _):
            yield url
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with registry_template.postgresql(server) as (url, _):
        yield url


@contextmanager
def new_registry(template: Template[str], file: Path) -> Iterator[Node]:
    """A further new registry, in a file."""
    with template.sqlite(file) as (url, _), open_node(url, database__sqlite_synchronous="normal") as node:
        yield node
