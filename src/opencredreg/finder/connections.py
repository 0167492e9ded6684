"""How a resource is connected: what it leads to, what leads to it, what it is part of, and what came before or after.

A statement and its inverse on the other side are one line, which says who makes it. Source: ``ctdl-vocabulary.md``
sections 7 and 9.11.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

import msgspec
from sqlalchemy import select

from opencredreg.finder.both_sides import Line, Relation, Side, read_relations
from opencredreg.finder.incoming import Incoming, IncomingGroup, Source, find_incoming
from opencredreg.finder.references import reference_to
from opencredreg.finder.same_codes import find_occupations_of_codes
from opencredreg.finder.subject import Look, Subject
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.tables import METADATA

__all__ = ["CONNECTING_TERMS", "ConnectionGroup", "Connections", "GroupName", "find_connections"]

_node = METADATA.tables["node"]
_link = METADATA.tables["link"]

GroupName = Literal["next", "work", "before", "pathways", "parts", "whole", "versions", "similar", "other"]

_WORK = ("ceterms:Occupation", "ceterms:Job", "ceterms:WorkRole", "ceterms:Task", "ceterms:Industry")
_COMPONENT = "ceterms:PathwayComponent"
_PROXY = "ceterms:proxyFor"
_PART_OF_A_PATHWAY = ("ceterms:isPartOf", "ceterms:isDestinationComponentOf")
_FIRST_PATHWAYS = 10


class _Way(NamedTuple):
    """A relation under a heading; ``work`` is its name where the other side is work."""

    group: GroupName
    name: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]
    work: str = ""


def _terms(*names: str) -> tuple[str, ...]:
    return tuple(name if ":" in name else f"ceterms:{name}" for name in names)


def _both(name: str) -> tuple[str, ...]:
    return f"ceterms:{name}", f"ceasn:{name}"


_TO_THE_END = frozenset(
    _terms(
        "targetCredential", "targetAssessment", "targetLearningOpportunity", "targetCompetency", "targetOccupation",
        "targetJob", "targetWorkRole", "targetTask", "targetNode", "alternativeCondition", _PROXY,
    )
)  # fmt: skip
"""Properties below a relation that lead on to its other end; others name somebody or something beside it."""

_WAYS: Final = (
    _Way(
        "next", "required_for", _terms("isRequiredFor"),
        _terms("requires", "prerequisite", "coPrerequisite", "entryCondition"), "work_requires",
    ),
    _Way("next", "recommended_for", _terms("isRecommendedFor"), _terms("recommends"), "work_recommends"),
    _Way("next", "prepares_for", _terms("isPreparationFor"), _terms("preparationFrom"), "leads_to_work"),
    _Way("next", "head_start_for", _terms("isAdvancedStandingFor"), _terms("advancedStandingFrom")),
    _Way("next", "results_in", _terms("resultsInCredential"), ()),
    _Way("next", "together_with", (), _terms("corequisite")),
    _Way(
        "work", "occupations", _terms("occupationType", "targetOccupation", "targetJob"), (),
    ),
    _Way(
        "work", "used_in", (),
        _terms("ceasn:abilityEmbodied", "ceasn:knowledgeEmbodied", "ceasn:skillEmbodied", "ceasn:taskEmbodied"),
    ),
    _Way(
        "work", "related_work",
        _terms("hasOccupation", "hasJob", "hasWorkRole", "hasTask"),
        _terms("hasOccupation", "hasJob", "hasWorkRole", "hasTask"),
    ),
    _Way("work", "narrower_work", _terms("hasSpecialization"), _terms("isSpecializationOf")),
    _Way("work", "broader_work", _terms("isSpecializationOf"), _terms("hasSpecialization")),
    _Way("before", "prepared_by", _terms("preparationFrom"), _terms("isPreparationFor")),
    _Way("before", "for_this_work", (), _terms("occupationType", "targetOccupation", "targetJob")),
    _Way("before", "head_start_from", _terms("advancedStandingFrom"), _terms("isAdvancedStandingFor")),
    _Way("before", "asked_by_others", (), _terms("isRequiredFor")),
    _Way("before", "advised_by_others", (), _terms("isRecommendedFor")),
    _Way("before", "resulting_from", (), _terms("resultsInCredential")),
    _Way("before", "taught_by", (), _terms("teaches")),
    _Way("before", "assessed_by", (), _terms("assesses")),
    _Way("before", "targeted_by", (), _terms("targetCompetency")),
    _Way("pathways", "pathways", _terms("targetPathway"), _terms("hasPathway")),
    _Way("parts", "parts", _terms("hasPart"), _terms("isPartOf")),
    _Way("parts", "members", _terms("hasMember"), _terms("isMemberOf")),
    _Way("whole", "part_of", _terms("isPartOf"), _terms("hasPart")),
    _Way("whole", "member_of", _terms("isMemberOf"), _terms("hasMember")),
    _Way("versions", "latest", _terms("latestVersion"), ()),
    _Way("versions", "older_of", (), _terms("latestVersion")),
    _Way("versions", "next", _terms("nextVersion"), _terms("previousVersion")),
    _Way("versions", "previous", _terms("previousVersion"), _terms("nextVersion")),
    _Way("versions", "replaced_by", _terms("supersededBy"), _terms("supersedes")),
    _Way("versions", "replaces", _terms("supersedes"), _terms("supersededBy")),
    _Way("similar", "similar", _terms("isSimilarTo"), _terms("isSimilarTo")),
    _Way("similar", "same", _both("exactAlignment"), _both("exactAlignment")),
    _Way("similar", "mostly_same", _both("majorAlignment"), _both("majorAlignment")),
    _Way("similar", "partly_same", _both("minorAlignment"), _both("minorAlignment")),
    _Way(
        "similar", "broader", _terms("broadAlignment", "ceasn:broadAlignment"),
        _terms("narrowAlignment", "ceasn:narrowAlignment"),
    ),
    _Way(
        "similar", "narrower", _terms("narrowAlignment", "ceasn:narrowAlignment"),
        _terms("broadAlignment", "ceasn:broadAlignment"),
    ),
)  # fmt: skip

_OF_WORK = frozenset({"related_work", "narrower_work", "broader_work", "similar", "for_this_work"})
_BY_CLASS: Final = {
    # Pathways are drawn with their components; collections and work have parts of the page of their own.
    "ceterms:Pathway": frozenset({"parts"}),
    "ceterms:Collection": frozenset({"members"}),
    **dict.fromkeys(_WORK, _OF_WORK),
}

_ELSEWHERE: Final = frozenset(
    _terms(
        "owns", "offers", "ownedBy", "offeredBy", "publishedBy", "ceasn:publisher", "ceasn:creator",
        "accredits", "approves", "recognizes", "regulates", "renews", "revokes",
        "accreditedBy", "approvedBy", "recognizedBy", "regulatedBy", "renewedBy", "revokedBy", "registeredBy",
        "accreditedIn", "approvedIn", "recognizedIn", "regulatedIn", "renewedIn", "revokedIn", "offeredIn",
        "parentOrganization", "subOrganization", "department",
        "transferValueFrom", "transferValueFor", "providesTransferValueFor", "receivesTransferValueFrom",
        "intermediaryFor",
        "commonConditions", "commonCosts", "hasConditionManifest", "hasCostManifest",
        "qdata:relevantDataSet", "qdata:relevantDataSetFor", "qdata:hasDimension", "qdata:hasObservation",
        "qdata:isObservationOf", "ceterms:aggregateData",
        "ceasn:hasChild", "ceasn:isChildOf", "ceasn:hasTopChild", "ceasn:isTopChildOf", "ceasn:isPartOf",
        "skos:hasTopConcept", "skos:topConceptOf", "skos:inScheme", "skos:broader", "skos:narrower",
        "skos:related", "ceasn:inProgressionModel", "hasDestinationComponent", "isDestinationComponentOf",
        _PROXY, "hasChild", "isChildOf", "precedes", "precededBy", "ceasn:hasCriterion", "ceasn:hasCriterionCategory",
    )
)  # fmt: skip
"""References that other parts of a page show in their own way."""

CONNECTING_TERMS: Final = frozenset(
    term for way in _WAYS for term in way.own if term.startswith("ceterms:") and way.name != "occupations"
)
"""The properties of a resource that its connections show completely."""


class ConnectionGroup(msgspec.Struct, frozen=True):
    """The relations under one heading.

    Those under ``other`` are named by the property of the others and, after a blank, by that right at the
    reference, where it stands in an object of its own.
    """

    name: GroupName
    relations: tuple[Relation, ...]


class Connections(msgspec.Struct, frozen=True):
    """How a resource is connected; ``is_work`` where it is itself an occupation or the like."""

    groups: tuple[ConnectionGroup, ...]
    is_work: bool


def find_connections(subject: Subject) -> Connections | None:
    """All connections of a resource, both ways; ``None`` when nobody states any."""
    look = subject.look
    incoming = find_incoming(look.connection, look.vocabulary, subject.held.id, without=_ELSEWHERE - {_PROXY})
    is_work = subject.is_a(*_WORK)
    left_out = frozenset[str]().union(*(names for cls, names in _BY_CLASS.items() if subject.is_a(cls)))
    sides: list[tuple[GroupName, Side]] = []
    for way in _WAYS:
        if way.name not in left_out:
            sides += _sides(subject, way, incoming, is_work=is_work)
    sides += [("other", side) for side in _others(incoming)]
    relations = read_relations(look, subject.value, [side for _, side in sides])
    groups: dict[GroupName, list[Relation]] = {}
    heading = {side.name: group for group, side in sides}
    for relation in relations:
        groups.setdefault(heading[relation.name], []).append(relation)
    if not is_work and (occupations := find_occupations_of_codes(subject)) is not None:
        groups.setdefault("work", []).insert(0, occupations)
    if (pathways := _pathways(look, incoming)) is not None:
        groups.setdefault("pathways", []).append(pathways)
    order: tuple[GroupName, ...] = GroupName.__args__  # type: ignore[attr-defined]
    found = tuple(ConnectionGroup(name, tuple(groups[name])) for name in order if name in groups)
    return Connections(found, is_work) if found else None


def _sides(
    subject: Subject, way: _Way, incoming: Incoming, *, is_work: bool
) -> Iterable[tuple[GroupName, Side]]:
    """A relation, and apart from it the same relation to work."""
    theirs = [group for group in incoming.under(*way.theirs) if _TO_THE_END.issuperset(group.through)]
    if way.name == "parts":
        theirs = [_without(group, subject.look, (_COMPONENT,)) for group in theirs]
    if not way.work or is_work:
        yield way.group, Side(way.name, way.own, theirs, way.theirs)
        return
    others = [_without(group, subject.look, _WORK) for group in theirs]
    yield way.group, Side(way.name, way.own, others, way.theirs, "rest")
    of_work = [_only(group, subject.look, _WORK) for group in theirs]
    yield "work", Side(way.work, way.own, of_work, way.theirs, "work")


def _only(group: IncomingGroup, look: Look, classes: tuple[str, ...]) -> IncomingGroup:
    kept = tuple(source for source in group.sources if _is_one(look, source, classes))
    return msgspec.structs.replace(group, sources=kept, total=len(kept))


def _without(group: IncomingGroup, look: Look, classes: tuple[str, ...]) -> IncomingGroup:
    kept = tuple(source for source in group.sources if not _is_one(look, source, classes))
    return msgspec.structs.replace(group, sources=kept, total=group.total - (len(group.sources) - len(kept)))


def _is_one(look: Look, source: Source, classes: tuple[str, ...]) -> bool:
    return any(look.vocabulary.is_a(source.cls, cls) for cls in classes)


def _others(incoming: Incoming) -> Iterable[Side]:
    """What refers to the resource in a way that has no place of its own, by outermost and innermost property."""
    placed = {term for way in _WAYS for term in way.theirs}
    found: dict[tuple[str, ...], list[IncomingGroup]] = {}
    for group in incoming.groups:
        is_placed = group.term in placed and _TO_THE_END.issuperset(group.through)
        if not is_placed and group.term not in _ELSEWHERE:
            found.setdefault((group.term, *group.through[-1:]), []).append(group)
    return [Side(" ".join(terms), (), groups, terms[:1]) for terms, groups in found.items()]


def _pathways(look: Look, incoming: Incoming) -> Relation | None:
    """The pathways with a component that stands for the resource."""
    components = [source.id for group in incoming.under(_PROXY) for source in group.sources]
    if not components:
        return None
    properties = find_terms(look.connection, _PART_OF_A_PATHWAY).values()
    rows = look.connection.execute(
        select(_link.c.target_id, _link.c.source_id)
        .join(_node, _node.c.id == _link.c.target_id)
        .where(
            among(look.connection, _link.c.source_id, components),
            among(look.connection, _link.c.property_id, properties),
            _node.c.resource_ctid.is_not(None),
        )
        .order_by(_link.c.target_id, _link.c.source_id)
    )
    found: dict[int, int] = {}
    for pathway, component in rows:
        found.setdefault(pathway, component)
    first = list(found.items())[:_FIRST_PATHWAYS]
    held = {one.id: one for one in look.resources.load([one for pair in first for one in pair])}
    lines = tuple(
        Line(
            stated="there",
            reference=reference_to(held[pathway]),
            through=reference_to(held[component]) if component in held else None,
        )
        for pathway, component in first
        if pathway in held
    )
    return (
        Relation(name="through_a_component", lines=lines, total=len(found), others=len(found))
        if lines
        else None
    )
