"""Near misses: the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from opencredreg.ctdl import Vocabulary

__all__ = ["near_class", "near_property"]


@lru_cache(maxsize=2_000)
def near_property(vocabulary: Vocabulary, name: str, cls: str = "") -> str:
    """The declared property nearest to a name, those of a class first; empty when nothing is near."""
    own = _near(name, vocabulary.properties_of(cls), 0.75) if cls else ""
    return own or _near(name, (term for term, facts in vocabulary.properties.items() if facts.declared))


@lru_cache(maxsize=500)
def near_class(vocabulary: Vocabulary, name: str) -> str:
    """The class nearest to a name; empty when nothing is near."""
    return _near(name, vocabulary.classes)


def _near(name: str, terms: Iterable[str], cutoff: float = 0.82) -> str:
    """The prefix counts little, the letters of the local name much, their case not at all."""
    by_local: dict[str, list[str]] = {}
    for term in terms:
        by_local.setdefault(term.partition(":")[2].lower(), []).append(term)
    prefix, colon, local = name.partition(":")
    if not colon:
        prefix, local = "", name
    local = local.strip().rstrip("/").rpartition("/")[2].lower()
    found = get_close_matches(local, by_local, n=1, cutoff=cutoff)
    if not found:
        return ""
    candidates = by_local[found[0]]
    return next((term for term in candidates if term.startswith(f"{prefix}:")), candidates[0])
