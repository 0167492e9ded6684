"""Members of collections and pathways, and who things are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from opencredreg.crosswalk.schema_org.concepts import LABELS
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Scope
from opencredreg.crosswalk.schema_org.things import build_thing
from opencredreg.crosswalk.values import values_of
from opencredreg.jsonld.values import reference_of

__all__ = ["AUDIENCES", "COUNT", "LIST_ITEMS", "MEMBER_TERMS"]

MEMBER_TERMS: Final = ("ceterms:hasMember", "ceterms:hasPart")
"""Properties that name the members of collections and the components of pathways."""


def _items(values: list[Any], scope: Scope) -> Iterator[Json]:
    for value in values:
        node = scope.find(reference_of(value)) or {}
        # A member may be an object about the membership that names the member itself.
        stands_for = next(iter(values_of(node, "ceterms:proxyFor")), value)
        thing = build_thing(stands_for, scope, (), "thing")
        if thing:
            yield {"@type": "ListItem", "item": thing}


def _count(_: list[Any], scope: Scope) -> list[int]:
    # All of them are counted, although not all are looked at.
    count = len(values_of(scope.node, *MEMBER_TERMS))
    return [count] if count else []


def _audiences(values: list[Any], scope: Scope) -> Iterator[Json]:
    return ({"@type": "Audience", "audienceType": name} for name in LABELS.read(values, scope) if name)


LIST_ITEMS: Final = Reader("`ListItem` with the member", _items, looks_up=True)
COUNT: Final = Reader("how many there are", _count)
AUDIENCES: Final = Reader("`Audience`", _audiences, looks_up=True)
