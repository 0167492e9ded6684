"""Titles as the official files write them, without the marks of the sheet."""

from __future__ import annotations

import re
from typing import Final

from opencredreg.codes.lists import ListName

__all__ = ["clean_title"]

# A raised T says that an industry is comparable in all of North America; as text it sticks to the last word.
_RAISED_T: Final = re.compile(r"(?<=[a-z)])T\Z")
_SMALL: Final = frozenset({"and", "for", "in", "of", "or", "the"})
_WORD: Final = re.compile(r"[A-Z]+")


def clean_title(list_name: ListName, title: str) -> str:
    """A title without marks of its sheet, stops at the end, needless blanks, and capitals throughout.

    >>> clean_title("naics", "Crop ProductionT "), clean_title("cip", "MULTI/INTERDISCIPLINARY STUDIES.")
    ('Crop Production', 'Multi/Interdisciplinary Studies')
    """
    plain = " ".join(title.split())
    if list_name == "naics":
        return _RAISED_T.sub("", plain).strip()
    if list_name == "cip":
        plain = plain.removesuffix(".").rstrip()
        return _in_small_letters(plain) if plain.isupper() else plain
    return plain


def _in_small_letters(title: str) -> str:
    def word(match: re.Match[str]) -> str:
        small = match[0].lower()
        is_inside = match.start() > 0 and title[match.start() - 1] == " "
        return small if is_inside and small in _SMALL else small.capitalize()

    return _WORD.sub(word, title)
