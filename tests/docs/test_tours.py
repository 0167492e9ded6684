"""The commands that the documents show do what the documents say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.tours import matches, read_steps, run_steps, running_node

ROOT = Path(__file__).resolve().parents[2]
TOURS = ("README.md", "docs/guides/publisher.md", "docs/guides/plain-input.md", "docs/guides/keys.md")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    data = tmp_path_factory.mktemp("tour") / "data"
    with running_node(data) as url:
        yield data, url


@pytest.mark.parametrize("page", TOURS)
def test_the_tour_runs_as_shown(page: str, node: tuple[Path, str], tmp_path: Path) -> None:
    data, url = node
    steps = read_steps(ROOT / page)
    assert len(steps) > 2
    for step, printed in zip(steps, run_steps(steps, tmp_path, data, url), strict=True):
        if step.output is not None:
            assert matches(step.output, printed), f"{page}, line {step.line}, prints:\n{printed}"


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("201\n", "201", True),
        ("201\n", "412", False),
        ('{"id":"…"}\n', '{"id":"abc"}', True),
        ("a\n…\nz\n", "a\nb\nc\nz", True),
        ("a\n…\nz\n", "a\nz", True),
        ("a\n…\nz\n", "a\nb", False),
        ("…\n", "anything\nat all", True),
    ],
)
def test_outputs_are_compared_with_ellipses(expected: str, printed: str, same: bool) -> None:
    assert matches(expected, printed) is same
