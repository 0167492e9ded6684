"""What people come for, done in a browser: by keyboard, on narrow and wide screens, with and without scripts."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.finding import fetch, path_of, paths_of

_everywhere = pytest.mark.parametrize(
    ("width", "scripts"),
    [(width, scripts) for width in WIDTHS for scripts in (True, False)],
    ids=[f"{width}-{scripts}" for width in WIDTHS for scripts in ("scripts", "no-scripts")],
)
_Open = Callable[..., Page]


def _total(page: Page) -> int:
    """How many results the page says there are."""
    return int(page.locator(".total").inner_text().split()[0].replace(",", ""))


def _search(page: Page, words: str) -> None:
    page.locator("#q").focus()
    page.keyboard.insert_text(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _choose(page: Page, facet: str, value: str = "") -> int:
    """Chooses a value of a facet, or its first one, by keyboard; gives the count that stands beside it."""
    drawer = page.locator(".drawer > summary")
    if drawer.is_visible():
        drawer.press("Enter")
    box = page.locator("details.facet").filter(has=page.get_by_role("heading", name=facet, exact=True))
    if box.get_attribute("open") is None:
        box.locator("> summary").press("Enter")
    links = box.locator("li a")
    link = links.filter(has_text=value).first if value else links.first
    count = int(link.locator(".n").inner_text().replace(",", ""))
    with page.expect_navigation():
        link.press("Enter")
    return count


def _take_away(page: Page, chip: str) -> None:
    with page.expect_navigation():
        page.get_by_role("list", name="Chosen").get_by_role("link", name=chip).press("Enter")


def _follow(page: Page, name: str | re.Pattern[str], within: str = "main") -> None:
    with page.expect_navigation():
        page.locator(within).get_by_role("link", name=name).first.press("Enter")


@_everywhere
def test_a_nursing_certificate_is_found_in_a_region_and_understood(
    open_page: _Open, width: int, scripts: bool
) -> None:
    page = open_page("/", width=width, scripts=scripts)
    _search(page, "nursing")
    everything = _total(page)
    assert _choose(page, "Kind", "Credentials") == _total(page)
    assert _choose(page, "Type", "Certificate") == _total(page)
    certificates = _total(page)
    assert _choose(page, "Region") == _total(page)
    chips = page.get_by_role("list", name="Chosen").get_by_role("listitem")
    assert chips.count() == 4  # Three values, and the way to take all of them away.
    assert 0 < _total(page) <= certificates < everything

    found = page.locator(".hits h2 a").first
    name = found.inner_text()
    with page.expect_navigation():
        found.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == name
    with_hash = page.get_by_role("navigation", name="On this page").get_by_role("link", name="What you need")
    with_hash.press("Enter")
    assert page.url.endswith("#requirements")
    expect(page.get_by_role("heading", name="What you need")).to_be_in_viewport()
    needs = page.locator("#requirements")
    assert needs.get_by_role("heading", name="Requires").is_visible()
    assert needs.get_by_role("listitem").count() > 1

    page.go_back()
    page.go_back()
    _take_away(page, "Region")
    assert _total(page) == certificates
    _take_away(page, "Clear all")
    assert _total(page) == everything
    assert page.locator("#q").input_value() == "nursing"


@_everywhere
def test_two_are_ticked_and_compared(open_page: _Open, width: int, scripts: bool) -> None:
    page = open_page("/find?q=nursing&kind=credential", width=width, scripts=scripts)
    names = page.locator(".hits h2 a").all_inner_texts()[:2]
    for name in names:
        page.get_by_role("checkbox", name=f"Compare {name}", exact=True).press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name="Compare what is ticked").press("Enter")
    heads = page.locator("table.compare").first.locator("thead th .name")
    assert heads.all_inner_texts() == names
    assert page.get_by_role("rowheader", name="Cost", exact=True).count() == 1
    if width < 400:
        # What does not fit is reached by keyboard: the table scrolls, not the page.
        table = page.get_by_role("group", name="Comparison")
        table.focus()
        page.keyboard.press("ArrowRight")
        expect(table).to_be_focused()
    _follow(page, f"Take away {names[0]}")
    assert page.locator("table.compare").first.locator("thead th .name").all_inner_texts() == names[1:]


@_everywhere
def test_from_a_credential_to_the_work_and_to_what_prepares_for_it(
    open_page: _Open, width: int, scripts: bool
) -> None:
    page = open_page("/find?q=nursing&type=ceterms:Certificate", width=width, scripts=scripts)
    _follow(page, re.compile("."), ".hits")
    credential = page.get_by_role("heading", level=1).inner_text()
    occupation = page.locator("#connections").get_by_text("Registered Nurses").first
    assert occupation.count() == 1
    _follow(page, "find all Registered Nurses", "#identifiers")
    assert credential in page.locator(".hits").inner_text()
    _choose(page, "Kind", "Work")
    _follow(page, re.compile("."), ".hits")
    assert "Occupation" in page.locator(".resource-class").inner_text()
    work = page.locator("#work")
    assert work.get_by_role("heading", name="What in the registry prepares for it").is_visible()
    prepared = work.locator(".summary a").first
    name = prepared.inner_text()
    with page.expect_navigation():
        prepared.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == name
    assert "Registered Nurse" in page.locator("main").inner_text()


@_everywhere
def test_the_list_is_taken_along_and_seen_on_a_map(
    open_page: _Open, width: int, scripts: bool, tmp_path: Path
) -> None:
    page = open_page("/find?q=nursing&kind=credential", width=width, scripts=scripts)
    total = _total(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV", exact=True).press("Enter")
    target = tmp_path / "list.csv"
    started.value.save_as(target)
    with target.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == total
    shown = page.locator(".hits h2 a").all_inner_texts()
    assert [row["name"] for row in rows][: len(shown)] == shown

    _follow(page, "Map")
    assert page.get_by_role("heading", level=1).inner_text() == "Where the results for “nursing” are"
    first = page.get_by_role("row").nth(1)
    count = int(first.get_by_role("cell").last.inner_text())
    with page.expect_navigation():
        first.get_by_role("link").press("Enter")
    assert _total(page) >= count > 0
    _take_away(page, "within")
    assert _total(page) == total


@_everywhere
def test_lists_are_sorted_and_paged(open_page: _Open, width: int, scripts: bool) -> None:
    page = open_page("/find?type=ceterms:LearningOpportunityProfile", width=width, scripts=scripts)
    page.get_by_label("Sort by").select_option(label="name")
    with page.expect_navigation():
        page.get_by_role("button", name="Sort", exact=True).press("Enter")
    names = page.locator(".hits h2 a").all_inner_texts()
    _follow(page, re.compile("Next"))
    assert page.locator(".hits").get_attribute("start") == str(len(names) + 1)
    names += page.locator(".hits h2 a").all_inner_texts()
    assert len(set(names)) > len(names) // 2
    assert [name.casefold() for name in names] == sorted(name.casefold() for name in names)
    _follow(page, re.compile("Previous"))
    assert page.locator(".hits h2 a").all_inner_texts() == names[: len(names) // 2]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/", "/publish"], ids=["large", "in-the-head"])
def test_suggestions_by_keyboard(open_page: _Open, site: str, width: int, path: str) -> None:
    page = open_page(path, width=width)
    field, entries = page.get_by_role("combobox").first, page.get_by_role("option")
    field.press_sequentially("nurs")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(entries.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == entries.nth(1).get_attribute("id")
    assert [one.get_attribute("aria-selected") for one in entries.all()[:2]] == ["false", "true"]
    # Up again past the first entry one is back in the field.
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(entries.first).to_be_hidden()
    assert (field.get_attribute("aria-expanded"), field.input_value()) == ("false", "nurs")
    expect(field).to_be_focused()

    page.keyboard.type("i")
    expect(entries.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = entries.first.get_attribute("data-href")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{site}{chosen}"


@_everywhere
def test_a_pathway_says_what_is_missing(open_page: _Open, site: str, width: int, scripts: bool) -> None:
    page = open_page(path_of(site, "Pathway"), width=width, scripts=scripts)
    boxes = page.get_by_role("checkbox", name=re.compile("^I have "))
    steps = boxes.count()
    boxes.first.press("Space")
    name = page.locator(".step-name").first.locator("a").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="See what is missing").press("Enter")
    assert "have=" in page.url
    standing = page.locator("#standing")
    assert standing.get_by_role("heading").inner_text() == "What you have, and what is missing"
    assert name in standing.inner_text()
    assert page.get_by_role("checkbox", name=f"I have {name}", exact=True).is_checked()
    for number in range(steps):
        boxes.nth(number).check()
    with page.expect_navigation():
        page.get_by_role("button", name="See what is missing").press("Enter")
    assert page.locator("#standing h3").inner_text() == "You have what this pathway asks for"
    _follow(page, "Start again")
    assert page.locator("#standing").count() == 0
    assert page.get_by_role("checkbox", checked=True).count() == 0


@_everywhere
def test_a_framework_is_searched_and_its_branches_open(
    open_page: _Open, site: str, width: int, scripts: bool
) -> None:
    large = next(
        path
        for path in paths_of(site, "ceasn:CompetencyFramework")
        if 'id="tree-within"' in fetch(f"{site}{path}", "text/html")
    )
    page = open_page(large, width=width, scripts=scripts)
    entries = page.locator("#tree .tree a")
    word = entries.last.inner_text().split()[-1]
    page.get_by_label("Find inside").focus()
    page.keyboard.insert_text(word)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert {one.casefold() for one in page.locator("#tree mark").all_inner_texts()} >= {word.casefold()}
    _follow(page, "Show all")
    branch = page.locator("#tree details").filter(has=page.locator("> ul")).first
    inner, opener = branch.get_by_role("listitem").first, branch.locator("> summary")
    was_open = inner.is_visible()
    opener.press("Enter")
    expect(inner).to_be_visible(visible=not was_open)
    opener.press("Enter")
    expect(inner).to_be_visible(visible=was_open)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_branch_of_a_large_real_framework_has_its_own_page(
    open_page: _Open, samples_site: str, width: int
) -> None:
    large = next(
        path
        for path in paths_of(samples_site, "ceasn:CompetencyFramework")
        if "?under=" in fetch(f"{samples_site}{path}", "text/html")
    )
    page = open_page(large, width=width, scripts=False, at=samples_site)
    before = page.locator("#tree").inner_text()
    _follow(page, re.compile("below"), "#tree")
    assert "under=" in page.url
    trail = page.get_by_role("navigation", name="Where this branch stands")
    assert trail.is_visible()
    with page.expect_navigation():
        trail.get_by_role("link", name="All entries").press("Enter")
    assert page.locator("#tree").inner_text() == before


@_everywhere
def test_real_samples_are_found_and_read(
    open_page: _Open, samples_site: str, width: int, scripts: bool
) -> None:
    page = open_page("/", width=width, scripts=scripts, at=samples_site)
    _search(page, "comptia")
    _choose(page, "Kind", "Credentials")
    found = page.locator(".hits h2 a").first
    name = found.inner_text()
    with page.expect_navigation():
        found.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == name
    # A reader who knows no class and no property still finds everything under plain headings.
    assert page.locator("main h2").count() > 3
    assert page.locator("main").get_by_text("ceterms:").count() == 0
