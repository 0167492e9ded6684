"""Texts, addresses, dates, durations and numbers, each only if it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from opencredreg.crosswalk.schema_org.scope import Reader, Scope
from opencredreg.crosswalk.values import number_of, pick_texts
from opencredreg.jsonld.values import Node, reference_of

__all__ = [
    "CODES",
    "DATES",
    "DURATIONS",
    "LANGUAGES",
    "NUMBERS",
    "TEXT",
    "TEXTS",
    "URLS",
    "code_of",
    "duration_of",
    "name_of",
    "safe_url",
    "text_of",
    "trimmed",
]

LONGEST_TEXT: Final = 5_000
_LONGEST_URL = 2_000
_LONGEST_CODE = 200
_NAMES = (
    "ceterms:name",
    "ceasn:name",
    "skos:prefLabel",
    "ceasn:competencyLabel",
    "ceasn:competencyText",
    "ceterms:targetNodeName",
)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f]+", re.IGNORECASE)
_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_TIME = r"([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?"
_DATE = re.compile(_DAY + _TIME)
_DURATION = re.compile(
    r"P(?=.)(\d+([.,]\d+)?[YMWD])*(T(?=.)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?"
)
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def trimmed(text: str, most: int = LONGEST_TEXT) -> str:
    """A text that JSON can carry, cut where it is longer than anybody reads."""
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text[: most + 1]).strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def text_of(value: Any, scope: Scope) -> str:
    """The first text of a value in the reader's language; "" when there is none."""
    texts = pick_texts(value, scope.languages)[1]
    return trimmed(texts[0]) if texts else ""


def name_of(node: Node, scope: Scope) -> str:
    """The name of a thing of any class in the reader's language; "" when it has none."""
    return next((text for term in _NAMES if (text := text_of(node.get(term), scope))), "")


def safe_url(value: Any) -> str:
    """The address of a web page, or "": only http and https, with a host, without blanks."""
    text = reference_of(value)
    if len(text) > _LONGEST_URL or not _URL.fullmatch(text) or _SURROGATE.search(text):
        return ""
    try:
        return text if urlsplit(text).hostname else ""
    except ValueError:
        return ""


def code_of(value: Any) -> str:
    """A code as it was written, also where it was written as a number; "" when it is neither."""
    if isinstance(value, str):
        return trimmed(value, _LONGEST_CODE)
    number = number_of(value)
    return "" if number is None else str(number)


def duration_of(value: Any) -> str:
    """An ISO 8601 duration as it was given, or ""."""
    return value.strip() if isinstance(value, str) and is_duration(value.strip()) else ""


def is_duration(text: str) -> bool:
    """Whether a text is an ISO 8601 duration."""
    return len(text) < 40 and _DURATION.fullmatch(text) is not None


def _text(values: list[Any], scope: Scope) -> list[str]:
    return [text_of(values, scope)]


def _texts(values: list[Any], scope: Scope) -> Iterator[str]:
    return (trimmed(text) for text in pick_texts(values, scope.languages)[1])


def _urls(values: list[Any], _: Scope) -> Iterator[str]:
    return (safe_url(value) for value in values)


def _codes(values: list[Any], _: Scope) -> Iterator[str]:
    return (code_of(value) for value in values)


def _dates(values: list[Any], _: Scope) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and _DATE.fullmatch(value))


def _durations(values: list[Any], _: Scope) -> Iterator[str]:
    return (duration_of(value) for value in values)


def _languages(values: list[Any], _: Scope) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and _TAG.fullmatch(value))


def _numbers(values: list[Any], _: Scope) -> Iterator[int | float | None]:
    return (number_of(value) for value in values)


TEXT: Final = Reader("text in the reader's language", _text)
TEXTS: Final = Reader("texts in the reader's language", _texts)
URLS: Final = Reader("http and https addresses", _urls)
CODES: Final = Reader("code as written", _codes)
DATES: Final = Reader("date as given", _dates)
DURATIONS: Final = Reader("ISO 8601 duration as given", _durations)
LANGUAGES: Final = Reader("language tag", _languages)
NUMBERS: Final = Reader("number", _numbers)
