"""Where the parts of a pathway stand on its picture, and the ways of the lines between them.

Publishers may give rows and columns; where all parts have them they are kept. Otherwise the picture is laid out
from what has to be done before what. The result is measured in cells and knows nothing of pixels.

Source: ``ctdl-vocabulary.md`` section 9.4 (components form a graph; suggested order; progression levels).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from opencredreg.finder.pathway_layers import (
    assign_columns,
    assign_rows,
    find_back_edges,
    order_columns,
)
from opencredreg.finder.pathway_routes import Cell, Point, Wire, find_routes

__all__ = [
    "Band",
    "EdgeKind",
    "LayoutEdge",
    "LayoutNode",
    "PathwayLayout",
    "Place",
    "Route",
    "build_pathway_layout",
]

EdgeKind = Literal["prerequisite", "precedes", "child"]
"""What is needed for the target, what is only suggested before it, and what is a part of it."""

Flow = Literal["right", "down"]

_STRANDS: dict[str, int] = {"prerequisite": 0, "precedes": 1, "child": 2}
_LONGEST_VIA = 10
_MOST_VIA = 1_200
_ALONE_IN_A_ROW = 4
_SHARES: dict[Flow, tuple[float, float]] = {"right": (0.66, 0.72), "down": (0.86, 0.56)}


class LayoutNode(msgspec.Struct, frozen=True):
    """A part of a pathway. ``stage`` is the place of its level among the levels, counted from 0."""

    key: str
    row: int | None = None
    column: int | None = None
    stage: int | None = None


class LayoutEdge(msgspec.Struct, frozen=True):
    """A line to draw; ``source`` comes before ``target``. Edges of one ``group`` enter their target together."""

    source: str
    target: str
    kind: EdgeKind = "prerequisite"
    group: str = ""


class Place(msgspec.Struct, frozen=True):
    """The cell of a node."""

    key: str
    column: int
    row: int


class Route(msgspec.Struct, frozen=True):
    """The way of an edge: points in cells, every piece level or upright; the last point touches the target."""

    edge: LayoutEdge
    points: tuple[Point, ...]
    is_back: bool = False


class Band(msgspec.Struct, frozen=True):
    """The columns (or rows) from ``first`` to ``last`` that belong to one stage and to no other."""

    stage: int
    first: int
    last: int


class PathwayLayout(msgspec.Struct, frozen=True):
    """A laid out pathway.

    The box of a node at (column, row) spans ``box_width`` and ``box_height`` of a cell. With the flow ``right`` it
    begins at x = column and is centred on y = row; with ``down`` it is centred on x = column and begins at y = row.
    ``bands`` are of columns with the flow ``right``, of rows with ``down``.
    """

    flow: Flow
    columns: int
    rows: int
    box_width: float
    box_height: float
    places: tuple[Place, ...] = ()
    routes: tuple[Route, ...] = ()
    bands: tuple[Band, ...] = ()


def build_pathway_layout(nodes: Sequence[LayoutNode], edges: Sequence[LayoutEdge]) -> PathwayLayout:
    """Lay out a pathway; the same input gives the same picture.

    Args:
        nodes: the parts; of those with one key the first counts.
        edges: what comes before what. Edges from a node to itself or to unknown nodes are left out, and those that
            are said twice. Circles are drawn with lines that run back.
    """
    known = {node.key: node for node in reversed(nodes)}
    parts = [node for node in nodes if known[node.key] is node]
    indexes = {node.key: index for index, node in enumerate(parts)}
    lines = [
        edge
        for edge in dict.fromkeys(edges)
        if edge.source in indexes and edge.target in indexes and edge.source != edge.target
    ]
    pairs = [(indexes[edge.source], indexes[edge.target]) for edge in lines]
    numbers: dict[tuple[str, str, str], int] = {}
    nets = [numbers.setdefault((edge.target, edge.kind, edge.group), len(numbers)) for edge in lines]
    given = [(node.column, node.row) for node in parts]
    whole = [(column, row) for column, row in given if column is not None and row is not None]
    flow: Flow = "right"
    vias: Mapping[int, tuple[Cell, ...]] = {}
    if parts and len(whole) == len(parts):
        flow = _flow(whole, pairs)
        cells = _settle(whole if flow == "right" else [(row, column) for column, row in whole])
        back = {at for at, (source, target) in enumerate(pairs) if cells[source][0] >= cells[target][0]}
    else:
        back = find_back_edges(len(parts), pairs)
        cells, vias = _layered([node.stage for node in parts], pairs, nets, back)
    wires = [
        Wire(net, cells[source], cells[target], _STRANDS[edge.kind], vias.get(at, ()))
        for at, (edge, net, (source, target)) in enumerate(zip(lines, nets, pairs, strict=True))
    ]
    return _finish(flow, parts, lines, cells, wires, back)


def _finish(
    flow: Flow,
    parts: Sequence[LayoutNode],
    lines: Sequence[LayoutEdge],
    cells: Sequence[Cell],
    wires: Sequence[Wire],
    back: set[int],
) -> PathwayLayout:
    width, height = _SHARES[flow]
    along = width if flow == "right" else height
    routes = find_routes(wires, cells, along)
    turned = flow == "down"
    depth = max((cell[0] for cell in cells), default=-1) + 1
    breadth = max((cell[1] for cell in cells), default=-1) + 1
    return PathwayLayout(
        flow=flow,
        columns=breadth if turned else depth,
        rows=depth if turned else breadth,
        box_width=width,
        box_height=height,
        places=tuple(
            Place(node.key, *(cell[::-1] if turned else cell))
            for node, cell in zip(parts, cells, strict=True)
        ),
        routes=tuple(
            Route(edge, tuple((y, x) for x, y in points) if turned else points, place in back)
            for place, (edge, points) in enumerate(zip(lines, routes, strict=True))
        ),
        bands=_bands([node.stage for node in parts], cells),
    )


def _flow(cells: Sequence[Cell], pairs: Sequence[tuple[int, int]]) -> Flow:
    """The direction in which more of the given lines run."""
    right = sum(cells[source][0] < cells[target][0] for source, target in pairs)
    down = sum(cells[source][1] < cells[target][1] for source, target in pairs)
    return "down" if down > right else "right"


def _settle(cells: Sequence[Cell]) -> list[Cell]:
    """The given cells without empty columns and rows; of those that share a cell, later ones move aside."""
    columns = {column: place for place, column in enumerate(sorted({column for column, _ in cells}))}
    wanted = sorted(range(len(cells)), key=lambda index: (cells[index][1], index))
    # A second node of a cell opens a row of its own below, so that nobody else has to move sideways.
    settled: dict[int, Cell] = {}
    next_row = 0
    for row in sorted({row for _, row in cells}):
        used: dict[int, int] = {}
        for index in (index for index in wanted if cells[index][1] == row):
            column = columns[cells[index][0]]
            settled[index] = (column, next_row + used.get(column, 0))
            used[column] = used.get(column, 0) + 1
        next_row += max(used.values())
    return [settled[index] for index in range(len(cells))]


def _layered(
    stages: Sequence[int | None], pairs: Sequence[tuple[int, int]], nets: Sequence[int], back: set[int]
) -> tuple[list[Cell], dict[int, tuple[Cell, ...]]]:
    """The cells of the nodes, and those kept free for each line that passes columns."""
    count = len(stages)
    depths = assign_columns(count, [pair for at, pair in enumerate(pairs) if at not in back], stages)
    busy = {node for pair in pairs for node in pair} | {at for at in range(count) if stages[at] is not None}
    used = {depth: place for place, depth in enumerate(sorted({depths[node] for node in busy}))}
    columns: list[list[int]] = [[] for _ in used]
    column_of = {node: used[depths[node]] for node in sorted(busy)}
    for node, column in column_of.items():
        columns[column].append(node)
    chains = _chains(count, pairs, nets, back, column_of, columns)
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for one, other in dict.fromkeys(step for chain in chains.values() for step in pairwise(chain)):
        before.setdefault(other, []).append(one)
        after.setdefault(one, []).append(other)
    ordered = order_columns(columns, before, after)
    either = {item: [*before.get(item, ()), *after.get(item, ())] for column in ordered for item in column}
    rows = assign_rows(ordered, either)
    compact = {row: place for place, row in enumerate(sorted(set(rows.values())))}
    cell_of = {item: (column, compact[rows[item]]) for column, items in enumerate(ordered) for item in items}
    alone = [node for node in range(count) if node not in busy]
    breadth = max(len(used), min(_ALONE_IN_A_ROW, len(alone)))
    for place, node in enumerate(alone):
        cell_of[node] = (place % breadth, len(compact) + place // breadth)
    vias = {at: tuple(cell_of[item] for item in chain[1:-1]) for at, chain in chains.items()}
    return [cell_of[node] for node in range(count)], vias


def _chains(
    count: int,
    pairs: Sequence[tuple[int, int]],
    nets: Sequence[int],
    back: set[int],
    column_of: Mapping[int, int],
    columns: list[list[int]],
) -> dict[int, list[int]]:
    """Each forward line as a chain of neighbours: its ends and a stand-in in each column that it passes.

    Lines of one net share their stand-ins, which are added to the columns. Very long lines get none, so that the
    number of stand-ins has a bound; they run between the rows.
    """
    stand_ins: dict[tuple[int, int], int] = {}
    chains: dict[int, list[int]] = {}
    for at, (source, target) in enumerate(pairs):
        if at in back:
            continue
        passed = range(column_of[source] + 1, column_of[target])
        if len(passed) > _LONGEST_VIA or len(stand_ins) + len(passed) > _MOST_VIA:
            continue
        for column in passed:
            if (nets[at], column) not in stand_ins:
                stand_ins[nets[at], column] = count + len(stand_ins)
                columns[column].append(stand_ins[nets[at], column])
        chains[at] = [source, *(stand_ins[nets[at], column] for column in passed), target]
    return chains


def _bands(stages: Sequence[int | None], cells: Sequence[Cell]) -> tuple[Band, ...]:
    """The bands of the stages; none when stages lie across each other."""
    reach: dict[int, list[int]] = {}
    for stage, (column, _) in zip(stages, cells, strict=True):
        if stage is not None:
            reach.setdefault(stage, []).append(column)
    bands = sorted(
        (Band(stage, min(found), max(found)) for stage, found in reach.items()), key=lambda band: band.first
    )
    apart = all(one.last < other.first for one, other in pairwise(bands))
    return tuple(bands) if apart else ()
