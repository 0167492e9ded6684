"""The nodes that the oracle goes over: records taken apart, as the index takes them apart.

An item of a graph that stands in several records is described by the record whose main resource it is, else by the
oldest. Something that is only pointed to has a key and nothing else. A blank node belongs to its document.

Source: ``search.md`` section 1; ``architecture.md`` sections 1 and 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.ids import is_blank
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.document import Document
from opencredreg.jsonld.flatten import FlatNode, flatten
from opencredreg.query.matching import Value

__all__ = ["Record", "Thing", "things_of"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A live record (envelope) of the community: its document, and what is known of it beside.

    Organizations are CTIDs in lower case, or ``None``; times are microseconds since 1970 UTC.
    """

    document: Document
    owner: str | None = None
    publisher: str | None = None
    publish_type: Literal["primary", "secondary"] = "primary"
    created_at: int = 0
    updated_at: int = 0
    provisional: bool = False


class Thing:
    """A node: a resource, a blank node, an embedded object, or something that is only pointed to."""

    def __init__(self, key: str | None, uri: str | None, record: Record | None = None) -> None:
        self.key = key
        self.uri = uri
        self.record = record
        self.ctid: str | None = None
        self.classes: tuple[str, ...] = ()
        self.is_described = False
        self.values: list[Value] = []
        self.links: list[tuple[str, int]] = []

    def is_result(self) -> bool:
        """Whether it can be found: described, named by more than a label of its document, and with a CTID."""
        return self.is_described and self.ctid is not None and self.key is not None and not is_blank(self.key)

    def is_provisional(self) -> bool:
        """Whether it is described, or as a blank node mentioned, by a provisional record."""
        return self.record is not None and self.record.provisional


def things_of(records: Sequence[Record], vocabulary: Vocabulary | None) -> list[Thing]:
    """All nodes of the records of one community, which are given in the order of their first publishing.

    The target of a link is a place in the result.
    """
    flattened = [_flat(record.document, vocabulary) for record in records]
    describers = _describers(flattened)
    things: list[Thing] = []
    named: dict[str, int] = {}
    for number, (record, nodes) in enumerate(zip(records, flattened, strict=True)):
        _describe(record, _own_nodes(nodes, number, describers), things, named)
    return things


def _flat(document: Document, vocabulary: Vocabulary | None) -> list[FlatNode]:
    return flatten(document, resolve_context(document.top.get("@context"), vocabulary=vocabulary))


def _describers(flattened: Sequence[Sequence[FlatNode]]) -> dict[str, int]:
    """For every named item, the number of the record that describes it."""
    claims: dict[str, list[tuple[bool, int]]] = {}
    for number, nodes in enumerate(flattened):
        for node in _first_items(nodes).values():
            if node.key is not None and not is_blank(node.key):
                claims.setdefault(node.key, []).append((node.position != 0, number))
    return {key: min(claim)[1] for key, claim in claims.items()}


def _first_items(nodes: Sequence[FlatNode]) -> dict[str, FlatNode]:
    """The items of a document by key; of two with the same ``@id`` the first."""
    items: dict[str, FlatNode] = {}
    for node in nodes:
        if node.key is not None:
            items.setdefault(node.key, node)
    return items


def _own_nodes(nodes: Sequence[FlatNode], number: int, describers: dict[str, int]) -> dict[int, FlatNode]:
    """The nodes that a record describes, by their place in it: some items, and what is embedded in those."""
    positions = {
        node.position
        for key, node in _first_items(nodes).items()
        if is_blank(key) or describers[key] == number
    }
    return {place: node for place, node in enumerate(nodes) if node.position in positions}


def _describe(record: Record, own: dict[int, FlatNode], things: list[Thing], named: dict[str, int]) -> None:
    blank: dict[str, int] = {}
    embedded: dict[int, int] = {}

    def number_of(target: str | int) -> int:
        if isinstance(target, int):
            if target not in embedded:
                embedded[target] = _add(things, Thing(None, None))
            return embedded[target]
        if is_blank(target):
            if target not in blank:
                blank[target] = _add(things, Thing(target, target, record))
            return blank[target]
        if target not in named:
            named[target] = _add(things, Thing(target, target))
        return named[target]

    for place, node in own.items():
        thing = things[number_of(place if node.key is None else node.key)]
        thing.record = record
        thing.is_described = True
        thing.uri = node.uri
        thing.ctid = node.ctid
        thing.classes = tuple(node.types)
        thing.values = [
            Value(name, kind, language, text, number) for name, kind, language, text, number in node.literals
        ]
        thing.links = [(name, number_of(target)) for name, target in node.links]


def _add(things: list[Thing], thing: Thing) -> int:
    things.append(thing)
    return len(things) - 1
