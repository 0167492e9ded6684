"""``opencredreg token``: access tokens."""

from __future__ import annotations

import sys

import click

from opencredreg.accounts.actor import Role
from opencredreg.accounts.organizations import get_organization
from opencredreg.accounts.tokens import issue_token, revoke_token
from opencredreg.cli.commands import Group
from opencredreg.cli.node import invocation, open_node
from opencredreg.cli.output import emit, emit_json, note
from opencredreg.errors import NotFound

__all__ = ["token"]


@click.group(cls=Group)
def token() -> None:
    """Make and end access tokens."""


@token.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organization", metavar="CTID", help="The organization that it publishes for.")
@click.option("--email", required=True, help="Mail address of the account, which is created if need be.")
def create(role: str, organization: str | None, email: str) -> None:
    """Make a token. It is shown this once."""
    with open_node() as node, node.database.write() as transaction:
        owner = get_organization(transaction.connection, organization) if organization else None
        value = issue_token(
            transaction,
            role=Role(role),
            email=email,
            organization_id=owner.id if owner else None,
            lifetime_days=node.settings.access.token_ttl_days,
        )
    if invocation().as_json:
        emit_json(
            {"token": value, "role": role, "email": email, "organization": owner.ctid if owner else None}
        )
    else:
        emit(value)


@token.command()
@click.argument("value", metavar="TOKEN")
def revoke(value: str) -> None:
    """End a token. With - it is read from input, where no list of processes shows it."""
    if value == "-":
        value = sys.stdin.readline().strip()
    with open_node() as node, node.database.write() as transaction:
        found = revoke_token(transaction, value)
    if not found:
        raise NotFound("No such token is in force.", kind="token", hint="It may have ended already.")
    if invocation().as_json:
        emit_json({"revoked": True})
    else:
        note("The token has ended.")
