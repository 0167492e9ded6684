"""What a result is sorted by when it is sorted by one of its properties.

A node can have many values of a property, and texts in many languages; it is sorted by one of them, the same in
both directions. Numbers and times go by their number and come before texts. Texts go by their folded form, so that
letter case and accents make no difference, and by code points, which every database can do alike.

Source: ``search.md`` section 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from opencredreg.query.analysis import fold
from opencredreg.query.matching import Value, covers

__all__ = ["PREFERRED_LANGUAGE", "SortValue", "language_rank", "sort_value"]

PREFERRED_LANGUAGE: Final = "en"
"""Texts of this language are sorted by before untagged ones, and those before texts of other languages."""

SortValue = tuple[int, float, str]
"""(0 for numbers and 1 for texts, the number or 0, the folded text or empty)."""


def sort_value(values: Sequence[Value], name: str) -> SortValue | None:
    """The value that a node with these literals is sorted by; ``None`` when it has none of the property.

    It is the smallest number; else, of the texts in the most preferred language, the first in the order.
    """
    own = [value for value in values if value.property == name]
    numbers = [value.number for value in own if value.number is not None]
    if numbers:
        return (0, min(numbers), "")
    texts = [(language_rank(value.language), fold(value.text)) for value in own if fold(value.text)]
    return (1, 0.0, min(texts)[1]) if texts else None


def language_rank(language: str) -> int:
    """How much a language is preferred for sorting: 0 the preferred one, 1 untagged text, 2 all others."""
    if language and covers((PREFERRED_LANGUAGE,), language):
        return 0
    return 2 if language else 1
