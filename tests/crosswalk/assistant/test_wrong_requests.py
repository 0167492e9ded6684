"""What is wrong with a request is told with its code, its place and the way out: one request for each rule."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from opencredreg.crosswalk.assistant.examples import build_example
from tests.crosswalk.assistant.requests import KINDS, main_of, send

COURSE = "/LearningOpportunity"
PROFILE = {"Description": "As the school board has decided."}
ORGANIZATION = {"Type": "CredentialOrganization", "Name": "Harbour School"}
OTHER = "ce-11111111-2222-4333-8444-555555555555"


def with_members(kind: str, **members: Any) -> Any:
    body = build_example(KINDS[kind])
    main_of(KINDS[kind], body)[1].update(members)
    return body


def around(kind: str, **members: Any) -> Any:
    return {**build_example(KINDS[kind]), **members}


def without_members(kind: str, *names: str) -> Any:
    body = build_example(KINDS[kind])
    for name in names:
        main_of(KINDS[kind], body)[1].pop(name)
    return body


def pathway(**members: Any) -> Any:
    body = copy.deepcopy(build_example(KINDS["pathway"], "maximal"))
    body["PathwayComponents"][0].update(members)
    return body


WRONG = [
    ("course", [], "request.unbindable", "", "example"),
    ("course", {"Courses": {}}, "request.unbindable", COURSE, "example"),
    ("course", {"Name": "Knots", "Keyword": ["rope"]}, "request.unbindable", COURSE, "under LearningOpportunity"),
    ("course", around("course", PublishForOrganizationIdentifier="ce-1"), "request.owner_missing",
     "/PublishForOrganizationIdentifier", "CTID of the organization"),
    ("course", around("course", DefaultLanguage="klingon!"), "language.invalid", "/DefaultLanguage", "en-US"),
    ("course", around("course", LearningOpportunity="knots"), "type.wrong", COURSE, "example"),
    ("course", with_members("course", CTID="ce-1"), "ctid.malformed", f"{COURSE}/CTID", "UUID"),
    ("course", without_members("course", "CTID"), "required.missing", f"{COURSE}/CTID", "Add CTID"),
    ("course", without_members("course", "OwnedBy"), "required.one_of", COURSE, "OwnedBy or OfferedBy"),
    ("course", with_members("course", Name="Kn"), "text.too_short", f"{COURSE}/Name", "at least 3"),
    ("course", with_members("course", Description="About knots."), "text.too_short", f"{COURSE}/Description", "15"),
    ("course", with_members("course", Description="Knots <script>tie()</script> and more"), "text.script",
     f"{COURSE}/Description", "plain text"),
    ("course", with_members("course", Description="<p>Knots and <b>ropes</b> of all sorts</p>"), "text.html_removed",
     f"{COURSE}/Description", "plain text"),
    ("course", with_members("course", Name={"klingon!": "Knots"}), "language.invalid",
     f"{COURSE}/Name/klingon!", "BCP 47"),
    ("course", with_members("course", InLanguage=["klingon!"]), "language.invalid", f"{COURSE}/InLanguage/0", "BCP 47"),
    ("credential", with_members("credential", CredentialType="Degree"), "type.invalid", "/Credential/CredentialType",
     "Name one of"),
    ("organization", with_members("organization", Type="Harbour"), "type.invalid", "/Organization/Type",
     "CredentialOrganization"),
    ("course", with_members("course", LifeCycleStatusType="Activ"), "concept.unknown", f"{COURSE}/LifeCycleStatusType",
     "Did you mean"),
    ("course", with_members("course", DeliveryType=["Zeppelin"]), "concept.unknown", f"{COURSE}/DeliveryType/0",
     "It takes"),
    ("course", with_members("course", CIP_Codes=["99.9999"]), "code.unknown", f"{COURSE}/CIP_Codes/0", "code"),
    ("course", with_members("course", ONET_Codes=["99-9999.99"]), "code.unknown", f"{COURSE}/ONET_Codes/0", "code"),
    ("course", with_members("course", NaicsList=["99"]), "code.unknown", f"{COURSE}/NaicsList/0", "code"),
    ("course", with_members("course", SubjectWebpage="harbour"), "url.malformed", f"{COURSE}/SubjectWebpage", "http"),
    ("course", with_members("course", SubjectWebpage="https://a:b@harbour.test/"), "url.unsafe",
     f"{COURSE}/SubjectWebpage", "Leave out"),
    ("course", with_members("course", SubjectWebpage="https://example.org/knots"), "url.example_host",
     f"{COURSE}/SubjectWebpage", "real page"),
    ("course", with_members("course", DateEffective="soon"), "date.invalid", f"{COURSE}/DateEffective", "2026-05-31"),
    ("course", with_members("course", DateEffective="1492-10-12"), "date.out_of_range", f"{COURSE}/DateEffective",
     "Check the year"),
    ("course", with_members("course", DateEffective="1/2/2026"), "date.ambiguous", f"{COURSE}/DateEffective",
     "year-month-day"),
    ("course", with_members("course", EstimatedDuration=[{"ExactDuration": {"Weeks": -1}}]), "duration.invalid",
     f"{COURSE}/EstimatedDuration/0/ExactDuration", "not negative"),
    ("course", with_members("course", EstimatedDuration=[
        {"ExactDuration": "P1Y", "MinimumDuration": "P1Y", "MaximumDuration": "P2Y"}]),
     "duration.exact_and_range", f"{COURSE}/EstimatedDuration/0", "Send ExactDuration"),
    ("course", with_members("course", EstimatedDuration=[{"MinimumDuration": "P1Y"}]), "value.range_incomplete",
     f"{COURSE}/EstimatedDuration/0", "Send both"),
    ("course", with_members("course", CreditValue={"Value": -3, "CreditUnitType": ["SemesterHour"]}), "value.negative",
     f"{COURSE}/CreditValue/Value", "negative"),
    ("course", with_members("course", CreditValue={"MinValue": 3, "CreditUnitType": ["SemesterHour"]}),
     "value.range_incomplete", f"{COURSE}/CreditValue", "Add MaxValue"),
    ("course", with_members("course", CreditValue={"Value": 3, "Percentage": 5, "Description": "Credit"}),
     "value.exclusive", f"{COURSE}/CreditValue", "not several"),
    ("course", with_members("course", CreditValue={"MinValue": 3, "MaxValue": 1, "Description": "Credit"}),
     "value.range_reversed", f"{COURSE}/CreditValue", "greater"),
    ("course", with_members("course", CreditValue={"Value": 3}), "value.unit_missing", f"{COURSE}/CreditValue",
     "Add CreditUnitType"),
    ("course", with_members("course", EstimatedCost=[
        {**PROFILE, "CostDetails": "https://harbour.test/fees", "CostItems": [{"Price": -1}]}]),
     "value.negative", f"{COURSE}/EstimatedCost/0/CostItems/0/Price", "negative"),
    ("course", with_members("course", EstimatedCost=[
        {**PROFILE, "CostDetails": "https://harbour.test/fees", "CostItems": [{"Price": 1}]}]),
     "currency.missing", f"{COURSE}/EstimatedCost/0/Currency", "USD"),
    ("course", with_members("course", EstimatedCost=[PROFILE]), "required.missing",
     f"{COURSE}/EstimatedCost/0/CostDetails", "Add CostDetails"),
    ("course", with_members("course", AvailableAt=[{"Description": "Behind the lighthouse."}]), "address.incomplete",
     f"{COURSE}/AvailableAt/0", "City"),
    ("course", with_members("course", Jurisdiction=[{"GlobalJurisdiction": False}]), "jurisdiction.empty",
     f"{COURSE}/Jurisdiction/0", "GlobalJurisdiction"),
    ("course", with_members("course", OwnedBy=[ORGANIZATION]), "reference.incomplete", f"{COURSE}/OwnedBy/0",
     "SubjectWebpage"),
    ("course", with_members("course", HasPart=[{"Name": "Ropes", "SubjectWebpage": "https://harbour.test/ropes"}]),
     "reference.type_missing", f"{COURSE}/HasPart/0", "Give it a Type"),
    ("course", with_members("course", HasPart=[{"CTID": OTHER, "Id": "https://harbour.test/ropes"}]),
     "reference.conflict", f"{COURSE}/HasPart/0", "Send one"),
    ("course", with_members("course", HasPart=["_:ropes"]), "reference.not_in_request", f"{COURSE}/HasPart/0",
     "ReferenceObjects"),
    ("course", around("course", ReferenceObjects=[{"Type": "Course"}]), "reference.incomplete", "/ReferenceObjects/0",
     "Id"),
    ("course", with_members("course", Requires=[{**PROFILE, "AlternativeCondition": [PROFILE]}]),
     "condition.single_alternative", f"{COURSE}/Requires/0/AlternativeCondition", "other alternatives"),
    ("course", with_members("course", Requires=[{"Name": "Before"}]), "required.missing",
     f"{COURSE}/Requires/0/Description", "Add Description"),
    ("course", with_members("course", Nmae="Knots"), "property.unknown", f"{COURSE}/Nmae", "Did you mean Name"),
    ("course", around("course", Keywords=["rope"]), "property.unknown", "/Keywords", "LearningOpportunity"),
    ("course", with_members("course", Teaches=["Tie a knot"], TeachesCompetencyFramework=[OTHER]),
     "conflict.explicit_and_framework", f"{COURSE}/TeachesCompetencyFramework", "Teaches"),
    ("pathway", pathway(ComponentCategory="Sea"), "component.field_not_allowed",
     "/PathwayComponents/0/ComponentCategory", "Take it out"),
    ("pathway", pathway(HasChild=[OTHER]), "reference.not_in_request", "/PathwayComponents/0/HasChild/0",
     "PathwayComponents"),
    ("learningopportunity", with_members("learningopportunity", SCED="12"), "property.not_allowed_for_type",
     f"{COURSE}/SCED", "Only courses"),
    ("organization", with_members("organization", CTID=OTHER), "org.ctid_owner_mismatch", "/Organization/CTID",
     "ParentOrganization"),
    ("competencyframework", with_members("competencyframework", Name="What growers know well",
                                         Description="What growers know well"),
     "framework.description_equals_name", "/CompetencyFramework/Description", "Say what"),
    ("competencyframework", around("competencyframework", Competencies=[]), "framework.no_competencies",
     "/Competencies", "Competencies"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body", "code", "pointer", "words"),
    WRONG,
    ids=[f"{code}-{place}" for place, (_, _, code, _, _) in enumerate(WRONG)],
)
def test_a_wrong_request_is_told_what_to_do(
    name: str, body: Any, code: str, pointer: str, words: str
) -> None:
    sent = send(KINDS[name], body)

    told = [entry for entry in sent.findings if entry.code == code and entry.pointer == pointer]
    assert len(told) == 1, [(entry.code, entry.pointer) for entry in sent.findings]
    assert words in f"{told[0].message} {told[0].hint}"


def test_all_that_is_wrong_is_told_at_once() -> None:
    body = with_members("course", Name="Kn", CTID="ce-1", SubjectWebpage="harbour", DateEffective="soon")

    codes = {entry.code for entry in send(KINDS["course"], body).findings if entry.severity == "error"}

    assert codes == {"text.too_short", "ctid.malformed", "url.malformed", "date.invalid"}


def test_what_could_be_made_is_there_although_something_is_wrong() -> None:
    sent = send(KINDS["course"], with_members("course", DateEffective="soon"))

    main = sent.converted.document["@graph"][0]
    assert main["ceterms:name"] == {"en-US": "Grafting fruit trees"}
    assert "ceterms:dateEffective" not in main
