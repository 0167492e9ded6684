"""What the registry says of a batch: one result per item, in the order of the items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from opencredreg.client.errors import ClientError
from opencredreg.findings import Finding

__all__ = ["BatchResult", "Counts", "Difference", "ItemResult", "Outcome", "count_results"]

Outcome = Literal[
    "created", "updated", "unchanged", "refused", "not-tried", "would-create", "would-update", "would-keep"
]
_NOT_TAKEN = ("refused", "not-tried")


class Difference(msgspec.Struct, frozen=True):
    """One place where what would be stored differs from what is stored.

    ``before`` or ``after`` is ``None`` where nothing stands.
    """

    pointer: str
    before: Any = None
    after: Any = None


class Counts(msgspec.Struct, frozen=True):
    """How many items had which outcome. A dry run counts what it would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    not_tried: int = 0


class ItemResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one item.

    ``place`` is its number in the batch, from 0. Pointers of ``findings`` lead into the item as it was sent.
    ``document`` is the CTDL that was made of it and ``difference`` what it would change; only dry runs have them.
    ``outcome`` is one of :data:`Outcome`; a newer registry may know more.
    """

    outcome: str
    place: int = 0
    type: str = ""
    ctid: str | None = None
    name: str | None = None
    cls: str | None = msgspec.field(name="class", default=None)
    resource_url: str | None = None
    graph_url: str | None = None
    envelope_url: str | None = None
    page_url: str | None = None
    version: int | str | None = None
    external_id: str | None = None
    findings: tuple[Finding, ...] = ()
    document: dict[str, Any] | None = None
    difference: tuple[Difference, ...] | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the registry took it, or would take it."""
        return self.outcome not in _NOT_TAKEN

    def raise_for_errors(self) -> None:
        """Do nothing when it was taken.

        Raises:
            ClientError: it was refused, with the findings.
        """
        if self.is_taken:
            return
        what = self.name or self.ctid or f"item {self.place}"
        tried = "was refused" if self.outcome == "refused" else "was not tried, because others were refused"
        raise ClientError("The registry did not take it", f"{what} {tried}.", findings=self.findings)


class BatchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch, or how far it has come.

    ``status`` is ``waiting``, ``running``, ``done`` or ``failed``. ``total`` and ``done`` count items.
    """

    id: str | None = None
    status: str = "done"
    successful: bool = False
    total: int = 0
    done: int = 0
    counts: Counts = Counts()
    results: tuple[ItemResult, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in ("done", "failed")

    def __iter__(self) -> Iterator[ItemResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def raise_for_errors(self) -> None:
        """Do nothing when every item was taken, or when the batch is still under way.

        Raises:
            ClientError: items were refused, with the findings of all of them; their pointers begin with
                ``/items/`` and the number of the item.
        """
        refused = [result for result in self.results if not result.is_taken]
        if not refused and self.status != "failed":
            return
        told = [
            msgspec.structs.replace(finding, pointer=f"/items/{result.place}{finding.pointer}")
            for result in refused
            for finding in result.findings
        ]
        kinds = Counter(result.outcome for result in refused)
        words = f"{kinds['refused']:,} of {self.total:,} items were refused"
        if kinds["not-tried"]:
            words += f", {kinds['not-tried']:,} were not tried because of them"
        if not refused:
            words = "The batch ended before all its items were tried"
        raise ClientError("The registry did not take the batch", f"{words}.", findings=tuple(told))


def count_results(results: tuple[ItemResult, ...]) -> Counts:
    """How many results have which outcome.

    >>> count_results((ItemResult(outcome="would-create"), ItemResult(outcome="not-tried")))
    Counts(created=1, updated=0, unchanged=0, refused=0, not_tried=1)
    """
    names = {
        "would-create": "created",
        "would-update": "updated",
        "would-keep": "unchanged",
        "not-tried": "not_tried",
    }
    found = Counter(names.get(result.outcome, result.outcome) for result in results)
    return Counts(**{name: found[name] for name in Counts.__struct_fields__})
