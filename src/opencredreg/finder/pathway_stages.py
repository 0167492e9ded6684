"""The stages of a pathway: the levels of its progression model on which its parts stand, in their order.

Source: ``ctdl-vocabulary.md`` sections 5.4 and 9.4 (progression levels).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from opencredreg.finder.mentions import read_mentions
from opencredreg.finder.statements import Entry
from opencredreg.finder.subject import Look
from opencredreg.finder.whole import HAS_TOP, read_whole
from opencredreg.jsonld.values import (
    Node,
    embedded_of,
    first_string,
    key_of,
    number_of,
    reference_of,
    references_of,
)
from opencredreg.meaning.trees import Arrangement

__all__ = ["LEVEL", "MODEL", "Stages", "read_stages"]

LEVEL = "asn:hasProgressionLevel"
MODEL = "asn:hasProgressionModel"
_NOTATION = "skos:notation"


class Stages(msgspec.Struct, frozen=True):
    """The stages in their order, and by key of a part all of its levels and the first stage of them."""

    stages: tuple[Entry, ...] = ()
    levels: Mapping[str, tuple[Entry, ...]] = {}
    stage_of: Mapping[str, int] = {}


def read_stages(look: Look, models: Sequence[str], nodes: Mapping[str, Node]) -> Stages:
    """The stages of the parts of a pathway.

    Args:
        look: has learned what the parts refer to as their levels.
        models: the progression models of the pathway.
        nodes: the parts by key, in the order in which one goes along the pathway.
    """
    levels = {key: read_mentions(look, node, LEVEL) for key, node in nodes.items() if LEVEL in node}
    entries = {_identity(entry): entry for found in levels.values() for entry in found}
    if not entries:
        return Stages()
    known = _order_of(look, models, entries) if len(entries) > 1 else {}
    notations = _notations(nodes)
    first_seen = {name: place for place, name in enumerate(entries)}
    last = len(known)
    order = sorted(
        entries,
        key=lambda name: (known.get(name, last), notations.get(name, float("inf")), first_seen[name]),
    )
    place_of = {name: place for place, name in enumerate(order)}
    return Stages(
        stages=tuple(entries[name] for name in order),
        levels=levels,
        stage_of={
            key: min(place_of[_identity(entry)] for entry in found) for key, found in levels.items() if found
        },
    )


def _identity(entry: Entry) -> str:
    if entry.reference is not None:
        return entry.reference.key
    return next((text.text for text in entry.names), entry.code)


def _order_of(look: Look, models: Sequence[str], wanted: Collection[str]) -> dict[str, int]:
    """The place of the levels of the models, from the top down."""
    found: dict[str, int] = {}
    for held in look.resources.find_held(models).values():
        tops = {key_of(uri): at for at, uri in enumerate(references_of(held.value, *HAS_TOP), len(found))}
        if tops.keys() >= set(wanted):
            # Most models are plain lists; these need not be read as a whole.
            return tops
        order = read_whole(look, held).order
        for key in order.roots:
            _number(order, key, found)
    return found


def _number(order: Arrangement, top: str, found: dict[str, int]) -> None:
    waiting = [top]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = len(found)
            waiting += reversed(order.children.get(key, ()))


def _notations(nodes: Mapping[str, Node]) -> dict[str, float]:
    """The numbers of levels that are written out at the parts."""
    return {
        key_of(reference_of(level)): number
        for node in nodes.values()
        for level in embedded_of(node, LEVEL)
        if (number := number_of(first_string(level, _NOTATION))) is not None
    }
