"""The lists of codes that a node reads by: those that came with the software, or editions that were loaded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.codes import CodeBook, bundled_codes
from opencredreg.codes.table import parse_table
from opencredreg.store.documents import decompress
from opencredreg.store.tables import METADATA

__all__ = ["Books", "load_book", "read_books"]

_code_list = METADATA.tables["code_list"]


class Books:
    """The lists in use, and the rows that they were read from."""

    def __init__(self, stamp: frozenset[tuple[int, int]], books: Mapping[str, CodeBook]) -> None:
        self.stamp = stamp
        self.books = books


def read_books(connection: Connection, known: Books | None) -> Books:
    """The lists in use; what is known already, if nothing else was chosen meanwhile.

    Raises:
        RegistryError: what is stored of a list is damaged.
    """
    statement = select(_code_list.c.id, _code_list.c.name, _code_list.c.loaded_at).where(_code_list.c.is_used)
    rows = connection.execute(statement).all()
    # A database may give the number of a removed row to a new one.
    stamp = frozenset((row.id, row.loaded_at) for row in rows)
    if known is not None and known.stamp == stamp:
        return known
    loaded = {row.name: load_book(connection, row.id) for row in rows}
    return Books(stamp, MappingProxyType({**bundled_codes(), **loaded}))


def load_book(connection: Connection, number: int) -> CodeBook:
    """The list of a row.

    Raises:
        RegistryError: it is damaged.
    """
    statement = select(_code_list.c.content).where(_code_list.c.id == number)
    return parse_table(decompress(connection.execute(statement).scalar_one()))
