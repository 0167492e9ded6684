"""Wiping a sandbox: everything that was published goes, with its history; who may publish stays.

Numbers of the log, of documents and of the index go on from where they were, so that nothing which somebody remembers
(a place in a feed, a cursor) means something else afterwards. What running processes keep in memory notices by the
counter that also tells of a reindex.

Source: ``publishing.md`` section 10; docs/adr/0044-sandbox.md.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from typing import Final

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.errors import Conflict, NotFound
from opencredreg.registry.environment import find_environment
from opencredreg.registry.node import Node
from opencredreg.registry.reindex import INDEX_TABLES, clear_index, note_change
from opencredreg.store.database import WriteTransaction
from opencredreg.store.envelopes import count_envelopes
from opencredreg.store.index.format import mark_index_current
from opencredreg.store.tables import METADATA
from opencredreg.store.vocabularies import mark_indexed

__all__ = ["Wiped", "require_sandbox", "reset_sandbox"]

# Rows stand before those that they refer to.
_PUBLISHED: Final = (
    "external_identifier", "publishing_batch", "publishing_log", "publish_request", "download", "job",
    "envelope_version", "envelope", "document",
)  # fmt: skip
_STAFF: Final = (Role.ADMIN.value, Role.SUPERADMIN.value)
_TURN_MS: Final = 500
"""How long readers are made to wait at once; less than PostgreSQL needs to suspect that two wait for each other."""
_TAKEN: Final = frozenset({"55P03", "40P01"})
"""The states of PostgreSQL that say that somebody holds what we want to have."""

_log = logging.getLogger(__name__)
_account = METADATA.tables["account"]
_download = METADATA.tables["download"]
_grant = METADATA.tables["organization_grant"]
_key = METADATA.tables["organization_key"]
_member = METADATA.tables["publisher_organization"]
_organization = METADATA.tables["organization"]
_publisher = METADATA.tables["publisher"]
_saved = METADATA.tables["saved_query"]
_token = METADATA.tables["access_token"]


class Wiped(msgspec.Struct, frozen=True, kw_only=True):
    """What was removed: live documents, and organizations."""

    documents: int
    organizations: int


def require_sandbox(connection: Connection) -> None:
    """Go on only where everything may be wiped, which the mark of the database says and nothing else.

    Raises:
        Conflict: the database is of a production node.
    """
    if find_environment(connection) != "sandbox":
        raise Conflict(
            "This is a production node, and only a sandbox can be reset. Nothing was changed.",
            hint="Start a sandbox with opencredreg serve --sandbox; it has data of its own.",
        )


def reset_sandbox(node: Node, actor: Actor, *, with_accounts: bool = False) -> Wiped:
    """Remove all that was published, in one transaction. Communities, vocabulary and lists of codes stay.

    Args:
        node: the node.
        actor: staff of it.
        with_accounts: whether organizations, their keys and their people go as well; staff stays in any case.

    Raises:
        NotAuthenticated, NotAuthorized: only staff may.
        Conflict: the node is in production.
        Unavailable: the store is busy; nothing was changed.
    """
    require_role(actor, Role.ADMIN)
    with node.database.write() as transaction:
        connection = transaction.connection
        require_sandbox(connection)
        documents = count_envelopes(connection)
        files = list(
            connection.execute(
                select(_download.c.object_name).where(_download.c.object_name.is_not(None))
            ).scalars()
        )
        _clear_published(transaction, node.database.settings.busy_timeout_ms)
        note_change(transaction)
        mark_indexed(transaction)
        mark_index_current(transaction)
        organizations = _clear_accounts(connection) if with_accounts else 0
    for name in files:
        with suppress(NotFound):
            node.objects.delete(f"downloads/{name}")
    node.database.refresh_statistics()
    _log.warning(
        "the sandbox was reset: %d documents and %d organizations are gone", documents, organizations
    )
    return Wiped(documents=documents, organizations=organizations)


def _clear_published(transaction: WriteTransaction, patience_ms: int) -> None:
    if transaction.is_sqlite:
        clear_index(transaction)
        for table in _PUBLISHED:
            transaction.connection.exec_driver_sql(f"DELETE FROM {table}")
        return
    # Row by row it would take minutes on a large node. Readers wait for this, but it takes no time; and where one of
    # them is at it for long, we let all others pass before we try again.
    statement = f"TRUNCATE {', '.join((*INDEX_TABLES, *_PUBLISHED))}"
    end = time.monotonic() + patience_ms / 1000
    while True:
        try:
            with transaction.connection.begin_nested():
                transaction.connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_TURN_MS}")
                transaction.connection.exec_driver_sql(statement)
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _TAKEN or time.monotonic() > end:
                raise
            time.sleep(_TURN_MS / 1000)


def _clear_accounts(connection: Connection) -> int:
    """Remove organizations, their keys, and the people and programs that are no staff; say how many organizations."""
    count = connection.execute(
        select(func.count()).select_from(_organization).where(_organization.c.deleted_at.is_(None))
    ).scalar_one()
    for table in (_grant, _key, _member):
        connection.execute(delete(table))
    connection.execute(_token.update().where(_token.c.role.in_(_STAFF)).values(organization_id=None))
    connection.execute(delete(_token).where(_token.c.role.not_in(_STAFF)))
    staff = select(_token.c.account_id)
    connection.execute(delete(_saved).where(_saved.c.account_id.not_in(staff)))
    connection.execute(delete(_account).where(_account.c.id.not_in(staff)))
    used = select(_account.c.publisher_id)
    connection.execute(delete(_publisher).where(_publisher.c.id.not_in(used)))
    connection.execute(delete(_organization))
    return int(count)
