"""Alembic's entry point; the connection is handed over by ``store.migrate``."""

from alembic import context

from opencredreg.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
