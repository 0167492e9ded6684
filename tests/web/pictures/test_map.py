from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opencredreg.web.pictures import map as maps
from opencredreg.web.pictures.map import MapChart, draw_map, extent_of, twin_of_map
from opencredreg.web.pictures.map_dots import MapDot
from opencredreg.web.pictures.outlines import Extent, Outlines, list_land, load_outlines, read_outlines
from tests.web.pictures.drawing import HOSTILE, links, of_class, read, said, share, texts

_PLACES = st.builds(
    MapDot,
    label=texts,
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    count=st.integers(-5, 10**9),
    shown=texts,
    link=links,
)
_CHICAGO = MapDot("Chicago", 41.88, -87.63, 140)
_HOUSTON = MapDot("Houston", 29.76, -95.37, 35)
_SUVA = MapDot("Suva", -18.14, 178.44)
_APIA = MapDot("Apia", -13.83, -171.77)
_ISLAND = (MapDot("Harbour", 41.5, -36.6), MapDot("North", 41.56, -36.6), MapDot("East", 41.5, -36.5))


@pytest.fixture
def without_outlines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("opencredreg.web.pictures.outlines.load_outlines", Outlines)
    maps._ground.cache_clear()
    yield
    maps._ground.cache_clear()


@given(st.lists(_PLACES, min_size=1, max_size=6).map(tuple))
@example((MapDot("a", 10.0, -1e-20), MapDot("b", 10.2, 0.1)))
@example((MapDot("a", 0.0, 180.0),))
@settings(deadline=None, max_examples=60)
def test_all_dots_lie_inside_of_any_map(dots: tuple[MapDot, ...]) -> None:
    drawing = draw_map(MapChart("Places", dots))
    marks = of_class(read(drawing), "p-dot")
    assert len(marks) == len(dots)
    for mark in marks:
        assert 0 <= share(mark, "cx") <= 100
        assert 0 <= share(mark, "cy") <= 100


@given(st.lists(_PLACES, min_size=1, max_size=5))
@settings(deadline=None, max_examples=100)
def test_the_extent_holds_all_places_and_no_more_than_the_globe(dots: list[MapDot]) -> None:
    extent = extent_of(dots)
    assert extent.east - extent.west <= 360.001
    assert -90.001 <= extent.south < extent.north <= 90.001
    for dot in dots:
        assert extent.south - 1e-6 <= dot.latitude <= extent.north + 1e-6
        turned = (dot.longitude - extent.west) % 360
        assert min(turned, abs(turned - 360)) <= extent.east - extent.west + 1e-6


def test_places_that_are_not_on_the_globe_are_left_out() -> None:
    odd = (MapDot("Odd", float("nan"), 0), MapDot("Far", 91, 0), MapDot("Wide", 0, 181))
    assert draw_map(MapChart("Places", odd)) == ""
    assert len(of_class(read(draw_map(MapChart("Places", (*odd, _SUVA)))), "p-dot")) == 1


def test_north_is_up_and_east_is_right() -> None:
    north, south = of_class(read(draw_map(MapChart("Places", (_CHICAGO, _HOUSTON)))), "p-dot")
    assert share(north, "cy") < share(south, "cy")
    assert share(north, "cx") > share(south, "cx")


def test_the_area_of_a_dot_tells_its_count() -> None:
    large, small = of_class(read(draw_map(MapChart("Places", (_HOUSTON, _CHICAGO)))), "p-dot")
    assert float(large.get("r", "0")) / float(small.get("r", "0")) == pytest.approx(2, abs=0.01)


def test_a_map_over_the_line_of_180_degrees_is_a_small_one() -> None:
    extent = extent_of([_SUVA, _APIA])
    assert extent.east - extent.west < 60
    west, east = of_class(read(draw_map(MapChart("Places", (_SUVA, _APIA)))), "p-dot")
    assert share(west, "cx") < share(east, "cx")


def test_one_place_has_land_around_it_that_can_be_recognized() -> None:
    extent = extent_of([_CHICAGO])
    assert extent.north - extent.south >= 14
    assert of_class(read(draw_map(MapChart("Places", (_CHICAGO,)))), "p-land")


