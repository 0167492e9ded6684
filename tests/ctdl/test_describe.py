"""What is said of terms: that it is complete, agrees with the facts, and is found under every spelling."""

from __future__ import annotations

import csv
import io

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.ctdl.guide.describe import describe, describe_class
from opencredreg.ctdl.guide.descriptions import (
    ClassDescription,
    ConceptDescription,
    ConceptNode,
    PropertyDescription,
    SchemeDescription,
)
from opencredreg.ctdl.guide.mapping import MAPPING_COLUMNS, build_mapping, render_mapping_csv
from opencredreg.ctdl.guide.overview import ClassNode, build_overview
from opencredreg.ctdl.guide.term_search import find_term, search_terms, suggest_terms

_VOCABULARY = bundled_vocabulary()
_TERMS = sorted([*_VOCABULARY.classes, *_VOCABULARY.properties, *_VOCABULARY.schemes, *_VOCABULARY.concepts])


def _terms_of(nodes: tuple[ConceptNode, ...]) -> list[str]:
    return [term for node in nodes for term in (node.link.term, *_terms_of(node.narrower))]


def _classes_of(nodes: tuple[ClassNode, ...]) -> list[str]:
    return [term for node in nodes for term in (node.link.term, *_classes_of(node.subclasses))]


def test_every_term_is_described_and_can_be_written_as_json() -> None:
    kinds = {"class": 0, "property": 0, "scheme": 0, "concept": 0}
    for term in _TERMS:
        found = describe(_VOCABULARY, term)
        assert found is not None, term
        value = msgspec.to_builtins(found)
        assert value["term"] == term
        assert value["label"]
        kinds[value["kind"]] += 1
    assert kinds == {
        "class": len(_VOCABULARY.classes),
        "property": len(_VOCABULARY.properties),
        "scheme": len(_VOCABULARY.schemes),
        "concept": len(_VOCABULARY.concepts),
    }


def test_a_term_is_found_under_each_of_its_names() -> None:
    for name in (
        "Certificate",
        "ceterms:Certificate",
        "https://purl.org/ctdl/terms/Certificate",
        "http://credreg.net/ctdl/terms/Certificate",
    ):
        assert find_term(_VOCABULARY, name) == "ceterms:Certificate"
    assert describe(_VOCABULARY, "ceterms:Certificat") is None
    assert describe(_VOCABULARY, "") is None


def test_a_class_lists_what_is_asked_for_first() -> None:
    found = describe(_VOCABULARY, "Course")
    assert isinstance(found, ClassDescription)
    by_term = {one.link.term: one for one in found.properties}
    assert by_term["ceterms:name"].requirement == "required"
    assert by_term["ceterms:ownedBy"].requirement == "one of"
    assert by_term["ceterms:ownedBy"].alternatives == ("ceterms:offeredBy",)
    assert by_term["ceterms:sced"].requirement == "optional"
    assert by_term["ceterms:lifeCycleStatusType"].scheme is not None
    levels = ["required", "one of", "recommended", "optional"]
    places = [levels.index(one.requirement) for one in found.properties]
    assert places == sorted(places)
    assert found.ancestors[0].term == "ceterms:LearningOpportunityProfile"
    assert "ceterms:hasPart" in {link.term for link in found.pointed_at_by}


def test_a_class_has_every_property_of_its_domain_once() -> None:
    for cls in _VOCABULARY.classes:
        terms = [one.link.term for one in describe_class(_VOCABULARY, cls).properties]
        assert len(terms) == len(set(terms)), cls
        assert set(_VOCABULARY.properties_of(cls)) <= set(terms), cls


def test_what_depends_on_the_data_says_so() -> None:
    found = describe_class(_VOCABULARY, "ceterms:Pathway")
    goal = next(one for one in found.properties if one.link.term == "ceterms:hasDestinationComponent")
    assert goal.requirement == "required"
    assert "part" in goal.condition


