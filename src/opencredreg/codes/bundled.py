"""The lists that ship with the software."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from opencredreg.codes.book import CodeBook
from opencredreg.codes.lists import LIST_NAMES
from opencredreg.codes.table import parse_table

__all__ = ["bundled_codes"]


@cache
def bundled_codes() -> Mapping[str, CodeBook]:
    """The lists by their names; read once."""
    folder = files(__package__).joinpath("tables")
    return MappingProxyType(
        {name: parse_table(folder.joinpath(f"{name}.tsv").read_bytes()) for name in LIST_NAMES}
    )
