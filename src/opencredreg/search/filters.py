"""Words and filters as a query: what search pages ask for, without a query language.

A filter takes the values that facets show, so that every count can be clicked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec

from opencredreg.ctdl.kinds import Kind, classes_of_kind
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import all_of, any_of
from opencredreg.query.ctdl_language import ParsedQuery, Understood
from opencredreg.query.full_text import full_text
from opencredreg.query.names import near_terms
from opencredreg.query.problems import Problems, QueryInvalid, QueryLimits
from opencredreg.query.tree import (
    ClassIn,
    DurationWithin,
    Every,
    Expression,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
    Not,
    RecordOf,
)
from opencredreg.search.facet_list import (
    ASSURED_BY,
    ASSURES,
    COSTS,
    DAYS,
    DURATIONS,
    LANGUAGES,
    LENGTHS,
    NAMED,
    PLACES,
    PRICES,
    Facet,
    facet_of,
    names_a_thing,
)

__all__ = ["WordsAndFilters", "chosen_values", "with_filters", "without_own_filter"]

_PRICE: Final = "ceterms:price"
_CURRENCY: Final = "ceterms:currency"


class WordsAndFilters(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: all filters hold, and of each any value.

    ``properties``: values by the name of any facet, or of a property whose values are concepts or resources.
    """

    words: str = ""
    types: Sequence[str] = ()
    owners: Sequence[str] = ()
    languages: Sequence[str] = ()
    regions: Sequence[str] = ()
    properties: Mapping[str, Sequence[str]] = {}


_FIELDS: Final = {"type": "types", "owner": "owners", "language": "languages", "region": "regions"}
"""Facets whose values have a field of their own."""


def chosen_values(asked: WordsAndFilters) -> dict[str, list[str]]:
    """The values that are chosen, by the name of the facet or property."""
    chosen = {name: list(getattr(asked, field)) for name, field in _FIELDS.items()}
    for name, values in asked.properties.items():
        chosen.setdefault(name, []).extend(values)
    return {name: values for name, values in chosen.items() if values}


def with_filters(query: ParsedQuery | None, asked: WordsAndFilters, vocabulary: Vocabulary) -> ParsedQuery:
    """A query together with words and filters; the pointers of those are the names of their parameters.

    Raises:
        QueryInvalid: a class is unknown, or the words are too many.
        InvalidInput: there is no such facet, or it has no such value.
    """
    problems = Problems(QueryLimits())
    reading: list[Understood] = []
    words = full_text(asked.words, vocabulary, problems) if asked.words.strip() else None
    if words is not None:
        reading.append(Understood("/q", words))
    filters = _Filters(vocabulary, problems)
    for name, values in chosen_values(asked).items():
        found = filters.condition(facet_of(name, vocabulary), values)
        if found is not None:
            reading.append(Understood(f"/{name}", found))
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


def without_own_filter(
    query: ParsedQuery | None, asked: WordsAndFilters, facets: Mapping[str, Facet], vocabulary: Vocabulary
) -> dict[str, Expression]:
    """For each facet of which values are chosen, what is asked for when they are not: for ``count_facets``.

    Raises:
        QueryInvalid, InvalidInput: as ``with_filters``.
    """
    chosen = {name: facet_of(name, vocabulary) for name in chosen_values(asked)}
    found: dict[str, Expression] = {}
    for name, facet in facets.items():
        # The kind and the class say different things of one column.
        own = {other for other, one in chosen.items() if one == facet or _is_same(one, facet)}
        if own:
            found[name] = with_filters(query, _without(asked, own), vocabulary).expression
    return found


def _is_same(one: Facet, other: Facet) -> bool:
    return isinstance(one.column, tuple) and one.column == other.column


def _without(asked: WordsAndFilters, names: set[str]) -> WordsAndFilters:
    fields = {field: () for name, field in _FIELDS.items() if name in names}
    kept = {name: values for name, values in asked.properties.items() if name not in names}
    return msgspec.structs.replace(asked, properties=kept, **fields)


_Condition: TypeAlias = Callable[[str], Expression]


