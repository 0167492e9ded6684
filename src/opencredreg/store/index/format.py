"""Which release of the index a database holds: what the index of an older one was made of cannot be searched.

A migration that changes what the index is made of sets the format back to an older number. The registry goes on:
it reads, publishes and deletes. Search says that it cannot answer until ``opencredreg reindex`` has run, because
building the index of a large registry takes minutes, which is for the operator to choose.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

from opencredreg.errors import Unavailable
from opencredreg.store.database import WriteTransaction

__all__ = ["INDEX_FORMAT", "index_is_current", "mark_index_current", "require_current_format"]

INDEX_FORMAT = 2
"""The format of the index that this release writes."""


def index_is_current(connection: Connection) -> bool:
    """Whether the whole index was written in the format of this release."""
    stored = connection.exec_driver_sql("SELECT format FROM index_state WHERE id = 1").scalar()
    return stored == INDEX_FORMAT


def mark_index_current(transaction: WriteTransaction) -> None:
    """Note that the whole index is of the format of this release."""
    transaction.connection.exec_driver_sql(f"UPDATE index_state SET format = {INDEX_FORMAT} WHERE id = 1")


def require_current_format(stored: int | None) -> None:
    """Refuse to search an index of another release, whose format is given.

    Raises:
        Unavailable: the index must be built again first.
    """
    if stored != INDEX_FORMAT:
        raise Unavailable(
            "Search waits until the index was built again after an upgrade. Everything else works.",
            hint="The operator should run: opencredreg reindex",
        )
