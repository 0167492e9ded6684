"""Completing what somebody types: by the beginnings of the words of titles, or by the beginning of a code."""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, final

from opencredreg.codes.lists import Code
from opencredreg.codes.normalizing import digits_of

__all__ = ["Suggester", "fold", "written_digits"]

_WORD: Final = re.compile(r"[^\W_]+")
_NO_WORDS: Final = re.compile(r"[\d\s.\-]+")
_MOST_WORDS: Final = 12
_LONGEST: Final = 200
_AFTER_ALL: Final = "\U0010ffff"


def fold(text: str) -> str:
    """The text without case, accents and apostrophes, its words divided by single blanks.

    >>> fold("Women’s Studies, É")
    'womens studies e'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    return " ".join(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def written_digits(code: Code) -> str:
    """The digits by which a code is found; of a range, which would read as another code, the first number."""
    return digits_of(code.code.partition("-")[0] if code.list == "naics" else code.code)


@final
class Suggester:
    """Sorted beginnings: two binary searches find all that begin with a text."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self._codes = codes
        self._titles = [fold(one.title) for one in codes]
        self._words = sorted(
            {(word, place) for place, title in enumerate(self._titles) for word in title.split()}
        )
        self._digits = sorted((written_digits(one), place) for place, one in enumerate(codes))

    def suggest(self, text: str, limit: int) -> tuple[Code, ...]:
        """The codes that have all words, the likeliest first."""
        text = text[:_LONGEST]
        if digits_of(text) and _NO_WORDS.fullmatch(text):
            found = [place for _, place in _beginning(self._digits, digits_of(text))]
            # The widest group of what begins so comes first.
            return tuple(self._codes[place] for place in found[:limit])
        typed = fold(text)
        words = typed.split()[:_MOST_WORDS]
        if not words:
            return ()
        places = set.intersection(*({place for _, place in _beginning(self._words, one)} for one in words))
        ranked = heapq.nsmallest(limit, places, key=lambda place: self._rank(place, typed))
        return tuple(self._codes[place] for place in ranked)

    def _rank(self, place: int, typed: str) -> tuple[bool, bool, bool, bool, bool, int, int]:
        """The whole title, its first words, the words together, then shorter titles and smaller codes."""
        title = self._titles[place]
        # What was typed may be the beginning of a longer word, but is likelier to be the word itself.
        begins, is_whole = title.startswith(typed), f" {typed} " in f" {title} "
        return (
            title != typed,
            not (begins and is_whole),
            not begins,
            not is_whole,
            f" {typed}" not in title,
            len(title),
            place,
        )


def _beginning(entries: Sequence[tuple[str, int]], start: str) -> Sequence[tuple[str, int]]:
    first = bisect_left(entries, (start, -1))
    last = bisect_left(entries, (start + _AFTER_ALL, -1))
    return entries[first:last]
