"""Where in the text of a JSON document something stands: from JSON pointers to lines and columns.

Findings name places by JSON pointers (RFC 6901), editors by lines and columns. The scanner goes through the text
once, looks only into those parts that were asked for, and is written without recursion, so that no document is
too deep or too large for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, final

import msgspec

__all__ = ["Location", "line_and_column", "locate", "locate_fault", "pointer_steps"]

_BOM: Final = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,\]}]++")
_BRACKET_OR_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]', re.DOTALL)
_BYTE = re.compile(r"\(byte (\d+)\)")
_NOWHERE: Final = -1


class Location(msgspec.Struct, frozen=True):
    """A part of a text. Lines and columns count from 1, columns in characters; the end is the place after it.

    Of a member of an object it is the key with its value, of an entry of a list the value. Of values that are
    objects or lists only the beginning counts. ``is_exact`` is false when what was asked for is not in the text
    and the nearest thing around it was taken.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    is_exact: bool = True

    def moved(self, line: int, column: int) -> Location:
        """The same part in a larger text, in which the text of this location begins at a line and column."""
        return Location(
            self.line + line - 1,
            self.column + (column - 1 if self.line == 1 else 0),
            self.end_line + line - 1,
            self.end_column + (column - 1 if self.end_line == 1 else 0),
            self.is_exact,
        )


def line_and_column(text: bytes, offset: int) -> tuple[int, int]:
    r"""Line and column of an offset in bytes.

    >>> line_and_column("é\nab".encode(), 4)
    (2, 2)
    """
    return _lines_and_columns(text, {offset})[offset]


def locate(payload: bytes, pointers: Iterable[str]) -> dict[str, Location]:
    """The places of JSON pointers in a text.

    Args:
        payload: UTF-8 JSON, with or without a byte order mark. Of a text that is no JSON, what stands before the
            fault is found.
        pointers: what to look for. The empty pointer is the whole text.

    Returns:
        A location for each pointer. What a member of the text does not have (a property that is missing, say) is
        located at the nearest thing around it. Of a key that stands twice in an object the last one counts.
    """
    asked = dict.fromkeys(pointers)
    root = _Wanted()
    nodes = {pointer: root.below(pointer_steps(pointer)) for pointer in asked}
    _scan(payload, root)
    found = {pointer: node.nearest() for pointer, node in nodes.items()}
    places = _lines_and_columns(
        payload, {offset for node in found.values() for offset in (node.start, node.end)}
    )
    return {
        pointer: Location(*places[node.start], *places[node.end], is_exact=node is nodes[pointer])
        for pointer, node in found.items()
    }


def locate_fault(payload: bytes) -> Location | None:
    """Where a text stops being JSON; ``None`` when it is JSON, or when nobody can say.

    >>> locate_fault(b'{"a": 1,}')
    Location(line=1, column=9, end_line=1, end_column=10, is_exact=True)
    """
    start = len(_BOM) if payload.startswith(_BOM) else 0
    try:
        payload.decode()
        msgspec.json.decode(payload[start:])
        return None
    except UnicodeDecodeError as error:
        offset = error.start
    except msgspec.DecodeError as error:
        found = _BYTE.search(str(error))
        offset = start + int(found[1]) if found else len(payload)
    except RecursionError:
        return None
    line, column = _lines_and_columns(payload, {min(offset, len(payload))})[min(offset, len(payload))]
    return Location(line, column, line, column + 1)


def pointer_steps(pointer: str) -> list[str]:
    """The steps of a JSON pointer.

    >>> pointer_steps("/@graph/0/a~1b")
    ['@graph', '0', 'a/b']
    """
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


