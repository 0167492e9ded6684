"""Resources on other sites: cards in frames, their data, and oEmbed."""

from __future__ import annotations

import pytest

from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.xml import read_xml, texts

pytestmark = on_sqlite

_ELSEWHERE = {"origin": "https://blog.example"}


def _ctid(client: AppClient, community: str = "") -> str:
    main = certificate(name="Hedge laying", ceterms__description={"en": "Two winters outdoors."})
    client.published(document(main), community=community)
    ctid: str = main["ceterms:ctid"]
    return ctid


class TestCard:
    def test_may_be_framed_by_every_site_and_runs_nothing(self, app_client: AppClient) -> None:
        response = app_client.get(f"/embed/resources/{_ctid(app_client)}", headers={"accept": "text/html"})
        assert response.status_code == 200
        policy = response.headers["content-security-policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'none'" in policy
        assert "cross-origin-opener-policy" not in response.headers
        assert "Hedge laying" in response.text
        assert "<script" not in response.text

    def test_no_other_page_may_be_framed(self, app_client: AppClient) -> None:
        ctid = _ctid(app_client)
        for path in ("/", "/find", "/about", f"/resources/{ctid}"):
            policy = app_client.get(path, headers={"accept": "text/html"}).headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy, path

    def test_has_the_theme_that_is_asked_for(self, app_client: AppClient) -> None:
        path = f"/embed/resources/{_ctid(app_client)}"
        assert 'class="theme-dark"' in app_client.get(f"{path}?theme=dark").text
        assert "theme-" not in app_client.get(f'{path}?theme="><script>').text

    def test_of_nothing_is_not_there(self, app_client: AppClient) -> None:
        ctid = _ctid(app_client)
        app_client.delete(f"/resources/documents/{ctid}", who="publisher")
        assert app_client.get(f"/embed/resources/{ctid}").status_code == 410
        assert app_client.get("/embed/resources/nothing").status_code == 404


class TestData:
    @pytest.mark.parametrize("origins", [("*",), ("https://finder.example",), ()])
    def test_may_be_read_by_every_site(self, make_client: object, origins: tuple[str, ...]) -> None:
        client: AppClient = make_client(server__cors_origins=origins)  # type: ignore[operator]
        response = client.get(f"/embed/resources/{_ctid(client)}?format=json", headers=_ELSEWHERE)
        assert response.headers.get_list("access-control-allow-origin") == ["*"]
        value = response.json()
        assert (value["name"], value["class"], value["about"]) == (
            "Hedge laying",
            "Certificate",
            "Two winters outdoors.",
        )

    def test_is_told_apart_by_community(self, app_client: AppClient) -> None:
        ctid = _ctid(app_client, "learning-registry")
        assert app_client.get(f"/embed/learning-registry/resources/{ctid}?format=json").status_code == 200
        missing = app_client.get(f"/embed/resources/{ctid}?format=json")
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")

    def test_the_script_may_be_loaded_by_every_site(self, app_client: AppClient) -> None:
        response = app_client.get("/embed.js", headers=_ELSEWHERE)
        assert response.headers["content-type"].startswith("text/javascript")
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert response.headers["access-control-allow-origin"] == "*"


class TestOEmbed:
    def test_answers_with_a_frame(self, app_client: AppClient) -> None:
        ctid = _ctid(app_client)
        response = app_client.get("/oembed", params={"url": f"http://registry.test/resources/{ctid}"})
        value = response.json()
        assert (value["version"], value["type"], value["title"]) == ("1.0", "rich", "Hedge laying")
        assert f'src="http://registry.test/embed/resources/{ctid}"' in value["html"]
        assert response.headers["access-control-allow-origin"] == "*"

    def test_says_the_same_in_xml(self, app_client: AppClient) -> None:
        url = f"http://registry.test/resources/{_ctid(app_client)}"
        value = app_client.get("/oembed", params={"url": url}).json()
        root = read_xml(app_client.get("/oembed", params={"url": url, "format": "xml"}).content)
        assert {one.tag: one.text or "" for one in root} == {
            name: str(entry) for name, entry in value.items()
        }
        assert texts(root, "width") == [str(value["width"])]

    @pytest.mark.parametrize(
        ("asked", "width"),
        [("200", 200), ("10000", 480), ("0", 480), ("x", 480), ("²", 480), ("9" * 5000, 480)],
    )
    def test_is_no_larger_than_there_is_room(self, app_client: AppClient, asked: str, width: int) -> None:
        url = f"http://registry.test/resources/{_ctid(app_client)}"
        value = app_client.get("/oembed", params={"url": url, "maxwidth": asked}).json()
        assert value["width"] == width
        assert f'width="{width}"' in value["html"]

    @pytest.mark.parametrize(
        ("params", "status"),
        [
            ({}, 400),
            ({"url": ""}, 422),
            ({"url": "http://["}, 422),
            ({"url": "http://registry.test/find"}, 422),
            ({"url": "http://registry.test/resources/ce-00000000-0000-4000-8000-000000000000"}, 404),
            ({"url": "http://registry.test/nowhere/resources/x"}, 404),
        ],
    )
    def test_tells_what_is_wrong(self, app_client: AppClient, params: dict[str, str], status: int) -> None:
        response = app_client.get("/oembed", params=params)
        assert (response.status_code, response.headers["content-type"]) == (
            status,
            "application/problem+json",
        )

    def test_has_no_other_formats(self, app_client: AppClient) -> None:
        url = f"http://registry.test/resources/{_ctid(app_client)}"
        assert app_client.get("/oembed", params={"url": url, "format": "yaml"}).status_code == 501
