"""The life of an API key: made, used, replaced, ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, select

from opencredreg import clock
from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.keys import (
    OrganizationKey,
    find_org_key,
    get_org_key,
    issue_key,
    list_org_keys,
    revoke_key,
    rotate_key,
)
from opencredreg.accounts.limits import KeyLimits
from opencredreg.accounts.organizations import Organization, create_organization, delete_organization
from opencredreg.accounts.tokens import WrongEnvironment, authenticate, issue_token, revoke_token
from opencredreg.accounts.uses import recent_uses, uses_written, write_uses
from opencredreg.errors import Conflict, InvalidInput, NotAuthenticated, NotFound
from opencredreg.ids import is_uuid
from opencredreg.registry.node import Node
from opencredreg.store.tables import METADATA
from tests.support.nodes import open_node

_DAY_US = 86_400_000_000
_token = METADATA.tables["access_token"]


@pytest.fixture
def node(migrated_url: str) -> Iterator[Node]:
    with open_node(migrated_url) as opened:
        yield opened


@pytest.fixture
def alder(node: Node) -> Organization:
    with node.database.write() as transaction:
        return create_organization(transaction, "Alder")


def _issue(
    node: Node,
    organization: Organization,
    limits: KeyLimits | None = None,
    days: int = 0,
    name: str = "Nightly",
) -> tuple[OrganizationKey, str]:
    with node.database.write() as transaction:
        return issue_key(
            transaction,
            organization,
            name=name,
            limits=limits or KeyLimits(),
            expires_at=transaction.at + days * _DAY_US if days else None,
        )


def _read(node: Node, key_id: int) -> OrganizationKey:
    with node.database.read() as connection:
        return get_org_key(connection, key_id)


def test_a_key_is_a_guid_of_which_only_a_digest_is_kept(node: Node, alder: Organization) -> None:
    key, value = _issue(node, alder, name="  Nightly \n upload ")
    assert (key.name, key.limits, key.organization_id) == ("Nightly upload", KeyLimits(), alder.id)
    assert len(value) == 36
    assert is_uuid(value)
    assert value == value.lower()
    with node.database.read() as connection:
        [row] = connection.execute(select(_token)).all()
    assert value not in repr(tuple(row))
    assert value.replace("-", "") not in repr(tuple(row))
    assert len(row.digest) == 32
    for spelling in (value, value.upper()):
        actor = authenticate(node.database, spelling)
        assert (actor.role, actor.organization_ids) == (Role.PUBLISHER, frozenset({alder.id}))
        assert (actor.token_id, actor.key_name) == (key.id, "Nightly upload")


def test_the_actor_has_the_limits_of_its_key(node: Node, alder: Organization) -> None:
    limits = KeyLimits(
        scopes=frozenset({"publish", "search"}),
        classes=frozenset({"ceterms:Course"}),
        environment="production",
    )
    key, value = _issue(node, alder, limits, days=3)
    assert key.limits == limits
    actor = authenticate(node.database, value)
    assert (actor.scopes, actor.classes) == (limits.scopes, limits.classes)
    assert (actor.environment, actor.expires_at) == ("production", key.expires_at)
    _, reading = _issue(node, alder, KeyLimits(scopes=frozenset({"search"})))
    assert authenticate(node.database, reading).role is Role.READER
    _, deleting = _issue(node, alder, KeyLimits(scopes=frozenset({"delete"})))
    assert authenticate(node.database, deleting).role is Role.PUBLISHER


def test_a_key_is_refused_in_another_environment(node: Node, alder: Organization) -> None:
    _, value = _issue(node, alder, KeyLimits(environment="sandbox"))
    with pytest.raises(WrongEnvironment, match='"Nightly" is for the sandbox environment'):
        authenticate(node.database, value)
    assert authenticate(node.database, value, environment="sandbox").organization_ids == {alder.id}
    _, anywhere = _issue(node, alder)
    assert authenticate(node.database, anywhere, environment="sandbox").role is Role.PUBLISHER


def test_one_statement_finds_out_who_asks(node: Node, alder: Organization) -> None:
    _, plain = _issue(node, alder)
    _, limited = _issue(node, alder, KeyLimits(scopes=frozenset({"publish"})))
    statements: list[str] = []
    event.listen(
        node.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]), named=False
    )
    for value in (plain, limited):
        statements.clear()
        authenticate(node.database, value)
        assert len([text for text in statements if "access_token" in text]) == 1
        assert [text for text in statements if text.lstrip().upper().startswith(("UPDATE", "INSERT"))] == []


@pytest.mark.parametrize("name", ["", " \n ", "x" * 101])
def test_a_key_needs_a_name_of_some_length(node: Node, alder: Organization, name: str) -> None:
    with node.database.write() as transaction, pytest.raises(InvalidInput, match=r"[Nn]ame"):
        issue_key(transaction, alder, name=name)


def test_keys_are_listed_for_their_organization_alone(node: Node, alder: Organization) -> None:
    with node.database.write() as transaction:
        birch = create_organization(transaction, "Birch")
        issue_token(transaction, role=Role.ADMIN, email="boss@x.example", organization_id=alder.id)
        issue_token(transaction, role=Role.PUBLISHER, email="old@x.example", organization_id=alder.id)
        issue_token(transaction, role=Role.READER, email="eye@x.example", organization_id=alder.id)
        issue_token(transaction, role=Role.SUPERADMIN, email="root@x.example")
    first, _ = _issue(node, alder, name="One")
    second, _ = _issue(node, alder, KeyLimits(scopes=frozenset({"search"})), name="Two")
    theirs, _ = _issue(node, birch, name="Three")
    with node.database.read() as connection:
        found = list_org_keys(connection, alder)
        # Tokens from before keys had names belong to the list; what staff holds does not.
        assert [(key.name, key.scopes) for key in found] == [
            ("", None),
            ("", frozenset({"search"})),
            ("One", None),
            ("Two", frozenset({"search"})),
        ]
        assert found[2:] == [first, second]
        assert list_org_keys(connection, birch) == [theirs]
        assert find_org_key(connection, 1) is None, "the administrator's token is no key"
        with pytest.raises(NotFound, match="Key not found"):
            get_org_key(connection, 10**6)


def test_rotation_with_an_overlap(node: Node, alder: Organization) -> None:
    limits = KeyLimits(scopes=frozenset({"publish"}), classes=frozenset({"ceterms:Course"}))
    old, before = _issue(node, alder, limits, days=90)
    with node.database.write() as transaction:
        new, after = rotate_key(transaction, alder, old)
        at = transaction.at
    assert (new.name, new.limits, new.replaces) == (old.name, limits, old.id)
    assert new.expires_at == at + 90 * _DAY_US
    assert _read(node, old.id).expires_at == at + 7 * _DAY_US
    for value in (before, after):
        assert authenticate(node.database, value).scopes == frozenset({"publish"})
    with node.database.write() as transaction, pytest.raises(Conflict, match=f"by key {new.id}"):
        rotate_key(transaction, alder, _read(node, old.id))
    # When the new key is gone, the old one can be replaced once more.
    with node.database.write() as transaction:
        revoke_key(transaction, new)
        third, _ = rotate_key(transaction, alder, get_org_key(transaction.connection, old.id))
    assert third.replaces == old.id


def test_rotation_at_once(node: Node, alder: Organization) -> None:
    old, before = _issue(node, alder)
    with node.database.write() as transaction:
        new, after = rotate_key(transaction, alder, old, overlap_days=0)
    assert new.expires_at is None
    assert not _read(node, old.id).is_in_force(clock.now())
    with pytest.raises(NotAuthenticated):
        authenticate(node.database, before)
    assert authenticate(node.database, after).token_id == new.id
    with node.database.write() as transaction, pytest.raises(Conflict, match="has ended"):
        rotate_key(transaction, alder, _read(node, old.id))


def test_rotation_lengthens_no_life(node: Node, alder: Organization) -> None:
    old, _ = _issue(node, alder, days=3)
    with node.database.write() as transaction:
        latest = transaction.at + _DAY_US
        new, _ = rotate_key(transaction, alder, old, overlap_days=30, latest_end=latest)
    assert new.expires_at == latest
    assert _read(node, old.id).expires_at == old.expires_at
    for days in (-1, 366):
        with node.database.write() as transaction, pytest.raises(InvalidInput, match="overlap_days"):
            rotate_key(transaction, alder, new, overlap_days=days)


def test_an_old_token_for_reading_does_not_grow_by_rotation(node: Node, alder: Organization) -> None:
    with node.database.write() as transaction:
        issue_token(transaction, role=Role.READER, email="eye@x.example", organization_id=alder.id)
        [old] = list_org_keys(transaction.connection, alder)
        new, value = rotate_key(transaction, alder, old)
    assert (new.name, new.scopes) == ("API key", frozenset({"search"}))
    assert authenticate(node.database, value).role is Role.READER


def test_a_key_never_acts_as_super_publisher(node: Node, alder: Organization) -> None:
    key, value = _issue(node, alder)
    with node.database.write() as transaction:
        # Staff happens to use the mail address under which the keys of the organization stand.
        issue_token(transaction, role=Role.ADMIN, email=f"publisher@{alder.ctid}")
    actor: Actor = authenticate(node.database, value)
    assert (actor.token_id, actor.is_super_publisher, actor.is_staff) == (key.id, False, False)


def test_ended_keys_stay_listed(node: Node, alder: Organization) -> None:
    key, value = _issue(node, alder)
    with node.database.write() as transaction:
        assert revoke_key(transaction, key)
        assert not revoke_key(transaction, key)
    with pytest.raises(NotAuthenticated):
        authenticate(node.database, value)
    with node.database.read() as connection:
        [listed] = list_org_keys(connection, alder)
    assert listed.revoked_at is not None
    _, other = _issue(node, alder)
    with node.database.write() as transaction:
        assert revoke_token(transaction, other.upper()), "whoever holds a key may end it"
        delete_organization(transaction, alder.ctid)
    with node.database.read() as connection:
        assert connection.execute(select(_token.c.id)).all() == []


def test_uses_are_noted_in_memory_and_written_later(node: Node, alder: Organization) -> None:
    key, value = _issue(node, alder)
    assert write_uses(node.database) == 0
    for _ in range(3):
        authenticate(node.database, value)
    assert list(recent_uses(node.database)) == [key.id]
    noted_at = recent_uses(node.database)[key.id]
    assert _read(node, key.id).last_used_at is None
    assert write_uses(node.database) == 1
    assert _read(node, key.id).last_used_at == noted_at
    assert (recent_uses(node.database), write_uses(node.database)) == ({}, 0)
    authenticate(node.database, value)
    with uses_written(node.database):
        pass
    last = _read(node, key.id).last_used_at
    assert last is not None
    assert last > noted_at


def test_a_use_that_cannot_be_written_stays_noted_and_fails_nothing(node: Node, alder: Organization) -> None:
    key, value = _issue(node, alder)
    authenticate(node.database, value)

    def refuse(*_given: object) -> None:
        raise RuntimeError("no writing today")

    event.listen(node.database.engine, "begin", refuse)
    try:
        assert write_uses(node.database) == 0
    finally:
        event.remove(node.database.engine, "begin", refuse)
    assert list(recent_uses(node.database)) == [key.id]
    assert write_uses(node.database) == 1
    assert _read(node, key.id).last_used_at is not None


def test_a_later_use_that_another_process_wrote_is_kept(node: Node, alder: Organization) -> None:
    key, value = _issue(node, alder)
    authenticate(node.database, value)
    later = clock.now() + _DAY_US
    with node.database.write() as transaction:
        transaction.connection.execute(_token.update().values(last_used_at=later))
    write_uses(node.database)
    assert _read(node, key.id).last_used_at == later
