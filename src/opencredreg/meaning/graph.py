"""Looking other resources up: what the functions of this package ask of their surroundings.

A database answers ``find`` and ``find_pointing`` with one query each, so every function collects what it needs
next and asks once for all of it: breadth first, never one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, final, runtime_checkable

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.ids import is_blank
from opencredreg.jsonld.values import Node, key_of, listed, reference_of

__all__ = ["GraphResources", "LinkedResources", "Resources", "find_by_key"]

_DEPTH = 64
_UNSAFE_VALUES = frozenset({"@context", "@value", "@language", "@type"})


class Resources(Protocol):
    """Where other resources are found.

    URIs are asked for in any of their spellings, bare CTIDs among them. A blank node identifier means something in
    one document only; whoever serves several documents gives every blank node a name of its own in all that it
    hands out.
    """

    def find(self, uris: Sequence[str]) -> Mapping[str, Node]:
        """The nodes known under some of the URIs, by the URI as it was asked for."""
        ...


@runtime_checkable
class LinkedResources(Resources, Protocol):
    """Resources that also know who refers to them."""

    def find_pointing(self, uris: Sequence[str], terms: Sequence[str]) -> Mapping[str, Sequence[Node]]:
        """By URI as it was asked for: the nodes that refer to it under one of the properties.

        A node refers to what stands under the property directly or inside an object embedded there, so that
        ``ceterms:requires`` leads to the resources whose condition profiles name the URI.
        """
        ...


def find_by_key(resources: Resources, uris: Iterable[str]) -> dict[str, Node]:
    """The nodes known under some of the URIs, by :func:`key_of`; one question, none when there is nothing."""
    wanted = {key_of(uri): uri for uri in uris if uri}
    if not wanted:
        return {}
    return {key_of(uri): node for uri, node in resources.find(list(wanted.values())).items()}


@final
class GraphResources:
    """Resources over plain documents, for tests and small use.

    Names of properties and classes are made canonical, and blank nodes of later documents are renamed where
    an earlier document uses the label too. ``finds`` counts the questions asked.
    """

    def __init__(self, documents: Iterable[Any]) -> None:
        self._nodes: dict[str, Node] = {}
        self._pointing: dict[tuple[str, str], dict[str, Node]] = {}
        self.finds = 0
        taken: set[str] = set()
        for document in documents:
            self._take(_items_of(document), taken)
        for node in self._nodes.values():
            self._index(node)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, in the order of the documents."""
        return tuple(self._nodes.values())

    def find(self, uris: Sequence[str]) -> Mapping[str, Node]:
        """The nodes known under some of the URIs."""
        self.finds += 1
        return {uri: self._nodes[key_of(uri)] for uri in uris if key_of(uri) in self._nodes}

    def find_pointing(self, uris: Sequence[str], terms: Sequence[str]) -> Mapping[str, Sequence[Node]]:
        """The nodes that refer to each URI under one of the properties."""
        self.finds += 1
        found: dict[str, Sequence[Node]] = {}
        for uri in uris:
            nodes: dict[str, Node] = {}
            for term in terms:
                nodes.update(self._pointing.get((term, key_of(uri)), {}))
            if nodes:
                found[uri] = tuple(nodes.values())
        return found

    def _take(self, items: Sequence[Any], taken: set[str]) -> None:
        names: dict[str, str] = {}
        for label in sorted({label for item in items for label in _labels(item, 0)}):
            fresh = label
            while fresh in taken:
                fresh += "x"
            names[label] = fresh
            taken.add(fresh)
        for item in items:
            node = _canonical(item, names, 0)
            uri = node.get("@id") or node.get("ceterms:ctid") if isinstance(node, Mapping) else None
            if isinstance(uri, str) and uri.strip():
                self._nodes.setdefault(key_of(uri), node)

    def _index(self, node: Node) -> None:
        me = key_of(str(node.get("@id") or node.get("ceterms:ctid")))
        for term, value in node.items():
            if term[:1] != "@":
                for uri in _references(value, 0):
                    self._pointing.setdefault((term, key_of(uri)), {})[me] = node


def _items_of(document: Any) -> list[Any]:
    if isinstance(document, Mapping):
        return listed(document["@graph"]) if "@graph" in document else [document]
    return listed(document)


def _labels(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        return
    if isinstance(value, str):
        if is_blank(value):
            yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _labels(entry, depth + 1)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if name not in _UNSAFE_VALUES:
                yield from _labels(entry, depth + 1)


def _canonical(value: Any, names: Mapping[str, str], depth: int) -> Any:
    """A copy with canonical names and with the blank nodes renamed; deeper than any document, nothing."""
    if depth > _DEPTH:
        return None
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_canonical(entry, names, depth + 1) for entry in value]
    if not isinstance(value, Mapping):
        return value
    normalize = bundled_vocabulary().normalize_term
    made: dict[str, Any] = {}
    for name, entry in value.items():
        if name in _UNSAFE_VALUES:
            made[name] = entry
        else:
            made[name if name[:1] == "@" else normalize(name)] = _canonical(entry, names, depth + 1)
    return made


def _references(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        return
    for entry in listed(value):
        uri = reference_of(entry)
        if uri:
            yield uri
        if isinstance(entry, Mapping):
            for name, inner in entry.items():
                if name[:1] != "@":
                    yield from _references(inner, depth + 1)
