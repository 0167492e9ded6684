"""A database of the release before search: it goes on working, says what search waits for, and searches again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from opencredreg.accounts.organizations import create_organization
from opencredreg.errors import Unavailable
from opencredreg.query.tree import And, ClassIn, Expression, Link, LiteralText, Search, Sort, Words
from opencredreg.registry import reindex as indexing
from opencredreg.registry.communities import get_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish_all
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.registry.read import get_resource
from opencredreg.registry.reindex import awaits_reindex, reindex
from opencredreg.registry.setup import local_actor
from opencredreg.settings import DatabaseSettings
from opencredreg.store import migrate
from opencredreg.store.database import open_database
from opencredreg.store.index.format import index_is_current
from opencredreg.store.migrate import current_revision
from opencredreg.store.search import SqlEngine
from opencredreg.store.tables import METADATA
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.nodes import open_node
from tests.support.templates import Template

WELDING, BAKING, COURSE, LATER = (f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(1, 5))
_NEWER_TABLES = {"word", "index_state", "saved_query"}
_NEWER_COLUMNS = {"access_token": {"name", "scopes", "classes", "environment", "last_used_at", "replaces_id"}}
_QUESTIONS: dict[str, tuple[Expression, list[str]]] = {
    "a stem": (Words("ceterms:name", "welds"), [WELDING]),
    "a part of a text": (LiteralText("ceterms:name", "contains", "aking cer"), [BAKING]),
    "a class and a link": (
        And((ClassIn(("ceterms:Certificate",)), Link("ceterms:hasPart", Words("ceterms:name", "robot")))),
        [WELDING],
    ),
}


def _publish(node: Node, *values: Any) -> None:
    with node.database.read() as connection:
        community = get_community(connection, None)
        actor = local_actor(connection)
        owner = connection.execute(text("SELECT id FROM organization")).scalar_one()
    requests = [
        PublishRequest(
            community_id=community.id, owner_id=owner, payload=json.dumps(value).encode(), profile="import"
        )
        for value in values
    ]
    outcomes = publish_all(node, actor, requests)
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes


def _rows_of_the_release_before(url: str) -> dict[str, list[dict[str, Any]]]:
    """What three published documents leave in the tables of the schema 0002, with its index."""
    with open_node(url) as node:
        with node.database.write() as transaction:
            create_organization(transaction, "Alder")
        _publish(
            node,
            document(certificate(WELDING, "Welding certificate", ceterms__hasPart=[resource_uri(COURSE)])),
            document(certificate(BAKING, "Baking certificate")),
            document(course(COURSE, "Robots")),
        )
        with node.database.read() as connection:
            rows = {
                table.name: [
                    {
                        name: value
                        for name, value in row.items()
                        if name not in _NEWER_COLUMNS.get(table.name, ())
                    }
                    for row in connection.execute(table.select()).mappings()
                ]
                for table in METADATA.sorted_tables
                if table.name not in _NEWER_TABLES
            }
    # There, literals were numbered one after the other, and their words had no tags.
    for number, row in enumerate(rows["literal"], start=1):
        row["id"] = number
        row["words"] = row["folded"] if row["words"] is not None else None
    rows["counter"] = [row for row in rows["counter"] if row["name"] != "literal"]
    rows["counter"].append({"name": "literal", "value": len(rows["literal"])})
    return rows


@pytest.fixture
def upgraded_url(registry_template: Template[str], database_url: str, tmp_path: Path) -> str:
    """A database that was filled under schema 0002; whoever opens a node on it upgrades it."""
    with registry_template.sqlite(tmp_path / "before.db") as (url, _):
        rows = _rows_of_the_release_before(url)
    database = open_database(DatabaseSettings(url=database_url), tmp_path)
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        command.upgrade(config, "0002")
        for table in METADATA.sorted_tables:
            if rows.get(table.name):
                transaction.connection.execute(table.insert(), rows[table.name])
    assert current_revision(database) == "0002"
    database.close()
    return database_url


def _found(node: Node, expression: Expression) -> list[str]:
    with node.database.read() as connection:
        community = get_community(connection, None)
        search = Search(expression=expression, sort=Sort("ceterms:name", descending=False))
        ids = SqlEngine().run(connection, community.id, search).ids
        rows = connection.execute(text("SELECT id, resource_ctid FROM node")).all()
    ctids = {row.id: row.resource_ctid for row in rows}
    return [ctids[number] for number in ids]


def test_an_upgraded_node_searches_again_after_a_reindex(upgraded_url: str) -> None:
    with open_node(upgraded_url) as node:
        with node.database.read() as connection:
            community = get_community(connection, None)
            assert not index_is_current(connection)
        waiting = awaits_reindex(node)
        assert waiting is not None
        assert waiting.is_small
        for question, _ in _QUESTIONS.values():
            with pytest.raises(Unavailable, match="built again") as refused:
                _found(node, question)
            assert "opencredreg reindex" in refused.value.hint
        # Everything else works meanwhile, and what is published makes nothing whole that is not.
        assert get_resource(node, community, WELDING).payload
        _publish(node, document(certificate(LATER, "Later")))
        assert awaits_reindex(node) is not None

        doctor = Doctor(node)
        findings = list(doctor.examine())
        [told] = [finding for finding in findings if finding.code == "index-format"]
        assert (told.severity, doctor.can_repair) == ("warning", True)
        assert {finding.code for finding in findings} <= {"index-format", "index-literal", "index-word"}

        assert reindex(node).envelope_count == 4
        assert awaits_reindex(node) is None
        for label, (question, expected) in _QUESTIONS.items():
            assert _found(node, question) == expected, label
        assert list(Doctor(node).examine()) == []
        with node.database.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM literal WHERE id < 0")).scalar_one() == 0


def test_the_doctor_brings_an_upgraded_node_to_this_release(upgraded_url: str) -> None:
    with open_node(upgraded_url) as node:
        doctor = Doctor(node)
        assert "index-format" in {finding.code for finding in doctor.examine()}
        doctor.repair()
        assert list(Doctor(node).examine()) == []
        assert _found(node, Words("ceterms:name", "welds")) == [WELDING]


def test_words_that_nobody_uses_any_more_are_gone_after_a_reindex(registry_url: str) -> None:
    def words(node: Node) -> set[str]:
        with node.database.read() as connection:
            return set(connection.execute(text("SELECT word FROM word")).scalars())

    with open_node(registry_url) as node:
        with node.database.write() as transaction:
            create_organization(transaction, "Alder")
        _publish(node, document(certificate(WELDING, "Zymurgy")))
        _publish(node, document(certificate(WELDING, "Welding")))
        assert {"zymurgy", "welding"} <= words(node)
        reindex(node)
        assert "welding" in words(node)
        assert "zymurgy" not in words(node)


def test_a_large_node_is_not_small(upgraded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_node(upgraded_url) as node:
        monkeypatch.setattr(indexing, "SMALL_NODE", 2)
        waiting = awaits_reindex(node)
        assert waiting is not None
        assert not waiting.is_small
        # Publishing an update of what is there keeps the format, and a reindex of single envelopes does as well.
        indexing.reindex_envelopes(node, [1])
        assert awaits_reindex(node) is not None
