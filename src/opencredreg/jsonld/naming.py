"""What a resource is called: the most telling of the properties that name it, in English where there is a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary

__all__ = ["Text", "name_of", "text_of"]

_NAMES: Final = (
    "ceterms:name",
    "ceasn:name",
    "skos:prefLabel",
    "ceasn:competencyLabel",
    "schema:name",
    "rdfs:label",
    "ceasn:competencyText",
    "ceasn:criterionCategory",
    "dct:title",
    "ceterms:targetNodeName",
)
"""Properties that name a resource, the most telling one first."""


class Text(msgspec.Struct, frozen=True):
    """A text and its language; without a language when the document gives none."""

    text: str
    language: str | None = None


def name_of(vocabulary: Vocabulary, resource: Mapping[str, Any]) -> Text | None:
    """What a resource calls itself, by the most telling of the properties that it has.

    Args:
        vocabulary: knows the names of properties in other spellings.
        resource: an object of a document, with keys as the document spells them.
    """
    found = _first(resource)
    if found is not None:
        return found
    return _first(
        {vocabulary.normalize_term(key): value for key, value in resource.items() if not key.startswith("@")}
    )


def text_of(value: Any) -> Text | None:
    """The text of a plain value, a language map or a list of either; English wins where there is a choice."""
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text is not None), None)
    if isinstance(value, str):
        return Text(value.strip()) if value.strip() else None
    if not isinstance(value, Mapping):
        return None
    if "@value" in value:
        plain, language = text_of(value["@value"]), value.get("@language")
        return Text(plain.text, language if isinstance(language, str) else None) if plain else None
    for language in sorted(value, key=lambda tag: (not tag.lower().startswith("en"), tag)):
        # An object in a language map is no text, whatever is in it.
        plain = None if isinstance(value[language], Mapping) else text_of(value[language])
        if plain is not None:
            return Text(plain.text, language)
    return None


def _first(values: Mapping[str, Any]) -> Text | None:
    return next((text for term in _NAMES if (text := text_of(values.get(term))) is not None), None)
