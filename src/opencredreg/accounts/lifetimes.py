"""How long a new token or key may live."""

from __future__ import annotations

from opencredreg.errors import InvalidInput
from opencredreg.settings import Settings

__all__ = ["DAY_US", "days_of_life", "end_of_life"]

DAY_US = 86_400_000_000
_LONGEST_DAYS = 36_500


def days_of_life(wanted: int | None, settings: Settings) -> int:
    """The life of a new token in days; 0 is no end. ``None`` asks for as long as the node allows.

    Raises:
        InvalidInput: that is longer than the node allows, or not a day.
    """
    allowed = settings.access.token_ttl_days
    if wanted is None:
        return allowed
    longest = allowed or _LONGEST_DAYS
    if not 1 <= wanted <= longest:
        raise InvalidInput(f"lifetime_days is at most {longest:,} here, and at least 1.")
    return wanted


def end_of_life(at: int, wanted: int | None, settings: Settings) -> int | None:
    """When a token that is made at a moment ends, in microseconds; ``None`` is never.

    Raises:
        InvalidInput: as ``days_of_life``.
    """
    days = days_of_life(wanted, settings)
    return at + days * DAY_US if days else None
