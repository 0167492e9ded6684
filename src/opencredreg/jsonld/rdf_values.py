"""Single values of documents as RDF literals, and back.

The kind of a property decides how a bare value is read. Where a text does not have the form that its
property asks for, it stays a plain literal, so nothing is lost and no literal is ill-typed. Decisions:

* A date takes the datatype of its form: ``xsd:date``, ``xsd:gYearMonth``, ``xsd:gYear`` or ``xsd:dateTime``.
* Numbers and booleans have one spelling per value (``3.0`` and ``"3.0"`` are the same), so that equal data
  give equal RDF.
* Language tags are repaired where that is safe (``en:us`` is ``en-us``); text under any other invalid tag
  becomes a plain literal. Tags are lower case in RDF, as they are compared without regard to case.

Source: ``ctdl-vocabulary.md`` section 3, JSON-LD 1.1 API section 8.2.2, XML Schema 1.1 part 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from opencredreg.ctdl import ValueKind

__all__ = [
    "NUMBERS",
    "NUMBER_KINDS",
    "RDF",
    "XSD",
    "is_language_map",
    "language_literal",
    "literal_of",
    "native_of",
    "styled_tag",
    "typed_literal",
    "value_object",
]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_STRING = NamedNode(f"{XSD}string")
_LANGUAGE = NamedNode(f"{XSD}language")
_INTEGER = NamedNode(f"{XSD}integer")
_DECIMAL = NamedNode(f"{XSD}decimal")
_FLOAT = NamedNode(f"{XSD}float")
_DOUBLE = NamedNode(f"{XSD}double")
_BOOLEAN = NamedNode(f"{XSD}boolean")
_DURATION = NamedNode(f"{XSD}duration")
_ANY_URI = NamedNode(f"{XSD}anyURI")
_LANG_STRING = NamedNode(f"{RDF}langString")
_JSON = NamedNode(f"{RDF}JSON")
NUMBERS = frozenset({_INTEGER, _DECIMAL, _FLOAT, _DOUBLE})
NUMBER_KINDS = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT})

_ZONE = r"(?:Z|[+\-](?:0\d|1[0-4]):[0-5]\d)?"
_DATE = re.compile(rf"(\d{{4}}-\d\d-\d\d){_ZONE}")
_YEAR_MONTH = re.compile(rf"\d{{4}}-(?:0[1-9]|1[0-2]){_ZONE}")
_YEAR = re.compile(rf"\d{{4}}{_ZONE}")
_MOMENT = re.compile(rf"(\d{{4}}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?{_ZONE}")
_PERIOD = re.compile(
    r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)
_WHOLE = re.compile(r"[+\-]?\d{1,4000}")
_FRACTION = re.compile(r"[+\-]?(?:\d{1,4000}(?:\.\d{0,4000})?|\.\d{1,4000})")
_SCIENTIFIC = re.compile(r"[+\-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+\-]?\d{1,4})?")
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# In a position that does not ask for a language map only the usual tags make an object one.
_USUAL_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_:][A-Za-z0-9]{1,8})*")


def literal_of(value: bool | int | float | str, kind: ValueKind, datatype: str, language: str) -> Literal:
    """The literal of a bare JSON value.

    Args:
        value: a JSON scalar other than null.
        kind: how values of the property are read.
        datatype: address of the property's datatype, "" when there is none.
        language: default language of the document, "" when there is none.
    """
    if isinstance(value, str):
        reader = _READERS.get(kind)
        found = reader(value.strip(), datatype) if reader else None
        if found is not None:
            return found
        if kind in (ValueKind.LANGUAGE_MAP, ValueKind.ANY) and language:
            return language_literal(value, language)
        if kind is ValueKind.STRING and datatype not in ("", _STRING.value):
            return typed_literal(value, datatype)
        return _plain(value)
    if kind is ValueKind.STRING:
        return _plain(_json_text(value))
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=_BOOLEAN)
    if kind is ValueKind.DECIMAL:
        return _decimal(value)
    if kind is ValueKind.FLOAT:
        return Literal(_double_text(value), datatype=NamedNode(datatype) if datatype else _FLOAT)
    if isinstance(value, int) or _is_whole(value, kind):
        return Literal(_whole_text(int(value)), datatype=_INTEGER)
    if kind is ValueKind.INTEGER:
        return _decimal(value)
    return Literal(_double_text(value), datatype=_DOUBLE)


def typed_literal(value: object, datatype: str) -> Literal:
    """The literal of a value object with ``@type``; an unusable datatype leaves a plain literal.

    ``@json`` keeps any JSON value; so does, for the same reason, a value that is an object or a list. A date
    under the wrong one of the date types gets the right one.
    """
    if datatype == "@json" or isinstance(value, dict | list):
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        return Literal(_clean(text), datatype=_JSON)
    text = value if isinstance(value, str) else _json_text(value)
    try:
        node = NamedNode(datatype)
    except ValueError:
        return _plain(text)
    if node in (_STRING, _LANG_STRING):
        return _plain(text)
    if node in NUMBERS:
        found = _READERS[_KIND_OF_NUMBER[node]](text.strip(), datatype)
        if found is not None and found.datatype == node:
            return found
    if node in _TIMES:
        found = _read_time(text.strip(), datatype)
        if found is not None:
            return found
    if node == _BOOLEAN:
        text = {"1": "true", "0": "false"}.get(text, text)
    return Literal(_clean(text), datatype=node)


def language_literal(text: str, tag: str) -> Literal:
    """Text in a language; a tag that cannot be repaired leaves a plain literal.

    >>> language_literal("Welding", "en:us").language, language_literal("Welding", "?").language
    ('en-us', None)
    """
    repaired = re.sub(r"[\s_:\-]+", "-", tag.strip()).strip("-")
    if _TAG.fullmatch(repaired):
        try:
            return Literal(_clean(text), language=repaired)
        except ValueError:
            pass
    return _plain(text)


def native_of(literal: Literal, kind: ValueKind, datatype: str) -> bool | int | float | str | None:
    """The bare JSON value that reads as this literal under a property; ``None`` when there is none.

    A plain literal is always its text. A number is a JSON number where that keeps its value and either its
    datatype or the one that the property asks for, and a date is its text where that is read as a date of
    some form. Everywhere else the literal must come back exactly.
    """
    text = literal.value
    if literal.language is not None:
        return None
    if literal.datatype == _STRING or (literal.datatype == _ANY_URI and kind is ValueKind.IRI):
        return text
    for candidate in _candidates(literal):
        again = literal_of(candidate, kind, datatype, "")
        if again == literal or (again.datatype == _BOOLEAN == literal.datatype):
            return candidate
        if _same_number(again, literal) and (kind in NUMBER_KINDS or again.datatype == literal.datatype):
            return candidate
        if again.datatype in _TIMES and literal.datatype in _TIMES and again.value == text:
            return candidate
    return None


def value_object(literal: Literal, compact: Callable[[str], str]) -> dict[str, Any]:
    """The explicit form of a literal: ``@value`` with ``@language`` or ``@type``."""
    if literal.language is not None:
        return {"@value": literal.value, "@language": styled_tag(literal.language)}
    if literal.datatype == _JSON:
        try:
            return {"@value": json.loads(literal.value), "@type": "@json"}
        except (ValueError, RecursionError):
            pass
    return {"@value": literal.value, "@type": compact(literal.datatype.value)}


def styled_tag(tag: str) -> str:
    """A language tag in its customary capitals.

    >>> [styled_tag(tag) for tag in ("en-us", "zh-hans-cn", "en")]
    ['en-US', 'zh-Hans-CN', 'en']
    """
    first, *others = tag.lower().split("-")
    styled = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in others]
    return "-".join([first, *styled])


def is_language_map(value: Mapping[str, Any], kind: ValueKind, prefixes: Mapping[str, str]) -> bool:
    """Whether an object is a language map, by the property that it stands under and by its look."""
    if kind is ValueKind.LANGUAGE_MAP:
        return not any(
            (key.startswith("@") and key != "@none") or _has_prefix(key, prefixes) or _holds_object(entry)
            for key, entry in value.items()
        )
    return (
        bool(value)
        and value.keys() != {"id"}
        and all(
            key == "@none" or (_USUAL_TAG.fullmatch(key) and not _has_prefix(key, prefixes)) for key in value
        )
        and all(_is_text(entry) for entry in value.values())
    )


def _has_prefix(key: str, prefixes: Mapping[str, str]) -> bool:
    # The colon matters: cs is Czech, and the prefix of a vocabulary.
    prefix, colon, _ = key.partition(":")
    return bool(colon) and prefix in prefixes


def _holds_object(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict | list) for item in value)
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )


def _plain(text: str) -> Literal:
    return Literal(_clean(text))


def _clean(text: str) -> str:
    """Half of a surrogate pair is no character; RDF cannot hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _json_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _whole_text(value) if isinstance(value, int) else str(value)


