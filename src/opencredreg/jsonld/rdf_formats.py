"""RDF syntaxes: their names, and writing quads in them.

Not every syntax can say everything. Turtle, N-Triples and RDF/XML know one graph only, so graph names are
dropped there. RDF/XML cannot hold control characters (they become U+FFFD) nor properties and classes
whose address does not end in an XML name (these are refused).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, TypeVar

import msgspec
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import serialize as _serialize

from opencredreg.ctdl import Vocabulary, bundled_vocabulary
from opencredreg.errors import InvalidInput

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["RDF_FORMATS", "RDFSyntax", "find_syntax", "serialize", "write_quads"]


class RDFSyntax(msgspec.Struct, frozen=True):
    """One syntax. ``has_graphs`` says whether it can name graphs; ``format`` is the one of pyoxigraph."""

    name: str
    extension: str
    media_type: str
    has_graphs: bool
    format: RdfFormat


_SYNTAXES = (
    RDFSyntax("turtle", ".ttl", "text/turtle", False, RdfFormat.TURTLE),
    RDFSyntax("ntriples", ".nt", "application/n-triples", False, RdfFormat.N_TRIPLES),
    RDFSyntax("nquads", ".nq", "application/n-quads", True, RdfFormat.N_QUADS),
    RDFSyntax("rdfxml", ".rdf", "application/rdf+xml", False, RdfFormat.RDF_XML),
    RDFSyntax("trig", ".trig", "application/trig", True, RdfFormat.TRIG),
)
_OTHER_NAMES: Mapping[str, str] = {
    "application/x-turtle": "turtle",
    "application/turtle": "turtle",
    "n-triples": "ntriples",
    "n-quads": "nquads",
    "text/x-nquads": "nquads",
    "xml": "rdfxml",
    "rdf/xml": "rdfxml",
    "application/x-trig": "trig",
}

RDF_FORMATS: Mapping[str, RDFSyntax] = {
    **{
        key: syntax
        for syntax in _SYNTAXES
        for key in (syntax.name, syntax.extension, syntax.extension[1:], syntax.media_type)
    },
    **{
        other: next(syntax for syntax in _SYNTAXES if syntax.name == name)
        for other, name in _OTHER_NAMES.items()
    },
}
"""Short names, extensions (with and without the dot) and media types to syntaxes."""

_TURTLE_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_XML_LABEL = re.compile(r"[A-Za-z0-9_.\-]+")
# A part of what XML 1.0 calls a name, so that readers of every age agree.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ_"
_XML_NAME = re.compile(rf"[\x21-\x7eÀ-ÖØ-öø-ÿ]*?[{_LETTERS}][{_LETTERS}0-9.\-]*")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ALWAYS = ("ceterms", "xsd")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = NamedNode(f"{_RDF}type")
# Every syntax has its own way to write these.
_UNWRITTEN = frozenset({NamedNode("http://www.w3.org/2001/XMLSchema#string"), NamedNode(f"{_RDF}langString")})
_Term = TypeVar("_Term")


def find_syntax(name: str) -> RDFSyntax | None:
    """The syntax of a short name, extension or media type (parameters such as charset are ignored).

    >>> find_syntax("text/turtle; charset=utf-8").name, find_syntax("json")
    ('turtle', None)
    """
    return RDF_FORMATS.get(name.partition(";")[0].strip().lower())


def serialize(
    quads: Iterable[Quad],
    format: str,
    *,
    prefixes: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | None = None,
) -> bytes:
    """Write quads as bytes. Only the prefixes that are used are declared.

    Args:
        quads: the quads, best with those of one subject together.
        format: a key of :data:`RDF_FORMATS`.
        prefixes: further prefixes to use, such as the document's own.
        vocabulary: whose prefixes are used; without it the bundled one.

    Raises:
        InvalidInput: the format is not known, or RDF/XML cannot write a property.
    """
    held = list(quads)
    known = {**(vocabulary or bundled_vocabulary()).prefixes, **(prefixes or {})}
    output = io.BytesIO()
    _write(held, _get_syntax(format), output, _used(held, known))
    return output.getvalue()


def write_quads(
    quads: Iterable[Quad], format: str, output: IO[bytes], *, vocabulary: Vocabulary | None = None
) -> None:
    """Write quads as they come, holding none of them; all prefixes of the vocabulary's terms are declared.

    ``vocabulary`` is the edition; without it the bundled one.

    Raises:
        InvalidInput: as for :func:`serialize`.
    """
    vocabulary = vocabulary or bundled_vocabulary()
    names = {term.partition(":")[0] for term in (*vocabulary.properties, *vocabulary.classes)} | {*_ALWAYS}
    prefixes = {name: vocabulary.prefixes[name] for name in sorted(names) if name in vocabulary.prefixes}
    _write(quads, _get_syntax(format), output, prefixes)


def _write(quads: Iterable[Quad], syntax: RDFSyntax, output: IO[bytes], prefixes: dict[str, str]) -> None:
    if syntax.format == RdfFormat.RDF_XML:
        _serialize(_for_xml(quads), _CarriageReturns(output), syntax.format, prefixes=prefixes)
    elif syntax.has_graphs:
        _serialize(_relabelled(quads), output, syntax.format, prefixes=prefixes)
    else:
        _serialize(_triples(quads), output, syntax.format, prefixes=prefixes)


def _get_syntax(name: str) -> RDFSyntax:
    syntax = find_syntax(name)
    if syntax is None:
        known = ", ".join(syntax.name for syntax in _SYNTAXES)
        raise InvalidInput(f"{name!r} is not an RDF syntax that we write", hint=f"use one of {known}")
    return syntax


def _used(quads: Iterable[Quad], known: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that shorten at least one address."""
    namespaces: set[str] = set()
    for quad in quads:
        if quad.predicate != _TYPE:
            namespaces.add(_namespace(quad.predicate))
        for term in (quad.subject, quad.object):
            if isinstance(term, NamedNode):
                namespaces.add(_namespace(term))
            elif isinstance(term, Literal) and term.datatype not in _UNWRITTEN:
                namespaces.add(_namespace(term.datatype))
    return {name: address for name, address in sorted(known.items()) if address in namespaces}


