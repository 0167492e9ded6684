"""What becomes of single statements of a document."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import iter_quads
from tests.jsonld.isomorphism import canonical

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES = f"""
    @prefix ceterms: <https://purl.org/ctdl/terms/> .
    @prefix ceasn: <https://purl.org/ctdlasn/terms/> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix schema: <https://schema.org/> .
    @prefix xsd: <{_XSD}> .
    @prefix ex: <https://example.org/> .
"""


def _quads(document: dict[str, Any], context: object = None, **options: Any) -> list[Quad]:
    return list(iter_quads(document, resolve_context(context), **options))


def _means(document: dict[str, Any], turtle: str, context: object = None, **options: Any) -> None:
    expected = parse((_PREFIXES + turtle).encode(), format=RdfFormat.TRIG)
    assert canonical(_quads(document, context, **options)) == canonical(expected)


def _value(key: str, value: object, **options: Any) -> str:
    (quad,) = _quads({"@id": "https://example.org/a", key: value}, **options)
    return str(quad.object)


def test_graph_form() -> None:
    document = {
        "@context": "https://credreg.net/ctdl/schema/context/json",
        "@id": "https://example.org/graph/a",
        "adms:status": "graphPublicationStatus:Provisional",
        "@graph": [
            {
                "@id": "https://example.org/a",
                "@type": "ceterms:Badge",
                "ceterms:offeredBy": ["_:org"],
                "ceterms:requires": [
                    {"@type": "ceterms:ConditionProfile", "ceterms:name": {"en": ["One", "Two"]}}
                ],
            },
            {"@id": "_:org", "ceterms:name": "Plain"},
        ],
    }
    _means(
        document,
        """
        ex:graph\\/a <http://www.w3.org/ns/adms#status> <graphPublicationStatus:Provisional> .
        ex:graph\\/a {
            ex:a a ceterms:Badge ; ceterms:offeredBy _:o ; ceterms:requires _:c .
            _:c a ceterms:ConditionProfile ; ceterms:name "One"@en, "Two"@en .
            _:o ceterms:name "Plain" .
        }
        """,
    )


def test_one_graph_can_take_everything() -> None:
    document = {"@id": "https://example.org/g", "@graph": [{"@id": "https://example.org/a", "name": "x"}]}
    (quad,) = _quads(document, graph="https://example.org/mine")
    assert quad.graph_name == NamedNode("https://example.org/mine")


def test_a_document_that_is_only_a_graph_has_no_name() -> None:
    _means({"@graph": [{"@id": "ex:a", "name": "x"}, "stray", None]}, '<ex:a> ceterms:name "x" .')


def test_expanded_form() -> None:
    document = {
        "@id": "https://example.org/a",
        "@type": ["https://purl.org/ctdl/terms/Badge"],
        "https://purl.org/ctdl/terms/name": [{"@value": "Welding", "@language": "en"}],
        "http://purl.org/ctdl/terms/ownedBy": [{"@id": "https://example.org/b"}],
        "https://purl.org/ctdl/terms/yearsOfExperience": [{"@value": 2.5, "@type": f"{_XSD}float"}],
    }
    _means(
        document,
        """ex:a a ceterms:Badge ; ceterms:name "Welding"@en ; ceterms:ownedBy ex:b ;
           ceterms:yearsOfExperience "2.5E0"^^xsd:float .""",
    )


def test_lists_sets_and_lists_in_lists() -> None:
    document = {
        "@id": "https://example.org/a",
        "ceterms:codedNotation": {"@list": ["1", {"@set": ["2"]}, ["3"], {"@list": []}]},
        "ceterms:ipedsID": {"@set": ["4", None]},
    }
    _means(
        document,
        """ex:a ceterms:codedNotation ("1" "2" ("3") ()) ; ceterms:ipedsID "4" .""",
    )


def test_reverse_included_and_nest() -> None:
    document = {
        "@id": "https://example.org/a",
        "@reverse": {"ceterms:hasPart": ["https://example.org/b", {"ceterms:name": "c"}, "text"]},
        "@included": [{"@id": "https://example.org/d", "ceterms:name": "d"}],
        "@nest": {"ceterms:name": "a"},
        "@index": "nothing",
    }
    _means(
        document,
        """ex:b ceterms:hasPart ex:a . _:c ceterms:hasPart ex:a ; ceterms:name "c" .
           ex:a ceterms:hasPart "text" ; ceterms:name "a" . ex:d ceterms:name "d" .""",
    )


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("ceterms:dateEffective", "2024-05-01", f'"2024-05-01"^^<{_XSD}date>'),
        ("ceterms:dateEffective", "2024-02-30", '"2024-02-30"'),
        ("ceterms:dateEffective", "in May", '"in May"'),
        ("ceterms:approximateEndDate", "2024-05", f'"2024-05"^^<{_XSD}gYearMonth>'),
        ("ceterms:approximateEndDate", "2024", f'"2024"^^<{_XSD}gYear>'),
        ("ceterms:approximateEndDate", 2024, f'"2024"^^<{_XSD}integer>'),
        ("ceasn:dateModified", "2024-05-01", f'"2024-05-01"^^<{_XSD}date>'),
        ("ceasn:dateModified", "2024-05-01T10:00:00Z", f'"2024-05-01T10:00:00Z"^^<{_XSD}dateTime>'),
        ("ceasn:dateModified", {"@value": "2014", "@type": "xsd:dateTime"}, f'"2014"^^<{_XSD}gYear>'),
        ("ceterms:exactDuration", "P6M", '"P6M"^^<https://schema.org/Duration>'),
        ("ceterms:exactDuration", "P2W", '"P2W"^^<https://schema.org/Duration>'),
        ("ceterms:exactDuration", "half a year", '"half a year"'),
        ("ceterms:exactDuration", "P", '"P"'),
        ("ceterms:basePeriod", "P2W", '"P2W"'),
        ("ceterms:basePeriod", "P1Y", f'"P1Y"^^<{_XSD}duration>'),
        ("ceterms:price", 12.5, f'"12.5"^^<{_XSD}decimal>'),
        ("ceterms:price", "12.50", f'"12.5"^^<{_XSD}decimal>'),
        ("ceterms:price", "-.0", f'"0"^^<{_XSD}decimal>'),
        ("ceterms:price", "about 12", '"about 12"'),
        ("ceterms:medianEarnings", 41000, f'"41000"^^<{_XSD}decimal>'),
        ("ceterms:weight", 0.1, f'"1.0E-1"^^<{_XSD}float>'),
        ("ceterms:weight", 3.0, f'"3"^^<{_XSD}float>'),
        ("ceterms:weight", "3.0", f'"3"^^<{_XSD}float>'),
        ("ceterms:weight", {"@value": "3", "@type": "xsd:integer"}, f'"3"^^<{_XSD}float>'),
        ("ceterms:weight", "0.30000000000000000001", f'"0.30000000000000000001"^^<{_XSD}float>'),
        ("ceterms:minimumAge", 18, f'"18"^^<{_XSD}integer>'),
        ("ceterms:minimumAge", "018", f'"18"^^<{_XSD}integer>'),
        ("ceterms:minimumAge", "18.0", f'"18"^^<{_XSD}integer>'),
        ("ceterms:minimumAge", 18.5, f'"18.5"^^<{_XSD}decimal>'),
        ("ceterms:minimumAge", 2**80, f'"{2**80}"^^<{_XSD}integer>'),
        ("ceterms:isProctored", True, f'"true"^^<{_XSD}boolean>'),
        ("ceterms:isProctored", "false", f'"false"^^<{_XSD}boolean>'),
        ("ceterms:isProctored", "perhaps", '"perhaps"'),
        ("ceterms:inLanguage", "en-US", f'"en-US"^^<{_XSD}language>'),
        ("ceterms:inLanguage", "English (US)", '"English (US)"'),
        ("ceterms:postalCode", 12345, '"12345"'),
        ("ceterms:name", {"en-US": "Welding"}, '"Welding"@en-us'),
        ("ceterms:name", {"en:us": "Welding"}, '"Welding"@en-us'),
        ("ceterms:name", {"?": "Welding"}, '"Welding"'),
        ("ceterms:name", {"@none": "Welding"}, '"Welding"'),
        ("ceterms:name", {"en": 5}, '"5"@en'),
        ("ceterms:name", {"cs": "Vinařství"}, '"Vinařství"@cs'),
        ("ceterms:name", 5, f'"5"^^<{_XSD}integer>'),
        ("ceterms:nowhereDeclared", "text", '"text"'),
        ("ceterms:nowhereDeclared", 2.5, f'"2.5E0"^^<{_XSD}double>'),
        ("ceterms:nowhereDeclared", {"en": "text"}, '"text"@en'),
        ("ceterms:nowhereDeclared", {"@value": "x", "@type": "ex:type"}, '"x"^^<ex:type>'),
        ("ceterms:nowhereDeclared", {"@value": {"b": 1, "a": []}, "@type": "@json"}, None),
        ("ceterms:nowhereDeclared", {"@value": "x", "@type": "not an address"}, '"x"'),
    ],
)
def test_literals(key: str, value: object, shown: str | None) -> None:
    expected = shown or r'"{\"a\":[],\"b\":1}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
    assert _value(key, value) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org/b", "<https://example.org/b>"),
        (" https://example.org/b ", "<https://example.org/b>"),
        ("mailto:a@example.org", "<mailto:a@example.org>"),
        ("credentialStat:Active", "<https://purl.org/ctdl/vocabs/credentialStat/Active>"),
        ("/b/c", "<https://example.org/b/c>"),
        ("#b", "<https://example.org/resources/#b>"),
        (
            "ce-6f05953f-8541-4c79-80be-5ce11040f5b6",
            "<https://example.org/resources/ce-6f05953f-8541-4c79-80be-5ce11040f5b6>",
        ),
        ("My College", '"My College"'),
        ("n/a", '"n/a"'),
        ("see: below", '"see: below"'),
        ("www.example.org", '"www.example.org"'),
        ("https://example.org/a b", '"https://example.org/a b"'),
        ("https://[", '"https://["'),
        ("", '""'),
    ],
)
def test_references(text: str, shown: str) -> None:
    assert _value("ceterms:ownedBy", text, base="https://example.org/resources/") == shown
    explicit = {"@value": text, "@type": "xsd:anyURI"}
    assert _value("ceterms:ownedBy", explicit, base="https://example.org/resources/") == shown


def test_without_a_base_paths_stay_texts() -> None:
    assert _value("ceterms:ownedBy", "/b/c") == '"/b/c"'


def test_odd_names_are_made_addresses_and_their_mentions_follow() -> None:
    document = {
        "@graph": [
            {"@id": "my college", "ceterms:ownedBy": "my college"},
            {"@id": "https://example.org/a b", "ceterms:ownedBy": {"@id": "https://example.org/a b"}},
        ]
    }
    _means(
        document,
        """ex:r\\/my%20college ceterms:ownedBy ex:r\\/my%20college . ex:a%20b ceterms:ownedBy ex:a%20b .""",
        base="https://example.org/r/",
    )
    first, _ = _quads(document)
    assert isinstance(first.subject, BlankNode)
    assert first.object == first.subject


def test_the_base_of_the_document_is_used_when_none_is_given() -> None:
    context = {"@base": "https://example.org/r/"}
    (quad,) = _quads({"@id": "a", "ceterms:name": "x"}, context)
    assert quad.subject == NamedNode("https://example.org/r/a")


def test_blank_labels_are_kept_and_scoped() -> None:
    document = {"@id": "_:e1", "ceterms:requires": {"ceterms:name": "x"}, "ceterms:ownedBy": "_:a b"}
    labels = {quad.subject.value for quad in _quads(document) if isinstance(quad.subject, BlankNode)}
    assert labels == {"e1", "e2"}
    scoped = _quads(document, blank_scope="doc7.")
    assert {quad.subject.value for quad in scoped if isinstance(quad.subject, BlankNode)} == {
        "doc7.e1",
        "doc7.e2",
    }


def test_names_without_prefix_and_unknown_names_are_kept() -> None:
    document = {"@id": "https://example.org/a", "@type": "Badge", "name": {"en": "x"}, "@odd": 1, "a b": 2}
    _means(
        document,
        """ex:a a ceterms:Badge ; ceterms:name "x"@en ; <https://purl.org/ctdl/terms/%40odd> 1 ;
           <https://purl.org/ctdl/terms/a%20b> 2 .""",
    )


