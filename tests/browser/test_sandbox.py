"""The banner of a sandbox in a browser: axe, narrow and wide, light and dark, and it scrolls away with the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, Inspector


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en-US", "es-MX"])
def test_the_banner_is_for_everybody(
    inspector: Callable[[int, bool, str], Inspector], sandbox_site: str, width: int, dark: bool, language: str
) -> None:
    for path in ("/", "/docs/errors"):
        assert inspector(width, dark, language).faults(sandbox_site + path) == [], path


def test_the_banner_does_not_follow_the_reader(open_page: Callable[..., Page], sandbox_site: str) -> None:
    page = open_page("/docs", at=sandbox_site)
    banner = page.get_by_role("complementary", name="Sandbox")
    assert banner.is_visible()
    assert banner.evaluate("element => getComputedStyle(element).position") == "static"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = banner.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 0
