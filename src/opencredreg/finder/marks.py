"""Marking words that are looked for in a text, in whatever case and with any accents they stand there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from opencredreg.query.analysis import fold

__all__ = ["marked"]


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces: those with ``True`` are words that are looked for, which are folded.

    >>> marked("Über Säge", ["sage"])
    [('Über ', False), ('Säge', True)]
    """
    plain, places = _folded(text)
    is_marked = [False] * len(text)
    for word in words:
        at = plain.find(word) if word else -1
        while at >= 0:
            for place in range(places[at], places[at + len(word) - 1] + 1):
                is_marked[place] = True
            at = plain.find(word, at + len(word))
    for at in range(1, len(text)):
        # What is written on top of a letter goes with it.
        is_marked[at] = is_marked[at] or (is_marked[at - 1] and bool(unicodedata.combining(text[at])))
    return list(_runs(text, is_marked))


def _folded(text: str) -> tuple[str, list[int]]:
    """A text as comparisons see it, and for each of its characters the place in the text where it comes from."""
    plain: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        # A blank is folded away at the ends of a text only.
        piece = " " if character.isspace() else fold(character)
        if unicodedata.combining(character):
            piece = ""
        plain += piece
        places += [at] * len(piece)
    return "".join(plain), places


def _runs(text: str, is_marked: Sequence[bool]) -> Iterator[tuple[str, bool]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or is_marked[at] != is_marked[start]:
            yield text[start:at], is_marked[start]
            start = at
