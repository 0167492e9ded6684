"""What is asked for on one class: the reviewed table, its families, and the policy where the table is silent.

Source: ``validation-profile.md`` sections 3, 4 and 6 (number 20).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

import msgspec

from opencredreg.ctdl.facts import Conditional, Placement
from opencredreg.ctdl.requirements import (
    ALSO_RECOMMENDED,
    LIKE,
    REQUIRED,
    REQUIRED_BEFORE,
    REQUIRED_IF,
    SUCCESSORS,
    Groups,
)

__all__ = ["Policy", "Requirements", "build_policy", "requirements_of"]

# Classes that travel in the graph of another resource and yet always have a CTID of their own.
_REGISTERED_MEMBERS = frozenset(
    {
        "ceasn:Competency",
        "skos:Concept",
        "asn:ProgressionLevel",
        "ceterms:PathwayComponent",
        "ceterms:MultiComponent",
        "ceterms:CollectionComponent",
    }
)
_CTID = ("ceterms:ctid",)
_NAMES = ("ceterms:name", "ceasn:name", "skos:prefLabel", "ceasn:competencyText")


class Policy(msgspec.Struct, frozen=True):
    """What the minimum data policy of March 2022 says of one class, in the names of today."""

    required: Groups = ()
    recommended: Groups = ()


def build_policy(required: Groups, recommended: Groups) -> Policy:
    """The policy of one class from its published lists."""
    current = (tuple(dict.fromkeys(SUCCESSORS.get(term, term) for term in group)) for group in recommended)
    return Policy(required, tuple(dict.fromkeys(current)))


class Requirements(msgspec.Struct, frozen=True):
    """What is asked for on one class; see :class:`~opencredreg.ctdl.facts.ClassFacts`."""

    required: Groups
    required_if: tuple[Conditional, ...]
    required_before: Groups
    recommended: Groups


def requirements_of(
    cls: str,
    ancestors: tuple[str, ...],
    placements: tuple[Placement, ...],
    policies: Mapping[str, Policy],
    declared: Container[str],
    is_usable: Callable[[str], bool],
) -> Requirements:
    """What is asked for on a class.

    Args:
        cls: compact name of the class.
        ancestors: its superclasses, nearest first.
        placements: where things of the class stand, the usual place first.
        policies: class to what the minimum data policy says of it.
        declared: the declared properties. Groups lose the others, so that a later edition of the vocabulary
            never asks for a property that is gone.
        is_usable: whether a property is declared for the class or a superclass; nothing else is recommended
            or asked for on the word of an older source.
    """
    line = (cls, *LIKE.get(cls, ()), *ancestors)
    policy = next((policies[name] for name in line if name in policies), Policy())
    listed = next((REQUIRED[name] for name in line if name in REQUIRED), None)
    required = _known(policy.required if listed is None else listed, declared)
    if _CTID not in required and _is_always_registered(line, placements):
        required = (_CTID, *required)
    before = next((REQUIRED_BEFORE[name] for name in line if name in REQUIRED_BEFORE), ())
    before = tuple(group for group in before if all(map(is_usable, group)) and group not in required)
    return Requirements(
        required=required,
        required_if=_conditionals(cls, placements, declared, () if listed is not None else _NAMES, is_usable),
        required_before=before,
        recommended=_recommended((*policy.recommended, *ALSO_RECOMMENDED.get(cls, ())), required, is_usable),
    )


def _is_always_registered(line: Iterable[str], placements: tuple[Placement, ...]) -> bool:
    """Whether things of a class always have a CTID: those with a double life may also do without."""
    return placements == ("top",) or not _REGISTERED_MEMBERS.isdisjoint(line)


def _conditionals(
    cls: str,
    placements: tuple[Placement, ...],
    declared: Container[str],
    names: Iterable[str],
    is_usable: Callable[[str], bool],
) -> tuple[Conditional, ...]:
    found = [
        Conditional(cls=cls, group=group, when=when)
        for when, groups in REQUIRED_IF.get(cls, {}).items()
        for group in _known(groups, declared)
    ]
    # Classes that the table does not name: whatever is registered has a name of some kind.
    name = tuple(filter(is_usable, names))
    if name and not {"top", "travels"}.isdisjoint(placements):
        found.append(Conditional(cls=cls, group=name, when="with-ctid"))
    return tuple(found)


def _recommended(groups: Groups, required: Groups, is_usable: Callable[[str], bool]) -> Groups:
    """The recommended groups without what is required already or does not belong on the class."""
    needed = {group[0] for group in required if len(group) == 1}
    kept = (tuple(filter(is_usable, group)) for group in groups if needed.isdisjoint(group))
    return tuple(group for group in kept if group and group not in required)


def _known(groups: Groups, declared: Container[str]) -> Groups:
    kept = (tuple(term for term in group if term in declared) for group in groups)
    return tuple(group for group in kept if group)
