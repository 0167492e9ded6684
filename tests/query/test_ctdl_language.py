"""Nodes, groups, operators and references of the query language, as trees."""

from __future__ import annotations

import json
from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.document import parse_document
from opencredreg.jsonld.flatten import flatten
from opencredreg.query.ctdl_language import ParsedQuery, Understood, parse_query
from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
    Not,
    Or,
    Words,
)
from tests.support.search_data import ctid, uri
from tests.support.worked_examples import EXAMPLES as WORKED

VOCABULARY = bundled_vocabulary()
EXAMPLES = {example.label: example.query for example in WORKED if not example.error}
O1, O2 = KeyIn((ctid("O1"),)), KeyIn((ctid("O2"),))
CERTIFICATE, LICENSE = ClassIn(("ceterms:Certificate",)), ClassIn(("ceterms:License",))
NAME_A, NAME_B = Words("ceterms:name", "alpha"), Words("ceterms:name", "bravo")
KEYWORD = Words("ceterms:keyword", "kilo")
A, B, K = {"ceterms:name": "alpha"}, {"ceterms:name": "bravo"}, {"ceterms:keyword": "kilo"}
OR, AND, NOT = (
    {"search:operator": f"search:{name}"} for name in ("orTerms", "andTerms", "notTerms")
)  # fmt: skip


def parse(query: object, **options: Any) -> ParsedQuery:
    return parse_query(query, VOCABULARY, **options)


def tree(query: object, **options: Any) -> Expression:
    return parse(query, **options).expression


