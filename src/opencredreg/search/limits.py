"""How much one search may ask for. A limit's name is the ``limit`` of the ``errors.LimitExceeded`` it causes."""

from __future__ import annotations

from typing import Final

from opencredreg.errors import LimitExceeded

__all__ = [
    "CHANGED_NODES",
    "EXPORT_ROWS",
    "EXPORT_ROWS_DEFAULT",
    "FACET_VALUES",
    "QUERY_BYTES",
    "SAVED_QUERIES",
    "SUGGESTIONS",
    "TAKE",
    "check_query_bytes",
    "check_take",
]

QUERY_BYTES: Final = 1024 * 1024
"""The largest query, in bytes; the parser has limits of its own on depth, conditions and values."""

TAKE: Final = 10_000
"""The largest page of results. Who wants more goes on with the cursor, or exports."""

EXPORT_ROWS: Final = 100_000
EXPORT_ROWS_DEFAULT: Final = 10_000

FACET_VALUES: Final = 100
"""The most values that are counted apart in one facet."""

SUGGESTIONS: Final = 25
SAVED_QUERIES: Final = 500
"""How many saved queries one account may have."""

CHANGED_NODES: Final = 20_000
"""So many resources may change while somebody walks through pages by cursor; beyond that the walk starts again."""


def check_query_bytes(body: bytes) -> None:
    """Refuse a query that is too long to be meant.

    Raises:
        LimitExceeded: longer than ``QUERY_BYTES``.
    """
    if len(body) > QUERY_BYTES:
        raise LimitExceeded(
            f"The query is longer than {QUERY_BYTES:,} bytes.", limit="search.query_bytes", value=QUERY_BYTES
        )


def check_take(take: int, maximum: int = TAKE, name: str = "take") -> None:
    """Refuse a page that is too large.

    Raises:
        LimitExceeded: larger than ``maximum``.
    """
    if take > maximum:
        raise LimitExceeded(
            f"{name} is at most {maximum:,}.",
            limit="search.take",
            value=maximum,
            hint="Go on with the cursor of the answer, or ask for an export.",
        )
