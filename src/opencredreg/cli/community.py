"""``opencredreg community``: the name spaces of the node."""

from __future__ import annotations

from typing import Any

import click

from opencredreg.cli.commands import Group
from opencredreg.cli.node import invocation, open_node
from opencredreg.cli.output import emit_json, emit_pairs, emit_table
from opencredreg.registry.communities import Community, create_community, list_communities

__all__ = ["community"]


@click.group(cls=Group)
def community() -> None:
    """Create and list communities."""


@community.command()
@click.argument("name")
@click.option("--default", "is_default", is_flag=True, help="Where requests go that name no community.")
@click.option("--secured", is_flag=True, help="Only holders of a token or key may read it.")
@click.option("--secured-search", is_flag=True, help="Only holders of a token or key may search it.")
@click.option("--open", "is_open", is_flag=True, help="Take signed envelopes of unknown keys.")
@click.option("--backup-item", metavar="NAME", help="Item of the archive that takes its backups.")
def create(
    name: str,
    is_default: bool,
    secured: bool,
    secured_search: bool,
    is_open: bool,
    backup_item: str | None,
) -> None:
    """Create a community."""
    with open_node() as node, node.database.write() as transaction:
        created = create_community(
            transaction,
            name,
            is_default=is_default,
            secured=secured,
            secured_search=secured_search,
            is_open=is_open,
            backup_item=backup_item,
        )
    if invocation().as_json:
        emit_json(_value(created))
    else:
        emit_pairs(_value(created))


@community.command("list")
def list_() -> None:
    """List the communities, the default one first."""
    with open_node() as node, node.database.read() as connection:
        values = [_value(found) for found in list_communities(connection)]
    if invocation().as_json:
        emit_json(values)
    elif values:
        emit_table(list(values[0]), [list(value.values()) for value in values])


def _value(shown: Community) -> dict[str, Any]:
    return {
        "name": shown.name,
        "default": shown.is_default,
        "secured": shown.secured,
        "secured_search": shown.secured_search,
        "open": shown.is_open,
        "backup_item": shown.backup_item,
    }
