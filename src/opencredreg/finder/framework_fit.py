"""Frameworks side by side: which of the members of one have a counterpart among those of another.

Source: ``ctdl-vocabulary.md`` section 9.7.
"""

from __future__ import annotations

from typing import Final

import msgspec

from opencredreg.finder.aligned_pairs import AlignedPair, linked_nodes, pair_of
from opencredreg.finder.index import Index
from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.whole import IS_TOP, PART_OF, read_whole
from opencredreg.ids import resource_key
from opencredreg.meaning.alignments import ALIGNMENT_TERMS, close_alignments, read_alignments
from opencredreg.meaning.comparisons import FrameworkComparison, compare_frameworks

__all__ = ["ComparedFramework", "SomeOf", "compare_members"]

_IN_SHORT: Final = 5
_IN_FULL: Final = 100
_MOST_FRAMEWORKS: Final = 4
_MOST_MEMBERS: Final = 20_000
_MOST_ASKED: Final = 3_000


class SomeOf(msgspec.Struct, frozen=True):
    """Some of many."""

    total: int
    first: tuple[Reference, ...]


class ComparedFramework(msgspec.Struct, frozen=True, kw_only=True):
    """Two frameworks side by side; ``counts`` says how many members here have which degree as their best."""

    framework: Reference
    counts: tuple[tuple[str, int], ...]
    matched: int
    members: int
    others: int
    pairs: tuple[AlignedPair, ...]
    more_pairs: int
    only_here: SomeOf
    only_there: SomeOf
    no_match: tuple[AlignedPair, ...] = ()


def compare_members(subject: Subject, index: Index) -> tuple[tuple[ComparedFramework, ...], int]:
    """The frameworks to which the members of one are aligned, those with the most first, and how many are left out.

    With the parameter ``against`` only the one of that key, at length. What others say of the members of very large
    frameworks is not asked for.
    """
    look = subject.look
    members = {entry.id: entry for entry in read_whole(look, subject.held).members.values()}
    links = index.links_from(members, ALIGNMENT_TERMS)
    if len(members) <= _MOST_ASKED:
        links += index.links_to(members, ALIGNMENT_TERMS)
    between = [link for link in links if (link.source in members) != (link.target in members)]
    others = {link.target if link.source in members else link.source for link in between}
    wholes: dict[int, set[int]] = {}
    for link in index.links_from(others, (*PART_OF, *IS_TOP)):
        if link.target != subject.held.id:
            wholes.setdefault(link.target, set()).add(link.source)
    if not wholes:
        return (), 0
    entries = {**index.entries(others), **members}
    closure = close_alignments(read_alignments(linked_nodes(between, entries)))
    ranked = sorted(wholes, key=lambda one: (-len(wholes[one]), one))
    frames = index.entries(ranked)
    against = resource_key(subject.parameters.get("against", ""))
    asked = [one for one in ranked if one in frames and frames[one].key == against]
    most = _IN_FULL if asked else _IN_SHORT
    here = [entry.key for entry in members.values()]
    found = []
    for whole in asked or ranked[:_MOST_FRAMEWORKS]:
        claiming = {link.source for link in index.links_to([whole], (*PART_OF, *IS_TOP), _MOST_MEMBERS)}
        there = [entry.key for entry in index.entries(claiming).values() if entry.is_here]
        compared = compare_frameworks(here, there, closure)
        found.append(
            _side_by_side(look, look.book.to(frames[whole].key), compared, (len(here), len(there)), most)
        )
    return tuple(found), len(ranked) - len(found)


def _side_by_side(
    look: Look, framework: Reference, compared: FrameworkComparison, sizes: tuple[int, int], most: int
) -> ComparedFramework:
    best, no_match = compared.best[:most], compared.no_match[:most]
    only_here, only_there = compared.only_here[:most], compared.only_there[:most]
    look.book.learn(key for one in (*best, *no_match) for key in (one.source, one.target, *one.path))
    return ComparedFramework(
        framework=framework,
        counts=tuple(compared.counts.items()),
        matched=sizes[0] - len(compared.only_here),
        members=sizes[0],
        others=sizes[1],
        pairs=tuple(pair_of(look, one, one.source) for one in best),
        more_pairs=len(compared.best) - len(best),
        only_here=SomeOf(len(compared.only_here), look.book.all_to(only_here)),
        only_there=SomeOf(len(compared.only_there), look.book.all_to(only_there)),
        no_match=tuple(pair_of(look, one, one.source) for one in no_match),
    )
