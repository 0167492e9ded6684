from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from opencredreg.cli.main import root
from tests.support.registry import registry_template, registry_url

__all__ = ["CLI", "Outcome", "cli", "registry_template", "registry_url", "run"]


class Outcome(msgspec.Struct, frozen=True):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """Standard output as the one JSON value that it must be."""
        return json.loads(self.out)


CLI = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CLI:
    """Runs the command in an empty folder; only ``input`` is not a word of it."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path, input: bytes | None = None) -> Outcome:
        result = CliRunner().invoke(root, [str(word) for word in words], input=input)
        assert isinstance(result.exception, SystemExit | None), result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def cli(run: CLI, registry_url: str) -> CLI:
    """Runs the command on a new registry, with JSON as its answer."""

    def cli(*words: str | Path, input: bytes | None = None, json: bool = True) -> Outcome:
        shared = ["--database", registry_url, *(["--json"] if json else [])]
        return run(*words, *shared, input=input)

    return cli
