"""Small texts: marked-up words and addresses as people read them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

__all__ = ["inline", "paragraphs", "safe_url", "shown_url"]

_LINKED = re.compile(r"(?:https?://[^\s<>\"'`\\]+|mailto:[^\s<>\"]+|tel:[0-9+().\- ]+)\Z", re.IGNORECASE)
_BEFORE = re.compile(r"\A(?:https?://)?(?:www\.)?|\Amailto:", re.IGNORECASE)
_LONGEST = 60
_CODE = re.compile(r"``(.+?)``|`(.+?)`")


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
    return found if _LINKED.match(found) else ""


def shown_url(url: str) -> str:
    """An address as people read it: without what is always the same, and not longer than a line.

    >>> shown_url("https://www.a.example/courses/")
    'a.example/courses'
    """
    shown = _BEFORE.sub("", url.strip()).rstrip("/")
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
