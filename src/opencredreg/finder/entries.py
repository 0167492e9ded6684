"""The entries of schemes, frameworks and code lists by property, a bounded number of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from opencredreg.finder.mentions import read_mentions
from opencredreg.finder.statements import Entry
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import listed

__all__ = ["MOST_ENTRIES", "Entries", "read_entries", "read_entries_of"]

MOST_ENTRIES = 60
"""So many entries of one property are shown; the data have all."""


class Entries(msgspec.Struct, frozen=True):
    """The entries under one property; ``left_out`` is how many more there are."""

    term: str
    entries: tuple[Entry, ...]
    left_out: int = 0


def read_entries_of(look: Look, node: Mapping[str, Any], terms: Iterable[str]) -> tuple[Entries, ...]:
    """The entries of some properties, in their order; properties without any are left out."""
    return tuple(found for term in terms if (found := read_entries(look, node, term)).entries)


def read_entries(look: Look, node: Mapping[str, Any], term: str) -> Entries:
    """The entries under a property, in any of the forms in which they are written."""
    value = node.get(term)
    values = listed(value)
    # What is cut off is not read at all: some publish ten thousand of them.
    shown = values[:MOST_ENTRIES] if len(values) > MOST_ENTRIES else value
    look.book.collect(shown)
    return Entries(term, read_mentions(look, {term: shown}, term), max(0, len(values) - MOST_ENTRIES))