def test_places_of_one_island_are_told_apart() -> None:
    extent = extent_of(_ISLAND)
    assert 0.4 < extent.east - extent.west < 1
    tree = read(draw_map(MapChart("Places", _ISLAND)))
    harbour, north, east = of_class(tree, "p-dot")
    assert share(east, "cx") - share(harbour, "cx") > 8
    assert share(harbour, "cy") - share(north, "cy") > 8
    assert {"Harbour", "North", "East"} <= set(said(tree))


def test_coarse_coasts_are_not_drawn_around_places_that_are_near() -> None:
    assert not of_class(read(draw_map(MapChart("Places", _ISLAND))), "p-land")


def test_lines_of_round_degrees_have_their_names() -> None:
    said_here = said(read(draw_map(MapChart("Places", (_CHICAGO,)))))
    assert {"45°N", "40°N", "90°W", "80°W"} <= set(said_here)
    over_the_line = said(read(draw_map(MapChart("Places", (_SUVA, _APIA)))))
    assert {"16°S", "14°S", "180°", "175°W"} <= set(over_the_line)


@pytest.mark.usefixtures("without_outlines")
def test_without_outlines_the_lines_of_degrees_remain() -> None:
    tree = read(draw_map(MapChart("Places", (_CHICAGO, _HOUSTON))))
    assert not of_class(tree, "p-land")
    (bare,) = of_class(tree, "p-degrees")
    assert bare.get("d", "").count("M") >= 5
    assert any(word.endswith("°N") for word in said(tree))
    assert len(of_class(tree, "p-dot")) == 2


