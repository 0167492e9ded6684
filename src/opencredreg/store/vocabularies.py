"""Rows of vocabulary editions: the snapshots, the official files behind them, and which one is in use.

A snapshot is never changed and never deleted, so whoever read it once may keep it. No row in
``vocabulary_use``, or one without a snapshot, means the vocabulary that ships with the software.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection, Row

from opencredreg.ctdl.facts import TermTexts
from opencredreg.ctdl.official.texts import parse_texts, render_texts
from opencredreg.ctdl.table import Table, parse_table, render_table
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import RegistryError
from opencredreg.store.database import WriteTransaction
from opencredreg.store.documents import compress, decompress, digest_of
from opencredreg.store.tables import METADATA

__all__ = [
    "SnapshotRow",
    "VocabularyUse",
    "content_digest",
    "find_damaged",
    "find_snapshot",
    "insert_snapshot",
    "insert_use",
    "last_use",
    "list_snapshot_rows",
    "load_files",
    "load_table",
    "load_texts",
    "load_vocabulary",
    "mark_indexed",
    "used_snapshot_id",
]

_snapshot = METADATA.tables["vocabulary_snapshot"]
_file = METADATA.tables["vocabulary_file"]
_use = METADATA.tables["vocabulary_use"]
_account = METADATA.tables["account"]


class SnapshotRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a snapshot without unpacking it. ``digest`` is that of :func:`content_digest`."""

    id: int
    edition: str
    digest: bytes
    attribution: str
    class_count: int
    property_count: int
    scheme_count: int
    concept_count: int
    text_count: int
    loaded_at: int
    loaded_by: str | None = None


class VocabularyUse(msgspec.Struct, frozen=True):
    """Since when a vocabulary is in use; ``snapshot_id`` is ``None`` for the one of the software.

    ``is_indexed`` says whether the whole index was made by it, or by one that reads documents alike.
    """

    id: int
    snapshot_id: int | None
    created_at: int
    is_indexed: bool


def content_digest(table: Table, texts: Mapping[str, TermTexts]) -> bytes:
    """SHA-256 of facts and texts, whatever the edition is called."""
    return digest_of(render_table(msgspec.structs.replace(table, edition="")) + render_texts(texts))


def insert_snapshot(
    transaction: WriteTransaction,
    table: Table,
    texts: Mapping[str, TermTexts],
    files: Mapping[str, bytes],
    *,
    account_id: int | None,
) -> int:
    """Keep a snapshot with its official files (by the names of encodings and contexts); gives its number."""
    connection = transaction.connection
    statement = (
        _snapshot.insert()
        .values(
            edition=table.edition,
            digest=content_digest(table, texts),
            facts=compress(render_table(table)),
            texts=compress(render_texts(texts)),
            attribution=table.attribution,
            class_count=len(table.classes),
            property_count=sum(bool(row.declared_in) for row in table.properties.values()),
            scheme_count=len(table.schemes),
            concept_count=len(table.concepts),
            text_count=len(texts),
            account_id=account_id,
            loaded_at=transaction.at,
        )
        .returning(_snapshot.c.id)
    )
    number: int = connection.execute(statement).scalar_one()
    rows = [
        {
            "snapshot_id": number,
            "name": name,
            "digest": digest_of(data),
            "byte_count": len(data),
            "body": compress(data),
        }
        for name, data in sorted(files.items())
    ]
    if rows:
        connection.execute(_file.insert(), rows)
    return number


def list_snapshot_rows(connection: Connection) -> list[SnapshotRow]:
    """All snapshots, the one that was loaded last first."""
    return [_as_row(row) for row in connection.execute(_rows().order_by(_snapshot.c.id.desc()))]


def find_snapshot(
    connection: Connection, *, edition: str | None = None, digest: bytes | None = None
) -> SnapshotRow | None:
    """The snapshot of a name, or of a content."""
    condition = _snapshot.c.digest == digest if digest is not None else _snapshot.c.edition == edition
    row = connection.execute(_rows().where(condition)).first()
    return None if row is None else _as_row(row)


def load_table(connection: Connection, snapshot_id: int) -> Table:
    """The facts of a snapshot.

    Raises:
        RegistryError: what is stored cannot be read.
    """
    try:
        return parse_table(_unpacked(connection, _snapshot.c.facts, snapshot_id))
    except msgspec.MsgspecError as error:
        raise RegistryError(f"The facts of a stored vocabulary cannot be read: {error}") from error


