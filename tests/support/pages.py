"""Reading a page as a browser and a screen reader do: its elements, its links, and what is wrong with it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import msgspec

__all__ = ["Element", "parse_page", "problems"]

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect"})
_LOADING = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}


class Element(msgspec.Struct):
    """An element with its attributes, all the text in it, and the names of the elements around it."""

    name: str
    attributes: dict[str, str]
    around: tuple[str, ...]
    text: str = ""


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(
            tag, {name: value or "" for name, value in attrs}, tuple(one.name for one in self.open)
        )
        self.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1].name != tag:
            self.complaints.append(f"</{tag}> closes nothing")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def parse_page(html: str) -> list[Element]:
    """The elements of a page in their order.

    Raises:
        AssertionError: elements are not closed in their order.
    """
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert not parser.complaints, parser.complaints
    assert not parser.open, [element.name for element in parser.open]
    return parser.elements


def problems(html: str) -> list[str]:
    """What a strict reader would complain about; nothing for a good page."""
    elements = parse_page(html)
    found = []
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    found += [f"the id {one} is given twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    for element in elements:
        found += _of_element(element, set(ids))
    levels = [int(element.name[1]) for element in elements if element.name in ("h1", "h2", "h3", "h4", "h5")]
    if levels.count(1) != 1:
        found.append("there is not exactly one h1")
    found += [
        f"a heading of level {after} follows one of {before}"
        for before, after in pairwise(levels)
        if after > before + 1
    ]
    # A picture has a title as well, for the pointer.
    names = [element.name for element in elements if "svg" not in element.around]
    found += [f"there is not exactly one {one}" for one in ("main", "title") if names.count(one) != 1]
    banners = [one for one in elements if one.name == "header" and one.around == ("html", "body")]
    if len(banners) != 1:
        found.append("there is not exactly one header of the page")
    if names.count("caption") != names.count("table"):
        found.append("a table has no caption")
    if not elements[0].attributes.get("lang"):
        found.append("the page has no language")
    return found


def _of_element(element: Element, ids: set[str]) -> list[str]:
    found = []
    attributes = element.attributes
    source = attributes.get(_LOADING.get(element.name, ""), "")
    is_data = element.name == "script" and attributes.get("type") == "application/ld+json"
    is_inline = (
        element.name == "script" and not is_data and not attributes.get("src", "").startswith("/static/")
    )
    if is_inline or "style" in attributes or element.name == "style":
        found.append(f"{element.name} runs or styles in the page")
    if any(name.startswith("on") for name in attributes):
        found.append(f"{element.name} runs a script")
    if source and not source.startswith("/") and attributes.get("rel") not in ("license", "canonical"):
        found.append(f"{element.name} loads {source}")
    if element.name == "a" and not (element.text.strip() or attributes.get("aria-label")):
        found.append("a link has no text")
    if (
        element.name == "a"
        and attributes.get("href", "").startswith("#")
        and attributes["href"][1:] not in ids
    ):
        found.append(f"nothing is at {attributes['href']}")
    if element.name == "th" and attributes.get("scope") not in ("row", "col"):
        found.append("a header of a table says not of what")
    if (
        element.name == "svg"
        and "svg" not in element.around
        and attributes.get("aria-hidden") != "true"
        and "aria-label" not in attributes
    ):
        found.append("a picture has no words")
    for name in ("aria-labelledby", "aria-describedby"):
        found += [f"{name} names {one}" for one in attributes.get(name, "").split() if one not in ids]
    return found
