"""``opencredreg get``, ``history`` and ``delete``: one document."""

from __future__ import annotations

import sys

import click
import msgspec

from opencredreg import clock
from opencredreg.cli.commands import Command
from opencredreg.cli.node import acting, invocation, open_node, the_community
from opencredreg.cli.output import emit_bytes, emit_json, emit_table, note
from opencredreg.errors import InvalidInput
from opencredreg.jsonld.rdf import find_syntax
from opencredreg.registry.history import history_of
from opencredreg.registry.linked_data import as_rdf
from opencredreg.registry.read import get_document, get_resource
from opencredreg.registry.remove import delete_envelope

__all__ = ["delete", "get", "history", "read_time"]

_JSON_NAMES = ("json", "jsonld")
_community = click.option("--community", metavar="NAME", help="Its community. Default: the default one.")


def read_time(text: str) -> int:
    """The moment of an option, in microseconds.

    Raises:
        InvalidInput: it is neither a date nor a time.
    """
    try:
        return clock.parse_timestamp(text)
    except (ValueError, OverflowError):
        raise InvalidInput(f"{text!r} is no time", hint="Write 2026-02-03 or 2026-02-03T10:11:12Z.") from None


@click.command(cls=Command)
@click.argument("identifier", metavar="ID")
@click.option(
    "--format",
    "syntax",
    default="json",
    show_default=True,
    help="Or turtle, ntriples, nquads, trig, rdfxml.",
)
@click.option("--as-of", metavar="TIME", help="As it was at this time.")
@click.option("--graph", is_flag=True, help="The whole document and not the one resource.")
@_community
def get(identifier: str, syntax: str, as_of: str | None, graph: bool, community: str | None) -> None:
    """Show a resource or document, now or as it was.

    ID is a CTID, the address of a resource in any spelling, or the label of a blank node.
    """
    known = None if syntax.lower() in _JSON_NAMES else find_syntax(syntax)
    if known is None and syntax.lower() not in _JSON_NAMES:
        raise InvalidInput(
            f"{syntax!r} is no format that we write",
            hint="Use json, turtle, ntriples, nquads, trig or rdfxml.",
        )
    at = clock.until_end(read_time(as_of)) if as_of is not None else None
    with open_node() as node:
        place = the_community(node, community)
        find = get_document if graph else get_resource
        found = find(node, place, identifier, at=at).payload
        if known is not None:
            found = as_rdf(node, found, known.name, base=node.settings.server.public_url)
        elif sys.stdout.isatty():
            found = msgspec.json.format(found, indent=2)
    emit_bytes(found.rstrip(b"\n") + b"\n")


@click.command(cls=Command)
@click.argument("identifier", metavar="CTID")
@_community
def history(identifier: str, community: str | None) -> None:
    """Show what happened to a document.

    The oldest event comes first. When the document was deleted in between, all its lives are shown.
    """
    with open_node() as node:
        place = the_community(node, community)
        with node.database.read() as connection:
            entries = history_of(connection, place, identifier)
    values = [
        {**msgspec.structs.asdict(entry), "created_at": clock.format_timestamp(entry.created_at)}
        for entry in entries
    ]
    if invocation().as_json:
        emit_json(values)
        return
    shown = ("sequence", "created_at", "event", "envelope_id", "owned_by", "byte_count", "digest")
    emit_table(shown, [[value[name] for name in shown] for value in values])


@click.command(cls=Command)
@click.argument("ctid")
@_community
def delete(ctid: str, community: str | None) -> None:
    """Delete a document; its history stays."""
    with open_node() as node:
        delete_envelope(node, acting(node), the_community(node, community), ctid)
    if invocation().as_json:
        emit_json({"deleted": ctid.lower()})
    else:
        note(f"{ctid.lower()} is deleted; opencredreg history {ctid.lower()} shows its history.")
