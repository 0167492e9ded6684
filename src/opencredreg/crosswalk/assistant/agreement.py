"""What the members of one object have to do with each other, whatever the object is.

Source: ``publishing.md`` sections 4.18, 5 and 6 (what begins does not end before).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.table import Field, Part

__all__ = ["check_agreement"]

_ORDERED: Final = (
    ("ceterms:startDate", "ceterms:endDate"),
    ("ceterms:dateEffective", "ceterms:expirationDate"),
    ("ceasn:dateValidFrom", "ceasn:dateValidUntil"),
    ("ceterms:foundingDate", "ceterms:closingDate"),
    ("ceasn:dateCreated", "ceasn:dateModified"),
)
_OF_FRAMEWORKS: Final = "competencies-of"


def check_agreement(
    conversion: Conversion,
    part: Part,
    node: Node,
    members: Mapping[str, tuple[str, Any]],
    pointer: str,
    known: Container[str],
) -> None:
    """Tell which members of an object contradict each other.

    Args:
        conversion: the state.
        part: the fields of the object.
        node: what was made of it.
        members: of the input, by names in lower case.
        pointer: its place.
        known: the properties that were there before, which were looked at already.
    """
    for first, last in _ORDERED:
        if first in node and last in node and not (first in known and last in known):
            _check_order(conversion, part, node, first, last)
    for folded in members:
        field = part.fields.get(folded)
        if field is not None and field.conversion == _OF_FRAMEWORKS:
            _check_one_way(conversion, part, field, members, pointer)


def _check_order(conversion: Conversion, part: Part, node: Node, first: str, last: str) -> None:
    begin, end = node[first], node[last]
    if not (isinstance(begin, str) and isinstance(end, str)):
        return
    # A year alone is as early as its last day and as late as its first one.
    length = min(len(begin), len(end), len("yyyy-mm-dd"))
    if begin[:length] <= end[:length]:
        return
    conversion.say(
        "date.order",
        conversion.place_of(node, [last]),
        f"{_name(part, last)} {end} lies before {_name(part, first)} {begin}.",
        hint="Check both dates.",
        value=end,
        term=last,
    )


def _check_one_way(
    conversion: Conversion, part: Part, field: Field, members: Mapping[str, tuple[str, Any]], pointer: str
) -> None:
    """Competencies come from frameworks or one by one, not both."""
    listed = next(
        (
            other
            for other in part.fields.values()
            if other.term == field.term
            and other is not field
            and {other.name.lower(), other.term.lower()} & set(members)
        ),
        None,
    )
    if listed is None:
        return
    conversion.say(
        "conflict.explicit_and_framework",
        step(pointer, members[field.name.lower()][0]),
        f"{field.name} stands for all competencies of a framework, and {listed.name} lists them one by one.",
        hint=f"Send {field.name} or {listed.name}.",
        term=field.term,
    )


def _name(part: Part, term: str) -> str:
    field = part.field_of(term)
    return field.name if field is not None else term
