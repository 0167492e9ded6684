"""Small texts: marked-up words and addresses as people read them."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

__all__ = ["Room", "inline", "paragraphs", "safe_url", "shown_url", "whole"]

# Characters that are not seen, or that turn the direction of what is read: an address with them is not what it seems.
_UNSEEN = r"\x00-\x20\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff"
_LINKED = re.compile(
    rf"(?:https?://[^\s{_UNSEEN}<>\"'`\\]+|mailto:[^\s{_UNSEEN}<>\"]+|tel:[0-9+().\- ]+)\Z", re.IGNORECASE
)
_BEFORE = re.compile(r"\A(?:https?://)?(?:www\.)?|\Amailto:", re.IGNORECASE)
_LONGEST = 60
_LONGEST_ADDRESS = 4_000
_CODE = re.compile(r"``(.+?)``|`(.+?)`")


class Room:
    """How much long text a page still has room for.

    Short texts are always shown in full. Nobody reads a megabyte on a page, but everybody would have to load it: of
    long texts a page shows the beginning, and says how many characters the data have beyond that.
    """

    SHORT: Final = 1_000
    LONG: Final = 20_000

    def __init__(self, left: int = 120_000) -> None:
        self._left = left

    def fit(self, text: str, most: int = LONG) -> str:
        """The text, or as much of its beginning as there is room for.

        >>> Room().fit("three words here", most=5)
        'three… [+11]'
        """
        if len(text) <= min(most, self.SHORT):
            return text
        most = min(most, max(self.SHORT, self._left))
        self._left -= min(most, len(text)) - self.SHORT
        return text if len(text) <= most else f"{text[:most]}… [+{len(text) - most}]"


def inline(text: str) -> Markup:
    """A text with the code in it marked; everything else is escaped.

    >>> str(inline("`a` < ``b``"))
    '<code>a</code> &lt; <code>b</code>'
    """
    parts: list[str] = []
    end = 0
    for match in _CODE.finditer(text):
        parts += [escape(text[end : match.start()]), Markup("<code>{}</code>").format(match[1] or match[2])]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def paragraphs(text: str) -> list[Markup]:
    """The paragraphs of a text; blank lines divide them."""
    return [inline(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def safe_url(url: str) -> str:
    """An address that may be a link, "" for all that is none: only the web, mail and telephone are linked.

    >>> safe_url("https://a.example/b"), safe_url("javascript:alert(1)"), safe_url(" http://a b")
    ('https://a.example/b', '', '')
    """
    found = url.strip()
    return found if len(found) <= _LONGEST_ADDRESS and _LINKED.match(found) else ""


def shown_url(url: str) -> str:
    """An address as people read it: without what is always the same, and not longer than a line.

    >>> shown_url("https://www.a.example/courses/")
    'a.example/courses'
    """
    shown = _BEFORE.sub("", url.strip()).rstrip("/") or url.strip()
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def whole(text: str) -> Markup:
    """A text that a page shows to its end, however long it is: what is copied from there has to be complete."""
    return escape(text)
