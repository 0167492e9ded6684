"""What belongs together in the examples of kinds that bring parts with them: the links between the parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.example_values import Values

__all__ = ["Unit", "unit_of"]

_THIRD_COMPONENTS: Final = ("BasicComponent", "JobComponent", "MultiComponent")
Own = dict[str, Any]
"""Members that are given; ``None`` for those that are left out."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What is given of an example: of the resource, of its parts and of what is described beside them.

    ``references`` are the names of their tables with their members.
    """

    own: Own = {}
    parts: Mapping[str, list[Own]] = {}
    references: tuple[tuple[str, Own], ...] = ()


def unit_of(kind: str, values: Values, *, is_full: bool, variant: int) -> Unit:
    """The links of the example of a kind; nothing for kinds without parts."""
    if kind == "pathway":
        return _pathway(values, is_full, _THIRD_COMPONENTS[variant % len(_THIRD_COMPONENTS)])
    build = _UNITS.get(kind)
    return build(values, is_full) if build is not None else Unit()


def _competency(values: Values, is_full: bool) -> Unit:  # noqa: ARG001
    # A competency on its own belongs to no framework.
    return Unit(
        own=dict.fromkeys(("HasChild", "IsChildOf", "IsTopChildOf", "IsPartOf", "IsMemberOf")),
    )


def _framework(values: Values, is_full: bool) -> Unit:
    whole, first, second, third = _named(values, "competencyframework", "first", "second", "third")
    members: list[Own] = [
        {"CTID": first, "IsPartOf": [whole], "IsTopChildOf": [whole], "IsChildOf": None, "HasChild": [third]},
        {"CTID": second, "CompetencyText": "Prunes an apple tree in winter.", "IsPartOf": [whole]},
        {"CTID": third, "CompetencyText": "Cuts a scion so that it fits.", "IsPartOf": [whole]},
    ]
    members[1]["IsTopChildOf"] = [whole]
    members[2]["IsChildOf"] = [first]
    if not is_full:
        members = members[1:2]
    return Unit(
        own={"HasTopChild": [first, second] if is_full else [second]}, parts={"Competencies": members}
    )


def _scheme(values: Values, is_full: bool) -> Unit:
    return _tree(values, is_full, "conceptscheme", "Concepts", "InScheme", "Stone fruit", "Apples")


def _progression(values: Values, is_full: bool) -> Unit:
    return _tree(
        values, is_full, "progressionmodel", "ProgressionLevels", "InProgressionModel", "Journeyman", "Helper"
    )


def _tree(
    values: Values, is_full: bool, kind: str, parts: str, tie: str, second_name: str, third_name: str
) -> Unit:
    whole, first, second, third = _named(values, kind, "first", "second", "third")
    members: list[Own] = [
        {"CTID": first, tie: whole, "TopConceptOf": whole, "Narrower": [third], "Broader": None},
        {"CTID": second, tie: whole, "TopConceptOf": whole, "PrefLabel": second_name},
        {"CTID": third, tie: whole, "Broader": first, "PrefLabel": third_name},
    ]
    members[0] |= {"Precedes": [second], "PrecededBy": None}
    members[1]["PrecededBy"] = [first]
    if kind == "progressionmodel":
        members[0]["PrefLabel"] = "Beginner"
    if not is_full:
        members = [{"CTID": first, "PrefLabel": members[0].get("PrefLabel", "Pome fruit"), tie: whole}]
        members[0]["TopConceptOf"] = whole
    return Unit(own={"HasTopConcept": [first, second] if is_full else [first]}, parts={parts: members})


def _collection(values: Values, is_full: bool) -> Unit:
    whole, course, skill, other = _named(values, "collection", "course", "skill", "other")
    if not is_full:
        return Unit(own={"HasMember": [course, other]})
    outside = {"Type": "Course", "Name": "Introduction to soil", "Id": values.blank("outside")}
    return Unit(
        own={"HasMember": [other]},
        parts={
            "CollectionMembers": [{"ProxyFor": course}],
            "CompetencyMembers": [
                {"CTID": skill, "IsMemberOf": [whole], "IsPartOf": None, "IsTopChildOf": None, "IsChildOf": None,
                 "HasChild": None}
            ],
            "ReferenceMembers": [outside],
        },
    )  # fmt: skip


def _pathway(values: Values, is_full: bool, third: str) -> Unit:
    whole, course, certificate, work = _named(values, "pathway", "course", "certificate", "work")
    if not is_full:
        return Unit()
    inside = {"IsPartOf": [whole], "IsDestinationComponentOf": None}
    farm = {"Description": "A season on a farm.", "RequiredNumber": 1, "TargetComponent": [work]}
    garden = {"Description": "A season in a garden.", "RequiredNumber": 1, "TargetComponent": [work]}
    condition = [{
        "Name": "Work", "AlternateName": ["Practice"], "Description": "A season of work comes first.",
        "RequiredNumber": 1, "TargetComponent": [work], "LogicalOperator": "Or", "HasCondition": [farm, garden],
        "HasConstraint": [values.constraint("age"), values.constraint("weeks")],
    }]  # fmt: skip
    return Unit(
        own={
            "HasDestinationComponent": [certificate],
            "HasChild": [certificate],
            "HasPart": [course, certificate, work],
        },
        parts={
            "PathwayComponents": [
                {"CTID": course, "PathwayComponentType": "CourseComponent", "HasChild": [work],
                 "IsChildOf": [certificate], "Precedes": [certificate], "PrecededBy": [work],
                 "HasCondition": condition, **inside},
                {"CTID": certificate, "PathwayComponentType": "CredentialComponent", "Name": "Fruit Grower",
                 "CredentialType": "ceterms:Certificate", "HasChild": [course], "PrecededBy": [course],
                 "Precedes": None, "IsChildOf": None, "HasCondition": None,
                 "IsPartOf": [whole], "IsDestinationComponentOf": [whole]},
                {"CTID": work, "PathwayComponentType": third, "Name": "A season of picking",
                 "HasChild": None, "PrecededBy": None, "HasCondition": None,
                 "IsChildOf": [course], "Precedes": [course], **inside},
            ]
        },
    )  # fmt: skip


def _pathway_set(values: Values, is_full: bool) -> Unit:  # noqa: ARG001
    return Unit(own={"HasPathway": [values.ctid("pathway"), values.ctid("pathway/other")]})


def _rubric(values: Values, is_full: bool) -> Unit:
    if not is_full:
        return Unit()
    criterion, level, cell, other = (
        values.blank(f"rubric/{name}") for name in ("criterion", "level", "cell", "other")
    )
    return Unit(
        own={"HasRubricCriterion": [criterion], "HasRubricLevel": [level]},
        parts={
            "RubricCriterion": [{"Id": criterion, "CTID": None, "HasCriterionLevel": [cell]}],
            "RubricLevel": [{"Id": level, "HasCriterionLevel": [cell]}],
            "CriterionLevel": [
                {"Id": cell, "HasCriterionLevel": [other]},
                {"Id": other, "BenchmarkLabel": "Needs help", "HasCriterionLevel": None},
            ],
        },
    )


def _data_set(values: Values, is_full: bool) -> Unit:
    metric = values.ctid("metric")
    observation, dimension = values.blank("observation"), values.blank("dimension")
    own: Own = {
        "HasMetric": [metric],
        "HasObservation": [observation],
        "RelevantDataSetFor": [values.ctid("credential")],
    }
    seen: Own = {"Id": observation, "Type": "qdata:Observation", "IsObservationOf": metric}
    if not is_full:
        return Unit(own=own, references=(("observation", seen),))
    point = values.ctid("metric/young")
    group: Own = {"Id": dimension, "Type": "qdata:Dimension", "HasPoint": [point]}
    seen["AtPoint"] = [point]
    return Unit(
        own={**own, "HasDimension": [dimension]},
        references=(("observation", seen), ("dimension", group)),
    )


def _named(values: Values, kind: str, *names: str) -> tuple[str, ...]:
    return (values.ctid(kind), *(values.ctid(f"{kind}/{name}") for name in names))


_UNITS: Final[dict[str, Callable[[Values, bool], Unit]]] = {
    "collection": _collection,
    "competency": _competency,
    "competencyframework": _framework,
    "conceptscheme": _scheme,
    "datasetprofile": _data_set,
    "pathwayset": _pathway_set,
    "progressionmodel": _progression,
    "rubric": _rubric,
}
