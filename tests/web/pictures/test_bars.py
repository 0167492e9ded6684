from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.web.kinds import Kind
from opencredreg.web.pictures.bars import (
    Bar,
    BarChart,
    BarGroup,
    GroupedChart,
    draw_bars,
    draw_grouped_bars,
    draw_shares,
    twin_of_bars,
    twin_of_grouped_bars,
)
from opencredreg.web.pictures.ranges import RangeChart, RangeRow, draw_ranges, twin_of_ranges
from opencredreg.web.pictures.twin import TwinCell
from tests.web.pictures.drawing import HOSTILE, links, numbers, of_class, read, said, share, texts

_BARS = st.builds(
    Bar,
    label=texts,
    value=numbers,
    shown=texts,
    link=links,
    kind=st.none() | st.sampled_from(Kind),
    language=texts,
)
_GROUPS = st.builds(
    BarGroup,
    label=texts,
    values=st.lists(numbers, max_size=8).map(tuple),
    shown=st.lists(texts, max_size=8).map(tuple),
    link=links,
)
_ROWS = st.builds(
    RangeRow, label=texts, shown=texts, p10=numbers, p25=numbers, p50=numbers, p75=numbers, p90=numbers
)


def _chart(*values: float | None) -> BarChart:
    return BarChart("Counts", tuple(Bar(f"bar {at}", value, str(value)) for at, value in enumerate(values)))


@given(title=texts, bars=st.lists(_BARS, max_size=6).map(tuple), most=numbers)
@settings(deadline=None, max_examples=120)
def test_any_bars_are_well_formed_and_lie_inside(
    title: str, bars: tuple[Bar, ...], most: float | None
) -> None:
    chart = BarChart(title, bars, description=title, most=most)
    for drawing in (draw_bars(chart), draw_shares(chart)):
        tree = read(drawing)
        for bar in of_class(tree, "p-bar"):
            assert share(bar, "x") >= 0
            assert share(bar, "x") + share(bar, "width") <= 100.02


@given(groups=st.lists(_GROUPS, max_size=4).map(tuple), series=st.lists(texts, max_size=8).map(tuple))
@settings(deadline=None, max_examples=80)
def test_any_groups_are_well_formed(groups: tuple[BarGroup, ...], series: tuple[str, ...]) -> None:
    chart = GroupedChart("Groups", series, groups)
    tree = read(draw_grouped_bars(chart))
    assert all(share(bar, "x") + share(bar, "width") <= 100.02 for bar in of_class(tree, "p-track"))
    assert all(len(row) == len(series) + 1 for row in twin_of_grouped_bars(chart, "Thing").rows)


@given(rows=st.lists(_ROWS, max_size=4).map(tuple), words=texts)
@settings(deadline=None, max_examples=80)
def test_any_ranges_are_well_formed_and_lie_inside(rows: tuple[RangeRow, ...], words: str) -> None:
    tree = read(draw_ranges(RangeChart("Earnings", rows, words, words, words)))
    for mark in of_class(tree, "p-middle"):
        if mark.get("cx", "").endswith("%"):
            assert 0 < share(mark, "cx") < 100


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=8))
@settings(deadline=None)
def test_longer_bars_are_larger_values(values: list[float]) -> None:
    bars = of_class(read(draw_bars(_chart(*values))), "p-bar")
    lengths = [share(bar, "width") for bar in bars]
    ordered = sorted(zip(values, lengths, strict=True))
    assert [length for _, length in ordered] == sorted(lengths)
    assert max(lengths) == (100 if max(values) > 1e-9 else max(lengths))


def test_a_bar_is_in_proportion_to_its_value() -> None:
    bars = of_class(read(draw_bars(_chart(50, 100, 0))), "p-bar")
    assert [share(bar, "width") for bar in bars] == [50, 100, 0]


def test_negative_values_run_to_the_left_of_zero() -> None:
    left, right = of_class(read(draw_bars(_chart(-25, 75))), "p-bar")
    assert (share(left, "x"), share(left, "width")) == (0, 25)
    assert (share(right, "x"), share(right, "width")) == (25, 75)


def test_what_is_not_known_has_a_text_and_no_bar() -> None:
    tree = read(draw_bars(BarChart("Counts", (Bar("A", None, "not given"), Bar("B", float("nan"), "odd")))))
    assert not of_class(tree, "p-bar")
    assert said(tree) == ["A", "not given", "B", "odd"]


