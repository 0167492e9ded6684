"""Finding what stands behind an identifier with one look-up.

These are the statements of the hot path (``GET /resources/{id}``, ``GET /graph/{id}``), so they go to the driver
directly: compiling and unpacking by the toolkit would cost more than the database does.
"""

from __future__ import annotations

import threading
from typing import Any

import msgspec

from opencredreg.ids import is_blank, resource_key
from opencredreg.store.database import Database

__all__ = ["FoundDocument", "FoundResource", "Lookup"]


class FoundResource(msgspec.Struct, frozen=True):
    """A described resource. ``body`` is the object as published, ``context`` the text of its ``@context``."""

    body: bytes
    context: str | None
    digest: bytes
    updated_at: int
    envelope_id: int
    resource_ctid: str | None
    deleted_at: int | None = None


class FoundDocument(msgspec.Struct, frozen=True):
    """A document. ``body`` is its payload, compressed with zstd."""

    body: bytes
    digest: bytes
    updated_at: int
    envelope_id: int
    envelope_ctid: str | None
    byte_count: int
    deleted_at: int | None = None


_RESOURCE = (
    "SELECT b.body, d.context, d.digest, e.updated_at, e.id, n.resource_ctid"
    " FROM node n JOIN node_body b ON b.node_id = n.id JOIN envelope e ON e.id = n.envelope_id"
    " JOIN document d ON d.id = e.document_id WHERE n.community_id = ? AND {} ORDER BY n.id LIMIT 1"
)
_BY_KEY = _RESOURCE.format("n.key = ?")
_BY_CTID = _RESOURCE.format("n.resource_ctid = ?")
_BY_BLANK = _RESOURCE.format("n.key >= ? AND n.key < ?")

_DOCUMENT = (
    "SELECT d.body, d.digest, e.updated_at, e.id, e.envelope_ctid, d.byte_count"
    " FROM envelope e JOIN document d ON d.id = e.document_id"
    " WHERE e.community_id = ? AND e.deleted_at IS NULL AND {}"
)
_DOCUMENT_BY_CTID = _DOCUMENT.format("e.envelope_ctid = ?")
_DOCUMENT_BY_KEY = _DOCUMENT.format("e.document_key = ?")
_DOCUMENT_BY_ID = _DOCUMENT.format("e.id = ?")


class Lookup:
    """Point reads of one database. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._local = threading.local()

    def _one(self, statement: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        if not self._database.is_sqlite:
            with self._database.read() as reader:
                row = reader.exec_driver_sql(statement.replace("?", "%s"), values).first()
                return tuple(row) if row is not None else None
        # A connection of SQLite costs 30 ms to open and warm, so each thread keeps its own.
        connection: Any = getattr(self._local, "connection", None)
        if connection is None:
            # It leaves the pool for good, which must not run dry because many threads have been reading.
            pooled = self._database.engine.raw_connection()
            pooled.detach()
            self._local.pooled, connection = pooled, pooled.dbapi_connection
            self._local.connection = connection
        found: tuple[Any, ...] | None = connection.execute(statement, values).fetchone()
        return found

    def data_version(self) -> int:
        """A number that changes with every commit to the database by anybody (SQLite only)."""
        found = self._one("PRAGMA data_version", ())
        assert found is not None
        number: int = found[0]
        return number

    def find_resource(self, community_id: int, identifier: str) -> FoundResource | None:
        """The described resource of an ``@id`` in any spelling, a CTID in any case, or a blank node label."""
        if is_blank(identifier):
            row = self._one(_BY_BLANK, (community_id, f"{identifier}@", f"{identifier}A"))
        else:
            # A CTID in lower case is its own key; nearly all look-ups are of that kind.
            key = identifier if identifier.startswith("ce-") else resource_key(identifier)
            row = self._one(_BY_KEY, (community_id, key))
            if row is None:
                row = self._one(_BY_CTID, (community_id, key.lower()))
        return FoundResource(*row) if row is not None else None

    def find_document(self, community_id: int, identifier: str) -> FoundDocument | None:
        """The document of a CTID or ``@id``, of its own or of a resource inside of it."""
        key = resource_key(identifier)
        row = self._one(_DOCUMENT_BY_CTID, (community_id, key.lower())) or self._one(
            _DOCUMENT_BY_KEY, (community_id, key)
        )
        if row is None:
            resource = self.find_resource(community_id, identifier)
            if resource is not None:
                row = self._one(_DOCUMENT_BY_ID, (community_id, resource.envelope_id))
        return FoundDocument(*row) if row is not None else None
