"""Queries in plain English."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.reading import read_aloud
from opencredreg.query.tree import (
    And,
    ClassIn,
    DurationWithin,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Words,
)
from tests.support.search_data import ctid
from tests.support.worked_examples import EXAMPLES as WORKED

VOCABULARY = bundled_vocabulary()
EXAMPLES = {example.label: example.query for example in WORKED if not example.error}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("E1", "All resources"),
        ("E2", "Certificates or licenses"),
        ("E3", "Credentials of any kind"),
        ("E7", "Resources either whose name has any of the words “nursing”, “assistant” or whose name (ceasn:name) "
               "has any of the words “nursing”, “assistant”"),
        ("E10", "Resources either whose name is “practical nurse license” or whose name (ceasn:name) is “practical "
                "nurse license”"),
        ("E12", "Certificates, certifications or licenses without a description"),
        ("E13", "Credentials of any kind except those whose description has the word “nurse”"),
        ("E15", "Resources whose name in language “en-us” has the word “nursing” and whose name in language “es” "
                "has the word “licenciatura”"),
        ("E24", "Resources owned by https://state.example/board"),
        ("E27", "Courses or learning opportunity profiles without anything under “owned by”"),
        ("E29", "Resources with “audience level type”: a credential alignment object with “target node”: "
                "“Beginner Level”"),
        ("E35", "Credential organizations or QA credential organizations except those named under “owned by” by "
                "certificates"),
        ("E39", "Resources with “estimated cost”: a cost profile whose price is from 500 to 2,000"),
        ("E41 from", "Resources whose date effective is from 2020-01-01 on"),
        ("E42", "Resources for which “is non-credit” is false"),
        ("E43", "Resources first published from 2021-01-01 until 2021-06-30"),
        ("E44", f"Resources whose record is owned by {ctid('O3')}, except those that are competencies"),
        ("E46", "Certificates or certifications either (whose name has the word “project” and whose description "
                "has the word “project”) or whose keyword has the word “welding”"),
        ("E50", "Resources available at a place ((whose address region has the word “Indiana” or has the word "
                "“IN”) and whose address locality has the word “Chicago”)"),
        ("E51", "Resources owned by an organization with “address”: a place whose address region has the word "
                "“indiana” or is “in”"),
        ("E62 reference", "Resources without anything under “superseded by”"),
    ],
)  # fmt: skip
def test_worked_examples(number: str, sentence: str) -> None:
    assert read_aloud(parse_query(EXAMPLES[number], VOCABULARY).expression, VOCABULARY) == sentence


@pytest.mark.parametrize("number", EXAMPLES)
def test_every_worked_example_is_read_the_same_every_time(number: str) -> None:
    once, again = (
        read_aloud(parse_query(EXAMPLES[number], VOCABULARY).expression, VOCABULARY) for _ in range(2)
    )
    assert once == again
    assert "Struct" not in once
    assert "(parts=" not in once
    assert once[0].isupper()


def test_different_examples_read_differently() -> None:
    by_tree = {
        expression: read_aloud(expression, VOCABULARY)
        for expression in (parse_query(query, VOCABULARY).expression for query in EXAMPLES.values())
    }
    assert len(set(by_tree.values())) == len(by_tree)


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        (Nothing(), "Nothing"),
        (Near(39.77, -86.16, 50), "Resources within 50 km of 39.77, -86.16"),
        (PublishType(("primary",)), "Resources whose publication is primary"),
        (RecordOf("publisher"), "Resources whose record has a publisher"),
        (Not(RecordOf("owner")), "Resources whose record has no owner"),
        (IdText("uri", "contains", "nocti"), "Resources whose address contains “nocti”"),
        (LiteralText("ceterms:name", "fuzzy", "macinist"), "Resources whose name is nearly “macinist”"),
        (
            LinkPath(((("ceterms:requires", False),), (("ceterms:isPartOf", True),)), 4, ClassIn(("ceterms:Course",))),
            "Resources that lead to courses in at most 4 steps by “requires” or “^is part of”",
        ),
        (LiteralValue("ceterms:price", None, 10.5), "Resources whose price is at most 10.5"),
        (
            DurationWithin("ceterms:exactDuration", 1, 31),
            "Resources whose exact duration is longer than 1 day and at most 31 days",
        ),
        (DurationWithin("ceterms:exactDuration", None, None), "Resources whose exact duration is a length of time"),
        (KeyIn(("urn:x",)), "Resources that are urn:x"),
        (HasLiteral("x:y", ("",)), "Resources with a x:y in no language"),
    ],
)  # fmt: skip
def test_conditions(expression: Expression, sentence: str) -> None:
    assert read_aloud(expression, VOCABULARY) == sentence


TERMS = st.sampled_from(["ceterms:name", "ceterms:price", "ceterms:dateEffective", "ceterms:ownedBy", "x:y"])
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False), st.integers(-(2**70), 2**70).map(float))
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.just(Every()), st.just(Nothing()), st.builds(Words, TERMS, st.text(max_size=8)),
    st.builds(LiteralText, TERMS, st.sampled_from(["exact", "fuzzy"]), st.text(max_size=8)),
    st.builds(LiteralValue, TERMS, NUMBERS, NUMBERS), st.builds(HasLiteral, TERMS),
    st.builds(DurationWithin, TERMS, NUMBERS, NUMBERS),
    st.builds(ClassIn, st.lists(st.sampled_from(sorted(VOCABULARY.classes)), max_size=6).map(tuple)),
    st.builds(KeyIn, st.lists(st.text(max_size=8), max_size=6).map(tuple)),
    st.builds(RecordTime, st.just("created"), st.one_of(st.none(), st.integers(-(2**70), 2**70)),
              st.one_of(st.none(), st.integers(-(2**70), 2**70))),
)  # fmt: skip
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(Link, TERMS, inner, st.booleans()),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS)
def test_every_expression_can_be_read(expression: Expression) -> None:
    assert read_aloud(expression, VOCABULARY).strip()
