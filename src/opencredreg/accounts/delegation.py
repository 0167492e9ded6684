"""What an owner decides for itself: who may publish for it, and which keys sign for it."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.accounts.organizations import Organization
from opencredreg.errors import NotAuthorized, NotFound
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["Grant", "RegisteredKey", "list_grants", "list_keys", "remove_key", "require_owner"]

_organization = METADATA.tables["organization"]
_grant = METADATA.tables["organization_grant"]
_key = METADATA.tables["organization_key"]


class Grant(msgspec.Struct, frozen=True):
    """An organization that may publish for the owner, since ``created_at``."""

    publisher: Organization
    created_at: int


class RegisteredKey(msgspec.Struct, frozen=True):
    """A public key of an organization. ``fingerprint`` is the SHA-256 of its DER in hexadecimal digits."""

    fingerprint: str
    pem: str
    created_at: int


def require_owner(actor: Actor, organization: Organization) -> None:
    """Let only those pass who speak for the organization: its own publishers, and staff.

    An organization that was granted to publish for the owner does not pass: it must not pass the right on.

    Raises:
        NotAuthenticated: nobody knows who is asking.
        NotAuthorized: the role is too low, or the actor belongs to another organization.
    """
    require_role(actor, Role.PUBLISHER)
    if not actor.is_staff and organization.id not in actor.organization_ids:
        raise NotAuthorized(
            f"Only {organization.name} itself and the administrators of the node may do this.",
            hint="Use a token that was issued for the organization.",
        )


def list_grants(connection: Connection, owner: Organization) -> list[Grant]:
    """The organizations that may publish for the owner, by name."""
    statement = (
        select(
            _organization.c.id,
            _organization.c.uuid,
            _organization.c.organization_ctid,
            _organization.c.name,
            _organization.c.description,
            _grant.c.created_at,
        )
        .join(_grant, _grant.c.publisher_organization_id == _organization.c.id)
        .where(_grant.c.owner_id == owner.id)
        .order_by(_organization.c.name, _organization.c.id)
    )
    return [
        Grant(
            Organization(row.id, row.uuid, row.organization_ctid, row.name, row.description), row.created_at
        )
        for row in connection.execute(statement)
    ]


def list_keys(connection: Connection, organization: Organization) -> list[RegisteredKey]:
    """The public keys of an organization, in the order in which they were registered."""
    statement = (
        select(_key.c.fingerprint, _key.c.pem, _key.c.created_at)
        .where(_key.c.organization_id == organization.id)
        .order_by(_key.c.created_at, _key.c.fingerprint)
    )
    return [RegisteredKey(*row) for row in connection.execute(statement)]


def remove_key(transaction: WriteTransaction, organization: Organization, fingerprint: str) -> None:
    """Take a public key back; what it signed stays published.

    Raises:
        NotFound: the organization has no such key.
    """
    result = transaction.connection.execute(
        _key.delete().where(
            _key.c.organization_id == organization.id, _key.c.fingerprint == fingerprint.lower()
        )
    )
    if not result.rowcount:
        raise NotFound("Key not found", kind="key")
