"""The profile over HTTP: JSON Schemas, SHACL shapes, and the description of the rules."""

from __future__ import annotations

import jsonschema_rs
import pytest
import rdflib

from opencredreg.validation import RULES
from tests.support.app import AppClient
from tests.validation.cases.bases import certificate


def test_the_index_leads_to_schemas_and_shapes_that_are_there(app_client: AppClient) -> None:
    index = app_client.get("/schemas").json()
    assert index["mode"] == "publish"
    classes = [entry["class"] for entry in index["schemas"]]
    assert {"ceterms:Certificate", "ceasn:CompetencyFramework", "ceasn:Competency"} <= set(classes)
    assert "ceterms:ConditionProfile" not in classes
    entry = next(entry for entry in index["schemas"] if entry["class"] == "ceterms:Course")
    for address in (entry["schema"], entry["shapes"], index["profile"], index["shapes"]):
        assert app_client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["ceterms:Certificate", "Certificate", "ceterms:Certificate.json"])
def test_a_schema_judges_documents(app_client: AppClient, name: str) -> None:
    response = app_client.get(f"/schemas/{name}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/schema+json"
    schema = response.json()
    assert schema["$id"].endswith("/schemas/ceterms:Certificate?mode=publish")
    validator = jsonschema_rs.Draft202012Validator(schema)
    document = certificate()
    assert validator.is_valid(document)
    del document["@graph"][0]["ceterms:inLanguage"]
    assert [list(error.instance_path) for error in validator.iter_errors(document)] == [["@graph", 0]]


def test_the_mode_decides_how_strict_a_schema_is(app_client: AppClient) -> None:
    document = certificate()
    document["@graph"][0]["ceterms:name"] = "Without a language"
    for mode, valid in (("publish", False), ("read", True)):
        schema = app_client.get(f"/schemas/Certificate?mode={mode}").json()
        assert jsonschema_rs.Draft202012Validator(schema).is_valid(document) is valid
    assert app_client.get("/schemas/Certificate?mode=other").status_code == 400


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/schemas/Certifcate", "Did you mean ceterms:Certificate?"),
        ("/schemas/ceterms:certificate", "Did you mean ceterms:Certificate?"),
        ("/schemas/zzzz", "listed at /schemas"),
        ("/schemas/ConditionProfile", "classes that hold it"),
        ("/schemas/shacl/Certifcate", "Did you mean ceterms:Certificate?"),
    ],
)
def test_a_near_miss_is_answered_with_the_name_that_was_meant(
    app_client: AppClient, path: str, words: str
) -> None:
    response = app_client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["hint"]


@pytest.mark.parametrize(
    "path", ["/schemas/shacl", "/schemas/shacl/Certificate", "/schemas/shacl/CostProfile"]
)
def test_shapes_are_turtle_unless_something_else_is_asked_for(app_client: AppClient, path: str) -> None:
    turtle = app_client.get(path)
    assert turtle.headers["content-type"].startswith("text/turtle")
    triples = app_client.get(path, headers={"Accept": "application/n-triples"})
    assert triples.headers["content-type"].startswith("application/n-triples")
    assert "Accept" in triples.headers["vary"].split(", ")
    one = rdflib.Graph().parse(data=turtle.content, format="turtle")
    other = rdflib.Graph().parse(data=triples.content, format="nt")
    assert len(one) == len(other) > 100


def test_the_profile_names_every_rule_and_what_a_class_needs(app_client: AppClient) -> None:
    profile = app_client.get("/schemas/profile").json()
    assert [rule["code"] for rule in profile["rules"]] == [rule.code for rule in RULES]
    found = profile["classes"]["ceterms:Certificate"]
    assert ["ceterms:inLanguage"] in found["required"]
    assert found["forms"]["ceterms:requires"] == "list of objects inside"
    severities = {rule["code"]: rule["severity"] for rule in profile["rules"]}
    assert severities["required-missing"] == "error"
    read = app_client.get("/schemas/profile?mode=read").json()
    assert {rule["code"]: rule["severity"] for rule in read["rules"]}["required-missing"] == "warning"


@pytest.mark.parametrize("path", ["/schemas", "/schemas/profile", "/schemas/shacl", "/schemas/Course"])
def test_whoever_has_it_already_is_told_so(app_client: AppClient, path: str) -> None:
    first = app_client.get(path)
    again = app_client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    other = app_client.get(f"{path}?mode=read", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
