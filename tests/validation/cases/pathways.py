"""Pathways and their conditions (``validation-profile.md`` section 2.8, rules R85 to R90)."""

from __future__ import annotations

from .bases import Json, en, pathway, res
from .case import Case, Change, drop, embed, many, put

__all__ = ["CASES"]

_CONDITION = "2/ceterms:hasCondition/0"
_CONSTRAINT = {
    "@type": "ceterms:Constraint",
    "ceterms:name": en("Enough credit"),
    "ceterms:leftSource": ["ceterms:creditValue"],
    "ceterms:comparator": "compare:GTEQ",
    "ceterms:rightSource": ["ceterms:creditValue"],
}


def _condition(**members: object) -> Change:
    return many(*(put(f"{_CONDITION}/ceterms:{key}", value) for key, value in members.items()))


def _without(term: str) -> Json:
    return {key: value for key, value in _CONSTRAINT.items() if key != term}


_PROFILE = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}

CASES = (
    Case(
        "pathway-no-destination",
        many(drop("0/ceterms:hasDestinationComponent"), drop("2/ceterms:isDestinationComponentOf")),
        "0",
        "EW",
        base=pathway,
    ),
    Case(
        "condition-count",
        _condition(requiredNumber=3),
        f"{_CONDITION}/ceterms:requiredNumber",
        "EW",
        base=pathway,
        good=_condition(requiredNumber=1),
    ),
    Case(
        "condition-operator",
        _condition(logicalOperator=["logic:And", "logic:Or"], hasConstraint=[_CONSTRAINT, _CONSTRAINT]),
        f"{_CONDITION}/ceterms:logicalOperator",
        "EW",
        base=pathway,
        good=_condition(logicalOperator="logic:And", hasConstraint=[_CONSTRAINT, _CONSTRAINT]),
        also=(("too-many-values", f"{_CONDITION}/ceterms:logicalOperator"),),
    ),
    Case(
        "condition-operator-idle",
        _condition(logicalOperator="logic:And"),
        f"{_CONDITION}/ceterms:logicalOperator",
        "WW",
        base=pathway,
        good=_condition(logicalOperator="logic:And", hasConstraint=[_CONSTRAINT, _CONSTRAINT]),
    ),
    Case(
        "constraint-incomplete",
        _condition(hasConstraint=[_without("ceterms:comparator")]),
        f"{_CONDITION}/ceterms:hasConstraint/0",
        "EW",
        base=pathway,
        good=_condition(hasConstraint=[_CONSTRAINT]),
    ),
    Case(
        "component-outside",
        _condition(targetComponent=[res(77)]),
        f"{_CONDITION}/ceterms:targetComponent/0",
        "EW",
        base=pathway,
    ),
    Case(
        "alternative-single",
        embed("ceterms:requires", {**_PROFILE, "ceterms:alternativeCondition": [_PROFILE]}),
        "0/ceterms:requires/0/ceterms:alternativeCondition",
        "NN",
        good=embed("ceterms:requires", {**_PROFILE, "ceterms:alternativeCondition": [_PROFILE, _PROFILE]}),
    ),
)
