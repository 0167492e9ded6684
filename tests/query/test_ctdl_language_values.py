"""Texts, languages, typed values, tokens, identity and record metadata of the query language, as trees."""

from __future__ import annotations

import math
from typing import Any

import pytest

from opencredreg.clock import parse_timestamp
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.tree import (
    And,
    ClassIn,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    LiteralText,
    LiteralValue,
    Not,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Words,
)
from tests.support.search_data import ctid, uri

VOCABULARY = bundled_vocabulary()
OR, AND, NOT = ({"search:operator": f"search:{name}"} for name in ("orTerms", "andTerms", "notTerms"))
NAME, CODE, PRICE, DATE = "ceterms:name", "ceterms:codedNotation", "ceterms:price", "ceterms:dateEffective"
LANGUAGE, FREE = "ceasn:inLanguage", "ceterms:isNonCredit"
DAY = 86_400.0


def tree(query: object, **options: Any) -> Expression:
    return parse_query(query, VOCABULARY, **options).expression


def match(name: str) -> dict[str, str]:
    return {"search:matchType": f"search:{name}"}


def words(text: str, *languages: str) -> Words:
    return Words(NAME, text, languages=languages)


def text(how: Any, value: str, *languages: str, of: str = NAME) -> LiteralText:
    return LiteralText(of, how, value, languages)


def code(value: str) -> Words:
    return Words(CODE, value, need="all", prefix=False, codes=True)


def seconds(moment: str) -> float:
    return parse_timestamp(moment) / 1_000_000


def language(tag: str) -> Or:
    return Or((text("exact", tag, of=LANGUAGE), text("starts", f"{tag}-", of=LANGUAGE)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # Section 5.1 and the first two rows of section 3.3.
        ("alpha bravo", words("alpha bravo")),
        ('"alpha bravo"', words('"alpha bravo"')),
        (["alpha", "bravo"], Or((words("alpha"), words("bravo")))),
        ({"search:value": "alpha"}, words("alpha")),
        ({"search:value": ["alpha", "bravo"]}, Or((words("alpha"), words("bravo")))),
        ({"search:value": ["alpha", "bravo"], **OR}, Or((words("alpha"), words("bravo")))),
        ({"search:value": ["alpha", "bravo"], **AND}, And((words("alpha"), words("bravo")))),
        ({"search:value": "al", **match("contains")}, text("contains", "al")),
        ({"search:value": "al", **match("contain")}, text("contains", "al")),
        ({"search:value": "al", **match("startsWith")}, text("starts", "al")),
        ({"search:value": "al", **match("endsWith")}, text("ends", "al")),
        ({"search:value": "al", **match("exactMatch")}, text("exact", "al")),
        ({"search:value": "alfa", **match("fuzzy")}, text("fuzzy", "alfa")),
        (
            {"search:value": ["a", "b"], **match("contains")},
            Or((text("contains", "a"), text("contains", "b"))),
        ),
        (
            {"search:value": ["a", "b"], **match("contains"), **AND},
            And((text("contains", "a"), text("contains", "b"))),
        ),
        # D3: every item has its own match type and operator.
        (
            [{"search:value": "alpha"}, {"search:value": "in", **match("exactMatch")}],
            Or((words("alpha"), text("exact", "in"))),
        ),
        (
            {
                "search:value": ["x", {"search:value": ["y", "z"], **match("exactMatch"), **AND}],
                **match("contains"),
            },
            Or((text("contains", "x"), And((text("exact", "y"), text("exact", "z"))))),
        ),
        ("search:anyValue", HasLiteral(NAME)),
        ("search:noValue", Not(HasLiteral(NAME))),
        (["search:noValue", "alpha"], Or((Not(HasLiteral(NAME)), words("alpha")))),
        # A text of signs has no words to search for.
        ("?!", text("contains", "?!")),
        # Section 5.3 and D24.
        ({"en-US": "alpha"}, words("alpha", "en-us")),
        ({"EN_us": "alpha"}, words("alpha", "en-us")),
        ({"@none": "alpha"}, words("alpha", "")),
        ({"en": "alpha", "es": "bravo"}, And((words("alpha", "en"), words("bravo", "es")))),
        ({"en": "alpha", "es": "bravo", **OR}, Or((words("alpha", "en"), words("bravo", "es")))),
        ({"en": ["alpha", "bravo"]}, Or((words("alpha", "en"), words("bravo", "en")))),
        ([{"en": "alpha"}, {"es": "bravo"}], Or((words("alpha", "en"), words("bravo", "es")))),
        ({"en": {"search:value": "al", **match("contains")}}, text("contains", "al", "en")),
        ({"en": "al", **match("contains")}, text("contains", "al", "en")),
        ({"search:value": {"en": "al"}, **match("contains")}, text("contains", "al", "en")),
        ({"search:value": ["alpha", {"en": "bravo"}], **AND}, And((words("alpha"), words("bravo", "en")))),
        ({"en": "search:anyValue"}, HasLiteral(NAME, ("en",))),
        ({"en": "search:noValue"}, Not(HasLiteral(NAME, ("en",)))),
        ({"tlh": "alpha"}, words("alpha", "tlh")),
    ],
)
def test_language_texts(value: object, expected: Expression) -> None:
    assert tree({NAME: value}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("WELD 207", code("WELD 207")),
        (["a", "b"], Or((code("a"), code("b")))),
        ({"search:value": ["a", "b"]}, Or((code("a"), code("b")))),
        ({"search:value": ["a", "b"], **AND}, And((code("a"), code("b")))),
        ({"search:value": "51-", **match("startsWith")}, text("starts", "51-", of=CODE)),
        ("search:noValue", Not(HasLiteral(CODE))),
    ],
)
def test_plain_texts(value: object, expected: Expression) -> None:
    assert tree({CODE: value}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("en", language("en")),
        (["es", "en"], Or((*language("es").parts, *language("en").parts))),
        ({"search:value": ["es", "en"]}, Or((*language("es").parts, *language("en").parts))),
        ({"search:value": ["es", "en"], **AND}, And((language("es"), language("en")))),
        ({"search:value": "en", **match("exactMatch")}, text("exact", "en", of=LANGUAGE)),
        ({"search:value": "e", **match("startsWith")}, text("starts", "e", of=LANGUAGE)),
        ("search:anyValue", HasLiteral(LANGUAGE)),
    ],
)
def test_language_tokens(value: object, expected: Expression) -> None:
    assert tree({LANGUAGE: value}) == expected


