"""Envelopes and their versions: what the log holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.engine import Connection

from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.tables import METADATA

__all__ = [
    "EnvelopeHead",
    "EnvelopeView",
    "Version",
    "append_version",
    "count_envelopes",
    "find_heads",
    "insert_envelopes",
    "list_versions",
    "list_views",
    "update_envelope",
    "view_columns",
]

_envelope = METADATA.tables["envelope"]
_version = METADATA.tables["envelope_version"]
_community = METADATA.tables["community"]
_document = METADATA.tables["document"]
_organization = METADATA.tables["organization"]
_publisher = METADATA.tables["publisher"]
_owner = _organization.alias("owner")
_publishing = _organization.alias("publishing")
_first = _publisher.alias("first_publisher")
_second = _publisher.alias("second_publisher")


class EnvelopeHead(msgspec.Struct, kw_only=True):
    """The row of an envelope, as stored: numbers inside."""

    id: int
    uuid: str
    community_id: int
    envelope_ctid: str | None
    document_key: str | None
    ctdl_type: str | None
    owner_id: int | None
    publishing_organization_id: int | None
    publisher_id: int | None
    secondary_publisher_id: int | None
    publish_type: str
    provisional: bool
    signed_by: str | None
    document_id: int
    version_id: int
    last_verified_on: str
    created_at: int
    updated_at: int
    deleted_at: int | None


class EnvelopeView(msgspec.Struct, kw_only=True):
    """An envelope as it is shown: names at the edge. ``payload`` is loaded when it was asked for."""

    id: int
    uuid: str
    community_id: int
    community: str
    envelope_ctid: str | None
    ctdl_type: str | None
    owner_ctid: str | None
    publishing_ctid: str | None
    publisher_uuid: str | None
    secondary_publisher_uuid: str | None
    publish_type: str
    provisional: bool
    document_id: int
    version_id: int
    last_verified_on: str
    created_at: int
    updated_at: int
    deleted_at: int | None
    digest: bytes
    body: bytes | None = None


class Version(msgspec.Struct, kw_only=True):
    """One entry of the log. ``event`` is ``create``, ``update`` or ``destroy``."""

    id: int
    envelope_id: int
    community_id: int
    event: str
    envelope_ctid: str | None
    document_id: int | None
    ctdl_type: str | None
    owner_id: int | None
    publishing_organization_id: int | None
    publisher_id: int | None
    secondary_publisher_id: int | None
    publish_type: str
    provisional: bool
    last_verified_on: str
    account_id: int | None
    created_at: int


_HEAD_COLUMNS = EnvelopeHead.__struct_fields__
_VERSION_COLUMNS = Version.__struct_fields__
_LOGGED = tuple(
    name for name in _VERSION_COLUMNS if name in _HEAD_COLUMNS and name not in ("id", "created_at")
)


def find_heads(
    connection: Connection,
    community_id: int,
    *,
    ctids: Iterable[str] = (),
    keys: Iterable[str] = (),
    ids: Iterable[int] = (),
) -> list[EnvelopeHead]:
    """The live envelopes of a community that have one of the CTIDs, document keys or numbers."""
    conditions: list[ColumnElement[bool]] = []
    for column, values in (
        (_envelope.c.envelope_ctid, list(ctids)),
        (_envelope.c.document_key, list(keys)),
        (_envelope.c.id, list(ids)),
    ):
        if values:
            conditions.append(among(connection, column, values))
    found: dict[int, EnvelopeHead] = {}
    for condition in conditions:
        # One statement for each name: the databases use an index for each, but none for the two together.
        statement = select(_envelope).where(
            _envelope.c.community_id == community_id, _envelope.c.deleted_at.is_(None), condition
        )
        for row in connection.execute(statement):
            found[row.id] = EnvelopeHead(**row._asdict())
    return list(found.values())


def insert_envelopes(transaction: WriteTransaction, heads: Sequence[EnvelopeHead]) -> None:
    """Insert new envelope rows."""
    transaction.insert(
        "envelope", _HEAD_COLUMNS, [tuple(getattr(head, name) for name in _HEAD_COLUMNS) for head in heads]
    )


def update_envelope(transaction: WriteTransaction, head: EnvelopeHead) -> None:
    """Write a changed envelope row back."""
    values = msgspec.structs.asdict(head)
    del values["id"]
    transaction.connection.execute(_envelope.update().where(_envelope.c.id == head.id).values(**values))


def append_version(
    transaction: WriteTransaction, head: EnvelopeHead, event: str, account_id: int | None
) -> Version:
    """Append an entry to the log that says what the envelope is from now on, and point the head to it.

    The row of the head itself is written by the caller; the entry of a deletion carries no document.
    """
    logged: dict[str, Any] = {name: getattr(head, name) for name in _LOGGED}
    if event == "destroy":
        logged["document_id"] = None
    head.version_id = transaction.allocate("version")
    version = Version(
        id=head.version_id,
        envelope_id=head.id,
        event=event,
        account_id=account_id,
        created_at=transaction.at,
        **{name: value for name, value in logged.items() if name != "envelope_id"},
    )
    return version


def insert_versions(transaction: WriteTransaction, versions: Sequence[Version]) -> None:
    """Write log entries; their envelopes and documents are there already."""
    transaction.insert(
        "envelope_version",
        _VERSION_COLUMNS,
        [tuple(getattr(version, name) for name in _VERSION_COLUMNS) for version in versions],
    )


def view_columns(*, with_body: bool) -> Select[Any]:
    """The select of ``EnvelopeView``; the caller adds conditions, order and window."""
    columns = [
        _envelope.c.id,
        _envelope.c.uuid,
        _envelope.c.community_id,
        _community.c.name.label("community"),
        _envelope.c.envelope_ctid,
        _envelope.c.ctdl_type,
        _owner.c.organization_ctid.label("owner_ctid"),
        _publishing.c.organization_ctid.label("publishing_ctid"),
        _first.c.uuid.label("publisher_uuid"),
        _second.c.uuid.label("secondary_publisher_uuid"),
        _envelope.c.publish_type,
        _envelope.c.provisional,
        _envelope.c.document_id,
        _envelope.c.version_id,
        _envelope.c.last_verified_on,
        _envelope.c.created_at,
        _envelope.c.updated_at,
        _envelope.c.deleted_at,
        _document.c.digest,
    ]
    if with_body:
        columns.append(_document.c.body)
    joined = (
        _envelope.join(_community, _community.c.id == _envelope.c.community_id)
        .join(_document, _document.c.id == _envelope.c.document_id)
        .outerjoin(_owner, _owner.c.id == _envelope.c.owner_id)
        .outerjoin(_publishing, _publishing.c.id == _envelope.c.publishing_organization_id)
        .outerjoin(_first, _first.c.id == _envelope.c.publisher_id)
        .outerjoin(_second, _second.c.id == _envelope.c.secondary_publisher_id)
    )
    return select(*columns).select_from(joined)


def list_views(connection: Connection, statement: Select[Any]) -> list[EnvelopeView]:
    """Run a statement made with ``view_columns``."""
    return [EnvelopeView(**row._asdict()) for row in connection.execute(statement)]


def list_versions(connection: Connection, envelope_ids: Iterable[int]) -> dict[int, list[Version]]:
    """The log entries of envelopes, oldest first."""
    found: dict[int, list[Version]] = {number: [] for number in envelope_ids}
    if found:
        statement = (
            select(_version).where(among(connection, _version.c.envelope_id, found)).order_by(_version.c.id)
        )
        for row in connection.execute(statement):
            found[row.envelope_id].append(Version(**row._asdict()))
    return found


def count_envelopes(connection: Connection, community_id: int | None = None) -> int:
    """How many live envelopes there are, in one community or in all."""
    statement = select(func.count()).select_from(_envelope).where(_envelope.c.deleted_at.is_(None))
    if community_id is not None:
        statement = statement.where(_envelope.c.community_id == community_id)
    return connection.execute(statement).scalar_one()
