"""The pages of the types: all of them, one with its fields and a form to try it, and the objects inside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from opencredreg.api.compat import status_of
from opencredreg.api.compression import compressed
from opencredreg.crosswalk.assistant.table import Kind, get_kind
from opencredreg.errors import InvalidInput, NotFound, RegistryError
from opencredreg.registry.node import Node
from opencredreg.web.accept import prefers_html
from opencredreg.web.assistant.groups import list_groups
from opencredreg.web.assistant.trying import fault_of, read_text, try_text
from opencredreg.web.assistant.view import build_kind, build_object
from opencredreg.web.finder.errors import friendly
from opencredreg.web.finder.visit import Visit
from opencredreg.web.routing import BrowserRoute, SharedRoute, endpoint
from opencredreg.web.text import whole
from opencredreg.web.validation.forms import is_form

__all__ = ["assistant_routes"]

_TYPES: Final = "/assistant/types"
_OBJECTS: Final = "/assistant/objects"
_SECTION: Final = "/publish/"
"""What these pages belong to in the navigation."""
_LONGEST_QUERY: Final = 200


def assistant_routes(node: Node) -> list[Route]:
    """The routes, for browsers; programs get data at the addresses of the types."""

    def made(page: Callable[[Node, Request], Response]) -> Any:
        return endpoint(friendly(node, partial(page, node)))

    return [
        BrowserRoute(_TYPES, made(_index)),
        BrowserRoute(f"{_TYPES}/{{type}}", made(_type)),
        _TriedRoute(f"{_TYPES}/{{type}}", partial(_try, node), methods=["POST"]),
        SharedRoute(f"{_OBJECTS}/{{object}}", made(_object)),
    ]


class _TriedRoute(Route):
    """The form of a type, sent by a browser; everything else belongs to the API."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        is_ours = is_form(headers.get(b"content-type", "")) and prefers_html(headers.get(b"accept", ""))
        return (match, child) if is_ours and match is Match.FULL else (Match.NONE, {})


def _index(node: Node, request: Request) -> Response:
    query = request.query_params.get("q", "").strip()[:_LONGEST_QUERY]
    visit = Visit(node, request)
    groups = list_groups(node.vocabulary, query, visit.reader.language)
    count = sum(len(group.kinds) for group in groups)
    return _page(visit, "index", query=query, groups=groups, count=count)


def _type(node: Node, request: Request) -> Response:
    visit = Visit(node, request)
    kind = get_kind(request.path_params["type"])
    if request.path_params["type"] != kind.name:
        return RedirectResponse(f"{visit.root}{_TYPES}/{kind.name}", 308)
    view = build_kind(kind, node.vocabulary)
    classes = {one.name: one.cls for one in view.objects}
    return _page(visit, "type", view=view, kind=kind, classes=classes)


def _object(node: Node, request: Request) -> Response:
    name = request.path_params["object"]
    view = build_object(name, node.vocabulary)
    if view is None:
        raise NotFound(
            f"There is no object called {name}.", kind="object", hint="The pages of the types link to them."
        )
    return _page(Visit(node, request), "object", view=view, classes=view.inner)


async def _try(node: Node, request: Request) -> Response:
    try:
        text: bytes | RegistryError = await read_text(request, node.settings.limits)
    except RegistryError as error:
        text = error
    page = friendly(node, partial(_tried, node, text))
    # Converting and filling templates take time, which must not hold up other requests.
    response = await to_thread.run_sync(page, request)
    return compressed(response, request.headers.get("accept-encoding"))


def _tried(node: Node, text: bytes | RegistryError, request: Request) -> Response:
    visit = Visit(node, request)
    kind = get_kind(request.path_params["type"])
    if isinstance(text, RegistryError):
        return _refused(visit, kind, b"", text)
    if visit.is_shut_out:
        return visit.render_apart("home_closed.html", status=401)
    if not text.strip():
        return _refused(visit, kind, text, InvalidInput("There is nothing yet.", hint="Write a request."))
    try:
        tried = try_text(visit, kind, text)
    except RegistryError as error:
        return _refused(visit, kind, text, error)
    return _page(visit, "tried", kind=kind, text=_decoded(text), tried=tried, problem=None, excerpt=None)


def _refused(visit: Visit, kind: Kind, text: bytes, error: RegistryError) -> Response:
    return _page(
        visit,
        "tried",
        status=status_of(error),
        kind=kind,
        text=_decoded(text),
        tried=None,
        problem=error,
        excerpt=fault_of(text),
    )


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _page(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    return visit.render_apart(
        f"assistant/{template}.html",
        here=_SECTION,
        status=status,
        whole=whole,
        is_closed=visit.is_shut_out,
        **context,
    )
