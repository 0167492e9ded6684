"""The pages of the vocabulary: sound, complete, with their data one click away, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from tests.support.app import AppClient, on_sqlite
from tests.support.pages import Element, parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_TERMS = {
    "class": "ceterms:Certificate",
    "property": "ceterms:requires",
    "scheme": "ceterms:AudienceLevel",
    "concept": "audLevel:MastersDegreeLevel",
}
_PAGES = [
    "/vocabulary",
    "/vocabulary?q=cost",
    "/vocabulary?q=xqzwvjjkk",
    *(f"/vocabulary/{term}" for term in _TERMS.values()),
    "/vocabulary/ceterms:Pathway",
    "/vocabulary/ceterms:Credential",
    "/vocabulary/ceterms:ConditionProfile",
    "/vocabulary/ceterms:prerequisite",
    "/vocabulary/ceterms:agent",
    "/vocabulary/costType:PersonalExpenses",
    "/vocabulary/ceterms:Course/mapping",
    "/vocabulary/ceterms:Certificat",
]


def _page(client: AppClient, path: str, status: int = 200) -> str:
    response = client.get(path, headers=_BROWSER)
    assert response.status_code == status, path
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    text: str = response.text
    return text


def _links(html: str) -> list[Element]:
    return [one for one in parse_page(html) if one.name == "a"]


def _text(html: str, name: str) -> str:
    return next(one.text for one in parse_page(html) if one.name == name)


@pytest.mark.parametrize("path", _PAGES)
class TestEveryPage:
    def test_is_sound_and_accessible(self, app_client: AppClient, path: str) -> None:
        html = app_client.get(path, headers=_BROWSER).text
        assert problems(html) == []
        controls = [one for one in parse_page(html) if one.name in ("input", "select", "textarea")]
        labels = {one.attributes.get("for") for one in parse_page(html) if one.name == "label"}
        assert all(one.attributes["id"] in labels for one in controls)

    def test_runs_only_scripts_of_the_site(self, app_client: AppClient, path: str) -> None:
        response = app_client.get(path, headers=_BROWSER)
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "form-action 'self'" in policy

    def test_is_not_for_programs(self, app_client: AppClient, path: str) -> None:
        response = app_client.get(path)
        assert "html" not in response.headers["content-type"]
        assert response.status_code == 404 or "Accept" in response.headers["vary"].split(", ")

    def test_leads_nowhere_wrong(self, app_client: AppClient, path: str) -> None:
        html = app_client.get(path, headers=_BROWSER).text
        own = {
            one.attributes["href"].partition("#")[0]
            for one in _links(html)
            if one.attributes["href"].startswith(("/vocabulary", "/contexts"))
        }
        for address in sorted(own)[:25]:
            assert app_client.get(address, headers=_BROWSER).status_code == 200, address


@pytest.mark.parametrize("term", list(_TERMS.values()))
def test_every_term_has_its_data_one_click_away(app_client: AppClient, term: str) -> None:
    html = _page(app_client, f"/vocabulary/{term}")
    addresses = {one.attributes["href"] for one in _links(html)}
    assert {f"/vocabulary/{term}.{ending}" for ending in ("jsonld", "ttl", "json")} <= addresses
    heads = {one.attributes.get("type") for one in parse_page(html) if one.name == "link"}
    assert {"application/ld+json", "text/turtle", "application/json"} <= heads
    assert f"curl -H 'Accept: text/turtle' http://registry.test/vocabulary/{term}" in next(
        one.text for one in parse_page(html) if one.name == "pre" and "curl" in one.text
    )


class TestPagesOfAllTerms:
    def test_every_class_can_be_shown(self, app_client: AppClient) -> None:
        for term, facts in bundled_vocabulary().classes.items():
            assert facts.label in _text(_page(app_client, f"/vocabulary/{term}"), "h1"), term

    def test_properties_schemes_and_concepts_can_be_shown(self, app_client: AppClient) -> None:
        vocabulary = bundled_vocabulary()
        for term in [*[*vocabulary.properties][::6], *vocabulary.schemes, *[*vocabulary.concepts][::12]]:
            assert problems(_page(app_client, f"/vocabulary/{term}")) == [], term


class TestAClass:
    def test_shows_where_it_stands_and_what_it_needs(self, app_client: AppClient) -> None:
        html = _page(app_client, "/vocabulary/ceterms:Course")
        headings = [one.text.split("  ")[0].strip() for one in parse_page(html) if one.name == "h3"]
        assert headings[0].startswith("Required")
        assert sum(one.startswith("At least one of") for one in headings) == 2
        captions = [one.text for one in parse_page(html) if one.name == "caption"]
        assert "Required properties of Course" in captions
        assert "It is published on its own" in html
        assert "/vocabulary/ceterms:LearningOpportunityProfile" in {
            one.attributes["href"] for one in _links(html)
        }
        assert "ceterms:Course" in next(one.text for one in parse_page(html) if "@graph" in one.text)

    def test_of_several_places_says_so(self, app_client: AppClient) -> None:
        assert "Also found: published on its own" in _page(app_client, "/vocabulary/ceasn:Competency")


class TestAProperty:
    def test_marks_inverses_by_where_they_come_from(self, app_client: AppClient) -> None:
        assert "declared" in _page(app_client, "/vocabulary/ceterms:hasPart")
        html = _page(app_client, "/vocabulary/ceterms:requires")
        assert "by meaning, not declared, through ceterms:ConditionProfile" in html

    def test_with_a_scheme_lists_its_concepts(self, app_client: AppClient) -> None:
        addresses = {
            one.attributes["href"] for one in _links(_page(app_client, "/vocabulary/ceterms:audienceType"))
        }
        assert "/vocabulary/audience:FullTime" in addresses


class TestSearch:
    def test_the_form_works_without_scripts(self, app_client: AppClient) -> None:
        html = _page(app_client, "/vocabulary")
        elements = parse_page(html)
        form = next(one for one in elements if one.name == "form" and "main" in one.around)
        assert (form.attributes["method"], form.attributes["action"]) == ("get", "/vocabulary")
        options = [one for one in elements if one.name == "option"]
        assert len(options) > 700
        assert any(one.attributes["value"] == "ceterms:ownedBy" for one in options)

    def test_finds_by_words_of_labels(self, app_client: AppClient) -> None:
        html = _page(app_client, "/vocabulary?q=estimated+cost")
        first = next(one for one in _links(html) if "main" in one.around and "li" in one.around)
        assert first.attributes["href"] == "/vocabulary/ceterms:estimatedCost"

    def test_a_chosen_term_leads_to_its_page(self, app_client: AppClient) -> None:
        response = app_client.get("/vocabulary?q=ceterms:ownedBy", headers=_BROWSER)
        assert (response.status_code, response.headers["location"]) == (303, "/vocabulary/ceterms:ownedBy")

    def test_what_was_typed_is_escaped(self, app_client: AppClient) -> None:
        html = _page(app_client, "/vocabulary?q=%3Cscript%3E%22")
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_a_name_without_prefix_leads_to_the_term(app_client: AppClient) -> None:
    response = app_client.get("/vocabulary/Certificate", headers=_BROWSER)
    assert (response.status_code, response.headers["location"]) == (308, "/vocabulary/ceterms:Certificate")


def test_near_misses_are_offered(app_client: AppClient) -> None:
    html = _page(app_client, "/vocabulary/ceterms:Certificat", 404)
    assert "/vocabulary/ceterms:Certificate" in {one.attributes["href"] for one in _links(html)}
    html = _page(app_client, "/vocabulary/ceterms:ownedBy/mapping", 404)
    assert "not a class" in html
    assert "&lt;b&gt;" in _page(app_client, "/vocabulary/<b>", 404)


def test_a_page_is_not_sent_twice(app_client: AppClient) -> None:
    for path in ("/vocabulary", "/vocabulary/ceterms:Badge", "/vocabulary/ceterms:Badge/mapping"):
        first = app_client.get(path, headers=_BROWSER)
        again = app_client.get(path, headers={**_BROWSER, "if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert first.headers["cache-control"] == "no-cache"


def test_the_mapping_has_a_column_to_fill_in(app_client: AppClient) -> None:
    html = _page(app_client, "/vocabulary/ceterms:Course/mapping")
    headings = [one.text for one in parse_page(html) if one.name == "th" and one.attributes["scope"] == "col"]
    assert headings == [
        "Property", "Requirement", "Form", "Allowed values", "Help", "Example", "Your field"
    ]  # fmt: skip
    assert "/vocabulary/ceterms:Course/mapping?format=csv" in {one.attributes["href"] for one in _links(html)}


def test_every_page_leads_here(app_client: AppClient) -> None:
    def current(path: str) -> Any:
        return [
            (one.text, one.attributes.get("aria-current"))
            for one in _links(_page(app_client, path))
            if "header" in one.around and one.text == "Vocabulary"
        ]

    assert current("/docs") == [("Vocabulary", None)]
    assert current("/vocabulary") == [("Vocabulary", "page")]
    assert current("/vocabulary/ceterms:Badge") == [("Vocabulary", "true")]