def test_durations_are_compared_as_a_whole() -> None:
    assert tree({"ceterms:exactDuration": "P1Y"}) == text("exact", "P1Y", of="ceterms:exactDuration")


def number(low: float | None, high: float | None = None, of: str = PRICE) -> LiteralValue:
    return LiteralValue(of, low, high)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # Section 6 and the rows on typed values of section 3.3.
        (5, number(5.0, 5.0)),
        (5.5, number(5.5, 5.5)),
        ("5", number(5.0, 5.0)),
        (0, number(0.0, 0.0)),
        ([500, 2000], number(500.0, 2000.0)),
        (["500", 2000.0], number(500.0, 2000.0)),
        ([500, 500], number(500.0, 500.0)),
        ([500, ""], number(500.0)),
        ([None, 2000], number(None, 2000.0)),
        ({"search:value": [500, 2000]}, number(500.0, 2000.0)),
        ({"search:value": [500, 2000], **AND}, number(500.0, 2000.0)),
        ({"search:value": [500, 2000], **OR}, Or((number(500.0, 500.0), number(2000.0, 2000.0)))),
        ([1, 2, 3], Or((number(1.0, 1.0), number(2.0, 2.0), number(3.0, 3.0)))),
        ({"search:value": [1, 2, 3]}, Or((number(1.0, 1.0), number(2.0, 2.0), number(3.0, 3.0)))),
        ({"search:value": [1, 2, 3], **AND}, And((number(1.0, 1.0), number(2.0, 2.0), number(3.0, 3.0)))),
        ([[1, 2], [5, 6]], Or((number(1.0, 2.0), number(5.0, 6.0)))),
        ("search:anyValue", HasLiteral(PRICE)),
        ("search:noValue", Not(HasLiteral(PRICE))),
        ([5, "search:noValue"], Or((number(5.0, 5.0), Not(HasLiteral(PRICE))))),
        # Section 4.5: a value other than these.
        ({"search:notValue": 5}, Or((number(None, math.nextafter(5, 0)), number(math.nextafter(5, 9))))),
        # Section 3.1: comparisons, in all the places where they were written.
        ({"search:greaterThan": 5}, number(math.nextafter(5, 9))),
        ({"search:lessThan": 5}, number(None, math.nextafter(5, 0))),
        ({"search:greaterThanOrEqualTo": 5, "search:lessThanOrEqualTo": 9}, number(5.0, 9.0)),
        ({"search:value": 5, "search:operator": "search:greaterThanOrEqualTo"}, number(5.0)),
        ({"search:value": 5, **match("lessThanOrEqualTo")}, number(None, 5.0)),
    ],
)
def test_numbers(value: object, expected: Expression) -> None:
    assert tree({PRICE: value}) == expected


