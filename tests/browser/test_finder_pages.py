"""Every kind of public page for everybody: axe, narrow and wide, light and dark, English and Spanish, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHANGED_SAMPLE, DELETED_SAMPLE, Inspector
from tests.browser.finding import fetch, path_of

_PAGES = {
    "home": "/",
    "results": "/find?q=nursing",
    "facets": "/find?kind=credential&quality_assured=yes&language=en-us&language=es",
    "no-results": "/find?q=zzzz&type=ceterms:Badge",
    "beyond": "/find?page=400",
    "map": "/find?view=map",
    "nothing-compared": "/compare",
    "publish": "/publish",
    "about": "/about",
    "not-here": "/resources/ce-00000000-0000-4000-8000-000000000000",
    "nowhere": "/nowhere",
}
_CLASSES = (
    "Certificate",
    "License",
    "BachelorDegree",
    "CredentialOrganization",
    "QACredentialOrganization",
    "Course",
    "LearningProgram",
    "AssessmentProfile",
    "ceasn:Competency",
    "ceasn:CompetencyFramework",
    "ceasn:Rubric",
    "skos:Concept",
    "skos:ConceptScheme",
    "Pathway",
    "CourseComponent",
    "CredentialComponent",
    "Occupation",
    "Job",
    "WorkRole",
    "Task",
    "TransferValueProfile",
    "qdata:DataSetProfile",
    "Collection",
    "ConditionManifest",
    "CostManifest",
)
_RARER_CLASSES = (
    "asn:ProgressionModel",
    "PathwaySet",
    "Industry",
    "qdata:Metric",
    "TransferAgreement",
    "ScheduledOffering",
    "SupportService",
    "AccreditAction",
    "PriorLearningPolicy",
    "WorkforceDemandAction",
)
_SAMPLE_CLASSES = (
    "Certification",
    "BachelorDegree",
    "CredentialOrganization",
    "LearningOpportunityProfile",
    "AssessmentProfile",
    "ceasn:CompetencyFramework",
    "ceasn:RubricCriterion",
    "skos:ConceptScheme",
    "Pathway",
    "Job",
    "TransferValueProfile",
    "qdata:DataSetProfile",
    "ConditionManifest",
    "CostManifest",
    "CredentialType",
    "FinancialAssistanceProfile",
)
_LOOKS = {"narrow-light-english": (360, False, "en-US"), "wide-dark-spanish": (1280, True, "es-MX")}

_STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']"
  )].filter((one) => one.checkVisibility({visibilityProperty: true})).length"""
_WHERE = """() => {
  const one = document.activeElement;
  if (one === document.body) return "left";
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const ring = one.closest("svg") && one.querySelector(".p-ring");
  const is_marked = ring
    ? getComputedStyle(ring).stroke !== "none"
    : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const is_seen = box.width && box.height && box.bottom > 0 && box.top < innerHeight;
  return is_marked && is_seen ? "" : one.outerHTML;
}"""

_looks = pytest.mark.parametrize("look", _LOOKS.values(), ids=_LOOKS)
_Inspectors = Callable[[int, bool, str], Inspector]


@_looks
@pytest.mark.parametrize("path", _PAGES.values(), ids=_PAGES)
def test_pages_have_no_faults(
    inspector: _Inspectors, site: str, path: str, look: tuple[int, bool, str]
) -> None:
    assert inspector(*look).faults(site + path) == []


@_looks
@pytest.mark.parametrize("cls", _CLASSES)
def test_resources_have_no_faults(
    inspector: _Inspectors, site: str, cls: str, look: tuple[int, bool, str]
) -> None:
    assert inspector(*look).faults(site + path_of(site, cls)) == []


@_looks
def test_pages_about_resources_have_no_faults(
    inspector: _Inspectors, site: str, look: tuple[int, bool, str]
) -> None:
    paths = [path_of(site, one) for one in ("Certificate", "BachelorDegree", "Course", "License")]
    compared = "/compare?" + "&".join(f"id={path.rpartition('/')[2]}" for path in paths)
    pathway = path_of(site, "Pathway")
    step = path_of(site, "CourseComponent").rpartition("/")[2].removeprefix("ce-")[:8]
    for path in (
        compared,
        f"{paths[0]}?view=cite",
        f"{paths[0]}?view=history",
        f"/embed{paths[0]}",
        f"{path_of(site, 'ceasn:CompetencyFramework')}?within=care",
        f"{pathway}?have={step}",
    ):
        assert inspector(*look).faults(site + path) == [], path


