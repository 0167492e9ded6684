"""No JSON makes the conversion fail, and what it makes of JSON survives every way out and back."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import from_rdf, iter_quads, serialize
from tests.jsonld.isomorphism import canonical, without_graphs

_TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "_:a",
            "_:b c",
            "_:e1",
            "http://example.org/a",
            "https://example.org/a b",
            "http://[",
            "http://x/%zz",
            "/path",
            "#part",
            "n/a",
            "see: below",
            "audLevel:BachelorsDegreeLevel",
            "https://purl.org/ctdl/vocabs/audLevel/BachelorsDegreeLevel",
            "ceterms:",
            "x:",
            "ce-6f05953f-8541-4c79-80be-5ce11040f5b6",
            "2024-02-30",
            "2024-02-29",
            "2024-05",
            "2024",
            "2024-05-01T10:00:00Z",
            "3.0",
            "007",
            "1e400",
            "0.1234567890123456789",
            "true",
            "P6M",
            "P2W",
            "en",
            "en:us",
            "id",
            "@id",
            "xsd:decimal",
            "xsd:date",
            "xsd:anyURI",
            "rdf:langString",
            "ceterms:Badge",
            "ceterms:CredentialOrganization",
            "\r\n",
            "\ud800",
        ]
    ),
    st.text(max_size=6),
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    _TEXTS,
)
_KEYS = st.one_of(
    st.sampled_from(
        [
            "@id",
            "@type",
            "@value",
            "@language",
            "@list",
            "@set",
            "@graph",
            "@included",
            "@reverse",
            "@nest",
            "@index",
            "@none",
            "@other",
            "@context",
            "en",
            "en-US",
            "en:us",
            "cs",
            "id",
            "",
            " ",
            ":",
            "1a",
            "rdf:type",
            "rdf:first",
            "rdf:rest",
            "ceterms:name",
            "ceterms: name",
            "http://purl.org/ctdl/terms/name",
            "name",
            "ceterms:ownedBy",
            "ceterms:requires",
            "ceterms:ctid",
            "ceterms:price",
            "ceterms:weight",
            "ceterms:minimumAge",
            "ceterms:isProctored",
            "ceterms:inLanguage",
            "ceterms:dateEffective",
            "ceterms:approximateEndDate",
            "ceterms:exactDuration",
            "ceterms:basePeriod",
            "ceterms:nowhereDeclared",
            "other:thing",
        ]
    ),
    st.text(max_size=5),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=4)),
    max_leaves=20,
)
_DOCUMENTS = st.dictionaries(_KEYS, _VALUES, max_size=6)
_CONTEXTS = st.sampled_from(
    [
        None,
        {"@language": "fr"},
        {"@vocab": "https://example.org/terms/"},
        {"id": {"@id": "ceterms:ownedBy", "@type": "@id"}, "en": {"@id": "ex:en", "@container": "@list"}},
        {"name": {"@id": "https://example.org/json", "@type": "@json"}},
    ]
)
_BASES = st.sampled_from(["", "https://example.org/base/"])


@settings(max_examples=400, deadline=None)
@given(_DOCUMENTS, _CONTEXTS, _BASES, st.sampled_from([None, "https://example.org/graph", "_:g"]))
def test_any_json_becomes_sound_quads(
    document: dict[str, Any], context: object, base: str, graph: str | None
) -> None:
    quads = list(iter_quads(document, resolve_context(context), base=base, graph=graph, blank_scope="d1."))
    again = list(parse(serialize(quads, "nquads"), format=RdfFormat.N_QUADS))
    assert [str(quad) for quad in again] == [str(quad) for quad in quads]


@settings(max_examples=400, deadline=None)
@given(_DOCUMENTS, _CONTEXTS, _BASES)
@example({"ceterms:dateEffective": {"@none": "2024-02-29"}}, None, "")
@example({"ceterms:ownedBy": {"@none": "https://a.example/b"}, "ceterms:weight": {"@none": "5"}}, None, "")
def test_documents_made_of_quads_say_the_same(document: dict[str, Any], context: object, base: str) -> None:
    quads = list(iter_quads(document, resolve_context(context), base=base))
    rebuilt = from_rdf(quads, "", bundled_vocabulary())
    again = iter_quads(rebuilt, resolve_context(rebuilt["@context"]), base=base)
    assert canonical(again) == canonical(quads)


@settings(max_examples=200, deadline=None)
@given(_DOCUMENTS)
def test_all_syntaxes_say_the_same(document: dict[str, Any]) -> None:
    quads = list(iter_quads(document, resolve_context(None)))
    for name, syntax in (("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES)):
        again = parse(serialize(quads, name), format=syntax)
        assert canonical(without_graphs(again)) == canonical(without_graphs(quads))
    assert canonical(parse(serialize(quads, "trig"), format=RdfFormat.TRIG)) == canonical(quads)


@settings(max_examples=200, deadline=None)
@given(_DOCUMENTS)
def test_rdf_xml_is_well_formed(document: dict[str, Any]) -> None:
    quads = list(iter_quads(document, resolve_context(None)))
    try:
        data = serialize(quads, "rdfxml")
    except InvalidInput:
        return
    ElementTree.fromstring(data)
    assert len(set(parse(data, format=RdfFormat.RDF_XML))) == len(set(without_graphs(quads)))
