"""Concepts and other entries that a property names: as a plain IRI, as a concept or as an alignment object.

Source: ``ctdl-vocabulary.md`` section 9.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import (
    Node,
    Text,
    first_string,
    key_of,
    listed,
    names_of,
    reference_of,
    texts_of,
)

__all__ = ["Concept", "concept_keys", "concepts_of", "is_same_entry"]


class Concept(msgspec.Struct, frozen=True):
    """One entry of a scheme, framework or code list. ``key`` is "" where it has no IRI."""

    key: str
    names: tuple[Text, ...] = ()
    framework: str = ""
    framework_names: tuple[Text, ...] = ()
    code: str = ""


def concepts_of(node: Node, *terms: str) -> tuple[Concept, ...]:
    """The entries that the properties name, in any of the forms in which they are written."""
    return tuple(
        concept
        for term in terms
        for value in listed(node.get(term))
        if (concept := _concept(value)) is not None
    )


def _concept(value: Any) -> Concept | None:
    if isinstance(value, str):
        text = value.strip()
        known = bundled_vocabulary()
        term = known.compact(text)
        if term in known.concepts:
            return Concept(term, (Text("en", known.concepts[term].label),), known.concepts[term].scheme)
        if ":" in text and " " not in text:
            return Concept(key_of(text))
        return Concept("", (Text("", text),)) if text else None
    if not hasattr(value, "get"):
        return None
    uri = reference_of(value)
    framework = first_string(value, "ceterms:framework", "skos:inScheme")
    return Concept(
        key=key_of(uri) if uri else "",
        names=texts_of(value.get("ceterms:targetNodeName")) or names_of(value),
        framework=key_of(framework) if framework else "",
        framework_names=texts_of(value.get("ceterms:frameworkName")),
        code=first_string(value, "ceterms:codedNotation", "skos:notation"),
    )


def concept_keys(concepts: Iterable[Concept]) -> frozenset[str]:
    """What to compare sets of entries by: the IRI, else framework and code, else the first name."""
    return frozenset(
        concept.key or _outer(concept) or (concept.names[0].text if concept.names else "")
        for concept in concepts
    ) - {""}


def is_same_entry(one: Concept, other: Concept) -> bool:
    """Whether two mentions mean the same entry: by IRI, else framework and code, else name.

    Names agree when they are the same in one language and no frameworks tell them apart.
    """
    if one.key and other.key:
        return one.key == other.key
    if one.code and other.code and _framework(one) & _framework(other):
        return one.code == other.code
    apart = _framework(one) and _framework(other) and not _framework(one) & _framework(other)
    return not apart and bool(_folded(one.names) & _folded(other.names))


def _outer(concept: Concept) -> str:
    where = concept.framework or (concept.framework_names[0].text if concept.framework_names else "")
    return f"{where}#{concept.code}" if where and concept.code else ""


def _framework(concept: Concept) -> set[str]:
    return ({concept.framework} if concept.framework else set()) | {
        text.text for text in concept.framework_names
    }


def _folded(texts: Iterable[Text]) -> set[tuple[str, str]]:
    return {(text.language.lower(), text.text.casefold()) for text in texts}
