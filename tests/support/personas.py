"""Who uses the registry under test: organizations, communities, and people with their tokens.

Nobody's token is a constant: tokens are issued as the product issues them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from opencredreg.accounts.actor import Role
from opencredreg.accounts.organizations import create_organization, grant
from opencredreg.accounts.people import create_publisher
from opencredreg.accounts.tokens import issue_token
from opencredreg.registry.communities import create_community
from opencredreg.store.database import Database

__all__ = ["COMMUNITIES", "PERSONAS", "House", "Household", "settle"]

PERSONAS = (
    "anonymous",  # No token at all.
    "unknown",  # A token that the registry never issued.
    "reader",  # Of the owner, but may only read.
    "publisher",  # Of the owner.
    "stranger",  # A publisher of another organization.
    "partner",  # A publisher of a third party that the owner lets publish for it.
    "admin",
    "superadmin",
)
COMMUNITIES = {
    "ce_registry": "the default one",
    "learning_registry": "another one",
    "secured_registry": "to be read with a token or key only",
    "open_registry": "signed envelopes of unknown keys are welcome",
}


class House(NamedTuple):
    """An organization."""

    ctid: str
    uuid: str
    name: str


class Household(msgspec.Struct, frozen=True):
    """Everybody there is. ``organizations`` and ``tokens`` by their short names."""

    organizations: Mapping[str, House]
    tokens: Mapping[str, str]

    def headers(self, who: str) -> dict[str, str]:
        """The header by which a persona shows who it is."""
        if who == "anonymous":
            return {}
        return {"Authorization": f"Token {self.tokens[who]}"}


def settle(database: Database) -> Household:
    """Fill an empty, migrated database with communities, organizations and people.

    Alder owns what the tests publish. Birch has nothing to do with it; Cedar may publish for it.
    """
    houses: dict[str, House] = {}
    with database.write() as transaction:
        for name in COMMUNITIES:
            create_community(
                transaction,
                name,
                is_default=name == "ce_registry",
                secured=name == "secured_registry",
                secured_search=name == "secured_registry",
                is_open=name == "open_registry",
                backup_item="shelf-four" if name == "ce_registry" else None,
            )
        made = {
            name: create_organization(transaction, title)
            for name, title in (
                ("alder", "Alder College of Land Work"),
                ("birch", "Birch Academy"),
                ("cedar", "Cedar Publishing Office"),
            )
        }
        grant(transaction, made["alder"], made["cedar"])
        houses = {name: House(one.ctid, one.uuid, one.name) for name, one in made.items()}
        create_publisher(transaction, "A publisher without anybody")
        tokens = {"unknown": "0123456789abcdef0123456789abcdef"}
        for who, role, employer in (
            ("reader", Role.READER, "alder"),
            ("publisher", Role.PUBLISHER, "alder"),
            ("stranger", Role.PUBLISHER, "birch"),
            ("partner", Role.PUBLISHER, "cedar"),
            ("admin", Role.ADMIN, None),
            ("superadmin", Role.SUPERADMIN, None),
        ):
            tokens[who] = issue_token(
                transaction,
                role=role,
                email=f"{who}@people.example",
                organization_id=made[employer].id if employer else None,
            )
    return Household(houses, tokens)
