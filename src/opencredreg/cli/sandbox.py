"""``opencredreg sandbox``: wiping a sandbox."""

from __future__ import annotations

import click
import msgspec

from opencredreg.cli.commands import Group
from opencredreg.cli.node import acting, enter_sandbox, invocation, open_node
from opencredreg.cli.output import emit_json, note
from opencredreg.registry.sandbox import require_sandbox, reset_sandbox

__all__ = ["sandbox"]


@click.group(cls=Group)
def sandbox() -> None:
    """Look after a sandbox: a node for trying things out."""


@sandbox.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--all/--keep-accounts",
    "with_accounts",
    help="Whether organizations and their keys go as well. Default: they stay.",
)
def reset(yes: bool, with_accounts: bool) -> None:
    """Remove everything that was published in a sandbox.

    Documents go with their history. Communities, the vocabulary, lists of codes and administrators stay. A node in
    production is left as it is. The node may answer requests meanwhile.
    """
    enter_sandbox()
    with open_node() as node:
        with node.database.read() as connection:
            require_sandbox(connection)
        what = "documents, organizations and keys" if with_accounts else "documents"
        where = node.database.engine.url.render_as_string()
        if not yes:
            click.confirm(f"Remove all {what} of the sandbox in {where}?", abort=True, err=True)
        wiped = reset_sandbox(node, acting(node), with_accounts=with_accounts)
    if invocation().as_json:
        emit_json(msgspec.to_builtins(wiped))
    else:
        note(f"The sandbox is empty. Documents removed: {wiped.documents:,}.")
        if with_accounts:
            note(f"Organizations removed, with their keys: {wiped.organizations:,}.")
