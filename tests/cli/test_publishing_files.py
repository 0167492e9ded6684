"""Whatever form a file has, places of what is sent lead back to places of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.cli.publishing_files import read_entries
from opencredreg.registry.import_sources import SourceDocument

_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_names = st.text("Nam/~é", min_size=1, max_size=4)
_values = st.recursive(
    st.text(max_size=3) | st.integers(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_names, inner, max_size=2),
    max_leaves=6,
)
_MEMBERS = [
    "items", "@graph", "GraphInput", "HasLanguageMaps", "type", "resource", "Job", "JobList", "Competencies", "owner",
    "keep", "dry_run", "default_language", "PublishForOrganizationIdentifier",
]  # fmt: skip
_resources = st.dictionaries(_names, _values, min_size=1, max_size=3)
_lists = st.lists(_resources, min_size=1, max_size=3)
_forms = st.one_of(
    _resources.map(lambda one: {"PublishForOrganizationIdentifier": _OWNER, "LearningOpportunity": one}),
    _resources.map(
        lambda one: {"publishForOrganizationIdentifier": _OWNER, "rubric": one, "RubricLevel": [one]}
    ),
    _lists.map(lambda some: {"DefaultLanguage": "en", "TaskList": some}),
    _lists.map(lambda some: {"items": [{"type": "job", "resource": one} for one in some]}),
    _lists.map(lambda some: {"items": [{"type": "job", "Job": one} for one in some], "owner": _OWNER}),
    _resources.map(lambda one: {"type": "course", "resource": one, "owner": _OWNER}),
    _resources.map(lambda one: {"Name": "x", **one}),
)


@settings(deadline=None, max_examples=150)
@given(_forms)
def test_places_lead_back(value: dict[str, Any]) -> None:
    source = SourceDocument("a.json", json.dumps(value).encode())
    found = read_entries([source], "job", None).entries
    assert found
    for entry in found:
        assert entry.problem is None
        assert entry.item is not None
        assert isinstance(entry.item["type"], str)
        for pointer, inner in _walk(entry.item):
            # The type is told by the form of the file, and an owner may stand around the item.
            if pointer in ("", "/type") or (pointer == "/owner" and "items" in value):
                continue
            place = entry.in_file(pointer)
            if pointer.count("/") == 1 and "TaskList" in value and pointer != "/resource":
                assert value[pointer[1:]] == inner
            else:
                assert _at(value, place) == inner, (pointer, place)


@settings(deadline=None, max_examples=100)
@given(_values | st.dictionaries(st.sampled_from(_MEMBERS), _values))
def test_anything_is_an_entry_or_a_problem(value: Any) -> None:
    source = SourceDocument("a.json", json.dumps(value).encode())
    for owner in (None, _OWNER):
        for entry in read_entries([source], None, owner).entries:
            ways = [entry.item is not None, entry.document is not None, entry.problem is not None]
            assert sum(ways) == 1


def _walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    yield pointer, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        step = str(name).replace("~", "~0").replace("/", "~1")
        yield from _walk(one, f"{pointer}/{step}")


def _at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value
