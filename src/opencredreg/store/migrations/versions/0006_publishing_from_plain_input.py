"""Keys with names and limits, the log of publishing, batches, identifiers of publishers, and lists of codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("name", sa.Text()),
        sa.Column("scopes", sa.Text()),
        sa.Column("classes", sa.Text()),
        sa.Column("environment", sa.Text()),
        sa.Column("last_used_at", _BIG),
        sa.Column("replaces_id", sa.Integer()),
    ):
        op.add_column("access_token", column)
    op.create_index("ix_access_token_organization_id", "access_token", ["organization_id"])
    op.create_table(
        "publishing_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _BIG, nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("owner_ctid", sa.Text(), nullable=False),
        sa.Column("publisher_ctid", sa.Text()),
        sa.Column("account_id", sa.Integer()),
        sa.Column("key_name", sa.Text()),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ctdl_type", sa.Text()),
        sa.Column("resource_ctid", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("version_id", _BIG),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("findings", sa.Text()),
        sa.Column("input", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_log")),
    )
    op.create_index("ix_publishing_log_owner_ctid", "publishing_log", ["owner_ctid", "id"])
    op.create_index("ix_publishing_log_resource_ctid", "publishing_log", ["resource_ctid", "id"])
    op.create_table(
        "publishing_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.Text()),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("request", sa.LargeBinary()),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("finished_at", _BIG),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_batch")),
        sa.UniqueConstraint("uuid", name=op.f("uq_publishing_batch_uuid")),
        sa.UniqueConstraint(
            "account_id", "idempotency_key", name=op.f("uq_publishing_batch_account_id_idempotency_key")
        ),
    )
    op.create_table(
        "external_identifier",
        sa.Column("owner_ctid", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("resource_ctid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("owner_ctid", "identifier", name=op.f("pk_external_identifier")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_external_identifier_resource_ctid", "external_identifier", ["resource_ctid"])
    op.create_table(
        "code_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_list")),
        sa.UniqueConstraint("name", "edition", name=op.f("uq_code_list_name_edition")),
    )
