"""``opencredreg export``: writing the registry to a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from opencredreg.cli.commands import Command
from opencredreg.cli.node import invocation, open_node, the_community
from opencredreg.cli.output import emit_json, note
from opencredreg.cli.progress import progress
from opencredreg.cli.reading import read_time
from opencredreg.registry.exporting import (
    EXPORT_FORMATS,
    ExportFormat,
    ExportOptions,
    count_exported,
    export_to,
    write_export,
)

__all__ = ["export"]

_BY_SUFFIX: dict[str, ExportFormat] = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".nq": "nquads",
    ".ttl": "turtle",
}


@click.command(cls=Command)
@click.option("--to", "target", required=True, metavar="PATH", help="The file to write; - is output.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(EXPORT_FORMATS),
    help="Default: as the file is named, else zip.",
)
@click.option("--since", metavar="TIME", help="Only what changed or was deleted at this time or later.")
@click.option("--community", metavar="NAME", help="Only this community. Default: all.")
def export(target: str, format_name: str | None, since: str | None, community: str | None) -> int:
    """Write the registry to a file.

    The file holds one moment of the registry, and appears when it is complete or not at all. zip holds one
    envelope per file, as import --as-published reads them; ndjson one document per line; nquads and turtle
    hold the documents as RDF.
    """
    chosen = format_name or _BY_SUFFIX.get(Path(target).suffix.lower(), "zip")
    with open_node() as node:
        options = ExportOptions(
            format=cast("ExportFormat", chosen),
            since=read_time(since) if since is not None else None,
            community=the_community(node, community) if community else None,
        )
        with progress("Exporting", count_exported(node, options)) as advance:
            if target == "-":
                output = sys.stdout.buffer
                done = write_export(node, options, output, advance=advance)
                output.flush()
            else:
                done = export_to(node, options, Path(target), advance=advance)
    for finding in done.findings:
        note(f"{finding.severity}: {finding.message}")
    if invocation().as_json and target != "-":
        emit_json(
            {
                "path": target,
                "format": chosen,
                "envelopes": done.envelope_count,
                "deletions": done.deletion_count,
                "findings": done.findings,
            }
        )
    else:
        note(f"{done.envelope_count:,} envelopes and {done.deletion_count:,} deletions written to {target}")
    return 1 if done.findings else 0
