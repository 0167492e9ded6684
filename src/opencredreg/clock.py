"""Time: microseconds since 1970 UTC inside, ISO 8601 with milliseconds at the edge."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import NewType

__all__ = [
    "Timestamp",
    "format_date",
    "format_seconds",
    "format_timestamp",
    "now",
    "parse_timestamp",
    "until_end",
]

Timestamp = NewType("Timestamp", int)
"""Microseconds since 1970-01-01T00:00:00Z."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> Timestamp:
    """The present moment. The only place that reads the clock."""
    return Timestamp(time.time_ns() // 1000)


def format_timestamp(at: Timestamp | int) -> str:
    """ISO 8601 in UTC with milliseconds, as the wire writes it: ``2026-02-03T10:11:12.345Z``.

    >>> format_timestamp(1770113472345678)
    '2026-02-03T10:11:12.345Z'
    """
    moment = _EPOCH + timedelta(microseconds=at)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def format_seconds(at: Timestamp | int) -> str:
    """Whole-second precision, still written with ``.000`` (node headers, registry-api.md section 1.1).

    >>> format_seconds(1770113472345678)
    '2026-02-03T10:11:12.000Z'
    """
    return format_timestamp(at - at % 1_000_000)


def format_date(at: Timestamp | int) -> str:
    """The UTC calendar day, ``YYYY-MM-DD``."""
    return f"{_EPOCH + timedelta(microseconds=at):%Y-%m-%d}"


def until_end(at: Timestamp | int) -> Timestamp:
    """The last microsecond of a time that is given in milliseconds, as the wire gives times.

    Whoever asks for everything up to a time that we wrote must get what happened at that time.
    """
    return Timestamp(at + 999) if at % 1000 == 0 else Timestamp(at)


def parse_timestamp(text: str) -> Timestamp:
    """Read an ISO 8601 date or date-time; without an offset it is UTC, a date is its first moment.

    Raises:
        ValueError: the text is not ISO 8601.

    >>> format_timestamp(parse_timestamp("2026-02-03"))
    '2026-02-03T00:00:00.000Z'
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Timestamp((moment - _EPOCH) // timedelta(microseconds=1))
