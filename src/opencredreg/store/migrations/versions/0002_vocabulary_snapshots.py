"""Editions of the vocabulary that were loaded, the official files behind them, and which one was in use when.

A database without a row in ``vocabulary_use`` goes on with the vocabulary that ships with the software.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "vocabulary_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("class_count", sa.Integer(), nullable=False),
        sa.Column("property_count", sa.Integer(), nullable=False),
        sa.Column("scheme_count", sa.Integer(), nullable=False),
        sa.Column("concept_count", sa.Integer(), nullable=False),
        sa.Column("text_count", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_snapshot")),
        sa.UniqueConstraint("digest", name=op.f("uq_vocabulary_snapshot_digest")),
        sa.UniqueConstraint("edition", name=op.f("uq_vocabulary_snapshot_edition")),
    )
    op.create_table(
        "vocabulary_file",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["vocabulary_snapshot.id"], name=op.f("fk_vocabulary_file_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "name", name=op.f("pk_vocabulary_file")),
    )
    op.create_table(
        "vocabulary_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("is_indexed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["vocabulary_snapshot.id"], name=op.f("fk_vocabulary_use_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_use")),
    )
