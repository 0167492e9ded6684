"""Where somebody stands on a pathway: what is fulfilled, what is missing, what comes next.

The rules by which a component is fulfilled are those of :mod:`~opencredreg.meaning.judging`.
Source: ``ctdl-vocabulary.md`` section 9.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from opencredreg.jsonld.values import Node, key_of, keys_of, references_of
from opencredreg.meaning.constraints import Facts
from opencredreg.meaning.graph import Resources, find_by_key
from opencredreg.meaning.judging import ComponentState, ConditionState, Judge
from opencredreg.meaning.pathways import Component, Pathway
from opencredreg.meaning.truth import Truth, any_of

__all__ = ["Progress", "collection_members", "evaluate_pathway", "find_proxied"]

_MAX_MEMBERS = 5_000


class Progress(msgspec.Struct, frozen=True):
    """The whole pathway for one person.

    ``state`` is that of the pathway: one fulfilled destination is enough (reading). ``missing`` are components
    that could still be asked for on the way to a destination that is not fulfilled, in suggested order; ``next``
    those of them that nothing stands before, neither a condition nor a suggested predecessor that is missing.
    ``undecided`` are conditions that the data cannot decide.
    """

    pathway: str
    state: Truth
    components: tuple[ComponentState, ...]
    fulfilled: tuple[str, ...]
    missing: tuple[str, ...]
    next: tuple[str, ...]
    undecided: tuple[str, ...]


def collection_members(pathway: Pathway, resources: Resources) -> dict[str, tuple[str, ...]]:
    """The keys of the members of every collection that a ``CollectionComponent`` stands for, by its key.

    Collections of more than 5,000 members are left out, which makes them unknown.
    """
    wanted = [
        uri
        for component in pathway.components
        if component.cls == "ceterms:CollectionComponent"
        for uri in component.proxy_for
    ]
    found = find_by_key(resources, wanted)
    listed = {
        key: uris
        for key, node in found.items()
        if len(uris := references_of(node, "ceterms:hasMember")) <= _MAX_MEMBERS
    }
    members = find_by_key(resources, {uri for uris in listed.values() for uri in uris})
    return {
        key: tuple(dict.fromkeys(_stands_for(members.get(key_of(uri)), uri) for uri in uris))
        for key, uris in listed.items()
    }


def find_proxied(pathway: Pathway, resources: Resources) -> dict[str, Node]:
    """By key, the things that the components stand for, as far as they are found."""
    return find_by_key(resources, {key for component in pathway.components for key in component.proxy_for})


def evaluate_pathway(
    pathway: Pathway,
    held: Iterable[str],
    *,
    members: Mapping[str, Sequence[str]] | None = None,
    proxied: Mapping[str, Node] | None = None,
    facts: Facts | None = None,
) -> Progress:
    """Evaluate all components for a person.

    Args:
        pathway: As :func:`~opencredreg.meaning.pathways.read_pathway` gives it.
        held: URIs of what the person has: components, or the things that they stand for.
        members: Members of collections, as :func:`collection_members` gives them; without them the state of a
            ``CollectionComponent`` that the person does not hold as such is unknown.
        proxied: As :func:`find_proxied` gives them, where constraints need what those things state.
        facts: What constraints ask about the person and no published data say.
    """
    judge = Judge(pathway, frozenset(keys_of(held)), members or {}, proxied or {}, facts or {})
    judge.run()
    states = tuple(judge.explain(component) for component in pathway.components)
    fulfilled = tuple(state.key for state in states if state.state is Truth.YES)
    missing = _missing(pathway, judge)
    return Progress(
        pathway=pathway.uri,
        state=any_of(judge.state.get(key, Truth.UNKNOWN) for key in pathway.destinations),
        components=states,
        fulfilled=fulfilled,
        missing=missing,
        next=_next(pathway, judge, missing),
        undecided=tuple(
            condition.path
            for state in states
            for condition in _flat(state.conditions)
            if condition.state is Truth.UNKNOWN
        ),
    )


def _missing(pathway: Pathway, judge: Judge) -> tuple[str, ...]:
    """What the unfulfilled destinations (without any, all components) could still ask for."""
    starts = [key for key in pathway.destinations if key in judge.state] or list(judge.state)
    found: set[str] = set()
    frontier = [key for key in starts if judge.state[key] is not Truth.YES]
    while frontier:
        found.update(frontier)
        frontier = list(
            dict.fromkeys(
                target
                for key in frontier
                for target in _asked(judge.components[key], judge)
                if target not in found and judge.state.get(target, Truth.YES) is not Truth.YES
            )
        )
    return tuple(component.key for component in pathway.components if component.key in found)


def _asked(component: Component, judge: Judge) -> list[str]:
    """The components that a component still waits for: those of its open conditions, else its parts."""
    asked: list[str] = []
    pending = [(each, judge.condition(each, component)) for each in component.conditions]
    while pending:
        condition, state = pending.pop()
        if state.state is not Truth.YES:
            asked += condition.targets
            pending += zip(condition.conditions, state.conditions, strict=True)
    return asked or [key for key in (*component.items, *component.children) if key in judge.components]


def _next(pathway: Pathway, judge: Judge, missing: Sequence[str]) -> tuple[str, ...]:
    waiting = set(missing)
    followers = {
        follower for key in missing for follower in judge.components[key].after if follower in waiting
    }
    free = [key for key in missing if waiting.isdisjoint(_asked(judge.components[key], judge))]
    ready = [key for key in free if key not in followers]
    # Components that wait for each other in a circle must not hide everything.
    return tuple(ready or free or [key for key in missing if key not in pathway.destinations])


def _flat(conditions: Iterable[ConditionState]) -> Iterable[ConditionState]:
    for condition in conditions:
        yield condition
        yield from _flat(condition.conditions)


def _stands_for(member: Node | None, uri: str) -> str:
    """A collection member with data of its own stands for the thing it names."""
    named = references_of(member, "ceterms:proxyFor") if member is not None else ()
    return key_of(named[0] if named else uri)
