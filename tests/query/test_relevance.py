"""Relevance: which of two results answers a query better."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.matching import Value
from opencredreg.query.relevance import has_relevance, score, text_conditions
from opencredreg.query.tree import And, ClassIn, Every, Expression, Link, LiteralText, Not, Or, Words
from tests.support.query_trees import expressions
from tests.support.random_registries import TEXTS

NAME, DESCRIPTION = "ceterms:name", "ceterms:description"


def value(text: str, name: str = NAME, language: str = "en", kind: LiteralKind = LiteralKind.TEXT) -> Value:
    return Value(name, kind, language, text)


def scored(expression: Expression, *values: Value) -> float:
    return score(text_conditions(expression), values)


class TestConditions:
    def test_only_those_on_the_result_itself_count(self) -> None:
        own, other = Words(NAME, "arc"), LiteralText(DESCRIPTION, "contains", "lamp")
        behind = Link("ceterms:ownedBy", Words(NAME, "college"))
        whole = And(
            (ClassIn(("ceterms:Course",)), Or((own, And((other, own)))), Not(Words(NAME, "nurse")), behind)
        )
        assert text_conditions(whole) == (own, other)
        assert has_relevance(whole)
        assert not has_relevance(And((behind, Not(own), Every())))

    def test_nothing_is_scored_without_them(self) -> None:
        assert scored(Every(), value("Arc welding")) == 0.0
        assert scored(Words(NAME, "nurse"), value("Arc welding")) == 0.0
        assert scored(Words(NAME, "arc"), value("Arc", DESCRIPTION)) == 0.0


class TestOrder:
    @pytest.mark.parametrize(
        ("asked", "better", "worse"),
        [
            ("arc welding", "Arc welding", "Arc welding for all"),
            ("arc welding", "Arc welding for all", "Welding with the arc"),
            ("arc welding", "Welding with the arc", "Welding with the torch"),
            (
                "arc welding",
                "Welding with torches",
                "Welding with torches and other tools of the great old trade",
            ),
            ("nurse", "Nurse or night nurse", "Nurse or night owl"),
            ("weld", "The weld", "The weldability"),
            ('"arc welding"', "Arc welding", "Modern arc welding"),
            ("the nurse", "A nurse", "Nursing practice and the ethics of it"),
        ],
    )
    def test_the_closer_value_is_the_better(self, asked: str, better: str, worse: str) -> None:
        assert scored(Words(NAME, asked), value(better)) > scored(Words(NAME, asked), value(worse)) > 0

    def test_the_parts_of_the_score(self) -> None:
        # One word of two, no bonus but that of a name: 1 / (1 + 1.2 * (0.25 + 0.75 * 2 / 10)) / 2 + 0.25.
        assert scored(Words(NAME, "arc welding"), value("Arc lamps")) == round(1 / 1.48 / 2 + 0.25, 6)
        # Both words, side by side, and nothing else: all bonuses.
        assert scored(Words(NAME, "arc lamps"), value("Arc lamps")) == round(
            1 / 1.48 + 0.25 + 0.25 + 0.5 + 1, 6
        )

    def test_a_beginning_counts_half(self) -> None:
        # Half a word found in two, all that was asked for, in a name.
        found = 0.5 / (0.5 + 1.2 * (0.25 + 0.75 * 2 / 10))
        assert scored(Words(NAME, "weld"), value("Weldability test")) == round(found + 0.25 + 0.25, 6)

    def test_a_slip_counts_only_where_slips_were_asked_for(self) -> None:
        asked = Words(NAME, "arc machinist")
        assert scored(asked, value("Arc macinist")) == scored(asked, value("Arc lamplight"))

    def test_a_name_is_better_than_a_description(self) -> None:
        either = Or((Words(NAME, "arc"), Words(DESCRIPTION, "arc")))
        named, described = value("Arc"), value("Arc", DESCRIPTION)
        assert scored(either, named) > scored(either, described)
        assert scored(either, named, described) > scored(either, named)

    def test_the_best_value_counts(self) -> None:
        values = [value("Arc welding"), value("Soldadura", language="es"), value("Welding")]
        assert scored(Words(NAME, "arc welding"), *values) == scored(Words(NAME, "arc welding"), values[0])

    def test_whole_texts(self) -> None:
        contains = LiteralText(NAME, "contains", "welding")
        assert scored(contains, value("Welding")) > scored(contains, value("Arc welding"))
        assert scored(contains, value("Arc welding")) > scored(contains, value("Rewelding"))
        assert scored(LiteralText(NAME, "exact", "welding"), value("Arc welding")) == 0.0

    def test_nearly_spelled_words_count_less(self) -> None:
        fuzzy = LiteralText(NAME, "fuzzy", "machinist")
        assert scored(fuzzy, value("Machinist")) > scored(fuzzy, value("Macinist")) > 0.25

    def test_codes(self) -> None:
        code = Words("ceterms:codedNotation", "WELD 207", need="all", codes=True)
        short = value("weld 207", "ceterms:codedNotation", "", LiteralKind.STRING)
        long = value("weld 207 110", "ceterms:codedNotation", "", LiteralKind.STRING)
        assert scored(code, short) > scored(code, long) > 0


@settings(max_examples=60, deadline=None)
@given(expressions(3), st.lists(st.sampled_from(TEXTS), max_size=4))
def test_the_order_of_values_changes_nothing_and_more_of_them_never_harm(
    expression: Expression, texts: list[str]
) -> None:
    values = [value(text) for text in texts] + [value(text, DESCRIPTION, "es") for text in texts]
    whole = scored(expression, *values)
    assert scored(expression, *reversed(values)) == whole
    assert scored(expression, *values[:-1]) <= whole if values else whole == 0.0
    assert 0.0 <= whole <= 3.0 * max(1, len(text_conditions(expression)))
