"""Completing links from the other end: what follows from one-sided statements, marked as inferred.

Nothing inferred is ever published, and an explicit statement stands where both exist.
Source: ``ctdl-vocabulary.md`` sections 7 and 9.11.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from opencredreg.ctdl import Vocabulary, bundled_vocabulary
from opencredreg.jsonld.values import (
    Node,
    embedded_of,
    is_address,
    is_described,
    key_of,
    listed,
    reference_of,
    references_of,
    type_of,
)

__all__ = ["InferredLink", "InferredLinks", "complete_inverses"]

_TARGETS = (
    "ceterms:targetCredential",
    "ceterms:targetAssessment",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetCompetency",
    "ceterms:targetOccupation",
    "ceterms:targetJob",
)
_MAX_LINKS = 100_000
_MAX_DEPTH = 8


class InferredLink(msgspec.Struct, frozen=True):
    """``subject`` ``term`` ``object`` follows from what the object says with ``stated``; only the object says it."""

    subject: str
    term: str
    object: str
    stated: str


class InferredLinks(msgspec.Struct, frozen=True):
    """The missing halves of the links between some resources."""

    links: tuple[InferredLink, ...]
    is_truncated: bool = False


def complete_inverses(nodes: Sequence[Node], vocabulary: Vocabulary | None = None) -> InferredLinks:
    """The missing halves of all links that the nodes state, whether the far end is among them or not.

    A property with several inverses gives the first one that fits the classes of both ends.
    """
    known = vocabulary or bundled_vocabulary()
    by_key = {key_of(reference_of(node)): node for node in nodes if reference_of(node)}
    stated = {
        (key, term, target)
        for key, node in by_key.items()
        for term in node
        for target in _far_ends(node, term)
    }
    found: dict[InferredLink, None] = {}
    for key, node in by_key.items():
        for term in node:
            for target in _far_ends(node, term) if known.inverses_of(term) else ():
                inverse = _inverse(known, term, type_of(node), type_of(by_key.get(target, {})))
                if inverse and (target, inverse, key) not in stated:
                    found.setdefault(InferredLink(target, inverse, key, term))
                if len(found) > _MAX_LINKS:
                    return InferredLinks(tuple(found)[:_MAX_LINKS], True)
    return InferredLinks(tuple(found))


def _inverse(vocabulary: Vocabulary, term: str, near: str, far: str) -> str:
    for pair in vocabulary.inverses_of(term):
        fits_far = not far or vocabulary.has_domain(far, pair.inverse)
        if fits_far and (not near or vocabulary.in_range(near, pair.inverse)):
            return pair.inverse
        if pair.through and fits_far:
            # The registry writes a condition profile between the two ends, which is the declared range.
            return pair.inverse
    return ""


def _far_ends(node: Node, term: str) -> Iterator[str]:
    """The keys of what a property leads to, directly or through the targets of condition profiles."""
    if term[:1] == "@":
        return
    level = listed(node.get(term))
    for _ in range(_MAX_DEPTH):
        inner = []
        for value in level:
            targets = references_of(value, *_TARGETS) if is_described(value) else ()
            uri = reference_of(value)
            yield from (key_of(each) for each in targets or ((uri,) if uri else ()) if is_address(each))
            if is_described(value):
                inner += embedded_of(value, "ceterms:alternativeCondition")
        level = inner
