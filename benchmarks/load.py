"""A load generator: one process, a few connections, one request at a time on each."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import re
import statistics
import time
from typing import Any

try:
    import uvloop
except ImportError:  # pragma: no cover
    uvloop = None  # type: ignore[assignment]

CONNECTIONS = 16
_LENGTH = re.compile(rb"content-length: (\d+)")


def requests_per_second(port: int, paths: list[str], seconds: float) -> float:
    """How many GET requests the server answers in a second; the paths are asked for in turn."""
    if uvloop is not None:
        return uvloop.run(_measure(port, paths, seconds))
    return asyncio.run(_measure(port, paths, seconds))


async def _measure(port: int, paths: list[str], seconds: float) -> float:
    requests = itertools.cycle(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode() for path in paths
    )
    count = 0

    class Asker(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport
            self.wanted = 0
            transport.write(next(requests))

        def data_received(self, data: bytes) -> None:
            nonlocal count
            if self.wanted == 0:
                head = data.find(b"\r\n\r\n")
                found = _LENGTH.search(data[:head].lower())
                if b" 200 " not in data[:20] or found is None:
                    raise RuntimeError(f"unexpected answer {data[:80]!r}")
                self.wanted = head + 4 + int(found[1])
            self.wanted -= len(data)
            if self.wanted == 0:
                count += 1
                self.transport.write(next(requests))

    loop = asyncio.get_running_loop()
    transports = [(await loop.create_connection(Asker, "127.0.0.1", port))[0] for _ in range(CONNECTIONS)]
    await asyncio.sleep(0.3)
    before, start = count, time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (count - before) / (time.perf_counter() - start)
    for transport in transports:
        transport.close()
    return rate


class Client:
    """One connection for timed requests."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._headers = {"Authorization": f"Token {token}"} if token else {}

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[float, int, bytes]:
        """Seconds, status and body of one request."""
        headers = {**self._headers, "Content-Type": "application/json"} if body else self._headers
        start = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        return time.perf_counter() - start, answer.status, content


def spread(values: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]
