"""Documents to RDF quads, without a general JSON-LD processor and without any network.

The walk reads graph form, single form and anything in between, at any depth, and yields the quads of one
node after the other. No valid JSON makes it fail. Where it does more, or other, than JSON-LD 1.1 asks:

* Names without prefix and unknown keywords become CTDL names instead of being dropped.
* Strings in positions that ask for references are read with care: an absolute or compact IRI is a node,
  ``_:x`` a blank node, a relative path or bare CTID is resolved against the base, and free text stays a
  literal.
* An ``@id`` that is no IRI is made one by percent-encoding; the mentions of it in the document follow.
* ``{"@value": ...}`` without type and language is read like the bare value.
* An object that looks like a language map is one, also under properties that nobody declared.
* Among the types of numbers, the vocabulary decides, not ``@type``.
* ``@index`` and ``@direction`` say nothing in RDF and are dropped, as is ``null``.

Source: JSON-LD 1.1 API section 8, ``ctdl-vocabulary.md`` section 3.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote, urljoin

import msgspec
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from opencredreg.ctdl import ValueKind
from opencredreg.errors import UnknownContext
from opencredreg.ids import is_ctid
from opencredreg.jsonld.contexts import ActiveContext, extend_context
from opencredreg.jsonld.rdf_values import (
    NUMBER_KINDS,
    NUMBERS,
    RDF,
    is_language_map,
    language_literal,
    literal_of,
    typed_literal,
)

__all__ = ["iter_quads"]

Node: TypeAlias = "NamedNode | BlankNode"
Graph: TypeAlias = "NamedNode | BlankNode | DefaultGraph"
Object: TypeAlias = "NamedNode | BlankNode | Literal"

_TYPE = NamedNode(f"{RDF}type")
_TEXTUAL = frozenset({ValueKind.LANGUAGE_MAP, ValueKind.ANY, ValueKind.STRING, ValueKind.LANGUAGE})
_FIRST, _REST, _NIL = NamedNode(f"{RDF}first"), NamedNode(f"{RDF}rest"), NamedNode(f"{RDF}nil")
_ANY_URI = "http://www.w3.org/2001/XMLSchema#anyURI"
_TERMS = "https://purl.org/ctdl/terms/"

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
_PATH = re.compile(r"(?:\.{0,2}/|#)\S*")
_BLANK = re.compile(r"_:(\S+)")
# What nearly all @id values look like; only the others need to be remembered.
_ORDINARY = re.compile(r"(?:https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]+|_:\S+)")
_SCOPE = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.\-]*)?")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_IRI_CHARACTERS = ":/?#@!$&'()*+,;=%~"
# Lists in lists beyond this depth are read as one list; no real document comes near.
_LIST_DEPTH = 64


def iter_quads(
    document: Mapping[str, Any],
    active: ActiveContext,
    *,
    base: str = "",
    graph: str | None = None,
    blank_scope: str = "",
) -> Iterator[Quad]:
    """Yield the quads of a document, node by node.

    Args:
        document: the decoded JSON object.
        active: its resolved context.
        base: what relative addresses are resolved against; without it they stay literals.
        graph: the name of the graph that takes all quads. Without it the document decides, as JSON-LD says:
            what stands in the ``@graph`` of a named document goes to the graph of that name, everything
            else to the default graph.
        blank_scope: put before the labels of all blank nodes, so that documents can be merged.

    >>> from opencredreg.jsonld.contexts import resolve_context
    >>> node = {"@id": "https://example.org/a", "ceterms:name": {"en": "Welding"}}
    >>> [str(quad) for quad in iter_quads(node, resolve_context(None))]
    ['<https://example.org/a> <https://purl.org/ctdl/terms/name> "Welding"@en']
    """
    return _Walk(document, active, base or active.base, graph, blank_scope).quads()


class _Property(msgspec.Struct, frozen=True):
    """What is known of a key of the document."""

    predicate: NamedNode
    kind: ValueKind
    datatype: str
    language: str
    is_list: bool


class _Pending(msgspec.Struct, frozen=True):
    """A node that was met and is still to be described."""

    value: Mapping[str, Any]
    subject: Node
    graph: Graph
    active: ActiveContext


class _Walk:
    """One pass over one document."""

    def __init__(
        self, document: Mapping[str, Any], active: ActiveContext, base: str, graph: str | None, scope: str
    ) -> None:
        self._document = document
        self._active = active
        self._base = base
        self._scope = scope if _SCOPE.fullmatch(scope) else _label(scope)
        self._labels, self._odd_ids = _survey(document)
        self._count = 0
        self._forced = self._node_of_iri(graph) if graph else None
        self._properties: dict[tuple[int, str], _Property] = {}
        self._contexts: list[ActiveContext] = []
        self._nodes: dict[str, Node | None] = {}
        self._pending: deque[_Pending] = deque()
        self._met: list[_Pending] = []
        self._cells: list[tuple[Node, NamedNode, Object]] = []

    def quads(self) -> Iterator[Quad]:
        document = self._document
        graph = self._forced or DefaultGraph()
        # A document that is nothing but its graph has no subject of its own.
        bare = document.keys() <= {"@context", "@graph"}
        if bare and "@graph" in document:
            self._items(document["@graph"], graph, self._active)
        else:
            self._met.append(_Pending(document, self._subject(document, self._active), graph, self._active))
        self._take_met()
        while self._pending:
            yield from self._node(self._pending.popleft())
            self._take_met()

    def _take_met(self) -> None:
        self._pending.extendleft(reversed(self._met))
        self._met.clear()

    def _node(self, pending: _Pending) -> Iterator[Quad]:
        subject, graph, active = pending.subject, pending.graph, pending.active
        for key, content in pending.value.items():
            if not key.startswith("@"):
                yield from self._statements(subject, self._property(key, active), content, graph, active)
            elif key == "@type":
                yield from self._types(subject, content, graph, active)
            elif key in ("@graph", "@included"):
                inner = graph if key == "@included" else self._forced or subject
                self._items(content, inner, active)
            elif key == "@reverse" and isinstance(content, Mapping):
                yield from self._reverse(subject, content, graph, active)
            elif key == "@nest" and _all_objects(content):
                self._met.extend(_Pending(part, subject, graph, active) for part in _as_list(content))
            elif key not in ("@id", "@context", "@index"):
                yield from self._statements(subject, self._property(key, active), content, graph, active)

    def _items(self, content: object, graph: Graph, active: ActiveContext) -> None:
        """The entries of ``@graph`` or ``@included``; entries that are no objects describe nothing."""
        for entry in _flat(content):
            if isinstance(entry, Mapping):
                self._meet(entry, graph, active)

    def _meet(self, value: Mapping[str, Any], graph: Graph, active: ActiveContext) -> Node:
        """Put a node aside for later; its subject is needed at once."""
        if "@context" in value:
            active = self._nested_context(active, value["@context"])
        subject = self._subject(value, active)
        if not value.keys() <= {"@id", "@index"}:
            self._met.append(_Pending(value, subject, graph, active))
        return subject

    def _types(self, subject: Node, content: object, graph: Graph, active: ActiveContext) -> Iterator[Quad]:
        for entry in _flat(content):
            if isinstance(entry, str) and entry.strip():
                yield Quad(subject, _TYPE, self._class(entry, active), graph)
            else:
                yield from self._statements(subject, self._property("rdf:type", active), entry, graph, active)

    def _class(self, name: str, active: ActiveContext) -> Node:
        blank = _BLANK.fullmatch(name.strip())
        return self._blank(blank[1]) if blank else _named(active.predicate_iri(name))

    def _reverse(
        self, subject: Node, content: Mapping[str, Any], graph: Graph, active: ActiveContext
    ) -> Iterator[Quad]:
        for key, values in content.items():
            own = self._property(key, active)
            found = _Property(own.predicate, ValueKind.IRI, "", "", False)
            for entry in _flat(values):
                terms = list(self._objects(entry, found, graph, active, 0))
                if any(isinstance(term, Literal) for term in terms):
                    # A text cannot be a subject; it is kept as a value of the property.
                    yield from self._statements(subject, own, entry, graph, active)
                else:
                    yield from (Quad(term, own.predicate, subject, graph) for term in _nodes(terms))
            yield from self._take_cells(graph)

    def _statements(
        self, subject: Node, found: _Property, content: object, graph: Graph, active: ActiveContext
    ) -> Iterator[Quad]:
        if found.datatype == "@json" and content is not None:
            yield Quad(subject, found.predicate, typed_literal(content, "@json"), graph)
            return
        if found.is_list and isinstance(content, list):
            yield Quad(subject, found.predicate, self._list(content, found, graph, active, 0), graph)
        else:
            for term in self._objects(content, found, graph, active, 0):
                yield Quad(subject, found.predicate, term, graph)
        yield from self._take_cells(graph)

    def _take_cells(self, graph: Graph) -> Iterator[Quad]:
        if self._cells:
            for cell in self._cells:
                yield Quad(*cell, graph)
            self._cells.clear()

    def _objects(
        self, content: object, found: _Property, graph: Graph, active: ActiveContext, depth: int
    ) -> Iterator[Object]:
        """The terms that a value stands for; objects inside are put aside for later."""
        for entry in _flat(content):
            if isinstance(entry, str) and found.kind is ValueKind.IRI:
                yield self._reference(entry, active)
            elif isinstance(entry, bool | int | float | str):
                yield literal_of(entry, found.kind, found.datatype, found.language)
            elif isinstance(entry, Mapping):
                yield from self._object(entry, found, graph, active, depth)

    def _object(
        self, value: Mapping[str, Any], found: _Property, graph: Graph, active: ActiveContext, depth: int
    ) -> Iterator[Object]:
        if "@value" in value:
            yield from self._explicit(value, found, active)
        elif "@list" in value and depth < _LIST_DEPTH:
            yield self._list(_as_list(value["@list"]), found, graph, active, depth)
        elif is_language_map(value, found.kind, active.prefixes):
            if found.kind in _TEXTUAL:
                yield from _texts(value)
                return
            # Where values are no texts, @none says nothing of them.
            yield from _texts({tag: entries for tag, entries in value.items() if tag != "@none"})
            yield from self._objects(value.get("@none"), found, graph, active, depth)
        else:
            yield self._meet(value, graph, active)

    def _explicit(
        self, value: Mapping[str, Any], found: _Property, active: ActiveContext
    ) -> Iterator[Object]:
        """What a value object stands for."""
        inner, datatype, language = value["@value"], value.get("@type"), value.get("@language")
        if inner is None:
            return
        if isinstance(inner, Mapping | list):
            yield typed_literal(inner, "@json")
        elif isinstance(inner, str) and isinstance(language, str):
            yield language_literal(inner, language)
        elif not isinstance(datatype, str) or not datatype:
            yield from self._objects(inner, found, DefaultGraph(), active, 0)
        else:
            address = datatype if datatype.startswith("@") else active.expand(datatype)
            is_address = address in ("@id", "@vocab") or (address == _ANY_URI and found.kind is ValueKind.IRI)
            if is_address and isinstance(inner, str):
                yield self._reference(inner, active)
            else:
                yield _typed(inner, address, found)

    def _list(
        self, items: list[Any], found: _Property, graph: Graph, active: ActiveContext, depth: int
    ) -> Node:
        terms: list[Object] = []
        for item in items:
            if isinstance(item, list) and depth < _LIST_DEPTH:
                terms.append(self._list(item, found, graph, active, depth + 1))
            else:
                terms.extend(self._objects(item, found, graph, active, depth + 1))
        head: Node = _NIL
        for term in reversed(terms):
            cell = self._fresh()
            self._cells += [(cell, _FIRST, term), (cell, _REST, head)]
            head = cell
        return head

    def _subject(self, value: Mapping[str, Any], active: ActiveContext) -> Node:
        stated = value.get("@id")
        return self._identity(stated, active) if isinstance(stated, str) and stated.strip() else self._fresh()

    def _identity(self, text: str, active: ActiveContext) -> Node:
        """The node that an ``@id`` names, whatever it looks like."""
        node = self._proper_node(text, active)
        if node is not None:
            return node
        iri = _joined(
            self._base, quote(active.expand_iri(text.strip()), safe=_IRI_CHARACTERS, errors="replace")
        )
        if _ABSOLUTE.fullmatch(iri):
            return _named(iri)
        digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
        return self._blank(f"id-{digest[:32]}")

    def _reference(self, text: str, active: ActiveContext) -> Object:
        """The node that a text in a reference position names, or the text itself as a literal."""
        if text in self._odd_ids:
            return self._identity(text, active)
        node = self._proper_node(text, active)
        return node if node is not None else literal_of(text, ValueKind.STRING, "", "")

    def _proper_node(self, text: str, active: ActiveContext) -> Node | None:
        """The node of a text that is an IRI, a compact IRI, a blank node label or a relative path."""
        if active is not self._active:
            return self._find_node(text, active)
        if text not in self._nodes:
            self._nodes[text] = self._find_node(text, active)
        return self._nodes[text]

    def _find_node(self, text: str, active: ActiveContext) -> Node | None:
        trimmed = text.strip()
        blank = _BLANK.fullmatch(trimmed)
        if blank:
            return self._blank(blank[1])
        iri = active.expand_iri(trimmed)
        if _PATH.fullmatch(iri) or is_ctid(iri):
            iri = _joined(self._base, iri)
        if not _ABSOLUTE.fullmatch(iri):
            return None
        try:
            return NamedNode(iri)
        except ValueError:
            return None

    def _node_of_iri(self, iri: str) -> Node:
        blank = _BLANK.fullmatch(iri)
        return self._blank(blank[1]) if blank else _named(iri)

    def _blank(self, label: str) -> BlankNode:
        return BlankNode(self._scope + _label(label))

    def _fresh(self) -> BlankNode:
        while True:
            self._count += 1
            label = f"e{self._count}"
            if label not in self._labels:
                return BlankNode(self._scope + label)

    def _property(self, key: str, active: ActiveContext) -> _Property:
        found = self._properties.get((id(active), key))
        if found is None:
            found = _Property(
                predicate=_named(active.predicate_iri(key)),
                kind=active.kind_of(key),
                datatype=active.datatype_of(key),
                language=active.language_of(key),
                is_list=active.is_list(key),
            )
            self._properties[id(active), key] = found
        return found

    def _nested_context(self, active: ActiveContext, context: object) -> ActiveContext:
        try:
            nested = extend_context(active, context)
        except UnknownContext:
            return active
        # Keys are remembered by the identity of their context, so each one has to stay alive.
        self._contexts.append(nested)
        return nested


def _survey(document: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The blank node labels that a document uses, and its ``@id`` values that are no plain addresses."""
    labels: set[str] = set()
    odd: set[str] = set()
    waiting: list[object] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if value.startswith("_:"):
                labels.add(value[2:].strip())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
            stated = value.get("@id")
            if isinstance(stated, str) and stated.strip() and not _ORDINARY.fullmatch(stated):
                odd.add(stated)
    return frozenset(labels), frozenset(odd)


