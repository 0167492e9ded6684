"""The short way for the most frequent request: ``GET /resources/{ctid}`` and ``/graph/{ctid}``, as JSON.

The framework costs more than the database does (performance.md section 6), so plain reads of a local database
are answered before it. Whatever is not plain (parameters, other formats, secured communities, other databases,
something not found) goes the ordinary way, which gives the same answer.
"""

from __future__ import annotations

from email.utils import formatdate
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from opencredreg.api.negotiate import is_fresh
from opencredreg.errors import RegistryError
from opencredreg.ids import is_ctid
from opencredreg.registry.node import Node
from opencredreg.registry.read import resource_bytes
from opencredreg.store.documents import decompress

__all__ = ["FastReads"]

_PLAIN_ACCEPT = frozenset({b"*/*", b"application/json", b"application/ld+json"})
_NOT_PLAIN = frozenset({b"accept-encoding", b"accept-version", b"origin"})
_LARGEST = 256 * 1024
"""Larger documents are unpacked in a thread, so that they do not hold up others."""


_LINKS = {
    "resources": b'<%b/api/communities/%b/history/%b>; rel="version-history", <%b/graph/%b>; rel="collection"',
    "graph": b'<%b/api/communities/%b/history/%b>; rel="version-history", <%b/resources/%b>; rel="describes"',
}


@lru_cache(4096)
def _http_date(seconds: int) -> bytes:
    return formatdate(seconds, usegmt=True).encode()


class FastReads:
    """An ASGI application in front of another one."""

    def __init__(self, app: ASGIApp, node: Node) -> None:
        self._app = app
        self._node = node
        self._is_open = node.database.is_sqlite and not node.settings.access.authentication_required
        self._base = node.settings.server.public_url.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand over."""
        if scope["type"] == "http" and scope["method"] == "GET" and self._is_open:
            answer = self._answer(scope)
            if answer is not None:
                start, body = answer
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
        await self._app(scope, receive, send)

    def _answer(self, scope: Scope) -> tuple[dict[str, Any], bytes] | None:
        if scope["query_string"]:
            return None
        parts = scope["path"].split("/")
        if len(parts) == 3:
            community_name, kind, name = None, parts[1], parts[2]
        elif len(parts) == 4:
            community_name, kind, name = parts[1], parts[2], parts[3]
        else:
            return None
        if kind not in ("resources", "graph") or not is_ctid(name):
            return None
        headers: dict[bytes, bytes] = dict(scope["headers"])
        accept = headers.get(b"accept", b"*/*")
        if accept not in _PLAIN_ACCEPT or not _NOT_PLAIN.isdisjoint(headers):
            return None
        community = self._node.find_community(community_name)
        if community is None or community.secured:
            return None
        try:
            found = self._find(community.id, kind, name.lower())
        except RegistryError:
            return None
        if found is None:
            return None
        body, digest, updated_at = found
        prefix = f"/{quote(community_name, safe='')}" if community_name else ""
        return self._response(
            scope, headers, accept, prefix, kind, community.name, name, digest, updated_at, body
        )

    def _find(self, community_id: int, kind: str, name: str) -> tuple[bytes, str, int] | None:
        if kind == "resources":
            resource = self._node.lookup.find_resource(community_id, name)
            if resource is None:
                return None
            return resource_bytes(resource), resource.digest.hex(), resource.updated_at
        document = self._node.lookup.find_document(community_id, name)
        if document is None or document.byte_count > _LARGEST:
            return None
        return decompress(document.body), document.digest.hex(), document.updated_at

    def _response(
        self,
        scope: Scope,
        headers: dict[bytes, bytes],
        accept: bytes,
        prefix: str,
        kind: str,
        community: str,
        name: str,
        digest: str,
        updated_at: int,
        body: bytes,
    ) -> tuple[dict[str, Any], bytes]:
        base = self._base.encode() or scope["scheme"].encode() + b"://" + headers.get(b"host", b"")
        links = _LINKS[kind] % (
            base,
            community.encode(),
            name.encode(),
            base + prefix.encode(),
            name.encode(),
        )
        media_type = b"application/ld+json" if accept == b"application/ld+json" else b"application/json"
        answer = [
            (b"etag", f'"{digest}"'.encode()),
            (b"last-modified", _http_date(updated_at // 1_000_000)),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept, Accept-Encoding, Origin"),
            (b"link", links),
            (b"x-content-type-options", b"nosniff"),
        ]
        status = 200
        if (b"if-none-match" in headers or b"if-modified-since" in headers) and is_fresh(
            {key.decode("latin-1"): value.decode("latin-1") for key, value in headers.items()},
            digest,
            updated_at,
        ):
            status, body = 304, b""
        else:
            answer.append((b"content-type", media_type))
            answer.append((b"content-length", str(len(body)).encode()))
        return {"type": "http.response.start", "status": status, "headers": answer}, body
