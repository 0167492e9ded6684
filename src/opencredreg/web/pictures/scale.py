"""Axes: round numbers for values, round days for time, and figures that cannot break a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

__all__ = ["Span", "finite", "round_days", "round_ticks", "show_plainly", "spread_of"]

_LARGEST = 1e15
_LEAST_SPAN = 1e-9


def finite(value: float | None) -> float | None:
    """A number that can be drawn: ``None`` for what is none, bounded where it is absurd."""
    if value is None or math.isnan(value):
        return None
    return max(-_LARGEST, min(_LARGEST, float(value)))


def show_plainly(value: float) -> str:
    """A number with separators, for axes.

    >>> show_plainly(12000.0), show_plainly(0.25)
    ('12,000', '0.25')
    """
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}".rstrip("0")


def round_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round numbers that reach from at or below ``low`` to at or above ``high``; at least two.

    >>> round_ticks(0, 87, 5)
    (0.0, 25.0, 50.0, 75.0, 100.0)
    """
    if not high - low > _LEAST_SPAN:
        high = low + max(1.0, abs(low) * 0.1)
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20, 25, 50):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return tuple(number * step for number in range(first, max(last, first + 1) + 1))


class Span:
    """The part of the number line that a picture shows; positions on it are shares of 1."""

    def __init__(self, low: float, high: float) -> None:
        self.low = low
        self.high = high if high > low else low + 1

    def share(self, value: float) -> float:
        """The position of a value; values outside are moved to the edge."""
        return max(0.0, min(1.0, (value - self.low) / (self.high - self.low)))


_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 36000, 120000)


def round_days(first: date, last: date, most: int = 4) -> tuple[date, ...]:
    """Beginnings of months or years within a time; for short times, or where none lies within, its two ends."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for step in _MONTH_STEPS:
        numbers = range(-(-start // step) * step, end + 1, step)
        days = [date(number // 12, number % 12 + 1, 1) for number in numbers if number >= 12]
        days = [day for day in days if first <= day <= last]
        if len(days) <= most:
            break
    if len(days) >= 2:
        return tuple(days)
    return (first, last) if last > first else (first,)


def spread_of(values: Sequence[float | None]) -> tuple[float, float]:
    """The least and the greatest value, with 0 among them."""
    known = [one for value in values if (one := finite(value)) is not None]
    return min(0.0, *known, 0.0), max(0.0, *known, 0.0)