def link(target: Expression, term: str = "ceterms:ownedBy", *, reverse: bool = False) -> Link:
    return Link(term, target, reverse)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Section 3: nodes, lists, everything.
        ({}, Every()),
        ([], Every()),
        ({**A, **K}, And((NAME_A, KEYWORD))),
        ({**OR, **A, **K}, Or((NAME_A, KEYWORD))),
        ({**AND, **A, **K}, And((NAME_A, KEYWORD))),
        ({**NOT, **A, **K}, Not(Or((NAME_A, KEYWORD)))),
        ([A, K], Or((NAME_A, KEYWORD))),
        ([A, [B, K]], Or((NAME_A, NAME_B, KEYWORD))),
        # Section 3.2: lists of sub-queries.
        ({"search:value": [A, K], **OR}, Or((NAME_A, KEYWORD))),
        ({"search:value": [A, K]}, And((NAME_A, KEYWORD))),
        ({"search:value": [A, K], **AND}, And((NAME_A, KEYWORD))),
        ({"search:value": [A, K], **NOT}, Not(Or((NAME_A, KEYWORD)))),
        ({"search:value": A}, NAME_A),
        ({"search:value": A, **NOT}, Not(NAME_A)),
        # 13a.3: the operator governs the list alone, further keys all hold.
        (
            {"search:value": [A, B], **OR, "@type": "ceterms:License", **K},
            And((Or((NAME_A, NAME_B)), LICENSE, KEYWORD)),
        ),
        (
            {"search:value": [A, B], **OR, "search:termGroup": K},
            And((Or((NAME_A, NAME_B)), KEYWORD)),
        ),
        # Section 3.2: groups.
        ({"search:termGroup": [A, K]}, Or((NAME_A, KEYWORD))),
        ({"search:termGroup": {**A, **K}}, And((NAME_A, KEYWORD))),
        ({"search:termGroup": {**OR, **A, **K}}, Or((NAME_A, KEYWORD))),
        ({"search:termGroup": {"search:value": [A, K], **OR}}, Or((NAME_A, KEYWORD))),
        ({"search:termGroup": {"search:value": [A, K]}}, And((NAME_A, KEYWORD))),
        ({"search:termGroup": {"search:value": [A, K], **NOT}}, Not(Or((NAME_A, KEYWORD)))),
        ({"!search:termGroup": {**A, **K}}, Not(And((NAME_A, KEYWORD)))),
        ({**B, "search:termGroup": {"search:termGroup": [A, K]}}, And((NAME_B, Or((NAME_A, KEYWORD))))),
        # D2: an operator inside a reference is about the node that it leads to.
        ({"ceterms:ownedBy": {**OR, **A, **K}}, link(Or((NAME_A, KEYWORD)))),
        ({"ceterms:ownedBy": {"search:termGroup": [A, K]}}, link(Or((NAME_A, KEYWORD)))),
    ],
)
def test_nodes_and_groups(query: object, expected: Expression) -> None:
    assert tree(query) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # Section 4.1 and 3.3, row "reference"; section 13a.2.
        (uri("O1"), link(O1)),
        (ctid("O1"), link(O1)),
        ({"search:value": uri("O1")}, link(O1)),
        ([uri("O1"), uri("O2")], link(KeyIn((ctid("O1"), ctid("O2"))))),
        ({"search:value": [uri("O1"), uri("O2")]}, link(KeyIn((ctid("O1"), ctid("O2"))))),
        ({"search:value": [uri("O1"), uri("O2")], **AND}, And((link(O1), link(O2)))),
        (
            {"search:value": [uri("O1"), uri("O2")], **NOT},
            link(Not(KeyIn((ctid("O1"), ctid("O2"))))),
        ),
        ({"search:notValue": uri("O1")}, link(Not(O1))),
        ({"search:value": uri("O1"), "search:operator": "search:notValue"}, link(Not(O1))),
        ("search:anyValue", link(Every())),
        ("search:noValue", Not(link(Every()))),
        ({"search:value": "search:noValue"}, Not(link(Every()))),
        (["search:noValue", uri("O1")], Or((Not(link(Every())), link(O1)))),
        (A, link(NAME_A)),
        ([A, K], link(Or((NAME_A, KEYWORD)))),
        ([uri("O1"), A], link(Or((O1, NAME_A)))),
        ({"search:value": [A, K]}, link(Or((NAME_A, KEYWORD)))),
        ({"search:value": [A, K], **AND}, And((link(NAME_A), link(KEYWORD)))),
        ({"search:value": [A, K], **NOT}, link(Not(Or((NAME_A, KEYWORD))))),
        ({"search:value": [A, K], **OR, **B}, link(And((Or((NAME_A, KEYWORD)), NAME_B)))),
        ({"ceterms:ctid": ctid("O1")}, link(IdText("ctid", "exact", ctid("O1")))),
        ({"ceterms:parentOrganization": A}, link(link(NAME_A, "ceterms:parentOrganization"))),
        ({"!@type": "ceterms:Certificate"}, link(Not(CERTIFICATE))),
        # Section 4.2: pieces of addresses, and match types.
        ("nocti.com", link(IdText("uri", "contains", "nocti.com"))),
        ("/resources/ce-", link(IdText("uri", "contains", "/resources/ce-"))),
        ("ce-00000000", link(IdText("uri", "contains", "ce-00000000"))),
        (f"/resources/{ctid('O1')}", link(O1)),
        (
            {"search:value": "nocti", "search:matchType": "search:contains"},
            link(IdText("uri", "contains", "nocti")),
        ),
        (
            {"search:value": ".org", "search:matchType": "search:endsWith"},
            link(IdText("uri", "ends", ".org")),
        ),
        ({"search:value": uri("O1"), "search:matchType": "search:exactMatch"}, link(O1)),
    ],
)
def test_references(value: object, expected: Expression) -> None:
    assert tree({"ceterms:ownedBy": value}) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        # Sections 3.1, 4.4 and 4.5, with the marks of older engines.
        ("^ceterms:ownedBy", A, link(NAME_A, reverse=True)),
        ("<ceterms:ownedBy", A, link(NAME_A, reverse=True)),
        (">ceterms:ownedBy", A, link(NAME_A)),
        ("!ceterms:ownedBy", A, Not(link(NAME_A))),
        ("!^ceterms:ownedBy", A, Not(link(NAME_A, reverse=True))),
        ("^!ceterms:ownedBy", A, Not(link(NAME_A, reverse=True))),
        ("! ^ ceterms:ownedBy", A, Not(link(NAME_A, reverse=True))),
        ("!!ceterms:ownedBy", A, link(NAME_A)),
        ("^ceterms:ownedBy", "search:anyValue", link(Every(), reverse=True)),
        ("^ceterms:ownedBy", "search:noValue", Not(link(Every(), reverse=True))),
        ("!^ceterms:ownedBy", "search:noValue", link(Every(), reverse=True)),
        ("^ceterms:ownedBy", uri("O1"), link(O1, reverse=True)),
        ("https://credreg.net/ctdl/terms/ownedBy", A, link(NAME_A)),
        ("!ceterms:name", "alpha", Not(NAME_A)),
        ("!@type", "ceterms:License", Not(LICENSE)),
    ],
)
def test_marks_of_keys(key: str, value: object, expected: Expression) -> None:
    assert tree({key: value}) == expected


