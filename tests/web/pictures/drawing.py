"""Reading drawings in tests: they have to be XML, and harmless."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import strategies as st
from markupsafe import Markup

HOSTILE = (
    '</title><script>alert(1)</script><img src=x onerror="a()">&#0;\x00\x1b\ud800\ufffe\u202e"\' style="x"'
)

texts = st.text(max_size=40) | st.sampled_from([HOSTILE, "", " ", "W" * 4000, "护" * 300, "דיפלומה", "a\nb"])
numbers = (
    st.none()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.sampled_from([0, -0.0, 1, -1, 1e308, -1e308, 5e-324, 10**9])
)
links = st.sampled_from(
    ["", "/find?a=1&b=2", "https://example.org/x", "javascript:alert(1)", "//[", HOSTILE, "a b"]
)

_ALLOWED = {
    "div",
    "ul",
    "li",
    "span",
    "svg",
    "title",
    "desc",
    "g",
    "a",
    "rect",
    "circle",
    "line",
    "path",
    "text",
}
_UNITLESS = {"x", "y", "cx", "cy", "r", "x1", "x2", "y1", "y2", "width", "height", "dx"}


def read(markup: Markup) -> ElementTree.Element:
    """The drawing as a tree, checked: known elements, no styles, no handlers, no foreign schemes, finite numbers."""
    tree = ElementTree.fromstring(f"<root>{markup}</root>".encode())
    for node in list(tree.iter())[1:]:
        assert node.tag in _ALLOWED
        for name, value in node.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            if name in _UNITLESS:
                float(value.removesuffix("%"))
                assert "n" not in value
        assert node.get("href", "/").startswith(("/", "http://", "https://", "a b", "//["))
    return tree


def of_class(tree: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [node for node in tree.iter() if name in node.get("class", "").split()]


def said(tree: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in tree.iter("text")]


def share(node: ElementTree.Element, name: str) -> float:
    value = node.get(name, "0")
    assert value.endswith("%") or float(value) == 0
    return float(value.removesuffix("%"))
