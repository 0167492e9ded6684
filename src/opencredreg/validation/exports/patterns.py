"""Forms of plain values as patterns in the part that JSON Schema, SHACL and Python share.

Nothing looks ahead and no group is named, as SHACL knows neither. All of them are without anchors.

Source: ``validation-profile.md`` section 5.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "BLANK_NODE", "CTID", "DATE", "DATETIME", "DURATION", "EMAIL", "IRI", "LANGUAGE_TAG", "NUMBER", "RESOURCE_ADDRESS",
    "ROUGH_DATE", "WEB_ADDRESS", "anchored", "or_blank",
]  # fmt: skip

_UUID = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
CTID: Final = f"[Cc][Ee]-{_UUID}"
WEB_ADDRESS: Final = r"https?://[^\s/?#]\S*"
IRI: Final = r"[A-Za-z][A-Za-z0-9+.\-]*:\S+"
BLANK_NODE: Final = r"_:\S+"
RESOURCE_ADDRESS: Final = r"https?://[^/\s]+(/[^/\s]+)*/resources/[^/\s]+/*"
NUMBER: Final = r"[+\-]?[0-9]+(\.[0-9]+)?([eE][+\-]?[0-9]+)?"
EMAIL: Final = r"[^@\s]+@[^@\s]+"
LANGUAGE_TAG: Final = (
    "[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)

# The calendar: there is no year 0000, and 29 February only in leap years.
_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_FOURTH = "(0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = f"([0-9]{{2}}{_FOURTH}|{_FOURTH}00)"
_DAY_OF_MONTH = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
)
DATE: Final = f"({_YEAR}-{_DAY_OF_MONTH}|{_LEAP_YEAR}-02-29)"
ROUGH_DATE: Final = f"({DATE}|[0-9]{{4}}(-(0[1-9]|1[0-2]))?)"
_ZONE = "(Z|[+-][0-9]{2}:?[0-9]{2})"
_TIME = rf"([01][0-9]|2[0-4]):[0-5][0-9](:([0-5][0-9]|60)(\.[0-9]+)?)?{_ZONE}?"
DATETIME: Final = f"{DATE}([T ]{_TIME})?"

_AMOUNT = r"[0-9]+(\.[0-9]+)?"


def _parts(units: str) -> str:
    """At least one part, each with its unit, in this order."""
    ways = []
    for place, unit in enumerate(units):
        rest = "".join(f"({_AMOUNT}{later})?" for later in units[place + 1 :])
        ways.append(f"{_AMOUNT}{unit}{rest}")
    return f"({'|'.join(ways)})"


DURATION: Final = f"P({_parts('YMWD')}(T{_parts('HMS')})?|T{_parts('HMS')})"


def anchored(pattern: str) -> str:
    """A pattern that has to match the whole text."""
    return f"^({pattern})$"


def or_blank(pattern: str) -> str:
    """A pattern for a whole text that may also be blank: an empty value is the business of another rule."""
    return f"^({pattern}|\\s*)$"
