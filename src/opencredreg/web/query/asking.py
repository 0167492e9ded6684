"""What a filled-in form asks for: groups of conditions on the resource itself or on something connected to it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

__all__ = ["JOINS", "MATCHES", "WAYS", "Asked", "Group", "Join", "Match", "Row", "Way", "is_blank"]

Match: TypeAlias = Literal[
    "is", "exact", "contains", "starts", "ends", "nearly", "any", "not", "from", "until", "given", "missing"
]
"""How the value of a condition is compared."""

Way: TypeAlias = Literal["same", "forward", "reverse"]
"""What a group is about: the resource itself, something it leads to, or something that leads to it."""

Join: TypeAlias = Literal["all", "any"]

MATCHES: Final[dict[str, str]] = {
    "is": "is, or has any of the words",
    "exact": "is exactly",
    "contains": "contains",
    "starts": "starts with",
    "ends": "ends with",
    "nearly": "is spelled nearly like",
    "any": "is one of, with | between",
    "not": "is not, or has none of the words",
    "from": "is this or more, or later",
    "until": "is this or less, or earlier",
    "given": "is given",
    "missing": "is missing",
}
WAYS: Final[dict[str, str]] = {
    "same": "the resource itself",
    "forward": "something that it leads to by",
    "reverse": "something that leads to it by",
}
JOINS: Final[dict[str, str]] = {"all": "all of them", "any": "any of them"}


class Row(msgspec.Struct, frozen=True):
    """One condition: a property, how it is compared, and with what. Texts are as they were typed."""

    property: str = ""
    match: Match = "is"
    value: str = ""


class Group(msgspec.Struct, frozen=True):
    """Conditions on one node. ``property`` and ``cls`` say how it is connected and what it is, if it is another."""

    way: Way = "same"
    property: str = ""
    cls: str = ""
    with_subclasses: bool = True
    join: Join = "all"
    rows: tuple[Row, ...] = (Row(),)


class Asked(msgspec.Struct, frozen=True):
    """The whole form: a class, with or without its subclasses, and how the groups go together."""

    cls: str = ""
    with_subclasses: bool = True
    join: Join = "all"
    groups: tuple[Group, ...] = (Group(),)


def is_blank(row: Row) -> bool:
    """Whether a row was not filled in, so that it asks for nothing."""
    return not row.property or not (row.value or row.match in ("given", "missing"))
