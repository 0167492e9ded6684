"""The vocabulary as linked data: what it states, and that any JSON-LD processor reads the same."""

from __future__ import annotations

from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from opencredreg.ctdl import TermTexts, Vocabulary, bundled_vocabulary
from opencredreg.ctdl.vocabulary import bundled_table
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import iter_quads
from opencredreg.jsonld.vocabulary_graph import (
    build_vocabulary_graph,
    related_terms,
    render_vocabulary_graph,
)
from tests.jsonld.isomorphism import canonical, without_graphs

_VOCABULARY = bundled_vocabulary()
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def _whole() -> dict[str, Any]:
    terms = [*_VOCABULARY.classes, *_VOCABULARY.properties, *_VOCABULARY.schemes, *_VOCABULARY.concepts]
    return build_vocabulary_graph(_VOCABULARY, terms)


def _lower(quads: Any) -> list[Any]:
    """Language tags are compared without regard to case; ours are in lower case."""
    found = []
    for quad in without_graphs(quads):
        value = quad.object
        if isinstance(value, Literal) and value.language:
            value = Literal(value.value, language=value.language.lower())
        found.append(type(quad)(quad.subject, quad.predicate, value))
    return found


@pytest.mark.parametrize(
    "terms",
    [
        ("ceterms:Certificate", "ceterms:ownedBy", "ceterms:name"),
        related_terms(_VOCABULARY, "ceterms:AudienceLevel"),
        ("ceasn:Competency", "ceasn:hasChild", "qdata:Metric", "publicationStatus:Published"),
    ],
)
def test_a_general_processor_reads_the_same(terms: tuple[str, ...]) -> None:
    document = build_vocabulary_graph(_VOCABULARY, terms)
    theirs = parse(
        jsonld.to_rdf(document, {"format": "application/n-quads"}).encode(), format=RdfFormat.N_QUADS
    )
    ours = iter_quads(document, resolve_context(document["@context"], vocabulary=_VOCABULARY))
    assert canonical(_lower(theirs)) == canonical(_lower(ours))


def test_turtle_states_what_the_document_states() -> None:
    document = _whole()
    turtle = render_vocabulary_graph(_VOCABULARY, document, "turtle")
    quads = list(iter_quads(document, resolve_context(document["@context"], vocabulary=_VOCABULARY)))
    assert {str(quad.triple) for quad in parse(turtle, format=RdfFormat.TURTLE)} == {
        str(quad.triple) for quad in quads
    }
    assert len(quads) > 10_000


def test_schemes_and_concepts_are_skos() -> None:
    document = build_vocabulary_graph(_VOCABULARY, related_terms(_VOCABULARY, "ceterms:AudienceLevel"))
    quads = list(iter_quads(document, resolve_context(document["@context"], vocabulary=_VOCABULARY)))
    level = NamedNode(_VOCABULARY.expand("audLevel:MastersDegreeLevel"))
    scheme = NamedNode(_VOCABULARY.expand("ceterms:AudienceLevel"))
    said = {(quad.predicate.value, quad.object) for quad in quads if quad.subject == level}
    assert (f"{_SKOS}inScheme", scheme) in said
    assert (f"{_SKOS}broader", NamedNode(_VOCABULARY.expand("audLevel:PostSecondaryLevel"))) in said
    assert (f"{_SKOS}prefLabel", Literal("Masters Degree Level", language="en-us")) in said
    tops = {quad.object for quad in quads if quad.predicate.value == f"{_SKOS}hasTopConcept"}
    assert tops == {
        NamedNode(_VOCABULARY.expand(term)) for term in _VOCABULARY.schemes["ceterms:AudienceLevel"].top
    }


def test_only_declared_inverses_are_stated() -> None:
    items = {item["@id"]: item for item in _whole()["@graph"]}
    assert items["ceterms:hasPart"]["owl:inverseOf"] == ["ceterms:isPartOf"]
    assert "owl:inverseOf" not in items["ceterms:ownedBy"]


def test_official_texts_stand_beside_our_own() -> None:
    texts = {"ceterms:Badge": TermTexts(definition="A.", description="B.", usage_notes=("C.", "D."))}
    vocabulary = Vocabulary(bundled_table(), texts)
    (item,) = build_vocabulary_graph(vocabulary, ["ceterms:Badge"])["@graph"]
    assert item["rdfs:comment"]["en-US"] == vocabulary.help_of("ceterms:Badge")
    assert item["skos:definition"]["en-US"] == "A."
    assert item["vann:usageNote"]["en-US"] == ["C.", "D."]
    (bare,) = build_vocabulary_graph(_VOCABULARY, ["ceterms:Badge", "ceterms:NoSuchThing"])["@graph"]
    assert not {"skos:definition", "dct:description", "vann:usageNote"} & bare.keys()
