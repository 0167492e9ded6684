"""The guide to the client does what it says, block by block, against a real server."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.docs.tours import Step, matches, read_steps, run_steps, running_node

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "python-client.md"
_END = "\x1d"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    data = tmp_path_factory.mktemp("guide") / "data"
    with running_node(data) as url:
        yield data, url


def _takes_plain_input(url: str) -> bool:
    with urllib.request.urlopen(f"{url}/openapi.json", timeout=60) as answer:
        return "/publish" in json.loads(answer.read())["paths"]


def _in_one_program(steps: list[Step]) -> list[Step]:
    """Neighbouring blocks of Python as one program, because each goes on where the one before ended."""
    merged = []
    for language, group in groupby(steps, key=lambda step: step.language):
        blocks = list(group)
        if language == "sh":
            merged += blocks
        else:
            end = f"print({_END!r})\n"
            merged.append(blocks[0]._replace(commands=end.join(f"{block.commands}" for block in blocks)))
    return merged


def test_the_guide_runs_as_shown(node: tuple[Path, str], tmp_path: Path) -> None:
    data, url = node
    if not _takes_plain_input(url):
        pytest.skip("server routes missing")
    steps = read_steps(PAGE)
    assert {step.language for step in steps} == {"sh", "python"}
    outputs = run_steps(_in_one_program(steps), tmp_path, data, url)
    printed = [part.strip("\n") for output in outputs for part in output.split(_END)]
    for step, output in zip(steps, printed, strict=True):
        if step.output is not None:
            assert matches(step.output, output), f"line {step.line} prints:\n{output}"


def test_blocks_of_python_share_their_names() -> None:
    steps = [Step("sh", "a", None, 1), Step("python", "b\n", None, 2), Step("python", "c\n", "x", 3)]
    merged = _in_one_program(steps)
    assert [step.language for step in merged] == ["sh", "python"]
    assert merged[1].commands == f"b\nprint({_END!r})\nc\n"
