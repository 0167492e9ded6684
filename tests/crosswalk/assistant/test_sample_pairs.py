"""Real requests with the documents that were published for them: ours are the same graphs, but for named reasons."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

from opencredreg.codes.bundled import bundled_codes
from opencredreg.crosswalk.assistant.convert import Converted, convert
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.surroundings import Alone, Rules
from opencredreg.crosswalk.assistant.table import get_kind
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.validation import bundled_profile, validator_for
from opencredreg.validation.checking import check
from tests.support.shared import shared_path

BASE = "https://sandbox.credentialengineregistry.org"
ABSENT = "(absent)"

PAIRS = {
    "credential-multilanguage": "credential",
    "credential-outcomedata": "credential",
    "credential-careerbridge-aggregatedata": "credential",
    "credential-kansas-aggregatedata": "credential",
    "learningopportunity-160drivingacademy": "learningopportunity",
}
FINDINGS = {
    "credential-multilanguage": ["warning property.deprecated /IsPrimarySourceRecord"],
    # A period without dates: that one needs them is younger than the sample.
    "credential-careerbridge-aggregatedata": [
        "error required.one_of /Credential/AggregateData/0/RelevantDataSet/0/DataSetTimePeriod/0"
    ],
    # Financial assistance has had to have a name since the sample was made.
    "learningopportunity-160drivingacademy": [
        "error required.missing /LearningOpportunity/FinancialAssistance/0/Name"
    ],
}
REFUSED = {
    # A data set inside of aggregate data without a name and without dates: the rules for data sets are younger.
    "credential-careerbridge-aggregatedata": {"required-missing", "required-one-of"},
    "learningopportunity-160drivingacademy": {"required-missing"},
}


class Difference(NamedTuple):
    """A place where the documents differ: the objects on both sides and their values of the last key."""

    path: tuple[str, ...]
    ours: Any
    theirs: Any
    our_parent: dict[str, Any]
    their_parent: dict[str, Any]

    @property
    def key(self) -> str:
        return self.path[-1]


Rule = Callable[[Difference], bool]


def _scheme_label(one: Difference) -> bool:
    """The label of a scheme stands where older documents have the last part of its address."""
    local = str(one.their_parent.get("ceterms:framework", "")).rpartition("/")[2]
    return (
        one.key == "ceterms:frameworkName"
        and one.theirs == {"en-US": local}
        and one.ours != ABSENT
        and one.our_parent["ceterms:framework"] == one.their_parent["ceterms:framework"]
    )


def _definition(one: Difference) -> bool:
    """The definition of a concept is that of its scheme, and is not repeated with every use."""
    return (
        one.key == "ceterms:targetNodeDescription"
        and one.ours == ABSENT
        and one.our_parent["ceterms:targetNode"] == one.their_parent["ceterms:targetNode"]
    )


def _value_profile(one: Difference) -> bool:
    """The schema has the class under ceterms."""
    return one.key == "@type" and (one.ours, one.theirs) == ("ceterms:ValueProfile", "schema:ValueProfile")


def _default_status(one: Difference) -> bool:
    """A status is required today, and active where nothing is said."""
    return (
        one.key == "ceterms:lifeCycleStatusType"
        and one.theirs == ABSENT
        and one.ours["ceterms:targetNode"] == "lifeCycle:Active"
    )


def _country_kept(one: Difference) -> bool:
    """A jurisdiction that names only a country is kept, where the original lost it without a word."""
    return (
        one.key == "ceterms:mainJurisdiction"
        and one.theirs == ABSENT
        and [set(place) for place in one.ours] == [{"@type", "ceterms:addressCountry"}]
    )


def _not_global(one: Difference) -> bool:
    """That something does not hold everywhere is said by the place where it holds."""
    return (
        one.key == "ceterms:globalJurisdiction"
        and (one.ours, one.theirs) == (ABSENT, False)
        and "ceterms:mainJurisdiction" in one.our_parent
    )


RULES: dict[str, Rule] = {
    "scheme label": _scheme_label,
    "definition of a concept": _definition,
    "class of credit values": _value_profile,
    "default status": _default_status,
    "country kept": _country_kept,
    "not global": _not_global,
}
STRAY_BLANK = "blank in a property name"


def _load(name: str) -> Any:
    return json.loads(shared_path("samples", "assistant", f"{name}.json").read_text(encoding="utf-8-sig"))


@cache
def _alone() -> Alone:
    return Alone(bundled_codes())


def _convert(kind: str, action: str, body: Any) -> Converted:
    (request,) = read_requests(get_kind(kind), action, body)
    return convert(request, bundled_vocabulary(), Rules(base=BASE, is_sandbox=True), _alone())


@cache
def _converted(name: str) -> Converted:
    return _convert(PAIRS[name], "publish", _load(f"{name}-publish-request"))


def _told(result: Converted) -> list[str]:
    return [f"{finding.severity} {finding.code} {finding.pointer}" for finding in result.findings]


def _refusals(result: Converted) -> set[str]:
    vocabulary = bundled_vocabulary()
    validator = validator_for(bundled_profile("publish", "error"), vocabulary)
    checked = check(result.payload(), validator, vocabulary, with_completeness=False)
    return {placed.finding.code for placed in checked.findings if placed.finding.severity == "error"}


# Comparing graphs --------------------------------------------------------------------------------------------


def _registered(document: dict[str, Any]) -> dict[str, Any]:
    """The resources with CTIDs by their addresses; blank nodes stand where they are referred to."""
    blanks = {node["@id"]: node for node in document["@graph"] if node["@id"].startswith("_:")}
    used = set()

    def inlined(value: Any) -> Any:
        if isinstance(value, str) and value in blanks:
            used.add(value)
            return inlined({key: entry for key, entry in blanks[value].items() if key != "@id"})
        if isinstance(value, dict):
            return {key: inlined(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return sorted((inlined(entry) for entry in value), key=_content)
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    found = {node["@id"]: inlined(node) for node in document["@graph"] if node["@id"] not in blanks}
    assert used == set(blanks)
    return found


def _content(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _differences(path: tuple[str, ...], ours: Any, theirs: Any) -> Iterator[Difference]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            here, there = ours.get(key, ABSENT), theirs.get(key, ABSENT)
            inner = (
                list(_differences((*path, key), here, there)) if _is_compared_inside(here, there) else None
            )
            if inner is None and here != there:
                yield Difference((*path, key), here, there, ours, theirs)
            yield from inner or ()
        return
    for place, (here, there) in enumerate(zip(ours, theirs, strict=True)):
        if _is_compared_inside(here, there):
            yield from _differences((*path, str(place)), here, there)
        elif here != there:
            yield Difference((*path, str(place)), here, there, {}, {})


def _is_compared_inside(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        # Language maps are values, and so are compared as wholes.
        return ("@type" in ours and "@type" in theirs) or any("://" in key for key in ours)
    return isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs)


def _without_stray_blanks(value: Any, met: list[str]) -> Any:
    if isinstance(value, dict):
        met += [key for key in value if key != key.strip()]
        return {key.strip(): _without_stray_blanks(entry, met) for key, entry in value.items()}
    if isinstance(value, list):
        return [_without_stray_blanks(entry, met) for entry in value]
    return value


def _compare(name: str) -> tuple[list[Difference], set[str]]:
    """The differences that no rule allows, and the rules that allowed some."""
    blanks: list[str] = []
    theirs = _registered(_without_stray_blanks(_load(f"{name}-ctdl-output"), blanks))
    left, used = [], {STRAY_BLANK} if blanks else set()
    for one in _differences((), _registered(_converted(name).document), theirs):
        rule = next((name for name, allows in RULES.items() if allows(one)), None)
        if rule is None:
            left.append(one)
        else:
            used.add(rule)
    return left, used


@pytest.mark.parametrize("name", PAIRS)
def test_the_document_of_a_request_is_the_published_one(name: str) -> None:
    left, _ = _compare(name)
    assert not [("/".join(one.path), one.ours, one.theirs) for one in left]


@pytest.mark.parametrize("name", PAIRS)
def test_the_outside_of_the_document_is_the_published_one(name: str) -> None:
    ours, theirs = _converted(name).document, _load(f"{name}-ctdl-output")
    assert (ours["@context"], ours["@id"]) == (theirs["@context"], theirs["@id"])
    ids = [[node["@id"] for node in document["@graph"]] for document in (ours, theirs)]
    # First the resource, then others with CTIDs, and blank nodes under names of their own.
    assert [one for one in ids[0] if one[0] != "_"] == [one for one in ids[1] if one[0] != "_"]
    assert [one[0] == "_" for one in ids[0]] == sorted(one[0] == "_" for one in ids[0])


def test_every_rule_allows_something() -> None:
    used = set().union(*(_compare(name)[1] for name in PAIRS))
    assert used == {*RULES, STRAY_BLANK}


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_is_found_that_is_not_expected(name: str) -> None:
    assert _told(_converted(name)) == FINDINGS.get(name, [])
    assert _refusals(_converted(name)) == REFUSED.get(name, set())


# Requests without a published document -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["institutional", "programme"])
def test_a_small_credential_is_complete(name: str) -> None:
    body = _load(f"qualityassurancecredential-eqar-{name}-publish-request")
    result = _convert("credential", "publish", body)
    assert (_told(result), result.cls) == ([], "ceterms:QualityAssuranceCredential")
    assert _refusals(result) == set()
    (node,) = result.document["@graph"]
    sent = body["Credential"]
    assert node["ceterms:name"] == {"en-US": sent["Name"]}
    assert node["ceterms:inLanguage"] == sent["InLanguage"]
    assert node["ceterms:ownedBy"] == [f"{BASE}/resources/{sent['OwnedBy'][0]['CTID']}"]


def test_a_body_of_another_type_is_told_where_it_belongs() -> None:
    body = _load("qualityassurancecredential-eqar-programme-publish-request")
    result = _convert("credentialingaction", "publish", body)
    (finding,) = result.findings
    assert (finding.code, finding.pointer) == ("request.unbindable", "/CredentialingAction")
    assert "has a Credential" in finding.message
    assert "type credential," in finding.hint


_CURRENCY = {"currency-format"}
GRAPHS: dict[str, tuple[str, set[str]]] = {
    "credential-publishgraph-request": ("credential", set()),
    "credential-ingest-ctdl": ("credential", set()),
    "credential-ingest-graph-ctdl": ("credential", set()),
    "credential-detailed-ctdl-output": ("credential", set()),
    "credential-provisional-ctdl": ("credential", set()),
    "credential-multilanguage-ctdl-output": ("credential", set()),
    "credential-kansas-aggregatedata-ctdl-output": ("credential", set()),
    "credential-outcomedata-ctdl-output": ("credential", set()),
    "organization-ingest-ctdl": ("organization", set()),
    "competencyframework-onet-basicskills-ctdl": ("competencyframework", set()),
    # Currencies in words instead of codes.
    "course-ingest-a-ctdl": ("course", _CURRENCY),
    "course-ingest-b-ctdl": ("course", _CURRENCY),
    "learningprogram-ingest-ctdl": ("learningprogram", _CURRENCY),
    "learningprogram-ingest-graph-ctdl": ("learningprogram", _CURRENCY),
    # What is required today was not when these were made.
    "credential-careerbridge-aggregatedata-ctdl-output": (
        "credential",
        {"required-missing", "required-one-of"},
    ),
    "learningopportunity-160drivingacademy-ctdl-output": ("learningopportunity", {"required-missing"}),
    "conceptscheme-connectingcredentials-levels-ctdl": ("conceptscheme", {"required-missing"}),
    # True and false in quotes, a CTID that is none, and a competency under the CTID of its framework.
    "competencyframework-connectingcredentials-ctdl": (
        "competencyframework",
        {"boolean-format", "ctid-malformed", "node-duplicate"},
    ),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_finished_documents_are_taken_over(name: str) -> None:
    kind, refused = GRAPHS[name]
    result = _convert(kind, "publishgraph", _load(name))
    assert _told(result) == []
    assert bundled_vocabulary().is_a(result.cls, get_kind(kind).cls)
    assert result.document["@id"] == f"{BASE}/graph/{result.ctid}"
    assert result.document["@graph"][0]["ceterms:ctid"] == result.ctid
    assert _refusals(result) == refused


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("conditionmanifest", "conditionmanifest-records-ctdl"),  # A list of records.
        ("datasetprofile", "datasetprofile-virginia-outcomes-ctdl"),  # Nothing in it has a CTID.
        ("credential", "lifecycle-status-example-ctdl"),  # The CTIDs stand under another name.
    ],
)
def test_what_cannot_be_taken_over_is_told(kind: str, name: str) -> None:
    result = _convert(kind, "publishgraph", _load(name))
    assert [(finding.severity, finding.code) for finding in result.findings] == [
        ("error", "request.unbindable")
    ]
    assert all(finding.hint for finding in result.findings)
