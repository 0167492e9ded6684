"""Where a part of a pathway stands: in which pathways, and what is around it there. And the pathways of a set.

Source: ``ctdl-vocabulary.md`` sections 5.4 and 6.9.
"""

from __future__ import annotations

import msgspec

from opencredreg.finder.pathway import PathwayView, build_pathway
from opencredreg.finder.pathway_parts import Part
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.statements import Value
from opencredreg.finder.subject import Subject
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.finder.written import unshown_uris, written_out
from opencredreg.jsonld.values import key_of, references_of
from opencredreg.meaning.pathway_parts import HAS_DESTINATION, IS_DESTINATION

__all__ = ["PLACE_TERMS", "PathwaySet", "Place", "Places", "SetMember", "build_places", "build_set"]

PLACE_TERMS = ("ceterms:isPartOf", *IS_DESTINATION)
"""What a part says of the pathways to which it belongs."""

_HAS_PATHWAY = ("ceterms:hasPathway",)
_HAS_PART = ("ceterms:hasPart", "ceasn:hasPart")
_HOLDING = (*_HAS_PART, *HAS_DESTINATION)
_COMPONENTS = (
    "ceterms:PathwayComponent",
    "ceterms:CollectionComponent",
    "ceterms:MultiComponent",
    "ceterms:SelectionComponent",
)
_MOST_PLACES = 3
_MOST_REFERENCES = 500
_MOST_MEMBERS = 100


class Place(msgspec.Struct, frozen=True):
    """A pathway with the part in it; ``number`` says the how manyth of its parts that is."""

    pathway: Reference
    view: PathwayView
    part: Part
    number: int


class Places(msgspec.Struct, frozen=True):
    """The pathways of a part: those that are shown, and others to which it says it belongs."""

    places: tuple[Place, ...]
    others: tuple[Reference, ...] = ()
    written: tuple[Value, ...] = ()


class SetMember(msgspec.Struct, frozen=True):
    """A pathway of a set in short."""

    summary: Summary
    steps: int
    goals: tuple[Reference, ...]


class PathwaySet(msgspec.Struct, frozen=True):
    """The pathways of a set; ``missing`` are named and not held by the registry."""

    members: tuple[SetMember, ...]
    missing: tuple[Reference, ...] = ()
    left_out: int = 0
    written: tuple[Value, ...] = ()


def build_places(subject: Subject) -> Places | None:
    """The pathways to which a part belongs; ``None`` for other things."""
    if not subject.is_a(*_COMPONENTS):
        return None
    look = subject.look
    stated = references_of(subject.value, *PLACE_TERMS, "ceasn:isPartOf")
    found = {held.key: held for held in look.resources.find_held(stated).values()}
    if not found:
        # Some parts leave it to their pathway to say that they belong to it.
        pointing = look.resources.find_held_pointing([subject.held.uri], _HOLDING).get(subject.held.uri, [])
        found = {held.key: held for held in pointing}
    places: list[Place] = []
    for held in found.values():
        asked = {"component": subject.held.key}
        view = (
            build_pathway(Subject(look, held, subject.record, asked)) if len(places) < _MOST_PLACES else None
        )
        if view is not None and subject.held.key in view.parts:
            number = list(view.parts).index(subject.held.key) + 1
            places.append(Place(reference_to(held), view, view.parts[subject.held.key], number))
    shown = {place.pathway.key for place in places}
    others = [*unshown_uris(subject, PLACE_TERMS, shown), *(key for key in found if key not in shown)]
    written = written_out(subject, PLACE_TERMS)
    if not (places or others or written):
        return None
    unique = {key_of(uri): uri for uri in others}
    return Places(tuple(places), look.book.all_to(list(unique.values())[:_MOST_REFERENCES]), written)


def build_set(subject: Subject) -> PathwaySet | None:
    """The pathways of a set; ``None`` for other things."""
    if not subject.is_a("ceterms:PathwaySet"):
        return None
    look = subject.look
    uris = references_of(subject.value, *_HAS_PATHWAY)
    written = written_out(subject, _HAS_PATHWAY)
    if not uris and not written:
        return None
    held = look.resources.find_held(uris[:_MOST_MEMBERS])
    goals = {one.key: references_of(one.value, *HAS_DESTINATION)[:_MOST_PLACES] for one in held.values()}
    look.book.learn([*uris[:_MOST_REFERENCES], *(uri for found in goals.values() for uri in found)])
    summaries = summarize(look, list(held.values()))
    members = tuple(
        SetMember(
            summary,
            len(references_of(one.value, *_HAS_PART)),
            look.book.all_to(goals[one.key]),
        )
        for one, summary in zip(held.values(), summaries, strict=True)
    )
    rest = [uri for uri in uris[:_MOST_REFERENCES] if uri not in held]
    return PathwaySet(members, look.book.all_to(rest), max(0, len(uris) - _MOST_REFERENCES), written)
