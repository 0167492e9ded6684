"""From received bytes to something that can be published: parsed, checked and flattened, no database touched.

All that costs time is done here, before the write transaction begins.
"""

from __future__ import annotations

from typing import Any

import msgspec

from opencredreg.errors import InvalidInput
from opencredreg.findings import Finding
from opencredreg.ids import resource_key
from opencredreg.jsonld.document import Document, parse_document
from opencredreg.jsonld.flatten import FlatNode, flatten, require_short
from opencredreg.registry.measuring import require_few, require_shallow, require_small
from opencredreg.registry.node import Node
from opencredreg.settings.limits import LimitSettings
from opencredreg.store.documents import StoredDocument, compress, digest_of
from opencredreg.validation.structure import StructureProfile, check_structure

__all__ = ["Prepared", "index_nodes", "prepare", "same_json", "shared_context"]


class Prepared(msgspec.Struct):
    """A document ready to be published."""

    document: Document
    nodes: list[FlatNode]
    stored: StoredDocument
    ctid: str | None
    document_key: str | None
    main_key: str | None
    ctdl_type: str | None
    findings: list[Finding]


def prepare(node: Node, payload: bytes, profile: StructureProfile) -> Prepared:
    """Parse, check and flatten a document.

    Args:
        node: the node, for its limits and contexts.
        payload: the JSON-LD document as received.
        profile: which structural rules refuse it.

    Raises:
        MalformedJSON: not JSON.
        InvalidInput: a structural rule is broken; the findings name each place.
        UnknownContext: it names a context that is neither bundled nor registered.
        LimitExceeded: too large, too deep, too many nodes.
    """
    limits = node.settings.limits
    require_small(payload, limits, hint="Publish it in parts, or ask the operator to raise the limit.")
    document = parse_document(payload)
    findings = check_structure(document, profile)
    if findings:
        raise InvalidInput(_summary(findings), tuple(findings))
    require_shallow(
        document, limits, hint="Publish the inner objects as items of the graph and refer to them."
    )
    nodes = index_nodes(node, document)
    main = document.main
    identity = document.identity
    for name in (document.ctid, identity):
        require_short(name or "")
    return Prepared(
        document=document,
        nodes=nodes,
        stored=StoredDocument(
            digest=digest_of(document.payload),
            byte_count=len(document.payload),
            context=shared_context(document),
            body=compress(document.payload),
        ),
        ctid=document.ctid,
        document_key=resource_key(identity) if identity else None,
        main_key=nodes[0].key if nodes and main is not None and nodes[0].position == 0 else None,
        ctdl_type=nodes[0].types[0] if nodes and nodes[0].types else None,
        findings=findings,
    )


def index_nodes(node: Node, document: Document) -> list[FlatNode]:
    """The flat nodes of a document, with terms as the document's context means them."""
    limits: LimitSettings = node.settings.limits
    active = node.active_context(document)
    nodes = flatten(document, active, depth_limit=limits.nesting_depth)
    require_few(len(nodes), limits)
    return nodes


def shared_context(document: Document) -> str | None:
    """The text of the ``@context`` that the items of a graph share; ``None`` in single form."""
    if document.form == "single" or document.context_raw is None:
        return None
    return document.context_raw.decode()


def same_json(one: bytes, other: bytes) -> bool:
    """Whether two payloads are the same JSON value (order of members and spacing do not count)."""

    def canonical(payload: bytes) -> bytes:
        value: Any = msgspec.json.decode(payload)
        return msgspec.json.encode(value, order="sorted")

    return canonical(one) == canonical(other)


def _summary(findings: list[Finding]) -> str:
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{first.pointer or 'document'}: {first.message}{more}"
