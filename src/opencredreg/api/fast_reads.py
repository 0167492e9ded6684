"""The short way for the most frequent request: ``GET /resources/{ctid}`` and ``/graph/{ctid}``, as JSON.

The framework costs more than the database does (performance.md section 6), so plain reads of a local database
are answered before it, and the answers that were given last are kept until anybody commits anything. Whatever
is not plain (parameters, other formats, secured communities, other databases, something not found) goes the
ordinary way, which gives the same answer.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from email.utils import formatdate
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from opencredreg.api.compression import SMALLEST, coding_of
from opencredreg.api.negotiate import is_fresh
from opencredreg.errors import RegistryError
from opencredreg.ids import is_ctid
from opencredreg.registry.node import Node
from opencredreg.registry.read import resource_bytes
from opencredreg.store.documents import compress, decompress

__all__ = ["FastReads"]

_PLAIN_ACCEPT = frozenset({b"*/*", b"application/json", b"application/ld+json"})
_NOT_PLAIN = frozenset({b"accept-version", b"origin"})
_LARGEST = 64 * 1024
"""Larger documents are unpacked and packed in a thread, so that they do not hold up others."""
_KEPT_BYTES = 32 * 1024 * 1024
_LINKS = {
    "resources": b'<%b/api/communities/%b/history/%b>; rel="version-history", <%b/graph/%b>; rel="collection"',
    "graph": b'<%b/api/communities/%b/history/%b>; rel="version-history", <%b/resources/%b>; rel="describes"',
}

_Headers = list[tuple[bytes, bytes]]


class _Answer(NamedTuple):
    headers: _Headers
    body: bytes
    digest: str
    updated_at: int


class FastReads:
    """An ASGI application in front of another one."""

    def __init__(self, app: ASGIApp, node: Node) -> None:
        self._app = app
        self._node = node
        self._is_open = node.database.is_sqlite and not node.settings.access.authentication_required
        self._base = node.settings.server.public_url.rstrip("/").encode()
        self._kept: dict[tuple[str, bytes, bytes, bytes], _Answer] = {}
        self._kept_bytes = 0
        self._version = -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand over."""
        if scope["type"] == "http" and scope["method"] == "GET" and self._is_open:
            headers: dict[bytes, bytes] = dict(scope["headers"])
            answer = self._find(scope, headers)
            if answer is not None:
                start, body = _message(answer, headers)
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
        await self._app(scope, receive, send)

    def _find(self, scope: Scope, headers: Mapping[bytes, bytes]) -> _Answer | None:
        path: str = scope["path"]
        if scope["query_string"] or ("/resources/" not in path and "/graph/" not in path):
            return None
        accept = headers.get(b"accept", b"*/*")
        if accept not in _PLAIN_ACCEPT or not _NOT_PLAIN.isdisjoint(headers):
            return None
        version = self._node.lookup.data_version()
        if version != self._version:
            # Somebody committed: what is kept may be old, and so may what is known of the communities.
            self._kept.clear()
            self._kept_bytes = 0
            self._node.forget_communities()
            self._version = version
        key = (path, accept, headers.get(b"accept-encoding", b""), headers.get(b"host", b""))
        answer = self._kept.get(key)
        if answer is None:
            answer = self._make(scope, path, accept, headers)
            if answer is not None:
                self._keep(key, answer)
        return answer

    def _keep(self, key: tuple[str, bytes, bytes, bytes], answer: _Answer) -> None:
        self._kept_bytes += len(answer.body) + 1024
        if self._kept_bytes > _KEPT_BYTES:
            self._kept.clear()
            self._kept_bytes = len(answer.body) + 1024
        self._kept[key] = answer

    def _make(self, scope: Scope, path: str, accept: bytes, headers: Mapping[bytes, bytes]) -> _Answer | None:
        parts = path.split("/")
        if len(parts) == 3:
            community_name, kind, name = None, parts[1], parts[2]
        elif len(parts) == 4:
            community_name, kind, name = parts[1], parts[2], parts[3]
        else:
            return None
        if kind not in ("resources", "graph") or not is_ctid(name):
            return None
        if community_name is None:
            community = self._node.default_community(headers.get(b"host", b"").decode("latin-1"))
        else:
            community = self._node.find_community(community_name)
        if community is None or community.secured:
            return None
        try:
            found = self._read(community.id, kind, name.lower())
        except RegistryError:
            return None
        if found is None:
            return None
        body, digest, updated_at = found
        coding = coding_of(headers.get(b"accept-encoding", b"").decode("latin-1"))
        if len(body) < SMALLEST:
            coding = None
        base = self._base or scope["scheme"].encode() + b"://" + headers.get(b"host", b"")
        prefix = f"/{quote(community_name, safe='')}".encode() if community_name else b""
        links = _LINKS[kind] % (base, community.name.encode(), name.encode(), base + prefix, name.encode())
        answer: _Headers = [
            (
                b"content-type",
                b"application/ld+json" if accept == b"application/ld+json" else b"application/json",
            ),
            (b"etag", f'"{digest}{f"-{coding}" if coding else ""}"'.encode()),
            (b"last-modified", formatdate(updated_at // 1_000_000, usegmt=True).encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept, Accept-Encoding, Origin"),
            (b"link", links),
            (b"x-content-type-options", b"nosniff"),
        ]
        if coding is not None:
            body = compress(body) if coding == "zstd" else gzip.compress(body, 5, mtime=0)
            answer.append((b"content-encoding", coding.encode()))
        return _Answer(answer, body, digest, updated_at)

    def _read(self, community_id: int, kind: str, name: str) -> tuple[bytes, str, int] | None:
        if kind == "resources":
            resource = self._node.lookup.find_resource(community_id, name)
            if resource is None or len(resource.body) > _LARGEST:
                return None
            return resource_bytes(resource), resource.digest.hex(), resource.updated_at
        document = self._node.lookup.find_document(community_id, name)
        if document is None or document.byte_count > _LARGEST:
            return None
        return decompress(document.body), document.digest.hex(), document.updated_at


def _message(answer: _Answer, headers: Mapping[bytes, bytes]) -> tuple[dict[str, Any], bytes]:
    """The answer as ASGI wants it; without content when the client has it already."""
    status, sent, body = 200, answer.headers, answer.body
    if (b"if-none-match" in headers or b"if-modified-since" in headers) and is_fresh(
        {key.decode("latin-1"): value.decode("latin-1") for key, value in headers.items()},
        answer.digest,
        answer.updated_at,
    ):
        sent = [pair for pair in sent if pair[0] not in (b"content-type", b"content-encoding")]
        status, body = 304, b""
    else:
        sent = [*sent, (b"content-length", b"%d" % len(body))]
    return {"type": "http.response.start", "status": status, "headers": sent}, body
