"""Figures about a whole community, which are counted seldom and shown often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.subject import Look
from opencredreg.registry.node import Node
from opencredreg.search.facet_table import Moment, moment_of

__all__ = ["KeptFigures"]

T = TypeVar("T")

_LONGEST_S: Final = 3600.0
"""What the log does not tell, such as a changed configuration, shows after so long."""


class _Kept(NamedTuple, Generic[T]):
    moment: Moment
    vocabulary: Vocabulary
    taken_at: float
    took: float
    figures: T


class KeptFigures(Generic[T]):
    """Figures of each community of each node.

    They are kept as long as nothing is published, and otherwise for so many times as long as it took to count them:
    where counting is quick they are always new, and where it is slow nobody waits for it often.

    Args:
        patience: how many times.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[Node, dict[int, _Kept[T]]] = WeakKeyDictionary()

    def get(self, look: Look, make: Callable[[Look], T]) -> T:
        """The figures of the community that is looked at, which ``make`` counts."""
        with self._lock:
            of_node = self._kept.setdefault(look.node, {})
            known = of_node.get(look.community.id)
            moment = moment_of(look.connection)
            start = time.monotonic()
            if known is not None and self._holds(known, look, moment, start):
                return known.figures
            figures = make(look)
            took = time.monotonic() - start
            of_node[look.community.id] = _Kept(moment, look.vocabulary, start + took, took, figures)
            return figures

    def _holds(self, known: _Kept[T], look: Look, moment: Moment, now: float) -> bool:
        if known.vocabulary is not look.vocabulary or known.moment[:2] != moment[:2]:
            # Another life of the index, such as after a sandbox was reset, has nothing to do with the one before.
            return False
        age = now - known.taken_at
        return age < (_LONGEST_S if known.moment == moment else self._patience * known.took)
