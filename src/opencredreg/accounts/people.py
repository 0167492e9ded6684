"""Publishers and the accounts of people and programs."""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.engine import Connection, Row

from opencredreg import clock
from opencredreg.errors import Conflict, InvalidInput, NotFound
from opencredreg.ids import new_uuid
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = [
    "Account",
    "Publisher",
    "create_account",
    "create_publisher",
    "find_or_create_account",
    "find_secondary_publisher",
    "get_publisher",
    "link_publisher",
    "list_publishers",
]

_publisher = METADATA.tables["publisher"]
_account = METADATA.tables["account"]
_membership = METADATA.tables["publisher_organization"]
_token = METADATA.tables["access_token"]


class Publisher(msgspec.Struct, frozen=True):
    """A publisher: the party that does the publishing. ``id`` is internal, ``uuid`` is shown."""

    id: int
    uuid: str
    name: str
    description: str | None
    contact_info: str | None
    is_super: bool


class Account(msgspec.Struct, frozen=True):
    """Somebody, or a program, with a mail address."""

    id: int
    email: str


def create_publisher(
    transaction: WriteTransaction,
    name: str,
    *,
    description: str | None = None,
    contact_info: str | None = None,
    is_super: bool = False,
) -> Publisher:
    """Create a publisher.

    Raises:
        InvalidInput: the name is blank.
        Conflict: the name is taken, in whatever case.
    """
    if not name.strip():
        raise InvalidInput("Name can't be blank")
    folded = name.strip().casefold()
    if transaction.connection.execute(
        select(_publisher.c.id).where(_publisher.c.name_folded == folded)
    ).first():
        raise Conflict("Name has already been taken")
    uuid = new_uuid()
    transaction.connection.execute(
        _publisher.insert().values(
            uuid=uuid,
            name=name.strip(),
            name_folded=folded,
            description=description,
            contact_info=contact_info,
            is_super=is_super,
            created_at=transaction.at,
        )
    )
    return get_publisher(transaction.connection, uuid)


def get_publisher(connection: Connection, uuid: str) -> Publisher:
    """The publisher of a UUID.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(_publisher).where(_publisher.c.uuid == uuid.lower())).first()
    if row is None:
        raise NotFound("Publisher not found", kind="publisher")
    return _as_publisher(row)


def list_publishers(connection: Connection) -> list[Publisher]:
    """All publishers, by name."""
    rows = connection.execute(select(_publisher).order_by(_publisher.c.name, _publisher.c.id))
    return [_as_publisher(row) for row in rows]


def link_publisher(transaction: WriteTransaction, publisher_id: int, organization_id: int) -> None:
    """Let a publisher publish for an organization as one of its own."""
    known = transaction.connection.execute(
        select(_membership).where(
            _membership.c.publisher_id == publisher_id, _membership.c.organization_id == organization_id
        )
    ).first()
    if known is None:
        transaction.connection.execute(
            _membership.insert().values(publisher_id=publisher_id, organization_id=organization_id)
        )


def create_account(transaction: WriteTransaction, email: str, publisher_id: int) -> Account:
    """Create an account of a publisher.

    Raises:
        InvalidInput: the mail address is blank.
        Conflict: the mail address is taken, in whatever case.
    """
    email = re.sub(r"\s+", "", email)
    if not email:
        raise InvalidInput("Email can't be blank")
    folded = email.casefold()
    if transaction.connection.execute(select(_account.c.id).where(_account.c.email_folded == folded)).first():
        raise Conflict("Email has already been taken")
    result = transaction.connection.execute(
        _account.insert().values(
            email=email, email_folded=folded, publisher_id=publisher_id, created_at=transaction.at
        )
    )
    assert result.inserted_primary_key is not None
    return Account(result.inserted_primary_key[0], email)


def find_or_create_account(
    transaction: WriteTransaction, *, email: str, organization_id: int | None, is_super: bool
) -> int:
    """The number of the account of a mail address; its publisher is linked to the organization."""
    email = re.sub(r"\s+", "", email)
    row = transaction.connection.execute(
        select(_account.c.id, _account.c.publisher_id).where(_account.c.email_folded == email.casefold())
    ).first()
    if row is not None:
        account_id, publisher_id = row.id, row.publisher_id
        if is_super:
            transaction.connection.execute(
                _publisher.update().where(_publisher.c.id == publisher_id).values(is_super=True)
            )
    else:
        known = transaction.connection.execute(
            select(_publisher.c.id).where(_publisher.c.name_folded == email.casefold())
        ).scalar()
        if known is None:
            known = create_publisher(transaction, email, is_super=is_super).id
        publisher_id = known
        account_id = create_account(transaction, email, publisher_id).id
    if organization_id is not None:
        link_publisher(transaction, publisher_id, organization_id)
    return int(account_id)


def find_secondary_publisher(connection: Connection, token_digest: bytes) -> int | None:
    """The publisher behind a ``Secondary-Token``; unknown tokens give ``None`` (registry-api.md 1.4)."""
    return connection.execute(
        select(_account.c.publisher_id)
        .join(_token, _token.c.account_id == _account.c.id)
        .where(
            _token.c.digest == token_digest,
            _token.c.revoked_at.is_(None),
            or_(_token.c.expires_at.is_(None), _token.c.expires_at > clock.now()),
        )
    ).scalar()


def _as_publisher(row: Row[tuple[object, ...]]) -> Publisher:
    return Publisher(row.id, row.uuid, row.name, row.description, row.contact_info, row.is_super)
