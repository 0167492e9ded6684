"""What somebody needs: all conditions of a resource by property, its own and those of the manifests it shares.

Source: ``ctdl-vocabulary.md`` sections 9.1 and 9.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from opencredreg.finder.best_ways import BestWay, iter_steps, list_best_ways
from opencredreg.finder.blank_profiles import written_out
from opencredreg.finder.conditions import Limits, Step, StepReader
from opencredreg.finder.references import Reference, iter_addresses
from opencredreg.finder.subject import Look, Subject
from opencredreg.jsonld.values import references_of
from opencredreg.meaning.chains import RequirementChain, requirement_chain
from opencredreg.meaning.conditions import Conflict, EffectiveConditions, effective_conditions_of_all
from opencredreg.meaning.durations import Span
from opencredreg.meaning.manifests import Source
from opencredreg.meaning.requirements import (
    ALL_REQUIREMENTS,
    Requirement,
    RequirementTree,
    Target,
    count_routes,
    requirement_tree,
)
from opencredreg.meaning.totals import CostRange
from opencredreg.meaning.ways import Prices, find_prices

__all__ = [
    "CONDITION_PROPERTIES",
    "Disagreement",
    "Group",
    "Preview",
    "RequirementsView",
    "Side",
    "TargetFacts",
    "build_requirements",
]

CONDITION_PROPERTIES = (
    "ceterms:entryCondition",
    "ceterms:requires",
    "ceterms:prerequisite",
    "ceterms:coPrerequisite",
    "ceterms:corequisite",
    "ceterms:recommends",
    "ceterms:preparationFrom",
    "ceterms:advancedStandingFrom",
    "ceterms:renewal",
)
"""The properties that say what somebody needs or had better have, in the order in which a person meets them."""

_ALTERNATIVE = "ceterms:alternativeCondition"
_COMPETENCY = "ceterms:targetCompetency"
_MOST_FOLLOWED = 60
_MOST_PREVIEWED = 3
_MOST_ROUTES = 2_000
_MOST_EXCLUDED = 100


class Side(msgspec.Struct, frozen=True):
    """What one source says; ``manifest`` is ``None`` for the resource itself."""

    values: tuple[float, ...]
    manifest: Reference | None = None


class Disagreement(msgspec.Struct, frozen=True):
    """One statement on which sources differ. Several values that count are equally near: nothing decides."""

    statement: str
    counts: tuple[Side, ...]
    overridden: tuple[Side, ...]


class Group(msgspec.Struct, frozen=True):
    """The profiles of one property. All of ``steps`` belong together."""

    term: str
    steps: tuple[Step, ...]
    left_out: int = 0
    disagreements: tuple[Disagreement, ...] = ()


class Preview(msgspec.Struct, frozen=True):
    """What a required thing requires in turn: the first of it, and how much there is.

    ``conditions`` counts profiles that name no other thing. ``is_circular`` says that it asks for the subject of
    the page again.
    """

    needs: tuple[Reference, ...] = ()
    left_out: int = 0
    conditions: int = 0
    is_circular: bool = False


class TargetFacts(msgspec.Struct, frozen=True):
    """What the registry knows about a thing that is asked for."""

    costs: tuple[CostRange, ...] = ()
    spans: tuple[Span, ...] = ()
    preview: Preview | None = None


class RequirementsView(msgspec.Struct, frozen=True, kw_only=True):
    """All that is asked for. ``facts`` are by key of the target; ``excludes`` count toward no condition."""

    groups: tuple[Group, ...]
    manifests: tuple[Reference, ...] = ()
    facts: dict[str, TargetFacts] = {}
    routes: int = 1
    ways: tuple[BestWay, ...] = ()
    excludes: tuple[Reference, ...] = ()
    is_truncated: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether some of it comes from a manifest."""
        return any(step.manifest for group in self.groups for step in group.steps)


