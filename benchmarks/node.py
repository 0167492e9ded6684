"""A node in a process of its own, as an operator starts it, and a server of constant bytes beside it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class BenchNode:
    """The node under test: its commands, and its server while it runs."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.where = ["--data", str(data)] + (["--database", database] if database else [])
        self.data = data
        self.admin_token = self.command("init")["admin_token"]
        owner = self.command("organization", "create", "--name", "Benchmark")
        self.owner, self.token = owner["ctid"], owner["api_key"]

    def command(self, *words: str) -> dict[str, str]:
        """Run a command of the command line and return its JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "opencredreg", *words, *self.where, "--json"],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        found: dict[str, str] = json.loads(done.stdout)
        return found

    def timed(self, *words: str) -> float:
        """Seconds that a command takes, start of the process included."""
        start = time.perf_counter()
        self.command(*words)
        return time.perf_counter() - start

    def serving(self) -> AbstractContextManager[tuple[int, int]]:
        """The port and the process id of the server."""
        return serving(self.where)


@contextmanager
def serving(where: list[str]) -> Iterator[tuple[int, int]]:
    """The port and the process id of a server of the registry that some options name."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "opencredreg", "serve", "--port", str(port), *where],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _await(f"http://127.0.0.1:{port}/health", process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def constant_server(size: int) -> Iterator[int]:
    """The port of the same server sending a constant of so many bytes, with nothing in between."""
    port = free_port()
    program = (
        "import uvicorn\n"
        f"body = b'x' * {size}\n"
        "head = {'type': 'http.response.start', 'status': 200, 'headers': [(b'content-type', "
        "b'application/json'), (b'content-length', str(len(body)).encode())]}\n"
        "async def app(scope, receive, send):\n"
        "    await send(head)\n"
        "    await send({'type': 'http.response.body', 'body': body})\n"
        f"uvicorn.run(app, port={port}, lifespan='off', access_log=False, log_level='warning')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        _await(f"http://127.0.0.1:{port}/", process)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server of {url} ended with {process.returncode}") from None
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


def resident_bytes(pid: int) -> int:
    """The memory of a process now, without pages of mapped files."""
    fields = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        fields[name] = value.split()
    return int(fields["RssAnon"][0]) * 1024
