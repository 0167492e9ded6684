"""The outlines of land, and the part of them that a map shows.

The packaged file is made by ``tools/derive_outlines.py``; it names its source and licence. A registry may do without
it: where it is absent or empty, there is no land to draw.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import ge, le

import msgspec

__all__ = ["Extent", "Outlines", "list_land", "load_outlines", "read_outlines"]

Position = tuple[float, float]
"""Longitude and latitude in degrees."""
Line = tuple[Position, ...]


class Extent(msgspec.Struct, frozen=True):
    """A part of the globe. ``east`` may be more than 180, so that it is never less than ``west``."""

    west: float
    south: float
    east: float
    north: float


class Outlines(msgspec.Struct, frozen=True):
    """Rings around land, and around lakes in it; the last point of a ring is its first.

    Longitudes may go on beyond 180 degrees. ``reaches`` holds the extent of each ring.
    """

    rings: tuple[Line, ...] = ()
    reaches: tuple[Extent, ...] = ()


class _File(msgspec.Struct, frozen=True):
    scale: int
    rings: list[list[int]]


@cache
def load_outlines() -> Outlines:
    """The packaged outlines, none where there is no such file; read when the first map is drawn, and kept."""
    return read_outlines(files("opencredreg.web.pictures").joinpath("outlines.json"))


def read_outlines(file: Traversable) -> Outlines:
    """The outlines in a file, none where it is absent or empty.

    Raises:
        msgspec.DecodeError: it holds something else.
    """
    content = file.read_bytes() if file.is_file() else b""
    if not content.strip():
        return Outlines()
    packed = msgspec.json.decode(content, type=_File)
    rings = tuple(_unpack(ring, packed.scale) for ring in packed.rings)
    return Outlines(rings, tuple(map(_reach, rings)))


def _unpack(numbers: Sequence[int], scale: int) -> Line:
    across, up = itertools.accumulate(numbers[::2]), itertools.accumulate(numbers[1::2])
    return tuple((x / scale, y / scale) for x, y in zip(across, up, strict=True))


def _reach(line: Sequence[Position]) -> Extent:
    across, up = [x for x, _ in line], [y for _, y in line]
    return Extent(min(across), min(up), max(across), max(up))


def list_land(extent: Extent, detail: float) -> list[Line]:
    """The outlines of land within a part of the globe, cut at its edges.

    Args:
        extent: the part.
        detail: in degrees; points nearer to each other are left out, and so are islands that are smaller.
    """
    outlines = load_outlines()
    found = []
    for turn in (-360.0, 0.0, 360.0):
        part = Extent(extent.west - turn, extent.south, extent.east - turn, extent.north)
        for ring, reach in zip(outlines.rings, outlines.reaches, strict=True):
            if not _meet(part, reach) or max(reach.east - reach.west, reach.north - reach.south) < detail:
                continue
            area = _thinned(ring, detail)
            if not _holds(part, reach):
                area = _clip(area, part)
            if len(area) > 2:
                found.append(tuple((x + turn, y) for x, y in area))
    return found


def _thinned(line: Line, detail: float) -> Line:
    kept = [line[0]]
    for x, y in line[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= detail:
            kept.append((x, y))
    return (*kept, line[-1])


def _meet(one: Extent, other: Extent) -> bool:
    return (
        one.west <= other.east
        and other.west <= one.east
        and one.south <= other.north
        and other.south <= one.north
    )


def _holds(one: Extent, other: Extent) -> bool:
    return (
        one.west <= other.west
        and other.east <= one.east
        and one.south <= other.south
        and other.north <= one.north
    )


def _clip(ring: Sequence[Position], part: Extent) -> Line:
    """The part of an area within a rectangle, cut side by side (Sutherland and Hodgman)."""
    sides: tuple[tuple[int, float, Callable[[float, float], bool]], ...] = (
        (0, part.west, ge),
        (0, part.east, le),
        (1, part.south, ge),
        (1, part.north, le),
    )
    points = list(ring)
    for axis, edge, is_inside in sides:
        cut: list[Position] = []
        for place, point in enumerate(points):
            former = points[place - 1]
            if is_inside(point[axis], edge) != is_inside(former[axis], edge):
                cut.append(_crossing(former, point, axis, edge))
            if is_inside(point[axis], edge):
                cut.append(point)
        points = cut
    return tuple(points)


def _crossing(one: Position, other: Position, axis: int, edge: float) -> Position:
    part = (edge - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + part * (other[1 - axis] - one[1 - axis])
    return (edge, across) if axis == 0 else (across, edge)