def _whole_text(value: int) -> str:
    # Python refuses to print integers of more than 4300 digits, Decimal does not.
    return str(value) if value.bit_length() < 10_000 else format(Decimal(value), "f")


def _is_whole(value: float, kind: ValueKind) -> bool:
    # Untyped numbers become doubles from there on (JSON-LD 1.1 API section 8.2.2).
    return value.is_integer() and (kind is ValueKind.INTEGER or abs(value) < 1e21)


def _decimal(value: int | float) -> Literal:
    if value - value != 0:
        return Literal(_double_text(value), datatype=_DOUBLE)
    return Literal(
        _canonical_decimal(format(Decimal(repr(value) if isinstance(value, float) else value), "f")),
        datatype=_DECIMAL,
    )


def _canonical_decimal(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if whole == "0" and not fraction:
        return "0"
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def _double_text(value: int | float) -> str:
    """Whole numbers as they are, others with mantissa and exponent, as JSON-LD processors write them."""
    if isinstance(value, int):
        return _whole_text(value)
    if value - value != 0:
        return "NaN" if value != value else "INF" if value > 0 else "-INF"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    mantissa = "".join(map(str, digits))
    power = int(exponent) + len(digits) - 1
    return f"{'-' if sign else ''}{mantissa[0]}.{mantissa[1:] or '0'}E{power}"


def _read_whole(text: str, _datatype: str) -> Literal | None:
    if _WHOLE.fullmatch(text):
        return Literal(_canonical_decimal(text), datatype=_INTEGER)
    found = _read_fraction(text, _datatype)
    if found is not None and "." not in found.value:
        return Literal(found.value, datatype=_INTEGER)
    return found


def _read_fraction(text: str, _datatype: str) -> Literal | None:
    if _FRACTION.fullmatch(text):
        return Literal(_canonical_decimal(text), datatype=_DECIMAL)
    return None


def _read_float(text: str, datatype: str) -> Literal | None:
    node = NamedNode(datatype) if datatype else _FLOAT
    if text in ("NaN", "INF", "-INF"):
        return Literal(text, datatype=node)
    if not _SCIENTIFIC.fullmatch(text):
        return None
    number = float(text)
    spelled = _double_text(number)
    # More digits than a float holds are kept as they are written.
    same = number - number == 0 and Decimal(spelled) == Decimal(text)
    return Literal(spelled if same else text, datatype=node)


def _read_boolean(text: str, _datatype: str) -> Literal | None:
    return Literal(text, datatype=_BOOLEAN) if text in ("true", "false") else None


def _read_time(text: str, _datatype: str) -> Literal | None:
    for pattern, name in _TIME_FORMS:
        match = pattern.fullmatch(text)
        if match and _exists(match):
            return Literal(text, datatype=name)
    return None


def _exists(match: re.Match[str]) -> bool:
    try:
        if match.re.groups:
            date.fromisoformat(match[1])
    except ValueError:
        return False
    return True


def _read_period(text: str, datatype: str) -> Literal | None:
    if not _PERIOD.fullmatch(text):
        return None
    # Weeks are ISO 8601 and schema.org, but not XML Schema.
    if "W" in text and datatype in ("", _DURATION.value):
        return None
    return Literal(text, datatype=NamedNode(datatype) if datatype else _DURATION)


def _read_language(text: str, _datatype: str) -> Literal | None:
    return Literal(text, datatype=_LANGUAGE) if _TAG.fullmatch(text) else None


_TIME_FORMS = (
    (_DATE, NamedNode(f"{XSD}date")),
    (_YEAR_MONTH, NamedNode(f"{XSD}gYearMonth")),
    (_YEAR, NamedNode(f"{XSD}gYear")),
    (_MOMENT, NamedNode(f"{XSD}dateTime")),
)
_TIMES = frozenset(name for _, name in _TIME_FORMS)
_READERS: Mapping[ValueKind, Callable[[str, str], Literal | None]] = {
    ValueKind.INTEGER: _read_whole,
    ValueKind.DECIMAL: _read_fraction,
    ValueKind.FLOAT: _read_float,
    ValueKind.BOOLEAN: _read_boolean,
    ValueKind.DATE: _read_time,
    ValueKind.DATETIME: _read_time,
    ValueKind.DURATION: _read_period,
    ValueKind.LANGUAGE: _read_language,
}
_KIND_OF_NUMBER: Mapping[NamedNode, ValueKind] = {
    _INTEGER: ValueKind.INTEGER,
    _DECIMAL: ValueKind.DECIMAL,
    _FLOAT: ValueKind.FLOAT,
    _DOUBLE: ValueKind.FLOAT,
}


def _candidates(literal: Literal) -> tuple[bool | int | float | str, ...]:
    text = literal.value
    if literal.datatype == _BOOLEAN and text in ("true", "false", "1", "0"):
        return (text in ("true", "1"),)
    if literal.datatype in NUMBERS and _SCIENTIFIC.fullmatch(text):
        if _WHOLE.fullmatch(text) and len(text) < 4000:
            return (int(text), text)
        number = float(text)
        return (number, text) if number - number == 0 else (text,)
    return (text,)


def _same_number(one: Literal, other: Literal) -> bool:
    if one.datatype not in NUMBERS or other.datatype not in NUMBERS:
        return False
    if not (_SCIENTIFIC.fullmatch(one.value) and _SCIENTIFIC.fullmatch(other.value)):
        return False
    return Decimal(one.value) == Decimal(other.value)
