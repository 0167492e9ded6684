"""A pathway as a page shows it: its parts, how far somebody is, and one part in detail.

Parameters of the page: ``have`` (what somebody has; several times, or several codes with dots between them),
``component`` (the part that is shown in detail) and ``picture`` (``all`` draws a large pathway as well).

Source: ``ctdl-vocabulary.md`` sections 6.9 and 9.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from opencredreg.finder.pathway_codes import read_codes, to_codes
from opencredreg.finder.pathway_layout import LayoutEdge
from opencredreg.finder.pathway_parts import (
    Gate,
    Part,
    find_edges,
    find_gates,
    in_order,
    read_parts,
    targets_of,
    uris_in,
)
from opencredreg.finder.pathway_stages import MODEL, read_stages
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Entry, Statement, Value, read_statements
from opencredreg.finder.subject import Subject
from opencredreg.finder.written import unshown_uris, written_out
from opencredreg.jsonld.values import Text, key_of, references_of
from opencredreg.meaning.pathway_parts import HAS_DESTINATION
from opencredreg.meaning.pathways import Component, Pathway, read_pathway
from opencredreg.meaning.progress import Progress, collection_members, evaluate_pathway, find_proxied
from opencredreg.meaning.truth import Truth

__all__ = ["MOST_PARTS", "Detail", "PathwayView", "Standing", "build_pathway"]

MOST_PARTS = 500
"""So many parts of a pathway are shown; the data have all."""

_MOST_DRAWN = 150
_MOST_OTHERS = 50
_PARTS = ("ceterms:hasPart", "ceasn:hasPart", *HAS_DESTINATION)
_IN_WORDS = frozenset({"ceterms:name", "ceterms:description"})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is.

    ``missing`` comes after ``next``; ``undecided`` are those of both that the data cannot decide. ``have`` is what
    an address says of the parts that somebody has, ``others`` what it says of other things.
    """

    state: Truth
    fulfilled: tuple[str, ...]
    next: tuple[str, ...]
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    have: str
    others: tuple[str, ...] = ()


class Detail(msgspec.Struct, frozen=True):
    """One part with everything that it says. ``needs`` are the parts that its conditions name."""

    part: Part
    needs: tuple[str, ...]
    statements: tuple[Statement, ...]


class PathwayView(msgspec.Struct, frozen=True, kw_only=True):
    """A pathway. ``parts`` are by key, in order; ``starts`` are those with which one can begin.

    ``total`` counts the parts that there are; ``missing`` are named and not held by the registry.
    """

    names: tuple[Text, ...]
    parts: Mapping[str, Part]
    total: int
    stages: tuple[Entry, ...] = ()
    models: tuple[Reference, ...] = ()
    edges: tuple[LayoutEdge, ...] = ()
    gates: tuple[Gate, ...] = ()
    starts: tuple[str, ...] = ()
    standing: Standing | None = None
    detail: Detail | None = None
    missing: tuple[Reference, ...] = ()
    written: tuple[Value, ...] = ()
    is_drawn: bool = True
    has_circles: bool = False
    is_truncated: bool = False

    @property
    def goals(self) -> tuple[Part, ...]:
        """The destinations among the parts."""
        return tuple(part for part in self.parts.values() if part.is_goal)

    @property
    def left_out(self) -> int:
        """How many parts are not shown."""
        return self.total - len(self.parts)

    def parts_of(self, stage: int | None) -> tuple[Part, ...]:
        """The parts of a stage; of none, those that stand on no level."""
        return tuple(part for part in self.parts.values() if part.stage == stage)

    def named(self, keys: Iterable[str]) -> tuple[Part, ...]:
        """The parts of some keys, as far as they are shown."""
        return tuple(self.parts[key] for key in keys if key in self.parts)


def build_pathway(subject: Subject) -> PathwayView | None:
    """The parts of a pathway; ``None`` for other things and for pathways that are only described."""
    if not subject.is_a("ceterms:Pathway"):
        return None
    look = subject.look
    pathway = read_pathway(subject.value, look.resources)
    shown = {component.key: component for component in in_order(pathway, MOST_PARTS)}
    named = {*pathway.by_key(), *map(key_of, pathway.unresolved)}
    missing = (*pathway.unresolved, *unshown_uris(subject, _PARTS, named))
    if not shown and not missing:
        return None
    models = references_of(subject.value, MODEL)
    look.book.learn([*models, *missing[:MOST_PARTS], *uris_in(shown.values())])
    stages = read_stages(look, models, {key: one.node for key, one in shown.items()})
    codes = to_codes(pathway.by_key())
    standing, progress = _standing(subject, pathway, codes)
    parts = read_parts(look, pathway, shown, stages, codes, progress if standing else None)
    return PathwayView(
        names=pathway.names,
        parts=parts,
        total=len(pathway.components),
        stages=stages.stages,
        models=look.book.all_to(models),
        edges=tuple(find_edges(parts)),
        gates=tuple(find_gates(parts)),
        starts=progress.next,
        standing=standing,
        detail=_detail(subject, parts, shown, codes),
        missing=look.book.all_to(missing[:MOST_PARTS]),
        written=written_out(subject, (*_PARTS, MODEL)),
        is_drawn=len(parts) <= _MOST_DRAWN or "all" in subject.values_of("picture"),
        has_circles=bool(pathway.condition_cycles),
        is_truncated=pathway.is_truncated or len(missing) > MOST_PARTS,
    )


def _standing(
    subject: Subject, pathway: Pathway, codes: Mapping[str, str]
) -> tuple[Standing | None, Progress]:
    """How far somebody is, if they said what they have; and what the pathway asks of them."""
    resources = subject.look.resources
    ticked, others = read_codes(subject.values_of("have"), codes)
    progress = evaluate_pathway(
        pathway,
        (*ticked, *others),
        members=collection_members(pathway, resources),
        proxied=find_proxied(pathway, resources),
    )
    if not ticked and not others:
        return None, progress
    held = [state.key for state in progress.components if state.by == "held"]
    # Who has what a part stands for has the part; the address need not say both.
    proxies = {key for component in pathway.components for key in component.proxy_for}
    rest = [one for one in others if key_of(one) not in proxies][:_MOST_OTHERS]
    undecided = {state.key for state in progress.components if state.state is Truth.UNKNOWN}
    return Standing(
        state=progress.state,
        fulfilled=progress.fulfilled,
        next=progress.next,
        missing=tuple(key for key in progress.missing if key not in progress.next),
        undecided=tuple(key for key in progress.missing if key in undecided),
        have=".".join(codes[key] for key in held if codes[key] != key),
        others=(*(key for key in held if codes[key] == key), *rest),
    ), progress


def _detail(
    subject: Subject, parts: Mapping[str, Part], shown: Mapping[str, Component], codes: Mapping[str, str]
) -> Detail | None:
    named, _ = read_codes(subject.values_of("component")[:1], codes)
    key = next(iter(named), "")
    if key not in parts:
        return None
    needs = tuple(target for target in targets_of(shown[key]) if target in parts)
    return Detail(parts[key], needs, read_statements(subject.look, shown[key].node, without=_IN_WORDS))
