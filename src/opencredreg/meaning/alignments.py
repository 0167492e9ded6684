"""Strength of fit: how competencies, credentials and levels of different owners correspond.

Source: ``ctdl-vocabulary.md`` section 9.7. The degrees and their reverses are the handbook's. Our reading: exact is
transitive, broad and narrow are too, also across exact ones; all other degrees are never passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    first_string,
    is_described,
    key_of,
    listed,
    names_of,
    number_of,
    reference_of,
    references_of,
    texts_of,
    type_of,
)
from opencredreg.meaning.graph import LinkedResources, Resources, find_by_key
from opencredreg.meaning.walks import cycles_in

__all__ = [
    "ALIGNMENT_TERMS",
    "Alignment",
    "AlignmentClosure",
    "Fit",
    "close_alignments",
    "find_alignment_rows",
    "read_alignment_map",
    "read_alignments",
    "reverse_of",
]


class Fit(StrEnum):
    """How the source fits the target, seen from the source.

    ``BROAD``: the target covers all of the source and more. ``NARROW``: the other way round. ``CLOSE``, ``RELATED``
    and ``NONE`` occur in alignment maps; ``SOME`` is an alignment whose degree nobody gave.
    """

    EXACT = "exact"
    CLOSE = "close"
    MAJOR = "major"
    NARROW = "narrow"
    BROAD = "broad"
    MINOR = "minor"
    RELATED = "related"
    SOME = "some"
    PREREQUISITE = "prerequisite"
    NONE = "none"


_PROPERTIES: Mapping[str, tuple[Fit, bool]] = {
    # Property to degree, and whether the statement runs from this resource to the named one.
    "ceasn:exactAlignment": (Fit.EXACT, True),
    "ceasn:broadAlignment": (Fit.BROAD, True),
    "ceasn:narrowAlignment": (Fit.NARROW, True),
    "ceasn:majorAlignment": (Fit.MAJOR, True),
    "ceasn:minorAlignment": (Fit.MINOR, True),
    "ceasn:prerequisiteAlignment": (Fit.PREREQUISITE, True),
    "ceasn:alignTo": (Fit.SOME, True),
    "ceasn:alignFrom": (Fit.SOME, False),
    "ceterms:exactAlignment": (Fit.EXACT, True),
    "ceterms:broadAlignment": (Fit.BROAD, True),
    "ceterms:narrowAlignment": (Fit.NARROW, True),
    "ceterms:majorAlignment": (Fit.MAJOR, True),
    "ceterms:minorAlignment": (Fit.MINOR, True),
    "skos:exactMatch": (Fit.EXACT, True),
    "skos:closeMatch": (Fit.CLOSE, True),
    "skos:broadMatch": (Fit.BROAD, True),
    "skos:narrowMatch": (Fit.NARROW, True),
    "skos:relatedMatch": (Fit.RELATED, True),
}
ALIGNMENT_TERMS = tuple(_PROPERTIES)
"""The properties by which things say how they correspond to others."""

_CONCEPTS: Mapping[str, Fit] = {
    "exactmatch": Fit.EXACT,
    "closematch": Fit.CLOSE,
    "broadmatch": Fit.BROAD,
    "narrowmatch": Fit.NARROW,
    "relatedmatch": Fit.RELATED,
    "nomatch": Fit.NONE,
}
_SYMMETRIC = frozenset({Fit.EXACT, Fit.CLOSE, Fit.MAJOR, Fit.MINOR, Fit.RELATED, Fit.NONE})
_REVERSE: Mapping[Fit, Fit] = {Fit.BROAD: Fit.NARROW, Fit.NARROW: Fit.BROAD}
# Links followed for each alignment asked for, before giving up on tangled data.
_STEPS_FOR_ONE = 50
_PASSED_ON = frozenset({Fit.EXACT, Fit.BROAD, Fit.NARROW})


class Alignment(msgspec.Struct, frozen=True):
    """One correspondence. ``source`` and ``target`` are keys, or "" where an alignment map only names one end.

    ``stated_by`` is who says so: the resource itself, or the alignment map. ``path`` is empty for statements; for
    what follows from several of them it holds the keys that lead from source to target. ``is_reversed`` marks the
    reading of a statement from its other end.
    """

    source: str
    target: str
    fit: Fit
    stated_by: str = ""
    weight: float | None = None
    source_names: tuple[Text, ...] = ()
    target_names: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()
    is_reversed: bool = False
    path: tuple[str, ...] = ()


class AlignmentClosure(msgspec.Struct, frozen=True):
    """All alignments, read from both ends, with what follows from them.

    ``conflicts`` are groups of resources of which each is said to be broader than the others, which can only be so
    if they are the same; they are reported and not merged.
    """

    alignments: tuple[Alignment, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()
    is_truncated: bool = False


def read_alignments(nodes: Iterable[Node]) -> tuple[Alignment, ...]:
    """The alignments that resources state themselves; targets elsewhere are kept as plain links."""
    found: dict[Alignment, None] = {}
    for node in nodes:
        me = reference_of(node)
        for term, (fit, is_forward) in _PROPERTIES.items() if me else ():
            for uri in references_of(node, term):
                ends = (key_of(me), key_of(uri)) if is_forward else (key_of(uri), key_of(me))
                found.setdefault(Alignment(*ends, fit, stated_by=me))
    return tuple(found)


def find_alignment_rows(alignment_map: Node, resources: Resources) -> dict[str, Node]:
    """The parts of an alignment map by key, named by the map or, where the resources know, naming it."""
    me = reference_of(alignment_map)
    found = find_by_key(resources, references_of(alignment_map, "ceterms:hasPart"))
    if me and isinstance(resources, LinkedResources):
        for row in resources.find_pointing([me], ["ceterms:isPartOf"]).get(me, ()):
            if type_of(row) == "ceterms:AlignmentObject":
                found.setdefault(key_of(reference_of(row)), row)
    return found


def read_alignment_map(alignment_map: Node, rows: Mapping[str, Node] | None = None) -> tuple[Alignment, ...]:
    """The rows of an alignment map: those that stand inside it, then ``rows`` as found elsewhere."""
    me = reference_of(alignment_map)
    inside = [value for value in listed(alignment_map.get("ceterms:hasPart")) if is_described(value)]
    known = {key_of(reference_of(value)) for value in inside if reference_of(value)}
    outside = [row for key, row in (rows or {}).items() if key not in known]
    return tuple(_row(row, me) for row in (*inside, *outside))


def reverse_of(alignment: Alignment) -> Alignment | None:
    """The same alignment read from the other end; ``None`` where the degree has no reverse."""
    if alignment.fit not in _SYMMETRIC and alignment.fit not in _REVERSE:
        return None
    return msgspec.structs.replace(
        alignment,
        source=alignment.target,
        target=alignment.source,
        fit=_REVERSE.get(alignment.fit, alignment.fit),
        source_names=alignment.target_names,
        target_names=alignment.source_names,
        is_reversed=not alignment.is_reversed,
        path=tuple(reversed(alignment.path)),
    )


def close_alignments(
    alignments: Sequence[Alignment], *, starts: Sequence[str] | None = None, limit: int = 20_000
) -> AlignmentClosure:
    """Statements, their reverses, and what follows from exact, broad and narrow ones.

    Args:
        alignments: What is stated.
        starts: Only what follows for these resources; ``None`` is for all.
        limit: How many alignments are followed at most.
    """
    both: dict[tuple[str, str, Fit], Alignment] = {}
    for alignment in (*alignments, *(each for a in alignments if (each := reverse_of(a)) is not None)):
        if alignment.source and alignment.target and alignment.source != alignment.target:
            both.setdefault((alignment.source, alignment.target, alignment.fit), alignment)
    links: dict[str, list[tuple[str, Fit]]] = {}
    for source, target, fit in both:
        if fit in _PASSED_ON:
            links.setdefault(source, []).append((target, fit))
    wanted = None if starts is None else {key_of(uri) for uri in starts}
    inferred: list[Alignment] = []
    steps = _Steps(_STEPS_FOR_ONE * limit)
    for source in links if wanted is None else sorted(wanted & links.keys()):
        for alignment in _follow(source, links, steps):
            if (alignment.source, alignment.target, alignment.fit) not in both:
                inferred.append(alignment)
                if len(inferred) > limit:
                    break
        if len(inferred) > limit or steps.left <= 0:
            break
    stated = [each for each in both.values() if wanted is None or each.source in wanted]
    return AlignmentClosure(
        alignments=(*stated, *inferred[:limit]),
        conflicts=_conflicts(links),
        is_truncated=len(inferred) > limit or steps.left <= 0,
    )


class _Steps:
    """How many links may still be followed."""

    def __init__(self, left: int) -> None:
        self.left = left


def _follow(start: str, links: Mapping[str, Sequence[tuple[str, Fit]]], steps: _Steps) -> Iterator[Alignment]:
    """What follows for one resource: exact through exact ones, broad and narrow through those and exact ones."""
    # A contradiction may lead through the start itself, which is then also broader than itself.
    origin: dict[tuple[str, Fit], tuple[str, Fit] | None] = {(start, Fit.EXACT): None}
    frontier = [(start, Fit.EXACT)]
    while frontier:
        following = []
        for name, fit in frontier:
            for target, step in links.get(name, ()):
                steps.left -= 1
                passed = _together(fit, step)
                if steps.left <= 0:
                    return
                if passed is None or (target, passed) in origin:
                    continue
                origin[target, passed] = (name, fit)
                following.append((target, passed))
                if target != start:
                    yield Alignment(start, target, passed, path=_path(origin, (target, passed)))
        frontier = following


def _together(one: Fit, other: Fit) -> Fit | None:
    if one is Fit.EXACT:
        return other
    return one if other in (Fit.EXACT, one) else None


def _path(
    origin: Mapping[tuple[str, Fit], tuple[str, Fit] | None], state: tuple[str, Fit]
) -> tuple[str, ...]:
    path = [state[0]]
    before = origin[state]
    while before is not None:
        path.append(before[0])
        before = origin[before]
    return tuple(reversed(path))


def _conflicts(links: Mapping[str, Sequence[tuple[str, Fit]]]) -> tuple[tuple[str, ...], ...]:
    """Groups held together by a broad step: exact and broad links that lead back to where they started."""
    forward = {
        name: [target for target, fit in targets if fit in (Fit.EXACT, Fit.BROAD)]
        for name, targets in links.items()
    }
    return tuple(
        knot
        for knot in cycles_in(forward)
        if any(fit is Fit.BROAD and target in knot for name in knot for target, fit in links.get(name, ()))
    )


def _row(row: Node, stated_by: str) -> Alignment:
    kind = first_string(row, "ceterms:alignmentType") or next(
        iter(references_of(row, "ceterms:alignmentType")), ""
    )
    name = kind.rpartition("/")[2].rpartition(":")[2].lower()
    source, target = (
        next(iter(references_of(row, term)), "") for term in ("ceterms:sourceNode", "ceterms:targetNode")
    )
    return Alignment(
        source=key_of(source) if source else "",
        target=key_of(target) if target else "",
        fit=_CONCEPTS.get(name, Fit.SOME),
        stated_by=stated_by,
        weight=number_of(row.get("ceterms:weight")),
        source_names=texts_of(row.get("ceterms:sourceNodeName")),
        target_names=texts_of(row.get("ceterms:targetNodeName")),
        texts=texts_of(row.get("ceterms:description")) or names_of(row),
    )
