"""What a thing is, in the words of who published it.

Source: ``ctdl-vocabulary.md`` sections 6 (naming) and 9.12 (languages).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

import msgspec

from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Plain, Statement, Words, read_values
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.values import Text, references_of, texts_of

__all__ = ["ABOUT_PROPERTIES", "About", "Wording", "build_about"]

_DESCRIPTIONS = (
    "ceterms:description",
    "ceasn:description",
    "skos:definition",
    "dcterms:description",
    "schema:description",
    "ceterms:agentPurposeDescription",
)
_OTHER_NAMES = ("ceterms:alternateName", "skos:altLabel")
_KEYWORDS = ("ceterms:keyword", "ceasn:conceptKeyword")
_WEB = ("ceterms:subjectWebpage", "ceterms:agentPurpose")
_IMAGES = ("ceterms:image",)
ABOUT_PROPERTIES: Final = frozenset(
    {*_DESCRIPTIONS, *_OTHER_NAMES, *_KEYWORDS, *_WEB, "ceterms:sameAs", *_IMAGES}
)
"""The properties that this part shows completely."""


_MOST: Final = 300
"""So many keywords, other addresses and pictures are shown; the data have all."""


class Wording(msgspec.Struct, frozen=True):
    """The texts under one property."""

    term: str
    texts: tuple[Text, ...]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What it is. ``keywords`` are grouped by language; the addresses in ``links`` are as published.

    ``left_out`` counts the keywords, addresses and pictures beyond those that are shown.
    """

    descriptions: tuple[Wording, ...] = ()
    other_names: tuple[tuple[Text, ...], ...] = ()
    keywords: tuple[tuple[Text, ...], ...] = ()
    links: tuple[Statement, ...] = ()
    same_as: tuple[Reference, ...] = ()
    images: tuple[str, ...] = ()
    left_out: int = 0


def build_about(subject: Subject) -> About | None:
    """What the subject is; ``None`` where nothing is said of it."""
    value = subject.value
    keywords, more_keywords = _by_language(value, _KEYWORDS)
    same_as = references_of(value, "ceterms:sameAs")
    images = tuple(dict.fromkeys(references_of(value, *_IMAGES)))
    beyond = (len(found) - _MOST for found in (same_as, images))
    about = About(
        descriptions=tuple(
            Wording(term, texts) for term in _DESCRIPTIONS if (texts := texts_of(value.get(term)))
        ),
        other_names=tuple(_wordings(subject, _OTHER_NAMES)),
        keywords=keywords,
        links=tuple(_links(subject)),
        same_as=subject.look.book.all_to(same_as[:_MOST]),
        images=images[:_MOST],
        left_out=more_keywords + sum(max(0, number) for number in beyond),
    )
    return about if about != About() else None


def _wordings(subject: Subject, terms: Sequence[str]) -> list[tuple[Text, ...]]:
    found: list[tuple[Text, ...]] = []
    for term in terms:
        for one in read_values(subject.look, term, subject.value.get(term))[0]:
            if isinstance(one, Words):
                found.append(one.texts)
            elif isinstance(one, Plain):
                found.append((Text("", str(one.value)),))
    return found


def _by_language(value: Mapping[str, Any], terms: Sequence[str]) -> tuple[tuple[tuple[Text, ...], ...], int]:
    """The texts in groups, and how many more there are."""
    texts = dict.fromkeys(text for term in terms for text in texts_of(value.get(term)))
    groups: dict[str, list[Text]] = {}
    for text in islice(texts, _MOST):
        groups.setdefault(text.language, []).append(text)
    return tuple(map(tuple, groups.values())), max(0, len(texts) - _MOST)


def _links(subject: Subject) -> list[Statement]:
    found = []
    for term in _WEB:
        values, left_out = read_values(subject.look, term, subject.value.get(term))
        if values:
            found.append(Statement(term, values, left_out))
    return found
