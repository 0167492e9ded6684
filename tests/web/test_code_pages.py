"""The pages of the lists of codes: sound, walked by links alone, in the reader's language, with data beside them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from opencredreg.codes import bundled_codes
from opencredreg.web.locale import translations
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.pages import Element, parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_PAGES = {
    "/codes": 200,
    "/codes?q=nurs": 200,
    "/codes?q=%3Cb%3Ezzzz": 200,
    "/codes/soc": 200,
    "/codes/cip?q=educ": 200,
    "/codes/cip?q=zzzz": 200,
    "/codes/soc/53-3032.00": 200,
    "/codes/soc/53-0000": 200,
    "/codes/cip/49.02": 200,
    "/codes/naics/31-33": 200,
    "/codes/cip/49.0215": 404,
    "/codes/cip/%3Cb%3E": 404,
    "/codes/isced": 404,
}


def _page(client: AppClient, path: str, status: int = 200, language: str = "en") -> str:
    response = client.get(path, headers={**_BROWSER, "accept-language": language})
    assert response.status_code == status, path
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    text: str = response.text
    return text


def _links(html: str) -> list[Element]:
    """The links of the page itself."""
    return [one for one in parse_page(html) if one.name == "a" and "main" in one.around]


def _samples(html: str) -> list[Any]:
    return [json.loads(one.text) for one in parse_page(html) if one.name == "pre"]


@pytest.fixture
def carrying(app_client: AppClient) -> AppClient:
    """A registry with one certificate that has the code of truck drivers."""
    alignment = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": "53-3032.00"}
    app_client.published(document(certificate(name="Long roads", ceterms__occupationType=[alignment])))
    return app_client


def test_every_page_is_sound_in_both_languages(carrying: AppClient) -> None:
    for path, status in _PAGES.items():
        for language in ("en", "es"):
            html = _page(carrying, path, status, language=language)
            assert problems(html) == [], path
            assert re.search(rf"<html lang=['\"]{language}", html), path
            assert "<b>" not in html


def test_the_whole_list_is_reached_by_links(app_client: AppClient) -> None:
    waiting, seen = ["/codes/naics/31-33"], set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        if len(path.rsplit("/", 1)[-1]) > 5:
            continue
        main = [one.attributes["href"] for one in _links(_page(app_client, path)) if "ul" in one.around]
        waiting += [
            one for one in main if one.startswith("/codes/naics/3116") or one.endswith(("/311", "/3116"))
        ]
    below = [code for code in bundled_codes()["naics"].codes if code.startswith("3116")]
    assert {f"/codes/naics/{code}" for code in below} < seen


def test_the_place_of_a_code(app_client: AppClient) -> None:
    links = _links(_page(app_client, "/codes/cip/49.0205"))
    crumbs = [(one.attributes["href"], one.text.split()[0]) for one in links if "nav" in one.around]
    assert crumbs == [
        ("/codes", "Lists"),
        ("/codes/cip", "Instructional"),
        ("/codes/cip/49", "49"),
        ("/codes/cip/49.02", "49.02"),
    ]


def test_codes_in_other_spellings_lead_to_the_one_page(app_client: AppClient) -> None:
    for path, status, there in (
        ("/codes/soc/533032", 308, "/codes/soc/53-3032.00"),
        ("/codes/CIP/1.01", 308, "/codes/cip/01.01"),
        ("/codes/NAICS", 308, "/codes/naics"),
        ("/codes/naics?q=32", 303, "/codes/naics/31-33"),
    ):
        response = app_client.get(path, headers=_BROWSER)
        assert (response.status_code, response.headers["location"]) == (status, there)


def test_searching_without_a_script(app_client: AppClient) -> None:
    found = {one.attributes["href"] for one in _links(_page(app_client, "/codes?q=truck+driv"))}
    assert {"/codes/soc/53-3032.00", "/codes/cip/49.0205"} <= found
    html = _page(app_client, "/codes/soc?q=heavy+tru")
    assert "/codes/soc/53-3032.00" in {one.attributes["href"] for one in _links(html)}
    form = next(one for one in parse_page(html) if one.name == "form" and "main" in one.around)
    assert (form.attributes["action"], form.attributes["data-suggest"]) == (
        "/codes/soc",
        "/codes/soc/suggest",
    )
    assert app_client.get(f"{form.attributes['data-suggest']}?q=heavy").json()["suggestions"]
    assert "No title has words" in _page(app_client, "/codes/soc?q=zzzz")


def test_what_carries_a_code(carrying: AppClient) -> None:
    html = _page(carrying, "/codes/soc/53-3032.00")
    [results] = [one for one in _links(html) if one.text == "See the resource with this code"]
    assert "Long roads" in html
    assert "Long roads" in _page(carrying, results.attributes["href"])
    assert "Long roads" in _page(carrying, "/codes/soc/53-0000")
    assert "No resource of this registry states this code." in _page(carrying, "/codes/soc/53-3033.00")


def test_json_for_publishing(app_client: AppClient) -> None:
    item, short = _samples(_page(app_client, "/codes/soc/53-3032.00"))
    assert item == {"OccupationType": [app_client.get("/codes/soc/53-3032.00").json()["item"]]}
    assert short == {"ONET_Codes": ["53-3032.00"]}
    assert _samples(_page(app_client, "/codes/cip/49.02"))[1] == {"CIP_Codes": ["49.02"]}
    assert _samples(_page(app_client, "/codes/naics/484110"))[1] == {"NaicsList": ["484110"]}
    for path in ("/codes/soc/53-0000", "/codes/naics/31-33"):
        assert len(_samples(_page(app_client, path))) == 1, "a group is no code that publishing looks up"


def test_a_code_that_is_none_has_neighbours(app_client: AppClient) -> None:
    html = _page(app_client, "/codes/cip/49.0215", 404)
    assert "/codes/cip/49.0205" in {one.attributes["href"] for one in _links(html)}


def test_the_page_tells_whose_work_the_list_is(app_client: AppClient) -> None:
    for name, book in bundled_codes().items():
        code = next(iter(book.codes))
        for path in ("/codes", f"/codes/{name}", f"/codes/{name}/{code}"):
            html = _page(app_client, path)
            text = next(one.text for one in parse_page(html) if one.name == "main")
            assert book.head.attribution in text
            assert book.head.licence in text


def test_programs_get_data_at_the_same_addresses(app_client: AppClient) -> None:
    for path in ("/codes", "/codes/soc", "/codes/soc/53-3032.00"):
        data = app_client.get(path)
        assert data.headers["content-type"] == "application/json"
        html = _page(app_client, path)
        [address] = [
            one.attributes["href"]
            for one in parse_page(html)
            if one.name == "link" and one.attributes.get("type") == "application/json"
        ]
        assert app_client.get(address, headers=_BROWSER).json() == data.json()


def test_a_closed_node_shows_codes_and_nothing_of_its_data(make_client: Any) -> None:
    client = make_client(access__authentication_required=True)
    assert "Heavy and Tractor-Trailer" in _page(client, "/codes/soc/53-3032.00")
    assert "What carries this code here" not in _page(client, "/codes/soc/53-3032.00")
    assert client.get("/codes/soc/53-3032.00").json()["resources"] is None
    assert client.get("/codes/soc/53-3032.00", who="publisher").json()["resources"]["total"] == 0


def test_spanish(app_client: AppClient) -> None:
    html = _page(app_client, "/codes/soc/53-0000", language="es")
    said = translations("es").gettext("Codes below")
    assert said != "Codes below"
    assert said in html
