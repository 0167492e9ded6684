"""A load generator: one process, a few connections, one request at a time on each."""

from __future__ import annotations

import asyncio
import http.client
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


def requests_per_second(port: int, path: str, seconds: float) -> float:
    """How many GET requests of one path the server answers in a second, the same bytes each time."""
    if uvloop is not None:
        return uvloop.run(_measure(port, path, seconds))
    return asyncio.run(_measure(port, path, seconds))


async def _measure(port: int, path: str, seconds: float) -> float:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise RuntimeError(f"{path} answered {head[:60]!r}")
    found = _LENGTH.search(head.lower())
    assert found is not None
    expected = len(head) + int(found[1])
    writer.close()
    count = 0

    class Client(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport
            self.got = 0
            transport.write(request)

        def data_received(self, data: bytes) -> None:
            nonlocal count
            self.got += len(data)
            while self.got >= expected:
                self.got -= expected
                count += 1
                self.transport.write(request)

    loop = asyncio.get_running_loop()
    transports = [(await loop.create_connection(Client, "127.0.0.1", port))[0] for _ in range(CONNECTIONS)]
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
