"""Who opens the page, and where they may search."""

from __future__ import annotations

from starlette.requests import Request

from opencredreg.accounts.actor import ANONYMOUS, Actor
from opencredreg.accounts.tokens import authenticate, environment_of
from opencredreg.errors import NotAuthenticated, NotFound
from opencredreg.ids import normalize_community
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.access import list_searchable_communities

__all__ = ["Visitor"]


class Visitor:
    """Who asks, and where they may."""

    def __init__(self, node: Node, request: Request) -> None:
        words = request.headers.get("authorization", "").split()
        key = words[-1] if words else None
        self.key = key
        self.actor = _actor(node, key)
        self.is_shut_out = node.settings.access.authentication_required and self.actor is ANONYMOUS
        self.communities = [] if self.is_shut_out else list_searchable_communities(node, self.actor, key)

    def community(self, name: str) -> Community:
        """The community of a name, else the first.

        Raises:
            NotFound: there is none, or not for this visitor, which is not told apart.
        """
        for one in self.communities:
            if not name or one.name == normalize_community(name):
                return one
        raise NotFound(
            "There is no such community that everybody may search.",
            kind="community",
            hint="Choose another one.",
        )


def _actor(node: Node, key: str | None) -> Actor:
    if key is None:
        return ANONYMOUS
    try:
        return authenticate(node.database, key, environment=environment_of(node.settings))
    except NotAuthenticated:
        return ANONYMOUS
