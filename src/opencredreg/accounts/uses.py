"""When a token was last used: remembered in memory, and written down once a minute.

A request that reads must not write, so who is asked notes the use in a dictionary, and a thread of the running node
writes what came together. A use that was not written when a process dies is lost; nothing depends on it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from opencredreg.store.database import Database

__all__ = ["note_use", "recent_uses", "uses_written", "write_uses"]

_EVERY_S = 60.0
_UPDATE = (
    "UPDATE access_token SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)"
)
_log = logging.getLogger(__name__)
_noted: WeakKeyDictionary[Database, dict[int, int]] = WeakKeyDictionary()
_lock = threading.Lock()


def note_use(database: Database, token_id: int, at: int) -> None:
    """Remember that a token was used; microseconds since 1970."""
    _of(database)[token_id] = at


def recent_uses(database: Database) -> Mapping[int, int]:
    """What this process has not written yet: moments by the numbers of tokens."""
    return dict(_of(database))


def write_uses(database: Database) -> int:
    """Write down what was noted, and say how many tokens that were; after a failure it stays noted."""
    noted = _of(database)
    uses = dict(noted)
    if not uses:
        return 0
    try:
        with database.write() as transaction:
            transaction.execute_many(_UPDATE, [(at, token_id, at) for token_id, at in uses.items()])
    except Exception as error:
        # Nobody waits for this, and nothing may fail because of it: the next minute brings another chance.
        _log.warning("the last uses of tokens could not be written", exc_info=error)
        return 0
    for token_id, at in uses.items():
        # A token that was used again in the meantime stays noted.
        if noted.get(token_id) == at:
            del noted[token_id]
    return len(uses)


@contextmanager
def uses_written(database: Database) -> Iterator[None]:
    """Write down uses every minute for as long as the node runs, and once more at the end."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(_EVERY_S):
            write_uses(database)

    thread = threading.Thread(target=run, name="opencredreg-uses", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=30)
        write_uses(database)


def _of(database: Database) -> dict[int, int]:
    found = _noted.get(database)
    if found is None:
        with _lock:
            found = _noted.setdefault(database, {})
    return found
