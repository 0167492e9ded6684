from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.app import AppClient
from tests.support.documents import certificate, document
from tests.support.pages import parse_page, problems

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_PAGES = ["/", "/find", "/compare", "/publish", "/docs", "/docs/errors", "/readme", "/not/here/at/all"]


def _page(client: AppClient, path: str) -> str:
    response = client.get(path, headers=_BROWSER)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    text: str = response.text
    return text


@pytest.mark.parametrize("path", _PAGES)
class TestEveryPage:
    def test_is_sound_and_accessible(self, app_client: AppClient, path: str) -> None:
        app_client.published(document(certificate()))
        assert problems(_page(app_client, path)) == []

    def test_runs_only_scripts_of_the_site_and_loads_nothing_from_elsewhere(
        self, app_client: AppClient, path: str
    ) -> None:
        policy = app_client.get(path, headers=_BROWSER).headers["content-security-policy"]
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives.pop("default-src") == "'none'"
        assert set(directives.values()) <= {"'self'", "'none'"}

    def test_says_whose_software_it_is_not(self, app_client: AppClient, path: str) -> None:
        page = _page(app_client, path)
        assert "independent implementation" in page
        assert "not Credential Engine’s own software" in page
        assert "https://creativecommons.org/licenses/by/4.0/" in page

    def test_leads_only_to_what_is_there(self, app_client: AppClient, path: str) -> None:
        app_client.published(document(certificate()))
        links = {
            element.attributes["href"].partition("#")[0]
            for element in parse_page(_page(app_client, path))
            if element.name in ("a", "link") and element.attributes.get("href", "").startswith("/")
        }
        for link in sorted(links):
            assert app_client.get(link, headers=_BROWSER).status_code == 200, link

    def test_starts_as_the_readme_must(self, app_client: AppClient, path: str) -> None:
        assert _page(app_client, path).startswith("<!DOCTYPE html>\n<html lang='en-us'>")


class TestHome:
    def test_is_for_browsers_only(self, app_client: AppClient) -> None:
        for headers in ({}, {"accept": "application/json"}):
            response = app_client.get("/", headers=headers)
            assert response.json()["api_version"] == "0.6"
            assert "Accept" in response.headers["vary"]
        assert app_client.get("/?format=json", headers=_BROWSER).json()["api_version"] == "0.6"
        page = app_client.get("/", headers=_BROWSER)
        assert page.headers["content-type"].startswith("text/html")
        assert "Accept" in page.headers["vary"]

    def test_answers_head(self, app_client: AppClient) -> None:
        response = app_client.head("/", headers=_BROWSER)
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/html")
        assert response.content == b""

    def test_has_its_data_as_json(self, app_client: AppClient) -> None:
        envelope = app_client.published(document(certificate(name="Hedge laying")))
        app_client.published(document(certificate()), community="secured-registry")
        value = app_client.get("/api/overview").json()
        assert value["document_count"] == 2
        assert {one["name"]: one["document_count"] for one in value["communities"]} == {
            "ce_registry": 1,
            "learning_registry": 0,
            "open_registry": 0,
            "secured_registry": 1,
        }
        assert value["classes"] == [{"ctdl_type": "ceterms:Certificate", "document_count": 1}]
        [newest] = value["newest"]
        assert newest["name"] == {"text": "Hedge laying", "language": "en"}
        assert app_client.get(newest["envelope"]).json()["envelope_id"] == envelope["envelope_id"]


class TestReference:
    def test_describes_every_operation_once(self, app_client: AppClient) -> None:
        page = _page(app_client, "/docs")
        ids = [element.attributes.get("id") for element in parse_page(page)]
        described = app_client.get("/openapi.json").json()
        for methods in described["paths"].values():
            for operation in methods.values():
                assert ids.count(operation["operationId"]) == (0 if "x-same-as" in operation else 1)

    def test_uses_the_address_by_which_it_was_asked(self, app_client: AppClient) -> None:
        assert "http://registry.test/resources/" in _page(app_client, "/docs")
        elsewhere = app_client.get("/docs", headers={**_BROWSER, "host": "a.example"}).text
        assert "http://a.example/resources/" in elsewhere
        assert "registry.test/" not in elsewhere

    def test_uses_the_public_address(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(server__public_url="https://a.example/registry")
        page = _page(client, "/docs")
        assert "https://a.example/registry/resources/" in page
        assert 'href="/registry/openapi.json"' in page
        assert 'href="/registry/static/style-' in page

    def test_is_compressed_for_those_who_take_it(self, app_client: AppClient) -> None:
        response = app_client.get("/docs", headers={**_BROWSER, "accept-encoding": "gzip"})
        assert response.headers["content-encoding"] == "gzip"
        assert response.text == _page(app_client, "/docs")


class TestErrors:
    def test_has_a_place_for_every_code(self, app_client: AppClient) -> None:
        codes = app_client.get("/docs/errors?format=json").json()
        assert {"not-found", "unavailable", "not-publisher-of"} <= {one["code"] for one in codes}
        ids = {element.attributes.get("id") for element in parse_page(_page(app_client, "/docs/errors"))}
        assert {one["code"] for one in codes} <= ids


class TestNotFound:
    def test_is_a_page_for_browsers(self, app_client: AppClient) -> None:
        response = app_client.get("/not/here/<b>", headers=_BROWSER)
        assert response.status_code == 404
        assert "/not/here/&lt;b&gt;" in response.text

    def test_is_json_for_programs(self, app_client: AppClient) -> None:
        response = app_client.get("/not/here/at/all")
        assert response.status_code == 404
        assert response.json()["errors"]


class TestStaticFiles:
    def test_may_be_kept_for_ever(self, app_client: AppClient) -> None:
        links = [
            address
            for element in parse_page(_page(app_client, "/"))
            for address in (element.attributes.get("href", ""), element.attributes.get("src", ""))
            if element.name in ("link", "script") and address.startswith("/static/")
        ]
        assert {link.rpartition(".")[2] for link in links} == {"css", "js", "svg"}
        for link in links:
            response = app_client.get(link)
            assert response.status_code == 200
            assert response.headers["cache-control"] == "public, max-age=31536000, immutable"

    @pytest.mark.parametrize(
        "name", ["style.css", "style-000000000000.css", "..%2fpages.py", "..%2f..%2fapp.py"]
    )
    def test_are_nothing_else(self, app_client: AppClient, name: str) -> None:
        assert app_client.get(f"/static/{name}").status_code == 404
