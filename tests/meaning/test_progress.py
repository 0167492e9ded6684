from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.pathways import Pathway, read_pathway
from opencredreg.meaning.progress import Progress, collection_members, evaluate_pathway, find_proxied
from opencredreg.meaning.truth import Truth, all_of, any_of, at_least, exactly_one
from tests.meaning.build import graph, key, node, part, uri
from tests.meaning.test_pathways import condition, course


def pathway_of(*components: dict[str, Any], goal: str = "goal") -> Pathway:
    pathway = node(
        "p", "Pathway", hasDestinationComponent=uri(goal), hasPart=[each["@id"] for each in components]
    )
    return read_pathway(pathway, graph(*components))


def goal(*conditions: dict[str, Any], **members: Any) -> dict[str, Any]:
    return node(
        "goal",
        "CredentialComponent",
        proxyFor="https://school.example/degree",
        hasCondition=list(conditions),
        **members,
    )


def by_key(progress: Progress) -> dict[str, Truth]:
    return {state.key: state.state for state in progress.components}


_TRUTHS = st.lists(st.sampled_from(Truth), max_size=6)


@pytest.mark.parametrize(
    ("three_valued", "two_valued"),
    [
        (all_of, all),
        (any_of, any),
        (exactly_one, lambda values: sum(values) == 1),
        (lambda parts: at_least(2, parts), lambda values: sum(values) >= 2),
    ],
)
@settings(deadline=None)
@given(parts=_TRUTHS)
def test_unknown_is_what_the_missing_data_could_still_change(
    three_valued: Any, two_valued: Any, parts: list[Truth]
) -> None:
    choices = [[True, False] if part is Truth.UNKNOWN else [part is Truth.YES] for part in parts]
    outcomes = {two_valued(list(values)) for values in product(*choices)}
    expected = Truth.UNKNOWN if len(outcomes) == 2 else (Truth.YES if outcomes.pop() else Truth.NO)
    assert three_valued(parts) is expected


