"""The packaged vocabulary against the official encodings and contexts, read here a second time and plainly.

Whatever the two do not have in common stands in ``_DELIBERATE`` with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import pytest

from opencredreg.ctdl import Vocabulary, bundled_vocabulary
from tests.support.shared import shared_path

_FILES = {
    "ctdl": ("ctdl", "schema.json"),
    "ctdlasn": ("ctdlasn", "schema.json"),
    "qdata": ("qdata", "schema-2026-transcribed.json"),
}
_WRONGLY_TYPED = "the context types it as a reference, its range holds datatypes only"
# (term, fact) to the reason for which the vocabulary does not say what the files say.
_DELIBERATE: dict[tuple[str, str], str] = {
    ("qdata:metricType", "scheme"): "the encoding names none; the publishing service uses this one",
    ("ceasn:approximateDateCreated", "datatype"): _WRONGLY_TYPED,
    ("ceasn:approximateDateModified", "datatype"): _WRONGLY_TYPED,
    ("ceterms:approximateClosingDate", "datatype"): _WRONGLY_TYPED,
    ("ceterms:approximateDateEffective", "datatype"): _WRONGLY_TYPED,
    ("ceterms:approximateEndDate", "datatype"): _WRONGLY_TYPED,
    ("ceterms:approximateExpirationDate", "datatype"): _WRONGLY_TYPED,
    ("ceterms:approximateStartDate", "datatype"): _WRONGLY_TYPED,
    ("ceterms:highEarnings", "datatype"): _WRONGLY_TYPED,
    ("ceterms:lowEarnings", "datatype"): _WRONGLY_TYPED,
    ("ceterms:medianEarnings", "datatype"): _WRONGLY_TYPED,
    ("qdata:sizeOfData", "datatype"): _WRONGLY_TYPED,
    ("qdata:sizeOfNoData", "datatype"): _WRONGLY_TYPED,
    ("qdata:sizeOfPopulation", "datatype"): _WRONGLY_TYPED,
}
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return bundled_vocabulary()


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Facts]]:
    """Kind of term to term to its facts, as the files have them."""
    kinds = {
        "rdfs:Class": "class",
        "rdf:Property": "property",
        "skos:ConceptScheme": "scheme",
        "skos:Concept": "concept",
    }
    found: dict[str, dict[str, Facts]] = {kind: {} for kind in kinds.values()}
    typing = _typing()
    for name, path in _FILES.items():
        for node in json.loads(shared_path("ctdl", *path).read_text())["@graph"]:
            facts = found[kinds[node["@type"]]].setdefault(node["@id"], _empty(node, name))
            facts["declared_in"].append(name)
            for field, keys in _LISTS.items():
                for key in keys:
                    facts[field].update(node.get(key, ()))
    for term, facts in found["property"].items():
        facts["datatype"] = facts["published_datatype"] = typing[term]
    for term, facts in found["concept"].items():
        (scheme,) = facts.pop("schemes")
        facts["scheme"] = scheme
        found["scheme"][scheme]["members"].add(term)
    return found


_LISTS = {
    "parents": ("rdfs:subClassOf", "rdfs:subPropertyOf"),
    "equivalents": ("owl:equivalentClass", "owl:equivalentProperty"),
    "domain": ("schema:domainIncludes",),
    "range": ("schema:rangeIncludes",),
    "scheme_of": ("meta:targetScheme",),
    "inverse_of": ("owl:inverseOf",),
    "members": ("meta:hasConcept",),
    "top": ("skos:hasTopConcept",),
    "schemes": ("skos:inScheme",),
    "broader": ("skos:broader",),
    "narrower": ("skos:narrower",),
    "related": ("skos:relatedMatch", "skos:narrowMatch"),
}


def _empty(node: Mapping[str, Any], name: str) -> Facts:
    label = node.get("rdfs:label", node.get("skos:prefLabel"))
    return {
        "label": label["en-US"],
        "status": node.get("vs:term_status", "").removeprefix("vs:"),
        "declared_in": [],
        **{field: set() for field in _LISTS},
    }


def _typing() -> dict[str, str]:
    both = [
        json.loads(shared_path("ctdl", name, "context.json").read_text())["@context"]
        for name in ("ctdl", "ctdlasn")
    ]
    terms = [{key: value for key, value in context.items() if isinstance(value, dict)} for context in both]
    assert terms[0] == terms[1]
    return {term: value.get("@container") or value["@type"] for term, value in terms[0].items()}


def _ancestors(term: str, classes: Mapping[str, Facts]) -> set[str]:
    parents = set(classes[term]["parents"]) if term in classes else set()
    return parents | {name for parent in parents for name in _ancestors(parent, classes)}


def _differences(pairs: Iterable[tuple[str, str, Any, Any]]) -> set[tuple[str, str]]:
    return {(term, field) for term, field, ours, theirs in pairs if ours != theirs}


def test_the_counts_are_those_of_the_encodings(
    vocabulary: Vocabulary, published: dict[str, dict[str, Facts]]
) -> None:
    declared = {term for term, facts in vocabulary.properties.items() if facts.declared}
    counts = [len(names) for names in (vocabulary.classes, declared, vocabulary.schemes, vocabulary.concepts)]
    assert counts == [159, 574, 44, 569] == [len(terms) for terms in published.values()]
    assert set(vocabulary.classes) == set(published["class"])
    assert declared == set(published["property"])
    assert set(vocabulary.schemes) == set(published["scheme"])
    assert set(vocabulary.concepts) == set(published["concept"])


def test_classes_say_what_the_encodings_say(
    vocabulary: Vocabulary, published: dict[str, dict[str, Facts]]
) -> None:
    pairs = [
        (term, field, ours, theirs)
        for term, facts in published["class"].items()
        for known in [vocabulary.classes[term]]
        for field, ours, theirs in (
            ("label", known.label, facts["label"]),
            ("status", known.status, facts["status"]),
            ("parents", set(known.parents), facts["parents"]),
            ("ancestors", set(known.ancestors), _ancestors(term, published["class"])),
            ("equivalents", set(known.equivalents), facts["equivalents"]),
            ("declared_in", list(known.declared_in), facts["declared_in"]),
        )
    ]
    assert len(pairs) == 6 * 159
    assert _differences(pairs) == set()


def test_properties_say_what_the_encodings_and_contexts_say(
    vocabulary: Vocabulary, published: dict[str, dict[str, Facts]]
) -> None:
    pairs = [
        (term, field, ours, theirs)
        for term, facts in published["property"].items()
        for known in [vocabulary.properties[term]]
        for field, ours, theirs in (
            ("label", known.label, facts["label"]),
            ("status", known.status, facts["status"]),
            ("parents", set(known.parents), facts["parents"]),
            ("equivalents", set(known.equivalents), facts["equivalents"]),
            ("domain", set(known.domain), facts["domain"]),
            ("range", set(known.range), facts["range"]),
            ("scheme", {known.scheme} - {None}, facts["scheme_of"]),
            ("inverse", {known.inverse} - {None}, facts["inverse_of"]),
            ("declared_in", list(known.declared_in), facts["declared_in"]),
            ("datatype", known.datatype, facts["datatype"]),
            ("published_datatype", known.published_datatype, facts["published_datatype"]),
        )
    ]
    assert len(pairs) == 11 * 574
    # Equality in both directions: an entry that no longer differs has to go.
    assert _differences(pairs) == set(_DELIBERATE)


def test_lists_are_sorted_and_without_repetition(vocabulary: Vocabulary) -> None:
    for facts in vocabulary.properties.values():
        for names in (facts.domain, facts.range, facts.parents, facts.equivalents):
            assert list(names) == sorted(set(names)), facts.term


def test_schemes_say_what_the_encodings_say(
    vocabulary: Vocabulary, published: dict[str, dict[str, Facts]]
) -> None:
    pairs = [
        (term, field, ours, theirs)
        for term, facts in published["scheme"].items()
        for known in [vocabulary.schemes[term]]
        for field, ours, theirs in (
            ("label", known.label, facts["label"]),
            ("status", known.status, facts["status"]),
            ("concepts", set(known.concepts), facts["members"]),
            ("top", set(known.top), facts["top"]),
            ("declared_in", list(known.declared_in), facts["declared_in"]),
        )
    ]
    assert len(pairs) == 5 * 44
    assert _differences(pairs) == set()


def test_concepts_say_what_the_encodings_say(
    vocabulary: Vocabulary, published: dict[str, dict[str, Facts]]
) -> None:
    pairs = [
        (term, field, ours, theirs)
        for term, facts in published["concept"].items()
        for known in [vocabulary.concepts[term]]
        for field, ours, theirs in (
            ("label", known.label, facts["label"]),
            ("status", known.status, facts["status"]),
            ("scheme", known.scheme, facts["scheme"]),
            ("broader", set(known.broader), facts["broader"]),
            ("narrower", set(known.narrower), facts["narrower"]),
            ("related", set(known.related), facts["related"]),
        )
    ]
    assert len(pairs) == 6 * 569
    assert _differences(pairs) == set()


def test_names_that_only_the_contexts_know_are_told_apart(vocabulary: Vocabulary) -> None:
    typing = _typing()
    assert set(typing) == set(vocabulary.properties)
    extra = [facts for facts in vocabulary.properties.values() if not facts.declared]
    assert len(extra) == 35
    for facts in extra:
        assert (facts.declared_in, facts.domain, facts.range) == ((), (), ())
        assert facts.published_datatype == typing[facts.term]


def test_properties_of_a_class_are_those_of_the_derived_table_and_of_its_ancestors(
    vocabulary: Vocabulary,
) -> None:
    rows = json.loads(shared_path("ctdl", "derived", "classes.json").read_text())
    own = {term: set(row["properties"]) for term, row in rows.items()}
    # A framework of competencies is a collection by name only; two components are components in use only.
    lines = {term: {term, *row["ancestors"]} for term, row in rows.items()}
    lines["ceasn:CompetencyFramework"] = {"ceasn:CompetencyFramework"}
    for term in ("ceterms:MultiComponent", "ceterms:CollectionComponent"):
        lines[term] = {term, "ceterms:PathwayComponent"}
    for term, line in lines.items():
        expected = set().union(*(own.get(name, set()) for name in line))
        assert vocabulary.properties_of(term) == tuple(sorted(expected)), term
        assert all(vocabulary.has_domain(term, name) for name in expected)


def test_no_text_of_the_encodings_is_in_the_table() -> None:
    table = (files("opencredreg.ctdl") / "_generated" / "vocabulary.json").read_text()
    texts = [
        text
        for path in _FILES.values()
        for node in json.loads(shared_path("ctdl", *path).read_text())["@graph"]
        for key in ("rdfs:comment", "skos:definition", "dct:description", "vann:usageNote")
        for text in node.get(key, {}).values()
    ]
    # Some concepts are defined by little more than their label.
    long = [text for text in texts if len(text) > 40]
    assert len(long) > 1000
    assert [text for text in long if text in table] == []
