"""Connections that are kept open between requests: one exchange at a time on each of them."""

from __future__ import annotations

import base64
import contextlib
import gzip
import http.client
import selectors
import ssl
import urllib.request
import zlib
from collections import deque
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

__all__ = ["Answer", "Connections"]

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_KEPT: Final = 8


class Answer(msgspec.Struct, frozen=True):
    """What came back. Names of headers are in lower case."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Connections:
    """Connections to one host. Several threads may use them at the same time.

    Proxies are those of the environment, as everywhere in Python; the machine itself is never asked through one.
    """

    def __init__(self, base: SplitResult, timeout: float) -> None:
        self._base = base
        self._timeout = timeout
        self._proxy = _find_proxy(base)
        # Threads put in and take out at one end; each of both is one step of the interpreter.
        self._idle: deque[http.client.HTTPConnection] = deque()

    def exchange(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Send a request and read the whole answer.

        Raises:
            TimeoutError: the answer takes too long.
            OSError, http.client.HTTPException: there is no connection, or it broke.
        """
        connection = self._take()
        sent = dict(headers)
        if self._proxy is not None and self._base.scheme == "http":
            # Such a proxy reads the request itself, so it gets the whole address.
            target = f"{self._base.scheme}://{self._base.netloc}{target}"
            sent |= _proxy_headers(self._proxy)
        try:
            if connection.sock is None:
                _connect(connection)
            answer, is_open = _exchange(connection, method, target, body, sent)
        except BaseException:
            connection.close()
            raise
        if is_open and len(self._idle) < _KEPT:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> http.client.HTTPConnection:
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return self._new()
            if not _was_closed(connection):
                return connection
            connection.close()

    def _new(self) -> http.client.HTTPConnection:
        host, port = self._base.hostname or "", self._base.port
        through = self._proxy
        if self._base.scheme == "https":
            trusted = ssl.create_default_context()
            if through is None:
                return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=trusted)
            secure = http.client.HTTPSConnection(
                through.hostname or "", through.port, timeout=self._timeout, context=trusted
            )
            secure.set_tunnel(host, port, headers=_proxy_headers(through))
            return secure
        if through is not None:
            host, port = through.hostname or "", through.port
        return http.client.HTTPConnection(host, port, timeout=self._timeout)


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except TimeoutError as error:
        # Nothing was sent, so that this is not the time-out of an answer and the request may be repeated.
        raise ConnectionError("no connection in time") from error


def _exchange(
    connection: http.client.HTTPConnection,
    method: str,
    target: str,
    body: bytes | None,
    headers: dict[str, str],
) -> tuple[Answer, bool]:
    # A server that does not want a large body answers before all of it is sent, and why is worth knowing.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request(method, target, body, headers)
    response = connection.getresponse()
    content = response.read()
    named = {name.lower(): value for name, value in response.getheaders()}
    if named.get("content-encoding") == "gzip" and content:
        try:
            content = gzip.decompress(content)
        except (EOFError, zlib.error) as error:
            raise http.client.HTTPException("the answer breaks off") from error
    return Answer(response.status, response.reason, named, content), not response.will_close


def _was_closed(connection: http.client.HTTPConnection) -> bool:
    """Whether the other side closed it meanwhile: then there is an end to read where nothing was asked for."""
    if connection.sock is None:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _find_proxy(base: SplitResult) -> SplitResult | None:
    host = base.hostname or ""
    if host in _LOOPBACK or urllib.request.proxy_bypass(host):
        return None
    address = urllib.request.getproxies().get(base.scheme)
    return urlsplit(address if "//" in address else f"http://{address}") if address else None


def _proxy_headers(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    who = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(who.encode()).decode()}"}
