"""RDF quads back to a CTDL-style JSON-LD document.

Terms are compact, texts stand in language maps, references are plain strings, one value stands alone and
several in a list. A blank node that is referred to once is written inside, unless things of its class stand
in the graph (outside organizations, for one). Reading the document again gives the same quads; where the
vocabulary expects numbers or references, a number keeps its value rather than its spelling and a plain
literal that is an address becomes a reference.

Source: ``ctdl-vocabulary.md`` sections 3 and 5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeGuard

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, parse

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.findings import Finding
from opencredreg.ids import ctid_of_uri
from opencredreg.jsonld.contexts import CTDL_CONTEXT_URL, CTDLASN_CONTEXT_URL
from opencredreg.jsonld.rdf_formats import RDF_FORMATS, find_syntax
from opencredreg.jsonld.rdf_values import RDF, is_language_map, native_of, styled_tag, value_object

__all__ = ["from_rdf"]

Node: TypeAlias = "NamedNode | BlankNode"
Graph: TypeAlias = "NamedNode | BlankNode | DefaultGraph"
Object: TypeAlias = "NamedNode | BlankNode | Literal"
_Place: TypeAlias = "tuple[Graph, Node]"

_TYPE = NamedNode(f"{RDF}type")
_FIRST, _REST, _NIL = NamedNode(f"{RDF}first"), NamedNode(f"{RDF}rest"), NamedNode(f"{RDF}nil")
# Objects nested deeper than this are written as items of the graph.
_DEPTH = 48
_ASN_PREFIXES = ("ceasn:", "skos:", "asn:")


def from_rdf(data: bytes | Iterable[Quad], format: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Make a JSON-LD document.

    The document is in single form when one node holds everything, in graph form else. Quads in one named
    graph give a document with the name of that graph.

    Args:
        data: bytes in an RDF syntax, or quads (then ``format`` is not looked at).
        format: a key of ``RDF_FORMATS``.
        vocabulary: decides names, and how values are written.

    Raises:
        InvalidInput: the syntax is not known, the bytes are not of it (``malformed-rdf``), or they hold
            statements about statements.
    """
    quads = _parsed(data, format) if isinstance(data, bytes) else data
    return _Documents(quads, vocabulary).document()


def _parsed(data: bytes, format: str) -> Iterator[Quad]:
    syntax = find_syntax(format)
    if syntax is None:
        known = ", ".join(sorted({syntax.name for syntax in RDF_FORMATS.values()}))
        raise InvalidInput(f"{format!r} is not an RDF syntax that we read", hint=f"use one of {known}")
    try:
        yield from parse(data, format=syntax.format)
    except (SyntaxError, ValueError) as error:
        raise _malformed(f"the text is not {syntax.name}: {error}") from None


def _malformed(message: str) -> InvalidInput:
    finding = Finding(code="malformed-rdf", severity="error", pointer="", message=message)
    return InvalidInput(message, (finding,))


