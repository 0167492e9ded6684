"""How many resources refer to one by one property, however many they are; nothing is loaded for it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.store.tables import METADATA

__all__ = ["count_sources"]

_node = METADATA.tables["node"]
_link = METADATA.tables["link"]


def count_sources(connection: Connection, target: int, number: int, *, provisional: bool) -> tuple[int, int]:
    """How many resources refer to a target by a property: themselves, and from inside an object of theirs.

    Args:
        connection: on the index.
        target: number of what they refer to.
        number: that of the property.
        provisional: whether provisional records count too.
    """
    rows = (
        select(_node.c.resource_ctid)
        .select_from(_link.join(_node, _node.c.id == _link.c.source_id))
        .where(_link.c.target_id == target, _link.c.property_id == number, _node.c.envelope_id.is_not(None))
    )
    if not provisional:
        rows = rows.where(_node.c.provisional.is_not(True))
    direct = rows.where(_node.c.resource_ctid.is_not(None)).subquery()
    # Objects of one item of a document belong to one resource.
    inside = (
        rows.with_only_columns(_node.c.envelope_id, _node.c.position)
        .where(_node.c.key.is_(None))
        .distinct()
        .subquery()
    )
    counted = connection.execute(
        select(
            select(func.count()).select_from(direct).scalar_subquery(),
            select(func.count()).select_from(inside).scalar_subquery(),
        )
    ).one()
    return counted[0], counted[1]
