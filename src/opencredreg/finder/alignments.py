"""How something compares with others: what it says itself, what others say of it, and what follows.

Of a framework or scheme the members are compared with those of the others to which they are aligned.

Source: ``ctdl-vocabulary.md`` section 9.7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

import msgspec

from opencredreg.finder.aligned_pairs import AlignedPair, By, linked_nodes, pair_of
from opencredreg.finder.framework_fit import ComparedFramework, compare_members
from opencredreg.finder.index import Index
from opencredreg.finder.place import ancestors_of
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Value
from opencredreg.finder.subject import Subject
from opencredreg.finder.written import written_out
from opencredreg.meaning.alignments import (
    ALIGNMENT_TERMS,
    close_alignments,
    read_alignments,
    reverse_of,
)

__all__ = ["AlignedGroup", "Compared", "read_compared"]

_WHOLES: Final = ("ceasn:CompetencyFramework", "skos:ConceptScheme", "asn:ProgressionModel")
_INSIDE: Final = ("under", "within", "start")
_MOST_ROWS: Final = 60
_MOST_LINKS: Final = 2_000

_ORDER: Final[tuple[By, ...]] = ("here", "there", "inferred")


class AlignedGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Things that correspond to a resource in the same degree by the word of the same side, by framework."""

    fit: str
    by: By
    is_incoming: bool
    total: int
    frameworks: tuple[tuple[Reference | None, tuple[AlignedPair, ...]], ...]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What corresponds to the resource itself, and the frameworks to which its members are aligned.

    ``frameworks_left`` are further ones that are not compared here, ``more`` what is written out inside of an
    alignment.
    """

    groups: tuple[AlignedGroup, ...] = ()
    more_pairs: int = 0
    frameworks: tuple[ComparedFramework, ...] = ()
    frameworks_left: int = 0
    is_in_full: bool = False
    more: tuple[Value, ...] = ()


def read_compared(subject: Subject) -> Compared | None:
    """How a resource compares with others; ``None`` where nobody says anything of it.

    A page that shows the inside of a framework leaves this out. With the parameter ``against`` the members are compared
    with those of the framework of that key alone, and at length.
    """
    if any(subject.parameters.get(name) for name in _INSIDE):
        return None
    index = Index(subject.look)
    pairs = _own_pairs(subject, index)
    frameworks, left = compare_members(subject, index) if subject.is_a(*_WHOLES) else ((), 0)
    if not pairs and not frameworks:
        return None
    is_in_full = bool(frameworks) and bool(subject.parameters.get("against"))
    return Compared(
        groups=() if is_in_full else _grouped(pairs[:_MOST_ROWS]),
        more_pairs=0 if is_in_full else max(0, len(pairs) - _MOST_ROWS),
        frameworks=frameworks,
        frameworks_left=left,
        is_in_full=is_in_full,
        more=written_out(subject, ALIGNMENT_TERMS),
    )


def _own_pairs(subject: Subject, index: Index) -> tuple[AlignedPair, ...]:
    look, me = subject.look, subject.held
    near = index.links_from([me.id], ALIGNMENT_TERMS) + index.links_to([me.id], ALIGNMENT_TERMS, _MOST_LINKS)
    ids = {end for link in near for end in (link.source, link.target)} - {me.id}
    far = index.links_from(ids, ALIGNMENT_TERMS) + index.links_to(ids, ALIGNMENT_TERMS, _MOST_LINKS)
    entries = index.entries({me.id, *(end for link in near + far for end in (link.source, link.target))})
    own = {**subject.value, "@id": me.key}
    stated = read_alignments(
        [own, *linked_nodes((link for link in near + far if link.source != me.id), entries)]
    )
    closure = close_alignments(stated, starts=[me.key], limit=_MOST_ROWS)
    found = {(one.target, one.fit): one for one in closure.alignments}
    incoming = [one for one in stated if one.target == me.key and reverse_of(one) is None]
    look.book.learn(
        key for one in (*found.values(), *incoming) for key in (one.source, one.target, *one.path)
    )
    by_key = {entry.key: entry.id for entry in entries.values()}
    others = {
        by_key[key]
        for one in (*found.values(), *incoming)
        for key in (one.source, one.target)
        if key in by_key
    }
    frames = _frameworks_of(index, others - {me.id})
    return (
        *(pair_of(look, one, me.key, frames.get(by_key.get(one.target, 0))) for one in found.values()),
        *(
            msgspec.structs.replace(
                pair_of(look, one, me.key, frames.get(by_key.get(one.source, 0))), is_incoming=True
            )
            for one in incoming
            if one.source != me.key
        ),
    )


def _grouped(pairs: Iterable[AlignedPair]) -> tuple[AlignedGroup, ...]:
    """Pairs of the same degree together, and of those the ones of one framework; what is stated here comes first."""
    kept: dict[tuple[str, By, bool], dict[str, list[AlignedPair]]] = {}
    for pair in pairs:
        frames = kept.setdefault((pair.fit, pair.by, pair.is_incoming), {})
        frames.setdefault(pair.framework.key if pair.framework else "", []).append(pair)
    return tuple(
        AlignedGroup(
            fit=fit,
            by=by,
            is_incoming=is_incoming,
            total=sum(map(len, frames.values())),
            frameworks=tuple((found[0].framework, tuple(found)) for found in frames.values()),
        )
        for (fit, by, is_incoming), frames in sorted(kept.items(), key=lambda one: _ORDER.index(one[0][1]))
    )


def _frameworks_of(index: Index, ids: Collection[int]) -> dict[int, str]:
    """By number, the key of the framework of a competency; many name it themselves, some only stand in it."""
    around = ancestors_of(index, ids)
    found: dict[int, int] = {}
    for one in ids:
        at: int | None = one
        for _ in range(len(around.above) + 1):
            if at is None or around.wholes.get(at):
                break
            at = next(iter(around.above.get(at, ())), None)
        if at is not None and around.wholes.get(at):
            found[one] = around.wholes[at][0]
    entries = index.entries(set(found.values()))
    return {one: entries[whole].key for one, whole in found.items() if whole in entries}
