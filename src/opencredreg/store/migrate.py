"""Bringing a database to the schema of this release."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from opencredreg.errors import Conflict
from opencredreg.store.database import Database

__all__ = ["HEAD", "current_revision", "upgrade"]

HEAD = "0006"
"""The newest revision of the migration history."""


def current_revision(database: Database) -> str | None:
    """The revision of the database; ``None`` for an empty one."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(database: Database) -> bool:
    """Apply what is missing, all or nothing; says whether anything was.

    Raises:
        Conflict: the database was made by a newer release.
    """
    current = current_revision(database)
    if current == HEAD:
        return False
    if current is not None and current > HEAD:
        raise Conflict(
            f"The database has schema {current}; this release knows schemas up to {HEAD}.",
            hint="Install the release that made the database, or a newer one.",
        )
    # Alembic takes a third of a second to import, so only who needs it pays.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        command.upgrade(config, "head")
        config.attributes.clear()
    return True
