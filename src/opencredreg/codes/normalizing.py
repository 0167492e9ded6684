"""Codes as people and spreadsheets write them, in the one spelling of their list.

Spreadsheets read codes as numbers: ``01.0100`` becomes ``1.01``. What was lost is put back where only one code can be
meant. Source: ``publishing.md`` section 4.4.
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.codes.lists import ListName

__all__ = ["digits_of", "normalize_code"]

_LONGEST: Final = 200
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("\u00a0\u2007\u202f", " "))
_NAME: Final = re.compile(r"(?:o\*?net(?:-soc)?|soc|cip|naics)(?:\s*codes?)?[\s:#]*(?=\d)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S*?[/=](?P<code>[\d.\-]+)/?", re.IGNORECASE)
_QUOTED: Final = re.compile(r'=?"(?P<code>[^"]*)"')

_SOC: Final = re.compile(
    r"(?P<major>\d\d)[\s.-]*(?P<minor>\d{4})(?:\s*\.\s*(?P<part>\d{1,2})|\s?(?P<rest>\d\d))?"
)
_CIP: Final = re.compile(r"(?P<family>\d{1,2})(?:\s*[.-]\s*(?P<rest>\d{1,4}))?")
_CIP_DIGITS: Final = re.compile(r"\d{3,6}")
_NAICS: Final = re.compile(r"(?P<code>\d{2,6})(?:\.0+)?")
_SECTOR: Final = re.compile(r"(?P<first>\d\d)\s*-\s*(?P<last>\d\d)")
_SECTORS: Final = {
    **dict.fromkeys(("31", "32", "33"), "31-33"),
    **dict.fromkeys(("44", "45"), "44-45"),
    **dict.fromkeys(("48", "49"), "48-49"),
}
"""Sectors that take up several numbers of two digits are written as a range."""


def normalize_code(list_name: ListName, text: str) -> str | None:
    """A code in the spelling of its list; ``None`` for what is none. Whether the list has it is another question.

    Groups of occupations, whose sixth digit is a zero, have no ending: ``53-3000``. Normalizing twice changes
    nothing.

    >>> normalize_code("soc", "533032 "), normalize_code("soc", "53-3000"), normalize_code("soc", "welder")
    ('53-3032.00', '53-3000', None)
    >>> normalize_code("cip", "1.01"), normalize_code("cip", "49-0205"), normalize_code("cip", "5.021")
    ('01.01', '49.0205', '05.0210')
    >>> normalize_code("naics", "484110.0"), normalize_code("naics", "32")
    ('484110', '31-33')
    """
    bare = _bare(text)
    match list_name:
        case "soc":
            return _soc(bare)
        case "cip":
            return _cip(bare)
        case "naics":
            return _naics(bare)


def digits_of(code: str) -> str:
    """The digits of a code, or of what was typed of one."""
    return "".join(sign for sign in code if sign in "0123456789")


def _bare(text: str) -> str:
    """The text without what people and spreadsheets put around a code."""
    text = text.translate(_DASHES).strip()
    if len(text) > _LONGEST:
        return ""
    for pattern in (_QUOTED, _ADDRESS):
        found = pattern.fullmatch(text)
        if found is not None:
            text = found["code"].strip()
    text = _NAME.sub("", text, count=1) if _NAME.match(text) else text
    return text if text.isascii() else ""


def _soc(text: str) -> str | None:
    found = _SOC.fullmatch(text)
    if found is None:
        return None
    # A number loses the zero at its end: .1 was .10.
    part = (found["part"] or found["rest"] or "").ljust(2, "0")
    is_group = found["minor"].endswith("0") and part == "00"
    code = f"{found['major']}-{found['minor']}"
    return code if is_group else f"{code}.{part}"


def _cip(text: str) -> str | None:
    if _CIP_DIGITS.fullmatch(text):
        # Without a point an odd number of digits tells that the first zero is gone.
        even = text.zfill(len(text) + len(text) % 2)
        return f"{even[:2]}.{even[2:]}"
    found = _CIP.fullmatch(text)
    if found is None:
        return None
    family, rest = found["family"].zfill(2), found["rest"] or ""
    return f"{family}.{rest.ljust(2 if len(rest) <= 2 else 4, '0')}" if rest else family


def _naics(text: str) -> str | None:
    sector = _SECTOR.fullmatch(text)
    if sector is not None:
        known = _SECTORS.get(sector["first"])
        return known if known is not None and known.endswith(sector["last"]) else None
    found = _NAICS.fullmatch(text)
    return _SECTORS.get(found["code"], found["code"]) if found is not None else None
