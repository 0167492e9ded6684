"""Who reads a page: in which language it speaks to them, and which languages of the data they like best."""

from __future__ import annotations

import math

import msgspec
from starlette.requests import Request

from opencredreg.web.locale import LANGUAGES, SOURCE

__all__ = ["COOKIE", "DEFAULT_READER", "Reader", "reader_of"]

COOKIE = "lang"
_MOST = 8


class Reader(msgspec.Struct, frozen=True):
    """``language`` is one of the pages' languages, ``languages`` are tags in order of preference, the best first."""

    language: str = SOURCE
    languages: tuple[str, ...] = (SOURCE,)


DEFAULT_READER = Reader()


def reader_of(request: Request) -> Reader:
    """What the browser asks for; a language that was chosen on a page comes first."""
    asked = accepted_languages(request.headers.get("accept-language", ""))
    chosen = request.cookies.get(COOKIE, "")
    offered = [chosen, *(tag.partition("-")[0] for tag in asked)]
    language = next((tag for tag in offered if tag in LANGUAGES), SOURCE)
    # Somebody who chose a language wants the data in it as well; else the browser's own order counts.
    order = [chosen, *asked, language] if chosen in LANGUAGES else [*asked, language]
    return Reader(language, tuple(dict.fromkeys(order)))


def accepted_languages(header: str) -> list[str]:
    """The tags of an ``Accept-Language`` header, the most wanted first.

    >>> accepted_languages("fr;q=0.5, es-MX, *;q=0.1")
    ['es-mx', 'fr']
    """
    found: list[tuple[float, int, str]] = []
    for place, entry in enumerate(header[:500].split(",")):
        tag, _, weight = entry.partition(";")
        tag = tag.strip().lower()
        if tag and tag != "*" and tag.replace("-", "").isalnum():
            found.append((-_weight(weight), place, tag))
    return [tag for weight, _, tag in sorted(found)[:_MOST] if weight]


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        number = float(value)
    except ValueError:
        return 0.0
    # What is no number is neither more nor less than another.
    return 0.0 if math.isnan(number) else min(max(number, 0.0), 1.0)
