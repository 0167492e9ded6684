"""The table of what may be sent: kinds of resources, parts of them, their fields and what each becomes.

A file of ``tables/kinds`` is one segment of a route, a file of ``tables/parts`` an object inside of a resource.
A field is written ``"Name": "text ceterms:name"``: the member as publishers write it, the conversion, the property.
``"also": {"ceterms:description": "Description"}`` are other properties under which a field is sent.

Source: ``publishing.md`` sections 2, 5 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec

from opencredreg.errors import NotFound

__all__ = ["Field", "Kind", "Part", "all_kinds", "find_kind", "get_kind", "part_of"]

_FOLDER: Final = "tables"
_OF_ALL: Final = ("validate", "delete", "cease", "setlastverified", "transferowner", "purge", "copy")
_ALIASES: Final = {
    "deactivate": "cease",
    "verify": "setlastverified",
    "publishlist": "publishlist",
    "envelopedelete": "delete",
}


class Field(msgspec.Struct, frozen=True):
    """One member of an input object. ``conversion`` names how its values are read, ``term`` the property."""

    name: str
    conversion: str
    term: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An input object. ``cls`` is its class, or the class of which ``class_from`` names a subclass.

    ``required`` holds groups of members of which one is needed; ``defaults`` what an absent member means,
    ``sandbox_defaults`` what a sandbox puts where nothing of a required group is given;
    ``lengths`` the fewest characters of texts. ``fields`` are by their names in lower case.
    """

    name: str
    cls: str
    class_from: str = ""
    classes: tuple[str, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    defaults: Mapping[str, str] = {}
    sandbox_defaults: Mapping[str, str] = {}
    lengths: Mapping[str, int] = {}
    fields: Mapping[str, Field] = {}
    by_term: Mapping[str, Field] = {}
    """The fields by their properties in lower case, and by the other properties that publishers take for them."""

    def field_of(self, term: str) -> Field | None:
        """The field by which a property is usually given."""
        return self.by_term.get(term.lower())


class Kind(Part, frozen=True, kw_only=True):
    """A kind of resource with routes of its own.

    ``wrapper`` is the member of a request that holds the resource, ``parts`` the members beside it that hold
    objects of the same graph, ``bulk`` the members of list requests with the kind of what they hold.
    ``actions`` are in lower case.
    """

    wrapper: str
    context: str
    actions: tuple[str, ...]
    parts: Mapping[str, str] = {}
    bulk: Mapping[str, str] = {}


def canonical_action(name: str) -> str:
    """The name of an action as the table has it.

    >>> canonical_action("SetLastVerified"), canonical_action("verify")
    ('setlastverified', 'setlastverified')
    """
    folded = name.lower()
    return _ALIASES.get(folded, folded)


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, by name."""
    return tuple(_kinds().values())


def find_kind(name: str) -> Kind | None:
    """The kind of a segment of a route, in any case."""
    return _kinds().get(name.lower())


def get_kind(name: str) -> Kind:
    """As ``find_kind``.

    Raises:
        NotFound: there is none.
    """
    found = find_kind(name)
    if found is None:
        raise NotFound(
            f"There is no type of resource called {name}.",
            kind="resource-type",
            hint="GET /assistant/types lists them.",
        )
    return found


@cache
def part_of(name: str) -> Part:
    """A part by the name of its file.

    Raises:
        KeyError: there is none; conversions name only parts that exist.
    """
    try:
        entry = _read("parts", f"{name}.json")
    except FileNotFoundError as error:
        raise KeyError(name) from error
    return Part(name=name, **_common(entry))


@cache
def _kinds() -> dict[str, Kind]:
    folder = resources.files(__package__) / _FOLDER / "kinds"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = file.name.removesuffix(".json")
        entry = _read("kinds", file.name)
        found[name] = Kind(
            name=name,
            wrapper=entry["wrapper"],
            context=entry.get("context", "ctdl"),
            actions=(*entry["actions"], *_OF_ALL),
            parts=entry.get("parts", {}),
            bulk=entry.get("bulk", {}),
            **_common(entry),
        )
    return found


def _common(entry: Mapping[str, Any]) -> dict[str, Any]:
    source = entry
    while "fields_of" in source:
        folder, name = source["fields_of"].split("/")
        source = _read(folder, f"{name}.json")
    fields = {
        name.lower(): Field(name, *described.split(" ")) for name, described in source["fields"].items()
    }
    by_term: dict[str, Field] = {}
    for field in fields.values():
        if field.term != "@type":
            by_term.setdefault(field.term.lower(), field)
    for term, name in source.get("also", {}).items():
        by_term.setdefault(term.lower(), fields[name.lower()])
    return {
        "cls": entry["class"],
        "class_from": entry.get("class_from", ""),
        "classes": tuple(entry.get("classes", ())),
        "required": tuple(tuple(group.split("|")) for group in entry.get("required", ())),
        "defaults": entry.get("defaults", {}),
        "sandbox_defaults": entry.get("sandbox_defaults", {}),
        "lengths": entry.get("lengths", {}),
        "fields": fields,
        "by_term": by_term,
    }


def _read(folder: str, name: str) -> dict[str, Any]:
    file = resources.files(__package__) / _FOLDER / folder / name
    entry: dict[str, Any] = msgspec.json.decode(file.read_bytes())
    return entry
