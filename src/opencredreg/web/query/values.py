"""The value of a condition, between what people type and what the query language says.

Source: ``search.md`` sections 3.3, 4.1, 5.2 and 6.
"""

from __future__ import annotations

import re
from typing import Any, Final

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.query.keywords import (
    ANY_VALUE,
    MATCH_TYPE,
    NO_VALUE,
    OPERATOR,
    RECORD_TIMES,
    VALUE,
)
from opencredreg.web.query.asking import Match

__all__ = ["is_alignment", "read_value", "say_value"]

_ALIGNMENT: Final = "ceterms:CredentialAlignmentObject"
_TARGET: Final = "ceterms:targetNode"
_TARGET_NAME: Final = "ceterms:targetNodeName"
_ANY_OF: Final = "search:orTerms"
_NUMBERS: Final = (ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT)
_ORDERED: Final = (*_NUMBERS, ValueKind.DATE, ValueKind.DATETIME)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}
_BY_NAME: Final[dict[Match, str]] = {
    "exact": "search:exactMatch",
    "contains": "search:contains",
    "starts": "search:startsWith",
    "ends": "search:endsWith",
    "nearly": "search:fuzzy",
}
_BY_KEYWORD: Final = {keyword: match for match, keyword in _BY_NAME.items()}
_MORE, _LESS = "search:greaterThanOrEqualTo", "search:lessThanOrEqualTo"


def is_alignment(vocabulary: Vocabulary, term: str) -> bool:
    """Whether the values of a property are alignments: small objects that name a concept or point to it."""
    facts = vocabulary.properties.get(term)
    return facts is not None and facts.range == (_ALIGNMENT,)


def say_value(vocabulary: Vocabulary, term: str, match: Match, typed: str) -> Any:
    """The value of a condition in the query language; that it is negated stands in its key.

    Concepts may be typed by their label, booleans as yes and no. What cannot be meant is left as it is: reading
    the query says what is wrong with it.
    """
    if match == "given":
        return ANY_VALUE
    if match == "missing":
        return NO_VALUE
    entries = [part.strip() for part in typed.split("|")] if match == "any" else [typed]
    found = [_concept(vocabulary, term, entry) for entry in entries]
    if not is_alignment(vocabulary, term):
        return _value(vocabulary.kind_of(term), term, match, found)
    points = match in ("is", "any", "not") and all(_is_address(vocabulary, entry) for entry in found)
    target = _TARGET if points else _TARGET_NAME
    return {target: _value(vocabulary.kind_of(target), target, match, found)}


def read_value(value: Any) -> tuple[Match, str] | None:
    """What people would type for a value; ``None`` for values that the form has no words for."""
    if isinstance(value, dict) and len(value) == 1:
        ((key, inner),) = value.items()
        if key in (_TARGET, _TARGET_NAME):
            is_nested = isinstance(inner, dict) and not inner.keys().isdisjoint((_TARGET, _TARGET_NAME))
            return None if is_nested else read_value(inner)
        if key in (_MORE, _LESS) and _is_scalar(inner):
            return ("from" if key == _MORE else "until"), _typed(inner)
        return None
    if isinstance(value, dict):
        return _read_wrapper(value)
    if isinstance(value, list):
        return _read_list(value)
    if not _is_scalar(value):
        return None
    if value in (ANY_VALUE, NO_VALUE):
        return ("given" if value == ANY_VALUE else "missing"), ""
    return "is", _typed(value)


def _value(kind: ValueKind, term: str, match: Match, entries: list[str]) -> Any:
    values = [_scalar(kind, entry) for entry in entries]
    if match in _BY_NAME:
        return {VALUE: entries[0], MATCH_TYPE: _BY_NAME[match]}
    if match in ("from", "until"):
        if kind in _ORDERED or term in RECORD_TIMES:
            return [values[0], ""] if match == "from" else ["", values[0]]
        return {_MORE if match == "from" else _LESS: values[0]}
    if match != "any":
        return values[0]
    # Two numbers or dates in a bare list would be a range.
    return {VALUE: values, OPERATOR: _ANY_OF} if kind in _ORDERED or term in RECORD_TIMES else values


def _scalar(kind: ValueKind, typed: str) -> Any:
    if kind is ValueKind.BOOLEAN:
        return _BOOLEANS.get(typed.lower(), typed)
    if kind in _NUMBERS and _NUMBER.fullmatch(typed):
        return float(typed) if "." in typed else int(typed)
    return typed


def _concept(vocabulary: Vocabulary, term: str, typed: str) -> str:
    facts = vocabulary.properties.get(term)
    scheme = vocabulary.schemes.get(facts.scheme or "") if facts is not None else None
    if scheme is None:
        return typed
    wanted = typed.casefold()
    return next(
        (one for one in scheme.concepts if vocabulary.concepts[one].label.casefold() == wanted), typed
    )


def _is_address(vocabulary: Vocabulary, text: str) -> bool:
    prefix, mark, rest = text.partition(":")
    if mark and rest.startswith("//"):
        return " " not in text
    return bool(mark) and prefix in vocabulary.prefixes and " " not in rest


def _read_wrapper(value: dict[str, Any]) -> tuple[Match, str] | None:
    inner = value.get(VALUE)
    if value.keys() == {VALUE, MATCH_TYPE} and isinstance(inner, str):
        match = _BY_KEYWORD.get(value[MATCH_TYPE]) if isinstance(value[MATCH_TYPE], str) else None
        return (match, inner) if match is not None else None
    if value.keys() == {VALUE, OPERATOR} and value[OPERATOR] == _ANY_OF and isinstance(inner, list):
        return _joined(inner)
    return None


def _read_list(value: list[Any]) -> tuple[Match, str] | None:
    if len(value) == 2 and all(map(_is_scalar, value)) and (value[0] == "") != (value[1] == ""):
        return ("until", _typed(value[1])) if value[0] == "" else ("from", _typed(value[0]))
    return _joined(value)


def _joined(values: list[Any]) -> tuple[Match, str] | None:
    return ("any", " | ".join(map(_typed, values))) if values and all(map(_is_scalar, values)) else None


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | bool | int | float)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
