"""Lengths of time as publishers give them, read as ISO 8601: numbers of units, ISO texts and common words.

Source: ``publishing.md`` section 4.8.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final

from opencredreg.crosswalk.assistant.problem import Problem, Read
from opencredreg.jsonld.durations import parse_duration

__all__ = ["read_duration_item", "read_duration_text"]

_UNITS: Final = ("Years", "Months", "Weeks", "Days", "Hours", "Minutes")
_ISO: Final = "Duration_ISO8601"
_MEMBERS: Final = {name.lower(): name for name in (*_UNITS, _ISO)}
_LIMIT: Final = Decimal(999_999_999)
_STEP: Final = Decimal("1e-9")
_LONGEST: Final = 100
_HINT: Final = "Write P2Y for two years, P6M for six months, P8W for eight weeks, PT50H for fifty hours."

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_WEEKS: Final = re.compile(r"(\d+(?:\.\d+)?)W(?:(\d+(?:\.\d+)?)D)?", re.ASCII)
_SPELLED: Final = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": "1", "an": "1"}
_UNIT_WORDS: Final = {
    "year": "Years", "yr": "Years", "month": "Months", "mo": "Months", "week": "Weeks", "wk": "Weeks",
    "day": "Days", "hour": "Hours", "hr": "Hours", "minute": "Minutes", "min": "Minutes",
}  # fmt: skip
_PART: Final = re.compile(
    rf"(\d{{1,9}}(?:\.\d{{1,9}})?|{'|'.join(_SPELLED)})[ -]?({'|'.join(_UNIT_WORDS)})s?\.?(?:,? and |, ?| |\Z)",
    re.ASCII,
)


def read_duration_item(members: Mapping[str, Any]) -> Read[str]:
    """Read an object with numbers of years, months, weeks, days, hours and minutes, or an ISO 8601 text.

    Args:
        members: names in any case; numbers, texts that spell numbers, or ``None``. Zero says nothing.

    Returns:
        The duration as ISO 8601; without value and problem when nothing is said.

    >>> read_duration_item({"Years": 1, "months": "6"}).value, read_duration_item({"Hours": 0}).value
    ('P1Y6M', None)
    """
    given, problems = _members_of(members)
    amounts: dict[str, Decimal] = {}
    for name in _UNITS:
        amount = _amount(name, given[name]) if name in given else None
        if isinstance(amount, Problem):
            problems.append(amount)
        elif amount:
            amounts[name] = amount
    counted = _written(amounts)
    stated = _read_iso(given.get(_ISO))
    if isinstance(stated, Problem):
        problems.append(stated)
    elif stated and counted and parse_duration(stated) != parse_duration(counted):
        problems.append(
            _invalid(
                f"{_ISO} says {stated}, and the numbers beside it say {counted}.",
                f"Keep {_ISO} or the numbers, not both.",
            )
        )
    if any(problem.severity == "error" for problem in problems):
        return Read(None, tuple(problems))
    found = _without_mixed_weeks(stated if isinstance(stated, str) and stated else counted)
    return Read(found.value, (*problems, *found.problems))


def read_duration_text(text: str) -> Read[str]:
    """Read a duration that is one text: ISO 8601, or a number and a unit in English, also several of them.

    >>> read_duration_text("p6m").value, read_duration_text("1 year and 6 months").value
    ('P6M', 'P1Y6M')
    """
    plain = " ".join(text.split())
    if not plain:
        return Read(None)
    stated = _read_iso(plain)
    if isinstance(stated, str):
        return _without_mixed_weeks(stated)
    spoken = _spoken(plain)
    return read_duration_item(spoken) if spoken else Read(None, (stated,))


def _members_of(members: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The members that say something under their proper names, and what is wrong with the others."""
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in members.items():
        if value is None or value == "" or key.startswith("@"):
            continue
        name = _MEMBERS.get(key.strip().lower())
        if name is None:
            near = get_close_matches(key.strip().lower(), _MEMBERS, n=1)
            problems.append(
                Problem(
                    code="duration.unknown_part",
                    severity="warning",
                    message=f"{key[:_LONGEST]!r} is not a part of a duration and was left out.",
                    hint=f"A duration has {', '.join(_UNITS)} or {_ISO}.",
                    suggestion=_MEMBERS[near[0]] if near else "",
                )
            )
        elif name in given and given[name] != value:
            problems.append(
                _invalid(f"{name} is given twice, and not the same.", "Keep the one that is meant.")
            )
        else:
            given[name] = value
    return given, problems


