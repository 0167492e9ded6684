"""Nodes for tests that go through the services instead of HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.objects import MemoryObjects
from opencredreg.registry.node import Node
from opencredreg.settings import load_settings
from opencredreg.store.database import open_database
from opencredreg.store.migrate import upgrade


@contextmanager
def open_node(url: str, **overrides: object) -> Iterator[Node]:
    """A node on a database, brought to the newest schema; settings by name with ``__`` for the dot."""
    named = {name.replace("__", "."): value for name, value in overrides.items()}
    settings = load_settings(None, None, {}, {"database.url": url, **named})
    database = open_database(settings.database, Path("."))
    upgrade(database)
    node = Node(database, settings, MemoryObjects(), bundled_vocabulary())
    try:
        yield node
    finally:
        node.close()
