"""Places on a map: dots over the outlines of land and lines of round degrees.

Where no outlines are packaged, or places are so near to each other that the outlines would be wrong there, the lines
of degrees alone tell where one is. The land is one picture that grows with the page. The dots lie on it in a second
one, in which positions are percent and sizes are pixels, so that dots and numbers keep their size on a phone. For
those who do not see it the map says nothing that its table does not say better, so it is hidden from them and its
links are not stops of the keyboard.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from markupsafe import Markup

from opencredreg.web.pictures.map_dots import MapDot, draw_dots
from opencredreg.web.pictures.measure import text_width, wrap
from opencredreg.web.pictures.outlines import Extent, list_land
from opencredreg.web.pictures.svg import element, num, percent, text
from opencredreg.web.pictures.twin import TwinCell, TwinTable

__all__ = ["MapChart", "MapDot", "draw_map", "extent_of", "twin_of_map"]

_ASPECT = 1.6
_GRID = 1000
_SMALLEST_HEIGHT = 0.3
_LONE_HEIGHT = 14.0
_ONE_PLACE = 0.02
_LEAST_LAND_HEIGHT = 4.0
_WHOLE_HEIGHT = 150.0
_PADDING = 0.16
_MOST_DOTS = 300
_MOST_BYTES = 18_000
_DEGREES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
_MOST_STEPS_ACROSS, _MOST_STEPS_UP = 6, 5
_NARROW = 328
_TEXT = 12
_NAME_ROOM = 112
_MOST_RADIUS = 18

Spot = tuple[float, float]
_Box = tuple[float, float, float, float]


class MapChart(msgspec.Struct, frozen=True):
    """Places under a title."""

    title: str
    dots: tuple[MapDot, ...]


def draw_map(chart: MapChart) -> Markup:
    """The map around all places; nothing when none of them has a position on the globe.

    Of very many places the largest are drawn.
    """
    dots = sorted((dot for dot in chart.dots if _is_on_globe(dot)), key=lambda dot: -dot.count)[:_MOST_DOTS]
    if not dots:
        return Markup("")
    extent = extent_of(dots)
    view = _View(extent)
    spots = [(view.across(dot.longitude), view.down(dot.latitude)) for dot in dots]
    land = element(
        "svg",
        *_ground(extent),
        cls="land-picture",
        viewBox=f"0 0 {_GRID} {view.height}",
        aria_hidden="true",
        focusable="false",
    )
    marks = element(
        "svg",
        *_degree_names(view, _taken(dots, spots, view.height / _GRID)),
        *draw_dots(dots, spots, view.height / _GRID),
        cls="dots-picture",
        width="100%",
        height="100%",
        aria_hidden="true",
        focusable="false",
    )
    return element("div", land, marks, cls="picture map-picture", aria_hidden="true")


def _is_on_globe(dot: MapDot) -> bool:
    return abs(dot.latitude) <= 90 and abs(dot.longitude) <= 180


def extent_of(dots: Sequence[MapDot]) -> Extent:
    """The part of the globe around places, in the form of the picture.

    It is small enough to tell the places of one county or island apart. One place alone has nothing to be told apart
    from; around it lies as much land as one needs to recognize it. Where places lie on both sides of the line of 180
    degrees, the part reaches over it.
    """
    west, east = _shortest_arc([dot.longitude for dot in dots])
    if east - west > 180:
        # Around half of the globe people expect the map that they know, with its edges in the Pacific.
        west, east = min(dot.longitude for dot in dots), max(dot.longitude for dot in dots)
    south, north = min(dot.latitude for dot in dots), max(dot.latitude for dot in dots)
    middle = (south + north) / 2
    shrink = max(0.3, math.cos(math.radians(middle)))
    is_one = max(north - south, east - west) < _ONE_PLACE
    height = max((north - south) * (1 + 2 * _PADDING), _LONE_HEIGHT if is_one else _SMALLEST_HEIGHT)
    width = max((east - west) * (1 + 2 * _PADDING) * shrink, height * _ASPECT)
    height = max(height, width / _ASPECT)
    width, height = min(width, 360 * shrink), min(height, max(_WHOLE_HEIGHT, north - south + 8), 180.0)
    middle = max(-90 + height / 2, min(90 - height / 2, middle))
    centre = (west + east) / 2
    half = width / shrink / 2
    return Extent(centre - half, middle - height / 2, centre + half, middle + height / 2)


def _shortest_arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """The shortest part of the circle with all longitudes in it: the whole less the widest gap."""
    # The rest of something just below 0 is rounded to 360 itself, which is the place of 0.
    around = sorted({longitude % 360 % 360 for longitude in longitudes})
    gaps = [
        (after - before, after) for before, after in zip(around, [*around[1:], around[0] + 360], strict=True)
    ]
    gap, west = max(gaps)
    west = (west + 180) % 360 % 360 - 180
    return west, west + 360 - gap


class _View:
    """From degrees to the picture."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        shrink = max(0.3, math.cos(math.radians((extent.south + extent.north) / 2)))
        width = (extent.east - extent.west) * shrink
        self.height = round(_GRID * (extent.north - extent.south) / width)
        # Three units of the grid are about two pixels of a wide screen; from afar coarser lines do.
        span = extent.east - extent.west
        self.detail = 3.0 * span / _GRID * max(1.0, span / 90)

    def across(self, longitude: float) -> float:
        """The share of the width, for a longitude in any turn."""
        while longitude < self.extent.west:
            longitude += 360
        while longitude > self.extent.east and longitude - 360 >= self.extent.west:
            longitude -= 360
        return (longitude - self.extent.west) / (self.extent.east - self.extent.west)

    def down(self, latitude: float) -> float:
        """The share of the height."""
        return (self.extent.north - latitude) / (self.extent.north - self.extent.south)

    def path(self, ring: Sequence[tuple[float, float]]) -> str:
        """A ring in whole units of the grid, each point told from the one before."""
        span = self.extent.east - self.extent.west
        spots = [
            (round((x - self.extent.west) / span * _GRID), round(self.down(y) * self.height)) for x, y in ring
        ]
        written = f"M{spots[0][0]} {spots[0][1]}l"
        steps = [
            (other[0] - one[0], other[1] - one[1]) for one, other in itertools.pairwise(spots) if one != other
        ]
        if not steps:
            return ""
        return written + " ".join(f"{x} {y}" for x, y in steps) + "z"


