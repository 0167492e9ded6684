"""Reading the raw statements of the encodings and the contexts, before they become a table.

A later edition may write one value where there is a list today, an object with ``@id`` for a reference, new
keys and new kinds of terms. All of that is read; what is not known is left alone.

Source: ``ctdl/README.md`` ("How a term is written in the encodings", "The contexts").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec

from opencredreg.errors import InvalidInput

__all__ = [
    "FILES_HINT",
    "JSON",
    "ContextFacts",
    "Statements",
    "english",
    "english_label",
    "iterate_terms",
    "merge_statements",
    "read_contexts",
]

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

Statements: TypeAlias = "dict[str, list[str]]"
"""Key to the values of one term; ``@encoding`` holds the names of the encodings that declare it."""

FILES_HINT = (
    "The JSON forms of the encodings and of the two contexts are what is needed, as published at credreg.net."
)

_LABELS = ("rdfs:label", "skos:prefLabel")
_LISTS = (
    "@type",
    "vs:term_status",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "owl:equivalentClass",
    "owl:equivalentProperty",
    "schema:domainIncludes",
    "schema:rangeIncludes",
    "meta:targetScheme",
    "owl:inverseOf",
    "meta:hasConcept",
    "skos:hasTopConcept",
    "skos:inScheme",
    "skos:broader",
    "skos:narrower",
    "skos:relatedMatch",
    "skos:narrowMatch",
)


class ContextFacts(msgspec.Struct, frozen=True):
    """Prefix to namespace, term to datatype, and the prefixes of each context."""

    prefixes: dict[str, str]
    datatypes: dict[str, str]
    prefixes_of: dict[str, tuple[str, ...]]


def iterate_terms(title: str, encoding: Mapping[str, JSON]) -> Iterator[tuple[str, Mapping[str, JSON]]]:
    """The terms of one encoding with what it says of each; ``title`` is what to call it in a message.

    Raises:
        InvalidInput: there is no list of objects with ``@id`` under ``@graph``.
    """
    graph = encoding.get("@graph")
    if not isinstance(graph, list):
        raise InvalidInput(f"The {title} has no list of terms under @graph.", hint=FILES_HINT)
    for position, node in enumerate(graph):
        term = node.get("@id") if isinstance(node, Mapping) else None
        if not isinstance(term, str) or not term:
            raise InvalidInput(f"Item {position} under @graph of the {title} has no @id.", hint=FILES_HINT)
        yield term, node


def merge_statements(encodings: Mapping[str, Mapping[str, JSON]]) -> dict[str, Statements]:
    """Term to the statements that we use; repeated declarations are united, in order of appearance.

    Raises:
        InvalidInput: an encoding does not have the expected form.
    """
    terms: dict[str, Statements] = {}
    for name, encoding in encodings.items():
        for term, node in iterate_terms(f"{name} encoding", encoding):
            facts = terms.setdefault(term, {"@type": [], "@encoding": []})
            _add(facts["@encoding"], [name])
            for key in _LISTS:
                if key in node:
                    _add(facts.setdefault(key, []), _values(node[key]))
            for key in _LABELS:
                if key in node and key not in facts:
                    facts[key] = english(node[key])[:1]
    return terms


def read_contexts(contexts: Mapping[str, Mapping[str, JSON]]) -> ContextFacts:
    """What the contexts define. Both published ones type the same terms in the same way.

    Raises:
        InvalidInput: there is no object under ``@context``.
    """
    prefixes: dict[str, str] = {}
    datatypes: dict[str, str] = {}
    prefixes_of: dict[str, tuple[str, ...]] = {}
    for name, document in sorted(contexts.items()):
        context = document.get("@context")
        if not isinstance(context, Mapping):
            raise InvalidInput(f"The {name} context has no object under @context.", hint=FILES_HINT)
        own = {key: value for key, value in context.items() if _is_prefix(key, value)}
        prefixes.update({key: str(value) for key, value in own.items()})
        prefixes_of[name] = tuple(own)
        for term, definition in context.items():
            if isinstance(definition, Mapping) and not term.startswith("@"):
                datatypes[term] = _datatype(definition)
    return ContextFacts(prefixes, datatypes, prefixes_of)


def english(value: JSON) -> list[str]:
    """The texts of a language map: the English ones if there are any, else those of its first language."""
    if isinstance(value, Mapping):
        tags = sorted(value, key=lambda tag: (tag.lower() != "en-us", not tag.lower().startswith("en")))
        return english(value[tags[0]]) if tags else []
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [text for item in value for text in english(item)] if isinstance(value, list) else []


def english_label(facts: Statements) -> str:
    """The display name of a term; "" if it has none."""
    return next((facts[key][0] for key in _LABELS if facts.get(key)), "")


def _values(value: JSON) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return _values(value.get("@id"))
    return [text for item in value for text in _values(item)] if isinstance(value, list) else []


def _add(known: list[str], values: list[str]) -> None:
    known.extend(dict.fromkeys(value for value in values if value not in known))


def _is_prefix(key: str, value: JSON) -> bool:
    # A text that is no namespace is another name for a term, or a keyword such as @language.
    return isinstance(value, str) and not key.startswith("@") and value.endswith(("/", "#"))


def _datatype(definition: Mapping[str, JSON]) -> str:
    if definition.get("@container") == "@language":
        return "@language"
    datatype = definition.get("@type")
    return datatype if isinstance(datatype, str) else "xsd:string"
