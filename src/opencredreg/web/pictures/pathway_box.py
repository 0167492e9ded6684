"""A box of a pathway: the kind, the name on up to three lines, and how far one is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from markupsafe import Markup

from opencredreg.web.kinds import Kind
from opencredreg.web.pictures.measure import is_rtl, wrap
from opencredreg.web.pictures.shapes import draw_shape
from opencredreg.web.pictures.svg import element, link, num, text, title

__all__ = ["BOX_WIDTH", "PathwayBox", "State", "box_height", "draw_box", "draw_state"]

State = Literal["", "fulfilled", "missing", "next", "undecided"]
"""How far a reader is with a part; "" where nobody asked."""

BOX_WIDTH = 188
_PAD = 12
_MOST_LINES = 3
_NAME_SIZE = 14
# Names are bold, and bold letters are wider than those that are measured.
_BOLD = 1.11
_NOTE_SIZE = 12
_LINE = 17


class PathwayBox(msgspec.Struct, frozen=True):
    """A part of a pathway with the texts for the reader.

    ``note`` is a word or two above the name, such as its class; ``state_text`` says the state. Row and column are as
    published; ``stage`` is the place of its level among the levels, counted from 0.
    """

    key: str
    name: str
    kind: Kind = Kind.OTHER
    note: str = ""
    link: str = ""
    language: str = ""
    state: State = ""
    state_text: str = ""
    is_current: bool = False
    row: int | None = None
    column: int | None = None
    stage: int | None = None


def box_height(boxes: Iterable[PathwayBox]) -> int:
    """The height that all boxes of a picture have: enough for the longest name, and for two lines at least."""
    return 41 + _LINE * max((len(_name_lines(box)) for box in boxes), default=2)


def _name_lines(box: PathwayBox) -> list[str]:
    lines = wrap(box.name, BOX_WIDTH - 2 * _PAD, _NAME_SIZE * _BOLD, _MOST_LINES)
    return lines if len(lines) > 1 else [*lines, *[""] * (2 - len(lines))]


def draw_box(box: PathwayBox, x: float, y: float, height: float) -> Markup:
    """The box with its upper left corner at a point."""
    said = ", ".join(part for part in (box.name, box.note, box.state_text) if part.strip())
    lines = [line for line in _name_lines(box) if line]
    note_room = BOX_WIDTH - 2 * _PAD - 18 - (22 if box.state else 0)
    note = "".join(wrap(box.note, note_room, _NOTE_SIZE, 1))
    edge = BOX_WIDTH - _PAD if is_rtl(box.name) else _PAD
    parts = [
        element("rect", x=-4, y=-4, width=BOX_WIDTH + 8, height=height + 8, rx=9, cls="p-ring"),
        element("rect", width=BOX_WIDTH, height=height, rx=6, cls="p-box"),
        draw_shape(box.kind, _PAD, 10, 12),
        text(note, _PAD + 18, 20.5, cls="p-note") if note else Markup(""),
        *(
            text(
                line,
                edge,
                42 + _LINE * place,
                cls="p-name",
                anchor="end" if edge != _PAD else "",
                language=box.language,
            )
            for place, line in enumerate(lines)
        ),
        draw_state(box.state, BOX_WIDTH - 17, 17),
    ]
    whole = [title(said)] if lines and lines[-1].endswith("…") else []
    current = "true" if box.is_current else None
    return element(
        "g",
        link(box.link, *whole, *parts, aria_label=said, aria_current=current)
        if said
        else element("g", *parts),
        cls=f"p-part p-{box.state or 'open'}{' p-current' if box.is_current else ''}",
        transform=f"translate({num(x)} {num(y)})",
    )


_MARKS: dict[State, str] = {
    "fulfilled": "M-3.6 .2L-1 2.8L3.8-2.6",
    "next": "M-3.6 0H3.2M.2-3L3.2 0L.2 3",
    "missing": "",
    "undecided": "M-2.3-1.9a2.4 2.4 0 1 1 3.4 2.1c-.8.4-1.1.8-1.1 1.5M0 4V4.2",
    "": "",
}


def draw_state(state: State, x: float, y: float) -> Markup:
    """The mark of a state around a point: tick, arrow, empty circle or question mark."""
    if not state:
        return Markup("")
    sign = element("path", d=_MARKS[state], cls="p-sign") if _MARKS[state] else Markup("")
    disc = element("circle", r=8 if _MARKS[state] else 7, cls="p-disc")
    return element(
        "g", disc, sign, cls=f"p-state-mark p-mark-{state}", transform=f"translate({num(x)} {num(y)})"
    )
