"""Labels of terms for people, in every language that is packaged."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import Vocabulary, bundled_table, bundled_vocabulary
from opencredreg.ctdl.labels import LABEL_LANGUAGES, find_label, load_labels, readable_name

SECTIONS = ("classes", "properties", "schemes", "concepts")

SAME_LABEL_ON_ONE_CLASS = {
    # A pay profile says its currency and description with the terms of either vocabulary, and the official
    # labels are the same, too: to readers it is one and the same thing.
    ("ceterms:currency", "schema:currency"),
    ("ceterms:description", "schema:description"),
}
NAMES_IN_ENGLISH_LABELS = frozenset(
    "Act Assistance Badge Bill Defense Educational Grant Innovation Opportunity Program States".split()
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return bundled_vocabulary()


def terms_of(vocabulary: Vocabulary) -> list[str]:
    return [term for section in SECTIONS for term in getattr(vocabulary, section)]


def packaged(language: str) -> Mapping[str, Mapping[str, str]]:
    data = (files("opencredreg.ctdl.labels") / f"{language}.json").read_text(encoding="utf-8")
    sections: Mapping[str, Mapping[str, str]] = json.loads(data)
    return sections


def test_every_term_has_a_spanish_label(vocabulary: Vocabulary) -> None:
    sections = packaged("es")
    for section in SECTIONS:
        assert set(sections[section]) == set(getattr(vocabulary, section)), section
    assert all(vocabulary.label_of(term, "es") == load_labels("es")[term] for term in terms_of(vocabulary))


def test_every_term_has_an_english_label_of_the_project_or_a_plain_official_one(
    vocabulary: Vocabulary,
) -> None:
    official = {term: facts.label for name in SECTIONS for term, facts in getattr(vocabulary, name).items()}
    own = load_labels("en")
    # Otherwise the label would be made from the name of the term, which nobody has read.
    assert [term for term in terms_of(vocabulary) if not own.get(term) and not official[term]] == []
    assert [term for term, label in own.items() if label == official[term]] == []


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_labels_are_one_clean_line_and_belong_to_terms(vocabulary: Vocabulary, language: str) -> None:
    for section, labels in packaged(language).items():
        assert list(labels) == sorted(labels)
        for term, label in labels.items():
            assert term in getattr(vocabulary, section)
            assert label == " ".join(label.split()) != "", term
            assert not label.endswith((".", ":", ",")), term
            assert not label[0].islower(), term
            assert len(label) <= 64, term


def test_english_labels_are_in_sentence_case(vocabulary: Vocabulary) -> None:
    strange = []
    for term in terms_of(vocabulary):
        words = re.split(r"[\s-]+", vocabulary.label_of(term))[1:]
        words = [word.strip("()") for word in words]
        if any(
            word != word.lower() and not word.isupper() and word not in NAMES_IN_ENGLISH_LABELS
            for word in words
        ):
            strange.append((term, vocabulary.label_of(term)))
    assert strange == []


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_properties_of_one_class_are_told_apart(vocabulary: Vocabulary, language: str) -> None:
    clashes = set()
    for cls in vocabulary.classes:
        by_label = defaultdict(list)
        for term in vocabulary.properties_of(cls):
            by_label[vocabulary.label_of(term, language)].append(term)
        clashes |= {tuple(terms) for terms in by_label.values() if len(terms) > 1}
    assert clashes == SAME_LABEL_ON_ONE_CLASS
    for terms in clashes:
        assert len({vocabulary.properties[term].label for term in terms}) == 1


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_members_of_one_scheme_are_told_apart(vocabulary: Vocabulary, language: str) -> None:
    for scheme, facts in vocabulary.schemes.items():
        labels = [vocabulary.label_of(concept, language) for concept in facts.concepts]
        assert len(set(labels)) == len(labels), scheme


@pytest.mark.parametrize(
    ("term", "english", "spanish"),
    [
        ("ceterms:LearningOpportunityProfile", "Learning opportunity", "Oportunidad de aprendizaje"),
        ("ceterms:BachelorDegree", "Bachelor's degree", "Título de licenciatura"),
        ("ceterms:audienceLevelType", "Audience level", "Nivel del público"),
        ("ceterms:accreditedBy", "Accredited by", "Acreditado por"),
        ("ceterms:isPartOf", "Part of", "Forma parte de"),
        ("ceterms:url", "Web address", "Dirección web"),
        ("deliveryType:OnlineOnly", "Online only", "Solo en línea"),
        ("orgType:FourYear", "Four-year college", "Universidad de cuatro años"),
        ("ceterms:ctid", "CTID", "CTID"),
    ],
)
def test_labels_of_well_known_terms(vocabulary: Vocabulary, term: str, english: str, spanish: str) -> None:
    assert vocabulary.label_of(term) == english
    assert vocabulary.label_of(term, "es") == spanish


def test_a_language_without_labels_is_answered_in_english(vocabulary: Vocabulary) -> None:
    for language in ("fr", "", "x-klingon", "../es", "es/../en"):
        assert vocabulary.label_of("ceterms:offeredBy", language) == "Offered by"
    for language in ("es-MX", "ES", "es-419", "es-Latn-US"):
        assert vocabulary.label_of("ceterms:offeredBy", language) == "Ofrecido por"


def test_terms_of_another_edition_fall_back_to_their_official_label_and_then_to_their_name() -> None:
    table = bundled_table()
    properties = dict(table.properties)
    properties["ceterms:newThing"] = msgspec.structs.replace(
        properties["ceterms:price"], label="New Thing Type"
    )
    properties["ceterms:namelessThing"] = msgspec.structs.replace(properties["ceterms:price"], label="")
    edition = Vocabulary(msgspec.structs.replace(table, properties=properties))
    for language in LABEL_LANGUAGES:
        assert find_label("ceterms:newThing", language) is None
        assert edition.label_of("ceterms:newThing", language) == "New Thing Type"
        assert edition.label_of("ceterms:namelessThing", language) == "Nameless thing"
        assert edition.label_of("ceterms:fooBarBaz", language) == "Foo bar baz"


def test_an_official_label_stands_where_spanish_is_missing_and_english_needs_no_other(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_english = {"en": {"ceterms:offeredBy": "Offered by"}, "es": {}}
    monkeypatch.setattr("opencredreg.ctdl.labels.load_labels", only_english.__getitem__)
    assert vocabulary.label_of("ceterms:offeredBy", "es") == "Offered by"
    assert vocabulary.label_of("ceterms:price", "es") == "Price"


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("ceterms:fooBarBaz", "Foo bar baz"),
        ("https://example.org/terms#hasURLOf", "Has URL of"),
        ("ex:snake_case-and.dots", "Snake case and dots"),
        ("ex:level1Certificate", "Level 1 certificate"),
        ("ex:percentile10", "Percentile 10"),
        ("ex:URL", "URL"),
        ("bare", "Bare"),
        ("ex:", "ex:"),
        ("", ""),
        ("ex:हिन्दी", "हिन्दी"),
    ],
)
def test_names_become_words(term: str, words: str) -> None:
    assert readable_name(term) == words


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40), st.text(max_size=12))
def test_anything_has_a_label(term: str, language: str) -> None:
    label = bundled_vocabulary().label_of(term, language)
    assert bool(label) == bool(term)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=5))
def test_words_of_a_name_are_found_again(words: list[str]) -> None:
    name = words[0] + "".join(word.capitalize() for word in words[1:])
    assert readable_name(f"ex:{name}").lower().split() == words
