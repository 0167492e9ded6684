from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.constraints import Candidate, check_constraint, read_constraint
from opencredreg.meaning.truth import Truth
from tests.meaning.build import concept, node, part


def check(
    left: Any, comparator: str, right: Any, *candidates: dict[str, Any], facts: Any = None, **actions: str
) -> Truth:
    constraint = read_constraint(
        part("Constraint", leftSource=left, comparator=f"compare:{comparator}", rightSource=right, **actions)
    )
    return check_constraint(constraint, [Candidate(each) for each in candidates], facts)


def course(name: str, points: float | None = None, **members: Any) -> dict[str, Any]:
    stated = {} if points is None else {"pointValue": part("schema:QuantitativeValue", schema_value=points)}
    return node(name, "CourseComponent", **stated, **members)


@pytest.mark.parametrize(
    ("action", "comparator", "right", "expected"),
    [
        ("Sum", "EQ", 9, Truth.YES),
        ("Mean", "EQ", 3, Truth.YES),
        ("Max", "LTEQ", 5, Truth.YES),
        ("Min", "LT", 1, Truth.NO),
        ("CountDistinct", "EQ", 3, Truth.YES),
        ("AllOf", "GT", 0, Truth.YES),
        ("AnyOf", "GT", 4, Truth.YES),
        ("OneOf", "GT", 2, Truth.NO),
        ("", "NEQ", 4, Truth.YES),
    ],
)
def test_actions_over_values_of_a_property(
    action: str, comparator: str, right: float, expected: Truth
) -> None:
    actions = {"leftAction": f"array:{action}"} if action else {}
    assert (
        check("schema:value", comparator, right, course("a", 1), course("b", 3), course("c", 5), **actions)
        is expected
    )


def test_missing_values_make_it_unknown_unless_the_rest_decides() -> None:
    known, silent = course("a", 5), course("b")
    assert check("schema:value", "GT", 2, known, silent, leftAction="array:Sum") is Truth.UNKNOWN
    assert check("schema:value", "GT", 2, known, silent, leftAction="array:AnyOf") is Truth.YES
    assert check("schema:value", "GT", 9, known, silent, leftAction="array:AllOf") is Truth.NO
    assert check("schema:value", "GT", 2, known, silent, leftAction="array:AllOf") is Truth.UNKNOWN


def test_classes_count_the_candidates_of_a_class() -> None:
    chosen = [course("a"), course("b"), node("c", "CredentialComponent")]
    assert check("ceterms:CourseComponent", "EQ", 2, *chosen, leftAction="array:CountDistinct") is Truth.YES
    assert check("ceterms:PathwayComponent", "EQ", 3, *chosen, leftAction="array:CountDistinct") is Truth.YES


def test_concepts_are_compared_in_any_spelling() -> None:
    level = course(
        "a", audienceLevelType=[concept("http://credreg.net/ctdl/vocabs/audLevel/UpperDivisionLevel")]
    )
    assert check("ceterms:audienceLevelType", "EQ", "audLevel:UpperDivisionLevel", level) is Truth.YES
    assert check("ceterms:audienceLevelType", "EQ", {"@id": "audLevel:LowerDivisionLevel"}, level) is Truth.NO


def test_what_only_the_person_knows_is_a_fact_or_unknown() -> None:
    grade, marks = "https://school.example/grade", ["https://school.example/A", "https://school.example/B"]
    assert check(grade, "EQ", marks, rightAction="array:AnyOf") is Truth.UNKNOWN
    assert check(grade, "EQ", marks, rightAction="array:AnyOf", facts={grade: [marks[1]]}) is Truth.YES
    assert (
        check(grade, "EQ", marks, rightAction="array:AnyOf", facts={grade: ["https://school.example/F"]})
        is Truth.NO
    )
    assert check(grade, "EQ", marks, facts={grade: [marks[1]]}) is Truth.NO


def test_days_truths_and_texts_compare_with_their_like() -> None:
    assert check("2024-05-01", "LT", "2024-06") is Truth.YES
    assert check(True, "EQ", "true") is Truth.YES
    assert check("3.0", "EQ", 3) is Truth.YES
    assert check("blue", "EQ", 3) is Truth.NO
    assert check("blue", "NEQ", 3) is Truth.YES
    assert check("blue", "GT", "azure") is Truth.UNKNOWN


def test_what_is_not_understood_is_unknown() -> None:
    assert check("schema:value", "ABOUT", 3, course("a", 3)) is Truth.UNKNOWN
    assert check("schema:value", "EQ", [], course("a", 3)) is Truth.UNKNOWN
    assert check("schema:value", "EQ", 3, course("a", 3), leftAction="array:Median") is Truth.UNKNOWN


def test_nothing_chosen_passes_nothing_and_adds_up_to_nothing() -> None:
    assert check("schema:value", "EQ", 3) is Truth.NO
    assert check("schema:value", "LT", 3, leftAction="array:Sum") is Truth.YES
    assert check("schema:value", "LT", 3, leftAction="array:Max") is Truth.NO


_NUMBERS = st.lists(st.integers(-5, 5), min_size=1, max_size=4)


@settings(deadline=None)
@given(
    _NUMBERS,
    _NUMBERS,
    st.sampled_from(["AllOf", "AnyOf", "OneOf"]),
    st.sampled_from(["AllOf", "AnyOf", "OneOf"]),
)
def test_quantifiers_nest(left: list[int], right: list[int], one: str, other: str) -> None:
    quantify = {"AllOf": all, "AnyOf": any, "OneOf": lambda values: sum(values) == 1}
    expected = quantify[one]([quantify[other]([a >= b for b in right]) for a in left])
    found = check(list(left), "GTEQ", list(right), leftAction=f"array:{one}", rightAction=f"array:{other}")
    assert found is (Truth.YES if expected else Truth.NO)
