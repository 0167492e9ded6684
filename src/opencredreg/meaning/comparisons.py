"""Comparing two frameworks by the alignments between their members.

Source: ``ctdl-vocabulary.md`` section 9.7; the ranking of the degrees is our reading.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from opencredreg.jsonld.values import keys_of
from opencredreg.meaning.alignments import Alignment, AlignmentClosure, Fit

__all__ = ["FrameworkComparison", "compare_frameworks"]

_RANK = {fit: place for place, fit in enumerate(Fit)}
# That one thing comes before another, or that two do not match, says nothing of how well they fit.
_NO_FIT = frozenset({Fit.PREREQUISITE, Fit.NONE})


class FrameworkComparison(msgspec.Struct, frozen=True):
    """How the members of one framework find their counterparts in another.

    ``best`` holds the strongest alignments of every member that has one, several if they are equally strong, and
    stated ones before those that follow. ``counts`` says how many members have which degree as their best.
    ``only_here`` and ``only_there`` have no counterpart; ``no_match`` are pairs that somebody says do not match.
    """

    best: tuple[Alignment, ...]
    counts: dict[str, int]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    no_match: tuple[Alignment, ...] = ()
    is_truncated: bool = False


def compare_frameworks(
    here: Sequence[str], there: Sequence[str], closure: AlignmentClosure
) -> FrameworkComparison:
    """Compare by the URIs of the members of both frameworks."""
    ours, theirs = keys_of(here), set(keys_of(there))
    between: dict[str, list[Alignment]] = {key: [] for key in ours}
    for alignment in closure.alignments:
        if alignment.source in between and alignment.target in theirs:
            between[alignment.source].append(alignment)
    best: list[Alignment] = []
    counts: dict[str, int] = {}
    for found in between.values():
        fitting = [each for each in found if each.fit not in _NO_FIT]
        if fitting:
            strongest = min(fitting, key=lambda each: _RANK[each.fit]).fit
            kept = [each for each in fitting if each.fit is strongest]
            best += sorted(kept, key=lambda each: len(each.path))
            counts[strongest.value] = counts.get(strongest.value, 0) + 1
    matched = {alignment.source for alignment in best}
    met = {each.target for found in between.values() for each in found if each.fit not in _NO_FIT}
    return FrameworkComparison(
        best=tuple(best),
        counts=counts,
        only_here=tuple(key for key in ours if key not in matched),
        only_there=tuple(key for key in keys_of(there) if key not in met),
        no_match=tuple(each for found in between.values() for each in found if each.fit is Fit.NONE),
        is_truncated=closure.is_truncated,
    )
