"""Requirements as a tree, and the routes through it.

Source: ``ctdl-vocabulary.md`` section 9.2. From the handbook: the profiles of one property are to be met all
together, the profiles of one ``alternativeCondition`` are alternatives, and a profile with alternatives means its
own statements and one of them. Our reading: all targets of one profile are required together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    key_of,
    listed,
    names_of,
    reference_of,
    references_of,
    type_of,
)
from opencredreg.meaning.concepts import Concept, concepts_of
from opencredreg.meaning.conditions import Condition, EffectiveConditions
from opencredreg.meaning.manifests import OWN, Source

__all__ = [
    "ALL_REQUIREMENTS",
    "TARGET_TERMS",
    "Requirement",
    "RequirementTree",
    "Route",
    "Routes",
    "Statement",
    "Target",
    "count_routes",
    "iter_routes",
    "list_routes",
    "requirement_tree",
    "route_at",
]

ALL_REQUIREMENTS = (
    "ceterms:requires",
    "ceterms:entryCondition",
    "ceterms:corequisite",
    "ceterms:coPrerequisite",
    "ceterms:prerequisite",
)
"""``ceterms:requires`` and its sub-properties: what has to be met to get there."""

_ALTERNATIVE = "ceterms:alternativeCondition"
TARGET_TERMS = (
    "ceterms:targetCredential",
    "ceterms:targetAssessment",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetCompetency",
    "ceterms:targetJob",
    "ceterms:targetOccupation",
    "ceterms:targetTask",
    "ceterms:targetMetric",
    "ceterms:targetLearningResource",
    "ceterms:targetPathway",
)
"""The properties under which a profile names what it asks for."""
_APART = frozenset({"@type", "@id", "ceterms:name", _ALTERNATIVE, "ceterms:conditionExcludes", *TARGET_TERMS})
_MAX_DEPTH = 12
_MAX_PROFILES = 1_000
_MAX_TARGETS = 5_000


class Target(msgspec.Struct, frozen=True):
    """One thing that is asked for. ``uri`` is "" where it is only described."""

    term: str
    uri: str = ""
    names: tuple[Text, ...] = ()
    code: str = ""

    @property
    def key(self) -> str:
        """What tells it from other targets: the URI, else what it is called."""
        return key_of(self.uri) if self.uri else "|".join((self.code, *(text.text for text in self.names)))


class Statement(msgspec.Struct, frozen=True):
    """Anything else that a profile says, as published: text, ages, years, credit, audience, submissions."""

    term: str
    value: Any


class Requirement(msgspec.Struct, frozen=True):
    """One profile: all of its statements and targets, and one of its alternatives if it has any.

    ``path`` names its place: positions from the top, such as ``0/1``. ``profile`` is the profile as published,
    without its alternatives.
    """

    path: str
    term: str
    names: tuple[Text, ...] = ()
    statements: tuple[Statement, ...] = ()
    targets: tuple[Target, ...] = ()
    alternatives: tuple[Requirement, ...] = ()
    excludes: tuple[str, ...] = ()
    source: Source = OWN
    profile: dict[str, Any] = {}


class RequirementTree(msgspec.Struct, frozen=True):
    """Everything that a resource requires: all of ``all_of`` together."""

    resource: str
    all_of: tuple[Requirement, ...] = ()
    is_truncated: bool = False


class Route(msgspec.Struct, frozen=True):
    """One way to meet all requirements: the profiles it goes through, with all they ask for, each target once."""

    paths: tuple[str, ...]
    targets: tuple[Target, ...]
    statements: tuple[Statement, ...]


class Routes(msgspec.Struct, frozen=True):
    """The first routes of a tree. ``count`` is the number of all routes, at most 10^15."""

    routes: tuple[Route, ...]
    count: int
    is_truncated: bool


def requirement_tree(
    conditions: EffectiveConditions, terms: Sequence[str] = ALL_REQUIREMENTS
) -> RequirementTree:
    """What the effective conditions ask for under some of the properties.

    ``ceterms:recommends`` and ``ceterms:renewal`` are no requirements; ask for them by name to see them.
    """
    builder = _Builder()
    found = conditions.under(*terms)
    builder.is_truncated = len(found) > _MAX_PROFILES
    all_of = tuple(
        builder.requirement(condition, str(place)) for place, condition in enumerate(found[:_MAX_PROFILES])
    )
    return RequirementTree(conditions.resource, all_of, conditions.is_truncated or builder.is_truncated)


def count_routes(tree: RequirementTree) -> int:
    """How many routes there are, without listing them; a resource without requirements has one."""
    return _count_all(tree.all_of)


def iter_routes(tree: RequirementTree, limit: int = 1_000) -> Iterator[Route]:
    """The first routes, one at a time; the alternatives of the last profile change first."""
    for place in range(min(count_routes(tree), limit)):
        yield route_at(tree, place)


def list_routes(tree: RequirementTree, limit: int = 100) -> Routes:
    """The first routes and how many there are."""
    count = count_routes(tree)
    return Routes(tuple(iter_routes(tree, limit)), min(count, 10**15), count > limit or tree.is_truncated)


def route_at(tree: RequirementTree, place: int) -> Route:
    """The route with a number from 0 to :func:`count_routes` - 1.

    Raises:
        IndexError: there is no such route.
    """
    if not 0 <= place < count_routes(tree):
        raise IndexError(f"there is no route {place}")
    return build_route(_choose_all(tree.all_of, place))


def build_route(steps: Sequence[Requirement]) -> Route:
    """The route through some profiles."""
    targets: dict[str, Target] = {}
    for step in steps:
        for target in step.targets:
            targets.setdefault(target.key, target)
    return Route(
        tuple(step.path for step in steps),
        tuple(targets.values()),
        tuple(statement for step in steps for statement in step.statements),
    )


def _count_all(profiles: Sequence[Requirement]) -> int:
    return prod(_count(profile) for profile in profiles)


def _count(profile: Requirement) -> int:
    return sum(_count(each) for each in profile.alternatives) or 1


def _choose_all(profiles: Sequence[Requirement], place: int) -> list[Requirement]:
    """The profiles of the route with that number: a number in mixed radix, one digit for each profile."""
    chosen: list[list[Requirement]] = []
    for profile in reversed(profiles):
        place, digit = divmod(place, _count(profile))
        chosen.append(_choose(profile, digit))
    return [step for steps in reversed(chosen) for step in steps]


def _choose(profile: Requirement, place: int) -> list[Requirement]:
    for alternative in profile.alternatives:
        count = _count(alternative)
        if place < count:
            return [profile, *_choose(alternative, place)]
        place -= count
    return [profile]


class _Builder:
    def __init__(self) -> None:
        self.profiles = 0
        self.targets = 0
        self.is_truncated = False

    def requirement(self, condition: Condition, path: str) -> Requirement:
        if condition.is_direct:
            return Requirement(
                path,
                condition.term,
                targets=(_target(condition.term, condition.profile),),
                source=condition.source,
                profile=condition.profile,
            )
        return self._profile(condition.profile, condition.term, condition.source, path, 1)

    def _profile(self, profile: Node, term: str, source: Source, path: str, depth: int) -> Requirement:
        self.profiles += 1
        targets = tuple(self._targets(profile))
        inner = embedded_of(profile, _ALTERNATIVE)
        if inner and (depth >= _MAX_DEPTH or self.profiles + len(inner) > _MAX_PROFILES):
            self.is_truncated = True
            inner = []
        return Requirement(
            path=path,
            term=term,
            names=names_of(profile),
            statements=tuple(
                Statement(name, value) for name, value in profile.items() if name not in _APART and value
            ),
            targets=targets,
            alternatives=tuple(
                self._profile(each, term, source, f"{path}/{place}", depth + 1)
                for place, each in enumerate(inner)
            ),
            excludes=references_of(profile, "ceterms:conditionExcludes"),
            source=source,
            profile={name: value for name, value in profile.items() if name != _ALTERNATIVE},
        )

    def _targets(self, profile: Node) -> Iterator[Target]:
        for term in TARGET_TERMS:
            for value in listed(profile.get(term)):
                self.targets += 1
                if self.targets > _MAX_TARGETS:
                    self.is_truncated = True
                    return
                target = _target(term, value)
                if target.key:
                    yield target


def _target(term: str, value: Any) -> Target:
    if isinstance(value, str) or not hasattr(value, "get"):
        return Target(term, reference_of(value))
    concept: Concept | None = next(iter(concepts_of({"it": [value]}, "it")), None)
    if type_of(value) == "ceterms:CredentialAlignmentObject" and concept is not None:
        return Target(term, reference_of(value), concept.names, concept.code)
    return Target(term, reference_of(value), names_of(value))
