"""Keys: what the colours and marks of a picture stand for."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from opencredreg.web.pictures.svg import element, say

__all__ = ["draw_key", "draw_legend"]


def draw_key(entries: Sequence[tuple[Markup, str, int]]) -> Markup:
    """Marks with words, side by side as far as there is room.

    An entry is a mark, its words and the width of the field, 16 pixels high, in which the mark is drawn. The key
    is a list of the page, because lists flow where lines of an SVG do not. It is hidden from those who do not see
    the marks.
    """
    if not entries:
        return Markup("")
    items = [
        element(
            "li",
            element(
                "svg",
                mark,
                width=width,
                height=16,
                viewBox=f"0 0 {width} 16",
                aria_hidden="true",
                focusable="false",
                cls="p-key-mark",
            ),
            element("span", say(words), dir="auto"),
        )
        for mark, words, width in entries
    ]
    return element("ul", *items, cls="picture-key", aria_hidden="true")


def draw_legend(names: Sequence[str], *, lines: bool = False) -> Markup:
    """The key of series: coloured fields, or short pieces of line."""
    height = 4 if lines else 12
    return draw_key(
        [
            (
                element(
                    "rect",
                    x=1,
                    y=8 - height / 2,
                    width=14,
                    height=height,
                    rx=2,
                    cls=f"p-bar p-series-{place % 6 + 1}",
                ),
                name,
                16,
            )
            for place, name in enumerate(names)
        ]
    )
