"""Results as files: CSV, NDJSON, JSON-LD or Turtle, written piece by piece.

The results are found first, all of one moment; their documents are then read in parts, while they are being sent.
What is deleted between is left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

import msgspec
from pyoxigraph import Quad

from opencredreg.clock import format_timestamp
from opencredreg.errors import RegistryError
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.naming import name_of, text_of
from opencredreg.jsonld.rdf import serialize
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.registry.linked_data import quads_of
from opencredreg.registry.node import Node
from opencredreg.search.engines import engine_of
from opencredreg.search.hits import Hit, Record, load_hits, load_records, with_context

__all__ = ["EXPORT_TYPES", "Export", "export_results", "harmless_cell"]

EXPORT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "jsonld": "application/ld+json",
    "turtle": "text/turtle; charset=utf-8",
}
"""The formats, with their media types."""

_CHUNK = 200
_COLUMNS = (
    "ctid", "uri", "type", "name", "language", "description", "subject_webpage", "owned_by", "owner_name",
    "created_at", "updated_at",
)  # fmt: skip
_DESCRIPTIONS = ("ceterms:description", "ceasn:description", "ceasn:comment", "skos:definition")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Export(msgspec.Struct, frozen=True):
    """A file in the making: how many results there are, how many of them are in it, and its parts."""

    total: int
    count: int
    parts: Iterator[bytes]


def export_results(node: Node, community: Community, search: Search, format: str, *, base: str) -> Export:
    """Write the results of a search; ``search.take`` bounds how many.

    Args:
        node: the node.
        community: where to look.
        search: what to find, in which order.
        format: a key of ``EXPORT_TYPES``.
        base: what relative references are resolved against in Turtle.

    Raises:
        Unavailable: the time for an answer is over.
    """
    with node.database.read(snapshot=True) as connection:
        found = engine_of(node).run(connection, community.id, search)
    chunks = [found.ids[start : start + _CHUNK] for start in range(0, len(found.ids), _CHUNK)]
    if format == "turtle":
        parts = _turtle(node, chunks, base)
    else:
        parts = {"csv": _csv, "ndjson": _ndjson, "jsonld": _jsonld}[format](node, chunks)
    return Export(found.total or 0, len(found.ids), parts)


def _hits(node: Node, ids: Sequence[int]) -> list[Hit]:
    with node.database.read() as connection:
        return load_hits(connection, ids)


def _ndjson(node: Node, chunks: Sequence[Sequence[int]]) -> Iterator[bytes]:
    for ids in chunks:
        # A line must not break inside, and a published document may.
        yield b"".join(_one_line(with_context(hit)) + b"\n" for hit in _hits(node, ids))


def _one_line(body: bytes) -> bytes:
    return body if b"\n" not in body and b"\r" not in body else msgspec.json.encode(msgspec.json.decode(body))


def _jsonld(node: Node, chunks: Sequence[Sequence[int]]) -> Iterator[bytes]:
    """One document; every resource brings its own context, because documents may have different ones."""
    yield b'{"@graph":['
    separator = b""
    for ids in chunks:
        bodies = [_with_own_labels(hit) for hit in _hits(node, ids)]
        if bodies:
            yield separator + b",".join(bodies)
            separator = b","
    yield b"]}"


def _with_own_labels(hit: Hit) -> bytes:
    """Labels of blank nodes belong to their document, and here several documents become one."""
    body = with_context(hit)
    return msgspec.json.encode(_relabelled(decode_json(body), hit.envelope_id)) if b'"_:' in body else body


def _relabelled(value: Any, number: int) -> Any:
    if isinstance(value, str):
        return f"_:e{number}-{value[2:]}" if value.startswith("_:") else value
    if isinstance(value, list):
        return [_relabelled(entry, number) for entry in value]
    if isinstance(value, dict):
        return {key: _relabelled(entry, number) for key, entry in value.items()}
    return value


def _turtle(node: Node, chunks: Sequence[Sequence[int]], base: str) -> Iterator[bytes]:
    for ids in chunks:
        quads = chain.from_iterable(_quads(node, hit, base) for hit in _hits(node, ids))
        yield serialize(quads, "turtle", vocabulary=node.vocabulary)


def _quads(node: Node, hit: Hit, base: str) -> list[Quad]:
    try:
        # Labels of blank nodes belong to their document.
        return list(quads_of(node, with_context(hit), base=base, blank_scope=str(hit.envelope_id)))
    except RegistryError:
        # Half of the file is with the client already: what cannot be read as RDF any more is left out.
        return []


def _csv(node: Node, chunks: Sequence[Sequence[int]]) -> Iterator[bytes]:
    yield _lines([_COLUMNS])
    for ids in chunks:
        with node.database.read() as connection:
            hits = load_hits(connection, ids)
            records = load_records(connection, (hit.envelope_id for hit in hits))
        yield _lines([_row(node, hit, records[hit.envelope_id]) for hit in hits])


def _row(node: Node, hit: Hit, record: Record) -> list[str]:
    resource: dict[str, Any] = decode_json(hit.body)
    name = name_of(node.vocabulary, resource)
    values = {node.vocabulary.normalize_term(key): value for key, value in resource.items()}
    described = next(
        (text for term in _DESCRIPTIONS if (text := text_of(values.get(term))) is not None), None
    )
    webpage = text_of(values.get("ceterms:subjectWebpage"))
    row = [
        hit.ctid,
        hit.uri,
        hit.ctdl_type,
        name.text if name else "",
        name.language if name else "",
        described.text if described else "",
        webpage.text if webpage else "",
        record.owned_by,
        record.owner_name,
        format_timestamp(record.created_at),
        format_timestamp(record.updated_at),
    ]
    return [harmless_cell(cell or "") for cell in row]


def harmless_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
