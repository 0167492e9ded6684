"""Values of properties in SHACL, in the form that documents have as RDF (:mod:`opencredreg.jsonld.rdf_quads`).

There, a number in quotes is a number, a list is as many values, and free text in the place of a reference is a
literal. So what is odd about the JSON alone cannot be told, and what is odd about the value can.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from opencredreg.ctdl import PropertyFacts, ValueKind, Vocabulary
from opencredreg.jsonld.rdf_values import RDF, XSD
from opencredreg.validation.checks.link_facts import LinkFacts, link_facts
from opencredreg.validation.exports import patterns
from opencredreg.validation.exports.concepts import accepted_concepts, concept_pattern
from opencredreg.validation.exports.plain_forms import bounds_of, plain_form
from opencredreg.validation.exports.shape_writer import ShapeWriter
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import concepts, formats, forms, references

__all__ = ["write_values"]

_BLANK_TEXT: Final = r"^\s*$"
_NUMBERS: Final = ("integer", "decimal", "float", "double")
_NUMERIC: Final = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT})


def write_values(writer: ShapeWriter, vocabulary: Vocabulary, facts: PropertyFacts) -> None:
    """Write what holds for the values of a property, on whatever it stands."""
    if facts.kind is ValueKind.LANGUAGE_MAP:
        _write_text(writer, facts.term)
    elif facts.kind is ValueKind.IRI:
        _write_link(writer, vocabulary, link_facts(vocabulary, "", facts.term))
    elif facts.kind in _NUMERIC:
        _write_number(writer, facts)
    elif facts.kind is ValueKind.BOOLEAN:
        shape = _property(writer, facts.term, forms.BOOLEAN_INVALID)
        if shape is not None:
            writer.any_of(shape, (_datatype(writer, "boolean"), writer.matches(_BLANK_TEXT)))
    else:
        _write_plain(writer, facts)


def _property(writer: ShapeWriter, term: str, rule: Rule, message: str = "") -> NamedNode | None:
    """A shape for the values of a property; ``None`` when nobody wants to hear of its rule."""
    if not writer.wants(rule):
        return None
    shape = writer.begin(f"{rule.code}-{term}", "PropertyShape", rule, f"{term}: {message or rule.statement}")
    writer.say(shape, "targetSubjectsOf", writer.term(term))
    writer.say(shape, "path", writer.term(term))
    return shape


def _write_text(writer: ShapeWriter, term: str) -> None:
    shape = _property(writer, term, forms.LANGUAGE_MAP_EXPECTED)
    if shape is not None:
        text = writer.part(datatype=NamedNode(f"{RDF}langString"))
        writer.any_of(shape, (text, writer.matches(_BLANK_TEXT)))


def _write_plain(writer: ShapeWriter, facts: PropertyFacts) -> None:
    form = plain_form(facts.term, facts.kind)
    if form.rule is None:
        return
    shape = _property(writer, facts.term, form.rule)
    if shape is not None:
        writer.say(shape, "pattern", Literal(patterns.or_blank(form.pattern)))


def _write_number(writer: ShapeWriter, facts: PropertyFacts) -> None:
    shape = _property(writer, facts.term, forms.NUMBER_INVALID)
    if shape is not None:
        names = _NUMBERS[:1] if facts.kind is ValueKind.INTEGER else _NUMBERS
        kinds = [_datatype(writer, name) for name in names]
        writer.any_of(shape, (*kinds, writer.matches(_BLANK_TEXT)))
    low, high = bounds_of(facts.term)
    if low is not None:
        _write_bounds(writer, facts.term, formats.NUMBER_RANGE, low, high)
    if facts.term.endswith(":weight"):
        _write_bounds(writer, facts.term, formats.WEIGHT_RANGE, 0, 1)


def _write_bounds(writer: ShapeWriter, term: str, rule: Rule, low: int, high: int | None) -> None:
    shape = _property(writer, term, rule)
    if shape is None:
        return
    # What is no number has no bounds; the other rule tells that.
    bounds = writer.part(minInclusive=writer.count(low))
    if high is not None:
        writer.say(bounds, "maxInclusive", writer.count(high))
    writer.any_of(shape, (bounds, _datatype(writer, "string")))


def _datatype(writer: ShapeWriter, name: str) -> BlankNode:
    return writer.part(datatype=NamedNode(XSD + name))


# Links.


def _write_link(writer: ShapeWriter, vocabulary: Vocabulary, facts: LinkFacts) -> None:
    if facts.is_web:
        shape = _property(writer, facts.term, formats.URL_FORMAT)
        if shape is not None:
            writer.say(shape, "pattern", Literal(patterns.or_blank(patterns.WEB_ADDRESS)))
    elif facts.term == "ceterms:socialMedia":
        return  # Accounts are often given by their names alone, of which there is only a note.
    elif facts.scheme is not None:
        _write_concept(writer, vocabulary, facts.term, facts.scheme)
    else:
        shape = _property(writer, facts.term, references.REFERENCE_NOT_IRI)
        if shape is not None:
            writer.any_of(shape, (writer.kind("BlankNodeOrIRI"), writer.matches(_BLANK_TEXT)))


def _write_concept(writer: ShapeWriter, vocabulary: Vocabulary, term: str, scheme: str) -> None:
    rule = concepts.CONCEPT_NOT_IN_SCHEME
    shape = _property(
        writer, term, rule, f"the value is a concept of {scheme}, by itself or in an alignment object."
    )
    if shape is None:
        return
    member = _member(writer, vocabulary, scheme)
    classes = (writer.term("ceterms:CredentialAlignmentObject"), writer.term("skos:Concept"))
    inner = [writer.part(**{"class": cls}) for cls in classes]
    writer.any_of(shape, (member, writer.kind("BlankNode"), writer.matches(_BLANK_TEXT), *inner))
    name = f"target-in-{vocabulary.schemes[scheme].prefix}"
    if name not in writer.made:
        writer.made.add(name)
        message = f"ceterms:targetNode: the concept is a member of {scheme}."
        target = writer.begin(name, "PropertyShape", rule, message)
        writer.say(target, "path", writer.term("ceterms:targetNode"))
        writer.any_of(target, (member, writer.matches(_BLANK_TEXT)))
    writer.say(shape, "property", writer.named(name))


def _member(writer: ShapeWriter, vocabulary: Vocabulary, scheme: str) -> NamedNode:
    """The shape of the concepts of a scheme: by their own addresses, or by others that mean the same."""
    name = f"in-{vocabulary.schemes[scheme].prefix}"
    shape = writer.named(name)
    if name in writer.made:
        return shape
    writer.made.add(name)
    facts = vocabulary.schemes[scheme]
    own = [term for term in accepted_concepts(vocabulary, scheme) if term.startswith(f"{facts.prefix}:")]
    writer.any_of(
        shape,
        (
            writer.part(**{"in": writer.sequence(writer.term(term) for term in own)}),
            writer.matches(patterns.anchored(concept_pattern(vocabulary, scheme))),
        ),
    )
    return shape
