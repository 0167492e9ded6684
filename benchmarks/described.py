"""The described things of the demonstration registry, for engines that are filled beside a node.

Both the lay-out of today and the RDF store get exactly what the index of a node is made of, so that all answer the
same questions about the same things.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import text
from sqlalchemy.engine import Connection

from opencredreg.demo import documents
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.document import parse_document
from opencredreg.jsonld.flatten import FlatLiteral, flatten

RESOURCES = "https://demo.example.org/resources/"


class Thing(msgspec.Struct, frozen=True):
    """A resource, a blank node or an embedded object. Links are (property, address of the target)."""

    uri: str
    ctid: str | None
    cls: str
    links: list[tuple[str, str]]
    literals: list[FlatLiteral]
    owner: str
    created: int
    updated: int
    body: bytes
    """The JSON of a graph item; empty for an embedded object."""


def address_of(key: str) -> str:
    """The address of a thing by its resource key."""
    return RESOURCES + key if key.startswith("ce-") else key


def iter_things(connection: Connection, resources: int, seed: int) -> Iterator[Thing]:
    """All described things of a demonstration, with the times at which a node published their records.

    Provisional records, and links to them, are left out as searches leave them out.
    """
    rows = connection.execute(
        text("SELECT envelope_ctid, created_at, updated_at FROM envelope WHERE NOT provisional")
    )
    times = {ctid: (created, updated) for ctid, created, updated in rows}
    hidden = set(
        connection.execute(text("SELECT key FROM node WHERE provisional AND key IS NOT NULL")).scalars()
    )
    for number, source in enumerate(documents(resources, seed)):
        if source.ctid not in times:
            continue
        document = parse_document(source.payload)
        nodes = flatten(document, resolve_context(document.top.get("@context")))
        names = [
            f"_:d{number}x{place}" if node.key is None or node.key.startswith("_:") else address_of(node.key)
            for place, node in enumerate(nodes)
        ]
        blank = {
            node.key: name
            for node, name in zip(nodes, names, strict=True)
            if node.key and node.key[:2] == "_:"
        }
        bodies = {item.position: item.raw for item in document.items}
        created, updated = times[source.ctid]
        for node, name in zip(nodes, names, strict=True):
            yield Thing(
                uri=name,
                ctid=node.ctid,
                cls=node.types[0] if node.types else "",
                links=[
                    (one, names[to] if isinstance(to, int) else blank.get(to) or address_of(to))
                    for one, to in node.links
                    if to not in hidden
                ],
                literals=node.literals,
                owner=source.owner,
                created=created,
                updated=updated,
                body=bodies[node.position] if node.key else b"",
            )
