"""Sending what files hold: items in batches of the size that the registry takes, documents one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

import msgspec

from opencredreg.cli.output import note
from opencredreg.cli.publishing_files import Entry
from opencredreg.cli.publishing_output import result_of_problem
from opencredreg.client import BatchResult, Client, ClientError, Finding, ItemResult

__all__ = ["Sender"]

_ITEMS: Final = 5_000
_BYTES: Final = 48 * 1024 * 1024
_AROUND: Final = 4096
_ITEM: Final = re.compile(r"/items/(\d{1,9})(?=/|$)")
_NOT_TRIED: Final = ItemResult(outcome="not-tried")

Placed = tuple[int, ItemResult]
Batch = list[tuple[int, dict[str, Any]]]


class Sender:
    """Sends entries and gives what becomes of each, by its number.

    Args:
        client: the registry.
        owner: whose the things are that do not say it themselves.
        keep: ``all`` sends nothing more once something is refused.
        dry_run: store nothing.
        as_job: let the registry work in the background.
        has_key: without one, a dry run asks for the CTDL only, which everybody may.
    """

    def __init__(
        self,
        client: Client,
        *,
        owner: str | None,
        keep: Literal["all", "good"],
        dry_run: bool,
        as_job: bool,
        has_key: bool = True,
    ) -> None:
        self._client = client
        self._owner = owner
        self._keep = keep
        self._dry_run = dry_run
        self._as_job = as_job and not dry_run
        self._has_key = has_key

    def send(self, entries: Sequence[Entry], advance: Callable[[int], None]) -> Iterator[Placed]:
        """Send everything: items first, because documents seldom name what is not published yet.

        Args:
            entries: what there is.
            advance: called with how many more entries are done.

        Raises:
            ClientError: the registry does not take a batch at all.
        """
        is_stopped = False
        for place, entry in enumerate(entries):
            if entry.problem is not None:
                is_stopped = self._stops(result := result_of_problem(entry.problem)) or is_stopped
                yield place, result
                advance(1)
        steps = (self._items(entries, advance), self._documents(entries, advance))
        for batches in steps:
            if is_stopped:
                return
            for results in batches:
                for place, result in results:
                    is_stopped = self._stops(result) or is_stopped
                    yield place, result
                if is_stopped:
                    break

    def _stops(self, result: ItemResult) -> bool:
        """Whether a result ends the work: when all was asked for, and something is missing."""
        return self._keep == "all" and not self._dry_run and not result.is_taken

    def _items(self, entries: Sequence[Entry], advance: Callable[[int], None]) -> Iterator[list[Placed]]:
        items = [(place, entry.item) for place, entry in enumerate(entries) if entry.item is not None]
        if not items:
            return
        batches = list(_divide(items, *self._limits())) if len(items) > 1 else [items]
        if len(batches) > 1 and self._keep == "all" and not self._dry_run:
            note(
                f"There are more things than one batch takes; each of {len(batches)} batches is all or nothing."
            )
        for batch in batches:
            found = {result.place: result for result in self._batch([item for _, item in batch], advance)}
            yield [(place, found.get(number, _NOT_TRIED)) for number, (place, _) in enumerate(batch)]

    def _batch(self, items: list[dict[str, Any]], advance: Callable[[int], None]) -> BatchResult:
        try:
            batch = self._post(items)
        except ClientError as error:
            refused = _refused_items(error, len(items))
            if refused is None:
                raise
            batch = BatchResult(results=refused)
        shown = 0
        if not batch.is_finished and batch.id is not None:
            note(f"The registry works on batch {batch.id}; it goes on when this command ends.")

            def follow(done: int, _total: int) -> None:
                nonlocal shown
                advance(done - shown)
                shown = done

            batch = self._client.wait(batch.id, follow)
        advance(len(items) - shown)
        return batch

    def _post(self, items: list[dict[str, Any]]) -> BatchResult:
        if self._dry_run and not self._has_key:
            return self._client.format(items, self._owner)
        return self._client.publish(
            items, self._owner, keep=self._keep, dry_run=self._dry_run, as_job=self._as_job
        )

    def _documents(self, entries: Sequence[Entry], advance: Callable[[int], None]) -> Iterator[list[Placed]]:
        for place, entry in enumerate(entries):
            if entry.document is not None:
                assert entry.owner is not None
                result = self._client.publish_document(entry.document, entry.owner, dry_run=self._dry_run)
                yield [(place, result)]
                advance(1)

    def _limits(self) -> tuple[int, int]:
        """How many items the registry takes at once, and how many bytes."""
        try:
            limits = self._client.capabilities().get("limits")
        except ClientError as error:
            if error.status != 404:
                raise
            limits = None
        found = limits if isinstance(limits, dict) else {}
        items, size = found.get("batch_items"), found.get("request_bytes")
        # What stands around the items takes room, too.
        return (
            items if isinstance(items, int) and items > 0 else _ITEMS,
            size - _AROUND if isinstance(size, int) and size > _AROUND else _BYTES,
        )


def _refused_items(error: ClientError, count: int) -> tuple[ItemResult, ...] | None:
    """What became of items when the form of some is so wrong that the batch was not read; ``None`` for other errors."""
    by_item: dict[int, list[Finding]] = {}
    for finding in error.findings:
        found = _ITEM.match(finding.pointer)
        if found is None or int(found[1]) >= count:
            return None
        rest = msgspec.structs.replace(finding, pointer=finding.pointer[found.end() :])
        by_item.setdefault(int(found[1]), []).append(rest)
    if not by_item:
        return None
    return tuple(
        ItemResult(outcome="refused", place=place, findings=tuple(by_item[place]))
        if place in by_item
        else ItemResult(outcome="not-tried", place=place)
        for place in range(count)
    )


def _divide(items: Batch, most: int, most_bytes: int) -> Iterator[Batch]:
    """Batches of neighbours, of at most so many items and of a size that one request may have."""
    batch: Batch = []
    size = 0
    for place, item in items:
        length = len(msgspec.json.encode(item)) + 1
        if batch and (len(batch) >= most or size + length > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append((place, item))
        size += length
    if batch:
        yield batch