@pytest.mark.parametrize("cls", _RARER_CLASSES)
def test_rarer_resources_have_no_faults(inspector: _Inspectors, site: str, cls: str) -> None:
    assert inspector(360, False, "en-US").faults(site + path_of(site, cls)) == []


@pytest.mark.parametrize("cls", _SAMPLE_CLASSES)
def test_real_samples_have_no_faults(inspector: _Inspectors, samples_site: str, cls: str) -> None:
    assert inspector(360, True, "es-MX").faults(samples_site + path_of(samples_site, cls)) == []


@_looks
def test_versions_and_what_is_deleted_have_no_faults(
    inspector: _Inspectors, samples_site: str, look: tuple[int, bool, str]
) -> None:
    history = f"/resources/{CHANGED_SAMPLE}?view=history"
    numbers = re.findall(r'name="from" value="(\d+)"', fetch(samples_site + history, "text/html"))
    assert len(numbers) == 2
    difference = f"{history}&from={numbers[1]}&to={numbers[0]}"
    for path in (history, difference, f"/resources/{DELETED_SAMPLE}"):
        assert inspector(*look).faults(samples_site + path) == [], path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_difference_is_read(open_page: Callable[..., Page], samples_site: str, width: int) -> None:
    page = open_page(f"/resources/{CHANGED_SAMPLE}?view=history", at=samples_site, width=width, scripts=False)
    with page.expect_navigation():
        page.get_by_role("button", name="Compare the two versions").press("Enter")
    difference = page.locator("#difference")
    # Word by word: what both texts share is not marked.
    assert "Principles" in " ".join(difference.locator("del").all_inner_texts())
    assert "Skills" in " ".join(difference.locator("ins").all_inner_texts())
    assert page.locator("[name=from]:checked, [name=to]:checked").count() == 2


@pytest.mark.parametrize("path", ["/", "/find?q=nursing", "/about", "Certificate", "Pathway", "Occupation"])
def test_the_keyboard_gets_everywhere_and_out_again(
    open_page: Callable[..., Page], site: str, path: str
) -> None:
    page = open_page(path if path.startswith("/") else path_of(site, path), width=360)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#content"
    stops = page.evaluate(_STOPS)
    # Every stop can be seen, in its own ring, and after the last of them the keyboard leaves the page.
    for step in range(stops + 5):
        seen = page.evaluate(_WHERE)
        if seen == "left":
            break
        assert seen == "", f"stop {step} cannot be seen"
        page.keyboard.press("Tab")
    else:
        pytest.fail("the keyboard does not leave the page")


def test_the_skip_link_leads_into_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page("/find?q=nursing")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main").get_by_role("combobox").first).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_language_changes_and_the_page_stays(
    open_page: Callable[..., Page], site: str, scripts: bool
) -> None:
    page = open_page("/find?q=nursing&kind=credential", scripts=scripts)
    total = page.locator(".total").inner_text().split()[0]
    page.get_by_role("navigation").get_by_role("link", name="Español").click()
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator(".total").inner_text().split()[0] == total
    assert page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.input_value() == "nursing"
    # The choice holds on the next page as well, and can be taken back.
    page.goto(site + path_of(site, "Certificate"))
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("navigation").get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en-us"
    assert page.url.partition("?")[0] == site + path_of(site, "Certificate")


@pytest.mark.parametrize("cls", ["Certificate", "Pathway", "Occupation"])
def test_pages_print(open_page: Callable[..., Page], site: str, cls: str) -> None:
    page = open_page(path_of(site, cls))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("header.top nav")).to_be_hidden()
    expect(page.locator(".on-page")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF-")
    # A4 with its margins is about 700 pixels wide.
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    assert quote(page.url.rpartition("/")[2]) in page.locator("main").inner_html()