SPELLINGS_OF_A_CONCEPT = [
    "audLevel:BeginnerLevel",
    "https://purl.org/ctdl/vocabs/audLevel/BeginnerLevel",
    "https://purl.org/ctdl/vocabs/audLevel/BeginnerLevel/",
    "http://purl.org/ctdl/vocabs/audLevel/BeginnerLevel",
    "https://credreg.net/ctdl/vocabs/audLevel/BeginnerLevel",
    "http://credreg.net/ctdl/vocabs/audLevel/BeginnerLevel/",
]
SPELLINGS_OF_A_RESOURCE = [
    ctid("O1"),
    ctid("O1").upper(),
    uri("O1"),
    f"http://other.example/ce-registry/resources/{ctid('O1')}",
    f"https://registry.example/graph/{ctid('O1').upper()}",
]
SPELLINGS_OF_A_PAGE = [
    f"{scheme}://state.example/board{slash}" for scheme in ("http", "https") for slash in ("", "/")
]
SPELLINGS_OF_A_MEASURE = ["qdata:Unheard", "https://credreg.net/qdata/terms/Unheard"]


@pytest.mark.parametrize(
    "spellings",
    [SPELLINGS_OF_A_CONCEPT, SPELLINGS_OF_A_RESOURCE, SPELLINGS_OF_A_PAGE, SPELLINGS_OF_A_MEASURE],
)
def test_every_spelling_of_an_address_finds_every_published_spelling(spellings: list[str]) -> None:
    for published in spellings:
        item = {"@id": uri("C1"), "ceterms:ctid": ctid("C1"), "ceterms:sameAs": [published]}
        document = parse_document(json.dumps({"@graph": [item]}).encode())
        links = [target for node in flatten(document, resolve_context(None)) for _, target in node.links]
        for asked in spellings:
            found = tree({"ceterms:sameAs": asked})
            assert isinstance(found, Link)
            assert isinstance(found.target, KeyIn)
            assert links[0] in found.target.keys


def test_other_hosts_and_unknown_prefixes_are_only_themselves() -> None:
    assert tree({"ceterms:sameAs": "foo:bar"}) == link(KeyIn(("foo:bar",)), "ceterms:sameAs")
    found = tree({"ceterms:sameAs": "https://www.credreg.net/ctdl/terms/name"})
    assert isinstance(found, Link)
    assert isinstance(found.target, KeyIn)
    assert not any("purl.org" in key for key in found.target.keys)


def test_a_piece_of_a_concept_address_is_looked_for_at_both_hosts() -> None:
    found = tree(
        {"ceterms:targetNode": {"search:value": "audLevel:Beg", "search:matchType": "search:contains"}}
    )
    assert isinstance(found, Link)
    assert isinstance(found.target, Or)
    texts = {part.text for part in found.target.parts if isinstance(part, IdText)}
    assert "https://purl.org/ctdl/vocabs/audLevel/Beg" in texts
    assert "https://credreg.net/ctdl/vocabs/audLevel/Beg" in texts


def test_blank_nodes_are_found_by_label_in_every_document() -> None:
    assert tree({"ceterms:targetNode": "_:b0"}) == link(IdText("uri", "exact", "_:b0"), "ceterms:targetNode")


