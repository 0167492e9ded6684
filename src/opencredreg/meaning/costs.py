"""The effective costs of a resource: its own, those of the manifests it shares, of conditions and of offerings.

Source: ``ctdl-vocabulary.md`` section 9.3. From the handbook: a manifest's costs count as the resource's own, and
the resource wins where they conflict. Our reading: a conflict is the same kind of cost for the same audience and
residency at overlapping dates, and the nearer one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    first_string,
    key_of,
    names_of,
    number_of,
    reference_of,
    references_of,
    texts_of,
)
from opencredreg.meaning.concepts import Concept, concept_keys, concepts_of
from opencredreg.meaning.conditions import CONDITION_TERMS
from opencredreg.meaning.graph import Resources, find_by_key
from opencredreg.meaning.manifests import OWN, Shared, Source, find_manifests
from opencredreg.meaning.periods import Period, overlap, period_of

__all__ = ["Cost", "CostHolder", "EffectiveCosts", "effective_costs", "effective_costs_of_all", "held_costs"]

_TERM = "ceterms:estimatedCost"
_OFFERING = "ceterms:hasOffering"
_COMMON = "ceterms:commonCosts"
_MAX_COSTS = 500
_MAX_HOLDERS = 500
_DEPTH = 8


class Cost(msgspec.Struct, frozen=True):
    """One cost profile. ``price`` is ``None`` for a profile that only describes.

    ``audiences`` and ``residencies`` limit who pays it; nobody named means everybody. ``is_overridden`` marks a
    cost that a nearer source replaces.
    """

    price: float | None
    currency: str
    kinds: tuple[Concept, ...] = ()
    audiences: tuple[Concept, ...] = ()
    residencies: tuple[Concept, ...] = ()
    period: Period = Period()
    names: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()
    payment: tuple[Text, ...] = ()
    details: str = ""
    source: Source = OWN
    is_overridden: bool = False


class CostHolder(msgspec.Struct, frozen=True):
    """The costs of one thing: the resource, one of its condition profiles or one of its offerings.

    ``term`` is the property of the condition profile, "" otherwise; ``uri`` is "" for what has no name.
    """

    kind: Literal["resource", "condition", "offering"]
    uri: str
    term: str = ""
    names: tuple[Text, ...] = ()
    costs: tuple[Cost, ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False


class EffectiveCosts(msgspec.Struct, frozen=True):
    """All costs of a resource: first the holder for the resource itself, then conditions, then offerings."""

    resource: str
    holders: tuple[CostHolder, ...]
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False

    @property
    def own(self) -> CostHolder:
        """What the resource itself costs, whatever its conditions and offerings cost."""
        return self.holders[0]


def effective_costs(resource: Node, resources: Resources) -> EffectiveCosts:
    """The costs of one resource, of the condition profiles that stand in it, and of its offerings."""
    return effective_costs_of_all([resource], resources)[0]


def effective_costs_of_all(nodes: Sequence[Node], resources: Resources) -> tuple[EffectiveCosts, ...]:
    """The costs of several resources with as few questions as for one."""
    named = [references_of(node, _OFFERING) for node in nodes]
    found = find_by_key(resources, [uri for uris in named for uri in uris[:_MAX_HOLDERS]])
    parts = [_parts(node, uris, found) for node, uris in zip(nodes, named, strict=True)]
    held = iter(held_costs([node for part in parts for _, node in part.holders], resources))
    return tuple(_costs_of(node, part, held) for node, part in zip(nodes, parts, strict=True))


class _Parts(msgspec.Struct):
    """The holders of one resource before their costs are known."""

    holders: list[tuple[CostHolder, Node]]
    unresolved: list[str]
    is_truncated: bool


def _parts(node: Node, offerings: Sequence[str], found: dict[str, Node]) -> _Parts:
    profiles, is_truncated = _profiles(node)
    parts = _Parts(
        [(CostHolder("resource", reference_of(node), names=names_of(node)), node)], [], is_truncated
    )
    parts.holders += [(CostHolder("condition", "", term), profile) for term, profile in profiles]
    inside = embedded_of(node, _OFFERING)
    described = {key_of(reference_of(each)): each for each in inside if reference_of(each)}
    for uri in offerings[:_MAX_HOLDERS]:
        offering = found.get(key_of(uri)) or described.get(key_of(uri))
        if offering is None:
            parts.unresolved.append(uri)
        else:
            parts.holders.append((CostHolder("offering", uri, names=names_of(offering)), offering))
    nameless = [each for each in inside if not reference_of(each)]
    parts.holders += [
        (CostHolder("offering", "", names=names_of(each)), each) for each in nameless[:_MAX_HOLDERS]
    ]
    parts.is_truncated |= max(len(offerings), len(nameless)) > _MAX_HOLDERS
    return parts


def _costs_of(node: Node, parts: _Parts, held: Iterator[CostHolder]) -> EffectiveCosts:
    holders = []
    for holder, _ in parts.holders:
        found = next(held)
        if holder.kind == "resource" or found.costs or found.unresolved:
            holders.append(
                msgspec.structs.replace(
                    holder, costs=found.costs, unresolved=found.unresolved, is_truncated=found.is_truncated
                )
            )
    lost = (*parts.unresolved, *(uri for holder in holders for uri in holder.unresolved))
    return EffectiveCosts(
        reference_of(node),
        tuple(holders),
        tuple(dict.fromkeys(lost)),
        parts.is_truncated or any(holder.is_truncated for holder in holders),
    )


def held_costs(nodes: Sequence[Node], resources: Resources) -> tuple[CostHolder, ...]:
    """What each node states itself and through its manifests, whatever kind of thing it is."""
    shared = find_manifests(nodes, _COMMON, resources)
    return tuple(_held(node, each) for node, each in zip(nodes, shared, strict=True))


def _held(node: Node, shared: Shared) -> CostHolder:
    costs = [_cost(profile, OWN, Period()) for profile in embedded_of(node, _TERM)]
    for source, manifest in shared.manifests:
        bounds = period_of(manifest)
        costs += [_cost(profile, source, bounds) for profile in embedded_of(manifest, _TERM)]
    return CostHolder(
        "resource",
        reference_of(node),
        costs=tuple(_overridden(costs[:_MAX_COSTS])),
        unresolved=shared.unresolved,
        is_truncated=shared.is_truncated or len(costs) > _MAX_COSTS,
    )


def _cost(profile: Node, source: Source, bounds: Period) -> Cost:
    return Cost(
        price=number_of(profile.get("ceterms:price")),
        currency=first_string(profile, "ceterms:currency").upper(),
        kinds=concepts_of(profile, "ceterms:directCostType"),
        audiences=concepts_of(profile, "ceterms:audienceType"),
        residencies=concepts_of(profile, "ceterms:residencyType"),
        period=period_of(profile).within(bounds),
        names=texts_of(profile.get("ceterms:name")),
        texts=(*texts_of(profile.get("ceterms:description")), *texts_of(profile.get("ceterms:condition"))),
        payment=texts_of(profile.get("ceterms:paymentPattern")),
        details=first_string(profile, "ceterms:costDetails"),
        source=source,
    )


def _overridden(costs: Sequence[Cost]) -> Iterator[Cost]:
    """The costs, marked where a nearer source states the same kind for the same people at the same time.

    Costs without a kind never replace each other, for nothing says that they are the same cost.
    """
    nearer: dict[tuple[frozenset[str], ...], list[Cost]] = {}
    for cost in sorted(costs, key=lambda cost: cost.source.distance):
        kinds = concept_keys(cost.kinds)
        scope = (kinds, concept_keys(cost.audiences), concept_keys(cost.residencies))
        rivals = nearer.setdefault(scope, [])
        is_replaced = any(
            rival.source.distance < cost.source.distance and overlap(rival.period, cost.period)
            for rival in rivals
        )
        if kinds and cost.price is not None:
            if is_replaced:
                cost = msgspec.structs.replace(cost, is_overridden=True)
            else:
                rivals.append(cost)
        yield cost


def _profiles(node: Node) -> tuple[list[tuple[str, Node]], bool]:
    """The condition profiles that stand in a node, alternatives included; whether there are more."""
    found: list[tuple[str, Node]] = []
    level = [(term, profile) for term in CONDITION_TERMS for profile in embedded_of(node, term)]
    for _ in range(_DEPTH):
        found += level
        level = [
            (term, inner)
            for term, profile in level
            for inner in embedded_of(profile, "ceterms:alternativeCondition")
        ]
        if not level or len(found) > _MAX_HOLDERS:
            break
    return found[:_MAX_HOLDERS], bool(level) or len(found) > _MAX_HOLDERS
