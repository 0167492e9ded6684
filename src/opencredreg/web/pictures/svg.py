"""Elements of SVG as markup: escaped, well-formed whatever the texts hold, with short numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from opencredreg.web.pictures.measure import is_rtl

__all__ = ["element", "figure", "join", "link", "num", "percent", "say", "text", "title"]

# Characters that no XML document may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ONE_LINE = re.compile(r"\s+")
_NAMES = {"cls": "class"}


def say(words: str) -> Markup:
    """A text escaped, without line breaks and without characters that XML forbids."""
    if words.isprintable():
        return escape(words)
    return escape(_ONE_LINE.sub(" ", _FORBIDDEN.sub("\ufffd", words)))


def num(value: float) -> str:
    """A number with at most two decimals; what is not finite becomes 0.

    >>> num(12.0), num(0.126), num(-0.001)
    ('12', '0.13', '0')
    """
    if not math.isfinite(value):
        return "0"
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def percent(share: float) -> str:
    """A share of the width: 0.25 is ``25%``."""
    return f"{num(share * 100)}%"


def join(parts: Iterable[Markup]) -> Markup:
    """Markup after markup."""
    return Markup("").join(parts)


def element(name: str, *children: Markup, **attributes: str | float | None) -> Markup:
    """An element. Attributes that are ``None`` or "" are left out; ``cls`` is ``class``, ``_`` is ``-``."""
    # Pictures have thousands of elements; plain joining of texts that are escaped one by one is much the fastest.
    written = "".join(
        f' {_NAMES.get(key) or key.replace("_", "-")}="{say(value) if isinstance(value, str) else num(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    if not children:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{''.join(children)}</{name}>")


def title(words: str) -> Markup:
    """What browsers show beside the pointer, and the name of an element for those who do not see it."""
    return element("title", say(words)) if words.strip() else Markup("")


def text(
    words: str,
    x: str | float,
    y: float,
    *,
    cls: str = "",
    anchor: str = "",
    language: str = "",
    dx: float | None = None,
) -> Markup:
    """A line of text. Where it runs from right to left, ``start`` still is the left edge of the picture."""
    rtl = is_rtl(words)
    if rtl:
        anchor = {"": "end", "start": "end", "end": "start"}.get(anchor, anchor)
    return element(
        "text",
        say(words),
        x=x,
        y=y,
        dx=dx,
        cls=cls,
        text_anchor=anchor,
        direction="rtl" if rtl else None,
        lang=language if _LANGUAGE.fullmatch(language) else None,
    )


def link(address: str, *children: Markup, **attributes: str | float | None) -> Markup:
    """The children as a link; without one when the address is none that a reader may follow."""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return join(children)
    if not address.strip() or _FORBIDDEN.search(address) or scheme not in ("", "http", "https"):
        return join(children)
    return element("a", *children, href=address.strip(), **attributes)


def figure(
    name: str,
    *children: Markup,
    cls: str,
    height: float,
    description: str = "",
    has_links: bool = False,
    key: Markup | None = None,
) -> Markup:
    """A picture as wide as its place, below its key if it has one.

    With links in it is a group, whose parts are read; else it is one image.
    """
    described = element("desc", say(description)) if description.strip() else Markup("")
    drawing = element(
        "svg",
        element("title", say(name)),
        described,
        *children,
        cls=f"picture {cls}",
        role="group" if has_links else "img",
        aria_label=name,
        width="100%",
        height=height,
    )
    return element("div", key, drawing, cls="keyed-picture") if key else drawing
