"""Editions are kept once, chosen for the whole node, and followed by every process; the index knows of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from opencredreg.accounts.organizations import create_organization
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import Conflict, InvalidInput, NotFound, RegistryError
from opencredreg.ids import new_ctid
from opencredreg.registry.communities import get_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish_all
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.registry.reindex import reindex
from opencredreg.registry.setup import ADMINISTRATOR, local_actor
from opencredreg.registry.vocabularies import (
    LoadedSnapshot,
    Switch,
    compare_snapshots,
    load_snapshot,
    use_snapshot,
)
from opencredreg.registry.vocabulary_editions import BUNDLED, SnapshotInfo, get_snapshot, list_snapshots
from opencredreg.registry.vocabulary_files import SourceFile
from opencredreg.store.vocabularies import load_files
from tests.support.documents import certificate, document, resource_uri
from tests.support.nodes import open_node
from tests.support.vocabulary import (
    CHANGES_OF_LATER_MONTH,
    NEW_CLASS,
    NEW_CONCEPT,
    NEW_PROPERTY,
    RENAMED_PROPERTY,
    encoding_file,
    later_month,
)


@pytest.fixture
def node(registry_url: str) -> Iterator[Node]:
    with open_node(registry_url, database__sqlite_synchronous="normal") as opened:
        yield opened


def _load(node: Node, files: list[SourceFile] | None = None, **options: Any) -> LoadedSnapshot:
    with node.database.read() as connection:
        actor = local_actor(connection)
    return load_snapshot(node, actor, later_month() if files is None else files, **options)


def _use(node: Node, edition: str) -> Switch:
    with node.database.read() as connection:
        actor = local_actor(connection)
    return use_snapshot(node, actor, edition)


def _editions(node: Node) -> list[SnapshotInfo]:
    with node.database.read() as connection:
        return list_snapshots(connection)


# Keeping editions.


def test_a_new_node_has_the_bundled_one_in_use(node: Node) -> None:
    [only] = _editions(node)
    assert (only.edition, only.is_used, only.loaded_at, only.text_count) == (BUNDLED, True, None, 0)
    assert only.of_release == bundled_vocabulary().edition
    assert only.class_count == len(bundled_vocabulary().classes)
    assert node.vocabulary is bundled_vocabulary()


def test_a_later_month_is_kept_and_compared(node: Node) -> None:
    loaded = _load(node, edition="2026-11")
    assert loaded.is_new
    changes = loaded.comparison.changes
    assert {(one.kind, one.what, one.term, one.field) for one in changes} == CHANGES_OF_LATER_MONTH
    assert loaded.comparison.counts() == {
        "class": {"added": 1, "removed": 0, "changed": 0},
        "concept": {"added": 1, "removed": 0, "changed": 0},
        "property": {"added": 1, "removed": 1, "changed": 1},
        "scheme": {"added": 0, "removed": 0, "changed": 1},
    }
    newest, bundled = _editions(node)
    assert newest == loaded.snapshot
    assert (newest.edition, newest.is_used, newest.loaded_by) == ("2026-11", False, ADMINISTRATOR)
    assert newest.class_count == bundled.class_count + 1
    assert newest.property_count == bundled.property_count
    assert "CC BY 4.0" in newest.attribution
    assert node.vocabulary is bundled_vocabulary(), "loading alone changes nothing"


def test_the_same_content_is_the_same_edition(node: Node) -> None:
    first = _load(node, edition="2026-11")
    again = _load(node)
    assert (again.is_new, again.snapshot) == (False, first.snapshot)
    under_another_name = _load(node, edition="2026-12")
    assert under_another_name.snapshot.edition == "2026-11"
    assert len(_editions(node)) == 2
    _use(node, "2026-11")
    in_use = _load(node)
    assert not in_use.is_new
    assert in_use.comparison.changes == ()


def test_files_that_say_nothing_new_are_the_bundled_edition(node: Node) -> None:
    loaded = _load(node, [encoding_file("qdata")])
    assert (loaded.is_new, loaded.snapshot.edition) == (False, BUNDLED)
    assert len(_editions(node)) == 1


def test_without_a_name_the_month_of_loading_is_one(node: Node) -> None:
    first = _load(node)
    month = first.snapshot.edition
    assert len(month) == len("2026-11")

    def retitle(terms: dict[str, dict[str, Any]]) -> None:
        terms["qdata:Metric"]["rdfs:label"] = {"en-US": "Yardstick"}

    second = _load(node, [encoding_file("qdata", retitle)])
    assert second.snapshot.edition == f"{month}.2"


@pytest.mark.parametrize("name", [BUNDLED, "", "two words", "a/b", "x" * 65, "-x"])
def test_names_that_cannot_be_used(node: Node, name: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be the name of an edition"):
        _load(node, edition=name)
    assert len(_editions(node)) == 1


def test_a_name_has_one_content(node: Node) -> None:
    _load(node, edition="2026-11")
    later, _ = later_month()
    with pytest.raises(Conflict, match="There is an edition 2026-11 already"):
        _load(node, [later], edition="2026-11")


def test_what_would_drop_most_has_to_be_forced(node: Node) -> None:
    def cut(terms: dict[str, dict[str, Any]]) -> None:
        for term in list(terms)[10:]:
            del terms[term]

    with pytest.raises(InvalidInput, match="would be gone"):
        _load(node, [encoding_file("qdata", cut)])
    assert len(_editions(node)) == 1
    forced = _load(node, [encoding_file("qdata", cut)], force=True)
    assert forced.is_new
    assert forced.comparison.counts()["concept"]["removed"] > 100


def test_the_official_files_are_kept_as_they_came(node: Node) -> None:
    encoding, context = later_month()
    _load(node, edition="2026-11")
    with node.database.read() as connection:
        number = connection.execute(text("SELECT id FROM vocabulary_snapshot")).scalar_one()
        assert load_files(connection, number) == {"ctdl": encoding.data, "ctdl-context": context.data}


# Choosing one.


def test_the_node_follows_the_choice_with_one_object_per_edition(node: Node) -> None:
    _load(node, edition="2026-11")
    assert _use(node, "2026-11").is_changed
    chosen = node.vocabulary
    assert chosen.edition == "2026-11"
    assert NEW_CLASS in chosen.descendants("ceterms:Course")
    assert chosen.kind_of(NEW_PROPERTY).value == "integer"
    assert chosen.properties[RENAMED_PROPERTY].label == "Lantern Word"
    assert chosen.concepts[NEW_CONCEPT].scheme == "ceterms:AudienceLevel"
    found = chosen.text_of(NEW_CLASS)
    assert found is not None
    assert found.definition == "A course after dark."
    assert _use(node, BUNDLED).before == "2026-11"
    assert node.vocabulary is bundled_vocabulary()
    _use(node, "2026-11")
    assert node.vocabulary is chosen
    assert [(one.edition, one.is_used) for one in _editions(node)] == [("2026-11", True), (BUNDLED, False)]
    assert not _use(node, "2026-11").is_changed


def test_another_process_follows_and_a_new_one_begins_with_it(node: Node, registry_url: str) -> None:
    _load(node, edition="2026-11")
    with open_node(registry_url) as other:
        assert other.vocabulary is bundled_vocabulary()
        _use(node, "2026-11")
        other.forget_vocabulary()
        assert other.vocabulary.edition == "2026-11"
    with open_node(registry_url) as fresh:
        assert fresh.vocabulary.edition == "2026-11"


def test_threads_that_ask_together_get_one_object(node: Node) -> None:
    _load(node, edition="2026-11")
    _use(node, "2026-11")
    start = threading.Barrier(8)
    seen: list[int] = []

    def ask() -> None:
        start.wait()
        seen.append(id(node.vocabulary))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_an_unknown_edition_is_not_found(node: Node) -> None:
    with pytest.raises(NotFound, match="no edition 1999-01"):
        _use(node, "1999-01")
    with node.database.read() as connection:
        with pytest.raises(NotFound, match="no edition 1999-01"):
            compare_snapshots(connection, BUNDLED, "1999-01")
        with pytest.raises(NotFound, match="no edition 1999-01"):
            get_snapshot(connection, "1999-01")


def test_any_two_editions_are_compared(node: Node) -> None:
    _load(node, edition="2026-11")
    with node.database.read() as connection:
        nothing = compare_snapshots(connection)
        there = compare_snapshots(connection, BUNDLED, "2026-11")
        back = compare_snapshots(connection, "2026-11", BUNDLED)
    assert (nothing.before, nothing.after, nothing.changes) == (BUNDLED, BUNDLED, ())
    assert len(there.changes) == len(back.changes) == len(CHANGES_OF_LATER_MONTH)
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {
        (opposite[one.kind], one.what, one.term, one.field) for one in back.changes
    } == CHANGES_OF_LATER_MONTH
    _use(node, "2026-11")
    with node.database.read() as connection:
        assert compare_snapshots(connection) == there


# The index.


def _publish(node: Node, **members: Any) -> str:
    ctid = new_ctid()
    with node.database.write() as transaction:
        owner = create_organization(transaction, f"Owner of {ctid}")
        community = get_community(transaction.connection, None)
        actor = local_actor(transaction.connection)
    payload = json.dumps(document(certificate(ctid, **members))).encode()
    [outcome] = publish_all(
        node,
        actor,
        [PublishRequest(community_id=community.id, owner_id=owner.id, payload=payload, profile="import")],
    )
    assert not isinstance(outcome, Exception), outcome
    return ctid


def _kinds_of(node: Node, term: str) -> list[int]:
    with node.database.read() as connection:
        rows = connection.execute(
            text("SELECT l.kind FROM literal l JOIN term t ON t.id = l.property_id WHERE t.name = :term"),
            {"term": term},
        )
        return [row.kind for row in rows]


def _codes(node: Node) -> set[str]:
    return {finding.code for finding in Doctor(node).examine()}


def test_an_edition_by_which_nothing_stored_is_read_otherwise(node: Node) -> None:
    _publish(node)
    _load(node, edition="2026-11")
    switch = _use(node, "2026-11")
    assert (switch.reread, switch.needs_reindex) == ((), False)
    assert _codes(node) == set()


def test_the_index_is_built_again_for_what_is_read_otherwise(node: Node) -> None:
    _publish(node, ceterms__lanternCount="12", ceterms__about=resource_uri(new_ctid()))
    text_kind, number_kind = 1, 3
    assert _kinds_of(node, NEW_PROPERTY) == [text_kind]
    _load(node, edition="2026-11")
    switch = _use(node, "2026-11")
    assert (switch.reread, switch.needs_reindex) == ((NEW_PROPERTY,), True)
    assert _kinds_of(node, NEW_PROPERTY) == [text_kind]
    _publish(node, ceterms__lanternCount="13")
    assert sorted(_kinds_of(node, NEW_PROPERTY)) == [text_kind, number_kind]
    assert _codes(node) == {"index-vocabulary", "index-literal"}
    assert _use(node, "2026-11").needs_reindex, "asking again does not help"
    reindex(node)
    assert _kinds_of(node, NEW_PROPERTY) == [number_kind, number_kind]
    assert _codes(node) == set()
    assert not _use(node, "2026-11").needs_reindex


def test_going_back_does_not_mend_what_was_published_meanwhile(node: Node) -> None:
    _publish(node, ceterms__lanternCount="12")
    _load(node, edition="2026-11")
    _use(node, "2026-11")
    _publish(node, ceterms__lanternCount="13")
    assert _use(node, BUNDLED).needs_reindex
    assert _codes(node) == {"index-vocabulary", "index-literal", "index-word"}


def test_the_doctor_repairs_an_index_of_another_edition(node: Node) -> None:
    _publish(node, ceterms__lanternCount="12")
    _load(node, edition="2026-11")
    _use(node, "2026-11")
    doctor = Doctor(node)
    assert {finding.code for finding in doctor.examine()} == {
        "index-vocabulary",
        "index-literal",
        "index-word",
    }
    assert doctor.can_repair
    doctor.repair()
    assert _codes(node) == set()


def test_addresses_with_a_new_prefix_are_read_otherwise(node: Node) -> None:
    _publish(node, ceterms__audienceLevelType=["wickLevel:Bright"])
    table = {"wickLevel": "https://purl.org/ctdl/vocabs/wickLevel/"}
    _, context = later_month()
    changed = json.loads(context.data)
    changed["@context"] |= table
    _load(node, [SourceFile("context.json", json.dumps(changed).encode())], edition="2026-12")
    switch = _use(node, "2026-12")
    assert (switch.reread, switch.needs_reindex) == (("wickLevel:",), True)
    assert "index-link" in _codes(node)
    reindex(node)
    assert _codes(node) == set()


# Damage.


@pytest.mark.parametrize("column", ["facts", "texts"])
def test_a_damaged_edition_is_noticed_and_can_be_left(node: Node, column: str) -> None:
    _load(node, edition="2026-11")
    _use(node, "2026-11")
    with node.database.write() as transaction:
        transaction.connection.execute(
            text(f"UPDATE vocabulary_snapshot SET {column} = :junk"), {"junk": b"junk"}
        )
    assert "vocabulary-damaged" in _codes(node)
    switch = _use(node, BUNDLED)
    assert switch.needs_reindex
    assert node.vocabulary is bundled_vocabulary()
    with pytest.raises(RegistryError, match="damaged"):
        _use(node, "2026-11")


def test_a_damaged_file_is_noticed(node: Node) -> None:
    _load(node, edition="2026-11")
    with node.database.write() as transaction:
        transaction.connection.execute(
            text("UPDATE vocabulary_file SET digest = :junk WHERE name = 'ctdl'"), {"junk": b"junk"}
        )
    [finding] = Doctor(node).examine()
    assert finding.code == "vocabulary-damaged"
    assert "its file ctdl is not what was loaded" in finding.message
