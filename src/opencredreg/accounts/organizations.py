"""Organizations: who owns what is published, who may publish for whom, and their keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from opencredreg.errors import Conflict, InvalidInput, NotFound
from opencredreg.ids import is_ctid, new_ctid, new_uuid
from opencredreg.signing.keys import parse_public_key
from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.tables import METADATA

__all__ = [
    "Organization",
    "add_key",
    "create_organization",
    "delete_organization",
    "find_key_holders",
    "find_organizations",
    "get_organization",
    "get_organization_by_id",
    "get_organization_by_uuid",
    "grant",
    "list_organizations",
    "rename_organization",
    "revoke",
]

_organization = METADATA.tables["organization"]
_grant = METADATA.tables["organization_grant"]
_key = METADATA.tables["organization_key"]
_envelope = METADATA.tables["envelope"]
_membership = METADATA.tables["publisher_organization"]
_token = METADATA.tables["access_token"]
_LIVE = select(_organization).where(_organization.c.deleted_at.is_(None))


class Organization(msgspec.Struct, frozen=True):
    """An organization with an account. ``id`` is internal; ``uuid`` and ``ctid`` are shown."""

    id: int
    uuid: str
    ctid: str
    name: str
    description: str | None


def create_organization(
    transaction: WriteTransaction, name: str, *, ctid: str | None = None, description: str | None = None
) -> Organization:
    """Create an organization; without a CTID it gets one.

    Raises:
        InvalidInput: the name is blank or the CTID is none.
        Conflict: the CTID is taken.
    """
    name = _squeezed(name)
    if ctid is not None and not is_ctid(ctid):
        raise InvalidInput("Ctid is invalid", hint="A CTID is ce- and a UUID.")
    chosen = ctid.lower() if ctid else new_ctid()
    taken = select(_organization.c.id).where(_organization.c.organization_ctid == chosen)
    if transaction.connection.execute(taken).first() is not None:
        raise Conflict("Ctid has already been taken")
    transaction.connection.execute(
        _organization.insert().values(
            uuid=new_uuid(),
            organization_ctid=chosen,
            name=name,
            description=description,
            created_at=transaction.at,
        )
    )
    return get_organization(transaction.connection, chosen)


def get_organization(connection: Connection, ctid: str) -> Organization:
    """The organization of a CTID, in any case.

    Raises:
        NotFound: there is none.
    """
    found = _find(connection, ctid)
    if found is None:
        raise NotFound("Organization not found", kind="organization")
    return found


def get_organization_by_id(connection: Connection, organization_id: int) -> Organization:
    """The organization of an internal number.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_LIVE.where(_organization.c.id == organization_id)).first()
    if row is None:
        raise NotFound("Organization not found", kind="organization")
    return _as_organization(row)