@final
class _Wanted:
    """A value that somebody asked for, or one on the way to it; ``start`` and ``end`` are offsets in the text."""

    __slots__ = ("around", "children", "end", "start")

    def __init__(self, around: _Wanted | None = None) -> None:
        self.around = around
        self.children: dict[str, _Wanted] = {}
        self.start = self.end = _NOWHERE

    def below(self, steps: Iterable[str]) -> _Wanted:
        node = self
        for step in steps:
            if step not in node.children:
                node.children[step] = _Wanted(node)
            node = node.children[step]
        return node

    def nearest(self) -> _Wanted:
        node = self
        while node.start == _NOWHERE and node.around is not None:
            node = node.around
        return node

    def put(self, start: int, end: int) -> None:
        """Note where it is, and forget what was found under an earlier key of the same name."""
        if self.start != _NOWHERE:
            stack = list(self.children.values())
            while stack:
                node = stack.pop()
                node.start = _NOWHERE
                stack += node.children.values()
        self.start, self.end = start, end


def _scan(text: bytes, root: _Wanted) -> None:
    position = _past_space(text, len(_BOM) if text.startswith(_BOM) else 0)
    root.put(position, min(position + 1, len(text)))
    node = root
    # The containers around the value, with how many entries of each are done: the call stack of a recursion.
    around: list[tuple[_Wanted, bool, int]] = []
    while True:
        first = text[position : position + 1]
        if first in (b"{", b"[") and node.children:
            around.append((node, first == b"{", 0))
            position += 1
        else:
            position = _past_value(text, position)
            if position == _NOWHERE:
                return
            if first not in (b"{", b"["):
                node.end = position
        following = _next_wanted(text, position, around)
        if following is None:
            return
        node, position = following


def _next_wanted(
    text: bytes, position: int, around: list[tuple[_Wanted, bool, int]]
) -> tuple[_Wanted, int] | None:
    """The next value that is worth looking at, and where it begins."""
    while around:
        node, is_object, done = around[-1]
        position = _past_space(text, position)
        first = text[position : position + 1]
        if first == b",":
            position += 1
            continue
        if first in (b"}", b"]"):
            around.pop()
            position += 1
            continue
        start, end, name = position, position + 1, str(done)
        if is_object:
            key = _STRING.match(text, position)
            colon = _past_space(text, key.end()) if key else len(text)
            if key is None or text[colon : colon + 1] != b":":
                return None
            end, name, position = key.end(), _text_of(key[0]), _past_space(text, colon + 1)
        around[-1] = (node, is_object, done + 1)
        child = node.children.get(name)
        if child is not None:
            child.put(start, end)
            return child, position
        position = _past_value(text, position)
        if position == _NOWHERE:
            return None
    return None


def _past_space(text: bytes, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _past_value(text: bytes, position: int) -> int:
    """Where a value ends; nowhere when it does not."""
    first = text[position : position + 1]
    if first not in (b"{", b"["):
        found = (_STRING if first == b'"' else _SCALAR).match(text, position)
        return found.end() if found else _NOWHERE
    depth = 0
    for match in _BRACKET_OR_STRING.finditer(text, position):
        opening = match[0]
        if opening in (b"{", b"["):
            depth += 1
        elif opening in (b"}", b"]"):
            depth -= 1
            if depth == 0:
                return match.end()
    return _NOWHERE


def _text_of(key: bytes) -> str:
    if b"\\" not in key:
        return key[1:-1].decode("utf-8", "replace")
    try:
        found: str = msgspec.json.decode(key, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return key[1:-1].decode("utf-8", "replace")
    return found


def _lines_and_columns(text: bytes, offsets: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    """Line and column of each offset, in one pass: a document may be one line of many megabytes."""
    places: dict[int, tuple[int, int]] = {}
    position = len(_BOM) if text.startswith(_BOM) else 0
    line, column = 1, 1
    for offset in sorted(offsets):
        newlines = text.count(b"\n", position, offset)
        if newlines:
            line += newlines
            column = 1
            position = text.rfind(b"\n", position, offset) + 1
        column += len(text[position:offset].decode("utf-8", "replace"))
        position = max(position, offset)
        places[offset] = (line, column)
    return places
