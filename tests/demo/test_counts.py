"""A demonstration has the promised size and mixture."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.demo.plan import MEMBERS, Kind, build_plan
from tests.demo.registry import generated


def _terms(text: str) -> list[str]:
    return text.split()


EVERYWHERE = _terms(
    """
    ceterms:Organization ceterms:CredentialOrganization ceterms:QACredentialOrganization
    ceterms:Certificate ceterms:Certification ceterms:License ceterms:AssociateDegree
    ceterms:BachelorDegree ceterms:MasterDegree ceterms:DoctoralDegree ceterms:Badge ceterms:OpenBadge
    ceterms:DigitalBadge ceterms:MicroCredential ceterms:ApprenticeshipCertificate
    ceterms:JourneymanCertificate ceterms:Diploma ceterms:SecondarySchoolDiploma
    ceterms:GeneralEducationDevelopment ceterms:CertificateOfCompletion
    ceterms:CertificateOfParticipation ceterms:ProfessionalCertificate
    ceterms:QualityAssuranceCredential ceterms:WorkBasedLearningCertificate
    ceterms:TechnicalLevel1Certificate ceterms:Course ceterms:LearningProgram
    ceterms:LearningOpportunityProfile ceterms:ScheduledOffering ceterms:AssessmentProfile
    ceasn:CompetencyFramework ceasn:Competency skos:ConceptScheme skos:Concept asn:ProgressionModel
    asn:ProgressionLevel ceterms:ConditionManifest ceterms:CostManifest ceterms:Occupation ceterms:Job
    ceterms:WorkRole ceterms:Task ceterms:Industry ceterms:Pathway ceterms:PathwaySet
    ceterms:CourseComponent ceterms:AssessmentComponent ceterms:CompetencyComponent
    ceterms:CredentialComponent ceterms:JobComponent ceterms:WorkExperienceComponent
    ceterms:BasicComponent ceterms:CocurricularComponent ceterms:ExtracurricularComponent
    ceterms:TransferValueProfile ceterms:TransferAgreement ceterms:TransferIntermediary
    ceterms:PriorLearningPolicy ceterms:Collection ceterms:CollectionMember ceterms:SupportService
    qdata:DataSetProfile qdata:Metric qdata:Observation qdata:Dimension ceasn:Rubric
    ceasn:RubricCriterion ceasn:RubricLevel ceasn:CriterionLevel ceterms:AccreditAction
    ceterms:WorkforceDemandAction
    """
)
EMBEDDED = _terms(
    """
    ceterms:ConditionProfile ceterms:CostProfile ceterms:DurationProfile ceterms:Place
    ceterms:ContactPoint ceterms:CredentialAlignmentObject ceterms:IdentifierValue
    ceterms:JurisdictionProfile ceterms:AggregateDataProfile ceterms:FinancialAssistanceProfile
    ceterms:ProcessProfile ceterms:RevocationProfile ceterms:ValueProfile ceterms:PayProfile
    ceterms:ComponentCondition ceterms:Constraint ceterms:StructuredStatement qdata:DataSetTimeFrame
    schema:QuantitativeValue
    """
)


@pytest.mark.parametrize("resources", [300, 1500])
def test_number_of_described_resources(resources: int) -> None:
    assert abs(len(generated(resources).resources) - resources) <= resources * 0.02


def test_every_class_appears_in_the_smallest() -> None:
    registry = generated(300)
    text = b"\n".join(one.published.payload for one in registry.documents)
    missing = [cls for cls in EVERYWHERE + EMBEDDED if f'"@type":"{cls}"'.encode() not in text]
    assert missing == []


def test_mixture() -> None:
    plan = build_plan(100_000)
    competencies = sum(plan.framework_size(index) for index in range(plan.count(Kind.FRAMEWORK)))
    learning = sum(plan.count(kind) for kind in (Kind.COURSE, Kind.PROGRAM, Kind.LEARNING, Kind.OFFERING))
    assert 0.27 < competencies / 100_000 < 0.37
    assert plan.count(Kind.CREDENTIAL) == 15_000
    assert 0.17 < learning / 100_000 < 0.22


@given(st.integers(300, 1_000_000))
def test_plan_adds_up(resources: int) -> None:
    plan = build_plan(resources)
    units = sum(count * (1 + MEMBERS.get(kind, 0)) for kind, count in plan.counts.items())
    sizes = [plan.framework_size(index) for index in range(plan.count(Kind.FRAMEWORK))]
    assert units + sum(sizes) == resources
    assert sizes[0] == min(resources // 10, 2000)
    assert min(sizes) >= 8


@given(st.integers(300, 200_000), st.sampled_from(list(Kind)), st.floats(0, 1))
def test_members_of_bundles(resources: int, kind: Kind, where: float) -> None:
    plan = build_plan(resources)
    first = 1 if kind is Kind.FRAMEWORK else 0
    index = first + int(where * (plan.count(kind) - 1 - first))
    bundle = plan.bundle_of(kind, index)
    assert 0 <= bundle < plan.bundles
    assert index in plan.members(kind, bundle)
    assert plan.members(kind, 0).start == first
    assert plan.members(kind, plan.bundles - 1).stop == plan.count(kind)


def test_large_framework() -> None:
    frameworks = Counter(node["ceasn:isPartOf"] for node in generated(1500).of_class("ceasn:Competency"))
    assert frameworks.most_common(1)[0][1] == 150


def test_languages_of_organizations() -> None:
    registry = generated(6000)
    owners = [one.main for one in registry.documents if "ceterms:agentType" in one.main]
    share = {
        tag: sum(tag in owner["ceterms:name"] for owner in owners) / len(owners)
        for tag in ("en-US", "es", "fr")
    }
    assert share["en-US"] > 0.8
    assert 0.15 < share["es"] < 0.27
    assert 0.05 < share["fr"] < 0.2
    assert any(list(owner["ceterms:name"]) == ["es"] for owner in owners)
    assert any(list(owner["ceterms:name"]) == ["fr"] for owner in owners)


def test_share_of_teaching_employing_and_governing_organizations() -> None:
    types = Counter(
        one.main["ceterms:agentType"][0]["ceterms:targetNode"]
        for one in generated(6000).documents
        if "ceterms:agentType" in one.main
    )
    chosen = (
        "FourYear",
        "TwoYear",
        "Postsecondary",
        "TrainingProvider",
        "Business",
        "Government",
        "Regulator",
    )
    share = sum(types[f"orgType:{name}"] for name in chosen) / types.total()
    assert 0.55 < share < 0.72
    assert types["orgType:AccreditationBody"] >= 3
