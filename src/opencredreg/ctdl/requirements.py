"""What is asked for on each class: a table reviewed by hand.

The encodings do not say what a description must have. The registry's publishing service of 2026 does, and
its list wins over the minimum data policy of March 2022 and the JSON Schemas of 2019; what only those older
sources ask for is kept apart, for warnings. Where two of them contradict each other the later one is taken.

Names without a prefix are in ``ceterms:``; a bar joins alternatives, of which one is enough. A row counts for
the class and for its subclasses that have no row of their own.

Source: ``validation-profile.md`` sections 3, 4 and 6; ``ctdl-vocabulary.md`` sections 6.15 to 6.17.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from opencredreg.ctdl.facts import Condition
from opencredreg.ctdl.shorthand import full_name

__all__ = [
    "ALSO_RECOMMENDED",
    "CONDITIONS",
    "LIKE",
    "REQUIRED",
    "REQUIRED_BEFORE",
    "REQUIRED_IF",
    "SUCCESSORS",
    "Groups",
    "expand_groups",
]

Groups: TypeAlias = tuple[tuple[str, ...], ...]

CONDITIONS: Final[Mapping[Condition, str]] = {
    "alone": "The resource is the main resource of its document, not a member of another one's graph.",
    "member": "The resource stands in the graph of another main resource.",
    "with-ctid": "The resource has a ceterms:ctid, so it is registered and not just mentioned.",
    "with-components": "The pathway names parts, or pathway components stand in its graph.",
    "new-data-set-model": "The data set does not use qdata:dataSetTimePeriod, the mark of the older model.",
    "new-data-set-model-alone": "As before, and the data set is the main resource of its document.",
}
"""The closed list of conditions, in the words of the person who reads about them. Who checks a document
decides whether they hold."""

_VALUE = (
    "schema:value|schema:minValue|schema:maxValue"
    "|qdata:percentage|qdata:minPercentage|qdata:maxPercentage|schema:description"
)
# A value that is withheld is not missing, and any of the statistics is a number: the structural rule on
# observations says so, and it is newer than the list of the service.
_OBSERVED = (
    "schema:value|schema:minValue|schema:maxValue|qdata:percentage|qdata:minPercentage|qdata:maxPercentage"
    "|qdata:mean|qdata:median|qdata:percentile10|qdata:percentile25|qdata:percentile75|qdata:percentile90"
    "|qdata:standardDeviation|qdata:dataWithholdingType"
)
_LEARNING = (
    "name description inLanguage lifeCycleStatusType ownedBy|offeredBy"
    " availableAt|availableOnlineAt|availabilityListing"
)
_PUBLICATION = "inLanguage lifeCycleStatusType ceasn:publicationStatusType subjectWebpage"

_REQUIRED: Mapping[str, str] = {
    "Credential": "name description subjectWebpage credentialStatusType inLanguage ownedBy",
    "Organization": "name description subjectWebpage agentType agentSectorType email|address",
    "AssessmentProfile": f"{_LEARNING} subjectWebpage",
    "LearningOpportunityProfile": f"{_LEARNING} subjectWebpage",
    "Course": _LEARNING,
    "ConditionManifest": "description subjectWebpage conditionManifestOf",
    "CostManifest": "description costManifestOf costDetails",
    "ConditionProfile": "",
    "CostProfile": "",
    "CredentialAlignmentObject": "targetNodeName",
    "Pathway": "name description ownedBy|offeredBy",
    "PathwayComponent": "name isPartOf",
    "CredentialComponent": "name isPartOf credentialType",
    "ComponentCondition": "description",
    "PathwaySet": "name description hasPathway ownedBy|offeredBy",
    "TransferValueProfile": "name description subjectWebpage ownedBy transferValue",
    "TransferIntermediary": "name ownedBy intermediaryFor",
    "TransferAgreement": "name description dateEffective inLanguage ownedBy ceasn:publicationStatusType"
    " sendingOrganization receivingOrganization",
    "PriorLearningPolicy": "name description inLanguage ownedBy ceasn:publicationStatusType subjectWebpage",
    "StructuredStatement": "name description|statementText|subjectWebpage",
    "EvaluationOutcome": "name description",
    "ceasn:CompetencyFramework": "ceasn:name ceasn:description ceasn:inLanguage ceasn:publisher",
    "ceasn:Competency": "ceasn:competencyText",
    "skos:ConceptScheme": "ceasn:name ceasn:description ceasn:inLanguage skos:hasTopConcept",
    "skos:Concept": "skos:prefLabel skos:inScheme",
    "asn:ProgressionModel": "ceasn:name ceasn:description ceasn:inLanguage ceasn:publisher"
    " skos:hasTopConcept",
    "asn:ProgressionLevel": "skos:prefLabel ceasn:inProgressionModel",
    "ceasn:Rubric": "ceasn:name ceasn:description ceasn:inLanguage ceasn:publisher subjectWebpage",
    "ceasn:CriterionLevel": "ceasn:benchmarkLabel|ceasn:benchmarkText",
    "Occupation": "name description assertedBy",
    "Industry": "name description assertedBy",
    "Job": "name description offeredBy",
    "WorkRole": "name assertedBy",
    "Task": "description assertedBy",
    "CredentialingAction": "name description actionStatusType actingAgent",
    "Collection": "name description ownedBy lifeCycleStatusType hasMember|subjectWebpage",
    "CredentialType": "name description credentialStatusType ownedBy regulatedBy regulatedIn",
    "QualificationsFramework": "name description ownedBy ceasn:publisher hasFacetScheme"
    f" asn:hasProgressionModel {_PUBLICATION}",
    "AlignmentMap": f"name description ownedBy ceasn:publisher hasPart {_PUBLICATION}",
    "AlignmentObject": "alignmentType sourceNode|sourceNodeName targetNode|targetNodeName",
    "SupportService": "name description inLanguage lifeCycleStatusType ownedBy|offeredBy",
    "ScheduledOffering": "description",
    # The service has no model for it yet; the vocabulary reference says what to ask for meanwhile.
    "RegulatoryInformation": "name description",
    "VerificationServiceProfile": "description",
    "ProcessProfile": "description",
    "RevocationProfile": "description",
    "FinancialAssistanceProfile": "name description|subjectWebpage|financialAssistanceType",
    "IdentifierValue": "identifierValueCode",
    "JurisdictionProfile": "globalJurisdiction|mainJurisdiction|description",
    "qdata:DataSetProfile": "name description",
    "qdata:DataSetTimeFrame": "startDate|endDate|qdata:timeInterval",
    "qdata:Metric": "name",
    "qdata:Observation": f"qdata:isObservationOf {_OBSERVED}",
    "qdata:Dimension": "name|description",
    "qdata:DataSetDistribution": "description",
    "qdata:DataSetService": "description",
    "schema:QuantitativeValue": _VALUE,
    "ValueProfile": _VALUE,
}
_REQUIRED_IF: Mapping[str, Mapping[Condition, str]] = {
    "ceasn:Competency": {"alone": "ceasn:creator", "member": "ceasn:isPartOf|isMemberOf"},
    "Pathway": {"with-components": "hasDestinationComponent"},
    "ProcessProfile": {"alone": "ctid processingAgent"},
    "VerificationServiceProfile": {"alone": "ctid offeredBy"},
    "FinancialAssistanceProfile": {"alone": "ctid"},
    "qdata:Metric": {"alone": "ctid", "with-ctid": "ceasn:publisher"},
    "qdata:DataSetProfile": {
        "new-data-set-model": "qdata:dataProvider qdata:dataSetTemporalCoverage qdata:hasMetric"
        " qdata:hasObservation",
        "new-data-set-model-alone": "qdata:relevantDataSetFor",
    },
}
# What only the policy of 2022 or the schemas of 2019 ask for. Their plain mistakes are left out: all three
# availabilities and both owners at once, two descriptions of a transfer value method, a CTID on conditions.
_REQUIRED_BEFORE: Mapping[str, str] = {
    "Course": "subjectWebpage",
    "ConditionProfile": "description",
    "CostProfile": "costDetails description",
    "Pathway": "subjectWebpage inLanguage",
    "PathwayComponent": "description subjectWebpage",
    "ComponentCondition": "name",
    "PathwaySet": "subjectWebpage",
    "ceasn:Competency": "ceasn:inLanguage",
    "skos:ConceptScheme": "ceasn:publicationStatusType ceasn:dateCreated ceasn:source",
    "skos:Concept": "ceasn:inLanguage",
    "asn:ProgressionModel": "",
    "asn:ProgressionLevel": "",
}
_ALSO_RECOMMENDED: Mapping[str, str] = {"Course": "subjectWebpage"}

SUCCESSORS: Final[Mapping[str, str]] = dict.fromkeys(
    ("ceterms:earnings", "ceterms:employmentOutcome", "ceterms:holders"), "ceterms:aggregateData"
)
"""What to recommend instead of the outcome profiles that the policy of 2022 still names."""

LIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "ceterms:MultiComponent": ("ceterms:PathwayComponent", "ceterms:CompetencyComponent"),
    "ceterms:CollectionComponent": ("ceterms:PathwayComponent", "ceterms:CompetencyComponent"),
    "ceterms:Organization": ("ceterms:CredentialOrganization",),
}
"""Classes that follow others without being subclasses of them: two components that the encodings do not
declare as such, and the kind of organization that the policy forgot."""


def expand_groups(text: str) -> Groups:
    """Read groups in their short form.

    >>> expand_groups("name ceasn:creator|ownedBy")
    (('ceterms:name',), ('ceasn:creator', 'ceterms:ownedBy'))
    """
    return tuple(tuple(map(full_name, group.split("|"))) for group in text.split())


def _expanded(table: Mapping[str, str]) -> dict[str, Groups]:
    return {full_name(cls): expand_groups(text) for cls, text in table.items()}


REQUIRED: Final[Mapping[str, Groups]] = _expanded(_REQUIRED)
"""Class to what the publishing service of 2026 asks for, the CTID left out."""
REQUIRED_BEFORE: Final[Mapping[str, Groups]] = _expanded(_REQUIRED_BEFORE)
"""Class to what only older sources ask for."""
ALSO_RECOMMENDED: Final[Mapping[str, Groups]] = _expanded(_ALSO_RECOMMENDED)
"""Class to what is recommended since it is no longer required."""
REQUIRED_IF: Final[Mapping[str, Mapping[Condition, Groups]]] = {
    full_name(cls): {when: expand_groups(text) for when, text in row.items()}
    for cls, row in _REQUIRED_IF.items()
}
"""Class to condition to what is asked for when it holds."""
