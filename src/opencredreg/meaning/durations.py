"""ISO 8601 durations: reading them, comparing them, and the two kinds of time a profile speaks of.

``exactDuration`` and ``minimumDuration`` to ``maximumDuration`` are elapsed time, ``timeRequired`` is time spent;
the two are never compared or added. Source: ``ctdl-vocabulary.md`` section 9.12.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from opencredreg.jsonld.durations import Duration, parse_duration
from opencredreg.jsonld.values import Node, Text, add_exactly, embedded_of, listed, texts_of

__all__ = ["Duration", "Span", "add_durations", "compare_durations", "parse_duration", "spans_of"]

_DAY = 86_400
# Days from four first days of a month until whole months later: XML Schema part 2 section 3.2.6.2 compares
# durations by adding them to these, for the longest and shortest runs of months begin there.
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Span(msgspec.Struct, frozen=True):
    """How long something takes: elapsed time as a range, and the time spent on it. ``None`` is not stated."""

    shortest: Duration | None = None
    longest: Duration | None = None
    spent: Duration | None = None
    texts: tuple[Text, ...] = ()


def add_durations(durations: Iterable[Duration]) -> Duration:
    """One after the other."""
    found = list(durations)
    return Duration(
        sum(duration.months for duration in found), add_exactly(duration.seconds for duration in found)
    )


def compare_durations(one: Duration, other: Duration) -> int | None:
    """-1, 0 or 1 as the first is shorter, equal or longer; ``None`` where it depends on the calendar.

    >>> compare_durations(Duration(months=1), Duration(seconds=27 * 86_400))
    1
    >>> compare_durations(Duration(months=1), Duration(seconds=30 * 86_400)) is None
    True
    """
    if one == other:
        return 0
    signs = set()
    for year, month in _STARTS:
        left = _days_after(year, month, one.months) * _DAY + one.seconds
        right = _days_after(year, month, other.months) * _DAY + other.seconds
        signs.add((left > right) - (left < right))
    return signs.pop() if len(signs) == 1 else None


def spans_of(node: Node, *terms: str) -> tuple[Span, ...]:
    """What the duration profiles of a node say (``estimatedDuration`` unless other properties are named).

    Several profiles are several ways to take the same thing, such as full time and part time (reading).
    """
    return tuple(_span(profile) for profile in embedded_of(node, *(terms or ("ceterms:estimatedDuration",))))


def _span(profile: Node) -> Span:
    exact = _duration(profile.get("ceterms:exactDuration"))
    return Span(
        shortest=exact or _duration(profile.get("ceterms:minimumDuration")),
        longest=exact or _duration(profile.get("ceterms:maximumDuration")),
        spent=_duration(profile.get("ceterms:timeRequired")),
        texts=texts_of(profile.get("ceterms:description")),
    )


def _duration(value: Any) -> Duration | None:
    for entry in listed(value):
        found = parse_duration(entry) if isinstance(entry, str) else None
        if found is not None:
            return found
    return None


def _days_after(year: int, month: int, months: int) -> int:
    """Days from the first of a month to the first of the month so many later."""
    later = year * 12 + month - 1 + months
    return _day_number(later // 12, later % 12 + 1) - _day_number(year, month)


def _day_number(year: int, month: int) -> int:
    # Counted by formula, for the calendar of the standard library ends with the year 9999.
    before = year - 1 if month <= 2 else year
    shifted = month + 12 if month <= 2 else month
    leaps = before // 4 - before // 100 + before // 400
    return 365 * before + leaps + (153 * (shifted - 3) + 2) // 5
