"""The same question as a command line and as a program."""

from __future__ import annotations

import json
import shlex
from typing import Any

from opencredreg.query.keywords import OPERATOR, VALUE

__all__ = ["curl_command", "python_program"]


def curl_command(base_url: str, community: str, query: Any, sort: str, take: int) -> str:
    """A shell command that asks the API of the node."""
    body = json.dumps(_body(community, query, sort, take), ensure_ascii=False)
    return (
        f"curl {shlex.quote(f'{base_url}/api/search')} -H 'Content-Type: application/json' \\\n"
        f"  -d {shlex.quote(body)}"
    )


def python_program(base_url: str, community: str, query: Any, sort: str, take: int) -> str:
    """A program that needs nothing but Python."""
    # A JSON text inside a Python text needs no translation of true, false and null.
    body = json.dumps(_body(community, query, sort, take), ensure_ascii=True)
    return f"""import json
import urllib.request

question = {body!r}
request = urllib.request.Request(
    {f"{base_url}/api/search"!r},
    data=question.encode(),
    headers={{"Content-Type": "application/json"}},
)
with urllib.request.urlopen(request) as answer:
    found = json.load(answer)
print(found["total"])
for hit in found["hits"]:
    print(hit["type"], hit["ctid"], (hit["name"] or {{}}).get("text"))"""


def _body(community: str, query: Any, sort: str, take: int) -> dict[str, Any]:
    if isinstance(query, list):
        # There the query is an object; a list asks for any of its entries.
        query = {VALUE: query, OPERATOR: "search:orTerms"}
    return {"community": community, "query": query, "sort": sort, "take": take}
