"""Official files of the vocabulary for tests, made from the packaged table: those of today and of a later month."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from opencredreg.ctdl.vocabulary import bundled_table
from opencredreg.registry.vocabulary_files import SourceFile
from opencredreg.registry.vocabulary_rebuilt import rebuilt_context, rebuilt_encoding

__all__ = [
    "CHANGES_OF_LATER_MONTH",
    "NEW_CLASS",
    "NEW_CONCEPT",
    "NEW_PROPERTY",
    "encoding_file",
    "later_month",
    "later_month_context",
    "later_month_encoding",
]

NEW_CLASS = "ceterms:EveningCourse"
NEW_PROPERTY = "ceterms:lanternCount"
NEW_CONCEPT = "audLevel:LanternLevel"
GONE_PROPERTY = "ceterms:alternateName"
RENAMED_PROPERTY = "ceterms:keyword"

CHANGES_OF_LATER_MONTH = {
    ("added", "class", NEW_CLASS, ""),
    ("added", "property", NEW_PROPERTY, ""),
    ("removed", "property", GONE_PROPERTY, ""),
    ("changed", "property", RENAMED_PROPERTY, "label"),
    ("changed", "scheme", "ceterms:AudienceLevel", "concepts"),
    ("added", "concept", NEW_CONCEPT, ""),
}
"""Everything that differs between the packaged table and the later month: kind, sort, term and field."""


def encoding_file(name: str, edit: Callable[[dict[str, dict[str, Any]]], None] | None = None) -> SourceFile:
    """An encoding as bytes; ``edit`` may change its terms, by their names."""
    graph = rebuilt_encoding(bundled_table(), name)["@graph"]
    terms = {node["@id"]: node for node in graph}
    if edit is not None:
        edit(terms)
    document = {
        "@context": f"https://credreg.net/{name}/schema/context/json",
        "@graph": list(terms.values()),
    }
    return SourceFile(f"{name}.json", msgspec.json.encode(document))


def later_month() -> list[SourceFile]:
    """The encoding and the context of CTDL with some changes, among them a new text."""
    return [later_month_encoding(), later_month_context()]


def later_month_encoding() -> SourceFile:
    """The encoding of CTDL of the later month."""
    return encoding_file("ctdl", _edit)


def later_month_context() -> SourceFile:
    """The context of CTDL of the later month."""
    document = rebuilt_context(bundled_table(), "ctdl", with_typing=True)
    del document["@context"][GONE_PROPERTY]
    document["@context"][NEW_PROPERTY] = {"@type": "xsd:integer"}
    return SourceFile("context.json", msgspec.json.encode(document))


def _edit(terms: dict[str, dict[str, Any]]) -> None:
    del terms[GONE_PROPERTY]
    terms[RENAMED_PROPERTY]["rdfs:label"] = {"en-US": "Lantern Word"}
    terms[NEW_CLASS] = {
        "@id": NEW_CLASS,
        "@type": "rdfs:Class",
        "rdfs:label": {"en-US": "Evening Course"},
        "rdfs:comment": {"en-US": "A course after dark."},
        "vs:term_status": "vs:unstable",
        "rdfs:subClassOf": ["ceterms:Course"],
    }
    terms[NEW_PROPERTY] = {
        "@id": NEW_PROPERTY,
        "@type": "rdf:Property",
        "rdfs:label": {"en-US": "Lantern Count"},
        "schema:domainIncludes": ["ceterms:Certificate"],
        "schema:rangeIncludes": ["xsd:integer"],
    }
    terms[NEW_CONCEPT] = {
        "@id": NEW_CONCEPT,
        "@type": "skos:Concept",
        "skos:prefLabel": {"en-US": "Lantern Level"},
        "skos:inScheme": ["ceterms:AudienceLevel"],
    }
