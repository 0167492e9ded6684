"""How wide texts are, about: SVG does not wrap lines, and the fonts of readers are not known here."""

from __future__ import annotations

import unicodedata

__all__ = ["is_rtl", "text_width", "wrap"]

_ELLIPSIS = "…"
_NARROW = frozenset("ijl|.,:;'!`·’‘ıI()[]{}/\\-ft r\"°")
_WIDE = frozenset("mwMW@%—…ÆŒæœ")
# Fonts differ; a little too wide is better than a text that runs out of its box.
_CAUTION = 1.06


def text_width(text: str, size: float) -> float:
    """The estimated width of a text in pixels, in a common sans serif of that size."""
    return sum(map(_part, text)) * size * _CAUTION


def _part(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.88
    if character.isascii():
        return 0.67 if character.isupper() else 0.555
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.0
    return 0.7 if character.isupper() else 0.6


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """A text in lines of at most a width; what does not fit ends in an ellipsis.

    Words that are wider than a line are broken, and so are texts that are written without spaces.
    """
    words = text.split()
    found: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        joined = f"{line} {word}" if line else word
        if text_width(joined, size) <= width:
            line = joined
            continue
        if line and (text_width(word, size) <= width or not _is_breakable(word[0])):
            found.append(line)
            line = ""
            words.insert(0, word)
        else:
            head = _head(joined, width, size)
            found.append(head)
            words.insert(0, joined[len(head) :].lstrip())
            line = ""
        if len(found) > lines:
            break
    found += [line] if line else []
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], _cut(found[lines - 1], width, size)]


def _is_breakable(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


def _head(text: str, width: float, size: float) -> str:
    """The longest beginning that fits; at least one character, and no accent without its letter."""
    end = 1
    while end < len(text) and text_width(text[: end + 1], size) <= width:
        end += 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[:end]


def _cut(line: str, width: float, size: float) -> str:
    while line and text_width(line + _ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip() + _ELLIPSIS
