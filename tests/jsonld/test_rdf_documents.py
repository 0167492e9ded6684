"""What documents are made of RDF from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.jsonld.contexts import CTDL_CONTEXT_URL, CTDLASN_CONTEXT_URL, resolve_context
from opencredreg.jsonld.rdf import from_rdf, iter_quads
from tests.jsonld.isomorphism import canonical

_PREFIXES = """
    @prefix ceterms: <https://purl.org/ctdl/terms/> .
    @prefix ceasn: <https://purl.org/ctdlasn/terms/> .
    @prefix qdata: <https://credreg.net/qdata/terms/> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix ex: <https://example.org/> .
"""


def _document(text: str, format: str = "trig") -> dict[str, Any]:
    return from_rdf((_PREFIXES + text).encode(), format, bundled_vocabulary())


def test_one_node_gives_single_form() -> None:
    document = _document(
        """
        ex:a a ceterms:Badge ; ceterms:name "Welding"@en, "Soldadura"@es, "Welden" ;
            ceterms:keyword "a"@en-us, "b"@en-US ; ceterms:ownedBy ex:o ; ceterms:offeredBy ex:o, ex:p ;
            ceterms:requires [ a ceterms:ConditionProfile ; ceterms:minimumAge 18 ; ceterms:weight 0.50 ] ;
            ceterms:audienceLevelType <https://purl.org/ctdl/vocabs/audLevel/Primary> ;
            ceterms:isNonCredit true ; ceterms:dateEffective "2024-05-01"^^xsd:date .
        """
    )
    assert document == {
        "@context": CTDL_CONTEXT_URL,
        "@id": "https://example.org/a",
        "@type": "ceterms:Badge",
        "ceterms:name": {"en": "Welding", "es": "Soldadura", "@none": "Welden"},
        "ceterms:keyword": {"en-US": ["a", "b"]},
        "ceterms:ownedBy": "https://example.org/o",
        "ceterms:offeredBy": ["https://example.org/o", "https://example.org/p"],
        "ceterms:requires": {
            "@type": "ceterms:ConditionProfile",
            "ceterms:minimumAge": 18,
            "ceterms:weight": 0.5,
        },
        "ceterms:audienceLevelType": "audLevel:Primary",
        "ceterms:isNonCredit": True,
        "ceterms:dateEffective": "2024-05-01",
    }


def test_a_named_graph_gives_graph_form_with_the_main_resource_first() -> None:
    graph = "https://example.org/graph/ce-6f05953f-8541-4c79-80be-5ce11040f5b6"
    main = "https://example.org/resources/ce-6f05953f-8541-4c79-80be-5ce11040f5b6"
    document = _document(
        f"""<{graph}> {{
            _:o a ceterms:CredentialOrganization ; ceterms:name "Org"@en .
            ex:c a ceasn:Competency ; ceasn:isPartOf <{main}> .
            <{main}> a ceasn:CompetencyFramework ; ceasn:creator _:o .
        }}"""
    )
    assert document["@context"] == CTDLASN_CONTEXT_URL
    assert document["@id"] == graph
    assert [item["@type"] for item in document["@graph"]] == [
        "ceasn:CompetencyFramework",
        "ceterms:CredentialOrganization",
        "ceasn:Competency",
    ]
    organization = document["@graph"][1]["@id"]
    assert organization.startswith("_:")
    assert document["@graph"][0]["ceasn:creator"] == organization


def test_the_top_resource_comes_first_without_a_named_graph() -> None:
    document = _document("ex:c a ceasn:Competency ; ceasn:isPartOf ex:f . ex:f a ceasn:CompetencyFramework .")
    assert [item["@id"] for item in document["@graph"]] == ["https://example.org/f", "https://example.org/c"]


def test_shared_and_circular_blank_nodes_are_items() -> None:
    document = _document(
        """
        ex:a ceterms:requires _:shared ; ceterms:recommends _:shared .
        _:shared a ceterms:ConditionProfile .
        _:one ceterms:isSimilarTo _:two . _:two ceterms:isSimilarTo _:one .
        """
    )
    by_id = {item["@id"]: item for item in document["@graph"]}
    assert len(by_id) == 3
    a = by_id["https://example.org/a"]
    assert a["ceterms:requires"] == a["ceterms:recommends"]
    assert by_id[a["ceterms:requires"]]["@type"] == "ceterms:ConditionProfile"
    (circle,) = (item for name, item in by_id.items() if name not in (a["@id"], a["ceterms:requires"]))
    assert circle["ceterms:isSimilarTo"]["ceterms:isSimilarTo"] == circle["@id"]


def test_lists_come_back_as_lists() -> None:
    document = _document('ex:a ceterms:codedNotation ("1" ("2" "3") ()) .')
    assert document["ceterms:codedNotation"] == {
        "@list": ["1", {"@list": ["2", "3"]}, {"@list": []}],
    }


@pytest.mark.parametrize(
    "text",
    [
        'ex:a ceterms:codedNotation _:l . _:l rdf:first "1" ; rdf:rest _:l .',
        'ex:a ceterms:codedNotation _:l . _:l rdf:first "1", "2" ; rdf:rest () .',
        'ex:a ceterms:codedNotation _:l . _:l rdf:first "1" ; rdf:rest () ; ceterms:name "x" .',
        'ex:a ceterms:codedNotation _:l ; ceterms:sced _:l . _:l rdf:first "1" ; rdf:rest () .',
        'ex:a ceterms:codedNotation _:l . _:l rdf:first "1" .',
    ],
)
def test_what_only_looks_like_a_list_is_kept_as_it_is(text: str) -> None:
    document = _document(text)
    assert "rdf:first" in str(document)
    again = _document(text)
    quads = iter_quads(document, resolve_context(document["@context"]))
    assert canonical(quads) == canonical(iter_quads(again, resolve_context(again["@context"])))


def test_values_that_the_vocabulary_does_not_expect_are_written_out() -> None:
    document = _document(
        """
        ex:a ceterms:name ex:b ; ceterms:ctid "x"@en ; ex:price 1.50 ; ex:count 3 ; ex:half 5e-1 ;
            ceterms:dateEffective "soon"^^xsd:date ;
            ceterms:subjectWebpage "https://example.org/"^^xsd:anyURI ;
            rdf:type "text" .
        """
    )
    assert document == {
        "@context": CTDL_CONTEXT_URL,
        "@id": "https://example.org/a",
        "ceterms:name": {"@id": "https://example.org/b"},
        "ceterms:ctid": {"en": "x"},
        "https://example.org/price": {"@value": "1.50", "@type": "xsd:decimal"},
        "https://example.org/count": 3,
        "https://example.org/half": 0.5,
        "ceterms:dateEffective": {"@value": "soon", "@type": "xsd:date"},
        "ceterms:subjectWebpage": "https://example.org/",
        "rdf:type": "text",
    }


def test_older_addresses_of_terms_become_the_present_names() -> None:
    document = _document('<https://example.org/a> <http://purl.org/ctdl/terms/name> "x"@en .')
    assert document["ceterms:name"] == {"en": "x"}


def test_no_statements_give_an_empty_graph() -> None:
    assert _document("") == {"@context": CTDL_CONTEXT_URL, "@graph": []}


def test_a_long_chain_of_blank_nodes_is_cut() -> None:
    predicate = NamedNode("https://purl.org/ctdl/terms/requires")
    quads = [Quad(BlankNode(f"b{n}"), predicate, BlankNode(f"b{n + 1}")) for n in range(120)]
    document = from_rdf(quads, "", bundled_vocabulary())
    assert len(document["@graph"]) == 3
    assert canonical(iter_quads(document, resolve_context(None))) == canonical(quads)


@pytest.mark.parametrize(
    ("data", "format", "code"),
    [
        (b"this is not Turtle", "ttl", "malformed-rdf"),
        (b"<a> <b> <c> .", "ttl", "malformed-rdf"),
        (b"\xff\xfe", "nt", "malformed-rdf"),
        (b"<rdf", "rdf", "malformed-rdf"),
        (b"", "json", "invalid-input"),
        (
            b"<http://x/a> <http://x/b> <<( <http://x/a> <http://x/b> <http://x/c> )>> .",
            "nt",
            "malformed-rdf",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, format: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_rdf(data, format, bundled_vocabulary())
    assert caught.value.findings[0].code == code
