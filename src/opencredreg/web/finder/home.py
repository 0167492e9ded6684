"""The first page: one field to search with, entrances by kind, what is new."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.finder.holdings import get_holdings, list_changed, list_newest
from opencredreg.finder.subject import look
from opencredreg.registry.node import Node
from opencredreg.web.finder.visit import Visit

__all__ = ["home_page"]

_SHOWN = 6


def home_page(node: Node, request: Request) -> Response:
    """The first page. What a closed node holds is only for those with a token."""
    visit = Visit(node, request)
    if visit.is_shut_out:
        return visit.render_apart("home_closed.html", here="/")
    if not visit.has_community:
        return visit.render_apart("home_empty.html", here="/")
    with look(node, visit.community) as looking:
        return visit.render(
            "finder/home.html",
            here="/",
            holdings=get_holdings(looking),
            communities=[one.name for one in visit.visitor.communities if one.id != visit.community.id],
            newest=list_newest(looking, _SHOWN),
            changed=list_changed(looking, _SHOWN),
        )
