"""What the validator and the exports say of the same document, place by place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import jsonschema_rs
import msgspec
import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import DCTERMS, RDF, SH

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.demo import documents as demo
from opencredreg.errors import UnknownContext
from opencredreg.jsonld.contexts import ActiveContext, resolve_context
from opencredreg.jsonld.document import Document
from opencredreg.jsonld.rdf import iter_quads
from opencredreg.validation import Mode, bundled_profile, parse_any_document, validator_for
from opencredreg.validation.exports.json_schema import build_schema, schema_classes
from opencredreg.validation.exports.shacl import build_shapes, render_shapes
from opencredreg.validation.place import escape
from tests.support.shared import shared_path

from .cases import CASES, changed

VOCABULARY = bundled_vocabulary()
_ALL = validator_for(bundled_profile("publish"), VOCABULARY)
TOP = frozenset(schema_classes(VOCABULARY))
_ERRORS = validator_for(bundled_profile("publish", "error"), VOCABULARY)
_BESIDE = frozenset({"required", "value-pair", "currency-missing", "unit-without-value"})
"""Codes that the validator reports at a property, and a schema at the object that has it."""


class Difference(NamedTuple):
    """Something that one of the two says of a place and the other does not. ``code`` is empty for a schema."""

    code: str
    pointer: str
    text: str = ""


# Documents.


def case_documents() -> Iterator[tuple[str, bytes]]:
    """The documents of all cases: those that break a rule and those that keep it."""
    for case in CASES:
        for kind, change in (("bad", case.bad), ("good", case.good)):
            document = change if isinstance(change, bytes) else changed(case.base(), change)
            yield f"{case.name} {kind}", document if isinstance(document, bytes) else encoded(document)


def sample_documents() -> Iterator[tuple[str, bytes]]:
    """Published documents, kept as samples."""
    for path in sorted(shared_path("samples", "registry").glob("*.json*")):
        yield path.name, path.read_bytes()


def demo_documents() -> Iterator[tuple[str, bytes]]:
    """The documents of a demonstration registry."""
    for document in demo(300, seed=3):
        yield document.ctid, document.payload


def encoded(document: Any) -> bytes:
    """A document as bytes; whatever JSON can hold."""
    return json.dumps(document, ensure_ascii=False).encode()


# JSON Schema.


@cache
def schema_validator(cls: str, mode: Mode = "publish") -> jsonschema_rs.Draft202012Validator:
    """The schema of a class, ready for use."""
    return jsonschema_rs.Draft202012Validator(build_schema(VOCABULARY, bundled_profile(mode), cls))


def main_class(document: Document) -> str:
    """The class that chooses the schema of a document; any schema will do for one that has none."""
    types = document.main.types if document.main else ()
    return types[0] if len(types) == 1 and types[0] in TOP else "ceterms:Certificate"


def engine_errors(document: Document) -> Mapping[str, set[str]]:
    """JSON pointer to the codes of the errors there."""
    found: dict[str, set[str]] = {}
    for finding in _ERRORS.validate(document).findings:
        found.setdefault(finding.pointer, set()).add(finding.code)
    return found


def schema_errors(document: Document) -> Mapping[str, str]:
    """JSON pointer to what the schema says there."""
    value = msgspec.json.decode(document.payload)
    found: dict[str, str] = {}
    mode: Mode = "provisional" if document.is_provisional else "publish"
    for error in schema_validator(main_class(document), mode).iter_errors(value):
        found["".join(f"/{escape(str(step))}" for step in error.instance_path)] = error.message
    return found


def schema_differences(payload: bytes) -> list[Difference]:
    """Where validator and schema part ways on a document."""
    document = parse_any_document(payload)
    engine, schema = engine_errors(document), schema_errors(document)
    unseen = [
        Difference(code, pointer)
        for pointer, codes in engine.items()
        for code in sorted(codes)
        if not any(_same_place(code, pointer, place) for place in schema)
    ]
    alone = [
        Difference("", place, message[:80])
        for place, message in schema.items()
        if not any(_same_place(code, pointer, place) for pointer, codes in engine.items() for code in codes)
    ]
    return unseen + alone


def _same_place(code: str, pointer: str, place: str) -> bool:
    # An object that is nothing but an @id is that address to the validator.
    return place in (pointer, f"{pointer}/@id") or (code in _BESIDE and place == pointer.rpartition("/")[0])


# SHACL.


class Told(NamedTuple):
    """What is said of an object, or of a property of it. ``pointer`` is that of the object."""

    pointer: str
    property: str
    code: str


_SAME: Mapping[str, str] = {
    "concept-unknown": "concept-not-in-scheme",
    "ctid-bare-uuid": "ctid-malformed",
    "reference-bare-ctid": "reference-not-iri",
    "reference-bare-uuid": "reference-not-iri",
}
"""Codes that a shape cannot tell apart, to the code of its shape."""
_OF_OBJECTS = frozenset(
    """
    required-missing required-one-of required-before required-by-policy recommended-missing ctid-missing
    alignment-name-missing alignment-incomplete constraint-incomplete observation-incomplete
    duration-empty currency-missing blank-node-thin registry-uri-malformed ctid-uri-mismatch
    """.split()
)
"""Codes that are compared by object: they are about what is not there, or about the object itself."""


@cache
def shapes_graph(mode: Mode) -> rdflib.Graph:
    """The shapes of a mode, ready for use."""
    quads = build_shapes(VOCABULARY, bundled_profile(mode))
    turtle = render_shapes(quads, vocabulary=VOCABULARY)
    return rdflib.Graph().parse(data=turtle, format="turtle")


def engine_tells(document: Document) -> set[Told]:
    """What the validator says of a document, in terms of objects and properties."""
    found = set()
    for finding in _ALL.validate(document).findings:
        code = _SAME.get(finding.code, finding.code)
        step = f"/{escape(finding.property)}"
        head, cut, tail = finding.pointer.rpartition(step)
        if finding.property and cut and (not tail or tail.startswith("/")):
            found.add(Told(head, "" if code in _OF_OBJECTS else finding.property, code))
        else:
            found.add(Told(finding.pointer, "", code))
    return found


class Batch:
    """Documents that share no subject, as one graph, with the objects that its nodes come from."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.names: list[str] = []
        self.objects: dict[str, tuple[str, str]] = {}
        """Node to name of its document and pointer of its object."""
        self._data = rdflib.Graph()

    def add(self, name: str, document: Document) -> bool:
        """Take a document in; false when one of its nodes is there already."""
        value = msgspec.json.decode(document.payload)
        scope = f"d{len(self.names)}-"
        nodes: dict[str, tuple[str, str]] = {}
        active = _context(value)
        for pointer, entry in _objects(value):
            stated = entry.get("@id")
            if not isinstance(stated, str) or not stated.strip():
                entry["@id"] = stated = f"_:at{pointer.encode().hex()}"
            stated = stated.strip()
            key = f"_:{scope}{stated[2:]}" if stated.startswith("_:") else active.expand_iri(stated)
            # Two objects with one name are one node in RDF.
            nodes.setdefault(key, (name, pointer))
        if not self.objects.keys().isdisjoint(nodes):
            return False
        self.names.append(name)
        self.objects |= nodes
        whole = value if isinstance(value, dict) else {"@graph": value}
        for quad in iter_quads(whole, active, blank_scope=scope):
            self._data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
        return True

    def results(self) -> Iterator[tuple[str, Told]]:
        """What the shapes say: name of the document, and what is told of which object."""
        _, report, _ = pyshacl.validate(self._data, shacl_graph=shapes_graph(self.mode), inference="none")
        for result in report.subjects(RDF.type, SH.ValidationResult):
            [focus] = report.objects(result, SH.focusNode)
            [shape] = report.objects(result, SH.sourceShape)
            [code] = shapes_graph(self.mode).objects(shape, DCTERMS.identifier)
            path = next(report.objects(result, SH.resultPath), None)
            key = f"_:{focus}" if isinstance(focus, rdflib.BNode) else str(focus)
            name, pointer = self.objects.get(key, ("", key))
            term = "" if path is None or str(code) in _OF_OBJECTS else VOCABULARY.compact(str(path))
            yield name, Told(pointer, term, str(code))


