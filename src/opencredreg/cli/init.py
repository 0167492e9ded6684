"""``opencredreg init``: creating a node."""

from __future__ import annotations

import click

from opencredreg.cli.commands import Command
from opencredreg.cli.node import build_node, invocation, read_settings
from opencredreg.cli.output import emit, emit_json, note
from opencredreg.registry.setup import initialize

__all__ = ["init"]


@click.command(cls=Command)
def init() -> None:
    """Create a node: its database, community and administrator.

    The token of the administrator is the only line on standard output, and is shown this once. On a node that
    exists already nothing is changed.
    """
    settings = read_settings()
    node = build_node(settings)
    try:
        token = initialize(node)
    finally:
        node.close()
    if invocation().as_json:
        emit_json({"created": False} if token is None else {"created": True, "admin_token": token})
    elif token is None:
        note("The node exists already; nothing was changed.")
    else:
        note("The node is ready. This is the token of its administrator; it is not shown again.")
        emit(token)
