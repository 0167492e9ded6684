"""Organizations that register themselves in a sandbox, with a key that works there only and ends.

Source: ``publishing.md`` sections 9.3 and 10.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec
from sqlalchemy import select

from opencredreg.accounts.keys import OrganizationKey, issue_key
from opencredreg.accounts.lifetimes import DAY_US, end_of_life
from opencredreg.accounts.limits import KeyLimits
from opencredreg.accounts.organizations import Organization, create_organization
from opencredreg.accounts.tokens import environment_of
from opencredreg.errors import InvalidInput, LimitExceeded, NotFound
from opencredreg.registry.node import Node
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["KEY_DAYS", "SandboxAccount", "open_sandbox_account"]

KEY_DAYS: Final = 90
"""How long the key works."""

_KEY_NAME: Final = "Sandbox account"
_HOUR_US: Final = 3_600_000_000
_LONGEST_NAME: Final = 200
_LONGEST_EMAIL: Final = 254
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_organization = METADATA.tables["organization"]
_token = METADATA.tables["access_token"]
_account = METADATA.tables["account"]
_publisher = METADATA.tables["publisher"]


class SandboxAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A new organization and its first key. ``value`` is the key itself, of which the store keeps a digest only."""

    organization: Organization
    key: OrganizationKey
    value: str
    created_at: int


def open_sandbox_account(node: Node, name: str, email: str | None = None) -> SandboxAccount:
    """Register an organization for somebody of whom nothing is known.

    The mail address is noted as a contact only: whoever writes one down has not shown that it is theirs.

    Raises:
        NotFound: the node is no sandbox.
        InvalidInput: the name is blank or too long, or the mail address is none.
        LimitExceeded: as many as may were registered within the last hour.
    """
    _require_sandbox(node)
    if len(name) > _LONGEST_NAME:
        raise InvalidInput(f"The name of an organization has at most {_LONGEST_NAME} characters here.")
    if email is not None and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise InvalidInput(
            "email is no mail address.", hint="Leave it away, or send one like you@example.org."
        )
    with node.database.write() as transaction:
        _require_room(transaction, node.settings.publishing.sandbox_accounts_per_hour)
        organization = create_organization(transaction, name)
        ends = (transaction.at + KEY_DAYS * DAY_US, end_of_life(transaction.at, None, node.settings))
        key, value = issue_key(
            transaction,
            organization,
            name=_KEY_NAME,
            limits=KeyLimits(environment="sandbox"),
            expires_at=min(end for end in ends if end is not None),
        )
        if email is not None:
            _note_contact(transaction, key, email)
    return SandboxAccount(organization=organization, key=key, value=value, created_at=transaction.at)


def _require_sandbox(node: Node) -> None:
    if environment_of(node.settings) != "sandbox":
        raise NotFound(
            "Organizations register themselves in a sandbox only, and this node is none.",
            kind="route",
            hint="Ask the administrators of this node for an organization and a key.",
        )


def _require_room(transaction: WriteTransaction, most: int) -> None:
    """Only one transaction writes at a time, so the bound holds however many ask at once, in whatever process."""
    # Whoever has an organization may call further keys of it the same; the first one is as old as the organization.
    newest = (
        select(_token.c.created_at)
        .join(_organization, _organization.c.id == _token.c.organization_id)
        .where(_token.c.name == _KEY_NAME, _token.c.created_at == _organization.c.created_at)
        .order_by(_token.c.id.desc())
    )
    # The hour is full if the one before so many was made within it.
    bound = transaction.connection.execute(newest.limit(1).offset(most - 1)).scalar() if most else None
    if not most or (bound is not None and bound > transaction.at - _HOUR_US):
        raise LimitExceeded(
            f"This sandbox registers at most {most:,} organizations within an hour."
            if most
            else "This sandbox has its organizations registered by its administrators.",
            limit="publishing.sandbox_accounts_per_hour",
            value=most,
            hint="Try again later, or ask the administrators of this node.",
        )


def _note_contact(transaction: WriteTransaction, key: OrganizationKey, email: str) -> None:
    owner = (
        select(_account.c.publisher_id)
        .join(_token, _token.c.account_id == _account.c.id)
        .where(_token.c.id == key.id)
        .scalar_subquery()
    )
    transaction.connection.execute(
        _publisher.update().where(_publisher.c.id == owner).values(contact_info=email)
    )
