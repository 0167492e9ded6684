"""The command as a process of its own: serving, signals, pipes, and being killed in the middle of work."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import pytest

from opencredreg.ids import new_ctid
from opencredreg.store.index.format import INDEX_FORMAT
from tests.support.documents import certificate, document, resource_uri

_COMMAND = (sys.executable, "-c", "from opencredreg.cli.main import main; main()")
_PATIENCE_S = 60.0

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command; what is left of it is killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, stdin: int | IO[Any] = subprocess.DEVNULL) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*_COMMAND, *words],
            cwd=tmp_path,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def _finish(process: subprocess.Popen[str], input: str | None = None) -> tuple[int, str, str]:
    out, err = process.communicate(input, timeout=_PATIENCE_S)
    return process.returncode, out, err


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _address(process: subprocess.Popen[str]) -> tuple[str, str]:
    """The address that a server announces, and all that it says before."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            break
    found = re.search(r"http://[\d.]+:\d+", said)
    assert found, said + (process.stderr.read() if process.stderr else "")
    return found[0], said


def _total(url: str) -> int:
    """How many envelopes the node says that it has."""
    request = urllib.request.Request(f"{url}/", headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
        return int(json.loads(answer.read())["total_envelopes"])


def test_help_is_quick_because_nothing_large_is_imported() -> None:
    program = (
        "import sys; sys.argv = ['opencredreg', '--help']\n"
        "from opencredreg.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "large = {'sqlalchemy', 'starlette', 'uvicorn', 'rich', 'cryptography', 'pyoxigraph', 'msgspec'}\n"
        "print(sorted(large & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Commands:" in done.stdout
    assert done.stderr.strip() == "[]"


def test_up_makes_a_registry_once_and_serves_it(start: Start, tmp_path: Path) -> None:
    server = start("up", "--port", "0", "--data", "var")
    url, said = _address(server)
    found = re.search(r"Admin token +([0-9a-f]{32})", said)
    assert found
    token_file = tmp_path / "var" / "admin-token"
    assert token_file.read_text().strip() == found[1]
    assert stat.S_IMODE(token_file.stat().st_mode) == 0o600
    total = _total(url)
    assert total > 100
    request = urllib.request.Request(
        f"{url}/metadata/publishers", headers={"Authorization": f"Token {found[1]}"}
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
        assert answer.status == 200
    server.send_signal(signal.SIGINT)
    code, _, err = _finish(server)
    assert code == 0, err
    assert "Traceback" not in err

    again = start("--data", "var", "up", "--port", "0")
    url, said = _address(again)
    assert found[1] not in said, "a token is shown once"
    assert "admin-token" in said
    assert _total(url) == total
    again.terminate()
    _finish(again)


def test_up_continues_with_a_demonstration_that_was_interrupted(start: Start, tmp_path: Path) -> None:
    assert _finish(start("init", "--data", "var"))[0] == 0
    (tmp_path / "var" / ".demo-not-loaded").touch()
    server = start("up", "--port", "0", "--data", "var")
    url, _ = _address(server)
    assert _total(url) > 100
    assert not (tmp_path / "var" / ".demo-not-loaded").exists()


def test_serve_makes_an_empty_node_and_several_processes_answer(start: Start) -> None:
    server = start("serve", "--workers", "2", "--port", "0", "--data", "var")
    url, said = _address(server)
    assert "Admin token" in said
    for _ in range(5):
        assert _total(url) == 0
    server.terminate()
    assert _finish(server)[0] == 0


def test_a_small_node_of_an_older_release_is_indexed_again_at_the_start(start: Start, tmp_path: Path) -> None:
    assert _finish(start("init", "--data", "var"))[0] == 0
    file = tmp_path / "var" / "registry.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE index_state SET format = 1")
        database.commit()
    server = start("serve", "--port", "0", "--data", "var")
    _address(server)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT format FROM index_state").fetchone() == (INDEX_FORMAT,)
    server.terminate()
    _, _, err = _finish(server)
    assert "is of an older release and is built again" in err


def test_serve_in_json(start: Start) -> None:
    server = start("serve", "--port", "0", "--data", "var", "--json")
    assert server.stdout is not None
    value = json.loads(server.stdout.readline())
    assert len(value["admin_token"]) == 32
    assert _total(value["url"]) == 0


def test_a_port_that_is_taken_is_told_and_nothing_is_served(start: Start) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        code, _, err = _finish(start("serve", "--port", port, "--data", "var"))
    assert code == 3
    assert f"port {port}" in err
    assert "hint: Choose another one with --port" in err


def _lines(owner: str, count: int) -> list[str]:
    values = (
        document(certificate(None, f"Certificate {number}", ceterms__ownedBy=[resource_uri(owner)]))
        for number in range(count)
    )
    return [f"{json.dumps(value)}\n" for value in values]


def _stored(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM envelope").fetchone()[0])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_an_import_that_was_ended_in_the_middle_goes_on_when_run_again(
    start: Start, tmp_path: Path, end: signal.Signals
) -> None:
    assert _finish(start("init", "--data", "var"))[0] == 0
    lines = _lines(new_ctid(), 2_500)
    (tmp_path / "all.ndjson").write_text("".join(lines))
    importing = start("import", "-", "--data", "var", stdin=subprocess.PIPE)
    assert importing.stdin is not None
    # A batch is full with two thousand nodes; then the rest waits for input that does not come.
    importing.stdin.write("".join(lines[:2_400]))
    importing.stdin.flush()
    _until(lambda: _stored(tmp_path / "var" / "registry.db") >= 2_000)
    importing.send_signal(end)
    assert importing.wait(_PATIENCE_S) == (130 if end is signal.SIGINT else -signal.SIGKILL)
    stored = _stored(tmp_path / "var" / "registry.db")
    assert 2_000 <= stored < 2_500

    code, out, _ = _finish(start("import", "all.ndjson", "--data", "var", "--json"))
    assert code == 0
    told = json.loads(out)
    assert (told["created"], told["unchanged"]) == (2_500 - stored, stored)
    code, _, err = _finish(start("doctor", "--data", "var"))
    assert (code, err.strip()) == (0, "Nothing is wrong.")


def test_an_interrupted_import_says_how_far_it_came(start: Start) -> None:
    assert _finish(start("init", "--data", "var"))[0] == 0
    importing = start("import", "-", "--data", "var", stdin=subprocess.PIPE)
    assert importing.stdin is not None
    importing.stdin.write("{}\n")
    importing.stdin.flush()
    assert importing.stdout is not None
    assert importing.stdout.readline().startswith("refused    -:1")
    importing.send_signal(signal.SIGINT)
    code, _, err = _finish(importing)
    assert code == 130
    assert "refused 1" in err
    assert "error: Interrupted." in err
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error(start: Start) -> None:
    assert _finish(start("init", "--data", "var"))[0] == 0
    assert _finish(start("demo", "load", "--data", "var"))[0] == 0
    exporting = start("export", "--to", "-", "--format", "ndjson", "--data", "var")
    assert exporting.stdout is not None
    assert exporting.stdout.readline().startswith("{")
    exporting.stdout.close()
    assert exporting.stderr is not None
    err = exporting.stderr.read()
    assert exporting.wait(_PATIENCE_S) == 141
    assert err == ""