@lru_cache(maxsize=64)
def _ground(extent: Extent) -> tuple[Markup, ...]:
    """Sea, land and lines of round degrees."""
    view = _View(extent)
    land = _land_path(view)
    shore = element("path", d=land, cls="p-land", fill_rule="evenodd") if land else Markup("")
    return (
        element("rect", width=_GRID, height=view.height, cls="p-sea"),
        shore,
        element(
            "path",
            d=_degree_lines(view),
            cls="p-tick p-degrees",
            vector_effect="non-scaling-stroke",
            stroke_opacity=0.2 if land else 0.4,
        ),
    )


def _land_path(view: _View) -> str:
    """The land. The farther away, the fewer points: a picture of the world is not a heavy one."""
    extent = view.extent
    if extent.north - extent.south < _LEAST_LAND_HEIGHT:
        # So near, the coasts of coarse outlines are wrong by more than the distance of the places.
        return ""
    margin = (extent.east - extent.west) * 0.01
    around = Extent(extent.west - margin, extent.south - margin, extent.east + margin, extent.north + margin)
    detail = view.detail
    while True:
        path = "".join(view.path(ring) for ring in list_land(around, detail))
        if len(path) <= _MOST_BYTES:
            return path
        detail *= 1.4


def _round_degrees(low: float, high: float, most: int) -> list[float]:
    """Round numbers of degrees between two others, so far apart that there are at most ``most`` steps."""
    step = next((one for one in _DEGREES if (high - low) / one <= most), _DEGREES[-1])
    return [round(at * step, 1) for at in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _meridians(extent: Extent) -> list[float]:
    return _round_degrees(extent.west, extent.east, _MOST_STEPS_ACROSS)


def _parallels(extent: Extent) -> list[float]:
    return _round_degrees(extent.south, extent.north, _MOST_STEPS_UP)


def _degree_lines(view: _View) -> str:
    across = (num(view.across(longitude) * _GRID) for longitude in _meridians(view.extent))
    down = (num(view.down(latitude) * view.height) for latitude in _parallels(view.extent))
    return "".join([*(f"M{x} 0v{view.height}" for x in across), *(f"M0 {y}h{_GRID}" for y in down)])


def _degree_names(view: _View, taken: Sequence[_Box]) -> list[Markup]:
    """What the lines of degrees are called, at the left and lower edges where nothing else stands."""
    height = _NARROW * view.height / _GRID
    beside = [(0.0, view.down(at), -4.0, _name_degrees(at, "NS")) for at in _parallels(view.extent)]
    below = [(view.across(at), 1.0, -6.0, _name_degrees(at, "EW")) for at in _meridians(view.extent)]
    written = list(taken)
    found = []
    for x, y, rise, name in [*beside, *below]:
        left, low = x * _NARROW + 4, y * height + rise + 2
        box = (left, low - _TEXT, left + text_width(name, _TEXT) + 4, low)
        if box[1] >= 0 and box[2] <= _NARROW and not any(_meet(box, other) for other in written):
            written.append(box)
            words = text(name, 4, rise, cls="p-axis")
            found.append(element("svg", words, x=percent(x), y=percent(y), overflow="visible"))
    return found


def _name_degrees(degrees: float, letters: str) -> str:
    turned = (degrees + 180) % 360 - 180 if letters == "EW" else degrees
    size = num(round(abs(turned), 1))
    letter = "" if size in ("0", "180") else letters[turned < 0]
    return f"{size}°{letter}"


def _taken(dots: Sequence[MapDot], spots: Sequence[Spot], aspect: float) -> list[_Box]:
    """Where dots and the names at both of their sides may stand on the narrowest picture, in pixels."""
    most = max(dot.count for dot in dots)
    found = []
    for dot, (across, down) in zip(dots, spots, strict=True):
        x, y = across * _NARROW, down * _NARROW * aspect
        # The area of a dot tells its count, so that a quarter of the most has half of the radius.
        radius = _MOST_RADIUS if most > 1 and dot.count * 4 > most else _MOST_RADIUS / 2
        reach = radius + 4 + text_width("".join(wrap(dot.label, _NAME_ROOM, _TEXT, 1)), _TEXT)
        found.append((x - radius, y - radius, x + radius, y + radius))
        found.append((x - reach, y - 8, x + reach, y + 8))
    return found


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def twin_of_map(chart: MapChart, head: tuple[str, str]) -> TwinTable:
    """The table of a map: every place with its number, the largest first; ``head`` are its two headings."""
    ordered = sorted(chart.dots, key=lambda dot: -dot.count)
    rows = tuple(
        (TwinCell(dot.label, dot.link, dot.language), TwinCell(dot.shown or num(dot.count)))
        for dot in ordered
    )
    return TwinTable(chart.title, head, rows)
