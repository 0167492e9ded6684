"""Warnings on conditions that can be run and can hardly hold: properties where they never occur.

Source: ``search.md`` sections 10.2 and 14 (D27).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.ctdl.terms import ALIGNMENT_OBJECT, CONCEPT
from opencredreg.query.keywords import MATCH_TYPE, SUBCLASSES, VALUE
from opencredreg.query.kinds import Context

__all__ = ["Place", "Remarks"]


class Place(msgspec.Struct, frozen=True):
    """Where in a query a condition stands.

    ``classes`` are those that the node has one of, as far as the query or the property that leads there tells;
    empty when nobody tells. ``source`` names what tells it. ``hops`` counts the links from the result.
    """

    classes: frozenset[str] = frozenset()
    source: str = ""
    hops: int = 0


class Remarks:
    """Finds what is odd about a query, and warns."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._vocabulary = context.vocabulary

    def narrowed(self, place: Place, node: Mapping[str, Any]) -> Place:
        """The place inside a node whose entries all hold: its own ``@type`` says what it is."""
        classes = frozenset(self._stated(node.get("@type")))
        # A class that is not known may have any properties.
        if not classes or not classes <= self._vocabulary.classes.keys():
            return Place(hops=place.hops) if "@type" in node else place
        return Place(classes, "@type", place.hops)

    def beyond(self, place: Place, term: str, *, is_reverse: bool) -> Place:
        """The place at the other end of a property: what its range, or its domain, says."""
        classes = _ends_of(self._vocabulary, term, is_reverse)
        return Place(classes, f"{'^' if is_reverse else ''}{term}", place.hops + 1)

    def misplaced(self, place: Place, term: str, path: str, *, is_reverse: bool) -> None:
        """Warn when no node of the classes of the place has the property, or is pointed to by it."""
        if not place.classes:
            return
        fits = self._vocabulary.in_range if is_reverse else self._vocabulary.has_domain
        if any(fits(cls, term) for cls in place.classes):
            return
        where = "the given @type" if place.source == "@type" else f"what `{place.source}` leads to"
        verb = "point to" if is_reverse else "occur on"
        message = f"`{term}` does not {verb} {where}"
        self._context.problems.warning("property_not_on_type", path, message, self._elsewhere(place, term))

    def type_in_or(self, written: str, operator: str, path: str) -> None:
        """Warn when ``@type`` is one of several conditions of which any is to hold."""
        if operator == "any" and written.lstrip("!") == "@type":
            message = (
                "`search:orTerms` covers `@type` too. To ask for a type and any of the other conditions, "
                "put those into a `search:termGroup`"
            )
            self._context.problems.warning("type_in_or", path, message)

    def _elsewhere(self, place: Place, term: str) -> tuple[str, ...]:
        """Properties of the same name that do occur there."""
        local = term.partition(":")[2]
        others = (name for name in self._vocabulary.properties if name.partition(":")[2] == local)
        return tuple(
            name
            for name in sorted(others)
            if name != term and any(self._vocabulary.has_domain(cls, name) for cls in place.classes)
        )

    def _stated(self, value: object, *, subclasses: bool = False) -> Iterable[str]:
        """The classes that the value of an ``@type`` entry names."""
        if isinstance(value, str):
            cls = self._context.addresses.index_name(value)
            yield from self._vocabulary.descendants(cls) if subclasses else (cls,)
        elif isinstance(value, list):
            for entry in value:
                yield from self._stated(entry, subclasses=subclasses) if not isinstance(entry, list) else ()
        elif isinstance(value, dict) and not isinstance(value.get(VALUE), dict):
            yield from self._stated(value.get(VALUE), subclasses=value.get(MATCH_TYPE) == SUBCLASSES)


@lru_cache(maxsize=4096)
def _ends_of(vocabulary: Vocabulary, term: str, is_reverse: bool) -> frozenset[str]:
    """The classes at the other end of a property; empty when they are not restricted to known ones."""
    facts = vocabulary.properties[term]
    ends = facts.domain if is_reverse else facts.range
    if any(cls not in vocabulary.classes for cls in ends):
        return frozenset()
    if CONCEPT in ends and not is_reverse:
        # Whatever the declared range says, publishers write concepts as alignment objects too.
        ends = (*ends, ALIGNMENT_OBJECT)
    return frozenset(cls for end in ends for cls in vocabulary.descendants(end))
