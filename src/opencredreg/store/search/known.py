"""What an engine remembers of its database between two questions: the numbers of terms, and rough counts.

Counts only steer how a question is asked. A wrong one makes the answer slower and never wrong, so what was counted a
while ago is good enough.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable

__all__ = ["Known"]

_KEPT_S = 3600.0
_KEPT = 4096


class Known:
    """Numbers by what they are about. Safe to use from several threads."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        """Properties, classes and languages by name; terms are never changed."""
        self._estimates: dict[Hashable, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def estimate(self, about: Hashable, find: Callable[[], float]) -> float:
        """The rough number of something; found anew when nobody asked for it lately."""
        now = time.monotonic()
        known = self._estimates.get(about)
        if known is not None and known[1] > now:
            return known[0]
        number = find()
        with self._lock:
            if len(self._estimates) >= _KEPT:
                self._estimates.clear()
            self._estimates[about] = (number, now + _KEPT_S)
        return number
