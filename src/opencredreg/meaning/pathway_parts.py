"""Looking up what belongs to a pathway: components, their conditions and the constraints in these.

One question for each step away from the pathway, whatever the number of components. Source:
``ctdl-vocabulary.md`` sections 5.4, 9.4 and 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import (
    Node,
    Text,
    is_described,
    key_of,
    keys_of,
    listed,
    names_of,
    reference_of,
    references_of,
    texts_of,
    type_of,
    whole_of,
)
from opencredreg.meaning.constraints import Constraint, read_constraint
from opencredreg.meaning.graph import LinkedResources, Resources, find_by_key

__all__ = [
    "AFTER",
    "BEFORE",
    "HAS_CHILD",
    "HAS_DESTINATION",
    "IS_CHILD_OF",
    "IS_DESTINATION",
    "ComponentCondition",
    "PathwayReader",
    "all_conditions",
    "targets_within",
]

_HAS_PART = ("ceterms:hasPart", "ceasn:hasPart")
_IS_PART_OF = ("ceterms:isPartOf", "ceasn:isPartOf")
HAS_CHILD = ("ceasn:hasChild", "ceterms:hasChild")
IS_CHILD_OF = ("ceasn:isChildOf", "ceterms:isChildOf")
HAS_DESTINATION = ("ceterms:hasDestinationComponent",)
IS_DESTINATION = ("ceterms:isDestinationComponentOf", "ceterms:isDestinationComponentFor")
BEFORE = ("ceterms:precededBy", "ceterms:prerequisite")
AFTER = ("ceterms:precedes",)
_CONDITION = "ceterms:hasCondition"
_CONSTRAINT = "ceterms:hasConstraint"
_TARGET = "ceterms:targetComponent"
_MAX_COMPONENTS = 2_000
_MAX_CONDITIONS = 5_000
_MAX_CONSTRAINTS = 500
_MAX_DEPTH = 12
_ROUNDS = 40


class ComponentCondition(msgspec.Struct, frozen=True):
    """What must be done to complete a component, or a part of it.

    ``required`` of the ``targets`` and nested ``conditions`` together; ``None`` is all of them. ``operator`` is
    ``And``, ``Or``, ``OnlyOne`` or "". ``path`` names the condition: the component's key and positions.
    """

    path: str
    names: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()
    required: int | None = None
    targets: tuple[str, ...] = ()
    conditions: tuple[ComponentCondition, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    required_constraints: int | None = None
    operator: str = ""

    @property
    def candidates(self) -> int:
        """How many things ``required`` counts among: with an operator the targets, if there are any (reading)."""
        if self.operator:
            return len(self.targets) or len(self.conditions)
        return len(self.targets) + len(self.conditions)

    @property
    def is_impossible(self) -> bool:
        """Whether more is required than there are candidates."""
        return self.required is not None and self.required > self.candidates


def all_conditions(conditions: Sequence[ComponentCondition]) -> Iterator[ComponentCondition]:
    """The conditions with those inside them."""
    for condition in conditions:
        yield condition
        yield from all_conditions(condition.conditions)


def targets_within(conditions: Sequence[ComponentCondition], known: Mapping[str, Any]) -> tuple[str, ...]:
    """The targets of the conditions and of those inside them that are known, each once."""
    return tuple(
        dict.fromkeys(
            target
            for condition in all_conditions(conditions)
            for target in condition.targets
            if target in known
        )
    )


class PathwayReader:
    """Finds the components of a pathway, then makes their conditions of what it has looked up."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.described: dict[str, Node] = {}
        self.unresolved: dict[str, str] = {}
        self.is_truncated = False
        self._conditions = 0
        self._constraint_count = 0

    def components(self, pathway: Node) -> dict[str, Node]:
        """All components by key: those the pathway names, those that name it, and what they lead to."""
        self._note(pathway, (*_HAS_PART, *HAS_DESTINATION, *HAS_CHILD))
        wanted = {
            key_of(uri): uri for uri in references_of(pathway, *HAS_DESTINATION, *_HAS_PART, *HAS_CHILD)
        }
        members = set(wanted)
        for node in self._claimants(pathway):
            self.described.setdefault(key_of(reference_of(node)), node)
            wanted.setdefault(key_of(reference_of(node)), reference_of(node))
        found: dict[str, Node] = {}
        asked: set[str] = set()
        for _ in range(_ROUNDS):
            asked.update(wanted)
            nodes = self._look_up(list(wanted.values()))
            new = {key: node for key, node in nodes.items() if key in members or _is_component(node)}
            self.unresolved.update(
                {key: wanted[key] for key in wanted if key in members and key not in nodes}
            )
            found.update(new)
            self._look_up_inner(list(new.values()))
            following = {key_of(uri): uri for node in new.values() for uri in self._named_by(node)}
            room = max(0, _MAX_COMPONENTS - len(found))
            fresh = [key for key in following if key not in asked]
            self.is_truncated |= len(fresh) > room
            wanted = {key: following[key] for key in fresh[:room]}
            if not wanted:
                return found
        self.is_truncated = True
        return found

    def conditions(self, components: Mapping[str, Node]) -> dict[str, tuple[ComponentCondition, ...]]:
        """The conditions of every component, made of what has been looked up."""
        return {
            key: tuple(
                self._condition(value, f"{key}/{place}", 1)
                for place, value in enumerate(listed(node.get(_CONDITION)))
            )
            for key, node in components.items()
        }

    def _look_up_inner(self, level: list[Node]) -> None:
        """Look up conditions and constraints that stand in the graph instead of inside their component."""
        seen: set[str] = set()
        for _ in range(_MAX_DEPTH):
            values = [
                value
                for node in level
                for term in (_CONDITION, _CONSTRAINT)
                for value in listed(node.get(term))
            ]
            named = {
                key_of(reference_of(value)): reference_of(value)
                for value in values
                if not is_described(value)
            }
            fresh = {key: uri for key, uri in named.items() if uri and key not in seen}
            seen.update(fresh)
            level = [value for value in values if is_described(value)][:_MAX_CONDITIONS]
            level += self._look_up(list(fresh.values())[:_MAX_CONDITIONS]).values()
            if not level:
                return

    def _condition(self, value: Any, path: str, depth: int) -> ComponentCondition:
        node = self._inner(value)
        nested = listed(node.get(_CONDITION))
        self._conditions += 1
        if nested and (depth >= _MAX_DEPTH or self._conditions + len(nested) > _MAX_CONDITIONS):
            self.is_truncated = True
            nested = []
        required = whole_of(node.get("ceterms:requiredNumber"))
        constraints = whole_of(node.get("ceterms:requiredConstraints"))
        return ComponentCondition(
            path=path,
            names=names_of(node),
            texts=texts_of(node.get("ceterms:description")),
            required=None if required is None else max(required, 0),
            targets=keys_of(references_of(node, _TARGET)),
            conditions=tuple(
                self._condition(inner, f"{path}/{place}", depth + 1) for place, inner in enumerate(nested)
            ),
            constraints=tuple(self._constraints(node)),
            required_constraints=None if constraints is None else max(constraints, 0),
            operator=_operator(node),
        )

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        for value in listed(node.get(_CONSTRAINT)):
            self._constraint_count += 1
            if self._constraint_count > _MAX_CONSTRAINTS:
                self.is_truncated = True
                return
            yield read_constraint(self._inner(value))

    def _named_by(self, node: Node) -> Iterator[str]:
        """The components that a component speaks of."""
        self._note(node, (*HAS_CHILD, *BEFORE, *AFTER))
        yield from references_of(node, *HAS_CHILD, *IS_CHILD_OF, *BEFORE, *AFTER)
        level = listed(node.get(_CONDITION))
        seen: set[str] = set()
        for _ in range(_MAX_DEPTH):
            # A condition that refers to itself several times must not multiply.
            named = {reference_of(value): value for value in level if not is_described(value)}
            level = [value for value in level if is_described(value)]
            level += [value for uri, value in named.items() if uri not in seen]
            seen.update(named)
            nodes = [self._inner(value) for value in level[:_MAX_CONDITIONS]]
            for condition in nodes:
                self._note(condition, (_TARGET,))
                yield from references_of(condition, _TARGET)
            level = [value for condition in nodes for value in listed(condition.get(_CONDITION))]

    def _inner(self, value: Any) -> Node:
        return value if is_described(value) else self.described.get(key_of(reference_of(value)), {})

    def _claimants(self, pathway: Node) -> Sequence[Node]:
        uri = reference_of(pathway)
        if not uri or not isinstance(self.resources, LinkedResources):
            return ()
        found = self.resources.find_pointing([uri], [*_IS_PART_OF, *IS_CHILD_OF, *IS_DESTINATION]).get(
            uri, ()
        )
        return [node for node in found if _is_component(node)][:_MAX_COMPONENTS]

    def _note(self, node: Node, terms: Sequence[str]) -> None:
        """Remember components that stand inside others."""
        for term in terms:
            for value in listed(node.get(term)):
                if is_described(value) and reference_of(value):
                    self.described.setdefault(key_of(reference_of(value)), value)

    def _look_up(self, uris: Sequence[str]) -> dict[str, Node]:
        missing = [uri for uri in uris if uri and key_of(uri) not in self.described]
        self.described.update(find_by_key(self.resources, missing))
        return {key_of(uri): self.described[key_of(uri)] for uri in uris if key_of(uri) in self.described}


def _is_component(node: Node) -> bool:
    cls = type_of(node)
    return bundled_vocabulary().is_a(cls, "ceterms:PathwayComponent") or cls in (
        "ceterms:CollectionComponent",
        "ceterms:MultiComponent",
        "ceterms:SelectionComponent",
    )


def _operator(node: Node) -> str:
    value = next(iter(listed(node.get("ceterms:logicalOperator"))), "")
    name = reference_of(value).rpartition("/")[2].rpartition(":")[2].lower()
    return {"and": "And", "or": "Or", "onlyone": "OnlyOne"}.get(name, "")
