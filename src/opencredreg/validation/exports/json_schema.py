"""JSON Schemas (2020-12) of published documents, one for each class of main resources.

A schema says what the errors of a profile say, as far as one document in the usual spelling and JSON Schema allow:
names of properties and classes are compact (``ceterms:name``), as the contexts of the vocabulary have them.
Warnings and notes never make a document fail.

Source: ``validation-profile.md`` sections 2 and 3.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.document import PROVISIONAL
from opencredreg.validation.exports import patterns
from opencredreg.validation.exports.errors import Errors
from opencredreg.validation.exports.json_classes import (
    all_of,
    class_requirements,
    main_needs,
    member_needs,
    of_classes,
    single_values,
    something,
    stands_alone,
)
from opencredreg.validation.exports.json_values import Values, reference_to
from opencredreg.validation.exports.spelling import addresses_of, literal, one_of
from opencredreg.validation.profile import Profile
from opencredreg.validation.rules import document, formats, identifiers, presence, references, terms
from opencredreg.validation.tolerances import RETIRED_CLASSES

__all__ = ["DIALECT", "build_schema", "schema_classes"]

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_CTID: Final = "ceterms:ctid"
_BLANK: Final = r"^\s*_:"
_FAMILY: Final = ("ceterms", "ceasn", "qdata", "asn")
_COMPONENTS: Final = "ceterms:PathwayComponent"


def schema_classes(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The classes of resources that are published on their own."""
    return tuple(
        sorted(
            cls
            for cls, facts in vocabulary.classes.items()
            if "top" in (facts.placement, *facts.other_placements)
        )
    )


def build_schema(vocabulary: Vocabulary, profile: Profile, cls: str, *, address: str = "") -> Schema:
    """The JSON Schema of documents whose main resource is of a class.

    Args:
        vocabulary: the classes and properties.
        profile: which rules are errors, and what is asked of the classes.
        cls: compact name of the class.
        address: what the schema is known by, for its ``$id``.

    Raises:
        KeyError: the class is not known.
    """
    facts = vocabulary.classes[cls]
    return {
        "$schema": DIALECT,
        **({"$id": address} if address else {}),
        "title": f"{facts.label} ({cls})",
        "description": (
            f"A document whose main resource is a {cls}, as it is judged in mode {profile.mode}. "
            f"{vocabulary.attribution}."
        ),
        **_form(vocabulary, profile, cls),
        "$defs": _definitions(vocabulary, profile, cls),
    }


def _form(vocabulary: Vocabulary, profile: Profile, cls: str) -> Schema:
    """Graph form. Single resources and lists are looked at too, though only mode ``read`` takes them."""
    graph: Schema = {"properties": {"@graph": _items()}, **_components(vocabulary, profile, cls)}
    resource: Schema = {"if": {"required": ["@graph"]}, "then": graph, "else": reference_to("main")}
    content: Schema = {"if": {"type": "array"}, "then": _items(), "else": resource}
    if profile.mode == "read":
        return {"type": ["object", "array"], **content}
    strictly: Schema = {
        "type": "object",
        "required": ["@id", "@graph"],
        "properties": {"@id": {"type": "string"}},
    }
    if profile.mode == "publish":
        # Less is asked of placeholders, and the schema of mode provisional says what.
        marked: Schema = {"type": "object", "required": ["adms:status"]}
        marked["properties"] = {"adms:status": {"const": PROVISIONAL}}
        return {**strictly, "if": marked, "else": content}
    return {**strictly, **content}


def _items() -> Schema:
    return {
        "type": "array",
        "minItems": 1,
        "prefixItems": [reference_to("main")],
        "items": reference_to("member"),
    }


