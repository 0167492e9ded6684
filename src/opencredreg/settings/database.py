"""Which database holds the registry, and how we talk to it."""

from __future__ import annotations

from typing import Annotated, Literal

from opencredreg.settings.fields import Concern, setting

__all__ = ["DatabaseSettings"]


class DatabaseSettings(Concern, frozen=True, kw_only=True):
    """Which database holds the registry, and how we talk to it."""

    url: Annotated[
        str,
        setting(
            "Address of the database. Empty keeps everything in the file registry.db of the data folder; "
            "sqlite:///path/registry.db names another file; postgresql://user:password@host:5432/name uses "
            "PostgreSQL.",
            pattern=r"^$|^(sqlite|postgresql)(\+[a-z]+)?://",
            accepts="an address that starts with sqlite:// or postgresql://, or nothing",
            is_secret=True,
        ),
    ] = ""
    sqlite_synchronous: Annotated[
        Literal["full", "normal"],
        setting(
            "How carefully SQLite writes: full survives a loss of power with every published document; "
            "normal is faster and may lose the last moments, never the consistency of the file."
        ),
    ] = "full"
    pool_size: Annotated[
        int,
        setting(
            "How many PostgreSQL connections one process keeps.",
            unit="connections",
            at_least=1,
            at_most=1_000,
        ),
    ] = 10
    busy_timeout_ms: Annotated[
        int,
        setting(
            "How long a writer waits for another writer before it gives up with 'try again'.",
            unit="milliseconds",
            at_least=0,
            at_most=600_000,
        ),
    ] = 10_000
    statement_timeout_ms: Annotated[
        int,
        setting(
            "The longest time that one statement of a request may run in PostgreSQL; 0 sets no limit.",
            unit="milliseconds",
            at_least=0,
            at_most=86_400_000,
        ),
    ] = 60_000
