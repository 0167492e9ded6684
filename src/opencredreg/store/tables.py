"""The tables, the same on both databases.

Integers inside, strings at the edge: times are microseconds since 1970 UTC, terms are numbers of the ``term``
dictionary. The log is ``document`` and ``envelope_version``; ``community`` to ``saved_query`` are the accounts
and the configuration, ``vocabulary_snapshot`` to ``vocabulary_use`` the editions of the vocabulary; ``term`` to
``literal`` are the index, which can be rebuilt from the log at any time.

Source: ``architecture.md`` section 4.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = ["METADATA"]

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_BIG = BigInteger().with_variant(Integer(), "sqlite")
_LIVE = text("deleted_at IS NULL")
_HAS_CTID = text("resource_ctid IS NOT NULL")
_HAS_KEY = text("document_key IS NOT NULL")


def _table(
    name: str, *columns: Column[object] | Index | UniqueConstraint, without_rowid: bool = False
) -> Table:
    return Table(name, METADATA, *columns, sqlite_with_rowid=not without_rowid)


counter = _table(
    "counter",
    Column("name", Text, primary_key=True),
    Column("value", _BIG, nullable=False),
)

# Accounts and configuration ------------------------------------------------------------------------------

community = _table(
    "community",
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("is_default", Boolean, nullable=False),
    Column("secured", Boolean, nullable=False),
    Column("secured_search", Boolean, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("backup_item", Text),
    Column("created_at", _BIG, nullable=False),
    Column("updated_at", _BIG, nullable=False),
)

community_config = _table(
    "community_config",
    Column("id", Integer, primary_key=True),
    Column("community_id", Integer, ForeignKey("community.id"), nullable=False, index=True),
    Column("description", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", _BIG, nullable=False),
)

json_context = _table(
    "json_context",
    Column("url", Text, primary_key=True),
    Column("context", Text, nullable=False),
    Column("updated_at", _BIG, nullable=False),
)

organization = _table(
    "organization",
    Column("id", Integer, primary_key=True),
    Column("uuid", Text, nullable=False, unique=True),
    Column("organization_ctid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("created_at", _BIG, nullable=False),
    Column("deleted_at", _BIG),
)

organization_grant = _table(
    "organization_grant",
    Column("owner_id", Integer, ForeignKey("organization.id"), primary_key=True),
    Column("publisher_organization_id", Integer, ForeignKey("organization.id"), primary_key=True),
    Column("created_at", _BIG, nullable=False),
)

organization_key = _table(
    "organization_key",
    Column("fingerprint", Text, primary_key=True),
    Column("organization_id", Integer, ForeignKey("organization.id"), primary_key=True),
    Column("pem", Text, nullable=False),
    Column("created_at", _BIG, nullable=False),
)

publisher = _table(
    "publisher",
    Column("id", Integer, primary_key=True),
    Column("uuid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False, unique=True),
    Column("description", Text),
    Column("contact_info", Text),
    Column("is_super", Boolean, nullable=False),
    Column("created_at", _BIG, nullable=False),
)

publisher_organization = _table(
    "publisher_organization",
    Column("publisher_id", Integer, ForeignKey("publisher.id"), primary_key=True),
    Column("organization_id", Integer, ForeignKey("organization.id"), primary_key=True),
)

account = _table(
    "account",
    Column("id", Integer, primary_key=True),
    Column("email", Text, nullable=False),
    Column("email_folded", Text, nullable=False, unique=True),
    Column("publisher_id", Integer, ForeignKey("publisher.id"), nullable=False),
    Column("created_at", _BIG, nullable=False),
)

access_token = _table(
    "access_token",
    Column("id", Integer, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("organization_id", Integer, ForeignKey("organization.id")),
    Column("created_at", _BIG, nullable=False),
    Column("expires_at", _BIG),
    Column("revoked_at", _BIG),
    # What a key of an organization has beside: a name, and limits of what it may do, each a list in JSON.
    Column("name", Text),
    Column("scopes", Text),
    Column("classes", Text),
    Column("environment", Text),
    Column("last_used_at", _BIG),
    Column("replaces_id", Integer),
    Index("ix_access_token_organization_id", "organization_id"),
)

saved_query = _table(
    "saved_query",
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("community", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Column("created_at", _BIG, nullable=False),
    Column("updated_at", _BIG, nullable=False),
    UniqueConstraint("account_id", "name"),
)

# Publishing from plain input ---------------------------------------------------------------------------------

publishing_log = _table(
    "publishing_log",
    Column("id", Integer, primary_key=True),
    Column("at", _BIG, nullable=False),
    Column("community_id", Integer, nullable=False),
    Column("owner_ctid", Text, nullable=False),
    Column("publisher_ctid", Text),
    Column("account_id", Integer),
    Column("key_name", Text),
    Column("method", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ctdl_type", Text),
    Column("resource_ctid", Text),
    Column("name", Text),
    Column("outcome", Text, nullable=False),
    Column("version_id", _BIG),
    Column("request_id", Text, nullable=False),
    Column("address", Text),
    Column("findings", Text),
    Column("input", LargeBinary),
    Index("ix_publishing_log_owner_ctid", "owner_ctid", "id"),
    Index("ix_publishing_log_resource_ctid", "resource_ctid", "id"),
)

publishing_batch = _table(
    "publishing_batch",
    Column("id", Integer, primary_key=True),
    Column("uuid", Text, nullable=False, unique=True),
    Column("account_id", Integer, nullable=False),
    Column("idempotency_key", Text),
    Column("digest", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("request", LargeBinary),
    Column("result", LargeBinary),
    Column("created_at", _BIG, nullable=False),
    Column("finished_at", _BIG),
    UniqueConstraint("account_id", "idempotency_key"),
)

external_identifier = _table(
    "external_identifier",
    Column("owner_ctid", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("resource_ctid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("created_at", _BIG, nullable=False),
    Index("ix_external_identifier_resource_ctid", "resource_ctid"),
    without_rowid=True,
)

# Lists of codes ----------------------------------------------------------------------------------------------

code_list = _table(
    "code_list",
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("is_used", Boolean, nullable=False),
    Column("loaded_at", _BIG, nullable=False),
    UniqueConstraint("name", "edition"),
)

# The vocabulary ------------------------------------------------------------------------------------------

vocabulary_snapshot = _table(
    "vocabulary_snapshot",
    Column("id", Integer, primary_key=True),
    Column("edition", Text, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("facts", LargeBinary, nullable=False),
    Column("texts", LargeBinary, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("class_count", Integer, nullable=False),
    Column("property_count", Integer, nullable=False),
    Column("scheme_count", Integer, nullable=False),
    Column("concept_count", Integer, nullable=False),
    Column("text_count", Integer, nullable=False),
    Column("account_id", Integer),
    Column("loaded_at", _BIG, nullable=False),
)

vocabulary_file = _table(
    "vocabulary_file",
    Column("snapshot_id", Integer, ForeignKey("vocabulary_snapshot.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("byte_count", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

vocabulary_use = _table(
    "vocabulary_use",
    Column("id", Integer, primary_key=True),
    Column("snapshot_id", Integer, ForeignKey("vocabulary_snapshot.id")),
    Column("account_id", Integer),
    Column("created_at", _BIG, nullable=False),
    Column("is_indexed", Boolean, nullable=False),
)

# The log -------------------------------------------------------------------------------------------------

document = _table(
    "document",
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("byte_count", Integer, nullable=False),
    Column("context", Text),
    Column("body", LargeBinary, nullable=False),
)

envelope = _table(
    "envelope",
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("uuid", Text, nullable=False, unique=True),
    Column("community_id", Integer, ForeignKey("community.id"), nullable=False),
    Column("envelope_ctid", Text),
    Column("document_key", Text),
    Column("ctdl_type", Text),
    Column("owner_id", Integer, ForeignKey("organization.id"), index=True),
    Column("publishing_organization_id", Integer, ForeignKey("organization.id"), index=True),
    Column("publisher_id", Integer, ForeignKey("publisher.id")),
    Column("secondary_publisher_id", Integer, ForeignKey("publisher.id")),
    Column("publish_type", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("signed_by", Text),
    Column("document_id", _BIG, ForeignKey("document.id"), nullable=False),
    Column("version_id", _BIG, nullable=False),
    Column("last_verified_on", Text, nullable=False),
    Column("created_at", _BIG, nullable=False),
    Column("updated_at", _BIG, nullable=False),
    Column("deleted_at", _BIG),
    Index(
        "ix_envelope_live_ctid",
        "community_id",
        "envelope_ctid",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index("ix_envelope_ctid", "envelope_ctid"),
    # The names of documents without a CTID, those of deleted ones too.
    Index("ix_envelope_document_key", "document_key", sqlite_where=_HAS_KEY, postgresql_where=_HAS_KEY),
    Index(
        "ix_envelope_live_key",
        "community_id",
        "document_key",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index("ix_envelope_newest", "community_id", "created_at"),
)

envelope_version = _table(
    "envelope_version",
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("envelope_id", _BIG, ForeignKey("envelope.id"), nullable=False, index=True),
    Column("community_id", Integer, nullable=False),
    Column("event", Text, nullable=False),
    Column("envelope_ctid", Text),
    Column("document_id", _BIG, ForeignKey("document.id")),
    Column("ctdl_type", Text),
    Column("owner_id", Integer),
    Column("publishing_organization_id", Integer),
    Column("publisher_id", Integer),
    Column("secondary_publisher_id", Integer),
    Column("publish_type", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("last_verified_on", Text, nullable=False),
    Column("account_id", Integer),
    Column("created_at", _BIG, nullable=False),
    Index("ix_envelope_version_feed", "community_id", "created_at", "id"),
    Index("ix_envelope_version_envelope_ctid", "envelope_ctid"),
)

# Work in the background ----------------------------------------------------------------------------------

publish_request = _table(
    "publish_request",
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False),
    Column("community_id", Integer, nullable=False),
    Column("request", Text, nullable=False),
    Column("payload", LargeBinary),
    Column("envelope_id", _BIG),
    Column("error", Text),
    Column("created_at", _BIG, nullable=False),
    Column("completed_at", _BIG),
)

download = _table(
    "download",
    Column("community_id", Integer, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("object_name", Text),
    Column("last_version_id", _BIG),
    Column("last_published_at", _BIG),
    Column("enqueued_at", _BIG),
    Column("started_at", _BIG),
    Column("finished_at", _BIG),
    Column("error", Text),
)

job = _table(
    "job",
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("run_at", _BIG, nullable=False),
    Column("claimed_until", _BIG),
    Column("error", Text),
    Column("created_at", _BIG, nullable=False),
    Column("finished_at", _BIG),
    Index("ix_job_due", "finished_at", "run_at"),
)

# The index -----------------------------------------------------------------------------------------------

term = _table(
    "term",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
)

node = _table(
    "node",
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("community_id", Integer, nullable=False),
    Column("key", Text),
    Column("uri", Text),
    Column("resource_ctid", Text),
    Column("class_id", Integer),
    Column("envelope_id", _BIG),
    Column("position", Integer),
    Column("published_at", _BIG),
    Column("provisional", Boolean),
    Index("ix_node_key", "community_id", "key", unique=True),
    Index("ix_node_resource_ctid", "community_id", "resource_ctid"),
    Index("ix_node_envelope", "envelope_id"),
    Index("ix_node_class", "class_id"),
    # Results of a search have a CTID. By class they are counted, by time they are walked through in order.
    Index(
        "ix_node_result",
        "community_id",
        "class_id",
        "provisional",
        sqlite_where=_HAS_CTID,
        postgresql_where=_HAS_CTID,
    ),
    Index(
        "ix_node_newest",
        "community_id",
        text("published_at DESC"),
        "resource_ctid",
        sqlite_where=_HAS_CTID,
        postgresql_where=_HAS_CTID,
    ),
    Index(
        "ix_node_provisional",
        "id",
        sqlite_where=text("provisional"),
        postgresql_where=text("provisional"),
    ),
)

node_body = _table(
    "node_body",
    Column("node_id", _BIG, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)

claim = _table(
    "claim",
    Column("node_id", _BIG, primary_key=True, autoincrement=False),
    Column("envelope_id", _BIG, primary_key=True, autoincrement=False),
    Column("position", Integer),
    Index("ix_claim_envelope", "envelope_id"),
    without_rowid=True,
)

link = _table(
    "link",
    Column("source_id", _BIG, primary_key=True, autoincrement=False),
    Column("property_id", Integer, primary_key=True, autoincrement=False),
    Column("target_id", _BIG, primary_key=True, autoincrement=False),
    Index("ix_link_back", "property_id", "target_id", "source_id"),
    without_rowid=True,
)

literal = _table(
    "literal",
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("node_id", _BIG, nullable=False),
    Column("property_id", Integer, nullable=False),
    Column("language_id", Integer),
    Column("kind", SmallInteger, nullable=False),
    Column("folded", Text),
    Column("number", Float),
    Column("words", Text),
    # The number of a literal is that of its node, times 1024, plus its place: those of a node stand together.
    # Where a node has more of them, the further ones have negative numbers and are found by this index.
    Index("ix_literal_spilled", "node_id", sqlite_where=text("id < 0"), postgresql_where=text("id < 0")),
    Index("ix_literal_folded", "property_id", text("substr(folded, 1, 64)")),
    Index(
        "ix_literal_number",
        "property_id",
        "number",
        sqlite_where=text("number IS NOT NULL"),
        postgresql_where=text("number IS NOT NULL"),
    ),
)

word = _table(
    "word",
    Column("property_id", Integer, primary_key=True, autoincrement=False),
    # Words are compared by their code points, whatever the locale of the database is.
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    without_rowid=True,
)

index_state = _table(
    "index_state",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("format", Integer, nullable=False),
)
