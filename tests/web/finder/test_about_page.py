"""The page about the data: what there is, and all of it as one download."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import text

from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document
from tests.support.pages import parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_HOUR_US = 3_600_000_000


def _page(client: AppClient, path: str = "/about", who: str = "anonymous") -> str:
    response = client.get(path, headers=_BROWSER, who=who)
    assert response.status_code == 200
    found: str = response.text
    return found


def _links(page: str) -> set[str]:
    return {one.attributes.get("href", "") for one in parse_page(page) if one.name in ("a", "link")}


def _press(client: AppClient, path: str = "/about/download", **headers: str) -> int:
    sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", **headers}
    response = client.post(path, b"", headers=sent)
    if response.status_code == 303:
        assert response.headers["location"].startswith("/about")
        assert response.headers["location"].endswith("#downloads")
    return response.status_code


def _an_hour_passes(client: AppClient) -> None:
    with client.node.database.write() as transaction:
        transaction.connection.execute(
            text("UPDATE download SET enqueued_at = enqueued_at - :hour"), {"hour": _HOUR_US}
        )


class TestPage:
    def test_is_sound_with_and_without_data(self, app_client: AppClient) -> None:
        assert problems(_page(app_client)) == []
        app_client.published(document(certificate(ceterms__inLanguage=["en"])))
        assert problems(_page(app_client)) == []
        assert problems(_page(app_client, "/about?class=ceterms:Certificate")) == []

    def test_leads_only_to_what_is_there(self, app_client: AppClient) -> None:
        app_client.published(document(certificate(ceterms__inLanguage=["en"])))
        links = {link.partition("#")[0] for link in _links(_page(app_client)) if link.startswith("/")}
        assert {"/about.json", "/catalog", "/find.csv", "/api/changes", "/find?kind=credential"} <= links
        for link in sorted(links):
            assert app_client.get(link, headers=_BROWSER).status_code == 200, link

    def test_every_picture_has_its_table(self, app_client: AppClient) -> None:
        app_client.published(document(certificate(ceterms__inLanguage=["en"])))
        elements = parse_page(_page(app_client))
        pictures = [
            one for one in elements if one.name == "svg" and "picture" in one.attributes.get("class", "")
        ]
        twins = [one for one in elements if one.name == "table" and one.attributes.get("class") == "twin"]
        # What grew on one day only is told by the table alone.
        assert len(pictures) >= 6
        assert len(twins) == len(pictures) + 1

    def test_shows_the_class_that_is_chosen(self, app_client: AppClient) -> None:
        for main in (certificate(), course(), course()):
            app_client.published(document(main))
        headings = {}
        for path in ("/about", "/about?class=ceterms:Certificate", "/about?class=%3Cb%3E"):
            found = [
                one
                for one in parse_page(_page(app_client, path))
                if one.attributes.get("id") == "class-completeness"
            ]
            headings[path] = found[0].text.strip()
        assert list(headings.values()) == ["Course", "Certificate", "Course"]

    def test_names_only_communities_that_the_visitor_may_read(self, app_client: AppClient) -> None:
        app_client.published(document(course()), community="secured-registry")
        assert "secured_registry" not in _page(app_client)
        assert "secured_registry" in _page(app_client, who="reader")
        assert app_client.get("/about?community=secured_registry", headers=_BROWSER).status_code == 404
        assert "with a key" in _page(app_client, "/about?community=secured_registry", who="reader")

    def test_the_first_page_leads_to_the_descriptions(self, app_client: AppClient) -> None:
        app_client.published(document(certificate()))
        assert {"/about", "/catalog", "/.well-known/api-catalog"} <= _links(_page(app_client, "/"))

    def test_says_the_same_as_its_data(self, app_client: AppClient) -> None:
        app_client.published(document(certificate()))
        response = app_client.get("/about.json", headers=_BROWSER)
        assert response.headers["content-type"] == "application/json"
        value = response.json()
        assert value["holdings"]["total"] == value["document_count"] == 1
        assert value["growth"]["points"][0]["documents"] == 1
        assert value["download"]["state"] == "none"
        assert value["owners"][0]["label"] in _page(app_client)


class TestDownload:
    def test_is_built_and_can_be_taken(self, app_client: AppClient) -> None:
        main = certificate()
        app_client.published(document(main))
        assert "Build the download" in _page(app_client)
        assert _press(app_client) == 303
        page = _page(app_client)
        assert "is being built" in page
        assert '<form action="/about/download"' not in page
        assert app_client.run_jobs() == 1
        page = _page(app_client)
        [link] = [link for link in _links(page) if link.startswith("/downloads/")]
        content = app_client.get(link).content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            [name] = archive.namelist()
            assert json.loads(archive.read(name))["envelope_ceterms_ctid"] == main["ceterms:ctid"]
        told = app_client.get("/about.json").json()["download"]
        assert (told["state"], told["byte_count"], told["is_current"]) == ("ready", len(content), True)
        assert "nothing was published since" in page

    def test_is_built_once_an_hour_and_only_when_something_is_new(self, app_client: AppClient) -> None:
        app_client.published(document(certificate()))
        assert (_press(app_client), _press(app_client)) == (303, 303)
        assert app_client.run_jobs() == 1
        _an_hour_passes(app_client)
        _press(app_client)
        assert app_client.run_jobs() == 0
        app_client.published(document(certificate()))
        _press(app_client)
        assert app_client.run_jobs() == 1
        app_client.published(document(certificate()))
        _press(app_client)
        assert app_client.run_jobs() == 0
        # Publishers do not have to wait.
        assert app_client.post("/envelopes/download", who="publisher").status_code == 201

    def test_of_nothing_is_not_built(self, app_client: AppClient) -> None:
        assert "Build the download" not in _page(app_client)
        assert _press(app_client) == 303
        assert app_client.run_jobs() == 0

    @pytest.mark.parametrize(
        "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
    )
    def test_no_other_site_presses_the_button(self, app_client: AppClient, headers: dict[str, str]) -> None:
        app_client.published(document(certificate()))
        assert _press(app_client, **headers) == 403
        assert app_client.run_jobs() == 0
        assert _press(app_client, origin="http://registry.test") == 303

    def test_of_a_secured_community_is_for_its_readers(self, app_client: AppClient) -> None:
        app_client.published(document(course()), community="secured-registry")
        assert _press(app_client, "/about/download?community=secured_registry") == 404
        assert app_client.run_jobs() == 0
        pressed = app_client.post("/about/download?community=secured_registry", b"", who="reader")
        assert (pressed.status_code, app_client.run_jobs()) == (303, 1)
        page = _page(app_client, "/about?community=secured_registry", who="reader")
        [link] = [link for link in _links(page) if link.startswith("/downloads/")]
        assert app_client.get(link).status_code == 401

    def test_of_a_closed_node_is_not_built_for_strangers(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(access__authentication_required=True)
        client.published(document(certificate()))
        assert _press(client) == 401
        assert client.run_jobs() == 0
        assert "token" in _page(client)
