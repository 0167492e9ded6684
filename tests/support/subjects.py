"""The resource that a page is about, read from a node as a page reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opencredreg.finder.subject import Subject, get_subject, look
from opencredreg.registry.communities import get_community
from tests.support.app import AppClient

__all__ = ["subject_of"]


@contextmanager
def subject_of(client: AppClient, identifier: str) -> Iterator[Subject]:
    """The subject of the page of a published resource; it can look things up until the end of the block."""
    with client.node.database.read() as connection:
        community = get_community(connection, None)
    with look(client.node, community) as looking:
        yield get_subject(looking, identifier)
