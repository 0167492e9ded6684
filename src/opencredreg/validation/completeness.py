"""How much of what is recommended a resource says, and what would help its readers most.

A score is the share of the recommendations for the class that the resource follows; of a group of properties one
is enough. What is missing is ordered by a small reviewed table of what properties are good for: being found comes
before being chosen, being chosen before being trusted, and that before being connected. Within one use the order
of the recommendations holds.

Source: ``validation-profile.md`` section 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.document import Document, Item
from opencredreg.validation.naming import class_of, find_name, item_pointer
from opencredreg.validation.profile import ProfileChanges, groups_of

__all__ = [
    "USES",
    "Completeness",
    "Missing",
    "Use",
    "lacking_groups",
    "overall_score",
    "recommended_groups",
    "score_document",
]

Use = Literal["find", "choose", "trust", "connect", "describe"]
USES: Final[Mapping[Use, str]] = {
    "find": "helps people find it",
    "choose": "helps people choose",
    "trust": "shows that it can be trusted",
    "connect": "shows where it leads",
    "describe": "describes it better",
}
"""What a property is good for, in words, the most useful first."""

_ORDER: Final[Mapping[Use, int]] = {use: place for place, use in enumerate(USES)}
_TERMS: Final[Mapping[Use, str]] = {
    "find": (
        "ceterms:name ceterms:description ceterms:keyword ceterms:subject ceterms:occupationType"
        " ceterms:industryType ceterms:audienceLevelType ceterms:audienceType ceterms:jurisdiction"
        " ceterms:availableAt ceterms:availableOnlineAt ceterms:availabilityListing ceterms:deliveryType"
        " ceterms:serviceType ceterms:componentCategory ceasn:conceptKeyword ceasn:conceptTerm"
        " ceasn:competencyCategory ceasn:educationLevelType skos:altLabel skos:definition"
    ),
    "choose": (
        "ceterms:estimatedCost ceterms:estimatedDuration ceterms:requires ceterms:financialAssistance"
        " ceterms:aggregateData ceterms:creditValue ceterms:teaches ceterms:assesses ceterms:deliveryTypeDescription"
        " ceterms:learningMethodType ceterms:assessmentMethodType ceterms:assessmentExample"
        " ceterms:assessmentExampleDescription ceterms:subjectWebpage ceterms:image ceterms:renewal"
        " ceterms:renewalFrequency ceterms:entryCondition ceterms:corequisite ceterms:commonConditions"
        " ceterms:price ceterms:currency ceterms:directCostType ceterms:paymentPattern schema:value"
        " schema:minValue schema:maxValue schema:unitText ceterms:agentPurpose ceterms:agentPurposeDescription"
        " ceterms:submissionOf ceterms:condition ceterms:residencyType"
    ),
    "trust": (
        "ceterms:accreditedBy ceterms:approvedBy ceterms:recognizedBy ceterms:regulatedBy ceterms:dateEffective"
        " ceterms:identifier ceterms:foundingDate ceterms:reviewProcess ceterms:maintenanceProcess"
        " ceterms:developmentProcess ceterms:administrationProcess ceterms:appealProcess"
        " ceterms:complaintProcess ceterms:revocation ceterms:revocationProcess ceterms:revokedBy"
        " ceterms:renewedBy ceasn:creator ceasn:publisher ceasn:publisherName ceasn:license ceasn:rights"
        " ceasn:rightsHolder ceasn:dateModified ceasn:dateCopyrighted ceasn:dateValidFrom ceasn:dateValidUntil"
        " ceasn:publicationStatusType ceasn:source ceterms:sourceData ceterms:framework ceterms:frameworkName"
    ),
    "connect": (
        "ceterms:hasPart ceterms:isPartOf ceterms:recommends ceterms:advancedStandingFrom"
        " ceterms:isAdvancedStandingFor ceterms:preparationFrom ceterms:isPreparationFor"
        " ceterms:isRecommendedFor ceterms:isRequiredFor ceterms:parentOrganization ceterms:hasCondition"
        " ceterms:isDestinationComponentOf ceterms:hasDestinationComponent ceterms:hasOccupation"
        " ceterms:hasWorkRole ceterms:hasJob ceterms:hasTask ceterms:targetCredential ceterms:targetAssessment"
        " ceterms:targetLearningOpportunity ceterms:targetCompetency ceterms:targetNode"
        " ceterms:transferValueFor ceterms:transferValueFrom ceasn:hasChild ceasn:isChildOf ceasn:hasTopChild"
        " ceasn:isTopChildOf ceasn:derivedFrom skos:broader skos:narrower skos:related skos:broadMatch"
        " skos:closeMatch skos:exactMatch skos:narrowMatch skos:topConceptOf ceterms:socialMedia"
    ),
}
# Reviewed by hand; whatever is not listed here describes.
_USE_OF: Final[Mapping[str, Use]] = {term: use for use, terms in _TERMS.items() for term in terms.split()}
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})

Groups = tuple[tuple[str, ...], ...]


class Missing(msgspec.Struct, frozen=True):
    """A recommendation that is not followed; of ``terms`` one is enough. ``points`` is what it adds to the score."""

    terms: tuple[str, ...]
    use: Use
    points: int


class Completeness(msgspec.Struct, frozen=True, kw_only=True):
    """How complete one resource is. ``score`` is 0 to 100; ``missing`` begins with what would help most."""

    pointer: str
    id: str
    type: str
    ctid: str
    name: str
    score: int
    present: int
    recommended: int
    missing: tuple[Missing, ...]


def score_document(
    document: Document, vocabulary: Vocabulary, changes: ProfileChanges | None = None
) -> tuple[Completeness, ...]:
    """How complete the resources of a document are, in the order of its graph.

    Args:
        document: what was published or is about to be.
        vocabulary: says what is recommended of which class. Resources of classes without recommendations are
            left out, and so are objects inside of others and blank nodes, which only point to something.
        changes: what a community recommends beyond that.
    """
    groups: dict[str, Groups] = {}
    found = []
    for item in document.items:
        cls = class_of(item.value, vocabulary)
        if cls not in groups:
            groups[cls] = recommended_groups(cls, vocabulary, changes)
        if groups[cls] and not (item.id or "").startswith("_:"):
            found.append(_score(item, item_pointer(document, item), cls, groups[cls], vocabulary))
    return tuple(found)


def overall_score(scores: tuple[Completeness, ...]) -> int | None:
    """The score of a document: that of its resources on average; ``None`` when none of them has one."""
    return round(sum(one.score for one in scores) / len(scores)) if scores else None


def recommended_groups(
    cls: str, vocabulary: Vocabulary, changes: ProfileChanges | None = None
) -> tuple[tuple[str, ...], ...]:
    """What is recommended of a class: groups of properties, of each of which one is enough."""
    facts = vocabulary.classes.get(cls)
    if facts is None:
        return ()
    names = (cls, *facts.ancestors)
    inherited = next(
        (
            known.recommended
            for name in names
            if (known := vocabulary.classes.get(name)) and known.recommended
        ),
        (),
    )
    if changes is None:
        return inherited
    optional = {term for name in names for term in changes.optional.get(name, ())}
    groups = dict.fromkeys((*inherited, *groups_of(changes.recommended, names)))
    return tuple(group for group in groups if optional.isdisjoint(group))


def _score(item: Item, pointer: str, cls: str, groups: Groups, vocabulary: Vocabulary) -> Completeness:
    lacking = lacking_groups(item.value, groups, vocabulary)
    present = len(groups) - len(lacking)
    name = find_name(item.value, vocabulary)
    missing = [Missing(group, _use_of(group), max(1, round(100 / len(groups)))) for group in lacking]
    return Completeness(
        pointer=pointer,
        id=item.id or "",
        type=cls,
        ctid=item.ctid or "",
        name=name.text if name else "",
        score=100 * present // len(groups),
        present=present,
        recommended=len(groups),
        # Sorting keeps the order of the recommendations within one use.
        missing=tuple(sorted(missing, key=lambda one: _ORDER[one.use])),
    )


def lacking_groups(value: Mapping[str, Any], groups: Groups, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The groups of properties of which a resource says nothing."""
    said = {vocabulary.normalize_term(key) for key, entry in value.items() if not _is_empty(entry)}
    return [group for group in groups if said.isdisjoint(group)]


def _use_of(group: tuple[str, ...]) -> Use:
    uses: list[Use] = [_USE_OF.get(term, "describe") for term in group]
    return min(uses, key=_ORDER.__getitem__)


def _is_empty(value: Any) -> bool:
    """Whether a value says nothing; lists and language maps of nothing say nothing either."""
    entries = value if isinstance(value, list) else value.values() if isinstance(value, dict) else (value,)
    return all(entry in _EMPTY or (isinstance(entry, str) and not entry.strip()) for entry in entries)
