"""Which editions of the vocabulary there are, and what each one holds. Reading only."""

from __future__ import annotations

from functools import cache

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.ctdl.table import Table
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_table, bundled_vocabulary
from opencredreg.errors import NotFound
from opencredreg.store.vocabularies import (
    SnapshotRow,
    content_digest,
    find_snapshot,
    list_snapshot_rows,
    load_files,
    load_table,
    load_vocabulary,
    used_snapshot_id,
)

__all__ = [
    "BUNDLED",
    "SnapshotInfo",
    "get_files",
    "get_row",
    "get_snapshot",
    "list_snapshots",
    "name_of",
    "table_of",
    "vocabulary_of",
]

BUNDLED = "bundled"
"""The name of the vocabulary that ships with the software."""


class SnapshotInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One edition. ``text_count`` is the number of terms with official texts.

    ``of_release`` is the month that the bundled vocabulary was made of, else "".
    """

    edition: str
    is_used: bool
    class_count: int
    property_count: int
    scheme_count: int
    concept_count: int
    attribution: str
    digest: str
    text_count: int
    of_release: str = ""
    loaded_at: int | None = None
    loaded_by: str | None = None


def list_snapshots(connection: Connection) -> list[SnapshotInfo]:
    """All editions, the one that was loaded last first and the bundled one at the end."""
    number = used_snapshot_id(connection)
    rows = list_snapshot_rows(connection)
    return [*(_as_snapshot(row, is_used=row.id == number) for row in rows), _bundled(is_used=number is None)]


def get_snapshot(connection: Connection, edition: str) -> SnapshotInfo:
    """The edition of a name.

    Raises:
        NotFound: there is none.
    """
    number = used_snapshot_id(connection)
    if edition == BUNDLED:
        return _bundled(is_used=number is None)
    row = get_row(connection, edition)
    return _as_snapshot(row, is_used=row.id == number)


def get_files(connection: Connection, edition: str) -> dict[str, bytes]:
    """The official files of an edition as they came: ``ctdl``, ``ctdlasn``, ``qdata`` and ``…-context``.

    Raises:
        NotFound: there is no such edition, or it came with the software, which has no files.
    """
    if edition == BUNDLED:
        raise NotFound(
            "The bundled vocabulary is a table of facts; there are no official files of it.",
            kind="vocabulary",
            hint="Name an edition that was loaded: opencredreg vocabulary list.",
        )
    return load_files(connection, get_row(connection, edition).id)


def get_row(connection: Connection, edition: str) -> SnapshotRow:
    """The row of a loaded edition.

    Raises:
        NotFound: there is none of that name.
    """
    row = find_snapshot(connection, edition=edition)
    if row is None:
        raise NotFound(
            f"There is no edition {edition} of the vocabulary.",
            kind="vocabulary",
            hint="opencredreg vocabulary list shows those that there are.",
        )
    return row


def table_of(connection: Connection, number: int | None) -> Table:
    """The facts of a snapshot by its number; ``None`` is the bundled one."""
    return bundled_table() if number is None else load_table(connection, number)


def vocabulary_of(connection: Connection, number: int | None) -> Vocabulary:
    """A snapshot by its number, ready to be asked; ``None`` is the bundled one."""
    return bundled_vocabulary() if number is None else load_vocabulary(connection, number)


def name_of(connection: Connection, number: int | None) -> str:
    """The name of a snapshot by its number; ``None`` is the bundled one."""
    if number is None:
        return BUNDLED
    return next(row.edition for row in list_snapshot_rows(connection) if row.id == number)


@cache
def _bundled_digest() -> bytes:
    return content_digest(bundled_table(), {})


def _bundled(*, is_used: bool) -> SnapshotInfo:
    table = bundled_table()
    return SnapshotInfo(
        edition=BUNDLED,
        is_used=is_used,
        class_count=len(table.classes),
        property_count=sum(bool(row.declared_in) for row in table.properties.values()),
        scheme_count=len(table.schemes),
        concept_count=len(table.concepts),
        attribution=table.attribution,
        digest=_bundled_digest().hex(),
        text_count=0,
        of_release=table.edition,
    )


def _as_snapshot(row: SnapshotRow, *, is_used: bool) -> SnapshotInfo:
    return SnapshotInfo(
        edition=row.edition,
        is_used=is_used,
        class_count=row.class_count,
        property_count=row.property_count,
        scheme_count=row.scheme_count,
        concept_count=row.concept_count,
        attribution=row.attribution,
        digest=row.digest.hex(),
        text_count=row.text_count,
        loaded_at=row.loaded_at,
        loaded_by=row.loaded_by,
    )
