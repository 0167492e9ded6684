"""When to ask again, and how long to wait before: pure decisions without a clock."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["LONGEST_WAIT_S", "is_retryable", "retry_after_of", "wait_before"]

LONGEST_WAIT_S: Final = 60.0
"""Who is told to wait longer hears of it instead: nobody likes a program that hangs."""

_RETRYABLE: Final = frozenset({429, 502, 503, 504})
_FIRST_WAIT_S: Final = 0.5
_MOST_OF_OWN_S: Final = 20.0


def is_retryable(status: int) -> bool:
    """Whether a status says that the same request may succeed a little later.

    >>> is_retryable(503), is_retryable(500)
    (True, False)
    """
    return status in _RETRYABLE


def wait_before(attempt: int, retry_after: float | None, spread: random.Random) -> float:
    """The seconds to wait before an attempt; the first repetition is number 1.

    What the registry asks for is the least. Otherwise the wait doubles each time, and a random part of it is left
    out, so that clients that failed together do not come back together.
    """
    own = min(_FIRST_WAIT_S * 2.0 ** (attempt - 1), _MOST_OF_OWN_S) * spread.uniform(0.5, 1.0)
    if retry_after is None:
        return own
    return retry_after + spread.uniform(0.0, min(0.1 * retry_after, 1.0))


def retry_after_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds of a ``Retry-After`` header, which is a number or a date; ``None`` when it makes no sense.

    Args:
        headers: by names in lower case.
        now: with a time zone.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max((then - now).total_seconds(), 0.0)
