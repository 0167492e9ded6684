"""Outcome data: data sets beside the resource that they are about, observations and the points of dimensions.

Source: ``publishing.md`` sections 4.16 and 5.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import Node
from opencredreg.crosswalk.assistant.finishing.finisher import Made

__all__ = ["finish_data_set", "finish_data_sets"]

_DATA_SET, _OBSERVATION, _DIMENSION = "qdata:DataSetProfile", "qdata:Observation", "qdata:Dimension"
_RELEVANT, _PROVIDER = "qdata:relevantDataSetFor", "qdata:dataProvider"
_WITHHELD: Final = "qdata:dataWithholdingType"
_VALUES: Final = (
    "schema:value", "schema:minValue", "schema:maxValue", "qdata:percentage", "qdata:minPercentage",
    "qdata:maxPercentage", "qdata:mean", "qdata:median", "qdata:percentile10", "qdata:percentile25",
    "qdata:percentile75", "qdata:percentile90", "qdata:sizeOfData", "qdata:sizeOfNoData",
    "qdata:sizeOfPopulation", "qdata:standardDeviation",
)  # fmt: skip
_RANGES: Final = (
    ("schema:minValue", "schema:maxValue", "MinValue", "MaxValue"),
    ("qdata:minPercentage", "qdata:maxPercentage", "MinPercentage", "MaxPercentage"),
)


def finish_data_sets(made: Made) -> None:
    """Data sets that were described inside of aggregate data point back, and the owner provides them."""
    conversion = made.conversion
    for node in [*conversion.others, *conversion.blanks]:
        if node["@type"] != _DATA_SET:
            continue
        if "ceterms:ctid" in made.main:
            node.setdefault(_RELEVANT, [made.main["@id"]])
        if made.request.owner and _PROVIDER not in node:
            node[_PROVIDER] = conversion.mention(
                made.request.owner, conversion.origin_of(node), _PROVIDER, is_organization=True
            )


def finish_data_set(made: Made) -> None:
    """Finish a data set: every observation says something, at points that there are."""
    points = set(_points(made))
    for node in _of_class(made, _OBSERVATION):
        _check_observation(made, node)
        if points:
            _check_points(made, node, points)


def _of_class(made: Made, cls: str) -> Iterator[Node]:
    return (node for node in made.conversion.blanks if node["@type"] == cls)


def _points(made: Made) -> Iterator[str]:
    for node in _of_class(made, _DIMENSION):
        yield from _listed(node.get("qdata:hasPoint"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _check_observation(made: Made, node: Node) -> None:
    conversion, place = made.conversion, made.conversion.origin_of(node)
    if "qdata:isObservationOf" not in node:
        conversion.say(
            "required.missing",
            place,
            "The observation does not say what was observed.",
            hint="Add IsObservationOf with the CTID of a metric.",
        )
    if _WITHHELD not in node and not any(term in node for term in _VALUES):
        conversion.say(
            "required.one_of",
            place,
            "The observation has no value, and does not say why it is withheld.",
            hint="Add Value, Percentage, Median or another number; or DataWithholdingType.",
        )
    for least, most, least_name, most_name in _RANGES:
        if (least in node) != (most in node):
            conversion.say(
                "value.range_incomplete",
                place,
                f"A range has both {least_name} and {most_name}.",
                hint=f"Add {most_name if least in node else least_name}.",
            )
        elif least in node and node[least] > node[most]:
            conversion.say("value.range_reversed", place, f"{least_name} is greater than {most_name}.")


def _check_points(made: Made, node: Node, points: set[str]) -> None:
    for point in _listed(node.get("qdata:atPoint")):
        if point not in points:
            made.conversion.say(
                "dimension.unknown_point",
                made.conversion.place_of(node, ["qdata:atPoint"]),
                f"{point} is no point of the dimensions in this request.",
                severity="warning",
                value=point,
                term="qdata:atPoint",
                hint="Add it to HasPoint of its dimension.",
            )
