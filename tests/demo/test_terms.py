"""The demonstration uses the vocabulary as the encodings and the registry's profile want it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from opencredreg.demo.subjects import FIELDS, SECTORS
from tests.demo.registry import BASE, Node, Registry, generated, listed, nodes
from tests.support.shared import shared_path

CAO = "ceterms:CredentialAlignmentObject"
CONCEPTS_AS_ALIGNMENTS = {
    # The registry writes alignment objects here, although the vocabulary declares concepts.
    "ceterms:agreementType",
    "ceterms:creditLevelType",
    "ceterms:creditUnitType",
}
UNRESTRICTED = {"rdfs:Resource", "xsd:anyURI"}
FOREIGN_SCHEMES = {"ceterms:industryType", "ceterms:occupationType", "ceterms:instructionalProgramType"}
DURATION = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?",
)
ONE_OF_EXTRA: Mapping[str, list[list[str]]] = {
    # Beyond the policy of 2022: what the publishing service of 2026 asks for.
    "ceterms:AssessmentProfile": [["ceterms:lifeCycleStatusType"]],
    "ceterms:Course": [["ceterms:lifeCycleStatusType"], ["ceterms:inLanguage"]],
    "ceterms:LearningProgram": [["ceterms:lifeCycleStatusType"], ["ceterms:inLanguage"]],
    "ceterms:Job": [["ceterms:offeredBy"]],
    "ceterms:Occupation": [["ceterms:assertedBy"]],
    "ceterms:WorkRole": [["ceterms:assertedBy"]],
    "ceterms:Task": [["ceterms:assertedBy"], ["ceterms:description"]],
    "ceterms:Industry": [["ceterms:assertedBy"], ["ceterms:name"], ["ceterms:description"]],
    "ceterms:Pathway": [["ceterms:hasDestinationComponent"]],
    "ceterms:PathwaySet": [["ceterms:hasPathway"]],
    "ceterms:TransferAgreement": [
        ["ceterms:sendingOrganization"],
        ["ceterms:receivingOrganization"],
        ["ceterms:dateEffective"],
        ["ceasn:publicationStatusType"],
    ],
    "ceterms:TransferIntermediary": [["ceterms:intermediaryFor"]],
    "ceterms:PriorLearningPolicy": [["ceterms:subjectWebpage"], ["ceasn:publicationStatusType"]],
    "ceterms:Collection": [["ceterms:lifeCycleStatusType"], ["ceterms:hasMember", "ceterms:subjectWebpage"]],
    "ceterms:SupportService": [["ceterms:lifeCycleStatusType"], ["ceterms:ownedBy"]],
    "ceterms:ScheduledOffering": [["ceterms:description"], ["ceterms:offeredBy"]],
    "ceterms:AccreditAction": [["ceterms:actionStatusType"], ["ceterms:actingAgent"]],
    "asn:ProgressionModel": [["ceasn:publisher"], ["skos:hasTopConcept"], ["ceasn:inLanguage"]],
    "asn:ProgressionLevel": [["ceasn:inProgressionModel"], ["skos:prefLabel"]],
    "ceasn:Rubric": [["ceasn:publisher"], ["ceterms:subjectWebpage"], ["ceasn:inLanguage"]],
    "qdata:DataSetProfile": [
        ["qdata:dataProvider"],
        ["qdata:dataSetTemporalCoverage"],
        ["qdata:relevantDataSetFor"],
        ["qdata:hasMetric"],
        ["qdata:hasObservation"],
    ],
    "qdata:Metric": [["ceterms:name"], ["ceasn:publisher"]],
}


@cache
def derived(name: str) -> Any:
    return json.loads(shared_path("ctdl", "derived", f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return generated(1500)


def lineage(cls: str) -> set[str]:
    return {cls, *derived("classes")[cls]["ancestors"]}


def all_nodes(registry: Registry) -> Iterator[tuple[dict[str, Node], Node]]:
    for one in registry.documents:
        for item in one.items.values():
            for node in nodes(item):
                yield one.items, node


def test_classes_and_properties_are_declared_where_they_stand(registry: Registry) -> None:
    classes, properties = derived("classes"), derived("properties")
    for _, node in all_nodes(registry):
        cls = node["@type"]
        assert cls in classes
        for term in node:
            if not term.startswith("@"):
                assert term in properties, f"{term} on {cls}"
                domain = properties[term]["domain"]
                assert not domain or lineage(cls) & set(domain), f"{term} on {cls}"


def test_targets_are_in_range(registry: Registry) -> None:
    properties = derived("properties")
    for items, node in all_nodes(registry):
        for term, value in node.items():
            if term.startswith("@") or properties[term]["context"] != "iri" or term in CONCEPTS_AS_ALIGNMENTS:
                continue
            allowed = set(properties[term]["range"])
            for one in listed(value):
                target = one if isinstance(one, dict) else items.get(one) or registry.resources.get(one)
                if target and "@type" in target and not allowed & UNRESTRICTED:
                    assert lineage(target["@type"]) & allowed, (
                        f"{term} on {node['@type']} -> {target['@type']}"
                    )


def test_concepts_are_members_of_the_scheme(registry: Registry) -> None:
    facts = derived("concept-schemes")
    schemes = {concept["term"]: name for name, scheme in facts.items() for concept in scheme["concepts"]}
    labels = {
        concept["term"]: concept["label"] for scheme in facts.values() for concept in scheme["concepts"]
    }
    prefixes = {scheme["prefix"] for scheme in facts.values()}
    properties = derived("properties")
    for _, node in all_nodes(registry):
        for term, value in node.items():
            if term.startswith("@"):
                continue
            expected = [] if term in FOREIGN_SCHEMES else properties[term]["targetScheme"]
            for one in listed(value):
                if isinstance(one, dict) and one.get("@type") == CAO and expected:
                    concept = one["ceterms:targetNode"]
                    assert schemes[concept] in expected, f"{term}: {concept}"
                    assert one["ceterms:targetNodeName"] == {"en-US": labels[concept]}
                    scheme = schemes[concept].partition(":")[2]
                    assert one["ceterms:framework"] == f"https://credreg.net/ctdl/terms/{scheme}"
                elif isinstance(one, str) and one.partition(":")[0] in prefixes:
                    assert one in schemes, f"{term}: {one}"
                    assert not expected or schemes[one] in expected, f"{term}: {one}"


def test_required_properties(registry: Registry) -> None:
    policy = derived("policy-2022-03")["classes"]
    for one in registry.documents:
        for uri, item in one.items.items():
            if one.provisional or uri.startswith("_:"):
                continue
            cls = item["@type"]
            required = [*policy.get(cls, {}).get("required", []), *ONE_OF_EXTRA.get(cls, [])]
            for term in required:
                group = term if isinstance(term, list) else [term]
                assert any(name in item for name in group), f"{cls} without {group}"


def test_shapes_are_those_of_the_registry(registry: Registry) -> None:
    shapes = derived("registry-shapes-2026-03")
    for _, node in all_nodes(registry):
        for term, value in node.items():
            shape = _shape_of(shapes, node["@type"]).get(term, "any")
            if shape == "any" or term.startswith("@"):
                continue
            if shape == "languageMap":
                assert all(isinstance(text, str) for text in value.values()), f"{term} on {node['@type']}"
            elif shape == "languageMapOfLists":
                assert all(isinstance(text, list) for text in value.values()), f"{term} on {node['@type']}"
            else:
                assert isinstance(value, list) == shape.startswith("list"), f"{term} on {node['@type']}"


def _shape_of(shapes: Any, cls: str) -> Mapping[str, str]:
    for name in (cls, *derived("classes")[cls]["ancestors"]):
        if name in shapes:
            return dict(shapes[name])
    if cls.endswith("Organization"):
        return dict(shapes["ceterms:Organization"])
    return {}


def test_texts_are_complete(registry: Registry) -> None:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            assert value, "an empty object"
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            assert value, "an empty list"
            for inner in value:
                yield from walk(inner)
        else:
            assert value is not None

    for one in registry.documents:
        for text in walk(one.document):
            assert text == text.strip()
            assert text
            assert not re.search(r"[{}|]|  ", text), text


def test_languages_are_those_of_the_owner(registry: Registry) -> None:
    names = {one.published.ctid: set(one.main.get("ceterms:name", ())) for one in registry.documents}
    for one in registry.documents:
        for item in one.items.values():
            for term in ("ceterms:description", "ceterms:name", "ceasn:competencyText", "skos:prefLabel"):
                if term in item:
                    assert set(item[term]) == names[one.published.owner], term


def test_values_have_the_right_form(registry: Registry) -> None:
    properties = derived("properties")
    for _, node in all_nodes(registry):
        for term, value in node.items():
            if term.startswith("@"):
                continue
            kind = properties[term]["context"]
            for one in listed(value):
                if kind == "xsd:date":
                    assert date.fromisoformat(one)
                elif kind in {"schema:Duration", "xsd:duration"}:
                    assert DURATION.fullmatch(one), one
                elif kind == "xsd:float":
                    assert isinstance(one, float)
                    assert one >= 0 or term in {"ceterms:latitude", "ceterms:longitude"}
                elif kind == "xsd:integer":
                    assert type(one) is int
                elif kind == "xsd:boolean":
                    assert isinstance(one, bool)
                elif kind == "languageMap":
                    assert set(one) <= {"en-US", "es", "fr"}
        if "ceterms:startDate" in node and "ceterms:endDate" in node:
            assert node["ceterms:startDate"] < node["ceterms:endDate"]


def test_descriptions_say_something(registry: Registry) -> None:
    for one in registry.documents:
        for item in one.items.values():
            for term in ("ceterms:description", "ceasn:description"):
                for text in item.get(term, {}).values():
                    assert len(text) >= 15
                    assert text not in item.get("ceterms:name", {}).values()


def test_web_addresses_lead_nowhere_real(registry: Registry) -> None:
    allowed = re.compile(
        r"https://([a-z0-9-]+\.)*(example|example\.org)(/\S*)?"
        r"|https://(credreg\.net|www\.onetcenter\.org|www\.onetonline\.org|www\.census\.gov|nces\.ed\.gov"
        r"|creativecommons\.org)/\S+"
    )
    for one in registry.documents:
        for address in re.findall(rb'"(https?://[^"]*)"', one.published.payload):
            assert allowed.fullmatch(address.decode()), address
    assert BASE.endswith("example.org")


def test_codes_carry_their_official_titles() -> None:
    def table(name: str, encoding: str = "utf-8-sig") -> dict[str, str]:
        with shared_path("codes", name).open(encoding=encoding, newline="") as lines:
            return {row[0].strip(): row[1].strip() for row in csv.reader(lines) if len(row) > 1}

    programs, industries = table("cip-2020.csv"), table("naics-2022.csv")
    with shared_path("codes", "onet-soc-occupation-data.txt").open(encoding="utf-8", newline="") as lines:
        occupations = {row[0]: row[1] for row in csv.reader(lines, delimiter="\t")}
    for field in FIELDS.values():
        assert programs[field.cip.code].rstrip(".") == field.cip.title
        assert industries[field.naics.code] == field.naics.title
        for role in field.roles:
            assert occupations[role.soc.code] == role.soc.title
    for sector in SECTORS.values():
        # Titles of sectors carry a footnote mark in the official sheet.
        assert industries[sector.naics.code].removesuffix("T") == sector.naics.title
