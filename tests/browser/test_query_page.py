"""The query page in a browser: axe, narrow screens, the keyboard, no scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS

_CREDENTIALS = {"search:value": "ceterms:Credential", "search:matchType": "search:subClassOf"}
_QUERIES = {
    "found": {"@type": _CREDENTIALS, "ceterms:requires": {"ceterms:name": "search:anyValue"}},
    "empty": {"@type": _CREDENTIALS, "ceterms:name": "zzz", "^ceterms:owns": {"ceterms:name": "zzz"}},
    "wrong": {"@type": "ceterms:Certificate", "ceterms:nmae": "x", "ceterms:dateEffective": "soon"},
    "beyond": {"ceterms:requires": {"ceterms:targetAssessment": {"ceterms:name": "search:anyValue"}}},
}
_PATHS = {"start": "/query"} | {
    name: f"/query?{urlencode({'query': json.dumps(query)})}" for name, query in _QUERIES.items()
}


@pytest.mark.parametrize("path", _PATHS.values(), ids=_PATHS)
@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)], ids=["narrow-dark", "wide-light"])
def test_axe_finds_nothing_and_it_fits(
    violations: Callable[[str, int, bool], list[str]],
    open_page: Callable[..., Page],
    path: str,
    width: int,
    dark: bool,
) -> None:
    # An address that cannot be run is answered with 400, which a browser notes in its console.
    if "nmae" not in path:
        page = open_page(path, width=width, dark=dark)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(path, width, dark) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_query_is_built_by_keyboard(open_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = open_page("/query", width=width, scripts=scripts)
    page.get_by_label("What to find").select_option("ceterms:Credential")
    page.get_by_label("Property").focus()
    page.keyboard.type("ceterms:name")
    with page.expect_navigation():
        page.get_by_role("button", name="Add a condition").press("Enter")
    # Typing goes on where the new condition is.
    expect(page.get_by_label("Property").nth(1)).to_be_focused()
    page.keyboard.type("ceterms:description")
    page.get_by_label("Match").nth(1).select_option("given")
    page.get_by_label("Value").first.focus()
    page.keyboard.type("diploma")
    page.keyboard.press("Enter")
    page.wait_for_url("**/query?query=**")
    text = page.locator("main").inner_text()
    assert "Credentials of any kind whose name has the word “diploma” and with a description." in text
    assert page.get_by_label("Property").nth(1).input_value() == "ceterms:description"
    assert page.locator("table.results tbody tr").count() > 0


def test_a_mistake_is_mended_by_its_suggestion(open_page: Callable[..., Page]) -> None:
    page = open_page("/query", scripts=False)
    page.get_by_label("Query", exact=True).fill('{"estimatedCost": "search:anyValue"}')
    with page.expect_navigation():
        page.get_by_role("button", name="Explain and find").press("Enter")
    assert "was read as ceterms:estimatedCost" in page.locator("main").inner_text()
    page.get_by_role("link", name="line 2").press("Enter")
    assert page.url.endswith("#line-2")
    page.get_by_role("link", name="ceterms:estimatedCost").press("Enter")
    page.wait_for_url("**ceterms%3AestimatedCost%22**")
    assert page.get_by_role("heading", name="Worth knowing").count() == 0
