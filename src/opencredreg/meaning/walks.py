"""Orders and cycles of directed graphs, without recursion, so that hostile data cannot exhaust the stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

__all__ = ["Links", "cycles_in", "knots_of", "order_by", "reachable"]

Links = Mapping[str, Sequence[str]]
"""From each name to the names it leads to; names that lead nowhere may be left out."""


def knots_of(links: Links) -> list[tuple[str, ...]]:
    """The strongly connected parts, each after all parts that it leads to (Tarjan, iterative)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_names: list[str] = []
    is_open: set[str] = set()
    knots: list[tuple[str, ...]] = []
    for start in links:
        if start in index:
            continue
        work = [(start, 0)]
        while work:
            name, place = work.pop()
            if place == 0:
                index[name] = low[name] = len(index)
                open_names.append(name)
                is_open.add(name)
            targets = links.get(name, ())
            if place > 0:
                low[name] = min(low[name], low[targets[place - 1]])
            descended = False
            for at in range(place, len(targets)):
                target = targets[at]
                if target not in index:
                    work += [(name, at + 1), (target, 0)]
                    descended = True
                    break
                if target in is_open:
                    low[name] = min(low[name], index[target])
            if not descended and low[name] == index[name]:
                knot = [open_names.pop()]
                while knot[-1] != name:
                    knot.append(open_names.pop())
                is_open.difference_update(knot)
                knots.append(tuple(reversed(knot)))
    return knots


def cycles_in(links: Links) -> tuple[tuple[str, ...], ...]:
    """The groups of names that lead back to themselves, each sorted as ``links`` lists them."""
    place = {name: number for number, name in enumerate(links)}
    found = [
        tuple(sorted(knot, key=lambda name: (place.get(name, len(place)), name)))
        for knot in knots_of(links)
        if len(knot) > 1 or knot[0] in links.get(knot[0], ())
    ]
    return tuple(sorted(found, key=lambda knot: place.get(knot[0], len(place))))


def order_by(names: Sequence[str], before: Links) -> tuple[str, ...]:
    """The names so that each comes after those it leads from in ``before``, else as they were.

    ``before`` leads from a name to what comes after it. Names on a cycle keep the order given, among themselves.
    """
    place = {name: number for number, name in enumerate(names)}
    knots = knots_of({name: [to for to in before.get(name, ()) if to in place] for name in place})
    knot_of = {name: number for number, knot in enumerate(knots) for name in knot}
    waiting = [0] * len(knots)
    followers: list[set[int]] = [set() for _ in knots]
    for name in place:
        for to in before.get(name, ()):
            if to in place and knot_of[to] != knot_of[name]:
                followers[knot_of[name]].add(knot_of[to])
    for targets in followers:
        for target in targets:
            waiting[target] += 1
    first = [min(place[name] for name in knot) for knot in knots]
    return tuple(
        name
        for knot in _released(waiting, followers, first)
        for name in sorted(knots[knot], key=place.__getitem__)
    )


def _released(waiting: list[int], followers: list[set[int]], first: list[int]) -> list[int]:
    ready = [(first[knot], knot) for knot, count in enumerate(waiting) if count == 0]
    heapify(ready)
    order = []
    while ready:
        _, knot = heappop(ready)
        order.append(knot)
        for target in followers[knot]:
            waiting[target] -= 1
            if waiting[target] == 0:
                heappush(ready, (first[target], target))
    return order


def reachable(starts: Sequence[str], links: Links) -> dict[str, int]:
    """Every name that the starts lead to (themselves included), with the fewest steps it takes."""
    found = dict.fromkeys(starts, 0)
    frontier = list(found)
    steps = 0
    while frontier:
        steps += 1
        frontier = list(
            dict.fromkeys(to for name in frontier for to in links.get(name, ()) if to not in found)
        )
        found.update(dict.fromkeys(frontier, steps))
    return found
