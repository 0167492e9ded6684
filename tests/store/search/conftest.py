from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from opencredreg.settings import DatabaseSettings
from opencredreg.store.database import open_database
from tests.store.search.filled import Filled


@pytest.fixture
def filled(migrated_url: str, tmp_path: Path) -> Iterator[Filled]:
    """A database to fill, each of the two in turn."""
    database = open_database(DatabaseSettings(url=migrated_url, sqlite_synchronous="normal"), tmp_path)
    try:
        yield Filled(database)
    finally:
        database.close()
