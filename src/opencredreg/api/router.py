"""From operations to routes: reading the body within its limit, running the handler in a thread, shaping errors."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from opencredreg.api.body import read_body
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.compat import error_response
from opencredreg.api.compression import compressed
from opencredreg.api.operation import Operation
from opencredreg.errors import LimitExceeded, RegistryError
from opencredreg.ids import new_uuid
from opencredreg.registry.node import Node

__all__ = ["RoutesBySegment", "build_routes", "concrete_paths"]

_log = logging.getLogger(__name__)
_limiters: WeakKeyDictionary[Node, CapacityLimiter] = WeakKeyDictionary()
_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_ANY = "/{}"
"""The key of routes whose second segment may be anything, such as the kind of resource in a search."""


def concrete_paths(operation: Operation) -> list[str]:
    """The paths of an operation as they are served: with and without the community in front."""
    if not operation.is_scoped:
        return [operation.path]
    rest = operation.path.removeprefix("{c}")
    return [rest, "/{community}" + rest]


def build_routes(node: Node, operations: Sequence[Operation]) -> list[Route]:
    """Routes for the operations, in the order in which they must be tried: bare before prefixed, fixed before free."""
    by_path: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        for path in concrete_paths(operation):
            by_path[_pattern(operation, path)].append(operation)
    ordered = sorted(by_path, key=lambda path: (path.startswith("/{community}"), _freedom(path)))
    routes = []
    for path in ordered:
        if _may_end_like_a_name(path):
            routes.append(_route(node, f"{path}.json", by_path[path]))
        routes.append(_route(node, path, by_path[path]))
    return routes


def _may_end_like_a_name(path: str) -> bool:
    # Everywhere else the suffix .json (quirk 40) is gone before routes are tried; here it may belong to an @id.
    return ("/resources/" in path or "/graph/" in path) and not path.endswith(":path}")


class RoutesBySegment:
    """An ASGI application that tries only those routes whose first fixed segment is that of the path.

    A hundred patterns tried one after the other cost more than reading a resource does. The first segment of a
    path is either the beginning of a route or a community, whose name is none of these (``RESERVED_NAMES``).
    """

    def __init__(self, routes: Sequence[Route]) -> None:
        groups: dict[str, list[Route]] = defaultdict(list)
        for route in routes:
            first, _, rest = route.path.removeprefix("/").partition("/")
            # The second segment of a route with a community in front; no first segment has a slash in it.
            second = rest.partition("/")[0]
            key = (_ANY if second.startswith("{") else f"/{second}") if first == "{community}" else first
            groups[key].append(route)
        self._routers = {key: Router(group) for key, group in groups.items()}
        self._nothing = Router()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the routes that can match."""
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        second = f"/{rest.partition('/')[0]}"
        router = (
            self._routers.get(first) or self._routers.get(second) or self._routers.get(_ANY, self._nothing)
        )
        await router(scope, receive, send)


def _pattern(operation: Operation, path: str) -> str:
    free = {param.name for param in operation.path_params if param.takes_slashes}
    return re.sub(r"\{(\w+)\}", lambda m: f"{{{m[1]}:path}}" if m[1] in free else m[0], path)


def _freedom(path: str) -> list[tuple[int, str]]:
    """Sort key by which ``/envelopes/info`` is tried before ``/envelopes/{id}``."""
    return [(2 if ":path}" in part else 1 if "{" in part else 0, part) for part in path.split("/")]


def _route(node: Node, path: str, operations: list[Operation]) -> Route:
    methods = sorted({operation.method for operation in operations})

    async def endpoint(request: Request) -> Response:
        wanted = "GET" if request.method == "HEAD" else request.method
        candidates = [operation for operation in operations if operation.method == wanted]
        operation = _of_version(candidates, request.headers.get("accept-version"))
        if operation is None:
            return json_response({"error": "The requested version is not supported."}, 406)
        return await _answer(node, operation, request)

    return Route(path, endpoint, methods=methods)


def _of_version(operations: list[Operation], version: str | None) -> Operation | None:
    if version is None or version == "":
        return min(operations, key=lambda operation: operation.version or "v1")
    for operation in operations:
        if operation.version == version or (operation.version is None and version == "v1"):
            return operation
    return None


async def _answer(node: Node, operation: Operation, request: Request) -> Response:
    call: Call | None = None
    try:
        if "\x00" in request.scope["path"]:
            raise ParameterErrors(["The address contains a NUL character."])
        wanted = request.query_params.get("format")
        if wanted not in (None, "", "json") and operation.style != "problem" and not operation.is_hidden:
            return json_response({"error": f"The requested format '{wanted}' is not supported."}, 406)
        body = b""
        if request.method in _WITH_BODY:
            body = await _read_body(node, request)
        call = Call(node, operation, request, body)
        return await to_thread.run_sync(_run, call, limiter=_limiter(node))
    except RegistryError as error:
        response = error_response(error, call, operation.style)
        if response.status_code == 500:
            _log.error("request failed", exc_info=error)
        return response
    except ClientDisconnect:
        return Response(status_code=400)
    except HTTPException:
        raise
    except Exception as error:
        incident = new_uuid()
        _log.error("unexpected failure %s", incident, exc_info=error)
        return json_response(
            {"errors": [f"The node failed; this is not your mistake. Incident {incident}."]}, 500
        )


def _limiter(node: Node) -> CapacityLimiter:
    """As many requests at a time as the database has connections for; the others wait their turn."""
    found = _limiters.get(node)
    if found is None:
        found = _limiters[node] = CapacityLimiter(node.database.concurrency)
    return found


def _run(call: Call) -> Response:
    return compressed(call.run(), call.header("accept-encoding"))


async def _read_body(node: Node, request: Request) -> bytes:
    limits = node.settings.limits
    return await read_body(
        request,
        most=limits.payload_bytes,
        seconds=limits.request_seconds,
        too_large=LimitExceeded(
            f"The body is larger than {limits.payload_bytes:,} bytes.",
            limit="limits.payload_bytes",
            value=limits.payload_bytes,
        ),
    )
