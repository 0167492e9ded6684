"""What is found in real documents, as recorded and reviewed; and whether it agrees with what is known of them.

After a change of the rules the record is made anew with ``OPENCREDREG_UPDATE_SAMPLES=1``, and read before it is kept.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from opencredreg.findings import Finding
from opencredreg.validation import Mode

from ..support.shared import shared_path
from .running import judge
from .samples import claims, read_index, read_payload

_RECORD: Final = Path(__file__).with_name("samples.json")
_SHOWN: Final = 5
"""So many pointers of the errors of one code are recorded."""

REGISTRY: Final = "registry"
ASSISTANT: Final = "assistant"
OUTPUTS: Final = ("-ctdl.json", "-ctdl-output.json", "-envelope.json", "-records-ctdl.json")
AT_FAULT: Final = {
    # One competency has a letter beyond "f" in its CTID.
    "competencyframework-connectingcredentials-ctdl.json": {"ctid-malformed"},
}
"""Outputs of the publishing service in which something is plainly wrong."""

CODES_OF: Final[dict[str, frozenset[str]]] = {
    "bad CTID case": frozenset({"ctid-uppercase"}),
    "bad CTID grammar": frozenset({"ctid-malformed", "ctid-bare-uuid"}),
    "CTID not UUIDv4": frozenset({"ctid-not-uuid4"}),
    "ctid/@id mismatch": frozenset({"ctid-uri-mismatch", "registry-uri-malformed"}),
    "full-IRI @type": frozenset({"key-not-prefixed"}),
    "full-IRI property": frozenset({"key-not-prefixed"}),
    "no @context": frozenset({"context-missing"}),
    "non-IRI string in": frozenset({"reference-not-iri", "concept-not-in-scheme"}),
    "not valid JSON: expecting ',' delimiter": frozenset({"malformed-json"}),
    "outside domain": frozenset({"domain-violation", "domain-of-another", "domain-documented-conflict"}),
    "plain string where language map expected": frozenset({"language-map-expected"}),
    "top-level array, no @context": frozenset({"document-is-array"}),
    "undeclared": frozenset({"property-unknown", "property-foreign", "term-retired", "key-whitespace"}),
    "undefined blank node ref": frozenset({"reference-unresolved"}),
    "unknown class": frozenset({"class-unknown", "class-foreign", "term-retired", "key-not-prefixed"}),
    "unprefixed @type": frozenset({"key-not-prefixed", "class-unknown"}),
    "unprefixed property": frozenset({"key-not-prefixed"}),
    "'type' instead of '@type'": frozenset({"required"}),
}
"""What the index says to the codes that say the same."""
NOT_CLAIMS: Final = (
    "nothing found",
    "recovered from the JWT payload of the envelope",
    "the decoded_resource in the source file is broken JSON",
    "the decoded_resource of the source envelope",
    "same data as the .jsonld file",
)
FEWER: Final = {
    # The fourth is a label of another vocabulary, which is kept as it is.
    ("data-set-multi-dimensional.json", "plain string where language map expected"): 3,
}
"""Where the index counts more than the rules speak of."""


def _folder(name: str) -> Path:
    return shared_path("samples", name)


def _files(name: str) -> list[Path]:
    return sorted(path for path in _folder(name).iterdir() if path.suffix in (".json", ".jsonld"))


@cache
def _findings(path: Path, mode: Mode) -> tuple[Finding, ...]:
    return judge(read_payload(path), mode).findings


def _facts(path: Path, mode: Mode) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for severity in ("error", "warning", "note"):
        counts = Counter(finding.code for finding in _findings(path, mode) if finding.severity == severity)
        if counts:
            facts[severity] = dict(sorted(counts.items()))
    places: dict[str, list[str]] = {}
    for finding in _findings(path, mode):
        if finding.severity == "error" and len(places.setdefault(finding.code, [])) < _SHOWN:
            places[finding.code].append(finding.pointer)
    return {**facts, "at": dict(sorted(places.items()))} if places else facts


def test_findings_in_samples_are_those_on_record() -> None:
    found = {
        f"{name}/{path.name}": {mode: _facts(path, mode) for mode in ("publish", "read")}
        for name in (REGISTRY, ASSISTANT)
        for path in _files(name)
    }
    if os.environ.get("OPENCREDREG_UPDATE_SAMPLES"):
        lines = (f"{json.dumps(name)}: {json.dumps(facts)}" for name, facts in found.items())
        _RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    record = json.loads(_RECORD.read_text(encoding="utf-8"))
    assert found.keys() == record.keys()
    differing = {name: (facts, record[name]) for name, facts in found.items() if facts != record[name]}
    assert differing == {}


def test_sound_samples_have_no_errors_when_they_are_read() -> None:
    index = read_index(_folder(REGISTRY))
    sound = [name for name, state in index.items() if state == "nothing found"]
    assert len(sound) > 20
    errors = {
        (name, finding.code, finding.pointer)
        for name in sound
        for finding in _findings(_folder(REGISTRY) / name, "read")
        if finding.severity == "error"
    }
    assert errors == set()


def test_sound_samples_use_terms_as_they_are_declared() -> None:
    index = read_index(_folder(REGISTRY))
    of_terms = {
        "property-unknown",
        "class-unknown",
        "domain-violation",
        "range-violation",
        "reference-not-iri",
    }
    graver = {
        (name, finding.code, finding.pointer)
        for name, state in index.items()
        if state == "nothing found"
        for finding in _findings(_folder(REGISTRY) / name, "read")
        if finding.code in of_terms
    }
    assert graver == set()


def test_faults_that_the_index_tells_of_are_found() -> None:
    missed = []
    checked = 0
    for name, state in read_index(_folder(REGISTRY)).items():
        path = _folder(REGISTRY) / name
        if path.suffix not in (".json", ".jsonld"):
            continue
        findings = _findings(path, "read")
        for kind, about, count in claims(state):
            if kind in NOT_CLAIMS:
                continue
            count = FEWER.get((name, kind), count)
            fitting = [
                finding
                for finding in findings
                if finding.code in CODES_OF[kind] and _is_about(finding, about)
            ]
            checked += 1
            if len(fitting) < max(count, 1):
                missed.append((name, kind, about, count, len(fitting)))
    assert missed == []
    assert checked > 120


def _is_about(finding: Finding, about: str) -> bool:
    if not about:
        return True
    told = (finding.property, finding.value, finding.value.strip(), *finding.pointer.split("/"))
    return about in told or any(step.strip() == about for step in finding.pointer.split("/"))


@pytest.mark.parametrize(
    ("name", "slip", "meant"),
    [
        ("lifecycle-status-example-ctdl.json", "ceterms:subjectWebPage", "ceterms:subjectWebpage"),
        ("credential-program-and-courses-full-iri-prefixes.json", "ceterms:inLangaue", "ceterms:inLanguage"),
        ("course-schedule-pattern.json", "ceterms:targeName", "ceterms:targetNodeName"),
        ("qualifications-framework-eqf.json", "ceterms:IdentiferValue", "ceterms:IdentifierValue"),
        ("credential-type-basic.json", "skos:concept", "skos:Concept"),
        ("qualifications-framework-scqf.json", "ceterms:preceeds", "ceterms:precedes"),
        ("transfer-value-handbook-example-1.json", "creditUnit:DegreeeCredit", "creditUnit:DegreeCredit"),
    ],
)
def test_slips_in_official_examples_are_named_with_what_was_meant(name: str, slip: str, meant: str) -> None:
    folder = _folder(REGISTRY if (_folder(REGISTRY) / name).exists() else ASSISTANT)
    suggestions = {
        finding.suggestion for finding in _findings(folder / name, "read") if finding.value.strip() == slip
    }
    assert suggestions == {meant}


def test_legacy_samples_are_read_with_notes_and_not_published() -> None:
    for path in _files(REGISTRY):
        if path.name.startswith("legacy-") and path.name != "legacy-competency-scrum-electricity.json":
            plain = [
                finding for finding in _findings(path, "read") if finding.code == "language-map-expected"
            ]
            assert plain, path.name
            assert {finding.severity for finding in plain} == {"note"}
            graver = [
                finding for finding in _findings(path, "publish") if finding.code == "language-map-expected"
            ]
            assert {finding.severity for finding in graver} == {"error"}


@pytest.mark.parametrize(
    ("name", "code", "terms"),
    [
        ("invalid-assessment-without-availability", "required-one-of", "ceterms:availableAt"),
        ("invalid-cost-manifest-without-cost-details", "required-missing", "ceterms:costDetails"),
        ("invalid-credential-unknown-type", "class-unknown", "ceterms:Certification"),
        ("invalid-learning-opportunity-without-owner", "required-one-of", "ceterms:ownedBy"),
        ("invalid-organization-without-email-and-address", "required-one-of", "ceterms:email"),
    ],
)
def test_documents_that_were_broken_on_purpose_are_refused_for_it(name: str, code: str, terms: str) -> None:
    findings = _findings(_folder(REGISTRY) / f"{name}.json", "publish")
    named = [
        finding
        for finding in findings
        if finding.code == code and terms in (finding.suggestion, finding.message)
    ]
    assert [finding.severity for finding in named] == ["error"]


def test_condition_profiles_need_no_description_any_more() -> None:
    path = _folder(REGISTRY) / "invalid-condition-manifest-profile-without-description.json"
    graver = {finding.code for finding in _findings(path, "publish") if finding.severity == "error"}
    # Plain texts, and single form where the wire asks for a graph.
    assert graver == {"language-map-expected", "required"}


def test_outputs_of_the_publishing_service_are_read_without_errors() -> None:
    outputs = [path for path in _files(ASSISTANT) if path.name.endswith(OUTPUTS)]
    assert len(outputs) > 18
    errors: dict[str, set[str]] = {}
    for path in outputs:
        for finding in _findings(path, "read"):
            if finding.severity == "error":
                errors.setdefault(path.name, set()).add(finding.code)
    assert errors == AT_FAULT
