"""Credentials, learning and assessments: what only some classes have, connections, dates and competencies."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.crosswalk.assistant.convert import Converted
from tests.crosswalk.assistant.finishing.making import OWNER, converted, ctid, refusals, told, uri

WRAPPERS = {
    "credential": "Credential",
    "assessment": "Assessment",
    "learningopportunity": "LearningOpportunity",
    "learningprogram": "LearningOpportunity",
    "course": "LearningOpportunity",
}
FOREIGN = "property.not_allowed_for_type"
CONNECTION = {"Description": "Who finishes may go on.", "TargetCredential": [{"CTID": ctid("credential")}]}


def resource(kind: str, **fields: Any) -> Converted:
    """What becomes of a resource of a kind."""
    sent: dict[str, Any] = {
        "CTID": ctid("resource"),
        "Name": "Bread for beginners",
        "Description": "Everything that beginners need to know.",
        "SubjectWebpage": "https://college.edu/bread",
        "AvailableOnlineAt": ["https://college.edu/online"],
        "OwnedBy": [{"CTID": OWNER}],
    }
    if kind == "credential":
        sent["CredentialType"] = "Certificate"
    if kind == "learningprogram":
        sent["IsPreparationFor"] = [CONNECTION]
    body = {WRAPPERS[kind]: sent | fields, "PublishForOrganizationIdentifier": OWNER}
    return converted(kind, body)


def main(result: Converted) -> dict[str, Any]:
    """The node of the resource."""
    node: dict[str, Any] = result.document["@graph"][0]
    return node


@pytest.mark.parametrize("kind", WRAPPERS)
def test_a_plain_resource_may_be_published(kind: str) -> None:
    assert told(resource(kind)) == []
    assert refusals(resource(kind)) == []


@pytest.mark.parametrize(
    ("kind", "member", "value", "term", "allowed"),
    [
        ("credential", "DegreeMajor", ["Bread"], "ceterms:degreeMajor", {"CredentialType": "BachelorDegree"}),
        ("credential", "DegreeMinor", ["Rolls"], "ceterms:degreeMinor", {"CredentialType": "MasterDegree"}),
        (
            "credential",
            "DegreeConcentration",
            ["Rye"],
            "ceterms:degreeConcentration",
            {"CredentialType": "AssociateDegree"},
        ),
        (
            "credential",
            "RegisteredBy",
            [{"CTID": ctid("office")}],
            "ceterms:registeredBy",
            {"CredentialType": "ApprenticeshipCertificate"},
        ),
    ],
)
def test_members_of_some_classes_are_not_used_on_others(
    kind: str, member: str, value: Any, term: str, allowed: dict[str, str]
) -> None:
    result = resource(kind, **{member: value})
    assert told(result) == [("warning", FOREIGN, f"/Credential/{member}")]
    assert term not in main(result)
    # What is not said any more is not looked up either.
    assert {mention.ctid for mention in result.mentions} == {OWNER}
    other = resource(kind, **{member: value}, **allowed)
    assert told(other) == []
    assert term in main(other)


@pytest.mark.parametrize("member", ["SCED", "Prerequisite"])
@pytest.mark.parametrize("kind", ["learningopportunity", "learningprogram", "course"])
def test_some_members_are_only_for_courses(kind: str, member: str) -> None:
    value = "01001" if member == "SCED" else [{"CTID": ctid("before")}]
    result = resource(kind, **{member: value})
    expected = [] if kind == "course" else [("warning", FOREIGN, f"/LearningOpportunity/{member}")]
    assert told(result) == expected
    assert (f"ceterms:{member.lower()}" in main(result)) == (kind == "course")


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"IsPreparationFor": []}, True),
        ({"IsPreparationFor": [], "IsRequiredFor": [CONNECTION]}, False),
        ({"IsPreparationFor": [], "IsPartOf": [{"CTID": ctid("credential")}]}, False),
        (
            {"IsPreparationFor": [{"Description": "Who finishes may go on.", "TargetAssessment": [OWNER]}]},
            True,
        ),
    ],
)
def test_a_program_leads_to_a_credential(fields: dict[str, Any], is_told: bool) -> None:
    expected = [("warning", "connection.missing", "/LearningOpportunity")] if is_told else []
    assert told(resource("learningprogram", **fields)) == expected
    assert told(resource("learningopportunity", **fields)) == []


@pytest.mark.parametrize("member", ["IsRequiredFor", "PreparationFrom", "IsAdvancedStandingFor"])
def test_a_connection_says_what_it_connects_to(member: str) -> None:
    result = resource("course", **{member: [{"Description": "Who finishes may go on."}]})
    assert told(result) == [("warning", "connection.no_target", f"/LearningOpportunity/{member}/0")]
    assert told(resource("course", Requires=[{"Description": "Bring your own flour."}])) == []


@pytest.mark.parametrize(
    ("kind", "fields", "place"),
    [
        (
            "course",
            {"Teaches": [{"TargetNodeName": "Knead"}], "TeachesCompetencyFramework": [ctid("framework")]},
            "/LearningOpportunity/TeachesCompetencyFramework",
        ),
        (
            "assessment",
            {
                "ceterms:assesses": [{"TargetNodeName": "Knead"}],
                "AssessesCompetencyFramework": [ctid("framework")],
            },
            "/Assessment/AssessesCompetencyFramework",
        ),
        (
            "credential",
            {
                "Requires": [
                    {
                        "Description": "What the holder knows.",
                        "TargetCompetency": [{"TargetNodeName": "Knead"}],
                        "TargetCompetencyFramework": [ctid("framework")],
                    }
                ]
            },
            "/Credential/Requires/0/TargetCompetencyFramework",
        ),
    ],
)
def test_competencies_come_one_by_one_or_from_a_framework(
    kind: str, fields: dict[str, Any], place: str
) -> None:
    result = resource(kind, **fields)
    assert ("error", "conflict.explicit_and_framework", place) in told(result)


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [
        ("2024-01-01", "2024-12-31", False),
        ("2024-01-01", "2024-01-01", False),
        ("2024-05", "2024", False),
        ("2024", "2024-05-01", False),
        ("2024-05-02", "2024-05-01", True),
        ("2025", "2024-12-31", True),
        ("2024-06", "2024-05-31", True),
    ],
)
def test_what_begins_does_not_end_before(first: str, last: str, is_told: bool) -> None:
    result = resource("credential", DateEffective=first, ExpirationDate=last)
    expected = [("error", "date.order", "/Credential/ExpirationDate")] if is_told else []
    assert told(result) == expected


def test_dates_of_costs_are_compared_once() -> None:
    cost = {
        "Description": "What it costs to take part.",
        "CostDetails": "https://college.edu/costs",
        "Currency": "USD",
        "StartDate": "2024-02-01",
        "EndDate": "2024-01-01",
        "CostItems": [{"DirectCostType": "Tuition", "Price": price} for price in (1, 2, 3)],
    }
    result = resource("course", EstimatedCost=[cost])
    assert told(result) == [("error", "date.order", "/LearningOpportunity/EstimatedCost/0/EndDate")]


def test_a_data_set_in_aggregate_data_points_back() -> None:
    described = {
        "CTID": ctid("numbers"),
        "Name": "Numbers of bakers",
        "Description": "How many bakers found work.",
        "DataSetTimePeriod": [{"StartDate": "2024-01-01", "EndDate": "2024-12-31"}],
    }
    result = resource("course", AggregateData=[{"NumberAwarded": 3, "RelevantDataSet": [described]}])
    assert told(result) == []
    nodes = {node["@id"]: node for node in result.document["@graph"]}
    assert main(result)["ceterms:aggregateData"][0]["qdata:relevantDataSet"] == [uri("numbers")]
    assert nodes[uri("numbers")]["qdata:relevantDataSetFor"] == [uri("resource")]
    assert nodes[uri("numbers")]["qdata:dataProvider"] == uri(OWNER_NAME)
    stated = described | {"DataProvider": {"CTID": ctid("office")}, "RelevantDataSetFor": [ctid("other")]}
    result = resource("course", AggregateData=[{"NumberAwarded": 3, "RelevantDataSet": [stated]}])
    (node,) = [node for node in result.document["@graph"] if node["@id"] == uri("numbers")]
    assert node["qdata:relevantDataSetFor"] == [uri("other")]
    assert node["qdata:dataProvider"] == uri("office")


OWNER_NAME = "owner"


@pytest.mark.parametrize(
    ("help_", "expected"),
    [
        ({"Name": "Grant", "FinancialAssistanceType": ["Grant"]}, []),
        ({"Name": "Grant", "Description": "Ask at the office."}, []),
        ({"Name": "Grant"}, [("error", "required.one_of", "")]),
        ({"Description": "Ask at the office."}, [("error", "required.missing", "/Name")]),
    ],
)
def test_financial_assistance_has_a_name_and_says_what_it_is(
    help_: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    place = "/LearningOpportunity/FinancialAssistance/0"
    result = resource("course", FinancialAssistance=[help_])
    assert told(result) == [(severity, code, place + rest) for severity, code, rest in expected]


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("Revocation", {"Description": "Too short"}, "text.too_short"),
        ("Revocation", {"RevocationCriteriaDescription": "Who never bakes."}, "required.missing"),
        ("ReviewProcess", {"Name": "Every year"}, "required.missing"),
    ],
)
def test_profiles_describe_themselves(member: str, value: dict[str, Any], code: str) -> None:
    result = resource("credential", **{member: [value]})
    assert told(result) == [("error", code, f"/Credential/{member}/0/Description")]
