"""Pathways: destinations, conditions, constraints, and what belongs inside (rules R85 to R90)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases.bases import Json, certificate, component_condition, document, en, item, pathway, res
from .cases.case import Change, add, changed, drop, embed, many, put
from .trees import found

_CONDITION = "2/ceterms:hasCondition/0"
_CONSTRAINT: Json = {
    "@type": "ceterms:Constraint",
    "ceterms:name": en("Enough credit"),
    "ceterms:leftSource": ["ceterms:creditValue"],
    "ceterms:comparator": "compare:GTEQ",
    "ceterms:rightSource": ["ceterms:pointValue"],
}
_COUNTS = st.integers(-2, 8)


def _with(condition: Json) -> Json:
    """A pathway whose last component has a condition."""
    return changed(pathway(), put(_CONDITION, condition))


def _condition(targets: int = 0, nested: int = 0, constraints: int = 0, **members: object) -> Json:
    """A condition with so many things to choose from; the targets are all in the pathway."""
    built = component_condition(*([res(2)] * targets), **members)
    built["ceterms:hasCondition"] = [component_condition(res(2)) for _ in range(nested)]
    built["ceterms:hasConstraint"] = [_CONSTRAINT] * constraints
    return built


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 4), st.integers(0, 4), _COUNTS)
def test_number_asked_for_is_between_one_and_what_is_offered(targets: int, nested: int, number: int) -> None:
    codes = found(_with(_condition(targets, nested, ceterms__requiredNumber=number)))
    fits = 1 <= number <= targets + nested
    assert codes == ([] if fits else [("condition-count", f"{_CONDITION}/ceterms:requiredNumber")])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 4), _COUNTS)
def test_number_of_constraints_is_between_one_and_those_there_are(constraints: int, number: int) -> None:
    codes = found(_with(_condition(1, 0, constraints, ceterms__requiredConstraints=number)))
    fits = 1 <= number <= constraints
    assert codes == ([] if fits else [("condition-count", f"{_CONDITION}/ceterms:requiredConstraints")])


@pytest.mark.parametrize(
    ("written", "fits"), [("2", True), ("3", False), (True, True), ("two", True), ("9" * 400, False)]
)
def test_number_is_understood_as_text_and_nothing_else_is_guessed(written: object, fits: bool) -> None:
    codes = found(_with(_condition(2, ceterms__requiredNumber=written)), "read")
    assert ([code for code, _ in codes] == []) == fits


def test_conditions_inside_conditions_are_counted_too() -> None:
    inner = _condition(1, ceterms__requiredNumber=2)
    deep = f"{_CONDITION}/ceterms:hasCondition/0"
    outer = component_condition(res(2), ceterms__hasCondition=[inner])
    assert found(_with(outer)) == [("condition-count", f"{deep}/ceterms:requiredNumber")]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_operator_ties_conditions_and_constraints(
    targets: int, nested: int, constraints: int, has_number: bool
) -> None:
    # Where a number speaks for the targets, the operator does not.
    number = {"ceterms__requiredNumber": 1} if has_number and targets + nested else {}
    tied = nested + constraints + (0 if number else targets)
    codes = found(
        _with(_condition(targets, nested, constraints, ceterms__logicalOperator="logic:Or", **number))
    )
    code = {0: "condition-operator", 1: "condition-operator-idle"}.get(tied)
    assert codes == ([(code, f"{_CONDITION}/ceterms:logicalOperator")] if code else [])


def test_two_operators_are_one_too_many() -> None:
    bad = _with(_condition(1, 2, ceterms__logicalOperator=["logic:And", "logic:Or"]))
    assert found(bad) == [("condition-operator", f"{_CONDITION}/ceterms:logicalOperator")]


@settings(deadline=None)
@given(st.sets(st.sampled_from(["ceterms:leftSource", "ceterms:comparator", "ceterms:rightSource"])))
def test_constraint_has_two_sides_and_a_comparison(missing: set[str]) -> None:
    constraint = {key: value for key, value in _CONSTRAINT.items() if key not in missing}
    codes = found(_with({**_condition(1), "ceterms:hasConstraint": [constraint]}))
    assert codes == ([("constraint-incomplete", f"{_CONDITION}/ceterms:hasConstraint/0")] if missing else [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            drop("0/ceterms:hasDestinationComponent", "2/ceterms:isDestinationComponentOf"),
            [("pathway-no-destination", "0")],
        ),
        # Either half of the link will do.
        (
            drop("0/ceterms:hasDestinationComponent"),
            [("inverse-one-sided", "2/ceterms:isDestinationComponentOf/0")],
        ),
        (
            many(
                put("0/ceterms:hasDestinationComponent", [res(77)]),
                drop("2/ceterms:isDestinationComponentOf"),
            ),
            [
                ("pathway-no-destination", "0/ceterms:hasDestinationComponent"),
                ("component-outside", "0/ceterms:hasDestinationComponent/0"),
            ],
        ),
        # One of several destinations is enough for the one rule, and each is judged by the other.
        (
            put("0/ceterms:hasDestinationComponent", [res(3), res(77)]),
            [("component-outside", "0/ceterms:hasDestinationComponent/1")],
        ),
    ],
)
def test_pathway_leads_to_one_of_its_components(change: Change, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(changed(pathway(), change))) == sorted(expected)


def test_pathway_without_components_needs_no_destination() -> None:
    alone = pathway()
    del alone["@graph"][1:]
    empty = changed(alone, drop("0/ceterms:hasPart", "0/ceterms:hasDestinationComponent"))
    assert found(empty) == []
    # It names parts that are not there.
    assert found(changed(empty, put("0/ceterms:hasPart", [res(2)]))) == [("pathway-no-destination", "0")]


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("1/ceterms:precedes", [res(3), res(77)]),
        ("2/ceterms:precededBy", [res(77)]),
        (f"{_CONDITION}/ceterms:targetComponent", [res(2), "_:elsewhere", res(77)]),
    ],
)
def test_what_components_refer_to_is_inside(at: str, value: list[str]) -> None:
    codes = found(changed(pathway(), put(at, value)), codes=("component-outside",))
    outside = [index for index, uri in enumerate(value) if uri not in (res(2), res(3))]
    assert codes == [("component-outside", f"{at}/{index}") for index in outside]


def test_targets_of_conditions_inside_conditions_are_inside() -> None:
    nested = component_condition(res(77))
    bad = _with(component_condition(res(2), ceterms__hasCondition=[nested]))
    assert found(bad) == [
        ("component-outside", f"{_CONDITION}/ceterms:hasCondition/0/ceterms:targetComponent/0")
    ]


def test_part_of_an_unusual_class_is_inside_all_the_same() -> None:
    # Older pathways hold the credentials themselves; that their class is wrong is another matter.
    good = changed(pathway(), put("2/@type", "ceterms:Certificate"))
    assert found(good, codes=("component-outside", "pathway-no-destination")) == []


def test_order_of_levels_is_no_matter_of_the_pathway() -> None:
    level = item(4, "asn:ProgressionLevel", skos__prefLabel=en("One"), ceterms__precedes=[res(78)])
    assert found(changed(pathway(), add(level))) == []


def test_component_without_its_pathway_is_not_judged() -> None:
    component = pathway()["@graph"][2]
    assert found(document(component)) == []


def test_second_pathway_of_a_graph_has_a_destination_of_its_own() -> None:
    second = item(
        4, "ceterms:Pathway", ceterms__name=en("Back"), ceterms__description=en(), ceterms__ownedBy=[res(900)]
    )
    assert found(changed(pathway(), add(second))) == []
    part = item(5, "ceterms:BasicComponent", ceterms__name=en("Rest"), ceterms__isPartOf=[res(4)])
    bad = changed(pathway(), add({**second, "ceterms:hasPart": [res(5)]}, part))
    assert found(bad) == [("pathway-no-destination", "3")]


@pytest.mark.parametrize(("count", "noticed"), [(1, True), (2, False), (3, False)])
def test_alternatives_are_at_least_two(count: int, noticed: bool) -> None:
    profile = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}
    document = changed(
        certificate(),
        embed("ceterms:requires", {**profile, "ceterms:alternativeCondition": [profile] * count}),
    )
    expected = [("alternative-single", "0/ceterms:requires/0/ceterms:alternativeCondition")]
    assert found(document) == (expected if noticed else [])
