"""Worked examples: one for every class that is published on its own, and each of them sound."""

from __future__ import annotations

import json

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.ctdl.guide.example_values import example_value
from opencredreg.ctdl.guide.examples import build_example, example_of
from opencredreg.ctdl.guide.value_forms import Form, usual_class, value_form
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import from_rdf, iter_quads
from opencredreg.validation import bundled_profile, check_payload, validator_for
from tests.jsonld.isomorphism import canonical

_VOCABULARY = bundled_vocabulary()
_TOP = sorted(term for term, facts in _VOCABULARY.classes.items() if facts.placement == "top")


@pytest.mark.parametrize("cls", _TOP)
class TestEveryClassOfItsOwn:
    def test_has_what_is_required(self, cls: str) -> None:
        main = build_example(_VOCABULARY, cls)["@graph"][0]
        assert main["@type"] == cls
        assert all(any(term in main for term in group) for group in _VOCABULARY.classes[cls].required)

    def test_could_be_published(self, cls: str) -> None:
        validator = validator_for(bundled_profile("publish"), _VOCABULARY)
        report = check_payload(json.dumps(build_example(_VOCABULARY, cls)).encode(), validator)
        assert [
            (one.code, one.pointer, one.message) for one in report.findings if one.severity != "note"
        ] == []

    def test_survives_the_way_through_rdf(self, cls: str) -> None:
        document = build_example(_VOCABULARY, cls)
        active = resolve_context(document["@context"], vocabulary=_VOCABULARY)
        quads = list(iter_quads(document, active))
        back = from_rdf(quads, "", _VOCABULARY)
        again = iter_quads(back, resolve_context(back["@context"], vocabulary=_VOCABULARY))
        assert canonical(again) == canonical(quads)
        assert len(quads) > 4

    def test_is_written_as_the_service_writes(self, cls: str) -> None:
        main = build_example(_VOCABULARY, cls)["@graph"][0]
        for term, value in main.items():
            shape = _VOCABULARY.shape_of(cls, term)
            if not shape:
                continue
            assert isinstance(value, list) is shape.startswith("list of "), (term, shape)
            if shape.startswith("languageMap"):
                inside = list if shape == "languageMapOfLists" else str
                assert all(isinstance(text, inside) for text in value.values()), term


def test_there_are_many() -> None:
    assert len(_TOP) > 80


def test_an_example_is_always_the_same_and_knows_its_registry() -> None:
    first = build_example(_VOCABULARY, "ceterms:Badge", registry="https://other.example")
    assert first == build_example(_VOCABULARY, "ceterms:Badge", registry="https://other.example")
    assert "registry.example" not in json.dumps(first)
    assert first["@id"].rpartition("/")[2] == first["@graph"][0]["ceterms:ctid"]


def test_members_of_a_framework_are_tied_both_ways() -> None:
    framework, root, child = build_example(_VOCABULARY, "ceasn:CompetencyFramework")["@graph"]
    assert framework["ceasn:hasTopChild"] == [root["@id"]]
    assert root["ceasn:isTopChildOf"] == root["ceasn:isPartOf"] == child["ceasn:isPartOf"] == framework["@id"]
    assert root["ceasn:hasChild"] == [child["@id"]]
    assert child["ceasn:isChildOf"] == [root["@id"]]


def test_every_class_shows_something_that_suits_its_place() -> None:
    for cls, facts in _VOCABULARY.classes.items():
        example = example_of(_VOCABULARY, cls)
        if facts.placement == "unknown":
            assert example is None, cls
            continue
        assert example is not None, cls
        assert ("@graph" in example) is (facts.placement == "top"), cls
        if facts.placement == "embedded":
            assert "@id" not in example, cls
            assert len(example) > 1, cls
        if facts.placement != "top":
            told = [term for term in example if ":" in term]
            assert [term for term in told if not _VOCABULARY.has_domain(cls, term)] == [], cls


def test_every_property_has_a_value_of_its_form() -> None:
    kinds: dict[Form, type | tuple[type, ...]] = {
        Form.LANGUAGE_MAP: dict,
        Form.LANGUAGE_LISTS: dict,
        Form.ALIGNMENT: dict,
        Form.EMBEDDED: dict,
        Form.NUMBER: (int, float),
        Form.INTEGER: int,
        Form.BOOLEAN: bool,
    }
    for term in _VOCABULARY.properties:
        cls = usual_class(_VOCABULARY, term)
        form = value_form(_VOCABULARY, cls, term)
        value = example_value(_VOCABULARY, cls, term)
        single = value[0] if form.is_list else value
        assert isinstance(single, kinds.get(form.form, str)), (term, form, value)
