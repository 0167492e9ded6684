"""Checking a document over HTTP: nothing is stored, and every text gets an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from opencredreg import __version__
from opencredreg.ids import new_ctid
from opencredreg.registry.communities import set_config
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document, resource_uri
from tests.support.sarif import require_sarif

pytestmark = on_sqlite


def _codes(answer: Any) -> set[str]:
    return {finding["code"] for finding in answer["findings"]}


class TestAnswer:
    def test_says_what_is_wrong_and_where(self, app_client: AppClient) -> None:
        sent = document(certificate(name="Hedge laying", ceterms__subjectWebPage="https://a.example/"))
        text = json.dumps(sent, indent=2)
        response = app_client.post("/validate", text)
        assert response.status_code == 200
        answer = response.json()
        assert answer["sound"] is False
        assert answer["mode"] == "publish"
        assert answer["counts"]["error"] > 0
        [found] = [one for one in answer["findings"] if one["pointer"].endswith("subjectWebPage")]
        assert found["suggestion"] == "ceterms:subjectWebpage"
        assert found["place"] == "certificate “Hedge laying” > ceterms:subjectWebPage"
        line = text.split("\n")[found["line"] - 1]
        assert line[found["column"] - 1 :].startswith('"ceterms:subjectWebPage"')
        assert sum(answer["counts"].values()) == len(answer["findings"]) + sum(answer["omitted"].values())

    def test_has_the_members_that_the_description_of_the_api_names(self, app_client: AppClient) -> None:
        schemas = app_client.get("/openapi.json").json()["components"]["schemas"]
        placed = jsonschema_rs.validator_for(schemas["PlacedFinding"] | {"additionalProperties": False})
        plain = jsonschema_rs.validator_for(schemas["Finding"] | {"additionalProperties": False})
        sent = document(
            certificate(
                name="Hedge laying", ceterms__subjectWebPage="https://a.example/", ceterms__inLanguage=5
            )
        )
        checked = app_client.post("/validate", sent).json()["findings"]
        assert [error.message for one in checked for error in placed.iter_errors(one)] == []
        told = {name for one in checked for name in one}
        assert {"rule", "node", "property", "value", "suggestion", "hint", "line"} <= told
        refused = app_client.publish({"@id": "x:y"}, params={"findings": "true"}).json()["findings"]
        assert [error.message for one in refused for error in plain.iter_errors(one)] == []
        assert refused

    def test_stores_nothing(self, app_client: AppClient) -> None:
        before = app_client.get("/api/changes").json()
        app_client.post("/validate", document(certificate()))
        assert app_client.get("/api/changes").json() == before

    def test_depends_on_the_mode(self, app_client: AppClient) -> None:
        sent = document(certificate())
        errors = {
            mode: app_client.post(f"/validate?mode={mode}", sent).json()["counts"]["error"]
            for mode in ("publish", "read", "gate")
        }
        assert errors["publish"] > errors["read"] == errors["gate"] == 0

    def test_leaves_out_what_was_not_asked_for(self, app_client: AppClient) -> None:
        sent = document(certificate())
        told = app_client.post("/validate?least=error", sent).json()
        assert {finding["severity"] for finding in told["findings"]} == {"error"}
        assert {finding["severity"] for finding in app_client.post("/validate", sent).json()["findings"]} > {
            "error"
        }

    def test_tells_what_would_help_most(self, app_client: AppClient) -> None:
        sent = document(certificate(name="Hedge laying"))
        completeness = app_client.post("/validate", sent).json()["completeness"]
        [resource] = completeness["resources"]
        assert resource["name"] == "Hedge laying"
        assert resource["score"] == completeness["score"] == 0
        assert resource["missing"][0]["use"] == "find"

    def test_is_the_same_under_a_community(self, app_client: AppClient) -> None:
        sent = document(certificate())
        here = app_client.post("/validate", sent).json()
        assert app_client.post("/ce-registry/validate", sent).json() == here
        assert app_client.post("/validate?community=ce_registry", sent).json() == here
        assert app_client.post("/no-such-community/validate", sent).status_code == 404
        missing = app_client.post("/validate?community=nowhere", sent)
        assert missing.status_code == 404
        assert missing.headers["content-type"] == "application/problem+json"


class TestRulesOfACommunity:
    def test_count_where_they_are_meant(self, app_client: AppClient) -> None:
        wishes = {
            "severities": {"recommended-missing": "off"},
            "required": {"ceterms:Certificate": ["ceterms:keyword"]},
        }
        with app_client.node.database.write() as transaction:
            community = app_client.node.find_community("learning_registry")
            assert community is not None
            set_config(transaction, community, "Wishes", {"validation": wishes})
        app_client.node.rules.forget()
        sent = document(certificate())
        told = {
            place: app_client.post(f"/{place}validate", sent).json() for place in ("", "learning-registry/")
        }
        assert "recommended-missing" in _codes(told[""])
        assert "recommended-missing" not in _codes(told["learning-registry/"])
        asked = [one["message"] for one in told["learning-registry/"]["findings"]]
        assert any("needs ceterms:keyword" in message for message in asked)


class TestReferences:
    def test_are_looked_for_in_the_registry(self, app_client: AppClient) -> None:
        known = certificate()
        app_client.published(document(known))
        sent = document(certificate(ceterms__isPartOf=[known["@id"], resource_uri(new_ctid())]))
        found = {one["pointer"]: one["code"] for one in app_client.post("/validate", sent).json()["findings"]}
        assert "/@graph/0/ceterms:isPartOf/0" not in found
        assert found["/@graph/0/ceterms:isPartOf/1"] == "reference-not-found"
        alone = app_client.post("/validate?registry=false", sent).json()
        assert "reference-not-found" not in _codes(alone)
        assert "reference-outside" in _codes(alone)


class TestTextsThatAreNoDocuments:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (b"", (1, 1)),
            (b'{\n  "a": 1,,\n}', (2, 10)),
            (b'{"a": "\xff\xfe"}', (1, 8)),
            (b'{"a":\n', None),
            (b'"text"', (1, 1)),
            (b"[]", (1, 1)),
        ],
    )
    def test_are_findings_with_a_line(
        self, app_client: AppClient, text: bytes, place: tuple[int, int] | None
    ) -> None:
        response = app_client.post("/validate", text)
        assert response.status_code == 200
        answer = response.json()
        assert answer["sound"] is False
        first = answer["findings"][0]
        assert first["line"] >= 1
        if place is not None:
            assert (first["line"], first["column"]) == place

    @pytest.mark.parametrize(
        "text", [b"{}", b"[{}]", b'{"@graph": 5}', b'{"@graph": [1, null, []]}', b'{"@graph": []}', b"[[[]]]"]
    )
    def test_are_never_a_failure(self, app_client: AppClient, text: bytes) -> None:
        response = app_client.post("/validate", text)
        assert response.status_code == 200
        assert response.json()["sound"] is False


class TestRequestsThatCannotBeUsed:
    def test_are_problems(self, app_client: AppClient) -> None:
        for query in ("mode=hasty", "least=fatal", "format=pdf"):
            response = app_client.post(f"/validate?{query}", document(certificate()))
            assert response.status_code == 400, query
            assert response.headers["content-type"] == "application/problem+json"
            assert "valid value" in response.json()["detail"]

    def test_have_limits(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(limits__payload_bytes=20_000, limits__nesting_depth=8, limits__graph_nodes=3)
        large = client.post("/validate", document(certificate(name="x" * 30_000)))
        assert (large.status_code, large.headers["content-type"]) == (413, "application/problem+json")
        deep: Any = "end"
        for _ in range(12):
            deep = {"ceterms:alternativeCondition": [deep]}
        many = [certificate() for _ in range(4)]
        for sent in (document(certificate(ceterms__requires=deep)), document(*many)):
            response = client.post("/validate", sent)
            assert response.status_code == 422
            assert response.json()["type"] == "urn:opencredreg:error:limit-exceeded"

    def test_need_a_token_where_everything_does(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(access__authentication_required=True)
        assert client.post("/validate", document(certificate())).status_code == 401
        assert client.post("/validate", document(certificate()), who="publisher").status_code == 200


class TestSarif:
    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            ("/validate?format=sarif", {}),
            ("/validate", {"accept": "application/sarif+json"}),
            ("/ce-registry/validate", {"accept": "application/sarif+json, application/json;q=0.5"}),
        ],
    )
    def test_is_well_formed(self, app_client: AppClient, path: str, headers: dict[str, str]) -> None:
        sent = document(certificate(ceterms__subjectWebPage="https://a.example/"))
        response = app_client.post(path, sent, headers=headers)
        assert response.headers["content-type"].startswith("application/sarif+json")
        log = response.json()
        results = require_sarif(log)
        told = app_client.post("/validate", sent).json()
        assert [result["ruleId"] for result in results] == [one["code"] for one in told["findings"]]
        driver = log["runs"][0]["tool"]["driver"]
        assert driver["semanticVersion"] == __version__
        assert driver["rules"][0]["helpUri"].startswith("http://registry.test/validate/rules#")

    def test_of_a_text_that_is_no_json(self, app_client: AppClient) -> None:
        [result] = require_sarif(app_client.post("/validate?format=sarif", b"{").json())
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