def test_shares_are_parts_of_a_hundred_and_cut_outside_of_it() -> None:
    bars = of_class(read(draw_shares(_chart(62, 120, -5))), "p-bar")
    assert [share(bar, "width") for bar in bars] == [62, 100, 0]


def test_hostile_texts_are_shown_as_texts() -> None:
    drawing = draw_bars(
        BarChart(HOSTILE, (Bar(HOSTILE, 1, HOSTILE, link="/a?b=1&c=2"),), description=HOSTILE)
    )
    assert "<script" not in drawing
    assert "<img" not in drawing
    assert read(drawing).find(".//a").get("href") == "/a?b=1&c=2"  # type: ignore[union-attr]


def test_links_lead_only_where_readers_may_go() -> None:
    chart = BarChart(
        "Links", (Bar("bad", 1, "1", link="javascript:alert(1)"), Bar("good", 1, "1", link="/x"))
    )
    assert [node.get("href") for node in read(draw_bars(chart)).iter("a")] == ["/x"]


def test_a_picture_with_links_is_a_group_and_one_without_is_an_image() -> None:
    assert read(draw_bars(_chart(1))).find("svg").get("role") == "img"  # type: ignore[union-attr]
    linked = BarChart("Counts", (Bar("A", 1, "1", link="/x"),))
    assert read(draw_bars(linked)).find("svg").get("role") == "group"  # type: ignore[union-attr]


def test_long_labels_are_wrapped_and_the_whole_is_in_the_title() -> None:
    label = "Competencies that are described in frameworks of states and industry groups " * 3
    tree = read(draw_bars(BarChart("Counts", (Bar(label, 1, "1", link="/x"),))))
    lines = said(tree)[:-1]
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert " ".join(label.split()) in [(node.text or "").strip() for node in tree.iter("title")]


def test_texts_from_right_to_left_say_so() -> None:
    node = next(read(draw_bars(BarChart("Counts", (Bar("دبلوم", 1, "1", language="ar"),)))).iter("text"))
    assert (node.get("direction"), node.get("lang"), node.get("text-anchor")) == ("rtl", "ar", "end")


def test_the_kind_gives_the_colour() -> None:
    tree = read(draw_bars(BarChart("Counts", (Bar("A", 1, "1", kind=Kind.WORK),))))
    assert len(of_class(tree, "shape-work")) == 1


def test_the_table_of_bars_has_what_they_show() -> None:
    chart = BarChart("Counts", (Bar("A", 1, "one", link="/a", language="en"),))
    twin = twin_of_bars(chart, ("Thing", "Number"))
    assert (twin.caption, twin.head) == ("Counts", ("Thing", "Number"))
    assert twin.rows == ((TwinCell("A", "/a", "en"), TwinCell("one")),)


def test_series_have_their_colour_in_the_key_and_in_every_group() -> None:
    chart = GroupedChart(
        "Years", ("2023", "2024"), (BarGroup("A", (1, 2), ("1", "2")), BarGroup("B", (3,), ("3",)))
    )
    tree = read(draw_grouped_bars(chart))
    assert len(of_class(tree, "p-series-1")) == 3
    assert len(of_class(tree, "p-series-2")) == 2
    assert [node.text for node in tree.iter("span")] == ["2023", "2024"]


def test_ranges_are_drawn_as_far_as_they_are_known() -> None:
    rows = (
        RangeRow("All", "$30", 10, 20, 30, 40, 50),
        RangeRow("Middle", "$30", p50=30),
        RangeRow("None", "not given"),
    )
    chart = RangeChart("Earnings", rows)
    tree = read(draw_ranges(chart))
    assert len(of_class(tree, "p-inner")) == 1
    first, second = of_class(tree, "p-middle")
    assert first.get("cx") == second.get("cx")
    whole = of_class(tree, "p-whisker")[0]
    assert share(whole, "x1") < share(first, "cx") < share(whole, "x2")
    twin = twin_of_ranges(chart, "Group")
    assert twin.head == ("Group", "P10", "P25", "P50", "P75", "P90")
    assert [cell.text for cell in twin.rows[1]] == ["Middle", "", "", "30", "", ""]
