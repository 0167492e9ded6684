"""API keys of organizations: many for each, named, limited, ending, replaced with an overlap.

A key is a token of the organization. Its value has the form of a GUID, which old clients require, and is shown once.
The public keys of signed envelopes are something else: see ``accounts.delegation``.

Source: ``accounts-and-publisher.md`` section 2.4; ``publishing.md`` section 1.
"""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import Select, or_, select
from sqlalchemy.engine import Connection, Row

from opencredreg.accounts.actor import Role
from opencredreg.accounts.lifetimes import DAY_US
from opencredreg.accounts.limits import NO_LIMITS, KeyLimits
from opencredreg.accounts.organizations import Organization
from opencredreg.accounts.people import find_or_create_account
from opencredreg.accounts.tokens import digest_of_token, parse_names
from opencredreg.errors import Conflict, InvalidInput, NotFound
from opencredreg.ids import new_uuid
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = [
    "OVERLAP_DAYS",
    "OrganizationKey",
    "find_org_key",
    "get_org_key",
    "issue_key",
    "list_org_keys",
    "revoke_key",
    "rotate_key",
]

OVERLAP_DAYS = 7
"""How long the old key works beside the new one, if nobody says."""

_LONGEST_OVERLAP_DAYS = 365
_LONGEST_NAME = 100
_token = METADATA.tables["access_token"]


