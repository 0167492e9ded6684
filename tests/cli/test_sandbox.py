"""A sandbox on the command line: started apart from production, told apart by its database, and wiped."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from opencredreg.errors import Conflict
from opencredreg.registry.environment import find_environment
from opencredreg.registry.setup import initialize, require_environment
from opencredreg.store.envelopes import count_envelopes
from tests.cli.conftest import CLI
from tests.support.documents import certificate, document
from tests.support.nodes import open_node

_COMMAND = (sys.executable, "-c", "from opencredreg.cli.main import main; main()")
_PATIENCE_S = 60.0


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Servers that are ended with the test."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        with process:
            process.kill()


def _serve(started: list[subprocess.Popen[str]], folder: Path, *words: str) -> tuple[str, str]:
    """Start a server; its address and all that it says before it answers."""
    process = subprocess.Popen(
        [*_COMMAND, *words, "--port", "0"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    started.append(process)
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            break
    found = re.search(r"http://[\d.]+:\d+", said)
    assert found, said + (process.stderr.read() if process.stderr else "")
    return found[0], said


def _end(started: list[subprocess.Popen[str]]) -> None:
    process = started.pop()
    with process:
        process.send_signal(signal.SIGINT)
        process.wait(_PATIENCE_S)


def _fill(run: CLI, url: str) -> None:
    owner = run("organization", "create", "--name", "Harbor College", "--database", url, "--json").value[
        "ctid"
    ]
    lines = "".join(f"{json.dumps(document(certificate()))}\n" for _ in range(3))
    told = run("import", "-", "--organization", owner, "--database", url, "--json", input=lines.encode())
    assert told.value["created"] == 3


def _refusal(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [*_COMMAND, *words, "--port", "0"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_a_sandbox_has_data_of_its_own(
    started: list[subprocess.Popen[str]], tmp_path: Path, run: CLI, workers: int
) -> None:
    assert run("init").code == 0
    address, said = _serve(started, tmp_path, "serve", "--sandbox", "--workers", str(workers))
    assert "can be wiped" in said
    assert f"in {Path('var', 'sandbox')}" in said
    with urllib.request.urlopen(f"{address}/health", timeout=_PATIENCE_S) as answer:
        assert answer.headers["X-Registry-Environment"] == "sandbox"
        assert json.load(answer) == {"status": "ok", "environment": "sandbox"}
    _end(started)
    databases = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("registry.db"))
    assert databases == [str(Path("var", "registry.db")), str(Path("var", "sandbox", "registry.db"))]
    assert (tmp_path / "var" / "sandbox" / "admin-token").is_file()

    # Each knows what it is, whatever it is called by.
    assert "of a sandbox" in _refusal(tmp_path, "serve", "--data", "var/sandbox")
    refused = _refusal(tmp_path, "serve", "--sandbox", "--data", "var")
    assert "of a production node" in refused
    assert "--data" in refused
    assert "of a production node" in _refusal(
        tmp_path, "up", "--sandbox", "--database", "sqlite:///var/registry.db"
    )


def test_up_takes_the_word_too(started: list[subprocess.Popen[str]], tmp_path: Path, run: CLI) -> None:
    address, _ = _serve(started, tmp_path, "up", "--sandbox")
    with urllib.request.urlopen(f"{address}/info", timeout=_PATIENCE_S) as answer:
        assert json.load(answer)["environment"] == "sandbox"
    reset = run("sandbox", "reset", "--yes", "--json")
    assert reset.value["documents"] > 0
    with urllib.request.urlopen(f"{address}/", timeout=_PATIENCE_S) as answer:
        assert json.load(answer)["total_envelopes"] == 0
    _end(started)
    assert not (tmp_path / "var" / "registry.db").exists()


def test_the_database_keeps_what_it_is(database_url: str) -> None:
    for is_sandbox in (True, False):
        # A database in which there is nothing may become either.
        with open_node(database_url, publishing__sandbox=is_sandbox) as node:
            require_environment(node)
    with open_node(database_url, publishing__sandbox=True) as node:
        assert initialize(node) is not None
        require_environment(node)
        assert initialize(node) is None
    with open_node(database_url) as node, pytest.raises(Conflict, match="of a sandbox"):
        require_environment(node)


def test_a_database_from_before_there_were_marks_is_of_production(registry_url: str) -> None:
    with open_node(registry_url) as node:
        with node.database.write() as transaction:
            transaction.connection.exec_driver_sql("DELETE FROM counter WHERE name = 'sandbox'")
            assert find_environment(transaction.connection) is None
        require_environment(node)
    with open_node(registry_url, publishing__sandbox=True) as node, pytest.raises(Conflict) as refused:
        require_environment(node)
    assert "--database" in refused.value.hint


class TestReset:
    @pytest.fixture
    def url(self, database_url: str, run: CLI, monkeypatch: pytest.MonkeyPatch) -> str:
        """The database of a sandbox with something in it."""
        monkeypatch.setenv("OPENCREDREG_PUBLISHING_SANDBOX", "true")
        assert run("init", "--database", database_url).code == 0
        monkeypatch.delenv("OPENCREDREG_PUBLISHING_SANDBOX")
        _fill(run, database_url)
        return database_url

    def test_asks_before(self, run: CLI, url: str) -> None:
        asked = run("sandbox", "reset", "--database", url, input=b"n\n")
        assert asked.code == 130
        assert "Remove all documents of the sandbox in" in asked.err
        with open_node(url) as node, node.database.read() as connection:
            assert count_envelopes(connection) > 0
        assert run("sandbox", "reset", "--database", url, input=b"y\n").code == 0
        with open_node(url) as node, node.database.read() as connection:
            assert count_envelopes(connection) == 0

    def test_keeps_accounts_unless_told_otherwise(self, run: CLI, url: str) -> None:
        organizations = run("organization", "list", "--database", url, "--json").value
        assert len(organizations) == 1
        kept = run("sandbox", "reset", "--yes", "--keep-accounts", "--database", url, "--json").value
        assert (kept["documents"] > 0, kept["organizations"]) == (True, 0)
        assert run("organization", "list", "--database", url, "--json").value == organizations
        wiped = run("sandbox", "reset", "--yes", "--all", "--database", url)
        assert "Organizations removed, with their keys: 1." in wiped.err
        assert run("organization", "list", "--database", url, "--json").value == []
        # The node goes on: it takes new data and is sound.
        _fill(run, url)
        assert run("doctor", "--database", url).code == 0

    def test_leaves_production_alone(self, run: CLI, cli: CLI, registry_url: str) -> None:
        _fill(run, registry_url)
        refused = cli("sandbox", "reset", "--yes", "--all")
        assert refused.code == 2
        assert refused.value["error"]["code"] == "conflict"
        assert "only a sandbox can be reset" in refused.value["error"]["message"]
        with open_node(registry_url) as node, node.database.read() as connection:
            assert count_envelopes(connection) > 0

    def test_without_a_sandbox_there_is_nothing_to_wipe(self, run: CLI) -> None:
        assert run("init").code == 0
        refused = run("sandbox", "reset", "--yes")
        assert refused.code == 2
        assert f"There is no node in {Path('var', 'sandbox')}" in refused.err
