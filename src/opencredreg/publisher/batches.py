"""Batches, published at once: any types in any order, all or the good ones, and safe to send again.

What depends on what is found here; references between the items of a batch lead to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from opencredreg.publisher.batch_reading import Batch
from opencredreg.publisher.batch_records import claim_batch, finish_batch, release_batch, remember_items
from opencredreg.publisher.batch_results import BatchResult, build_results, sum_up, with_documents
from opencredreg.publisher.drafts import build_drafts, check_drafts
from opencredreg.publisher.publishing import Published, publish_drafts
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.publishing_log import Origin
from opencredreg.store.database import WriteTransaction

__all__ = ["publish_batch", "rehearse_openly"]


def rehearse_openly(
    node: Node, community: Community, batch: Batch, base_url: str, *, against_registry: bool
) -> BatchResult:
    """What would be published, for callers without a key: nothing is written, and ownership is not looked at.

    ``against_registry`` says whether the caller may read the community, and so see what would change.
    """
    drafts = build_drafts(node, community, batch.requests, base_url, against_registry=against_registry)
    check_drafts(node, community, drafts)
    published = [
        Published(draft=draft, outcome="would-create" if draft.is_sound else "refused") for draft in drafts
    ]
    results = build_results(batch, published, base_url, community)
    return sum_up(None, with_documents(node, community, results, drafts, is_open=against_registry))


def publish_batch(
    node: Node,
    origin: Origin,
    community: Community,
    batch: Batch,
    base_url: str,
    *,
    rehearse: bool = False,
    is_open: bool = True,
    idempotency_key: str | None = None,
    digest: bytes = b"",
) -> BatchResult:
    """Publish a batch now.

    Args:
        node: the node.
        origin: who sends it.
        community: where it goes.
        batch: what to publish.
        base_url: the address of the node.
        rehearse: store nothing, but tell what would become of each item.
        is_open: whether the caller may read the community, and so see what a rehearsal would change.
        idempotency_key: a name of this request; when it comes again, the answer is the same and nothing is done.
        digest: of the body, by which is seen that it is the same.

    Raises:
        Conflict: the key was used for another request.
        Unavailable: the request with this key is still being worked on.
    """
    claimed: str | None = None
    if idempotency_key is not None and not rehearse:
        known = claim_batch(node, origin.actor, idempotency_key, digest, len(batch.requests))
        if isinstance(known, BatchResult):
            return known
        claimed = known
    try:
        drafts = build_drafts(node, community, batch.requests, base_url)
        finished: list[BatchResult] = []

        def keep(transaction: WriteTransaction, published: Sequence[Published]) -> None:
            remember_items(transaction, batch, published, 0)
            if claimed is not None:
                finished.append(sum_up(claimed, build_results(batch, published, base_url, community)))
                finish_batch(transaction, claimed, finished[0])

        published = publish_drafts(
            node,
            origin,
            community,
            drafts,
            all_or_none=batch.keep == "all",
            rehearse=rehearse,
            then=keep,
        )
    except BaseException:
        if claimed is not None:
            release_batch(node, claimed)
        raise
    results = build_results(batch, published, base_url, community)
    if rehearse:
        results = with_documents(node, community, results, drafts, is_open=is_open)
    result = sum_up(claimed, results)
    if claimed is not None and not finished:
        with node.database.write() as transaction:
            finish_batch(transaction, claimed, result)
    return result