def test_a_number_other_than_these_lies_in_the_gaps_between_them() -> None:
    found = tree({PRICE: {"search:value": [3, 1, 2, 2], **NOT}})
    assert isinstance(found, Or)
    for value in (0, 1, 1.5, 2, 2.5, 3, 4):
        holds = any(
            (part.low is None or part.low <= value) and (part.high is None or value <= part.high)
            for part in found.parts
            if isinstance(part, LiteralValue)
        )
        assert holds == (value not in (1, 2, 3))


MARCH_1 = seconds("2021-03-01")
END_OF_MARCH_1 = seconds("2021-03-01T23:59:59.999999")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-03-01", number(MARCH_1, END_OF_MARCH_1, DATE)),
        # A property of whole days does not look at the hour.
        ("2021-03-01T10:00:00Z", number(MARCH_1, END_OF_MARCH_1, DATE)),
        ("2021-03", number(MARCH_1, seconds("2021-03-31T23:59:59.999999"), DATE)),
        (["2021-03-01", ""], number(MARCH_1, None, DATE)),
        (["", "2021-03-01"], number(None, END_OF_MARCH_1, DATE)),
        (["2021-03-01", "2021-03-01"], number(MARCH_1, END_OF_MARCH_1, DATE)),
        ({"search:greaterThan": "2021-03-01"}, number(MARCH_1 + DAY, None, DATE)),
        ({"search:lessThan": "2021-03-01"}, number(None, seconds("2021-02-28T23:59:59.999999"), DATE)),
        ({"search:value": "2021-", **match("startsWith")}, text("starts", "2021-", of=DATE)),
        (
            {"search:value": ["2021-03-01", "2021-03-02"], **OR},
            Or(
                (
                    number(MARCH_1, END_OF_MARCH_1, DATE),
                    number(MARCH_1 + DAY, seconds("2021-03-02T23:59:59.999999"), DATE),
                )
            ),
        ),
    ],
)
def test_dates(value: object, expected: Expression) -> None:
    assert tree({DATE: value}) == expected


def test_phrases_are_dates_if_the_time_is_known() -> None:
    now = parse_timestamp("2021-03-02T12:00:00")
    assert tree({DATE: "yesterday"}, now=now) == number(MARCH_1, END_OF_MARCH_1, DATE)


YES, NO = LiteralValue(FREE, 1.0, 1.0), LiteralValue(FREE, 0.0, 0.0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, YES),
        (False, NO),
        ("true", YES),
        ("False", NO),
        ([True, False], Or((YES, NO))),
        ({"search:value": [True, False]}, Or((YES, NO))),
        ({"search:value": [True, False], **AND}, And((YES, NO))),
        ({"search:notValue": True}, NO),
        ("search:noValue", Not(HasLiteral(FREE))),
    ],
)
def test_booleans(value: object, expected: Expression) -> None:
    assert tree({FREE: value}) == expected


