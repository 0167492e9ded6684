"""Tokens survive both text indexes as they are, whatever the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text

from opencredreg.errors import Unavailable
from opencredreg.query.analysis import code_words, plain_words, words
from opencredreg.query.tokens import index_entry, tag, whole_word_token
from opencredreg.query.tree import Every, LiteralText, Words
from opencredreg.settings import DatabaseSettings
from opencredreg.store import migrate
from opencredreg.store.database import Database, open_database
from opencredreg.store.index.format import index_is_current
from opencredreg.store.index.writer import IndexWriter
from opencredreg.store.migrate import upgrade
from tests.store.search.filled import COMMUNITY, Filled, record

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
_languages = st.sampled_from(["", "en", "es-mx", "ru", "hi", "ja"])


@given(written=_texts, language=_languages, number=st.integers(0, 5000), is_code=st.booleans())
@example(written="\x01a\x7f ⸺ 漢字 ꟃ\u1cd0", language="ja", number=36, is_code=True)
def test_tokens_say_all_about_the_words(written: str, language: str, number: int, is_code: bool) -> None:
    entry = index_entry(number, written, language, is_code=is_code)
    tokens = (entry.words or "").split(" ")
    assert entry.plain == plain_words(written)
    assert all(token.startswith(tag(number)) and len(token.split()) == 1 for token in tokens)
    stems = [token for token in tokens if token.startswith(f"{tag(number)}:")]
    assert [token[len(tag(number)) + 2 :] for token in stems] == words(written, language)
    assert {whole_word_token(tag(number), word, language) for word in entry.plain} <= set(tokens)
    codes = [token for token in tokens if token.startswith(f"{tag(number)},")]
    assert len(codes) == (len(code_words(written)) if is_code else 0)


def test_tags_of_different_properties_begin_differently() -> None:
    marked = [f"{tag(number)}:" for number in range(3000)]
    assert len(set(marked)) == 3000
    assert not any(one != other and other.startswith(one) for one in marked[:40] for other in marked)


def test_both_text_indexes_keep_tokens_as_they_are(filled: Filled) -> None:
    signs = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum())
    odd = ["\x01\x02", signs, 'it\'s "so" \\ %s ? {}', "ꟃ\u1cd0", "наука", "ไทย", "U.S.A. (AL)"]
    for written in odd:
        item = {"@id": "https://one.example/x", "@type": "ceterms:Course", "ceterms:codedNotation": written}
        item["ceterms:ctid"] = "ce-00000000-0000-4000-8000-000000000001"
        filled.fill([record(item)])
        asked = Words("ceterms:codedNotation", written.replace('"', " "), "all", prefix=False, codes=True)
        assert len(filled.find(asked)) == ('"' not in written), written
        half = LiteralText("ceterms:codedNotation", "contains", written[: max(len(written) // 2, 1)])
        assert len(filled.find(half)) == 1, written
        if filled.database.is_sqlite:
            with filled.database.write() as transaction:
                transaction.connection.exec_driver_sql(
                    "INSERT INTO literal_text (literal_text, rank) VALUES ('integrity-check', 1)"
                )


def test_literals_of_the_schema_before_wait_for_the_next_reindex(database_url: str, tmp_path: Path) -> None:
    database = open_database(DatabaseSettings(url=database_url), tmp_path)
    try:
        _bring_to(database, "0002")
        with database.write() as transaction:
            for statement in (
                "INSERT INTO counter (name, value) VALUES ('literal', 5000)",
                "INSERT INTO literal (id, node_id, property_id, kind, folded, words)"
                " SELECT 1024 + 1, 1, 1, 1, 'a course', 'a cours'",
            ):
                transaction.connection.exec_driver_sql(statement)
        assert upgrade(database)
        filled = Filled(database)
        with database.read() as connection:
            assert not index_is_current(connection)
            assert connection.execute(text("SELECT id, folded, words FROM literal")).all() == [
                (-1025, "a course", None)
            ]
            with pytest.raises(Unavailable, match="built again"):
                filled.engine.count(connection, COMMUNITY, Every())
        # What is published meanwhile finds its place beside what is old.
        _publish_without_clearing(filled)
        with database.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM literal WHERE id > 0")).scalar_one() == 1
    finally:
        database.close()


def _bring_to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        command.upgrade(config, revision)


def _publish_without_clearing(filled: Filled) -> None:
    one = record({"@id": "https://one.example/x", "@type": "ceterms:Course", "ceterms:name": "Course"})
    with filled.database.write() as transaction:
        transaction.insert("document", ("id", "digest", "byte_count", "body"), [(1, b"", 0, b"")])
        transaction.insert(
            "envelope",
            ("id", "uuid", "community_id", "publish_type", "provisional", "document_id", "version_id",
             "last_verified_on", "created_at", "updated_at"),
            [(1, "e", COMMUNITY, "primary", False, 1, 1, "2026-01-01", 1, 1)],
        )  # fmt: skip
        IndexWriter(filled.database, transaction, lambda _ids: []).replace([filled.indexed(1, one)])
