"""Pairs of properties that say the same thing from both ends.

The vocabulary declares eight pairs. Every consumer treats many more as pairs, and this table holds them,
reviewed by hand. What is completed with them is an inference, to be marked as one.

Source: ``ctdl-vocabulary.md`` sections 7.1, 7.2 and 9.2.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from opencredreg.ctdl.facts import PropertyFacts
from opencredreg.ctdl.shorthand import full_name

__all__ = ["Inverse", "build_inverses"]

_PROFILE = "ceterms:ConditionProfile"
# Forward and backward, without a prefix in ceterms:. The last two are loose: both of their ends have many.
_NATURAL = """
    owns ownedBy
    offers offeredBy
    accredits accreditedBy
    approves approvedBy
    recognizes recognizedBy
    regulates regulatedBy
    renews renewedBy
    revokes revokedBy
    parentOrganization subOrganization
    parentOrganization department
    requires isRequiredFor
    recommends isRecommendedFor
    advancedStandingFrom isAdvancedStandingFor
    preparationFrom isPreparationFor
    transferValueFrom providesTransferValueFor
    transferValueFor receivesTransferValueFrom
    ceasn:hasTopChild ceasn:isTopChildOf
    skos:hasTopConcept skos:topConceptOf
    hasDestinationComponent isDestinationComponentOf
    skos:broader skos:narrower
    skos:broadMatch skos:narrowMatch
    ceasn:broadAlignment ceasn:narrowAlignment
    broadAlignment narrowAlignment
    ceasn:alignTo ceasn:alignFrom
    hasMember isMemberOf
    supersedes supersededBy
    nextVersion previousVersion
    hasSpecialization isSpecializationOf
    qdata:relevantDataSet qdata:relevantDataSetFor
    hasSupportService supportServiceFor
    targetCompetency targetCompetencyOf
    hasProxy proxyFor
    hasOccupation hasJob
    hasTask hasWorkRole
"""
_SYMMETRIC = """
    skos:exactMatch skos:closeMatch skos:related
    ceasn:exactAlignment ceasn:majorAlignment ceasn:minorAlignment
    exactAlignment isSimilarTo corequisite
"""
# In the registry these stand on a resource and name the other one through the target of a profile.
_THROUGH_PROFILE = """
    requires isRequiredFor recommends isRecommendedFor advancedStandingFrom isAdvancedStandingFor
    preparationFrom isPreparationFor corequisite
"""
# Children, top children, top concepts, parts and destinations: both halves of a pair have to agree inside
# one graph, because they describe one structure.
_STRUCTURAL = """
    ceasn:hasChild ceasn:isChildOf ceasn:hasTopChild ceasn:isTopChildOf skos:hasTopConcept skos:topConceptOf
    hasPart isPartOf hasDestinationComponent isDestinationComponentOf
"""


class Inverse(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement with ``term`` says when it is read from the other end.

    ``declared``: the vocabulary says so itself. ``structural``: both halves have to agree inside one graph.
    ``through`` is the class of the object that the link passes on its way, "" for a direct link. The
    ``inverse`` of a symmetric property is the property itself.
    """

    term: str
    inverse: str
    declared: bool
    structural: bool
    through: str


def build_inverses(properties: Mapping[str, PropertyFacts]) -> dict[str, tuple[Inverse, ...]]:
    """Property to its inverses, the declared ones first. Pairs with an end that is not declared are left out."""
    pairs: dict[tuple[str, str], bool] = {}
    for term, facts in properties.items():
        if facts.inverse:
            pairs[term, facts.inverse] = pairs[facts.inverse, term] = True
    for forward, backward in _natural():
        pairs.setdefault((forward, backward), False)
        pairs.setdefault((backward, forward), False)
    structural, through = _names(_STRUCTURAL), _names(_THROUGH_PROFILE)
    found: dict[str, list[Inverse]] = {}
    for (term, inverse), declared in pairs.items():
        if all(name in properties and properties[name].declared for name in (term, inverse)):
            found.setdefault(term, []).append(
                Inverse(
                    term=term,
                    inverse=inverse,
                    declared=declared,
                    structural=term in structural,
                    through=_PROFILE if term in through else "",
                )
            )
    return {term: tuple(inverses) for term, inverses in found.items()}


def _natural() -> list[tuple[str, str]]:
    pairs = [line.split() for line in _NATURAL.splitlines() if line.strip()]
    pairs += [[name, name] for name in _SYMMETRIC.split()]
    return [(full_name(forward), full_name(backward)) for forward, backward in pairs]


def _names(text: str) -> frozenset[str]:
    return frozenset(map(full_name, text.split()))
