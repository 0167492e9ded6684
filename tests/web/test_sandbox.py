"""Pages of a sandbox: every one of them says what it is, in the language of the reader, and is not to be indexed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.pages import parse_page, problems

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_ENGLISH = "This is a sandbox: what is published here is for trying things out and can be wiped at any time."
_SPANISH = "Esto es un entorno de pruebas: lo que se publica aquí sirve para probar"
_PAGES = (
    "/", "/find", "/find?q=hedge", "/compare", "/publish", "/about", "/docs", "/docs/errors", "/readme", "/query",
    "/validate", "/validate/rules", "/vocabulary", "/vocabulary/ceterms:Course", "/vocabulary/none:Such", "/codes",
    "/not/here/at/all", "/resources/ce-00000000-0000-4000-8000-000000000000",
)  # fmt: skip

pytestmark = on_sqlite


@pytest.fixture
def sandbox(make_client: Callable[..., AppClient]) -> AppClient:
    """A client of a sandbox."""
    return make_client(publishing__sandbox=True)


def _page(client: AppClient, path: str, **headers: str) -> str:
    text: str = client.get(path, headers={**_BROWSER, **headers}).text
    assert text.startswith("<!DOCTYPE html>"), path
    return text


def _robots(page: str) -> list[str | None]:
    return [
        element.attributes.get("content")
        for element in parse_page(page)
        if element.name == "meta" and element.attributes.get("name") == "robots"
    ]


def test_every_page_says_so(sandbox: AppClient, make_client: Callable[..., AppClient]) -> None:
    production = make_client()
    for path in _PAGES:
        page = _page(sandbox, path)
        assert page.count(_ENGLISH) == 1, path
        assert "noindex" in _robots(page), path
        assert problems(page) == [], path
        plain = _page(production, path)
        assert "sandbox:" not in plain.lower(), path
        assert 'class="sandbox"' not in plain, path


def test_pages_of_resources_and_cards_too(sandbox: AppClient) -> None:
    ctid = sandbox.published(document(certificate(name="Hedge laying")))["envelope_ceterms_ctid"]
    for path in (f"/resources/{ctid}", f"/embed/resources/{ctid}"):
        page = _page(sandbox, path)
        assert page.count(_ENGLISH) == 1, path
        assert "noindex" in _robots(page), path


def test_in_the_language_of_the_reader(sandbox: AppClient) -> None:
    page = _page(sandbox, "/", **{"accept-language": "es"})
    assert _SPANISH in page
    assert 'aria-label="Entorno de pruebas"' in page
    assert _ENGLISH not in page
