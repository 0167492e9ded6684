"""How learning takes place: offerings, delivery, time and credit.

Source: ``ctdl-vocabulary.md`` sections 6.4 and 9.12; the words of ``courseMode`` are those that Google reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from opencredreg.crosswalk.schema_org.concepts import TERMS, concept_keys, label_of
from opencredreg.crosswalk.schema_org.money import OFFERS
from opencredreg.crosswalk.schema_org.places import LOCATIONS
from opencredreg.crosswalk.schema_org.plain import DATES, TEXT, URLS, duration_of, name_of
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Row, Scope, read_rows
from opencredreg.crosswalk.schema_org.things import ACTORS, is_partial
from opencredreg.crosswalk.values import number_of, values_of
from opencredreg.jsonld.values import Node, key_of, reference_of

__all__ = [
    "COMPETENCIES_REQUIRED",
    "CREDITS",
    "INSTANCES",
    "INSTANCE_ROWS",
    "MODES",
    "TIME_SPENT",
    "TIME_TO_COMPLETE",
]

_MODES = {
    "deliveryType:OnlineOnly": "Online",
    "deliveryType:InPerson": "Onsite",
    "deliveryType:VariableSite": "Onsite",
    "deliveryType:BlendedDelivery": "Blended",
}


def _modes(values: list[Any], _: Scope) -> Iterator[str]:
    return (_MODES.get(key, "") for key in concept_keys(values))


def _spent(values: list[Any], scope: Scope) -> Iterator[str]:
    return _durations(values, "ceterms:timeRequired", scope)


def _elapsed(values: list[Any], scope: Scope) -> Iterator[str]:
    # A range has no place in schema.org, and either end of it alone would say something else.
    return _durations(values, "ceterms:exactDuration", scope)


def _durations(values: list[Any], term: str, scope: Scope) -> Iterator[str]:
    for profile in scope.objects(values):
        yield from map(duration_of, values_of(profile, term))


def _credits(values: list[Any], scope: Scope) -> Iterator[Json]:
    for profile in scope.objects(values):
        made: Json = {
            name: number_of(next(iter(values_of(profile, f"schema:{name}")), None))
            for name in ("value", "minValue", "maxValue")
        }
        made = {name: amount for name, amount in made.items() if amount is not None}
        if made:
            units = values_of(profile, "ceterms:creditUnitType", "schema:unitText")
            names = [_unit(unit, scope) for unit in units]
            unit = next((name for name in names if name), "")
            yield {"@type": "QuantitativeValue", **made} | ({"unitText": unit} if unit else {})


def _unit(value: Any, scope: Scope) -> str:
    name = name_of(value, scope) if isinstance(value, Mapping) else ""
    uri = reference_of(value)
    return name or (label_of(key_of(uri)) if uri else "")


def _competencies(values: list[Any], scope: Scope) -> Iterator[Json | str | None]:
    for profile in scope.objects(values):
        if not is_partial(profile):
            yield from TERMS.read(values_of(profile, "ceterms:targetCompetency"), scope)


def _instances(values: list[Any], scope: Scope) -> Iterator[Json]:
    known: list[Node] = list(scope.objects(values))
    if not known and values_of(scope.node, *_WHERE):
        # A course that says how and where it takes place says so of itself.
        known = [{name: value for name, value in scope.node.items() if name in _OF_THE_COURSE}]
    for offering in known:
        made = read_rows(INSTANCE_ROWS, scope.about(offering))
        if made:
            yield {"@type": "CourseInstance", **made}


MODES: Final = Reader("`Online`, `Onsite` or `Blended`", _modes)
TIME_SPENT: Final = Reader("`ceterms:timeRequired` of the durations", _spent, looks_up=True)
TIME_TO_COMPLETE: Final = Reader("`ceterms:exactDuration` of the durations", _elapsed, looks_up=True)
CREDITS: Final = Reader("`QuantitativeValue`", _credits, looks_up=True)
COMPETENCIES_REQUIRED: Final = Reader(
    "competencies that the conditions name, unless only some are needed", _competencies, looks_up=True
)
INSTANCES: Final = Reader(
    "`CourseInstance` of each offering, or of the course itself where it says how or where it takes place",
    _instances,
    looks_up=True,
)

_WHERE = ("ceterms:deliveryType", "ceterms:availableAt", "ceterms:availableOnlineAt")
INSTANCE_ROWS: Final = (
    Row("name", ("ceterms:name",), TEXT, "one"),
    Row("description", ("ceterms:description",), TEXT, "one"),
    Row("courseMode", ("ceterms:deliveryType",), MODES),
    Row("courseWorkload", ("ceterms:estimatedDuration",), TIME_SPENT, "one"),
    Row("duration", ("ceterms:estimatedDuration",), TIME_TO_COMPLETE, "one"),
    Row("startDate", ("ceterms:startDate",), DATES, "one"),
    Row("endDate", ("ceterms:endDate",), DATES, "one"),
    Row("location", ("ceterms:availableAt", "ceterms:availableOnlineAt"), LOCATIONS),
    Row("offers", ("ceterms:estimatedCost",), OFFERS, "one"),
    Row("organizer", ("ceterms:offeredBy",), ACTORS),
    Row("url", ("ceterms:subjectWebpage",), URLS, "one"),
)
"""Correspondences of one offering of a course."""
_OF_THE_COURSE = frozenset((*_WHERE, "ceterms:estimatedDuration"))
