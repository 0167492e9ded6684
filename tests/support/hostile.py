"""What somebody may publish to harm readers or the site, and how a page is told from one that was harmed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import msgspec

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.organizations import get_organization
from opencredreg.registry.communities import get_community
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_types import PublishRequest
from tests.support.app import AppClient

__all__ = ["ADDRESSES", "BROWSER", "MARK", "TEXTS", "harm", "publish_anything"]

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
"""What a browser says that it takes."""

MARK = "zzz"
"""Stands in every name of an element or attribute that hostile texts would make."""

TEXTS = (
    f'<script>{MARK}()</script><{MARK} onclick="{MARK}()">',
    f'"><{MARK}><img src=x onerror={MARK}()>',
    f"'><svg {MARK} onload={MARK}()>",
    f'" {MARK}="1" onmouseover="{MARK}()" autofocus x="',
    f"' {MARK}='1' onfocus='{MARK}()'",
    f"</title></textarea></style></script><!--<{MARK}>--><script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"<!--<script>{MARK}",
    f"]]><{MARK}/><![CDATA[",
    f"{{{{ {MARK} }}}}{{% include '{MARK}' %}}${{{MARK}}}%(name)s%n{{0}}",
    f"&lt;{MARK}&gt;&amp;&#60;{MARK}&#62;&quot;",
    f"`{MARK}` ``<{MARK}>``",
    f"=cmd|'/c {MARK}'!A0",
    "\u202egnp.exe\u202c \u2066inside\u2069 \u200f\u061c",
    "a\u200b\u200c\u200d\ufeffb\u2060\u00ad",
    "\x01\x07\x08\x0b\x0c\x1b[31m\x7f\x85\x9f\u2028\u2029\ufffe\uffff",
    "👩\u200d🔬🏽\U0001f1e6\U0001f1fe\U000e0041",
    "e\u0301" + "\u0335" * 60,
    "\r\n\r\nSet-Cookie: a=b\r\n",
)
"""Texts in every property: markup, code of templates and spreadsheets, directions, control characters."""

ADDRESSES = (
    f"javascript:{MARK}()",
    f"JaVaScRiPt:{MARK}()",
    f"java\tscript:{MARK}()",
    f"java\nscript:{MARK}()",
    f"\x01javascript:{MARK}()",
    f" \u00a0javascript:{MARK}()",
    f"\ufeffjavascript:{MARK}()",
    f"javascript&colon;{MARK}()",
    f"javascript://registry.test/%0a{MARK}()",
    f"data:text/html,<script>{MARK}()</script>",
    f"DATA:text/html;base64,{MARK}",
    f"vbscript:{MARK}",
    "file:///etc/passwd",
    "blob:https://registry.test/1",
    f'https://a.example/"onmouseover="{MARK}()"',
    f"https://a.example/'><{MARK}>",
    f"https://a.example/ onmouseover={MARK}()",
    f"https://a.example/\njavascript:{MARK}()",
    "https://a.example/\u202egpj.exe",
    "https://user:secret@evil.example:99999/",
    "https://[::1",
    "https://[not-an-address]/",
    "http:evil.example",
    "http:///evil.example",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "https://" + "a" * 3_000 + ".example/",
    f"mailto:a@b.example?body=<{MARK}>",
    f'tel:123"{MARK}=1',
    f"x{MARK}:y",
    "ceterms:",
    ":",
    "_:",
    "_:nowhere",
    "https://credreg.net/ctdl/terms/Nonsense",
    "http://purl.org/ctdl/terms/",
    "urn:ctid:ce-00000000-0000-0000-0000-000000000000",
    "?view=x#y",
    "../../..",
)
"""Addresses that are none, or none to follow."""

_ADDRESSED = frozenset(
    {
        "href",
        "src",
        "action",
        "formaction",
        "poster",
        "data",
        "cite",
        "background",
        "xlink:href",
        "ping",
        "srcset",
    }
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_HARMLESS = frozenset({"http", "https", "mailto", "tel"})
_NEVER = frozenset({"style", "srcdoc", "http-equiv"})
_NOT_SEEN_BY_BROWSERS = re.compile("[\t\n\r]")
_BEFORE = re.compile(r"\A[\x00-\x20]+")


def publish_anything(client: AppClient, document: Any) -> None:
    """Bring a document into the registry as it is: whatever an import takes, whether it makes sense or not."""
    node = client.node
    with node.database.read() as connection:
        community = get_community(connection, "ce_registry")
        owner = get_organization(connection, client.ctid("alder")).id
    content = document if isinstance(document, bytes) else msgspec.json.encode(document)
    publish(
        node,
        Actor(role=Role.SUPERADMIN),
        PublishRequest(community_id=community.id, owner_id=owner, payload=content, profile="import"),
    )


class _Harm(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if MARK in tag or any(MARK in name for name in given):
            self.found.append(f"markup of the publisher: <{tag} {' '.join(given)}>")
        if len(given) != len(attrs):
            self.found.append(f"an attribute twice: {attrs}")
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on") or name in _NEVER]
        self.found += [
            f"<{tag} {name}={value[:80]!r}>"
            for name, value in given.items()
            if name in _ADDRESSED and not _is_harmless(value)
        ]
        if tag == "script":
            self._script(given)
        if tag in ("base", "object", "embed", "applet", "style", "template"):
            self.found.append(f"<{tag}>")

    def _script(self, given: dict[str, str]) -> None:
        if given.get("type") == "application/ld+json":
            self.script = []
        elif not given.get("src", "").startswith("/static/"):
            self.found.append(f"a script that is none of ours: {given}")

    def handle_data(self, data: str) -> None:
        if self.script is not None:
            self.script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.script is not None:
            try:
                msgspec.json.decode("".join(self.script).encode())
            except (msgspec.DecodeError, UnicodeEncodeError) as error:
                self.found.append(f"broken data in a script: {error}")
            if "<" in "".join(self.script):
                self.found.append("the data of a script could end it")
            self.script = None

    def handle_comment(self, data: str) -> None:
        self.found.append(f"a comment: {data[:80]!r}")


def harm(html: str) -> list[str]:
    """What in a page, or a part of one, a publisher brought in, or could use against readers."""
    parser = _Harm()
    parser.feed(html)
    parser.close()
    if "\x00" in html:
        parser.found.append("a NUL")
    return parser.found


def _is_harmless(address: str) -> bool:
    # What browsers take away before they look at an address.
    seen = _NOT_SEEN_BY_BROWSERS.sub("", _BEFORE.sub("", address))
    if seen.replace("\\", "/").startswith("//"):
        return False
    scheme = _SCHEME.match(seen)
    return scheme is None or scheme[1].lower() in _HARMLESS
