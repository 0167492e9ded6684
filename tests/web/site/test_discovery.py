"""What search engines, browsers and feed readers find: complete, well-formed and escaped."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

import opencredreg.finder.site_map as site_map
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, program_with_parts
from tests.support.xml import read_xml, texts

pytestmark = on_sqlite

HOSTILE = "Hedges \x00\x08\x0b\x1f\ufffe & <script>alert(1)</script> ]]> \u202e \"'"
"""Markup, characters that XML cannot hold, and one that turns the direction of writing round."""
_SHOWN = HOSTILE.translate(dict.fromkeys(map(ord, "\x00\x08\x0b\x1f\ufffe")))
_WITHOUT_NUL = HOSTILE.replace("\x00", "")


def _hostile(client: AppClient) -> str:
    main = certificate(
        name=_WITHOUT_NUL,
        ceterms__description={"en": _WITHOUT_NUL},
    )
    client.published(document(main))
    ctid: str = main["ceterms:ctid"]
    return ctid


def _pages(client: AppClient, **options: str) -> list[str]:
    """The pages of all site maps."""
    index = client.get("/sitemap.xml", **options)
    assert (index.status_code, index.headers["content-type"]) == (200, "application/xml")
    found = []
    for address in texts(read_xml(index.content), "loc"):
        part = client.get(address.removeprefix("http://registry.test"), **options)
        assert part.status_code == 200
        found += texts(read_xml(part.content), "loc")
    return found


class TestSiteMaps:
    def test_have_every_resource_of_every_open_community(self, app_client: AppClient) -> None:
        ctids = {
            main["ceterms:ctid"]: f"/resources/{main['ceterms:ctid']}" for main in (certificate(), course())
        }
        for ctid in ctids:
            app_client.published(document(certificate(ctid)))
        part = new_ctid()
        program = program_with_parts(part=part)
        app_client.published(program)
        ctids[part] = f"/resources/{part}"
        ctids[program["@graph"][0]["ceterms:ctid"]] = f"/resources/{program['@graph'][0]['ceterms:ctid']}"
        elsewhere = certificate()
        app_client.published(document(elsewhere), community="learning-registry")
        ctids[elsewhere["ceterms:ctid"]] = f"/learning-registry/resources/{elsewhere['ceterms:ctid']}"
        pages = _pages(app_client)
        assert sorted(pages) == sorted(f"http://registry.test{path}" for path in ctids.values())
        for path in ctids.values():
            assert app_client.get(path, headers={"accept": "text/html"}).status_code == 200

    def test_are_parted_where_there_are_many(
        self, app_client: AppClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(5):
            app_client.published(document(certificate()))
        monkeypatch.setattr(site_map, "NODES_PER_PART", 2)
        index = read_xml(app_client.get("/sitemap.xml").content)
        assert len(texts(index, "loc")) > 4
        assert len(set(_pages(app_client))) == 5

    def test_leave_out_what_was_deleted_and_what_is_provisional(self, app_client: AppClient) -> None:
        gone, early = certificate(), course()
        app_client.published(document(gone))
        app_client.published(document(early, **{"adms:status": "graphPublicationStatus:Provisional"}))
        app_client.delete(f"/resources/documents/{gone['ceterms:ctid']}", who="publisher")
        assert _pages(app_client) == []

    @pytest.mark.parametrize("part", ["0", "2", "-1", "x", "9" * 5000, "%C2%B2"])
    def test_there_is_no_other_part(self, app_client: AppClient, part: str) -> None:
        app_client.published(document(certificate()))
        response = app_client.get(f"/sitemaps/ce-registry/{part}")
        assert response.status_code == 404
        assert response.json()["type"] == "urn:opencredreg:error:not-found"


def test_robots_leave_endless_lists_alone_and_find_the_site_maps(app_client: AppClient) -> None:
    response = app_client.get("/robots.txt")
    assert response.headers["content-type"].startswith("text/plain")
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /find?*page=" in lines
    assert "Disallow: /" not in lines
    assert "Sitemap: http://registry.test/sitemap.xml" in lines


def test_browsers_learn_how_to_search(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Orchard keeping")))
    response = app_client.get("/opensearch.xml")
    assert response.headers["content-type"] == "application/opensearchdescription+xml"
    root = read_xml(response.content)
    assert len(texts(root, "ShortName")[0]) <= 16
    templates = {
        one.attrib["type"]: one.attrib["template"] for one in root.iter() if one.tag.endswith("}Url")
    }
    for media_type, template in templates.items():
        path = template.removeprefix("http://registry.test").replace("{searchTerms}", "orch")
        answer = app_client.get(path)
        assert answer.status_code == 200, media_type
    suggested = app_client.get("/find/suggest?q=orch&form=opensearch").json()
    assert suggested == ["orch", ["Orchard keeping"]]


class TestHostileNames:
    def test_a_feed_is_well_formed(self, app_client: AppClient) -> None:
        ctid = _hostile(app_client)
        response = app_client.get("/find.atom", params={"q": "hedges"})
        assert response.headers["content-type"].startswith("application/atom+xml")
        root = read_xml(response.content)
        entries = [one for one in root.iter() if one.tag.endswith("}entry")]
        assert len(entries) == 1
        assert texts(entries[0], "title") == [_SHOWN]
        assert texts(entries[0], "summary") == [_SHOWN]
        links = [one.attrib["href"] for one in entries[0].iter() if one.tag.endswith("}link")]
        assert f"http://registry.test/resources/{ctid}" in links

    def test_the_words_of_a_feed_are_escaped(self, app_client: AppClient) -> None:
        response = app_client.get("/find.atom", params={"q": 'a"<b>&\x1f\ufffe'})
        assert 'a"<b>&' in texts(read_xml(response.content), "title")[0]

    def test_a_card_as_xml_is_well_formed(self, app_client: AppClient) -> None:
        ctid = _hostile(app_client)
        response = app_client.get(
            "/oembed", params={"url": f"http://registry.test/resources/{ctid}", "format": "xml"}
        )
        assert response.headers["content-type"].startswith("text/xml")
        root = read_xml(response.content)
        assert texts(root, "title") == [_SHOWN]
        [html] = texts(root, "html")
        assert html.count("<iframe") == html.count("<") / 2 == 1

    def test_names_of_things_are_no_markup_of_a_page(self, app_client: AppClient) -> None:
        _hostile(app_client)
        for path in ("/about", "/find", "/"):
            assert "<script>alert" not in app_client.get(path, headers={"accept": "text/html"}).text

    def test_site_maps_hold_addresses_that_can_be_read(self, app_client: AppClient) -> None:
        ctid = _hostile(app_client)
        assert [unquote(one) for one in _pages(app_client)] == [f"http://registry.test/resources/{ctid}"]
