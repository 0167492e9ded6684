"""The dictionary of terms: property and class names and language tags as small numbers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.store.database import Database, WriteTransaction, among
from opencredreg.store.tables import METADATA

__all__ = ["TermWriter", "find_terms", "language_term"]

_term = METADATA.tables["term"]


def language_term(language: str) -> str:
    """The name of a language tag in the dictionary (``@en-us``), apart from properties and classes."""
    return f"@{language}"


def find_terms(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The numbers of those names that the dictionary has."""
    wanted = among(connection, _term.c.name, names)
    rows = connection.execute(select(_term.c.name, _term.c.id).where(wanted))
    return {row.name: row.id for row in rows}


class TermWriter:
    """Numbers for names in a write transaction; new names get the next numbers."""

    def __init__(self, database: Database, transaction: WriteTransaction) -> None:
        self._committed = database.term_ids
        self._transaction = transaction
        self._own: dict[str, int] = {}
        transaction.after_commit(self._publish)

    def number(self, name: str) -> int:
        """The number of a name, given now if it has none."""
        found = self._committed.get(name)
        if found is None:
            found = self._own.get(name)
        return found if found is not None else self._look_up(name)

    def _look_up(self, name: str) -> int:
        connection = self._transaction.connection
        number = connection.execute(select(_term.c.id).where(_term.c.name == name)).scalar()
        if number is None:
            number = self._transaction.allocate("term")
            connection.execute(_term.insert().values(id=number, name=name))
        self._own[name] = number
        return number

    def _publish(self) -> None:
        self._committed.update(self._own)
