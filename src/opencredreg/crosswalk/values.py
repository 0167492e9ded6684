"""Reading decoded CTDL values for other standards: several properties at once, texts of one language, whole numbers.

A node is a plain ``Mapping`` as JSON gives it, with canonical compact names. Whatever stands where something
else is expected is passed over: what is published is untrusted, and a page must not fail over it.

Source: ``ctdl-vocabulary.md`` sections 3 (conventions), 9.12 (language).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import Node, is_described, listed, pick_text, texts_of

__all__ = ["class_of", "described", "number_of", "pick_texts", "values_of"]

_LARGEST = 1e15


def values_of(node: Node, *terms: str) -> list[Any]:
    """The values of several properties, in the order of the properties."""
    return [value for term in terms for value in listed(node.get(term))]


def described(values: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Those of the values that are objects which say something, and not only ``{"@id": ...}``."""
    return [value for value in values if is_described(value)]


def class_of(node: Node) -> str:
    """The class of a node by its compact name; "" when there is none. Of several, the first known one."""
    vocabulary = bundled_vocabulary()
    names = [vocabulary.normalize_term(name) for name in listed(node.get("@type")) if isinstance(name, str)]
    return next((name for name in names if name in vocabulary.classes), names[0] if names else "")


def pick_texts(value: Any, languages: Sequence[str]) -> tuple[str, list[str]]:
    """The tag and the texts of the language that suits the reader best, as ``jsonld.values.pick_text`` chooses.

    >>> pick_texts({"es": ["Soldadura"], "en-US": ["Welding", "Joining"]}, ["fr"])
    ('en-US', ['Welding', 'Joining'])
    """
    # A name with a colon is a property: the object describes something and is no text.
    texts = [text for text in texts_of(value) if ":" not in text.language]
    chosen = pick_text(texts, languages)
    if chosen is None:
        return "", []
    tag = _plain(chosen.language)
    return chosen.language, [text.text for text in texts if _plain(text.language) == tag]


def _plain(tag: str) -> str:
    return tag.lower().replace("_", "-")


def number_of(value: Any) -> int | float | None:
    """A number, or the number that a text spells, whole where it is whole; ``None`` for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or abs(number) > _LARGEST:
        return None
    return int(number) if number == int(number) else number
