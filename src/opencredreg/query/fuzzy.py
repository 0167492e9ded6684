"""Words that are nearly spelled alike.

Source: ``search.md`` section 5.4.
"""

from __future__ import annotations

__all__ = ["allowed_edits", "edits", "is_near_word"]

_ONE_EDIT_FROM = 4
_TWO_EDITS_FROM = 8


def allowed_edits(word: str) -> int:
    """How many slips are forgiven in a word: one from four letters, two from eight.

    Codes (anything but letters) forgive none: a code with another digit is another code.
    """
    if not word.isalpha() or len(word) < _ONE_EDIT_FROM:
        return 0
    return 1 if len(word) < _TWO_EDITS_FROM else 2


def is_near_word(asked: str, word: str) -> bool:
    """Whether a folded, unstemmed word is the one asked for but for forgiven slips. The first letter counts.

    >>> is_near_word("macinist", "machinists"), is_near_word("nurse", "purse")
    (True, False)
    """
    if asked == word:
        return True
    allowed = allowed_edits(asked)
    if not allowed or asked[:1] != word[:1] or abs(len(asked) - len(word)) > allowed:
        return False
    return edits(asked, word) <= allowed


def edits(one: str, other: str) -> int:
    """The least number of slips between two words: a letter more, less or other, or two neighbours exchanged.

    No letter is moved twice (optimal string alignment), which is what a slip of the fingers is.

    >>> edits("welding", "wleding"), edits("nurse", "nurses")
    (1, 1)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, facing in enumerate(other, start=1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
