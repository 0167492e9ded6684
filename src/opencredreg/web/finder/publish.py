"""How to publish: the steps, with the addresses of this node."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.registry.node import Node
from opencredreg.web.finder.visit import Visit
from opencredreg.web.paths import community_path

__all__ = ["publish_page"]


def publish_page(node: Node, request: Request) -> Response:
    """The page."""
    visit = Visit(node, request)
    first = visit.visitor.communities[0] if visit.has_community else None
    with_ctids = next((one for one in visit.visitor.communities if "ce_registry" in one.name), None)
    return visit.render_apart(
        "finder/publish.html",
        here="/publish",
        # Without a default community the addresses need a name in front.
        prefix="" if first is None or first.is_default else community_path(first.name),
        ctid_path="" if with_ctids is None else f"{community_path(with_ctids.name)}/ctid",
    )
