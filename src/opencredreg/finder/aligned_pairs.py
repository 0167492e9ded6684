"""One thing that corresponds to another, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from opencredreg.finder.index import Entry, Link
from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import key_of
from opencredreg.meaning.alignments import Alignment

__all__ = ["AlignedPair", "By", "linked_nodes", "pair_of"]

By = Literal["here", "there", "inferred"]
"""Who says so: this side, the other side, or nobody, because it follows from what several say."""


class AlignedPair(msgspec.Struct, frozen=True, kw_only=True):
    """How one thing fits another, seen from ``source``.

    ``fit`` is a degree of ``meaning.alignments.Fit``. ``is_incoming`` is a statement that only reads from the target:
    that it comes before the other, or is aligned to it in a degree that nobody gave. ``via`` leads from the one to
    the other where it follows.
    """

    source: Reference
    target: Reference
    fit: str
    by: By
    framework: Reference | None = None
    via: tuple[Reference, ...] = ()
    is_incoming: bool = False


def pair_of(look: Look, one: Alignment, me: str, framework: str | None = None) -> AlignedPair:
    """An alignment with what its ends are called.

    Args:
        look: where they are looked up.
        one: the alignment.
        me: the key of the side that counts as this one.
        framework: the key of what the target belongs to.
    """
    stated_here = key_of(one.stated_by) == me
    return AlignedPair(
        source=look.book.to(one.source),
        target=look.book.to(one.target),
        fit=one.fit.value,
        by="inferred" if one.path else "here" if stated_here else "there",
        framework=look.book.to(framework) if framework else None,
        via=tuple(look.book.to(key) for key in one.path[1:-1]),
    )


def linked_nodes(links: Iterable[Link], entries: Mapping[int, Entry]) -> Sequence[dict[str, Any]]:
    """The things of some links as ``meaning`` reads them, with nothing but these links."""
    made: dict[int, dict[str, Any]] = {}
    for link in links:
        if link.source in entries and link.target in entries:
            node = made.setdefault(link.source, {"@id": entries[link.source].key})
            node.setdefault(link.term, []).append(entries[link.target].key)
    return list(made.values())
