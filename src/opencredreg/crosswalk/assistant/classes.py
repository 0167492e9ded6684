"""Which table describes the things of a class, and which class the input means.

Source: ``publishing.md`` sections 4.5 and 5.1.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.concepts import find_class
from opencredreg.crosswalk.assistant.conversion import Conversion, step
from opencredreg.crosswalk.assistant.legacy import find_legacy_class
from opencredreg.crosswalk.assistant.profiles import Members
from opencredreg.crosswalk.assistant.table import Field, Kind, Part, all_kinds, part_of
from opencredreg.ctdl.facts import ValueKind
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["class_of", "concrete_classes", "table_of_class"]

_ABSTRACT: Final = frozenset(
    {"ceterms:Credential", "ceterms:Degree", "ceterms:CredentialingAction", "ceterms:PathwayComponent"}
)
_PARTS: Final = (
    "competency", "concept", "progression-level", "rubric-criterion", "rubric-level", "criterion-level",
    "pathway-component", "observation", "dimension", "alignment-object", "condition", "structured-statement",
    "collection-member", "cost", "place", "process",
)  # fmt: skip
_OBJECTS: Final = {
    "ConditionProfile": "condition", "CostProfile": "cost", "ProcessProfile": "process",
    "JurisdictionProfile": "jurisdiction", "IdentifierValue": "identifier", "QuantitativeValue": "quantity",
    "Place": "place", "ValueProfile": "value", "DurationProfile": "duration",
    "FinancialAssistanceProfile": "financial-assistance", "AggregateDataProfile": "aggregate-data",
    "StructuredStatement": "structured-statement", "MonetaryAmount": "money",
    "MonetaryAmountDistribution": "money-distribution", "DataSetTimeFrame": "time-frame",
    "DataProfile": "data-attributes", "ContactPoint": "contact-point", "ComponentCondition": "component-condition",
    "Constraint": "constraint", "AlignmentObject": "alignment-object", "RevocationProfile": "revocation",
    "EvaluationOutcome": "evaluation-outcome",
}  # fmt: skip


def concrete_classes(vocabulary: Vocabulary, part: Part) -> tuple[str, ...]:
    """The classes that may be named where the input says the class, by name."""
    if part.classes:
        return part.classes
    if not part.class_from:
        return (part.cls,)
    return tuple(sorted(name for name in vocabulary.descendants(part.cls) if name not in _ABSTRACT))


def class_of(conversion: Conversion, part: Part, members: Members, pointer: str) -> str:
    """The class of an object, told when the input names none that can stand there; then the general one."""
    if not part.class_from:
        return part.cls
    names = (part.class_from.lower(), "@type", "type")
    given = next((members[name] for name in names if name in members), None)
    if given is None:
        return part.cls  # That it is missing is told as for every required member.
    name, value = given
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    allowed = concrete_classes(conversion.vocabulary, part)
    # Where the table lists the classes, the schema does not have all of them under the general one.
    cls = _class_named(conversion.vocabulary, value, "" if part.classes else part.cls)
    if cls in allowed:
        return cls
    some = ", ".join(entry.rpartition(":")[2] for entry in allowed[:8])
    instead = find_legacy_class(value) if isinstance(value, str) else None
    conversion.say(
        "type.invalid",
        step(pointer, name),
        f"{str(value)[:60]} is no class that can stand here.",
        value=value,
        hint=instead or f"Name one of {some}{' …' if len(allowed) > 8 else ''}.",
    )
    return part.cls


def _class_named(vocabulary: Vocabulary, value: Any, ancestor: str) -> str:
    return (find_class(vocabulary, value, ancestor) or "") if isinstance(value, str) else ""


@lru_cache(maxsize=512)
def table_of_class(vocabulary: Vocabulary, cls: str) -> Part:
    """The fields of things of a class: those of its kind or part, else all properties that the class may have."""
    by_class: dict[str, Part] = {part_of(name).cls: part_of(name) for name in _PARTS}
    by_class.update({kind.cls: kind for kind in all_kinds()})
    facts = vocabulary.classes.get(cls)
    for name in (cls, *(facts.ancestors if facts else ())):
        if name in by_class:
            return _without_needs(by_class[name], cls)
    return _derived(vocabulary, cls)


def _without_needs(part: Part, cls: str) -> Part:
    """What is required of a resource is not required of what is only mentioned."""
    if isinstance(part, Kind):
        return Part(name=part.name, cls=cls, fields=part.fields, by_term=part.by_term)
    return msgspec.structs.replace(part, cls=cls, class_from="", required=())


def _derived(vocabulary: Vocabulary, cls: str) -> Part:
    fields: dict[str, Field] = {}
    for term in vocabulary.properties_of(cls):
        local = term.rpartition(":")[2]
        field = Field(local[0].upper() + local[1:], _conversion(vocabulary, cls, term), term)
        fields.setdefault(local.lower(), field)
    return Part(
        name=cls,
        cls=cls,
        fields=fields,
        by_term={field.term.lower(): field for field in fields.values()},
    )


def _conversion(vocabulary: Vocabulary, cls: str, term: str) -> str:
    """The conversion of a property that no table has, by how it is written and by what it may hold."""
    facts = vocabulary.properties[term]
    shape = vocabulary.shape_of(cls, term).removeprefix("list of ")
    if shape in _OBJECTS:
        return _OBJECTS[shape]
    if facts.kind is ValueKind.LANGUAGE_MAP:
        return "text"
    ranges = {name.rpartition(":")[2] for name in facts.range}
    for name in sorted(ranges & _OBJECTS.keys()):
        return _OBJECTS[name]
    if "CredentialAlignmentObject" in ranges:
        return "concept" if facts.scheme else "competency" if "ompetenc" in term else "named"
    if facts.kind is ValueKind.IRI:
        return "concept-uri" if facts.scheme else "uri"
    return "plain"
