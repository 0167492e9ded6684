"""Cutting what a page can show out of a tree of any size: whole levels from the top, or what holds some words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from opencredreg.meaning.trees import Arrangement

__all__ = ["Cut", "Knot", "cut_below", "cut_to", "first_parents", "sizes_below"]

DEEPEST: Final = 8
"""So many levels stand below each other on one page; the next ones have a page of their own."""


class Knot(msgspec.Struct, frozen=True):
    """One line of a cut.

    ``hidden`` are the children that are not among ``below``. ``is_repeated`` is one that was written out before.
    """

    key: str
    below: tuple[Knot, ...] = ()
    hidden: int = 0
    is_repeated: bool = False


class Cut(msgspec.Struct, frozen=True):
    """Part of a tree: ``first`` of ``of`` lines at its top are passed over, and ``left`` follow."""

    knots: tuple[Knot, ...]
    first: int
    of: int

    @property
    def left(self) -> int:
        """How many follow at the top."""
        return max(0, self.of - self.first - len(self.knots))


def cut_below(
    order: Arrangement, tops: Sequence[str], *, first: int, width: int, room: int, above: Iterable[str] = ()
) -> Cut:
    """The top lines from the ``first`` on, and as many whole levels below them as there is room for.

    Args:
        order: the tree.
        tops: the keys of the top lines.
        first: how many of them are passed over.
        width: how many of them are shown at most.
        room: levels below are shown while there are at most so many lines in all.
        above: what stands above the top lines and is not written out again below them.
    """
    shown = list(tops[first : first + width])
    room -= len(shown)
    opened = {*above}
    depth = dict.fromkeys(shown, 1)
    open_keys: set[str] = set()
    queue = list(dict.fromkeys(shown))
    for key in queue:
        children = order.children.get(key, ())
        if not children or key in opened or len(children) > room or depth[key] >= DEEPEST:
            continue
        opened.add(key)
        open_keys.add(key)
        room -= len(children)
        for child in children:
            if child not in depth:
                depth[child] = depth[key] + 1
                queue.append(child)
    written: set[str] = set()
    return Cut(tuple(_knot(order, key, open_keys, written, 1) for key in shown), first, len(tops))


def _knot(order: Arrangement, key: str, opened: set[str], written: set[str], depth: int) -> Knot:
    children = order.children.get(key, ())
    if key in written:
        return Knot(key, hidden=len(children), is_repeated=bool(children))
    written.add(key)
    if key not in opened or depth >= DEEPEST:
        return Knot(key, hidden=len(children))
    return Knot(key, tuple(_knot(order, child, opened, written, depth + 1) for child in children))


def cut_to(order: Arrangement, wanted: Sequence[str], parents: Mapping[str, str]) -> tuple[Knot, ...]:
    """Some members with what stands above them, and nothing else.

    Args:
        order: the tree.
        wanted: the keys of the members.
        parents: by key, the one of its parents under which a member is shown.
    """
    kept: dict[str, dict[str, None]] = {}
    tops: dict[str, None] = {}
    for key in wanted:
        path = [key]
        while len(path) < DEEPEST and path[-1] in parents:
            path.append(parents[path[-1]])
        tops.setdefault(path[-1])
        for child, parent in pairwise(path):
            kept.setdefault(parent, {})[child] = None
    inner = {child for below in kept.values() for child in below}
    return tuple(_kept(order, key, kept) for key in tops if key not in inner)


def _kept(order: Arrangement, key: str, kept: Mapping[str, Mapping[str, None]]) -> Knot:
    below = tuple(_kept(order, child, kept) for child in kept.get(key, ()))
    return Knot(key, below, len(order.children.get(key, ())) - len(below))


def first_parents(order: Arrangement) -> dict[str, str]:
    """By key, the parent under which a member stands for the first time, from top to bottom; roots have none.

    The members stand in the order of the tree, roots among them with an empty parent.
    """
    found: dict[str, str] = {}
    stack = [(key, "") for key in reversed(order.roots)]
    while stack:
        key, parent = stack.pop()
        if key not in found:
            found[key] = parent
            stack += [(child, key) for child in reversed(order.children.get(key, ()))]
    return found


def sizes_below(parents: Mapping[str, str]) -> dict[str, int]:
    """How many members stand below each, at any depth, each of them counted where it stands first."""
    sizes = dict.fromkeys(parents, 0)
    for key in reversed(list(parents)):
        parent = parents[key]
        if parent:
            sizes[parent] += sizes[key] + 1
    return sizes
