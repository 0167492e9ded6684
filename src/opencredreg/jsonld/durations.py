"""ISO 8601 durations: what ``P6M`` or ``PT50H`` says, as months and seconds.

Source: ``ctdl-vocabulary.md`` section 9.12.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

__all__ = ["MONTH_DAYS", "Duration", "parse_duration"]

_NUMBER = r"\d{1,9}(?:[.,]\d{1,9})?"
_DURATION = re.compile(
    rf"P(?=[\dT])(?:({_NUMBER})Y)?(?:({_NUMBER})M)?(?:({_NUMBER})W)?(?:({_NUMBER})D)?"
    rf"(?:T(?=\d)(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?",
    re.ASCII,
)
_DAY = 86_400
MONTH_DAYS: Final = 30.436875
"""The mean month of the Gregorian calendar, in days."""


class Duration(msgspec.Struct, frozen=True):
    """A length of time: months, whose length varies, and seconds.

    Fractions of a month count as that part of a mean month.
    """

    months: int = 0
    seconds: float = 0.0

    @property
    def days(self) -> float:
        """About how many days this is, with months of mean length; for sorting, not for law."""
        return self.months * MONTH_DAYS + self.seconds / _DAY


def parse_duration(text: str) -> Duration | None:
    """Read ``P6M``, ``PT50H``, ``P2W`` and the like; ``None`` for what is no duration, negative ones too.

    >>> parse_duration("P1Y6M"), parse_duration("PT1.5H"), parse_duration("six months")
    (Duration(months=18, seconds=0.0), Duration(months=0, seconds=5400.0), None)
    """
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None:
        return None
    years, months, weeks, days, hours, minutes, seconds = (
        float(part.replace(",", ".")) if part else 0.0 for part in match.groups()
    )
    all_months = years * 12 + months
    whole = int(all_months)
    rest = weeks * 7 * _DAY + days * _DAY + hours * 3600 + minutes * 60 + seconds
    return Duration(whole, round(rest + (all_months - whole) * MONTH_DAYS * _DAY, 6))
