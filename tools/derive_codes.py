"""Make the packaged lists of codes from official files: codes and titles only.

    python tools/derive_codes.py FOLDER

The folder has cip-2020.csv (NCES), naics-2022.csv (Census Bureau) and onet-soc-occupation-data.txt (O*NET). The same
files give the same bytes. Attributions are those of ``opencredreg.codes.lists``; they stand in NOTICE, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from opencredreg.codes.hierarchy import MAJOR_GROUPS
from opencredreg.codes.lists import ListName
from opencredreg.codes.official import parse_official
from opencredreg.codes.table import render_table
from opencredreg.errors import InvalidInput

_ROOT = Path(__file__).resolve().parents[1]
TARGET = _ROOT / "src/opencredreg/codes/tables"
MOST_BYTES = 250_000

SOURCES: Final[Mapping[ListName, tuple[str, str]]] = {
    "soc": ("onet-soc-occupation-data.txt", "2010"),
    "cip": ("cip-2020.csv", "2020"),
    "naics": ("naics-2022.csv", "2022"),
}
"""File and edition of each list."""

_OF_2010: Final = {"25-0000": "Education, Training, and Library Occupations"}
"""Major groups of occupations that had another title in 2010."""


def build(list_name: ListName, content: bytes, edition: str) -> bytes:
    """The packaged form of an official file.

    Raises:
        InvalidInput: it is no such file.
    """
    book = parse_official(list_name, edition, content)
    titles = {code: one.title for code, one in book.codes.items()}
    if list_name == "soc" and edition == "2010":
        titles |= {code: title for code, title in _OF_2010.items() if titles[code] == MAJOR_GROUPS[code]}
    return render_table(book.head, titles)


def main(arguments: list[str]) -> int:
    """Write the lists; 2 when a file is missing or cannot be read, or the lists are too large."""
    parser = argparse.ArgumentParser(description="Make the packaged lists of codes from official files.")
    parser.add_argument("folder", type=Path, help="the folder with the official files")
    folder: Path = parser.parse_args(arguments).folder
    made: dict[ListName, bytes] = {}
    for name, (file, edition) in SOURCES.items():
        try:
            made[name] = build(name, (folder / file).read_bytes(), edition)
        except (OSError, InvalidInput) as error:
            sys.stderr.write(f"error: {folder / file}: {error}\n")
            return 2
    size = sum(map(len, made.values()))
    if size > MOST_BYTES:
        sys.stderr.write(f"error: the lists have {size} bytes, more than {MOST_BYTES}\n")
        return 2
    for name, data in made.items():
        (TARGET / f"{name}.tsv").write_bytes(data)
        sys.stderr.write(f"{name}.tsv: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
