"""``opencredreg demo``: a registry to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from opencredreg.cli.commands import Group
from opencredreg.cli.importing import Report
from opencredreg.cli.node import acting, invocation, open_node
from opencredreg.cli.progress import progress
from opencredreg.demo import documents
from opencredreg.registry.import_sources import EnvelopeFacts, SourceDocument
from opencredreg.registry.importing import ImportedDocument, ImportOptions, import_documents
from opencredreg.registry.node import Node

__all__ = ["FIRST_RESOURCES", "demo", "load_demo"]

_CTID_MEMBER = b'"ceterms:ctid":'

FIRST_RESOURCES = 300
"""The size of the demonstration that a new node begins with, which is the smallest there is."""


@click.group(cls=Group)
def demo() -> None:
    """Load demonstration data."""


@demo.command()
@click.option(
    "--resources",
    type=click.IntRange(min=FIRST_RESOURCES),
    default=FIRST_RESOURCES,
    show_default=True,
    help="About how many resources.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another number gives another registry.")
@click.option("--verbose", is_flag=True, help="Tell of every document and not only of those refused.")
def load(resources: int, seed: int, verbose: bool) -> int:
    """Publish an invented region of organizations, credentials and everything around them.

    The same numbers give the same documents, so loading them again changes nothing.
    """
    told = Report(as_json=invocation().as_json, verbose=verbose)
    with open_node() as node, progress("Loading", resources) as advance:
        told.take(load_demo(node, resources, seed, advance))
    return told.finish()


def load_demo(
    node: Node, resources: int, seed: int, advance: Callable[[int], None]
) -> Iterator[ImportedDocument]:
    """Publish a demonstration; each document belongs to its organization of the demonstration.

    ``advance`` is told how many resources were done with; a document may describe many.
    """
    base_url = {"base_url": node.settings.server.public_url} if node.settings.server.public_url else {}

    def sources() -> Iterator[SourceDocument]:
        for document in documents(resources, seed, **base_url):
            owner = EnvelopeFacts(owned_by=document.owner)
            yield SourceDocument(f"demonstration {document.ctid}", document.payload, owner)
            advance(document.payload.count(_CTID_MEMBER))

    return import_documents(node, acting(node), sources(), ImportOptions(as_published=True))
