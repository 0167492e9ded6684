"""JSON-LD contexts that administrators registered, so that documents may name them.

Contexts are never fetched: a document may name the bundled ones and those of this table.
Source: ``registry-api.md`` sections 2.9 and 3.13.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import InvalidInput, NotFound, UnknownContext
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["RegisteredContext", "get_json_context", "list_json_contexts", "put_json_context"]

_json_context = METADATA.tables["json_context"]
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")


class RegisteredContext(msgspec.Struct, frozen=True):
    """A context document, ``{"@context": {...}}``, and the address under which documents name it."""

    url: str
    context: dict[str, Any]
    updated_at: int


def list_json_contexts(connection: Connection) -> list[RegisteredContext]:
    """All registered contexts, the newest change first."""
    rows = connection.execute(
        select(_json_context).order_by(_json_context.c.updated_at.desc(), _json_context.c.url)
    )
    return [_as_context(row) for row in rows]


def get_json_context(connection: Connection, url: str) -> RegisteredContext:
    """The context of an address, exactly as documents write it.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(_json_context).where(_json_context.c.url == url)).first()
    if row is None:
        raise NotFound("JsonContext not found", kind="json-context")
    return _as_context(row)


def put_json_context(
    transaction: WriteTransaction, url: str, context: dict[str, Any], *, vocabulary: Vocabulary | None = None
) -> bool:
    """Register a context or replace the one of that address; says whether it is new.

    ``vocabulary`` is the one that the node reads documents by; without it the bundled one.

    Documents that are published from now on are read by it. What was published before keeps its index until
    that is rebuilt.

    Raises:
        InvalidInput: context or address is blank, or the address is not absolute.
        UnknownContext: documents could not be read by this context; the findings say why.
    """
    if not context:
        raise InvalidInput("Context can't be blank")
    if not url.strip():
        raise InvalidInput("Url can't be blank")
    if not _ABSOLUTE.fullmatch(url):
        raise InvalidInput("Url is invalid", hint="Give the address as documents write it, such as https://…")
    if "@context" not in context:
        raise InvalidInput("Context is invalid: it has no @context", hint='Post {"@context": {...}}.')
    _require_usable(transaction.connection, url, context, vocabulary)
    values = {"context": msgspec.json.encode(context).decode(), "updated_at": transaction.at}
    replaced = transaction.connection.execute(
        _json_context.update().where(_json_context.c.url == url).values(**values)
    )
    if replaced.rowcount:
        return False
    transaction.connection.execute(_json_context.insert().values(url=url, **values))
    return True


def _require_usable(
    connection: Connection, url: str, context: dict[str, Any], vocabulary: Vocabulary | None
) -> None:
    registered = {known.url: known.context for known in list_json_contexts(connection)}
    try:
        resolve_context(context["@context"], {**registered, url: context}, vocabulary=vocabulary)
    except UnknownContext as error:
        message = f"Context is invalid: {error.message}"
        raise UnknownContext(message, error.findings, hint=error.hint) from error


def _as_context(row: Row[Any]) -> RegisteredContext:
    return RegisteredContext(row.url, msgspec.json.decode(row.context), row.updated_at)
