"""Transfer values, actions, support services and data sets."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.crosswalk.assistant.convert import Converted
from tests.crosswalk.assistant.finishing.making import OWNER, converted, ctid, refusals, told, uri

FOREIGN = "property.not_allowed_for_type"


def sent(kind: str, wrapper: str, fields: dict[str, Any], **beside: Any) -> Converted:
    """What becomes of a resource with a name, a description and an owner."""
    resource = {
        "CTID": ctid("resource"),
        "Name": "Credit for bread",
        "Description": "What is said here about bread.",
    }
    body = {"PublishForOrganizationIdentifier": OWNER, wrapper: resource | fields} | beside
    return converted(kind, body)


# Transfer values -----------------------------------------------------------------------------------------------


def transfer_value(**fields: Any) -> Converted:
    """What becomes of a transfer value."""
    resource = {
        "OwnedBy": [{"CTID": OWNER}],
        "SubjectWebpage": "https://college.edu/transfer",
        "StartDate": "2024-01-01",
        "EndDate": "2024-12-31",
        "TransferValue": [{"Value": 3, "CreditUnitType": ["DegreeCredit"]}],
        "TransferValueFrom": [{"CTID": ctid("course")}],
    }
    return sent("transfervalue", "TransferValueProfile", resource | fields)


def test_a_transfer_value_goes_from_something() -> None:
    assert told(transfer_value()) == []
    assert refusals(transfer_value()) == []
    neither = [("warning", "connection.no_target", "/TransferValueProfile")]
    assert told(transfer_value(TransferValueFrom=[])) == neither


def test_a_transfer_value_does_not_go_in_a_circle() -> None:
    result = transfer_value(TransferValueFor=[{"CTID": ctid("course")}])
    assert told(result) == [("warning", "reference.conflict", "/TransferValueProfile/TransferValueFor")]


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"EndDate": "2023-12-31"}, "date.order", "EndDate"),
        ({"TransferValue": []}, "required.missing", "TransferValue"),
        (
            {"TransferValueFor": [{"Type": "Course", "Name": "Rolls"}]},
            "required.one_of",
            "TransferValueFor/0",
        ),
    ],
)
def test_what_a_transfer_value_needs(fields: dict[str, Any], code: str, place: str) -> None:
    assert told(transfer_value(**fields)) == [("error", code, f"/TransferValueProfile/{place}")]


# Actions -------------------------------------------------------------------------------------------------------


def action(cls: str, **fields: Any) -> Converted:
    """What becomes of an action."""
    resource = {
        "Type": cls,
        "ActionStatusType": "CompletedActionStatus",
        "ActingAgent": [{"CTID": OWNER}],
        "Object": ctid("program"),
        "Instrument": [ctid("seal")],
        "StartDate": "2024-01-01",
    }
    return sent("credentialingaction", "CredentialingAction", resource | fields)


@pytest.mark.parametrize("cls", ["AccreditAction", "ceterms:RenewAction", "Offer Action"])
def test_an_action_of_a_class(cls: str) -> None:
    result = action(cls)
    assert told(result) == []
    assert result.document["@graph"][0]["ceterms:object"] == [uri("program")]
    assert refusals(result) == []


def test_the_general_class_of_actions_is_none() -> None:
    assert told(action("CredentialingAction")) == [("error", "type.invalid", "/CredentialingAction/Type")]


def test_members_of_some_actions_are_not_used_on_others() -> None:
    assert told(action("AccreditAction", ResultingAward=[ctid("award")])) == []
    result = action("OfferAction", ResultingAward=[ctid("award")], Image="https://college.edu/seal.png")
    assert sorted(told(result)) == [
        ("warning", FOREIGN, "/CredentialingAction/Image"),
        ("warning", FOREIGN, "/CredentialingAction/ResultingAward"),
    ]
    assert ctid("award") not in {mention.ctid for mention in result.mentions}


# Support services ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "concept", "other"),
    [
        ("SupportServiceType", "AssistiveTechnology", "AccommodationType"),
        ("AccommodationType", "CareerAssessment", "SupportServiceType"),
    ],
)
def test_a_concept_in_the_neighbouring_member(member: str, concept: str, other: str) -> None:
    fields = {"OwnedBy": [{"CTID": OWNER}], member: [concept]}
    result = sent("supportservice", "SupportService", fields)
    assert told(result) == [("error", "concept.unknown", f"/SupportService/{member}/0")]
    assert result.findings[0].suggestion == other
    assert other in result.findings[0].hint
    right = {"OwnedBy": [{"CTID": OWNER}], other: [concept]}
    assert told(sent("supportservice", "SupportService", right)) == []


# Data sets -----------------------------------------------------------------------------------------------------


def data_set(*observations: dict[str, Any], **fields: Any) -> Converted:
    """What becomes of a data set with observations and a dimension of two points."""
    points = [ctid("young"), ctid("old")]
    described: list[dict[str, Any]] = [
        {"Id": f"_:{place}", "Type": "qdata:Observation", "IsObservationOf": ctid("metric")} | one
        for place, one in enumerate(observations)
    ]
    dimension = {"Id": "_:age", "Type": "qdata:Dimension", "Name": "Age", "HasPoint": points}
    resource = {
        "DataProvider": {"CTID": OWNER},
        "DataSetTemporalCoverage": {"StartDate": "2024-01-01", "EndDate": "2024-12-31"},
        "HasMetric": [ctid("metric")],
        "RelevantDataSetFor": [ctid("program")],
        "HasObservation": [one["Id"] for one in described],
        "HasDimension": ["_:age"],
    }
    return sent(
        "datasetprofile", "DataSetProfile", resource | fields, ReferenceObjects=[*described, dimension]
    )


def test_observations_say_something() -> None:
    result = data_set(
        {"Value": 0, "AtPoint": [ctid("young")]},
        {"Median": 30000, "Currency": "USD", "AtPoint": [ctid("old")]},
        {"DataWithholdingType": "DataSuppressed"},
    )
    assert told(result) == []
    assert refusals(result) == []
    # The metric is somewhere else; whether there is one is looked up by who knows the registry.
    assert ctid("metric") in {mention.ctid for mention in result.mentions}


@pytest.mark.parametrize(
    ("observation", "severity", "code", "rest"),
    [
        ({}, "error", "required.one_of", ""),
        ({"Value": 1, "IsObservationOf": None}, "error", "required.missing", ""),
        ({"MinValue": 1}, "error", "value.range_incomplete", ""),
        ({"MinPercentage": 9, "MaxPercentage": 8}, "error", "value.range_reversed", ""),
        ({"Value": 1, "AtPoint": [ctid("nobody")]}, "warning", "dimension.unknown_point", "/AtPoint"),
    ],
)
def test_what_observations_lack(observation: dict[str, Any], severity: str, code: str, rest: str) -> None:
    result = data_set({"Value": 1}, observation)
    assert told(result) == [(severity, code, f"/ReferenceObjects/1{rest}")]
