from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import derive_outlines
from tools.derive_outlines import build, main, read_rings, simplify, unroll

from opencredreg.web.pictures.outlines import read_outlines

_SQUARE = [[0.0, 0.0], [0.0, 10.0], [10.0, 10.0], [10.0, 0.0], [0.0, 0.0]]
_HOLE = [[4.0, 4.0], [6.0, 4.0], [6.0, 6.0], [4.0, 6.0], [4.0, 4.0]]
_GEOJSON = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [_SQUARE, _HOLE]}}],
}
_TOPOJSON = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
    "arcs": [
        [[0, 0], [0, 20], [20, 0]],
        [[0, 0], [20, 0], [0, 20]],
        [[8, 8], [4, 0], [0, 4], [-4, 0], [0, -4]],
    ],
    "objects": {
        "land": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0, -2], [2]]}]},
        "other": {"type": "Polygon", "arcs": [[2]]},
    },
}


def _encoded(document: dict[str, Any]) -> bytes:
    return msgspec.json.encode(document)


def _rings_of(document: dict[str, Any]) -> list[list[int]]:
    packed = msgspec.json.decode(build(_encoded(document), "here", "free"))
    assert (packed["source"], packed["licence"]) == ("here", "free")
    rings: list[list[int]] = packed["rings"]
    return rings


def test_geojson_and_topojson_give_the_same_land() -> None:
    expected = [[0, 0, 0, 1000, 1000, 0, 0, -1000, -1000, 0], [400, 400, 200, 0, 0, 200, -200, 0, 0, -200]]
    assert _rings_of(_GEOJSON) == expected
    assert _rings_of(_TOPOJSON) == expected


def test_what_is_written_is_what_maps_read(tmp_path: Path) -> None:
    (tmp_path / "outlines.json").write_bytes(build(_encoded(_GEOJSON), "here", "free"))
    outlines = read_outlines(tmp_path / "outlines.json")
    assert outlines.rings[0] == tuple(map(tuple, _SQUARE))
    assert outlines.reaches[1].west == 4.0
    assert outlines.reaches[1].north == 6.0


def test_an_area_over_the_line_of_180_degrees_stays_in_one_piece() -> None:
    ring = unroll([(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)])
    assert ring == [(170.0, 0.0), (190.0, 0.0), (190.0, 10.0), (170.0, 10.0), (170.0, 0.0)]


def test_an_area_around_a_pole_is_closed_along_it() -> None:
    around = [(-180.0, -70.0), (-60.0, -65.0), (60.0, -65.0), (-180.0, -70.0)]
    assert unroll(around) == [*around[:3], (180.0, -70.0), (180.0, -90.0), (-180.0, -90.0), (-180.0, -70.0)]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=3, max_size=12))
@settings(deadline=None, max_examples=100)
def test_any_ring_closes_without_leaps_when_unrolled(places: list[tuple[float, float]]) -> None:
    ring = unroll([*places, places[0]])
    assert ring[0][0] == pytest.approx(ring[-1][0])
    assert ring[0][1] == ring[-1][1]
    for one, other in itertools.pairwise(ring):
        assert abs(one[0] - other[0]) <= 180.001 or abs(one[1]) == 90
    across = [x for x, _ in ring]
    assert -180.001 <= (min(across) + max(across)) / 2 <= 180.001


def test_simplifying_keeps_corners_and_drops_what_lies_on_the_way() -> None:
    assert simplify([(0, 0), (50, 1), (100, 0), (100, 100)]) == [(0, 0), (100, 0), (100, 100)]


def test_a_fine_file_is_simplified_until_it_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    teeth = [[at * 0.1, at % 2 * 0.4] for at in range(400)]
    coast = {"type": "Polygon", "coordinates": [[*teeth, [39.9, 60.0], [0.0, 60.0], [0.0, 0.0]]]}
    assert len(build(_encoded(coast), "here", "free")) > 2000
    monkeypatch.setattr(derive_outlines, "MOST_BYTES", 2000)
    data = build(_encoded(coast), "here", "free")
    assert len(data) <= 2000
    assert len(msgspec.json.decode(data)["rings"][0]) >= 8


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 200,
        b"[]",
        b"{}",
        b'{"type":"Point","coordinates":[1,2]}',
        b'{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}',
        b'{"type":"Topology","arcs":[],"objects":{"land":{"type":"Polygon","arcs":[[3]]}}}',
        b'{"type":"Topology","arcs":[[[0,0],[1,1]],[[2,2],[0,0]]],"objects":{"a":{"type":"Polygon","arcs":[[0,1]]}}}',
    ],
)
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a TopoJSON|no areas|does not close|begins at"):
        read_rings(content)


def test_the_command_writes_the_packaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "land.json", tmp_path / "outlines.json"
    source.write_bytes(_encoded(_TOPOJSON))
    monkeypatch.setattr(derive_outlines, "TARGET", target)
    terms = ["--source", "here", "--licence", "free"]
    assert main([str(source), *terms]) == 0
    assert target.read_bytes() == build(source.read_bytes(), "here", "free")
    capsys.readouterr()
    assert main([str(tmp_path / "missing.json"), *terms]) == 2
    source.write_bytes(b"{")
    assert main([str(source), *terms]) == 2
    assert "not a TopoJSON or GeoJSON file" in capsys.readouterr().err
