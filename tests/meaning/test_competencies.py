from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.competencies import (
    CompetencyTree,
    build_competency_tree,
    find_derivations,
    find_members,
    iter_outline,
)
from opencredreg.meaning.trees import natural_key
from tests.meaning.build import graph, key, node, uri

FRAMEWORK = node("frame", "ceasn:CompetencyFramework", ceasn_name={"en": "Welding"})


def competency(name: str | int, **members: Any) -> dict[str, Any]:
    return node(name, "ceasn:Competency", ceasn_isPartOf=uri("frame"), **members)


def outline(tree: CompetencyTree) -> list[tuple[int, str]]:
    return [(line.depth, line.branch.key) for line in iter_outline(tree)]


def test_siblings_stand_by_list_number_then_position_then_code() -> None:
    top = competency("top", ceasn_hasChild=[uri(name) for name in ("d", "c", "b", "a")])
    tree = build_competency_tree(
        FRAMEWORK,
        [
            competency("x", ceasn_isChildOf=uri("top"), ceasn_codedNotation="1.10"),
            competency("y", ceasn_isChildOf=uri("top"), ceasn_codedNotation="1.9"),
            competency("a", ceasn_listID="10"),
            competency("b", ceasn_listID="9"),
            competency("c"),
            competency("d"),
            top,
        ],
    )
    assert outline(tree) == [(0, key("top")), *((1, key(name)) for name in "badcyx")]


def test_roots_are_those_named_and_those_nobody_claims() -> None:
    framework = {**FRAMEWORK, "ceasn:hasTopChild": [uri("b"), uri("gone")]}
    tree = build_competency_tree(
        framework,
        [
            competency("free"),
            competency("a", ceasn_isTopChildOf=uri("frame"), ceasn_isChildOf=uri("b")),
            competency("b"),
        ],
    )
    assert tree.roots == (key("b"), key("a"), key("free"))
    assert tree.unresolved == (uri("gone"),)


def test_several_parents_are_shown_and_unrolled_once() -> None:
    tree = build_competency_tree(
        FRAMEWORK,
        [
            competency("a", ceasn_hasChild=uri("s")),
            competency("b", ceasn_hasChild=uri("s")),
            competency("s", ceasn_hasChild=uri("t")),
            competency("t"),
        ],
    )
    assert tree.by_key()[key("s")].parents == (key("a"), key("b"))
    lines = [(line.depth, line.branch.key, line.is_repeated) for line in iter_outline(tree)]
    assert lines == [
        (0, key("a"), False),
        (1, key("s"), False),
        (2, key("t"), False),
        (0, key("b"), False),
        (1, key("s"), True),
    ]


def test_circles_are_reported_and_still_shown() -> None:
    tree = build_competency_tree(
        FRAMEWORK,
        [competency("a", ceasn_hasChild=uri("b")), competency("b", ceasn_hasChild=uri("a")), competency("c")],
    )
    assert tree.cycles == ((key("a"), key("b")),)
    assert {branch for _, branch in outline(tree)} == {key("a"), key("b"), key("c")}


_FORESTS = st.integers(0, 9).flatmap(
    lambda size: st.tuples(
        st.permutations(range(size)),
        st.tuples(*(st.none() | st.integers(0, max(0, at - 1)) for at in range(size))),
    )
)


@settings(deadline=None, max_examples=80)
@given(_FORESTS)
def test_child_links_and_parent_links_give_one_tree(forest: tuple[list[int], tuple[int | None, ...]]) -> None:
    order, claimed = forest
    parents = [None if at == 0 else parent for at, parent in enumerate(claimed)]
    down = [
        competency(
            at,
            ceasn_listID=str(at),
            ceasn_hasChild=[uri(child) for child, parent in enumerate(parents) if parent == at],
        )
        for at in order
    ]
    up = [
        competency(
            at,
            ceasn_listID=str(at),
            **({} if parents[at] is None else {"ceasn_isChildOf": [uri(parents[at])]}),
        )
        for at in order
    ]
    roots = [uri(at) for at, parent in enumerate(parents) if parent is None]
    from_top = build_competency_tree({**FRAMEWORK, "ceasn:hasTopChild": roots}, down)
    from_below = build_competency_tree(FRAMEWORK, up)
    assert outline(from_top) == outline(from_below)
    assert from_top.branches == from_below.branches
    assert len(outline(from_top)) == len(order)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 120), min_size=1, max_size=3)))
def test_natural_order_is_the_order_of_the_numbers(numbers: list[list[int]]) -> None:
    texts = [".".join(map(str, parts)) for parts in numbers]
    assert sorted(texts, key=natural_key) == [".".join(map(str, parts)) for parts in sorted(numbers)]


def test_a_number_of_any_length_sorts() -> None:
    assert natural_key("9" * 9_999) > natural_key("8" * 9_999)


def test_members_are_found_from_either_side_with_few_questions() -> None:
    framework = {**FRAMEWORK, "ceasn:hasTopChild": uri("a")}
    loose = node("a", "ceasn:Competency", ceasn_hasChild=[uri(at) for at in range(1_000, 1_100)])
    resources = graph(
        framework, loose, *(node(at, "ceasn:Competency") for at in range(1_000, 1_100)), competency("z")
    )
    members, is_truncated = find_members(framework, resources)
    assert len(members) == 102
    assert not is_truncated
    assert resources.finds <= 4


def test_derived_statements_are_told_from_own_ones() -> None:
    original = competency("o")
    finer = node(
        "f", "ceasn:Competency", ceasn_isPartOf=uri("other"), ceasn_derivedFrom=[uri("o"), uri("gone")]
    )
    own = competency("p", ceasn_derivedFrom=uri("o"), ceasn_isVersionOf=uri("q"))
    third = node("t", "ceasn:Competency", ceasn_creator=uri("me"), ceasn_derivedFrom=uri("u"))
    used = node("u", "ceasn:Competency", ceasn_creator=uri("you"))
    found = find_derivations([finer, own, third], graph(original, finer, own, third, used))
    assert [(d.competency, d.origin, d.kind) for d in found] == [
        (uri("f"), uri("o"), "derived"),
        (uri("f"), uri("gone"), "unknown"),
        (uri("p"), uri("o"), "own"),
        (uri("t"), uri("u"), "derived"),
    ]
