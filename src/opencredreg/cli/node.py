"""Opening the node that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import make_url
from sqlalchemy.engine.url import URL

from opencredreg.accounts.actor import Actor
from opencredreg.cli.commands import Invocation, environment
from opencredreg.errors import NotFound
from opencredreg.registry.communities import Community, get_community
from opencredreg.registry.node import Node
from opencredreg.registry.setup import local_actor
from opencredreg.settings import Settings, load_settings
from opencredreg.store.migrate import current_revision, upgrade

__all__ = [
    "acting",
    "build_node",
    "enter_sandbox",
    "given_options",
    "invocation",
    "open_node",
    "read_settings",
    "the_community",
]

_SANDBOX_FOLDER = "sandbox"


def invocation() -> Invocation:
    """The shared options of the command that runs."""
    return click.get_current_context().find_root().ensure_object(Invocation)


def read_settings(**overrides: object) -> Settings:
    """The settings in effect; ``server__port=0`` stands for the option that sets ``server.port``."""
    return load_settings(invocation().data, None, environment(), given_options(**overrides))


def given_options(**overrides: object) -> dict[str, object]:
    """The settings that were given as options, by their full names."""
    named = {name.replace("__", "."): value for name, value in overrides.items()}
    named["database.url"] = invocation().database
    return {name: value for name, value in named.items() if value is not None}


def enter_sandbox() -> None:
    """Let the command work on the sandbox: without ``--data``, in a folder of its own.

    Only where the settings say already that the node is a sandbox, the folder is theirs.
    """
    shared = invocation()
    if shared.data is None:
        settings = read_settings()
        if not settings.publishing.sandbox:
            shared.data = Path(settings.storage.data) / _SANDBOX_FOLDER


def build_node(settings: Settings, *, migrate: bool = True) -> Node:
    """The node of the settings, wired together."""
    # The application stands above the commands and wires them too, so it is not imported but called by name.
    application: Any = import_module("opencredreg.app")
    node: Node = application.build_node(settings, migrate=migrate)
    return node


@contextmanager
def open_node() -> Iterator[Node]:
    """The node, which must exist; its database is brought to the schema of this release.

    Raises:
        NotFound: there is no database, or an empty one.
    """
    settings = read_settings()
    _require_file(settings)
    node = build_node(settings, migrate=False)
    try:
        if current_revision(node.database) is None:
            raise _no_node(f"The database {node.database.engine.url.render_as_string()} is empty")
        upgrade(node.database)
        yield node
    finally:
        node.close()


def acting(node: Node) -> Actor:
    """Who acts: staff of the node, because whoever can run commands on it can do everything."""
    with node.database.read() as connection:
        return local_actor(connection)


def the_community(node: Node, name: str | None) -> Community:
    """The community of a name, or the default one.

    Raises:
        NotFound: there is none.
    """
    with node.database.read() as connection:
        return get_community(connection, name)


def _require_file(settings: Settings) -> None:
    """Refuse to make an empty database where there is none: that would hide a wrong folder."""
    url: URL | None = make_url(settings.database.url) if settings.database.url else None
    if url is not None and (url.get_backend_name() != "sqlite" or not url.database):
        return
    file = Path(url.database if url and url.database else Path(settings.storage.data) / "registry.db")
    if not file.is_file() or file.stat().st_size == 0:
        raise _no_node(f"There is no node in {file.parent}")


def _no_node(message: str) -> NotFound:
    return NotFound(
        f"{message}.", kind="node", hint="Create it with opencredreg init, or name another one with --data."
    )
