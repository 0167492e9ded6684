from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.pathway_layout import (
    Band,
    LayoutEdge,
    LayoutNode,
    PathwayLayout,
    build_pathway_layout,
)

_KEYS = [f"n{number}" for number in range(14)]
_KINDS = st.sampled_from(["prerequisite", "precedes", "child"])
_NODES = st.lists(
    st.builds(LayoutNode, key=st.sampled_from(_KEYS), stage=st.none() | st.integers(0, 3)), max_size=14
)
_PLACED = st.lists(
    st.builds(
        LayoutNode,
        key=st.sampled_from(_KEYS),
        row=st.integers(-3, 40),
        column=st.integers(-3, 40),
        stage=st.none() | st.integers(0, 3),
    ),
    max_size=14,
)
_EDGES = st.lists(
    st.builds(
        LayoutEdge,
        source=st.sampled_from([*_KEYS, "unknown"]),
        target=st.sampled_from([*_KEYS, "unknown"]),
        kind=_KINDS,
        group=st.sampled_from(["", "a"]),
    ),
    max_size=30,
)


def _cells(layout: PathwayLayout) -> dict[str, tuple[int, int]]:
    return {place.key: (place.column, place.row) for place in layout.places}


def _edges(*pairs: str) -> list[LayoutEdge]:
    return [LayoutEdge(pair[0], pair[1]) for pair in pairs]


def _nodes(keys: str) -> list[LayoutNode]:
    return [LayoutNode(key) for key in keys]


def _reachable(start: str, edges: Sequence[LayoutEdge]) -> set[str]:
    found: set[str] = set()
    stack = [start]
    while stack:
        here = stack.pop()
        for edge in edges:
            if edge.source == here and edge.target not in found:
                found.add(edge.target)
                stack.append(edge.target)
    return found


@given(nodes=_NODES | _PLACED, edges=_EDGES)
@settings(deadline=None, max_examples=200)
def test_every_node_has_one_cell_of_its_own_inside_the_grid(
    nodes: list[LayoutNode], edges: list[LayoutEdge]
) -> None:
    layout = build_pathway_layout(nodes, edges)
    assert sorted(place.key for place in layout.places) == sorted({node.key for node in nodes})
    assert len(set(_cells(layout).values())) == len(layout.places)
    assert all(0 <= place.column < layout.columns and 0 <= place.row < layout.rows for place in layout.places)


@given(nodes=_NODES | _PLACED, edges=_EDGES)
@settings(deadline=None, max_examples=60)
def test_the_same_input_gives_the_same_layout(nodes: list[LayoutNode], edges: list[LayoutEdge]) -> None:
    assert build_pathway_layout(nodes, edges) == build_pathway_layout(list(nodes), list(edges))


@given(nodes=_NODES, edges=_EDGES)
@settings(deadline=None, max_examples=200)
def test_lines_that_are_in_no_circle_go_forward(nodes: list[LayoutNode], edges: list[LayoutEdge]) -> None:
    known = {node.key for node in nodes}
    within = [edge for edge in edges if edge.source in known and edge.target in known]
    cells = _cells(build_pathway_layout(nodes, edges))
    for edge in within:
        if edge.source != edge.target and edge.source not in _reachable(edge.target, within):
            assert cells[edge.source][0] < cells[edge.target][0]


@given(nodes=_NODES | _PLACED, edges=_EDGES)
@settings(deadline=None, max_examples=200)
def test_lines_are_straight_touch_their_boxes_and_cross_none(
    nodes: list[LayoutNode], edges: list[LayoutEdge]
) -> None:
    layout = build_pathway_layout(nodes, edges)
    cells = _cells(layout)
    known = {edge for edge in edges if edge.source in cells and edge.target in cells}
    assert {route.edge for route in layout.routes} == {edge for edge in known if edge.source != edge.target}
    for route in layout.routes:
        for one, other in pairwise(route.points):
            assert one[0] == other[0] or one[1] == other[1]
        assert _touches(layout, cells[route.edge.source], route.points[0])
        assert _touches(layout, cells[route.edge.target], route.points[-1])
        for cell in cells.values():
            assert not any(_crosses(layout, cell, one, other) for one, other in pairwise(route.points))


def _box(layout: PathwayLayout, cell: tuple[int, int]) -> tuple[float, float, float, float]:
    column, row = cell
    width, height = layout.box_width, layout.box_height
    if layout.flow == "right":
        return column, row - height / 2, column + width, row + height / 2
    return column - width / 2, row, column + width / 2, row + height


def _touches(layout: PathwayLayout, cell: tuple[int, int], point: tuple[float, float]) -> bool:
    left, top, right, bottom = _box(layout, cell)
    x, y = point
    return left - 1e-9 <= x <= right + 1e-9 and top - 1e-9 <= y <= bottom + 1e-9


