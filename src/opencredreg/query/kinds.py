"""What all kinds of properties have in common: how one value of a query becomes a condition.

Lists, operators, wrappers and language maps are the business of :mod:`opencredreg.query.value_side`; a kind knows
what a single value means for its property.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import all_of, none_of
from opencredreg.query.keywords import SUPPORTED_MATCH_TYPES, Comparison
from opencredreg.query.problems import Problems, shown
from opencredreg.query.tree import Expression, Language, Match

__all__ = ["Bounds", "Context", "Kind", "Mode", "Ordered", "Single", "reject_match", "wrong_type"]

Bounds: TypeAlias = "tuple[float, float]"
"""The first and the last point of what one value covers, in the unit of its kind."""


class Context(msgspec.Struct, frozen=True, eq=False):
    """What reading a query needs besides the query. ``now`` is for phrases such as "3 months ago"."""

    vocabulary: Vocabulary
    addresses: Addresses
    problems: Problems
    now: int | None = None
    any_by_default: bool = True


class Mode(msgspec.Struct, frozen=True):
    """What stands around a value: its match type or comparison, and the languages it is asked for in."""

    match: Match | None = None
    subclasses: bool = False
    comparison: Comparison | None = None
    languages: tuple[Language, ...] = ()


class Kind(Protocol):
    """How the values of one property are asked for."""

    @property
    def name(self) -> str:
        """The property, as messages name it."""

    @property
    def has_languages(self) -> bool:
        """Whether values may be asked for by language."""

    @property
    def lists_were_all(self) -> bool:
        """Whether the registry of old took a wrapped list without operator and match type as "all of"."""

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        """The condition of one value that is not empty; ``None``, with an error, when it is no such value."""

    def present(self, mode: Mode) -> Expression:
        """There is a value."""

    def other(self, parts: Sequence[Expression], path: str) -> Expression | None:
        """There is a value that meets none of the conditions; ``None``, with an error, if that cannot be asked."""


class Ordered(Kind, Protocol):
    """A kind whose values have an order, so that there are ranges."""

    def bounds(self, value: object, path: str) -> Bounds | None:
        """What a value covers; ``None``, with an error, when it is no value of this kind."""

    def between(self, low: float | None, high: float | None) -> Expression:
        """Some value lies in the closed range; at least one side is given."""

    def step(self, point: float, *, up: bool) -> float:
        """The next point after, or before, a point."""


class Single:
    """Base of kinds of which a node has one value at most: another value means that it is not this one."""

    has_languages = False
    lists_were_all = False

    def present(self, mode: Mode) -> Expression:
        """There is a value."""
        raise NotImplementedError

    def other(self, parts: Sequence[Expression], path: str) -> Expression | None:  # noqa: ARG002
        """There is a value, and it meets none of the conditions."""
        return all_of((self.present(Mode()), none_of(parts)))


def reject_match(context: Context, name: str, mode: Mode, path: str, allowed: Sequence[Match] = ()) -> bool:
    """Whether a value has a match type, other than those allowed, that its property cannot have; an error then."""
    if mode.subclasses:
        message = f"`search:subClassOf` is for `@type`; `{name}` has no subclasses"
        context.problems.error("unsupported_match_type", path, message)
        return True
    if mode.match is None or mode.match in allowed:
        return False
    supported = [entry for entry in SUPPORTED_MATCH_TYPES if entry.startswith(tuple(_named(allowed)))]
    tail = f"It takes {', '.join(supported)}" if supported else "Leave the match type out"
    message = f"`{name}` does not take this search:matchType. {tail}"
    context.problems.error("unsupported_match_type", path, message)
    return True


def wrong_type(context: Context, name: str, expected: str, value: object, path: str) -> None:
    """Say that a value is not of the type that its property takes."""
    message = f"`{name}` takes {expected}; `{shown(value)}` is none"
    context.problems.error("wrong_type", path, message)


def _named(allowed: Sequence[Match]) -> list[str]:
    return [f"search:{match}" for match in allowed]
