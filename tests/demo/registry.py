"""A demonstration, decoded, for the tests to walk over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from opencredreg.demo import DemoDocument, documents

BASE = "https://demo.example.org"

Node = dict[str, Any]


class Decoded(msgspec.Struct):
    """One document: as published, decoded, and its graph items by ``@id``."""

    published: DemoDocument
    document: Node
    items: dict[str, Node]

    @property
    def main(self) -> Node:
        return next(iter(self.items.values()))

    @property
    def provisional(self) -> bool:
        return "adms:status" in self.document


class Registry(msgspec.Struct):
    """All documents, and all items that have a CTID by ``@id``."""

    documents: list[Decoded]
    resources: dict[str, Node]

    def of_class(self, cls: str) -> list[Node]:
        return [node for node in self.resources.values() if node["@type"] == cls]


@cache
def generated(resources: int) -> Registry:
    """The demonstration of this size with the default seed; kept for all tests."""
    decoded = []
    known: dict[str, Node] = {}
    for published in documents(resources):
        document = json.loads(published.payload)
        items = {item["@id"]: item for item in document["@graph"]}
        assert len(items) == len(document["@graph"]), "an @id occurs twice in one graph"
        decoded.append(Decoded(published, document, items))
        for uri, item in items.items():
            if not uri.startswith("_:"):
                assert uri not in known, "a resource is described twice"
                known[uri] = item
    return Registry(decoded, known)


def nodes(value: object) -> Iterator[Node]:
    """All objects with a type in a value, from the outside in."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def listed(value: object) -> list[Any]:
    """The values of a property, whether it is written as an array or not."""
    return value if isinstance(value, list) else [value]


def strings(node: Node) -> Iterator[tuple[str, str]]:
    """The properties of a node whose values are plain strings, with the values."""
    for term, value in node.items():
        if not term.startswith("@"):
            for one in listed(value):
                if isinstance(one, str):
                    yield term, one
