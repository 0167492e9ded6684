"""A pathway as a picture: boxes on a grid, lines from what comes before to what comes after.

The picture keeps its size and scrolls in its frame. Each box is a link with the whole name, its note and its state as
its accessible name, in the order in which one goes along the pathway.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from markupsafe import Markup

from opencredreg.finder.pathway_layout import (
    EdgeKind,
    LayoutEdge,
    LayoutNode,
    PathwayLayout,
    build_pathway_layout,
)
from opencredreg.web.pictures.legend import draw_key
from opencredreg.web.pictures.measure import text_width
from opencredreg.web.pictures.pathway_box import PathwayBox, State, box_height, draw_box, draw_state
from opencredreg.web.pictures.pathway_lines import Frame, draw_lines
from opencredreg.web.pictures.svg import element, num, say, text, title

__all__ = ["Bracket", "PathwayPicture", "draw_pathway"]

_MARGIN = 14
_BAND_HEAD = 34


class Bracket(msgspec.Struct, frozen=True):
    """A condition at its target: ``shown`` is short ("2 of 5"), ``said`` the whole sentence.

    It belongs to the edges of kind ``prerequisite`` with the same target and group.
    """

    target: str
    group: str
    shown: str
    said: str = ""


class PathwayPicture(msgspec.Struct, frozen=True):
    """What is drawn. ``levels`` are the names of the stages, in their order.

    ``edge_words`` and ``state_words`` explain lines and marks; those that occur are shown in the key.
    """

    title: str
    boxes: tuple[PathwayBox, ...]
    edges: tuple[LayoutEdge, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    levels: tuple[str, ...] = ()
    description: str = ""
    edge_words: Mapping[EdgeKind, str] = {}
    state_words: Mapping[State, str] = {}


def draw_pathway(picture: PathwayPicture) -> Markup:
    """The pathway in a frame that scrolls, with a key above it; nothing when there is no box."""
    if not picture.boxes:
        return Markup("")
    layout = build_pathway_layout(
        [LayoutNode(box.key, box.row, box.column, box.stage) for box in picture.boxes], picture.edges
    )
    frame = Frame(layout, box_height(picture.boxes))
    boxes = {box.key: box for box in reversed(picture.boxes)}
    head = _BAND_HEAD if layout.bands else 0
    left, top = frame.left - _MARGIN, frame.top - _MARGIN - head
    width, height = frame.right + _MARGIN - left, frame.bottom + _MARGIN - top
    down = layout.flow == "down"
    order = sorted(
        layout.places, key=lambda place: (place.row, place.column) if down else (place.column, place.row)
    )
    done = {key for key, box in boxes.items() if box.state == "fulfilled"}
    drawing = element(
        "svg",
        element("title", say(picture.title)),
        element("desc", say(picture.description)) if picture.description.strip() else Markup(""),
        *_bands(layout, frame, picture.levels, left, top, width, height),
        draw_lines(layout, frame, done),
        *(_bracket(bracket, frame) for bracket in picture.brackets),
        *(draw_box(boxes[place.key], *frame.corner(place), frame.box_height) for place in order),
        cls=f"pathway-picture{' p-banded' if layout.bands else ''}",
        role="group",
        aria_label=picture.title,
        width=width,
        height=height,
        viewBox=f"{num(left)} {num(top)} {num(width)} {num(height)}",
    )
    scroller = element(
        "div", drawing, cls="picture-scroller", tabindex=0, role="region", aria_label=picture.title
    )
    return element("div", _key(picture, layout), scroller, cls="picture pathway-frame")


def _bands(
    layout: PathwayLayout,
    frame: Frame,
    names: tuple[str, ...],
    left: float,
    top: float,
    width: float,
    height: float,
) -> list[Markup]:
    """Fields behind the boxes of a stage, with the name of the stage."""
    found = []
    for band in layout.bands:
        start, end = frame.stretch(band.first, band.last)
        name = names[band.stage] if 0 <= band.stage < len(names) else ""
        if layout.flow == "right":
            found.append(
                element("rect", x=start, y=top, width=end - start, height=height, rx=6, cls="p-band")
            )
            found.append(text(name, frame.inset(start), top + 23, cls="p-band-name"))
        else:
            found.append(
                element("rect", x=left, y=start, width=width, height=end - start, rx=6, cls="p-band")
            )
            found.append(text(name, left + 12, start + 18, cls="p-band-name"))
    return found


def _bracket(bracket: Bracket, frame: Frame) -> Markup:
    """The count of a condition, on the line that enters its target."""
    entry = frame.entries.get((bracket.target, "prerequisite", bracket.group))
    if entry is None or not bracket.shown.strip():
        return Markup("")
    x, y = entry
    width = text_width(bracket.shown, 11.5) + 14
    if frame.layout.flow == "right":
        x -= 13 + width / 2
    else:
        y -= 13 + 9
    return element(
        "g",
        title(bracket.said),
        element("rect", x=x - width / 2, y=y - 8.5, width=width, height=17, rx=8.5, cls="p-pill"),
        text(bracket.shown, num(x), y + 4, cls="p-pill-text", anchor="middle"),
        cls="p-bracket",
    )


def _key(picture: PathwayPicture, layout: PathwayLayout) -> Markup:
    """What the marks and lines of this picture mean; those that do not occur are left out."""
    states = {box.state for box in picture.boxes}
    kinds = {route.edge.kind for route in layout.routes}
    entries = [
        (draw_state(state, 8, 8), words, 16)
        for state, words in picture.state_words.items()
        if state in states
    ]
    entries += [
        (element("path", d="M0 8H24", cls=f"p-line p-{kind}"), words, 24)
        for kind, words in picture.edge_words.items()
        if kind in kinds
    ]
    return draw_key(entries)
