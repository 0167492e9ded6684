"""Dates and times as people write them: ISO 8601 and common English phrases.

Everything is UTC. A date is a whole day, a month a whole month; a time lasts as long as its last written digit.
No function here reads the clock: phrases are read from a given ``now``, and are not understood without one.

Source: ``search.md`` sections 2.5, 6, 7 and 14 (D15).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

__all__ = ["Period", "find_period"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400}
_LONGEST: Final = 60

_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?P<second>:\d{2}(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_AGO = re.compile(r"(\d{1,6}|[a-z]+) (second|minute|hour|day|week|month|year)s? ago")
_OF_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_MONTH_YEAR = re.compile(r"([a-z]+)(?: (\d{4}))?")


class Period(msgspec.Struct, frozen=True):
    """A stretch of time: microseconds since 1970 UTC, first and last one included."""

    start: int
    end: int


def find_period(text: str, now: int | None = None) -> Period | None:
    """The time that a text names; ``None`` when it names none that we understand.

    Args:
        text: ISO 8601 (``2021``, ``2021-03``, ``2021-03-01``, ``2021-03-01T10:00:00Z``; without an offset it is
            UTC) or, if ``now`` is given, English: ``yesterday``, ``3 months ago``, ``last week``, ``monday``,
            ``february 1st``, ``february 1st 2021``, ``now``. Days and months without a year are the latest ones
            that have begun. What is counted back ("3 months ago") is a moment.
        now: microseconds since 1970 UTC.

    >>> from opencredreg.clock import format_timestamp
    >>> day = find_period("2021-03-01")
    >>> format_timestamp(day.start), format_timestamp(day.end)
    ('2021-03-01T00:00:00.000Z', '2021-03-01T23:59:59.999Z')
    """
    if len(text) > _LONGEST:
        return None
    try:
        found = _iso(text.strip())
        if found is None and now is not None:
            found = _phrase(" ".join(text.lower().replace(",", " ").split()), now)
    except (ValueError, OverflowError):
        return None
    return found


def _iso(text: str) -> Period | None:
    if not text.isascii():
        return None
    if match := _YEAR_MONTH.fullmatch(text):
        year, month = int(match[1]), match[2]
        return _month(year, int(month)) if month else Period(_at(year, 1, 1), _at(year + 1, 1, 1) - 1)
    if match := _DATE.fullmatch(text):
        return _day(datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC))
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    moment = datetime.fromisoformat(text.upper().replace(" ", "T", 1).replace(" ", ""))
    start = _microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if match["second"] is None:
        return Period(start, start + 60_000_000 - 1)
    digits = min(len(match["fraction"] or ""), 6)
    return Period(start, start + int(10 ** (6 - digits)) - 1)


def _phrase(text: str, now: int) -> Period | None:
    text = text.removeprefix("on ").removeprefix("since ")
    if text == "now":
        return Period(now, now)
    moment = _EPOCH + timedelta(microseconds=now)
    today = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if (days := {"today": 0, "yesterday": 1, "tomorrow": -1}.get(text)) is not None:
        return _day(today - days * _DAY)
    return (
        _ago(text, moment)
        or _week_or_longer(text, today)
        or _weekday(text, today)
        or _calendar_day(text, today)
        or _calendar_month(text, today)
    )


def _ago(text: str, moment: datetime) -> Period | None:
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    count = int(match[1]) if match[1].isdigit() else _NUMBERS.get(match[1])
    if count is None:
        return None
    if match[2] in _SECONDS:
        then = moment - timedelta(seconds=count * _SECONDS[match[2]])
    else:
        then = _months_back(moment, count * (12 if match[2] == "year" else 1))
    at = _microseconds(then)
    return Period(at, at)


def _months_back(moment: datetime, count: int) -> datetime:
    """The same day so many months earlier; the last day of a month that is too short for it."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - count, 12)
    day = min(moment.day, monthrange(year, month + 1)[1]) if year > 0 else 0
    return moment.replace(year=year, month=month + 1, day=day)


def _week_or_longer(text: str, today: datetime) -> Period | None:
    """``this`` or ``last`` week (from Monday), month or year."""
    which, _, unit = text.partition(" ")
    if which not in ("this", "last", "past", "previous"):
        return None
    back = 0 if which == "this" else 1
    if unit == "week":
        start = _microseconds(today - (today.weekday() + 7 * back) * _DAY)
        return Period(start, start + 7 * 86_400_000_000 - 1)
    if unit == "month":
        first = _months_back(today.replace(day=1), back)
        return _month(first.year, first.month)
    return _iso(f"{today.year - back:04}") if unit == "year" else None


def _weekday(text: str, today: datetime) -> Period | None:
    """The latest such day before today; without ``last``, today too."""
    is_last = text.startswith("last ")
    name = text.removeprefix("last ")
    if name not in _WEEKDAYS:
        return None
    back = (today.weekday() - _WEEKDAYS.index(name)) % 7
    return _day(today - (7 if is_last and not back else back) * _DAY)


def _calendar_day(text: str, today: datetime) -> Period | None:
    if match := _MONTH_DAY.fullmatch(text):
        name, day, year = match[1], match[2], match[3]
    elif match := _OF_MONTH.fullmatch(text):
        day, name, year = match[1], match[2], match[3]
    else:
        return None
    month = _month_number(name)
    if month is None:
        return None
    if year:
        return _day(datetime(int(year), month, int(day), tzinfo=UTC))
    # The day may be one that not every year has.
    for candidate in range(today.year, today.year - 9, -1):
        if int(day) <= monthrange(candidate, month)[1]:
            found = datetime(candidate, month, int(day), tzinfo=UTC)
            if found <= today:
                return _day(found)
    return None


def _calendar_month(text: str, today: datetime) -> Period | None:
    match = _MONTH_YEAR.fullmatch(text.removeprefix("last "))
    month = _month_number(match[1]) if match else None
    if match is None or month is None:
        return None
    if match[2]:
        return _month(int(match[2]), month)
    passed = month < today.month or (month == today.month and not text.startswith("last "))
    return _month(today.year if passed else today.year - 1, month)


def _month_number(name: str) -> int | None:
    name = name.rstrip(".")
    if len(name) < 3:
        return None
    return next((place for place, full in enumerate(_MONTHS, 1) if name in (full, full[:3], full[:4])), None)


def _day(day: datetime) -> Period:
    start = _microseconds(day)
    return Period(start, start + 86_400_000_000 - 1)


def _month(year: int, month: int) -> Period:
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return Period(_at(year, month, 1), _at(*following, 1) - 1)


def _at(year: int, month: int, day: int) -> int:
    # The year after the last one has no date; its first moment is one day after the last day.
    if year > 9999:
        return _microseconds(datetime(9999, 12, 31, tzinfo=UTC)) + 86_400_000_000
    return _microseconds(datetime(year, month, day, tzinfo=UTC))


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
