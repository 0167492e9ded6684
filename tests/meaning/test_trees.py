from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.trees import Arrangement, Member, arrange

_KEYS = [f"k{number}" for number in range(12)]


@st.composite
def _tangles(draw: st.DrawFn) -> tuple[list[Member], dict[str, dict[str, int]], dict[str, int]]:
    """Members with any links between them: several parents, cycles and what stands under itself."""
    keys = draw(st.lists(st.sampled_from(_KEYS), unique=True, min_size=1))
    notation = st.sampled_from(["", "1", "2", "10", "a"])
    members = [Member(key, draw(notation), draw(notation), draw(st.integers(0, 3))) for key in keys]
    row = st.dictionaries(st.sampled_from(keys), st.integers(0, 5), max_size=4)
    children = draw(st.dictionaries(st.sampled_from(keys), row, max_size=6))
    tops = draw(st.dictionaries(st.sampled_from(_KEYS), st.integers(0, 5), max_size=3))
    return members, children, tops


def _reached(order: Arrangement) -> set[str]:
    found: set[str] = set()
    waiting = list(order.roots)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += order.children[key]
    return found


@settings(deadline=None, max_examples=150)
@given(_tangles())
def test_every_member_can_be_reached_from_the_top(
    tangle: tuple[list[Member], dict[str, dict[str, int]], dict[str, int]],
) -> None:
    members, children, tops = tangle
    order = arrange(members, children, tops)
    assert _reached(order) == {member.key for member in members}
    for key, below in order.children.items():
        assert sorted(below) == sorted(children.get(key, {}))
        assert all(key in order.parents[child] for child in below)
    assert set(tops) & set(order.children) <= set(order.roots)


@settings(deadline=None, max_examples=100)
@given(_tangles(), st.randoms())
def test_the_order_does_not_depend_on_that_of_the_members(
    tangle: tuple[list[Member], dict[str, dict[str, int]], dict[str, int]], chance: random.Random
) -> None:
    members, children, tops = tangle
    shuffled = list(members)
    chance.shuffle(shuffled)
    first, second = arrange(members, children, tops), arrange(shuffled, children, tops)
    assert first.children == second.children


def test_siblings_stand_by_list_number_then_position_then_code() -> None:
    members = [
        Member("top"),
        Member("ten", list_id="10"),
        Member("nine", list_id="9"),
        Member("late", code="a"),
        Member("early", code="b"),
        Member("coded10", code="1.10"),
        Member("coded9", code="1.9"),
    ]
    row = {"ten": 0, "nine": 1, "late": 3, "early": 2, "coded10": 9, "coded9": 9}
    order = arrange(members, {"top": row}, {})
    assert order.children["top"] == ("nine", "ten", "early", "late", "coded9", "coded10")
    assert order.roots == ("top",)
