"""The first page: what is here and what is new, for those who may see it."""

from __future__ import annotations

from collections.abc import Callable

from opencredreg.registry.communities import list_communities, update_community
from tests.support.app import AppClient
from tests.support.documents import certificate, course, document
from tests.support.pages import parse_page, problems

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def _page(client: AppClient, path: str = "/") -> str:
    response = client.get(path, headers=_BROWSER)
    assert response.status_code == 200
    text: str = response.text
    return text


def _names(page: str) -> list[str]:
    headings = [element.text.strip() for element in parse_page(page) if element.name == "h3"]
    return [heading for heading in headings if heading]


def test_shows_what_is_new_and_how_much_there_is(app_client: AppClient) -> None:
    envelope = app_client.published(document(certificate(name="Hedge laying")))
    page = _page(app_client)
    assert _names(page) == ["Credentials", "Hedge laying"]
    assert f"/ce-registry/resources/{envelope['envelope_ceterms_ctid']}" in page or (
        f"/resources/{envelope['envelope_ceterms_ctid']}" in page
    )
    assert problems(page) == []


def test_tells_what_changed(app_client: AppClient) -> None:
    first = certificate(name="Hedge laying")
    app_client.published(document(first))
    app_client.published(document({**first, "ceterms:name": {"en": "Hedge laying, second winter"}}))
    assert _names(_page(app_client)) == [
        "Credentials",
        "Hedge laying, second winter",
        "Hedge laying, second winter",
    ]


def test_each_community_has_its_own(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Hedge laying")))
    app_client.published(document(course(name="Reading the weather")), community="learning-registry")
    page = _page(app_client)
    assert "Reading the weather" not in page
    assert "/?community=learning_registry" in page
    other = _page(app_client, "/?community=learning_registry")
    assert _names(other) == ["Learning", "Reading the weather"]
    assert "/learning-registry/resources/" in other


def test_speaks_the_language_of_the_reader(app_client: AppClient) -> None:
    several = {"ceterms:name": {"de": "Weinbau", "en-GB": "Wine growing", "es": "Viticultura"}}
    app_client.published(document({**certificate(), **several}))
    for asked, name in (
        ("de", "Weinbau"),
        ("en", "Wine growing"),
        ("es-MX,en", "Viticultura"),
        ("ja", "Wine growing"),
    ):
        page = app_client.get("/", headers={**_BROWSER, "accept-language": asked}).text
        assert name in _names(page)[-1], asked


def test_escapes_what_publishers_write(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="<script>alert(1)</script>")))
    page = _page(app_client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_resource_without_a_name_is_called_by_its_class(app_client: AppClient) -> None:
    nameless = certificate()
    del nameless["ceterms:name"]
    app_client.published(document(nameless))
    assert _names(_page(app_client)) == ["Credentials", "Certificate"]


def test_hides_what_is_in_secured_communities(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="For members")), community="secured-registry")
    assert "For members" not in _page(app_client)
    assert "secured_registry" not in _page(app_client)
    assert app_client.get("/?community=secured_registry", headers=_BROWSER).status_code == 404


def test_leaves_out_what_was_deleted(app_client: AppClient) -> None:
    envelope = app_client.published(document(certificate(name="Gone tomorrow")))
    ctid = envelope["envelope_ceterms_ctid"]
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204
    page = _page(app_client)
    assert "Gone tomorrow" not in page
    assert "Nothing is published here yet" in page


def test_tells_how_to_publish(app_client: AppClient) -> None:
    page = _page(app_client, "/publish")
    path = "/ce-registry/ctid"
    assert f"curl http://registry.test{path}" in page
    assert app_client.get(path).json()["ctid"].startswith("ce-")


def test_names_a_community_where_there_is_no_default_one(app_client: AppClient) -> None:
    with app_client.node.database.write() as transaction:
        [default] = [one for one in list_communities(transaction.connection) if one.is_default]
        update_community(transaction, default, is_default=False)
    assert "http://registry.test/ce-registry/resources/" in _page(app_client, "/publish")


def test_shows_no_data_where_everything_needs_a_token(make_client: Callable[..., AppClient]) -> None:
    client = make_client(access__authentication_required=True)
    client.published(document(certificate(name="For members")))
    for path in ("/", "/find", "/compare"):
        page = client.get(path, headers=_BROWSER).text
        assert "For members" not in page
        assert problems(page) == [], path
    assert client.get("/api/overview").status_code == 401