def test_a_property_tells_of_both_ends() -> None:
    found = describe(_VOCABULARY, "ceterms:ownedBy")
    assert isinstance(found, PropertyDescription)
    (inverse,) = found.inverses
    assert (inverse.link.term, inverse.declared) == ("ceterms:owns", False)
    assert ("ceterms:Credential", True) in {(one.link.term, one.with_subclasses) for one in found.domain}
    assert ("ceterms:Credential", True) in {(one.link.term, one.with_subclasses) for one in found.required_by}
    declared = describe(_VOCABULARY, "ceterms:hasPart")
    assert isinstance(declared, PropertyDescription)
    assert [one.declared for one in declared.inverses] == [True]


def test_a_scheme_is_a_tree_of_all_its_concepts() -> None:
    for term, facts in _VOCABULARY.schemes.items():
        found = describe(_VOCABULARY, term)
        assert isinstance(found, SchemeDescription)
        assert sorted(_terms_of(found.tree)) == sorted(facts.concepts), term


def test_a_concept_knows_its_place() -> None:
    found = describe(_VOCABULARY, "audLevel:MastersDegreeLevel")
    assert isinstance(found, ConceptDescription)
    assert [link.term for link in found.broader] == ["audLevel:PostSecondaryLevel"]
    assert "ceterms:audienceLevelType" in {link.term for link in found.used_by}
    assert found.example["ceterms:framework"] == "https://purl.org/ctdl/terms/AudienceLevel"


def test_the_overview_has_every_class() -> None:
    overview = build_overview(_VOCABULARY)
    shown = [term for group in overview.groups for term in _classes_of(group.classes)]
    assert set(shown) == set(_VOCABULARY.classes)
    assert sum(group.count for group in overview.groups) == len(shown)
    assert overview.edition == _VOCABULARY.edition


def test_a_mapping_has_the_same_rows_as_csv() -> None:
    rows = build_mapping(_VOCABULARY, describe_class(_VOCABULARY, "ceterms:Certificate"))
    read = list(csv.DictReader(io.StringIO(render_mapping_csv(rows))))
    assert [one["Term"] for one in read] == [row.term for row in rows]
    assert list(read[0]) == list(MAPPING_COLUMNS.values())
    status = next(one for one in read if one["Term"] == "ceterms:credentialStatusType")
    assert "credentialStat:Active" in status["Allowed values"].split("; ")
    assert {one["Your field"] for one in read} == {""}
    owner = next(row for row in rows if row.term == "ceterms:ownedBy")
    assert msgspec.json.decode(owner.example)[0].startswith("https://registry.example/resources/ce-")


class TestSearch:
    def test_the_term_itself_comes_first(self) -> None:
        for query in ("Certificate", "ceterms:Certificate", "certificate"):
            assert search_terms(_VOCABULARY, query)[0].term == "ceterms:Certificate"
        assert search_terms(_VOCABULARY, "owned by")[0].term == "ceterms:ownedBy"
        assert search_terms(_VOCABULARY, "  ") == ()

    def test_what_fits_nothing_gives_near_misses(self) -> None:
        assert "ceterms:subjectWebpage" in {link.term for link in search_terms(_VOCABULARY, "subjectWebpge")}
        assert search_terms(_VOCABULARY, "xqzwv jjkk") == ()

    @given(term=st.sampled_from(_TERMS), data=st.data())
    @settings(deadline=None, max_examples=60)
    def test_a_slip_of_the_pen_is_understood(self, term: str, data: st.DataObject) -> None:
        """One letter left out of a longer name."""
        prefix, _, local = term.partition(":")
        if len(local) < 8:
            return
        place = data.draw(st.integers(0, len(local) - 1))
        near = suggest_terms(_VOCABULARY, f"{prefix}:{local[:place]}{local[place + 1 :]}", limit=8)
        assert term in {link.term for link in near}

    @given(text=st.text(max_size=60))
    @settings(deadline=None, max_examples=60)
    def test_no_text_is_too_odd(self, text: str) -> None:
        assert len(search_terms(_VOCABULARY, text, 7)) <= 7
        assert len(suggest_terms(_VOCABULARY, text, 3)) <= 3
