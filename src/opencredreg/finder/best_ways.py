"""The best of several ways through requirements, as a page names them.

Source: ``ctdl-vocabulary.md`` section 9.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, texts_of
from opencredreg.meaning.durations import Duration
from opencredreg.meaning.requirements import Requirement, RequirementTree
from opencredreg.meaning.ways import Prices, Way, cheapest_ways, fastest_way

__all__ = ["BestWay", "iter_steps", "list_best_ways"]

_COMPETENCY = "ceterms:targetCompetency"


class BestWay(msgspec.Struct, frozen=True):
    """The cheapest or the fastest of several ways: which alternatives it takes, and how much of it is unknown."""

    by: Literal["cost", "time"]
    names: tuple[tuple[Text, ...], ...]
    unknown: int
    is_exact: bool
    currency: str = ""
    amount: float = 0.0
    length: Duration | None = None


def list_best_ways(look: Look, tree: RequirementTree, prices: Prices) -> tuple[BestWay, ...]:
    """The cheapest way for each currency, then the fastest; ways of which nothing is known are left out."""
    return tuple(_best_ways(look, tree, prices))


def iter_steps(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """Profiles with all their alternatives, at any depth."""
    for requirement in requirements:
        yield requirement
        yield from iter_steps(requirement.alternatives)


def _best_ways(look: Look, tree: RequirementTree, prices: Prices) -> Iterator[BestWay]:
    steps = {step.path: step for step in iter_steps(tree.all_of)}
    for way in cheapest_ways(tree, prices):
        if way.amount is not None and way.currency:
            unknown = _unknown(way) + len(way.unknown_profiles)
            choice = _choice(look, way, steps)
            yield BestWay("cost", choice, unknown, way.is_exact, currency=way.currency, amount=way.amount)
    fastest = fastest_way(tree, prices)
    if fastest.pace is not None and fastest.pace.total.days:
        choice = _choice(look, fastest, steps)
        yield BestWay("time", choice, _unknown(fastest), fastest.is_exact, length=fastest.pace.total)


def _unknown(way: Way) -> int:
    """How many things say nothing; competencies neither cost nor take anything by themselves."""
    return sum(target.term != _COMPETENCY for target in way.unknown)


def _choice(look: Look, way: Way, steps: Mapping[str, Requirement]) -> tuple[tuple[Text, ...], ...]:
    """What tells a way from the others: the alternatives that it takes, by name, by target or by description."""
    named: list[tuple[Text, ...]] = []
    for path in way.route.paths:
        step = steps[path]
        if "/" not in path:
            continue
        targets = [target for target in step.targets if target.term != _COMPETENCY]
        if step.names:
            named.append(step.names)
        elif targets:
            named += (target.names or look.book.to(target.uri).names for target in targets)
        else:
            named.append(texts_of(step.profile.get("ceterms:description")))
    return tuple(texts for texts in named if texts)
