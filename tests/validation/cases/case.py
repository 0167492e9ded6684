"""What a case is, and the small changes that make a document of another."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from opencredreg.validation.surroundings import Known

from .bases import Json, certificate

__all__ = ["Case", "Change", "add", "changed", "drop", "embed", "full", "many", "put", "rename", "top"]

Change: TypeAlias = Callable[[Json], None]
Base: TypeAlias = Callable[[], Json]


@dataclass(frozen=True)
class Case:
    """One code.

    ``bad`` turns ``base`` into a document that breaks the rule at ``at``, and nowhere else; ``good`` turns it into
    one that keeps it (without: the base as it is). Pointers without a leading slash start at the graph
    (``0/ceterms:name``). ``levels`` says how grave a breach is where a document is published and where it is
    read: E, W, N or - for not at all. ``also`` names the places and codes of what cannot be helped besides.
    """

    code: str
    bad: Change | bytes
    at: str | tuple[str, ...]
    levels: str
    base: Base = certificate
    good: Change | bytes | None = None
    suggestion: str = ""
    also: tuple[tuple[str, str], ...] = ()
    also_read: tuple[tuple[str, str], ...] = ()
    at_read: str | tuple[str, ...] | None = None
    known: Mapping[str, Known] | None = None
    switched_on: bool = False
    """Whether the rule is off unless a profile asks for it."""
    label: str = ""

    @property
    def name(self) -> str:
        return f"{self.code}-{self.label}" if self.label else self.code

    def pointers(self, mode: str) -> list[str]:
        found = self.at_read if mode == "read" and self.at_read is not None else self.at
        return sorted(map(full, (found,) if isinstance(found, str) else found))


def full(pointer: str) -> str:
    """A pointer from the top of the document."""
    return pointer if not pointer or pointer.startswith("/") else f"/@graph/{pointer}"


def changed(base: Json, change: Change | None) -> Json:
    """A changed copy."""
    document = copy.deepcopy(base)
    if change is not None:
        change(document)
    return document


def put(pointer: str, value: Any) -> Change:
    """Write a value; the last step may be new, and ``-`` appends to a list."""

    def change(document: Json) -> None:
        holder, step = _holder(document, pointer)
        if step == "-":
            holder.append(copy.deepcopy(value))
        else:
            holder[_index(holder, step)] = copy.deepcopy(value)

    return change


def drop(*pointers: str) -> Change:
    """Take values away."""

    def change(document: Json) -> None:
        for pointer in pointers:
            holder, step = _holder(document, pointer)
            del holder[_index(holder, step)]

    return change


def rename(pointer: str, key: str) -> Change:
    """Give a value another key, in its place."""

    def change(document: Json) -> None:
        holder, step = _holder(document, pointer)
        entries = [(key if name == step else name, value) for name, value in holder.items()]
        holder.clear()
        holder.update(entries)

    return change


def add(*items: Json) -> Change:
    """Add items to the graph."""
    return lambda document: document["@graph"].extend(copy.deepcopy(items))


def top(**members: Any) -> Change:
    """Set members of the document itself: ``context``, ``id``, ``graph``."""
    return lambda document: document.update({f"@{name}": value for name, value in members.items()})


def embed(term: str, value: Json, item: int = 0) -> Change:
    """Put one object inside an item, as the only value of a list."""
    return put(f"{item}/{term}", [value])


def many(*changes: Change) -> Change:
    """Several changes, in their order."""

    def change(document: Json) -> None:
        for one in changes:
            one(document)

    return change


def _holder(document: Json, pointer: str) -> tuple[Any, str]:
    *steps, last = full(pointer).removeprefix("/").split("/")
    holder: Any = document
    for step in steps:
        holder = holder[_index(holder, step)]
    return holder, last.replace("~1", "/").replace("~0", "~")


def _index(holder: Any, step: str) -> Any:
    return int(step) if isinstance(holder, list) else step