class OrganizationKey(msgspec.Struct, frozen=True, kw_only=True):
    """An API key, without its value. Times are in microseconds; ``replaces`` is the number of the key before.

    ``name`` is empty for tokens of the organization that were made before keys had names.
    """

    id: int
    organization_id: int
    name: str
    scopes: frozenset[str] | None
    classes: frozenset[str] | None
    environment: str | None
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    revoked_at: int | None
    replaces: int | None

    @property
    def limits(self) -> KeyLimits:
        """What the key may do."""
        return KeyLimits(scopes=self.scopes, classes=self.classes, environment=self.environment)

    def is_in_force(self, at: int) -> bool:
        """Whether the key works at a moment."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


def issue_key(
    transaction: WriteTransaction,
    organization: Organization,
    *,
    name: str,
    limits: KeyLimits = NO_LIMITS,
    expires_at: int | None = None,
    replaces: int | None = None,
) -> tuple[OrganizationKey, str]:
    """Make a key of an organization.

    Args:
        transaction: of the store.
        organization: for which the key speaks.
        name: what people call it.
        limits: what it may do; see ``accounts.limits.build_limits``.
        expires_at: when it ends, in microseconds; ``None`` is never.
        replaces: the number of the key that it replaces.

    Returns:
        The key, and its value: a GUID in lower case, of which the store keeps a digest only.

    Raises:
        InvalidInput: the name is blank or too long.
    """
    name = re.sub(r"\s+", " ", name).strip()
    if not name:
        raise InvalidInput("Name can't be blank", hint="Call it by what it is used for.")
    if len(name) > _LONGEST_NAME:
        raise InvalidInput(f"The name of a key has at most {_LONGEST_NAME} characters.")
    account_id = find_or_create_account(
        transaction,
        email=f"publisher@{organization.ctid}",
        organization_id=organization.id,
        is_super=False,
    )
    value = new_uuid()
    result = transaction.connection.execute(
        _token.insert().values(
            digest=digest_of_token(value),
            account_id=account_id,
            role=_role(limits).value,
            organization_id=organization.id,
            created_at=transaction.at,
            expires_at=expires_at,
            name=name,
            scopes=_render_names(limits.scopes),
            classes=_render_names(limits.classes),
            environment=limits.environment,
            replaces_id=replaces,
        )
    )
    assert result.inserted_primary_key is not None
    return get_org_key(transaction.connection, result.inserted_primary_key[0]), value


def list_org_keys(connection: Connection, organization: Organization) -> list[OrganizationKey]:
    """All keys that an organization has or had, oldest first, with those that were made without a name."""
    statement = _select().where(_token.c.organization_id == organization.id).order_by(_token.c.id)
    return [_as_key(row) for row in connection.execute(statement)]


def find_org_key(connection: Connection, key_id: int) -> OrganizationKey | None:
    """The key of a number. Tokens of staff are no keys, even if they speak for an organization."""
    row = connection.execute(_select().where(_token.c.id == key_id)).first()
    return _as_key(row) if row is not None else None


def get_org_key(connection: Connection, key_id: int) -> OrganizationKey:
    """The key of a number.

    Raises:
        NotFound: there is none.
    """
    found = find_org_key(connection, key_id)
    if found is None:
        raise NotFound("Key not found", kind="key")
    return found


def rotate_key(
    transaction: WriteTransaction,
    organization: Organization,
    key: OrganizationKey,
    *,
    overlap_days: int = OVERLAP_DAYS,
    latest_end: int | None = None,
) -> tuple[OrganizationKey, str]:
    """Replace a key by one of the same name and limits, which lives as long as the old one was made for.

    The old key works for ``overlap_days`` more, with 0 not at all, and never longer than it would have anyway.
    The new one ends at ``latest_end`` at the latest.

    Raises:
        InvalidInput: the overlap is out of range.
        Conflict: the key has ended, or was replaced already.
    """
    if not 0 <= overlap_days <= _LONGEST_OVERLAP_DAYS:
        raise InvalidInput(f"overlap_days is 0 to {_LONGEST_OVERLAP_DAYS}.")
    _require_current(transaction, key)
    lives = None if key.expires_at is None else transaction.at + (key.expires_at - key.created_at)
    ends = [end for end in (lives, latest_end) if end is not None]
    made = issue_key(
        transaction,
        organization,
        name=key.name or "API key",
        limits=key.limits,
        expires_at=min(ends, default=None),
        replaces=key.id,
    )
    if overlap_days == 0:
        revoke_key(transaction, key)
    else:
        end = transaction.at + overlap_days * DAY_US
        transaction.connection.execute(
            _token.update()
            .where(_token.c.id == key.id)
            .values(expires_at=min(end, key.expires_at) if key.expires_at else end)
        )
    return made


def revoke_key(transaction: WriteTransaction, key: OrganizationKey) -> bool:
    """End a key now; says whether it was not ended by hand before."""
    result = transaction.connection.execute(
        _token.update()
        .where(_token.c.id == key.id, _token.c.revoked_at.is_(None))
        .values(revoked_at=transaction.at)
    )
    return result.rowcount > 0


def _require_current(transaction: WriteTransaction, key: OrganizationKey) -> None:
    if not key.is_in_force(transaction.at):
        raise Conflict("The key has ended already.", hint="Make a new one.")
    next_id = transaction.connection.execute(
        select(_token.c.id).where(
            _token.c.replaces_id == key.id,
            _token.c.revoked_at.is_(None),
            or_(_token.c.expires_at.is_(None), _token.c.expires_at > transaction.at),
        )
    ).scalar()
    if next_id is not None:
        raise Conflict(f"The key was replaced already, by key {next_id}.", hint="Rotate that one.")


def _select() -> Select[tuple[object, ...]]:
    return select(_token).where(
        _token.c.organization_id.is_not(None),
        _token.c.role.in_([Role.READER.value, Role.PUBLISHER.value]),
    )


def _role(limits: KeyLimits) -> Role:
    is_reader = limits.scopes is not None and not limits.scopes & {"publish", "delete"}
    return Role.READER if is_reader else Role.PUBLISHER


def _render_names(names: frozenset[str] | None) -> str | None:
    return None if names is None else msgspec.json.encode(sorted(names)).decode()


def _as_key(row: Row[tuple[object, ...]]) -> OrganizationKey:
    scopes = parse_names(row.scopes)
    if scopes is None and row.role == Role.READER.value:
        # A token for reading that was made without limits can do what a key for searching can.
        scopes = frozenset({"search"})
    return OrganizationKey(
        id=row.id,
        organization_id=row.organization_id,
        name=row.name or "",
        scopes=scopes,
        classes=parse_names(row.classes),
        environment=row.environment,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        replaces=row.replaces_id,
    )