def _namespace(node: NamedNode) -> str:
    text = node.value
    return text[: max(text.rfind("/"), text.rfind("#")) + 1]


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    for quad in _relabelled(quads):
        yield quad.triple


def _relabelled(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Labels that Turtle cannot write are replaced; N-Triples, for one, allows a colon."""
    for quad in quads:
        subject, value, graph = _safe(quad.subject), _safe(quad.object), _safe(quad.graph_name)
        if subject is quad.subject and value is quad.object and graph is quad.graph_name:
            yield quad
        else:
            yield Quad(subject, quad.predicate, value, graph)


def _safe(term: _Term) -> _Term | BlankNode:
    if isinstance(term, BlankNode) and not _TURTLE_LABEL.fullmatch(term.value):
        return BlankNode(f"x--{term.value.encode().hex()}")
    return term


def _for_xml(quads: Iterable[Quad]) -> Iterator[Triple]:
    for quad in quads:
        _check_xml_name(quad.predicate)
        if quad.predicate == _TYPE:
            # The writer makes an element of the first class of a node.
            _check_xml_name(quad.object)
        value = quad.object
        if isinstance(value, Literal):
            yield Triple(_xml_label(quad.subject), quad.predicate, _xml_text(value))
        else:
            yield Triple(_xml_label(quad.subject), quad.predicate, _xml_label(value))


def _check_xml_name(term: object) -> None:
    if isinstance(term, NamedNode) and not _XML_NAME.fullmatch(term.value):
        raise InvalidInput(f"RDF/XML cannot write the name {term.value}", hint="choose another RDF syntax")


def _xml_label(term: _Term) -> _Term | BlankNode:
    """A blank node gets a label that is an XML name."""
    if not isinstance(term, BlankNode):
        return term
    label = term.value
    return BlankNode(f"b{label}" if _XML_LABEL.fullmatch(label) else f"x{label.encode().hex()}")


def _xml_text(literal: Literal) -> Literal:
    """A literal without the characters that XML does not know."""
    if not _NOT_XML.search(literal.value):
        return literal
    text = _NOT_XML.sub("\ufffd", literal.value)
    if literal.language is not None:
        return Literal(text, language=literal.language)
    return Literal(text, datatype=literal.datatype)


class _CarriageReturns(io.BytesIO):
    """Writes carriage returns as references: readers of XML turn bare ones into line feeds."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output

    def write(self, data: Buffer, /) -> int:
        chunk = bytes(data)
        self._output.write(chunk.replace(b"\r", b"&#13;"))
        return len(chunk)
