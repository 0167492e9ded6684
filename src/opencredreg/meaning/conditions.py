"""The effective conditions of a resource: its own and those of the manifests it shares.

Source: ``ctdl-vocabulary.md`` section 9.1. From the handbook: a manifest's profiles count as the resource's own,
manifests may be chained, and the resource wins where they conflict. Our reading: a nearer manifest wins over a
farther one, no profile is ever dropped, and a conflict is one single-valued statement with different values for
the same audience and jurisdiction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from opencredreg.jsonld.values import (
    Node,
    is_described,
    key_of,
    keys_of,
    listed,
    number_of,
    reference_of,
    references_of,
    type_of,
)
from opencredreg.meaning.concepts import concept_keys, concepts_of
from opencredreg.meaning.graph import Resources, find_by_key
from opencredreg.meaning.manifests import OWN, Source, find_manifests

__all__ = [
    "CONDITION_TERMS",
    "Condition",
    "Conflict",
    "EffectiveConditions",
    "effective_conditions",
    "effective_conditions_of_all",
    "jurisdiction_marks",
]

CONDITION_TERMS = (
    "ceterms:requires",
    "ceterms:recommends",
    "ceterms:entryCondition",
    "ceterms:corequisite",
    "ceterms:coPrerequisite",
    "ceterms:renewal",
)
"""The properties whose profiles a manifest adds to."""
_ALL_TERMS = (*CONDITION_TERMS, "ceterms:prerequisite")
_PROFILE = "ceterms:ConditionProfile"
_EXCLUDES = "ceterms:conditionExcludes"
_SINGLE = ("ceterms:minimumAge", "ceterms:yearsOfExperience", "ceterms:weight")
_MAX_PROFILES = 2_000
_DEPTH = 8


class Condition(msgspec.Struct, frozen=True):
    """One profile under one property.

    ``profile`` is the condition profile as published. Where the property leads straight to another resource,
    ``is_direct`` is true and ``profile`` is that reference or alignment object (``ctdl-vocabulary.md`` 9.2).
    """

    term: str
    profile: dict[str, Any]
    source: Source = OWN
    is_direct: bool = False


class Conflict(msgspec.Struct, frozen=True):
    """One statement on which sources differ for the same audience and jurisdiction.

    ``values`` are those of the nearest sources, which count; ``overridden`` what farther ones say. Sources that are
    equally near and disagree leave several values, between which nothing decides.
    """

    term: str
    statement: str
    values: tuple[float, ...]
    sources: tuple[Source, ...]
    overridden: tuple[tuple[Source, tuple[float, ...]], ...]


class EffectiveConditions(msgspec.Struct, frozen=True):
    """All conditions of a resource, own ones first, then those of its manifests, nearest first.

    ``excludes`` names resources that do not count toward any condition, by property ("" for all of them).
    """

    resource: str
    conditions: tuple[Condition, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False

    def under(self, *terms: str) -> tuple[Condition, ...]:
        """The conditions of some of the properties."""
        return tuple(condition for condition in self.conditions if condition.term in terms)


def effective_conditions(resource: Node, resources: Resources) -> EffectiveConditions:
    """The conditions of one resource, its manifests' included."""
    return effective_conditions_of_all([resource], resources)[0]


def effective_conditions_of_all(
    nodes: Sequence[Node], resources: Resources, terms: Sequence[str] = _ALL_TERMS
) -> tuple[EffectiveConditions, ...]:
    """The conditions of several resources with as few questions as for one."""
    shared = find_manifests(nodes, "ceterms:commonConditions", resources)
    layers = [((OWN, node), *each.manifests) for node, each in zip(nodes, shared, strict=True)]
    named = find_by_key(
        resources,
        [
            reference_of(value)
            for layer in layers
            for _, holder in layer
            for term in terms
            for value in listed(holder.get(term))[:_MAX_PROFILES]
            if not is_described(value)
        ],
    )
    return tuple(
        _merge(node, layer, each.unresolved, each.is_truncated, named, terms)
        for node, layer, each in zip(nodes, layers, shared, strict=True)
    )


