"""Small texts: marked-up words, numbers and dates as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from markupsafe import Markup, escape

__all__ = ["day", "inline", "number", "paragraphs"]

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


def number(value: int) -> str:
    """A count with separators.

    >>> number(12408)
    '12,408'
    """
    return f"{value:,}"


def day(at: int) -> str:
    """The day of a time in microseconds, in UTC.

    >>> day(1770113472345678)
    '3 February 2026'
    """
    moment = datetime.fromtimestamp(at / 1_000_000, UTC)
    return f"{moment.day} {moment:%B %Y}"
