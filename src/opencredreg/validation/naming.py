"""What a resource is called, for those who read about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.document import Document, Item

__all__ = ["Name", "class_of", "find_name", "item_pointer"]

_NAMES: Final = (
    "ceterms:name",
    "ceasn:name",
    "skos:prefLabel",
    "ceasn:competencyLabel",
    "ceasn:competencyText",
    "ceasn:criterionCategory",
    "ceterms:targetNodeName",
    "schema:name",
)
_LONGEST: Final = 120


class Name(msgspec.Struct, frozen=True):
    """A name, shortened; ``language`` is the tag of its language, empty when nobody says."""

    text: str
    language: str = ""


def find_name(value: Mapping[str, Any], vocabulary: Vocabulary) -> Name | None:
    """The name of a resource, in English where there is a choice; ``None`` when it has none.

    Args:
        value: an object of a document, with keys as the document spells them.
        vocabulary: knows the names of properties in other spellings.
    """
    found = _first(value)
    if found is None and any(":" not in key.strip() or "//" in key for key in value if key[:1] != "@"):
        found = _first({vocabulary.normalize_term(key): entry for key, entry in value.items()})
    return found


def class_of(value: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """The canonical name of the class of an object; empty when it states none."""
    stated = value.get("@type")
    if isinstance(stated, list):
        stated = next((entry for entry in stated if isinstance(entry, str)), None)
    return vocabulary.normalize_term(stated) if isinstance(stated, str) else ""


def item_pointer(document: Document, item: Item) -> str:
    """The JSON pointer of an item of a document: in graph form, in single form, or in a bare list."""
    if document.form == "single":
        return ""
    return f"/{item.position}" if document.payload[:1] == b"[" else f"/@graph/{item.position}"


def _first(value: Mapping[str, Any]) -> Name | None:
    return next((name for term in _NAMES if (name := _text(value.get(term))) is not None), None)


def _text(value: Any) -> Name | None:
    if isinstance(value, str):
        words = " ".join(value[: _LONGEST * 4].split())
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
        return Name(short) if short else None
    if isinstance(value, list):
        return next((name for entry in value if (name := _text(entry)) is not None), None)
    if not isinstance(value, dict):
        return None
    if "@value" in value:
        plain, language = _text(value["@value"]), value.get("@language")
        return Name(plain.text, language if isinstance(language, str) else "") if plain else None
    for tag in sorted(value, key=lambda tag: (not tag.lower().startswith("en"), tag)):
        plain = _text(value[tag]) if not isinstance(value[tag], dict) else None
        if plain is not None:
            return Name(plain.text, tag)
    return None
