"""The packaged table is what the tool makes of the official encodings, and says what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tools import derive_vocabulary
from tools.derive_vocabulary import TARGET, build, main

from opencredreg.ctdl import ValueKind, Vocabulary, bundled_vocabulary
from opencredreg.ctdl.hierarchy import expand_classes, fold_classes
from opencredreg.ctdl.official.encodings import ATTRIBUTION, derive_table
from opencredreg.ctdl.table import parse_table, render_table
from opencredreg.errors import InvalidInput
from tests.support.shared import shared_path

_KINDS = {
    "iri": ValueKind.IRI,
    "languageMap": ValueKind.LANGUAGE_MAP,
    "xsd:string": ValueKind.STRING,
    "xsd:float": ValueKind.FLOAT,
    "xsd:date": ValueKind.DATE,
    "xsd:boolean": ValueKind.BOOLEAN,
    "schema:Duration": ValueKind.DURATION,
    "xsd:dateTime": ValueKind.DATETIME,
    "xsd:integer": ValueKind.INTEGER,
    "xsd:language": ValueKind.LANGUAGE,
    "xsd:duration": ValueKind.DURATION,
    "xsd:decimal": ValueKind.DECIMAL,
}
_CORRECTED = {
    "ceasn:approximateDateCreated": ValueKind.DATE,
    "ceasn:approximateDateModified": ValueKind.DATE,
    "ceterms:approximateClosingDate": ValueKind.DATE,
    "ceterms:approximateDateEffective": ValueKind.DATE,
    "ceterms:approximateEndDate": ValueKind.DATE,
    "ceterms:approximateExpirationDate": ValueKind.DATE,
    "ceterms:approximateStartDate": ValueKind.DATE,
    "ceterms:highEarnings": ValueKind.DECIMAL,
    "ceterms:lowEarnings": ValueKind.DECIMAL,
    "ceterms:medianEarnings": ValueKind.DECIMAL,
    "qdata:sizeOfData": ValueKind.INTEGER,
    "qdata:sizeOfNoData": ValueKind.INTEGER,
    "qdata:sizeOfPopulation": ValueKind.INTEGER,
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return bundled_vocabulary()


@pytest.fixture(scope="module")
def derived() -> Callable[[str], Any]:
    return lambda name: json.loads(shared_path("ctdl", "derived", name).read_text())


def test_the_packaged_table_is_up_to_date_and_small() -> None:
    data = build(shared_path("ctdl"), bundled_vocabulary().edition)
    assert TARGET.read_bytes() == data
    assert len(data) < 400_000


def test_the_table_names_whose_work_the_vocabulary_is(vocabulary: Vocabulary) -> None:
    table = parse_table(TARGET.read_bytes())
    assert (vocabulary.attribution, vocabulary.edition) == (ATTRIBUTION, "2026-08")
    assert table.attribution == ATTRIBUTION
    assert "CC BY 4.0" in table.attribution
    assert render_table(table) == TARGET.read_bytes()


def test_the_counts_are_those_of_the_encodings(vocabulary: Vocabulary) -> None:
    declared = [facts for facts in vocabulary.properties.values() if facts.declared]
    assert (len(vocabulary.classes), len(declared), len(vocabulary.properties)) == (159, 574, 609)
    assert (len(vocabulary.schemes), len(vocabulary.concepts)) == (44, 569)


def test_properties_agree_with_the_derived_table(
    vocabulary: Vocabulary, derived: Callable[[str], Any]
) -> None:
    for term, row in derived("properties.json").items():
        facts = vocabulary.properties[term]
        assert (facts.label, facts.status, facts.declared) == (row["label"], row["status"], True)
        assert facts.domain == tuple(sorted(row["domain"]))
        assert facts.range == tuple(sorted(row["range"]))
        assert facts.parents == tuple(sorted(row["subPropertyOf"]))
        assert [facts.scheme] == (row["targetScheme"] or [None])
        assert [facts.inverse] == (row["inverseOf"] or [None])
        assert facts.kind is _CORRECTED.get(term, _KINDS[row["context"]]), term


def test_classes_agree_with_the_derived_table(vocabulary: Vocabulary, derived: Callable[[str], Any]) -> None:
    for term, row in derived("classes.json").items():
        facts = vocabulary.classes[term]
        assert (facts.label, facts.status) == (row["label"], row["status"])
        assert facts.parents == tuple(sorted(row["subClassOf"]))
        assert set(facts.ancestors) == set(row["ancestors"])


def test_schemes_and_concepts_agree_with_the_derived_table(
    vocabulary: Vocabulary, derived: Callable[[str], Any]
) -> None:
    for term, row in derived("concept-schemes.json").items():
        facts = vocabulary.schemes[term]
        assert (facts.label, facts.status) == (row["label"], row["status"])
        assert (facts.prefix, facts.namespace) == (row["prefix"], row["namespace"])
        assert set(facts.concepts) == {concept["term"] for concept in row["concepts"]}
        assert set(facts.top) == {f"{facts.prefix}:{name}" for name in row["topConcepts"]}
        for concept in row["concepts"]:
            known = vocabulary.concepts[concept["term"]]
            assert (known.label, known.status, known.scheme) == (concept["label"], concept["status"], term)
            assert known.broader == tuple(concept.get("broader", ()))


def test_prefixes_agree_with_the_derived_table(vocabulary: Vocabulary, derived: Callable[[str], Any]) -> None:
    published = derived("prefixes.json")
    assert published.items() <= vocabulary.prefixes.items()
    extra = vocabulary.prefixes.keys() - published.keys()
    assert extra == {facts.prefix for facts in vocabulary.schemes.values()} - published.keys()


def test_the_policy_and_the_shapes_are_kept(vocabulary: Vocabulary, derived: Callable[[str], Any]) -> None:
    rows = parse_table(TARGET.read_bytes()).classes
    for term, row in derived("policy-2022-03.json")["classes"].items():
        if term == "ceterms:SelectionComponent":
            continue  # The policy is older than the vocabulary: this class is gone.
        for name, groups in (("required", rows[term].required), ("recommended", rows[term].recommended)):
            expected = ["|".join(group) if isinstance(group, list) else group for group in row[name]]
            assert groups.split() == expected
    for term, row in derived("registry-shapes-2026-03.json").items():
        if term == "qdata:SubjectProfile":
            continue  # Gone as well.
        shapes = {key.strip(): shape.replace(" ceterms:", " ") for key, shape in row.items() if key[0] != "@"}
        assert vocabulary.classes[term].shapes == shapes


def test_no_sentences_are_in_the_table(vocabulary: Vocabulary) -> None:
    groups = (vocabulary.classes, vocabulary.properties, vocabulary.schemes, vocabulary.concepts)
    labels = [facts.label for group in groups for facts in group.values()]
    assert max(map(len, labels)) < 80
    assert not [label for label in labels if ". " in label]


def test_class_lists_fold_without_loss() -> None:
    families = {
        "a:Top": frozenset({"a:Top", "a:Left", "a:Right", "a:Leaf"}),
        "a:Left": frozenset({"a:Left", "a:Leaf"}),
        "a:Right": frozenset({"a:Right"}),
        "a:Leaf": frozenset({"a:Leaf"}),
    }
    assert fold_classes(["a:Leaf", "a:Left", "x:Y"], families) == "a:Left+ x:Y"
    for names in ([], ["a:Top"], sorted(families), ["a:Leaf", "a:Left", "a:Right"]):
        assert list(expand_classes(fold_classes(names, families), families)) == names


def test_newer_encodings_can_be_read_without_policy() -> None:
    """What an operator does with a later edition of the vocabulary."""
    encoding: dict[str, Any] = {
        "@graph": [
            {"@id": "ceterms:A", "@type": "rdfs:Class", "rdfs:label": {"en-US": "A"}},
            {
                "@id": "ceterms:b",
                "@type": "rdf:Property",
                "rdfs:label": {"en-US": "B"},
                "schema:domainIncludes": ["ceterms:A"],
                "schema:rangeIncludes": ["xsd:integer"],
            },
        ]
    }
    context = {"@context": {"ceterms": "https://purl.org/ctdl/terms/", "ceterms:b": {"@type": "@id"}}}
    vocabulary = Vocabulary(derive_table({"ctdl": encoding, "qdata": encoding}, {"ctdl": context}))
    assert vocabulary.properties["ceterms:b"].declared_in == ("ctdl", "qdata")
    assert vocabulary.kind_of("ceterms:b") is ValueKind.INTEGER
    assert vocabulary.properties["ceterms:b"].published_datatype == "@id"
    assert vocabulary.classes["ceterms:A"].required == ()


def test_what_a_later_edition_may_write_otherwise_is_read() -> None:
    """One value for a list, objects for references, other languages, new keys, new sorts of terms."""
    encoding: dict[str, Any] = {
        "@graph": [
            {
                "@id": "ceterms:A",
                "@type": ["rdfs:Class", "owl:Class"],
                "rdfs:label": {"fr": "Un", "en": "A"},
                "rdfs:subClassOf": {"@id": "ceterms:Top"},
                "meta:brandNew": 7,
            },
            {"@id": "ceterms:c", "@type": "rdf:Property", "rdfs:label": "C", "owl:inverseOf": "ceterms:d"},
            {"@id": "ceterms:Shape", "@type": "sh:NodeShape", "rdfs:subClassOf": None},
            {"@id": "ceterms:Untyped"},
            {"@id": "ceterms:Empty", "@type": "skos:ConceptScheme", "meta:hasConcept": []},
            {"@id": "ceterms:Full", "@type": "skos:ConceptScheme", "meta:hasConcept": "full:One"},
            {"@id": "full:One", "@type": "skos:Concept", "skos:prefLabel": {}},
            {"@id": "full:Stray", "@type": "skos:Concept"},
        ]
    }
    context = {
        "@context": {
            "@version": 1.1,
            "@language": "en",
            "ceterms": "https://purl.org/ctdl/terms/",
            "title": "ceterms:c",
            "ceterms:c": {"@id": "https://purl.org/ctdl/terms/c"},
        }
    }
    vocabulary = Vocabulary(derive_table({"ctdl": encoding}, {"ctdl": context}, edition="2027-01"))
    assert vocabulary.edition == "2027-01"
    assert vocabulary.contexts == {"ctdl": ("ceterms",)}
    assert list(vocabulary.classes) == ["ceterms:A"]
    assert (vocabulary.classes["ceterms:A"].label, vocabulary.classes["ceterms:A"].parents) == (
        "A",
        ("ceterms:Top",),
    )
    assert (vocabulary.properties["ceterms:c"].label, vocabulary.properties["ceterms:c"].inverse) == (
        "C",
        "ceterms:d",
    )
    assert vocabulary.kind_of("ceterms:c") is ValueKind.STRING
    assert vocabulary.schemes["ceterms:Empty"].concepts == ()
    assert vocabulary.schemes["ceterms:Full"].concepts == ("full:One",)
    assert vocabulary.concepts["full:One"].scheme == "ceterms:Full"
    assert vocabulary.concepts["full:Stray"].scheme == ""


@pytest.mark.parametrize(
    ("encodings", "contexts", "message"),
    [
        ({"qdata": {}}, {}, "The qdata encoding has no list of terms under @graph."),
        (
            {"ctdl": {"@graph": [{"@id": "a:B"}, "x"]}},
            {},
            "Item 1 under @graph of the ctdl encoding has no @id.",
        ),
        ({}, {"ctdl": {"@context": "https://example.org"}}, "The ctdl context has no object under @context."),
    ],
)
def test_files_of_another_kind_are_refused(
    encodings: dict[str, Any], contexts: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        derive_table(encodings, contexts)
    assert caught.value.message == message


def test_the_tool_asks_for_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["no-such-folder"]) == 2
    assert "name the folder" in capsys.readouterr().err


def test_the_tool_writes_the_table_and_keeps_the_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, target = str(shared_path("ctdl")), tmp_path / "made" / "vocabulary.json"
    monkeypatch.setattr(derive_vocabulary, "TARGET", target)
    assert main([folder, "2031-12"]) == 0
    assert parse_table(target.read_bytes()).edition == "2031-12"
    assert main([folder]) == 0
    assert parse_table(target.read_bytes()).edition == "2031-12"
