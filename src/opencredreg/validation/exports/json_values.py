"""Values of properties in JSON Schema: one definition per form, shared by all properties of that form.

Keywords of JSON Schema look only at the kind of value that they are made for, so one definition says what a text,
a list and an object have to be like. Empty values pass: the profile warns of them, and no more.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, final

from opencredreg.ctdl import PropertyFacts, ValueKind, Vocabulary
from opencredreg.validation.checks.link_facts import LinkFacts, link_facts
from opencredreg.validation.exports import patterns
from opencredreg.validation.exports.concepts import concept_pattern
from opencredreg.validation.exports.errors import Errors
from opencredreg.validation.exports.json_classes import stands_alone
from opencredreg.validation.exports.plain_forms import bounds_of, plain_form
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import concepts, formats, forms, references, terms

__all__ = ["Values", "reference_to"]

Schema: TypeAlias = dict[str, Any]

_EMPTY_TYPES: Final = ("null", "object", "array")
_NUMERIC: Final = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT})


def reference_to(name: str) -> Schema:
    """A reference to a definition of the same document."""
    return {"$ref": f"#/$defs/{name}"}


@final
class Values:
    """The definitions of values that were asked for, by name."""

    def __init__(self, vocabulary: Vocabulary, errors: Errors) -> None:
        self._vocabulary = vocabulary
        self._errors = errors
        self.definitions: dict[str, Schema] = {}
        self.implied: set[str] = set()
        """Classes of inner objects that need not name their class."""

    def schema_of(self, facts: PropertyFacts) -> Schema:
        """The values of a declared property."""
        if facts.kind is ValueKind.LANGUAGE_MAP:
            return self._shared("text", self._text)
        if facts.kind is ValueKind.IRI:
            return self._link(link_facts(self._vocabulary, "", facts.term))
        return self._scalar(facts)

    def _shared(self, name: str, schema: Schema) -> Schema:
        self.definitions.setdefault(name, schema)
        return reference_to(name)

    def _listed(self, name: str, one: Schema) -> Schema:
        """A value or a list of such values; what is in a list is no list again."""
        if name not in self.definitions:
            single = f"one-{name}"
            self.definitions[single] = one
            self.definitions[name] = {
                "if": {"type": "array"},
                "then": {"items": reference_to(single)},
                "else": reference_to(single),
            }
        return reference_to(name)

    # Texts.

    @property
    def _text(self) -> Schema:
        entry: Schema = {}
        if forms.LANGUAGE_MAP_VALUE in self._errors:
            entry = {"type": ["string", "array", "null"], "items": {"type": "string"}}
        schema: Schema = {"$comment": _comment(forms.LANGUAGE_MAP_EXPECTED), "additionalProperties": entry}
        if forms.LITERAL_EXPECTED in self._errors:
            schema["type"] = ["object", "string", "array", "null"]
        if forms.LANGUAGE_MAP_EXPECTED in self._errors:
            # Plain text has no language; what is blank is merely empty.
            schema |= {"pattern": r"^\s*$", "maxItems": 0}
        return schema

    # Plain values.

    def _scalar(self, facts: PropertyFacts) -> Schema:
        term, kind = facts.term, facts.kind
        if kind in _NUMERIC:
            return self._number(term, kind)
        if kind is ValueKind.BOOLEAN:
            return self._listed("boolean", self._boolean)
        form = plain_form(term, kind)
        rule = form.rule
        schema: Schema = {"$comment": _comment(rule)} if rule is not None else {}
        if rule is not None and rule in self._errors:
            schema["pattern"] = patterns.or_blank(form.pattern)
        return self._listed(form.name, schema | self._plain("string"))

    def _plain(self, kind: str) -> Schema:
        """A plain value of a kind; objects and lists only when they are empty."""
        if forms.LITERAL_EXPECTED not in self._errors:
            return {}
        return {"type": [kind, *_EMPTY_TYPES], "maxProperties": 0, "maxItems": 0}

    @property
    def _boolean(self) -> Schema:
        spoken = "" if forms.BOOLEAN_FORMAT in self._errors else "|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
        schema: Schema = {"$comment": _comment(forms.BOOLEAN_INVALID)}
        if forms.BOOLEAN_INVALID not in self._errors:
            return schema
        return schema | {
            "type": ["boolean", "string", *_EMPTY_TYPES],
            "pattern": rf"^\s*({spoken.removeprefix('|')})\s*$" if spoken else r"^\s*$",
            "maxProperties": 0,
            "maxItems": 0,
        }

    def _number(self, term: str, kind: ValueKind) -> Schema:
        low, high = bounds_of(term) if formats.NUMBER_RANGE in self._errors else (None, None)
        name = "integer" if kind is ValueKind.INTEGER else "number"
        quoted = r"^\s*$" if forms.NUMBER_FORMAT in self._errors else rf"^\s*({patterns.NUMBER})?\s*$"
        schema: Schema = {"$comment": _comment(forms.NUMBER_INVALID)}
        if forms.NUMBER_INVALID in self._errors:
            schema |= {
                "type": [name, "string", *_EMPTY_TYPES],
                "pattern": quoted,
                "maxProperties": 0,
                "maxItems": 0,
            }
        if low is not None:
            schema["minimum"] = low
        if high is not None:
            schema["maximum"] = high
        suffix = "" if low is None else "-from-zero" if high is None else f"-within-{high}"
        return self._listed(name + suffix, schema)

    # Links.

    def _link(self, facts: LinkFacts) -> Schema:
        if facts.is_web:
            return self._listed("web-address", self._web())
        name, schema = self._target(facts)
        if facts.implied:
            name += f"-or-{facts.implied.partition(':')[2]}"
        return self._listed(name, schema | self._inner(facts))

    def _target(self, facts: LinkFacts) -> tuple[str, Schema]:
        """What holds for the address in the place of an object."""
        if facts.term == "ceterms:socialMedia":
            # Accounts are often given by their names alone, of which there is only a note.
            return "account", {}
        if facts.scheme is not None:
            return f"concept-{self._vocabulary.schemes[facts.scheme].prefix}", self._concept(facts.scheme)
        if facts.no_blank and references.REFERENCE_BLANK_NOT_ALLOWED in self._errors:
            return "registered", self._address(patterns.IRI)
        return "reference", self._address(f"{patterns.BLANK_NODE}|{patterns.IRI}")

    def _web(self) -> Schema:
        schema: Schema = {"$comment": _comment(formats.URL_FORMAT)}
        address: Schema = {}
        if formats.URL_FORMAT in self._errors:
            schema["pattern"] = address["pattern"] = patterns.or_blank(patterns.WEB_ADDRESS)
        if forms.OBJECT_EXPECTED in self._errors:
            schema |= {"type": ["string", *_EMPTY_TYPES], "maxItems": 0}
        if forms.LITERAL_EXPECTED in self._errors:
            schema |= {"properties": {"@id": {"type": "string"} | address}, "additionalProperties": False}
        return schema

    def _address(self, pattern: str) -> Schema:
        schema: Schema = {"$comment": _comment(references.REFERENCE_NOT_IRI)}
        if references.REFERENCE_NOT_IRI in self._errors:
            text = {"pattern": patterns.or_blank(pattern)}
            schema |= text | _alone(text)
        return schema

    def _concept(self, scheme: str) -> Schema:
        schema: Schema = {"$comment": _comment(concepts.CONCEPT_NOT_IN_SCHEME)}
        if concepts.CONCEPT_NOT_IN_SCHEME not in self._errors:
            return schema
        prefix = self._vocabulary.schemes[scheme].prefix
        name, target = f"in-{prefix}", f"target-in-{prefix}"
        if name not in self.definitions:
            pattern = concept_pattern(self._vocabulary, scheme)
            self.definitions[name] = {"pattern": rf"^\s*({pattern})?\s*$"}
            one = reference_to(name) | {"properties": {"@id": reference_to(name)}}
            listed = {"if": {"type": "array", "maxItems": 1}, "then": {"items": one}}
            # An error is told of the property, whichever way its value is written.
            self.definitions[target] = {"anyOf": [one | listed]}
        text = {"anyOf": [{"type": "string", "pattern": "^_:"}, reference_to(name)]}
        return schema | text | _alone(text) | {"properties": {"ceterms:targetNode": reference_to(target)}}

    def _inner(self, facts: LinkFacts) -> Schema:
        """What holds for objects in the place of a reference."""
        if facts.implied:
            self.implied.add(facts.implied)
            name = f"inner-{facts.implied.partition(':')[2]}"
            untyped: Schema = {"type": "object", "minProperties": 1, "not": reference_to("typed")}
            needs = reference_to(f"as-{facts.implied.partition(':')[2]}")
            then = needs
            if stands_alone(self._vocabulary, facts.implied):
                then = {
                    "if": {"required": ["ceterms:ctid"]},
                    "then": needs,
                    "else": reference_to("mentioned"),
                }
        else:
            name = "inner"
            alone = {"maxProperties": 1, "required": ["@id"]}
            untyped = {"type": "object", "minProperties": 1, "not": alone}
            then = reference_to("typed") if terms.TYPE_MISSING in self._errors else {}
        schema: Schema = reference_to("inside") | {"if": untyped, "then": then}
        if forms.OBJECT_EXPECTED in self._errors:
            schema |= {"type": ["string", *_EMPTY_TYPES], "maxItems": 0}
        return self._shared(name, schema)


def _alone(text: Schema) -> Schema:
    """An object that holds nothing but an ``@id`` is that address."""
    return {"dependentSchemas": {"@id": {"if": {"maxProperties": 1}, "then": {"properties": {"@id": text}}}}}


def _comment(rule: Rule) -> str:
    return f"{rule.number} {rule.code}"
