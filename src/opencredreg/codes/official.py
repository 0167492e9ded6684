"""The official files of the lists, of any year: as text with tabs, commas or semicolons.

* Occupations: the occupation data or the taxonomy of O*NET, or the structure of the Standard Occupational
  Classification (BLS) with its four columns of groups. Major groups that a file leaves out are added.
* Instructional programs: the list of codes of NCES; what it marks as deleted or moved is left out.
* Industries: the list of codes of the Census Bureau of two to six digits.

Columns are found by their names, so their order and further columns do not matter. Descriptions are not kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import msgspec

from opencredreg.codes.book import CodeBook, build_book
from opencredreg.codes.hierarchy import MAJOR_GROUPS
from opencredreg.codes.lists import ListName, head_of
from opencredreg.codes.normalizing import normalize_code
from opencredreg.codes.titles import clean_title
from opencredreg.errors import InvalidInput

__all__ = ["parse_official"]

_MOST_BYTES: Final = 50_000_000
_HEADER_LINES: Final = 30
_DELIMITERS: Final = "\t,;"
_Row: TypeAlias = tuple[int, list[str]]
_GROUPS: Final = frozenset(
    {"majorgroup", "minorgroup", "broadgroup", "broadoccupation", "detailedoccupation"}
)
_CODE: Final = {
    "soc": re.compile(r"(?:onet)?soc(?:\d{4})?code|code"),
    "cip": re.compile(r"cip(?:\d{4})?code|code"),
    "naics": re.compile(r"(?:\d{4})?naics(?:us|\d{4})*code|code"),
}
_TITLE: Final = re.compile(r"(?:\d{4})?(?:onet)?(?:soc|cip|naics)?(?:us|\d{4})*title|title|name")
_EXPECTED: Final = {
    "soc": "“O*NET-SOC Code” and “Title”, or the columns “Major Group” to “Detailed Occupation”",
    "cip": "“CIPCode” and “CIPTitle”",
    "naics": "“2022 NAICS Code” and “2022 NAICS Title”",
}
_GONE: Final = ("deleted", "moved to")
_NO_SIGN: Final = re.compile(r"[^a-z0-9]")


class _Columns(msgspec.Struct, frozen=True):
    """Where things stand in a row. Without a title of its own the last text of a row is the title."""

    codes: tuple[int, ...]
    title: int | None
    action: int | None


def parse_official(list_name: ListName, edition: str, data: bytes) -> CodeBook:
    """The list of an official file.

    Args:
        list_name: which list it is.
        edition: the name of the edition.
        data: the file.

    Raises:
        InvalidInput: the file is no such list; the message names the line and what was expected there.
    """
    columns, rows = _table(list_name, _decoded(data))
    titles: dict[str, str] = {}
    for line, cells in rows:
        found = _entry(list_name, columns, line, cells)
        if found is None:
            continue
        code, title = found
        if titles.setdefault(code, title) != title:
            raise InvalidInput(
                f"Line {line}: {code} has two titles, “{titles[code]}” and “{title}”.",
                hint="Take one of the two lines out of the file.",
            )
    if not titles:
        raise InvalidInput(
            "There is no code in this file.",
            hint=f"Below the columns {_EXPECTED[list_name]} stand the codes.",
        )
    if list_name == "soc":
        used = {code[:2] for code in titles}
        titles = {code: title for code, title in MAJOR_GROUPS.items() if code[:2] in used} | titles
    return build_book(head_of(list_name, edition), titles)


def _decoded(data: bytes) -> str:
    if len(data) > _MOST_BYTES:
        raise InvalidInput(f"The file has more than {_MOST_BYTES:,} bytes, so it is no list of codes.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InvalidInput(
            "This is a workbook of Excel, which is not read.",
            hint="Save the sheet with the codes as “CSV UTF-8”, and load that file.",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Offices save their sheets in the code page of Windows.
        return data.decode("cp1252", "replace")


def _table(list_name: ListName, text: str) -> tuple[_Columns, list[_Row]]:
    """The columns, and the rows below their names."""
    if "\x00" in text:
        raise InvalidInput(
            "The file is no text.", hint="Save it as “CSV UTF-8” or as text with tabs, and load that."
        )
    lines = text.splitlines(keepends=True)
    for delimiter in _DELIMITERS:
        # Descriptions are full of commas, so only the names of columns tell what divides them.
        head = _rows(lines[:_HEADER_LINES], delimiter, is_whole=False)
        for line, cells in head:
            columns = _columns(list_name, cells)
            if columns is not None:
                return columns, [row for row in _rows(lines, delimiter) if row[0] > line]
    raise InvalidInput(
        f"The first {_HEADER_LINES} lines have no names of columns that belong to this list.",
        hint=f"Expected {_EXPECTED[list_name]}. Is it the file of another list?",
    )


def _rows(lines: Sequence[str], delimiter: str, *, is_whole: bool = True) -> list[_Row]:
    """The rows that are not empty, each with the number of the line that it ends on."""
    reader = csv.reader(lines, delimiter=delimiter, strict=is_whole)
    found = []
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                found.append((reader.line_num, cells))
    except csv.Error as error:
        raise InvalidInput(
            f"Line {reader.line_num} cannot be read: {error}.", hint="Are all quotes of the file closed?"
        ) from error
    return found


def _columns(list_name: ListName, cells: Sequence[str]) -> _Columns | None:
    """The columns, if the row has their names."""
    names = [_NO_SIGN.sub("", cell.lower()) for cell in cells]
    groups = tuple(column for column, name in enumerate(names) if name in _GROUPS)
    codes = tuple(column for column, name in enumerate(names) if _CODE[list_name].fullmatch(name))[:1]
    title = next((column for column, name in enumerate(names) if _TITLE.fullmatch(name)), None)
    action = names.index("action") if "action" in names else None
    if list_name == "soc" and len(groups) > 1:
        return _Columns(groups, title, action)
    return _Columns(codes, title, action) if codes and title is not None else None


def _entry(list_name: ListName, columns: _Columns, line: int, cells: Sequence[str]) -> tuple[str, str] | None:
    """Code and title of a row; ``None`` for notes, and for what is no longer in the list."""
    written = next(filter(None, _cells(cells, columns.codes)), "")
    title = next(_cells(cells, (columns.title,)), "") if columns.title is not None else _last(cells, columns)
    action = next(_cells(cells, (columns.action,)), "") if columns.action is not None else ""
    if not written or action.lower().startswith(_GONE):
        return None
    code = normalize_code(list_name, written)
    if code is None:
        if not title:
            return None
        raise InvalidInput(
            f"Line {line}: “{written[:40]}” is no code of this list.",
            hint="A code of the list is expected, such as "
            + {"soc": "53-3032.00", "cip": "49.0205", "naics": "484110"}[list_name]
            + ".",
        )
    title = clean_title(list_name, title)
    if not title:
        raise InvalidInput(f"Line {line}: the code {code} has no title.", hint="Fill in the title.")
    return code, title


def _cells(cells: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    return (cells[place] for place in places if place < len(cells))


def _last(cells: Sequence[str], columns: _Columns) -> str:
    after = [cell for place, cell in enumerate(cells) if place > max(columns.codes) and cell]
    return after[0] if after else ""
