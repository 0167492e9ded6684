from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.walks import cycles_in, knots_of, order_by, reachable

_GRAPHS = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=4), max_size=6
)


def paths_from(start: str, links: dict[str, list[str]]) -> set[str]:
    """What a step or more leads to."""
    found: set[str] = set()
    stack = [start]
    while stack:
        for to in links.get(stack.pop(), []):
            if to not in found:
                found.add(to)
                stack.append(to)
    return found


@settings(deadline=None)
@given(_GRAPHS)
def test_cycles_are_the_groups_that_lead_back_to_themselves(links: dict[str, list[str]]) -> None:
    onward = {name: paths_from(name, links) for name in "abcdef"}
    expected = {
        frozenset(other for other in "abcdef" if other in onward[name] and name in onward[other])
        for name in "abcdef"
        if name in onward[name]
    }
    assert {frozenset(cycle) for cycle in cycles_in(links)} == expected


@settings(deadline=None)
@given(_GRAPHS)
def test_every_knot_comes_after_what_it_leads_to(links: dict[str, list[str]]) -> None:
    knots = knots_of(links)
    place = {name: at for at, knot in enumerate(knots) for name in knot}
    assert len(place) == sum(len(knot) for knot in knots)
    assert all(place[to] <= place[name] for name, targets in links.items() for to in targets)


@settings(deadline=None)
@given(st.permutations("abcdef"), _GRAPHS)
def test_an_order_respects_what_comes_before(names: list[str], before: dict[str, list[str]]) -> None:
    order = order_by(names, before)
    assert sorted(order) == sorted(names)
    onward = {name: paths_from(name, before) for name in names}
    for name in names:
        for later in onward[name]:
            if name not in onward[later]:
                assert order.index(name) < order.index(later)
    if not before:
        assert list(order) == names


@settings(deadline=None)
@given(_GRAPHS)
def test_reachable_counts_the_fewest_steps(links: dict[str, list[str]]) -> None:
    found = reachable(["a"], links)
    assert set(found) == paths_from("a", links) | {"a"}
    for name, steps in found.items():
        if steps:
            assert min(found[source] for source in found if name in links.get(source, [])) == steps - 1


def test_a_chain_longer_than_any_stack() -> None:
    chain = {str(at): [str(at + 1)] for at in range(50_000)}
    assert len(knots_of(chain)) == 50_001
    assert order_by([str(at) for at in reversed(range(50_000))], chain)[0] == "0"
