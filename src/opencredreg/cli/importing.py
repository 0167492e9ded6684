"""``opencredreg import``: publishing documents from files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any, get_args

import click

from opencredreg.accounts.organizations import get_organization
from opencredreg.cli.commands import Command
from opencredreg.cli.node import acting, invocation, open_node, the_community
from opencredreg.cli.output import emit, emit_json, note
from opencredreg.cli.progress import progress
from opencredreg.registry.import_sources import STDIN, count_bytes, iter_sources
from opencredreg.registry.importing import ImportedDocument, ImportOptions, Outcome, import_documents
from opencredreg.validation import Mode

__all__ = ["Report", "import_"]


class Report:
    """What became of documents: counted, and told of one by one where there is something to tell."""

    def __init__(self, *, as_json: bool, verbose: bool) -> None:
        self._as_json = as_json
        self._verbose = verbose
        self._counts: Counter[str] = Counter()
        self._documents: list[dict[str, Any]] = []

    def take(self, documents: Iterable[ImportedDocument]) -> None:
        """Take the documents as they come."""
        try:
            for document in documents:
                self._counts[document.outcome] += 1
                if self._verbose or document.outcome == "refused" or document.findings:
                    self._tell(document)
        except KeyboardInterrupt:
            note(self._totals())
            note("What was stored stays; the same command goes on where this one ended.")
            raise

    def finish(self) -> int:
        """Tell of the whole, and give the exit code."""
        if self._as_json:
            counts = {outcome: self._counts[outcome] for outcome in get_args(Outcome)}
            emit_json({**counts, "documents": self._documents})
        else:
            emit(self._totals())
        return 1 if self._counts["refused"] else 0

    def _tell(self, document: ImportedDocument) -> None:
        if self._as_json:
            self._documents.append(
                {
                    "source": document.source,
                    "ctid": document.ctid,
                    "outcome": document.outcome,
                    "findings": list(document.findings),
                }
            )
            return
        line = f"{document.outcome:9}  {document.source}"
        if document.ctid:
            line += f"  {document.ctid}"
        if document.findings:
            first, *others = document.findings
            place = f"{first.pointer}: " if first.pointer else ""
            more = f" (and {len(others)} more)" if others else ""
            line += f"  {place}{first.message}{more}"
        emit(line)

    def _totals(self) -> str:
        return ", ".join(f"{outcome} {self._counts[outcome]:,}" for outcome in get_args(Outcome))


@click.command("import", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--organization", metavar="CTID", help="The owner of what does not state its own owner.")
@click.option("--community", metavar="NAME", help="Where to publish. Default: the default community.")
@click.option(
    "--as-published", is_flag=True, help="Keep owner, publisher, dates and community that envelopes state."
)
@click.option(
    "--mode",
    type=click.Choice(["gate", "read", "provisional", "publish"]),
    default="gate",
    help="How strictly documents are checked: gate takes all that can be kept, read refuses what cannot be "
    "understood, publish every error of the validation profile.",
)
@click.option("--verbose", is_flag=True, help="Tell of every document and not only of those refused.")
def import_(
    paths: tuple[str, ...],
    organization: str | None,
    community: str | None,
    as_published: bool,
    mode: Mode,
    verbose: bool,
) -> int:
    """Publish documents from files.

    PATH is a file, a folder, a ZIP file or - for standard input. Read are JSON-LD documents, arrays of them,
    one per line (.ndjson), and envelopes of a registry. Every document is judged by itself: what is refused
    is told of, and the rest is published. Without --organization a document must say whose it is; an owner
    that is not known yet is created.
    """
    told = Report(as_json=invocation().as_json, verbose=verbose)
    with open_node() as node:
        with node.database.read() as connection:
            owner = get_organization(connection, organization) if organization else None
        place = the_community(node, community) if community or not as_published else None
        options = ImportOptions(organization=owner, community=place, as_published=as_published, mode=mode)
        stdin = sys.stdin.buffer if STDIN in paths else None
        with progress("Importing", count_bytes(paths), in_bytes=True) as advance:
            sources = iter_sources(paths, node.settings.limits, stdin=stdin, advance=advance)
            told.take(import_documents(node, acting(node), sources, options))
    return told.finish()