def _amount(name: str, value: Any) -> Decimal | Problem:
    """A number of units, to nine places; what is wrong with it otherwise."""
    shown = _shown(value)
    text = value.strip() if isinstance(value, str) else ""
    if isinstance(value, str) and not text:
        return Decimal(0)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = _decimal(value)
    else:
        number = Decimal(text) if _NUMBER.fullmatch(text) else None
    if number is None or not number.is_finite():
        return _invalid(f"{name} is {shown!r}, which is not a number.", "Write a number, such as 2 or 1.5.")
    if number < 0:
        return _invalid(f"{name} is {shown}, and a duration is not negative.", "Write a number above zero.")
    if number > _LIMIT:
        return _invalid(f"{name} is {shown}, which is too much.", "Check the number and its unit.")
    return number.quantize(_STEP)


def _decimal(value: int | float | Decimal) -> Decimal | None:
    try:
        # The text of a float is the number that was written, its binary value is not.
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, ValueError):
        return None


def _read_iso(value: Any) -> str | Problem:
    """An ISO 8601 text in capitals with decimal points; "" where it is absent or says no time at all."""
    if value is None:
        return ""
    text = value.strip().upper().replace(",", ".") if isinstance(value, str) else ""
    if isinstance(value, str) and not text:
        return ""
    duration = parse_duration(text)
    if duration is not None:
        return text if duration.months or duration.seconds else ""
    shown = _shown(value)
    spoken = _spoken(" ".join(text.split()))
    suggestion = (read_duration_item(spoken).value or "") if spoken else ""
    return Problem(
        code="duration.invalid",
        severity="error",
        message=f"{shown!r} is not a duration of ISO 8601.",
        hint=_HINT,
        suggestion=suggestion,
    )


def _spoken(plain: str) -> dict[str, str]:
    """The members that an English text names; none when any part of it is not understood."""
    found: dict[str, str] = {}
    at, text = 0, plain.lower()
    if len(text) > _LONGEST:
        return {}
    while at < len(text):
        match = _PART.match(text, at)
        if match is None or _UNIT_WORDS[match[2]] in found:
            return {}
        found[_UNIT_WORDS[match[2]]] = _SPELLED.get(match[1], match[1])
        at = match.end()
    return found


def _written(amounts: Mapping[str, Decimal]) -> str:
    """The ISO text of numbers of units, "" for none."""
    days = "".join(f"{_plain(amounts[name])}{name[0]}" for name in _UNITS[:4] if name in amounts)
    times = "".join(f"{_plain(amounts[name])}{name[0]}" for name in _UNITS[4:] if name in amounts)
    return f"P{days}{'T' if times else ''}{times}" if days or times else ""


def _without_mixed_weeks(text: str) -> Read[str]:
    """Weeks that stand beside other units as days: strict readers take weeks alone only."""
    match = _WEEKS.search(text)
    if match is None or text == f"P{match[1]}W":
        return Read(text or None)
    days = Decimal(match[1]) * 7 + Decimal(match[2] or 0)
    written = f"{text[: match.start()]}{_plain(days)}D{text[match.end() :]}"
    warning = Problem(
        code="duration.weeks_mixed",
        severity="warning",
        message=f"Weeks do not stand beside other units; they were written as days ({written}).",
        hint="Give the duration in weeks alone, or in the other units.",
        suggestion=written,
    )
    return Read(written, (warning,))


def _shown(value: Any) -> str:
    # Python writes no integer of several thousand digits.
    return (
        "a very large number"
        if isinstance(value, int) and value.bit_length() > 100
        else str(value)[:_LONGEST]
    )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _invalid(message: str, hint: str) -> Problem:
    return Problem(code="duration.invalid", severity="error", message=message, hint=hint)
