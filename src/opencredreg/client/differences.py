"""Where two JSON values differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opencredreg.client.results import Difference

__all__ = ["iter_differences"]


def iter_differences(before: Any, after: Any, pointer: str = "") -> Iterator[Difference]:
    """The smallest places where two values differ, as JSON pointers; entries of lists are compared by their number.

    >>> list(iter_differences({"a": [1, 2]}, {"a": [1, 3]}))
    [Difference(pointer='/a/1', before=2, after=3)]
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys([*before, *after]):
            step = name.replace("~", "~0").replace("/", "~1")
            yield from iter_differences(before.get(name), after.get(name), f"{pointer}/{step}")
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            yield from iter_differences(_entry(before, place), _entry(after, place), f"{pointer}/{place}")
    elif type(before) is not type(after) or before != after:
        yield Difference(pointer, before, after)


def _entry(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None
