"""What a document is judged for, and how a community changes it."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.jsonld.document import parse_document
from opencredreg.validation import (
    CODES,
    DocumentSurroundings,
    Mode,
    ProfileChanges,
    Report,
    Validator,
    bundled_profile,
    check_payload,
    parse_changes,
    validator_for,
)

from .cases import CASES, changed
from .cases.bases import (
    OWNER,
    Json,
    cao,
    certificate,
    course,
    en,
    item,
    organization,
    outside_organization,
    res,
)
from .cases.case import add, drop, embed, many, put
from .running import grave, judge

VOCABULARY = bundled_vocabulary()


def by(changes: ProfileChanges, document: Json, mode: Mode = "publish") -> Report:
    """What is found under the wishes of a community."""
    return judge_with(validator_for(bundled_profile(mode).changed(changes), VOCABULARY), document)


def judge_with(validator: Validator, document: Json) -> Report:
    import json

    return check_payload(json.dumps(document).encode(), validator)


def codes(report: Report) -> list[str]:
    return [finding.code for finding in grave(report)]


# Modes.


def test_placeholder_needs_a_name_and_an_owner_only() -> None:
    main = item(1, "ceterms:Certificate", ceterms__name=en(), ceterms__ownedBy=[OWNER])
    document = {**certificate(), "@graph": [main]}
    assert codes(judge(document, "provisional")) == []
    assert "required-missing" in codes(judge(document, "publish"))
    marked = judge({**document, "adms:status": "graphPublicationStatus:Provisional"}, "publish")
    assert (codes(marked), marked.mode) == ([], "provisional")


@pytest.mark.parametrize("missing", ["ceterms:name", "ceterms:ownedBy"])
def test_placeholder_without_name_or_owner_is_refused(missing: str) -> None:
    main = item(1, "ceterms:Certificate", ceterms__name=en(), ceterms__ownedBy=[OWNER])
    del main[missing]
    found = codes(judge({**certificate(), "@graph": [main]}, "provisional"))
    assert [code for code in found if code.startswith("required")] != []


def test_placeholder_may_be_offered_instead_of_owned() -> None:
    main = item(1, "ceterms:Certificate", ceterms__name=en(), ceterms__offeredBy=[OWNER])
    assert codes(judge({**certificate(), "@graph": [main]}, "provisional")) == []


@pytest.mark.parametrize("owner", ["ceterms:ownedBy", "ceterms:offeredBy"])
def test_placeholder_of_a_course_has_one_of_the_owners(owner: str) -> None:
    main = item(1, "ceterms:Course", **{"ceterms__name": en()})
    assert codes(judge({**course(), "@graph": [main]}, "provisional")) != []
    main[owner] = [OWNER]
    assert codes(judge({**course(), "@graph": [main]}, "provisional")) == []


def test_all_other_rules_hold_for_placeholders() -> None:
    main = item(1, "ceterms:Certificate", ceterms__name="Plain", ceterms__ownedBy=["nobody"])
    found = codes(judge({**certificate(), "@graph": [main]}, "provisional"))
    assert sorted(found) == ["language-map-expected", "reference-not-iri"]


def test_stand_in_needs_a_class_a_name_and_a_page() -> None:
    thin = {
        "@id": "_:b1",
        "@type": "ceterms:Course",
        "ceterms:name": en(),
        "ceterms:subjectWebpage": "https://a.example",
    }
    document = {"@context": certificate()["@context"], "@graph": [thin]}
    required = [code for code in codes(judge(document, "reference")) if code.startswith("required")]
    assert [code for code in required if code != "required"] == []
    del thin["ceterms:name"]
    assert "blank-node-thin" in codes(judge(document, "reference"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_gate_lets_all_pass_that_a_registry_can_keep(case: Any) -> None:
    document = case.bad if isinstance(case.bad, bytes) else changed(case.base(), case.bad)
    assert {CODES[finding.code].number for finding in judge(document, "gate").findings} <= {
        "R01", "R02", "R03", "R04", "R05",
    }  # fmt: skip


def test_looking_for_errors_only_finds_the_same_errors() -> None:
    for case in CASES:
        if isinstance(case.bad, bytes):
            continue
        document = changed(case.base(), case.bad)
        for mode in ("publish", "read"):
            validator = validator_for(bundled_profile(mode, "error"), VOCABULARY)
            errors = [finding for finding in judge(document, mode).findings if finding.severity == "error"]
            found = judge_with(validator, document).findings
            assert list(found) == errors, case.name


# Wishes of a community.


def test_rule_can_be_raised_lowered_and_switched_off() -> None:
    document = changed(certificate(), put("0/ceterms:subjectWebPage", "https://a.example"))
    expected = {"error": ["error"], "warning": ["warning"], "note": ["note"], "off": []}
    for level, severities in expected.items():
        report = by(parse_changes({"severities": {"property-unknown": level}}, VOCABULARY), document)
        assert [one.severity for one in report.findings if one.code == "property-unknown"] == severities
        assert report.is_sound == (level != "error")


def test_community_can_require_more() -> None:
    changes = parse_changes(
        {"required": {"ceterms:Credential": ["ceterms:image", ["ceterms:keyword", "ceterms:subject"]]}},
        VOCABULARY,
    )
    assert codes(by(changes, certificate())) == ["required-missing", "required-one-of"]
    document = changed(
        certificate(),
        many(put("0/ceterms:keyword", {"en": ["x"]}), put("0/ceterms:image", "https://a.example/i")),
    )
    assert codes(by(changes, document)) == []
    assert codes(by(changes, course())) == []


def test_community_can_require_less() -> None:
    changes = parse_changes({"optional": {"ceterms:Credential": ["ceterms:inLanguage"]}}, VOCABULARY)
    assert codes(by(changes, changed(certificate(), drop("0/ceterms:inLanguage")))) == []
    assert codes(by(changes, changed(course(), drop("0/ceterms:inLanguage")))) == ["required-missing"]


@pytest.mark.parametrize(
    ("wishes", "pointer"),
    [
        ({"severities": {"no-such-rule": "error"}}, "/severities/no-such-rule"),
        ({"severities": {"date-format": "fatal"}}, "/severities"),
        ({"required": {"ceterms:Certficate": []}}, "/required/ceterms:Certficate"),
        ({"required": {"ceterms:Certificate": ["ceterms:naame"]}}, "/required/ceterms:Certificate/0"),
        ({"wishes": {}}, ""),
        ([], ""),
    ],
    ids=str,
)
def test_wishes_that_mean_nothing_are_refused(wishes: Any, pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_changes(wishes, VOCABULARY)
    assert [finding.pointer for finding in caught.value.findings] == [pointer]


# Surroundings.


def test_other_documents_at_hand_tell_what_references_lead_to() -> None:
    import json

    other = parse_document(
        json.dumps(
            changed(organization(), many(put("0/@id", OWNER), put("0/ceterms:ctid", OWNER[-39:])))
        ).encode()
    )
    known = DocumentSurroundings([other])
    document = parse_document(json.dumps(certificate()).encode())
    validator = validator_for(bundled_profile("publish"), VOCABULARY)
    alone, together = validator.validate(document), validator.validate(document, known)
    assert "reference-outside" in [one.code for one in alone.findings]
    assert "reference-outside" not in [one.code for one in together.findings]
    course_there = parse_document(
        json.dumps(changed(course(), many(put("0/@id", OWNER), put("0/ceterms:ctid", OWNER[-39:])))).encode()
    )
    found = validator.validate(document, DocumentSurroundings([course_there])).findings
    assert {one.code for one in found if one.severity == "warning"} == {
        "range-violation",
        "owner-not-organization",
    }


# Reports.


def test_report_counts_what_it_does_not_keep() -> None:
    mentions = [outside_organization(f"_:b{number}") | {"ceterms:name": "Plain"} for number in range(1_200)]
    document = changed(
        certificate(), many(add(*mentions), put("0/ceterms:ownedBy", [one["@id"] for one in mentions]))
    )
    report = judge(document)
    kept = [one for one in report.findings if one.code == "language-map-expected"]
    assert len(kept) + report.omitted["language-map-expected"] == 1_200
    assert report.counts["error"] == 1_200
    assert report.items == 1_201


def test_report_names_what_is_at_fault() -> None:
    document = changed(certificate(), embed("ceterms:audienceType", cao("audience:Fulltime")))
    [finding] = grave(judge(document))
    assert (finding.node, finding.ctid) == (res(1), res(1)[-39:])
    assert finding.type == "ceterms:CredentialAlignmentObject"
    assert finding.property == "ceterms:targetNode"
    assert finding.value == "audience:Fulltime"
    assert finding.suggestion == "audience:FullTime"
    assert finding.rule == "R71"
    assert "audience:Fulltime" in finding.message
    assert finding.hint
