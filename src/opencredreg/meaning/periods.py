"""Dates and the ranges between them, inclusive and open where an end is missing.

Source: ``ctdl-vocabulary.md`` section 9.12: an ``approximate...`` twin counts only where the exact one is missing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

import msgspec

from opencredreg.jsonld.values import Node, listed

__all__ = ["Period", "overlap", "parse_day", "period_of"]

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?", re.ASCII | re.DOTALL)
_PAIRS = (
    ("ceterms:startDate", "ceterms:endDate"),
    ("ceterms:dateEffective", "ceterms:expirationDate"),
    ("ceasn:dateValidFrom", "ceasn:dateValidUntil"),
)


class Period(msgspec.Struct, frozen=True):
    """From a day to a day, both included; ``None`` is open."""

    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def within(self, other: Period) -> Period:
        """What is left of this period inside another one."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        return Period(max(starts, default=None), min(ends, default=None))


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    both = one.within(other)
    return both.start is None or both.end is None or both.start <= both.end


def parse_day(value: Any, *, last: bool = False) -> date | None:
    """The day of ``YYYY-MM-DD`` (with or without a time), or the first or last day of ``YYYY-MM`` or ``YYYY``.

    >>> parse_day("2024-02", last=True), parse_day("soon")
    (datetime.date(2024, 2, 29), None)
    """
    for entry in listed(value):
        match = _DAY.fullmatch(entry.strip()) if isinstance(entry, str) else None
        if match is None:
            continue
        year = int(match[1])
        month = int(match[2]) if match[2] else (12 if last else 1)
        try:
            day = int(match[3]) if match[3] else (monthrange(year, month)[1] if last else 1)
            return date(year, month, day)
        except ValueError:
            continue
    return None


def period_of(node: Node) -> Period:
    """The period that a node states with any of the pairs of date properties."""
    for start, end in _PAIRS:
        found = Period(_either(node, start, last=False), _either(node, end, last=True))
        if found.start or found.end:
            return found
    return Period()


def _either(node: Node, term: str, *, last: bool) -> date | None:
    exact = parse_day(node.get(term), last=last)
    if exact is not None:
        return exact
    prefix, _, local = term.partition(":")
    return parse_day(node.get(f"{prefix}:approximate{local[0].upper()}{local[1:]}"), last=last)