_NAMES = ["a", "b", "c", "d"]
_CONDITIONS = st.recursive(
    st.tuples(
        st.none() | st.integers(0, 4), st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4), st.just([])
    ),
    lambda inner: st.tuples(
        st.none() | st.integers(0, 5),
        st.lists(st.sampled_from(_NAMES), max_size=3),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


def published(spec: tuple[int | None, list[str], list[Any]]) -> dict[str, Any]:
    number, targets, nested = spec
    return condition(*targets, number=number, hasCondition=[published(each) for each in nested])


def is_met(spec: tuple[int | None, list[str], list[Any]], held: set[str]) -> bool:
    number, targets, nested = spec
    met = [name in held for name in set(targets)] + [is_met(each, held) for each in nested]
    return sum(met) >= (len(met) if number is None else number)


@settings(deadline=None, max_examples=150)
@given(st.lists(_CONDITIONS, min_size=1, max_size=2), st.sets(st.sampled_from(_NAMES)))
def test_the_count_rule(specs: list[Any], held: set[str]) -> None:
    pathway = pathway_of(goal(*(published(spec) for spec in specs)), *(course(name) for name in _NAMES))
    progress = evaluate_pathway(pathway, [uri(name) for name in held])
    assert progress.state is (Truth.YES if all(is_met(spec, held) for spec in specs) else Truth.NO)
    if progress.state is Truth.NO:
        assert key("goal") in progress.missing
        assert set(progress.next) <= set(progress.missing)
        assert progress.next


_ASKS = st.lists(
    st.none() | st.tuples(st.integers(0, 3), st.sets(st.integers(0, 5), min_size=1, max_size=4)),
    min_size=6,
    max_size=6,
)


def graph_of(asks: list[tuple[int, set[int]] | None]) -> Pathway:
    components = [
        course(
            f"c{at}",
            **(
                {}
                if ask is None
                else {"hasCondition": condition(*(f"c{to}" for to in sorted(ask[1])), number=ask[0])}
            ),
        )
        for at, ask in enumerate(asks)
    ]
    return pathway_of(*components, goal="c0")


@settings(deadline=None, max_examples=120)
@given(_ASKS, st.sets(st.integers(0, 5)))
def test_components_build_on_each_other(asks: list[tuple[int, set[int]] | None], held: set[int]) -> None:
    fulfilled = set(held)
    for _ in asks:
        fulfilled |= {
            at for at, ask in enumerate(asks) if ask is not None and len(ask[1] & fulfilled) >= ask[0]
        }
    progress = evaluate_pathway(graph_of(asks), [uri(f"c{at}") for at in held])
    assert set(progress.fulfilled) == {key(f"c{at}") for at in fulfilled}
    assert not progress.undecided


@settings(deadline=None, max_examples=80)
@given(_ASKS)
def test_taking_what_comes_next_leads_to_the_end(asks: list[tuple[int, set[int]] | None]) -> None:
    pathway = graph_of(asks)
    held: set[str] = set()
    for _ in range(len(asks) + 1):
        progress = evaluate_pathway(pathway, held)
        if progress.state is Truth.YES:
            return
        held |= set(progress.next)
    # Only a condition that asks for more than there is, or for nothing but the goal itself, has no way out.
    assert pathway.impossible or key("c0") in {
        target for c in pathway.components for d in c.conditions for target in d.targets
    }


def test_having_what_a_component_stands_for_is_having_it() -> None:
    pathway = pathway_of(
        goal(condition("a", "b", number=2)), course("a", proxyFor=uri("course")), course("b")
    )
    assert evaluate_pathway(pathway, [uri("course")]).fulfilled == (key("a"),)
    assert evaluate_pathway(pathway, ["https://school.example/degree"]).state is Truth.YES


def test_what_is_missing_and_what_comes_next() -> None:
    pathway = pathway_of(
        goal(condition("cap", "x", number=2)),
        course("cap", hasCondition=condition("a", "b", number=1)),
        course("a", precedes=uri("x")),
        course("b"),
        course("x"),
        course("other"),
    )
    progress = evaluate_pathway(pathway, [])
    assert set(progress.missing) == {key(name) for name in ("goal", "cap", "a", "b", "x")}
    assert set(progress.next) == {key("a"), key("b")}
    progress = evaluate_pathway(pathway, [uri("b")])
    assert by_key(progress)[key("cap")] is Truth.YES
    assert (set(progress.missing), progress.next) == ({key("x"), key("goal")}, (key("x"),))
    (state,) = (each for each in progress.components if each.key == key("goal"))
    assert (state.conditions[0].needed, state.conditions[0].still_needed, state.conditions[0].open) == (
        2,
        1,
        (key("x"),),
    )


def test_more_than_there_is_cannot_be_met() -> None:
    progress = evaluate_pathway(pathway_of(goal(condition("a", number=2)), course("a")), [uri("a")])
    assert progress.state is Truth.NO
    assert [each.is_impossible for state in progress.components for each in state.conditions] == [True]


def test_a_condition_of_words_is_undecided() -> None:
    progress = evaluate_pathway(pathway_of(goal(condition(description={"en": "Show talent"}))), [])
    assert progress.state is Truth.UNKNOWN
    assert progress.undecided == (f"{key('goal')}/0",)


def test_operators_tie_nested_conditions_and_the_number_counts_targets() -> None:
    def ask(operator: str, **members: Any) -> dict[str, Any]:
        return condition(
            "a", logicalOperator=operator, hasCondition=[condition("b"), condition("c")], **members
        )

    def state(spec: dict[str, Any], *held: str) -> Truth:
        pathway = pathway_of(goal(spec), *(course(name) for name in "abc"))
        return evaluate_pathway(pathway, [uri(name) for name in held]).state

    assert state(ask("logic:Or"), "a", "b") is Truth.YES
    assert state(ask("logic:Or"), "b", "c") is Truth.NO
    assert state(ask("https://purl.org/ctdl/vocabs/logic/And"), "a", "b") is Truth.NO
    assert state(ask("logic:And"), "a", "b", "c") is Truth.YES
    assert state(ask("logic:OnlyOne"), "a", "b", "c") is Truth.NO
    assert state(ask("logic:OnlyOne", number=1), "a", "c") is Truth.YES
    assert state(condition("a", "b", logicalOperator="logic:Or"), "b") is Truth.YES
    assert state(condition("a", "b", logicalOperator="logic:OnlyOne"), "a", "b") is Truth.NO


def test_a_number_beside_an_operator_counts_nested_conditions_where_there_are_no_targets() -> None:
    spec = condition(number=2, logicalOperator="logic:Or", hasCondition=[condition(name) for name in "abc"])
    pathway = pathway_of(goal(spec), *(course(name) for name in "abc"))
    assert pathway.impossible == ()
    assert evaluate_pathway(pathway, [uri("a")]).state is Truth.NO
    assert evaluate_pathway(pathway, [uri("a"), uri("c")]).state is Truth.YES


def test_a_constraint_without_candidates_looks_at_parts_or_at_everything() -> None:
    many = part(
        "Constraint",
        leftSource="ceterms:CourseComponent",
        leftAction="array:CountDistinct",
        comparator="compare:GTEQ",
        rightSource=2,
    )
    stage = node(
        "stage",
        "BasicComponent",
        ceasn_hasChild=[uri("a"), uri("b")],
        hasCondition=condition(hasConstraint=many),
    )
    courses = [course("a"), course("b", hasCondition=condition("c")), course("c")]
    pathway = pathway_of(goal(condition("stage")), stage, *courses)
    assert evaluate_pathway(pathway, [uri("a")]).state is Truth.NO
    assert evaluate_pathway(pathway, [uri("a"), uri("c")]).state is Truth.YES
    everywhere = pathway_of(goal(condition(hasConstraint=many)), *courses)
    assert evaluate_pathway(everywhere, [uri("a")]).state is Truth.NO
    assert evaluate_pathway(everywhere, [uri("c")]).state is Truth.YES


def test_what_is_held_stays_fulfilled_in_a_circle_that_never_settles() -> None:
    liar = condition("a", "b", logicalOperator="logic:OnlyOne")
    circle = pathway_of(
        goal(condition("a")), course("a", hasCondition=liar), course("b", hasCondition=condition("a"))
    )
    states = by_key(evaluate_pathway(circle, [uri("b")]))
    assert (states[key("a")], states[key("b")]) == (Truth.UNKNOWN, Truth.YES)


def test_components_that_stand_for_many_things() -> None:
    pathway = pathway_of(
        goal(condition("multi", "coll")),
        node("multi", "MultiComponent", proxyForItems=[uri("i"), uri("j")]),
        node("coll", "CollectionComponent", proxyFor=uri("list")),
    )
    member = {"@id": "_:m", "@type": "ceterms:CollectionMember", "ceterms:proxyFor": uri("l")}
    resources = graph(node("list", "Collection", hasMember=[uri("k"), "_:m"]), member)
    members = collection_members(pathway, resources)
    assert members == {key("list"): (key("k"), key("l"))}
    everything = [uri(name) for name in "ijkl"]
    assert evaluate_pathway(pathway, everything, members=members).state is Truth.YES
    assert evaluate_pathway(pathway, everything[:3], members=members).state is Truth.NO
    assert evaluate_pathway(pathway, everything).state is Truth.UNKNOWN
    assert evaluate_pathway(pathway, [uri("list"), *everything[:2]]).state is Truth.YES


def test_conditions_of_a_multi_component_say_less() -> None:
    pathway = pathway_of(
        goal(condition("multi")),
        node(
            "multi",
            "MultiComponent",
            proxyForItems=[uri("i"), uri("j")],
            hasCondition=condition("i", "j", number=1),
        ),
    )
    assert evaluate_pathway(pathway, [uri("j")]).state is Truth.YES


def test_a_stage_that_stands_for_nothing_is_its_parts() -> None:
    pathway = pathway_of(
        goal(condition("stage")),
        node("stage", "BasicComponent", ceasn_hasChild=[uri("a"), uri("b")]),
        course("a"),
        course("b"),
    )
    assert evaluate_pathway(pathway, [uri("a")]).next == (key("b"),)
    assert evaluate_pathway(pathway, [uri("a"), uri("b")]).state is Truth.YES


def test_what_only_fulfils_itself_stays_unfulfilled() -> None:
    circle = pathway_of(
        goal(condition("a")),
        course("a", hasCondition=condition("b")),
        course("b", hasCondition=condition("a")),
    )
    assert evaluate_pathway(circle, []).state is Truth.NO
    assert evaluate_pathway(circle, [uri("b")]).state is Truth.YES


def test_a_circle_that_never_settles_is_unknown() -> None:
    liar = condition("a", "b", logicalOperator="logic:OnlyOne")
    circle = pathway_of(goal(condition("a")), course("a", hasCondition=liar), course("b"))
    assert evaluate_pathway(circle, []).state is Truth.NO
    assert evaluate_pathway(circle, [uri("b")]).state is Truth.UNKNOWN


def test_a_long_chain_is_evaluated_without_recursion() -> None:
    chain = [course(f"c{at}", hasCondition=condition(f"c{at + 1}")) for at in range(1_500)]
    pathway = pathway_of(goal(condition("c0")), *chain, course("c1500"))
    assert evaluate_pathway(pathway, [uri("c1500")]).state is Truth.YES


def test_constraints_add_up_the_credit_of_what_was_chosen() -> None:
    enough = part(
        "Constraint",
        leftSource="schema:value",
        leftAction="array:Sum",
        comparator="compare:GTEQ",
        rightSource=6,
    )
    credit = {"creditValue": part("ValueProfile", schema_value=3)}
    pathway = pathway_of(
        goal(condition("a", "b", "c", number=1, hasConstraint=[enough])),
        course("a", **credit),
        course("b", **credit),
        course("c", proxyFor=uri("thing")),
    )
    assert evaluate_pathway(pathway, [uri("a")]).state is Truth.NO
    assert evaluate_pathway(pathway, [uri("a"), uri("b")]).state is Truth.YES
    assert evaluate_pathway(pathway, [uri("a"), uri("c")]).state is Truth.UNKNOWN
    proxied = find_proxied(pathway, graph(node("thing", "Course", **credit)))
    assert evaluate_pathway(pathway, [uri("a"), uri("c")], proxied=proxied).state is Truth.YES


def test_some_of_the_constraints_may_do() -> None:
    def about(name: str) -> dict[str, Any]:
        return part(
            "Constraint",
            leftSource=f"https://person.example/{name}",
            comparator="compare:EQ",
            rightSource=True,
        )

    spec = condition("a", hasConstraint=[about("x"), about("y")], requiredConstraints=1)
    pathway = pathway_of(goal(spec), course("a"))
    assert evaluate_pathway(pathway, [uri("a")]).state is Truth.UNKNOWN
    facts: dict[str, list[Any]] = {"https://person.example/x": [True]}
    assert evaluate_pathway(pathway, [uri("a")], facts=facts).state is Truth.YES
    facts = {"https://person.example/x": [False], "https://person.example/y": ["false"]}
    assert evaluate_pathway(pathway, [uri("a")], facts=facts).state is Truth.NO
