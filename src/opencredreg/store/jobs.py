"""The table of work in the background: rows made in the transaction that asks for the work."""

from __future__ import annotations

import msgspec
from sqlalchemy import or_, select

from opencredreg.store.database import Database, WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["ClaimedJob", "claim_job", "enqueue_job", "finish_job", "postpone_job", "renew_job"]

_job = METADATA.tables["job"]
_LEASE_US = 15 * 60 * 1_000_000


class ClaimedJob(msgspec.Struct, frozen=True):
    """A job that this worker has to do now. ``attempts`` counts this one."""

    id: int
    name: str
    subject: str
    attempts: int


def enqueue_job(transaction: WriteTransaction, name: str, subject: str) -> None:
    """Ask for work; the same work that waits already is not asked for twice."""
    waiting = select(_job.c.id).where(
        _job.c.name == name,
        _job.c.subject == subject,
        _job.c.finished_at.is_(None),
        _job.c.claimed_until.is_(None),
    )
    if transaction.connection.execute(waiting).first() is None:
        transaction.connection.execute(
            _job.insert().values(
                name=name, subject=subject, attempts=0, run_at=transaction.at, created_at=transaction.at
            )
        )


def claim_job(database: Database) -> ClaimedJob | None:
    """Take the job that is due longest; ``None`` when none is. A worker that dies loses it after 15 minutes."""
    with database.read() as connection:
        # Looking costs nothing; only who finds something becomes the writer.
        if connection.execute(select(_job.c.id).where(_job.c.finished_at.is_(None)).limit(1)).first() is None:
            return None
    with database.write() as transaction:
        due = (
            select(_job)
            .where(
                _job.c.finished_at.is_(None),
                _job.c.run_at <= transaction.at,
                or_(_job.c.claimed_until.is_(None), _job.c.claimed_until < transaction.at),
            )
            .order_by(_job.c.run_at, _job.c.id)
            .limit(1)
        )
        row = transaction.connection.execute(due).first()
        if row is None:
            return None
        transaction.connection.execute(
            _job.update()
            .where(_job.c.id == row.id)
            .values(claimed_until=transaction.at + _LEASE_US, attempts=row.attempts + 1)
        )
    return ClaimedJob(row.id, row.name, row.subject, row.attempts + 1)


def renew_job(database: Database, job: ClaimedJob) -> None:
    """The worker is still at it: nobody else may take the job for another 15 minutes."""
    with database.write() as transaction:
        transaction.connection.execute(
            _job.update()
            .where(_job.c.id == job.id, _job.c.finished_at.is_(None))
            .values(claimed_until=transaction.at + _LEASE_US)
        )


def finish_job(database: Database, job: ClaimedJob, error: str | None = None) -> None:
    """The job is done, or it is given up with an error. Finished jobs older than a week are forgotten."""
    with database.write() as transaction:
        transaction.connection.execute(
            _job.update().where(_job.c.id == job.id).values(finished_at=transaction.at, error=error)
        )
        transaction.connection.execute(
            _job.delete().where(_job.c.finished_at < transaction.at - 7 * 86_400_000_000)
        )


def postpone_job(database: Database, job: ClaimedJob, seconds: float, error: str) -> None:
    """The job failed; it is tried again after some seconds."""
    with database.write() as transaction:
        transaction.connection.execute(
            _job.update()
            .where(_job.c.id == job.id)
            .values(claimed_until=None, run_at=transaction.at + int(seconds * 1_000_000), error=error)
        )