CREATED = parse_timestamp("2021-01-01")


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        # Section 7.
        ("@id", uri("C1"), KeyIn((ctid("C1"),))),
        ("@id", [uri("C1"), ctid("C2")], KeyIn((ctid("C1"), ctid("C2")))),
        ("@id", "registry.example", IdText("uri", "contains", "registry.example")),
        ("@id", "_:b1", IdText("uri", "exact", "_:b1")),
        ("@id", {"search:value": "https", **match("startsWith")}, IdText("uri", "starts", "https")),
        ("ceterms:ctid", ctid("C1").upper(), IdText("ctid", "exact", ctid("C1"))),
        ("ceterms:ctid", uri("C1"), IdText("ctid", "exact", ctid("C1"))),
        ("ceterms:ctid", "ce-0000", IdText("ctid", "contains", "ce-0000")),
        ("ceterms:ctid", {"search:value": "CE-", **match("startsWith")}, IdText("ctid", "starts", "CE-")),
        ("ceterms:ctid", "search:anyValue", HasLiteral("ceterms:ctid")),
        ("@type", "ceterms:License", ClassIn(("ceterms:License",))),
        ("@type", "https://credreg.net/ctdl/terms/License", ClassIn(("ceterms:License",))),
        ("@type", "http://purl.org/ctdl/terms/License/", ClassIn(("ceterms:License",))),
        ("@type", ["ceterms:License", "ceterms:Badge"], ClassIn(("ceterms:Badge", "ceterms:License"))),
        (
            "@type",
            {"search:value": ["ceterms:License"], **match("exactMatch")},
            ClassIn(("ceterms:License",)),
        ),
        (
            "@type",
            {
                "search:value": "https://credreg.net/ctdl/terms/LearningOpportunityProfile",
                **match("subClassOf"),
            },
            ClassIn(("ceterms:Course", "ceterms:LearningOpportunityProfile", "ceterms:LearningProgram")),
        ),
        (
            "@type",
            [
                {"search:value": "ceterms:LearningOpportunityProfile", **match("subClassOf")},
                "ceterms:License",
            ],
            ClassIn(
                (
                    "ceterms:Course",
                    "ceterms:LearningOpportunityProfile",
                    "ceterms:LearningProgram",
                    "ceterms:License",
                )
            ),
        ),
        (
            "@type",
            {"search:value": ["ceterms:License", "ceterms:Badge"], **NOT},
            And(
                (
                    ClassIn(tuple(sorted(VOCABULARY.classes))),
                    Not(ClassIn(("ceterms:Badge", "ceterms:License"))),
                )
            ),
        ),
        ("search:recordCreated", ["2021-01-01", ""], RecordTime("created", CREATED, None)),
        (
            "search:recordUpdated",
            ["", "2021-01-01"],
            RecordTime("updated", None, CREATED + 86_400_000_000 - 1),
        ),
        (
            "search:recordCreated",
            ["2020-12-31", "2021-01-01"],
            RecordTime("created", CREATED - 86_400_000_000, CREATED + 86_400_000_000 - 1),
        ),
        ("search:recordCreated", "2021-01-01", RecordTime("created", CREATED, CREATED + 86_400_000_000 - 1)),
        (
            "search:recordCreated",
            {"search:greaterThan": "2020-12-31"},
            RecordTime("created", CREATED, None),
        ),
        ("search:recordCreated", "search:anyValue", RecordTime("created", 0, None)),
        ("search:recordOwnedBy", ctid("O1").upper(), RecordOf("owner", (ctid("O1"),))),
        ("search:recordOwnedBy", uri("O1"), RecordOf("owner", (ctid("O1"),))),
        (
            "search:recordPublishedBy",
            [ctid("O1"), ctid("O2")],
            RecordOf("publisher", (ctid("O1"), ctid("O2"))),
        ),
        ("search:recordOwnedBy", "search:anyValue", RecordOf("owner")),
        ("search:recordOwnedBy", "search:noValue", Not(RecordOf("owner"))),
        ("!search:recordOwnedBy", ctid("O1"), Not(RecordOf("owner", (ctid("O1"),)))),
        (
            "search:recordOwnedBy",
            {"search:notValue": ctid("O1")},
            And((RecordOf("owner"), Not(RecordOf("owner", (ctid("O1"),))))),
        ),
        ("search:resourcePublishType", "Primary", PublishType(("primary",))),
        ("search:resourcePublishType", ["secondary", "primary"], PublishType(("primary", "secondary"))),
    ],
)
def test_identity_and_records(key: str, value: object, expected: Expression) -> None:
    assert tree({key: value}) == expected


@pytest.mark.parametrize(
    ("key", "value", "joined"),
    [
        (NAME, {"search:value": ["alpha", "bravo"]}, And),
        (NAME, {"search:value": ["alpha", "bravo"], **match("contains")}, Or),
        (NAME, ["alpha", "bravo"], Or),
        (CODE, {"search:value": ["alpha", "bravo"]}, Or),
        (LANGUAGE, {"search:value": ["en", "es"]}, And),
        (PRICE, {"search:value": [1, 2, 3]}, And),
        (PRICE, {"search:value": [1, 2, 3], **OR}, Or),
    ],
)
def test_lists_as_the_registry_read_them_before(key: str, value: object, joined: type) -> None:
    """D22: a server may keep the older reading of wrapped lists without operator."""
    assert isinstance(tree({key: value}, any_by_default=False), joined)
