"""The whole application, reached by HTTP messages inside this process: nothing is replaced or patched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from sqlalchemy import Engine, event
from starlette.types import ASGIApp

from opencredreg.app import build_node, create_app
from opencredreg.registry.node import Node
from opencredreg.settings import load_settings
from opencredreg.store.database import Database
from opencredreg.store.migrate import upgrade
from tests.support.personas import Household, settle
from tests.support.postgres import PostgresServer
from tests.support.templates import Template

__all__ = [
    "HOST",
    "AppClient",
    "app_client",
    "household_template",
    "make_client",
    "on_postgresql",
    "on_sqlite",
    "portal",
]

HOST = "registry.test"

# For tests that take long and to which only one database matters: PostgreSQL is the stricter one about values,
# and what never reaches a database is the same on both.
on_sqlite = pytest.mark.parametrize("household", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("household", ["postgresql"], indirect=True)


class AppClient:
    """A node and a client of it. ``who`` names the persona that asks; without it nobody in particular does."""

    def __init__(self, node: Node, people: Household, portal: BlockingPortal) -> None:
        self.node = node
        self.people = people
        self.app: ASGIApp = create_app(node)
        self._portal = portal
        self._http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app), base_url=f"http://{HOST}", headers={"accept": "*/*"}
        )
        # A client that says nothing about compression, as programs do; the test of compression asks for it.
        del self._http.headers["accept-encoding"]

    def request(
        self,
        method: str,
        path: str,
        *,
        who: str = "anonymous",
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Send a request. A body of bytes or text goes as it is, everything else as JSON."""
        sent = dict(headers or {})
        if who != "anonymous":
            sent = {**self.people.headers(who), **sent}
        content = body.encode() if isinstance(body, str) else body
        if body is not None and not isinstance(body, bytes | str):
            content = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")

        async def send() -> httpx2.Response:
            # Without parameters those of the path itself count.
            return await self._http.request(
                method, path, content=content, params=dict(params) if params else None, headers=sent
            )

        return self._portal.call(send)

    def get(self, path: str, **options: Any) -> httpx2.Response:
        """GET."""
        return self.request("GET", path, **options)

    def head(self, path: str, **options: Any) -> httpx2.Response:
        """HEAD."""
        return self.request("HEAD", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        """POST."""
        return self.request("POST", path, body=body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        """PUT."""
        return self.request("PUT", path, body=body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        """PATCH."""
        return self.request("PATCH", path, body=body, **options)

    def delete(self, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        """DELETE."""
        return self.request("DELETE", path, body=body, **options)

    def options(self, path: str, **options: Any) -> httpx2.Response:
        """OPTIONS."""
        return self.request("OPTIONS", path, **options)

    def get_at_once(self, paths: Sequence[str]) -> list[httpx2.Response]:
        """GET of many paths at the same time."""

        async def send() -> list[httpx2.Response]:
            return list(await asyncio.gather(*(self._http.get(path) for path in paths)))

        return self._portal.call(send)

    def ctid(self, organization: str) -> str:
        """The CTID of an organization by its short name."""
        return self.people.organizations[organization].ctid

    def publishing_path(self, owner: str = "alder", community: str = "") -> str:
        """Where the documents of an owner are published."""
        prefix = f"/{community}" if community else ""
        return f"{prefix}/resources/organizations/{self.ctid(owner)}/documents"

    def publish(
        self,
        document: Any,
        *,
        owner: str = "alder",
        who: str = "publisher",
        community: str = "",
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Publish a document, as the owner itself unless told otherwise."""
        return self.post(
            self.publishing_path(owner, community), document, who=who, params=params, headers=headers
        )

    def published(self, document: Any, **options: Any) -> dict[str, Any]:
        """The envelope of a document that must be taken."""
        response = self.publish(document, **options)
        assert response.status_code in (200, 201), response.text
        envelope: dict[str, Any] = response.json()
        return envelope

    @property
    def folder(self) -> Path:
        """The data folder of the node."""
        return Path(self.node.settings.storage.data)

    def run_jobs(self) -> int:
        """Do the work in the background now; the number of jobs."""
        assert self.node.worker is not None
        return self.node.worker.run_due()

    def run_jobs_until_given_up(self) -> None:
        """As ``run_jobs``, and again what failed, until the last attempt failed too."""
        for _ in range(self.node.settings.jobs.attempts):
            self.run_jobs()

    def raw(
        self,
        method: str,
        target: bytes,
        *,
        headers: Mapping[bytes, bytes] | None = None,
        chunks: tuple[bytes, ...] = (b"",),
        pause_s: float = 0,
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Hand a request to the application as a server does, without a client that tidies it up before.

        Args:
            method: of the request.
            target: path and query as they stand in the request line.
            headers: by lower-case name.
            chunks: the body, in the pieces in which it arrives.
            pause_s: how long every piece but the first is waited for.

        Returns:
            Status, headers and body.
        """
        path, _, query = target.partition(b"?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "headers": list({b"host": HOST.encode(), **(headers or {})}.items()),
            "scheme": "http",
            "path": unquote(path.decode("latin-1")),
            "raw_path": path,
            "query_string": query,
            "server": (HOST, 80),
            "client": ("127.0.0.1", 50_000),
            "root_path": "",
        }
        waiting = list(chunks)
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            if not waiting:
                return {"type": "http.disconnect"}
            if len(waiting) < len(chunks):
                await asyncio.sleep(pause_s)
            chunk = waiting.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

        async def send(message: Any) -> None:
            sent.append(message)

        async def run() -> None:
            await self.app(scope, receive, send)

        self._portal.call(run)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], [tuple(pair) for pair in sent[0]["headers"]], body

    def close(self) -> None:
        """Close the client and the node."""
        self._portal.call(self._http.aclose)
        self.node.close()


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all applications of the run."""
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def household_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template[Household]]:
    """A migrated database with the personas in it."""
    folder = tmp_path_factory.mktemp("household")

    def prepare(url: str) -> Household:
        node = _open_node(url, folder, {})
        try:
            return settle(node.database)
        finally:
            node.close()

    template = Template("household", folder, prepare)
    yield template
    template.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def household(
    request: pytest.FixtureRequest, tmp_path: Path, household_template: Template[Household]
) -> Iterator[tuple[str, Household]]:
    """The address of a database with the personas in it, and who they are; for each of the two databases."""
    if request.param == "sqlite":
        with household_template.sqlite(tmp_path / "registry.db") as lent:
            yield lent
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with household_template.postgresql(server) as lent:
        yield lent


@pytest.fixture
def make_client(
    household: tuple[str, Household], tmp_path: Path, portal: BlockingPortal
) -> Iterator[Callable[..., AppClient]]:
    """Makes clients of nodes on the database of the test, with settings such as ``limits__graph_nodes=3``."""
    url, people = household
    with ExitStack() as opened:

        def make(**overrides: object) -> AppClient:
            named = {name.replace("__", "."): value for name, value in overrides.items()}
            client = AppClient(_open_node(url, tmp_path, named), people, portal)
            opened.callback(client.close)
            return client

        yield make


@pytest.fixture
def app_client(make_client: Callable[..., AppClient]) -> AppClient:
    """A client of a node with the settings that a new node has."""
    return make_client()


def _open_node(url: str, folder: Path, overrides: Mapping[str, object]) -> Node:
    options = {
        "database.url": url,
        "database.sqlite_synchronous": "normal",
        "storage.data": str(folder),
        "jobs.backoff_seconds": 0,
        "jobs.attempts": 2,
    }
    node = build_node(load_settings(None, None, {}, {**options, **overrides}), migrate=False)
    _reuse_engine(node.database, url)
    upgrade(node.database)
    return node


_engines: dict[bool, Engine] = {}
_address = {"sqlite": ""}


def _reuse_engine(database: Database, url: str) -> None:
    """Give a database the engine of the tests before, which knows the statements that it compiled for them.

    All else of a node is new in every test. On SQLite the engine is told which file is meant now.
    """
    if database.is_sqlite:
        _address["sqlite"] = url.removeprefix("sqlite:///")
    engine = _engines.get(database.is_sqlite)
    if engine is None:
        engine = _engines[database.is_sqlite] = database.engine
        if database.is_sqlite:
            event.listen(engine, "do_connect", _connect_to_the_file_of_now)
    elif not database.is_sqlite and engine.url != database.engine.url:
        return  # Another server or database than the one that the tests share.
    database.engine = engine


def _connect_to_the_file_of_now(
    _dialect: object, _record: object, arguments: list[Any], _named: dict[str, Any]
) -> None:
    arguments[0] = _address["sqlite"]
