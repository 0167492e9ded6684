"""Batches in the background: with progress, and going on where they were interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import select

from opencredreg.crosswalk.assistant.convert import Converted
from opencredreg.errors import NotFound
from opencredreg.jsonld.document import decode_json
from opencredreg.publisher.batch_reading import Batch, read_batch
from opencredreg.publisher.batch_records import (
    advance_batch,
    digest_of,
    find_same_batch,
    insert_batch,
    remember_items,
)
from opencredreg.publisher.batch_results import BatchResult, ItemResult, build_results
from opencredreg.publisher.drafts import build_drafts
from opencredreg.publisher.publishing import Published, publish_drafts
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.publishing_log import Origin
from opencredreg.store.database import WriteTransaction
from opencredreg.store.documents import compress, decompress
from opencredreg.store.jobs import enqueue_job
from opencredreg.store.tables import METADATA

__all__ = ["JOB", "enqueue_batch", "fail_batch", "run_batch"]

JOB: Final = "publishing-batch"

_CHUNK: Final = 500
_batch = METADATA.tables["publishing_batch"]


class _Order(msgspec.Struct):
    """What is stored of a batch that waits: who sent what."""

    origin: Origin
    community: str
    base_url: str
    body: msgspec.Raw


def enqueue_batch(
    node: Node,
    origin: Origin,
    community: Community,
    batch: Batch,
    body: bytes,
    base_url: str,
    *,
    idempotency_key: str | None = None,
) -> BatchResult:
    """Store a batch; a worker publishes it soon.

    Raises:
        Conflict: the key was used for another request.
    """
    digest = digest_of(community, body)
    order = _Order(origin, community.name, base_url, msgspec.Raw(body))
    with node.database.write() as transaction:
        if idempotency_key is not None:
            same = find_same_batch(transaction, origin.actor, idempotency_key, digest)
            if same is not None:
                return same
        identity = insert_batch(
            transaction,
            origin.actor,
            idempotency_key,
            digest,
            len(batch.requests),
            "waiting",
            compress(msgspec.json.encode(order)),
        )
        enqueue_job(transaction, JOB, identity)
    node.wake_jobs()
    return BatchResult(id=identity, status="waiting", total=len(batch.requests), done=0)


def run_batch(node: Node, subject: str) -> None:
    """The job: publish a stored batch. Started again, it goes on where it was interrupted."""
    with node.database.read() as connection:
        row = connection.execute(select(_batch).where(_batch.c.uuid == subject)).first()
    if row is None or row.request is None:
        return
    order = msgspec.json.decode(decompress(bytes(row.request)), type=_Order)
    community = node.find_community(order.community)
    if community is None:
        raise NotFound(f"There is no community {order.community} any more.", kind="community")
    batch = read_batch(node, decode_json(bytes(order.body)), community)
    results: list[ItemResult] = []
    if row.result is not None:
        results = msgspec.json.decode(decompress(bytes(row.result)), type=list[ItemResult])
    drafts = build_drafts(node, community, batch.requests, order.base_url)
    size = len(drafts) if batch.keep == "all" else _CHUNK
    while len(results) < len(drafts):
        start = len(results)
        _run_chunk(node, order, community, batch, subject, results, drafts[start : start + size])


def _run_chunk(
    node: Node,
    order: _Order,
    community: Community,
    batch: Batch,
    identity: str,
    results: list[ItemResult],
    drafts: Sequence[Converted],
) -> None:
    start = len(results)
    is_kept = False

    def keep(transaction: WriteTransaction, published: Sequence[Published]) -> None:
        nonlocal is_kept
        remember_items(transaction, batch, published, start)
        results.extend(build_results(batch, published, order.base_url, community, start))
        advance_batch(transaction, identity, results, len(batch.requests))
        is_kept = True

    published = publish_drafts(
        node, order.origin, community, drafts, all_or_none=batch.keep == "all", then=keep
    )
    if not is_kept:
        results.extend(build_results(batch, published, order.base_url, community, start))
        with node.database.write() as transaction:
            advance_batch(transaction, identity, results, len(batch.requests))


def fail_batch(node: Node, subject: str, reason: str) -> None:
    """Note that a batch was given up for a reason of ours; what was published of it stays."""
    del reason  # It stands in the log of the node, and says nothing to the publisher.
    with node.database.write() as transaction:
        transaction.connection.execute(
            _batch.update()
            .where(_batch.c.uuid == subject, _batch.c.finished_at.is_(None))
            .values(status="failed", request=None, finished_at=transaction.at)
        )
