"""Identifiers that organizations have for their own things, and the CTIDs that they lead to.

A CTID follows from the owner and the identifier alone, so that a publisher needs no table; this one is for reading
back. Source: ``publishing.md`` section 9.1.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.tables import METADATA

__all__ = ["ExternalIdentifier", "list_identifiers", "remember_identifiers"]

_table = METADATA.tables["external_identifier"]


class ExternalIdentifier(msgspec.Struct, frozen=True, kw_only=True):
    """One identifier of an owner. ``kind`` is the type of resource; ``created_at`` in microseconds."""

    owner_ctid: str
    identifier: str
    ctid: str
    kind: str
    created_at: int = 0


def remember_identifiers(transaction: WriteTransaction, identifiers: Iterable[ExternalIdentifier]) -> None:
    """Keep identifiers with what was published under them; one that is known gets its newest CTID."""
    wanted = {(one.owner_ctid, one.identifier): one for one in identifiers}
    by_owner: dict[str, list[str]] = {}
    for owner, identifier in wanted:
        by_owner.setdefault(owner, []).append(identifier)
    connection = transaction.connection
    for owner, names in by_owner.items():
        connection.execute(
            _table.delete().where(
                _table.c.owner_ctid == owner, among(connection, _table.c.identifier, set(names))
            )
        )
    rows = [
        {
            "owner_ctid": one.owner_ctid,
            "identifier": one.identifier,
            "resource_ctid": one.ctid,
            "kind": one.kind,
            "created_at": transaction.at,
        }
        for one in wanted.values()
    ]
    if rows:
        connection.execute(_table.insert(), rows)


def list_identifiers(
    connection: Connection,
    owner_ctid: str,
    *,
    identifier: str | None = None,
    ctid: str | None = None,
    offset: int = 0,
    limit: int = 100,
) -> tuple[list[ExternalIdentifier], int]:
    """A page of the identifiers of an owner, in their order, and how many there are."""
    conditions = [_table.c.owner_ctid == owner_ctid.lower()]
    if identifier is not None:
        conditions.append(_table.c.identifier == identifier)
    if ctid is not None:
        conditions.append(_table.c.resource_ctid == ctid.lower())
    total = connection.execute(select(func.count()).select_from(_table).where(*conditions)).scalar_one()
    rows = connection.execute(
        select(_table).where(*conditions).order_by(_table.c.identifier).offset(offset).limit(limit)
    )
    return [
        ExternalIdentifier(
            owner_ctid=row.owner_ctid,
            identifier=row.identifier,
            ctid=row.resource_ctid,
            kind=row.kind,
            created_at=row.created_at,
        )
        for row in rows
    ], total