def _merge(
    node: Node,
    layers: Sequence[tuple[Source, Node]],
    unresolved: tuple[str, ...],
    is_truncated: bool,
    named: dict[str, Node],
    terms: Sequence[str],
) -> EffectiveConditions:
    conditions = [
        condition
        for term in terms
        for source, holder in layers
        for condition in _of(holder, term, source, named)
    ]
    kept = tuple(conditions[:_MAX_PROFILES])
    excludes = [("", uri) for _, holder in layers for uri in references_of(holder, _EXCLUDES)]
    excludes += [
        (condition.term, uri) for condition in kept for uri in references_of(condition.profile, _EXCLUDES)
    ]
    return EffectiveConditions(
        resource=reference_of(node),
        conditions=kept,
        conflicts=tuple(_conflicts(kept)),
        excludes=tuple(dict.fromkeys(excludes)),
        unresolved=unresolved,
        is_truncated=is_truncated or len(conditions) > len(kept),
    )


def _of(holder: Node, term: str, source: Source, named: dict[str, Node]) -> Iterator[Condition]:
    for value in listed(holder.get(term)):
        if isinstance(value, str):
            value = {"@id": value}
        if not isinstance(value, Mapping):
            continue
        profile = value if is_described(value) else named.get(key_of(reference_of(value)), value)
        if type_of(profile) == _PROFILE or (profile is value and not _is_elsewhere(value)):
            yield Condition(term, dict(profile), source)
        elif reference_of(value) or is_described(value):
            yield Condition(term, dict(value), source, is_direct=True)


def _is_elsewhere(value: Node) -> bool:
    """Whether an object names something else than conditions: a reference or an alignment object."""
    stated = type_of(value)
    return not is_described(value) or (stated != "" and stated != _PROFILE) or "ceterms:targetNode" in value


def _conflicts(conditions: Sequence[Condition]) -> Iterator[Conflict]:
    """Per property, audience, jurisdiction and statement: what the nearest source says against the others."""
    groups: dict[tuple[Any, ...], dict[Source, list[float]]] = {}
    for condition in conditions:
        scope = (condition.term, *_scope(condition.profile))
        for statement in _SINGLE:
            value = number_of(condition.profile.get(statement))
            if value is not None:
                of_source = groups.setdefault((*scope, statement), {})
                of_source.setdefault(condition.source, []).append(value)
    for key, by_source in groups.items():
        distance = min(source.distance for source in by_source)
        nearest = [source for source in by_source if source.distance == distance]
        values = {value for source in nearest for value in by_source[source]}
        overridden = tuple(
            (source, tuple(stated))
            for source, stated in by_source.items()
            if source.distance > distance and set(stated) != values
        )
        if overridden or any(set(by_source[source]) != values for source in nearest):
            yield Conflict(key[0], key[-1], tuple(sorted(values)), tuple(nearest), overridden)


def _scope(profile: Node) -> tuple[frozenset[str], ...]:
    return (
        concept_keys(concepts_of(profile, "ceterms:audienceType")),
        concept_keys(concepts_of(profile, "ceterms:audienceLevelType")),
        jurisdiction_marks(profile, "ceterms:jurisdiction"),
        jurisdiction_marks(profile, "ceterms:residentOf"),
    )


def jurisdiction_marks(node: Node, term: str) -> frozenset[str]:
    """What the jurisdictions of a node say, for telling equal ones from different ones."""
    return frozenset(mark for value in listed(node.get(term)) for mark in _leaves(value, 0))


def _leaves(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping) and depth < _DEPTH:
        for name, inner in sorted(value.items()):
            if name != "@type":
                for leaf in _leaves(inner, depth + 1):
                    yield f"{name}={leaf}"
    elif isinstance(value, list):
        for inner in value if depth < _DEPTH else ():
            yield from _leaves(inner, depth + 1)
    elif value is not None:
        yield from keys_of([value]) if isinstance(value, str) else (str(value),)
