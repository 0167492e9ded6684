"""Search: tokens that name their property, literals numbered by their node, a dictionary of words.

The number of a literal now begins with the number of its node, so that a hit of the text index is a node without
a further look-up. Literals that are stored already keep their place among those of nodes with too many literals
(negative numbers) until the index is built again, which search asks for: their words are not those of this release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Every printable sign of ASCII that is no letter or digit, quoted for a string inside of a string.
_SIGNS = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"


def upgrade() -> None:
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    op.create_table(
        "word",
        sa.Column("property_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.Text(collation=None if is_sqlite else "C"), nullable=False),
        sa.PrimaryKeyConstraint("property_id", "word", name=op.f("pk_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "index_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_state")),
    )
    op.execute(
        "INSERT INTO index_state (id, format)"
        " SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM literal) THEN 1 ELSE 2 END"
    )
    op.drop_index("ix_literal_node", table_name="literal")
    op.drop_index("ix_literal_folded", table_name="literal")
    if is_sqlite:
        op.execute("DROP TABLE literal_text")
    else:
        op.execute("DROP INDEX ix_literal_words")
    op.execute("UPDATE literal SET id = -id, words = NULL")
    op.create_index(
        "ix_literal_spilled",
        "literal",
        ["node_id"],
        sqlite_where=sa.text("id < 0"),
        postgresql_where=sa.text("id < 0"),
    )
    beginning = "substr(folded, 1, 64)" if is_sqlite else 'substr(folded, 1, 64) COLLATE "C"'
    op.create_index("ix_literal_folded", "literal", ["property_id", sa.text(beginning)])
    op.create_index(
        "ix_node_result",
        "node",
        ["community_id", "class_id", "provisional"],
        sqlite_where=sa.text("resource_ctid IS NOT NULL"),
        postgresql_where=sa.text("resource_ctid IS NOT NULL"),
    )
    op.create_index(
        "ix_node_newest",
        "node",
        ["community_id", sa.text("published_at DESC"), "resource_ctid"],
        sqlite_where=sa.text("resource_ctid IS NOT NULL"),
        postgresql_where=sa.text("resource_ctid IS NOT NULL"),
    )
    op.create_index(
        "ix_node_provisional",
        "node",
        ["id"],
        sqlite_where=sa.text("provisional"),
        postgresql_where=sa.text("provisional"),
    )
    if is_sqlite:
        # The tokenizer only splits at blanks, whatever the script; the tokens are folded already.
        tokenizer = f"ascii tokenchars '{_SIGNS}'".replace('"', '""')
        bind.exec_driver_sql(
            "CREATE VIRTUAL TABLE literal_text USING fts5"
            f" (words, content = 'literal_words', content_rowid = 'id', columnsize = 0, tokenize = \"{tokenizer}\")"
        )
    else:
        bind.exec_driver_sql(
            "CREATE INDEX ix_literal_words ON literal"
            " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
            # Words that wait in a list to be put in order make every search go through that list.
            " WITH (fastupdate = off) WHERE words IS NOT NULL"
        )
