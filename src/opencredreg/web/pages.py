"""The pages and their routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from opencredreg.api.call import json_response
from opencredreg.api.openapi_schemas import ERROR_SCHEMAS
from opencredreg.registry.communities import list_communities
from opencredreg.registry.node import Node
from opencredreg.web.accept import prefers_html
from opencredreg.web.assets import find_asset
from opencredreg.web.assistant.pages import assistant_routes
from opencredreg.web.codes.pages import code_routes
from opencredreg.web.error_codes import list_error_codes
from opencredreg.web.finder.routes import finder_routes
from opencredreg.web.paths import community_path
from opencredreg.web.query.pages import query_routes
from opencredreg.web.reader import reader_of
from opencredreg.web.reference import build_reference, shared_statuses
from opencredreg.web.rendering import page, render
from opencredreg.web.routing import BrowserRoute, choice_of_language, endpoint
from opencredreg.web.site.routes import site_routes
from opencredreg.web.validation.pages import validation_routes
from opencredreg.web.vocabulary.pages import vocabulary_pages

__all__ = ["not_found_page", "page_routes", "prefers_html"]

_REFERENCES_KEPT = 8
_FOR_EVER = "public, max-age=31536000, immutable"


def page_routes(node: Node, openapi_document: Callable[[], Mapping[str, Any]]) -> list[Route]:
    """The routes of all pages. They stand before those of the API: ``/`` is a page only for browsers.

    Args:
        node: the node that the pages speak of.
        openapi_document: gives the description of the API; it is called when a page needs it.
    """
    pages = _Pages(node, openapi_document)
    return [
        Route("/docs", endpoint(pages.reference)),
        Route("/docs/errors", endpoint(pages.errors)),
        Route("/readme", endpoint(pages.readme)),
        *(BrowserRoute(path, endpoint(page)) for path, page in vocabulary_pages(node)),
        *validation_routes(node),
        *query_routes(node),
        *code_routes(node),
        *assistant_routes(node),
        *finder_routes(node),
        *site_routes(node),
        Route("/static/{name}", endpoint(_static)),
    ]


def not_found_page(request: Request) -> Response:
    """The answer to a browser that asks for something that is not there."""
    chosen = choice_of_language(request)
    if chosen is not None:
        return chosen
    made = render(
        "not_found.html",
        root=request.scope.get("root_path", ""),
        status=404,
        reader=reader_of(request),
        path=request.url.path,
    )
    made.headers["Vary"] = "Accept, Accept-Language, Cookie"
    return made


def _static(request: Request) -> Response:
    asset = find_asset(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": _FOR_EVER})


class _Pages:
    """The pages of one node."""

    def __init__(self, node: Node, openapi_document: Callable[[], Mapping[str, Any]]) -> None:
        self._node = node
        self._openapi_document = openapi_document
        self._references: dict[str, bytes] = {}
        self._root = urlsplit(node.settings.server.public_url).path.rstrip("/")

    def reference(self, request: Request) -> Response:
        base_url = self._base_url(request)
        known = self._references.get(base_url)
        if known is None:
            # The page is large and changes only with the address by which clients call the node.
            known = bytes(self._reference(base_url).body)
            if len(self._references) >= _REFERENCES_KEPT:
                self._references.clear()
            self._references[base_url] = known
        return page(known)

    def _reference(self, base_url: str) -> Response:
        document = self._openapi_document()
        return render(
            "reference.html",
            root=self._root,
            here="/docs",
            base_url=base_url,
            groups=build_reference(document, base_url),
            description=document["info"]["description"],
            statuses=shared_statuses(document),
            openapi_path="/openapi.json",
        )

    def errors(self, request: Request) -> Response:
        codes = list_error_codes()
        if request.query_params.get("format") == "json":
            return json_response(msgspec.to_builtins(codes))
        return render("errors.html", root=self._root, here="/docs/errors", codes=codes, schemas=ERROR_SCHEMAS)

    def readme(self, request: Request) -> Response:
        with self._node.database.read() as connection:
            communities = list_communities(connection)
        return render(
            "readme.html",
            root=self._root,
            here="/readme",
            base_url=self._base_url(request),
            communities=communities,
            community_path=community_path,
        )

    def _base_url(self, request: Request) -> str:
        public_url = self._node.settings.server.public_url.rstrip("/")
        return public_url or f"{request.url.scheme}://{request.url.netloc}"
