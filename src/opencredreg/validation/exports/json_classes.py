"""What JSON Schema says of objects by their class: what they need, and which properties have one value.

Classes of which the same is asked share one definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.exports.errors import Errors
from opencredreg.validation.exports.groups import group_rules
from opencredreg.validation.profile import Profile
from opencredreg.validation.rules import formats, presence
from opencredreg.validation.rules.forms import TOO_MANY_VALUES
from opencredreg.validation.rules.references import INTEGRAL
from opencredreg.validation.tolerances import RETIRED_CLASSES

__all__ = [
    "all_of",
    "class_requirements",
    "main_needs",
    "member_needs",
    "named_after",
    "of_classes",
    "single_values",
    "something",
    "stands_alone",
]

Schema: TypeAlias = dict[str, Any]
Groups: TypeAlias = tuple[tuple[str, ...], ...]

_CTID: Final = "ceterms:ctid"
_OLD_DATA_SET: Final = {"required": ["qdata:dataSetTimePeriod"]}


def of_classes(classes: Iterable[str]) -> Schema:
    """Objects of one of some classes, or of one that such a class replaced."""
    named = set(classes)
    retired = {old for old, successor in RETIRED_CLASSES.items() if successor in named}
    return {"properties": {"@type": {"enum": sorted(named | retired)}}, "required": ["@type"]}


def named_after(cls: str) -> str:
    """The name of the definition of what a class needs."""
    return f"as-{cls.partition(':')[2]}"


def stands_alone(vocabulary: Vocabulary, cls: str) -> bool:
    """Whether an inner object of a class only mentions something that is described elsewhere."""
    facts = vocabulary.classes[cls]
    return (
        cls not in INTEGRAL
        and facts.placement in ("top", "travels")
        and "embedded" not in facts.other_placements
    )


def class_requirements(
    vocabulary: Vocabulary, profile: Profile, errors: Errors, implied: Iterable[str]
) -> tuple[dict[str, Schema], list[Schema]]:
    """What objects of each class need.

    Args:
        vocabulary: the classes.
        profile: what is asked of them.
        errors: the rules that are errors.
        implied: classes whose objects need not name their class; each gets a definition of its own.

    Returns:
        Definitions, and the conditions that lead objects to them by ``@type``.
    """
    same: dict[str, tuple[Schema, list[str]]] = {}
    definitions: dict[str, Schema] = {}
    for cls in sorted(vocabulary.classes):
        schema = _needs(vocabulary, profile, errors, cls)
        if schema:
            same.setdefault(repr(schema), (schema, []))[1].append(cls)
    blocks = []
    for schema, classes in same.values():
        name = named_after(classes[0])
        definitions[name] = schema
        blocks.append({"if": of_classes(classes), "then": {"$ref": f"#/$defs/{name}"}})
        for cls in set(implied).intersection(classes) - {classes[0]}:
            definitions[named_after(cls)] = {"$ref": f"#/$defs/{name}"}
    for cls in implied:
        definitions.setdefault(named_after(cls), {})
    return definitions, blocks


def single_values(vocabulary: Vocabulary, errors: Errors) -> list[Schema]:
    """That properties with one value are not given several, class by class."""
    if TOO_MANY_VALUES not in errors:
        return []
    same: dict[tuple[str, ...], list[str]] = {}
    for cls in sorted(vocabulary.classes):
        terms = tuple(
            term
            for term, facts in vocabulary.properties.items()
            if facts.declared
            and facts.datatype != "@language"
            and vocabulary.is_repeatable(cls, term) is False
        )
        if terms:
            same.setdefault(terms, []).append(cls)
    return [
        {"if": of_classes(classes), "then": {"properties": {term: {"maxItems": 1} for term in terms}}}
        for terms, classes in same.items()
    ]


def main_needs(vocabulary: Vocabulary, profile: Profile, errors: Errors, cls: str) -> Schema:
    """What a main resource of a class needs beyond what every resource of the class needs."""
    conditional = presence.build_needs(vocabulary, profile, cls).conditional
    schema = _asked([group for when, group in conditional if when == "alone"], errors)
    newer = _asked([group for when, group in conditional if when == "new-data-set-model-alone"], errors)
    return all_of([schema, {"if": _OLD_DATA_SET, "else": newer} if newer else {}])


def member_needs(vocabulary: Vocabulary, profile: Profile, errors: Errors) -> list[Schema]:
    """What items other than the main resource need, class by class."""
    blocks = []
    for cls in sorted(vocabulary.classes):
        conditional = presence.build_needs(vocabulary, profile, cls).conditional
        needed = _asked([group for when, group in conditional if when == "member"], errors)
        if needed:
            blocks.append({"if": of_classes([cls]), "then": needed})
    return blocks


def _needs(vocabulary: Vocabulary, profile: Profile, errors: Errors, cls: str) -> Schema:
    needs = presence.build_needs(vocabulary, profile, cls)
    by_condition: dict[str, list[tuple[str, ...]]] = {}
    for when, group in needs.conditional:
        by_condition.setdefault(when, []).append(group)
    conditions: Mapping[str, Schema] = {
        "with-ctid": {"required": [_CTID]},
        "with-components": {"required": ["ceterms:hasPart"]},
    }
    parts = [_asked([*((term,) for term in sorted(needs.singles)), *needs.groups], errors)]
    for when, condition in conditions.items():
        asked = _asked(by_condition.get(when, []), errors)
        if asked:
            parts.append({"if": condition, "then": asked})
    newer = _asked(by_condition.get("new-data-set-model", []), errors)
    if newer:
        parts.append({"if": _OLD_DATA_SET, "else": newer})
    parts += _own_rules(vocabulary, errors, cls)
    return all_of(parts)


def _own_rules(vocabulary: Vocabulary, errors: Errors, cls: str) -> list[Schema]:
    """Rules of single classes that look at nothing but which properties are there."""
    line = {cls, *vocabulary.classes[cls].ancestors}
    found: list[Schema] = [
        {"anyOf": [_given(term, one.missing) for term in one.group]}
        for one in group_rules(vocabulary)
        if one.cls in line and one.rule in errors
    ]
    if "ceterms:CostProfile" in line and formats.CURRENCY_MISSING in errors:
        found.append({"dependentRequired": {"ceterms:price": ["ceterms:currency"]}})
    if not line.isdisjoint(formats.QUANTITIES) and formats.UNIT_WITHOUT_VALUE in errors:
        found.append(
            {
                "if": {"anyOf": _any_of(formats.UNITS)},
                "then": {"anyOf": _any_of((*formats.NUMBERS, *formats.WORDS))},
            }
        )
    return found


def _given(term: str, missing: tuple[Any, ...]) -> Schema:
    """That a property is there, with a value that counts."""
    if not missing:
        return {"required": [term]}
    return {"required": [term], "properties": {term: {"not": {"enum": list(missing)}}}}


def _asked(groups: Iterable[tuple[str, ...]], errors: Errors) -> Schema:
    """Of each group one property, with a value that says something."""
    groups = list(groups)
    singles = [group[0] for group in groups if len(group) == 1]
    parts: list[Schema] = []
    if singles and presence.REQUIRED_MISSING in errors:
        said = {"properties": {term: {"$ref": "#/$defs/something"} for term in singles}}
        # Twice "not" says the same, but of the object and not of the property that is empty.
        parts.append({"required": singles, "not": {"not": said}})
    if presence.REQUIRED_ONE_OF in errors:
        parts += [{"anyOf": [_said(term) for term in group]} for group in groups if len(group) > 1]
    return all_of(parts)


def _said(term: str) -> Schema:
    return {"required": [term], "properties": {term: {"$ref": "#/$defs/something"}}}


def something() -> Schema:
    """A value that says something: neither null nor blank, nor a list or object of nothing else."""
    this = {"$ref": "#/$defs/something"}
    return {
        "not": {"type": "null"},
        "pattern": r"\S",
        "contains": this,
        "if": {"type": "object"},
        "then": {"not": {"additionalProperties": {"not": this}}},
    }


def _any_of(terms: Iterable[str]) -> list[Schema]:
    return [{"required": [term]} for term in terms]


def all_of(parts: Iterable[Schema]) -> Schema:
    """A schema that says what several say, as short as possible."""
    kept = [part for part in parts if part]
    if len(kept) <= 1:
        return kept[0] if kept else {}
    return {"allOf": kept}
