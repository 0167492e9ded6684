"""The log of publishing: who sent what for whom, what was said of it, and what became of it.

Source: ``publishing.md`` section 3.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor
from opencredreg.findings import Finding
from opencredreg.store.database import WriteTransaction
from opencredreg.store.documents import compress, decompress
from opencredreg.store.tables import METADATA

__all__ = ["LogRecord", "Method", "Origin", "list_log", "load_input", "write_log"]

Method = Literal[
    "publishMethod:RegistryAssistant",
    "publishMethod:ManualEntry",
    "publishMethod:BulkUpload",
    "publishMethod:Document",
]
"""How data came: those of the reference, and as a finished document."""

_log = METADATA.tables["publishing_log"]
_MOST_FINDINGS: Final = 50


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request came from: the same for all that it held."""

    actor: Actor
    request_id: str
    method: Method = "publishMethod:RegistryAssistant"
    publisher_ctid: str | None = None
    address: str | None = None


class LogRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: one resource of one request. ``at`` in microseconds; ``input`` is what was sent, as JSON."""

    action: str
    kind: str
    outcome: str
    owner_ctid: str
    community_id: int
    ctdl_type: str | None = None
    ctid: str | None = None
    name: str | None = None
    version_id: int | None = None
    findings: tuple[Finding, ...] = ()
    input: bytes | None = None
    id: int = 0
    at: int = 0
    publisher_ctid: str | None = None
    key_name: str | None = None
    method: str = ""
    request_id: str = ""
    address: str | None = None


def write_log(transaction: WriteTransaction, origin: Origin, records: Iterable[LogRecord]) -> None:
    """Add entries."""
    rows = [
        {
            "at": transaction.at,
            "community_id": record.community_id,
            "owner_ctid": record.owner_ctid,
            "publisher_ctid": origin.publisher_ctid,
            "account_id": origin.actor.account_id,
            "key_name": origin.actor.key_name,
            "method": origin.method,
            "action": record.action,
            "kind": record.kind,
            "ctdl_type": record.ctdl_type,
            "resource_ctid": record.ctid,
            "name": record.name[:200] if record.name else None,
            "outcome": record.outcome,
            "version_id": record.version_id,
            # A client may name its request as it likes; no database keeps every character.
            "request_id": "".join(one for one in origin.request_id if one.isprintable()),
            "address": origin.address,
            "findings": _findings(record.findings),
            "input": compress(record.input) if record.input is not None else None,
        }
        for record in records
    ]
    if rows:
        transaction.connection.execute(_log.insert(), rows)


def _findings(findings: tuple[Finding, ...]) -> str | None:
    if not findings:
        return None
    return msgspec.json.encode(findings[:_MOST_FINDINGS]).decode()


def list_log(
    connection: Connection,
    owner_ctid: str,
    *,
    ctid: str | None = None,
    outcome: str | None = None,
    offset: int = 0,
    limit: int = 25,
) -> tuple[list[LogRecord], int]:
    """A page of the entries of an owner, newest first, and how many there are."""
    conditions = [_log.c.owner_ctid == owner_ctid.lower()]
    if ctid is not None:
        conditions.append(_log.c.resource_ctid == ctid.lower())
    if outcome is not None:
        conditions.append(_log.c.outcome == outcome)
    total = connection.execute(select(func.count()).select_from(_log).where(*conditions)).scalar_one()
    columns = [column for column in _log.c if column.name not in ("input", "account_id")]
    rows = connection.execute(
        select(*columns).where(*conditions).order_by(_log.c.id.desc()).offset(offset).limit(limit)
    )
    return [_record(row) for row in rows], total


def load_input(connection: Connection, owner_ctid: str, number: int) -> bytes | None:
    """What was sent for one entry of an owner."""
    body = connection.execute(
        select(_log.c.input).where(_log.c.id == number, _log.c.owner_ctid == owner_ctid.lower())
    ).scalar()
    return decompress(bytes(body)) if body is not None else None


def _record(row: Any) -> LogRecord:
    return LogRecord(
        id=row.id,
        at=row.at,
        community_id=row.community_id,
        owner_ctid=row.owner_ctid,
        publisher_ctid=row.publisher_ctid,
        key_name=row.key_name,
        method=row.method,
        action=row.action,
        kind=row.kind,
        ctdl_type=row.ctdl_type,
        ctid=row.resource_ctid,
        name=row.name,
        outcome=row.outcome,
        version_id=row.version_id,
        request_id=row.request_id,
        address=row.address,
        findings=msgspec.json.decode(row.findings, type=tuple[Finding, ...]) if row.findings else (),
    )
