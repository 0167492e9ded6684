from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.costs import effective_costs
from opencredreg.meaning.totals import cost_ranges, total_costs
from tests.meaning.build import concept, cost, graph, node, profile, uri

IN_STATE = {"residencyType": [concept("residency:InState")]}
OUT_OF_STATE = {"residencyType": [concept("residency:OutOfState")]}
MEMBERS = {"audienceType": [concept("audience:Member")]}


def totals(*costs: dict[str, Any], on: date | None = None) -> dict[tuple[str, str, str], tuple[float, float]]:
    found = effective_costs(node("x", "Certificate", estimatedCost=list(costs)), graph())
    return {
        (t.currency, t.residency, t.audience): (t.low, t.high)
        for t in total_costs(found.own.costs, on=on).totals
    }


def test_currencies_are_never_added() -> None:
    assert totals(cost(100, "USD"), cost(0.1, "EUR"), cost(0.2, "eur")) == {
        ("USD", "", ""): (100.0, 100.0),
        ("EUR", "", ""): (0.3, 0.3),
    }


def test_an_aggregate_is_not_added_to_its_parts() -> None:
    assert totals(
        cost(900, kind="AggregateCost"), cost(500, kind="Tuition"), cost(400, kind="MixedFees")
    ) == {("USD", "", ""): (900.0, 900.0)}
    two = totals(cost(900, kind="AggregateCost"), cost(1200, kind="AggregateCost"))
    assert two == {("USD", "", ""): (900.0, 1200.0)}


def test_residency_and_audience_split_the_total() -> None:
    found = totals(
        cost(50, kind="Application"),
        cost(1000, kind="Tuition", **IN_STATE),
        cost(3000, kind="Tuition", **OUT_OF_STATE),
        cost(-100, kind="MixedFees", **MEMBERS),
    )
    assert found == {
        ("USD", "", ""): (50.0, 50.0),
        ("USD", "", "audience:Member"): (-50.0, -50.0),
        ("USD", "residency:InState", ""): (1050.0, 1050.0),
        ("USD", "residency:InState", "audience:Member"): (950.0, 950.0),
        ("USD", "residency:OutOfState", ""): (3050.0, 3050.0),
        ("USD", "residency:OutOfState", "audience:Member"): (2950.0, 2950.0),
    }


def test_ranges_are_those_of_the_groups_and_narrow_to_one() -> None:
    own = effective_costs(
        node(
            "x", "Certificate", estimatedCost=[cost(50), cost(1000, **IN_STATE), cost(3000, **OUT_OF_STATE)]
        ),
        graph(),
    ).own.costs
    assert [(r.low, r.high) for r in cost_ranges(own)] == [(1050.0, 3050.0)]
    assert [(r.low, r.high) for r in cost_ranges(own, residency="residency:OutOfState")] == [(3050.0, 3050.0)]
    assert [(r.low, r.high) for r in cost_ranges(own, residency="residency:Local")] == [(50.0, 50.0)]


def test_a_profile_without_amount_adds_nothing_and_is_counted() -> None:
    own = effective_costs(
        node("x", "Certificate", estimatedCost=[cost(5), cost(None, description={"en": "Ask us"})]), graph()
    ).own.costs
    assert [(t.low, t.unpriced) for t in total_costs(own).totals] == [(5.0, 1)]
    assert total_costs([each for each in own if each.price is None]).totals == ()


def test_only_costs_of_the_day_are_added() -> None:
    old = cost(10, kind="Tuition", startDate="2023-01-01", endDate="2023-12-31")
    new = cost(20, kind="Tuition", startDate="2024-01-01")
    assert totals(old, new, on=date(2023, 12, 31)) == {("USD", "", ""): (10.0, 10.0)}
    assert totals(old, new, on=date(2025, 1, 1)) == {("USD", "", ""): (20.0, 20.0)}
    own = effective_costs(node("x", "Certificate", estimatedCost=[old, new]), graph()).own.costs
    assert [total.mixes_periods for total in total_costs(own).totals] == [True]


def test_nearer_costs_of_one_kind_win_where_dates_meet() -> None:
    program = node(
        "x",
        "LearningProgram",
        estimatedCost=[cost(700, kind="Tuition", startDate="2025-01-01")],
        commonCosts=[uri("m")],
    )
    manifest = node(
        "m",
        "CostManifest",
        endDate="2026-06-30",
        estimatedCost=[
            cost(999, kind="Tuition"),
            cost(1, kind="Tuition", endDate="2024-12-31"),
            cost(60, kind="Application"),
            cost(5),
        ],
    )
    own = effective_costs(program, graph(manifest)).own.costs
    assert [(c.price, c.is_overridden) for c in own] == [
        (700.0, False),
        (999.0, True),
        (1.0, False),
        (60.0, False),
        (5.0, False),
    ]
    assert [(t.low) for t in total_costs(own, on=date(2026, 1, 1)).totals] == [765.0]
    assert [(t.low) for t in total_costs(own, on=date(2026, 7, 1)).totals] == [700.0]


def test_conditions_and_offerings_have_costs_of_their_own() -> None:
    program = node(
        "x",
        "LearningProgram",
        requires=profile(commonCosts=[uri("m")], alternativeCondition=[profile(estimatedCost=cost(7))]),
        hasOffering=[uri("fall"), uri("gone")],
    )
    fall = node(
        "fall", "ScheduledOffering", name={"en": "Fall"}, estimatedCost=cost(300), commonCosts=uri("lost")
    )
    manifest = node("m", "CostManifest", estimatedCost=cost(20))
    resources = graph(fall, manifest)
    found = effective_costs(program, resources)
    assert [(h.kind, h.term, [c.price for c in h.costs]) for h in found.holders] == [
        ("resource", "", []),
        ("condition", "ceterms:requires", [20.0]),
        ("condition", "ceterms:requires", [7.0]),
        ("offering", "", [300.0]),
    ]
    assert set(found.unresolved) == {uri("gone"), uri("lost")}
    assert resources.finds == 2


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 500),
            st.sampled_from(["USD", "EUR"]),
            st.sets(st.sampled_from(["a", "b"])),
            st.sets(st.sampled_from(["p", "q"])),
        ),
        max_size=8,
    )
)
def test_every_total_is_the_sum_of_what_its_group_pays(
    costs: list[tuple[int, str, set[str], set[str]]],
) -> None:
    found = totals(
        *(
            cost(
                price,
                currency,
                residencyType=[concept(f"https://r.example/{name}") for name in sorted(homes)],
                audienceType=[concept(f"https://a.example/{name}") for name in sorted(people)],
            )
            for price, currency, homes, people in costs
        )
    )
    for (currency, residency, audience), (low, high) in found.items():
        expected = sum(
            price
            for price, money, homes, people in costs
            if money == currency
            and (not homes or residency[-1:] in homes)
            and (not people or audience[-1:] in people)
        )
        assert low == high == expected
    for price, currency, homes, people in costs:
        for home in homes or {""}:
            for person in people or {""}:
                group = (
                    currency,
                    home and f"https://r.example/{home}",
                    person and f"https://a.example/{person}",
                )
                assert group in found, price
