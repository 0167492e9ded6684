"""The envelope as JSON (registry-api.md section 2.3), as the wire, the downloads and the exports show it.

The document goes out as its stored bytes, never decoded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from opencredreg.clock import format_seconds, format_timestamp
from opencredreg.ids import dashed
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import EnvelopeView, Version

__all__ = ["envelope_value"]


def envelope_value(
    view: EnvelopeView,
    versions: Iterable[Version] | None,
    *,
    changed: bool = False,
    metadata_only: bool = False,
) -> dict[str, Any]:
    """The members of EnvelopeJSON in their order. Without versions there is no ``revision_history``."""
    value: dict[str, Any] = {
        "envelope_community": view.community,
        "envelope_id": view.uuid,
        "envelope_ceterms_ctid": view.envelope_ctid,
        "envelope_ctdl_type": view.ctdl_type,
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
    }
    if not metadata_only and view.body is not None:
        value["decoded_resource"] = msgspec.Raw(decompress(bytes(view.body)))
    value |= {
        "resource_format": "json",
        "resource_encoding": "jwt",
        "publisher_id": view.publisher_uuid,
        "secondary_publisher_id": view.secondary_publisher_uuid,
        "resource_publish_type": view.publish_type,
        "node_headers": _node_headers(view, versions),
        "owned_by": view.owner_ctid,
        "published_by": view.publishing_ctid,
        "changed": changed,
        "updated_at": format_timestamp(view.updated_at),
        "last_verified_on": view.last_verified_on,
    }
    return value


def _node_headers(view: EnvelopeView, versions: Iterable[Version] | None) -> dict[str, Any]:
    headers: dict[str, Any] = {"resource_digest": None}
    if versions is not None:
        headers["revision_history"] = _history(view, list(versions))
    headers |= {
        "created_at": format_seconds(view.created_at),
        "updated_at": format_seconds(view.updated_at),
        "deleted_at": format_seconds(view.deleted_at) if view.deleted_at is not None else None,
    }
    return headers


def _history(view: EnvelopeView, versions: list[Version]) -> list[dict[str, Any]]:
    # Section 2.4: an entry points at the next one, because a revision is the state before its event.
    address = f"/{dashed(view.community)}/envelopes/{view.uuid}"
    entries = []
    for place, version in enumerate(versions):
        is_head = place == len(versions) - 1
        entries.append(
            {
                "head": is_head,
                "event": version.event,
                "created_at": format_seconds(version.created_at),
                "actor": None,
                "url": address if is_head else f"{address}/revisions/{versions[place + 1].id}",
            }
        )
    return entries
