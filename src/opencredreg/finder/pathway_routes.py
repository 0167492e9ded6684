"""The ways of lines between boxes on a grid: straight pieces that never cross a box.

The lines flow in one direction, from the far side of a box over the channel between two columns into the near side
of the next. Lines of one *net* end in the same place and may share their way; lines of two nets never lie on each
other lengthwise where that can be helped. Measures are cells: box (2, 1) begins at x = 2 and is centred on y = 1.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from statistics import fmean

import msgspec

__all__ = ["Cell", "Point", "Wire", "find_routes"]

Cell = tuple[int, int]
"""Column and row."""
Point = tuple[float, float]

_SHIFTS = (0.0, 0.12, -0.12, 0.22, -0.22)
_PORT_SPAN = 0.44
_PORT_STEP = 0.2
_GUTTER_SPAN = 0.16
_GUTTER_STEP = 0.05
_FIRST_LANE = 0.10
_LANE_SPAN = 0.34


class Wire(msgspec.Struct, frozen=True):
    """A line from a box to a box. ``via`` are the cells that are kept free for it, one in each column between."""

    net: int
    start: Cell
    end: Cell
    strand: int = 0
    via: tuple[Cell, ...] = ()


# A turn is a channel and the level to which the line changes there: a height, or the number of a gutter.
_Turn = tuple[int, float | None, int]


def find_routes(wires: Sequence[Wire], boxes: Collection[Cell], share: float) -> list[tuple[Point, ...]]:
    """The points of every wire, in the order of the wires; each piece is level or upright.

    Args:
        wires: what is connected.
        boxes: the cells in which a box stands.
        share: the part of a cell that its box takes in the direction of the lines; the rest is the channel.
    """
    return _Router(wires, frozenset(boxes), share).routes()


class _Router:
    def __init__(self, wires: Sequence[Wire], boxes: frozenset[Cell], share: float) -> None:
        self._wires = wires
        self._boxes = boxes
        self._share = share
        self._leaving = _leaving_heights(wires)
        self._nets_from: dict[Cell, set[int]] = {}
        for wire in wires:
            self._nets_from.setdefault(wire.start, set()).add(wire.net)
        self._ports = self._choose_ports()
        self._taken = {cell: wire.net for wire in wires for cell in wire.via}
        self._passing = self._choose_passing()

    def routes(self) -> list[tuple[Point, ...]]:
        turns = [self._turns(wire) for wire in self._wires]
        gutters = _gutter_heights(self._wires, turns)
        resolved = [
            [
                (channel, gutters[gutter, wire.net] if level is None else level)
                for channel, level, gutter in steps
            ]
            for wire, steps in zip(self._wires, turns, strict=True)
        ]
        lanes = self._lanes(resolved)
        return [self._points(wire, steps, lanes) for wire, steps in zip(self._wires, resolved, strict=True)]

    def _choose_ports(self) -> dict[int, float]:
        """The height at which each net enters its box: spread over the side, in the order of the sources."""
        sources: dict[Cell, dict[int, list[float]]] = {}
        for wire in self._wires:
            sources.setdefault(wire.end, {}).setdefault(wire.net, []).append(wire.start[1])
        ports = {}
        for (column, row), nets in sources.items():
            ordered = sorted(nets, key=lambda net: (fmean(nets[net]), net))
            step = min(_PORT_STEP, _PORT_SPAN / max(1, len(ordered) - 1))
            others = self._nets_from.get((column - 1, row), set())
            for place, net in enumerate(ordered):
                shift = (place - (len(ordered) - 1) / 2) * step
                if abs(shift) < 0.01 and others and net not in others:
                    shift = step * 0.4 if fmean(nets[net]) > row else -step * 0.4
                ports[net] = row + shift
        return ports

    def _choose_passing(self) -> dict[Cell, float]:
        """The height at which a line passes a cell that is kept free for it; on one level if nobody is there."""
        heights: dict[Cell, float] = {}
        port_heights: dict[Cell, set[float]] = {}
        for wire in self._wires:
            port_heights.setdefault(wire.end, set()).add(self._ports[wire.net])
        for cell, net in sorted(self._taken.items()):
            column, row = cell
            left, right = (column - 1, row), (column + 1, row)
            others = self._nets_from.get(left, set())
            barred = (
                set() if net in others else {self._leaving.get((left, strand), row) for strand in range(3)}
            )
            barred = barred if others else set()
            if left in heights:
                if self._taken[left] == net:
                    heights[cell] = heights[left]
                    continue
                barred = barred | {heights[left]}
            barred |= port_heights.get(right, set()) - {self._ports[net]}
            free = (row + shift for shift in _SHIFTS if all(abs(row + shift - one) > 0.05 for one in barred))
            heights[cell] = next(free, row + 0.3)
        return heights

    def _turns(self, wire: Wire) -> list[_Turn]:
        (first, row), (last, end_row) = wire.start, wire.end
        port = self._ports[wire.net]
        if wire.via:
            levels = [*(self._passing[cell] for cell in wire.via), port]
            return [(first + step, level, 0) for step, level in enumerate(levels)]
        if last == first + 1:
            return [(first, port, 0)]
        if last > first:
            between = [(column, end_row) for column in range(first + 1, last)]
            if self._is_free(wire.net, between) and (row == end_row or (first, end_row) not in self._boxes):
                self._taken.update(dict.fromkeys(between, wire.net))
                return [(first, port, 0)]
            between = [(column, row) for column in range(first + 1, last)]
            if self._is_free(wire.net, between) and (last, row) not in self._boxes:
                self._taken.update(dict.fromkeys(between, wire.net))
                return [(last - 1, port, 0)]
        gutter = end_row if row < end_row else end_row + 1
        return [(first, None, gutter), (last - 1, port, 0)]

    def _is_free(self, net: int, cells: Sequence[Cell]) -> bool:
        return all(cell not in self._boxes and self._taken.get(cell, net) == net for cell in cells)

    def _lanes(self, resolved: Sequence[Sequence[tuple[int, float]]]) -> dict[tuple[int, int], float]:
        """The x of the upright piece of each net in each channel."""
        spans: dict[int, dict[int, list[float]]] = {}
        downward: dict[tuple[int, int], float] = {}
        for wire, steps in zip(self._wires, resolved, strict=True):
            height = self._leaving[wire.start, wire.strand]
            for channel, level in steps:
                if level != height:
                    spans.setdefault(channel, {}).setdefault(wire.net, []).extend((height, level))
                    downward[channel, wire.net] = downward.get((channel, wire.net), 0) + level - height
                height = level
        found = {}
        for channel, nets in spans.items():
            # In this order a line that arrives in a row is clear of the line that leaves the same row.
            falling = [net for net in nets if downward[channel, net] > 0]
            rising = [net for net in nets if downward[channel, net] <= 0]
            falling.sort(key=lambda net: (-fmean(nets[net]), net))
            rising.sort(key=lambda net: (fmean(nets[net]), net))
            places = _stack([(net, min(nets[net]), max(nets[net])) for net in [*falling, *rising]])
            count = max(places.values()) + 1
            for net, place in places.items():
                part = _FIRST_LANE + _LANE_SPAN * (place + 1) / (count + 1)
                found[channel, net] = channel + self._share + (1 - self._share) * part
        return found

    def _points(
        self, wire: Wire, steps: Sequence[tuple[int, float]], lanes: Mapping[tuple[int, int], float]
    ) -> tuple[Point, ...]:
        height = self._leaving[wire.start, wire.strand]
        points = [(wire.start[0] + self._share, height)]
        for channel, level in steps:
            if level != height:
                x = lanes[channel, wire.net]
                points += [(x, height), (x, level)]
                height = level
        return (*points, (float(wire.end[0]), height))


def _leaving_heights(wires: Sequence[Wire]) -> dict[tuple[Cell, int], float]:
    """Where lines leave a box: in its middle, or beside each other when they are of several strands."""
    strands: dict[Cell, set[int]] = {}
    for wire in wires:
        strands.setdefault(wire.start, set()).add(wire.strand)
    return {
        (cell, strand): cell[1] + (place - (len(found) - 1) / 2) * 0.16
        for cell, found in strands.items()
        for place, strand in enumerate(sorted(found))
    }


def _gutter_heights(wires: Sequence[Wire], turns: Sequence[Sequence[_Turn]]) -> dict[tuple[int, int], float]:
    """The height of each net in each gutter between two rows."""
    spans: dict[int, dict[int, list[int]]] = {}
    for wire, steps in zip(wires, turns, strict=True):
        for channel, level, gutter in steps:
            if level is None:
                ends = spans.setdefault(gutter, {}).setdefault(wire.net, [])
                ends += [channel, wire.end[0] - 1]
    found = {}
    for gutter, nets in spans.items():
        places = _stack([(net, min(nets[net]) - 0.5, max(nets[net]) + 0.5) for net in sorted(nets)])
        count = max(places.values()) + 1
        step = min(_GUTTER_STEP, _GUTTER_SPAN / count)
        for net, place in places.items():
            found[gutter, net] = gutter - 0.5 + (place - (count - 1) / 2) * step
    return found


def _stack(spans: Sequence[tuple[int, float, float]]) -> dict[int, int]:
    """A lane for each span: spans that touch get different lanes, later ones the higher."""
    lanes: dict[int, int] = {}
    done: list[tuple[float, float, int]] = []
    for net, low, high in spans:
        touching = [lane for start, end, lane in done if low <= end + 0.1 and start <= high + 0.1]
        lanes[net] = max(touching, default=-1) + 1
        done.append((low, high, lanes[net]))
    return lanes
