"""Every kind of page for everybody: axe, narrow screens, the keyboard, no scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS

PATHS = (
    "/",
    "/docs",
    "/docs/errors",
    "/readme",
    "/vocabulary",
    "/vocabulary?q=welding",
    "/vocabulary/ceterms:Certificate",
    "/vocabulary/ceterms:ConditionProfile",
    "/vocabulary/ceterms:requires",
    "/vocabulary/ceterms:AudienceLevel",
    "/vocabulary/audLevel:BeginnerLevel",
    "/vocabulary/ceterms:Certificate/mapping",
    "/vocabulary/ceterms:Certificat",
    "/validate",
    "/nowhere",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)], ids=["narrow-light", "wide-dark"])
def test_axe_finds_nothing(
    violations: Callable[[str, int, bool], list[str]], path: str, width: int, dark: bool
) -> None:
    assert violations(path, width, dark) == []


@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_a_narrow_screen_without_scripts(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(path, width=360, scripts=False)
    page_width, heading = page.locator("html").bounding_box(), page.locator("h1")
    assert page_width is not None
    assert page_width["width"] <= 360
    assert heading.count() == 1
    assert heading.is_visible()


def test_the_first_key_leads_past_the_navigation(open_page: Callable[..., Page]) -> None:
    page = open_page("/vocabulary")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_term_is_found_by_keyboard(open_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = open_page("/vocabulary", width=width, scripts=scripts)
    page.get_by_role("main").get_by_role("combobox").first.focus()
    page.keyboard.type("estimated cost")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Estimated Cost", exact=True).first.press("Enter")
    page.wait_for_url("**/vocabulary/ceterms:estimatedCost")
    assert page.get_by_role("heading", level=1).inner_text() == "Estimated Cost"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_document_is_checked_by_keyboard(open_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = open_page("/validate", width=width, scripts=scripts)
    page.get_by_label("Document", exact=True).focus()
    page.keyboard.insert_text('{"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": []}')
    with page.expect_navigation():
        page.get_by_role("button", name="Check").press("Enter")
    text = page.locator("main").inner_text()
    assert "The graph has no items." in text
    assert "@id is required" in text


def test_hostile_text_is_only_shown(open_page: Callable[..., Page]) -> None:
    page = open_page("/validate")
    page.get_by_label("Document", exact=True).fill(
        '{"@graph": [{"@id": "_:<script>document.title=1</script>", "@type": "ceterms:Badge",'
        ' "ceterms:name": {"en": "<img src=x onerror=document.title=2>"},'
        ' "ceterms:subjectWebpage": "javascript:document.title=3"}]}'
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Check").click()
    assert page.title() not in ("1", "2", "3")
    assert page.locator("main img, main script").count() == 0
    assert page.locator("main a[href^='javascript']").count() == 0
