"""Pathways, conditions and constraints (``validation-profile.md`` section 2.8, R85 to R90)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from opencredreg.validation.rule import Rule
from opencredreg.validation.rules.hierarchy import short_name
from opencredreg.validation.rules.units import COMPONENTS

if TYPE_CHECKING:
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Reference, Run

__all__ = ["CONSTRAINT_PARTS", "GRAPH_RULES", "OBJECT_RULES", "RULES"]

PATHWAY_NO_DESTINATION = Rule(
    number="R85",
    code="pathway-no-destination",
    severity="error",
    read="warning",
    statement="A pathway with components has a destination among them.",
    source="AS",
)
CONDITION_COUNT = Rule(
    number="R86",
    code="condition-count",
    severity="error",
    read="warning",
    statement="A condition asks for at least one and at most as many as it offers.",
    source="HB, PR",
)
CONDITION_OPERATOR = Rule(
    number="R87",
    code="condition-operator",
    severity="error",
    read="warning",
    statement="A condition has at most one logical operator, and something for it to tie.",
    source="VO",
)
CONDITION_OPERATOR_IDLE = Rule(
    number="R87",
    code="condition-operator-idle",
    severity="warning",
    statement="A logical operator ties at least two things.",
    source="VO",
)
CONSTRAINT_INCOMPLETE = Rule(
    number="R88",
    code="constraint-incomplete",
    severity="error",
    read="warning",
    statement="A constraint has two sides and a comparison.",
    source="PR",
)
COMPONENT_OUTSIDE = Rule(
    number="R89",
    code="component-outside",
    severity="error",
    read="warning",
    statement="Targets, order and destinations of a pathway are components of that pathway.",
    source="HB",
)
ALTERNATIVE_SINGLE = Rule(
    number="R90",
    code="alternative-single",
    severity="note",
    statement="Alternatives are at least two.",
    source="PR",
)

RULES: tuple[Rule, ...] = (
    PATHWAY_NO_DESTINATION,
    CONDITION_COUNT,
    CONDITION_OPERATOR,
    CONDITION_OPERATOR_IDLE,
    CONSTRAINT_INCOMPLETE,
    COMPONENT_OUTSIDE,
    ALTERNATIVE_SINGLE,
)


_PATHWAY: Final = "ceterms:Pathway"
_DESTINATION: Final = "ceterms:hasDestinationComponent"
_OPERATOR: Final = "ceterms:logicalOperator"
_TARGETS: Final = "ceterms:targetComponent"
_NESTED: Final = "ceterms:hasCondition"
_CONSTRAINTS: Final = "ceterms:hasConstraint"
_NUMBER: Final = "ceterms:requiredNumber"
_REQUIRED_CONSTRAINTS: Final = "ceterms:requiredConstraints"
CONSTRAINT_PARTS: Final = ("ceterms:leftSource", "ceterms:comparator", "ceterms:rightSource")
_ALTERNATIVE: Final = "ceterms:alternativeCondition"
_ORDER: Final = ("ceterms:precedes", "ceterms:precededBy")


def check_pathways(run: Run) -> None:
    """Destinations, and what the components of the pathways of a graph refer to.

    Without a pathway in the graph nobody can tell which components belong to it, so nothing is said.
    """
    pathways = list(run.items_of(_PATHWAY))
    if not pathways:
        return
    components = {place for cls in COMPONENTS for place in run.items_of(cls)}
    inside = components | _list_parts(run, set(pathways))
    for pathway in pathways:
        # What is tied to no pathway is taken for a component of the one that the document is about.
        is_about = len(pathways) == 1 or pathway is run.main
        _check_destination(run, pathway, inside if is_about else _list_parts(run, {pathway}))
    for reference in (*run.links(_DESTINATION), *run.links(_TARGETS)):
        _check_inside(run, reference, inside)
    for term in _ORDER:
        for reference in run.links(term):
            # The levels of progression models and concepts have an order too.
            if reference.place in components:
                _check_inside(run, reference, inside)


def _list_parts(run: Run, pathways: set[Place]) -> set[Place]:
    """The items that are stated to be parts, whatever their class: that is judged by the rule on ranges."""
    parts = {
        reference.target.place
        for reference in run.links("ceterms:hasPart")
        if reference.place in pathways and reference.target.place is not None
    }
    for term in ("ceterms:isPartOf", "ceasn:isPartOf"):
        parts.update(reference.place for reference in run.links(term) if reference.target.place in pathways)
    return parts


def _check_destination(run: Run, pathway: Place, inside: set[Place]) -> None:
    if not inside and not pathway.values("ceterms:hasPart"):
        return
    named = any(
        reference.place is pathway and reference.target.place in inside
        for reference in run.links(_DESTINATION)
    )
    claimed = any(
        reference.target.place is pathway and reference.place in inside
        for reference in run.links("ceterms:isDestinationComponentOf")
    )
    stated = pathway.values(_DESTINATION)
    described = any(isinstance(value, dict) and "@type" in value for value in stated)
    if named or claimed or described:
        return
    message = f"A pathway with components names one of them with {_DESTINATION}."
    hint = "Name the component that the pathway leads to."
    if stated:
        run.report(PATHWAY_NO_DESTINATION, pathway, message, at=(_DESTINATION,), hint=hint)
    else:
        run.report_missing(PATHWAY_NO_DESTINATION, pathway, (_DESTINATION,), message, hint=hint)


def _check_inside(run: Run, reference: Reference, inside: set[Place]) -> None:
    if reference.target.place in inside:
        return
    run.report(
        COMPONENT_OUTSIDE,
        reference.place,
        f"{reference.term} leads to {short_name(reference.target.uri)}, which is no component of this pathway.",
        at=(reference.term, reference.index) if reference.index >= 0 else (reference.term,),
        hint="Add the component to the graph of the pathway, or correct the reference.",
        value=reference.target.uri,
    )


def check_condition(run: Run, place: Place) -> None:
    """Count what a condition asks for against what it offers, and what its operator ties."""
    nested, constraints = len(place.values(_NESTED)), len(place.values(_CONSTRAINTS))
    targets = len(place.values(_TARGETS))
    _check_count(run, place, _NUMBER, targets + nested, "components and conditions to choose from")
    _check_count(run, place, _REQUIRED_CONSTRAINTS, constraints, "constraints")
    operators = place.values(_OPERATOR)
    if not operators:
        return
    if len(operators) > 1:
        run.report(
            CONDITION_OPERATOR,
            place,
            f"A condition has one {_OPERATOR} at most, and this one has {len(operators)}.",
            at=(_OPERATOR,),
            hint="Nest conditions, each with an operator of its own.",
        )
    # An operator ties nested conditions and constraints. The number speaks for the targets where there is one.
    operands = nested + constraints + (0 if _NUMBER in place.value else targets)
    if operands < 2:
        run.report(
            CONDITION_OPERATOR_IDLE if operands else CONDITION_OPERATOR,
            place,
            f"{_OPERATOR} ties two or more conditions or constraints, and here "
            + ("is only one." if operands else "are none."),
            at=(_OPERATOR,),
            hint=f"Leave {_OPERATOR} out, or add what it is to tie.",
        )


def _check_count(run: Run, place: Place, term: str, offered: int, what: str) -> None:
    for value in place.values(term):
        number = _parse_number(value)
        if number is not None and not 1 <= number <= offered:
            run.report(
                CONDITION_COUNT,
                place,
                f"{term} is {number:g}, and there are {offered} {what}.",
                at=(term,),
                hint=f"Ask for a number from 1 to {offered}."
                if offered
                else f"Add {what}, or leave {term} out.",
                value=value,
            )


def _parse_number(value: Any) -> float | None:
    """A number, also where it is written as text; how it is written is the matter of another rule."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def check_constraint(run: Run, place: Place) -> None:
    """Whether a constraint compares one thing with another."""
    missing = [term for term in CONSTRAINT_PARTS if not place.values(term)]
    if missing:
        run.report(
            CONSTRAINT_INCOMPLETE,
            place,
            f"A constraint compares two sides, and this one lacks {' and '.join(missing)}.",
            at=(missing[0],),
            pointer=place.pointer(),
            hint=f"Add {' and '.join(missing)}.",
        )


def check_alternatives(run: Run, place: Place) -> None:
    """Whether there is anything to choose between."""
    if len(place.values(_ALTERNATIVE)) == 1:
        run.report(
            ALTERNATIVE_SINGLE,
            place,
            f"{_ALTERNATIVE} offers one condition only, so there is no choice.",
            at=(_ALTERNATIVE,),
            hint="Add the other alternatives, or state the condition itself.",
        )


OBJECT_RULES: Final[Mapping[str, tuple[Callable[[Run, Place], None], ...]]] = {
    "ceterms:ComponentCondition": (check_condition,),
    "ceterms:Constraint": (check_constraint,),
    "ceterms:ConditionProfile": (check_alternatives,),
}
GRAPH_RULES: Final[tuple[Callable[[Run], None], ...]] = (check_pathways,)
