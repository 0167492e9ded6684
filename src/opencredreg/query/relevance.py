"""Relevance: how well a result answers the texts of a query, as a number.

The score is a sum over the text conditions that a result satisfies itself: those on its own values, not behind a
link and not negated. For each it takes the value that answers best:

    words       how much of the text is there, as in BM25: each word counts less the longer the value, and less
                each further time; the mean over all words asked for, so it lies between 0 and 1
    + 0.25      all words are there
    + 0.5       they stand side by side, in order
    + 1         the value is the text and nothing else
    + 0.25      the value is a name

How rare a word is does not count. That would need statistics of the whole registry, which differ between engines
and change with every record that is published, so that one result would wander between two pages; and the parts of
one query that matter are told apart by the bonuses anyway. What remains follows from the condition and the value
alone: every engine computes the same number, for one candidate at a time.

Source: ``search.md`` section 9 (sorting).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.analysis import fold
from opencredreg.query.asked import Asked, asked_terms
from opencredreg.query.fuzzy import is_near_word
from opencredreg.query.matching import Value, ValueWords, has_term, has_text, has_words, words_of
from opencredreg.query.tree import And, Expression, LiteralText, Or, Words

__all__ = ["DIGITS", "NAMES", "TextCondition", "has_relevance", "score", "text_conditions"]

TextCondition = Words | LiteralText

NAMES: Final = frozenset(
    {
        "ceasn:competencyLabel",
        "ceasn:competencyText",
        "ceasn:name",
        "ceterms:alternateName",
        "ceterms:name",
        "schema:name",
        "skos:altLabel",
        "skos:prefLabel",
    }
)
"""The properties that say what a thing is called."""

DIGITS: Final = 6
"""Scores are rounded to so many decimals, so that they survive being stored and compared."""

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75
_USUAL_LENGTH = 10
_LOOSE_WEIGHT = 0.5
_ALL_WORDS = 0.25
_PHRASE = 0.5
_EXACT = 1.0
_NAME = 0.25


def text_conditions(expression: Expression) -> tuple[TextCondition, ...]:
    """The text conditions of an expression that count, each once, in the order of the query.

    They are met under ``And`` and ``Or``. What lies behind a link is about another node, and what is negated is
    not there to be found.
    """
    return tuple(dict.fromkeys(_conditions(expression)))


def has_relevance(expression: Expression) -> bool:
    """Whether scores can differ at all; without text conditions every result scores 0."""
    return bool(text_conditions(expression))


def score(conditions: Sequence[TextCondition], values: Sequence[Value]) -> float:
    """The relevance of a node, from its own literals, in any order; 0 when it satisfies no text condition.

    Args:
        conditions: the result of :func:`text_conditions`.
        values: the literals of the node; those of other properties than the conditions' may be left out.
    """
    # Rounded before they are added up in the order of the query: the order of the values changes nothing.
    best = (max((_score(condition, value) for value in values), default=0.0) for condition in conditions)
    return round(sum(round(found, DIGITS) for found in best), DIGITS)


def _conditions(expression: Expression) -> Iterator[TextCondition]:
    if isinstance(expression, And | Or):
        for part in expression.parts:
            yield from _conditions(part)
    elif isinstance(expression, Words | LiteralText):
        yield expression


def _score(condition: TextCondition, value: Value) -> float:
    """What one value adds for one condition; 0 when it does not satisfy the condition."""
    if isinstance(condition, Words):
        if not has_words(value, condition):
            return 0.0
        codes, prefix, fuzzy = condition.codes, condition.prefix, False
    else:
        if not has_text(value, condition):
            return 0.0
        # A value of another kind than text is a token, which is compared like a code.
        codes, prefix, fuzzy = value.kind is not LiteralKind.TEXT, True, condition.match == "fuzzy"
    asked = _unquoted(condition.text)
    terms = asked_terms(condition.text, value.language, prefix=prefix, codes=codes)
    phrase = asked_terms(f'"{asked}"', value.language, codes=codes)
    own = words_of(value, codes=codes)
    return (
        _part_found(terms, own, fuzzy)
        + (_ALL_WORDS if terms and all(has_term(own, term) for term in terms) else 0.0)
        + (_PHRASE if phrase and has_term(own, phrase[0]) else 0.0)
        + (_EXACT if asked == fold(value.text) else 0.0)
        + (_NAME if value.property in NAMES else 0.0)
    )


@lru_cache(1024)
def _unquoted(text: str) -> str:
    """What is asked for, folded, without the marks of phrases."""
    return fold(fold(text).replace('"', " "))


def _part_found(terms: Sequence[Asked], own: ValueWords, fuzzy: bool) -> float:
    """How much of what was asked for stands in a value of such a length, between 0 and 1."""
    if not terms:
        return 0.0
    length = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * len(own.stemmed) / _USUAL_LENGTH
    counts = [_count(term, own, fuzzy) for term in terms]
    return sum(count / (count + _SATURATION * length) for count in counts) / len(terms)


def _count(term: Asked, own: ValueWords, fuzzy: bool) -> float:
    """How often a word or phrase stands in a value; what only begins with it, or is nearly it, counts half."""
    if exact := _times(term.words, own.stemmed):
        return float(exact)
    if term.beginning and (begun := sum(word.startswith(term.beginning) for word in own.plain)):
        return _LOOSE_WEIGHT * begun
    if not fuzzy or not term.written:
        return 0.0
    return _LOOSE_WEIGHT * sum(is_near_word(term.written, word) for word in own.plain)


def _times(asked: tuple[str, ...], own: tuple[str, ...]) -> int:
    """How often words stand side by side among others."""
    size = len(asked)
    if size == 1:
        return own.count(asked[0])
    return sum(own[place : place + size] == asked for place in range(len(own) - size + 1))
