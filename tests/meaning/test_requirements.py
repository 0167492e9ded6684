from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.chains import requirement_chain
from opencredreg.meaning.conditions import effective_conditions
from opencredreg.meaning.durations import Duration
from opencredreg.meaning.graph import GraphResources
from opencredreg.meaning.requirements import (
    RequirementTree,
    count_routes,
    iter_routes,
    list_routes,
    requirement_tree,
    route_at,
)
from opencredreg.meaning.ways import cheapest_ways, fastest_way, find_prices
from tests.meaning.build import concept, cost, graph, key, node, part, profile, uri


def tree_of(*profiles: Any, term: str = "requires") -> RequirementTree:
    return requirement_tree(effective_conditions(node("x", "Certificate", **{term: list(profiles)}), graph()))


# Two ways into a certificate: papers and a test, and either a master's degree or a bachelor's with experience.
ENTRY = profile(
    submissionOfDescription={"en": "Transcripts"},
    targetAssessment=[uri("test")],
    alternativeCondition=[
        profile(targetCredential=[uri("master")]),
        profile(targetCredential=[uri("bach")], yearsOfExperience=2),
    ],
)


def test_one_profile_with_two_alternatives_has_two_routes() -> None:
    tree = tree_of(ENTRY, term="entryCondition")
    routes = list_routes(tree)
    assert (routes.count, routes.is_truncated) == (2, False)
    assert [
        ({target.key for target in route.targets}, {statement.term for statement in route.statements})
        for route in routes.routes
    ] == [
        ({key("test"), key("master")}, {"ceterms:submissionOfDescription"}),
        ({key("test"), key("bach")}, {"ceterms:submissionOfDescription", "ceterms:yearsOfExperience"}),
    ]


def test_recommendations_and_renewals_require_nothing() -> None:
    holder = node("x", "Certificate", recommends=ENTRY, renewal=ENTRY)
    found = effective_conditions(holder, graph())
    assert list_routes(requirement_tree(found)).routes[0].targets == ()
    assert count_routes(requirement_tree(found, ["ceterms:renewal"])) == 2


def test_direct_references_and_competencies_are_targets() -> None:
    tree = tree_of(uri("course"), concept("https://c.example/1"), profile(targetCompetency=[concept("")]))
    (route,) = iter_routes(tree)
    assert [target.key for target in route.targets] == [key("course"), "https://c.example/1"]
    tree = tree_of(uri("course"), term="prerequisite")
    assert [target.key for target in route_at(tree, 0).targets] == [key("course")]


def test_there_is_no_route_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        route_at(tree_of(ENTRY), 2)


def test_an_explosion_of_routes_is_counted_and_not_listed() -> None:
    wide = profile(alternativeCondition=[profile(targetCredential=uri(at)) for at in range(10)])
    tree = tree_of(*[wide] * 40)
    routes = list_routes(tree, limit=3)
    assert count_routes(tree) == 10**40
    assert (routes.count, len(routes.routes), routes.is_truncated) == (10**15, 3, True)
    assert len(route_at(tree, 10**40 - 1).paths) == 80


def test_alternatives_nested_without_end_are_cut_and_say_so() -> None:
    inner = profile(minimumAge=1)
    for _ in range(200):
        inner = profile(alternativeCondition=[inner, inner])
    tree = tree_of(inner)
    assert tree.is_truncated
    assert count_routes(tree) <= 2**12


_OWN = st.lists(st.integers(0, 5), max_size=2)
_PROFILES = st.recursive(
    st.tuples(_OWN, st.just([])),
    lambda inner: st.tuples(_OWN, st.lists(inner, max_size=3)),
    max_leaves=7,
)
_TREES = st.lists(_PROFILES, max_size=3)


def published(spec: tuple[list[int], list[Any]]) -> dict[str, Any]:
    own, alternatives = spec
    return profile(
        description={"en": "Do this"},
        targetCredential=[uri(number) for number in own],
        alternativeCondition=[published(each) for each in alternatives],
    )


def brute(spec: tuple[list[int], list[Any]]) -> list[list[list[int]]]:
    own, alternatives = spec
    return [[own, *rest] for each in alternatives for rest in brute(each)] or [[own]]


def all_brute(specs: list[tuple[list[int], list[Any]]]) -> list[list[str]]:
    """The targets of every route, each once, in order."""
    return [
        list(dict.fromkeys(key(number) for steps in combination for own in steps for number in own))
        for combination in product(*(brute(spec) for spec in specs))
    ]


@settings(deadline=None, max_examples=80)
@given(_TREES)
def test_routes_are_all_combinations(specs: list[Any]) -> None:
    tree = tree_of(*(published(spec) for spec in specs))
    expected = all_brute(specs)
    assert count_routes(tree) == len(expected)
    assert [[target.key for target in route.targets] for route in iter_routes(tree, 10_000)] == expected


def priced(costs: dict[int, int | None], spans: dict[int, int | None]) -> GraphResources:
    return graph(
        *(
            node(
                number,
                "Certificate",
                estimatedCost=[cost(price)] if price is not None else [],
                estimatedDuration=[
                    part("DurationProfile", exactDuration=f"P{days}D")
                    for days in [spans.get(number)]
                    if days is not None
                ],
            )
            for number, price in costs.items()
        )
    )


_VALUES = st.dictionaries(st.integers(0, 5), st.none() | st.integers(0, 90), max_size=6)


