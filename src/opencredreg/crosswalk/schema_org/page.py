"""What a page needs besides: the trail that leads to it, and JSON that may stand inside a script element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from opencredreg.crosswalk.schema_org.plain import safe_url, trimmed
from opencredreg.crosswalk.schema_org.scope import Json

__all__ = ["breadcrumbs", "escape_for_script"]

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> Json:
    """The trail to a page as a ``BreadcrumbList``: names with absolute addresses, the outermost first.

    Steps without a name are left out; a step without an address, such as the last one, has a name only.

    >>> breadcrumbs([("Home", "https://node.example/")])["itemListElement"][0]["position"]
    1
    """
    steps = [(trimmed(name, 200), safe_url(url)) for name, url in trail]
    items = [
        {"@type": "ListItem", "position": position, "name": name} | ({"item": url} if url else {})
        for position, (name, url) in enumerate((step for step in steps if step[0]), start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def escape_for_script(document: Mapping[str, Any]) -> str:
    r"""A JSON object as text that is safe inside ``<script type="application/ld+json">``.

    Inside a script element nothing ends the text but markup, so the characters that markup is made of are
    written as JSON escapes. It is the same JSON as before.

    Raises:
        ValueError: when a number of the object is no number in JSON.

    >>> escape_for_script({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
