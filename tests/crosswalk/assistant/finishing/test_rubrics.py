"""Rubrics: parts are linked, links stay inside of the request, numbers can be."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.crosswalk.assistant.convert import Converted
from tests.crosswalk.assistant.finishing.making import (
    converted,
    ctid,
    found,
    nodes_of,
    refusals,
    rubric,
    told,
    uri,
)


def make(fields: dict[str, Any] | None = None, **parts: Any) -> Converted:
    return converted("rubric", rubric(fields, **parts))


def criterion(name: str, **fields: Any) -> dict[str, Any]:
    return {"Id": f"_:{name}", "Name": f"Criterion {name}"} | fields


CELLS = [{"Id": "_:crisp", "BenchmarkText": "Crisp"}, {"Id": "_:soft", "BenchmarkText": "Soft"}]


def test_criteria_and_levels_come_in_the_order_sent() -> None:
    result = make(
        RubricCriterion=[
            criterion("b", HasCriterionLevel=["_:soft"]),
            {"CTID": ctid("a"), "Name": "Crust", "HasCriterionLevel": ["_:crisp"]},
        ],
        RubricLevel=[{"Id": "_:low", "Name": "Low"}, {"Id": "_:high", "Name": "High"}],
        CriterionLevel=CELLS,
    )
    assert told(result) == []
    assert refusals(result) == []
    nodes = nodes_of(result)
    assert nodes[uri("rubric")]["ceasn:hasRubricCriterion"] == ["_:b", uri("a")]
    assert nodes[uri("rubric")]["ceasn:hasRubricLevel"] == ["_:low", "_:high"]
    assert list(nodes) == [uri("rubric"), uri("a"), "_:b", "_:low", "_:high", "_:crisp", "_:soft"]


def test_criteria_that_the_rubric_forgot_are_added_with_a_warning() -> None:
    result = make(
        {"HasRubricCriterion": ["_:b"]}, RubricCriterion=[criterion("a"), criterion("b"), criterion("c")]
    )
    assert nodes_of(result)[uri("rubric")]["ceasn:hasRubricCriterion"] == ["_:b", "_:a", "_:c"]
    assert told(result) == [("warning", "reference.one_sided", "/RubricCriterion/0")]


def test_parts_that_were_not_sent_are_refused_at_the_place_that_names_them() -> None:
    result = make(
        {"HasRubricCriterion": [ctid("x"), "_:a"], "HasRubricLevel": [ctid("y")]},
        RubricCriterion=[criterion("a", HasCriterionLevel=["_:nowhere"])],
        RubricLevel=[{"Id": "_:low", "Name": "Low", "HasCriterionLevel": [ctid("z")]}],
    )
    assert {finding.pointer for finding in found(result, "reference.not_in_request")} == {
        "/Rubric/HasRubricCriterion/0",
        "/Rubric/HasRubricLevel/0",
        "/RubricCriterion/0/HasCriterionLevel/0",
        "/RubricLevel/0/HasCriterionLevel/0",
    }


def test_a_link_to_a_part_of_another_kind_is_refused() -> None:
    result = make({"HasRubricCriterion": ["_:low"]}, RubricLevel=[{"Id": "_:low", "Name": "Low"}])
    assert [finding.pointer for finding in found(result, "reference.not_in_request")] == [
        "/Rubric/HasRubricCriterion/0"
    ]


def test_a_criterion_level_that_nothing_has_is_told() -> None:
    result = make(RubricCriterion=[criterion("a", HasCriterionLevel=["_:crisp"])], CriterionLevel=CELLS)
    assert told(result) == [("warning", "tree.unplaced", "/CriterionLevel/1")]


def test_an_id_that_comes_twice_is_refused_once() -> None:
    result = make(RubricCriterion=[criterion("a")], RubricLevel=[{"Id": "_:a", "Name": "Low"}])
    assert [finding.pointer for finding in found(result, "ctid.duplicate")] == ["/RubricLevel/0"]


@pytest.mark.parametrize(
    ("weights", "codes"),
    [
        ([0.5, 0.3, 0.2], []),
        ([50, 30, 20], []),
        ([33.3, 33.3, 33.4], []),
        ([1, 1, 1], []),
        ([0.5, 0.3], ["value.implausible"]),
        ([50, 60], ["value.implausible"]),
        ([120, -20], ["value.negative"]),
        ([50, None], ["value.missing"]),
        ([None, None], []),
    ],
)
def test_weights_are_shares_of_a_whole(weights: list[float | None], codes: list[str]) -> None:
    criteria = [criterion(str(place), Weight=weight) for place, weight in enumerate(weights)]
    assert [finding.code for finding in make(RubricCriterion=criteria).findings] == codes


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"Percentage": 75}, []),
        ({"MinValue": 1, "MaxValue": 2}, []),
        ({"Percentage": 750}, [("warning", "value.implausible", "/CriterionLevel/0/Percentage")]),
        ({"MinValue": 3, "MaxValue": 2}, [("error", "value.range_reversed", "/CriterionLevel/0/MinValue")]),
        (
            {"MinPercentage": 30, "MaxPercentage": 20},
            [("error", "value.range_reversed", "/CriterionLevel/0/MinPercentage")],
        ),
    ],
)
def test_numbers_of_a_level_can_be(numbers: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    result = make(
        RubricCriterion=[criterion("a", HasCriterionLevel=["_:x"])],
        CriterionLevel=[{"Id": "_:x", "BenchmarkText": "Crisp"} | numbers],
    )
    assert told(result) == expected
