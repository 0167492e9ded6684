"""A query as numbered lines of JSON, so that remarks can point to the line that they are about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from opencredreg.query.problems import pointer

__all__ = ["Source", "write_source"]

_DEEPEST = 80
_MOST_LINES = 3_000


class Source(msgspec.Struct, frozen=True):
    """``lines`` of a query; ``places`` has the number of the line, from 1, of each JSON Pointer."""

    lines: tuple[str, ...]
    places: dict[str, int]
    is_cut: bool = False

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def line_of(self, path: str) -> int:
        """The line of a place, or of the nearest place around it."""
        while path and path not in self.places:
            path = path.rpartition("/")[0]
        return self.places.get(path, 1)


def write_source(query: Any) -> Source:
    """Write a query on lines. One that is very long, or nested deeper than any that can be run, is cut.

    >>> write_source({"a": [1]}).lines
    ('{', '  "a": [', '    1', '  ]', '}')
    """
    lines: list[str] = []
    places: dict[str, int] = {}
    for text, path in _written(query, "", "", 0, ""):
        if len(lines) >= _MOST_LINES:
            return Source((*lines, "…"), places, is_cut=True)
        lines.append(text)
        if path is not None:
            places[path] = len(lines)
    return Source(tuple(lines), places)


def _written(value: Any, path: str, before: str, depth: int, after: str) -> Iterator[tuple[str, str | None]]:
    """Lines, each with the place that begins on it."""
    indent = "  " * depth
    if not isinstance(value, dict | list) or not value or depth > _DEEPEST:
        scalar = value if not isinstance(value, dict | list) or not value else "…"
        yield f"{indent}{before}{json.dumps(scalar, ensure_ascii=False)}{after}", path
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{indent}{before}{opening}", path
    entries = list(value.items() if isinstance(value, dict) else enumerate(value))
    for place, (key, inner) in enumerate(entries, 1):
        name = f"{json.dumps(key, ensure_ascii=False)}: " if isinstance(value, dict) else ""
        comma = "," if place < len(entries) else ""
        yield from _written(inner, pointer(path, key), name, depth + 1, comma)
    yield f"{indent}{closing}{after}", None