@pytest.mark.parametrize("number", EXAMPLES)
def test_worked_examples_are_understood_whole(number: str) -> None:
    parsed = parse(EXAMPLES[number])
    keys = sum(1 for _ in _keys(EXAMPLES[number]))
    dropped = sum(warning.code == "empty_condition" for warning in parsed.warnings)
    assert len(parsed.reading) == keys - dropped


def _keys(query: Any) -> Any:
    """The entries of a query that are conditions."""
    wrapper = {"search:operator", "search:matchType"}
    if isinstance(query, list):
        for entry in query:
            yield from _keys(entry)
    elif isinstance(query, dict):
        for key, value in query.items():
            is_values = key == "search:value" and not _is_conditions(value)
            if key not in wrapper and not is_values and ("@" in key or ":" in key):
                yield key
            yield from _keys(value)


def _is_conditions(value: Any) -> bool:
    entries = value if isinstance(value, list) else [value]
    return any(isinstance(entry, dict) for entry in entries)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            "E19",
            Link(
                "ceterms:requires",
                And(
                    (
                        Link("ceterms:targetLearningOpportunity", KeyIn((ctid("L1"),))),
                        Link("ceterms:targetAssessment", KeyIn((ctid("A1"),))),
                    )
                ),
            ),
        ),
        (
            "E20",
            And(
                (
                    Link("ceterms:requires", Link("ceterms:targetLearningOpportunity", KeyIn((ctid("L1"),)))),
                    Link("ceterms:requires", Link("ceterms:targetAssessment", KeyIn((ctid("A1"),)))),
                )
            ),
        ),
        (
            "E35",
            And(
                (
                    ClassIn(("ceterms:CredentialOrganization", "ceterms:QACredentialOrganization")),
                    Not(Link("ceterms:ownedBy", CERTIFICATE, reverse=True)),
                )
            ),
        ),
        (
            "E37",
            Link("ceterms:requires", Not(Link("ceterms:targetLearningOpportunity", Every()))),
        ),
        (
            "E38",
            And(
                (
                    CERTIFICATE,
                    Not(Link("ceterms:requires", Link("ceterms:targetLearningOpportunity", Every()))),
                )
            ),
        ),
        (
            "E40",
            Link(
                "ceterms:estimatedCost",
                And(
                    (
                        LiteralValue("ceterms:price", 500.0, 2000.0),
                        Words("ceterms:currency", "USD", need="all", prefix=False, codes=True),
                    )
                ),
            ),
        ),
        (
            "E51",
            Link(
                "ceterms:ownedBy",
                Link(
                    "ceterms:address",
                    Or(
                        (
                            Words("ceterms:addressRegion", "indiana"),
                            LiteralText("ceterms:addressRegion", "exact", "in"),
                        )
                    ),
                ),
            ),
        ),
        ("E62 reference", Not(Link("ceterms:supersededBy", Every()))),
    ],
)
def test_trees_of_worked_examples(number: str, expected: Expression) -> None:
    assert tree(EXAMPLES[number]) == expected


def test_the_reading_names_each_condition_where_it_stands() -> None:
    query = {
        "@type": "ceterms:License",
        "!ceterms:ownedBy": {"^ceterms:offeredBy": {"ceterms:name": "search:anyValue"}},
    }
    name = HasLiteral("ceterms:name")
    offered = Link("ceterms:offeredBy", name, reverse=True)
    assert parse(query).reading == (
        Understood("/@type", LICENSE, 0),
        Understood("/!ceterms:ownedBy", Not(link(offered)), 0),
        Understood("/!ceterms:ownedBy/^ceterms:offeredBy", offered, 1),
        Understood("/!ceterms:ownedBy/^ceterms:offeredBy/ceterms:name", name, 2),
    )


def test_references_nest_as_deep_as_the_limit_allows() -> None:
    query: object = ctid("O1")
    for _ in range(30):
        query = {"ceterms:parentOrganization": query}
    found = tree(query)
    for _ in range(30):
        assert isinstance(found, Link)
        found = found.target
    assert found == O1
