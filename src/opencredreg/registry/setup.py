"""The first minute of a node: its default community, its administrator; and who acts for commands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.tokens import environment_of, issue_token
from opencredreg.errors import Conflict
from opencredreg.registry.communities import create_community, list_communities
from opencredreg.registry.environment import find_environment, mark_environment
from opencredreg.registry.node import Node
from opencredreg.store.migrate import current_revision
from opencredreg.store.tables import METADATA

__all__ = [
    "ADMINISTRATOR",
    "DEFAULT_COMMUNITY",
    "initialize",
    "is_initialized",
    "local_actor",
    "require_environment",
]

ADMINISTRATOR = "administrator@localhost"
"""The mail address of the account that comes with the node."""

DEFAULT_COMMUNITY = "ce_registry"

_token = METADATA.tables["access_token"]
_account = METADATA.tables["account"]
_publisher = METADATA.tables["publisher"]


def initialize(node: Node) -> str | None:
    """Give a new node its default community and a token for its administrator, and mark what it is.

    Returns:
        The token, which is shown this once; ``None`` when the node has an administrator already.
    """
    with node.database.write() as transaction:
        if is_initialized(transaction.connection):
            return None
        mark_environment(transaction, environment_of(node.settings))
        if not list_communities(transaction.connection):
            create_community(transaction, DEFAULT_COMMUNITY, is_default=True)
        token = issue_token(
            transaction,
            role=Role.SUPERADMIN,
            email=ADMINISTRATOR,
            lifetime_days=node.settings.access.token_ttl_days,
        )
    node.forget_communities()
    return token


def require_environment(node: Node) -> None:
    """See to it that a sandbox and a production node never share a database. A new database may become either.

    Raises:
        Conflict: the database is of the other environment. One without a mark is of production.
    """
    if current_revision(node.database) is None:
        return
    with node.database.read() as connection:
        found = find_environment(connection)
        if found is None and not is_initialized(connection):
            return
    if (found or "production") == environment_of(node.settings):
        return
    if found == "sandbox":
        raise Conflict(
            "This database is of a sandbox, and the node is about to run as production.",
            hint="Start it with --sandbox (or set publishing.sandbox), or name another database or data folder.",
        )
    raise Conflict(
        "This database is of a production node, and in a sandbox everything may be wiped.",
        hint="Name another data folder with --data or another database with --database. Without both, "
        "--sandbox uses a folder of its own.",
    )


def is_initialized(connection: Connection) -> bool:
    """Whether a token of a superadmin was ever made; a revoked one counts, the node is not new any more."""
    statement = select(_token.c.id).where(_token.c.role == Role.SUPERADMIN.value).limit(1)
    return connection.execute(statement).first() is not None


def local_actor(connection: Connection) -> Actor:
    """Who acts when a command runs on the machine of the node: staff, as the account that came with it."""
    row = connection.execute(
        select(_account.c.id, _account.c.publisher_id)
        .join(_publisher, _publisher.c.id == _account.c.publisher_id)
        .where(_account.c.email_folded == ADMINISTRATOR)
    ).first()
    return Actor(
        role=Role.SUPERADMIN,
        account_id=row.id if row else None,
        publisher_id=row.publisher_id if row else None,
        is_super_publisher=True,
    )
