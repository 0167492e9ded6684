"""Small documents of a valley that does not exist, and the page about each resource."""

from __future__ import annotations

from typing import Any

from opencredreg.crosswalk.schema_org import to_schema_org
from opencredreg.meaning.graph import GraphResources

__all__ = ["at", "mapped", "page_of", "resource", "term"]

HOME = "https://node.example"


def at(name: str) -> str:
    """The URI of a resource."""
    return f"{HOME}/resources/{name}"


def page_of(uri: str) -> str:
    """The page about a resource of this node; none about others."""
    return uri.replace("/resources/", "/pages/") if uri.startswith(at("")) else ""


def resource(name: str, cls: str, /, **members: Any) -> dict[str, Any]:
    """A resource; members without a prefix are those of CTDL, ``ceasn__name`` is ``ceasn:name``."""
    named = {
        key.replace("__", ":") if "__" in key else f"ceterms:{key}": value for key, value in members.items()
    }
    return {"@id": at(name), "@type": cls if ":" in cls else f"ceterms:{cls}", **named}


def term(name: str, node: str = "", code: str = "", framework: str = "") -> dict[str, Any]:
    """An alignment object."""
    made: dict[str, Any] = {"@type": "ceterms:CredentialAlignmentObject"}
    if name:
        made["ceterms:targetNodeName"] = {"en": name}
    if node:
        made["ceterms:targetNode"] = node
    if code:
        made["ceterms:codedNotation"] = code
    if framework:
        made["ceterms:frameworkName"] = {"en": framework}
    return made


def mapped(*nodes: dict[str, Any], languages: tuple[str, ...] = ("en",), most: int = 50) -> dict[str, Any]:
    """The first resource as schema.org; it finds the others. What every document has is left out."""
    resources = GraphResources([{"@graph": list(nodes)}])
    uri = nodes[0]["@id"]
    made = to_schema_org(
        resources.find([uri])[uri],
        page_url=page_of(uri),
        language_order=languages,
        find=resources.find,
        page_of=page_of,
        most=most,
    )
    assert resources.finds <= 3
    assert made.pop("@context") == "https://schema.org"
    assert made.pop("@id") == uri
    assert made.pop("url") == page_of(uri)
    assert made.pop("additionalType").startswith(("https://", "http://"))
    made.pop("mainEntityOfPage", None)
    return made
