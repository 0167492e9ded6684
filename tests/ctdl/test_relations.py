from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import Vocabulary, bundled_table, bundled_vocabulary

_VOCABULARY = bundled_vocabulary()
_CLASSES = sorted(_VOCABULARY.classes)
_PROPERTIES = sorted(_VOCABULARY.properties)
_WITHOUT_DOMAIN = {
    "ceterms:affiliatedAgent",
    "ceterms:endTime",
    "ceterms:logicalOperator",
    "ceterms:spatialCoverage",
    "ceterms:startTime",
    "ceterms:temporalCoverage",
    "qdata:subjectType",
    "qdata:subjectValue",
    "qdata:dataSourceCoverageType",
}


@settings(deadline=None)
@given(st.sampled_from(_CLASSES), st.sampled_from(_PROPERTIES))
def test_questions_about_domain_and_range_agree_with_the_lists(cls: str, term: str) -> None:
    facts = _VOCABULARY.properties[term]
    listed = term in _VOCABULARY.properties_of(cls)
    assert _VOCABULARY.has_domain(cls, term) == (
        listed or not facts.domain or "rdfs:Resource" in facts.domain
    )
    if cls in facts.domain:
        assert listed
    pointed = term in _VOCABULARY.pointing_at(cls)
    is_open = not facts.range or not {"rdfs:Resource", "xsd:anyURI"}.isdisjoint(facts.range)
    assert _VOCABULARY.in_range(cls, term) == (pointed or is_open)
    if cls in facts.range:
        assert pointed


@settings(deadline=None)
@given(st.sampled_from(_CLASSES), st.sampled_from(_CLASSES))
def test_a_subclass_has_what_its_superclass_has(cls: str, ancestor: str) -> None:
    if _VOCABULARY.is_a(cls, ancestor) and cls != "ceasn:CompetencyFramework":
        assert set(_VOCABULARY.properties_of(ancestor)) <= set(_VOCABULARY.properties_of(cls))
        assert set(_VOCABULARY.pointing_at(ancestor)) <= set(_VOCABULARY.pointing_at(cls))


@settings(deadline=None)
@given(st.sampled_from(_PROPERTIES), st.sampled_from(_PROPERTIES), st.sampled_from(_PROPERTIES))
def test_subproperties_are_a_reflexive_and_transitive_relation(first: str, second: str, third: str) -> None:
    below = _VOCABULARY.subproperties
    assert first in below(first)
    if second in below(first) and third in below(second):
        assert third in below(first)
    assert all(first in below(parent) for parent in _VOCABULARY.properties[first].parents)


@pytest.mark.parametrize(
    ("term", "below"),
    [
        ("ceterms:requires", ["entryCondition", "corequisite", "coPrerequisite", "prerequisite"]),
        ("ceterms:targetCompetency", ["teaches", "assesses"]),
        ("ceterms:aggregateData", ["earnings", "employmentOutcome", "holders"]),
        ("ceterms:subOrganization", ["department"]),
        ("ceterms:lifeCycleStatusType", ["credentialStatusType"]),
    ],
)
def test_subproperties_that_matter(term: str, below: list[str]) -> None:
    assert {term, *(f"ceterms:{name}" for name in below)} <= _VOCABULARY.subproperties(term)


@pytest.mark.parametrize(
    ("cls", "term", "expected"),
    [
        ("ceterms:Course", "ceterms:aggregateData", True),  # Named for the superclass only.
        ("ceterms:ResearchDoctorate", "ceterms:degreeMajor", True),
        ("ceasn:CompetencyFramework", "ceterms:membershipCondition", False),
        ("ceterms:PathwaySet", "ceterms:collectionType", True),
        ("ceterms:ConditionProfile", "ceterms:logicalOperator", True),  # No domain, no check.
        ("ceasn:Competency", "ceterms:framework", False),
        ("ceasn:Competency", "ceterms:nowhereDeclared", True),
        ("no:Such", "ceterms:name", False),
        ("no:Such", "ceterms:logicalOperator", True),
    ],
)
def test_domains(cls: str, term: str, expected: bool) -> None:
    assert _VOCABULARY.has_domain(cls, term) is expected


@pytest.mark.parametrize(
    ("cls", "term", "expected"),
    [
        ("ceterms:QACredentialOrganization", "ceterms:ownedBy", True),
        ("ceterms:Course", "ceterms:ownedBy", False),
        ("ceterms:Course", "ceterms:hasMember", True),
        ("ceterms:Task", "ceasn:taskEmbodied", True),
        ("ceterms:MultiComponent", "ceterms:targetComponent", True),
        ("ceterms:Course", "ceterms:nowhereDeclared", True),
        ("no:Such", "ceterms:ownedBy", False),
    ],
)
def test_ranges(cls: str, term: str, expected: bool) -> None:
    assert _VOCABULARY.in_range(cls, term) is expected


def test_nine_declared_properties_have_no_domain() -> None:
    free = {term for term, facts in _VOCABULARY.properties.items() if facts.declared and not facts.domain}
    assert free == _WITHOUT_DOMAIN


def test_properties_by_scheme() -> None:
    assert _VOCABULARY.properties_with_scheme("ceterms:AudienceLevel") == (
        "ceasn:educationLevelType",
        "ceterms:audienceLevelType",
        "ceterms:creditLevelType",
    )
    assert _VOCABULARY.properties_with_scheme("no:Such") == ()
    bound = {term for term, facts in _VOCABULARY.properties.items() if facts.scheme}
    named = {scheme: _VOCABULARY.properties_with_scheme(scheme) for scheme in _VOCABULARY.schemes}
    others = {facts.scheme for facts in _VOCABULARY.properties.values()} - set(named) - {None}
    # Their targets are classes of schemes: classifications that others keep.
    assert others <= set(_VOCABULARY.classes)
    assert {term for terms in named.values() for term in terms} == {
        term for term in bound if _VOCABULARY.properties[term].scheme in named
    }


@pytest.mark.parametrize(
    ("cls", "term", "expected"),
    [
        ("ceterms:Badge", "ceterms:ownedBy", True),
        ("ceterms:Badge", "ceterms:keyword", True),
        ("ceterms:Badge", "ceterms:name", False),
        ("ceterms:Badge", "ceterms:subjectWebpage", False),
        ("ceterms:Badge", "ceterms:nowhereDeclared", None),
        ("no:Such", "ceterms:name", None),
    ],
)
def test_repeatable_properties(cls: str, term: str, expected: bool | None) -> None:
    assert _VOCABULARY.is_repeatable(cls, term) is expected


def test_circles_among_properties_end() -> None:
    table = bundled_table()
    rows = dict(table.properties)
    rows["ceterms:requires"] = msgspec.structs.replace(
        rows["ceterms:requires"], parents="ceterms:corequisite"
    )
    vocabulary = Vocabulary(msgspec.structs.replace(table, properties=rows))
    assert {"ceterms:requires", "ceterms:corequisite"} <= vocabulary.subproperties("ceterms:corequisite")
