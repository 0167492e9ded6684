"""Batches on the wire: the body that is sent and the answer that comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from opencredreg.client.answers import convert
from opencredreg.client.results import BatchResult, ItemResult, count_results

__all__ = ["build_batch", "encode", "read_batch"]

_TAKEN = "done"


def build_batch(
    items: Iterable[Mapping[str, Any]], owner: str | None, default_language: str | None
) -> dict[str, Any]:
    """The body of a batch, without what was left open."""
    body: dict[str, Any] = {"items": list(items)}
    if owner is not None:
        body["owner"] = owner
    if default_language is not None:
        body["default_language"] = default_language
    return body


def read_batch(value: Any) -> BatchResult:
    """The answer to a batch, with what follows from its results where it does not say so itself.

    Raises:
        ClientError: it is none.
    """
    batch = convert(value, BatchResult)
    results = tuple(map(_within_item, batch.results))
    if not results:
        return batch
    said: Mapping[str, Any] = value
    derived: dict[str, Any] = {
        "total": len(results),
        "done": len(results),
        "successful": all(result.is_taken for result in results) and batch.status == _TAKEN,
    }
    missing = {name: found for name, found in derived.items() if said.get(name) is None}
    # Registries count what a dry run would do under names of its own; here it is one kind of count.
    return msgspec.structs.replace(batch, results=results, counts=count_results(results), **missing)


def _within_item(result: ItemResult) -> ItemResult:
    """The result with pointers that begin at its item, also where the registry begins them at the body."""
    around = f"/items/{result.place}"
    findings = tuple(
        msgspec.structs.replace(finding, pointer=finding.pointer.removeprefix(around))
        if f"{finding.pointer}/".startswith(f"{around}/")
        else finding
        for finding in result.findings
    )
    return msgspec.structs.replace(result, findings=findings)


def encode(value: Any) -> bytes:
    """A body as JSON. Mappings of any kind are objects."""
    return msgspec.json.encode(value, enc_hook=_as_plain)


def _as_plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON: {value!r:.80}")