def _typed(value: bool | int | float | str, datatype: str, found: _Property) -> Literal:
    """A literal with a stated datatype; among the types of numbers the vocabulary decides."""
    stated = typed_literal(value, datatype)
    if found.kind in NUMBER_KINDS and stated.datatype in NUMBERS:
        usual = literal_of(stated.value, found.kind, found.datatype, "")
        if usual.datatype in NUMBERS:
            return usual
    return stated


def _texts(value: Mapping[str, Any]) -> Iterator[Literal]:
    """The literals of a language map."""
    for tag, entries in value.items():
        for entry in _flat(entries):
            text = entry if isinstance(entry, str) else literal_of(entry, ValueKind.STRING, "", "").value  # type: ignore[arg-type]
            yield (
                literal_of(text, ValueKind.STRING, "", "") if tag == "@none" else language_literal(text, tag)
            )


def _flat(content: object) -> Iterator[object]:
    """The values in a value: arrays, ``@set`` included, are opened, ``null`` is dropped."""
    if not isinstance(content, list | Mapping):
        if content is not None:
            yield content
        return
    waiting: list[object] = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, Mapping) and "@set" in value and value.keys() <= {"@set", "@index"}:
            waiting.append(value["@set"])
        elif value is not None:
            yield value


def _nodes(terms: list[Object]) -> Iterator[Node]:
    for term in terms:
        if not isinstance(term, Literal):
            yield term


def _as_list(content: Any) -> list[Any]:
    return content if isinstance(content, list) else [content]


def _all_objects(content: object) -> bool:
    return all(isinstance(part, Mapping) for part in _as_list(content))


def _label(text: str) -> str:
    """A blank node label that every syntax can write."""
    return text if _LABEL.fullmatch(text) else f"x--{text.encode(errors='replace').hex()}"


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def _named(iri: str) -> NamedNode:
    """The node of an IRI; what IRIs may not hold is percent-encoded."""
    candidates = (
        iri,
        quote(iri, safe=_IRI_CHARACTERS, errors="replace"),
        quote(iri, safe=_IRI_CHARACTERS.replace("%", ""), errors="replace"),
    )
    for candidate in candidates:
        if _ABSOLUTE.fullmatch(candidate):
            try:
                return NamedNode(candidate)
            except ValueError:
                continue
    return NamedNode(_TERMS + quote(iri.removeprefix(_TERMS), safe="", errors="replace"))
