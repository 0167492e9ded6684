"""Concepts, competencies and codes: what CTDL says by alignment objects or by the address of a concept.

Source: ``ctdl-vocabulary.md`` section 9.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from opencredreg.crosswalk.schema_org.plain import code_of, name_of, safe_url, text_of
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Scope
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import Node, key_of, reference_of

__all__ = [
    "ALIGNMENTS",
    "CATEGORY_CODES",
    "CLASS_TERMS",
    "LABELS",
    "STATUSES",
    "SUBJECTS",
    "TERMS",
    "build_term",
    "concept_keys",
    "label_of",
]

_CODES = ("ceterms:codedNotation", "skos:notation", "ceasn:codedNotation", "ceterms:identifierValueCode")
_SETS = ("ceterms:framework", "skos:inScheme", "ceasn:isPartOf", "ceasn:inProgressionModel")


def label_of(term: str) -> str:
    """The label that the vocabulary itself has for a class or concept; "" for what it does not know."""
    vocabulary = bundled_vocabulary()
    facts = vocabulary.concepts.get(term) or vocabulary.classes.get(term)
    return facts.label if facts is not None else ""


def concept_keys(values: list[Any]) -> list[str]:
    """The compact names of the concepts that values refer to."""
    return [key_of(uri) for uri in map(reference_of, values) if uri]


class _Entry:
    """One concept, competency or entry of a classification, wherever its description was found."""

    def __init__(self, value: Any, scope: Scope) -> None:
        self.uri = reference_of(value)
        self.key = key_of(self.uri) if self.uri else ""
        own: Node = value if isinstance(value, Mapping) else {}
        self.node = {**(scope.find(self.uri) or {}), **own}
        self.name = name_of(self.node, scope) or label_of(self.key)
        # A word that is no address is what older documents have in place of a name.
        if not self.name and isinstance(value, str) and ":" not in value:
            self.name = text_of(value, scope)
        self.code = next((code for term in _CODES if (code := code_of(self._first(term)))), "")
        vocabulary = bundled_vocabulary()
        self.is_ours = self.key in vocabulary.concepts
        self.url = vocabulary.expand(self.key) if self.is_ours else safe_url(self.uri)
        self.page = "" if self.is_ours or not self.uri else safe_url(scope.page_of(self.uri))
        self.set_url = next((url for term in _SETS if (url := safe_url(self._first(term)))), "")
        self.set_name = text_of(self.node.get("ceterms:frameworkName"), scope)

    def _first(self, term: str) -> Any:
        value = self.node.get(term)
        return value[0] if isinstance(value, list) and value else value

    @property
    def set(self) -> str | Json | None:
        if self.set_name and self.set_url:
            return {"@id": self.set_url, "name": self.set_name}
        return self.set_url or ({"name": self.set_name} if self.set_name else None)


def build_term(value: Any, scope: Scope) -> Json | str | None:
    """A ``DefinedTerm``, or the bare name where there is nothing else; ``None`` for what has no name."""
    entry = _Entry(value, scope)
    if not entry.name and not entry.code:
        return None
    if not (entry.code or entry.url or entry.set):
        return entry.name
    made = {
        "@type": "DefinedTerm",
        "@id": entry.url,
        "name": entry.name,
        "termCode": entry.code,
        "url": entry.page,
        "inDefinedTermSet": _typed(entry.set, "DefinedTermSet"),
    }
    return {name: part for name, part in made.items() if part}


def _typed(value: str | Json | None, cls: str) -> str | Json | None:
    return {"@type": cls, **value} if isinstance(value, dict) else value


def _terms(values: list[Any], scope: Scope) -> Iterator[Json | str | None]:
    return (build_term(value, scope) for value in values)


def _category_codes(values: list[Any], scope: Scope) -> Iterator[Json | str]:
    """``CategoryCode`` for entries with a code, the name for the others."""
    for value in values:
        entry = _Entry(value, scope)
        if not entry.code:
            yield entry.name
            continue
        made = {
            "@type": "CategoryCode",
            "@id": entry.url,
            "codeValue": entry.code,
            "name": entry.name,
            "inCodeSet": _typed(entry.set, "CategoryCodeSet"),
        }
        yield {name: part for name, part in made.items() if part}


def _alignments(values: list[Any], scope: Scope) -> Iterator[Json]:
    for value in values:
        entry = _Entry(value, scope)
        if entry.name or entry.code:
            made = {
                "@type": "AlignmentObject",
                "targetName": entry.name,
                "targetUrl": entry.url,
                "identifier": entry.code,
                "educationalFramework": entry.set_name or entry.set_url,
            }
            yield {name: part for name, part in made.items() if part}


def _subjects(values: list[Any], scope: Scope) -> Iterator[Json]:
    """Like codes, but always objects: a subject is a thing and no text."""
    for made in _category_codes(values, scope):
        if isinstance(made, dict):
            yield made
        elif made:
            yield {"@type": "DefinedTerm", "name": made}


def _class_terms(values: list[Any], _: Scope) -> Iterator[Json]:
    vocabulary = bundled_vocabulary()
    for value in values:
        name = vocabulary.normalize_term(value) if isinstance(value, str) else ""
        if name in vocabulary.classes:
            yield {
                "@type": "DefinedTerm",
                "@id": vocabulary.expand(name),
                "name": label_of(name),
                "inDefinedTermSet": vocabulary.prefixes[name.partition(":")[0]],
            }


def _statuses(values: list[Any], _: Scope) -> Iterator[str]:
    for key in concept_keys(values):
        prefix, name = key.split(":", 1) if ":" in key else ("", "")
        if prefix == "actionStat" and key in bundled_vocabulary().concepts:
            yield f"https://schema.org/{name}"


def _labels(values: list[Any], scope: Scope) -> Iterator[str]:
    return (_Entry(value, scope).name for value in values)


TERMS: Final = Reader("`DefinedTerm`, or the name alone", _terms, looks_up=True)
CATEGORY_CODES: Final = Reader("`CategoryCode`, or the name alone", _category_codes, looks_up=True)
ALIGNMENTS: Final = Reader("`AlignmentObject`", _alignments, looks_up=True)
CLASS_TERMS: Final = Reader("`DefinedTerm` for the class", _class_terms)
STATUSES: Final = Reader("the status of the same name", _statuses)
SUBJECTS: Final = Reader("`CategoryCode` or `DefinedTerm`", _subjects, looks_up=True)
LABELS: Final = Reader("name of the concept", _labels, looks_up=True)
