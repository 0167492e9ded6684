"""Competency frameworks as trees, and competencies that others derived.

Source: ``ctdl-vocabulary.md`` sections 5.4, 9.7 and 9.8. Either side of a child link suffices; ``trees`` puts what
was found in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    first_string,
    key_of,
    keys_of,
    names_of,
    reference_of,
    references_of,
    texts_of,
)
from opencredreg.meaning.graph import LinkedResources, Resources, find_by_key
from opencredreg.meaning.trees import Member, arrange

__all__ = [
    "Branch",
    "CompetencyTree",
    "Derivation",
    "OutlineLine",
    "build_competency_tree",
    "find_derivations",
    "find_members",
    "iter_outline",
]

_HAS_TOP, _IS_TOP = "ceasn:hasTopChild", "ceasn:isTopChildOf"
_HAS_CHILD, _IS_CHILD = "ceasn:hasChild", "ceasn:isChildOf"
_PART_OF = "ceasn:isPartOf"
_MAX_MEMBERS = 20_000
_ROUNDS = 40


class Branch(msgspec.Struct, frozen=True):
    """One competency. Parents and children are keys; children stand in their order."""

    key: str
    uri: str
    texts: tuple[Text, ...]
    labels: tuple[Text, ...]
    list_id: str
    code: str
    parents: tuple[str, ...]
    children: tuple[str, ...]


class CompetencyTree(msgspec.Struct, frozen=True):
    """A framework with its competencies.

    A competency may stand under several parents, so the branches are listed once each and
    :func:`iter_outline` unrolls them. ``cycles`` are groups that would stand under themselves, ``unresolved`` are
    children or roots that are named and not among the members.
    """

    uri: str
    names: tuple[Text, ...]
    roots: tuple[str, ...]
    branches: tuple[Branch, ...]
    cycles: tuple[tuple[str, ...], ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False

    def by_key(self) -> dict[str, Branch]:
        """The competencies by key."""
        return {branch.key: branch for branch in self.branches}


class OutlineLine(msgspec.Struct, frozen=True):
    """One line of an outline: roots have depth 0. ``is_repeated`` marks what stood higher up already."""

    depth: int
    branch: Branch
    is_repeated: bool


class Derivation(msgspec.Struct, frozen=True):
    """A competency and what it was derived from.

    ``derived`` refines a statement of another framework or publisher; ``own`` one of the same, which is no
    derivation in the handbook's sense; ``unknown`` one that was not found.
    """

    competency: str
    origin: str
    kind: Literal["derived", "own", "unknown"]


def find_members(framework: Node, resources: LinkedResources) -> tuple[list[Node], bool]:
    """The competencies of a framework, and whether there are more than can be read.

    They are those that say so (``ceasn:isPartOf``, ``ceasn:isTopChildOf``) and those that its child links lead to.
    """
    uri = reference_of(framework)
    claiming = resources.find_pointing([uri], [_PART_OF, _IS_TOP]).get(uri, ())
    found = {key_of(reference_of(node)): node for node in claiming[:_MAX_MEMBERS]}
    level = [framework, *found.values()]
    asked: set[str] = set(found)
    for _ in range(_ROUNDS):
        named = {key_of(each): each for node in level for each in references_of(node, _HAS_TOP, _HAS_CHILD)}
        wanted = [each for key, each in named.items() if key not in asked]
        asked.update(named)
        room = _MAX_MEMBERS - len(found)
        new = find_by_key(resources, wanted[:room])
        found.update(new)
        level = list(new.values())
        if len(wanted) > room or len(claiming) > _MAX_MEMBERS:
            return list(found.values()), True
        if not level:
            return list(found.values()), False
    return list(found.values()), True


def build_competency_tree(framework: Node, members: Sequence[Node]) -> CompetencyTree:
    """The tree of a framework from its competencies, in any order."""
    nodes = {key_of(reference_of(node)): node for node in members[:_MAX_MEMBERS] if reference_of(node)}
    me = key_of(reference_of(framework)) if reference_of(framework) else ""
    children: dict[str, dict[str, int]] = {key: {} for key in nodes}
    places: dict[str, int] = {}
    unresolved: dict[str, str] = {}
    for at, uri in enumerate(references_of(framework, _HAS_TOP)):
        places[key_of(uri)] = at
    for key, node in nodes.items():
        for at, uri in enumerate(references_of(node, _HAS_CHILD)):
            if key_of(uri) in nodes:
                children[key][key_of(uri)] = at
            else:
                unresolved[key_of(uri)] = uri
    for key, node in nodes.items():
        for uri in references_of(node, _IS_CHILD):
            if key_of(uri) in nodes:
                children[key_of(uri)].setdefault(key, len(nodes))
    unresolved.update((key_of(u), u) for u in references_of(framework, _HAS_TOP) if key_of(u) not in nodes)
    claimed = {key for key, node in nodes.items() if me and me in keys_of(references_of(node, _IS_TOP))}
    standing = [
        Member(key, first_string(node, "ceasn:listID"), first_string(node, "ceasn:codedNotation"))
        for key, node in nodes.items()
    ]
    order = arrange(standing, children, {**dict.fromkeys(claimed, len(nodes)), **places})
    return CompetencyTree(
        uri=reference_of(framework),
        names=names_of(framework),
        roots=order.roots,
        branches=tuple(
            _branch(key, node, order.parents[key], order.children[key]) for key, node in nodes.items()
        ),
        cycles=order.cycles,
        unresolved=tuple(unresolved.values()),
        is_truncated=len(members) > _MAX_MEMBERS,
    )


def iter_outline(tree: CompetencyTree, limit: int = 5_000) -> Iterator[OutlineLine]:
    """The tree from top to bottom, every competency under each of its parents.

    What stood there before is named again and not unrolled again, so the outline ends whatever the data say.
    """
    branches = tree.by_key()
    stack = [(0, key) for key in reversed(tree.roots)]
    seen: set[str] = set()
    for _ in range(limit):
        if not stack:
            return
        depth, key = stack.pop()
        is_repeated = key in seen
        yield OutlineLine(depth, branches[key], is_repeated)
        seen.add(key)
        if not is_repeated:
            stack += [(depth + 1, child) for child in reversed(branches[key].children)]


def find_derivations(competencies: Sequence[Node], resources: Resources) -> tuple[Derivation, ...]:
    """Which competencies are derived from others, by ``ceasn:derivedFrom``.

    ``ceasn:isVersionOf`` is a changed edition of the same statement and no derivation.
    """
    links = [
        (node, uri)
        for node in competencies[:_MAX_MEMBERS]
        for uri in references_of(node, "ceasn:derivedFrom")
    ]
    origins = find_by_key(resources, {uri for _, uri in links})
    return tuple(
        Derivation(reference_of(node), uri, _kind(node, origins.get(key_of(uri)))) for node, uri in links
    )


def _branch(key: str, node: Node, parents: Iterable[str], children: Iterable[str]) -> Branch:
    return Branch(
        key=key,
        uri=reference_of(node),
        texts=texts_of(node.get("ceasn:competencyText")),
        labels=texts_of(node.get("ceasn:competencyLabel")),
        list_id=first_string(node, "ceasn:listID"),
        code=first_string(node, "ceasn:codedNotation"),
        parents=tuple(parents),
        children=tuple(children),
    )


def _kind(node: Node, origin: Node | None) -> Literal["derived", "own", "unknown"]:
    if origin is None:
        return "unknown"
    for terms in ((_PART_OF, _IS_TOP), ("ceasn:publisher", "ceasn:creator")):
        here, there = (set(keys_of(references_of(each, *terms))) for each in (node, origin))
        if here and there and not here & there:
            return "derived"
    return "own"
