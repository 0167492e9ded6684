"""Make the packaged outlines of land from a TopoJSON or GeoJSON file.

    python tools/derive_outlines.py LAND.json --source "Natural Earth, 1:110m land" --licence "public domain"

All areas of the file are taken as land, with their holes; of a TopoJSON file that has an object named ``land``, only
that one. Points are rounded to hundredths of a degree and simplified until the result is small enough for a page
that is drawn on a server. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

_ROOT = Path(__file__).resolve().parents[1]
TARGET = _ROOT / "src/opencredreg/web/pictures/outlines.json"
MOST_BYTES = 100_000
_SCALE = 100
_TOLERANCE = 2.0

Place = tuple[float, float]
Point = tuple[int, int]
Ring = list[Place]


def read_rings(content: bytes) -> list[Ring]:
    """The rings of all areas, in degrees, each closed.

    Raises:
        ValueError: it is not TopoJSON or GeoJSON with areas, or a ring of it does not close.
    """
    try:
        document = msgspec.json.decode(content)
        rings = list(_topology_rings(document) if document.get("type") == "Topology" else _rings(document))
    except (AttributeError, IndexError, KeyError, TypeError, msgspec.DecodeError) as error:
        raise ValueError("This is not a TopoJSON or GeoJSON file.") from error
    if not rings:
        raise ValueError("There are no areas in this file.")
    for ring in rings:
        if ring[0] != ring[-1]:
            raise ValueError(f"A ring does not close: it begins at {ring[0]} and ends at {ring[-1]}.")
    return rings


def _geometries(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    match node["type"]:
        case "FeatureCollection":
            for feature in node["features"]:
                yield from _geometries(feature)
        case "Feature":
            yield from _geometries(node["geometry"]) if node["geometry"] else ()
        case "GeometryCollection":
            for geometry in node["geometries"]:
                yield from _geometries(geometry)
        case "Polygon" | "MultiPolygon":
            yield node


def _polygons(geometry: Mapping[str, Any], member: str) -> list[Any]:
    found: list[Any] = geometry[member]
    return found if geometry["type"] == "MultiPolygon" else [found]


def _rings(document: Mapping[str, Any]) -> Iterator[Ring]:
    for geometry in _geometries(document):
        for polygon in _polygons(geometry, "coordinates"):
            yield from ([(float(x), float(y)) for x, y, *_ in ring] for ring in polygon)


def _topology_rings(document: Mapping[str, Any]) -> Iterator[Ring]:
    arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
    objects = document["objects"]
    for node in [objects["land"]] if "land" in objects else objects.values():
        for geometry in _geometries(node):
            for polygon in _polygons(geometry, "arcs"):
                yield from (_joined(arcs, numbers) for numbers in polygon)


def _arc(points: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> Ring:
    if transform is None:
        return [(float(x), float(y)) for x, y, *_ in points]
    (across, up), (left, bottom) = transform["scale"], transform["translate"]
    steps = itertools.accumulate(points, lambda one, step: (one[0] + step[0], one[1] + step[1]))
    return [(x * across + left, y * up + bottom) for x, y, *_ in steps]


def _joined(arcs: Sequence[Ring], numbers: Sequence[int]) -> Ring:
    """The arcs of a ring one after the other; ``~number`` is an arc backwards.

    Raises:
        ValueError: an arc does not begin where the one before ends.
    """
    found: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        if found and found[-1] != arc[0]:
            raise ValueError(f"Arc {number} begins at {arc[0]}, but the one before ends at {found[-1]}.")
        found += arc[1:] if found else arc
    return found


def unroll(ring: Ring) -> Ring:
    """A ring without leaps from one edge of the map to the other.

    Longitudes go on beyond 180 degrees where the ring does. A ring around a pole is closed along it, so that it is
    an area on a flat map as well.
    """
    found = [ring[0]]
    for x, y in ring[1:]:
        former = found[-1][0]
        found.append((x - 360 * round((x - former) / 360), y))
    if abs(found[-1][0] - found[0][0]) > 180:
        pole = 90.0 if sum(y for _, y in ring) > 0 else -90.0
        found += [(found[-1][0], pole), (found[0][0], pole), found[0]]
    across = [x for x, _ in found]
    turn = 360 * round((min(across) + max(across)) / 720)
    return [(x - turn, y) for x, y in found]


def simplify(points: Sequence[Point], tolerance: float = _TOLERANCE) -> list[Point]:
    """The points of a line that are farther than the tolerance from a simpler one (Douglas and Peucker)."""
    kept = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        distances = [
            (_distance(points[at], points[first], points[last]), at) for at in range(first + 1, last)
        ]
        distance, at = max(distances, default=(0.0, 0))
        if distance > tolerance:
            kept.add(at)
            stack += [(first, at), (at, last)]
    return [points[at] for at in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    along, across = end[0] - start[0], end[1] - start[1]
    length = along * along + across * across
    x, y = point[0] - start[0], point[1] - start[1]
    part = max(0.0, min(1.0, (x * along + y * across) / length)) if length else 0.0
    return float(((x - part * along) ** 2 + (y - part * across) ** 2) ** 0.5)


def _differences(points: Sequence[Point]) -> list[int]:
    numbers = [*points[0]]
    for one, other in itertools.pairwise(points):
        numbers += [other[0] - one[0], other[1] - one[1]]
    return numbers


def build(content: bytes, source: str, licence: str) -> bytes:
    """The packaged file, of at most ``MOST_BYTES``.

    Raises:
        ValueError: as of :func:`read_rings`.
    """
    rings = [
        [(round(x * _SCALE), round(y * _SCALE)) for x, y in unroll(ring)] for ring in read_rings(content)
    ]
    tolerance = _TOLERANCE
    while True:
        simple = [simplify(ring, tolerance) for ring in rings]
        packed = {
            "source": source,
            "licence": licence,
            "scale": _SCALE,
            "rings": [_differences(ring) for ring in simple if len(ring) > 3],
        }
        data = msgspec.json.encode(packed) + b"\n"
        if len(data) <= MOST_BYTES:
            return data
        tolerance *= 1.5


def main(arguments: list[str]) -> int:
    """Write the outlines; 2 when the file is missing or is none that can be read."""
    parser = argparse.ArgumentParser(description="Make the outlines of land that maps are drawn over.")
    parser.add_argument("file", type=Path, help="TopoJSON or GeoJSON with areas of land")
    parser.add_argument("--source", required=True, help="where the outlines come from")
    parser.add_argument("--licence", required=True, help="the terms under which they may be passed on")
    asked = parser.parse_args(arguments)
    try:
        data = build(asked.file.read_bytes(), asked.source, asked.licence)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"error: {asked.file}: {error}\n")
        return 2
    TARGET.write_bytes(data)
    sys.stderr.write(f"{TARGET.name}: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
