"""The dots of a map: how large they are, and which of their numbers and names can be written."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from opencredreg.web.pictures.measure import text_width, wrap
from opencredreg.web.pictures.svg import element, link, num, percent, text, title

__all__ = ["MapDot", "Spot", "draw_dots"]

_LEAST_RADIUS, _MOST_RADIUS = 5.0, 18.0
_LEAST_WITH_NUMBER = 9.0
_NARROW = 328
_MOST_NAMES = 14
_NAME_ROOM = 112
_TEXT = 12
_COUNT = 11.5
_BOLD = 1.1
_GAP = 4

Spot = tuple[float, float]
"""Where a dot lies: shares of the width and of the height."""


class MapDot(msgspec.Struct, frozen=True):
    """A place with the number of things there. ``shown`` is the number as people read it."""

    label: str
    latitude: float
    longitude: float
    count: int = 1
    shown: str = ""
    link: str = ""
    language: str = ""


def draw_dots(dots: Sequence[MapDot], spots: Sequence[Spot], aspect: float) -> list[Markup]:
    """The dots at their spots, those given first below the others.

    Args:
        dots: the largest first.
        spots: where they lie.
        aspect: the height of the map in parts of its width.
    """
    return [_draw_mark(mark) for mark in _marks(dots, spots, aspect)]


class _Mark(msgspec.Struct, frozen=True):
    """A dot with its position in shares, its size in pixels and what is written in and beside it."""

    dot: MapDot
    x: float
    y: float
    radius: float
    inside: str = ""
    beside: str = ""
    side: int = 1


def _marks(dots: Sequence[MapDot], spots: Sequence[Spot], aspect: float) -> list[_Mark]:
    """The dots with what can be written without running into others, on the narrowest picture.

    Large dots come first, so that small ones lie on top and can be pointed at.
    """
    most = max(max(1, dot.count) for dot in dots)
    bare = [_Mark(dot, x, y, _radius(dot.count, most)) for dot, (x, y) in zip(dots, spots, strict=True)]
    height = _NARROW * aspect
    fields = [
        _Field(
            mark.x * _NARROW - mark.radius, mark.y * height - mark.radius, 2 * mark.radius, 2 * mark.radius
        )
        for mark in bare
    ]
    frame = _Field(0, 0, _NARROW, height)
    written: list[_Field] = []
    found = []
    for place, (mark, field) in enumerate(zip(bare, fields, strict=True)):
        shown = mark.dot.shown or str(mark.dot.count)
        near = [bare[at].dot.count for at, other in enumerate(fields) if at != place and field.meets(other)]
        room = 2 * mark.radius - 4
        fits = (
            not near
            and mark.dot.count > 1
            and mark.radius >= _LEAST_WITH_NUMBER
            and text_width(shown, _COUNT) * _BOLD <= room
        )
        inside = shown if fits else ""
        # In a crowd only the largest may carry its name; a name for one of many equals would mislead.
        is_largest = all(count < mark.dot.count for count in near)
        beside, side = "", 1
        name = "".join(wrap(mark.dot.label, _NAME_ROOM, _TEXT, 1))
        for side in (1, -1) if len(written) < _MOST_NAMES and is_largest and name else ():
            name_field = field.beside(text_width(name, _TEXT), side)
            others = [*fields[:place], *fields[place + 1 :], *written]
            if name_field.lies_in(frame) and not any(name_field.meets(other) for other in others):
                written.append(name_field)
                beside = name
                break
        found.append(_Mark(mark.dot, mark.x, mark.y, mark.radius, inside, beside, side))
    return found


class _Field(msgspec.Struct, frozen=True):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: _Field) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def lies_in(self, other: _Field) -> bool:
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )

    def beside(self, width: float, side: int) -> _Field:
        """The field of a line of text at the right (1) or the left (-1)."""
        x = self.x + self.width + _GAP if side > 0 else self.x - _GAP - width
        return _Field(x, self.y + self.height / 2 - 8, width, 16)


def _radius(count: int, most: int) -> float:
    """The area of a dot grows with its count, so that twice as many look like twice as much."""
    if most == 1:
        return _LEAST_RADIUS + 1
    return max(_LEAST_RADIUS, _MOST_RADIUS * math.sqrt(max(1, count) / most))


def _draw_mark(mark: _Mark) -> Markup:
    dot, x, y = mark.dot, percent(mark.x), percent(mark.y)
    texts = [text(mark.inside, "0", 4.2, cls="p-count", anchor="middle")] if mark.inside else []
    if mark.beside:
        edge = num(mark.side * (mark.radius + _GAP))
        anchor = "start" if mark.side > 0 else "end"
        texts.append(text(mark.beside, edge, 4.2, cls="p-place p-halo", anchor=anchor, language=dot.language))
    # Percent and pixels cannot be added up in an attribute; an inner picture begins at the dot.
    inner = [element("svg", *texts, x=x, y=y, overflow="visible")] if texts else []
    parts = [
        title(f"{dot.label} ({dot.shown or dot.count})"),
        element("circle", cx=x, cy=y, r=max(12.0, mark.radius), cls="p-reach"),
        element("circle", cx=x, cy=y, r=mark.radius, cls="p-dot"),
        *inner,
    ]
    return element("g", link(dot.link, *parts, tabindex=-1))
