"""Plain values: texts, numbers, yes and no, dates, durations, languages, with the form of each.

Source: ``validation-profile.md`` rules R45, R46, R56 to R69, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from opencredreg.ctdl import ValueKind
from opencredreg.ids import is_ctid, is_uuid
from opencredreg.jsonld.languages import is_language_tag, repaired_tag, tag_of_name
from opencredreg.validation.checks.currencies import CURRENCIES
from opencredreg.validation.checks.visit import is_empty, report_empty
from opencredreg.validation.place import Place
from opencredreg.validation.plan import Check
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import formats, forms, identifiers
from opencredreg.validation.run import Run

__all__ = [
    "BOUNDS",
    "FROM_ZERO",
    "IDENTIFIERS",
    "Problem",
    "find_date_problem",
    "look_at_ctid",
    "look_at_currency",
    "look_at_date",
    "look_at_datetime",
    "look_at_duration",
    "look_at_email",
    "look_at_language",
    "look_at_rough_date",
    "look_of",
    "make_scalar_check",
]


class Problem(NamedTuple):
    """What is wrong with one value."""

    rule: Rule
    message: str
    hint: str = ""
    suggestion: str = ""


Look = Callable[[str, Any], Problem | None]
"""Looks at one value of a property: its name and the value."""

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH_OR_YEAR: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-4]):[0-5]\d(:([0-5]\d|60)(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?"
)
_DURATION: Final = re.compile(
    r"P(?=.)(?P<date>(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?)"
    r"(?P<time>T(?=.)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?"
)
_SPOKEN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)s?", re.IGNORECASE)
_UNITS: Final = {
    "year": "P{}Y",
    "month": "P{}M",
    "week": "P{}W",
    "day": "P{}D",
    "hour": "PT{}H",
    "minute": "PT{}M",
}
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_GROUPED: Final = re.compile(r"[$€£]?\s*\d{1,3}(,\d{3})*(\.\d+)?")
IDENTIFIERS: Final = {
    "ceterms:duns": (re.compile(r"\d{2}-?\d{3}-?\d{4}"), "nine digits"),
    "ceterms:fein": (re.compile(r"\d{2}-\d{7}"), "two digits, a dash and seven digits"),
    "ceterms:opeID": (re.compile(r"\d{6}|\d{8}"), "six or eight digits"),
    "ceterms:ipedsID": (re.compile(r"\d{6}"), "six digits"),
    "ceterms:naics": (re.compile(r"\d{2,6}"), "two to six digits"),
    "ceterms:leiCode": (re.compile(r"[0-9A-Z]{20}"), "twenty capital letters and digits"),
}
FROM_ZERO: Final = frozenset(
    "ceterms:price ceterms:minimumAge ceterms:yearsOfExperience ceterms:numberAwarded ceterms:postReceiptMonths "
    "ceterms:lowEarnings ceterms:medianEarnings ceterms:highEarnings qdata:sizeOfData qdata:sizeOfNoData "
    "qdata:sizeOfPopulation qdata:percentage qdata:minPercentage qdata:maxPercentage ceterms:requiredNumber "
    "ceterms:requiredConstraints"
    .split()
)  # fmt: skip
BOUNDS: Final = {"ceterms:latitude": 90, "ceterms:longitude": 180}
_WEIGHTS: Final = frozenset({"ceterms:weight", "ceasn:weight"})
_LONGEST: Final = 100_000


def make_scalar_check(term: str, kind: ValueKind) -> Check:
    """The check of a property with plain values."""
    look = look_of(term, kind)

    def check(run: Run, place: Place, _key: str, value: Any) -> None:
        if type(value) is list:
            if not value:
                report_empty(run, place, term)
            for index, entry in enumerate(value):
                _check_one(run, place, term, index, entry, look)
        else:
            _check_one(run, place, term, -1, value, look)

    return check


def _check_one(run: Run, place: Place, term: str, index: int, value: Any, look: Look) -> None:
    problem = look(term, value)
    if problem is None:
        return
    if is_empty(value):
        report_empty(run, place, term, index)
        return
    if type(value) is dict and "@value" in value and run.mode == "read":
        # The expanded form of JSON-LD says the same.
        _check_one(run, place, term, index, value["@value"], look)
        return
    run.report(
        problem.rule,
        place,
        problem.message,
        at=(term, index) if index >= 0 else (term,),
        hint=problem.hint,
        suggestion=problem.suggestion,
        value=value,
    )


def look_of(term: str, kind: ValueKind) -> Look:
    """The look at single values of a property."""
    if term == "ceterms:ctid":
        return look_at_ctid
    if term == "ceterms:email":
        return look_at_email
    if term in ("ceterms:currency", "schema:currency"):
        return look_at_currency
    if term in ("ceterms:telephone", "ceterms:faxNumber"):
        return _look_at_telephone
    if term == "ceasn:dateCopyrighted":
        return look_at_rough_date
    if term in IDENTIFIERS:
        return _look_at_identifier
    if kind is ValueKind.DATE:
        return look_at_rough_date if ":approximate" in term else look_at_date
    return _LOOKS.get(kind, _look_at_text)


def _not_text(term: str, value: Any) -> Problem | None:
    if type(value) is str:
        return None
    written = f'"{value}"' if isinstance(value, int | float) and not isinstance(value, bool) else ""
    return Problem(
        forms.LITERAL_EXPECTED, f"{term} holds a text in quotes.", "Write the plain value.", written
    )


def _look_at_text(term: str, value: Any) -> Problem | None:
    if type(value) is str:
        return None if value and not value.isspace() else Problem(forms.LITERAL_EXPECTED, "")
    return _not_text(term, value)


def look_at_ctid(term: str, value: Any) -> Problem | None:
    """A CTID: its prefix, its UUID, its case and version."""
    if type(value) is not str:
        return _not_text(term, value)
    if is_ctid(value):
        if value != value.lower():
            return Problem(
                identifiers.CTID_UPPERCASE,
                "A CTID is written in lower case.",
                "Use lower case.",
                value.lower(),
            )
        if value[17] != "4" or value[22] not in "89ab":
            return Problem(
                identifiers.CTID_NOT_UUID4,
                "The UUID of this CTID is not of version 4.",
                "Keep it if the resource is known by it; make new CTIDs with random (version 4) UUIDs.",
            )
        return None
    bare = value.strip()
    if is_uuid(bare):
        return Problem(
            identifiers.CTID_BARE_UUID,
            'A CTID starts with "ce-".',
            "Put ce- before it.",
            f"ce-{bare.lower()}",
        )
    return Problem(
        identifiers.CTID_MALFORMED,
        'A CTID is "ce-" and a UUID, 39 characters in all.',
        "Make one with a random UUID and keep it for all later versions of the resource.",
        bare.lower() if is_ctid(bare) else "",
    )


def look_at_email(term: str, value: Any) -> Problem | None:
    """An e-mail address."""
    if type(value) is not str:
        return _not_text(term, value)
    if _EMAIL.fullmatch(value):
        return None
    bare = value.strip().removeprefix("mailto:")
    suggestion = bare if _EMAIL.fullmatch(bare) else ""
    return Problem(formats.EMAIL_FORMAT, "This is not an e-mail address.", "Write name@host.", suggestion)


def look_at_currency(term: str, value: Any) -> Problem | None:
    """A code of ISO 4217."""
    if type(value) is not str:
        return _not_text(term, value)
    if value in CURRENCIES:
        return None
    signs = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
    bare = value.strip()
    suggestion = bare.upper() if bare.upper() in CURRENCIES else signs.get(bare, "")
    return Problem(
        formats.CURRENCY_FORMAT,
        "A currency is a code of three letters (ISO 4217).",
        "Write USD or EUR.",
        suggestion,
    )


def _look_at_telephone(term: str, value: Any) -> Problem | None:
    if type(value) is not str:
        return _not_text(term, value)
    if sum(character.isdigit() for character in value) >= 7:
        return None
    return Problem(
        formats.PHONE_FORMAT, f"{term} has fewer than seven digits.", "Write it with its area code."
    )


def _look_at_identifier(term: str, value: Any) -> Problem | None:
    if type(value) is not str:
        return _not_text(term, value)
    pattern, words = IDENTIFIERS[term]
    if pattern.fullmatch(value):
        return None
    bare = value.strip()
    return Problem(
        formats.IDENTIFIER_FORMAT,
        f"{term} has {words}.",
        "Check the code.",
        bare if pattern.fullmatch(bare) else "",
    )


def find_date_problem(value: str) -> str | None:
    """What is wrong with a full date, in words; ``None`` when it is a day that exists."""
    match = _DAY.fullmatch(value)
    if match is None:
        return "A date is written YYYY-MM-DD."
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return f"There is no day {value}."
    return None


def look_at_date(term: str, value: Any) -> Problem | None:
    """A full date that exists."""
    if type(value) is not str:
        return _not_text(term, value)
    problem = find_date_problem(value)
    if problem is None:
        return None
    return Problem(formats.DATE_FORMAT, problem, "Write the day as 2026-05-31.", _repaired_date(value))


def look_at_rough_date(term: str, value: Any) -> Problem | None:
    """A date, a month or a year."""
    if type(value) is str and _MONTH_OR_YEAR.fullmatch(value):
        return None
    problem = look_at_date(term, value)
    if problem is not None and problem.rule is formats.DATE_FORMAT:
        hint = "Write the day as 2026-05-31, the month as 2026-05, or the year."
        return problem._replace(
            message=problem.message.replace("YYYY-MM-DD", "YYYY, YYYY-MM or YYYY-MM-DD"), hint=hint
        )
    return problem


def _repaired_date(value: str) -> str:
    bare = value.strip()
    head = bare[:10]
    if find_date_problem(head) is None:
        return head
    match = _SLASHED.fullmatch(bare)
    # Only a day above twelve tells which of the two numbers is the month.
    if match and int(match[2]) > 12:
        month, day = int(match[1]), int(match[2])
    elif match and int(match[1]) > 12:
        month, day = int(match[2]), int(match[1])
    else:
        return ""
    repaired = f"{match[3]}-{month:02}-{day:02}"
    return repaired if find_date_problem(repaired) is None else ""


def look_at_datetime(term: str, value: Any) -> Problem | None:
    """A point in time, or a date alone."""
    if type(value) is not str:
        return _not_text(term, value)
    match = _TIME.fullmatch(value)
    day = match[1] if match else value
    problem = find_date_problem(day)
    if problem is None:
        return None
    message = problem if match or _DAY.fullmatch(value) else "A point in time is written YYYY-MM-DDThh:mm:ss."
    return Problem(
        formats.DATETIME_FORMAT,
        message,
        "Write it as 2026-05-31T09:30:00Z, or the day alone.",
        _repaired_date(value),
    )


def look_at_duration(term: str, value: Any) -> Problem | None:
    """A duration of ISO 8601."""
    if type(value) is not str:
        return _not_text(term, value)
    match = _DURATION.fullmatch(value)
    if match is not None:
        if match["date"] and match["time"]:
            return Problem(
                formats.DURATION_MIXED,
                f"{value} mixes days or longer units with hours or shorter ones.",
                "Say how much time passes (P6M) and how much is spent (PT50H) in two properties.",
            )
        return None
    spoken = _SPOKEN.fullmatch(value.strip())
    suggestion = _UNITS[spoken[2].lower()].format(spoken[1]) if spoken else ""
    if not suggestion and _DURATION.fullmatch(value.strip().upper()):
        suggestion = value.strip().upper()
    return Problem(
        formats.DURATION_FORMAT,
        "A duration is written as ISO 8601 says.",
        "Write P2Y for two years, P6M for six months, PT50H for fifty hours.",
        suggestion,
    )


def look_at_language(term: str, value: Any) -> Problem | None:
    """A BCP 47 tag."""
    if type(value) is not str:
        return _not_text(term, value)
    if is_language_tag(value):
        return None
    return Problem(
        formats.LANGUAGE_CODE_FORMAT,
        f"{value!r} is not a language tag.",
        "Use a BCP 47 tag such as en, en-US or es-MX.",
        tag_of_name(value) or repaired_tag(value),
    )


def _look_at_boolean(term: str, value: Any) -> Problem | None:
    if type(value) is bool:
        return None
    if type(value) is str and value.strip().lower() in ("true", "false"):
        word = value.strip().lower()
        return Problem(
            forms.BOOLEAN_FORMAT, f"{term} is {word} without quotes.", "Leave out the quotes.", word
        )
    return Problem(forms.BOOLEAN_INVALID, f"{term} is true or false.", "Write true or false, without quotes.")


def _look_at_number(term: str, value: Any) -> Problem | None:
    if type(value) is int or type(value) is float:
        return _outside(term, value)
    if type(value) is str:
        bare = value.strip()
        if _NUMBER.fullmatch(bare):
            return Problem(
                forms.NUMBER_FORMAT, f"{term} is a number without quotes.", "Leave out the quotes.", bare
            )
        digits = re.sub(r"[$€£,\s]", "", bare) if _GROUPED.fullmatch(bare) else ""
        return Problem(
            forms.NUMBER_INVALID, f"{term} is a number.", "Write digits only, without quotes.", digits
        )
    return Problem(forms.NUMBER_INVALID, f"{term} is a number.", "Write a number, without quotes.")


def _look_at_integer(term: str, value: Any) -> Problem | None:
    if type(value) is float and not value.is_integer():
        return Problem(
            forms.NUMBER_INVALID, f"{term} is a whole number.", "Write it without a decimal point."
        )
    return _look_at_number(term, value)


def _outside(term: str, value: float) -> Problem | None:
    if term in FROM_ZERO and value < 0:
        return Problem(formats.NUMBER_RANGE, f"{term} is not below zero.", "Check the sign.")
    bound = BOUNDS.get(term)
    if bound is not None and abs(value) > bound:
        return Problem(
            formats.NUMBER_RANGE, f"{term} lies between -{bound} and {bound}.", "Check the coordinates."
        )
    if term in _WEIGHTS and not 0 <= value <= 1:
        hint = "Write a share of 1, such as 0.25."
        suggestion = f"{value / 100:g}" if 1 < value <= 100 else ""
        return Problem(formats.WEIGHT_RANGE, f"{term} lies between 0 and 1.", hint, suggestion)
    return None


_LOOKS: Final[dict[ValueKind, Look]] = {
    ValueKind.STRING: _look_at_text,
    ValueKind.LANGUAGE: look_at_language,
    ValueKind.INTEGER: _look_at_integer,
    ValueKind.DECIMAL: _look_at_number,
    ValueKind.FLOAT: _look_at_number,
    ValueKind.BOOLEAN: _look_at_boolean,
    ValueKind.DATETIME: look_at_datetime,
    ValueKind.DURATION: look_at_duration,
}
