"""Somebody who looks at pages: what they read, where they may look, and how pages for them are made."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from opencredreg.errors import NotFound
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.web.finder.address import Address
from opencredreg.web.query.visitor import Visitor
from opencredreg.web.reader import Reader, reader_of
from opencredreg.web.rendering import render

__all__ = ["Visit"]


class Visit:
    """One request for a page.

    Raises:
        NotFound: there is no such community, or not for this visitor.
    """

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request
        self.reader: Reader = reader_of(request)
        self.visitor = Visitor(node, request)
        self.root = urlsplit(node.settings.server.public_url).path.rstrip("/")
        public_url = node.settings.server.public_url.rstrip("/")
        self.base_url = public_url or f"{request.url.scheme}://{request.url.netloc}"

    @property
    def community(self) -> Community:
        """The community that the path or the parameter names, else the one of the host."""
        name = self.request.path_params.get("community") or self.request.query_params.get("community", "")
        if not name:
            default = self.node.default_community(self.request.url.hostname or "")
            name = default.name if default is not None else ""
        if not name and not self.visitor.communities:
            raise NotFound("There is no community here that everybody may read.", kind="community")
        return self.visitor.community(name)

    @property
    def is_shut_out(self) -> bool:
        """Whether the node answers only to people with a token, and this visitor has none."""
        return self.visitor.is_shut_out

    @property
    def has_community(self) -> bool:
        """Whether there is a community that the visitor may search."""
        return bool(self.visitor.communities)

    @property
    def _query(self) -> str:
        """The parameters of the page, to go on with others behind them."""
        query = urlencode([pair for pair in self.request.query_params.multi_items() if pair[0] != "lang"])
        return f"{query}&" if query else ""

    @property
    def address(self) -> Address:
        """Where the pages of the community are."""
        return self.address_in(self.community)

    def address_in(self, community: Community) -> Address:
        """Where the pages of another community are."""
        return Address(self.root, self.base_url, community)

    def render(self, template: str, *, here: str = "", status: int = 200, **context: Any) -> HTMLResponse:
        """A page for this visitor, about the community that they look at."""
        return self.render_apart(template, here=here, status=status, address=self.address, **context)

    def render_apart(
        self, template: str, *, here: str = "", status: int = 200, **context: Any
    ) -> HTMLResponse:
        """A page for this visitor that is not about a community."""
        made = render(
            template,
            root=self.root,
            here=here,
            status=status,
            reader=self.reader,
            vocabulary=self.node.vocabulary,
            base_url=self.base_url,
            here_query=self._query,
            **context,
        )
        # The same address gives data to programs, and pages in several languages.
        made.headers["Vary"] = "Accept, Accept-Language, Cookie"
        return made
