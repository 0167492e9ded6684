r"""The compact form of a list: some lines about it, an empty one, then codes and titles in their order.

Everything is separated by tabs, so that changes can be read line by line. A code without a title has that of the line
above: groups of a single member have the same title as the member.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from opencredreg.codes.book import CodeBook, build_book
from opencredreg.codes.lists import CodeList
from opencredreg.errors import RegistryError

__all__ = ["parse_head", "parse_table", "render_table"]


def render_table(head: CodeList, titles: Mapping[str, str]) -> bytes:
    """A list in its compact form; the same titles give the same bytes."""
    about = (f"{name}\t{value}" for name, value in msgspec.structs.asdict(head).items())
    return _lines([*about, "", *_rows(titles)])


def parse_table(data: bytes) -> CodeBook:
    """The list of a compact form.

    Raises:
        RegistryError: it is damaged.
    """
    try:
        about, rows = _parts(data)
        return build_book(_head(about), _titles(rows))
    except ValueError as error:
        raise _damaged() from error


def parse_head(data: bytes) -> tuple[CodeList, int]:
    """What a compact form says of itself, and the number of its codes.

    Raises:
        RegistryError: it is damaged.
    """
    try:
        about, rows = _parts(data)
        return _head(about), rows.count("\n")
    except ValueError as error:
        raise _damaged() from error


def _parts(data: bytes) -> tuple[str, str]:
    about, _, rows = data.decode().partition("\n\n")
    return about, rows


def _head(about: str) -> CodeList:
    return msgspec.convert(dict(_pairs(about)), CodeList)


def _damaged() -> RegistryError:
    return RegistryError("A stored list of codes is damaged.", hint="Load its official file again.")


def _rows(titles: Mapping[str, str]) -> Iterator[str]:
    above = ""
    for code in sorted(titles):
        yield f"{code}\t{'' if titles[code] == above else titles[code]}"
        above = titles[code]


def _titles(rows: str) -> dict[str, str]:
    found: dict[str, str] = {}
    above = ""
    for code, title in _pairs(rows):
        above = found[code] = title or above
    return found


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        name, mark, value = line.partition("\t")
        if not mark:
            raise ValueError(line)
        yield name, value
