"""What became of the items of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from opencredreg.crosswalk.assistant.convert import Converted
from opencredreg.findings import Finding
from opencredreg.jsonld.document import decode_json
from opencredreg.publisher.batch_reading import Batch
from opencredreg.publisher.difference import Change, compare_documents
from opencredreg.publisher.drafts import base_of
from opencredreg.publisher.publishing import Published
from opencredreg.registry.communities import Community
from opencredreg.registry.many import find_documents
from opencredreg.registry.node import Node

__all__ = ["BatchResult", "BatchStatus", "ItemResult", "build_results", "sum_up", "with_documents"]

BatchStatus = Literal["waiting", "running", "done", "failed"]

_OUTCOMES: Final = ("created", "updated", "unchanged", "refused", "not-tried")


class ItemResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one item. ``document`` and ``difference`` are there when nothing was stored."""

    place: int
    type: str
    outcome: str
    ctid: str = ""
    name: str = ""
    cls: str = msgspec.field(default="", name="class")
    resource_url: str = ""
    graph_url: str = ""
    envelope_url: str = ""
    page_url: str = ""
    version: int | None = None
    external_id: str = ""
    findings: tuple[Finding, ...] = ()
    document: Any = None
    difference: tuple[Change, ...] | None = None


class BatchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch. ``id`` is ``None`` where it was published at once and without a key."""

    id: str | None
    status: BatchStatus
    total: int
    done: int
    successful: bool = False
    counts: dict[str, int] = {}
    results: tuple[ItemResult, ...] = ()


def build_results(
    batch: Batch,
    published: Sequence[Published],
    base_url: str,
    community: Community,
    start: int = 0,
) -> list[ItemResult]:
    """The results of items, of which the first is the ``start``-th of the batch."""
    base = base_of(base_url, community)
    return [_item_result(one, start + place, batch, base) for place, one in enumerate(published)]


def _item_result(one: Published, place: int, batch: Batch, base: str) -> ItemResult:
    draft, receipt = one.draft, one.receipt
    resource_url = f"{base}/resources/{draft.ctid}" if draft.ctid else ""
    is_stored = receipt is not None and not one.outcome.startswith("would")
    return ItemResult(
        place=place,
        type=draft.request.kind.name,
        outcome=one.outcome,
        ctid=draft.ctid,
        name=draft.name,
        cls=draft.cls,
        resource_url=resource_url,
        graph_url=f"{base}/graph/{draft.ctid}" if draft.ctid else "",
        envelope_url=f"{base}/envelopes/{receipt.envelope_uuid}" if receipt is not None and is_stored else "",
        page_url=resource_url,
        version=receipt.version_id if receipt is not None and is_stored else None,
        external_id=batch.external[place],
        findings=tuple(draft.findings),
    )


def with_documents(
    node: Node,
    community: Community,
    results: Sequence[ItemResult],
    drafts: Sequence[Converted],
    *,
    is_open: bool,
) -> list[ItemResult]:
    """The results with what would be published and, where the caller may read that, what it would change."""
    wanted = [draft.ctid for draft in drafts if draft.ctid] if is_open else []
    stored = find_documents(node, community, wanted)
    found = []
    for result, draft in zip(results, drafts, strict=True):
        before = stored.get(draft.ctid)
        changes: tuple[Change, ...] | None = None
        outcome = result.outcome
        if before is not None:
            changes = tuple(compare_documents(decode_json(before), draft.document))
            if outcome == "would-create":
                outcome = "would-update" if changes else "would-keep"
        found.append(
            msgspec.structs.replace(
                result, outcome=outcome, document=draft.document or None, difference=changes
            )
        )
    return found


def sum_up(identity: str | None, results: Sequence[ItemResult]) -> BatchResult:
    """The result of a batch of which every item is done."""
    counts = dict.fromkeys(_OUTCOMES, 0)
    for one in results:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    return BatchResult(
        id=identity,
        status="done",
        total=len(results),
        done=len(results),
        successful=not counts["refused"] and not counts["not-tried"],
        counts={name.replace("-", "_"): count for name, count in counts.items()},
        results=tuple(results),
    )
