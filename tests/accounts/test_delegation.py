from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from opencredreg.accounts.actor import ANONYMOUS, Actor, Role
from opencredreg.accounts.delegation import list_grants, list_keys, remove_key, require_owner
from opencredreg.accounts.organizations import Organization, add_key, create_organization, grant, revoke
from opencredreg.errors import NotAuthenticated, NotAuthorized, NotFound
from opencredreg.registry.node import Node
from tests.support.nodes import open_node


@pytest.fixture
def node(migrated_url: str) -> Iterator[Node]:
    with open_node(migrated_url) as opened:
        yield opened


@pytest.fixture
def houses(node: Node) -> list[Organization]:
    """Alder, Birch and Cedar."""
    with node.database.write() as transaction:
        return [create_organization(transaction, name) for name in ("Alder", "Birch", "Cedar")]


@pytest.fixture(scope="module")
def pem() -> str:
    key = generate_private_key(65537, 2048).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_grants_are_listed_by_name_until_they_end(node: Node, houses: list[Organization]) -> None:
    alder, birch, cedar = houses
    with node.database.write() as transaction:
        assert grant(transaction, alder, cedar)
        assert grant(transaction, alder, birch)
    with node.database.read() as connection:
        assert [one.publisher for one in list_grants(connection, alder)] == [birch, cedar]
        assert list_grants(connection, birch) == []
    with node.database.write() as transaction:
        assert revoke(transaction, alder, birch)
    with node.database.read() as connection:
        assert [one.publisher for one in list_grants(connection, alder)] == [cedar]


def test_keys_belong_to_their_organization(node: Node, houses: list[Organization], pem: str) -> None:
    alder, birch, _ = houses
    with node.database.write() as transaction:
        fingerprint = add_key(transaction, alder, pem)
    with node.database.read() as connection:
        [key] = list_keys(connection, alder)
        assert (key.fingerprint, list_keys(connection, birch)) == (fingerprint, [])
    with node.database.write() as transaction, pytest.raises(NotFound, match="Key not found"):
        remove_key(transaction, birch, fingerprint)
    with node.database.write() as transaction:
        remove_key(transaction, alder, fingerprint.upper())
    with node.database.read() as connection:
        assert list_keys(connection, alder) == []


def test_only_the_owner_and_staff_decide(houses: list[Organization]) -> None:
    alder, birch, _ = houses
    require_owner(Actor(role=Role.PUBLISHER, organization_ids=frozenset({alder.id})), alder)
    require_owner(Actor(role=Role.ADMIN), alder)
    require_owner(Actor(role=Role.SUPERADMIN), alder)
    for actor in (
        Actor(role=Role.PUBLISHER, organization_ids=frozenset({birch.id})),
        Actor(role=Role.READER, organization_ids=frozenset({alder.id})),
        Actor(role=Role.PUBLISHER),
    ):
        with pytest.raises(NotAuthorized):
            require_owner(actor, alder)
    with pytest.raises(NotAuthenticated):
        require_owner(ANONYMOUS, alder)
