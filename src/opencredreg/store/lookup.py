"""Finding what stands behind an identifier with one look-up.

These are the statements of the hot path (``GET /resources/{id}``, ``GET /graph/{id}``), so they go to the driver
directly: compiling and unpacking by the toolkit would cost more than the database does.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import msgspec

from opencredreg.errors import Unavailable
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


class _Kept:
    """A driver connection; the pool's wrapper is held as well, because it closes the connection when it goes."""

    __slots__ = ("_pooled", "execute")

    def __init__(self, pooled: Any, connection: Any) -> None:
        self._pooled = pooled
        self.execute = connection.execute

    def close(self) -> None:
        self._pooled.close()


class Lookup:
    """Point reads of one database. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._idle: deque[Any] = deque()
        self._watching: Any = None

    def close(self) -> None:
        """Close the connections that are kept."""
        if self._watching is not None:
            self._idle.append(self._watching)
            self._watching = None
        while self._idle:
            self._idle.pop().close()

    def _one(self, statement: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        if self._database.is_sqlite:
            return self._fetch(statement, values)
        dbapi = self._database.engine.dialect.loaded_dbapi
        statement = statement.replace("?", "%s")
        try:
            return self._fetch(statement, values)
        except (dbapi.OperationalError, dbapi.InterfaceError):
            # The server may have been restarted since these connections were used: once more, with a new one.
            self.close()
        try:
            return self._fetch(statement, values)
        except (dbapi.OperationalError, dbapi.InterfaceError) as error:
            raise Unavailable("The database cannot be reached now.", hint="Try again.") from error

    def _fetch(self, statement: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            found: tuple[Any, ...] | None = connection.execute(statement, values).fetchone()
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return found

    def _open(self) -> Any:
        """A connection outside of the pool, where each statement is a transaction of its own.

        Opening one and warming it costs more than a thousand look-ups, and a transaction around each look-up
        more than the look-up; so they are kept, as many as were ever used at once.
        """
        pooled = self._database.engine.raw_connection()
        connection: Any = pooled.dbapi_connection
        if not self._database.is_sqlite:
            connection.autocommit = True
        pooled.detach()
        return _Kept(pooled, connection)

    def data_version(self) -> int:
        """A number that changes with every commit to the database by anybody (SQLite only, one caller at a time).

        Such numbers only compare within one connection, so it has one to itself.
        """
        if self._watching is None:
            self._watching = self._open()
        number: int = self._watching.execute("PRAGMA data_version", ()).fetchone()[0]
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
