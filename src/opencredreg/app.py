"""The one place where everything is wired together: settings to node, node to application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from opencredreg import __version__
from opencredreg.accounts.uses import uses_written
from opencredreg.api.call import json_response
from opencredreg.api.fast_reads import FastReads
from opencredreg.api.openapi import build_openapi
from opencredreg.api.operations import all_operations
from opencredreg.api.router import RoutesBySegment, build_routes
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.jobs import Handler, Worker
from opencredreg.objects import FolderObjects
from opencredreg.publisher import batch_jobs
from opencredreg.registry import downloads, publish_requests
from opencredreg.registry.node import Node
from opencredreg.registry.setup import require_environment
from opencredreg.search.facets import warm_in_background
from opencredreg.settings import Settings, load_settings
from opencredreg.store.database import open_database
from opencredreg.store.migrate import upgrade
from opencredreg.web.operations import page_operations
from opencredreg.web.pages import not_found_page, page_routes, prefers_html
from opencredreg.web.sandbox import ENVIRONMENT_HEADER, SandboxMarks

__all__ = ["build_node", "create_app", "create_app_from_environment"]

_EXPOSED = (
    "ETag", "Link", "Total", "Per-Page", "X-Total", "X-Total-Pages", "X-Per-Page", "X-Page", "X-Next-Page",
    "X-Prev-Page", "X-Offset", "Last-Modified", "Retry-After", ENVIRONMENT_HEADER,
)  # fmt: skip
_KEEPS_SUFFIX = (
    "/resources/", "/graph/", "/metadata/json_contexts/", "/openapi.json", "/swagger.json", "/about.json",
)  # fmt: skip
_FILES = "/vocabulary/"
"""The beginning of paths that end with the name of a file. The routes under ``/api/vocabulary`` do not."""


def build_node(settings: Settings, *, migrate: bool = True) -> Node:
    """Open the database and the object folder that the settings name.

    Raises:
        Conflict: the database was made by a newer release.
        Unavailable: the database cannot be reached.
    """
    data = Path(settings.storage.data)
    database = open_database(settings.database, data)
    if migrate:
        upgrade(database)
    objects = FolderObjects(Path(settings.storage.objects or data / "objects"))
    return Node(database, settings, objects, bundled_vocabulary())


def create_app(node: Node) -> ASGIApp:
    """The application of a node: the wire API, our own API, the pages, and the worker for jobs."""
    operations = (*all_operations(), *page_operations())

    @cache
    def openapi() -> dict[str, Any]:
        return build_openapi(
            operations,
            title="Open Credential Registry",
            version=__version__,
            server_url=node.settings.server.public_url or "/",
            is_sandbox=node.settings.publishing.sandbox,
        )

    worker = Worker(node.database, node.settings.jobs, _handlers(node))
    node.worker = worker

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        worker.start()
        warm_in_background(node)
        with uses_written(node.database):
            yield
        worker.stop()
        node.close()

    app = Starlette(
        routes=[
            # Pages come first: at the addresses that they share with the API they take only what browsers ask.
            Mount(
                "",
                RoutesBySegment(
                    [
                        *page_routes(node, openapi),
                        *_document_routes(node, openapi),
                        *build_routes(node, operations),
                    ]
                ),
            ),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=list(node.settings.server.cors_origins),
                allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=_EXPOSED,
                max_age=7200,
            )
        ],
        exception_handlers={HTTPException: _http_error},  # type: ignore[dict-item]
        lifespan=lifespan,
    )
    marked: ASGIApp = FastReads(_Edge(app), node)
    return SandboxMarks(marked) if node.settings.publishing.sandbox else marked


def create_app_from_environment() -> ASGIApp:
    """For server processes that are started by name: the settings come from the environment alone."""
    data = os.environ.get("OPENCREDREG_STORAGE_DATA")
    node = build_node(load_settings(Path(data) if data else None, None, os.environ, {}))
    require_environment(node)
    return create_app(node)


def _handlers(node: Node) -> dict[str, Handler]:
    return {
        publish_requests.JOB: Handler(
            partial(publish_requests.run_request, node), partial(publish_requests.fail_request, node)
        ),
        batch_jobs.JOB: Handler(partial(batch_jobs.run_batch, node), partial(batch_jobs.fail_batch, node)),
        downloads.JOB: Handler(
            partial(downloads.build_download, node), partial(downloads.fail_download, node)
        ),
    }


def _document_routes(node: Node, openapi: Any) -> list[Route]:
    async def openapi_json(_request: Request) -> Response:
        return json_response(openapi())

    async def swagger_json(_request: Request) -> Response:
        if not node.settings.server.swagger_enabled:
            return json_response({"error": "Swagger is disabled"}, 403)
        return json_response(openapi())

    return [Route("/openapi.json", openapi_json), Route("/swagger.json", swagger_json)]


async def _http_error(request: Request, error: HTTPException) -> Response:
    """No such route, or not with this method."""
    headers = dict(error.headers or {})
    if error.status_code == 405:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
        return json_response({"errors": ["405 Not Allowed"]}, 405, headers)
    if error.status_code == 404 and prefers_html(request.headers.get("accept", "")):
        return not_found_page(request)
    return json_response(
        {"errors": [f"There is nothing at {request.url.path}"]},
        error.status_code,
        {**headers, "X-Cascade": "pass"},
    )


class _Edge:
    """What holds for every answer: the ``.json`` suffix of any route (quirk 40), and one security header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        keeps_suffix = path.startswith(_FILES) or any(part in path for part in _KEEPS_SUFFIX)
        if path.endswith(".json") and not keeps_suffix:
            scope = {**scope, "path": path.removesuffix(".json"), "raw_path": None}

        async def send_marked(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        await self._app(scope, receive, send_marked)
