"""Envelopes as bytes for answers."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.registry.envelope_json import envelope_value
from opencredreg.registry.envelopes import get_envelope_by_id
from opencredreg.registry.node import Node
from opencredreg.store.envelopes import EnvelopeView, list_versions

__all__ = [
    "ENVELOPE_EXAMPLE",
    "render_envelope",
    "render_envelope_by_id",
    "render_envelopes",
    "render_revision",
]


def render_envelope(
    node: Node, view: EnvelopeView, *, changed: bool = False, metadata_only: bool = False
) -> bytes:
    """One envelope."""
    with node.database.read() as connection:
        versions = list_versions(connection, [view.id])[view.id]
    return msgspec.json.encode(envelope_value(view, versions, changed=changed, metadata_only=metadata_only))


def render_envelope_by_id(node: Node, envelope_id: int, *, changed: bool) -> bytes:
    """The envelope of a number, after a change."""
    return render_envelope(node, get_envelope_by_id(node, envelope_id), changed=changed)


def render_envelopes(
    connection: Connection, views: list[EnvelopeView], *, metadata_only: bool = False
) -> bytes:
    """A JSON array of envelopes, with one query for all their histories."""
    histories = list_versions(connection, [view.id for view in views])
    return msgspec.json.encode(
        [envelope_value(view, histories[view.id], metadata_only=metadata_only) for view in views]
    )


def render_revision(view: EnvelopeView) -> bytes:
    """A revision: its node headers have no history (quirk 24)."""
    return msgspec.json.encode(envelope_value(view, None))


ENVELOPE_EXAMPLE: dict[str, Any] = {
    "envelope_community": "ce_registry",
    "envelope_id": "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11",
    "envelope_ceterms_ctid": "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
    "envelope_ctdl_type": "ceterms:Certificate",
    "envelope_type": "resource_data",
    "envelope_version": "1.0.0",
    "decoded_resource": {
        "@context": "https://credreg.net/ctdl/schema/context/json",
        "@id": "https://registry.example/graph/ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
        "@graph": [
            {
                "@id": "https://registry.example/resources/ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
                "@type": "ceterms:Certificate",
                "ceterms:ctid": "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10",
                "ceterms:name": {"en": "Orchard keeping, first level"},
            }
        ],
    },
    "resource_format": "json",
    "resource_encoding": "jwt",
    "publisher_id": "0b8f5f6e-3f0e-4b8e-9a55-0d5d1a2b3c4d",
    "secondary_publisher_id": None,
    "resource_publish_type": "primary",
    "node_headers": {
        "resource_digest": None,
        "revision_history": [
            {
                "head": True,
                "event": "create",
                "created_at": "2026-02-03T10:11:12.000Z",
                "actor": None,
                "url": "/ce-registry/envelopes/5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11",
            }
        ],
        "created_at": "2026-02-03T10:11:12.000Z",
        "updated_at": "2026-02-03T10:11:12.000Z",
        "deleted_at": None,
    },
    "owned_by": "ce-a7c1d2e3-1111-4222-8333-444455556666",
    "published_by": None,
    "changed": True,
    "updated_at": "2026-02-03T10:11:12.345Z",
    "last_verified_on": "2026-02-03",
}
