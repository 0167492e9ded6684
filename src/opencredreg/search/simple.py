"""The simple search (search.md section 2): over one community or all that the caller may search.

Results come from several ordered sources: for each community what the engine finds, and, where they are asked for,
the resources of deleted envelopes. A page is cut out of their merged order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.errors import LimitExceeded
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.simple_search import SimpleSearch, parse_parameters
from opencredreg.registry.communities import Community, effective_config
from opencredreg.registry.envelope_json import envelope_value
from opencredreg.registry.node import Node
from opencredreg.search.engines import engine_of
from opencredreg.search.merging import merged_window
from opencredreg.search.sources import DeletedSource, Item, ListedSource, LiveSource, Source
from opencredreg.store.database import among
from opencredreg.store.envelopes import list_versions, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = ["SimplePage", "search_simply"]

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_ANSWER_BYTES = 256 * 1024 * 1024
"""The documents of one page together: each result shows the whole document that it is from."""


class SimplePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page: the entries as clients get them, and where it stands."""

    entries: list[dict[str, Any]]
    total: int
    page: int
    per_page: int


def search_simply(
    node: Node, communities: Sequence[Community], params: Sequence[tuple[str, str]], at: int
) -> SimplePage:
    """Answer a query string.

    Args:
        node: the node.
        communities: where to look; at least one.
        params: names and values of the query string, in order.
        at: the present moment, in microseconds.

    Raises:
        QueryInvalid: parameters cannot be understood.
        LimitExceeded: the documents of the page are too large together.
        Unavailable: the time for an answer is over.
    """
    with node.database.read(snapshot=True) as connection:
        asked = _parse(node, connection, communities, params, at)
        parsed = next(iter(asked.values()))
        sources: list[Source] = []
        for community, simple in asked.items():
            sources += _sources(node, connection, community, simple)
        sort = parsed.search.sort
        skip = parsed.search.skip
        items = merged_window(sources, sort, skip, skip + parsed.search.take)
        entries = _entries(connection, items, metadata_only=parsed.metadata_only)
        total = sum(source.total for source in sources)
    return SimplePage(entries=entries, total=total, page=parsed.page, per_page=parsed.per_page)


def _parse(
    node: Node,
    connection: Connection,
    communities: Sequence[Community],
    params: Sequence[tuple[str, str]],
    at: int,
) -> dict[Community, SimpleSearch]:
    """What the query string means in each community: kinds of resources have names of the community's own."""
    found: dict[Community, SimpleSearch] = {}
    refused: QueryInvalid | None = None
    for community in communities:
        config = effective_config(connection, community, vocabulary=node.vocabulary)
        try:
            found[community] = parse_parameters(params, config, node.vocabulary, at)
        except QueryInvalid as error:
            refused = refused or error
    if refused is not None and not found:
        raise refused
    return found


def _sources(node: Node, connection: Connection, community: Community, simple: SimpleSearch) -> list[Source]:
    if simple.envelope.types and "resource_data" not in simple.envelope.types:
        # The other kinds of envelopes are known by name, and there are none of them.
        return []
    sources: list[Source] = []
    engine = engine_of(node)
    if simple.envelope.deleted != "only":
        is_plain = not simple.contains and simple.blank == "false" and not _asks_for_envelopes(simple)
        kind = LiveSource if is_plain else ListedSource
        sources.append(kind(connection, engine, community.id, simple))
    if simple.envelope.deleted != "false":
        sources.append(DeletedSource(node, connection, community.id, simple))
    return [source for source in sources if source.total]


def _asks_for_envelopes(simple: SimpleSearch) -> bool:
    return bool(simple.envelope.ctids or simple.envelope.ids or simple.envelope.ctdl_types)


# Entries -------------------------------------------------------------------------------------------------


def _entries(connection: Connection, items: Sequence[Item], *, metadata_only: bool) -> list[dict[str, Any]]:
    ids = [item.envelope_id for item in items]
    if not metadata_only:
        _check_size(connection, ids)
    statement = view_columns(with_body=not metadata_only).where(among(connection, _envelope.c.id, set(ids)))
    versions = list_versions(connection, dict.fromkeys(ids))
    values = {
        view.id: envelope_value(view, versions[view.id], metadata_only=metadata_only)
        for view in list_views(connection, statement)
    }
    return [_entry(values[item.envelope_id], item.body) for item in items]


def _check_size(connection: Connection, envelope_ids: list[int]) -> None:
    rows = connection.execute(
        select(_envelope.c.id, _document.c.byte_count)
        .join(_document, _document.c.id == _envelope.c.document_id)
        .where(among(connection, _envelope.c.id, set(envelope_ids)))
    )
    sizes = {row.id: row.byte_count for row in rows}
    size = sum(sizes[number] for number in envelope_ids)
    if size > _ANSWER_BYTES:
        raise LimitExceeded(
            f"The documents of this page have {size:,} bytes together; up to {_ANSWER_BYTES:,} are given.",
            limit="search.answer_bytes",
            value=_ANSWER_BYTES,
            hint="Ask with metadata_only=true, or for fewer results with per_page.",
        )


_BEFORE = (
    "envelope_community", "envelope_id", "envelope_ceterms_ctid", "envelope_ctdl_type", "envelope_type",
    "envelope_version", "decoded_resource", "resource_publish_type", "resource_format", "resource_encoding",
    "publisher_id", "secondary_publisher_id", "node_headers",
)  # fmt: skip
_AFTER = ("owned_by", "published_by", "last_verified_on")


def _entry(envelope: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The members of an entry in their order (search.md section 2.7)."""
    entry = {name: envelope[name] for name in _BEFORE if name in envelope}
    entry["inner_resource"] = msgspec.Raw(body)
    return entry | {name: envelope[name] for name in _AFTER}
