"""Costs: one profile for each item, with what they share repeated.

Source: ``publishing.md`` section 4.9.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.objects import build_object, listed, members_of, object_of, require, spot
from opencredreg.crosswalk.assistant.profiles import Members
from opencredreg.crosswalk.assistant.table import Field, Part, part_of

__all__ = ["cost"]

_ITEMS: Final = "costitems"


def cost(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> list[Node]:
    """The cost profiles of one member of the input."""
    require(conversion, part, members, pointer, field.name)
    shared = build_object(conversion, part, part.cls, members, pointer, but=(_ITEMS,))
    if _ITEMS not in members:
        return [shared]
    name, items = members[_ITEMS]
    found = []
    for place, entry in listed(items):
        here = spot(step(pointer, name), place)
        known = object_of(conversion, entry, here, name)
        if known is None:
            continue
        item_members = members_of(known)
        node = conversion.copied(shared, dict(shared))
        build_object(conversion, part_of("cost-item"), part.cls, item_members, here, node)
        price = node.get("ceterms:price")
        if isinstance(price, int | float) and price < 0:
            written = item_members["price"][0]
            conversion.say("value.negative", step(here, written), "Price is negative.", value=price)
        if price is not None and "ceterms:currency" not in node:
            conversion.say(
                "currency.missing",
                step(pointer, "Currency"),
                f"{field.name} has a Price, but no Currency.",
                severity="warning",
                hint="Add Currency, such as USD.",
            )
        found.append(node)
    return found or [shared]
