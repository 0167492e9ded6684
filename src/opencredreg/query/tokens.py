"""Tokens: the words of a value as the text index of the registry holds them.

A token is a word with a tag in front of it, so that one look-up in one index is already restricted to a property
and to a way of stemming: ``<property in base 36><marker><algorithm><word>``. The word of a query is stemmed once
for every algorithm that the index knows; each result is a token of its own, and no language is mixed with another.

    2n:ewelder    a word as ``analysis.words`` gives it, in that order, so that phrases run over them
    2n~ewelders   a plain word as it stands, where its stem differs: for prefixes, parts of words, and fuzzy search
    2n,weld       a word between blanks: codes are searched for by these
    2n!           words do not say all about the value: it is too long, or has none at all

A token holds no blank and nothing that the tokenizer of SQLite (``ascii``) or a vector of PostgreSQL changes.
"""

from __future__ import annotations

from typing import NamedTuple

from opencredreg.query.analysis import (
    MAX_TEXT,
    MAX_WORD_CHARS,
    MAX_WORDS,
    algorithm_of,
    code_words,
    split_words,
    stemmed,
)

__all__ = [
    "CODE",
    "LONG",
    "PLAIN",
    "PROSE",
    "STEM",
    "WORDLESS",
    "IndexEntry",
    "algorithm_letter",
    "index_entry",
    "printable",
    "tag",
    "whole_word_token",
]

STEM = ":"
PLAIN = "~"
CODE = ","
LONG = "!"

WORDLESS = ""
"""Stands in the dictionary of a property some value of which is no text (a number, a time)."""
PROSE = " "
"""Stands in the dictionary of a property that has prose, whose values are not found as codes."""

# The letters are stored in every index: add to the list, but never change what is there.
_LETTERS = {
    "": "0",
    "arabic": "a",
    "armenian": "b",
    "basque": "c",
    "catalan": "d",
    "english": "e",
    "french": "f",
    "german": "g",
    "hungarian": "h",
    "italian": "i",
    "czech": "j",
    "danish": "k",
    "dutch": "l",
    "esperanto": "m",
    "norwegian": "n",
    "estonian": "o",
    "portuguese": "p",
    "finnish": "q",
    "russian": "r",
    "spanish": "s",
    "turkish": "t",
    "greek": "u",
    "hindi": "v",
    "swedish": "w",
    "indonesian": "x",
    "irish": "y",
    "lithuanian": "z",
    "nepali": "1",
    "persian": "2",
    "polish": "3",
    "romanian": "4",
    "serbian": "5",
    "sesotho": "6",
    "tamil": "7",
    "yiddish": "8",
}

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Signs that no text should hold, and that the tokenizer would take for blanks, as the pictures of themselves.
_CONTROLS = {code: 0x2400 + code for code in range(1, 32)} | {127: 0x2421}


class IndexEntry(NamedTuple):
    """What the index holds of the text of one value."""

    words: str | None
    """The tokens, separated by one blank each; ``None`` when there are none."""
    plain: list[str]
    """The plain words, for the dictionary of the property."""


def tag(property_id: int) -> str:
    """The number of a property in base 36, with which all its tokens begin.

    >>> tag(35), tag(36)
    ('z', '10')
    """
    digits = ""
    while property_id >= 36:
        property_id, digit = divmod(property_id, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[property_id] + digits


def algorithm_letter(language: str) -> str:
    """The letter of the stemming algorithm for a language tag; ``0`` where there is none."""
    return _LETTERS[algorithm_of(language)]


def whole_word_token(property_tag: str, word: str, language: str) -> str:
    """The one token that every value of the language holds which has this plain word.

    A value may hold it without having the word, when another word has this one as its stem.
    """
    letter = algorithm_letter(language)
    marker = STEM if stemmed([word], language) == [word] else PLAIN
    return f"{property_tag}{marker}{letter}{word}"


def index_entry(property_id: int, text: str, language: str, *, is_code: bool) -> IndexEntry:
    """What a value is found by.

    Args:
        property_id: the number of its property.
        text: the value as published.
        language: its language tag, or nothing.
        is_code: whether it is plain text, which is searched for by what stands between blanks as well.
    """
    plain, further = split_words(text)
    property_tag = tag(property_id)
    letter = algorithm_letter(language)
    stems = stemmed(plain, language)
    start = f"{property_tag}{STEM}{letter}"
    tokens = [start + stem for stem in stems]
    if further:
        tokens += [start + word for word in stemmed(further, language)]
    if stems is not plain:
        start = f"{property_tag}{PLAIN}{letter}"
        unstemmed = {word: None for word, stem in zip(plain, stems, strict=True) if word != stem}
        tokens += [start + word for word in unstemmed]
    if is_code:
        start = f"{property_tag}{CODE}"
        tokens += [start + printable(word) for word in code_words(text)]
    if not plain or _is_long(plain, text):
        tokens.append(f"{property_tag}{LONG}")
    return IndexEntry(" ".join(tokens) or None, plain)


def printable(word: str) -> str:
    """A word without control characters."""
    return word if word.isprintable() else word.translate(_CONTROLS)


def _is_long(plain: list[str], text: str) -> bool:
    return (
        len(text) > MAX_TEXT
        or len(plain) >= MAX_WORDS
        or (len(text) >= MAX_WORD_CHARS and any(len(word) >= MAX_WORD_CHARS for word in plain))
    )
