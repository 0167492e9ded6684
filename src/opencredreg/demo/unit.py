"""What a builder hands back: one unit of publication, and the head that every described resource has."""

from __future__ import annotations

import msgspec

from opencredreg.demo.parts import Node
from opencredreg.demo.plan import Kind
from opencredreg.demo.roster import Organization
from opencredreg.demo.world import World

__all__ = ["Unit", "head"]


class Unit(msgspec.Struct):
    """One document in the making: ``items`` are its graph, the main resource first.

    ``asn`` chooses the context of CTDL-ASN, ``provisional`` marks a placeholder.
    """

    owner: Organization
    ctid: str
    items: list[Node]
    asn: bool = False
    provisional: bool = False


def head(world: World, kind: Kind, index: int, cls: str, part: int = 0) -> Node:
    """The start of a resource: its URI, class and CTID."""
    ctid = world.names.ctid(kind, index, part)
    return {"@id": world.names.resource(ctid), "@type": cls, "ceterms:ctid": ctid}
