"""All pages of resources for search engines, in parts of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.registry.communities import Community
from opencredreg.store.tables import METADATA

__all__ = ["NODES_PER_PART", "count_parts", "iter_part"]

_node = METADATA.tables["node"]

NODES_PER_PART: Final = 40_000
"""A part covers so many numbers of the index, so that it never has more than the 50,000 pages that are allowed, and a
page stays in its part."""


def count_parts(connection: Connection) -> int:
    """How many parts there are; some may be empty."""
    highest = connection.execute(select(func.max(_node.c.id))).scalar() or 0
    return highest // NODES_PER_PART + 1


def iter_part(connection: Connection, community: Community, part: int) -> Iterator[tuple[str, int]]:
    """The resources of one part, counted from 1: CTIDs with the times of their last publication, in microseconds."""
    start = (part - 1) * NODES_PER_PART
    statement = select(_node.c.resource_ctid, _node.c.published_at).where(
        _node.c.id.between(start, start + NODES_PER_PART - 1),
        _node.c.community_id == community.id,
        _node.c.resource_ctid.is_not(None),
        _node.c.provisional.is_(False),
    )
    for row in connection.execute(statement):
        yield row.resource_ctid, row.published_at or 0
