"""The pages of the types in a browser: axe, narrow and wide, light and dark, the keyboard, no scripts, on paper."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from opencredreg.crosswalk.assistant.examples import build_example
from opencredreg.crosswalk.assistant.table import get_kind
from tests.browser.conftest import WIDTHS, Inspector

_PAGES = {
    "all": "/assistant/types",
    "filtered": "/assistant/types?q=cost",
    "nothing": "/assistant/types?q=zzzz",
    "largest": "/assistant/types/credential",
    "object": "/assistant/objects/condition",
    "no-type": "/assistant/types/orchard",
}


@pytest.mark.parametrize("path", _PAGES.values(), ids=_PAGES)
@pytest.mark.parametrize(
    ("width", "dark", "language"),
    [(360, True, "es-MX"), (1280, False, "en-US")],
    ids=["narrow-dark-es", "wide-light-en"],
)
def test_nothing_is_wrong_with_the_page(
    inspector: Callable[[int, bool, str], Inspector],
    site: str,
    path: str,
    width: int,
    dark: bool,
    language: str,
) -> None:
    assert inspector(width, dark, language).faults(site + path) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_course_is_tried_by_keyboard(open_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = open_page("/assistant/types", width=width, scripts=scripts)
    page.get_by_label("Words of a type or of a field").focus()
    page.keyboard.type("course")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name="Course", exact=True).press("Enter")
    course = build_example(get_kind("course"))
    course["LearningOpportunity"]["DeliveryType"] = ["in persom"]
    area = page.get_by_label("Request", exact=True)
    area.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(json.dumps(course, indent=1))
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("error")
    expect(page.get_by_role("main")).to_contain_text("DeliveryType[0]")
    area = page.get_by_label("Request", exact=True)
    area.fill(area.input_value().replace("in persom", "in person"))
    with page.expect_navigation():
        page.get_by_role("button", name="See what becomes of it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This can be published")
    expect(page.get_by_role("main")).to_contain_text("ceterms:Course")


_LONG = "x" * 400
_SENT = {
    "broken": '{\n"LearningOpportunity": ' + _LONG + "\n}",
    "wrong": json.dumps({"LearningOpportunity": {"Name": _LONG, "DeliveryType": _LONG}, _LONG: 1}),
    "sound": json.dumps(build_example(get_kind("course"), "maximal"), indent=2),
}


@pytest.mark.parametrize("text", _SENT.values(), ids=_SENT)
@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)], ids=["narrow-light", "wide-dark"])
def test_nothing_is_wrong_with_a_result(
    browser: Browser, site: str, text: str, width: int, dark: bool
) -> None:
    # A page of its own: what is refused is answered with 4xx, which a browser notes in its console.
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page.goto(f"{site}/assistant/types/course")
    page.get_by_label("Request", exact=True).fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name="See what becomes of it").click()
    needed = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page).response["violations"]
    page.close()
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert needed <= width


def test_concepts_open_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("/assistant/types/credential#field-AudienceLevelType", scripts=False)
    row = page.locator("#field-AudienceLevelType")
    expect(row.get_by_text("BeginnerLevel", exact=True)).to_be_hidden()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_text("BeginnerLevel", exact=True)).to_be_visible()


def test_paper_has_the_fields_and_no_filter(open_page: Callable[..., Page]) -> None:
    page = open_page("/assistant/types")
    page.emulate_media(media="print")
    expect(page.get_by_label("Words of a type or of a field")).to_be_hidden()
    expect(page.get_by_role("link", name="Course", exact=True)).to_be_visible()
