"""Access tokens: shown once, kept as digests, revocable, with an optional end."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import or_, select

from opencredreg import clock
from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.people import find_or_create_account
from opencredreg.errors import NotAuthenticated
from opencredreg.store.database import Database, WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["authenticate", "issue_token", "revoke_token"]

_token = METADATA.tables["access_token"]
_account = METADATA.tables["account"]
_publisher = METADATA.tables["publisher"]
_membership = METADATA.tables["publisher_organization"]


def _digest(value: str) -> bytes:
    # Tokens have 128 random bits, so a plain hash is enough; it only keeps them out of the database.
    return hashlib.sha256(value.encode()).digest()


def issue_token(
    transaction: WriteTransaction,
    *,
    role: Role,
    email: str,
    organization_id: int | None = None,
    lifetime_days: int = 0,
) -> str:
    """Make a token for the account of a mail address, which is created if needed. 32 hexadecimal digits.

    With ``organization_id`` the account publishes for that organization. ``lifetime_days`` 0 means no end.
    """
    account_id = find_or_create_account(
        transaction,
        email=email,
        organization_id=organization_id,
        is_super=role in (Role.ADMIN, Role.SUPERADMIN),
    )
    value = secrets.token_hex(16)
    end = transaction.at + lifetime_days * 86_400_000_000 if lifetime_days else None
    transaction.connection.execute(
        _token.insert().values(
            digest=_digest(value),
            account_id=account_id,
            role=role.value,
            organization_id=organization_id,
            created_at=transaction.at,
            expires_at=end,
        )
    )
    return value


def authenticate(database: Database, value: str) -> Actor:
    """The actor behind a token value.

    A token that was issued for one organization speaks for that organization only, whatever else its account
    may publish for.

    Raises:
        NotAuthenticated: unknown, revoked or expired.
    """
    statement = (
        select(
            _token.c.role,
            _token.c.account_id,
            _token.c.organization_id,
            _publisher.c.id.label("publisher_id"),
            _publisher.c.is_super,
        )
        .join(_account, _account.c.id == _token.c.account_id)
        .join(_publisher, _publisher.c.id == _account.c.publisher_id)
        .where(
            _token.c.digest == _digest(value),
            _token.c.revoked_at.is_(None),
            or_(_token.c.expires_at.is_(None), _token.c.expires_at > clock.now()),
        )
    )
    with database.read() as connection:
        row = connection.execute(statement).first()
        if row is None:
            raise NotAuthenticated("Invalid token")
        if row.organization_id is not None:
            organizations = {row.organization_id}
        else:
            organizations = set(
                connection.execute(
                    select(_membership.c.organization_id).where(
                        _membership.c.publisher_id == row.publisher_id
                    )
                ).scalars()
            )
    role = Role(row.role)
    return Actor(
        role=role,
        account_id=row.account_id,
        publisher_id=row.publisher_id,
        is_super_publisher=bool(row.is_super) and role in (Role.ADMIN, Role.SUPERADMIN, Role.PUBLISHER),
        organization_ids=frozenset(organizations),
    )


def revoke_token(transaction: WriteTransaction, value: str) -> bool:
    """End a token now; says whether there was one to end."""
    result = transaction.connection.execute(
        _token.update()
        .where(_token.c.digest == _digest(value), _token.c.revoked_at.is_(None))
        .values(revoked_at=transaction.at)
    )
    return result.rowcount > 0
