"""A type, and an object inside of resources, as their pages show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.describing import (
    CONVERSIONS,
    FieldDescription,
    PartDescription,
    describe_kind,
    describe_part,
    parts_of,
)
from opencredreg.crosswalk.assistant.examples import build_example, build_part_example
from opencredreg.crosswalk.assistant.members import members_of_part, part_behind
from opencredreg.crosswalk.assistant.table import Kind, all_kinds, part_of
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = [
    "Inside",
    "KindView",
    "Levels",
    "ObjectView",
    "Row",
    "build_kind",
    "build_object",
    "pretty",
]

_LONGEST_EXAMPLE: Final = 120


class Row(msgspec.Struct, frozen=True):
    """A field. ``reads`` says how values are read and ``example`` shows one; both are empty where objects stand."""

    field: FieldDescription
    reads: str
    example: str
    is_known: bool


class Levels(msgspec.Struct, frozen=True):
    """The fields of an object by how much they are needed, and the groups of which one is needed."""

    needs: tuple[tuple[str, ...], ...]
    required: tuple[Row, ...]
    recommended: tuple[Row, ...]
    optional: tuple[Row, ...]


class Inside(msgspec.Struct, frozen=True):
    """An object that may stand in a request, with the fields of the resource in which it stands."""

    name: str
    cls: str
    help: str
    needs: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    size: int


class KindView(msgspec.Struct, frozen=True):
    """All that the page of a type shows."""

    help: str
    classes: tuple[str, ...]
    levels: Levels
    objects: tuple[Inside, ...]
    beside: dict[str, str]
    minimal: str
    maximal: str


class ObjectView(msgspec.Struct, frozen=True):
    """All that the page of an object shows.

    ``inner`` are the classes of the objects in it by their names, ``used_in`` the types in whose requests it may stand.
    """

    described: PartDescription
    levels: Levels
    inner: dict[str, str]
    used_in: tuple[Kind, ...]
    example: str


def build_kind(kind: Kind, vocabulary: Vocabulary) -> KindView:
    """What the page of a type shows."""
    described = describe_kind(kind, vocabulary)
    return KindView(
        help=described.help,
        classes=described.classes,
        levels=_levels(described, vocabulary),
        objects=tuple(_objects(kind, vocabulary)),
        beside={
            name: "entity-reference" if part == "reference" else part for name, part in kind.parts.items()
        },
        minimal=pretty(build_example(kind, vocabulary=vocabulary)),
        maximal=pretty(build_example(kind, "maximal", vocabulary=vocabulary)),
    )


def build_object(name: str, vocabulary: Vocabulary) -> ObjectView | None:
    """What the page of an object shows; ``None`` where no request has such an object."""
    used_in = tuple(
        kind
        for kind in all_kinds()
        if any(part.name == name and not isinstance(part, Kind) for part in parts_of(kind))
    )
    if not used_in:
        return None
    described = describe_part(name, vocabulary)
    inner = {field.part for field in described.fields if field.part}
    return ObjectView(
        described=described,
        levels=_levels(described, vocabulary),
        inner={part: part_of(part).cls for part in inner},
        used_in=used_in,
        example=pretty(build_part_example(name, vocabulary=vocabulary)),
    )


def pretty(value: Any) -> str:
    """JSON in many lines, as people write it."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _objects(kind: Kind, vocabulary: Vocabulary) -> Iterable[Inside]:
    places: dict[str, list[str]] = {}
    for field in members_of_part(kind):
        part = part_behind(field)
        if part is not None:
            places.setdefault(part.name, []).append(field.name)
    for part in parts_of(kind):
        if isinstance(part, Kind):
            continue
        described = describe_part(part.name, vocabulary)
        yield Inside(
            name=part.name,
            cls=described.cls,
            help=described.help,
            needs=described.needs,
            fields=tuple(places.get(part.name, ())),
            size=len(described.fields),
        )


def _levels(described: PartDescription, vocabulary: Vocabulary) -> Levels:
    rows = [_row(field, vocabulary) for field in described.fields]

    def of(*levels: str) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.field.level in levels)

    return Levels(described.needs, of("required", "one-of"), of("recommended"), of("optional"))


def _row(field: FieldDescription, vocabulary: Vocabulary) -> Row:
    is_object = bool(field.part) and field.conversion not in CONVERSIONS
    return Row(
        field=field,
        reads="" if is_object else field.reads,
        example="" if field.part else _example(field.example),
        is_known=vocabulary.is_known(field.property),
    )


def _example(value: Any) -> str:
    """A value in one line: of a list that is too long for it the first entry, of objects none."""
    choices: Sequence[Any] = (value, value[:1]) if isinstance(value, list) else (value,)
    for choice in choices:
        text = json.dumps(choice, ensure_ascii=False)
        if choice not in (None, [], {}, "") and len(text) <= _LONGEST_EXAMPLE:
            return text
    return ""
