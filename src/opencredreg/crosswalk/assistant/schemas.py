"""JSON Schemas of requests, for editors, generators of clients and checks before sending.

A schema says the shape of what is sent: names of members, types, what is needed. What values mean, such as whether a
concept exists, is judged by converting. Names are matched in any case by the service, and as they are written here
by a schema; a property of CTDL may stand for each of them, such as ``ceterms:name`` for ``Name``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from opencredreg.crosswalk.assistant.describing import (
    REFERENCED,
    FieldDescription,
    PartDescription,
    describe_kind,
    describe_part,
)
from opencredreg.crosswalk.assistant.examples import build_example
from opencredreg.crosswalk.assistant.members import COMPETENCY_MEMBERS, DURATION_MEMBERS, ITEM_MEMBERS
from opencredreg.crosswalk.assistant.table import Field, Kind
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary

__all__ = ["build_schema"]

Schema = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_REFERENCES: Final = frozenset({"entity-reference", "organization-reference", "data-set"})
_NOTHING: Final[Schema] = {"type": "null"}
_WORD: Final[Schema] = {"type": ["string", "number", "null"]}
_NUMBER: Final = r"^\s*(?:[-+]?[0-9][0-9,]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?%?\s*)?$"
_WHOLE: Final = r"^\s*(?:[-+]?[0-9][0-9,]*(?:\.0*)?%?\s*)?$"
_YES_OR_NO: Final = r"^\s*(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[01])?\s*$"


def build_schema(kind: Kind, vocabulary: Vocabulary | None = None) -> Schema:
    """The JSON Schema (2020-12) of the body of a request that publishes a resource of a kind."""
    vocabulary = vocabulary or bundled_vocabulary()
    described = describe_kind(kind, vocabulary)
    resource: Schema = {"$ref": "#/$defs/resource"}
    is_list = kind.wrapper == "Competencies"
    properties: Schema = {
        **_AROUND,
        "ReferenceObjects": {
            "description": "Things that the resource refers to by their Id and that have no CTID.",
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "required": ["Id", "Type"],
                **_by_type(kind),
            },
        },
        kind.wrapper: _one_or_list(resource) if is_list else resource,
    }
    for name, part in described.beside.items():
        known = "entity-reference" if part == "reference" else part
        properties[name] = _one_or_list({"$ref": f"#/$defs/{known}"})
    return {
        "$schema": _DIALECT,
        "$id": f"/assistant/types/{kind.name}/schema",
        "title": described.label,
        "description": f"A request that publishes: {described.label}. {described.help}".strip(),
        "type": "object",
        "properties": properties,
        "required": [kind.wrapper],
        "examples": [build_example(kind, vocabulary=vocabulary)],
        "$defs": {
            **_VALUES,
            "resource": _object(described),
            **{name: _object(describe_part(name, vocabulary)) for name in described.parts},
        },
    }


def _by_type(kind: Kind) -> Schema:
    names = REFERENCED.get(kind.name, ())
    return {"allOf": [_of_type(name) for name in names]} if names else {}


def _of_type(part: str) -> Schema:
    """That an object which says that it is of the type of a part has the members of it."""
    named: Schema = {"pattern": f"(^|:){part.capitalize()}$"}
    return {
        "if": {"properties": {"Type": named}, "required": ["Type"]},
        "then": {"$ref": f"#/$defs/{part}"},
    }


def _object(part: PartDescription) -> Schema:
    schema: Schema = {
        "type": "object",
        "title": part.label,
        "properties": {field.name: _member(field) for field in part.fields},
    }
    if part.help:
        schema["description"] = part.help
    if part.name in _REFERENCES:
        return schema
    names = {field.name: field.property for field in part.fields}
    needs = [_need(group, names) for group in part.needs]
    if needs:
        schema["allOf"] = needs
    return schema


def _need(group: tuple[str, ...], names: Mapping[str, str]) -> Schema:
    """That one of these members is there, or the property that stands for it."""
    either = [*group]
    either += [names[name] for name in group if not names.get(name, "@").startswith("@")]
    either += ["@type", "type"] if any(names.get(name) == "@type" for name in group) else []
    return {"anyOf": [{"required": [name]} for name in dict.fromkeys(either)]}


def _member(field: FieldDescription) -> Schema:
    schema = _shape(field)
    words = [field.help or f"{field.label}.", _becomes(field), field.reads]
    if field.level == "required":
        words.append("Required.")
    elif field.level == "one-of":
        words.append("Required, or one of those that may stand for it.")
    elif field.level == "recommended":
        words.append("Recommended.")
    if field.default:
        words.append(f"Without it: {field.default}.")
    found: Schema = {"title": field.label, "description": " ".join(words), **schema}
    if field.concepts:
        found["examples"] = [concept.name for concept in field.concepts]
    elif field.example is not None and not field.part:
        found["examples"] = [field.example]
    return found


def _becomes(field: FieldDescription) -> str:
    return "Becomes the class." if field.property.startswith("@") else f"Becomes {field.property}."


def _shape(field: FieldDescription) -> Schema:
    if field.conversion in ("organization", "entity", "data-set"):
        return _one_or_list({"$ref": f"#/$defs/{field.part}"}, {"type": "string"})
    if field.part:
        return _one_or_list({"$ref": f"#/$defs/{field.part}"})
    if field.conversion == "concept" and not field.scheme:
        return {"$ref": "#/$defs/names"}
    if field.conversion == "concept-uri" and not field.scheme:
        return {"$ref": "#/$defs/addresses"}
    if field.conversion == "plain":
        return {"$ref": f"#/$defs/{_PLAIN.get(field.reads, 'words')}"}
    return {"$ref": f"#/$defs/{_BY_CONVERSION[field.conversion]}"}


def _one_or_list(*entries: Schema) -> Schema:
    return {"anyOf": [*entries, _NOTHING, {"type": "array", "items": {"anyOf": [*entries, _NOTHING]}}]}


def _values(*types: str, pattern: str = "") -> Schema:
    entry: Schema = {"type": [*types, "null"]}
    if pattern:
        entry["pattern"] = pattern
    return _one_or_list(entry)


def _texts() -> Schema:
    # A text in several languages is an object with a text, or several, for each tag.
    by_language: Schema = {
        "type": "object",
        "additionalProperties": {"anyOf": [_WORD, {"type": "array", "items": _WORD}]},
    }
    return {"anyOf": [_WORD, {"type": "array", "items": _WORD}, by_language]}


def _inner(fields: tuple[Field, ...], numbers: str = "") -> Schema:
    return {
        "type": "object",
        "properties": {
            field.name: {
                "$ref": f"#/$defs/{numbers if field.name == 'Weight' else _BY_CONVERSION[field.conversion]}"
            }
            for field in fields
        },
    }


_BY_CONVERSION: Final = {
    "class": "words",
    "ctid": "words",
    "text": "texts",
    "plain": "words",
    "url": "addresses-of-pages",
    "uri": "addresses",
    "named": "names",
    "code-names": "names",
    "concept": "concepts",
    "concept-uri": "concepts",
    "code-items": "items",
    "codes:soc": "words",
    "codes:cip": "words",
    "codes:naics": "words",
    "naics": "words",
    "competency": "competencies",
    "competencies-of": "frameworks",
    "duration-item": "durations",
}
_PLAIN: Final = {
    "true or false.": "booleans",
    "A number.": "numbers",
    "A whole number.": "whole-numbers",
    "A text in the default language, or an object with a text for each language.": "texts",
}
_TEXT: Final[Schema] = {"type": "string"}
_DURATION: Final[Schema] = {
    "type": "object",
    "properties": {
        **{name: {"type": ["number", "string", "null"]} for name in DURATION_MEMBERS},
        "Duration_ISO8601": {"type": ["string", "null"]},
    },
}
_VALUES: Final[Mapping[str, Schema]] = {
    "texts": _texts(),
    "words": _values("string", "number"),
    "numbers": _values("number", "string", pattern=_NUMBER),
    "whole-numbers": _values("integer", "string", pattern=_WHOLE),
    "booleans": _values("boolean", "string", pattern=_YES_OR_NO),
    "addresses-of-pages": _values("string"),
    "addresses": _one_or_list(_TEXT, {"type": "object"}),
    "names": _one_or_list({"type": ["string", "number"]}, {"type": "object"}),
    "concepts": _one_or_list(_TEXT, {"type": "object"}),
    "items": _one_or_list(_TEXT, _inner(ITEM_MEMBERS, "numbers")),
    "competencies": _one_or_list(_TEXT, _inner(COMPETENCY_MEMBERS, "numbers")),
    "frameworks": _values("string"),
    "durations": _one_or_list(_TEXT, _DURATION),
}
_AROUND: Final[Mapping[str, Schema]] = {
    "PublishForOrganizationIdentifier": {
        "type": "string",
        "description": "The CTID of the organization that owns the data. Required for publishing.",
    },
    "DefaultLanguage": {
        "type": "string",
        "description": "The language of all plain texts.",
        "default": "en-US",
    },
    "Registry": {"type": "string", "description": "The community; blank for the default one."},
    "ResourcePublishType": {
        "type": "string",
        "description": "Primary, or Secondary where somebody else is the source of the record.",
        "default": "Primary",
    },
    "ExcludingPayloadInResponse": {
        "type": "boolean",
        "description": "Whether the answer leaves out the document.",
        "default": False,
    },
}
