"""Names of older requests: read where it is plain what they mean, and told with the way out in any case."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from opencredreg.codes.bundled import bundled_codes
from opencredreg.crosswalk.assistant.convert import Converted, convert
from opencredreg.crosswalk.assistant.legacy import find_legacy, find_legacy_class
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.surroundings import Alone, Rules
from opencredreg.crosswalk.assistant.table import all_kinds, get_kind, part_of
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.findings import Finding
from tests.support.shared import shared_path

BASE = "https://registry.example"
OWNER = f"ce-{uuid.UUID(int=7, version=4)}"
CTID = f"ce-{uuid.UUID(int=8, version=4)}"
LEGACY = ["assessment", "conditionmanifest", "costmanifest", "learningopportunity"]
DEPRECATED = "property.deprecated"


def _convert(kind: str, body: Any) -> Converted:
    (request,) = read_requests(get_kind(kind), "publish", body)
    return convert(request, bundled_vocabulary(), Rules(base=BASE, is_sandbox=True), Alone(bundled_codes()))


def _credential(**fields: Any) -> Converted:
    resource = {
        "CTID": CTID,
        "CredentialType": "Certificate",
        "Name": "Bakery basics",
        "Description": "A short certificate for bakers of the future.",
        "SubjectWebpage": "https://college.edu/bakery",
        "OwnedBy": [{"CTID": OWNER}],
    }
    resource = {name: value for name, value in (resource | fields).items() if value is not None}
    return _convert("credential", {"PublishForOrganizationIdentifier": OWNER, "Credential": resource})


def _told(result: Converted) -> list[tuple[str, str, str, str]]:
    return [(one.severity, one.code, one.pointer, one.suggestion) for one in result.findings]


def _main(result: Converted) -> dict[str, Any]:
    node: dict[str, Any] = result.document["@graph"][0]
    return node


@pytest.mark.parametrize(
    ("older", "today", "value"),
    [
        ("Name_Map", "Name", {"en": "Bakery basics", "de": "Backen für den Anfang"}),
        ("Keyword_Map", "Keyword", {"en": ["bread", "rolls"]}),
        ("Url", "SubjectWebpage", "https://college.edu/other"),
        (
            "EstimatedCosts",
            "EstimatedCost",
            [{"Description": "What it costs here.", "CostDetails": "https://a.edu"}],
        ),
        ("CredentialStatus", "CredentialStatusType", "Active"),
    ],
)
def test_a_member_whose_value_stays_the_same_is_read(older: str, today: str, value: Any) -> None:
    read = _credential(**{today: None, older: value})
    assert _told(read) == [("warning", DEPRECATED, f"/Credential/{older}", today)]
    assert _main(read) == _main(_credential(**{today: value}))


def test_the_name_of_today_wins() -> None:
    both = _credential(SubjectWebpage="https://college.edu/new", Url="https://college.edu/old")
    assert _told(both) == [("warning", DEPRECATED, "/Credential/Url", "SubjectWebpage")]
    assert _main(both)["ceterms:subjectWebpage"] == "https://college.edu/new"
    assert "not used" in both.findings[0].message


@pytest.mark.parametrize(
    ("older", "today"),
    [
        ("CreditUnitType", "CreditValue"),
        ("CreditHourValue", "CreditValue"),
        ("HoldersProfile", "AggregateData"),
        ("EarningsProfile", "AggregateData"),
        ("EmploymentOutcomeProfile", "AggregateData"),
        ("JurisdictionAssertions", "AccreditedIn"),
        ("Prerequisite", "Requires"),
    ],
)
def test_a_member_that_means_something_else_today_is_told_with_what_to_send(older: str, today: str) -> None:
    result = _credential(**{older: "something"})
    (finding,) = result.findings
    assert (finding.severity, finding.code, finding.pointer) == (
        "warning",
        DEPRECATED,
        f"/Credential/{older}",
    )
    assert today in finding.hint
    assert _main(result) == _main(_credential())


def test_a_name_that_nobody_ever_used_is_unknown() -> None:
    assert [(one.code, one.suggestion) for one in _credential(Nmae="x").findings] == [
        ("property.unknown", "Name")
    ]
    assert [one.code for one in _credential(Shoe_Map={"en": "x"}).findings] == ["property.unknown"]


def test_a_component_under_its_older_name_of_what_it_describes() -> None:
    component = {
        "CTID": CTID,
        "PathwayComponentType": "CourseComponent",
        "Name": "Sourdough",
        "SourceData": OWNER,
    }
    pathway = {
        "CTID": f"ce-{uuid.UUID(int=9, version=4)}",
        "Name": "To master baker",
        "Description": "How apprentices become master bakers.",
        "OwnedBy": {"CTID": OWNER},
        "HasDestinationComponent": [CTID],
    }
    result = _convert("pathway", {"Pathway": pathway, "PathwayComponents": [component]})
    assert _told(result) == [("warning", DEPRECATED, "/PathwayComponents/0/SourceData", "ProxyFor")]
    assert result.document["@graph"][1]["ceterms:proxyFor"] == f"{BASE}/resources/{OWNER}"


def test_members_that_stood_beside_the_resource() -> None:
    body = {
        "Credential": {"CTID": CTID},
        "IsPrimarySourceRecord": False,
        "HoldersProfile": [{"Name": "x"}],
        "Something": 1,
    }
    (request,) = read_requests(get_kind("credential"), "publish", body)
    assert request.publish_type == "secondary"
    assert [(one.code, one.pointer) for one in request.problems] == [
        (DEPRECATED, "/IsPrimarySourceRecord"),
        (DEPRECATED, "/HoldersProfile"),
        ("property.unknown", "/Something"),
    ]
    assert ["ResourcePublishType" in one.hint for one in request.problems] == [True, False, False]


def test_what_older_names_are_read_as_there_is() -> None:
    """No entry of the table leads to a member that no kind or part has."""
    file = json.loads((find_legacy_file()).read_text())
    tables = [*all_kinds(), *(part_of(name) for name in ("condition", "cost", "place", "pathway-component"))]
    for older, names in file["read_as"].items():
        assert any(find_legacy(table, older) for table in tables), older
        assert all(any(name.lower() in table.fields for table in tables) for name in names), older
    assert find_legacy_class("ceterms:SelectionComponent")
    assert find_legacy_class("ceterms:CourseComponent") is None


def find_legacy_file() -> Any:
    """Where the table stands."""
    from importlib import resources

    return resources.files("opencredreg.crosswalk.assistant") / "tables" / "legacy.json"


# Requests of 2017 ----------------------------------------------------------------------------------------------


def _sample(kind: str) -> Any:
    path = shared_path("samples", "assistant", f"{kind}-publish-request-legacy2017.json")
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _is_helpful(finding: Finding) -> bool:
    """It names a place and a rule, and says what to do."""
    return finding.pointer.startswith("/") and len(finding.message) > 10 and len(finding.hint) > 10


@pytest.mark.parametrize("kind", ["assessment", "conditionmanifest", "costmanifest"])
def test_a_body_without_a_wrapper_is_told_what_to_put_around_it(kind: str) -> None:
    (finding,) = _convert(kind, _sample(kind)).findings
    wrapper = get_kind(kind).wrapper
    assert (finding.code, finding.severity, finding.pointer) == ("request.unbindable", "error", f"/{wrapper}")
    assert f"belong under {wrapper}" in finding.message
    assert kind in finding.hint


@pytest.mark.parametrize("kind", LEGACY)
def test_every_finding_of_an_older_request_helps(kind: str) -> None:
    wrapper, sample = get_kind(kind).wrapper, _sample(kind)
    result = _convert(kind, sample if wrapper in sample else {wrapper: sample})
    assert [one for one in result.findings if not _is_helpful(one)] == []
    codes = {one.code for one in result.findings}
    assert DEPRECATED in codes
    assert "property.unknown" not in codes


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("assessment", ["ceterms:assesses", "ceterms:estimatedCost", "ceterms:requires"]),
        ("conditionmanifest", ["ceterms:conditionManifestOf", "ceterms:requires"]),
        ("costmanifest", ["ceterms:costManifestOf", "ceterms:estimatedCost"]),
        ("learningopportunity", ["ceterms:teaches", "ceterms:estimatedCost"]),
    ],
)
def test_what_an_older_request_says_arrives(kind: str, terms: list[str]) -> None:
    wrapper, sample = get_kind(kind).wrapper, _sample(kind)
    result = _convert(kind, sample if wrapper in sample else {wrapper: sample})
    assert [term for term in terms if term not in _main(result)] == []
    assert "required.missing" not in {one.code for one in result.findings}
