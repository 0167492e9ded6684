"""``opencredreg serve`` and ``opencredreg up``: answering requests."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from opencredreg.accounts.tokens import environment_of
from opencredreg.cli.commands import Command, environment
from opencredreg.cli.demo import FIRST_RESOURCES, load_demo
from opencredreg.cli.node import build_node, enter_sandbox, given_options, invocation, read_settings
from opencredreg.cli.output import emit, emit_json, note
from opencredreg.cli.progress import progress
from opencredreg.cli.upkeep import build_index
from opencredreg.errors import RegistryError, Unavailable
from opencredreg.registry.node import Node
from opencredreg.registry.reindex import awaits_reindex
from opencredreg.registry.setup import initialize, require_environment
from opencredreg.settings import Settings
from opencredreg.store.migrate import upgrade

__all__ = ["serve", "up"]

_TOKEN_FILE = "admin-token"
_DEMO_PENDING = ".demo-not-loaded"
_EVERY_ADDRESS = ("0.0.0.0", "::", "")
_GRACE_S = 10
_SANDBOX_HELP = (
    "For trying things out: rules are relaxed, every answer says so, and opencredreg sandbox reset wipes it. "
    "Without --data it has a data folder of its own, sandbox in the usual one."
)


@click.command(cls=Command)
@click.option("--host", help="Network address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=int, help="Port to listen on. Default: 8080; 0 takes any free one.")
@click.option("--workers", type=int, help="How many processes answer. Default: 1")
@click.option("--sandbox", is_flag=True, help=_SANDBOX_HELP)
def serve(host: str | None, port: int | None, workers: int | None, sandbox: bool) -> int:
    """Answer requests.

    A node that does not exist yet is created first, and the token of its administrator is shown.
    """
    options = {
        "server__host": host,
        "server__port": port,
        "server__workers": workers,
        **_environment_options(sandbox),
    }
    settings = read_settings(**options)
    node = _open(settings)
    token = _create(node)
    _bring_index_up_to_date(node)
    return _run(node, options, token)


@click.command(cls=Command)
@click.option("--host", help="Network address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=int, help="Port to listen on. Default: 8080; 0 takes any free one.")
@click.option("--sandbox", is_flag=True, help=_SANDBOX_HELP)
def up(host: str | None, port: int | None, sandbox: bool) -> int:
    """Start a registry with demonstration data.

    The first start creates the node and loads the data; every later one only answers requests.
    """
    options = {"server__host": host, "server__port": port, **_environment_options(sandbox)}
    settings = read_settings(**options)
    pending = Path(settings.storage.data) / _DEMO_PENDING
    node = _open(settings)
    token = _create(node)
    if token is not None:
        pending.parent.mkdir(parents=True, exist_ok=True)
        pending.touch()
    if pending.exists():
        _load_demo(node)
        pending.unlink()
    _bring_index_up_to_date(node)
    return _run(node, options, token)


def _environment_options(sandbox: bool) -> dict[str, object]:
    """The settings that ``--sandbox`` stands for."""
    if not sandbox:
        return {}
    enter_sandbox()
    return {"publishing__sandbox": True}


def _open(settings: Settings) -> Node:
    """The node, unless its database is of the other environment: then nothing in it is touched.

    Raises:
        Conflict: it is, or it was made by a newer release.
    """
    node = build_node(settings, migrate=False)
    try:
        require_environment(node)
        upgrade(node.database)
    except BaseException:
        node.close()
        raise
    return node


def _create(node: Node) -> str | None:
    """Create what a new node needs, and keep its token where only the operator can read it."""
    token = initialize(node)
    if token is not None:
        file = _token_file(node.settings)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(descriptor, "w") as stream:
            stream.write(f"{token}\n")
    return token


def _bring_index_up_to_date(node: Node) -> None:
    """After an upgrade that changed the index, build it again on a small node, and tell how on a large one."""
    waiting = awaits_reindex(node)
    if waiting is None:
        return
    if not waiting.is_small:
        note("Search waits until the index was built again after the upgrade. Everything else works.")
        note("hint: Run opencredreg reindex; the registry may answer requests meanwhile.")
        return
    note("The index is of an older release and is built again ...")
    try:
        build_index(node)
    except RegistryError as error:
        # A registry without search is better than none.
        note(f"It could not be built: {error.message} Search waits; everything else works.")
        note("hint: opencredreg doctor says what is wrong.")


def _token_file(settings: Settings) -> Path:
    return Path(settings.storage.data) / _TOKEN_FILE


def _load_demo(node: Node) -> None:
    note("Loading the demonstration registry ...")
    refused = 0
    with progress("Loading", FIRST_RESOURCES) as advance:
        for document in load_demo(node, FIRST_RESOURCES, 1, advance):
            if document.outcome == "refused":
                refused += 1
    if refused:
        note(f"{refused} documents were refused; opencredreg demo load says why.")


def _run(node: Node, options: Mapping[str, object], token: str | None) -> int:
    settings = node.settings
    listening = _listen(settings.server.host, settings.server.port)
    _announce(settings, listening.getsockname()[1], token)
    common: dict[str, Any] = {
        "log_level": settings.server.log_level,
        "access_log": settings.server.log_level == "debug",
        "server_header": False,
        "lifespan": "on",
        "timeout_graceful_shutdown": _GRACE_S,
    }
    # The application stands above the commands, so it is called by name; see cli/node.py.
    application: Any = import_module("opencredreg.app")
    with suppress(KeyboardInterrupt), listening:
        if settings.server.workers > 1:
            node.close()
            for name, value in given_options(**options).items():
                environment()[_variable(name)] = str(value)
            if invocation().data is not None:
                environment()[_variable("storage.data")] = str(invocation().data)
            config = uvicorn.Config(
                "opencredreg.app:create_app_from_environment",
                factory=True,
                workers=settings.server.workers,
                **common,
            )
            Multiprocess(config, sockets=[listening]).run()
        else:
            server = uvicorn.Server(uvicorn.Config(application.create_app(node), **common))
            server.run(sockets=[listening])
            if not server.started:
                raise RegistryError("The server could not start; the lines above say why.")
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """The socket, opened before anything is announced.

    Raises:
        Unavailable: the port is taken, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unavailable(
            f"Nothing can listen on {host} port {port}: {reason}.",
            hint="Choose another one with --port; 0 takes any free one.",
        ) from error
    listening.set_inheritable(True)
    return listening


def _announce(settings: Settings, port: int, token: str | None) -> None:
    host = settings.server.host
    shown = "127.0.0.1" if host in _EVERY_ADDRESS else host
    url = settings.server.public_url or f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
    file = _token_file(settings)
    kept = str(file) if file.is_file() else None
    if invocation().as_json:
        value = {
            "url": url,
            "data": settings.storage.data,
            "environment": environment_of(settings),
            "admin_token_file": kept,
        }
        emit_json(value if token is None else {**value, "admin_token": token})
    else:
        emit("Open Credential Registry")
        emit("")
        if settings.publishing.sandbox:
            emit("  Sandbox          what is published here can be wiped at any time")
            emit(f"  Data             in {settings.storage.data}")
        emit(f"  Pages and API    {url}/")
        emit(f"  API description  {url}/openapi.json")
        if token is not None:
            emit(f"  Admin token      {token}")
            emit(f"                   (shown this once; kept in {kept})")
        elif kept is not None:
            emit(f"  Admin token      in {kept}")
        emit("")
        emit("Ctrl-C stops it.")
    sys.stdout.flush()


def _variable(name: str) -> str:
    return f"OPENCREDREG_{name.replace('.', '_').upper()}"