def batches(documents: Iterable[tuple[str, Document]]) -> list[Batch]:
    """The documents in as few batches as their subjects allow."""
    found: list[Batch] = []
    for name, document in documents:
        mode: Mode = "provisional" if document.is_provisional else "publish"
        if not any(batch.mode == mode and batch.add(name, document) for batch in found):
            batch = Batch(mode)
            batch.add(name, document)
            found.append(batch)
    return found


def _objects(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a document that describe something, those of the graph first."""
    waiting: list[tuple[str, Any]] = [("", value)]
    if isinstance(value, dict) and isinstance(value.get("@graph"), list):
        waiting = [("/@graph", value["@graph"])]
    for pointer, entry in waiting:
        if isinstance(entry, list):
            waiting += [(f"{pointer}/{place}", inner) for place, inner in enumerate(entry)]
        elif isinstance(entry, dict) and "@value" not in entry:
            describes = len(entry) > 1 or "@type" in entry
            if describes and any(key.startswith("@") or ":" in key for key in entry):
                yield pointer, entry
            waiting += [
                (f"{pointer}/{escape(key)}", inner) for key, inner in entry.items() if key != "@context"
            ]


def _term(term: Any) -> rdflib.term.Identifier:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def _context(value: Any) -> ActiveContext:
    """The meaning of a document; an unknown context is passed over, as the validator does."""
    try:
        return resolve_context(value.get("@context") if isinstance(value, dict) else None)
    except UnknownContext:
        return resolve_context(None)
