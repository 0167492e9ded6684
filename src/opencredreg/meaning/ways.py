"""The cheapest and the fastest way through the requirements of a resource.

What is not stated is never taken for zero: a route is measured by how much of it is unknown first and by what is
known second, and the result says what is unknown. Our reading of ``ctdl-vocabulary.md`` sections 9.2, 9.3, 9.12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

import msgspec

from opencredreg.jsonld.values import add_exactly, number_of
from opencredreg.meaning.costs import effective_costs_of_all, held_costs
from opencredreg.meaning.durations import Duration, Span, add_durations, spans_of
from opencredreg.meaning.graph import Resources, find_by_key
from opencredreg.meaning.requirements import (
    Requirement,
    RequirementTree,
    Route,
    Target,
    build_route,
    count_routes,
    route_at,
)
from opencredreg.meaning.totals import CostRange, cost_ranges

__all__ = ["Pace", "Price", "Prices", "TimeBasis", "Way", "cheapest_ways", "fastest_way", "find_prices"]

TimeBasis = Literal["elapsed", "spent"]
"""Elapsed time, one thing after the other, or time spent."""

_MAX_TRIED = 2_000
_TIME_TERMS = ("ceterms:estimatedDuration",)


class Price(msgspec.Struct, frozen=True):
    """What one thing costs and takes; nothing in ``costs`` or ``spans`` means that it is not stated."""

    costs: tuple[CostRange, ...] = ()
    spans: tuple[Span, ...] = ()


class Prices(msgspec.Struct, frozen=True):
    """By key of a target, and by path of a profile that has costs of its own."""

    targets: dict[str, Price]
    profiles: dict[str, Price]


class Pace(msgspec.Struct, frozen=True):
    """How long a route takes: ``total`` as if one thing came after the other, ``longest`` its longest part."""

    basis: TimeBasis
    total: Duration
    longest: Duration


class Way(msgspec.Struct, frozen=True):
    """The best route by one measure.

    ``amount`` and ``pace`` are sums of what is known only. ``unknown`` lists the targets that say nothing, or
    nothing in this currency, ``unknown_profiles`` the paths of profiles whose own costs are in other currencies.
    ``is_exact`` is false when there were more routes than could be tried.
    """

    route: Route
    currency: str = ""
    amount: float | None = None
    pace: Pace | None = None
    unknown: tuple[Target, ...] = ()
    unknown_profiles: tuple[str, ...] = ()
    is_exact: bool = True


def find_prices(
    tree: RequirementTree,
    resources: Resources,
    *,
    on: date | None = None,
    residency: str = "",
    audience: str = "",
) -> Prices:
    """Look up what the targets of a tree cost and take, and what its profiles cost themselves."""
    steps = list(_all_profiles(tree.all_of))
    nodes = find_by_key(resources, {target.uri for step in steps for target in step.targets})
    found = list(nodes.items())
    costs = effective_costs_of_all([node for _, node in found], resources)
    own = held_costs([step.profile for step in steps], resources)
    return Prices(
        targets={
            key: Price(
                cost_ranges(cost.own.costs, on=on, residency=residency, audience=audience),
                spans_of(node, *_TIME_TERMS),
            )
            for (key, node), cost in zip(found, costs, strict=True)
        },
        profiles={
            step.path: price
            for step, held in zip(steps, own, strict=True)
            if (
                price := Price(
                    cost_ranges(held.costs, on=on, residency=residency, audience=audience), _experience(step)
                )
            )
            != Price()
        },
    )


def cheapest_ways(tree: RequirementTree, prices: Prices) -> tuple[Way, ...]:
    """The cheapest route for each currency that occurs, by the lower end of every cost.

    A thing that is priced in another currency only is unknown in this one, for currencies are never converted.
    """
    priced = (*prices.targets.values(), *prices.profiles.values())
    currencies = sorted({cost.currency for price in priced for cost in price.costs})
    return tuple(_cheapest(tree, prices, currency) for currency in currencies)


def fastest_way(tree: RequirementTree, prices: Prices, basis: TimeBasis = "elapsed") -> Way:
    """The route whose parts take the least time one after the other, by the shorter end of every duration.

    Years of experience that a profile asks for count as elapsed time (reading).
    """

    def length_of(price: Price) -> Duration | None:
        return _shortest(price.spans, basis)

    scale = _Scale(prices, lambda price: None if (found := length_of(price)) is None else found.days, "spans")
    steps, is_exact = _best(tree, scale)
    route = build_route(steps)
    known = [length for price in scale.parts(route) if price and (length := length_of(price)) is not None]
    longest = max(known, key=lambda length: length.days, default=Duration())
    return Way(
        route,
        pace=Pace(basis, add_durations(known), longest) if known or not scale.parts(route) else None,
        unknown=scale.unknown_targets(route),
        is_exact=is_exact,
    )


def _cheapest(tree: RequirementTree, prices: Prices, currency: str) -> Way:
    def amount_of(price: Price) -> float | None:
        return next((cost.low for cost in price.costs if cost.currency == currency), None)

    scale = _Scale(prices, amount_of, "costs")
    steps, is_exact = _best(tree, scale)
    route = build_route(steps)
    parts = scale.parts(route)
    known = [amount for price in parts if price and (amount := amount_of(price)) is not None]
    return Way(
        route,
        currency=currency,
        amount=add_exactly(known) if known or not parts else None,
        unknown=scale.unknown_targets(route),
        unknown_profiles=tuple(
            path
            for path in route.paths
            if path in prices.profiles
            and prices.profiles[path].costs
            and amount_of(prices.profiles[path]) is None
        ),
        is_exact=is_exact,
    )


class _Scale:
    """Weighs routes: how many parts are unknown, then the sum of the known ones."""

    def __init__(
        self, prices: Prices, measure: Callable[[Price], float | None], field: Literal["costs", "spans"]
    ) -> None:
        self.prices = prices
        self.measure = measure
        self.field = field

    def parts(self, route: Route) -> list[Price | None]:
        """The prices of a route's targets, and of those of its profiles that state the measured thing."""
        own = [self.prices.profiles.get(path) for path in route.paths]
        return [self.prices.targets.get(target.key) for target in route.targets] + [
            price for price in own if price and getattr(price, self.field)
        ]

    def weigh(self, route: Route) -> tuple[int, float]:
        values = [self.measure(price) if price else None for price in self.parts(route)]
        known = [value for value in values if value is not None]
        return len(values) - len(known), add_exactly(known)

    def unknown_targets(self, route: Route) -> tuple[Target, ...]:
        return tuple(
            target
            for target in route.targets
            if not (price := self.prices.targets.get(target.key)) or self.measure(price) is None
        )


