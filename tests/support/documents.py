"""Documents to publish, built from what a test cares about; all the rest is filled in."""

from __future__ import annotations

from typing import Any

from opencredreg.ids import new_ctid

__all__ = [
    "BASE",
    "CONTEXT",
    "certificate",
    "collection",
    "course",
    "document",
    "document_uri",
    "program_with_parts",
    "resource_uri",
]

BASE = "https://registry.example"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"

Node = dict[str, Any]


def resource_uri(ctid: str, base: str = BASE) -> str:
    """The ``@id`` of a resource."""
    return f"{base}/resources/{ctid}"


def document_uri(ctid: str, base: str = BASE) -> str:
    """The ``@id`` of a document."""
    return f"{base}/graph/{ctid}"


def document(main: Node, *others: Node, context: Any = CONTEXT, base: str = BASE, **top: Any) -> Node:
    """A document in graph form around a main resource. Further members of its top level by keyword."""
    value: Node = {"@context": context, "@id": document_uri(main["ceterms:ctid"], base)}
    return {**value, **top, "@graph": [main, *others]}


def certificate(ctid: str | None = None, name: str = "Hedge laying, first winter", **members: Any) -> Node:
    """A certificate, as an item of a graph. Members with a prefix are written ``ceterms__name``."""
    return _resource("ceterms:Certificate", ctid, name, members)


def course(ctid: str | None = None, name: str = "Reading the weather", **members: Any) -> Node:
    """A course, as an item of a graph."""
    return _resource("ceterms:Course", ctid, name, members)


def collection(*members: str, ctid: str | None = None, **more: Any) -> Node:
    """A collection, as an item of a graph, with the URIs of its members."""
    listed = {"ceterms__hasMember": list(members)} if members else {}
    return _resource("ceterms:Collection", ctid, "What the valley teaches", {**listed, **more})


def program_with_parts(ctid: str | None = None, part: str | None = None) -> Node:
    """A document of two resources and three blank nodes: conditions, another way to meet them, and costs."""
    part = part or new_ctid()
    main = certificate(
        ctid,
        "Dry stone walling",
        ceterms__isPartOf=resource_uri(part),
        ceterms__requires=["_:conditions"],
        ceterms__estimatedCost=["_:costs"],
    )
    return document(
        main,
        course(part, "Stones and how they lie"),
        {
            "@id": "_:conditions",
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": {"en": "Two seasons outdoors."},
            "ceterms:alternativeCondition": ["_:other"],
        },
        {
            "@id": "_:other",
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": {"en": "Or one season and a letter of a master."},
        },
        {"@id": "_:costs", "@type": "ceterms:CostProfile", "ceterms:price": 120.5, "ceterms:currency": "EUR"},
    )


def _resource(kind: str, ctid: str | None, name: str, members: Node) -> Node:
    ctid = ctid or new_ctid()
    return {
        "@id": resource_uri(ctid.lower()),
        "@type": kind,
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": name},
        **{key.replace("__", ":"): value for key, value in members.items()},
    }
