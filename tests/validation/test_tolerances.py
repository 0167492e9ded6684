"""What readers accept: other spellings and forms of the same thing, and documents that say less than they could.

Source: ``validation-profile.md`` sections 6 and 7, ``ctdl-vocabulary.md`` section 3.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.validation import Mode

from .cases.bases import (
    BASE,
    OWNER,
    TEXT,
    Json,
    alignment_map,
    cao,
    ce,
    certificate,
    component_condition,
    course,
    en,
    framework,
    item,
    organization,
    pathway,
    res,
    transfer_value,
)
from .cases.case import Change, add, changed, drop, embed, many, put, rename, top
from .running import grave, judge

AUDIENCE = "0/ceterms:audienceType/0/ceterms:targetNode"


def codes(document: Json, mode: Mode = "publish") -> list[str]:
    """The codes of errors and warnings."""
    return [finding.code for finding in grave(judge(document, mode))]


def with_audience(node: Any) -> Json:
    value = cao("audience:FullTime", "Full-time") | {"ceterms:targetNode": node}
    return changed(certificate(), embed("ceterms:audienceType", value))


@pytest.mark.parametrize(
    "node",
    [
        "audience:FullTime",
        " audience:FullTime ",
        "https://purl.org/ctdl/vocabs/audience/FullTime",
        "http://purl.org/ctdl/vocabs/audience/FullTime",
        "https://credreg.net/ctdl/terms/FullTime",
        "https://credreg.net/ctdl/terms/audience/FullTime",
        "http://credreg.net/ctdl/vocabs/audience/FullTime",
        "ceterms:FullTime",
        "https://purl.org/ctdl/vocabs/audience/FullTime/",
        ["audience:FullTime"],
        {"@id": "audience:FullTime"},
    ],
    ids=str,
)
def test_concept_may_be_written_in_all_its_spellings(node: Any) -> None:
    assert [
        code for code in codes(with_audience(node), "read") if code.startswith(("concept", "align"))
    ] == []


def test_publication_status_lies_in_either_namespace() -> None:
    for scheme in ("http", "https"):
        status = f"{scheme}://purl.org/ctdlasn/vocabs/publicationStatus/Published"
        assert codes(changed(alignment_map(), put("0/ceasn:publicationStatusType", status))) == []


@pytest.mark.parametrize(
    "address", [OWNER, OWNER.upper().replace("HTTPS://REGISTRY.EXAMPLE/RESOURCES/", f"{BASE}/resources/")]
)
def test_references_are_followed_whatever_the_case_of_the_ctid(address: str) -> None:
    assert (
        codes(
            changed(
                framework(),
                put("0/ceasn:hasTopChild", [res(2).upper().replace(res(2).upper()[:38], res(2)[:38])]),
            )
        )
        == []
    )
    assert codes(changed(certificate(), put("0/ceterms:ownedBy", [address]))) == []


def test_members_may_point_to_the_graph_of_their_unit_instead_of_the_unit() -> None:
    found = codes(changed(framework(), put("2/ceasn:isPartOf", f"{BASE}/graph/{ce(1)}")))
    assert found == ["reference-to-graph"]


def test_lone_value_is_as_good_as_a_list_of_one() -> None:
    document = certificate()
    main = document["@graph"][0]
    main["ceterms:requires"] = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}
    main["ceterms:ownedBy"] = OWNER
    main["ceterms:inLanguage"] = "en"
    main["ceterms:credentialStatusType"] = [main["ceterms:credentialStatusType"]]
    main["ceterms:subjectWebpage"] = [main["ceterms:subjectWebpage"]]
    assert codes(document) == []


def test_class_may_stand_in_a_list_and_the_most_specific_one_counts() -> None:
    kinds = ["ceterms:Credential", "ceterms:Certificate"]
    assert codes(changed(certificate(), put("0/@type", kinds)), "read") == []
    assert (
        codes(changed(certificate(), put("0/@type", ["ceterms:Degree", "ceterms:MasterDegree"])), "read")
        == []
    )


@pytest.mark.parametrize("spelling", ["full", "short", "old", "blank"])
def test_document_in_another_spelling_says_the_same(spelling: str) -> None:
    """Requirements, members, domains and ranges are seen through every spelling of keys and classes."""
    vocabulary = bundled_vocabulary()

    def respell(name: str) -> str:
        if spelling == "full":
            return vocabulary.expand(name)
        if spelling == "old":
            return vocabulary.expand(name).replace("https://purl.org/", "http://credreg.net/")
        if spelling == "blank":
            return f"{name} "
        short = name.partition(":")[2]
        return short if vocabulary.normalize_term(short) == name else name

    def rewritten(value: Any) -> Any:
        if isinstance(value, list):
            return [rewritten(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        return {
            key if key.startswith("@") or ":" not in key else respell(key): respell(entry)
            if key == "@type"
            else rewritten(entry)
            for key, entry in value.items()
        }

    for base in (certificate, organization, course, framework, pathway, transfer_value, alignment_map):
        document = base()
        document["@graph"] = rewritten(document["@graph"])
        assert set(codes(document, "read")) <= {"key-whitespace"}, base.__name__


def test_document_may_bring_names_of_its_own() -> None:
    document = certificate()
    main = document["@graph"][0]
    document["@context"] = [document["@context"], {"title": "ceterms:name", "Paper": "ceterms:Certificate"}]
    main["title"] = main.pop("ceterms:name")
    main["@type"] = "Paper"
    assert codes(document) == []
    main["title"] = "Net mending"
    assert [(finding.code, finding.pointer) for finding in grave(judge(document))] == [
        ("language-map-expected", "/@graph/0/title")
    ]


def test_own_prefix_in_the_address_of_an_item_is_understood() -> None:
    document = certificate()
    document["@context"] = [document["@context"], {"res": f"{BASE}/resources/"}]
    document["@graph"][0]["@id"] = f"res:{ce(1)}"
    assert codes(document) == []


def test_single_form_is_read_like_a_graph_of_one() -> None:
    document = certificate()
    single = {"@context": document["@context"], **document["@graph"][0]}
    assert codes(single, "read") == []
    del single["ceterms:name"]
    assert [(finding.code, finding.pointer) for finding in grave(judge(single, "read"))] == [
        ("required-missing", "")
    ]


def test_organization_that_is_described_in_place_need_not_say_more_than_a_blank_node() -> None:
    described = {
        "@type": "ceterms:QACredentialOrganization",
        "ceterms:name": en("Guild"),
        "ceterms:subjectWebpage": "https://guild.example",
    }
    assert codes(changed(certificate(), embed("ceterms:recognizedBy", described))) == []


def test_blank_nodes_say_less_than_published_resources() -> None:
    for cls in ("ceterms:Course", "ceterms:Certificate", "ceterms:QACredentialOrganization"):
        mention = {
            "@id": "_:m",
            "@type": cls,
            "ceterms:name": en(),
            "ceterms:subjectWebpage": "https://a.example",
        }
        assert codes(changed(certificate(), many(add(mention), put("0/ceterms:isSimilarTo", ["_:m"])))) == []


def test_concept_in_its_own_scheme_is_nothing_outside() -> None:
    concept = {"@id": "_:c", "@type": "skos:Concept", "skos:prefLabel": en(), "skos:inScheme": res(2)}
    scheme = {**item(2, "skos:ConceptScheme"), "skos:hasTopConcept": ["_:c"]}
    found = codes(changed(certificate(), add(scheme, concept)), "read")
    assert "blank-node-no-webpage" not in found


@pytest.mark.parametrize("value", ["", {}, None, [], {"en": ""}, {"en": None}], ids=str)
def test_empty_value_does_not_meet_a_requirement(value: Any) -> None:
    assert "required-missing" in codes(changed(certificate(), put("0/ceterms:name", value)))


def test_component_may_be_tied_by_the_property_of_older_documents() -> None:
    old = many(put("1/ceasn:isPartOf", res(1)), drop("1/ceterms:isPartOf"))
    assert codes(changed(pathway(), old)) == []


@pytest.mark.parametrize("term", ["ceterms:latestVersion", "ceterms:previousVersion", "ceterms:nextVersion"])
def test_versions_may_lead_to_the_own_class(term: str) -> None:
    for base in (framework, pathway, transfer_value):
        document = base()
        second = {**copy.deepcopy(document["@graph"][0]), "@id": "_:v"}
        del second["ceterms:ctid"]
        for key in ("ceasn:hasTopChild", "ceterms:hasPart", "ceterms:hasDestinationComponent"):
            second.pop(key, None)
        document["@graph"][0][term] = "_:v"
        document["@graph"].append(second)
        about = {one.code for one in judge(document).findings if one.property == term}
        assert about - {"list-expected"} <= {"version-range-conflict"}


@pytest.mark.parametrize("member", [OWNER, "https://elsewhere.example/x", "_:c"])
def test_open_ranges_take_anything(member: str) -> None:
    mention = {"@id": "_:c", "@type": "ceterms:Place", "ceterms:name": en()}
    document = changed(certificate(), many(put("0/ceterms:isSimilarTo", [member]), add(mention)))
    assert [code for code in codes(document) if code.startswith("range")] == []


@pytest.mark.parametrize("literal", [{"@value": 90}, 90, 0.5, True, "ninety"], ids=str)
def test_literals_may_be_compared_in_a_constraint(literal: Any) -> None:
    constraint = {
        "@type": "ceterms:Constraint",
        "ceterms:name": en("Enough"),
        "ceterms:leftSource": ["ceterms:creditValue"],
        "ceterms:comparator": "compare:GTEQ",
        "ceterms:rightSource": [literal],
    }
    condition = component_condition(res(2), ceterms__hasConstraint=[constraint])
    assert codes(changed(pathway(), put("2/ceterms:hasCondition", [condition])), "read") == []


@pytest.mark.parametrize(
    ("cls", "term"),
    [
        ("asn:ProgressionModel", "asn:hasProgressionLevel"),
        ("ceterms:QualificationsFramework", "asn:hasProgressionLevel"),
        ("ceterms:EarningsProfile", "qdata:relevantDataSet"),
        ("ceterms:MultiComponent", "ceasn:isPartOf"),
    ],
)
def test_what_practice_has_beyond_the_domain_is_only_noted(cls: str, term: str) -> None:
    document = {"@context": certificate()["@context"], "@type": cls, "@id": res(1), term: [res(2)]}
    about = [one for one in judge(document, "read").findings if one.property == term and "domain" in one.code]
    assert [(one.code, one.severity) for one in about] == [("domain-documented-conflict", "note")]


@pytest.mark.parametrize(
    "kind",
    [
        "ceterms:FinancialAlignmentObject",
        ["ceterms:FinancialAlignmentObject"],
        "https://purl.org/ctdl/terms/FinancialAlignmentObject",
    ],
    ids=str,
)
def test_retired_class_is_judged_by_what_was_declared_for_it(kind: Any) -> None:
    aid = {
        "@type": kind,
        "ceterms:name": en("Aid"),
        "ceterms:description": en(),
        "ceterms:frameworkName": en("Aid of all kinds"),
    }
    assert codes(changed(certificate(), embed("ceterms:financialAssistance", aid))) == []


def test_two_spellings_of_one_property_are_told_apart() -> None:
    document = changed(certificate(), put("0/name", "Net mending"))
    places = {
        (one.code, one.pointer) for one in judge(document, "read").findings if one.pointer.endswith("name")
    }
    assert ("language-map-expected", "/@graph/0/name") in places
    assert ("language-map-expected", "/@graph/0/ceterms:name") not in places


def test_first_item_is_known_by_its_address_when_it_has_no_ctid() -> None:
    assert codes(changed(certificate(), drop("0/ceterms:ctid"))) == ["ctid-missing"]


def test_what_is_missing_is_said_once() -> None:
    aid = item(1, "ceterms:FinancialAssistanceProfile", ceterms__name=en(), ceterms__description=en())
    del aid["ceterms:ctid"]
    document = {**certificate(), "@graph": [aid]}
    assert codes(document, "read").count("required-missing") == 0


def test_context_that_is_not_known_is_no_error() -> None:
    document = changed(certificate(), top(context="https://schema.org"))
    report = judge(document, "read")
    assert report.counts.get("error", 0) == 0
    assert {one.rule for one in report.findings if one.pointer.startswith("/@context")} == {"R06"}


def test_known_context_in_a_list_is_enough() -> None:
    contexts = ["https://www.w3.org/2018/credentials/v1", certificate()["@context"]]
    assert codes(changed(certificate(), top(context=contexts)), "read") == []


def test_context_that_means_nothing_is_told_beside_a_known_one() -> None:
    contexts = [certificate()["@context"], {"@vocab": 5}]
    [finding] = grave(judge(changed(certificate(), top(context=contexts)), "read"))
    assert (finding.code, finding.pointer.startswith("/@context/1")) == ("context-foreign", True)


def test_expanded_reference_is_read() -> None:
    """The long form of a web address or reference says the same as the short one."""
    for term, value in (("ceterms:subjectWebpage", "https://school.example"), ("ceterms:isSimilarTo", OWNER)):
        long = {"@value": value, "@type": "xsd:anyURI"}
        assert codes(changed(certificate(), put(f"0/{term}", long)), "read") == []
        assert "value-empty" in codes(changed(certificate(), put(f"0/{term}", {"@value": " "})), "read")


@pytest.mark.parametrize("mode", ["publish", "provisional", "read"])
def test_blank_node_is_never_the_main_resource(mode: Mode) -> None:
    document = changed(certificate(), many(put("0/@id", "_:b0"), drop("0/ceterms:ctid")))
    assert [one.code for one in judge(document, mode).findings if one.severity == "error"] == [
        "main-resource-blank"
    ]


def test_blank_main_resource_passes_the_gate_and_may_be_described() -> None:
    """A registry names what it keeps by itself; a description of something outside has no name to give."""
    document = changed(certificate(), many(put("0/@id", "_:b0"), drop("0/ceterms:ctid")))
    assert judge(document, "gate").findings == ()
    assert codes(document, "reference") == []


def test_suggestion_is_never_what_stands_there_already() -> None:
    for change in (
        put("0/@id", "ce-123"),
        put("0/@id", f"{BASE}/{ce(1)}"),
        put("0/ceterms:image", "no address"),
        rename("0/ceterms:name", "ceterms:naame"),
    ):
        for finding in judge(changed(certificate(), change)).findings:
            assert not finding.suggestion or finding.suggestion != finding.value


def test_findings_are_in_the_order_of_the_document() -> None:
    changes: list[Change] = [put("0/ceterms:name", "x"), put("0/ceterms:description", TEXT)]
    changes.append(put("0/ceterms:ownedBy", [f"{BASE}/graph/{ce(number)}" for number in range(12)]))
    places = [one.pointer for one in judge(changed(certificate(), many(*changes)), "publish").findings]
    owners = [place for place in places if "ownedBy/" in place and place.rpartition("/")[2].isdigit()]
    numbers = [int(place.rpartition("/")[2]) for place in owners]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 12


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ceterms:isDestinationComponentFor", "ceterms:isDestinationComponentOf"),
        ("ceterms:alternativeRuleSet", "ceterms:hasCondition"),
        ("ceterms:creditHourType", "ceterms:creditValue"),
        ("ceterms:creditHourValue", "ceterms:creditValue"),
        ("ceterms:creditUnitValue", "ceterms:creditValue"),
        ("ceterms:contactOption", "ceterms:targetContactPoint"),
        ("ceterms:contactPoint", "ceterms:targetContactPoint"),
        ("ceterms:url", "ceterms:subjectWebpage"),
        ("ceterms:isicv4", "ceterms:isicV4"),
        ("qdata:distributionFile", "qdata:hasDataSetDistribution"),
        ("qdata:administrativeRecordType", "qdata:recordType"),
    ],
)
@pytest.mark.parametrize("mode", ["publish", "read"])
def test_retired_property_is_noted_with_its_successor(old: str, new: str, mode: Mode) -> None:
    report = judge(changed(certificate(), put(f"0/{old}", "anything")), mode)
    assert [(one.severity, one.suggestion) for one in report.findings if one.code == "term-retired"] == [
        ("note", new)
    ]
    assert grave(report) == []
    assert new in bundled_vocabulary().properties


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ceterms:SelectionComponent", "ceterms:ComponentCondition"),
        ("ceterms:RuleSet", "ceterms:ComponentCondition"),
        ("ceterms:RuleSetProfile", "ceterms:ComponentCondition"),
        ("ceterms:FinancialAlignmentObject", "ceterms:FinancialAssistanceProfile"),
        ("schema:ValueProfile", "ceterms:ValueProfile"),
        ("qdata:SubjectProfile", "qdata:Dimension"),
    ],
)
def test_retired_class_is_noted_with_its_successor(old: str, new: str) -> None:
    mention = {"@id": "_:m", "@type": old, "ceterms:name": en(), "ceterms:description": en()}
    report = judge(changed(certificate(), many(add(mention), put("0/ceterms:isSimilarTo", ["_:m"]))), "read")
    noted = [
        (one.severity, one.pointer, one.suggestion) for one in report.findings if one.code == "term-retired"
    ]
    assert noted == [("note", "/@graph/1/@type", new)]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("schema:datePublished", "2024-05-06"),
        ("owl:sameAs", ["https://elsewhere.example/1"]),
    ],
)
def test_what_other_vocabularies_add_to_every_resource_is_no_surprise(term: str, value: Any) -> None:
    report = judge(changed(certificate(), put(f"0/{term}", value)))
    assert [one for one in report.findings if term in one.pointer] == []


@pytest.mark.parametrize(
    "cls", ["ceterms:ApprenticeshipCertificate", "ceterms:MasterOfArtsDegree", "ceterms:OpenBadge"]
)
def test_subclasses_are_asked_for_what_their_superclass_requires(cls: str) -> None:
    complete = changed(certificate(), put("0/@type", cls))
    assert codes(complete) == []
    assert codes(changed(complete, drop("0/ceterms:credentialStatusType"))) == ["required-missing"]


def test_domains_hold_for_subclasses_that_the_lists_forgot() -> None:
    profile = {"@type": "ceterms:AggregateDataProfile", "ceterms:name": en()}
    assert codes(changed(course(), embed("ceterms:aggregateData", profile))) == []


def test_course_needs_no_web_page() -> None:
    assert codes(changed(course(), drop("0/ceterms:subjectWebpage"))) == []


def test_old_model_of_data_sets_needs_a_name_and_a_description_only() -> None:
    main = item(1, "qdata:DataSetProfile", ceterms__name=en(), ceterms__description=en())
    frame = {"@type": "qdata:DataSetTimeFrame", "ceterms:startDate": "2020-01-01"}
    document = {**certificate(), "@graph": [main]}
    assert set(codes(document)) == {"required-missing"}
    assert codes(changed(document, put("0/qdata:dataSetTimePeriod", [frame]))) == []


def test_competency_alone_names_its_creator_and_one_in_a_framework_its_framework() -> None:
    alone = item(1, "ceasn:Competency", ceasn__competencyText=en())
    assert codes({**certificate(), "@graph": [alone]}) == ["standalone-with-structure"]
    assert codes({**certificate(), "@graph": [{**alone, "ceasn:creator": [OWNER]}]}) == []


def test_pathway_without_components_needs_no_destination() -> None:
    document = pathway()
    del document["@graph"][1:]
    for term in ("ceterms:hasPart", "ceterms:hasDestinationComponent"):
        del document["@graph"][0][term]
    assert codes(document) == []


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "en-US",
        "en-us",
        "zh-Hant",
        "zh-Hant-TW",
        "sr-Latn-RS",
        "es-419",
        "de-DE-1996",
        "sl-rozaj",
        "yue",
    ],
)
def test_well_formed_language_tags(tag: str) -> None:
    document = changed(
        certificate(), many(put("0/ceterms:inLanguage", [tag]), put("0/ceterms:name", {tag: "x"}))
    )
    assert codes(document) == []


@pytest.mark.parametrize("tag", ["en:us", "en_US", "english", "e", "en-", "en-USA-x", "", "en US", "12"])
def test_strange_language_tags(tag: str) -> None:
    document = changed(certificate(), put("0/ceterms:name", {tag: "x"}))
    assert codes(document) == ["language-tag-invalid"]


@pytest.mark.parametrize(
    "text", ["P1Y", "P1Y6M", "P2W", "P10D", "PT1H", "PT90M", "PT1H30M", "P0.5Y", "PT1.5H", "P1Y2M3W4D"]
)
def test_durations(text: str) -> None:
    profile = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": text}
    assert codes(changed(certificate(), embed("ceterms:estimatedDuration", profile))) == []


@pytest.mark.parametrize("text", ["P", "PT", "P1H", "1Y", "P1YT", "PT1D", "p1y", "P-1Y", "P1", "six weeks"])
def test_texts_that_are_no_durations(text: str) -> None:
    profile = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": text}
    assert codes(changed(certificate(), embed("ceterms:estimatedDuration", profile))) == ["duration-format"]


def test_text_that_is_no_duration_is_not_compared_with_one() -> None:
    profile = {
        "@type": "ceterms:DurationProfile",
        "ceterms:minimumDuration": "P1M",
        "ceterms:maximumDuration": "P",
    }
    assert codes(changed(certificate(), embed("ceterms:estimatedDuration", profile))) == ["duration-format"]


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://a.example/ü?q=1#x", "https://a.example:8443/x", "https://1.2.3.4/"]
)
def test_web_addresses(url: str) -> None:
    assert codes(changed(certificate(), put("0/ceterms:subjectWebpage", url))) == []


@pytest.mark.parametrize(
    "url", ["www.a.example", "//a.example", "https://", "https:// a.example", "https:a", "a b", "mailto:a@b"]
)
def test_texts_that_are_no_web_addresses(url: str) -> None:
    assert codes(changed(certificate(), put("0/ceterms:subjectWebpage", url))) == ["url-format"]


@pytest.mark.parametrize("text", ["1962", "1962-05", "1962-05-06"])
def test_approximate_dates_may_be_rough(text: str) -> None:
    assert codes(changed(certificate(), put("0/ceterms:approximateDateEffective", text))) == []
    rough = [] if len(text) == 10 else ["date-format"]
    assert codes(changed(certificate(), put("0/ceterms:dateEffective", text))) == rough


def test_a_slip_is_told_at_every_place_where_it_stands() -> None:
    ctid = "ce-7f1c2d3e-4a5b-4c6d-8e7f-9a0b1c2d3e4f"
    document = {"@graph": [{"@id": "_:a", "@type": "ceterms:Badge", "ceterms:ownedBy": [ctid, ctid]}]}
    pointers = [
        found.pointer for found in judge(document, "publish").findings if found.code == "reference-bare-ctid"
    ]
    assert pointers == ["/@graph/0/ceterms:ownedBy/0", "/@graph/0/ceterms:ownedBy/1"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"en": "Second semester"}, []),
        (cao("", "Second semester") | {"ceterms:codedNotation": "S2"}, []),
        ({"en": 2}, ["language-map-value"]),
        ({"english language": "Second semester"}, ["language-tag-invalid"]),
        (
            {"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": "S2"},
            ["alignment-name-missing"],
        ),
    ],
)
def test_the_term_of_a_course_in_a_pathway_is_a_text_or_an_alignment(
    value: Json, expected: list[str]
) -> None:
    assert codes(changed(pathway(), put("1/ceterms:programTerm", value))) == expected