def load_texts(connection: Connection, snapshot_id: int) -> dict[str, TermTexts]:
    """The official texts of a snapshot, by term.

    Raises:
        RegistryError: what is stored cannot be read.
    """
    try:
        return parse_texts(_unpacked(connection, _snapshot.c.texts, snapshot_id))
    except msgspec.MsgspecError as error:
        raise RegistryError(f"The texts of a stored vocabulary cannot be read: {error}") from error


def load_vocabulary(connection: Connection, snapshot_id: int) -> Vocabulary:
    """A snapshot ready to be asked. Making it takes some tens of milliseconds, so keep it.

    Raises:
        RegistryError: what is stored cannot be read.
    """
    return Vocabulary(load_table(connection, snapshot_id), load_texts(connection, snapshot_id))


def load_files(connection: Connection, snapshot_id: int) -> dict[str, bytes]:
    """The official files of a snapshot as they came, by the names of encodings and contexts."""
    rows = connection.execute(
        select(_file.c.name, _file.c.body).where(_file.c.snapshot_id == snapshot_id).order_by(_file.c.name)
    )
    return {row.name: decompress(bytes(row.body)) for row in rows}


def find_damaged(connection: Connection) -> Iterator[tuple[str, str]]:
    """The editions of which something cannot be read, with the reason."""
    for row in list_snapshot_rows(connection):
        try:
            load_table(connection, row.id)
            load_texts(connection, row.id)
        except RegistryError as error:
            yield row.edition, error.message
        files = select(_file).where(_file.c.snapshot_id == row.id).order_by(_file.c.name)
        for file in connection.execute(files):
            problem = _problem_of(bytes(file.body), bytes(file.digest))
            if problem:
                yield row.edition, f"its file {file.name} {problem}"


def used_snapshot_id(connection: Connection) -> int | None:
    """The number of the snapshot in use; ``None`` for the vocabulary of the software."""
    last = _use.c.id == select(func.max(_use.c.id)).scalar_subquery()
    return connection.execute(select(_use.c.snapshot_id).where(last)).scalar()


def last_use(connection: Connection) -> VocabularyUse | None:
    """What is in use since when; ``None`` where nobody ever chose."""
    columns = (_use.c.id, _use.c.snapshot_id, _use.c.created_at, _use.c.is_indexed)
    row = connection.execute(select(*columns).order_by(_use.c.id.desc()).limit(1)).first()
    return None if row is None else VocabularyUse(*row)


def insert_use(
    transaction: WriteTransaction, snapshot_id: int | None, *, is_indexed: bool, account_id: int | None
) -> None:
    """Put a snapshot, or the vocabulary of the software, in use from now on."""
    transaction.connection.execute(
        _use.insert().values(
            snapshot_id=snapshot_id,
            account_id=account_id,
            created_at=transaction.at,
            is_indexed=is_indexed,
        )
    )


def mark_indexed(transaction: WriteTransaction) -> None:
    """Note that the whole index was made by the vocabulary in use."""
    transaction.connection.execute(_use.update().where(_use.c.is_indexed.is_(False)).values(is_indexed=True))


def _problem_of(body: bytes, digest: bytes) -> str:
    try:
        return "" if digest_of(decompress(body)) == digest else "is not what was loaded"
    except RegistryError as error:
        return f"cannot be unpacked ({error.message})"


def _rows() -> Select[Any]:
    wanted = [_snapshot.c[name] for name in SnapshotRow.__struct_fields__ if name != "loaded_by"]
    joined = _snapshot.outerjoin(_account, _account.c.id == _snapshot.c.account_id)
    return select(*wanted, _account.c.email.label("loaded_by")).select_from(joined)


def _as_row(row: Row[Any]) -> SnapshotRow:
    values = row._asdict()
    return SnapshotRow(**{**values, "digest": bytes(values["digest"])})


def _unpacked(connection: Connection, column: Any, snapshot_id: int) -> bytes:
    body = connection.execute(select(column).where(_snapshot.c.id == snapshot_id)).scalar_one()
    return decompress(bytes(body))
