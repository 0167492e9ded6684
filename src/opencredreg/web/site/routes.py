"""The pages that other sites show. What programs read of this one stands in ``operations``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from opencredreg.registry.node import Node
from opencredreg.web.finder.errors import friendly
from opencredreg.web.routing import NoDataRoute, endpoint
from opencredreg.web.site.embedding import card

__all__ = ["site_routes"]


def site_routes(node: Node) -> list[Route]:
    """The routes."""

    def made(answer: Callable[[Node, Request], Response]) -> Any:
        return endpoint(friendly(node, partial(answer, node)))

    return [
        NoDataRoute("/embed/resources/{identifier:path}", made(card)),
        NoDataRoute("/embed/{community}/resources/{identifier:path}", made(card)),
    ]
