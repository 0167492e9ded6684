"""Links that lead back to where they began, and the order that links make.

Source: ``publishing.md`` section 5.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

__all__ = ["Edges", "find_cycles", "in_order"]

Edges: TypeAlias = Mapping[str, Sequence[str]]
"""For the ``@id`` of a part those that it is linked to, in order."""


def find_cycles(edges: Edges, most: int) -> list[list[str]]:
    """Circles of links, each with its members in order: one for every link that closes a circle, up to ``most``.

    >>> find_cycles({"a": ["b"], "b": ["c", "a"], "c": []}, 20)
    [['a', 'b']]
    """
    done: set[str] = set()
    found = []
    for start in edges:
        if start in done:
            continue
        # The way walked so far, with what is still to be seen from each of its places: no recursion, as deep
        # hierarchies would break it.
        way: dict[str, Iterator[str]] = {start: iter(edges[start])}
        while way:
            here = next(reversed(way))
            target = next(way[here], None)
            if target is None:
                done.add(here)
                del way[here]
            elif target in way:
                trail = list(way)
                found.append(trail[trail.index(target) :])
                if len(found) == most:
                    return found
            elif target not in done:
                way[target] = iter(edges.get(target, ()))
    return found


def in_order(identities: Sequence[str], edges: Edges) -> list[str]:
    """The same, with what precedes before what follows; what links say nothing of keeps its order.

    >>> in_order(["c", "x", "a", "b"], {"a": ["b"], "b": ["c"]})
    ['x', 'a', 'b', 'c']
    """
    if not edges:
        return list(identities)
    among = set(identities)
    waits = dict.fromkeys(identities, 0)
    for identity in identities:
        for target in edges.get(identity, ()):
            if target in among:
                waits[target] += 1
    found: dict[str, None] = {}
    for start in identities:
        ready = [start] if waits[start] == 0 and start not in found else []
        while ready:
            here = ready.pop()
            found[here] = None
            followers = [target for target in edges.get(here, ()) if target in among]
            for target in followers:
                waits[target] -= 1
            ready += [target for target in reversed(followers) if waits[target] == 0 and target not in found]
    # What stands in a circle has no order; that it does is told elsewhere.
    return [*found, *(identity for identity in identities if identity not in found)]
