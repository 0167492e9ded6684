"""What is wrong with queries: every error at once, each at its place, with a way out; and warnings."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import ParsedQuery, parse_query
from opencredreg.query.problems import QueryInvalid, QueryLimits, QueryProblem
from opencredreg.query.reading import read_aloud
from opencredreg.query.tree import ClassIn, Every
from tests.support.search_data import ctid
from tests.support.worked_examples import EXAMPLES as WORKED

VOCABULARY = bundled_vocabulary()
EXAMPLES = {example.label: example.query for example in WORKED if not example.error}
OR = {"search:operator": "search:orTerms"}
NAME = "ceterms:name"


K = {"ceterms:keyword": "kilo"}


def as_match(value: str, match: str) -> dict[str, str]:
    return {"search:value": value, "search:matchType": f"search:{match}"}


def errors(query: object, **options: Any) -> tuple[QueryProblem, ...]:
    with pytest.raises(QueryInvalid) as caught:
        parse_query(query, VOCABULARY, **options)
    return caught.value.problems


@pytest.mark.parametrize(
    ("query", "code", "path", "near"),
    [
        # Names of properties (sections 10.1 and 10.2).
        ({"ceterms:nmae": "x"}, "unknown_property", "/ceterms:nmae", NAME),
        ({"ceterms:Name": "x"}, "unknown_property", "/ceterms:Name", NAME),
        ({"ceterms:competencyText": "x"}, "unknown_property", "/ceterms:competencyText", "ceasn:competencyText"),
        ({"ceasn:ownedBy": "x"}, "unknown_property", "/ceasn:ownedBy", "ceterms:ownedBy"),
        ({"name": "x"}, "unknown_property", "/name", NAME),
        ({"type": "x"}, "unknown_property", "/type", "@type"),
        ({"payload": "x"}, "unknown_property", "/payload", None),
        (
            {"ceterms:requires": {"ceterms:nmae": "x"}},
            "unknown_property",
            "/ceterms:requires/ceterms:nmae",
            NAME,
        ),
        ({"!^ceterms:ownedBi": "x"}, "unknown_property", "/!^ceterms:ownedBi", "ceterms:ownedBy"),
        ({"a/b~c": "x"}, "unknown_property", "/a~1b~0c", None),
        # Keywords.
        ({"search:termgroup": {}}, "unknown_property", "/search:termgroup", "search:termGroup"),
        ({**{"search:operator": "search:orTerm"}, NAME: "x"}, "unknown_operator", "/search:operator", "search:orTerms"),
        ({"search:operator": "OR", NAME: "x"}, "unknown_operator", "/search:operator", None),
        ({"search:operator": ["search:orTerms"], NAME: "x"}, "unknown_operator", "/search:operator", None),
        (
            {NAME: {"search:value": "x", "search:matchType": "search:startswith"}},
            "unknown_match_type",
            f"/{NAME}/search:matchType",
            "search:startsWith",
        ),
        ({NAME: "search:anyvalue"}, "unknown_keyword", f"/{NAME}", "search:anyValue"),
        ({NAME: {"search:val": "x"}}, "unknown_keyword", f"/{NAME}/search:val", "search:value"),
        ({NAME: {"search:andValues": ["x"]}}, "retired_keyword", f"/{NAME}/search:andValues", "search:andTerms"),
        ({NAME: {"search:languageCode": "en"}}, "retired_keyword", f"/{NAME}/search:languageCode", None),
        ({"search:dateCreated": "2021-01-01"}, "retired_keyword", "/search:dateCreated", "search:recordCreated"),
        ({"search:orderByAscending": NAME}, "retired_keyword", "/search:orderByAscending", "order_by"),
        ({"search:matchType": "search:contains", NAME: "x"}, "misplaced_keyword", "/search:matchType", None),
        ({NAME: as_match("x", "subClassOf")}, "unsupported_match_type", f"/{NAME}/search:value", None),
        ({"@type": as_match("ceterms:L", "contains")}, "unsupported_match_type", "/@type/search:value", None),
        # Shapes.
        ("welding", "not_a_condition", "", None),
        (None, "not_a_condition", "", None),
        (5, "not_a_condition", "", None),
        ([{NAME: "x"}, 5], "not_a_condition", "/1", None),
        ({"search:termGroup": "x"}, "not_a_condition", "/search:termGroup", None),
        ({"search:termGroup": [3]}, "not_a_condition", "/search:termGroup/0", None),
        ({"search:value": "x"}, "not_a_condition", "/search:value", None),
        (["search:andTerms", {NAME: "x"}], "operator_in_list", "/0", None),
        ({NAME: ["search:orTerms", "x"]}, "operator_in_list", f"/{NAME}/0", None),
        ({"search:termGroup": ["search:orValues", {NAME: "x"}]}, "operator_in_list", "/search:termGroup/0", None),
        ({NAME: {"nmae": "x"}}, "bad_language_tag", f"/{NAME}/nmae", None),
        ({NAME: {"en": {"es": "x"}}}, "bad_language_tag", f"/{NAME}/en/es", None),
        ({"ceterms:price": {"ceterms:name": "x"}}, "not_a_reference", "/ceterms:price/ceterms:name", None),
        # Marks (section 4.4 and D26).
        ({"^ceterms:name": "x"}, "reverse_on_literal", "/^ceterms:name", None),
        ({"^@type": "x"}, "reverse_on_literal", "/^@type", None),
        ({"^ceterms:ctid": "x"}, "reverse_on_literal", "/^ceterms:ctid", None),
        ({"^^ceterms:ownedBy": "x"}, "contradicting_marks", "/^^ceterms:ownedBy", None),
        ({"^search:termGroup": {NAME: "x"}}, "misplaced_mark", "/^search:termGroup", None),
        # Values (section 6 and 10.1).
        ({NAME: 5}, "wrong_type", f"/{NAME}", None),
        ({NAME: True}, "wrong_type", f"/{NAME}", None),
        ({"ceterms:price": "cheap"}, "wrong_type", "/ceterms:price", None),
        ({"ceterms:price": "nan"}, "wrong_type", "/ceterms:price", None),
        ({"ceterms:price": True}, "wrong_type", "/ceterms:price", None),
        ({"ceterms:price": 10**400}, "wrong_type", "/ceterms:price", None),
        ({"ceterms:dateEffective": "soon"}, "wrong_type", "/ceterms:dateEffective", None),
        ({"ceterms:dateEffective": "2021-02-30"}, "wrong_type", "/ceterms:dateEffective", None),
        ({"ceterms:dateEffective": 2021}, "wrong_type", "/ceterms:dateEffective", None),
        ({"ceterms:isNonCredit": "maybe"}, "wrong_type", "/ceterms:isNonCredit", None),
        ({"ceterms:ownedBy": 5}, "wrong_type", "/ceterms:ownedBy", None),
        ({"search:recordCreated": "x"}, "wrong_type", "/search:recordCreated", None),
        ({"search:resourcePublishType": "other"}, "wrong_type", "/search:resourcePublishType", "primary"),
        ({"ceterms:price": [2, 1]}, "invalid_range", "/ceterms:price", None),
        ({"search:recordCreated": ["2021-01-02", "2021-01-01"]}, "invalid_range", "/search:recordCreated", None),
        (
            {"ceterms:price": {"search:greaterThan": 5, "search:lessThan": 4}},
            "invalid_range",
            "/ceterms:price/search:greaterThan",
            None,
        ),
        ({NAME: {"search:greaterThan": "x"}}, "not_comparable", f"/{NAME}/search:greaterThan", None),
        ({NAME: {"search:notValue": "x"}}, "unsupported_operator", f"/{NAME}/search:notValue", None),
        ({NAME: "nul \x00"}, "bad_character", f"/{NAME}", None),
        ({NAME: "half \ud83d"}, "bad_character", f"/{NAME}", None),
        ({NAME: "x" * 5000}, "text_too_long", f"/{NAME}", None),
    ],
)  # fmt: skip
def test_errors(query: object, code: str, path: str, near: str | None) -> None:
    (problem,) = errors(query)
    assert (problem.code, problem.path, problem.severity) == (code, path, "error")
    assert problem.message
    if near:
        assert near in problem.did_you_mean


@pytest.mark.parametrize(
    ("query", "message"),
    [
        # The texts of section 10.1.
        ("x", "Either an array or object is expected, `x` is neither"),
        ({"ceterms:nmae": "x"}, "Unsupported property: `ceterms:nmae`"),
        (
            {NAME: {"search:value": "x", "search:matchType": "like"}},
            "Unsupported search:matchType: `like`. Supported values: search:contains, search:startsWith, "
            "search:endsWith, search:exactMatch, search:fuzzy, search:subClassOf",
        ),
        ({NAME: 5}, "FTS condition should be either an object or a string, `5` is neither"),
    ],
)
def test_messages_that_clients_know(query: object, message: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        parse_query(query, VOCABULARY)
    assert caught.value.problems[0].message == message
    assert caught.value.message == message


def test_all_errors_are_found_at_once() -> None:
    query = {
        "ceterms:nmae": "x",
        "ceterms:price": "cheap",
        "ceterms:ownedBy": [{"^ceterms:name": "y"}, {"search:termGroup": [{"ceterms:agentTyp": "z"}, 1]}],
    }
    assert {problem.path for problem in errors(query)} == {
        "/ceterms:nmae",
        "/ceterms:price",
        "/ceterms:ownedBy/0/^ceterms:name",
        "/ceterms:ownedBy/1/search:termGroup/0/ceterms:agentTyp",
        "/ceterms:ownedBy/1/search:termGroup/1",
    }


def test_problems_are_findings_too() -> None:
    with pytest.raises(QueryInvalid) as caught:
        parse_query({"ceterms:nmae": "x"}, VOCABULARY)
    (finding,) = caught.value.findings
    assert (finding.code, finding.pointer, finding.suggestion) == ("unknown_property", "/ceterms:nmae", NAME)


def parse(query: object) -> ParsedQuery:
    return parse_query(query, VOCABULARY)


@pytest.mark.parametrize(
    ("query", "code", "path"),
    [
        # Section 10.2.
        ({"@type": "ceasn:Competency", "ceterms:price": 5}, "property_not_on_type", "/ceterms:price"),
        ({"@type": "ceasn:CompetencyFramework", NAME: "x"}, "property_not_on_type", f"/{NAME}"),
        ({"@type": "ceterms:Course", "^ceterms:ownedBy": K}, "property_not_on_type", "/^ceterms:ownedBy"),
        (
            {"ceterms:availableAt": {"ceterms:address": {"ceterms:addressRegion": "x"}}},
            "property_not_on_type",
            "/ceterms:availableAt/ceterms:address",
        ),
        ({"ceterms:targetNode": "audLevel:Beginner"}, "unknown_concept", "/ceterms:targetNode"),
        ({"@type": "ceterms:Licence"}, "unknown_class", "/@type"),
        ({NAME: "of the"}, "stop_words_only", f"/{NAME}"),
        ({NAME: {"es": "de la"}}, "stop_words_only", f"/{NAME}/es"),
        ({**OR, "@type": "ceterms:License", NAME: "x"}, "type_in_or", "/@type"),
        ({"subjectWebpage": "x"}, "missing_prefix", "/subjectWebpage"),
        ({"@context": "https://credreg.net/ctdl/schema/context/json", NAME: "x"}, "ignored_key", "/@context"),
        ({"search:recordOwnedBy": "Acme"}, "not_a_ctid", "/search:recordOwnedBy"),
        ({NAME: "…"}, "no_words", f"/{NAME}"),
        ({NAME: as_match("x", "contain")}, "misspelt_keyword", f"/{NAME}/search:matchType"),
    ],
)  # fmt: skip
def test_warnings(query: object, code: str, path: str) -> None:
    (warning,) = parse(query).warnings
    assert (warning.code, warning.path, warning.severity) == (code, path, "warning")


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ({"ceterms:targetNode": "audLevel:Beginner"}, "audLevel:BeginnerLevel"),
        ({"@type": "ceterms:Licence"}, "ceterms:License"),
        ({"@type": "ceasn:CompetencyFramework", NAME: "x"}, "ceasn:name"),
    ],
)
def test_warnings_suggest(query: object, near: str) -> None:
    assert near in parse(query).warnings[0].did_you_mean


@pytest.mark.parametrize("empty", ["", None, [], {}, "  ", ["", ""], [None], {"search:value": ""}, {"search:value": []},
                                   {"search:operator": "search:orTerms"}, "\u0301"])  # fmt: skip
@pytest.mark.parametrize(
    "key", [NAME, "!ceterms:name", "ceterms:price", "ceterms:ownedBy", "^ceterms:ownedBy", "@id", "@type",
            "search:recordCreated", "search:recordOwnedBy", "ceasn:inLanguage", "search:termGroup"],
)  # fmt: skip
def test_empty_conditions_are_left_out(key: str, empty: object) -> None:
    """Section 13a.5."""
    if key == "search:termGroup" and isinstance(empty, str):
        empty = empty.replace("\u0301", "")  # A group is no place for texts, however short.
    parsed = parse({"@type": "ceterms:License", key: empty} if key != "@type" else {key: empty})
    assert parsed.expression == (Every() if key == "@type" else ClassIn(("ceterms:License",)))
    dropped = [warning for warning in parsed.warnings if warning.code == "empty_condition"]
    assert dropped
    assert all(warning.path.startswith(f"/{key}") for warning in dropped)


@pytest.mark.parametrize(
    "query",
    [
        {NAME: ""},
        [{}],
        {"search:termGroup": {}},
        {"ceterms:ownedBy": {NAME: ""}},
        {"ceterms:ownedBy": {"ceterms:address": {"ceterms:addressRegion": ["", ""]}}},
        {"!ceterms:ownedBy": {NAME: ""}},
        {**OR, NAME: "", "ceterms:keyword": None},
        {"search:value": [{NAME: ""}, {}], **OR},
    ],
)
def test_a_query_of_which_nothing_is_left_matches_everything_and_says_so(query: object) -> None:
    parsed = parse(query)
    assert parsed.expression == Every()
    assert parsed.reading == ()
    assert parsed.warnings[-1].code == "matches_everything"


def test_what_is_left_out_of_an_or_does_not_match_everything() -> None:
    assert parse([{}, {"@type": "ceterms:License"}]).expression == ClassIn(("ceterms:License",))
    assert parse({**OR, "@type": "ceterms:License", NAME: ""}).expression == ClassIn(("ceterms:License",))


def _nested(levels: int) -> object:
    query: object = ctid("O1")
    for _ in range(levels):
        query = {"ceterms:parentOrganization": query}
    return query


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (_nested(5_000), "query_too_deep"),
        ({"search:termGroup": [{NAME: "x"}] * 2000}, "query_too_large"),
        ({"ceterms:ownedBy": [ctid("O1")] * 20_000}, "query_too_large"),
        ({NAME: ["x"] * 5_000}, "query_too_large"),
    ],
)
def test_limits(query: object, code: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        parse_query(query, VOCABULARY)
    assert caught.value.too_large
    assert caught.value.problems[0].code == code


def test_lists_within_other_lists_are_too_deep_at_some_point() -> None:
    query: object = "x"
    for _ in range(10):
        query = [query]
    assert errors({NAME: query}, limits=QueryLimits(depth=8))[0].code == "query_too_deep"


def test_no_more_problems_are_collected_than_anybody_reads() -> None:
    assert len(errors({f"nothing:{number}": "x" for number in range(500)})) == QueryLimits().problems


# --- Hostile input -------------------------------------------------------------------------------------

KEYS = st.one_of(
    st.sampled_from(
        [
            NAME, "ceterms:ownedBy", "^ceterms:ownedBy", "!ceterms:name", "!^ceasn:isPartOf", "ceterms:price",
            "ceterms:dateEffective", "ceterms:isNonCredit", "ceasn:inLanguage", "ceterms:codedNotation", "@type",
            "@id", "ceterms:ctid", "search:value", "search:operator", "search:matchType", "search:termGroup",
            "!search:termGroup", "search:recordCreated", "search:recordOwnedBy", "search:resourcePublishType",
            "search:notValue", "search:greaterThan", "search:lessThanOrEqualTo", "en", "en-US", "@none", "nmae",
        ]
    ),
    st.text(max_size=5),
)  # fmt: skip
SCALARS = st.one_of(
    st.sampled_from(
        [
            "search:anyValue", "search:noValue", "search:andTerms", "search:orTerms", "search:notTerms",
            "search:contains", "search:subClassOf", "search:fuzzy", "search:greaterThan", "2021-01-01", "x y",
            "ceterms:Credential", ctid("O1"), "audLevel:BeginnerLevel", "https://a.example/", "", "5", "true",
        ]
    ),
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
)  # fmt: skip
QUERIES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def outcome(query: object, **options: Any) -> ParsedQuery | QueryInvalid:
    try:
        return parse_query(query, VOCABULARY, **options)
    except QueryInvalid as error:
        return error


def assert_is_an_answer(found: ParsedQuery | QueryInvalid) -> None:
    if isinstance(found, QueryInvalid):
        assert found.problems
        problems = found.problems
    else:
        assert read_aloud(found.expression, VOCABULARY)
        problems = found.warnings
    for problem in problems:
        assert problem.code.replace("_", "").isalpha()
        assert problem.path == "" or problem.path.startswith("/")
        # What is said can be sent: no half characters.
        assert (problem.message + problem.path + "".join(problem.did_you_mean)).encode()


@settings(deadline=None, max_examples=400)
@given(QUERIES, st.booleans())
def test_whatever_comes_in_is_a_query_or_invalid(query: object, any_by_default: bool) -> None:
    found = outcome(query, any_by_default=any_by_default)
    assert_is_an_answer(found)
    if isinstance(found, ParsedQuery):
        again = outcome(query, any_by_default=any_by_default)
        assert isinstance(again, ParsedQuery)
        assert hash(found.expression) == hash(again.expression)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_worked_example_with_one_thing_exchanged_is_a_query_or_invalid(data: st.DataObject) -> None:
    query = json.loads(json.dumps(EXAMPLES[data.draw(st.sampled_from(sorted(EXAMPLES)))]))
    if places := list(_places(query)):
        container, key = data.draw(st.sampled_from(places))
        container[key] = data.draw(QUERIES)
    assert_is_an_answer(outcome(query))


def _places(query: Any) -> Any:
    entries = (
        query.items() if isinstance(query, dict) else enumerate(query) if isinstance(query, list) else ()
    )
    for key, value in list(entries):
        yield query, key
        yield from _places(value)
