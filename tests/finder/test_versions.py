from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from opencredreg.errors import NotFound
from opencredreg.finder.changes import ReadObject, ReadText, read_changes
from opencredreg.finder.statements import Named
from opencredreg.finder.subject import Look, look
from opencredreg.finder.versions import build_history, compare_versions, deleted_at
from opencredreg.ids import new_ctid
from opencredreg.registry.communities import get_community
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, program_with_parts, resource_uri

pytestmark = on_sqlite


@contextmanager
def _looking(client: AppClient) -> Iterator[Look]:
    with client.node.database.read() as connection:
        community = get_community(connection, None)
    with look(client.node, community) as looking:
        yield looking


def _delete(client: AppClient, ctid: str) -> None:
    assert client.delete(f"/resources/documents/{ctid}", who="publisher").status_code in (200, 204)


def test_the_history_holds_every_life(app_client: AppClient) -> None:
    main = certificate()
    ctid = main["ceterms:ctid"]
    app_client.published(document(main))
    app_client.published(document({**main, "ceterms:keyword": {"en": ["hedges"]}}))
    _delete(app_client, ctid)
    app_client.published(document(main))
    with _looking(app_client) as looking:
        history = build_history(looking, ctid)
        assert deleted_at(looking, ctid) == history.rows[1].at
    assert [row.event for row in history.rows] == ["create", "destroy", "update", "create"]
    assert [row.previous for row in history.rows] == [
        history.rows[2].sequence,
        history.rows[2].sequence,
        history.rows[3].sequence,
        0,
    ]
    assert not history.is_deleted
    assert history.rows[0].owner is not None
    assert history.rows[0].owner.key == app_client.ctid("alder")


def test_a_deleted_resource_still_has_its_name_and_history(app_client: AppClient) -> None:
    main = certificate(name="Dry stone walling")
    app_client.published(document(main))
    _delete(app_client, main["ceterms:ctid"])
    with _looking(app_client) as looking:
        history = build_history(looking, main["ceterms:ctid"].upper())
        comparison = compare_versions(
            looking, main["ceterms:ctid"], history.rows[1].sequence, history.rows[0].sequence
        )
    assert history.is_deleted
    assert history.names[0].text == "Dry stone walling"
    assert (comparison.was_there, comparison.is_there) == (True, False)
    assert "ceterms:name" in [change.term for change in comparison.changes]


def test_two_versions_differ_in_what_was_changed(app_client: AppClient) -> None:
    partner = course()
    main = certificate(ceterms__description={"en": "Two winters."})
    app_client.published(document(partner))
    app_client.published(document(main))
    changed = {
        **main,
        "ceterms:description": {"en": "Three winters."},
        "ceterms:hasPart": [partner["@id"]],
    }
    app_client.published(document(changed))
    with _looking(app_client) as looking:
        rows = build_history(looking, main["ceterms:ctid"]).rows
        found = compare_versions(looking, main["ceterms:ctid"], rows[1].sequence, rows[0].sequence)
        read = {change.term: change for change in read_changes(looking, found.changes)}
    assert set(read) == {"ceterms:description", "ceterms:hasPart"}
    [text] = read["ceterms:description"].changed
    assert isinstance(text, ReadText)
    [part] = read["ceterms:hasPart"].added
    assert isinstance(part, Named)
    assert part.reference.ctid == partner["ceterms:ctid"]


def test_labels_of_blank_nodes_are_no_change_but_what_they_say_is(app_client: AppClient) -> None:
    main, part = new_ctid(), new_ctid()
    first = program_with_parts(main, part)
    app_client.published(first)
    renamed = first
    for old, new in (("_:conditions", "_:c1"), ("_:other", "_:c2"), ("_:costs", "_:c3")):
        renamed = _replaced(renamed, old, new)
    app_client.published(renamed)
    costly = _replaced(renamed, 120.5, 130)
    app_client.published(costly)
    with _looking(app_client) as looking:
        newest, middle, oldest = build_history(looking, main).rows
        assert compare_versions(looking, main, oldest.sequence, middle.sequence).changes == ()
        [change] = compare_versions(looking, main, middle.sequence, newest.sequence).changes
        [read] = read_changes(looking, [change])
    assert change.term == "ceterms:estimatedCost"
    [cost] = read.changed
    assert isinstance(cost, ReadObject)
    assert [one.term for one in cost.changes] == ["ceterms:price"]


def _replaced(value: Any, old: Any, new: Any) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(inner, old, new) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, old, new) for inner in value]
    return new if value == old else value


def test_a_part_of_a_document_has_the_versions_of_the_document(app_client: AppClient) -> None:
    main, part = certificate(), course()
    app_client.published(document(main, part))
    fresh = course()
    app_client.published(document({**main, "ceterms:naics": ["1"]}, {**part, "ceterms:naics": ["2"]}, fresh))
    with _looking(app_client) as looking:
        rows = build_history(looking, part["ceterms:ctid"]).rows
        found = compare_versions(looking, part["ceterms:ctid"], rows[1].sequence, rows[0].sequence)
    assert [change.term for change in found.changes] == ["ceterms:naics"]
    assert [one.ctid for one in found.neighbours.added] == [fresh["ceterms:ctid"]]
    assert [one.ctid for one in found.neighbours.changed] == [main["ceterms:ctid"]]
    assert found.neighbours.removed == ()


def test_the_same_text_again_is_told(app_client: AppClient) -> None:
    main = certificate()
    first = document(main)
    app_client.published(first)
    app_client.published(document({**main, "ceterms:naics": ["1"]}))
    app_client.published(first)
    with _looking(app_client) as looking:
        rows = build_history(looking, main["ceterms:ctid"]).rows
        found = compare_versions(looking, main["ceterms:ctid"], rows[2].sequence, rows[0].sequence)
    assert [row.is_same for row in rows] == [False, False, False]
    assert found.changes == ()


def test_versions_of_others_are_not_shown(app_client: AppClient) -> None:
    mine, other = certificate(), certificate()
    app_client.published(document(mine))
    app_client.published(document(other))
    with _looking(app_client) as looking:
        [row] = build_history(looking, other["ceterms:ctid"]).rows
        [own] = build_history(looking, mine["ceterms:ctid"]).rows
        with pytest.raises(NotFound):
            compare_versions(looking, mine["ceterms:ctid"], own.sequence, row.sequence)
        with pytest.raises(NotFound):
            build_history(looking, resource_uri(new_ctid()))