def _crosses(
    layout: PathwayLayout, cell: tuple[int, int], one: tuple[float, float], other: tuple[float, float]
) -> bool:
    left, top, right, bottom = _box(layout, cell)
    return (
        min(one[0], other[0]) < right - 1e-9
        and max(one[0], other[0]) > left + 1e-9
        and min(one[1], other[1]) < bottom - 1e-9
        and max(one[1], other[1]) > top + 1e-9
    )


def test_a_chain_stands_in_one_row_with_straight_lines() -> None:
    layout = build_pathway_layout(_nodes("abc"), _edges("ab", "bc"))
    assert _cells(layout) == {"a": (0, 0), "b": (1, 0), "c": (2, 0)}
    assert all(len({y for _, y in route.points}) == 1 for route in layout.routes)


def test_circles_are_drawn_with_one_line_that_runs_back() -> None:
    layout = build_pathway_layout(_nodes("abc"), _edges("ab", "bc", "ca"))
    assert [route.is_back for route in layout.routes] == [False, False, True]
    assert [_cells(layout)[key][0] for key in "abc"] == [0, 1, 2]


def test_a_node_without_lines_stands_below_the_others() -> None:
    cells = _cells(build_pathway_layout(_nodes("axb"), _edges("ab")))
    assert cells["x"][1] > max(cells["a"][1], cells["b"][1])


def test_nodes_of_a_later_stage_stand_behind_all_of_an_earlier_one() -> None:
    nodes = [LayoutNode("a", stage=0), LayoutNode("b", stage=0), LayoutNode("c", stage=1), LayoutNode("d")]
    layout = build_pathway_layout(nodes, _edges("ab", "cd"))
    cells = _cells(layout)
    assert cells["b"][0] < cells["c"][0] < cells["d"][0]
    assert layout.bands == (Band(0, 0, 1), Band(1, 2, 2))


def test_given_places_are_kept_without_their_empty_rows_and_columns() -> None:
    nodes = [
        LayoutNode("a", row=2, column=10),
        LayoutNode("b", row=9, column=30),
        LayoutNode("c", row=9, column=10),
    ]
    assert _cells(build_pathway_layout(nodes, ())) == {"a": (0, 0), "b": (1, 1), "c": (0, 1)}


def test_two_nodes_that_claim_one_cell_stand_below_each_other() -> None:
    nodes = [
        LayoutNode("a", row=0, column=0),
        LayoutNode("b", row=0, column=0),
        LayoutNode("c", row=1, column=0),
    ]
    assert _cells(build_pathway_layout(nodes, ())) == {"a": (0, 0), "b": (0, 1), "c": (0, 2)}


def test_given_places_that_run_down_are_drawn_downward() -> None:
    nodes = [LayoutNode(key, row=row, column=0, stage=row) for row, key in enumerate("abc")]
    layout = build_pathway_layout(nodes, _edges("ab", "bc"))
    assert layout.flow == "down"
    assert (layout.columns, layout.rows) == (1, 3)
    assert layout.bands == (Band(0, 0, 0), Band(1, 1, 1), Band(2, 2, 2))
    assert all(route.points[0][1] < route.points[-1][1] for route in layout.routes)


def test_one_missing_coordinate_makes_the_lines_decide() -> None:
    nodes = [LayoutNode("a", row=0, column=9), LayoutNode("b", row=0, column=0), LayoutNode("c", row=1)]
    cells = _cells(build_pathway_layout(nodes, _edges("ab", "bc")))
    assert cells["a"][0] < cells["b"][0] < cells["c"][0]


def test_groups_of_one_target_enter_it_at_different_points() -> None:
    edges = [
        LayoutEdge("a", "c", group="one"),
        LayoutEdge("b", "c", group="two"),
        LayoutEdge("d", "c", group="two"),
    ]
    routes = build_pathway_layout(_nodes("abcd"), edges).routes
    entry = {route.edge.source: route.points[-1] for route in routes}
    assert entry["b"] == entry["d"] != entry["a"]


def test_stages_that_lie_across_each_other_have_no_bands() -> None:
    nodes = [
        LayoutNode("a", row=0, column=0, stage=0),
        LayoutNode("b", row=0, column=1, stage=1),
        LayoutNode("c", row=0, column=2, stage=0),
    ]
    assert build_pathway_layout(nodes, ()).bands == ()


def test_a_pathway_of_many_parts_is_laid_out() -> None:
    keys = [f"k{number}" for number in range(500)]
    edges = [LayoutEdge(keys[at], keys[min(499, at + 1 + at * 7 % 90)]) for at in range(499)]
    layout = build_pathway_layout([LayoutNode(key) for key in keys], edges)
    assert len(set(_cells(layout).values())) == 500
    assert not any(route.is_back for route in layout.routes)


def test_nothing_gives_an_empty_layout() -> None:
    layout = build_pathway_layout((), _edges("ab"))
    assert (layout.columns, layout.rows, layout.places, layout.routes) == (0, 0, (), ())
