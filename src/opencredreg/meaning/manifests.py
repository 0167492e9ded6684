"""Walking from resources to the manifests that they share, nearest first.

Condition manifests and cost manifests differ only in the property that leads to them. A manifest may lead to
further ones: a college's to its university's. Source: ``ctdl-vocabulary.md`` sections 9.1 and 9.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from opencredreg.jsonld.values import Node, Text, is_described, key_of, listed, names_of, reference_of
from opencredreg.meaning.graph import Resources, find_by_key

__all__ = ["MAX_DISTANCE", "MAX_MANIFESTS", "OWN", "Shared", "Source", "find_manifests"]

MAX_DISTANCE = 8
"""How many manifests one after another are followed."""
MAX_MANIFESTS = 100
"""How many manifests of one resource are read."""


class Source(msgspec.Struct, frozen=True):
    """Where a profile comes from. ``distance`` 0 is the resource itself, 1 a manifest it refers to, and so on."""

    distance: int = 0
    manifest: str = ""
    names: tuple[Text, ...] = ()


OWN = Source()
"""The resource's own statement."""


class Shared(msgspec.Struct, frozen=True):
    """The manifests of one resource, nearest first; those that could not be found, by URI."""

    manifests: tuple[tuple[Source, Node], ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False


class _Walk:
    def __init__(self) -> None:
        self.found: list[tuple[Source, Node]] = []
        self.seen: set[str] = set()
        self.unresolved: list[str] = []
        self.is_truncated = False

    def take(self, values: Sequence[Any], at: int, nodes: dict[str, Node], term: str) -> list[Any]:
        """Note the manifests that the values lead to; what those lead to in turn."""
        following: list[Any] = []
        for value in values:
            uri = reference_of(value)
            key = key_of(uri) if uri else ""
            if key in self.seen and key:
                continue
            if len(self.found) >= MAX_MANIFESTS:
                self.is_truncated = True
                break
            self.seen.add(key)
            node = nodes.get(key) or (value if is_described(value) else None)
            if node is None:
                if uri:
                    self.unresolved.append(uri)
                continue
            self.found.append((Source(at, uri, names_of(node)), node))
            following += listed(node.get(term))
        return following


def find_manifests(holders: Sequence[Node], term: str, resources: Resources) -> tuple[Shared, ...]:
    """The manifests that each of the nodes shares through ``term``, in the order of the nodes.

    Every manifest counts once for a node, at its shortest distance; cycles end there. One question is asked for
    each distance, whatever the number of nodes.
    """
    walks = [_Walk() for _ in holders]
    for walk, holder in zip(walks, holders, strict=True):
        own = reference_of(holder)
        walk.seen |= {key_of(own)} if own else set()
    frontier = [listed(holder.get(term)) for holder in holders]
    for distance in range(1, MAX_DISTANCE + 1):
        wanted = [
            uri
            for walk, values in zip(walks, frontier, strict=True)
            for value in values[: MAX_MANIFESTS + 1]
            if (uri := reference_of(value)) and key_of(uri) not in walk.seen
        ]
        nodes = find_by_key(resources, wanted)
        frontier = [
            walk.take(values, distance, nodes, term) for walk, values in zip(walks, frontier, strict=True)
        ]
        if not any(frontier):
            break
    else:
        for walk, values in zip(walks, frontier, strict=True):
            walk.is_truncated |= any(key_of(reference_of(value)) not in walk.seen for value in values)
    return tuple(Shared(tuple(walk.found), tuple(walk.unresolved), walk.is_truncated) for walk in walks)
