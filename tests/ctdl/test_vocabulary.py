from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.ctdl import ValueKind, Vocabulary, bundled_vocabulary, terms
from opencredreg.ctdl.hierarchy import ancestors_of

_TERMS = sorted([*bundled_vocabulary().properties, *bundled_vocabulary().classes])
_CONCEPTS = sorted(bundled_vocabulary().concepts)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return bundled_vocabulary()


@given(st.sampled_from(_TERMS + _CONCEPTS))
def test_every_term_survives_writing_out_and_shortening(term: str) -> None:
    vocabulary = bundled_vocabulary()
    assert vocabulary.compact(vocabulary.expand(term)) == term
    assert vocabulary.is_known(term)


@given(st.sampled_from(_TERMS), st.booleans(), st.sampled_from(["", " ", "\t\n", "\u00a0"]))
def test_every_spelling_of_a_term_is_that_term(term: str, secure: bool, blank: str) -> None:
    vocabulary = bundled_vocabulary()
    rest = vocabulary.expand(term).partition("://")[2]
    assert vocabulary.normalize_term(f"{blank}{'https' if secure else 'http'}://{rest}{blank}") == term
    assert vocabulary.normalize_term(f"{blank}{term}{blank}") == term
    assert vocabulary.normalize_term(term.replace(":", f":{blank}")) == term


@given(st.text())
def test_normalizing_twice_changes_nothing_more(text: str) -> None:
    vocabulary = bundled_vocabulary()
    once = vocabulary.normalize_term(text)
    assert vocabulary.normalize_term(once) == once


@pytest.mark.parametrize(
    ("spelling", "term"),
    [
        ("http://credreg.net/ctdl/terms/name", "ceterms:name"),
        ("https://credreg.net/ctdlasn/terms/competencyText", "ceasn:competencyText"),
        ("http://purl.org/ctdl/vocabs/audLevel/Primary", "audLevel:Primary"),
        ("https://purl.org/ctdlasn/vocabs/publicationStatus/Draft", "publicationStatus:Draft"),
        ("https://credreg.net/qdata/vocabs/metricCat/WIOA", "metricCat:WIOA"),
        ("http://schema.org/name", "schema:name"),
        ("name", "ceterms:name"),
        (":name", "ceterms:name"),
        ("competencyText", "ceasn:competencyText"),
        ("prefLabel", "skos:prefLabel"),
        ("hasMetric", "qdata:hasMetric"),
        ("Certificate", "ceterms:Certificate"),
        ("ceterms:subject Webpage", "ceterms:subjectWebpage"),
        ("neverHeardOf", "neverHeardOf"),
        ("other: thing", "other: thing"),
        ("https://example.org/a b ", "https://example.org/a b"),
        ("https://purl.org/ctdl/terms/", "https://purl.org/ctdl/terms/"),
        ("", ""),
    ],
)
def test_spellings(vocabulary: Vocabulary, spelling: str, term: str) -> None:
    assert vocabulary.normalize_term(spelling) == term


@pytest.mark.parametrize(
    "iri", ["https://example.org/name", "https://purl.org/ctdl/terms/a:b", "_:name", "name", "urn:x:y"]
)
def test_what_is_not_of_the_vocabulary_stays_as_it_is(vocabulary: Vocabulary, iri: str) -> None:
    assert vocabulary.compact(iri) == iri
    assert vocabulary.expand(iri) == iri


def test_the_hierarchy(vocabulary: Vocabulary) -> None:
    assert vocabulary.is_a("ceterms:BachelorOfArtsDegree", "ceterms:Credential")
    assert vocabulary.is_a("ceterms:Course", "schema:CreativeWork")
    assert vocabulary.is_a("no:Such", "no:Such")
    assert not vocabulary.is_a("ceterms:Credential", "ceterms:Badge")
    assert not vocabulary.is_a("no:Such", "ceterms:Credential")
    assert len(vocabulary.descendants("ceterms:Credential")) == 49
    assert vocabulary.descendants("no:Such") == {"no:Such"}
    assert vocabulary.classes["ceterms:BachelorOfArtsDegree"].ancestors == (
        "ceterms:BachelorDegree",
        "ceterms:Degree",
        "ceterms:Credential",
        "schema:CreativeWork",
    )


def test_a_circle_among_classes_ends() -> None:
    assert ancestors_of("a", {"a": ["b"], "b": ["c"], "c": ["a", "b"]}) == ("b", "c")


def test_kinds(vocabulary: Vocabulary) -> None:
    assert vocabulary.kind_of("ceterms:name") is ValueKind.LANGUAGE_MAP
    assert vocabulary.kind_of("ceterms:approximateEndDate") is ValueKind.DATE
    assert vocabulary.kind_of("ceterms:nowhereDeclared") is ValueKind.ANY
    assert vocabulary.kind_of("ceterms:url") is ValueKind.IRI
    assert not vocabulary.properties["ceterms:url"].declared


def test_placements(vocabulary: Vocabulary) -> None:
    def placed(term: str) -> tuple[str, ...]:
        facts = vocabulary.classes[term]
        return (facts.placement, *facts.other_placements)

    credentials = vocabulary.descendants("ceterms:Credential") - {"ceterms:Credential", "ceterms:Degree"}
    assert len(credentials) == 47
    assert {placed(term) for term in credentials} == {("top",)}
    actions = vocabulary.descendants("ceterms:CredentialingAction") - {"ceterms:CredentialingAction"}
    assert len(actions) == 11
    assert {placed(term) for term in actions} == {("top",)}
    assert placed("ceterms:Degree") == ("unknown",)
    assert placed("ceasn:Competency") == ("travels", "top")
    assert placed("ceterms:CourseComponent") == ("travels",)
    assert placed("ceterms:ConditionProfile") == ("embedded",)
    assert placed("ceterms:ProcessProfile") == ("top", "embedded")


def test_shapes_come_from_the_nearest_class_that_has_one(vocabulary: Vocabulary) -> None:
    assert vocabulary.shape_of("ceterms:Badge", "ceterms:keyword") == "languageMapOfLists"
    assert vocabulary.shape_of("ceterms:Course", "ceterms:name") == "languageMap"
    assert vocabulary.shape_of("ceterms:Badge", "ceterms:nowhereDeclared") == ""
    assert vocabulary.shape_of("no:Such", "ceterms:name") == ""


def test_the_constants_name_known_terms(vocabulary: Vocabulary) -> None:
    values = {name: getattr(terms, name) for name in terms.__all__}
    unknown = {value for value in values.values() if not vocabulary.is_known(value)}
    assert unknown == {"schema:datePublished", "graphPublicationStatus:Provisional"}
    assert len(set(values.values())) == len(values)


def test_loading_takes_few_steps_and_is_done_once() -> None:
    """Commands load the table each time they run, so a process may take some tens of steps for a term, no more.

    Steps are calls of functions, of which there are the same number on a busy machine.
    """
    code = (
        "import cProfile, pstats, opencredreg.ctdl as ctdl; profile = cProfile.Profile(); "
        "profile.runcall(ctdl.bundled_vocabulary); print(pstats.Stats(profile).total_calls)"
    )
    steps = int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    vocabulary = bundled_vocabulary()
    assert vocabulary is bundled_vocabulary()
    assert steps < 60 * sum(map(len, (vocabulary.classes, vocabulary.properties, vocabulary.concepts)))
