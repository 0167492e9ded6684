"""Comparing RDF graphs whose blank nodes have no lasting names."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, Triple


def canonical(quads: Iterable[Quad]) -> set[str]:
    """The quads as text with canonical blank node labels: equal sets, isomorphic datasets."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def without_graphs(quads: Iterable[Quad | Triple]) -> list[Quad]:
    """The same statements in the default graph."""
    return [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
