"""The page that puts resources side by side. What is compared stands in its address, so that it can be sent on."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.finder.comparison import MOST_COMPARED, compare
from opencredreg.finder.subject import look
from opencredreg.registry.node import Node
from opencredreg.web.finder.visit import Visit

__all__ = ["compare_page"]


def compare_page(node: Node, request: Request) -> Response:
    """The page.

    Raises:
        InvalidInput: more resources than fit.
    """
    visit = Visit(node, request)
    with look(node, visit.community) as looking:
        comparison = compare(looking, request.query_params.getlist("id"))
        return visit.render(
            "finder/compare.html",
            here="/compare",
            comparison=comparison,
            identifiers=[one.reference.ctid or one.reference.uri for one in comparison.summaries],
            most=MOST_COMPARED,
        )
