"""Dates as publishers write them, read as ISO 8601: a year, a month, a day or a point in time.

Whether a property takes a year or a month alone is known to the caller.

Source: ``publishing.md`` section 4.7.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

from opencredreg.crosswalk.assistant.problem import Problem, Read

__all__ = ["FIRST_YEAR", "read_date"]

FIRST_YEAR: Final = 1800
"""Earlier dates are taken for mistakes."""

_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
_NUMBERS: Final = {
    short: number
    for number, name in enumerate((name.lower() for name in _MONTHS), 1)
    for short in (name, name[:3], *(["sept"] if name == "september" else []))
}
_LONGEST: Final = 60
_HINT: Final = "Write the day as 2026-05-31, the month as 2026-05, or the year as 2026."

_NAME = rf"(?P<name>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS: Final = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        _YEAR,
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})",
        rf"{_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark){_YEAR}",
        rf"{_NAME}[ -]{_YEAR}",
        rf"{_NAME} {_NTH},? {_YEAR}",
        rf"{_NTH}[ -](?:of )?{_NAME}[ -]{_YEAR}",
    )
)
_TIME: Final = re.compile(
    r"(?P<date>.*\d)(?:[Tt]| )(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?(?P<zone>[Zz]|(?:UTC|GMT)|[+-]\d\d(?::?\d\d)?))?",
    re.ASCII,
)
_WEEKDAY: Final = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]* ", re.I)


def read_date(text: str, *, keeps_time: bool = False) -> Read[str]:
    """Read a date in ISO form or in another form that leaves no doubt, and US dates with a warning.

    Args:
        text: such as ``1999``, ``2021-03``, ``March 2021``, ``2021-03-05T10:00:00Z``, ``5 March 2021``,
            ``3/25/2021``.
        keeps_time: whether a time of day stays; else it is cut off.

    Returns:
        ``yyyy``, ``yyyy-MM``, ``yyyy-MM-dd`` or, with its time, ``yyyy-MM-ddTHH:mm:ss``; without value and
        problem for a blank text.

    >>> read_date("March 5, 2021").value, read_date("1/2/1990").value, read_date("2021-02-30").value
    ('2021-03-05', '1990-01-02', None)
    """
    plain = " ".join(text.split())
    if not plain:
        return Read(None)
    if len(plain) > _LONGEST:
        return _refused("date.invalid", f"{plain[:_LONGEST]!r}... is too long for a date.")
    timed = _TIME.fullmatch(plain)
    time = _time_of(timed) if timed else ""
    if time is None:
        return _refused("date.invalid", f"There is no such time of day in {plain!r}.")
    day = _read_day(timed["date"] if timed else plain, plain)
    if not (time and keeps_time and day.value and len(day.value) == 10):
        return day
    return Read(day.value + time, day.problems)


def _read_day(text: str, shown: str) -> Read[str]:
    bare = _WEEKDAY.sub("", text.rstrip(" ,"), count=1) if text[:1].isalpha() else text
    match = next((match for form in _FORMS if (match := form.fullmatch(bare))), None)
    if match is None:
        hint = "Write the year with four digits. " if re.search(r"[/.-]\d\d$", bare, re.ASCII) else ""
        return _refused("date.invalid", f"{shown!r} is not a date that can be read.", hint=hint + _HINT)
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        return _read_slashed(int(parts["first"]), int(parts["second"]), year, shown)
    month = _NUMBERS[parts["name"].lower()] if parts.get("name") else int(parts.get("month") or 0)
    return _checked(year, month or None, int(parts["day"]) if parts.get("day") else None, shown)


def _read_slashed(first: int, second: int, year: int, shown: str) -> Read[str]:
    """Month and day in the order of the United States, unless only the other order is a date."""
    if first > 12:
        return _checked(year, second, first, shown)
    read = _checked(year, first, second, shown)
    if read.value is None or second > 12 or first == second:
        return read
    other = f"{second} {_MONTHS[first - 1]}", f"{first} {_MONTHS[second - 1]}"
    warning = Problem(
        code="date.ambiguous",
        severity="warning",
        message=f"{shown!r} was read as {other[0]} {year}; it could also mean {other[1]} {year}.",
        hint="Write the date as year-month-day, so that there is no doubt.",
        suggestion=read.value,
    )
    return Read(read.value, (warning,))


def _checked(year: int, month: int | None, day: int | None, shown: str) -> Read[str]:
    if year < FIRST_YEAR:
        return _refused(
            "date.out_of_range",
            f"{shown!r} lies before {FIRST_YEAR}.",
            hint="Check the year, or leave the date out if it is not known.",
        )
    if month is None:
        return Read(f"{year:04}")
    if not 1 <= month <= 12:
        return _refused("date.invalid", f"There is no month {month} in {shown!r}.")
    if day is None:
        return Read(f"{year:04}-{month:02}")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = _MONTHS[month - 1]
        return _refused("date.invalid", f"There is no day {day} in {name} {year}, which has {last} days.")
    return Read(f"{year:04}-{month:02}-{day:02}")


def _time_of(match: re.Match[str]) -> str | None:
    """The time of day as ISO 8601 writes it after a date; ``None`` when there is no such time."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = _zone_of(match["zone"] or "")
    if zone is None:
        return None
    return f"T{hour:02}:{minute:02}:{second:02}{match['fraction'] or ''}{zone}"


def _zone_of(zone: str) -> str | None:
    if not zone or zone in "Zz" or zone in ("UTC", "GMT"):
        return zone and "Z"
    hours, minutes = zone[1:3], zone[3:].lstrip(":") or "00"
    return None if int(hours) > 14 or int(minutes) > 59 else f"{zone[0]}{hours}:{minutes}"


def _refused(code: str, message: str, *, hint: str = _HINT) -> Read[str]:
    return Read(None, (Problem(code=code, severity="error", message=message, hint=hint),))
