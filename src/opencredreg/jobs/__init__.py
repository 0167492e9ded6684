"""Doing the work in the background: a thread that takes jobs from the table."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from opencredreg.settings.jobs import JobSettings
from opencredreg.store.database import Database
from opencredreg.store.jobs import ClaimedJob, claim_job, finish_job, postpone_job, renew_job

__all__ = ["Handler", "Worker"]

_RENEW_S = 300.0
_log = logging.getLogger(__name__)


class Handler:
    """What to do for jobs of one name, and what when the last attempt failed. Both must bear being repeated."""

    def __init__(
        self, run: Callable[[str], None], give_up: Callable[[str, str], None] = lambda _subject, _why: None
    ) -> None:
        self.run = run
        self.give_up = give_up


class Worker:
    """Takes jobs as long as it is not stopped. Several workers, in several processes, share the table."""

    def __init__(self, database: Database, settings: JobSettings, handlers: Mapping[str, Handler]) -> None:
        self._database = database
        self._settings = settings
        self._handlers = handlers
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work in a thread."""
        self._thread = threading.Thread(target=self._loop, name="opencredreg-jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def run_due(self) -> int:
        """Do all that is due now, in this thread, and say how many jobs that were."""
        count = 0
        while not self._stopping:
            job = claim_job(self._database)
            if job is None:
                break
            self._run(job)
            count += 1
        return count

    def _loop(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                self.run_due()
            except Exception as error:
                _log.error("the table of jobs cannot be read", exc_info=error)
            self._wake.wait(self._settings.poll_seconds)

    @contextmanager
    def _kept(self, job: ClaimedJob) -> Iterator[None]:
        """Renew the claim on a job for as long as it is being done."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(_RENEW_S):
                renew_job(self._database, job)

        renewer = threading.Thread(target=renew, name="opencredreg-job-claim", daemon=True)
        renewer.start()
        try:
            yield
        finally:
            done.set()
            renewer.join(timeout=30)

    def _run(self, job: ClaimedJob) -> None:
        handler = self._handlers.get(job.name)
        if handler is None:
            finish_job(self._database, job, f"nobody knows how to do {job.name}")
            return
        try:
            with self._kept(job):
                handler.run(job.subject)
        except Exception as error:
            _log.error("job %s %s failed", job.name, job.subject, exc_info=error)
            reason = f"{type(error).__name__}: {error}"
            if job.attempts >= self._settings.attempts:
                # Whoever asked for the work is told that it failed; why is for the operator's log alone.
                handler.give_up(job.subject, "The node failed while doing this; its log says why.")
                finish_job(self._database, job, reason)
            else:
                wait = self._settings.backoff_seconds * 2.0 ** (job.attempts - 1)
                postpone_job(self._database, job, wait, reason)
        else:
            finish_job(self._database, job)
