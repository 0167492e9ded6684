"""The node as catalogues read it: valid RDF that says what the node holds."""

from __future__ import annotations

from typing import Any

import pyoxigraph
import pytest

from opencredreg.search.limits import EXPORT_ROWS_DEFAULT
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document

pytestmark = on_sqlite

_DCAT = "http://www.w3.org/ns/dcat#"
_DCT = "http://purl.org/dc/terms/"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = {
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}


def _graph(client: AppClient, path: str, accept: str = "*/*", **options: Any) -> pyoxigraph.Store:
    response = client.get(path, headers={"accept": accept}, **options)
    assert response.status_code == 200, response.text
    media_type = response.headers["content-type"].partition(";")[0]
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.parse(response.content, _FORMATS[media_type]))
    assert len(store) > 0
    return store


def _objects(store: pyoxigraph.Store, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None)
    return sorted(quad.object.value for quad in quads)  # type: ignore[union-attr]


@pytest.fixture
def filled(app_client: AppClient) -> AppClient:
    app_client.published(document(certificate(ceterms__inLanguage=["en"])))
    app_client.published(document(course()))
    app_client.published(document(course()), community="learning-registry")
    app_client.published(document(course()), community="secured-registry")
    return app_client


class TestCatalog:
    def test_describes_the_open_communities(self, filled: AppClient) -> None:
        store = _graph(filled, "/catalog")
        assert _objects(store, f"{_DCT}identifier") == ["ce_registry", "learning_registry", "open_registry"]
        assert _objects(store, f"{_VOID}entities") == ["0", "1", "2"]
        assert _objects(store, f"{_DCAT}endpointURL") == ["http://registry.test/"]

    def test_describes_no_others_whoever_asks(self, filled: AppClient) -> None:
        for path in ("/catalog", "/catalog.ttl", "/.well-known/void"):
            assert "secured" not in filled.get(path, who="admin").text

    @pytest.mark.parametrize("media_type", _FORMATS)
    def test_says_the_same_in_every_format(self, filled: AppClient, media_type: str) -> None:
        response = filled.get("/catalog", headers={"accept": media_type})
        assert response.headers["content-type"].partition(";")[0] == media_type
        assert "accept" in response.headers["vary"].lower()
        kinds = [_graph(filled, "/catalog", one) for one in (media_type, "application/ld+json")]
        assert len(kinds[0]) == len(kinds[1])
        assert _objects(kinds[0], f"{_DCT}title") == _objects(kinds[1], f"{_DCT}title")

    def test_has_addresses_for_formats(self, filled: AppClient) -> None:
        assert filled.get("/catalog.jsonld").headers["content-type"] == "application/ld+json"
        assert filled.get("/catalog.ttl").headers["content-type"].startswith("text/turtle")
        # A browser has no format of ours.
        assert filled.get("/catalog", headers={"accept": "text/html"}).headers["content-type"] == (
            "application/ld+json"
        )

    def test_leads_only_to_what_is_there(self, filled: AppClient) -> None:
        filled.post("/envelopes/download", who="publisher")
        assert filled.run_jobs() == 1
        store = _graph(filled, "/catalog")
        addresses = {
            *_objects(store, f"{_DCAT}downloadURL"),
            *_objects(store, f"{_DCAT}accessURL"),
            *_objects(store, f"{_DCAT}landingPage"),
            *_objects(store, f"{_DCAT}endpointDescription"),
        }
        assert any(one.endswith(".zip") for one in addresses)
        for address in addresses:
            path = address.removeprefix("http://registry.test")
            assert path != address
            assert filled.get(path).status_code == 200, address

    def test_promises_no_file_of_results_that_would_be_cut(
        self, filled: AppClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert EXPORT_ROWS_DEFAULT > 2
        assert "/find.csv" in filled.get("/catalog").text
        monkeypatch.setattr("opencredreg.web.site.catalog.EXPORT_ROWS_DEFAULT", 1)
        named = [one for one in _objects(_graph(filled, "/catalog"), f"{_DCAT}downloadURL") if "?" not in one]
        assert named == []


class TestVoID:
    def test_counts_classes_and_names_examples(self, filled: AppClient) -> None:
        store = _graph(filled, "/.well-known/void")
        assert sorted(set(_objects(store, f"{_VOID}class"))) == [
            "https://purl.org/ctdl/terms/Certificate",
            "https://purl.org/ctdl/terms/Course",
        ]
        for example in _objects(store, f"{_VOID}exampleResource"):
            assert filled.get(example.removeprefix("http://registry.test")).status_code == 200

    def test_is_turtle_or_what_is_accepted(self, filled: AppClient) -> None:
        path = "/.well-known/void"
        assert filled.get(path).headers["content-type"].startswith("text/turtle")
        response = filled.get(path, headers={"accept": "application/ld+json"})
        assert response.headers["content-type"] == "application/ld+json"


def test_the_catalogue_of_interfaces_leads_to_what_is_there(filled: AppClient) -> None:
    response = filled.get("/.well-known/api-catalog")
    assert response.headers["content-type"].startswith("application/linkset+json")
    assert 'rel="api-catalog"' in response.headers["link"]
    links = response.json()["linkset"]
    found = [
        target["href"]
        for one in links
        for relation, targets in one.items()
        if relation != "anchor"
        for target in targets
    ]
    assert len(found) > 5
    for href in found:
        assert filled.get(href.removeprefix("http://registry.test")).status_code == 200, href
    assert filled.head("/.well-known/api-catalog").headers["link"] == response.headers["link"]
