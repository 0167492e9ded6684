"""Access tokens: shown once, kept as digests, revocable, with an optional end.

The keys of organizations (``accounts.keys``) are rows of the same table, with a name and with limits.
"""

from __future__ import annotations

import hashlib
import secrets

import msgspec
from sqlalchemy import or_, select

from opencredreg import clock
from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.limits import Environment
from opencredreg.accounts.people import find_or_create_account
from opencredreg.accounts.uses import note_use
from opencredreg.errors import NotAuthenticated
from opencredreg.settings import Settings
from opencredreg.store.database import Database, WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = [
    "WrongEnvironment",
    "authenticate",
    "digest_of_token",
    "environment_of",
    "issue_token",
    "parse_names",
    "revoke_token",
]

_token = METADATA.tables["access_token"]
_account = METADATA.tables["account"]
_publisher = METADATA.tables["publisher"]
_membership = METADATA.tables["publisher_organization"]


class WrongEnvironment(NotAuthenticated):
    """The key is one of this node, but not for the environment that the node is."""

    code = "wrong-environment"


def digest_of_token(value: str) -> bytes:
    """What is stored of a token. The case of its letters does not count: they are hexadecimal digits."""
    # Tokens have 120 random bits and more, so a plain hash is enough; it only keeps them out of the database.
    return hashlib.sha256(value.lower().encode()).digest()


def environment_of(settings: Settings) -> Environment:
    """Which environment a node is."""
    return "sandbox" if settings.publishing.sandbox else "production"


def parse_names(text: str | None) -> frozenset[str] | None:
    """A list of names as the table keeps it; ``None`` is no limit."""
    return None if text is None else frozenset(msgspec.json.decode(text, type=list[str]))


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
            digest=digest_of_token(value),
            account_id=account_id,
            role=role.value,
            organization_id=organization_id,
            created_at=transaction.at,
            expires_at=end,
        )
    )
    return value


def authenticate(database: Database, value: str, *, environment: Environment = "production") -> Actor:
    """The actor behind a token value, on a node that is of an environment.

    A token that was issued for one organization speaks for that organization only, whatever else its account
    may publish for. That it was used is noted in memory; nothing is written.

    Raises:
        NotAuthenticated: unknown, revoked or expired.
        WrongEnvironment: the key is for another environment.
    """
    now = clock.now()
    statement = (
        select(
            _token.c.id,
            _token.c.role,
            _token.c.account_id,
            _token.c.organization_id,
            _token.c.name,
            _token.c.scopes,
            _token.c.classes,
            _token.c.environment,
            _token.c.expires_at,
            _publisher.c.id.label("publisher_id"),
            _publisher.c.is_super,
        )
        .join(_account, _account.c.id == _token.c.account_id)
        .join(_publisher, _publisher.c.id == _account.c.publisher_id)
        .where(
            _token.c.digest == digest_of_token(value),
            _token.c.revoked_at.is_(None),
            or_(_token.c.expires_at.is_(None), _token.c.expires_at > now),
        )
    )
    with database.read() as connection:
        row = connection.execute(statement).first()
        if row is None:
            raise NotAuthenticated("Invalid token")
        if row.environment not in (None, environment):
            raise WrongEnvironment(
                f'The key "{row.name}" is for the {row.environment} environment, and this node is {environment}.',
                hint="Use a key that was made for this environment, or for any.",
            )
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
    note_use(database, row.id, now)
    role = Role(row.role)
    # A key of an organization speaks for it alone, whatever its account was made later.
    may_be_super = row.name is None and role in (Role.ADMIN, Role.SUPERADMIN, Role.PUBLISHER)
    return Actor(
        role=role,
        account_id=row.account_id,
        publisher_id=row.publisher_id,
        is_super_publisher=bool(row.is_super) and may_be_super,
        organization_ids=frozenset(organizations),
        token_id=row.id,
        key_name=row.name,
        scopes=parse_names(row.scopes),
        classes=parse_names(row.classes),
        environment=row.environment,
        expires_at=row.expires_at,
    )


def revoke_token(transaction: WriteTransaction, value: str) -> bool:
    """End a token now; says whether there was one to end."""
    result = transaction.connection.execute(
        _token.update()
        .where(_token.c.digest == digest_of_token(value), _token.c.revoked_at.is_(None))
        .values(revoked_at=transaction.at)
    )
    return result.rowcount > 0
