"""From the cells of a laid out pathway to pixels, and its lines with their arrow heads."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from markupsafe import Markup

from opencredreg.finder.pathway_layout import PathwayLayout, Place, Route
from opencredreg.web.pictures.pathway_box import BOX_WIDTH
from opencredreg.web.pictures.svg import element, num

__all__ = ["Frame", "draw_lines"]

Spot = tuple[float, float]
Entry = tuple[str, str, str]
_ROUND = 7.0
_HEAD = 8.0
_SPLIT = 0.48


class Frame:
    """The measures of a picture in pixels. ``entries`` are the points at which lines touch their targets."""

    def __init__(self, layout: PathwayLayout, box_height: float) -> None:
        self.layout = layout
        self.box_height = box_height
        self._across = BOX_WIDTH / layout.box_width
        self._down = box_height / layout.box_height
        corners = [self.corner(place) for place in layout.places]
        spots = [self.spot(point) for route in layout.routes for point in route.points]
        xs = [x for x, _ in spots] + [x + side for x, _ in corners for side in (0, BOX_WIDTH)]
        ys = [y for _, y in spots] + [y + side for _, y in corners for side in (0, box_height)]
        self.left, self.right = min(xs, default=0), max(xs, default=0)
        self.top, self.bottom = min(ys, default=0), max(ys, default=0)
        self.entries: dict[Entry, Spot] = {
            (route.edge.target, route.edge.kind, route.edge.group): self.spot(route.points[-1])
            for route in layout.routes
        }

    def spot(self, point: Spot) -> Spot:
        """A point of a line."""
        return point[0] * self._across, point[1] * self._down

    def corner(self, place: Place) -> Spot:
        """The upper left corner of a box."""
        x, y = place.column * self._across, place.row * self._down
        return (x, y - self.box_height / 2) if self.layout.flow == "right" else (x - BOX_WIDTH / 2, y)

    def stretch(self, first: int, last: int) -> Spot:
        """Where the band of some columns (or rows) begins and ends; bands that touch leave a little gap."""
        step, box = (
            (self._across, BOX_WIDTH) if self.layout.flow == "right" else (self._down, self.box_height)
        )
        channel = step - box
        return first * step - channel * (1 - _SPLIT) + 3, last * step + box + channel * _SPLIT - 3

    def inset(self, start: float) -> float:
        """The left edge of the boxes in a band that begins there."""
        return start + (self._across - BOX_WIDTH) * (1 - _SPLIT) - 3


def draw_lines(layout: PathwayLayout, frame: Frame, done: Collection[str]) -> Markup:
    """All lines; those that leave a part of ``done`` are marked and lie above the others of their target."""
    groups: dict[Entry, list[Route]] = {}
    for route in layout.routes:
        edge = route.edge
        groups.setdefault((edge.target, edge.kind, edge.group), []).append(route)
    return element("g", *(_group(routes, frame, done) for routes in groups.values()), cls="p-lines")


def _group(routes: Sequence[Route], frame: Frame, done: Collection[str]) -> Markup:
    ordered = sorted(routes, key=lambda route: route.edge.source in done)
    written = [_path([frame.spot(point) for point in route.points], frame.layout.flow) for route in ordered]
    # A wider stroke in the colour of the ground lets lines that cross look like bridges, not like joints.
    casing = element("path", d="".join(dict.fromkeys(written)), cls="p-casing")
    lines = [
        element("path", d=path, cls=_class(route, done)) for route, path in zip(ordered, written, strict=True)
    ]
    return element("g", casing, *lines, _head(frame.spot(routes[0].points[-1]), frame.layout.flow))


def _class(route: Route, done: Collection[str]) -> str:
    back = " p-back" if route.is_back else ""
    return f"p-line p-{route.edge.kind}{back}{' p-done' if route.edge.source in done else ''}"


def _path(spots: Sequence[Spot], flow: str) -> str:
    """A line with rounded corners that ends where its arrow head begins."""
    end = spots[-1]
    stop = (end[0] - _HEAD + 1, end[1]) if flow == "right" else (end[0], end[1] - _HEAD + 1)
    points = [*spots[:-1], stop]
    written = f"M{num(points[0][0])} {num(points[0][1])}"
    for place in range(1, len(points) - 1):
        before, corner, after = points[place - 1 : place + 2]
        radius = min(_ROUND, _length(before, corner) / 2, _length(corner, after) / 2)
        one, other = _toward(corner, before, radius), _toward(corner, after, radius)
        written += (
            f"L{num(one[0])} {num(one[1])}Q{num(corner[0])} {num(corner[1])} {num(other[0])} {num(other[1])}"
        )
    return f"{written}L{num(stop[0])} {num(stop[1])}"


def _length(one: Spot, other: Spot) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: Spot, end: Spot, distance: float) -> Spot:
    part = distance / (_length(start, end) or 1)
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _head(end: Spot, flow: str) -> Markup:
    x, y = num(end[0]), num(end[1])
    sides = f"l-{num(_HEAD)}-4.5v9z" if flow == "right" else f"l-4.5-{num(_HEAD)}h9z"
    return element("path", d=f"M{x} {y}{sides}", cls="p-head")
