"""Members that hold plain values: texts, codes, dates, numbers, web addresses, names.

Source: ``publishing.md`` sections 4.2, 4.6, 4.7.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from opencredreg.crosswalk.assistant.cleaning import clean_text
from opencredreg.crosswalk.assistant.conversion import Conversion, step
from opencredreg.crosswalk.assistant.dates import read_date
from opencredreg.crosswalk.assistant.durations import read_duration_text
from opencredreg.crosswalk.assistant.languages import map_key, read_language
from opencredreg.crosswalk.assistant.objects import is_absent, is_listed, kind_of, listed, spot
from opencredreg.crosswalk.assistant.table import Field
from opencredreg.crosswalk.assistant.urls import read_url
from opencredreg.ctdl.facts import ValueKind
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["named", "plain", "text", "text_of", "url"]

_NUMBERS = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT})
_DATES = frozenset({ValueKind.DATE, ValueKind.DATETIME})
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_WRITTEN = (str, int, float)
_UNTRIMMED = frozenset({"ceterms:framework", "ceasn:source", "ceterms:source"})


def text(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:
    """A text or texts in the language of the request, or a finished language map."""
    as_list = is_listed(conversion.vocabulary, cls, field.term)
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for tag, entry in value.items():
            place = step(pointer, tag)
            language = conversion.take(read_language(tag), place, tag, field.term)
            if language is None or is_absent(entry):
                continue
            texts = _texts(conversion, field, entry, place, as_list)
            if texts:
                found[map_key(language, conversion.language)] = texts if as_list else texts[0]
        return [found] if found else []
    texts = _texts(conversion, field, value, pointer, as_list)
    return [{conversion.language: texts if as_list else texts[0]}] if texts else []


def _texts(conversion: Conversion, field: Field, value: Any, pointer: str, as_list: bool) -> list[str]:
    cleaned = (text_of(conversion, field, entry, spot(pointer, place)) for place, entry in listed(value))
    found = list(dict.fromkeys(text for text in cleaned if text is not None))
    if len(found) > 1 and not as_list:
        conversion.say(
            "value.single",
            pointer,
            f"{field.name} is one text, and here are {len(found)}.",
            term=field.term,
            hint="Send one text, or one for each language.",
        )
    return found


def text_of(conversion: Conversion, field: Field, value: Any, pointer: str) -> str | None:
    """One text, cleaned; numbers are texts too."""
    if isinstance(value, bool) or not isinstance(value, _WRITTEN):
        _say_kind(conversion, field, "a text", value, pointer)
        return None
    cleaned: str | None = conversion.take(clean_text(_as_text(value)), pointer, value, field.term)
    return cleaned


def plain(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:
    """Values that are copied: texts, codes, dates, numbers, booleans, languages."""
    kind = _kind_of(conversion.vocabulary, cls, field.term)
    if kind is ValueKind.LANGUAGE_MAP:
        return text(conversion, field, cls, value, pointer)
    found = []
    for place, entry in listed(value):
        read = _plain_value(conversion, field, kind, entry, spot(pointer, place))
        if read is not None:
            found.append(read)
    return found


@lru_cache(maxsize=4096)
def _kind_of(vocabulary: Vocabulary, cls: str, term: str) -> ValueKind:
    """What a property holds on a class; where the vocabulary only knows texts, as the class writes it."""
    facts = vocabulary.properties.get(term)
    kind = facts.kind if facts is not None else ValueKind.STRING
    shape = vocabulary.shape_of(cls, term)
    if kind in (ValueKind.STRING, ValueKind.ANY) and shape in ("number", "integer"):
        kind = ValueKind.DECIMAL if shape == "number" else ValueKind.INTEGER
    return ValueKind.LANGUAGE_MAP if shape.startswith("languageMap") else kind


def _plain_value(conversion: Conversion, field: Field, kind: ValueKind, value: Any, pointer: str) -> Any:
    if kind in _NUMBERS:
        return _number(conversion, field, value, pointer, whole=kind is ValueKind.INTEGER)
    if kind is ValueKind.BOOLEAN:
        return _boolean(conversion, field, value, pointer)
    read = text_of(conversion, field, value, pointer)
    if read is None:
        return None
    if kind in _DATES:
        keeps_time = kind is ValueKind.DATETIME
        return conversion.take(read_date(read, keeps_time=keeps_time), pointer, value, field.term)
    if kind is ValueKind.LANGUAGE:
        return conversion.take(read_language(read), pointer, value, field.term)
    if kind is ValueKind.DURATION:
        return conversion.take(read_duration_text(read), pointer, value, field.term)
    return read


def _number(
    conversion: Conversion, field: Field, value: Any, pointer: str, *, whole: bool
) -> int | float | None:
    number: object = value
    if isinstance(value, str):
        try:
            number = float(value.strip().removesuffix("%").replace(",", ""))
        except ValueError:
            number = None
    if isinstance(number, bool) or not isinstance(number, int | float) or not _is_finite(number):
        _say_kind(conversion, field, "a number", value, pointer)
        return None
    if isinstance(number, float) and number.is_integer() and abs(number) < 2**53:
        number = int(number)
    if whole and not isinstance(number, int):
        _say_kind(conversion, field, "a whole number", value, pointer)
        return None
    return number


def _is_finite(number: int | float) -> bool:
    """Whether it is a number that JSON of others can hold: whole numbers of 64 bits, and what is not infinite."""
    return abs(number) < 2**63 if isinstance(number, int) else math.isfinite(number)


def _boolean(conversion: Conversion, field: Field, value: Any, pointer: str) -> bool | None:
    if isinstance(value, bool):
        return value
    folded = value.strip().lower() if isinstance(value, str) else ""
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE
    _say_kind(conversion, field, "true or false", value, pointer)
    return None


def url(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """Addresses of the web."""
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        if not isinstance(entry, str):
            _say_kind(conversion, field, "an address of the web", entry, here)
            continue
        read = read_url(
            entry,
            allows_example=conversion.rules.is_sandbox,
            trims_slash=field.term not in _UNTRIMMED,
        )
        address = conversion.take(read, here, entry, field.term)
        if address is not None:
            found.append(address)
    return found


def named(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """Names that stand for themselves: alignment objects with a name only."""
    found: list[Any] = []
    if isinstance(value, dict) and field.term.lower() in pointer.lower():
        # A language map under the name of the property: one object with the name in all of them.
        return [
            _named_object(conversion, names, pointer) for names in text(conversion, field, "", value, pointer)
        ]
    for place, entry in listed(value):
        here = spot(pointer, place)
        if isinstance(entry, dict):
            entry = next((entry[key] for key in entry if key.lower() in ("name", "targetnodename")), None)
        read = text_of(conversion, field, entry, here)
        if read is not None:
            found.append(_named_object(conversion, {conversion.language: read}, here))
    return found


def _named_object(conversion: Conversion, names: dict[str, Any], pointer: str) -> dict[str, Any]:
    node = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": names}
    return conversion.made(node, pointer)


def _say_kind(conversion: Conversion, field: Field, wanted: str, value: Any, pointer: str) -> None:
    conversion.say(
        "type.wrong",
        pointer,
        f"{field.name} is {wanted}, not {kind_of(value)}.",
        value=value,
        term=field.term,
        hint=f"Send {wanted}.",
    )


def _as_text(value: str | int | float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
