"""About the data: what the node holds as a page and as data, and everything as one download."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from opencredreg.api.call import json_response
from opencredreg.clock import format_timestamp
from opencredreg.errors import NotAuthorized, NotFound
from opencredreg.finder.about_data import AboutData, get_about_data
from opencredreg.finder.subject import look
from opencredreg.registry.communities import Community
from opencredreg.registry.downloads import Download, read_download, renew_download
from opencredreg.registry.node import Node
from opencredreg.registry.overview import CommunityCount, get_overview
from opencredreg.search.limits import EXPORT_ROWS_DEFAULT
from opencredreg.web.finder.about_pictures import Illustrator
from opencredreg.web.finder.visit import Visit

__all__ = ["ZipFile", "about_data", "about_page", "build_zip", "find_zip"]

_HERE: Final = "/about"
_DOWNLOADS: Final = "downloads"


class ZipFile(msgspec.Struct, frozen=True):
    """The bulk download of a community.

    ``state``: ``none`` was ever asked for; ``building``; ``ready``; ``failed``, and an earlier one may still be there.
    ``name`` and ``byte_count`` are of the file, if there is one; ``made_at`` is when it was finished.
    ``is_current`` is whether nothing was published since.
    """

    state: str
    name: str = ""
    byte_count: int = 0
    made_at: int | None = None
    is_current: bool = False


def about_page(node: Node, request: Request) -> Response:
    """The page.

    Raises:
        NotFound: there is no such community, or not for this visitor.
    """
    visit = Visit(node, request)
    if visit.is_shut_out:
        return visit.render_apart("home_closed.html", here=_HERE)
    if not visit.has_community:
        return visit.render_apart("home_empty.html", here=_HERE)
    with look(node, visit.community) as looking:
        about = get_about_data(looking)
    wanted = request.query_params.get("class", "")
    chosen = next((one for one in about.fullness if one.cls == wanted), None)
    return visit.render(
        "finder/about_data.html",
        here=_HERE,
        about=about,
        pen=Illustrator(visit, about),
        # Without a choice the largest class is shown as an example.
        chosen=chosen or next(iter(about.fullness), None),
        is_chosen=chosen is not None,
        communities=_communities(visit),
        zip=find_zip(visit, about, visit.community),
        exported=EXPORT_ROWS_DEFAULT,
    )


def about_data(node: Node, request: Request) -> Response:
    """The figures of the page.

    Raises:
        NotFound: there is no such community, or not for this visitor.
    """
    visit = Visit(node, request)
    community = visit.community
    with look(node, community) as looking:
        about = get_about_data(looking)
    value: dict[str, Any] = {"community": community.name, **msgspec.to_builtins(about)}
    value["taken_at"] = format_timestamp(about.taken_at)
    value["holdings"]["taken_at"] = format_timestamp(about.holdings.taken_at)
    value["changed_at"] = format_timestamp(about.changed_at) if about.changed_at is not None else None
    found = find_zip(visit, about, community)
    value["download"] = {
        "state": found.state,
        "url": f"{visit.base_url}/downloads/{found.name}" if found.name else None,
        "byte_count": found.byte_count if found.name else None,
        "made_at": format_timestamp(found.made_at) if found.made_at is not None else None,
        "is_current": found.is_current,
    }
    return json_response(value, headers={"Vary": "Authorization"})


def build_zip(node: Node, request: Request) -> Response:
    """The button: have the download built, and show the page again.

    Raises:
        NotAuthorized: another site sent the form.
        NotFound: there is no such community, or not for this visitor.
    """
    visit = Visit(node, request)
    origin = request.headers.get("origin")
    hosts = {request.url.netloc, urlsplit(visit.base_url).netloc}
    if request.headers.get("sec-fetch-site") == "cross-site" or (
        origin is not None and urlsplit(origin).netloc not in hosts
    ):
        raise NotAuthorized(
            "This form was sent from another site.", hint="Open the page about the data and use its button."
        )
    renew_download(node, visit.visitor.actor, visit.community, visit.visitor.key)
    return RedirectResponse(f"{visit.address.page(_HERE)}#{_DOWNLOADS}", 303)


def find_zip(visit: Visit, about: AboutData, community: Community) -> ZipFile:
    """The bulk download of a community that the visitor may read."""
    found = read_download(visit.node, visit.visitor.actor, community, visit.visitor.key)
    if found is None:
        return ZipFile("none")
    state = {"finished": "ready", "failed": "failed"}.get(found.status, "building")
    name = found.object_name or ""
    size = _size(visit.node, name) if name else None
    if size is None:
        return ZipFile("none" if state == "ready" else state)
    return ZipFile(state, name, size, _made_at(found), state == "ready" and _is_current(found, about))


def _made_at(found: Download) -> int | None:
    """When the file was finished; of an earlier one that is still offered nobody knows."""
    return found.finished_at if found.status == "finished" else None


def _is_current(found: Download, about: AboutData) -> bool:
    return (found.last_published_at or 0) >= (about.changed_at or 0)


def _size(node: Node, name: str) -> int | None:
    try:
        return node.objects.info(f"downloads/{name}").size_bytes
    except NotFound:
        return None


def _communities(visit: Visit) -> list[CommunityCount]:
    """The communities that the visitor may search, with the numbers of their documents."""
    names = {one.name for one in visit.visitor.communities}
    return [one for one in get_overview(visit.node).communities if one.name in names]