def _components(vocabulary: Vocabulary, profile: Profile, cls: str) -> Schema:
    """What a main resource needs because of other items of the graph."""
    conditional = presence.build_needs(vocabulary, profile, cls).conditional
    needed = [group[0] for when, group in conditional if when == "with-components" and len(group) == 1]
    if not needed or presence.REQUIRED_MISSING not in Errors(profile):
        return {}
    held = {"contains": of_classes(vocabulary.descendants(_COMPONENTS))}
    return {
        "if": {"properties": {"@graph": held}, "required": ["@graph"]},
        "then": {"properties": {"@graph": {"prefixItems": [{"required": needed}]}}},
    }


def _definitions(vocabulary: Vocabulary, profile: Profile, cls: str) -> dict[str, Schema]:
    errors = Errors(profile)
    values = Values(vocabulary, errors)
    properties = {
        term: values.schema_of(facts)
        for term, facts in sorted(vocabulary.properties.items())
        if facts.declared
    }
    needs, needed = class_requirements(vocabulary, profile, errors, sorted(values.implied))
    return {
        "main": {
            "allOf": [reference_to("item"), main_needs(vocabulary, profile, errors, cls)],
            "properties": {"@type": _main_type(cls, profile), **_titles(vocabulary, cls)},
        },
        "member": {
            "allOf": [
                reference_to("item"),
                {"if": _is_stand_in(vocabulary), "else": all_of(member_needs(vocabulary, profile, errors))},
            ]
        },
        "item": _item(vocabulary, profile, errors),
        "described": {
            "properties": {"@type": reference_to("class"), **properties},
            **_keys(errors),
            **_pairs(errors),
            **_all(single_values(vocabulary, errors)),
        },
        "needs": _all(needed),
        "complete": {"allOf": [reference_to("described"), reference_to("needs")]},
        "inside": reference_to("described")
        | {"if": _is_mention(vocabulary), "then": reference_to("mentioned"), "else": reference_to("needs")},
        "mentioned": _all(_thin(vocabulary, errors)),
        "typed": {"required": ["@type"], "properties": {"@type": {"not": {"enum": [None, "", []]}}}},
        "class": _class_name(vocabulary, errors),
        **({"something": something()} if _asks(errors) else {}),
        **dict(sorted(values.definitions.items())),
        **dict(sorted(needs.items())),
    }


def _asks(errors: Errors) -> bool:
    return presence.REQUIRED_MISSING in errors or presence.REQUIRED_ONE_OF in errors


def _all(parts: list[Schema]) -> Schema:
    return {"allOf": parts} if parts else {}


def _main_type(cls: str, profile: Profile) -> Schema:
    if profile.mode != "read":
        return {"const": cls}
    return {"if": {"type": "array"}, "then": {"contains": {"const": cls}}, "else": {"const": cls}}


def _titles(vocabulary: Vocabulary, cls: str) -> dict[str, Schema]:
    """Names and help of the properties of the main resource, for editors and forms."""
    return {
        term: {"title": vocabulary.properties[term].label}
        | ({"description": text} if (text := vocabulary.help_of(term)) else {})
        for term in vocabulary.properties_of(cls)
        if vocabulary.properties[term].declared
    }


def _item(vocabulary: Vocabulary, profile: Profile, errors: Errors) -> Schema:
    """An item of the graph: a registered resource, or a blank node that stands for something else."""
    strict = profile.mode != "read"
    parts: list[Schema] = [
        {
            "if": _is_stand_in(vocabulary),
            "then": {"allOf": [reference_to("described"), reference_to("mentioned")]},
            "else": reference_to("complete"),
        },
        {"if": _is_blank(), "then": _unregistered(errors), "else": _registered(vocabulary, errors)},
    ]
    return {
        "type": "object",
        "required": ["@id", "@type"] if strict else ["@type"],
        "properties": {
            "@id": {"type": "string"},
            "@type": {"type": "string" if strict else ["string", "array"]},
        },
        "allOf": parts,
    }


def _is_blank() -> Schema:
    return {"properties": {"@id": {"type": "string", "pattern": _BLANK}}, "required": ["@id"]}


