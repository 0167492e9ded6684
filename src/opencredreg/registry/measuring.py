"""How long a document is, how deep it is nested and how many things it describes, against what a node takes."""

from __future__ import annotations

from typing import Any

from opencredreg.errors import LimitExceeded
from opencredreg.jsonld.document import Document
from opencredreg.settings.limits import LimitSettings

__all__ = ["require_few", "require_shallow", "require_small"]


def require_small(payload: bytes, limits: LimitSettings, *, hint: str) -> None:
    """Refuse the text of a document that is too long.

    Raises:
        LimitExceeded: it has more bytes than ``limits.payload_bytes``.
    """
    if len(payload) > limits.payload_bytes:
        raise LimitExceeded(
            f"The document has {len(payload):,} bytes; this node takes up to {limits.payload_bytes:,}.",
            limit="limits.payload_bytes",
            value=limits.payload_bytes,
            hint=hint,
        )


def require_shallow(document: Document, limits: LimitSettings, *, hint: str) -> None:
    """Refuse a document that is nested too deeply, in whatever part of it.

    The index leaves out what it has no use for (keywords, what stands beside a graph), but whoever reads the
    document later goes into all of it.

    Raises:
        LimitExceeded: lists and objects lie inside each other deeper than ``limits.nesting_depth``.
    """
    limit = limits.nesting_depth
    if _is_deeper(document.top, limit) or any(_is_deeper(item.value, limit) for item in document.items):
        raise LimitExceeded(
            f"The document is nested deeper than {limit} levels.",
            limit="limits.nesting_depth",
            value=limit,
            hint=hint,
        )


def require_few(count: int, limits: LimitSettings) -> None:
    """Refuse a document that describes too many things.

    Raises:
        LimitExceeded: they are more than ``limits.graph_nodes``.
    """
    if count > limits.graph_nodes:
        raise LimitExceeded(
            f"The document describes {count:,} things; this node takes up to {limits.graph_nodes:,}.",
            limit="limits.graph_nodes",
            value=limits.graph_nodes,
            hint="Divide the graph into several documents.",
        )


def _is_deeper(value: Any, limit: int) -> bool:
    """Whether lists and objects lie inside each other deeper than this. ``value`` is a list or an object."""
    if limit == 0:
        return True
    for entry in value.values() if type(value) is dict else value:
        kind = type(entry)
        if (kind is dict or kind is list) and _is_deeper(entry, limit - 1):
            return True
    return False
