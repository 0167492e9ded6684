"""Frameworks, schemes and rubrics to publish, built from what a test cares about."""

from __future__ import annotations

from typing import Any

from opencredreg.ids import new_ctid
from tests.support.documents import BASE, resource_uri

__all__ = ["ASN_CONTEXT", "asn_document", "competency", "concept", "framework", "scheme"]

ASN_CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"

Node = dict[str, Any]


def _node(cls: str, ctid: str, members: dict[str, Any]) -> Node:
    named = {name.replace("__", ":"): value for name, value in members.items()}
    return {"@id": resource_uri(ctid), "@type": cls, "ceterms:ctid": ctid, **named}


def framework(ctid: str | None = None, name: str = "Hedges and walls", **members: Any) -> Node:
    """A competency framework; members with a prefix are written ``ceasn__name``."""
    return _node("ceasn:CompetencyFramework", ctid or new_ctid(), {"ceasn__name": {"en-US": name}, **members})


def competency(whole: str, text: str = "Lay a hedge", ctid: str | None = None, **members: Any) -> Node:
    """A competency of the framework of a CTID."""
    own = {"ceasn__competencyText": {"en-US": text}, "ceasn__isPartOf": resource_uri(whole), **members}
    return _node("ceasn:Competency", ctid or new_ctid(), own)


def scheme(ctid: str | None = None, name: str = "Kinds of hedges", **members: Any) -> Node:
    """A concept scheme."""
    return _node("skos:ConceptScheme", ctid or new_ctid(), {"ceasn__name": {"en-US": name}, **members})


def concept(whole: str, label: str = "Quickset", ctid: str | None = None, **members: Any) -> Node:
    """A concept of the scheme of a CTID."""
    own = {"skos__prefLabel": {"en-US": label}, "skos__inScheme": resource_uri(whole), **members}
    return _node("skos:Concept", ctid or new_ctid(), own)


def asn_document(main: Node, *others: Node) -> Node:
    """A document of a framework, scheme or rubric with what stands in it."""
    return {
        "@context": ASN_CONTEXT,
        "@id": f"{BASE}/graph/{main['ceterms:ctid']}",
        "@graph": [main, *others],
    }
