"""Routes of pages: in a thread of their own, compressed, and at addresses that programs use as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from opencredreg.api.compression import compressed
from opencredreg.web.accept import prefers_html
from opencredreg.web.locale import LANGUAGES
from opencredreg.web.reader import COOKIE

__all__ = ["BrowserRoute", "NoDataRoute", "Page", "SharedRoute", "choice_of_language", "endpoint"]

Page = Callable[[Request], Response]
_OF_DATA = frozenset({"format", "as_of", "depth", "include_deleted"})
_A_YEAR_S = 31_536_000
_SLASHES = "/\\"


class BrowserRoute(Route):
    """A page at an address that is also one of the API: it is there only for those who like HTML better."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for the page."""
        return super().matches(scope) if _is_for_people(scope) else (Match.NONE, {})


class SharedRoute(Route):
    """A page at an address that takes other methods as well: what is none of its own is left to the API."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for the page."""
        match, child = super().matches(scope)
        return (match, child) if match is Match.FULL else (Match.NONE, {})


class NoDataRoute(Route):
    """A page whose data are at the same address: ``?format=json`` is left to the API."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for the page."""
        wants_data = scope["type"] == "http" and QueryParams(scope["query_string"]).get("format") == "json"
        return (Match.NONE, {}) if wants_data else super().matches(scope)


def _is_for_people(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    asked = QueryParams(scope["query_string"])
    # A view that is a file, such as outcomes.csv, is the same for browsers and for programs.
    if "." in asked.get("view", ""):
        return True
    # Pages show the present; what was, is data.
    return asked.keys().isdisjoint(_OF_DATA) and prefers_html(Headers(scope=scope).get("accept", ""))


def endpoint(page: Page) -> Any:
    """What answers a request for a page."""

    async def answer(request: Request) -> Response:
        chosen = choice_of_language(request)
        if chosen is not None:
            return chosen
        # Pages read the database and fill templates, which must not hold up other requests.
        response = await to_thread.run_sync(page, request)
        return compressed(response, request.headers.get("accept-encoding"))

    return answer


def choice_of_language(request: Request) -> Response | None:
    """The answer to a choice of another language with ``lang``; ``None`` where nobody chose one.

    It leads to the same page without the choice in its address, which is not to be sent on; the browser remembers it.
    """
    language = request.query_params.get("lang")
    if language not in LANGUAGES:
        return None
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    path = request.scope.get("raw_path", b"").partition(b"?")[0].decode("latin-1") or quote(request.url.path)
    # Two slashes at the beginning would be the name of another host, and browsers take a backslash for a slash.
    path = f"/{path.lstrip(_SLASHES)}"
    response = RedirectResponse(f"{path}?{urlencode(pairs)}" if pairs else path, 303)
    response.set_cookie(COOKIE, language, max_age=_A_YEAR_S, httponly=True, samesite="lax")
    return response
