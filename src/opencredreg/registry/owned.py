"""What an organization owns, over all communities that the caller may read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor
from opencredreg.registry.access import may_read
from opencredreg.registry.communities import Community, list_communities
from opencredreg.registry.envelopes import Provisional
from opencredreg.registry.node import Node
from opencredreg.store.envelopes import EnvelopeView, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = ["list_owned_envelopes", "list_readable_communities"]

_envelope = METADATA.tables["envelope"]


def list_readable_communities(node: Node, actor: Actor, key: str | None) -> list[Community]:
    """The communities that the caller may read, the default one first. ``key`` is a token or an API key."""
    with node.database.read() as connection:
        known = list_communities(connection)
    return [community for community in known if may_read(node, actor, community, key)]


def list_owned_envelopes(
    connection: Connection,
    owner_id: int,
    communities: Collection[Community],
    *,
    provisional: Provisional = "include",
    with_deleted: bool = False,
    with_body: bool = True,
    offset: int = 0,
    limit: int = 10,
) -> tuple[list[EnvelopeView], int]:
    """A page of the envelopes of an owner in some communities, oldest creation first, and the total count."""
    conditions: list[ColumnElement[bool]] = [
        _envelope.c.owner_id == owner_id,
        _envelope.c.community_id.in_([community.id for community in communities]),
    ]
    if provisional != "include":
        conditions.append(_envelope.c.provisional == (provisional == "only"))
    if not with_deleted:
        conditions.append(_envelope.c.deleted_at.is_(None))
    total = connection.execute(select(func.count()).select_from(_envelope).where(*conditions)).scalar_one()
    statement = (
        view_columns(with_body=with_body)
        .where(*conditions)
        .order_by(_envelope.c.created_at, _envelope.c.id)
        .offset(offset)
        .limit(limit)
    )
    return list_views(connection, statement), total
