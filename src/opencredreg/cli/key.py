"""``opencredreg key``: the API keys of organizations. Public keys are at ``opencredreg organization key``."""

from __future__ import annotations

from typing import Any

import click

from opencredreg import clock
from opencredreg.accounts.key_json import key_value
from opencredreg.accounts.keys import (
    OVERLAP_DAYS,
    get_org_key,
    issue_key,
    list_org_keys,
    revoke_key,
    rotate_key,
)
from opencredreg.accounts.lifetimes import end_of_life
from opencredreg.accounts.limits import ENVIRONMENTS, SCOPES, build_limits
from opencredreg.accounts.organizations import get_organization, get_organization_by_id
from opencredreg.cli.commands import Group
from opencredreg.cli.node import invocation, open_node
from opencredreg.cli.output import emit_json, emit_pairs, emit_table, note

__all__ = ["key"]

# What a database takes for a number of a key.
_NUMBER = click.IntRange(1, 2**31 - 1)
# In a table for people, the columns that say what a key is; --json has all.
_SHOWN = ("id", "name", "scopes", "classes", "environment", "in_force", "expires_at", "last_used_at")


@click.group(cls=Group)
def key() -> None:
    """Make, list, rotate and end the API keys of organizations."""


@key.command()
@click.argument("organization", metavar="ORGANIZATION_CTID")
@click.option("--name", required=True, help="What it is for; the log of publishing names it.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it may do; else all.")
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help="What it may publish and delete: a class (ceterms:Course) or a route (course); else all.",
)
@click.option("--environment", type=click.Choice(ENVIRONMENTS), help="Where alone it works; else anywhere.")
@click.option("--days", type=click.IntRange(min=1), help="How long it lives; else as the node is set.")
def create(
    organization: str,
    name: str,
    scopes: tuple[str, ...],
    classes: tuple[str, ...],
    environment: str | None,
    days: int | None,
) -> None:
    """Make a key of an organization. It is shown this once."""
    with open_node() as node:
        limits = build_limits(
            node.vocabulary, scopes=scopes or None, classes=classes or None, environment=environment
        )
        with node.database.write() as transaction:
            owner = get_organization(transaction.connection, organization)
            end = end_of_life(transaction.at, days, node.settings)
            made, value = issue_key(transaction, owner, name=name, limits=limits, expires_at=end)
    _emit({**key_value(made, transaction.at), "api_key": value})


@key.command("list")
@click.argument("organization", metavar="ORGANIZATION_CTID")
def list_(organization: str) -> None:
    """List the keys of an organization, oldest first, with those that ended."""
    with open_node() as node, node.database.read() as connection:
        found = list_org_keys(connection, get_organization(connection, organization))
    values = [key_value(one, clock.now()) for one in found]
    if invocation().as_json:
        emit_json(values)
    elif values:
        rows = [_plain(value) for value in values]
        emit_table(_SHOWN, [[row[name] for name in _SHOWN] for row in rows])


@key.command()
@click.argument("number", metavar="ID", type=_NUMBER)
@click.option(
    "--overlap-days",
    type=click.IntRange(min=0),
    default=OVERLAP_DAYS,
    show_default=True,
    help="How long the old key still works; 0 ends it at once.",
)
def rotate(number: int, overlap_days: int) -> None:
    """Replace a key by a new one of the same name and limits. The new one is shown this once."""
    with open_node() as node, node.database.write() as transaction:
        old = get_org_key(transaction.connection, number)
        made, value = rotate_key(
            transaction,
            get_organization_by_id(transaction.connection, old.organization_id),
            old,
            overlap_days=overlap_days,
            latest_end=end_of_life(transaction.at, None, node.settings),
        )
    _emit({**key_value(made, transaction.at), "api_key": value})


@key.command()
@click.argument("number", metavar="ID", type=_NUMBER)
def revoke(number: int) -> None:
    """End a key at once."""
    with open_node() as node, node.database.write() as transaction:
        changed = revoke_key(transaction, get_org_key(transaction.connection, number))
    if invocation().as_json:
        emit_json({"id": number, "revoked": True, "changed": changed})
    else:
        note("The key has ended." if changed else "The key had ended already.")


def _emit(value: dict[str, Any]) -> None:
    if invocation().as_json:
        emit_json(value)
    else:
        emit_pairs(_plain(value))


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """The same for people: lists in words, and what is not limited by its name."""
    shown = {name: ", ".join(part) if isinstance(part, list) else part for name, part in value.items()}
    return {**shown, **{name: shown[name] or "all" for name in ("scopes", "classes", "environment")}}
