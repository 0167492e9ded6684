"""Words and filters as a query: what search pages ask for, without a query language.

A filter takes the values that facets show, so that every count can be clicked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import all_of, any_of
from opencredreg.query.ctdl_language import ParsedQuery, Understood
from opencredreg.query.full_text import full_text
from opencredreg.query.names import near_terms
from opencredreg.query.problems import Problems, QueryInvalid, QueryLimits
from opencredreg.query.tree import ClassIn, Expression, KeyIn, Link, LiteralText, RecordOf
from opencredreg.search.facets import facet_property

__all__ = ["WordsAndFilters", "with_filters"]

_LANGUAGES = ("ceterms:inLanguage", "ceasn:inLanguage")
_PLACES = ("ceterms:availableAt", "ceterms:address")


class WordsAndFilters(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: all filters hold, and of each any value. ``properties``: values by facet or property."""

    words: str = ""
    types: Sequence[str] = ()
    owners: Sequence[str] = ()
    languages: Sequence[str] = ()
    regions: Sequence[str] = ()
    properties: Mapping[str, Sequence[str]] = {}


def with_filters(query: ParsedQuery | None, asked: WordsAndFilters, vocabulary: Vocabulary) -> ParsedQuery:
    """A query together with words and filters; the pointers of those are the names of their parameters.

    Raises:
        QueryInvalid: a class is unknown, or the words are too many.
        InvalidInput: there is no such facet.
    """
    problems = Problems(QueryLimits())
    reading: list[Understood] = []

    def ask_for(name: str, expression: Expression | None) -> None:
        if expression is not None:
            reading.append(Understood(f"/{name}", expression))

    ask_for("q", full_text(asked.words, vocabulary, problems) if asked.words.strip() else None)
    ask_for("type", _classes(asked.types, vocabulary, problems))
    ask_for("owner", _owners(asked.owners))
    ask_for("language", _any(LiteralText(p, "exact", v) for v in asked.languages for p in _LANGUAGES))
    ask_for("region", _any(_in_region(place, value) for value in asked.regions for place in _PLACES))
    addresses = Addresses(vocabulary)
    for name, values in asked.properties.items():
        term = facet_property(name, vocabulary)
        ask_for(name, _any(_leads_to(term, value, addresses) for value in values))
    if problems.errors:
        raise QueryInvalid(problems.errors)
    parts = [one.expression for one in reading]
    if query is None:
        return ParsedQuery(all_of(parts), tuple(problems.warnings), tuple(reading))
    return ParsedQuery(
        all_of([query.expression, *parts]),
        (*query.warnings, *problems.warnings),
        (*query.reading, *reading),
    )


def _any(parts: Iterable[Expression]) -> Expression | None:
    listed = list(parts)
    return any_of(listed) if listed else None


def _classes(names: Sequence[str], vocabulary: Vocabulary, problems: Problems) -> Expression | None:
    """Of one of the classes or their subclasses."""
    found: set[str] = set()
    for name in names:
        term = vocabulary.normalize_term(name)
        if term in vocabulary.classes:
            found |= vocabulary.descendants(term)
        else:
            near = near_terms(vocabulary, term, "class")
            problems.error("unknown_class", "/type", f"There is no class `{name[:80]}`", near)
    return ClassIn(tuple(sorted(found))) if found else None


def _owners(ctids: Sequence[str]) -> Expression | None:
    return RecordOf("owner", tuple(sorted({ctid.strip().lower() for ctid in ctids}))) if ctids else None


def _in_region(place: str, region: str) -> Expression:
    return Link(place, LiteralText("ceterms:addressRegion", "exact", region))


def _leads_to(term: str, value: str, addresses: Addresses) -> Expression:
    """To the thing itself, or by an alignment that points to it or names it."""
    named: list[Expression] = [Link(term, LiteralText("ceterms:targetNodeName", "exact", value))]
    if addresses.is_complete(value):
        target = KeyIn(addresses.keys(value))
        named += [Link(term, target), Link(term, Link("ceterms:targetNode", target))]
    return any_of(named)
