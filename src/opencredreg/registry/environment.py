"""What a database is of: a sandbox, where everything may be wiped, or a production node.

The mark stands in the database itself, so that no option and no setting makes a sandbox of what is in production.
Source: ``publishing.md`` section 10; docs/adr/0044-sandbox.md.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.accounts.limits import Environment
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = ["find_environment", "mark_environment"]

_counter = METADATA.tables["counter"]
_MARK: Final = "sandbox"
"""The row of the counters that is the mark: 1 in a sandbox, 0 in production."""


def find_environment(connection: Connection) -> Environment | None:
    """What the database was marked as when its node was created; ``None`` without a mark."""
    value = connection.execute(select(_counter.c.value).where(_counter.c.name == _MARK)).scalar()
    if value is None:
        return None
    return "sandbox" if value else "production"


def mark_environment(transaction: WriteTransaction, environment: Environment) -> None:
    """Mark the database of a new node. A mark that stands there already stays."""
    if find_environment(transaction.connection) is None:
        transaction.connection.execute(
            _counter.insert().values(name=_MARK, value=int(environment == "sandbox"))
        )