def build_requirements(subject: Subject, limits: Limits | None = None) -> RequirementsView | None:
    """What the subject asks of somebody; ``None`` where it asks for nothing."""
    look = subject.look
    terms = [*CONDITION_PROPERTIES, "ceterms:commonConditions", "ceterms:conditionExcludes"]
    if not any(term in subject.value for term in terms):
        return None
    resource = written_out(look, subject.value, (*CONDITION_PROPERTIES, _ALTERNATIVE))
    [conditions] = effective_conditions_of_all([resource], look.resources, CONDITION_PROPERTIES)
    manifests = references_of(resource, "ceterms:commonConditions")
    shared = [*manifests, *(one.source.manifest for one in conditions.conditions if one.source.distance)]
    look.book.learn([*shared, *iter_addresses([one.profile for one in conditions.conditions])])
    tree = requirement_tree(conditions, ALL_REQUIREMENTS)
    routes = count_routes(tree)
    chain = requirement_chain(resource, look.resources, depth=1, limit=_MOST_FOLLOWED)
    prices = find_prices(tree, look.resources, on=look.today) if _count(tree) <= _MOST_ROUTES else None
    reader = StepReader(look, limits)
    groups = tuple(_groups(look, reader, conditions))
    excludes = [uri for term, uri in conditions.excludes if not term][:_MOST_EXCLUDED]
    if not (groups or manifests or excludes):
        return None
    return RequirementsView(
        groups=groups,
        manifests=look.book.all_to(manifests),
        facts=_facts(look, subject.held.key, chain, prices),
        routes=routes,
        ways=list_best_ways(look, tree, prices) if prices and 1 < routes <= _MOST_ROUTES else (),
        excludes=look.book.all_to(excludes),
        is_truncated=conditions.is_truncated or tree.is_truncated,
    )


def _groups(look: Look, reader: StepReader, conditions: EffectiveConditions) -> Iterator[Group]:
    for term in CONDITION_PROPERTIES:
        found = requirement_tree(conditions, (term,)).all_of
        if not found:
            continue
        steps, left_out = reader.read_all(found)
        disagreements = tuple(_disagreement(look, one) for one in conditions.conflicts if one.term == term)
        yield Group(term, steps, left_out, disagreements=disagreements)


def _disagreement(look: Look, conflict: Conflict) -> Disagreement:
    def side(source: Source, values: tuple[float, ...]) -> Side:
        return Side(values, look.book.to(source.manifest) if source.distance and source.manifest else None)

    return Disagreement(
        conflict.statement,
        tuple(side(source, conflict.values) for source in conflict.sources),
        tuple(side(source, values) for source, values in conflict.overridden),
    )


def _facts(look: Look, me: str, chain: RequirementChain, prices: Prices | None) -> dict[str, TargetFacts]:
    """What is known of each target, by its key."""
    previews: dict[str, Preview] = {}
    following = {
        link.key: list(_targets(link.tree.all_of)) for link in chain.links if link.depth and link.tree.all_of
    }
    look.book.learn(target.uri for targets in following.values() for target in targets if target.uri)
    for link in chain.links:
        if link.key in following:
            previews[link.key] = _preview(look, me, following[link.key], link.tree)
    known = prices.targets if prices else {}
    return {
        key: TargetFacts(
            known[key].costs if key in known else (),
            known[key].spans if key in known else (),
            previews.get(key),
        )
        for key in (*known, *previews)
        if key in previews or known[key].costs or known[key].spans
    }


def _preview(look: Look, me: str, targets: Sequence[Target], tree: RequirementTree) -> Preview:
    # Competencies are what somebody learns there; what they must have before are the other things.
    named = {
        target.key: look.book.to(target.uri)
        for target in targets
        if target.uri and target.term != _COMPETENCY
    }
    bare = sum(not step.targets for step in iter_steps(tree.all_of))
    shown = tuple(reference for key, reference in named.items() if key != me)[:_MOST_PREVIEWED]
    return Preview(shown, len(named) - len(shown) - (me in named), bare, me in named)


def _count(tree: RequirementTree) -> int:
    return sum(1 for _ in _targets(tree.all_of))


def _targets(requirements: Iterable[Requirement]) -> Iterator[Target]:
    for step in iter_steps(requirements):
        yield from step.targets
