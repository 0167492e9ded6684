"""Frameworks and concept schemes of any shape, stated from both ends, for tests that then break a link."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from opencredreg.validation import RULES, Mode

from .cases.bases import OWNER, Json, document, en, item, res
from .running import judge

__all__ = ["FRAMEWORK", "KINDS", "SCHEME", "Kind", "Tree", "found", "trees"]

_NUMBERS = {f"R{number}" for number in range(76, 97)}
_CODES = {rule.code for rule in RULES if rule.number in _NUMBERS}


@dataclass(frozen=True)
class Kind:
    """The words of one kind of unit."""

    unit: str
    member: str
    tie: str
    top: str
    top_of: str
    child: str
    child_of: str
    more_unit: Json
    more_member: Json


FRAMEWORK = Kind(
    "ceasn:CompetencyFramework",
    "ceasn:Competency",
    "ceasn:isPartOf",
    "ceasn:hasTopChild",
    "ceasn:isTopChildOf",
    "ceasn:hasChild",
    "ceasn:isChildOf",
    {
        "ceasn:name": en("Nets"),
        "ceasn:description": en(),
        "ceasn:inLanguage": ["en"],
        "ceasn:publisher": [OWNER],
    },
    {"ceasn:competencyText": en("Mends a net.")},
)
SCHEME = Kind(
    "skos:ConceptScheme",
    "skos:Concept",
    "skos:inScheme",
    "skos:hasTopConcept",
    "skos:topConceptOf",
    "skos:narrower",
    "skos:broader",
    {"ceasn:name": en("Knots"), "ceasn:description": en(), "ceasn:inLanguage": ["en"]},
    {"skos:prefLabel": en("Bend")},
)
KINDS = (FRAMEWORK, SCHEME)


@dataclass(frozen=True)
class Tree:
    """A tree of members 1 to n. ``parents[i]`` is the parent of member ``i + 1``; 0 is the unit itself.

    ``order`` says in which order the members stand in the graph, after the unit.
    """

    kind: Kind
    parents: tuple[int, ...]
    order: tuple[int, ...]

    @property
    def members(self) -> range:
        return range(1, len(self.parents) + 1)

    def parent(self, member: int) -> int:
        return self.parents[member - 1]

    def children(self, member: int) -> list[int]:
        return [child for child in self.members if self.parent(child) == member]

    def position(self, member: int) -> int:
        """Where a member stands in the graph."""
        return self.order.index(member) + 1 if member else 0

    def below(self, member: int) -> list[int]:
        """A member with all that is below it."""
        found = [member]
        for one in found:
            found += self.children(one)
        return found

    def above(self, member: int) -> list[int]:
        """The members above one, the nearest first."""
        found = []
        while (member := self.parent(member)) != 0:
            found.append(member)
        return found

    def down(self, member: int) -> tuple[str, str]:
        """The properties from the parent of a member to it, and back."""
        kind = self.kind
        return (kind.child, kind.child_of) if self.parent(member) else (kind.top, kind.top_of)

    def document(self) -> Json:
        """The tree as a document in which every link is stated from both ends."""
        kind = self.kind
        items: dict[int, Json] = {0: {**item(1, kind.unit), **kind.more_unit}}
        for member in self.members:
            items[member] = {**item(member + 1, kind.member), **kind.more_member, kind.tie: res(1)}
        for member in self.members:
            down, up = self.down(member)
            items[self.parent(member)].setdefault(down, []).append(res(member + 1))
            # Members may have several parents, and only one unit or broader concept.
            items[member][up] = (
                [res(self.parent(member) + 1)] if up == "ceasn:isChildOf" else res(self.parent(member) + 1)
            )
        return document(*(items[member] for member in (0, *self.order)))


@st.composite
def trees(draw: st.DrawFn, kinds: Sequence[Kind] = KINDS, least: int = 1, most: int = 12) -> Tree:
    """Trees of members, in any order."""
    size = draw(st.integers(least, most))
    parents = tuple(draw(st.integers(0, member)) for member in range(size))
    return Tree(draw(st.sampled_from(kinds)), parents, tuple(draw(st.permutations(range(1, size + 1)))))


def found(given: Any, mode: Mode = "publish", *, codes: Collection[str] = _CODES) -> list[tuple[str, str]]:
    """Code and pointer, below the graph, of what the rules on the structure of units have to say."""
    return [
        (finding.code, finding.pointer.removeprefix("/@graph/"))
        for finding in judge(given, mode).findings
        if finding.code in codes
    ]
