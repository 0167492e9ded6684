"""The query log: what was asked, how long it took and how it ended, as lines of the logger ``opencredreg.queries``."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from opencredreg.errors import RegistryError

__all__ = ["Note", "noted"]

_log = logging.getLogger("opencredreg.queries")
_LONGEST = 4_000


class Note:
    """What becomes known while a query runs."""

    total: int | None = None


@contextmanager
def noted(
    route: str, community: str, query: Any, options: Mapping[str, Any], *, keep: bool
) -> Iterator[Note]:
    """Write one line about what happens inside. Nothing is written when ``keep`` is off or nobody listens."""
    note = Note()
    if not keep or not _log.isEnabledFor(logging.INFO):
        yield note
        return
    start = time.monotonic()
    failure = ""
    try:
        yield note
    except RegistryError as error:
        failure = error.message
        raise
    finally:
        line = {
            "route": route,
            "community": community,
            "query": msgspec.json.encode(query).decode()[:_LONGEST],
            "options": {name: value for name, value in options.items() if value not in (None, False, "")},
            "total": note.total,
            "error": failure,
            "milliseconds": round((time.monotonic() - start) * 1000, 1),
        }
        _log.info("%s", msgspec.json.encode(line).decode())
