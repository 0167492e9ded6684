"""Tours: the blocks of commands of a page, run in order against a real server, with the outputs it shows.

A fence ``sh tour`` is run by bash, a fence ``python tour`` by Python inside of the same script. A fence
``text output`` right after one is what it prints: ``…`` stands for anything in a line, and alone in a line
for any number of lines.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "\x1e"
_OPENCREDREG = [sys.executable, "-c", "from opencredreg.cli.main import main; main()"]
_TIMEOUT_S = 120


class Step(NamedTuple):
    """One block of commands, and what it should print, if the page says so."""

    language: str
    commands: str
    output: str | None
    line: int


def read_steps(page: Path) -> list[Step]:
    """The steps of a page."""
    text = page.read_text(encoding="utf-8")
    steps: list[Step] = []
    end = 0
    for fence in _FENCE.finditer(text):
        language, _, kind = fence["info"].partition(" ")
        if kind == "tour":
            steps.append(Step(language, fence["body"], None, text.count("\n", 0, fence.start()) + 1))
        elif kind == "output":
            between = text[end : fence.start()]
            assert steps, f"{page.name}: output without commands"
            assert not between.strip(), f"{page.name}, line {steps[-1].line}: output that is not beside it"
            steps[-1] = steps[-1]._replace(output=fence["body"])
        end = fence.end()
    return steps


@contextmanager
def running_node(data: Path) -> Iterator[str]:
    """A server in a process of its own on a free port; the value is its address."""
    environ = node_environment(data)
    command = [*_OPENCREDREG, "serve", "--json", "--port", "0"]
    with (
        (data.parent / "server.log").open("w") as log,
        subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            announced = server.stdout.readline()
            assert announced, (data.parent / "server.log").read_text()
            yield json.loads(announced)["url"]
        finally:
            server.terminate()
            server.communicate(timeout=30)


def node_environment(data: Path) -> dict[str, str]:
    """The environment in which commands work on the node of a data folder."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OPENCREDREG_")}
    environ["OPENCREDREG_STORAGE_DATA"] = str(data)
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', '')}"
    return environ


def run_steps(steps: list[Step], folder: Path, data: Path, url: str) -> list[str]:
    """What each step prints on standard output. They share a shell and stop at the first failure."""
    script = ["set -euo pipefail"]
    for step in steps:
        script.append(
            step.commands if step.language == "sh" else f"python - <<'PYTHON'\n{step.commands}PYTHON"
        )
        script.append(f"printf '\\n{_MARK}'")
    ran = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env={**node_environment(data), "REGISTRY": url},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
    )
    outputs = [output.strip("\n") for output in ran.stdout.split(_MARK)]
    if ran.returncode:
        failed = steps[len(outputs) - 1]
        raise AssertionError(
            f"the commands of line {failed.line} failed:\n{failed.commands}\n{outputs[-1]}\n{ran.stderr}"
        )
    return outputs[:-1]


def matches(expected: str, printed: str) -> bool:
    """Whether an output is the one that the page shows."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in expected.rstrip("\n").split("\n")
    )
    return re.fullmatch(pattern, f"{printed}\n") is not None
