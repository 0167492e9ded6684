"""Phrases in the three languages of the demonstration region, and the small grammar they need.

A phrase is written once as ``"english | español | français"`` so that translations stay side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

__all__ = [
    "LANGUAGES",
    "Phrase",
    "capitalized",
    "joined",
    "parse_phrase",
    "parse_phrases",
    "title_case",
    "with_article",
    "with_de",
]

Phrase: TypeAlias = tuple[str, str, str]
"""One text in English, Spanish and French."""

LANGUAGES = ("en-US", "es", "fr")
"""The language tags of the three members of a phrase, in order."""

_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
_VOWELS = frozenset("aeiouyhâàéèêîôœAEIOUÂÀÉÈÊÎÔŒ")
_AND = ("and", "y", "et")


def parse_phrase(text: str) -> Phrase:
    """One phrase from its written form.

    >>> parse_phrase("bread | pan | pain")
    ('bread', 'pan', 'pain')
    """
    english, spanish, french = (part.strip() for part in text.split("|"))
    return english, spanish, french


def parse_phrases(text: str) -> tuple[Phrase, ...]:
    """One phrase per line that is not blank."""
    return tuple(parse_phrase(line) for line in text.splitlines() if line.strip())


def capitalized(text: str) -> str:
    """The text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=4096)
def title_case(text: str) -> str:
    """English title case; words that carry capitals already are left alone.

    >>> title_case("certificate in the care of CNC machines")
    'Certificate in the Care of CNC Machines'
    """
    words = text.split(" ")
    return " ".join(
        word if at and word in _SMALL_WORDS else capitalized(word) for at, word in enumerate(words)
    )


def with_article(english: str) -> str:
    """The English noun with its indefinite article.

    >>> with_article("electrician"), with_article("nurse")
    ('an electrician', 'a nurse')
    """
    return f"{'an' if english[:1].lower() in 'aeiou' else 'a'} {english}"


def with_de(french: str) -> str:
    """The French noun after ``de``, elided where the language asks for it.

    >>> with_de("analyse"), with_de("soudage")
    ("d'analyse", 'de soudage')
    """
    return f"d'{french}" if french[:1] in _VOWELS else f"de {french}"


def joined(phrases: Iterable[Sequence[str]], language: int) -> str:
    """An enumeration in one language: ``a, b and c``.

    Spanish ``y`` turns into ``e`` before the same sound:

    >>> joined([("a", "lectura", ""), ("b", "inspección", "")], 1)
    'lectura e inspección'
    """
    words = [phrase[language] for phrase in phrases]
    if len(words) == 1:
        return words[0]
    last = words[-1]
    link = _AND[language]
    if language == 1 and last[:1].lower() in "ií" and not last.lower().startswith("ie"):
        link = "e"
    comma = "," if language == 0 and len(words) > 2 else ""
    return f"{', '.join(words[:-1])}{comma} {link} {last}"