class _Documents:
    """The statements by graph and subject, and what was written already."""

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._nodes: dict[_Place, dict[NamedNode, dict[Object, None]]] = {}
        self._mentions: Counter[BlankNode] = Counter()
        self._homes: dict[BlankNode, set[object]] = {}
        self._graphs: dict[Node, None] = {}
        self._written: set[_Place] = set()
        for quad in quads:
            self._add(quad)

    def document(self) -> dict[str, Any]:
        """The document."""
        tops = dict(self._items(DefaultGraph()))
        for name in self._graphs:
            top = tops.setdefault(name, {"@id": _name(name)})
            top["@graph"] = [node for _, node in self._items(name, _name(name))]
        nodes = list(tops.values())
        context = CTDLASN_CONTEXT_URL if self._is_asn(nodes) else CTDL_CONTEXT_URL
        if len(nodes) != 1:
            return {"@context": context, "@graph": nodes}
        subject, node = next(iter(tops.items()))
        if isinstance(subject, BlankNode) and not self._mentions[subject] and "@graph" not in node:
            del node["@id"]
        return {"@context": context, **node}

    def _add(self, quad: Quad) -> None:
        subject, predicate, value, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
        if isinstance(subject, Triple) or isinstance(value, Triple):
            raise _malformed("statements about statements have no place in a CTDL document")
        values = self._nodes.setdefault((graph, subject), {}).setdefault(predicate, {})
        if value in values:
            return
        values[value] = None
        if not isinstance(graph, DefaultGraph):
            self._graphs[graph] = None
        for term in (subject, value):
            if isinstance(term, BlankNode):
                self._homes.setdefault(term, set()).add(graph)
        if isinstance(value, BlankNode):
            self._mentions[value] += 1

    def _items(self, graph: Graph, main: str = "") -> list[tuple[Node, dict[str, Any]]]:
        """The nodes that stand in a graph on their own, the main resource first."""
        places = [place for place in self._nodes if place[0] == graph]
        roots = [place for place in places if not self._is_inner(place[1], graph)]
        ctid = ctid_of_uri(main)
        roots.sort(key=lambda place: self._rank(place, ctid))
        items = [(place[1], self._node(place, 0)) for place in roots]
        # What only mentions itself, in a circle, has no root; what was nested too deeply is left as well.
        items += [(place[1], self._node(place, 0)) for place in places if place not in self._written]
        return items

    def _rank(self, place: _Place, ctid: str | None) -> int:
        subject = place[1]
        if isinstance(subject, BlankNode):
            return 2
        if ctid and ctid_of_uri(subject.value) == ctid:
            return 0
        return 1 if "top" in self._placements(place) else 2

    def _is_inner(self, subject: Node, graph: Graph) -> bool:
        """Whether a node is written inside the only other one that mentions it."""
        return (
            isinstance(subject, BlankNode)
            and self._mentions[subject] == 1
            and self._homes[subject] == {graph}
            and subject not in self._graphs
            and (graph, subject) in self._nodes
            and self._placements((graph, subject)).isdisjoint(("top", "travels"))
        )

    def _placements(self, place: _Place) -> set[str]:
        names = (self._term(value) for value in self._nodes[place].get(_TYPE, ()) if _is_node(value))
        return {facts.placement for name in names if (facts := self._vocabulary.classes.get(name))}

    def _node(self, place: _Place, depth: int) -> dict[str, Any]:
        """One node; at depth 0 it has its name, deeper only where it is not blank."""
        self._written.add(place)
        graph, subject = place
        node: dict[str, Any] = {}
        if depth == 0 or isinstance(subject, NamedNode):
            node["@id"] = _name(subject)
        by_key: dict[str, list[Object]] = {}
        for predicate, values in self._nodes[place].items():
            if predicate == _TYPE:
                names = [self._term(value) for value in values if _is_node(value)]
                if names:
                    node["@type"] = names[0] if len(names) == 1 else names
                values = {value: None for value in values if not _is_node(value)}
            if values:
                by_key.setdefault(self._vocabulary.compact(predicate.value), []).extend(values)
        for key, objects in by_key.items():
            node["rdf:type" if key == _TYPE.value else key] = self._values(key, objects, graph, depth)
        return node

    def _values(self, key: str, objects: list[Object], graph: Graph, depth: int) -> object:
        """The values of one property: texts gathered by language, then all others."""
        kind, datatype = self._typing(key)
        texts: dict[str, list[str]] = {}
        entries: list[object] = []
        for term in objects:
            if isinstance(term, Literal) and term.language is not None:
                texts.setdefault(styled_tag(term.language), []).append(term.value)
            else:
                entries.append(self._entry(term, kind, datatype, graph, depth))
        if texts and kind is ValueKind.LANGUAGE_MAP:
            # Text of unknown language goes with the others of its property.
            plain = [entry for entry in entries if isinstance(entry, str)]
            entries = [entry for entry in entries if not isinstance(entry, str)]
            if plain:
                texts["@none"] = plain
        if texts:
            entries[:0] = self._texts(texts, kind)
        return entries[0] if len(entries) == 1 else entries

    def _texts(self, texts: Mapping[str, list[str]], kind: ValueKind) -> list[object]:
        """A language map, or value objects where an object would not be read as one."""
        by_tag = {tag: found[0] if len(found) == 1 else found for tag, found in texts.items()}
        if is_language_map(by_tag, kind, self._vocabulary.prefixes):
            return [by_tag]
        return [{"@value": text, "@language": tag} for tag, found in texts.items() for text in found]

    def _entry(self, term: Object, kind: ValueKind, datatype: str, graph: Graph, depth: int) -> object:
        if isinstance(term, Literal):
            native = native_of(term, kind, datatype)
            return value_object(term, self._vocabulary.compact) if native is None else native
        items = self._list_items(term, graph) if depth < _DEPTH else None
        if items is not None:
            return {"@list": [self._entry(item, kind, datatype, graph, depth + 1) for item in items]}
        place = (graph, term)
        if depth < _DEPTH and place not in self._written and self._is_inner(term, graph):
            node = self._node(place, depth + 1)
            if is_language_map(node, kind, self._vocabulary.prefixes):
                node = {"@id": _name(term), **node}
            return node
        return self._reference(term, kind)

    def _reference(self, term: Node, kind: ValueKind) -> object:
        name = _name(term)
        if kind is not ValueKind.IRI:
            return {"@id": name}
        compact = self._vocabulary.compact(name)
        is_exact = self._vocabulary.is_known(compact) and self._vocabulary.expand(compact) == name
        return compact if is_exact else name

    def _list_items(self, head: Node, graph: Graph) -> list[Object] | None:
        """The members of a well-formed list that nothing else refers to."""
        items: list[Object] = []
        cells: list[_Place] = []
        cell: object = head
        while cell != _NIL:
            if not isinstance(cell, BlankNode) or self._mentions[cell] != 1 or self._homes[cell] != {graph}:
                return None
            place = (graph, cell)
            statements = self._nodes.get(place, {})
            if place in self._written or statements.keys() != {_FIRST, _REST}:
                return None
            first, rest = statements[_FIRST], statements[_REST]
            if len(first) != 1 or len(rest) != 1:
                return None
            cells.append(place)
            items += first
            cell = next(iter(rest))
        self._written.update(cells)
        return items

    def _typing(self, key: str) -> tuple[ValueKind, str]:
        facts = self._vocabulary.properties.get(key)
        if facts is None:
            return ValueKind.ANY, ""
        return facts.kind, "" if facts.datatype.startswith("@") else self._vocabulary.expand(facts.datatype)

    def _term(self, node: Node) -> str:
        return self._vocabulary.compact(node.value) if isinstance(node, NamedNode) else _name(node)

    def _is_asn(self, nodes: list[dict[str, Any]]) -> bool:
        """Whether the main resource is one of those that are published with the CTDL-ASN context."""
        main = nodes[0] if nodes else {}
        main = main["@graph"][0] if main.get("@graph") else main
        types = main.get("@type", ())
        return any(name.startswith(_ASN_PREFIXES) for name in ([types] if isinstance(types, str) else types))


def _is_node(term: Object) -> TypeGuard[NamedNode | BlankNode]:
    return not isinstance(term, Literal)


def _name(node: Node) -> str:
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"