def _best(tree: RequirementTree, scale: _Scale) -> tuple[list[Requirement], bool]:
    """The lightest route. Choosing part by part is right unless two parts share a target, for that counts once."""
    steps = [step for profile in tree.all_of for step in _lightest(profile, scale)[1]]
    if not _shares_targets(tree.all_of):
        return steps, True
    count = count_routes(tree)
    best = build_route(steps)
    for place in range(min(count, _MAX_TRIED)):
        route = route_at(tree, place)
        if scale.weigh(route) < scale.weigh(best):
            best = route
    by_path = {step.path: step for step in _all_profiles(tree.all_of)}
    return [by_path[path] for path in best.paths], count <= _MAX_TRIED


def _lightest(profile: Requirement, scale: _Scale) -> tuple[tuple[int, float], list[Requirement]]:
    unknown, known = scale.weigh(build_route([profile]))
    if not profile.alternatives:
        return (unknown, known), [profile]
    best, steps = min((_lightest(each, scale) for each in profile.alternatives), key=lambda found: found[0])
    return (unknown + best[0], add_exactly((known, best[1]))), [profile, *steps]


def _experience(step: Requirement) -> tuple[Span, ...]:
    years = number_of(step.profile.get("ceterms:yearsOfExperience"))
    if years is None or not 0 < years < 1_000:
        return ()
    asked = Duration(round(years * 12))
    return (Span(asked, asked),)


def _shares_targets(profiles: Iterable[Requirement]) -> bool:
    keys = [key for step in _all_profiles(profiles) for key in {target.key for target in step.targets}]
    return len(keys) > len(set(keys))


def _all_profiles(profiles: Iterable[Requirement]) -> Iterable[Requirement]:
    for profile in profiles:
        yield profile
        yield from _all_profiles(profile.alternatives)


def _shortest(spans: Iterable[Span], basis: TimeBasis) -> Duration | None:
    stated = [
        length
        for span in spans
        if (length := span.spent if basis == "spent" else span.shortest or span.longest) is not None
    ]
    return min(stated, key=lambda length: length.days, default=None)
