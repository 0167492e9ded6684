"""Organizations: who may publish them, their numbers and codes, and what only some of them do."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.crosswalk.assistant.convert import Converted
from tests.crosswalk.assistant.finishing.making import OWNER, converted, ctid, found, refusals, told

PARENT = [{"CTID": OWNER}]


def organization(owner: str = OWNER, *, in_sandbox: bool = True, **fields: Any) -> Converted:
    """What becomes of an organization that is published for an owner."""
    resource = {
        "CTID": OWNER,
        "Type": "CredentialOrganization",
        "Name": "College of bread",
        "Description": "A college for everybody who bakes.",
        "SubjectWebpage": "https://college.edu",
        "AgentType": ["Business"],
        "AgentSectorType": "PrivateNonProfit",
        "Email": ["info@college.edu"],
    }
    return converted(
        "organization",
        {"PublishForOrganizationIdentifier": owner, "Organization": resource | fields},
        in_sandbox=in_sandbox,
    )


def test_an_organization_publishes_itself_and_its_departments() -> None:
    assert told(organization()) == []
    assert told(organization(CTID=ctid("department"), ParentOrganization=PARENT)) == []
    assert refusals(organization(CTID=ctid("department"), ParentOrganization=PARENT)) == []
    # A request without an owner is refused elsewhere.
    assert told(organization(owner="")) == []


@pytest.mark.parametrize("fields", [{}, {"ParentOrganization": [{"CTID": ctid("other")}]}])
def test_an_organization_does_not_publish_others(fields: dict[str, Any]) -> None:
    result = organization(CTID=ctid("stranger"), **fields)
    assert told(result) == [("error", "org.ctid_owner_mismatch", "/Organization/CTID")]
    assert "ParentOrganization" in result.findings[0].hint


@pytest.mark.parametrize("number", ["12345678901", "12-34567-8901"])
def test_a_number_of_eleven_digits(number: str) -> None:
    assert told(organization(NcesID=number)) == []


@pytest.mark.parametrize("number", ["1234567890", "123456789012", "1234567890a"])
def test_another_number(number: str) -> None:
    assert told(organization(NcesID=number)) == [("error", "value.invalid", "/Organization/NcesID")]


def test_codes_of_industries_stay_codes_and_are_looked_up() -> None:
    result = organization(Naics=["611310", " 61 ", "999999"])
    assert told(result) == [("warning", "code.unknown", "/Organization/Naics/2")]
    assert result.document["@graph"][0]["ceterms:naics"] == ["611310", "61", "999999"]


@pytest.mark.parametrize("member", ["Accredits", "Regulates"])
def test_what_quality_assurance_organizations_do(member: str) -> None:
    done: dict[str, Any] = {member: [{"CTID": ctid("program")}]}
    assert told(organization(Type="QACredentialOrganization", **done)) == []
    assert told(organization(Type="Organization", **done)) == []
    result = organization(**done)
    assert told(result) == [("warning", "property.not_allowed_for_type", f"/Organization/{member}")]
    assert "QACredentialOrganization" in result.findings[0].hint
    assert result.is_sound


def test_a_sandbox_fills_in_how_to_reach_an_organization() -> None:
    tried = organization(Email=None)
    assert refusals(tried) == []
    assert [one.pointer for one in found(tried, "value.filled_in")] == ["/Organization/Email"]
    assert tried.document["@graph"][0]["ceterms:email"] == ["nobody@example.org"]
    refused = organization(Email=None, in_sandbox=False)
    assert "required.one_of" in [one.code for one in refused.findings]
    assert found(refused, "value.filled_in") == []
    assert "ceterms:email" not in refused.document["@graph"][0]
    reached = organization(Email=None, Address=[{"City": "Northport", "Country": "United States"}])
    assert found(reached, "value.filled_in") == []
