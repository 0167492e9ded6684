"""Which paths lead away from which resources: the path list of description sets, as families.

A path is written from its subject outward: ``>`` follows a property forwards, ``<`` backwards, and every step names
the property and the class that it meets. Clients ask for sets by these texts, so they stay as they always were, also
where a property has another name today (``description_paths`` knows which).

Source: ``search.md`` section 13.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["families"]

_CREDENTIAL = "ceterms:Credential"
_LEARNING = "ceterms:LearningOpportunityProfile"
_ASSESSMENT = "ceterms:AssessmentProfile"
_AGENT = "ceterms:Agent"
_COMPETENCY = "ceasn:Competency"
_FRAMEWORK = "ceasn:CompetencyFramework"
_COLLECTION = "ceterms:Collection"
_CONCEPT = "skos:Concept"
_SCHEME = "skos:ConceptScheme"
_PATHWAY = "ceterms:Pathway"
_MODEL = "asn:ProgressionModel"
_LEVEL = "asn:ProgressionLevel"
_OFFERED = (_CREDENTIAL, _LEARNING, _ASSESSMENT)
_WORK = ("ceterms:Job", "ceterms:Occupation", "ceterms:Task", "ceterms:WorkRole")

_AGENTS = (
    "> ceterms:ownedBy > ceterms:Agent",
    "> ceterms:offeredBy > ceterms:Agent",
    "< ceterms:owns < ceterms:Agent",
    "< ceterms:offers < ceterms:Agent",
)
_APPROVALS = (
    ("ceterms:accredits", "ceterms:accreditedBy"),
    ("ceterms:approves", "ceterms:approvedBy"),
    ("ceterms:regulates", "ceterms:regulatedBy"),
    ("ceterms:recognizes", "ceterms:recognizedBy"),
)
_APPROVED_BY = tuple(f"> {passive} > {_AGENT}" for _, passive in _APPROVALS)
_APPROVERS = (*_APPROVED_BY, *(f"< {active} < {_AGENT}" for active, _ in _APPROVALS))

_NEEDS = ("requires", "recommends", "advancedStandingFrom", "preparationFrom", "corequisite")
_CONDITIONS = (*_NEEDS, "isRequiredFor", "isRecommendedFor", "isAdvancedStandingFor", "isPreparationFor")
_TARGET_OF = {
    _CREDENTIAL: "ceterms:targetCredential",
    _LEARNING: "ceterms:targetLearningOpportunity",
    _ASSESSMENT: "ceterms:targetAssessment",
}
_CONVEYED_BY = {_LEARNING: "ceterms:teaches", _ASSESSMENT: "ceterms:assesses"}
_ALIGNED = f"> ceterms:CredentialAlignmentObject > ceterms:targetNode > {_COMPETENCY}"
_ALIGNED_FROM = "< ceterms:targetNode < ceterms:CredentialAlignmentObject"
_IN_FRAMEWORK = f"> ceasn:isPartOf > {_FRAMEWORK}"
_IN_SCHEME = f"> skos:inScheme > {_SCHEME}"

_ALIGNMENTS = (
    "alignFrom alignTo broadAlignment narrowAlignment exactAlignment majorAlignment minorAlignment"
    " prerequisiteAlignment"
).split()
_SUBSTANTIATING = (
    ("CompetencyFramework", _FRAMEWORK),
    ("Credential", _CREDENTIAL),
    ("Job", "ceterms:Job"),
    ("Occupation", "ceterms:Occupation"),
    ("Organization", _AGENT),
    ("Task", "ceterms:Task"),
    ("WorkRole", "ceterms:WorkRole"),
)
_EMBODIED = ("ceasn:abilityEmbodied", "ceasn:knowledgeEmbodied", "ceasn:skillEmbodied")
_MATCHES = ("skos:exactMatch", "skos:broadMatch", "skos:narrowMatch", "skos:closeMatch", "skos:related")
_MEMBERS = (
    *_OFFERED, _AGENT, _COMPETENCY, _CONCEPT, _PATHWAY, "ceterms:TransferValueProfile",
    "ceterms:TransferIntermediary", *_WORK,
)  # fmt: skip
_AS_MEMBER = ("> ceterms:hasMember", "> ceterms:hasMember > ceterms:CollectionMember > ceterms:proxyFor")


def families() -> Iterator[tuple[tuple[str, ...], Iterable[str]]]:
    """Subject classes and the paths that lead away from them; a path may come more than once."""
    yield (*_OFFERED, _COLLECTION, _PATHWAY), _AGENTS
    yield (*_OFFERED, _PATHWAY), _behind(_AGENTS, _APPROVERS)
    yield _OFFERED, _APPROVERS
    yield _OFFERED, _conditions()
    for cls in _OFFERED:
        yield (cls,), _uses(cls)
    for cls in (_CREDENTIAL, _LEARNING):
        yield (cls,), _both_ways(("ceterms:hasPart", "ceterms:isPartOf"), cls)
    for cls in (_LEARNING, _ASSESSMENT):
        yield (cls,), _conveyed(_CONVEYED_BY[cls])
    yield (_AGENT,), _of_organizations()
    yield (_FRAMEWORK, _SCHEME), _of_authors()
    yield (_FRAMEWORK,), _of_frameworks()
    yield (_COMPETENCY,), _of_competencies()
    yield (_COLLECTION,), _of_collections()
    yield (_PATHWAY,), _of_pathways()
    yield (_SCHEME,), _of_schemes()
    yield (_CONCEPT,), _of_concepts()
    yield _WORK, _of_work()
    yield (_MODEL,), _of_progression_models()


def _behind(heads: Iterable[str], tails: Iterable[str]) -> list[str]:
    listed = tuple(tails)
    return [f"{head} {tail}" for head in heads for tail in listed]


def _both_ways(properties: Iterable[str], cls: str) -> list[str]:
    return [f"{way} {name} {way} {cls}" for name in properties for way in "><"]


def _conditions() -> Iterator[str]:
    for name in _CONDITIONS:
        condition = f"> ceterms:{name} > ceterms:ConditionProfile"
        for cls, target in _TARGET_OF.items():
            yield f"{condition} > {target} > {cls}"
            if name in _NEEDS and cls in _CONVEYED_BY:
                yield f"{condition} > {target} > {cls} > {_CONVEYED_BY[cls]} {_ALIGNED}"
        yield f"{condition} > ceterms:targetCompetency {_ALIGNED}"


def _used_by(target: str, conditions: Iterable[str], classes: Iterable[str]) -> list[str]:
    """From what a condition points at to those that have the condition."""
    return [
        f"< {target} < ceterms:ConditionProfile < ceterms:{name} < {cls}"
        for name in conditions
        for cls in classes
    ]


def _uses(cls: str) -> list[str]:
    return _used_by(_TARGET_OF[cls], _CONDITIONS, _OFFERED)


def _conveyed(relation: str) -> Iterator[str]:
    competency = f"> {relation} {_ALIGNED}"
    yield from (competency, f"{competency} {_IN_FRAMEWORK}")
    yield f"{competency} > ceasn:isMemberOf > {_COLLECTION}"


def _of_organizations() -> Iterator[str]:
    for cls in _OFFERED:
        for active, passive in (("owns", "ownedBy"), ("offers", "offeredBy")):
            yield from (f"> ceterms:{active} > {cls}", f"< ceterms:{passive} < {cls}")
    for active, passive in _APPROVALS:
        for cls in (*_OFFERED, _AGENT):
            yield from (f"> {active} > {cls}", f"< {passive} < {cls}")
    yield from _APPROVERS
    for cls in (_FRAMEWORK, _SCHEME):
        yield from (f"< ceasn:creator < {cls}", f"< ceasn:publisher < {cls}")
    for name in ("Cost", "Condition"):
        yield f"> ceterms:has{name}Manifest > ceterms:{name}Manifest"
        yield f"< ceterms:{name.lower()}ManifestOf < ceterms:{name}Manifest"
    yield from _both_ways(
        ("ceterms:parentOrganization", "ceterms:department", "ceterms:subOrganization"), _AGENT
    )


def _of_authors() -> Iterator[str]:
    for name in ("creator", "publisher"):
        author = f"> ceasn:{name} > {_AGENT}"
        yield author
        yield from _behind((author,), _APPROVED_BY)
    yield from _concepts(("ceasn:publicationStatusType",))


def _concepts(properties: Iterable[str]) -> Iterator[str]:
    for name in properties:
        yield from (f"> {name} > {_CONCEPT}", f"> {name} > {_CONCEPT} {_IN_SCHEME}")


def _of_frameworks() -> Iterator[str]:
    yield from _concepts(("ceasn:educationLevelType",))
    yield from _both_ways(("ceasn:alignTo", "ceasn:alignFrom"), _FRAMEWORK)
    member = f"< ceasn:isPartOf < {_COMPETENCY}"
    yield member
    yield from _behind((member,), _of_competencies())
    yield from _behind((member,), (f"> {name} > {_COMPETENCY}" for name in _EMBODIED))


def _of_competencies() -> Iterator[str]:
    yield from _concepts(("ceasn:educationLevelType", "ceasn:complexityLevel", "ceasn:conceptTerm"))
    for path in _both_ways((f"ceasn:{name}" for name in _ALIGNMENTS), _COMPETENCY):
        yield from (path, f"{path} {_IN_FRAMEWORK}")
    for cls, relation in _CONVEYED_BY.items():
        conveyor = f"{_ALIGNED_FROM} < {relation} < {cls}"
        yield conveyor
        yield from _behind((conveyor,), _used_by(_TARGET_OF[cls], ("requires",), (_CREDENTIAL,)))
    yield from _competency_uses(_CONDITIONS, _OFFERED)
    yield from (f"> ceasn:substantiating{name} > {cls}" for name, cls in _SUBSTANTIATING)
    yield from _embodying()
    yield f"> asn:hasProgressionLevel > {_LEVEL}"
    yield f"> asn:hasProgressionLevel > {_LEVEL} > ceasn:inProgressionModel > {_MODEL}"


def _competency_uses(conditions: Iterable[str], classes: Iterable[str]) -> Iterator[str]:
    for path in _used_by("ceterms:targetCompetency", conditions, classes):
        yield f"{_ALIGNED_FROM} {path}"


def _embodying() -> Iterator[str]:
    """Work that asks for a competency."""
    for name in _EMBODIED:
        yield from (f"< {name} < {cls}" for cls in _WORK)


def _of_collections() -> Iterator[str]:
    for member in _AS_MEMBER:
        yield from (f"{member} > {cls}" for cls in _MEMBERS)
        # What members are used for; corequisites were never followed here.
        conditions = tuple(name for name in _CONDITIONS if name != "corequisite")
        competency = f"{member} > {_COMPETENCY}"
        yield from _behind((competency,), _competency_uses(conditions, (_CREDENTIAL,)))
        yield from _behind((competency,), _embodying())
        for cls, relation in _CONVEYED_BY.items():
            conveyor = f"{competency} {_ALIGNED_FROM} < {relation} < {cls}"
            yield conveyor
            for head in (conveyor, f"{member} > {cls}"):
                yield from _behind((head,), _used_by(_TARGET_OF[cls], conditions, (_CREDENTIAL,)))
                yield from _behind((head,), _leading_to_credentials(conditions))


def _leading_to_credentials(conditions: Iterable[str]) -> Iterator[str]:
    for name in conditions:
        yield f"> ceterms:{name} > ceterms:ConditionProfile > ceterms:targetCredential > {_CREDENTIAL}"


def _of_pathways() -> Iterator[str]:
    yield f"> asn:hasProgressionModel > {_SCHEME}"
    yield "< ceterms:hasPathway < ceterms:PathwaySet"
    component = "< ceasn:isPartOf < ceterms:PathwayComponent"
    yield component
    yield from _behind((component,), _concepts(("asn:hasProgressionLevel",)))
    yield from (f"{component} > ceterms:sourceData > {cls}" for cls in (*_OFFERED, _COMPETENCY))
    yield f"{component} > ceterms:sourceData > {_COMPETENCY} {_IN_FRAMEWORK}"


def _of_schemes() -> Iterator[str]:
    concept = f"< skos:inScheme < {_CONCEPT}"
    yield concept
    yield from (f"{concept} > {name} > {_CONCEPT}" for name in _MATCHES)


def _of_concepts() -> Iterator[str]:
    yield from _concepts(_MATCHES)


def _of_work() -> Iterator[str]:
    for name in _EMBODIED:
        competency = f"> {name} > {_COMPETENCY}"
        yield from (competency, f"{competency} {_IN_FRAMEWORK}")
        yield f"{competency} > ceasn:isMemberOf > {_COLLECTION}"
        yield f"{competency} < ceterms:hasMember < {_COLLECTION}"
        proxy = "< ceterms:proxyFor < ceterms:CollectionMember"
        yield f"{competency} {proxy} < ceterms:hasMember < {_COLLECTION}"


def _of_progression_models() -> Iterator[str]:
    yield f"< ceasn:inProgressionModel < {_LEVEL}"
    yield f"< asn:hasProgressionModel < {_FRAMEWORK}"
    yield f"< asn:hasProgressionModel < {_PATHWAY}"
