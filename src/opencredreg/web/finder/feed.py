"""The results of a search as an Atom feed (RFC 4287), so that people hear of what is new.

Entries keep their identifier while a resource lives; what was deleted answers 410 at its address.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from opencredreg import clock
from opencredreg.finder.asked import parse_asked
from opencredreg.finder.results import list_summaries
from opencredreg.finder.subject import look
from opencredreg.finder.summaries import Summary
from opencredreg.registry.node import Node
from opencredreg.web.finder.visit import Visit
from opencredreg.web.rendering import render_text
from opencredreg.web.xml import xml_response

__all__ = ["MEDIA_TYPE", "feed"]

MEDIA_TYPE: Final = "application/atom+xml"
_ENTRIES: Final = 50
_FEED_SORTS: Final = frozenset({"newest", "changed"})


def feed(node: Node, request: Request) -> Response:
    """The feed of a view: the last changed first, unless the view is in the order of publishing.

    Raises:
        InvalidInput, QueryInvalid: the parameters make no sense.
        Unavailable: the time for an answer is over.
    """
    visit = Visit(node, request)
    asked = parse_asked(request.query_params.multi_items(), node.vocabulary)
    asked = msgspec.structs.replace(
        asked, sort=asked.sort if asked.sort in _FEED_SORTS else "changed", page=1
    )
    with look(node, visit.community) as looking:
        entries = list_summaries(looking, asked, _ENTRIES)
        text = render_text(
            "finder/feed.xml",
            reader=visit.reader,
            vocabulary=node.vocabulary,
            address=visit.address,
            root=visit.root,
            base_url=visit.base_url,
            asked=asked,
            entries=entries,
            updated=_updated(entries),
        )
    return xml_response(text, MEDIA_TYPE, {"Vary": "Accept-Language, Cookie"})


def _updated(entries: Sequence[Summary]) -> int:
    return max((one.updated_at for one in entries), default=clock.now())
