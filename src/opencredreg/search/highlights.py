"""Where the words of a query stand in a result, for showing them.

Marks are places in the text as published, counted in characters, so that every client can show them in its own way.
Only texts of the result itself are looked at: what is behind a link is not shown with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.analysis import fold, query_words
from opencredreg.query.asked import Asked, asked_terms
from opencredreg.query.fuzzy import is_near_word
from opencredreg.query.matching import Value, has_text, has_words
from opencredreg.query.relevance import TextCondition, text_conditions
from opencredreg.query.tree import Expression, LiteralText, Words

__all__ = ["Highlight", "highlights_of"]

_MOST = 5
_AROUND = 120
"""How many characters of a long text are shown on each side of its first mark."""
_LONGEST = 20_000
_WORD = re.compile(r"\w+(?:[.\-+#]+\w+)*[+#]*")


class Highlight(msgspec.Struct, frozen=True):
    """A text, or the part of a long one, that answers the query; ``marks`` are (start, end) in ``text``."""

    property: str
    language: str
    text: str
    marks: tuple[tuple[int, int], ...]


def highlights_of(
    expression: Expression, resource: Mapping[str, Any], vocabulary: Vocabulary
) -> tuple[Highlight, ...]:
    """The texts of a resource, as published, that answer the conditions of a query; the best known first."""
    conditions = text_conditions(expression)
    wanted = {condition.property for condition in conditions}
    found: dict[tuple[str, str, str], Highlight] = {}
    for name, language, text in _texts(resource, vocabulary, wanted):
        value = Value(name, LiteralKind.TEXT, language, text)
        fitting = [condition for condition in conditions if _fits(condition, value)]
        marks = _marks(fitting, value)
        if marks:
            found.setdefault((name, language, text), _shown(name, language, text, marks))
    # In the order of the query: names are asked for before descriptions.
    order = {name: place for place, name in enumerate(dict.fromkeys(one.property for one in conditions))}
    return tuple(sorted(found.values(), key=lambda one: order[one.property])[:_MOST])


def _texts(
    resource: Mapping[str, Any], vocabulary: Vocabulary, wanted: set[str]
) -> Iterator[tuple[str, str, str]]:
    for written, value in resource.items():
        name = vocabulary.normalize_term(written)
        if name not in wanted:
            continue
        for language, text in _of_value(value, ""):
            if len(text) <= _LONGEST:
                yield name, language.lower(), text


def _of_value(value: Any, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield language, value
    elif isinstance(value, list):
        for entry in value:
            yield from _of_value(entry, language)
    elif isinstance(value, dict) and "@value" in value:
        tag = value.get("@language")
        yield from _of_value(value["@value"], tag if isinstance(tag, str) else language)
    elif isinstance(value, dict) and not language:
        for tag, entry in value.items():
            yield from _of_value(entry, "" if tag == "@none" else tag)


def _fits(condition: TextCondition, value: Value) -> bool:
    return has_words(value, condition) if isinstance(condition, Words) else has_text(value, condition)


def _marks(conditions: Sequence[TextCondition], value: Value) -> list[tuple[int, int]]:
    marks: set[tuple[int, int]] = set()
    for condition in conditions:
        if isinstance(condition, LiteralText) and condition.match != "fuzzy":
            marks.update(_piece(condition, value.text))
            continue
        is_fuzzy = isinstance(condition, LiteralText)
        prefix = isinstance(condition, Words) and condition.prefix
        codes = isinstance(condition, Words) and condition.codes
        terms = asked_terms(condition.text, value.language, prefix=prefix, codes=codes)
        for match in _WORD.finditer(value.text):
            if any(_is_word(match[0], term, value.language, is_fuzzy=is_fuzzy) for term in terms):
                marks.add(match.span())
    return sorted(marks)


def _piece(condition: LiteralText, text: str) -> Iterator[tuple[int, int]]:
    """Where a piece stands that was compared with the text as a whole."""
    start = text.lower().find(condition.text.strip().lower())
    if start >= 0:
        yield start, start + len(condition.text.strip())
    elif condition.match == "exact":
        yield 0, len(text)


def _is_word(written: str, term: Asked, language: str, *, is_fuzzy: bool) -> bool:
    stems = query_words(written, language)
    if any(word in term.words or word in term.also for word in stems):
        return True
    plain = fold(written)
    if term.beginning and plain.startswith(term.beginning):
        return True
    return is_fuzzy and bool(term.written) and is_near_word(term.written, plain)


def _shown(name: str, language: str, text: str, marks: Sequence[tuple[int, int]]) -> Highlight:
    """The text, or what stands around the first mark of a long one."""
    if len(text) <= 3 * _AROUND:
        return Highlight(name, language, text, tuple(marks))
    start = max(0, marks[0][0] - _AROUND)
    end = min(len(text), marks[0][1] + 2 * _AROUND)
    inside = tuple((one - start, other - start) for one, other in marks if one >= start and other <= end)
    return Highlight(name, language, text[start:end], inside)
