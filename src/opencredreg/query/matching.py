"""Judging one value of a node by one condition on its literals.

A value is what the index stores of a literal, so the search engine can judge its candidates by the same functions
that the evaluator uses: ``Value`` is made of one row of the ``literal`` table. Texts are given folded; folding them
again changes nothing, so texts as written will do as well.

Source: ``search.md`` section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import msgspec

from opencredreg.jsonld.durations import parse_duration
from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.analysis import MAX_TEXT, code_words, fold, plain_words, words
from opencredreg.query.asked import Asked, asked_terms
from opencredreg.query.fuzzy import is_near_word
from opencredreg.query.tree import (
    DurationWithin,
    HasLiteral,
    Language,
    LiteralText,
    LiteralValue,
    Match,
    Words,
)

__all__ = [
    "Value",
    "ValueWords",
    "compares",
    "covers",
    "days_of",
    "has_duration",
    "has_literal",
    "has_number",
    "has_term",
    "has_text",
    "has_words",
    "is_within",
    "words_of",
]

_WORDED = frozenset({LiteralKind.TEXT, LiteralKind.STRING})


class Value(msgspec.Struct, frozen=True):
    """One literal of a node: property, kind, lower-case language tag or ``""``, text, number or ``None``.

    ``stemmed`` are the words of the text, where somebody has them already (``analysis.words``).
    """

    property: str
    kind: LiteralKind
    language: str
    text: str
    number: float | None = None
    stemmed: tuple[str, ...] | None = None


class ValueWords(msgspec.Struct, frozen=True, dict=True):
    """What the value of a text is found by: ``stemmed``, in the order of phrases, and ``plain``."""

    text: str
    stemmed: tuple[str, ...]
    is_code: bool = False

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Its words before stemming."""
        return self.stemmed if self.is_code else tuple(plain_words(self.text))


def covers(languages: Sequence[Language], tag: str) -> bool:
    """Whether a tag lies in one of the language ranges; no ranges cover everything, ``""`` the untagged.

    >>> covers(("en",), "en-us"), covers(("en-us",), "en"), covers(("en",), ""), covers((), "")
    (True, False, False, True)
    """
    if not languages:
        return True
    tag = tag.lower().replace("_", "-")
    ranges = [language.lower().replace("_", "-") for language in languages]
    return any(tag == wanted or tag.startswith(f"{wanted}-") for wanted in ranges)


def has_literal(value: Value, condition: HasLiteral) -> bool:
    """Whether the value is of the property and languages, and not empty."""
    return _is_of(value, condition.property, condition.languages) and fold(value.text) != ""


def has_number(value: Value, condition: LiteralValue) -> bool:
    """Whether the value is of the property and its number lies in the closed range."""
    if value.property != condition.property or value.number is None:
        return False
    above = condition.low is None or value.number >= condition.low
    return above and (condition.high is None or value.number <= condition.high)


def has_duration(value: Value, condition: DurationWithin) -> bool:
    """Whether the value is of the property and reads as a duration that lies between the bounds."""
    if value.property != condition.property:
        return False
    days = days_of(fold(value.text))
    return days is not None and is_within(days, condition)


@lru_cache(maxsize=4096)
def days_of(folded: str) -> float | None:
    """How many days a folded text says, with months of mean length; ``None`` when it is no duration."""
    duration = parse_duration(folded)
    return duration.days if duration is not None else None


def is_within(days: float, condition: DurationWithin) -> bool:
    """Whether a number of days lies between the bounds."""
    return (condition.over is None or days > condition.over) and (
        condition.up_to is None or days <= condition.up_to
    )


def has_text(value: Value, condition: LiteralText) -> bool:
    """Whether the value is of the property and languages, and compares as a whole. Values of all kinds do.

    Fuzzy comparison is by words, and only texts and strings have those.
    """
    if not _is_of(value, condition.property, condition.languages):
        return False
    if condition.match == "fuzzy" and value.kind not in _WORDED:
        return False
    if condition.match == "fuzzy":
        return _is_near(words_of(value), fold(condition.text), value.language)
    return compares(value.text, condition.match, condition.text)


def has_words(value: Value, condition: Words) -> bool:
    """Whether the value is of the property and languages, and has the words asked for, by itself.

    Only texts and strings have words. A text without any word (of signs alone) is found nowhere.
    """
    if value.kind not in _WORDED or not _is_of(value, condition.property, condition.languages):
        return False
    terms = asked_terms(condition.text, value.language, prefix=condition.prefix, codes=condition.codes)
    own = words_of(value, codes=condition.codes)
    found = [has_term(own, term) for term in terms]
    return any(found) if condition.need == "any" else bool(found) and all(found)


def has_term(own: ValueWords, term: Asked) -> bool:
    """Whether the words of a value hold one word or phrase that was asked for."""
    if _stands_in(own.stemmed, term.words) and all(word in own.stemmed for word in term.also):
        return True
    candidates = (*own.plain, *own.stemmed) if term.beginning else ()
    return any(word.startswith(term.beginning) for word in candidates)


def words_of(value: Value, *, codes: bool = False) -> ValueWords:
    """The words of a value, by its own language; as a code, whatever stands between blanks."""
    if value.stemmed is not None and not codes:
        return ValueWords(value.text, value.stemmed)
    return _words(value.text, value.language, codes)


def compares(text: str, match: Match, asked: str, language: str = "") -> bool:
    """Whether a whole text compares with the one asked for; both are folded first.

    >>> compares("Practical  Nurse", "exact", "practical nurse"), compares("Machinist", "fuzzy", "macinist")
    (True, True)
    """
    own, wanted = fold(text), fold(asked)
    if match == "exact":
        return own == wanted
    if match == "contains":
        return wanted in own
    if match == "starts":
        return own.startswith(wanted)
    if match == "ends":
        return own.endswith(wanted)
    return _is_near(_words(own, language, False), wanted, language)


def _is_near(found: ValueWords, wanted: str, language: str) -> bool:
    """Whether every word asked for is there, in another form (by its stem) or with a slip in it."""
    terms = asked_terms(wanted.replace('"', " "), language, prefix=False)
    return bool(terms) and all(
        term.words[0] in found.stemmed or any(is_near_word(term.written, word) for word in found.plain)
        for term in terms
    )


def _is_of(value: Value, name: str, languages: Sequence[Language]) -> bool:
    return value.property == name and covers(languages, value.language)


def _stands_in(own: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether the words asked for stand side by side among the others."""
    if len(asked) == 1:
        return asked[0] in own
    places = range(len(own) - len(asked) + 1)
    return any(own[place : place + len(asked)] == asked for place in places)


@lru_cache(4096)
def _words(text: str, language: str, codes: bool) -> ValueWords:
    # Texts that fold alike have the same words, however they were written.
    folded = fold(text[:MAX_TEXT])[:MAX_TEXT]
    if codes:
        return ValueWords(folded, tuple(code_words(folded)), is_code=True)
    return ValueWords(folded, tuple(words(folded, language)))
