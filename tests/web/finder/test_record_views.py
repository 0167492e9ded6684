from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document, resource_uri
from tests.support.pages import Element, parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def _page(client: AppClient, path: str, status: int = 200) -> str:
    response = client.get(path, headers=_BROWSER)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    text: str = response.text
    assert problems(text) == []
    return text


def _elements(page: str, name: str) -> list[Element]:
    return [one for one in parse_page(page) if one.name == name]


def _links(page: str) -> set[str]:
    return {one.attributes.get("href", "") for one in _elements(page, "a")}


def _delete(client: AppClient, ctid: str) -> None:
    assert client.delete(f"/resources/documents/{ctid}", who="publisher").status_code in (200, 204)


def _twice(client: AppClient, **members: Any) -> str:
    main = certificate(ceterms__description={"en": "Two winters outdoors."})
    client.published(document(main))
    client.published(document({**main, "ceterms:description": {"en": "Two summers outdoors."}, **members}))
    ctid: str = main["ceterms:ctid"]
    return ctid


class TestRecord:
    def test_leads_to_its_history_citation_and_data(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        page = _page(app_client, f"/resources/{ctid}")
        assert "2 versions: see what changed" in page
        links = {link for link in _links(page) if f"/resources/{ctid}" in link or "/envelopes/" in link}
        links |= {link for link in _links(page) if link.startswith(f"/graph/{ctid}")}
        assert {
            f"/resources/{ctid}{end}" for end in (".jsonld", ".ttl", "?view=history", "?view=cite")
        } <= links
        for link in links - {link for link in links if link.startswith("mailto:")}:
            assert app_client.get(link, headers=_BROWSER).status_code == 200, link

    def test_shows_what_is_missing(self, app_client: AppClient) -> None:
        page = _page(app_client, f"/resources/{_twice(app_client)}")
        assert "/vocabulary/ceterms%3AestimatedCost" in page or "/vocabulary/ceterms:estimatedCost" in page

    def test_the_address_to_copy_is_whole(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        page = _page(app_client, f"/resources/{ctid}")
        [field] = [one for one in _elements(page, "input") if one.attributes.get("id") == "share-address"]
        assert field.attributes["value"] == f"http://registry.test/resources/{ctid}"
        assert "readonly" in field.attributes


class TestHistory:
    def test_lists_all_versions_with_their_data(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        page = _page(app_client, f"/resources/{ctid}?view=history")
        data = {link for link in _links(page) if "as_of=" in link}
        assert len(data) == 2
        said = {json.loads(app_client.get(link).content)["ceterms:description"]["en"] for link in data}
        assert said == {"Two winters outdoors.", "Two summers outdoors."}

    def test_marks_the_words_that_changed_and_says_so(self, app_client: AppClient) -> None:
        ctid = _twice(app_client, **{"ceterms:naics": ["113"]})
        [link] = {
            one for one in _links(_page(app_client, f"/resources/{ctid}?view=history")) if "from=" in one
        }
        page = _page(app_client, link.partition("#")[0])
        assert [one.text for one in _elements(page, "del")] == ["removed: winters"]
        assert [one.text.strip() for one in _elements(page, "ins")] == ["added: summers", "113"]

    def test_the_order_of_the_two_versions_does_not_matter(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        page = _page(app_client, f"/resources/{ctid}?view=history")
        numbers = sorted(
            {
                one.attributes["value"]
                for one in _elements(page, "input")
                if one.attributes.get("name") == "to"
            }
        )
        for first, second in (numbers, numbers[::-1]):
            shown = _page(app_client, f"/resources/{ctid}?view=history&from={first}&to={second}")
            assert [one.text for one in _elements(shown, "del")] == ["removed: winters"]

    @pytest.mark.parametrize(
        ("query", "status"), [("from=1&to=x", 422), ("from=1&to=999999", 404), ("from=²&to=1", 422)]
    )
    def test_versions_that_are_none_are_refused_kindly(
        self, app_client: AppClient, query: str, status: int
    ) -> None:
        ctid = _twice(app_client)
        page = _page(app_client, f"/resources/{ctid}?view=history&{query}", status)
        assert "history" in page

    def test_of_what_was_deleted_is_still_there(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        _delete(app_client, ctid)
        page = _page(app_client, f"/resources/{ctid}?view=history")
        assert "3 events" in page
        assert f'href="/resources/{ctid}"' not in page

    def test_hostile_texts_are_shown_and_not_obeyed(self, app_client: AppClient) -> None:
        text = '<script>alert(1)</script> "onload=" \u202e gnol'
        ctid = _twice(app_client, **{"ceterms:naics": [text], "ceterms:name": {"en": text}})
        page = _page(app_client, f"/resources/{ctid}?view=history")
        [link] = {one for one in _links(page) if "from=" in one}
        assert "<script>alert" not in page
        assert "<script>alert" not in _page(app_client, link.partition("#")[0])


class TestCitation:
    def test_is_there_in_all_forms(self, app_client: AppClient) -> None:
        main = certificate(name="Hedges & <walls>")
        app_client.published(document(main))
        path = f"/resources/{main['ceterms:ctid']}"
        page = _page(app_client, f"{path}?view=cite")
        assert "Hedges &amp; &lt;walls&gt;" in page
        bib = app_client.get(f"{path}?view=cite.bib", headers=_BROWSER)
        assert bib.headers["content-type"] == "application/x-bibtex; charset=utf-8"
        assert r"{{Hedges \& <walls>}}" in bib.text
        csl = app_client.get(f"{path}?view=cite.json", headers=_BROWSER)
        assert csl.json()[0]["URL"] == f"http://registry.test{path}"
        assert main["ceterms:ctid"] in csl.headers["content-disposition"]

    def test_an_unknown_view_is_the_page_itself(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        assert "About this record" in _page(app_client, f"/resources/{ctid}?view=nonsense")


class TestOutcomes:
    def test_rows_come_as_a_file(self, app_client: AppClient) -> None:
        main = certificate()
        metric = new_ctid()
        row = {
            "@id": "_:row",
            "@type": "qdata:Observation",
            "qdata:isObservationOf": resource_uri(metric),
            "qdata:atPoint": [main["@id"]],
            "qdata:percentage": 61.5,
            "ceasn:comment": {"en": "=1+1"},
        }
        named = {
            **certificate(metric, "Completion"),
            "@type": "qdata:Metric",
            "ceterms:description": {"en": "Finished in time."},
        }
        figures = {
            **certificate(name="Who finished"),
            "@type": "qdata:DataSetProfile",
            "qdata:relevantDataSetFor": [main["@id"]],
            "qdata:hasMetric": [resource_uri(metric)],
            "qdata:hasObservation": ["_:row"],
        }
        app_client.published(document(main))
        app_client.published(document(figures, named, row))
        path = f"/resources/{main['ceterms:ctid']}"
        page = _page(app_client, path)
        assert "61.5%" in page
        assert "Finished in time." in page
        assert f"{path}?view=outcomes.csv" in page
        response = app_client.get(f"{path}?view=outcomes.csv", headers=_BROWSER)
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        [line] = csv.DictReader(StringIO(response.text))
        assert (line["data_set"], line["metric"]) == ("Who finished", "Completion")
        assert (line["qdata:percentage"], line["note"]) == ("61.5", "'=1+1")
        assert line["points"] == main["ceterms:name"]["en"]


class TestErrors:
    def test_what_was_deleted_says_when_and_leads_to_its_history(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        _delete(app_client, ctid)
        page = _page(app_client, f"/resources/{ctid}", 410)
        assert "took it out of the registry on" in page
        assert f"/resources/{ctid}?view=history" in _links(page)

    def test_what_is_not_there_leads_to_what_is_nearly_so_called(self, app_client: AppClient) -> None:
        ctid = _twice(app_client)
        page = _page(app_client, f"/resources/{ctid[:-4]}0000", 404)
        assert f"/resources/{ctid}" in _links(page)
        assert any(one.attributes.get("id") == "again-q" for one in _elements(page, "input"))

    def test_an_address_with_words_leads_to_names_that_begin_so(self, app_client: AppClient) -> None:
        main = certificate(name="Dry stone walling")
        app_client.published(document(main))
        page = _page(app_client, "/resources/dry-stone", 404)
        assert f"/resources/{main['ceterms:ctid']}" in _links(page)

    @pytest.mark.parametrize(
        "path", ["/resources/%3Cscript%3Ealert(1)", "/nowhere-at-all/resources/ce-1", "/resources/_:b1"]
    )
    def test_any_other_address_is_a_sound_page(self, app_client: AppClient, path: str) -> None:
        assert "<script>alert" not in _page(app_client, path, 404)

    def test_programs_get_what_they_always_got(self, app_client: AppClient) -> None:
        response = app_client.get(f"/resources/{new_ctid()}")
        assert response.status_code == 404
        assert response.json() == {"errors": ["Resource not found"]}
