"""The simple search: parameters become a search, and JSON containment is that of the registry."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.clock import parse_timestamp
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.document import parse_document
from opencredreg.query.containment import Containment, is_contained
from opencredreg.query.oracle import Oracle, Record
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.simple_search import EnvelopeFilter, SimpleSearch, parse_parameters
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
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Sort,
    Words,
)
from tests.support.search_data import ctid, uri

VOCABULARY = bundled_vocabulary()
NOW = parse_timestamp("2021-03-31T15:30:00")
CONFIG: dict[str, Any] = {
    "aliases": {"ctid": "ceterms:ctid"},
    "resource_type": {
        "property": "@type",
        "values_map": {
            "ceterms:Certificate": "credential",
            "ceterms:License": "credential",
            "ceasn:Competency": "competency",
            "ceterms:AssessmentProfile": "assessment_profile",
        },
    },
    "prepared_queries": {"framework": {"@type": "ceasn:Competency", "ceasn:isPartOf": "$term"}},
}
NAME = "ceterms:name"


def parse(*params: tuple[str, str], config: dict[str, Any] = CONFIG) -> SimpleSearch:
    return parse_parameters(params, config, VOCABULARY, NOW)


def tree(name: str, value: str) -> Expression:
    return parse((name, value)).search.expression


def test_without_parameters_it_is_everything() -> None:
    assert parse() == SimpleSearch(search=Search(expression=Every()))


@pytest.mark.parametrize(
    ("params", "page", "per_page", "skip"),
    [
        ([], 1, 10, 0),
        ([("page", "3"), ("per_page", "50")], 3, 50, 100),
        ([("per_page", "5000")], 1, 200, 0),
        ([("page", "0"), ("per_page", "-1")], 1, 1, 0),
        ([("page", "2"), ("page", "4")], 4, 10, 30),
    ],
)
def test_pages(params: list[tuple[str, str]], page: int, per_page: int, skip: int) -> None:
    found = parse(*params)
    assert (found.page, found.per_page) == (page, per_page)
    assert (found.search.skip, found.search.take) == (skip, per_page)


@pytest.mark.parametrize(
    ("params", "sort"),
    [
        ([], Sort("updated", True)),
        ([("sort_by", "created_at")], Sort("created", True)),
        ([("sort_by", "created_at"), ("sort_order", "asc")], Sort("created", False)),
        ([("sort_by", "anything"), ("sort_order", "dsc")], Sort("updated", True)),
        ([("fts", "welding")], Sort("relevance", True)),
        ([("fts", "welding"), ("sort_by", "updated_at")], Sort("updated", True)),
    ],
)
def test_orders(params: list[tuple[str, str]], sort: Sort) -> None:
    assert parse(*params).search.sort == sort


@pytest.mark.parametrize(
    ("params", "field", "value"),
    [
        ([("metadata_only", "true")], "metadata_only", True),
        ([("metadata_only", "no")], "metadata_only", False),
        ([("with_bnodes", "only")], "blank", "only"),
        ([("community", "CE-Registry")], "envelope", EnvelopeFilter(community="ce_registry")),
        ([("envelope_community", "navy")], "envelope", EnvelopeFilter(community="navy")),
        ([("type", "paradata")], "envelope", EnvelopeFilter(types=("paradata",))),
        (
            [("envelope_ceterms_ctid", f"{ctid('C1').upper()}, {ctid('C2')},")],
            "envelope",
            EnvelopeFilter(ctids=(ctid("C1"), ctid("C2"))),
        ),
        ([("envelope_id", "a,b")], "envelope", EnvelopeFilter(ids=("a", "b"))),
        (
            [("envelope_ctdl_type", "ceterms:License")],
            "envelope",
            EnvelopeFilter(ctdl_types=("ceterms:License",)),
        ),
        ([("include_deleted", "only")], "envelope", EnvelopeFilter(deleted="only")),
    ],
)
def test_what_is_about_envelopes(params: list[tuple[str, str]], field: str, value: object) -> None:
    found = parse(*params)
    assert getattr(found, field) == value
    assert found.search.expression == Every()


def test_provisional_records() -> None:
    assert [parse(("provisional", way)).search.visibility for way in ("exclude", "include", "only", "")] == [
        "exclude", "include", "only", "exclude",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("owned_by", f"{ctid('O2')},{ctid('O1').upper()}", RecordOf("owner", (ctid("O1"), ctid("O2")))),
        ("published_by", ctid("O1"), RecordOf("publisher", (ctid("O1"),))),
        ("resource_publish_type", "primary,secondary", PublishType(("primary", "secondary"))),
        ("resource_type", "credential", ClassIn(("ceterms:Certificate", "ceterms:License"))),
        ("resource_type", "Credentials", ClassIn(("ceterms:Certificate", "ceterms:License"))),
        ("resource_type", "competencies", ClassIn(("ceasn:Competency",))),
        ("resource_type", "assessment-profiles", ClassIn(("ceterms:AssessmentProfile",))),
        ("from", "2021-03-01", RecordTime("updated", parse_timestamp("2021-03-01"), None)),
        ("until", "2021-03-01", RecordTime("updated", None, parse_timestamp("2021-03-02") - 1)),
        ("from", "3 months ago", RecordTime("updated", parse_timestamp("2020-12-31T15:30:00"), None)),
        ("until", "now", RecordTime("updated", None, NOW)),
        # Section 2.3: what the index answers exactly.
        ("ceterms:ctid", ctid("C1"), IdText("ctid", "exact", ctid("C1"))),
        ("ctid", ctid("C1").upper(), IdText("ctid", "exact", ctid("C1"))),
        ("@type", "ceterms:License", ClassIn(("ceterms:License",))),
        ("@id", uri("C1"), KeyIn((ctid("C1"),))),
        ("ceterms:isNonCredit", "true", LiteralValue("ceterms:isNonCredit", 1.0, 1.0)),
        ("ceterms:price", "1", LiteralValue("ceterms:price", 1.0, 1.0)),
        (
            "ceterms:ownedBy",
            uri("O1"),
            Or(
                (
                    Link("ceterms:ownedBy", KeyIn((ctid("O1"),))),
                    LiteralText("ceterms:ownedBy", "exact", uri("O1")),
                )
            ),
        ),
    ],
)
def test_what_the_index_answers(name: str, value: str, expected: Expression) -> None:
    found = parse((name, value))
    assert found.search.expression == expected
    assert found.contains == ()


def exact(term: str, text: str, *languages: str) -> LiteralText:
    return LiteralText(term, "exact", text, languages)


KEYWORD = "ceterms:keyword"


@pytest.mark.parametrize(
    ("name", "value", "expected", "pattern"),
    [
        (NAME, "Welding", exact(NAME, "Welding"), {NAME: "Welding"}),
        ("name", "Welding", exact(NAME, "Welding"), {NAME: "Welding"}),
        (NAME, '{"en-US": "Welding"}', exact(NAME, "Welding", "en-us"), {NAME: {"en-US": "Welding"}}),
        (
            KEYWORD,
            '{"en-US": ["a", "b"]}',
            And((exact(KEYWORD, "a", "en-us"), exact(KEYWORD, "b", "en-us"))),
            {KEYWORD: {"en-US": ["a", "b"]}},
        ),
        (
            "ceterms:occupationType",
            '[{"ceterms:codedNotation": "51-4121.00"}]',
            Link("ceterms:occupationType", exact("ceterms:codedNotation", "51-4121.00")),
            {"ceterms:occupationType": [{"ceterms:codedNotation": "51-4121.00"}]},
        ),
        ("ceterms:ownedBy", "[]", Every(), {"ceterms:ownedBy": []}),
        (NAME, "{}", Every(), {NAME: {}}),
        (
            NAME,
            "null",
            Not(Or((HasLiteral(NAME), Link(NAME, Every())))),
            {NAME: None},
        ),
        (
            "ceterms:ownedBy",
            json.dumps({"@id": uri("O1"), NAME: {"en": "x"}}),
            And((Link("ceterms:ownedBy", KeyIn((ctid("O1"),))), Link("ceterms:ownedBy", exact(NAME, "x", "en")))),
            {"ceterms:ownedBy": {"@id": uri("O1"), NAME: {"en": "x"}}},
        ),
    ],
)  # fmt: skip
def test_filters_that_need_a_look_at_the_document(
    name: str, value: str, expected: Expression, pattern: dict[str, Any]
) -> None:
    found = parse((name, value))
    assert found.search.expression == expected
    (residual,) = found.contains
    assert residual.patterns == (pattern,)


def test_a_code_of_digits_is_found_as_a_text_too() -> None:
    found = parse(("ceterms:postalCode", "46320"))
    (residual,) = found.contains
    assert residual.holds({"ceterms:postalCode": "46320"})
    assert residual.holds({"ceterms:postalCode": 46320})
    assert not residual.holds({"ceterms:postalCode": "4632"})


def test_prepared_queries_take_the_term_as_it_is() -> None:
    found = parse(("framework", uri("F1")))
    assert found.search.expression == And(
        (
            ClassIn(("ceasn:Competency",)),
            Or((Link("ceasn:isPartOf", KeyIn((ctid("F1"),))), exact("ceasn:isPartOf", uri("F1")))),
        )
    )
    term = '"], "@type": ["x'
    config = {"prepared_queries": {"publisher_name": {"x:publisher": {"x:name": "$term", "x:n": 1}}}}
    (residual,) = parse(("publisher_name", term), config=config).contains
    assert residual.patterns == ({"x:publisher": {"x:name": term, "x:n": 1}},)


def test_full_text_asks_for_every_word_somewhere_or_for_a_name_nearly_like_it() -> None:
    expression = tree("fts", 'Northern "Michigan University"')
    assert isinstance(expression, Or)
    every_word = expression.parts[0]
    assert isinstance(every_word, And)
    assert len(every_word.parts) == 2
    for part, word in zip(every_word.parts, ("Northern", '"Michigan University"'), strict=True):
        assert isinstance(part, Or)
        assert Words(NAME, word, need="all", prefix=False) in part.parts
        assert Words("ceterms:description", word, need="all", prefix=False) in part.parts
    assert LiteralText(NAME, "fuzzy", 'Northern "Michigan University"') in expression.parts


def test_full_text_finds_hosts_in_web_addresses() -> None:
    expression = tree("fts", "https://nocti.com/a")
    assert isinstance(expression, Or)
    page = Link("ceterms:subjectWebpage", IdText("uri", "contains", "nocti.com/a"))
    assert page in expression.parts


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ([("fts", "")], None),
        ([("fts", "?!")], "no_words"),
        ([(NAME, " ")], "empty_condition"),
        ([("utm_source", "x")], "unknown_property"),
    ],
)
def test_what_is_left_out_or_odd_is_said(params: list[tuple[str, str]], code: str | None) -> None:
    assert [warning.code for warning in parse(*params).warnings] == ([code] if code else [])


@pytest.mark.parametrize(
    ("params", "code", "path"),
    [
        ([("page", "x")], "wrong_type", "/page"),
        ([("provisional", "maybe")], "unknown_value", "/provisional"),
        ([("type", "other")], "unknown_value", "/type"),
        ([("with_bnodes", "x")], "unknown_value", "/with_bnodes"),
        ([("include_deleted", "x")], "unknown_value", "/include_deleted"),
        ([("resource_publish_type", "x")], "unknown_value", "/resource_publish_type"),
        ([("resource_type", "spaceship")], "unknown_value", "/resource_type"),
        ([("from", "soon")], "wrong_type", "/from"),
        ([("until", "2021-02-30")], "wrong_type", "/until"),
        ([("from", "2021-02-02"), ("until", "2021-02-01")], "invalid_range", "/until"),
        ([(NAME, "x" * 5000)], "text_too_long", f"/{NAME}"),
        ([(NAME, '"\\u0000"')], "bad_character", f"/{NAME}"),
        ([("a\x00", "x")], "bad_character", "/a\ufffd"),
        ([("fts", "a " + " ".join(f"w{n}" for n in range(50)))], "text_too_long", "/fts"),
    ],
)
def test_errors(params: list[tuple[str, str]], code: str, path: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        parse(*params)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (code, path)


def test_deep_json_is_refused() -> None:
    for value in ("[" * 100 + "]" * 100, "[" * 1900 + "]" * 1900):
        with pytest.raises(QueryInvalid) as caught:
            parse((NAME, value))
        assert caught.value.too_large


# --- Containment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "document", "expected"),
    [
        # Section 2.3.
        ({"a": "x"}, {"a": "x", "b": 1}, True),
        ({"a": "x"}, {"a": "X"}, False),
        ({"a": "x"}, {"a": "xy"}, False),
        ({"a": "x"}, {}, False),
        ({"a": {"en-US": ["b", "a"]}}, {"a": {"en-US": ["a", "b", "c"]}}, True),
        ({"a": {"en-US": ["d"]}}, {"a": {"en-US": ["a", "b", "c"]}}, False),
        ({"a": {"en-US": "x"}}, {"a": {"en-US": "x", "es": "y"}}, True),
        ({"o": [{"c": "1"}]}, {"o": [{"c": "2"}, {"c": "1", "d": "3"}]}, True),
        ([{"a": 1, "b": 2}], [{"a": 1}, {"b": 2}], False),
        ({"a": True}, {"a": True}, True),
        ({"a": True}, {"a": "true"}, False),
        ({"a": True}, {"a": 1}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": []}, {"a": ["x"]}, True),
        ({"a": []}, {"a": {}}, False),
        ({"a": {}}, {"a": {"b": 1}}, True),
        ({"a": {}}, {"a": []}, False),
        ({"a": None}, {"a": None}, True),
        ({"a": None}, {}, False),
        ({"a": None}, {"a": 0}, False),
        ({"a": ["x"]}, {"a": "x"}, False),
        ({"a": [["x"]]}, {"a": ["x"]}, False),
        # The two widenings.
        ({"a": "x"}, {"a": ["y", "x"]}, True),
        ({"a": "x"}, {"a": {"en": "x"}}, True),
        ({"a": "x"}, {"a": {"en": "y", "es": ["z", "x"]}}, True),
        ({"a": "x"}, {"a": {"ceterms:name": "x"}}, False),
        ({"a": {"b": "x"}}, {"a": {"b": ["x"]}}, True),
        ({"a": 1}, {"a": [1]}, False),
    ],
)
def test_containment(pattern: object, document: object, expected: bool) -> None:
    assert is_contained(pattern, document) is expected


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["a", "b", "en"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "en"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(JSON)
def test_everything_contains_itself(value: object) -> None:
    assert is_contained(value, value)


@given(JSON, st.dictionaries(st.sampled_from(["c", "d"]), JSON, max_size=2))
def test_more_in_a_document_never_loses_a_match(value: object, more: dict[str, object]) -> None:
    assert Containment(({"x": value},)).holds({"x": value, **more})
    assert is_contained([value], [*more.values(), value])


# --- Whatever comes in ---------------------------------------------------------------------------------

NAMES = st.one_of(
    st.sampled_from(
        "page per_page fts type from until owned_by sort_by resource_type provisional framework ctid @id @type "
        "ceterms:name ceterms:ownedBy ceterms:price ceterms:isNonCredit x:y include_deleted community".split()
    ),
    st.text(max_size=6),
)
VALUES = st.one_of(st.text(max_size=10), JSON.map(json.dumps), st.floats().map(str))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_whatever_comes_in_is_a_search_or_invalid(params: list[tuple[str, str]]) -> None:
    try:
        found: SimpleSearch | QueryInvalid = parse(*params)
    except QueryInvalid as error:
        found = error
    problems = found.warnings if isinstance(found, SimpleSearch) else found.problems
    assert isinstance(found, SimpleSearch) or problems
    assert all((problem.message + problem.path).encode() for problem in problems)


TEXTS = st.sampled_from(
    ["a", "A", "é", "a b", "2021-01-01", "5", "https://x.example/", "x.example", uri("O1"), ""]
)
MAPS = st.dictionaries(
    st.sampled_from(["en", "en-US", "@none"]), TEXTS | st.lists(TEXTS, max_size=2), min_size=1, max_size=2
)
ANYTHING = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-2, 6), st.lists(TEXTS, max_size=2), MAPS)
PLACES = st.dictionaries(
    st.sampled_from(["ceterms:addressRegion", "ceterms:postalCode", "x:y"]), ANYTHING, max_size=2
)
PLAIN = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-2, 6), st.lists(TEXTS, max_size=2))
OBJECTS = PLACES | st.lists(PLACES, max_size=2) | PLACES.map(lambda place: {"@id": uri("O1"), **place})
# Values of the kind that the property has, or nearly so: a language map under a code is no text to the index.
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        NAME: ANYTHING,
        "ceterms:codedNotation": PLAIN,
        "ceterms:price": PLAIN,
        "ceterms:isNonCredit": PLAIN,
        "ceterms:ownedBy": PLAIN | OBJECTS,
        "x:y": ANYTHING | OBJECTS,
    },
).filter(bool)


@settings(deadline=None, max_examples=300)
@given(MEMBERS, st.data())
def test_the_index_finds_all_that_contains_what_is_asked_for(
    members: dict[str, Any], data: st.DataObject
) -> None:
    node = {"@id": uri("C1"), "@type": "ceterms:Certificate", "ceterms:ctid": ctid("C1"), **members}
    name = data.draw(st.sampled_from(sorted(members)))
    pattern = data.draw(st.one_of(st.just(members[name]), ANYTHING, PLACES))
    text = pattern if isinstance(pattern, str) else json.dumps(pattern)
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    found = parse((name, text))
    if not is_contained({name: value}, node) or value == "":
        return
    oracle = Oracle([Record(document=parse_document(json.dumps({"@graph": [node]}).encode()))])
    assert all(residual.holds(node) for residual in found.contains)
    assert ctid("C1") in oracle.matches(found.search.expression)
