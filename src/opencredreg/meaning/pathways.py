"""The structure of a pathway: components, destinations, conditions, breakdown and suggested order.

Source: ``ctdl-vocabulary.md`` sections 5.4, 9.4 and 10. Membership and breakdown are read in their old and new
spellings. The order of ``ceterms:precedes`` is a suggestion; ``ceterms:prerequisite`` between components, which is
retired, is read as that order too (reading).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    key_of,
    keys_of,
    names_of,
    reference_of,
    references_of,
    type_of,
)
from opencredreg.meaning.amounts import Amount, amounts_of
from opencredreg.meaning.graph import Resources
from opencredreg.meaning.pathway_parts import (
    AFTER,
    BEFORE,
    HAS_CHILD,
    HAS_DESTINATION,
    IS_CHILD_OF,
    IS_DESTINATION,
    ComponentCondition,
    PathwayReader,
    all_conditions,
    targets_within,
)
from opencredreg.meaning.walks import cycles_in, order_by, reachable

__all__ = ["Component", "Pathway", "read_pathway"]


class Component(msgspec.Struct, frozen=True):
    """One component. Other components are named by key; ``proxy_for`` and ``items`` by key of what they are."""

    key: str
    uri: str
    cls: str
    names: tuple[Text, ...] = ()
    proxy_for: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    conditions: tuple[ComponentCondition, ...] = ()
    children: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    node: dict[str, Any] = {}


class Pathway(msgspec.Struct, frozen=True):
    """A pathway as a graph.

    ``components`` stand in suggested order. ``steps`` walks back from the destinations: each step holds what the
    conditions of the step before ask for. ``roots`` are the components that no other one breaks down into.
    ``order_cycles`` and ``condition_cycles`` are groups that would have to come before themselves.
    ``impossible`` are paths of conditions that ask for more than they offer.
    """

    uri: str
    names: tuple[Text, ...] = ()
    components: tuple[Component, ...] = ()
    destinations: tuple[str, ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()
    roots: tuple[str, ...] = ()
    order_cycles: tuple[tuple[str, ...], ...] = ()
    condition_cycles: tuple[tuple[str, ...], ...] = ()
    impossible: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False

    def by_key(self) -> dict[str, Component]:
        """The components by key."""
        return {component.key: component for component in self.components}


def read_pathway(pathway: Node, resources: Resources) -> Pathway:
    """Everything that belongs to a pathway, found by following it from its parts and destinations.

    Components that only say themselves which pathway they are part of are found where the resources know who
    refers to whom (``find_pointing``). A pathway without components is a pathway with a description.
    """
    reader = PathwayReader(resources)
    destinations = list(keys_of(references_of(pathway, *HAS_DESTINATION)))
    found = reader.components(pathway)
    conditions = reader.conditions(found)
    destinations += [
        key
        for key, node in found.items()
        if key not in destinations
        and key_of(reference_of(pathway)) in keys_of(references_of(node, *IS_DESTINATION))
    ]
    return _assemble(pathway, found, conditions, destinations, reader)


def _assemble(
    pathway: Node,
    found: Mapping[str, Node],
    conditions: Mapping[str, tuple[ComponentCondition, ...]],
    destinations: Sequence[str],
    reader: PathwayReader,
) -> Pathway:
    children: dict[str, list[str]] = {key: [] for key in found}
    after: dict[str, list[str]] = {key: [] for key in found}
    for key, node in found.items():
        _add(children, key, keys_of(references_of(node, *HAS_CHILD)))
    for key, node in found.items():
        for parent in keys_of(references_of(node, *IS_CHILD_OF)):
            _add(children, parent, [key])
        for earlier in keys_of(references_of(node, *BEFORE)):
            _add(after, earlier, [key])
        _add(after, key, keys_of(references_of(node, *AFTER)))
    asks = {key: targets_within(conditions[key], found) for key in found}
    distance = reachable([key for key in destinations if key in found], asks)
    steps: list[list[str]] = [[] for _ in range(max(distance.values(), default=-1) + 1)]
    for key, step in distance.items():
        steps[step].append(key)
    claimed = {child for inner in children.values() for child in inner}
    return Pathway(
        uri=reference_of(pathway),
        names=names_of(pathway),
        components=tuple(
            _component(key, found[key], conditions[key], children[key], after[key])
            for key in order_by(list(found), after)
        ),
        destinations=tuple(destinations),
        steps=tuple(tuple(step) for step in steps),
        roots=tuple(key for key in found if key not in claimed),
        order_cycles=cycles_in(after),
        condition_cycles=cycles_in(asks),
        impossible=tuple(
            condition.path
            for key in found
            for condition in all_conditions(conditions[key])
            if condition.is_impossible
        ),
        unresolved=tuple(reader.unresolved.values()),
        is_truncated=reader.is_truncated,
    )


def _add(links: dict[str, list[str]], name: str, targets: Sequence[str]) -> None:
    """Lead from a name to targets, as far as all of them are components of this pathway."""
    if name in links:
        links[name] += [target for target in targets if target in links and target not in links[name]]


def _component(
    key: str,
    node: Node,
    conditions: tuple[ComponentCondition, ...],
    children: Sequence[str],
    after: Sequence[str],
) -> Component:
    return Component(
        key=key,
        uri=reference_of(node),
        cls=type_of(node),
        names=names_of(node),
        proxy_for=keys_of(references_of(node, "ceterms:proxyFor")),
        items=keys_of(references_of(node, "ceterms:proxyForItems")),
        conditions=conditions,
        children=tuple(children),
        after=tuple(after),
        levels=keys_of(references_of(node, "asn:hasProgressionLevel")),
        amounts=amounts_of(node, "ceterms:creditValue", "ceterms:pointValue"),
        node=dict(node),
    )
