from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.web.pictures.lines import (
    LineChart,
    LinePoint,
    LineSeries,
    draw_lines,
    draw_sparkline,
    twin_of_lines,
)
from opencredreg.web.pictures.scale import round_days, round_ticks
from tests.web.pictures.drawing import numbers, of_class, read, said, share, texts

_POINTS = st.builds(LinePoint, day=st.dates(), value=numbers.filter(lambda value: value is not None))
_SERIES = st.builds(LineSeries, name=texts, points=st.lists(_POINTS, max_size=8).map(tuple))


def _growth(*values: float) -> LineSeries:
    start = date(2025, 1, 1)
    return LineSeries(
        "All", tuple(LinePoint(start + timedelta(days=31 * at), value) for at, value in enumerate(values))
    )


def _spots(path: str) -> list[tuple[float, float]]:
    found = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


@given(series=st.lists(_SERIES, max_size=3).map(tuple), is_area=st.booleans(), title=texts)
@settings(deadline=None, max_examples=120)
def test_any_lines_are_well_formed_and_stay_inside(
    series: tuple[LineSeries, ...], is_area: bool, title: str
) -> None:
    tree = read(draw_lines(LineChart(title, series, is_area=is_area)))
    for line in of_class(tree, "p-line"):
        assert all(0 <= x <= 1000 and -0.01 <= y <= 190.01 for x, y in _spots(line.get("d", "")))


def test_more_is_higher_and_later_is_farther_right() -> None:
    line = of_class(read(draw_lines(LineChart("Growth", (_growth(1, 5, 9),)))), "p-line")[0]
    (x1, y1), (x2, y2), (x3, y3) = _spots(line.get("d", ""))
    assert x1 < x2 < x3
    assert y1 > y2 > y3


def test_points_are_put_in_order() -> None:
    forward, backward = _growth(1, 5, 9), LineSeries("All", _growth(1, 5, 9).points[::-1])
    assert draw_lines(LineChart("G", (forward,))) == draw_lines(LineChart("G", (backward,)))


def test_the_axis_has_round_numbers_and_few_days() -> None:
    drawn = said(read(draw_lines(LineChart("Growth", (_growth(*range(0, 8800, 400)),)))))
    assert "10,000" in drawn
    assert 2 <= len([word for word in drawn if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word)]) <= 4


def test_the_last_point_is_marked_inside_of_the_picture() -> None:
    end = of_class(read(draw_lines(LineChart("Growth", (_growth(1, 2),)))), "p-end")[0]
    assert 95 < share(end, "cx") < 100


def test_a_chart_without_points_is_still_a_picture() -> None:
    assert read(draw_lines(LineChart("Nothing yet", ()))).find("svg").get("role") == "img"  # type: ignore[union-attr]


def test_very_many_points_are_thinned_out() -> None:
    start = date(2000, 1, 1)
    many = LineSeries("All", tuple(LinePoint(start + timedelta(days=at), at) for at in range(9000)))
    drawing = draw_lines(LineChart("Growth", (many,)))
    assert len(drawing) < 12_000
    spots = _spots(of_class(read(drawing), "p-line")[0].get("d", ""))
    assert spots[0][0] == 12
    assert spots[-1][0] == 988


def test_the_table_has_a_row_for_each_day_of_any_line() -> None:
    one = LineSeries("A", (LinePoint(date(2025, 1, 1), 1), LinePoint(date(2025, 3, 1), 3)))
    other = LineSeries("B", (LinePoint(date(2025, 2, 1), 2),))
    twin = twin_of_lines(LineChart("Lines", (one, other)), "Day")
    assert twin.head == ("Day", "A", "B")
    assert [[cell.text for cell in row] for row in twin.rows] == [
        ["2025-01-01", "1", ""],
        ["2025-02-01", "", "2"],
        ["2025-03-01", "3", ""],
    ]


@given(values=st.lists(numbers, max_size=12), name=texts)
@settings(deadline=None, max_examples=100)
def test_any_sparkline_is_well_formed_and_stays_inside(values: list[float | None], name: str) -> None:
    for line in of_class(read(draw_sparkline(values, name=name)), "p-line"):
        assert all(0 <= x <= 100 and 0 <= y <= 32 for x, y in _spots(line.get("d", "")))


def test_a_sparkline_without_a_name_is_decoration() -> None:
    bare, named = (
        read(draw_sparkline([1, 2])).find("svg"),
        read(draw_sparkline([1, 2], name="Growth")).find("svg"),
    )
    assert bare is not None
    assert named is not None
    assert (bare.get("aria-hidden"), bare.get("role")) == ("true", None)
    assert (named.get("aria-hidden"), named.get("role"), named.get("aria-label")) == (None, "img", "Growth")


@given(low=st.floats(-1e15, 0), high=st.floats(0, 1e15), most=st.integers(2, 7))
@settings(deadline=None)
def test_ticks_reach_over_the_values_in_even_steps(low: float, high: float, most: int) -> None:
    ticks = round_ticks(low, high, most)
    assert 2 <= len(ticks) <= most + 1
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= high - step * 1e-6
    assert all(abs((after - before) - step) <= step * 1e-6 for before, after in pairwise(ticks))


@given(first=st.dates(), last=st.dates())
@settings(deadline=None)
def test_days_of_an_axis_lie_within_the_time(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    days = round_days(first, last)
    assert 1 <= len(days) <= 4
    assert list(days) == sorted(set(days))
    assert first <= days[0] <= days[-1] <= last
