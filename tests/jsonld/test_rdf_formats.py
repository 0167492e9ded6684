from __future__ import annotations

import io

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from opencredreg.errors import InvalidInput
from opencredreg.jsonld.rdf import RDF_FORMATS, find_syntax, serialize, write_quads
from tests.jsonld.isomorphism import canonical, without_graphs

_A = NamedNode("https://example.org/a")
_NAME = NamedNode("https://purl.org/ctdl/terms/name")
_WELDING = Literal("Welding", language="en")


def test_every_syntax_is_known_by_name_extension_and_media_type() -> None:
    for keys in (
        ("turtle", "ttl", ".ttl", "text/turtle"),
        ("ntriples", "nt", ".nt", "application/n-triples"),
        ("nquads", "nq", ".nq", "application/n-quads"),
        ("rdfxml", "rdf", ".rdf", "application/rdf+xml", "xml"),
        ("trig", ".trig", "application/trig"),
    ):
        assert len({RDF_FORMATS[key].name for key in keys}) == 1
    assert find_syntax(" Text/Turtle ; charset=utf-8") == RDF_FORMATS["turtle"]
    assert find_syntax("text/html") is None


def test_only_the_prefixes_that_help_are_declared() -> None:
    text = serialize([Quad(_A, _NAME, _WELDING)], "ttl", prefixes={"ex": "https://example.org/"}).decode()
    assert text.splitlines() == [
        "@prefix ceterms: <https://purl.org/ctdl/terms/> .",
        "@prefix ex: <https://example.org/> .",
        'ex:a ceterms:name "Welding"@en .',
    ]


def test_streams_are_written_as_they_come() -> None:
    output = io.BytesIO()
    write_quads((Quad(_A, _NAME, Literal(str(n))) for n in range(3)), "text/turtle", output)
    text = output.getvalue().decode()
    assert "@prefix ceasn:" in text
    assert text.count('"') == 6
    assert len(list(parse(text, format=RdfFormat.TURTLE))) == 3


@pytest.mark.parametrize("label", ["7f0a-b", "b:c", "a.b", "é", "x"])
def test_blank_labels_are_written_so_that_every_reader_takes_them(label: str) -> None:
    node = BlankNode(label)
    quads = [Quad(node, _NAME, _WELDING, node), Quad(_A, _NAME, node)]
    for syntax in {syntax.name: syntax for syntax in RDF_FORMATS.values()}.values():
        again = list(parse(serialize(quads, syntax.name), format=syntax.format))
        assert canonical(without_graphs(again)) == canonical(without_graphs(quads))
        assert canonical(again) == canonical(quads) or not syntax.has_graphs


def test_rdf_xml_keeps_line_ends_and_marks_what_it_cannot_hold() -> None:
    quads = [Quad(_A, _NAME, Literal("a\r\nb\tc\x0b", language="en"))]
    data = serialize(quads, "rdfxml")
    assert b"a&#13;\nb\tc\xef\xbf\xbd" in data


@pytest.mark.parametrize(
    "quad",
    [
        Quad(_A, NamedNode("https://example.org/1"), _WELDING),
        Quad(
            _A,
            NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            NamedNode("https://schema.org/3D/"),
        ),
    ],
)
def test_names_that_xml_does_not_know_are_refused(quad: Quad) -> None:
    with pytest.raises(InvalidInput, match="RDF/XML cannot write"):
        serialize([quad], "rdfxml")
    assert serialize([quad], "ttl")


def test_an_unknown_syntax_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        serialize([], "docx")
    assert "turtle" in caught.value.hint
