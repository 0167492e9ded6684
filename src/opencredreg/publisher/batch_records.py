"""What is stored of batches: the names of requests, so that sending again is safe, and results to come back for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from opencredreg.accounts.actor import Actor
from opencredreg.errors import Conflict, InvalidInput, NotFound, Unavailable
from opencredreg.ids import new_uuid
from opencredreg.publisher.batch_reading import Batch
from opencredreg.publisher.batch_results import BatchResult, BatchStatus, ItemResult, sum_up
from opencredreg.publisher.identifiers import ExternalIdentifier, remember_identifiers
from opencredreg.publisher.publishing import Published
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.store.database import WriteTransaction
from opencredreg.store.documents import compress, decompress
from opencredreg.store.tables import METADATA

__all__ = [
    "advance_batch",
    "claim_batch",
    "digest_of",
    "find_same_batch",
    "finish_batch",
    "get_batch",
    "insert_batch",
    "release_batch",
    "remember_items",
]

_STALE_US: Final = 15 * 60 * 1_000_000
_KEPT_US: Final = 30 * 86_400 * 1_000_000
_LONGEST_KEY: Final = 200
_batch = METADATA.tables["publishing_batch"]


def digest_of(community: Community, body: bytes) -> bytes:
    """By which is seen that a request is the same: where it goes, and every byte of it."""
    return hashlib.sha256(community.name.encode() + b"\n" + body).digest()


def claim_batch(node: Node, actor: Actor, key: str, digest: bytes, total: int) -> str | BatchResult:
    """The number of a batch that begins now, or the result that the same request had before.

    Raises:
        InvalidInput: the key cannot be used.
        Conflict: the key was used for another request.
        Unavailable: the same request is being worked on.
    """
    try:
        with node.database.write() as transaction:
            row = _same(transaction, actor, key, digest)
            if row is None:
                return insert_batch(transaction, actor, key, digest, total, "running", None)
            if row.result is not None or row.request is not None:
                return _as_result(row)
            if row.created_at > transaction.at - _STALE_US:
                # It may be sent again as it is, which a conflict would not say.
                raise Unavailable(
                    "The request with this Idempotency-Key is still being worked on.",
                    hint="Send it again in a few seconds.",
                )
            transaction.connection.execute(
                _batch.update().where(_batch.c.id == row.id).values(created_at=transaction.at)
            )
            return str(row.uuid)
    except IntegrityError as error:
        raise Unavailable("The request is being worked on; try again.") from error


def find_same_batch(
    transaction: WriteTransaction, actor: Actor, key: str, digest: bytes
) -> BatchResult | None:
    """The batch that the actor sent under a key before.

    Raises:
        InvalidInput: the key cannot be used.
        Conflict: the key was used for another request.
    """
    row = _same(transaction, actor, key, digest)
    return _as_result(row) if row is not None else None


def _same(transaction: WriteTransaction, actor: Actor, key: str, digest: bytes) -> Any:
    if not key.strip() or len(key) > _LONGEST_KEY or not key.isprintable():
        raise InvalidInput(f"An Idempotency-Key has 1 to {_LONGEST_KEY} printable characters.")
    row = transaction.connection.execute(
        select(_batch).where(_batch.c.account_id == (actor.account_id or 0), _batch.c.idempotency_key == key)
    ).first()
    if row is not None and bytes(row.digest) != digest:
        raise Conflict(
            "This Idempotency-Key was used for another request.", hint="Use a new key for a new request."
        )
    return row


def insert_batch(
    transaction: WriteTransaction,
    actor: Actor,
    key: str | None,
    digest: bytes,
    total: int,
    status: BatchStatus,
    request: bytes | None,
) -> str:
    """Store a batch, and give its name. Finished ones are forgotten after 30 days."""
    transaction.connection.execute(_batch.delete().where(_batch.c.finished_at < transaction.at - _KEPT_US))
    identity = new_uuid()
    transaction.connection.execute(
        _batch.insert().values(
            uuid=identity,
            account_id=actor.account_id or 0,
            idempotency_key=key,
            digest=digest,
            status=status,
            total=total,
            done=0,
            request=request,
            created_at=transaction.at,
        )
    )
    return identity


def finish_batch(transaction: WriteTransaction, identity: str, result: BatchResult) -> None:
    """Store what became of a batch."""
    transaction.connection.execute(
        _batch.update()
        .where(_batch.c.uuid == identity)
        .values(
            status=result.status,
            done=result.done,
            result=compress(msgspec.json.encode(result.results)),
            request=None,
            finished_at=transaction.at,
        )
    )


def advance_batch(
    transaction: WriteTransaction, identity: str, results: Sequence[ItemResult], total: int
) -> None:
    """What was done so far, in the transaction that does it: an interruption loses nothing and repeats nothing.

    Raises:
        NotFound: the batch is gone, as after a sandbox was reset; what else the transaction did is undone.
    """
    known = transaction.connection.execute(select(_batch.c.id).where(_batch.c.uuid == identity)).first()
    if known is None:
        raise NotFound("The batch was removed while it was published.", kind="batch")
    if len(results) == total:
        finish_batch(transaction, identity, sum_up(identity, results))
        return
    transaction.connection.execute(
        _batch.update()
        .where(_batch.c.uuid == identity)
        .values(status="running", done=len(results), result=compress(msgspec.json.encode(results)))
    )


def release_batch(node: Node, identity: str) -> None:
    """Nothing came of it, so the same request may be tried again."""
    with node.database.write() as transaction:
        transaction.connection.execute(_batch.delete().where(_batch.c.uuid == identity))


def remember_items(
    transaction: WriteTransaction, batch: Batch, published: Sequence[Published], start: int
) -> None:
    """Keep the identifiers of those items that were published, the first of which is the ``start``-th."""
    remember_identifiers(
        transaction,
        (
            ExternalIdentifier(
                owner_ctid=one.draft.request.owner,
                identifier=batch.external[start + place],
                ctid=one.draft.ctid,
                kind=one.draft.request.kind.name,
            )
            for place, one in enumerate(published)
            if one.is_taken and batch.external[start + place]
        ),
    )


def get_batch(node: Node, actor: Actor, identity: str) -> BatchResult:
    """A batch of the caller, with its results as far as there are any.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with node.database.read() as connection:
        row = connection.execute(select(_batch).where(_batch.c.uuid == identity.lower())).first()
    if row is None or (row.account_id != (actor.account_id or 0) and not actor.is_staff):
        raise NotFound("There is no such batch.", kind="batch", hint="Results are kept for 30 days.")
    return _as_result(row)


def _as_result(row: Any) -> BatchResult:
    results: list[ItemResult] = []
    if row.result is not None:
        results = msgspec.json.decode(decompress(bytes(row.result)), type=list[ItemResult])
    summed = sum_up(row.uuid, results)
    return msgspec.structs.replace(
        summed,
        status=row.status,
        total=row.total,
        done=row.done,
        successful=summed.successful and row.status == "done",
    )
