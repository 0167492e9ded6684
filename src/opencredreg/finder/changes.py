"""Changes between two versions, with their values read as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from opencredreg.finder.differences import Change, Mark, ObjectChange, TextChange, ValueChange
from opencredreg.finder.statements import Value, read_values
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, names_of, texts_of

__all__ = ["ReadChange", "ReadObject", "ReadText", "ReadValue", "read_changes"]

_MOST_VALUES = 200


class ReadText(msgspec.Struct, frozen=True, tag="text"):
    """A text that was rewritten."""

    language: str
    marks: tuple[Mark, ...]


class ReadValue(msgspec.Struct, frozen=True, tag="value"):
    """A value that became another one."""

    old: tuple[Value, ...]
    new: tuple[Value, ...]


class ReadObject(msgspec.Struct, frozen=True, tag="object"):
    """An object that says something else now; ``names`` tell which one it is, as far as it says so."""

    cls: str
    names: tuple[Text, ...]
    changes: tuple[ReadChange, ...]


class ReadChange(msgspec.Struct, frozen=True):
    """What changed under one property; ``left_out`` values are only in the data."""

    term: str
    added: tuple[Value, ...]
    removed: tuple[Value, ...]
    changed: tuple[ReadText | ReadValue | ReadObject, ...]
    left_out: int = 0


def read_changes(look: Look, changes: Iterable[Change]) -> tuple[ReadChange, ...]:
    """Changes for a page. Whatever they name is looked up at once."""
    listed_changes = tuple(changes)
    look.book.collect([msgspec.to_builtins(listed_changes)])
    return tuple(_change(look, one) for one in listed_changes)


def _change(look: Look, change: Change) -> ReadChange:
    changed = change.changed[:_MOST_VALUES]
    left_out = sum(
        max(0, len(values) - _MOST_VALUES) for values in (change.added, change.removed, change.changed)
    )
    return ReadChange(
        change.term,
        _values(look, change.term, change.added),
        _values(look, change.term, change.removed),
        tuple(_read(look, change.term, one) for one in changed),
        left_out,
    )


def _values(look: Look, term: str, values: tuple[Any, ...]) -> tuple[Value, ...]:
    found: list[Value] = []
    for value in values[:_MOST_VALUES]:
        found += read_values(look, term, value)[0]
    return tuple(found)


def _read(
    look: Look, term: str, change: TextChange | ValueChange | ObjectChange
) -> ReadText | ReadValue | ReadObject:
    if isinstance(change, TextChange):
        return ReadText(change.language, change.marks)
    if isinstance(change, ValueChange):
        return ReadValue(_values(look, term, (change.old,)), _values(look, term, (change.new,)))
    cls = change.new.get("@type")
    return ReadObject(
        cls if isinstance(cls, str) else "",
        _names(change.new),
        tuple(_change(look, one) for one in change.changes),
    )


def _names(value: Mapping[str, Any]) -> tuple[Text, ...]:
    return names_of(value) or texts_of(value.get("ceterms:description"))
