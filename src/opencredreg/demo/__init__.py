"""The demonstration registry: a coherent region of organizations, credentials and everything around them.

Pure generator. Halvora is an invented island; its people, schools and firms are invented too. The same
``resources`` and ``seed`` give the same bytes on every machine. Codes of occupations, industries and programs
are facts of O*NET-SOC ("O*NET® is a trademark of USDOL/ETA", CC BY 4.0), NAICS 2022 and CIP 2020.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from opencredreg.demo.dice import Dice
from opencredreg.demo.generate import DemoDocument, build_unit, iter_documents
from opencredreg.demo.plan import Kind
from opencredreg.demo.roster import Organization
from opencredreg.demo.world import World

__all__ = ["DemoDocument", "DemoOrganization", "documents", "organizations"]

_BASE_URL = "https://demo.example.org"


class DemoOrganization(msgspec.Struct, frozen=True):
    """An organization to create accounts for; ``accredits`` marks the quality assurance organizations."""

    ctid: str
    name: str
    description: str
    accredits: bool


def organizations(resources: int = 300, seed: int = 1) -> tuple[DemoOrganization, ...]:
    """The organizations that own the documents of a demonstration, in a fixed order.

    ``name`` and ``description`` are in the first language of the organization.

    Raises:
        ValueError: ``resources`` is below 300.
    """
    world, dice = World(resources, seed, _BASE_URL), Dice()
    return tuple(_summary(world, dice, one) for one in world.roster.everyone)


def _summary(world: World, dice: Dice, organization: Organization) -> DemoOrganization:
    main = build_unit(world, dice, Kind.ORGANIZATION, organization.index).items[0]
    described = msgspec.convert(main["ceterms:description"], dict[str, str])
    return DemoOrganization(
        ctid=organization.ctid,
        name=organization.called,
        description=next(iter(described.values())),
        accredits="ceterms:accredits" in main,
    )


def documents(resources: int = 300, seed: int = 1, base_url: str = _BASE_URL) -> Iterator[DemoDocument]:
    """The documents of a demonstration with ``resources`` described resources, one by one.

    Organizations come first. Memory grows with the number of organizations only, about one in eighty
    resources. URIs of resources are ``<base_url>/resources/<ctid>``.

    Raises:
        ValueError: ``resources`` is below 300.
    """
    return iter_documents(World(resources, seed, base_url))
