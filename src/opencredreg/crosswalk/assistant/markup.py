"""HTML to plain text, for texts that were copied from web pages and word processors.

Only what is named like an element of HTML is markup: ``a < b``, ``<5 years`` and ``List<String>`` are text.

Source: ``publishing.md`` section 4.19.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Final

__all__ = ["decode_entities", "find_script", "strip_markup"]

_NAMES: Final = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i "
    "iframe img input ins kbd label legend li link main map mark marquee menu meta meter nav noframes noscript object "
    "ol optgroup option output p param picture pre progress q rp rt ruby s samp section select slot small source span "
    "strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u "
    "ul var video wbr"
).split()
_BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section summary "
    "table tbody tfoot thead title tr ul".split()
)
# Word writes names with a prefix of its own.
_TOKEN: Final = re.compile(
    rf"<!--|-->|<!doctype[^<>]*>|<[!?]\[?[a-z][^<>]*\]?>"
    rf"|<(?P<end>/?)(?P<name>{'|'.join(_NAMES)}|(?:[ovwm]|st1):[a-z]\w*)(?P<rest>(?:[\s/][^<>]*)?)>",
    re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", re.ASCII)
# Texts that were escaped again and again are read at once.
_AMPERSANDS: Final = re.compile(r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)+")
_SCRIPT: Final = re.compile(r"<(?:\s*/)?\s*script(?=[\s/>]|\Z)", re.IGNORECASE)
_SCRIPT_ADDRESS: Final = re.compile(r"\b(?:java|vb)script:[^\s(=]{0,200}[(=]", re.IGNORECASE)
_NOT_IN_SCHEMES: Final = re.compile(r"[\s\x00-\x1f]+")


def find_script(text: str) -> bool:
    """Whether a text holds a script, an address that is one, or an attribute that runs one.

    >>> find_script("<script>x()</script>"), find_script("Learn JavaScript: the basics")
    (True, False)
    """
    if _SCRIPT.search(text) or _SCRIPT_ADDRESS.search(text):
        return True
    for match in _TOKEN.finditer(text):
        for name, value in _attributes(match["rest"] or "").items():
            scheme = _NOT_IN_SCHEMES.sub("", decode_entities(value)).lower()
            if name.startswith("on") or scheme.startswith(("javascript:", "vbscript:")):
                return True
    return False


def decode_entities(text: str) -> str:
    """The text with its character references read; names that HTML does not know stay.

    >>> decode_entities("R&amp;D &ndash; Tom &Jerry;")
    'R&D – Tom &Jerry;'
    """
    return _ENTITY.sub(_character, _AMPERSANDS.sub("&", text))


def _character(match: re.Match[str]) -> str:
    entity = match[0]
    found = unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
    # In HTML this blank keeps things together on a line, which plain text does not know.
    return " " if found == "\xa0" else found


def strip_markup(text: str) -> str:
    r"""The text without its markup: links as "text (see: url)", items of lists with a dash, blocks on lines.

    >>> strip_markup('<p>See <a href="https://a.edu">us</a></p><ul><li>One</li><li>Two</li></ul>')
    'See us (see: https://a.edu)\n- One\n- Two'
    """
    tokens = list(_TOKEN.finditer(text))
    return _Plain(text, tokens).read() if tokens else text


class _Plain:
    """One text on its way to plain text."""

    def __init__(self, text: str, tokens: list[re.Match[str]]) -> None:
        self._text = text
        self._tokens = tokens
        self._parts: list[str] = []
        self._link: tuple[int, str] | None = None
        self._has_blocks = False
        # What is opened and never closed again is no comment and no style sheet, but text.
        self._last = {
            "-->": max((token.start() for token in tokens if token[0] == "-->"), default=-1),
            "style": max((token.start() for token in tokens if _is_end(token, "style")), default=-1),
        }

    def read(self) -> str:
        """Go through the text once."""
        at, awaited = 0, ""
        for token in self._tokens:
            if awaited:
                if token[0] != awaited and not _is_end(token, awaited):
                    continue
                awaited, at = "", token.end()
                continue
            self._parts.append(self._text[at : token.start()])
            at = token.end()
            awaited = self._awaited(token)
            if not awaited:
                self._take(token)
        self._parts.append(self._text[at:])
        self._close_link()
        return self._joined()

    def _awaited(self, token: re.Match[str]) -> str:
        """The end of what is skipped from here."""
        if token[0] == "<!--" and self._last["-->"] > token.start():
            return "-->"
        is_style = (token["name"] or "").lower() == "style" and not token["end"]
        return "style" if is_style and self._last["style"] > token.start() else ""

    def _take(self, token: re.Match[str]) -> None:
        if token[0] in ("<!--", "-->"):
            self._parts.append(token[0])
            return
        name = (token["name"] or "").lower()
        if name == "a":
            self._close_link()
            if not token["end"]:
                href = decode_entities(_attributes(token["rest"]).get("href", "")).strip()
                self._link = len(self._parts), href
        elif name in _BLOCKS:
            self._has_blocks = True
            self._parts.append("\n- " if name == "li" and not token["end"] else "\n")
        elif name in ("td", "th") and not token["end"]:
            self._parts.append(" ")

    def _close_link(self) -> None:
        if self._link is None:
            return
        start, address = self._link
        self._link = None
        shown = "".join(self._parts[start:]).strip()
        address = re.sub(r"\A(?:mailto|tel):", "", address, flags=re.IGNORECASE)
        # Places on the same page and data in the address lead nowhere from here.
        if not address or address.startswith("#") or address.lower().startswith("data:") or address == shown:
            return
        self._parts.append(f" (see: {address})" if shown else address)

    def _joined(self) -> str:
        text = "".join(self._parts)
        if self._has_blocks:
            text = "\n".join(line.strip() for line in text.split("\n") if not line.isspace() and line)
            text = re.sub(r"(?<=\n-) +", " ", text)
            text = re.sub(r"\n-(?=\n|\Z)", "", text)
        return text.strip()


def _attributes(rest: str) -> dict[str, str]:
    return {match[1].lower(): match[2].strip("\"'") for match in _ATTRIBUTE.finditer(rest) if match[2]}


def _is_end(token: re.Match[str], name: str) -> bool:
    return bool(token["end"]) and (token["name"] or "").lower() == name