def test_types_may_be_odd() -> None:
    document = {"@id": "https://example.org/a", "@type": ["_:t", "ex:T", 5, None, "two words"]}
    _means(document, "ex:a a _:t, <ex:T>, 5, <https://purl.org/ctdl/terms/two%20words> .")


def test_the_default_language_goes_to_texts_only() -> None:
    document = {"@id": "https://example.org/a", "ceterms:name": "nom", "ceterms:ctid": "ce-1"}
    _means(document, 'ex:a ceterms:name "nom"@fr ; ceterms:ctid "ce-1" .', {"@language": "fr"})


def test_own_terms() -> None:
    context = {
        "ex": "https://example.org/",
        "steps": {"@id": "ex:steps", "@container": "@list"},
        "raw": {"@id": "ex:raw", "@type": "@json"},
        "born": {"@id": "ex:born", "@type": "ex:day"},
    }
    document = {"@id": "ex:a", "steps": ["1", "2"], "raw": {"x": 1}, "born": "Monday"}
    _means(
        document,
        r"""ex:a ex:steps ("1" "2") ; ex:raw "{\"x\":1}"^^rdf:JSON ; ex:born "Monday"^^ex:day .""",
        context,
    )


def test_a_node_may_have_a_context_of_its_own() -> None:
    document = {
        "@graph": [
            {"@context": {"ex": "https://example.org/"}, "@id": "ex:a", "ceterms:name": "a"},
            {"@context": "https://example.org/unknown", "@id": "https://example.org/b", "ceterms:name": "b"},
        ]
    }
    _means(document, 'ex:a ceterms:name "a" . ex:b ceterms:name "b" .')


def test_null_and_nothing_say_nothing() -> None:
    document = {
        "@id": "https://example.org/a",
        "ceterms:name": None,
        "ceterms:ownedBy": [],
        "ceterms:keyword": {},
    }
    assert _quads(document) == []
    assert _quads({}) == []


def test_deep_documents_do_not_exhaust_the_stack() -> None:
    document: dict[str, Any] = {"ceterms:name": "end"}
    for _ in range(5000):
        document = {"ceterms:requires": document}
    assert len(_quads(document)) == 5001
    items: list[Any] = ["end"]
    for _ in range(5000):
        items = [{"@list": items}]
    assert len(_quads({"ceterms:requires": items})) > 5000


def test_halves_of_characters_are_replaced() -> None:
    assert _value("ceterms:ctid", "a\ud800b") == '"a\ufffdb"'
