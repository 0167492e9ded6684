"""Going through all that is stored in batches of bounded size, without pauses of Python's own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.engine import Connection

from opencredreg.store.database import Database
from opencredreg.store.tables import METADATA

__all__ = [
    "BATCH_BYTES",
    "BATCH_NODES",
    "bulk_work",
    "iter_document_batches",
    "iter_envelope_batches",
    "one_moment",
]

BATCH_NODES = 2_000
"""How many flat nodes are worked on together. More does not make a transaction cheaper per node."""

BATCH_BYTES = 8 * 1024 * 1024
"""How many bytes of documents are worked on together."""

_BATCH_ROWS = 200
_PAGE = 1_000
_COLLECT_EVERY = 50_000

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]


def iter_envelope_batches(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[list[int]]:
    """The numbers of the envelopes that fulfil the conditions, in order, in lists of limited weight.

    The caller may use the connection in between. In one snapshot or write transaction the whole is
    consistent.
    """
    statement = (
        select(_envelope.c.id, _document.c.byte_count)
        .join(_document, _document.c.id == _envelope.c.document_id)
        .where(*conditions)
    )
    return _iter_batches(connection, statement, _envelope.c.id)


def iter_document_batches(connection: Connection) -> Iterator[list[int]]:
    """The numbers of all documents, those of old versions too, in lists of limited weight."""
    return _iter_batches(connection, select(_document.c.id, _document.c.byte_count), _document.c.id)


def _iter_batches(
    connection: Connection, statement: Select[tuple[int, int]], number: ColumnElement[int]
) -> Iterator[list[int]]:
    last = 0
    while True:
        page = statement.where(number > last).order_by(number).limit(_PAGE)
        rows = connection.execute(page).all()
        batch: list[int] = []
        weight = 0
        for row in rows:
            if batch and (weight + row.byte_count > BATCH_BYTES or len(batch) >= _BATCH_ROWS):
                yield batch
                batch, weight = [], 0
            batch.append(row.id)
            weight += row.byte_count
        if batch:
            yield batch
        if len(rows) < _PAGE:
            return
        last = rows[-1].id


@contextmanager
def one_moment(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment of the registry, for as long as the work takes."""
    with database.read(snapshot=True) as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        yield connection


@contextmanager
def bulk_work() -> Iterator[None]:
    """Let the collector of cycles look away: it would go through all living objects again and again.

    What lives now is set aside, and new objects are looked at rarely; almost none of ours are in cycles.
    """
    thresholds = gc.get_threshold()
    was_frozen = gc.get_freeze_count() > 0
    gc.freeze()
    gc.set_threshold(_COLLECT_EVERY, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        if was_frozen:  # A server set its tables aside for good.
            gc.freeze()