def get_organization_by_uuid(connection: Connection, uuid: str) -> Organization:
    """The organization of a UUID (the form that transfer uses) or of a CTID.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_LIVE.where(_organization.c.uuid == uuid.lower())).first()
    return _as_organization(row) if row is not None else get_organization(connection, uuid)


def find_organizations(connection: Connection, ctids: Iterable[str]) -> dict[str, Organization]:
    """Those organizations that exist, by their CTIDs in lower case."""
    wanted = among(connection, _organization.c.organization_ctid, {ctid.lower() for ctid in ctids})
    return {row.organization_ctid: _as_organization(row) for row in connection.execute(_LIVE.where(wanted))}


def list_organizations(connection: Connection) -> list[Organization]:
    """All organizations, by name."""
    rows = connection.execute(_LIVE.order_by(_organization.c.name, _organization.c.id))
    return [_as_organization(row) for row in rows]


def rename_organization(transaction: WriteTransaction, organization: Organization, name: str) -> Organization:
    """Give an organization another name.

    Raises:
        InvalidInput: the name is blank.
    """
    name = _squeezed(name)
    transaction.connection.execute(
        _organization.update().where(_organization.c.id == organization.id).values(name=name)
    )
    return get_organization(transaction.connection, organization.ctid)


def delete_organization(transaction: WriteTransaction, ctid: str) -> None:
    """Delete an organization that owns nothing live. The log keeps its name; its tokens and grants end.

    Raises:
        NotFound: there is none.
        Conflict: it owns live resources.
    """
    organization = get_organization(transaction.connection, ctid)
    owned = transaction.connection.execute(
        select(func.count())
        .select_from(_envelope)
        .where(_envelope.c.owner_id == organization.id, _envelope.c.deleted_at.is_(None))
    ).scalar_one()
    if owned:
        raise Conflict("Organization has published resources, can't be removed")
    for table, column in (
        (_grant, _grant.c.owner_id),
        (_grant, _grant.c.publisher_organization_id),
        (_key, _key.c.organization_id),
        (_membership, _membership.c.organization_id),
        (_token, _token.c.organization_id),
    ):
        transaction.connection.execute(table.delete().where(column == organization.id))
    transaction.connection.execute(
        _organization.update().where(_organization.c.id == organization.id).values(deleted_at=transaction.at)
    )


def grant(transaction: WriteTransaction, owner: Organization, publisher: Organization) -> bool:
    """Let the second organization publish for the first; says whether that is new."""
    if owner.id == publisher.id:
        raise InvalidInput("An organization always publishes for itself; nothing to grant.")
    if is_granted(transaction.connection, owner.id, {publisher.id}):
        return False
    transaction.connection.execute(
        _grant.insert().values(
            owner_id=owner.id, publisher_organization_id=publisher.id, created_at=transaction.at
        )
    )
    return True


def revoke(transaction: WriteTransaction, owner: Organization, publisher: Organization) -> bool:
    """End a grant; says whether there was one."""
    result = transaction.connection.execute(
        _grant.delete().where(
            _grant.c.owner_id == owner.id, _grant.c.publisher_organization_id == publisher.id
        )
    )
    return result.rowcount > 0


def is_granted(connection: Connection, owner_id: int, publisher_ids: set[int] | frozenset[int]) -> bool:
    """Whether the owner lets one of these organizations publish for it."""
    if not publisher_ids:
        return False
    return (
        connection.execute(
            select(_grant.c.owner_id).where(
                _grant.c.owner_id == owner_id, _grant.c.publisher_organization_id.in_(publisher_ids)
            )
        ).first()
        is not None
    )


def add_key(transaction: WriteTransaction, organization: Organization, pem: str) -> str:
    """Register a public key for signed envelopes and return its fingerprint; again is no error.

    Raises:
        SignatureInvalid: this is no RSA public key in PEM.
    """
    key = parse_public_key(pem)
    known = transaction.connection.execute(
        select(_key).where(_key.c.fingerprint == key.fingerprint, _key.c.organization_id == organization.id)
    ).first()
    if known is None:
        transaction.connection.execute(
            _key.insert().values(
                fingerprint=key.fingerprint,
                organization_id=organization.id,
                pem=key.pem,
                created_at=transaction.at,
            )
        )
    return key.fingerprint


def find_key_holders(connection: Connection, fingerprint: str) -> frozenset[int]:
    """The organizations that registered a key."""
    rows = connection.execute(select(_key.c.organization_id).where(_key.c.fingerprint == fingerprint))
    return frozenset(rows.scalars())


def _squeezed(name: str) -> str:
    name = re.sub(r"\s+", " ", name).strip()
    if not name:
        raise InvalidInput("Name can't be blank")
    return name


def _find(connection: Connection, ctid: str) -> Organization | None:
    row = connection.execute(_LIVE.where(_organization.c.organization_ctid == ctid.strip().lower())).first()
    return _as_organization(row) if row is not None else None


def _as_organization(row: Row[tuple[object, ...]]) -> Organization:
    return Organization(row.id, row.uuid, row.organization_ctid, row.name, row.description)
