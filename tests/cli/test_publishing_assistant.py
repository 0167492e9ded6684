"""``opencredreg assistant``: what can be sent, without a registry."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from opencredreg.crosswalk.assistant.table import all_kinds
from tests.cli.conftest import CLI

_WORKS = {"occupation", "job", "workrole", "task"}


def _skip_without(name: str) -> None:
    if find_spec(f"opencredreg.crosswalk.assistant.{name}") is None:
        pytest.skip(f"there is no module {name} yet")


def test_types(run: CLI) -> None:
    value = run("assistant", "types", "--json").value
    assert {one["type"] for one in value} == {kind.name for kind in all_kinds()} > _WORKS
    shown = run("assistant", "types").out.splitlines()
    assert shown[0].split() == ["type", "class", "wrapper"]
    assert ["course", "ceterms:Course", "LearningOpportunity"] in [line.split() for line in shown]


@pytest.mark.parametrize("words", [["example", "dance"], ["schema", "dance"]])
def test_a_type_that_is_none(run: CLI, words: list[str]) -> None:
    done = run("assistant", *words)
    assert done.code == 2
    assert "dance" in done.err


@pytest.mark.parametrize("type", ["course", "Job"])
def test_examples(run: CLI, type: str) -> None:
    _skip_without("examples")
    minimal = run("assistant", "example", type)
    maximal = run("assistant", "example", type, "--size", "maximal")
    wrapper = {"course": "LearningOpportunity", "Job": "Job"}[type]
    assert {"CTID", "Name"} <= minimal.value[wrapper].keys() < maximal.value[wrapper].keys()


def test_schemas(run: CLI) -> None:
    _skip_without("schemas")
    assert "Job" in run("assistant", "schema", "job").value["properties"]


def test_formatting_needs_no_registry(run: CLI) -> None:
    example = run("assistant", "example", "job").out
    done = run("format", "-", input=example.encode())
    assert done.code == 0
    assert '"@type":"ceterms:Job"' in done.out.replace(" ", "")
    broken = run("format", "-", input=b'{"type": "job", "resource": {"Name": 3}}')
    assert broken.code == 1
    assert "resource" in broken.err
    assert "The Job has no Description." in broken.err
