"""Results that were read before in the same inquiry, by the conditions that they satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opencredreg.query.tree import Expression

__all__ = ["KeptResults"]


class KeptResults:
    """All results of some questions of one inquiry."""

    def __init__(self) -> None:
        self._ids: dict[frozenset[Expression], Sequence[int]] = {}

    def keep(self, conditions: Iterable[Expression], ids: Sequence[int]) -> None:
        """Keep the results that satisfy all of some conditions."""
        self._ids[frozenset(conditions)] = ids

    def find(self, conditions: Iterable[Expression]) -> Sequence[int] | None:
        """The results that satisfy just these conditions, if they were kept."""
        return self._ids.get(frozenset(conditions)) if self._ids else None

    def narrowest(self, conditions: Iterable[Expression]) -> tuple[frozenset[Expression], Sequence[int]]:
        """The fewest kept results that are known to satisfy some of the conditions, and these conditions."""
        wanted = frozenset(conditions) if self._ids else frozenset()
        fitting = [(len(ids), satisfied) for satisfied, ids in self._ids.items() if satisfied <= wanted]
        if not fitting:
            return frozenset(), ()
        _, satisfied = min(fitting, key=lambda one: one[0])
        return satisfied, self._ids[satisfied]