class _Filters:
    """Makes the condition of a facet."""

    def __init__(self, vocabulary: Vocabulary, problems: Problems) -> None:
        self._vocabulary = vocabulary
        self._problems = problems
        self._addresses = Addresses(vocabulary)

    def condition(self, facet: Facet, values: Sequence[str]) -> Expression | None:
        """One of the values; ``None`` when there is nothing to ask for."""
        match facet.column:
            case "class":
                return self._kinds(values) if facet.name == "kind" else self._classes(values)
            case "owner":
                return RecordOf("owner", tuple(sorted({ctid.strip().lower() for ctid in values})))
            case "language":
                return _any(LiteralText(name, "exact", one) for one in values for name in LANGUAGES)
            case "region":
                return _any(_in_region(place, one) for one in values for place in PLACES)
            case "assured":
                return _any(_assured(_one_of(facet, one, ("yes",))) for one in values)
            case "cost":
                return _any(_costing(facet, one) for one in values)
            case "duration":
                return _any(_lasting(_one_of(facet, one, DAYS)) for one in values)
            case properties:
                return _any(self._leads_to(term, one) for one in values for term in properties)

    def _classes(self, names: Sequence[str]) -> Expression | None:
        """Of one of the classes or their subclasses."""
        vocabulary = self._vocabulary
        found: set[str] = set()
        for name in names:
            term = vocabulary.normalize_term(name)
            if term in vocabulary.classes:
                found |= vocabulary.descendants(term)
            else:
                near = near_terms(vocabulary, term, "class")
                self._problems.error("unknown_class", "/type", f"There is no class `{name[:80]}`", near)
        return ClassIn(tuple(sorted(found))) if found else None

    def _kinds(self, names: Sequence[str]) -> Expression | None:
        chosen = {Kind(_one_of(NAMED["kind"], name, tuple(Kind))) for name in names}
        by_kind = {kind: classes_of_kind(self._vocabulary, kind) for kind in Kind}
        classes = sorted({name for kind in chosen for name in by_kind[kind]})
        parts: list[Expression] = [ClassIn(tuple(classes))] if classes else []
        if Kind.OTHER in chosen:
            parts.append(Not(ClassIn(tuple(sorted(name for own in by_kind.values() for name in own)))))
        return any_of(parts)

    def _leads_to(self, term: str, value: str) -> Expression:
        """To the thing itself, or by an alignment that points to it or names it."""
        named = Link(term, LiteralText("ceterms:targetNodeName", "exact", value))
        if not self._addresses.is_complete(value):
            return named
        target = KeyIn(self._addresses.keys(value))
        things = any_of([Link(term, target), Link(term, Link("ceterms:targetNode", target))])
        # A text may look like an address and be none.
        is_sure = names_a_thing(value, self._addresses, self._vocabulary)
        return things if is_sure else any_of([things, named])


def _any(parts: Iterable[Expression]) -> Expression | None:
    listed = list(parts)
    return any_of(listed) if listed else None


def _one_of(facet: Facet, value: str, known: Iterable[str]) -> str:
    """A value of a facet that has a few fixed ones.

    Raises:
        InvalidInput: it is none of them.
    """
    listed = list(known)
    found = value.strip().lower()
    if found not in listed:
        raise InvalidInput(
            f"The facet {facet.name} has no value {value[:80]!r}", hint=f"Use {', '.join(listed)}."
        )
    return found


def _in_region(place: str, region: str) -> Expression:
    return Link(place, LiteralText("ceterms:addressRegion", "exact", region))


def _assured(_yes: str) -> Expression:
    """Accredited, approved, recognized or regulated: whoever says so, the resource or the other side."""
    return any_of(
        [
            *(Link(name, Every()) for name in ASSURED_BY),
            *(Link(name, Every(), reverse=True) for name in ASSURES),
        ]
    )


def _costing(facet: Facet, value: str) -> Expression:
    """The dearest price lies in a range; of a currency, ``USD:0-500``, the dearest one in that."""
    currency, mark, name = value.strip().rpartition(":")
    bucket = PRICES[_one_of(facet, name, PRICES)]
    of = [LiteralText(_CURRENCY, "exact", currency)] if mark else []
    low = math.nextafter(bucket.over, math.inf)
    high = bucket.up_to if bucket.up_to < math.inf else None
    within = Link(COSTS, all_of([*of, LiteralValue(_PRICE, low, high)]))
    if high is None:
        return within
    dearer = Link(COSTS, all_of([*of, LiteralValue(_PRICE, math.nextafter(high, math.inf), None)]))
    return all_of([within, Not(dearer)])


def _lasting(name: str) -> Expression:
    """One of the stated lengths lies in a range."""
    bucket = DAYS[name]
    over = bucket.over if bucket.over >= 0 else None
    up_to = bucket.up_to if bucket.up_to < math.inf else None
    return Link(DURATIONS, any_of(DurationWithin(length, over, up_to) for length in LENGTHS))
