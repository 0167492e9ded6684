"""The search engine of a node: one for each, because it remembers what it learned of the data."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from opencredreg.registry.node import Node
from opencredreg.store.search import SqlEngine
from opencredreg.store.search.engine import Engine

__all__ = ["engine_of"]

_engines: WeakKeyDictionary[Node, Engine] = WeakKeyDictionary()
_lock = threading.Lock()


def engine_of(node: Node) -> Engine:
    """The engine of a node."""
    with _lock:
        found = _engines.get(node)
        if found is None:
            found = _engines[node] = SqlEngine()
        return found
