"""What the things that a resource requires require in turn: level by level, to a depth, with cycles noted.

Source: ``ctdl-vocabulary.md`` section 9.2.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from opencredreg.jsonld.values import Node, Text, key_of, names_of, reference_of, type_of
from opencredreg.meaning.conditions import effective_conditions_of_all
from opencredreg.meaning.graph import Resources, find_by_key
from opencredreg.meaning.requirements import (
    ALL_REQUIREMENTS,
    Requirement,
    RequirementTree,
    Target,
    requirement_tree,
)
from opencredreg.meaning.walks import cycles_in

__all__ = ["ChainLink", "RequirementChain", "requirement_chain"]


class ChainLink(msgspec.Struct, frozen=True):
    """One resource of the chain with its own requirements. ``depth`` 0 is where the chain starts."""

    key: str
    uri: str
    cls: str
    names: tuple[Text, ...]
    depth: int
    tree: RequirementTree
    leads_to: tuple[str, ...]


class RequirementChain(msgspec.Struct, frozen=True):
    """Everything that a resource requires, directly or through what it requires.

    Each resource stands once, at its smallest depth; ``leads_to`` holds the keys of its targets. ``cycles`` are
    groups of resources that require each other. ``unresolved`` are targets that could not be found.
    """

    links: tuple[ChainLink, ...]
    cycles: tuple[tuple[str, ...], ...] = ()
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False


def requirement_chain(
    resource: Node,
    resources: Resources,
    *,
    depth: int = 4,
    limit: int = 500,
    terms: Sequence[str] = ALL_REQUIREMENTS,
) -> RequirementChain:
    """Follow the requirements of a resource, at most ``depth`` steps and ``limit`` resources."""
    start = key_of(reference_of(resource))
    level: dict[str, Node] = {start: resource}
    links: list[ChainLink] = []
    seen = {start}
    unresolved: list[str] = []
    is_truncated = False
    for at in range(depth + 1):
        made = _links(level, at, resources, terms)
        links += made
        wanted = {
            target.key: target.uri
            for link in made
            for target in _targets(link.tree)
            if target.uri and target.key not in seen
        }
        if not wanted or at == depth:
            is_truncated |= bool(wanted)
            break
        kept = list(wanted)[: max(0, limit - len(links))]
        is_truncated |= len(kept) < len(wanted)
        seen.update(kept)
        level = find_by_key(resources, [wanted[key] for key in kept])
        unresolved += [wanted[key] for key in kept if key not in level]
    return RequirementChain(
        links=tuple(links),
        cycles=cycles_in({link.key: link.leads_to for link in links}),
        unresolved=tuple(unresolved),
        is_truncated=is_truncated or any(link.tree.is_truncated for link in links),
    )


def _links(level: dict[str, Node], depth: int, resources: Resources, terms: Sequence[str]) -> list[ChainLink]:
    conditions = effective_conditions_of_all(list(level.values()), resources, terms)
    made = []
    for (key, node), found in zip(level.items(), conditions, strict=True):
        tree = requirement_tree(found, terms)
        made.append(
            ChainLink(
                key=key,
                uri=reference_of(node),
                cls=type_of(node),
                names=names_of(node),
                depth=depth,
                tree=tree,
                leads_to=tuple(dict.fromkeys(target.key for target in _targets(tree) if target.uri)),
            )
        )
    return made


def _targets(tree: RequirementTree) -> list[Target]:
    found: list[Target] = []
    stack: list[Requirement] = list(reversed(tree.all_of))
    while stack:
        requirement = stack.pop()
        found += requirement.targets
        stack += reversed(requirement.alternatives)
    return found
