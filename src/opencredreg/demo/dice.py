"""Chance that repeats itself: seeded choices and seeded identifiers.

Everything the demonstration draws comes from here. Each document casts the dice anew with its own key, so a
document can be generated without generating those before it, and nothing has to be remembered. Only
``random.Random.random`` and ``getrandbits`` are used, whose sequences Python promises to keep.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Dice", "Names", "mix"]

T = TypeVar("T")

_MASK = (1 << 64) - 1


def mix(*numbers: int) -> int:
    """A well spread number of 31 bits from a few small ones, for choices that must not need dice."""
    state = 0x9E3779B97F4A7C15
    for number in numbers:
        state = ((state ^ number) * 0xBF58476D1CE4E5B9) & _MASK
        state ^= state >> 29
    return (state * 0x94D049BB133111EB & _MASK) >> 33


class Dice:
    """Seeded choices; ``cast`` starts the sequence that belongs to a key."""

    __slots__ = ("_random",)

    def __init__(self) -> None:
        self._random = random.Random(0)

    def cast(self, *key: int) -> None:
        """Begin the sequence of this key."""
        seed = 1
        for number in key:
            seed = seed << 40 | number
        self._random.seed(seed)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self._random.random() * len(options))]

    def sample(self, options: Sequence[T], size: int) -> tuple[T, ...]:
        """Neighbouring options from a random start, wrapping around, each at most once."""
        start = int(self._random.random() * len(options))
        return tuple(options[(start + at) % len(options)] for at in range(min(size, len(options))))

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def bits(self) -> int:
        """Sixty-four random bits."""
        return self._random.getrandbits(64)

    def day(self, first_year: int, last_year: int) -> str:
        """A date as ``YYYY-MM-DD``."""
        return f"{self.between(first_year, last_year)}-{self.between(1, 12):02}-{self.between(1, 28):02}"


class Names:
    """The identifiers of one demonstration registry: CTIDs, resource URIs, graph URIs, blank nodes.

    An identifier is a function of what it names, so anything can be referred to before or after it is
    generated. CTIDs have the shape of version 4 UUIDs.
    """

    __slots__ = ("_graphs", "_prefix", "_resources")

    def __init__(self, seed: int, base_url: str) -> None:
        base = base_url.rstrip("/")
        self._prefix = f"{seed}/"
        self._resources = f"{base}/resources/"
        self._graphs = f"{base}/graph/"

    def _uuid(self, kind: str, index: int, part: int) -> str:
        digest = hashlib.blake2b(f"{self._prefix}{kind}/{index}/{part}".encode(), digest_size=16).hexdigest()
        variant = "89ab"[int(digest[16], 16) & 3]
        return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:]}"

    def ctid(self, kind: str, index: int, part: int = 0) -> str:
        """The CTID of a resource; ``part`` counts the members of a compound unit from 1."""
        return f"ce-{self._uuid(kind, index, part)}"

    def uri(self, kind: str, index: int, part: int = 0) -> str:
        """The resource URI."""
        return f"{self._resources}ce-{self._uuid(kind, index, part)}"

    def resource(self, ctid: str) -> str:
        """The resource URI of a CTID that is at hand."""
        return f"{self._resources}{ctid}"

    def graph(self, ctid: str) -> str:
        """The graph URI of a CTID."""
        return f"{self._graphs}{ctid}"

    def blank(self, kind: str, index: int, part: int = 0) -> str:
        """A blank node identifier."""
        return f"_:{self._uuid(f'blank-{kind}', index, part)}"
