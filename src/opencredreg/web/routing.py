"""Routes of pages: in a thread of their own, compressed, and at addresses that programs use as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

__all__ = ["BrowserRoute", "Page", "endpoint"]

Page = Callable[[Request], Response]
_A_YEAR_S = 31_536_000


class BrowserRoute(Route):
    """A page at an address that is also one of the API: it is there only for those who like HTML better."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for the page."""
        wants_page = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and prefers_html(Headers(scope=scope).get("accept", ""))
            and "format" not in QueryParams(scope["query_string"])
        )
        return super().matches(scope) if wants_page else (Match.NONE, {})


def endpoint(page: Page) -> Any:
    """What answers a request for a page."""

    async def answer(request: Request) -> Response:
        chosen = request.query_params.get("lang")
        if chosen in LANGUAGES:
            return _with_language(request, chosen)
        # Pages read the database and fill templates, which must not hold up other requests.
        response = await to_thread.run_sync(page, request)
        return compressed(response, request.headers.get("accept-encoding"))

    return answer


def _with_language(request: Request, language: str) -> Response:
    """The same page without the choice in its address, which is not to be sent on; the browser remembers it."""
    url = request.url.remove_query_params("lang")
    response = RedirectResponse(f"{url.path}?{url.query}" if url.query else url.path, 303)
    response.set_cookie(COOKIE, language, max_age=_A_YEAR_S, httponly=True, samesite="lax")
    return response
