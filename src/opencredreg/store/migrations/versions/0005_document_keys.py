"""Finding what a name ever stood for, deleted documents too, without going through all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    has_key = sa.text("document_key IS NOT NULL")
    op.create_index(
        "ix_envelope_document_key",
        "envelope",
        ["document_key"],
        sqlite_where=has_key,
        postgresql_where=has_key,
    )
