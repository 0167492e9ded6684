"""Objects in a resource: conditions, costs, durations, places, amounts and all the others.

Most are converted by their table alone. What is special about a few stands in a shaper: it gets the members of one
object and gives the objects that it becomes.

Source: ``publishing.md`` sections 4.8 to 4.17 and 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from opencredreg.crosswalk.assistant.cleaning import length_problem
from opencredreg.crosswalk.assistant.conversion import Conversion, Converter, Node, step
from opencredreg.crosswalk.assistant.objects import build_object, listed, members_of, object_of, require, spot
from opencredreg.crosswalk.assistant.table import Field, Part, part_of

__all__ = ["Members", "Shaper", "build_part", "check_lengths", "part_converter"]

Members = Mapping[str, tuple[str, Any]]
Shaper = Callable[[Conversion, Field, Part, Members, str], list[Node]]
"""(conversion, the member that holds it, its table, its members, its place) -> what it becomes."""


def part_converter(name: str, shaper: Shaper | None = None) -> Converter:
    """The converter of objects of one table."""

    def convert(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
        found: list[Any] = []
        part = part_of(name)
        for place, entry in listed(value):
            here = spot(pointer, place)
            known = object_of(conversion, entry, here, field.name)
            if known is None:
                continue
            members = members_of(known)
            if shaper is not None:
                found += shaper(conversion, field, part, members, here)
            else:
                found.append(build_part(conversion, field, part, members, here))
        return found

    return convert


def build_part(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> Node:
    """One object by its table, with what is required and how long its texts are."""
    require(conversion, part, members, pointer, field.name)
    check_lengths(conversion, part, members, pointer)
    return build_object(conversion, part, part.cls, members, pointer)


def check_lengths(conversion: Conversion, part: Part, members: Members, pointer: str) -> None:
    """Tell which texts are too short."""
    for name, least in part.lengths.items():
        given = members.get(name.lower())
        if given is None:
            continue
        texts = given[1].values() if isinstance(given[1], dict) else (given[1],)
        for text in texts:
            problem = length_problem(text, least, name) if isinstance(text, str) else None
            if problem is not None:
                conversion.tell(problem, step(pointer, given[0]), text)