def test_the_lines_are_fainter_over_land(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = MapChart("Places", (_CHICAGO, _HOUSTON))
    maps._ground.cache_clear()
    (over_land,) = of_class(read(draw_map(chart)), "p-degrees")
    monkeypatch.setattr("opencredreg.web.pictures.outlines.load_outlines", Outlines)
    maps._ground.cache_clear()
    (bare,) = of_class(read(draw_map(chart)), "p-degrees")
    maps._ground.cache_clear()
    assert float(over_land.get("stroke-opacity", "1")) < float(bare.get("stroke-opacity", "1"))


@given(st.lists(_PLACES, min_size=1, max_size=4).map(tuple))
@settings(deadline=None, max_examples=60)
def test_any_map_has_a_few_lines_of_degrees(dots: tuple[MapDot, ...]) -> None:
    (lines,) = of_class(read(draw_map(MapChart("Places", dots))), "p-degrees")
    assert 3 <= lines.get("d", "").count("M") <= 14


def test_names_of_degrees_stand_beside_dots_and_not_below_them() -> None:
    many = tuple(MapDot("Town", 30 + at % 7 * 1.5, -100 + at // 7 * 2, 9) for at in range(49))
    alone = said(read(draw_map(MapChart("Places", (many[0], many[-1])))))
    crowded = said(read(draw_map(MapChart("Places", many))))
    assert sum("°" in word for word in crowded) < sum("°" in word for word in alone)


def test_a_picture_of_the_world_is_small() -> None:
    around = tuple(MapDot(str(at), 60 - at, -170 + at * 17, 5) for at in range(21))
    drawing = draw_map(MapChart("World", around))
    assert len(of_class(read(drawing), "p-land")) == 1
    assert len(drawing) < 25_000


def test_dots_are_links_for_pointers_and_no_stops_of_the_keyboard() -> None:
    drawing = draw_map(MapChart("Places", (MapDot(HOSTILE, 1, 2, link="/find?near=a&b"),)))
    tree = read(drawing)
    assert tree.find("div").get("aria-hidden") == "true"  # type: ignore[union-attr]
    assert [(node.get("href"), node.get("tabindex")) for node in tree.iter("a")] == [("/find?near=a&b", "-1")]
    assert "<script" not in drawing


def test_names_are_written_where_they_have_room() -> None:
    crowd = tuple(MapDot(f"Town {at}", 41.8 + at / 100, -87.6, 3) for at in range(9))
    assert "Houston" in said(read(draw_map(MapChart("Places", (_HOUSTON, *crowd)))))
    assert not any(word.startswith("Town") for word in said(read(draw_map(MapChart("Places", crowd)))))


def test_the_table_of_a_map_begins_with_the_largest() -> None:
    twin = twin_of_map(MapChart("Places", (_HOUSTON, _CHICAGO)), ("Place", "Number"))
    assert [[cell.text for cell in row] for row in twin.rows] == [["Chicago", "140"], ["Houston", "35"]]


@given(
    west=st.floats(-180, 170),
    width=st.floats(1, 180),
    south=st.floats(-90, 80),
    height=st.floats(1, 90),
    detail=st.floats(0.01, 3),
)
@settings(deadline=None, max_examples=60)
def test_land_is_cut_at_the_edges(
    west: float, width: float, south: float, height: float, detail: float
) -> None:
    extent = Extent(west, south, west + width, min(90.0, south + height))
    for ring in list_land(extent, detail):
        assert len(ring) >= 3
        assert all(extent.west - 1e-6 <= x <= extent.east + 1e-6 for x, _ in ring)
        assert all(extent.south - 1e-6 <= y <= extent.north + 1e-6 for _, y in ring)


def test_less_detail_has_fewer_points() -> None:
    europe = Extent(-10, 35, 30, 60)
    fine, coarse = (sum(map(len, list_land(europe, detail))) for detail in (0.01, 2.0))
    assert 0 < coarse < fine


@pytest.mark.parametrize("west", [-360.0, -180.0, -10.0, 0.0, 90.0])
def test_the_globe_has_the_same_land_wherever_the_map_begins(west: float) -> None:
    area = sum(map(_area, list_land(Extent(west, -90, west + 360, 90), 0.01)))
    assert area == pytest.approx(_LAND, rel=0.001)


def _area(ring: tuple[tuple[float, float], ...]) -> float:
    """In square degrees; lakes, which run the other way round, are less than nothing."""
    return (
        sum(one[1] * other[0] - one[0] * other[1] for one, other in itertools.pairwise((*ring, ring[0]))) / 2
    )


_LAND = sum(map(_area, load_outlines().rings))


def test_the_packaged_outlines_are_the_continents() -> None:
    outlines = load_outlines()
    assert all(ring[0] == ring[-1] for ring in outlines.rings)
    assert 19_000 < abs(_LAND) < 23_000
    land = [
        (_area(ring) * _LAND > 0, reach) for ring, reach in zip(outlines.rings, outlines.reaches, strict=True)
    ]
    assert [is_land for is_land, _ in land].count(False) == 1, (
        "of the lakes only the Caspian Sea is that large"
    )
    for latitude, longitude in (
        (40.0, -86.0),
        (52.0, 20.0),
        (0.0, 25.0),
        (-25.0, 135.0),
        (65.0, 100.0),
        (-80.0, 0.0),
        (72.0, -40.0),
    ):
        assert _is_land(longitude, latitude), (latitude, longitude)
    for latitude, longitude in ((41.5, -36.6), (0.0, -150.0), (-40.0, 80.0), (42.0, 51.0), (-50.0, 0.0)):
        assert not _is_land(longitude, latitude), (latitude, longitude)


def _is_land(x: float, y: float) -> bool:
    small = Extent(x - 0.01, y - 0.01, x + 0.01, y + 0.01)
    return abs(sum(_area(ring) for ring in list_land(small, 0.0))) > 0.0002


def test_without_a_file_and_with_an_empty_one_there_are_no_outlines(tmp_path: Path) -> None:
    assert read_outlines(tmp_path / "absent.json") == Outlines()
    (tmp_path / "empty.json").write_bytes(b"\n")
    assert read_outlines(tmp_path / "empty.json") == Outlines()
    (tmp_path / "broken.json").write_bytes(b"{")
    with pytest.raises(msgspec.DecodeError):
        read_outlines(tmp_path / "broken.json")


def test_the_outlines_travel_in_the_package_and_say_whose_they_are() -> None:
    content = files("opencredreg.web.pictures").joinpath("outlines.json").read_bytes()
    assert len(content) <= 100_000
    assert re.match(rb'\{"source":"Natural Earth[^"]*","licence":"public domain"', content)
