"""The vocabulary as data over HTTP: every kind of term in every format, contexts, suggestions and near misses."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pyoxigraph
import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.contexts import bundled_context
from opencredreg.registry.setup import local_actor
from opencredreg.registry.vocabularies import load_snapshot, use_snapshot
from tests.support.app import AppClient, on_sqlite
from tests.support.vocabulary import NEW_CLASS, later_month

_TURTLE = pyoxigraph.RdfFormat.TURTLE
_TERMS = ["ceterms:Certificate", "ceterms:ownedBy", "ceterms:AudienceLevel", "audLevel:MastersDegreeLevel"]
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

pytestmark = on_sqlite


def _get(client: AppClient, path: str, **headers: str) -> Any:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.text
    return response


class TestATerm:
    @pytest.mark.parametrize(
        ("term", "kind"), list(zip(_TERMS, ["class", "property", "scheme", "concept"], strict=True))
    )
    def test_is_json_by_default(self, app_client: AppClient, term: str, kind: str) -> None:
        response = _get(app_client, f"/vocabulary/{term}")
        assert response.headers["content-type"] == "application/json"
        value = response.json()
        assert (value["term"], value["kind"]) == (term, kind)
        assert value["iri"] == bundled_vocabulary().expand(term)

    @pytest.mark.parametrize("term", _TERMS)
    def test_is_linked_data_by_accept_format_and_extension(self, app_client: AppClient, term: str) -> None:
        path = f"/vocabulary/{term}"
        turtle = _get(app_client, path, accept="text/turtle")
        assert turtle.headers["content-type"].startswith("text/turtle")
        assert turtle.content == _get(app_client, f"{path}?format=ttl").content
        assert turtle.content == _get(app_client, f"{path}?format=turtle", accept=_BROWSER).content
        assert turtle.content == _get(app_client, f"{path}.ttl", accept=_BROWSER).content
        subject = pyoxigraph.NamedNode(bundled_vocabulary().expand(term))
        assert subject in {triple.subject for triple in pyoxigraph.parse(turtle.content, format=_TURTLE)}
        document = _get(app_client, f"{path}.jsonld", accept=_BROWSER)
        assert document.headers["content-type"] == "application/ld+json"
        assert document.json()["@graph"][0]["@id"] == term
        assert document.content == _get(app_client, path, accept="application/ld+json").content

    def test_a_scheme_comes_with_its_concepts(self, app_client: AppClient) -> None:
        graph = _get(app_client, "/vocabulary/ceterms:AudienceLevel.jsonld").json()["@graph"]
        assert [item["@type"] for item in graph] == ["skos:ConceptScheme"] + ["skos:Concept"] * (
            len(graph) - 1
        )
        assert {"skos:prefLabel", "skos:inScheme"} <= graph[1].keys()
        assert len(graph) > 10

    def test_the_extension_json_is_json_for_browsers_too(self, app_client: AppClient) -> None:
        response = _get(app_client, "/vocabulary/ceterms:Certificate.json", accept=_BROWSER)
        assert response.json()["term"] == "ceterms:Certificate"

    def test_a_name_without_prefix_will_do(self, app_client: AppClient) -> None:
        assert _get(app_client, "/vocabulary/Certificate").json()["term"] == "ceterms:Certificate"

    @pytest.mark.parametrize("path", ["ceterms:Certificat", "ceterms:Certificat.ttl", "ceterms:certificate"])
    def test_a_near_miss_is_helped(self, app_client: AppClient, path: str) -> None:
        response = app_client.get(f"/vocabulary/{path}")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["hint"].startswith("Did you mean ceterms:Certificate")

    def test_what_is_like_nothing_is_not_guessed(self, app_client: AppClient) -> None:
        response = app_client.get("/vocabulary/xqzwvjjkk")
        assert response.status_code == 404
        assert "/vocabulary?q=" in response.json()["hint"]

    def test_an_unknown_format_is_refused(self, app_client: AppClient) -> None:
        response = app_client.get("/vocabulary/ceterms:Certificate?format=pdf")
        assert response.status_code == 400
        assert "format" in response.json()["detail"]


class TestCaching:
    @pytest.mark.parametrize(
        "path",
        [
            "/vocabulary",
            "/vocabulary?format=ttl",
            "/vocabulary/ceterms:Certificate",
            "/vocabulary/ceterms:Certificate.ttl",
            "/vocabulary/ceterms:Certificate/mapping?format=csv",
            "/api/vocabulary/suggest?q=cert",
            "/contexts/ctdl",
        ],
    )
    def test_what_is_known_is_not_sent_again(self, app_client: AppClient, path: str) -> None:
        first = _get(app_client, path)
        assert first.headers["cache-control"] == "public, max-age=300"
        assert "creativecommons.org/licenses/by/4.0" in first.headers["link"]
        again = app_client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert app_client.get(path, headers={"if-none-match": '"other"'}).status_code == 200

    def test_formats_have_their_own_etags(self, app_client: AppClient) -> None:
        paths = [f"/vocabulary/ceterms:Badge.{ending}" for ending in ("json", "jsonld", "ttl", "nt")]
        assert len({_get(app_client, path).headers["etag"] for path in paths}) == 4


def test_the_whole_vocabulary(app_client: AppClient) -> None:
    value = _get(app_client, "/vocabulary").json()
    vocabulary = bundled_vocabulary()
    assert value["class_count"] == len(vocabulary.classes)
    assert {"Credentials", "Pathways", "Work"} <= {group["title"] for group in value["groups"]}
    graph = _get(app_client, "/vocabulary?format=jsonld").json()["@graph"]
    known = len(vocabulary.classes) + len(vocabulary.properties) + len(vocabulary.schemes)
    assert len(graph) == known + len(vocabulary.concepts)


def test_search_and_suggestions(app_client: AppClient) -> None:
    found = _get(app_client, "/vocabulary?q=estimated%20cost").json()
    assert found["query"] == "estimated cost"
    assert found["results"][0]["term"] == "ceterms:estimatedCost"
    told = _get(app_client, "/api/vocabulary/suggest?q=certif&limit=3").json()["suggestions"]
    assert len(told) == 3
    assert told[0] == {
        "term": "ceterms:Certificate",
        "label": "Certificate",
        "kind": "class",
        "status": "stable",
    }
    assert app_client.get("/api/vocabulary/suggest").status_code == 400
    assert _get(app_client, "/api/vocabulary/suggest?q=").json()["suggestions"] == []


def test_the_mapping_of_a_class(app_client: AppClient) -> None:
    value = _get(app_client, "/vocabulary/ceterms:Course/mapping").json()
    assert value["class"] == "ceterms:Course"
    response = _get(app_client, "/vocabulary/Course/mapping", accept="text/csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "ceterms-Course-mapping.csv" in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["Term"] for row in rows] == [row["term"] for row in value["rows"]]
    assert rows[0]["Requirement"] == "required"
    for name in ("ceterms:ownedBy", "ceterms:NoSuchThing"):
        assert app_client.get(f"/vocabulary/{name}/mapping").status_code == 404


@pytest.mark.parametrize("name", ["ctdl", "ctdlasn"])
def test_contexts(app_client: AppClient, name: Any) -> None:
    response = _get(app_client, f"/contexts/{name}", accept=_BROWSER)
    assert response.headers["content-type"] == "application/ld+json"
    assert response.json() == bundled_context(name)
    published = _get(app_client, f"/contexts/{name}?as_published=true").json()
    assert published == bundled_context(name, as_published=True)
    assert app_client.get("/contexts/other").status_code == 404


def test_a_closed_node_shows_the_vocabulary(make_client: Callable[..., AppClient]) -> None:
    client = make_client(access__authentication_required=True)
    for path in (
        "/vocabulary", "/vocabulary/Badge", "/vocabulary/Badge/mapping", "/contexts/ctdl",
        "/api/vocabulary/suggest?q=badge",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
        assert client.head(path).status_code == 200, path


def test_another_edition_is_shown_as_soon_as_it_is_in_use(app_client: AppClient) -> None:
    assert app_client.get(f"/vocabulary/{NEW_CLASS}").status_code == 404
    before = _get(app_client, "/vocabulary?format=ttl").headers["etag"]
    with app_client.node.database.read() as connection:
        actor = local_actor(connection)
    load_snapshot(app_client.node, actor, later_month(), edition="2026-11")
    use_snapshot(app_client.node, actor, "2026-11")
    app_client.node.forget_vocabulary()
    value = _get(app_client, f"/vocabulary/{NEW_CLASS}").json()
    assert value["official"]["definition"] == "A course after dark."
    graph = _get(app_client, f"/vocabulary/{NEW_CLASS}.jsonld").json()["@graph"]
    assert graph[0]["skos:definition"] == {"en-US": "A course after dark."}
    assert _get(app_client, "/vocabulary?format=ttl").headers["etag"] != before
    page = app_client.get(f"/vocabulary/{NEW_CLASS}", headers={"accept": _BROWSER})
    assert "A course after dark." in page.text
    assert "Credential Engine" in page.text.partition("A course after dark.")[2].partition("</figure>")[0]
