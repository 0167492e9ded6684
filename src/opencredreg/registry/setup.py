"""The first minute of a node: its default community, its administrator; and who acts for commands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.tokens import issue_token
from opencredreg.registry.communities import create_community, list_communities
from opencredreg.registry.node import Node
from opencredreg.store.tables import METADATA

__all__ = ["ADMINISTRATOR", "DEFAULT_COMMUNITY", "initialize", "is_initialized", "local_actor"]

ADMINISTRATOR = "administrator@localhost"
"""The mail address of the account that comes with the node."""

DEFAULT_COMMUNITY = "ce_registry"

_token = METADATA.tables["access_token"]
_account = METADATA.tables["account"]
_publisher = METADATA.tables["publisher"]


def initialize(node: Node) -> str | None:
    """Give a new node its default community and a token for its administrator.

    Returns:
        The token, which is shown this once; ``None`` when the node has an administrator already.
    """
    with node.database.write() as transaction:
        if is_initialized(transaction.connection):
            return None
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
