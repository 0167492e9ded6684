"""Where things of each class stand in published documents: a small table, reviewed by hand.

The encodings do not say which classes are published on their own, which are embedded and which stand in
the graph of another resource; publishing practice does.

Source: ``ctdl-vocabulary.md`` sections 5.1, 5.2 and 5.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from opencredreg.ctdl.facts import Placement

__all__ = ["placements"]

_TOP = """
    ceterms:Organization ceterms:CredentialOrganization ceterms:QACredentialOrganization
    ceterms:AssessmentProfile
    ceterms:LearningOpportunityProfile ceterms:Course ceterms:LearningProgram ceterms:ScheduledOffering
    ceterms:ConditionManifest ceterms:CostManifest
    ceasn:CompetencyFramework skos:ConceptScheme asn:ProgressionModel ceasn:Rubric
    ceterms:Pathway ceterms:PathwaySet
    ceterms:Occupation ceterms:Job ceterms:WorkRole ceterms:Task ceterms:Industry
    ceterms:TransferValueProfile ceterms:TransferIntermediary ceterms:TransferAgreement
    ceterms:PriorLearningPolicy
    qdata:DataSetProfile qdata:Metric
    ceterms:CredentialType ceterms:QualificationsFramework ceterms:AlignmentMap ceterms:Collection
    ceterms:SupportService ceterms:RegulatoryInformation ceterms:VerificationServiceProfile
    ceterms:ProcessProfile
"""
_EMBEDDED = """
    ceterms:ConditionProfile ceterms:CostProfile ceterms:CredentialAlignmentObject ceterms:Place
    ceterms:ContactPoint ceterms:PostalAddress ceterms:GeoCoordinates ceterms:JurisdictionProfile
    ceterms:DurationProfile ceterms:IdentifierValue ceterms:RevocationProfile ceterms:ValueProfile
    ceterms:PayProfile ceterms:AggregateDataProfile ceterms:EarningsProfile
    ceterms:EmploymentOutcomeProfile ceterms:HoldersProfile ceterms:ComponentCondition ceterms:Constraint
    ceterms:StructuredStatement ceterms:EvaluationOutcome ceterms:FinancialAssistanceProfile
    ceterms:CredentialPerson
    schema:QuantitativeValue schema:MonetaryAmount schema:MonetaryAmountDistribution
    qdata:DataSetTimeFrame qdata:DataProfile qdata:DataSetDistribution qdata:DataSetService
"""
_TRAVELS = """
    ceasn:Competency skos:Concept asn:ProgressionLevel
    ceasn:RubricCriterion ceasn:RubricLevel ceasn:CriterionLevel
    ceterms:AlignmentObject ceterms:CollectionMember ceterms:CollectionComponent ceterms:MultiComponent
    qdata:Observation qdata:Dimension
"""
# Abstract classes whose subclasses share one placement. Their own placement stays unknown.
_FAMILIES: Mapping[str, Placement] = {
    "ceterms:Credential": "top",
    "ceterms:CredentialingAction": "top",
    "ceterms:PathwayComponent": "travels",
}
_ABSTRACT = frozenset({*_FAMILIES, "ceterms:Degree"})
# The double lives: a competency may stand alone, a metric may travel in the graph of its data set,
# services and processes were embedded in older documents, older profiles had a CTID of their own.
_ALSO: Mapping[str, tuple[Placement, ...]] = {
    "ceasn:Competency": ("top",),
    "qdata:Metric": ("travels",),
    "ceterms:VerificationServiceProfile": ("embedded",),
    "ceterms:ProcessProfile": ("embedded",),
    "ceterms:FinancialAssistanceProfile": ("top",),
    "ceterms:AggregateDataProfile": ("top",),
    "ceterms:EarningsProfile": ("top",),
    "ceterms:EmploymentOutcomeProfile": ("top",),
    "ceterms:HoldersProfile": ("top",),
}
_BY_NAME: Mapping[str, Placement] = {
    **dict.fromkeys(_TOP.split(), "top"),
    **dict.fromkeys(_EMBEDDED.split(), "embedded"),
    **dict.fromkeys(_TRAVELS.split(), "travels"),
}


def placements(term: str, ancestors: tuple[str, ...]) -> tuple[Placement, ...]:
    """The usual place of things of a class first, then the places where they also occur.

    >>> placements("ceterms:Badge", ("ceterms:Credential",)), placements("ceasn:Competency", ())
    (('top',), ('travels', 'top'))
    """
    usual = _BY_NAME.get(term)
    if usual is None and term not in _ABSTRACT:
        usual = next((_FAMILIES[name] for name in ancestors if name in _FAMILIES), None)
    return (usual or "unknown", *_ALSO.get(term, ()))
