"""The parts of a pathway in the order in which one goes, what each asks for, and the lines between them.

Source: ``ctdl-vocabulary.md`` sections 6.9 and 9.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from opencredreg.ctdl.kinds import Kind, kind_of
from opencredreg.finder.credits import Credit, read_credits
from opencredreg.finder.pathway_conditions import Condition, Tally, read_conditions, uris_of
from opencredreg.finder.pathway_layout import LayoutEdge
from opencredreg.finder.pathway_stages import LEVEL, Stages
from opencredreg.finder.references import Reference, iter_addresses
from opencredreg.finder.statements import Entry
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, texts_of
from opencredreg.meaning.amounts import Amount, amounts_of
from opencredreg.meaning.judging import ComponentState
from opencredreg.meaning.pathway_parts import all_conditions
from opencredreg.meaning.pathways import Component, Pathway
from opencredreg.meaning.progress import Progress
from opencredreg.meaning.truth import Truth
from opencredreg.meaning.walks import order_by

__all__ = [
    "Gate",
    "Part",
    "State",
    "find_edges",
    "find_gates",
    "in_order",
    "read_parts",
    "targets_of",
    "uris_in",
]

_CREDIT = "ceterms:creditValue"
_KINDS: Mapping[str, Kind] = {
    "ceterms:AssessmentComponent": Kind.ASSESSMENT,
    "ceterms:CompetencyComponent": Kind.COMPETENCY,
    "ceterms:CourseComponent": Kind.LEARNING,
    "ceterms:CredentialComponent": Kind.CREDENTIAL,
    "ceterms:JobComponent": Kind.WORK,
    "ceterms:WorkExperienceComponent": Kind.WORK,
}

State = Literal["", "fulfilled", "next", "missing", "undecided"]
"""How far somebody is with a part; "" where nobody asked, and for what is not needed (any more)."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part. Other parts are named by key. ``code`` stands for it in addresses.

    ``before`` and ``after`` are suggestions; ``needed_by`` are the parts whose conditions ask for it. ``kind`` is
    that of the things it stands for. ``stage`` is the place of its first level among the stages. ``is_held`` says
    that somebody has it or what it stands for, and did not come to it by its conditions.
    """

    key: str
    code: str
    reference: Reference
    cls: str
    kind: Kind
    names: tuple[Text, ...]
    about: tuple[Text, ...] = ()
    stands_for: tuple[Reference, ...] = ()
    items: tuple[Reference, ...] = ()
    credits: tuple[Credit, ...] = ()
    points: tuple[Amount, ...] = ()
    levels: tuple[Entry, ...] = ()
    stage: int | None = None
    conditions: tuple[Condition, ...] = ()
    children: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    is_goal: bool = False
    is_held: bool = False
    state: State = ""


class Gate(msgspec.Struct, frozen=True):
    """How many of the lines of a group have to be done where they enter a part."""

    target: str
    group: str
    condition: Condition
    tally: Tally


def in_order(pathway: Pathway, most: int) -> list[Component]:
    """The components, each after what it needs; of too many those that are nearest to the goals."""
    components = pathway.by_key()
    near = {key: step for step, keys in enumerate(pathway.steps) for key in keys}
    chosen = set(sorted(components, key=lambda key: near.get(key, len(components)))[:most])
    followers = {key: list(one.after) for key, one in components.items()}
    for key, one in components.items():
        for earlier in (*targets_of(one), *one.children):
            if earlier in followers:
                followers[earlier].append(key)
    return [components[key] for key in order_by(list(components), followers) if key in chosen]


def targets_of(component: Component) -> tuple[str, ...]:
    """What the conditions of a component name, each once."""
    conditions = all_conditions(component.conditions)
    return tuple(dict.fromkeys(target for condition in conditions for target in condition.targets))


def uris_in(components: Iterable[Component]) -> Iterator[str]:
    """Everything that is looked up to say what components are and ask for."""
    for one in components:
        yield one.uri
        yield from one.proxy_for
        yield from one.items
        yield from uris_of(one.conditions)
        yield from iter_addresses([one.node.get(term) for term in (LEVEL, _CREDIT)])


def read_parts(
    look: Look,
    pathway: Pathway,
    shown: Mapping[str, Component],
    stages: Stages,
    codes: Mapping[str, str],
    progress: Progress | None,
) -> dict[str, Part]:
    """The parts by key, in the order of what is shown.

    Args:
        look: has learned the addresses of :func:`uris_in`.
        pathway: to which they belong.
        shown: the components by key.
        stages: on which they stand.
        codes: what stands for them in addresses.
        progress: of somebody who said what they have.
    """
    needed_by: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for key, one in shown.items():
        for target in targets_of(one):
            needed_by.setdefault(target, []).append(key)
        for later in one.after:
            before.setdefault(later, []).append(key)
    states = {state.key: state for state in progress.components} if progress else {}
    found = {}
    for key, one in shown.items():
        reference, state = look.book.to(one.uri), states.get(key)
        found[key] = Part(
            key=key,
            code=codes[key],
            reference=reference,
            cls=one.cls,
            kind=_KINDS.get(one.cls) or kind_of(look.vocabulary, one.cls),
            names=one.names or reference.names,
            about=texts_of(one.node.get("ceterms:description")),
            stands_for=look.book.all_to(one.proxy_for),
            items=look.book.all_to(one.items),
            credits=read_credits(look, one.node),
            points=amounts_of(one.node, "ceterms:pointValue"),
            levels=stages.levels.get(key, ()),
            stage=stages.stage_of.get(key),
            conditions=read_conditions(look, one.conditions, shown, state.conditions if state else None),
            children=one.children,
            before=tuple(before.get(key, ())),
            after=one.after,
            needed_by=tuple(needed_by.get(key, ())),
            is_goal=key in pathway.destinations,
            is_held=state is not None and state.by == "held",
            state=_state(state, progress),
        )
    return found


def _state(state: ComponentState | None, progress: Progress | None) -> State:
    if state is None or progress is None:
        return ""
    if state.state is Truth.YES:
        return "fulfilled"
    if state.key not in progress.missing:
        # Nothing on the way to a goal waits for it any more.
        return ""
    if state.state is Truth.UNKNOWN:
        return "undecided"
    return "next" if state.key in progress.next else "missing"


def find_edges(parts: Mapping[str, Part]) -> Iterator[LayoutEdge]:
    """The lines of the picture: what is needed, else what is a part of it, else what is suggested."""
    drawn: set[tuple[str, str]] = set()
    for part in parts.values():
        for source, group in _needs(part.conditions):
            drawn.add((source, part.key))
            yield LayoutEdge(source, part.key, "prerequisite", group)
    for part in parts.values():
        for child in part.children:
            if (child, part.key) not in drawn and child in parts:
                drawn.add((child, part.key))
                yield LayoutEdge(child, part.key, "child")
    for part in parts.values():
        for later in part.after:
            if (part.key, later) not in drawn and later in parts:
                yield LayoutEdge(part.key, later, "precedes")


def _needs(conditions: Sequence[Condition]) -> Iterator[tuple[str, str]]:
    for condition in conditions:
        yield from ((target.key, condition.path) for target in condition.targets if target.key)
        yield from _needs(condition.conditions)


def find_gates(parts: Mapping[str, Part]) -> Iterator[Gate]:
    """What the lines of the conditions mean that name several targets."""
    for part in parts.values():
        yield from _gates(part, part.conditions)


def _gates(part: Part, conditions: Sequence[Condition]) -> Iterator[Gate]:
    for condition in conditions:
        if condition.tally is not None and len(condition.targets) > 1:
            yield Gate(part.key, condition.path, condition, condition.tally)
        yield from _gates(part, condition.conditions)
