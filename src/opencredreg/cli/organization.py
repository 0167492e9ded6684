"""``opencredreg organization``: owners, who may publish for them, and their keys."""

from __future__ import annotations

from typing import IO, Any

import click

from opencredreg.accounts.keys import issue_key
from opencredreg.accounts.lifetimes import end_of_life
from opencredreg.accounts.organizations import (
    Organization,
    add_key,
    create_organization,
    get_organization,
    list_organizations,
)
from opencredreg.accounts.organizations import grant as grant_organization
from opencredreg.accounts.organizations import revoke as revoke_organization
from opencredreg.cli.commands import Group
from opencredreg.cli.node import invocation, open_node
from opencredreg.cli.output import emit_json, emit_pairs, emit_table

__all__ = ["organization"]


@click.group(cls=Group)
def organization() -> None:
    """Create organizations; say who may publish for them."""


@organization.command()
@click.option("--name", required=True, help="Its name.")
@click.option("--ctid", help="Its CTID; without it, it gets one.")
def create(name: str, ctid: str | None) -> None:
    """Create an organization and a key that publishes for it.

    The key (api_key) is shown this once. More keys, with limits: opencredreg key create.
    """
    with open_node() as node, node.database.write() as transaction:
        created = create_organization(transaction, name, ctid=ctid)
        _, api_key = issue_key(
            transaction,
            created,
            name="first key",
            expires_at=end_of_life(transaction.at, None, node.settings),
        )
    _emit({**_value(created), "api_key": api_key})


@organization.command("list")
def list_() -> None:
    """List the organizations by name."""
    with open_node() as node, node.database.read() as connection:
        values = [_value(found) for found in list_organizations(connection)]
    if invocation().as_json:
        emit_json(values)
    elif values:
        emit_table(list(values[0]), [list(value.values()) for value in values])


@organization.command()
@click.argument("owner_ctid")
@click.argument("publisher_ctid")
def grant(owner_ctid: str, publisher_ctid: str) -> None:
    """Let one organization publish for another."""
    with open_node() as node, node.database.write() as transaction:
        owner = get_organization(transaction.connection, owner_ctid)
        publisher = get_organization(transaction.connection, publisher_ctid)
        changed = grant_organization(transaction, owner, publisher)
    _emit({"owner": owner.ctid, "publisher": publisher.ctid, "granted": True, "changed": changed})


@organization.command()
@click.argument("owner_ctid")
@click.argument("publisher_ctid")
def revoke(owner_ctid: str, publisher_ctid: str) -> None:
    """End that one organization may publish for another."""
    with open_node() as node, node.database.write() as transaction:
        owner = get_organization(transaction.connection, owner_ctid)
        publisher = get_organization(transaction.connection, publisher_ctid)
        changed = revoke_organization(transaction, owner, publisher)
    _emit({"owner": owner.ctid, "publisher": publisher.ctid, "granted": False, "changed": changed})


@organization.group()
def key() -> None:
    """Public keys for signed envelopes."""


@key.command()
@click.argument("ctid")
@click.option("--file", "pem", type=click.File(), required=True, metavar="PEM", help="The file; - is input.")
def add(ctid: str, pem: IO[str]) -> None:
    """Register an RSA public key of an organization."""
    text = pem.read()
    with open_node() as node, node.database.write() as transaction:
        owner = get_organization(transaction.connection, ctid)
        fingerprint = add_key(transaction, owner, text)
    _emit({"ctid": owner.ctid, "fingerprint": fingerprint})


def _emit(value: dict[str, Any]) -> None:
    if invocation().as_json:
        emit_json(value)
    else:
        emit_pairs(value)


def _value(shown: Organization) -> dict[str, Any]:
    return {"ctid": shown.ctid, "id": shown.uuid, "name": shown.name}
