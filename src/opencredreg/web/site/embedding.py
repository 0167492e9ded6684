"""Resources on other sites: a small card in a frame or made by a script, and oEmbed for those who paste addresses."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.api.call import json_response
from opencredreg.errors import InvalidInput, NotFound
from opencredreg.finder.subject import get_subject, look
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.jsonld.values import pick_text
from opencredreg.registry.node import Node
from opencredreg.web.assets import asset_path, find_asset
from opencredreg.web.finder.visit import Visit
from opencredreg.web.formats import formats
from opencredreg.web.rendering import EMBEDDABLE_HEADERS, render_text
from opencredreg.web.text import Room
from opencredreg.web.xml import xml_response

__all__ = ["card", "card_data", "embed_script", "frame", "oembed"]

_WIDTH: Final = 480
_HEIGHT: Final = 240
_DIGITS: Final = 9
_MOST: Final = 600
"""So many characters of a text fit on a card."""
_RESOURCE: Final = re.compile(r"(?:/(?P<community>[^/]+))?/resources/(?P<identifier>[^/]+)/?\Z")
_OPEN: Final = {"Access-Control-Allow-Origin": "*"}


def card(node: Node, request: Request) -> Response:
    """A resource as a card that other sites may show in a frame.

    ``theme`` is light or dark, or else what the reader's system says.

    Raises:
        NotFound, Gone: there is none.
    """
    visit = Visit(node, request)
    theme = request.query_params.get("theme", "")
    with look(node, visit.community) as looking:
        subject = get_subject(looking, request.path_params["identifier"])
        [summary] = summarize(looking, [subject.held])
        made = visit.render(
            "site/card.html",
            one=summary,
            theme=theme if theme in ("light", "dark") else "",
            identifier=subject.held.ctid or subject.held.uri,
        )
    made.headers.update(EMBEDDABLE_HEADERS)
    del made.headers["Cross-Origin-Opener-Policy"]
    return made


def card_data(node: Node, request: Request) -> Response:
    """What stands on the card, for the script that draws it without a frame. Every site may read it.

    Raises:
        NotFound, Gone: there is none.
    """
    visit = Visit(node, request)
    with look(node, visit.community) as looking:
        subject = get_subject(looking, request.path_params["identifier"])
        [summary] = summarize(looking, [subject.held])
    return json_response(_card(visit, summary), headers=_OPEN)


def _card(visit: Visit, summary: Summary) -> dict[str, Any]:
    written = formats(visit.reader.language)
    languages = visit.reader.languages
    name = pick_text(summary.reference.names, languages)
    about = pick_text(summary.about, languages)
    identifier = summary.reference.ctid or summary.reference.uri
    facts = [
        *(written.cost(cost) for cost in summary.costs),
        *(written.span(span) for span in summary.spans[:1]),
    ]
    room = Room()
    return {
        "name": room.fit(name.text if name else identifier, _MOST),
        "language": name.language if name else "",
        "class": visit.node.vocabulary.label_of(summary.reference.cls, visit.reader.language),
        "owners": [
            room.fit(text.text, _MOST)
            for owner in summary.owners
            if (text := pick_text(owner.names, languages))
        ],
        "about": room.fit(about.text, _MOST) if about else "",
        "facts": [fact for fact in facts if fact],
        "page": visit.address.whole(identifier),
        "source": "Open Credential Registry",
    }


def embed_script(_node: Node, _request: Request) -> Response:
    """The script of the element ``<credential-card>``, at an address that never changes."""
    asset = find_asset(asset_path("credential-card.js").rpartition("/")[2])
    if asset is None:
        raise NotFound("There is no such script.", kind="script")
    headers = {
        **_OPEN,
        "Cache-Control": "public, max-age=3600",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(asset.content, media_type=asset.media_type, headers=headers)


def oembed(node: Node, request: Request) -> Response:
    """The card of an address of ours, as oEmbed 1.0 asks for it.

    Raises:
        InvalidInput: the address is none of a resource here.
        NotFound, Gone: there is no such resource.
    """
    visit = Visit(node, request)
    found = _RESOURCE.search(unquote(_path(request.query_params.get("url", "")).removeprefix(visit.root)))
    if found is None:
        raise InvalidInput(
            "The address is none of a resource.",
            hint=f"Send one as url, such as {visit.base_url}/resources/ce-…",
        )
    format = request.query_params.get("format", "json")
    if format not in ("json", "xml"):
        # The status is that of the specification.
        return json_response({"error": f"There is no format {format[:20]!r}; use json or xml."}, 501)
    community = visit.visitor.community(found["community"] or visit.community.name)
    with look(node, community) as looking:
        subject = get_subject(looking, found["identifier"])
        [summary] = summarize(looking, [subject.held])
    address = visit.address_in(community)
    data = _card(visit, summary)
    identifier = summary.reference.ctid or summary.reference.uri
    width = _within(request.query_params.get("maxwidth"), _WIDTH)
    height = _within(request.query_params.get("maxheight"), _HEIGHT)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": data["name"],
        "author_name": ", ".join(data["owners"]),
        "provider_name": "Open Credential Registry",
        "provider_url": f"{visit.base_url}/",
        "html": frame(address.card(identifier), data["name"], width, height),
        "width": width,
        "height": height,
        "cache_age": 3600,
    }
    if format == "json":
        return json_response(answer, headers=_OPEN)
    return xml_response(render_text("site/oembed.xml", answer=answer), "text/xml", _OPEN)


def frame(source: str, title: str, width: int = _WIDTH, height: int = _HEIGHT) -> str:
    """The element that shows a card on another site."""
    return render_text("site/frame.html", source=source, title=title, width=width, height=height).strip()


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _within(asked: str | None, usual: int) -> int:
    """What a page has room for, if it says so: numbers of many digits are larger than anything we show."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else 0
    return min(usual, number) if number else usual
