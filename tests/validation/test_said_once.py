"""What an object lacks is told once, by the rule that knows most about it."""

from __future__ import annotations

import json

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.document import parse_document
from opencredreg.validation import Mode, ProfileChanges, bundled_profile, validator_for

from .cases.bases import (
    OWNER,
    Json,
    alignment_map,
    certificate,
    competency,
    data_set,
    document,
    en,
    framework,
    item,
    pathway,
    res,
    scheme,
)
from .cases.case import Base, Change, changed, drop, embed, many, put
from .running import grave, judge

_LACKS: list[tuple[Base, Change, str, str]] = [
    (framework, drop("2/ceasn:isPartOf"), "2", "member-untied"),
    (scheme, drop("2/skos:inScheme"), "2", "member-untied"),
    (pathway, drop("1/ceterms:isPartOf"), "1", "member-untied"),
    (competency, drop("0/ceasn:creator"), "0", "standalone-with-structure"),
    (
        pathway,
        many(drop("0/ceterms:hasDestinationComponent"), drop("2/ceterms:isDestinationComponentOf")),
        "0",
        "pathway-no-destination",
    ),
    (data_set, drop("3/qdata:isObservationOf"), "3", "observation-incomplete"),
    (data_set, drop("3/qdata:percentage"), "3", "observation-incomplete"),
    (alignment_map, drop("1/ceterms:targetNode"), "1", "alignment-incomplete"),
    (alignment_map, drop("1/ceterms:sourceNode", "1/ceterms:alignmentType"), "1", "alignment-incomplete"),
]


def _told(report_of: Json, mode: Mode = "publish") -> list[tuple[str, str]]:
    return [(one.code, one.pointer) for one in grave(judge(report_of, mode)) if "unreachable" not in one.code]


@pytest.mark.parametrize(("base", "change", "at", "code"), _LACKS)
@pytest.mark.parametrize("mode", ["publish", "read"])
def test_what_is_missing_is_told_by_the_rule_that_knows_most(
    base: Base, change: Change, at: str, code: str, mode: Mode
) -> None:
    assert _told(changed(base(), change), mode) == [(code, f"/@graph/{at}")]


@pytest.mark.parametrize(("base", "change", "at", "code"), _LACKS)
def test_what_a_class_requires_is_asked_for_where_that_rule_is_off(
    base: Base, change: Change, at: str, code: str
) -> None:
    profile = bundled_profile("publish").changed(ProfileChanges(severities={code: "off"}))
    payload = parse_document(_encoded(changed(base(), change)))
    report = validator_for(profile, bundled_vocabulary()).validate(payload)
    found = {(one.code, one.pointer) for one in grave(report) if one.code.startswith("required")}
    assert found <= {("required-missing", f"/@graph/{at}"), ("required-one-of", f"/@graph/{at}")}
    assert found


def test_other_things_that_the_same_object_lacks_are_told_beside_it() -> None:
    found = _told(changed(framework(), drop("2/ceasn:isPartOf", "2/ceasn:competencyText")))
    assert found == [("member-untied", "/@graph/2"), ("required-missing", "/@graph/2")]


def test_same_property_of_another_object_is_told_there() -> None:
    found = _told(changed(framework(), drop("1/ceasn:isPartOf", "2/ceasn:isPartOf")))
    assert found == [("member-untied", "/@graph/1"), ("member-untied", "/@graph/2")]


def test_competency_that_points_into_a_framework_still_needs_its_creator() -> None:
    change = many(put("0/ceasn:isPartOf", res(77)), drop("0/ceasn:creator"))
    assert _told(changed(competency(), change)) == [
        ("required-missing", "/@graph/0"),
        ("standalone-with-structure", "/@graph/0/ceasn:isPartOf"),
    ]


def test_profile_that_says_nothing_is_told_what_it_needs() -> None:
    silent = {"@type": "ceterms:RevocationProfile"}
    assert _told(changed(certificate(), embed("ceterms:revocation", silent))) == [
        ("required-missing", "/@graph/0/ceterms:revocation/0")
    ]


def test_level_in_a_scheme_is_told_which_property_it_needs() -> None:
    described = {"ceasn__name": en(), "ceasn__description": en(), "ceasn__inLanguage": ["en"]}
    model = item(
        1, "asn:ProgressionModel", **described, ceasn__publisher=[OWNER], skos__hasTopConcept=[res(2)]
    )
    level = item(2, "asn:ProgressionLevel", skos__prefLabel=en("One"), skos__inScheme=res(1))
    report = judge(document(model, level))
    about = [(one.code, one.suggestion) for one in report.findings if one.pointer.startswith("/@graph/1")]
    assert ("required-missing", "ceasn:inProgressionModel") in about
    assert "member-tied-by-other" not in [code for code, _ in about]


# Rows of alignment maps that match nothing.


@pytest.mark.parametrize(
    "kind",
    [
        "alignment:NoMatch",
        ["alignment:NoMatch"],
        "https://purl.org/ctdl/vocabs/alignment/NoMatch",
        "http://purl.org/ctdl/vocabs/alignment/NoMatch",
        {"@id": "alignment:NoMatch"},
    ],
    ids=str,
)
def test_row_that_matches_nothing_needs_no_target(kind: object) -> None:
    document = changed(
        alignment_map(), many(drop("1/ceterms:targetNode"), put("1/ceterms:alignmentType", kind))
    )
    codes = {one.code for one in judge(document, "read").findings}
    assert codes & {"alignment-incomplete", "required-missing", "required-one-of"} == set()


def test_row_that_matches_nothing_needs_its_source() -> None:
    row = many(
        drop("1/ceterms:targetNode", "1/ceterms:sourceNode"),
        put("1/ceterms:alignmentType", "alignment:NoMatch"),
    )
    [finding] = [one for one in judge(changed(alignment_map(), row)).findings if one.severity == "error"]
    assert finding.code == "alignment-incomplete"
    assert "ceterms:sourceNode" in finding.message
    assert "ceterms:targetNode" not in finding.message


def _encoded(value: Json) -> bytes:
    return json.dumps(value).encode()
