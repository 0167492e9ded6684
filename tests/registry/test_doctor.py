"""The doctor finds what is wrong and nothing else; the index can be dropped and built again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from opencredreg.accounts.organizations import create_organization
from opencredreg.errors import Gone
from opencredreg.ids import new_ctid
from opencredreg.registry.communities import Community, create_community, get_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.history import history_of
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish_all
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.registry.read import get_resource
from opencredreg.registry.reindex import reindex, reindex_envelopes
from opencredreg.registry.remove import delete_envelope
from opencredreg.registry.setup import local_actor
from tests.support.documents import certificate, course, document, program_with_parts, resource_uri
from tests.support.nodes import open_node

MAIN, PART, CHANGED, GONE, MOVED, MENTIONED, CROWDED = (
    f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(7)
)


@pytest.fixture
def node(registry_url: str) -> Iterator[Node]:
    """A registry with everything that an index can hold: shared, past, blank, embedded and mentioned nodes."""
    with open_node(registry_url, database__sqlite_synchronous="normal") as opened:
        _fill(opened)
        yield opened


def _fill(node: Node) -> None:
    with node.database.write() as transaction:
        navy = create_community(transaction, "navy")
        owner = create_organization(transaction, "Alder")
        actor = local_actor(transaction.connection)

    def publish(*values: Any, community: Community) -> None:
        payloads = [json.dumps(value).encode() for value in values]
        outcomes = publish_all(
            node,
            actor,
            [
                PublishRequest(community_id=community.id, owner_id=owner.id, payload=one, profile="import")
                for one in payloads
            ],
        )
        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes

    default = _community(node)
    program = program_with_parts(MAIN, PART)
    program["@graph"][0] |= {
        "ceterms:dateEffective": "2026-02-03",
        "ceterms:keyword": {"en": ["wall", "Stone"], "fr": ["mur"]},
        "ceterms:estimatedDuration": [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P2Y"}]
        * 2,
        "ceterms:hasPart": [resource_uri(MENTIONED)],
        "ceterms:about": "_:described-nowhere",
    }
    publish(program, community=default)
    publish(document(course(PART, "The same, by itself")), community=default)
    publish(document(certificate(CHANGED), course(MOVED, "Moves on")), community=default)
    publish(document(certificate(CHANGED, "Changed")), community=default)
    publish(document(certificate(GONE)), document(course(MOVED, "Arrived")), community=default)
    publish(document(certificate(MAIN, "Another registry")), community=navy)
    # More values than a node numbers by itself.
    crowded = certificate(CROWDED, ceterms__keyword={"en": [f"tag {number}" for number in range(1_030)]})
    publish(document(crowded), community=navy)
    delete_envelope(node, actor, default, GONE)


def _community(node: Node) -> Community:
    with node.database.read() as connection:
        return get_community(connection, None)


def _codes(node: Node) -> list[str]:
    return sorted({finding.code for finding in Doctor(node).examine()})


def _execute(node: Node, *statements: str) -> None:
    with node.database.write() as transaction:
        for statement in statements:
            assert transaction.connection.execute(text(statement)).rowcount != 0, statement


_ONE_LITERAL = "(SELECT min(id) FROM literal WHERE words IS NOT NULL)"
_ONE_LINK = "(SELECT min(source_id) FROM link)"
_DAMAGES = {
    "a link is gone": (f"DELETE FROM link WHERE source_id = {_ONE_LINK}", "index-link"),
    "a link points elsewhere": (
        f"UPDATE link SET target_id = (SELECT max(id) FROM node) WHERE source_id = {_ONE_LINK}"
        f" AND target_id = (SELECT min(target_id) FROM link WHERE source_id = {_ONE_LINK})",
        "index-link",
    ),
    "a value differs": (f"UPDATE literal SET folded = 'x' WHERE id = {_ONE_LITERAL}", "index-literal"),
    # Beside the places that the values of its node have already, which are numbered by the node.
    "a value is there twice": (
        "INSERT INTO literal (id, node_id, property_id, kind, folded)"
        " SELECT 512 + id, node_id, property_id, kind, folded FROM literal WHERE number IS NOT NULL",
        "index-literal",
    ),
    "a value is numbered by another node": (
        f"UPDATE literal SET id = id + 1024 * 500000 WHERE id = {_ONE_LITERAL}",
        "index-orphans",
    ),
    "a value is not among those beyond the last place": (
        "DELETE FROM literal WHERE id = (SELECT min(id) FROM literal)",
        "index-literal",
    ),
    "a word is not in the dictionary": ("DELETE FROM word WHERE word = 'wall'", "index-word"),
    "nothing says that a property has numbers": ("DELETE FROM word WHERE word = ''", "index-word"),
    "a class differs": (
        "UPDATE node SET class_id = (SELECT max(id) FROM term) WHERE id = (SELECT min(id) FROM node)",
        "index-node",
    ),
    "an embedded node is gone": (
        "DELETE FROM node WHERE id = (SELECT max(id) FROM node WHERE key IS NULL)",
        "index-node",
    ),
    "another envelope describes a node": (
        "UPDATE node SET envelope_id = (SELECT max(id) FROM envelope WHERE deleted_at IS NULL"
        " AND community_id = node.community_id) WHERE id = (SELECT min(id) FROM node WHERE envelope_id IS NOT NULL)",
        "index-node",
    ),
    "a text differs": ("UPDATE node_body SET body = :bytes WHERE node_id = 1", "index-body"),
    "a text is gone": ("DELETE FROM node_body WHERE node_id = 1", "index-body"),
    "a claim is gone": (
        "DELETE FROM claim WHERE node_id = (SELECT min(node_id) FROM claim WHERE position = 1)",
        "index-claim",
    ),
    "a past claim is gone": ("DELETE FROM claim WHERE position IS NULL", "index-claim"),
    "a past claim counts as current": ("UPDATE claim SET position = 7 WHERE position IS NULL", "index-claim"),
    "a link starts nowhere": ("INSERT INTO link VALUES (4000000, 1, 1)", "index-orphans"),
    "a value belongs nowhere": (
        "INSERT INTO literal (id, node_id, property_id, kind) VALUES (4000000, 4000000, 1, 1)",
        "index-orphans",
    ),
    "a deleted envelope describes a node": (
        "UPDATE node SET envelope_id = (SELECT id FROM envelope WHERE deleted_at IS NOT NULL)"
        " WHERE id = (SELECT max(node_id) FROM claim WHERE position IS NULL)",
        "index-orphans",
    ),
    "a counter stands still": ("UPDATE counter SET value = 1 WHERE name = 'node'", "counter-behind"),
    "a counter is gone": ("DELETE FROM counter WHERE name = 'literal'", "counter-behind"),
}


def test_a_sound_registry_has_no_findings(node: Node) -> None:
    steps: list[int] = []
    doctor = Doctor(node, advance=steps.append)
    assert list(doctor.examine()) == []
    assert sum(steps) == doctor.work()
    assert not doctor.can_repair


@pytest.mark.parametrize("damage", _DAMAGES)
def test_damage_of_the_index_is_found_and_repaired(node: Node, damage: str) -> None:
    statement, code = _DAMAGES[damage]
    before = _answers(node)
    with node.database.write() as transaction:
        values = {"bytes": b"{}"} if ":bytes" in statement else {}
        assert transaction.connection.execute(text(statement), values).rowcount != 0
    doctor = Doctor(node)
    findings = list(doctor.examine())
    assert code in {finding.code for finding in findings}, findings
    assert all(finding.hint and finding.message.endswith(".") for finding in findings)
    assert doctor.can_repair
    doctor.repair()
    assert _codes(node) == []
    assert _answers(node) == before


def test_words_that_the_text_index_lacks_are_found_and_put_back(node: Node) -> None:
    if not node.database.is_sqlite:
        return
    _execute(
        node,
        "INSERT INTO literal_text (literal_text, rowid, words) SELECT 'delete', id, words FROM literal"
        f" WHERE id = {_ONE_LITERAL}",
    )
    doctor = Doctor(node)
    assert [finding.code for finding in doctor.examine()] == ["text-index"]
    doctor.repair()
    assert _codes(node) == []


_LOG_DAMAGES = {
    "other bytes": ("UPDATE document SET digest = :bytes WHERE id = 1", "document-damaged"),
    "another size": ("UPDATE document SET byte_count = 3 WHERE id = 1", "document-damaged"),
    "no bytes": ("UPDATE document SET body = :bytes WHERE id = 1", "document-damaged"),
    "another context": ("UPDATE document SET context = '{{}}' WHERE id = 1", "head-differs"),
    "another CTID": ("UPDATE envelope SET envelope_ctid = 'ce-x' WHERE id = 1", "head-differs"),
    "another name": ("UPDATE envelope SET document_key = 'ce-x' WHERE id = 1", "head-differs"),
    "another class": ("UPDATE envelope SET ctdl_type = 'ceterms:Badge' WHERE id = 1", "log-broken"),
    "an older entry": (
        "UPDATE envelope SET version_id = (SELECT min(id) FROM envelope_version"
        " WHERE envelope_id = envelope.id) WHERE deleted_at IS NOT NULL",
        "log-broken",
    ),
    "another event": ("UPDATE envelope_version SET event = 'destroy' WHERE id = 1", "log-broken"),
    "live though deleted": (
        "UPDATE envelope SET deleted_at = NULL WHERE deleted_at IS NOT NULL",
        "log-broken",
    ),
    "another document": (
        "UPDATE envelope SET document_id = (SELECT max(id) FROM document) WHERE id = 1",
        "log-broken",
    ),
}


@pytest.mark.parametrize("damage", _LOG_DAMAGES)
def test_damage_of_the_log_is_found_and_not_painted_over(node: Node, damage: str) -> None:
    statement, code = _LOG_DAMAGES[damage]
    with node.database.write() as transaction:
        values = {"bytes": b"\x28\xb5 no frame"} if ":bytes" in statement else {}
        transaction.connection.execute(text(statement.replace("{{}}", "{}")), values)
    findings = list(Doctor(node).examine())
    assert code in {finding.code for finding in findings}, findings
    [told] = [finding for finding in findings if finding.code == code][:1]
    assert told.message
    assert told.hint


def test_a_document_of_no_version_is_only_a_warning(node: Node) -> None:
    _execute(
        node,
        "INSERT INTO document (id, digest, byte_count, context, body)"
        " SELECT 1000, digest, byte_count, context, body FROM document WHERE id = 1",
        "UPDATE counter SET value = 1000 WHERE name = 'document'",
    )
    assert [(finding.code, finding.severity) for finding in Doctor(node).examine()] == [
        ("document-unused", "warning")
    ]


def test_a_reference_that_leads_nowhere_is_found(node: Node) -> None:
    if not node.database.is_sqlite:
        return  # PostgreSQL does not let it happen.
    with node.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM document WHERE id = 1")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    assert "row-missing" in _codes(node)


# The whole index again. --------------------------------------------------------------------------------


def _answers(node: Node) -> dict[str, Any]:
    """What can be asked of the index, without the numbers of its rows."""
    with node.database.read() as connection:
        shape = _shape(connection)
        histories = {
            ctid: [(entry.event, entry.sequence) for entry in history_of(connection, _community(node), ctid)]
            for ctid in (MAIN, PART, CHANGED, GONE, MOVED)
        }
    texts = {}
    for ctid in (MAIN, PART, CHANGED, GONE, MOVED):
        try:
            texts[ctid] = get_resource(node, _community(node), ctid).payload
        except Gone:
            texts[ctid] = b"gone"
    return {"shape": shape, "histories": histories, "texts": texts}


def _shape(connection: Connection) -> dict[str, Any]:
    def rows(statement: str) -> list[Any]:
        return [tuple(row) for row in connection.execute(text(statement))]

    terms = dict(rows("SELECT id, name FROM term"))
    nodes = {
        row[0]: row[1:] for row in rows("SELECT id, community_id, key, uri, class_id, envelope_id FROM node")
    }
    links: dict[int, list[Any]] = {}
    for source, term, target in rows("SELECT source_id, property_id, target_id FROM link"):
        links.setdefault(source, []).append((terms[term], target))
    values: dict[int, list[Any]] = {}
    for number, term, language, *rest in rows(
        "SELECT node_id, property_id, language_id, kind, folded, number, words FROM literal"
    ):
        values.setdefault(number, []).append((terms[term], terms.get(language), *rest))

    def name(number: int) -> Any:
        community, key, *_ = nodes[number]
        return (community, key) if key is not None else picture(number)

    def picture(number: int) -> Any:
        _, _, uri, class_id, envelope = nodes[number]
        return (
            uri,
            terms.get(class_id),
            envelope,
            sorted(((term, repr(name(target))) for term, target in links.get(number, []))),
            sorted(map(repr, values.get(number, []))),
        )

    claims = rows("SELECT node_id, envelope_id, position FROM claim")
    used = {number for number, facts in nodes.items() if facts[4] is not None} | {
        claim[0] for claim in claims
    }
    used |= {target for found in links.values() for _, target in found}
    return {
        "nodes": {
            repr(name(number)): picture(number) for number in sorted(used) if nodes[number][1] is not None
        },
        "embedded": sorted(repr(picture(number)) for number in used if nodes[number][1] is None),
        "claims": sorted(repr((name(number), *rest)) for number, *rest in claims),
    }


def test_the_whole_index_can_be_dropped_and_built_again_with_the_same_answers(node: Node) -> None:
    before = _answers(node)
    with node.database.read() as connection:
        last = connection.execute(text("SELECT max(id) FROM node")).scalar_one()
    steps: list[int] = []
    done = reindex(node, advance=steps.append)
    assert done.envelope_count == sum(steps) == 6
    assert _answers(node) == before
    assert _codes(node) == []
    with node.database.read() as connection:
        first = connection.execute(text("SELECT min(id) FROM node")).scalar_one()
    assert first > last, "a number is never given twice"


def test_an_index_that_is_lost_altogether_comes_back(node: Node) -> None:
    before = _answers(node)
    with node.database.write() as transaction:
        for table in ("link", "literal", "word", "node_body", "claim", "node"):
            transaction.connection.execute(text(f"DELETE FROM {table}"))
    assert "index-claim" in _codes(node)
    reindex(node)
    assert _answers(node) == before
    assert _codes(node) == []


def test_a_failed_rebuild_leaves_the_old_index(node: Node) -> None:
    before = _answers(node)

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(node, advance=stop)
    assert _answers(node) == before


def test_single_envelopes_can_be_indexed_again(node: Node) -> None:
    before = _answers(node)
    with node.database.read() as connection:
        numbers = list(connection.execute(text("SELECT id FROM envelope")).scalars())
    assert reindex_envelopes(node, numbers) == 7
    assert _answers(node) == before
    assert _codes(node) == []


def test_publishing_goes_on_after_a_rebuild(node: Node) -> None:
    reindex(node)
    with node.database.read() as connection:
        actor = local_actor(connection)
        owner = connection.execute(text("SELECT id FROM organization")).scalar_one()
    fresh = new_ctid()
    value = document(certificate(fresh, ceterms__hasPart=[resource_uri(MAIN)]), course(PART, "Elsewhere"))
    [outcome] = publish_all(
        node,
        actor,
        [
            PublishRequest(
                community_id=_community(node).id,
                owner_id=owner,
                payload=json.dumps(value).encode(),
                profile="import",
            )
        ],
    )
    assert not isinstance(outcome, Exception)
    assert _codes(node) == []
