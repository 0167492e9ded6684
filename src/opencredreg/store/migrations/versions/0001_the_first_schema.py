"""The first schema: accounts, the log of published documents, background work, and the index.

The words of literals are found by each database's own text index: FTS5 over the column ``words`` on SQLite, a
GIN index over the same words on PostgreSQL. The words are made by our own analyzer, so the tokenizer of the
database must only split at blanks.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("node_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("envelope_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("node_id", "envelope_id", name=op.f("pk_claim")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_envelope", "claim", ["envelope_id"], unique=False)

    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("secured", sa.Boolean(), nullable=False),
        sa.Column("secured_search", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("backup_item", sa.Text(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("updated_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("name", name=op.f("uq_community_name")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "document",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "download",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("object_name", sa.Text(), nullable=True),
        sa.Column("last_version_id", _BIG, nullable=True),
        sa.Column("last_published_at", _BIG, nullable=True),
        sa.Column("enqueued_at", _BIG, nullable=True),
        sa.Column("started_at", _BIG, nullable=True),
        sa.Column("finished_at", _BIG, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_download")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", _BIG, nullable=False),
        sa.Column("claimed_until", _BIG, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("finished_at", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_due", "job", ["finished_at", "run_at"], unique=False)

    op.create_table(
        "json_context",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("updated_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_json_context")),
    )
    op.create_table(
        "link",
        sa.Column("source_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("property_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target_id", _BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("source_id", "property_id", "target_id", name=op.f("pk_link")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_link_back", "link", ["property_id", "target_id", "source_id"], unique=False)

    op.create_table(
        "literal",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("node_id", _BIG, nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("language_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=True),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_literal")),
    )
    op.create_index("ix_literal_node", "literal", ["node_id"], unique=False)
    op.create_index(
        "ix_literal_number",
        "literal",
        ["property_id", "number"],
        unique=False,
        sqlite_where=sa.text("number IS NOT NULL"),
        postgresql_where=sa.text("number IS NOT NULL"),
    )

    op.create_table(
        "node",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("resource_ctid", sa.Text(), nullable=True),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("envelope_id", _BIG, nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("published_at", _BIG, nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node")),
    )
    op.create_index("ix_node_class", "node", ["class_id"], unique=False)
    op.create_index("ix_node_envelope", "node", ["envelope_id"], unique=False)
    op.create_index("ix_node_key", "node", ["community_id", "key"], unique=True)
    op.create_index("ix_node_resource_ctid", "node", ["community_id", "resource_ctid"], unique=False)

    op.create_table(
        "node_body",
        sa.Column("node_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("node_id", name=op.f("pk_node_body")),
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("organization_ctid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("deleted_at", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("organization_ctid", name=op.f("uq_organization_organization_ctid")),
        sa.UniqueConstraint("uuid", name=op.f("uq_organization_uuid")),
    )
    op.create_table(
        "publish_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("envelope_id", _BIG, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("completed_at", _BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_request")),
    )
    op.create_table(
        "publisher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("contact_info", sa.Text(), nullable=True),
        sa.Column("is_super", sa.Boolean(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publisher")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_publisher_name_folded")),
        sa.UniqueConstraint("uuid", name=op.f("uq_publisher_uuid")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("name", name=op.f("uq_term_name")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_folded", sa.Text(), nullable=False),
        sa.Column("publisher_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["publisher_id"], ["publisher.id"], name=op.f("fk_account_publisher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_account_email_folded")),
    )
    op.create_table(
        "community_config",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_community_config_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_config")),
    )
    op.create_index(
        op.f("ix_community_config_community_id"), "community_config", ["community_id"], unique=False
    )

    op.create_table(
        "envelope",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("envelope_ctid", sa.Text(), nullable=True),
        sa.Column("document_key", sa.Text(), nullable=True),
        sa.Column("ctdl_type", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("publishing_organization_id", sa.Integer(), nullable=True),
        sa.Column("publisher_id", sa.Integer(), nullable=True),
        sa.Column("secondary_publisher_id", sa.Integer(), nullable=True),
        sa.Column("publish_type", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("document_id", _BIG, nullable=False),
        sa.Column("version_id", _BIG, nullable=False),
        sa.Column("last_verified_on", sa.Text(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("updated_at", _BIG, nullable=False),
        sa.Column("deleted_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_envelope_community_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_envelope_document_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["organization.id"], name=op.f("fk_envelope_owner_id")),
        sa.ForeignKeyConstraint(["publisher_id"], ["publisher.id"], name=op.f("fk_envelope_publisher_id")),
        sa.ForeignKeyConstraint(
            ["publishing_organization_id"],
            ["organization.id"],
            name=op.f("fk_envelope_publishing_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["secondary_publisher_id"], ["publisher.id"], name=op.f("fk_envelope_secondary_publisher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope")),
        sa.UniqueConstraint("uuid", name=op.f("uq_envelope_uuid")),
    )
    op.create_index("ix_envelope_ctid", "envelope", ["envelope_ctid"], unique=False)
    op.create_index(
        "ix_envelope_live_ctid",
        "envelope",
        ["community_id", "envelope_ctid"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_envelope_live_key",
        "envelope",
        ["community_id", "document_key"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("ix_envelope_newest", "envelope", ["community_id", "created_at"], unique=False)
    op.create_index(op.f("ix_envelope_owner_id"), "envelope", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_envelope_publishing_organization_id"),
        "envelope",
        ["publishing_organization_id"],
        unique=False,
    )

    op.create_table(
        "organization_grant",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("publisher_organization_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organization.id"], name=op.f("fk_organization_grant_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["publisher_organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_grant_publisher_organization_id"),
        ),
        sa.PrimaryKeyConstraint("owner_id", "publisher_organization_id", name=op.f("pk_organization_grant")),
    )
    op.create_table(
        "organization_key",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("created_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_organization_key_organization_id")
        ),
        sa.PrimaryKeyConstraint("fingerprint", "organization_id", name=op.f("pk_organization_key")),
    )
    op.create_table(
        "publisher_organization",
        sa.Column("publisher_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_publisher_organization_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["publisher.id"], name=op.f("fk_publisher_organization_publisher_id")
        ),
        sa.PrimaryKeyConstraint("publisher_id", "organization_id", name=op.f("pk_publisher_organization")),
    )
    op.create_table(
        "access_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.Column("expires_at", _BIG, nullable=True),
        sa.Column("revoked_at", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_token_account_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_access_token_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_token_digest")),
    )
    op.create_table(
        "envelope_version",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("envelope_id", _BIG, nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("envelope_ctid", sa.Text(), nullable=True),
        sa.Column("document_id", _BIG, nullable=True),
        sa.Column("ctdl_type", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("publishing_organization_id", sa.Integer(), nullable=True),
        sa.Column("publisher_id", sa.Integer(), nullable=True),
        sa.Column("secondary_publisher_id", sa.Integer(), nullable=True),
        sa.Column("publish_type", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("last_verified_on", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_envelope_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["envelope_id"], ["envelope.id"], name=op.f("fk_envelope_version_envelope_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope_version")),
    )
    op.create_index("ix_envelope_version_envelope_ctid", "envelope_version", ["envelope_ctid"], unique=False)
    op.create_index(
        op.f("ix_envelope_version_envelope_id"), "envelope_version", ["envelope_id"], unique=False
    )
    op.create_index(
        "ix_envelope_version_feed", "envelope_version", ["community_id", "created_at", "id"], unique=False
    )
    op.create_index("ix_literal_folded", "literal", ["property_id", sa.text("substr(folded, 1, 64)")])
    if op.get_bind().dialect.name == "sqlite":
        # Only literals with words are in the text index. The view says so to FTS5, which can then compare.
        op.execute("CREATE VIEW literal_words AS SELECT id, words FROM literal WHERE words IS NOT NULL")
        op.execute(
            "CREATE VIRTUAL TABLE literal_text USING fts5"
            " (words, content = 'literal_words', content_rowid = 'id',"
            " tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* Co' tokenchars '+-.#'\")"
        )
    else:
        op.execute(
            "CREATE INDEX ix_literal_words ON literal"
            " USING gin (array_to_tsvector(string_to_array(words, ' '))) WHERE words IS NOT NULL"
        )
