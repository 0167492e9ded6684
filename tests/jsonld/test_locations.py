from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.jsonld.locations import Location, locate, locate_fault

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_SCALARS = st.none() | st.booleans() | st.integers(-9999, 9999) | st.floats(allow_nan=False) | _TEXTS
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=25,
)
_LAYOUTS = st.sampled_from([{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}])


def _pointers(value: Any, base: str = "") -> Iterator[tuple[str, Any]]:
    yield base, value
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, entry in entries:
        yield from _pointers(entry, f"{base}/{str(name).replace('~', '~0').replace('/', '~1')}")


def _from(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    return "\n".join([lines[line - 1][column - 1 :], *lines[line:]])


def _between(text: str, place: Location) -> str:
    return _from(text, place.line, place.column).removesuffix(_from(text, place.end_line, place.end_column))


def _is_entry_of_a_list(value: Any, pointer: str) -> bool:
    parent = pointer.rpartition("/")[0]
    return isinstance(dict(_pointers(value))[parent], list)


@settings(deadline=None, max_examples=150)
@given(_VALUES, _LAYOUTS, st.booleans(), st.sampled_from(["", "\ufeff"]))
def test_every_value_of_a_document_is_found_where_it_stands(
    value: Any, layout: dict[str, Any], ascii_only: bool, mark: str
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, **layout)
    expected = dict(_pointers(value))
    found = locate((mark + text).encode(), expected)
    assert found.keys() == expected.keys()
    for pointer, entry in expected.items():
        assert found[pointer].is_exact
        shown = _between(text, found[pointer])
        if pointer and not _is_entry_of_a_list(value, pointer):
            name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
            # A member is its key with its value, unless that is a whole object or list.
            if isinstance(entry, dict | list):
                assert json.loads(shown) == name
            else:
                assert json.loads(f"{{{shown}}}") == {name: entry}
        elif isinstance(entry, dict | list):
            assert shown == json.dumps(entry)[0]
        else:
            assert json.loads(shown) == entry


@settings(deadline=None, max_examples=100)
@given(_VALUES, st.lists(st.sampled_from(["a", "0", "~0", "~1", "", "zz"]), min_size=1, max_size=4))
def test_what_is_missing_is_found_at_what_is_around_it(value: Any, steps: list[str]) -> None:
    text = json.dumps(value)
    known = dict(_pointers(value))
    pointer = "/" + "/".join(steps)
    nearest = next(
        around
        for around in ("/".join(["", *steps[:count]]) for count in range(len(steps), -1, -1))
        if around in known
    )
    found = locate(text.encode(), [pointer, nearest])
    there = found[nearest]
    assert found[pointer] == Location(
        there.line, there.column, there.end_line, there.end_column, pointer == nearest
    )


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=40) | st.text('{}[]",:\\ 1a\n', max_size=30).map(str.encode))
def test_no_text_is_too_broken(text: bytes) -> None:
    found = locate(text, ["", "/a", "/0/1", "/a/b"])
    assert {place.line >= 1 and place.column >= 1 for place in found.values()} == {True}
    fault = locate_fault(text)
    try:
        is_json = json.loads(text.decode("utf-8")) is not ...
    except (ValueError, RecursionError):
        is_json = False
    if not is_json:
        assert fault is not None
        assert fault.line <= text.count(b"\n") + 1


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    found = locate(b'{"a": {"b": 1},\n "a": {}}', ["/a", "/a/b"])
    assert (found["/a"].line, found["/a"].column) == (2, 2)
    assert (found["/a/b"].line, found["/a/b"].is_exact) == (2, False)


def test_columns_count_characters() -> None:
    text = '{"é": "日本", "𝕏": 1}'.encode()
    assert locate(text, ["/𝕏"])["/𝕏"] == Location(1, 13, 1, 19)


def test_a_long_line_and_a_deep_document_are_no_trouble() -> None:
    deep = b"[" * 5000 + b"1" + b"]" * 5000
    pointer = "/0" * 5000
    assert locate(deep, [pointer])[pointer] == Location(1, 5001, 1, 5002)
    wide = json.dumps(list(range(50_000))).encode()
    found = locate(wide, [f"/{place}" for place in range(50_000)])
    assert found["/49999"].end_column == len(wide)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"", (1, 1)),
        (b'{"a": 1,}', (1, 9)),
        (b'{\n  "a" 1\n}', (2, 7)),
        (b'{"a":1}\n{"b":2}', (2, 2)),
        ('{"é": }'.encode(), (1, 7)),
        (b'{"a": "\xff"}', (1, 8)),
    ],
)
def test_a_fault_is_found_where_it_is(text: bytes, place: tuple[int, int]) -> None:
    fault = locate_fault(text)
    assert fault is not None
    assert (fault.line, fault.column) == place


def test_a_sound_text_has_no_fault() -> None:
    assert locate_fault(b'\xef\xbb\xbf{"a": [1, 2]}') is None
