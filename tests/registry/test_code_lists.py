"""Editions of the lists of codes are kept once and chosen for the whole node; only its administrators may do that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from opencredreg.accounts.actor import ANONYMOUS, Actor, Role
from opencredreg.codes import bundled_codes
from opencredreg.errors import (
    Conflict,
    InvalidInput,
    NotAuthenticated,
    NotAuthorized,
    NotFound,
    RegistryError,
)
from opencredreg.registry.code_lists import (
    BUNDLED,
    list_code_lists,
    load_code_list,
    remove_code_list,
    use_code_list,
)
from opencredreg.registry.node import Node
from opencredreg.registry.setup import local_actor
from tests.support.code_files import CIP_FILE, NAICS_FILE
from tests.support.nodes import open_node


@pytest.fixture
def node(registry_url: str) -> Iterator[Node]:
    with open_node(registry_url, database__sqlite_synchronous="normal") as opened:
        yield opened


@pytest.fixture
def staff(node: Node) -> Actor:
    with node.database.read() as connection:
        return local_actor(connection)


def _editions(node: Node, name: str) -> list[tuple[str, bool, int]]:
    with node.database.read() as connection:
        return [
            (one.edition, one.is_used, one.code_count)
            for one in list_code_lists(connection)
            if one.name == name
        ]


def test_a_new_node_uses_the_bundled_lists(node: Node) -> None:
    assert dict(node.codes) == dict(bundled_codes())
    assert node.codes is node.codes
    with node.database.read() as connection:
        found = list_code_lists(connection)
    assert [(one.name, one.edition, one.is_used) for one in found] == [
        (name, BUNDLED, True) for name in bundled_codes()
    ]
    assert [(one.of_edition, one.code_count) for one in found] == [
        (book.head.edition, len(book)) for book in bundled_codes().values()
    ]
    assert all(one.attribution and one.licence and one.loaded_at is None for one in found)


def test_an_edition_is_loaded_used_and_left_again(node: Node, staff: Actor) -> None:
    before = node.codes
    loaded = load_code_list(node, staff, "cip", CIP_FILE, edition="2030")
    assert (loaded.is_new, loaded.edition.is_used, loaded.edition.code_count) == (True, False, 4)
    assert (loaded.added, loaded.removed, loaded.renamed) == (1, len(before["cip"]) - 3, 2)
    assert node.codes is before, "loading changes nothing"
    info = use_code_list(node, staff, "cip", "2030")
    assert (info.edition, info.is_used) == ("2030", True)
    assert node.codes["cip"].get("49.0297").title == "Cargo Bicycles"
    assert node.codes["cip"].head.edition == "2030"
    assert node.codes["soc"] is before["soc"], "the other lists stay"
    assert node.codes is node.codes
    assert _editions(node, "cip") == [("2030", True, 4), (BUNDLED, False, len(before["cip"]))]
    use_code_list(node, staff, "cip", BUNDLED)
    assert node.codes["cip"] is bundled_codes()["cip"]
    assert _editions(node, "cip")[0] == ("2030", False, 4)


def test_lists_have_editions_of_their_own(node: Node, staff: Actor) -> None:
    load_code_list(node, staff, "cip", CIP_FILE, edition="2027", is_to_be_used=True)
    load_code_list(node, staff, "naics", NAICS_FILE, edition="2027", is_to_be_used=True)
    assert {name: len(book) for name, book in node.codes.items()} == {
        "soc": len(bundled_codes()["soc"]),
        "cip": 4,
        "naics": 2,
    }
    load_code_list(
        node, staff, "cip", CIP_FILE.replace(b"Truck", b"Lorry"), edition="2028", is_to_be_used=True
    )
    assert node.codes["cip"].get("49.0205").title == "Lorry Driving"
    assert [(one[0], one[1]) for one in _editions(node, "cip")] == [
        ("2028", True),
        ("2027", False),
        (BUNDLED, False),
    ]


def test_the_same_content_is_kept_once(node: Node, staff: Actor) -> None:
    assert load_code_list(node, staff, "cip", CIP_FILE, edition="2030").is_new
    assert not load_code_list(node, staff, "cip", CIP_FILE, edition="2030").is_new
    assert len(_editions(node, "cip")) == 2
    with pytest.raises(Conflict, match="with other codes"):
        load_code_list(node, staff, "cip", CIP_FILE.replace(b"Truck", b"Lorry"), edition="2030")


def test_another_process_follows(node: Node, staff: Actor, registry_url: str) -> None:
    with open_node(registry_url) as other:
        assert other.codes["cip"] is bundled_codes()["cip"]
        load_code_list(node, staff, "cip", CIP_FILE, edition="2030", is_to_be_used=True)
        other.forget_codes()
        assert len(other.codes["cip"]) == 4
        kept = other.codes
        other.forget_codes()
        assert other.codes is kept, "nothing else was chosen, so it is the same object"


def test_a_removed_edition_is_gone_even_where_its_number_comes_again(node: Node, staff: Actor) -> None:
    load_code_list(node, staff, "cip", CIP_FILE, edition="2030", is_to_be_used=True)
    assert node.codes["cip"].get("49.0205").title == "Truck Driving"
    with pytest.raises(Conflict, match="in use"):
        remove_code_list(node, staff, "cip", "2030")
    use_code_list(node, staff, "cip", BUNDLED)
    remove_code_list(node, staff, "cip", "2030")
    assert len(_editions(node, "cip")) == 1
    load_code_list(
        node, staff, "cip", CIP_FILE.replace(b"Truck", b"Lorry"), edition="2030", is_to_be_used=True
    )
    assert node.codes["cip"].get("49.0205").title == "Lorry Driving"


@pytest.mark.parametrize("edition", ["bundled", "", "../x", "a" * 65, "2030 b"])
def test_names_that_cannot_be_used(node: Node, staff: Actor, edition: str) -> None:
    with pytest.raises(InvalidInput):
        load_code_list(node, staff, "cip", CIP_FILE, edition=edition)
    assert len(_editions(node, "cip")) == 1


def test_what_is_not_there(node: Node, staff: Actor) -> None:
    load_code_list(node, staff, "cip", CIP_FILE, edition="2030", is_to_be_used=True)
    for act in (use_code_list, remove_code_list):
        with pytest.raises(NotFound, match="no edition 2031"):
            act(node, staff, "cip", "2031")
        with pytest.raises(NotFound, match="no list"):
            act(node, staff, "isced", BUNDLED)
    assert _editions(node, "cip")[0] == ("2030", True, 4), "a wrong name leaves the choice as it is"
    with pytest.raises(Conflict, match="stays"):
        remove_code_list(node, staff, "soc", BUNDLED)
    with pytest.raises(InvalidInput):
        load_code_list(node, staff, "naics", CIP_FILE, edition="2030")


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (ANONYMOUS, NotAuthenticated),
        (Actor(role=Role.READER), NotAuthorized),
        (Actor(role=Role.PUBLISHER, is_super_publisher=True), NotAuthorized),
    ],
)
def test_only_administrators_may(node: Node, staff: Actor, actor: Actor, error: type[RegistryError]) -> None:
    load_code_list(node, staff, "cip", CIP_FILE, edition="2030")
    acts: list[Callable[[], Any]] = [
        lambda: load_code_list(node, actor, "cip", CIP_FILE, edition="2031"),
        lambda: use_code_list(node, actor, "cip", "2030"),
        lambda: remove_code_list(node, actor, "cip", "2030"),
    ]
    for act in acts:
        with pytest.raises(error):
            act()
    assert [one[:2] for one in _editions(node, "cip")] == [("2030", False), (BUNDLED, True)]


def test_a_damaged_edition_can_be_left(node: Node, staff: Actor) -> None:
    load_code_list(node, staff, "cip", CIP_FILE, edition="2030", is_to_be_used=True)
    with node.database.write() as transaction:
        transaction.connection.execute(
            text("UPDATE code_list SET content = :content, loaded_at = 1"), {"content": b"nothing"}
        )
    node.forget_codes()
    with pytest.raises(RegistryError, match="damaged"):
        _ = node.codes
    use_code_list(node, staff, "cip", BUNDLED)
    assert node.codes["cip"] is bundled_codes()["cip"]
