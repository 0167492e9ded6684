"""The forms of single values (``validation-profile.md`` sections 2.6 and 5)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from opencredreg.validation.place import Place
from opencredreg.validation.rule import Rule
from opencredreg.validation.run import Run

__all__ = ["DURATIONS", "NUMBERS", "OBJECT_RULES", "PAIRS", "QUANTITIES", "RULES", "UNITS", "WORDS"]

URL_FORMAT = Rule(
    number="R56",
    code="url-format",
    severity="error",
    read="warning",
    statement="A web address is complete, with http or https, and has no blanks.",
    source="AS",
)
EMAIL_FORMAT = Rule(
    number="R57",
    code="email-format",
    severity="error",
    read="warning",
    statement="An e-mail address has one @ with something on both sides.",
    source="AS",
)
DATE_FORMAT = Rule(
    number="R58",
    code="date-format",
    severity="error",
    read="warning",
    statement="A date is written YYYY-MM-DD and exists.",
    source="AS",
)
DATETIME_FORMAT = Rule(
    number="R59",
    code="datetime-format",
    severity="error",
    read="warning",
    statement="A point in time is written as ISO 8601 says.",
    source="VO",
)
DATE_ORDER = Rule(
    number="R60",
    code="date-order",
    severity="warning",
    statement="A start is not after its end.",
    source="PR",
)
DURATION_FORMAT = Rule(
    number="R61",
    code="duration-format",
    severity="error",
    read="warning",
    statement="A duration is written as ISO 8601 says, such as P6M or PT50H.",
    source="AS",
)
DURATION_MIXED = Rule(
    number="R61",
    code="duration-mixed",
    severity="warning",
    statement="A duration does not mix days and longer units with hours and shorter ones.",
    source="AS",
)
DURATION_EMPTY = Rule(
    number="R62",
    code="duration-empty",
    severity="error",
    read="warning",
    statement="A duration profile says how long something takes.",
    source="AS",
)
LANGUAGE_CODE_FORMAT = Rule(
    number="R63",
    code="language-code-format",
    severity="error",
    read="warning",
    statement="A language is a BCP 47 tag.",
    source="HB, AS",
)
CURRENCY_FORMAT = Rule(
    number="R64",
    code="currency-format",
    severity="error",
    read="warning",
    statement="A currency is a code of ISO 4217.",
    source="AS",
)
CURRENCY_MISSING = Rule(
    number="R64",
    code="currency-missing",
    severity="error",
    read="warning",
    statement="A price has a currency.",
    source="AS",
)
NUMBER_RANGE = Rule(
    number="R65",
    code="number-range",
    severity="error",
    read="warning",
    statement="A number is not below or above what it can be.",
    source="AS, VO",
)
WEIGHT_RANGE = Rule(
    number="R65",
    code="weight-range",
    severity="warning",
    statement="A weight lies between 0 and 1.",
    source="AS, VO",
)
VALUE_PAIR = Rule(
    number="R66",
    code="value-pair",
    severity="error",
    read="warning",
    statement="A minimum comes with a maximum that is not below it, and a range does not stand beside a single value.",
    source="AS",
)
UNIT_MISSING = Rule(
    number="R67",
    code="unit-missing",
    severity="warning",
    statement="A quantity has a unit or a description.",
    source="AS",
)
UNIT_WITHOUT_VALUE = Rule(
    number="R67",
    code="unit-without-value",
    severity="error",
    read="warning",
    statement="A unit comes with a value.",
    source="AS",
)
PHONE_FORMAT = Rule(
    number="R68",
    code="phone-format",
    severity="note",
    statement="A telephone number has at least seven digits.",
    source="PR",
)
SOCIAL_MEDIA_FORMAT = Rule(
    number="R68",
    code="social-media-format",
    severity="note",
    statement="A social media account is given by its web address.",
    source="PR",
)
IDENTIFIER_FORMAT = Rule(
    number="R69",
    code="identifier-format",
    severity="warning",
    statement="An identifier has the form of its system.",
    source="PR",
)

RULES: tuple[Rule, ...] = (
    URL_FORMAT,
    EMAIL_FORMAT,
    DATE_FORMAT,
    DATETIME_FORMAT,
    DATE_ORDER,
    DURATION_FORMAT,
    DURATION_MIXED,
    DURATION_EMPTY,
    LANGUAGE_CODE_FORMAT,
    CURRENCY_FORMAT,
    CURRENCY_MISSING,
    NUMBER_RANGE,
    WEIGHT_RANGE,
    VALUE_PAIR,
    UNIT_MISSING,
    UNIT_WITHOUT_VALUE,
    PHONE_FORMAT,
    SOCIAL_MEDIA_FORMAT,
    IDENTIFIER_FORMAT,
)


_STARTS: Final = (
    ("ceterms:startDate", "ceterms:endDate"),
    ("ceterms:dateEffective", "ceterms:expirationDate"),
    ("ceasn:dateValidFrom", "ceasn:dateValidUntil"),
    ("ceterms:startTime", "ceterms:endTime"),
    ("ceasn:dateCreated", "ceasn:dateModified"),
    ("ceterms:approximateStartDate", "ceterms:approximateEndDate"),
    ("ceterms:approximateDateEffective", "ceterms:approximateExpirationDate"),
)
PAIRS: Final = (
    ("schema:minValue", "schema:maxValue", "schema:value"),
    ("qdata:minPercentage", "qdata:maxPercentage", "qdata:percentage"),
)
DURATIONS: Final = ("ceterms:minimumDuration", "ceterms:maximumDuration", "ceterms:exactDuration")
QUANTITIES: Final = (
    "schema:QuantitativeValue", "schema:MonetaryAmount", "ceterms:ValueProfile", "ceterms:PayProfile",
    "schema:MonetaryAmountDistribution",
)  # fmt: skip
NUMBERS: Final = (
    "schema:value", "schema:minValue", "schema:maxValue", "qdata:percentage", "qdata:minPercentage",
    "qdata:maxPercentage", "qdata:median", "qdata:percentile10", "qdata:percentile25", "qdata:percentile75",
    "qdata:percentile90",
)  # fmt: skip
_PERCENTAGES: Final = frozenset({"qdata:percentage", "qdata:minPercentage", "qdata:maxPercentage"})
UNITS: Final = ("schema:unitText", "schema:currency", "ceterms:currency", "ceterms:creditUnitType")
WORDS: Final = ("schema:description", "ceterms:description", "ceterms:creditUnitTypeDescription")
_CODE_PATTERNS: Final = (
    ("ceterms:instructionalProgramType", re.compile(r"\d{2}(\.\d{2}(\d{2})?)?\.?"), "dd.dddd", "cip"),
    ("ceterms:occupationType", re.compile(r"\d{2}-\d{4}(\.\d{2})?"), "dd-dddd or dd-dddd.dd", "soc"),
    ("ceterms:industryType", re.compile(r"\d{2,6}(-\d{2})?"), "two to six digits", "naics"),
)


def check_order(run: Run, place: Place) -> None:
    """A start lies before its end."""
    value = place.value
    for first, last in _STARTS:
        if first in value and last in value:
            start, end = _day(value[first]), _day(value[last])
            if start is not None and end is not None and start > end:
                run.report(
                    DATE_ORDER,
                    place,
                    f"{first} ({value[first]}) is after {last} ({value[last]}).",
                    at=(first,),
                    hint="Check both dates.",
                    value=value[first],
                )


def check_pairs(run: Run, place: Place) -> None:
    """A minimum comes with a maximum, and a range does not stand beside a single value."""
    value = place.value
    for least, most, exact in PAIRS:
        if least in value or most in value:
            _check_pair(run, place, least, most, exact)
    if "ceterms:minimumDuration" in value or "ceterms:maximumDuration" in value:
        _check_pair(run, place, *DURATIONS)


def _check_pair(run: Run, place: Place, least: str, most: str, exact: str) -> None:
    value = place.value
    if least in value and most not in value:
        _report_pair(run, place, least, f"{least} comes with {most}.", f"Add {most}, or use {exact} alone.")
    elif most in value and least not in value and most != "ceterms:maximumDuration":
        _report_pair(run, place, most, f"{most} comes with {least}.", f"Add {least}, or use {exact} alone.")
    elif least in value and most in value and _is_above(value[least], value[most]):
        _report_pair(run, place, least, f"{least} is above {most}.", "Exchange them, or correct one.")
    if exact in value:
        _report_pair(run, place, exact, f"{exact} and a range are both given.", "Keep the one that is meant.")


def _report_pair(run: Run, place: Place, term: str, message: str, hint: str) -> None:
    run.report(VALUE_PAIR, place, message, at=(term,), hint=hint, value=place.value[term])


def _is_above(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one > other
    if isinstance(one, str) and isinstance(other, str):
        first, second = _days(one), _days(other)
        return first is not None and second is not None and first > second
    return False


def check_duration(run: Run, place: Place) -> None:
    """A duration profile says how long something takes."""
    value = place.value
    said = ("ceterms:exactDuration", "ceterms:minimumDuration", "ceterms:maximumDuration", "ceterms:timeRequired",
            "ceterms:description")  # fmt: skip
    if not any(term in value for term in said):
        run.report(
            DURATION_EMPTY,
            place,
            "This duration profile does not say how long something takes.",
            hint="Add ceterms:exactDuration, a minimum with a maximum, ceterms:timeRequired or a description.",
        )


def check_price(run: Run, place: Place) -> None:
    """A price has a currency."""
    if "ceterms:price" in place.value and "ceterms:currency" not in place.value:
        run.report(
            CURRENCY_MISSING,
            place,
            "The price has no currency.",
            at=("ceterms:price",),
            hint="Add ceterms:currency, such as USD.",
            value=place.value["ceterms:price"],
        )


def check_unit(run: Run, place: Place) -> None:
    """A quantity says of what, and a unit has a quantity."""
    value = place.value
    numbers = [term for term in NUMBERS if term in value]
    unit = next((term for term in UNITS if term in value), None)
    said = any(term in value for term in WORDS)
    if numbers and unit is None and not said and not _PERCENTAGES.issuperset(numbers):
        run.report(
            UNIT_MISSING,
            place,
            "The quantity has no unit and no description.",
            hint="Add the unit (ceterms:creditUnitType, schema:unitText or the currency) or a description.",
        )
    elif unit is not None and not numbers and not said:
        run.report(
            UNIT_WITHOUT_VALUE,
            place,
            f"There is a unit ({unit}), but no value.",
            at=(unit,),
            hint="Add schema:value, or a minimum with a maximum.",
        )


def check_code(run: Run, place: Place) -> None:
    """A code of a known framework has the form of that framework."""
    code = place.value.get("ceterms:codedNotation")
    if place.parent is None or type(code) is not str or not code.strip():
        return
    framework = (
        f"{place.value.get('ceterms:framework', '')} {place.value.get('ceterms:frameworkName', '')}".lower()
    )
    for term, pattern, words, mark in _CODE_PATTERNS:
        # Only where the framework says which one it is: other countries have codes of other forms.
        if place.key == term and mark in framework and not pattern.fullmatch(code.strip()):
            run.report(
                IDENTIFIER_FORMAT,
                place,
                f"A code of this framework is written {words}.",
                at=("ceterms:codedNotation",),
                hint="Check the code.",
                value=code,
            )


def check_social_media(run: Run, place: Place) -> None:
    """Social media accounts are given by their addresses."""
    for index, entry in enumerate(place.values("ceterms:socialMedia")):
        if type(entry) is str and entry.strip() and not entry.startswith(("https://", "http://")):
            listed = isinstance(place.value["ceterms:socialMedia"], list)
            run.report(
                SOCIAL_MEDIA_FORMAT,
                place,
                "A social media account is given by its web address.",
                at=("ceterms:socialMedia", index) if listed else ("ceterms:socialMedia",),
                hint="Copy the address from the browser.",
                value=entry,
            )


def _day(value: Any) -> date | None:
    """The first day of a date, month or year; ``None`` when it cannot be read."""
    if type(value) is not str:
        return None
    text = value[:10]
    parts = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
    try:
        return date.fromisoformat(parts)
    except ValueError:
        return None


def _days(value: str) -> float | None:
    """About how many days a duration takes, for comparing two of them."""
    match = _PARTS.fullmatch(value)
    if match is None or not any(match.groups()):
        return None
    return sum(float(match[name]) * days for name, days in _LENGTHS.items() if match[name])


_LENGTHS: Final = {"y": 365.25, "mo": 30.44, "w": 7.0, "d": 1.0, "h": 1 / 24, "mi": 1 / 1440, "s": 1 / 86400}
_NUMBER: Final = r"(\d+(?:\.\d+)?)"
_PARTS: Final = re.compile(
    r"P(?:(?P<y>N)Y)?(?:(?P<mo>N)M)?(?:(?P<w>N)W)?(?:(?P<d>N)D)?"
    r"(?:T(?:(?P<h>N)H)?(?:(?P<mi>N)M)?(?:(?P<s>N)S)?)?".replace("N", _NUMBER[1:-1])
)

OBJECT_RULES = {
    "*": (check_order, check_pairs),
    "ceterms:DurationProfile": (check_duration,),
    "ceterms:CostProfile": (check_price,),
    "ceterms:CredentialAlignmentObject": (check_code,),
    "ceterms:Agent": (check_social_media,),
    "ceterms:ContactPoint": (check_social_media,),
    **dict.fromkeys(QUANTITIES, (check_unit,)),
}
