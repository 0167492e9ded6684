"""Labels of terms for people, in the project's own words, read from packaged files at the first question.

One file per language beside this module: ``{"classes": {term: label}, "properties": {...}, "schemes": {...},
"concepts": {...}}``. The English file holds only the terms whose official label reads badly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

__all__ = ["LABEL_LANGUAGES", "find_label", "load_labels", "readable_name"]

LABEL_LANGUAGES: Final = ("en", "es")
"""Languages with packaged labels, the one to fall back on first."""

_BETWEEN_WORDS: Final = re.compile(
    r"[\s_.-]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])"
)


@cache
def load_labels(language: str) -> Mapping[str, str]:
    """Term to label in one of :data:`LABEL_LANGUAGES`, for classes, properties, schemes and concepts.

    Raises:
        FileNotFoundError: There are no labels in the language.
    """
    data = files(__package__).joinpath(f"{language}.json").read_bytes()
    sections = msgspec.json.decode(data, type=dict[str, dict[str, str]])
    return {term: label for section in sections.values() for term, label in section.items()}


def find_label(term: str, language: str) -> str | None:
    """The packaged label of a term in a language, else the English one; None if there is neither.

    Tags with a region or script count as their language: ``es-MX`` is answered in Spanish.
    """
    wanted = language.partition("-")[0].lower()
    # Languages come from requests, so only the known ones may become part of the name of a file.
    if wanted in LABEL_LANGUAGES and term in (labels := load_labels(wanted)):
        return labels[term]
    return load_labels(LABEL_LANGUAGES[0]).get(term)


def readable_name(term: str) -> str:
    """The local name of a compact name or an address as words; abbreviations stay as they are.

    >>> [readable_name(term) for term in ("ceterms:fooBarBaz", "ex:hasURLOf", "https://x.example/t#a_b", "x:")]
    ['Foo bar baz', 'Has URL of', 'A b', 'x:']
    """
    local = re.split(r"[:/#]", term)[-1]
    words = [word for word in _BETWEEN_WORDS.split(local) if word]
    text = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)
    return text[:1].upper() + text[1:] or term
