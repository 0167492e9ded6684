"""Names of older requests: what to send today, and those that can be read without doubt.

``tables/legacy.json`` holds them. ``read_as`` are members that today's field of another name takes as they are;
``instead`` says in words what took the place of the others; ``classes`` are names of classes that are no more, and
``beside`` members that stood beside the resource.

Source: ``publishing.md`` sections 4.2, 4.14, 4.16 and 5.5, and requests of 2017.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from opencredreg.crosswalk.assistant.table import Field, Part

__all__ = ["Legacy", "find_legacy", "find_legacy_beside", "find_legacy_class"]

_MAP: Final = "_map"


class Legacy(msgspec.Struct, frozen=True):
    """What an older name means today: the ``field`` that takes its value as it is, or only the ``hint``."""

    hint: str
    field: Field | None = None


class _Table(msgspec.Struct, frozen=True):
    read_as: Mapping[str, tuple[str, ...]]
    instead: Mapping[str, str]
    classes: Mapping[str, str]
    beside: Mapping[str, str]


def find_legacy(part: Part, name: str) -> Legacy | None:
    """What a member was that objects of this table no longer have.

    >>> from opencredreg.crosswalk.assistant.table import get_kind
    >>> find_legacy(get_kind("credential"), "Name_Map").field.name
    'Name'
    """
    folded = name.lower()
    if folded.endswith(_MAP):
        field = part.fields.get(folded.removesuffix(_MAP))
        if field is not None and field.conversion in ("text", "named"):
            return Legacy(f"Send the language map under {field.name}.", field)
        return None
    table = _table()
    for today in table.read_as.get(folded, ()):
        field = part.fields.get(today.lower())
        if field is not None:
            return Legacy(f"Send it as {field.name}.", field)
    hint = table.instead.get(folded)
    return Legacy(hint) if hint else None


def find_legacy_beside(name: str) -> str | None:
    """What to do about a member that once stood beside the resource in a request."""
    return _table().beside.get(name.lower())


def find_legacy_class(name: str) -> str | None:
    """What took the place of a class that is no more."""
    return _table().classes.get(name.strip().rpartition(":")[2].lower())


@cache
def _table() -> _Table:
    file = resources.files(__package__) / "tables" / "legacy.json"
    return msgspec.json.decode(file.read_bytes(), type=_Table)