@settings(deadline=None, max_examples=80)
@given(_TREES, _VALUES, _VALUES)
def test_the_best_route_is_the_least_of_all(
    specs: list[Any], costs: dict[int, int | None], spans: dict[int, int | None]
) -> None:
    tree = tree_of(*(published(spec) for spec in specs))
    prices = find_prices(tree, priced(costs, spans))

    def weight(targets: list[str], known: dict[int, int | None]) -> tuple[int, int]:
        found = [next((v for n, v in known.items() if key(n) == target), None) for target in targets]
        return found.count(None), sum(value for value in found if value is not None)

    for way in cheapest_ways(tree, prices):
        expected = min(weight(targets, costs) for targets in all_brute(specs))
        assert (len(way.unknown), way.amount or 0) == expected
        assert way.is_exact
        assert {target.key for target in way.unknown} <= {target.key for target in way.route.targets}
    fastest = fastest_way(tree, prices)
    found = {n: days for n, days in spans.items() if n in costs}
    unknown, days = min(weight(targets, found) for targets in all_brute(specs))
    assert len(fastest.unknown) == unknown
    assert (fastest.pace.total if fastest.pace else Duration()) == Duration(0, days * 86_400.0)


def test_nothing_unknown_is_taken_for_free() -> None:
    tree = tree_of(
        profile(
            alternativeCondition=[
                profile(targetCredential=uri("dear")),
                profile(targetCredential=uri("what")),
            ]
        )
    )
    resources = graph(
        node("dear", "Certificate", estimatedCost=cost(5000)),
        node("what", "Certificate", estimatedCost=cost(None, description={"en": "Varies"})),
    )
    (way,) = cheapest_ways(tree, find_prices(tree, resources))
    assert (way.amount, way.unknown) == (5000.0, ())
    fastest = fastest_way(tree, find_prices(tree, resources))
    assert fastest.pace is None
    assert len(fastest.unknown) == 1


def test_each_currency_has_its_own_cheapest_route_and_conditions_may_cost_too() -> None:
    tree = tree_of(
        profile(
            estimatedCost=cost(10, "USD"),
            alternativeCondition=[profile(targetCredential=uri("us")), profile(targetCredential=uri("eu"))],
        )
    )
    resources = graph(
        node("us", "Certificate", estimatedCost=cost(100, "USD")),
        node("eu", "Certificate", estimatedCost=cost(5, "EUR")),
    )
    euro, dollar = cheapest_ways(tree, find_prices(tree, resources))
    assert (dollar.currency, dollar.amount, dollar.route.paths) == ("USD", 110.0, ("0", "0/0"))
    assert (euro.currency, euro.amount, euro.route.paths) == ("EUR", 5.0, ("0", "0/1"))
    assert euro.unknown_profiles == ("0",)


def test_experience_takes_time_and_time_spent_is_another_measure() -> None:
    tree = tree_of(ENTRY)
    resources = graph(
        node(
            "test",
            "AssessmentProfile",
            estimatedDuration=part("DurationProfile", timeRequired="PT3H", exactDuration="P1D"),
        ),
        node(
            "master",
            "MasterDegree",
            estimatedDuration=part("DurationProfile", minimumDuration="P5Y", timeRequired="PT3000H"),
        ),
        node(
            "bach",
            "BachelorDegree",
            estimatedDuration=part("DurationProfile", exactDuration="P4Y", timeRequired="PT4000H"),
        ),
    )
    prices = find_prices(tree, resources)
    elapsed, spent = fastest_way(tree, prices), fastest_way(tree, prices, "spent")
    assert elapsed.pace is not None
    assert spent.pace is not None
    assert (elapsed.route.paths, elapsed.pace.total) == (("0", "0/0"), Duration(60, 86_400.0))
    assert elapsed.pace.longest == Duration(60)
    assert (spent.route.paths, spent.pace.total) == (("0", "0/0"), Duration(0, 3003 * 3_600.0))


def test_prices_of_all_targets_are_asked_for_together() -> None:
    tree = tree_of(profile(targetCredential=[uri(number) for number in range(30)]))
    resources = graph(
        *(node(n, "Certificate", estimatedCost=cost(1), commonCosts=uri("m")) for n in range(30))
    )
    (way,) = cheapest_ways(tree, find_prices(tree, resources))
    assert way.amount == 30.0
    assert resources.finds == 2


def test_a_chain_follows_what_targets_require_and_notes_circles() -> None:
    def needs(*targets: str | int) -> list[dict[str, Any]]:
        return [profile(targetCredential=[uri(each) for each in targets])]

    start = node("a", "Certificate", requires=needs("b", "c"))
    resources = graph(
        start,
        node("b", "Certificate", requires=needs("d"), name={"en": "Basics"}),
        node("c", "Certificate", commonConditions=uri("m")),
        node("m", "ConditionManifest", requires=needs("a")),
        node("d", "Certificate", requires=needs("gone")),
    )
    chain = requirement_chain(start, resources)
    assert {link.key: link.depth for link in chain.links} == {
        key("a"): 0,
        key("b"): 1,
        key("c"): 1,
        key("d"): 2,
    }
    assert chain.cycles == ((key("a"), key("c")),)
    assert chain.unresolved == (uri("gone"),)
    assert not chain.is_truncated
    short = requirement_chain(start, resources, depth=1)
    assert [link.key for link in short.links] == [key("a"), key("b"), key("c")]
    assert short.is_truncated


def test_a_chain_of_a_thousand_is_cut_and_asks_level_by_level() -> None:
    fan = [profile(targetCredential=[uri(number) for number in range(1, 1_000)])]
    resources = graph(*(node(n, "Certificate") for n in range(1, 1_000)))
    chain = requirement_chain(node(0, "Certificate", requires=fan), resources, limit=100)
    assert len(chain.links) == 100
    assert chain.is_truncated
    assert resources.finds <= 3
