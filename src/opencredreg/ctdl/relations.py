"""Questions about domains, ranges, sub-properties and schemes, answered from tables made at the first one.

Domains and ranges are open lists with holes: a subclass may be missing where its superclass is named. So the
class and its ancestors count, with the exceptions that published practice forces (``validation-profile.md``
section 6, numbers 5, 8, 9, 12 and 13):

* A competency framework is a subclass of Collection and shares nearly nothing with it: its own list counts.
* Two components are not declared as subclasses of PathwayComponent and are treated as if they were.
* A property without a domain may stand anywhere; a range that holds everything restricts nothing.
* ``ceasn:Task`` in a range is a slip for ``ceterms:Task``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, final

from opencredreg.ctdl.facts import ClassFacts, PropertyFacts
from opencredreg.ctdl.hierarchy import descendants_of

__all__ = ["Relations"]

_OPEN_RANGES: Final = frozenset({"rdfs:Resource", "xsd:anyURI"})
_NOT_INHERITED: Final[Mapping[str, str]] = {"ceasn:CompetencyFramework": "ceterms:Collection"}
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "ceterms:MultiComponent": ("ceterms:PathwayComponent",),
    "ceterms:CollectionComponent": ("ceterms:PathwayComponent",),
    "ceterms:Task": ("ceasn:Task",),
}
_NOTHING: Final[frozenset[str]] = frozenset()


@final
class Relations:
    """Domains, ranges, sub-properties and schemes of one vocabulary. Immutable."""

    __slots__ = ("_by_scheme", "_domains", "_families", "_free", "_known", "_open", "_ranges", "_sorted")

    def __init__(self, classes: Mapping[str, ClassFacts], properties: Mapping[str, PropertyFacts]) -> None:
        self._known = properties
        self._sorted: dict[frozenset[str], tuple[str, ...]] = {}
        lines = {term: _line(facts) for term, facts in classes.items()}
        self._free = frozenset(
            term for term, facts in properties.items() if not facts.domain or "rdfs:Resource" in facts.domain
        )
        self._open = frozenset(
            term
            for term, facts in properties.items()
            if not facts.range or not _OPEN_RANGES.isdisjoint(facts.range)
        )
        by_domain = _turned((term, facts.domain) for term, facts in properties.items())
        by_range = _turned((term, facts.range) for term, facts in properties.items())
        self._domains = {cls: _union(by_domain, line) for cls, line in lines.items()}
        self._ranges = {cls: _union(by_range, line) for cls, line in lines.items()}
        self._families = descendants_of({term: facts.parents for term, facts in properties.items()})
        self._by_scheme = _turned(
            (term, (facts.scheme,)) for term, facts in properties.items() if facts.scheme
        )

    def has_domain(self, cls: str, term: str) -> bool:
        """Whether a property may stand on things of a class."""
        return term in self._free or term not in self._known or term in self._domains.get(cls, _NOTHING)

    def in_range(self, cls: str, term: str) -> bool:
        """Whether things of a class may be values of a property."""
        return term in self._open or term not in self._known or term in self._ranges.get(cls, _NOTHING)

    def properties_of(self, cls: str) -> tuple[str, ...]:
        """Properties whose domain holds the class or an ancestor, sorted."""
        return self._in_order(self._domains.get(cls, _NOTHING))

    def pointing_at(self, cls: str) -> tuple[str, ...]:
        """Properties whose range holds the class or an ancestor, sorted; open ranges do not count."""
        return self._in_order(self._ranges.get(cls, _NOTHING))

    def properties_with_scheme(self, scheme: str) -> tuple[str, ...]:
        """Properties whose values are expected to be members of a scheme, sorted."""
        return tuple(sorted(self._by_scheme.get(scheme, _NOTHING)))

    def subproperties(self, term: str) -> frozenset[str]:
        """A property with all its sub-properties; a property that is not known has only itself."""
        return self._families.get(term) or frozenset((term,))

    def _in_order(self, terms: frozenset[str]) -> tuple[str, ...]:
        # Only the sets of this table come here, so what is kept stays small.
        known = self._sorted.get(terms)
        if known is None:
            known = self._sorted[terms] = tuple(sorted(terms))
        return known


def _line(facts: ClassFacts) -> tuple[str, ...]:
    line = (facts.term, *facts.ancestors)
    line = tuple(name for name in line if name != _NOT_INHERITED.get(facts.term))
    return (*line, *(name for member in line for name in _ALSO.get(member, ())))


def _turned(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for term, names in pairs:
        for name in names:
            table.setdefault(name, set()).add(term)
    return table


def _union(table: Mapping[str, set[str]], names: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(table.get(name, ()) for name in names))
