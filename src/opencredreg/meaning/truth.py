"""Three-valued truth: fulfilled, missing, or not to be decided with the data at hand."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Truth", "all_of", "any_of", "at_least", "exactly_one", "truth_of"]


class Truth(StrEnum):
    """Whether something holds. ``UNKNOWN`` is for missing data, never a guess."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def truth_of(value: bool | None) -> Truth:
    """``None`` is unknown."""
    return Truth.UNKNOWN if value is None else Truth.YES if value else Truth.NO


def at_least(number: int, parts: Iterable[Truth]) -> Truth:
    """Whether so many of the parts hold, as far as the unknown ones leave it open.

    >>> at_least(1, [Truth.NO, Truth.UNKNOWN]), at_least(1, [Truth.YES, Truth.UNKNOWN])
    (<Truth.UNKNOWN: 'unknown'>, <Truth.YES: 'yes'>)
    """
    found = list(parts)
    sure = found.count(Truth.YES)
    if sure >= number:
        return Truth.YES
    return Truth.UNKNOWN if sure + found.count(Truth.UNKNOWN) >= number else Truth.NO


def all_of(parts: Iterable[Truth]) -> Truth:
    """Whether all parts hold; of nothing, yes."""
    found = list(parts)
    return at_least(len(found), found)


def any_of(parts: Iterable[Truth]) -> Truth:
    """Whether one part or more holds; of nothing, no."""
    return at_least(1, parts)


def exactly_one(parts: Iterable[Truth]) -> Truth:
    """Whether one part holds and no other."""
    found = list(parts)
    sure, open_ = found.count(Truth.YES), found.count(Truth.UNKNOWN)
    if sure > 1 or sure + open_ == 0:
        return Truth.NO
    return Truth.YES if sure == 1 and open_ == 0 else Truth.UNKNOWN
