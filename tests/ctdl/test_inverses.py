from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import Inverse, Vocabulary, bundled_table, bundled_vocabulary
from opencredreg.ctdl.inverses import build_inverses

_VOCABULARY = bundled_vocabulary()
_TERMS = sorted(_VOCABULARY.properties)
_DECLARED = {
    frozenset(pair)
    for pair in (
        ("ceasn:hasChild", "ceasn:isChildOf"),
        ("ceterms:hasPart", "ceterms:isPartOf"),
        ("ceterms:precedes", "ceterms:precededBy"),
        ("ceterms:conditionManifestOf", "ceterms:hasConditionManifest"),
        ("ceterms:costManifestOf", "ceterms:hasCostManifest"),
        ("ceterms:hasRegulatoryInformation", "ceterms:regulatoryInformationFor"),
        ("ceterms:hasSpecificService", "ceterms:isSpecificServiceOf"),
        ("ceterms:object", "ceterms:objectOfAction"),
    )
}


def _all() -> list[Inverse]:
    return [pair for term in _TERMS for pair in _VOCABULARY.inverses_of(term)]


@settings(deadline=None)
@given(st.sampled_from(_TERMS))
def test_the_inverse_of_an_inverse_leads_back(term: str) -> None:
    for pair in _VOCABULARY.inverses_of(term):
        assert pair.term == term
        back = [other for other in _VOCABULARY.inverses_of(pair.inverse) if other.inverse == term]
        assert [(other.declared, other.structural, other.through) for other in back] == [
            (pair.declared, pair.structural, pair.through)
        ]


def test_both_ends_are_declared_and_refer_to_things() -> None:
    pairs = _all()
    for pair in pairs:
        for name in (pair.term, pair.inverse):
            facts = _VOCABULARY.properties[name]
            assert facts.declared, name
            assert facts.datatype == "@id", name
    assert len({(pair.term, pair.inverse) for pair in pairs}) == len(pairs)


def test_the_eight_declared_pairs_and_no_more_are_declared() -> None:
    declared = [pair for pair in _all() if pair.declared]
    assert {frozenset((pair.term, pair.inverse)) for pair in declared} == _DECLARED
    assert len(declared) == 16


def test_structural_pairs_are_those_that_describe_one_structure() -> None:
    assert {pair.term for pair in _all() if pair.structural} == {
        "ceasn:hasChild",
        "ceasn:isChildOf",
        "ceasn:hasTopChild",
        "ceasn:isTopChildOf",
        "skos:hasTopConcept",
        "skos:topConceptOf",
        "ceterms:hasPart",
        "ceterms:isPartOf",
        "ceterms:hasDestinationComponent",
        "ceterms:isDestinationComponentOf",
    }


@pytest.mark.parametrize(
    ("term", "inverses"),
    [
        ("ceterms:accreditedBy", ["ceterms:accredits"]),
        ("ceterms:department", ["ceterms:parentOrganization"]),
        ("ceterms:parentOrganization", ["ceterms:subOrganization", "ceterms:department"]),
        ("ceterms:transferValueFrom", ["ceterms:providesTransferValueFor"]),
        ("skos:related", ["skos:related"]),
        ("ceterms:precedes", ["ceterms:precededBy"]),
        ("ceterms:name", []),
        ("no:such", []),
    ],
)
def test_pairs(term: str, inverses: list[str]) -> None:
    assert [pair.inverse for pair in _VOCABULARY.inverses_of(term)] == inverses


def test_links_through_a_profile_are_told_apart() -> None:
    through = {pair.term for pair in _all() if pair.through}
    assert {"ceterms:requires", "ceterms:isRequiredFor", "ceterms:preparationFrom"} <= through
    for term in through:
        facts = _VOCABULARY.properties[term]
        assert "ceterms:ConditionProfile" in facts.range, term


def test_a_pair_goes_when_the_vocabulary_drops_one_end_and_a_new_declared_one_comes() -> None:
    properties = dict(_VOCABULARY.properties)
    del properties["ceterms:owns"]
    properties["ceterms:owns2"] = msgspec.structs.replace(
        _VOCABULARY.properties["ceterms:owns"], term="ceterms:owns2", inverse="ceterms:ownedBy"
    )
    pairs = build_inverses(properties)
    assert [(pair.inverse, pair.declared) for pair in pairs["ceterms:ownedBy"]] == [("ceterms:owns2", True)]
    assert [pair.inverse for pair in pairs["ceterms:owns2"]] == ["ceterms:ownedBy"]


def test_two_instances_agree() -> None:
    other = Vocabulary(bundled_table())
    assert [other.inverses_of(term) for term in _TERMS] == [_VOCABULARY.inverses_of(term) for term in _TERMS]
