"""What documents say about each other holds together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo.registry import BASE, Node, Registry, generated, listed, nodes, strings

PAIRS = [
    ("ceasn:hasChild", "ceasn:isChildOf"),
    ("ceasn:hasTopChild", "ceasn:isTopChildOf"),
    ("skos:narrower", "skos:broader"),
    ("skos:hasTopConcept", "skos:topConceptOf"),
    ("skos:related", "skos:related"),
    ("ceterms:precedes", "ceterms:precededBy"),
    ("ceterms:hasPart", "ceterms:isPartOf"),
    ("ceterms:hasDestinationComponent", "ceterms:isDestinationComponentOf"),
    ("ceterms:department", "ceterms:parentOrganization"),
    ("ceterms:hasSpecialization", "ceterms:isSpecializationOf"),
    ("ceterms:hasConditionManifest", "ceterms:conditionManifestOf"),
    ("ceterms:hasCostManifest", "ceterms:costManifestOf"),
    ("ceterms:supersedes", "ceterms:supersededBy"),
    ("ceterms:hasSupportService", "ceterms:supportServiceFor"),
    ("qdata:relevantDataSet", "qdata:relevantDataSetFor"),
    ("ceterms:isSimilarTo", "ceterms:isSimilarTo"),
]


@pytest.fixture(scope="module", params=[300, 6000])
def registry(request: pytest.FixtureRequest) -> Registry:
    return generated(request.param)


def _linked(registry: Registry, term: str) -> Iterator[tuple[str, str]]:
    for uri, node in registry.resources.items():
        for value in listed(node.get(term, [])):
            if isinstance(value, str):
                yield uri, value


def test_references_resolve(registry: Registry) -> None:
    for one in registry.documents:
        for item in one.items.values():
            for node in nodes(item):
                for term, value in strings(node):
                    if value.startswith("_:"):
                        assert value in one.items, (term, value)
                    elif value.startswith(BASE):
                        assert value in registry.resources, (term, value)
                        assert value != item["@id"], (term, value)


def test_blank_nodes_are_used(registry: Registry) -> None:
    for one in registry.documents:
        used = {value for item in one.items.values() for node in nodes(item) for _, value in strings(node)}
        assert {uri for uri in one.items if uri.startswith("_:")} <= used


@pytest.mark.parametrize(("forward", "backward"), PAIRS)
def test_both_sides_agree(registry: Registry, forward: str, backward: str) -> None:
    there = set(_linked(registry, forward))
    back = {(target, source) for source, target in _linked(registry, backward)}
    placeholders = {f"{BASE}/resources/{one.published.ctid}" for one in registry.documents if one.provisional}
    assert there or len(registry.resources) < 1000, "the pair does not occur at all"
    for source, target in there ^ back:
        assert source in placeholders or target in placeholders, (forward, source, target)


def test_accreditors_name_what_they_accredit(registry: Registry) -> None:
    said = set(_linked(registry, "ceterms:accredits"))
    assert said
    for accreditor, target in said:
        node = registry.resources[target]
        provisional = "ceterms:subjectWebpage" not in node
        assert provisional or accreditor in node["ceterms:accreditedBy"]
    for owner in registry.of_class("ceterms:CredentialOrganization"):
        for accreditor in owner.get("ceterms:accreditedBy", []):
            assert (accreditor, owner["@id"]) in said


def test_preparation_is_stated_from_both_sides(registry: Registry) -> None:
    def steps(term: str) -> set[tuple[str, str]]:
        return {
            (node["@id"], target)
            for node in registry.resources.values()
            if "ceterms:credentialStatusType" in node
            for profile in node.get(term, [])
            for target in profile.get("ceterms:targetCredential", [])
        }

    for forward, backward in (
        ("ceterms:isPreparationFor", "ceterms:preparationFrom"),
        ("ceterms:isAdvancedStandingFor", "ceterms:advancedStandingFrom"),
    ):
        there, back = steps(forward), {(target, source) for source, target in steps(backward)}
        assert there
        for source, target in there ^ back:
            ends = (registry.resources[source], registry.resources[target])
            assert any("ceterms:subjectWebpage" not in end for end in ends)


def test_trees_have_no_cycles(registry: Registry) -> None:
    for term in ("ceasn:isChildOf", "skos:broader", "ceterms:isPartOf", "ceterms:parentOrganization"):
        for start in registry.resources:
            seen, here = {start}, start
            while above := registry.resources[here].get(term):
                here = listed(above)[0]
                assert here not in seen, (term, start)
                seen.add(here)


def test_competencies_hang_together(registry: Registry) -> None:
    for one in registry.documents:
        if one.main["@type"] != "ceasn:CompetencyFramework":
            continue
        members = [item for item in one.items.values() if item["@type"] == "ceasn:Competency"]
        assert all(member["ceasn:isPartOf"] == one.main["@id"] for member in members)
        numbers = [member["ceasn:listID"] for member in members]
        assert len(set(numbers)) == len(numbers)
        assert all(("ceasn:isTopChildOf" in member) != ("ceasn:isChildOf" in member) for member in members)
        for member in members:
            texts = [
                str(one.items[child]["ceasn:competencyText"]) for child in member.get("ceasn:hasChild", [])
            ]
            assert len(set(texts)) == len(texts)


def test_component_conditions(registry: Registry) -> None:
    def check(condition: Node, parts: list[str]) -> None:
        nested = condition.get("ceterms:hasCondition", [])
        candidates = condition.get("ceterms:targetComponent", [])
        assert set(candidates) <= set(parts)
        assert condition.get("ceterms:requiredNumber", 1) <= len(candidates) + len(nested)
        if "ceterms:logicalOperator" in condition:
            assert len(nested) >= 2
        for inner in nested:
            check(inner, parts)

    for one in registry.documents:
        if one.main["@type"] == "ceterms:Pathway":
            for item in one.items.values():
                for condition in item.get("ceterms:hasCondition", []):
                    check(condition, one.main["ceterms:hasPart"])


def test_observations(registry: Registry) -> None:
    for one in registry.documents:
        if one.main["@type"] != "qdata:DataSetProfile":
            continue
        points = {
            point
            for item in one.items.values()
            if item["@type"] == "qdata:Dimension"
            for point in item["qdata:hasPoint"]
        }
        for uri in one.main["qdata:hasObservation"]:
            observation = one.items[uri]
            assert observation["qdata:isObservationOf"] in one.main["qdata:hasMetric"]
            assert set(observation["qdata:atPoint"]) <= points
            values = {"qdata:percentage", "schema:value", "qdata:dataWithholdingType"}
            assert len(values & set(observation)) == 1
