"""Documents and resources as RDF."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph

from opencredreg.jsonld.document import parse_document
from opencredreg.jsonld.rdf import iter_quads, serialize
from opencredreg.registry.node import Node

__all__ = ["as_rdf", "quads_of"]


def quads_of(
    node: Node, payload: bytes, *, base: str, blank_scope: str = "", with_graph: bool = False
) -> Iterator[pyoxigraph.Quad]:
    """The quads of a document or resource. ``base`` is what relative references are resolved against."""
    document = parse_document(payload)
    active = node.active_context(document)
    graph = document.id if with_graph and document.form == "graph" else None
    return iter_quads(document.value, active, base=base, graph=graph, blank_scope=blank_scope)


def as_rdf(node: Node, payload: bytes, syntax: str, *, base: str) -> bytes:
    """A document or resource written in a syntax of ``jsonld.rdf.RDF_FORMATS``; TriG and N-Quads name its graph."""
    quads = quads_of(node, payload, base=base, with_graph=syntax in ("nquads", "trig"))
    return serialize(quads, syntax, vocabulary=node.vocabulary)
