"""A hit as our own search tells it, over HTTP and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from opencredreg.clock import format_timestamp
from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.naming import name_of
from opencredreg.search.asking import Answer
from opencredreg.search.hits import Hit

__all__ = ["build_hit"]


def build_hit(
    vocabulary: Vocabulary, answer: Answer, hit: Hit, resource: Mapping[str, Any]
) -> dict[str, Any]:
    """A hit of an answer that was asked for with records: what it is, its record, and the resource as published.

    Args:
        vocabulary: knows what names a resource.
        answer: what the hit is one of.
        hit: the hit.
        resource: its body, decoded.
    """
    record = answer.records[hit.envelope_id]
    return {
        "ctid": hit.ctid,
        "uri": hit.uri,
        "type": hit.ctdl_type,
        "name": name_of(vocabulary, resource),
        "score": answer.scores.get(hit.id),
        "record": {
            "created_at": format_timestamp(record.created_at),
            "updated_at": format_timestamp(record.updated_at),
            "owned_by": record.owned_by,
            "owner_name": record.owner_name,
            "published_by": record.published_by,
            "publish_type": record.publish_type,
        },
        "resource": msgspec.Raw(hit.body),
    }
