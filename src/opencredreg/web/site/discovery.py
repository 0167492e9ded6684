"""What robots and browsers look for first: ``robots.txt``, site maps, the description of the search field."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from opencredreg.errors import NotFound
from opencredreg.finder.site_map import count_parts, iter_part
from opencredreg.ids import dashed
from opencredreg.registry.node import Node
from opencredreg.web.finder.visit import Visit
from opencredreg.web.rendering import render_text
from opencredreg.web.xml import xml_response

__all__ = ["opensearch", "robots", "site_map", "site_map_index"]

_XML: Final = "application/xml"
# Without "public" no shared cache keeps what was answered to somebody with a token (RFC 9111 section 3.5).
_HOURS: Final = {"Cache-Control": "max-age=3600"}
_DIGITS: Final = 9
_NOT_FOR_ROBOTS: Final = (
    "/compare",
    "/find/suggest",
    "/find?*page=",
    "/api/",
    "/graph/",
    "/envelopes",
    "/query?",
)


def robots(node: Node, request: Request) -> Response:
    """What robots may read: everything that people may, but no endless lists and no data twice (RFC 9309)."""
    visit = Visit(node, request)
    # Nothing of a sandbox is meant to be found.
    if visit.is_shut_out or node.settings.publishing.sandbox:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")
    lines = ["User-agent: *", *(f"Disallow: {visit.root}{path}" for path in _NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {visit.base_url}/sitemap.xml", ""]
    return PlainTextResponse("\n".join(lines), headers=_HOURS)


def site_map_index(node: Node, request: Request) -> Response:
    """The list of all site maps."""
    visit = Visit(node, request)
    with node.database.read() as connection:
        parts = range(1, count_parts(connection) + 1)
    addresses = [
        f"{visit.base_url}/sitemaps/{quote(dashed(community.name), safe='')}/{part}"
        for community in visit.visitor.communities
        for part in parts
    ]
    text = render_text("site/sitemap_index.xml", addresses=addresses, base_url=visit.base_url)
    return xml_response(text, _XML, _HOURS)


def site_map(node: Node, request: Request) -> Response:
    """One site map: the pages of some resources.

    Raises:
        NotFound: there is no such part.
    """
    visit = Visit(node, request)
    written = request.path_params["part"]
    part = int(written) if written.isascii() and written.isdigit() and len(written) < _DIGITS else 0
    address = visit.address
    with node.database.read() as connection:
        if not 1 <= part <= count_parts(connection):
            raise NotFound("There is no such site map.", kind="site map")
        pages = [(address.whole(ctid), at) for ctid, at in iter_part(connection, visit.community, part)]
    text = render_text("site/sitemap.xml", pages=pages)
    return xml_response(text, _XML, _HOURS)


def opensearch(node: Node, request: Request) -> Response:
    """How browsers search here (OpenSearch 1.1)."""
    visit = Visit(node, request)
    text = render_text("site/opensearch.xml", reader=visit.reader, root=visit.root, base_url=visit.base_url)
    return xml_response(text, "application/opensearchdescription+xml", _HOURS)
