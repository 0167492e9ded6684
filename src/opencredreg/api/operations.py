"""All operations of the node, collected from the modules that declare them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from opencredreg.api import assistant, own, wire
from opencredreg.api.operation import Operation

__all__ = ["all_operations"]


def all_operations() -> tuple[Operation, ...]:
    """The ``OPERATIONS`` of every module in ``api.wire``, ``api.assistant`` and ``api.own``, by their names."""
    found: list[Operation] = []
    for package in (wire, assistant, own):
        for module in sorted(iter_modules(package.__path__), key=lambda entry: entry.name):
            loaded = import_module(f"{package.__name__}.{module.name}")
            found.extend(getattr(loaded, "OPERATIONS", ()))
    return tuple(found)
