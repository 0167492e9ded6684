"""Where the vocabulary, its documentation and published practice part ways: small tables, reviewed by hand.

Source: ``validation-profile.md`` section 6 (the numbers in the comments), ``ctdl-vocabulary.md`` section 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "ALLOWED_FOREIGN",
    "DOCUMENTED_DOMAINS",
    "DOCUMENTED_RANGES",
    "RETIRED_CLASSES",
    "RETIRED_PROPERTIES",
    "SAME_CLASS_VERSIONS",
    "is_documented_domain",
]

_COMPONENTS = "ceterms:PathwayComponent"

RETIRED_PROPERTIES: Final[Mapping[str, str]] = {
    "ceterms:url": "ceterms:subjectWebpage",
    "ceterms:contactPoint": "ceterms:targetContactPoint",
    "ceterms:contactOption": "ceterms:targetContactPoint",
    "ceterms:creditHourType": "ceterms:creditValue",
    "ceterms:creditHourValue": "ceterms:creditValue",
    "ceterms:creditUnitValue": "ceterms:creditValue",
    "ceterms:isicv4": "ceterms:isicV4",
    "ceterms:isDestinationComponentFor": "ceterms:isDestinationComponentOf",
    "ceterms:alternativeRuleSet": "ceterms:hasCondition",
    "ceterms:processMethodType": "ceterms:processMethod",
    "ceterms:hasTransferIntermediary": "ceterms:intermediaryFor",
    "qdata:administrativeRecordType": "qdata:recordType",
    "qdata:distributionFile": "qdata:hasDataSetDistribution",
}
"""Names that were replaced, with their successors (no. 14 too)."""
RETIRED_CLASSES: Final[Mapping[str, str]] = {
    "ceterms:FinancialAlignmentObject": "ceterms:FinancialAssistanceProfile",
    "ceterms:SelectionComponent": "ceterms:ComponentCondition",
    "ceterms:RuleSet": "ceterms:ComponentCondition",
    "ceterms:RuleSetProfile": "ceterms:ComponentCondition",
    "schema:ValueProfile": "ceterms:ValueProfile",
    "qdata:SubjectProfile": "qdata:Dimension",
    "ceasn:Task": "ceterms:Task",
}
ALLOWED_FOREIGN: Final = frozenset({"schema:datePublished", "adms:status", "owl:sameAs"})
"""Properties of other vocabularies that a published resource may well carry."""
SAME_CLASS_VERSIONS: Final = frozenset(
    {"ceterms:latestVersion", "ceterms:nextVersion", "ceterms:previousVersion"}
)
"""No. 2: their ranges lack classes that they are declared on."""

DOCUMENTED_RANGES: Final[Mapping[str, frozenset[str]]] = {
    "ceasn:isChildOf": frozenset({"ceasn:CompetencyFramework"}),  # no. 3
    "ceasn:isPartOf": frozenset({"ceterms:Pathway"}),  # no. 14
    "ceterms:targetCompetency": frozenset({"ceasn:Competency"}),
    "ceterms:teaches": frozenset({"ceasn:Competency"}),
    "ceterms:assesses": frozenset({"ceasn:Competency"}),
}
"""Property to classes that usage notes or the handbook allow beyond the range (no. 3)."""
DOCUMENTED_DOMAINS: Final[Mapping[str, frozenset[str]]] = {
    # No. 7: the outcome profiles carry it wherever the service writes them.
    "qdata:relevantDataSet": frozenset({"ceterms:AggregateDataProfile"}),
    # No. 14: what the service writes on pathways and their components.
    "ceasn:isPartOf": frozenset({_COMPONENTS, "ceterms:MultiComponent", "ceterms:CollectionComponent"}),
    "ceasn:hasChild": frozenset({"ceterms:Pathway"}),
    "ceasn:hasPathway": frozenset({"ceterms:PathwaySet"}),
    # No. 15.
    "asn:hasProgressionLevel": frozenset({"asn:ProgressionModel", "ceterms:QualificationsFramework"}),
}
"""Property to classes (with their subclasses) on which practice has it beyond the domain."""


def is_documented_domain(term: str, cls: str, ancestors: tuple[str, ...]) -> bool:
    """Whether practice puts a property on a class although its domain does not hold it."""
    classes = DOCUMENTED_DOMAINS.get(term)
    return classes is not None and (cls in classes or not classes.isdisjoint(ancestors))
