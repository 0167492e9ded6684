"""Where the boxes of a graph go that has no places of its own: columns along the edges, rows without tangles.

Nodes are whole numbers, edges pairs of them. The method is the usual one of layered drawings: leave out the edges
that close a circle, give every node the longest way that leads to it as its column, stand in for long edges in the
columns that they pass, sort the columns by the middle of the neighbours, and pull the rows straight.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["assign_columns", "assign_rows", "find_back_edges", "order_columns"]

Edge = tuple[int, int]
_ORDER_SWEEPS = 8
_ROW_SWEEPS = 6


def find_back_edges(count: int, edges: Sequence[Edge]) -> set[int]:
    """The positions of edges that close a circle; without them the graph has none. Loops belong to them."""
    leaving: list[list[int]] = [[] for _ in range(count)]
    entered = [False] * count
    for number, (source, target) in enumerate(edges):
        leaving[source].append(number)
        entered[target] = entered[target] or source != target
    state = [0] * count
    found: set[int] = set()
    # Starting where nothing leads to keeps the direction in which most people would read a circle.
    for start in sorted(range(count), key=lambda node: entered[node]):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(leaving[start]))]
        while stack:
            node, remaining = stack[-1]
            position = next(remaining, None)
            if position is None:
                state[node] = 2
                stack.pop()
                continue
            target = edges[position][1]
            if state[target] == 1:
                found.add(position)
            elif not state[target]:
                state[target] = 1
                stack.append((target, iter(leaving[target])))
    return found


def assign_columns(count: int, edges: Sequence[Edge], stages: Sequence[int | None]) -> list[int]:
    """The column of every node: after all that leads to it, and after all nodes of earlier stages.

    Args:
        count: how many nodes there are.
        edges: without circles.
        stages: of each node, counted from 0; ``None`` where it has none. A node that needs one of a later stage
            moves to that stage.
    """
    order = _topological(count, edges)
    effective = _effective_stages(order, edges, stages)
    last = max((stage for stage in effective if stage is not None), default=-1)
    # A fence stands between two stages: behind all nodes of the one, before all nodes of the next.
    fences: list[tuple[int, int, int]] = [(count + stage, count + stage + 1, 0) for stage in range(last)]
    for node, stage in enumerate(effective):
        if stage is not None:
            fences.append((node, count + stage, 1))
            if stage:
                fences.append((count + stage - 1, node, 0))
    weighted = [(source, target, 1) for source, target in edges] + fences
    total = count + last + 1
    columns = [0] * total
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(total)]
    for source, target, weight in weighted:
        leaving[source].append((target, weight))
    for node in _topological(total, [(source, target) for source, target, _ in weighted]):
        for target, weight in leaving[node]:
            columns[target] = max(columns[target], columns[node] + weight)
    _pull_starts(columns, edges, leaving)
    return columns[:count]


def _pull_starts(
    columns: list[int], edges: Sequence[Edge], leaving: Sequence[Sequence[tuple[int, int]]]
) -> None:
    """Nodes to which nothing leads move next to what they lead to, so that their lines are short."""
    starts = {source for source, _ in edges} - {target for _, target in edges}
    for node in starts:
        columns[node] = min(columns[target] - weight for target, weight in leaving[node])


def _topological(count: int, edges: Iterable[Edge]) -> list[int]:
    leaving: list[list[int]] = [[] for _ in range(count)]
    open_count = [0] * count
    for source, target in edges:
        leaving[source].append(target)
        open_count[target] += 1
    order = [node for node in range(count) if not open_count[node]]
    for node in order:
        for target in leaving[node]:
            open_count[target] -= 1
            if not open_count[target]:
                order.append(target)
    return order


def _effective_stages(
    order: Sequence[int], edges: Sequence[Edge], stages: Sequence[int | None]
) -> list[int | None]:
    leaving: dict[int, list[int]] = {}
    for source, target in edges:
        leaving.setdefault(source, []).append(target)
    found = list(stages)
    for node in order:
        stage = found[node]
        if stage is None:
            continue
        for target in leaving.get(node, ()):
            known = found[target]
            found[target] = stage if known is None else max(known, stage)
    return found


def order_columns(
    columns: Sequence[Sequence[int]], before: Mapping[int, Sequence[int]], after: Mapping[int, Sequence[int]]
) -> list[list[int]]:
    """The columns with their items sorted so that few lines between neighbouring columns cross.

    Args:
        columns: the items of each column.
        before: the neighbours of an item in the column before its own.
        after: the neighbours in the column after it.
    """
    current = [list(column) for column in columns]
    best, fewest = current, _crossings(current, after)
    for sweep in range(_ORDER_SWEEPS):
        if not fewest:
            break
        forward = sweep % 2 == 0
        current = [list(column) for column in current]
        indexes = range(1, len(current)) if forward else range(len(current) - 2, -1, -1)
        for index in indexes:
            fixed = {item: place for place, item in enumerate(current[index - 1 if forward else index + 1])}
            neighbours = before if forward else after
            own = {item: float(place) for place, item in enumerate(current[index])}
            middles = {
                item: _mean([fixed[one] for one in neighbours.get(item, ())], own[item]) for item in own
            }
            current[index].sort(key=middles.__getitem__)
        crossings = _crossings(current, after)
        if crossings < fewest:
            best, fewest = current, crossings
    return best


def _crossings(columns: Sequence[Sequence[int]], after: Mapping[int, Sequence[int]]) -> int:
    total = 0
    for index in range(len(columns) - 1):
        places = {item: place for place, item in enumerate(columns[index + 1])}
        seen: list[int] = []
        for item in columns[index]:
            ends = sorted(places[one] for one in after.get(item, ()))
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def assign_rows(columns: Sequence[Sequence[int]], neighbours: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The row of every item, in the order of its column and as near to its neighbours as that allows."""
    rows: dict[int, float] = {item: place for column in columns for place, item in enumerate(column)}
    for sweep in range(_ROW_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wishes = [_mean([rows[one] for one in neighbours.get(item, ())], rows[item]) for item in column]
            rows.update(zip(column, _spread(wishes), strict=True))
    whole: dict[int, int] = {}
    for column in columns:
        free = None
        for item in column:
            row = round(rows[item])
            free = row if free is None else max(row, free + 1)
            whole[item] = free
    return whole


def _spread(wishes: Sequence[float]) -> list[float]:
    """The places nearest to the wishes that keep the order and a distance of one (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for place, wish in enumerate(wishes):
        mean, size = wish - place, 1
        while blocks and blocks[-1][0] > mean:
            other, count = blocks.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        blocks.append((mean, size))
    means = [mean for mean, size in blocks for _ in range(size)]
    return [mean + place for place, mean in enumerate(means)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
