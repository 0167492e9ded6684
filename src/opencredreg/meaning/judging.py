"""Deciding whether components and conditions of a pathway are fulfilled.

Source: ``ctdl-vocabulary.md`` section 9.4. From the handbook: the count rule, and that a condition says what must be
done to complete its component. Our reading:

* A component is fulfilled when the person has it or what it stands for, or when all of its conditions are met.
* A ``MultiComponent`` is fulfilled by all of its items, a ``CollectionComponent`` by all members of the collection;
  where such a component has conditions, these decide instead.
* A component that stands for nothing and has no condition is fulfilled when all components it breaks down into are.
* With an operator, the operator ties nested conditions and constraints and the number counts the targets (without
  targets, the nested conditions). An operator that finds nothing else to tie ties the targets.
* A constraint of a condition that names no candidates is about the fulfilled parts of the component, and about all
  fulfilled components where it has no parts.
* A condition that only text describes is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec

from opencredreg.jsonld.values import Node
from opencredreg.meaning.constraints import Candidate, Facts, check_constraint
from opencredreg.meaning.pathway_parts import ComponentCondition, all_conditions, targets_within
from opencredreg.meaning.pathways import Component, Pathway
from opencredreg.meaning.truth import Truth, all_of, any_of, at_least, exactly_one
from opencredreg.meaning.walks import knots_of

__all__ = ["ComponentState", "ConditionState", "FulfilledBy", "Judge"]

FulfilledBy = Literal["held", "items", "conditions", "parts", ""]
"""By what a component is fulfilled or not: the person has it, its items, its conditions, its parts; "" by nothing."""

_MAX_ROUNDS = 50


class ConditionState(msgspec.Struct, frozen=True):
    """One condition: ``needed`` of its candidates, of which those in ``met`` are fulfilled.

    ``still_needed`` is how many more have to be, from ``open``. ``constraints`` are in the order of the condition.
    """

    path: str
    state: Truth
    needed: int
    still_needed: int
    met: tuple[str, ...]
    open: tuple[str, ...]
    constraints: tuple[Truth, ...]
    is_impossible: bool
    conditions: tuple[ConditionState, ...] = ()


class ComponentState(msgspec.Struct, frozen=True):
    """One component: whether it is fulfilled and by what."""

    key: str
    state: Truth
    by: FulfilledBy
    conditions: tuple[ConditionState, ...] = ()


class Judge:
    """The state of every component for one person, who has ``held`` (keys)."""

    def __init__(
        self,
        pathway: Pathway,
        held: frozenset[str],
        members: Mapping[str, Sequence[str]],
        proxied: Mapping[str, Node],
        facts: Facts,
    ) -> None:
        self.components = pathway.by_key()
        self.held = held
        self.members = members
        self.proxied = proxied
        self.facts = facts
        self.depends = {key: self._dependencies(component) for key, component in self.components.items()}
        self.state: dict[str, Truth] = dict.fromkeys(self.components, Truth.NO)

    def run(self) -> None:
        """Decide every component after those it depends on; on a cycle, repeat until nothing changes.

        What only fulfils itself stays unfulfilled. A cycle that never settles is unknown.
        """
        for knot in knots_of(self.depends):
            is_cycle = len(knot) > 1 or knot[0] in self.depends[knot[0]]
            for _ in range(_MAX_ROUNDS if is_cycle else 1):
                before = [self.state[key] for key in knot]
                for key in knot:
                    self.state[key] = self._decide(self.components[key])[0]
                if before == [self.state[key] for key in knot]:
                    break
            else:
                if is_cycle:
                    open_ = [key for key in knot if not self._is_held(self.components[key])]
                    self.state.update(dict.fromkeys(open_, Truth.UNKNOWN))

    def explain(self, component: Component) -> ComponentState:
        """The state of one component with its conditions, once :meth:`run` has decided all of them."""
        state, by = self._decide(component)
        # A cycle that never settled has been set to unknown as a whole.
        return ComponentState(
            component.key,
            self.state[component.key],
            by if state is self.state[component.key] else "",
            tuple(self.condition(condition, component) for condition in component.conditions),
        )

    def condition(self, condition: ComponentCondition, component: Component) -> ConditionState:
        """The state of one condition of a component, as things stand."""
        inner = tuple(self.condition(each, component) for each in condition.conditions)
        chosen = self._chosen(condition, component)
        constraints = tuple(check_constraint(each, chosen, self.facts) for each in condition.constraints)
        targets = {key: self.state.get(key, self._alone(key)) for key in condition.targets}
        counted = list(targets.values())
        names = list(targets)
        if not condition.operator or (not targets and condition.required is not None):
            counted += [each.state for each in inner]
            names += [each.path for each in inner]
        needed = len(counted) if condition.required is None else condition.required
        met = tuple(name for name, state in zip(names, counted, strict=True) if state is Truth.YES)
        return ConditionState(
            path=condition.path,
            state=_condition_state(condition, counted, needed, [each.state for each in inner], constraints),
            needed=needed,
            still_needed=max(0, needed - len(met)),
            met=met,
            open=tuple(name for name, state in zip(names, counted, strict=True) if state is not Truth.YES),
            constraints=constraints,
            is_impossible=condition.is_impossible,
            conditions=inner,
        )

    def _decide(self, component: Component) -> tuple[Truth, FulfilledBy]:
        if self._is_held(component):
            return Truth.YES, "held"
        if component.conditions:
            return all_of(
                self.condition(each, component).state for each in component.conditions
            ), "conditions"
        if component.items:
            return all_of(self._alone(key) for key in component.items), "items"
        if component.cls == "ceterms:CollectionComponent":
            found = [self.members[key] for key in component.proxy_for if key in self.members]
            if not found:
                return Truth.UNKNOWN, "items"
            return all_of(self._alone(key) for keys in found for key in keys), "items"
        if component.children and not component.proxy_for:
            return all_of(self.state[key] for key in component.children), "parts"
        return Truth.NO, ""

    def _is_held(self, component: Component) -> bool:
        return component.key in self.held or not self.held.isdisjoint(component.proxy_for)

    def _alone(self, key: str) -> Truth:
        """Whether the person has a thing, or a component of this pathway that it is."""
        return Truth.YES if key in self.held else self.state.get(key, Truth.NO)

    def _chosen(self, condition: ComponentCondition, component: Component) -> list[Candidate]:
        """What the constraints are about: the fulfilled candidates, else parts, else all that is fulfilled."""
        if not condition.constraints:
            return []
        if condition.targets or condition.conditions:
            keys: Collection[str] = targets_within([condition], self.components)
        else:
            keys = component.children or list(self.components)
        return [
            Candidate(
                self.components[key].node,
                tuple(self.proxied[each] for each in self.components[key].proxy_for if each in self.proxied),
            )
            for key in keys
            if key != component.key and self.state.get(key) is Truth.YES
        ]

    def _dependencies(self, component: Component) -> list[str]:
        needed = list(targets_within(component.conditions, self.components))
        if any(
            each.constraints and not each.targets and not each.conditions
            for each in all_conditions(component.conditions)
        ):
            # Such constraints look at the parts of the component, or else at all that is fulfilled.
            needed += component.children or [key for key in self.components if key != component.key]
        needed += [key for key in (*component.items, *component.children) if key in self.components]
        return list(dict.fromkeys(needed))


def _condition_state(
    condition: ComponentCondition,
    counted: Sequence[Truth],
    needed: int,
    inner: Sequence[Truth],
    constraints: Sequence[Truth],
) -> Truth:
    if not counted and not inner and not constraints:
        return Truth.UNKNOWN
    tied = _constraints_state(condition, constraints)
    if not condition.operator:
        return all_of([at_least(needed, counted), *tied])
    tie = {"And": all_of, "Or": any_of, "OnlyOne": exactly_one}[condition.operator]
    parts = [*inner, *tied]
    if not parts and condition.required is None:
        return tie(counted)
    return all_of([at_least(needed, counted), *([tie(parts)] if parts else [])])


def _constraints_state(condition: ComponentCondition, constraints: Sequence[Truth]) -> list[Truth]:
    if condition.required_constraints is not None and constraints:
        return [at_least(condition.required_constraints, constraints)]
    return list(constraints)
