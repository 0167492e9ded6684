"""Things that stand below each other, in order: what frameworks, schemes and models have in common.

Source: ``ctdl-vocabulary.md`` section 9.7. Our reading: what no parent claims is a root, and where all members claim
each other the first of them stands in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from opencredreg.meaning.walks import cycles_in, reachable

__all__ = ["Arrangement", "Member", "arrange", "natural_key"]

_PIECE = re.compile(r"(\d+)", re.ASCII)


class Member(msgspec.Struct, frozen=True):
    """What decides where a thing stands among its siblings. ``at`` is where it stands in its document."""

    key: str
    list_id: str = ""
    code: str = ""
    at: int = 0


class Arrangement(msgspec.Struct, frozen=True):
    """Members by key, below each other and in order. ``cycles`` are groups that would stand under themselves."""

    roots: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, tuple[str, ...]]
    cycles: tuple[tuple[str, ...], ...] = ()


def arrange(
    members: Sequence[Member], children: Mapping[str, Mapping[str, int]], tops: Mapping[str, int]
) -> Arrangement:
    """Put things below each other, and siblings in order: by list number, else by position, else by code.

    Args:
        members: all that take part, each key once.
        children: by key of the parent the keys of its children with their positions; all of them are members.
        tops: the keys of those that the whole names as its own, with their positions; others are passed over.
    """
    keys = {member.key for member in members}
    order = {member.key: _sort_key(member) for member in members}
    below = {
        member.key: _sorted(children.get(member.key, {}), order) if member.key in children else ()
        for member in members
    }
    parents: dict[str, list[str]] = {key: [] for key in order}
    for key, inner in below.items():
        for child in inner:
            parents[child].append(key)
    free = {key: len(order) for key in order if not parents[key]}
    roots = _sorted({**free, **{key: at for key, at in tops.items() if key in keys}}, order)
    return Arrangement(
        roots=(*roots, *_stand_ins(order, roots, below)),
        children=below,
        parents={key: tuple(above) for key, above in parents.items()},
        cycles=cycles_in(below),
    )


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that counts: ``1.2`` comes before ``1.10``.

    >>> sorted(["1.10", "1.2", "B", "a"], key=natural_key)
    ['1.2', '1.10', 'a', 'B']
    """
    pieces = []
    for piece in _PIECE.split(text.strip()):
        if piece and piece.isdecimal() and piece.isascii():
            # Compared by length first: a number of ten thousand digits is not worth converting.
            digits = piece.lstrip("0") or "0"
            pieces.append((0, len(digits), digits))
        elif piece:
            pieces.append((1, 0, piece.casefold()))
    return tuple(pieces)


_SortKey = tuple[tuple[object, ...], tuple[object, ...]]


def _sort_key(member: Member) -> _SortKey:
    """What comes before the position among the siblings, and what comes after it."""
    list_id, code = natural_key(member.list_id), natural_key(member.code)
    return (not list_id, list_id), (not code, code, member.at, member.key)


def _sorted(positions: Mapping[str, int], order: Mapping[str, _SortKey]) -> tuple[str, ...]:
    def place(key: str) -> tuple[object, ...]:
        before, after = order[key]
        return (before, positions[key], after)

    return tuple(sorted(positions, key=place))


def _stand_ins(
    keys: Mapping[str, object], roots: Sequence[str], children: Mapping[str, Sequence[str]]
) -> list[str]:
    """The first of every group that no root leads to: its members all stand under each other."""
    found = []
    reached = set(reachable(roots, children))
    for key in keys:
        if key not in reached:
            found.append(key)
            reached.update(_newly(key, children, reached))
    return found


def _newly(start: str, children: Mapping[str, Sequence[str]], reached: set[str]) -> set[str]:
    new = {start}
    stack = [start]
    while stack:
        for child in children.get(stack.pop(), ()):
            if child not in reached and child not in new:
                new.add(child)
                stack.append(child)
    return new
