"""The vocabulary as linked data: terms as RDF Schema classes and properties, schemes and concepts as SKOS.

The document carries its own context, so that any JSON-LD processor can read it. ``rdfs:comment`` is our own
help; official texts stand beside it, as ``skos:definition``, ``dct:description`` and ``vann:usageNote``, when
a snapshot with texts was loaded. Only inverses that the vocabulary
itself declares are stated.

Source: ``ctdl-vocabulary.md`` sections 7 and 8; RDF Schema 1.1; SKOS.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.rdf import iter_quads, serialize

__all__ = ["build_vocabulary_graph", "related_terms", "render_vocabulary_graph"]

_LINKS = (
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "rdfs:isDefinedBy",
    "schema:domainIncludes",
    "schema:rangeIncludes",
    "owl:equivalentClass",
    "owl:equivalentProperty",
    "owl:inverseOf",
    "meta:targetScheme",
    "vs:term_status",
    "skos:inScheme",
    "skos:topConceptOf",
    "skos:hasTopConcept",
    "skos:broader",
    "skos:narrower",
    "skos:relatedMatch",
)
_TEXTS = (
    "rdfs:label",
    "rdfs:comment",
    "skos:prefLabel",
    "skos:definition",
    "dct:description",
    "vann:usageNote",
)
_LANGUAGE = "en-US"


def build_vocabulary_graph(vocabulary: Vocabulary, terms: Iterable[str]) -> dict[str, Any]:
    """A JSON-LD document that describes some terms; names that are not known are left out."""
    items = [_item(vocabulary, term) for term in terms if vocabulary.is_known(term)]
    return {"@context": _context(vocabulary, items), "@graph": items}


def render_vocabulary_graph(vocabulary: Vocabulary, document: dict[str, Any], syntax: str) -> bytes:
    """A document of :func:`build_vocabulary_graph` in a syntax of ``jsonld.rdf.RDF_FORMATS``.

    Raises:
        InvalidInput: the syntax is not known, or cannot write a name.
    """
    active = resolve_context(document["@context"], vocabulary=vocabulary)
    return serialize(iter_quads(document, active), syntax, vocabulary=vocabulary)


def related_terms(vocabulary: Vocabulary, term: str) -> tuple[str, ...]:
    """A term with those that belong into the same document: a scheme brings its concepts.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> related_terms(bundled_vocabulary(), "ceterms:ClaimType")[:2]
    ('ceterms:ClaimType', 'claimType:BadgeClaim')
    """
    scheme = vocabulary.schemes.get(term)
    return (term, *scheme.concepts) if scheme is not None else (term,)


def _item(vocabulary: Vocabulary, term: str) -> dict[str, Any]:
    if term in vocabulary.classes:
        item = _class(vocabulary, term)
    elif term in vocabulary.properties:
        item = _property(vocabulary, term)
    elif term in vocabulary.schemes:
        item = _scheme(vocabulary, term)
    else:
        item = _concept(vocabulary, term)
    texts = vocabulary.text_of(term)
    found = {
        "@id": term,
        **item,
        "rdfs:comment": _text(vocabulary.help_of(term)),
        "skos:definition": _text(texts.definition) if texts else None,
        "dct:description": _text(texts.description) if texts else None,
        "vann:usageNote": {_LANGUAGE: list(texts.usage_notes)} if texts and texts.usage_notes else None,
    }
    return {key: value for key, value in found.items() if value}


def _class(vocabulary: Vocabulary, term: str) -> dict[str, Any]:
    facts = vocabulary.classes[term]
    return {
        "@type": "rdfs:Class",
        "rdfs:label": _text(facts.label),
        "vs:term_status": _status(facts.status),
        "rdfs:subClassOf": list(facts.parents),
        "owl:equivalentClass": list(facts.equivalents),
    }


def _property(vocabulary: Vocabulary, term: str) -> dict[str, Any]:
    facts = vocabulary.properties[term]
    return {
        "@type": "rdf:Property",
        "rdfs:label": _text(facts.label),
        "vs:term_status": _status(facts.status),
        "rdfs:subPropertyOf": list(facts.parents),
        "schema:domainIncludes": list(facts.domain),
        "schema:rangeIncludes": list(facts.range),
        "meta:targetScheme": [facts.scheme] if facts.scheme else [],
        "owl:inverseOf": [one.inverse for one in vocabulary.inverses_of(term) if one.declared],
        "owl:equivalentProperty": list(facts.equivalents),
    }


def _scheme(vocabulary: Vocabulary, term: str) -> dict[str, Any]:
    facts = vocabulary.schemes[term]
    return {
        "@type": "skos:ConceptScheme",
        "rdfs:label": _text(facts.label),
        "vs:term_status": _status(facts.status),
        "skos:hasTopConcept": list(facts.top),
    }


def _concept(vocabulary: Vocabulary, term: str) -> dict[str, Any]:
    facts = vocabulary.concepts[term]
    scheme = vocabulary.schemes[facts.scheme]
    return {
        "@type": "skos:Concept",
        "skos:prefLabel": _text(facts.label),
        "vs:term_status": _status(facts.status),
        "skos:inScheme": [facts.scheme],
        "skos:topConceptOf": [facts.scheme] if term in scheme.top else [],
        "skos:broader": [name for name in facts.broader if name in vocabulary.concepts],
        "skos:narrower": list(facts.narrower),
        "skos:relatedMatch": list(facts.related),
    }


def _context(vocabulary: Vocabulary, items: list[dict[str, Any]]) -> dict[str, Any]:
    """The prefixes that the items use, and how the values of their keys are read."""
    keys = {key for item in items for key in item if not key.startswith("@")}
    names = {*keys, *(name for item in items for value in item.values() for name in _names(value))}
    prefixes = {name.partition(":")[0] for name in names} & vocabulary.prefixes.keys()
    return {
        **{prefix: vocabulary.prefixes[prefix] for prefix in sorted(prefixes)},
        **{key: {"@type": "@id"} for key in _LINKS if key in keys},
        **{key: {"@container": "@language"} for key in _TEXTS if key in keys},
    }


def _names(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _text(text: str) -> dict[str, str] | None:
    return {_LANGUAGE: text} if text else None


def _status(status: str) -> list[str]:
    return [f"vs:{status}"] if status else []
