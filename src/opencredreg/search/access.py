"""Which communities a search may look into."""

from __future__ import annotations

import msgspec

from opencredreg.accounts.actor import Actor
from opencredreg.registry.access import may_read, require_read
from opencredreg.registry.communities import Community, list_communities
from opencredreg.registry.node import Node

__all__ = ["list_searchable_communities", "require_search"]


def require_search(node: Node, actor: Actor, community: Community, key: str | None) -> None:
    """Let only those pass who may search the community: it may be secured for reading, for searching, or both.

    Raises:
        NotAuthenticated: the caller has no valid token or key for it.
        Unavailable: the service that knows the keys does not answer.
    """
    require_read(node, actor, _guarded(community), key)


def list_searchable_communities(node: Node, actor: Actor, key: str | None) -> list[Community]:
    """The communities that the caller may search, the default one first. Source: ``search.md`` section 14, D20."""
    with node.database.read() as connection:
        known = list_communities(connection)
    return [community for community in known if may_read(node, actor, _guarded(community), key)]


def _guarded(community: Community) -> Community:
    secured = community.secured or community.secured_search
    return msgspec.structs.replace(community, secured=secured)