def _is_stand_in(vocabulary: Vocabulary) -> Schema:
    """A blank node that describes something outside of the registry."""
    inner = {cls for cls, facts in vocabulary.classes.items() if facts.placement == "embedded"}
    return _is_blank() | {"not": of_classes(references.INTEGRAL | inner)}


def _is_mention(vocabulary: Vocabulary) -> Schema:
    """A resource that is described inside of another, and not registered."""
    classes = [cls for cls in vocabulary.classes if stands_alone(vocabulary, cls)]
    return of_classes(classes) | {"not": {"required": [_CTID]}}


def _thin(vocabulary: Vocabulary, errors: Errors) -> list[Schema]:
    if references.BLANK_NODE_THIN not in errors:
        return []
    agents = of_classes(vocabulary.descendants("ceterms:Agent"))
    return [
        {"anyOf": [_said(term) for term in references.NAMES]},
        {"if": agents, "then": {"anyOf": [_said("ceterms:subjectWebpage")]}},
    ]


def _said(term: str) -> Schema:
    return {"required": [term], "properties": {term: {"not": {"enum": [None, "", 0, False, [], {}]}}}}


def _unregistered(errors: Errors) -> Schema:
    if identifiers.CTID_ON_BLANK_NODE not in errors:
        return {}
    return {"properties": {_CTID: {"pattern": r"^\s*$"}}}


def _registered(vocabulary: Vocabulary, errors: Errors) -> Schema:
    parts: list[Schema] = []
    if identifiers.CTID_MISSING in errors:
        classes = [cls for cls in vocabulary.classes if vocabulary.has_domain(cls, _CTID)]
        parts.append({"if": of_classes(classes), "then": {"required": [_CTID]}})
    if identifiers.REGISTRY_URI_MALFORMED in errors:
        stated = {"properties": {_CTID: {"type": "string", "pattern": r"\S"}}, "required": [_CTID]}
        address = rf"^\s*({patterns.RESOURCE_ADDRESS})?\s*$"
        parts.append({"if": stated, "then": {"properties": {"@id": {"pattern": address}}}})
    return all_of(parts)


def _class_name(vocabulary: Vocabulary, errors: Errors) -> Schema:
    """The value of ``@type``: classes of the vocabulary, and whatever other vocabularies have."""
    if terms.CLASS_UNKNOWN not in errors:
        return {}
    known = sorted({*vocabulary.classes, *RETIRED_CLASSES})
    family = [literal(text) for name in _FAMILY for text in (f"{name}:", *addresses_of(vocabulary, name))]
    other = {"type": "string", "pattern": ":", "not": {"pattern": rf"^\s*(_:|{one_of(family)})"}}
    names: Schema = {"anyOf": [{"enum": known}, {"not": {"type": "string", "pattern": r"\S"}}, other]}
    # An error is told of the list as a whole, as the validator does.
    several: Schema = {"not": {"contains": {"not": names}}}
    return {"if": {"type": "array"}, "then": several, "else": names}


def _keys(errors: Errors) -> Schema:
    """Keys have a prefix."""
    if document.KEY_NOT_PREFIXED not in errors:
        return {}
    return {"patternProperties": {"^([^@:][^:]*|:.*)?$": False}}


def _pairs(errors: Errors) -> Schema:
    """A minimum comes with a maximum, and a range does not stand beside a single value."""
    if formats.VALUE_PAIR not in errors:
        return {}
    required: dict[str, list[str]] = {}
    alone: dict[str, Schema] = {}
    for least, most, exact in (*formats.PAIRS, formats.DURATIONS):
        required[least] = [most]
        if most != "ceterms:maximumDuration":
            required[most] = [least]
        alone[exact] = {"not": {"anyOf": [{"required": [least]}, {"required": [most]}]}}
    return {"dependentRequired": required, "dependentSchemas": alone}
