"""What a resource is called, for those who read about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.document import Document, Item
from opencredreg.jsonld.naming import name_of

__all__ = ["Name", "class_of", "find_name", "item_pointer"]

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
    found = name_of(vocabulary, value)
    if found is None:
        return None
    words = " ".join(found.text[: _LONGEST * 4].split())
    short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
    return Name(short, found.language or "")


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
