from __future__ import annotations

from typing import Any

from opencredreg.meaning.pathways import Pathway, read_pathway
from tests.meaning.build import graph, key, node, part, uri


def condition(*targets: str, number: int | None = None, **members: Any) -> dict[str, Any]:
    stated = {} if number is None else {"requiredNumber": number}
    return part("ComponentCondition", targetComponent=[uri(each) for each in targets], **stated, **members)


def course(name: str, **members: Any) -> dict[str, Any]:
    return node(name, "CourseComponent", **members)


def keys(pathway: Pathway) -> list[str]:
    return [component.key for component in pathway.components]


def test_new_and_old_spellings_describe_the_same_pathway() -> None:
    goal = node("goal", "CredentialComponent", hasCondition=condition("a", "b"))
    new = node(
        "p", "Pathway", hasDestinationComponent=[uri("goal")], hasPart=[uri(n) for n in ("goal", "a", "b")]
    )
    old = node(
        "p",
        "Pathway",
        hasDestinationComponent=uri("goal"),
        ceasn_hasPart=[uri(n) for n in ("goal", "a", "b")],
    )
    silent = node("p", "Pathway")
    own = {"ceasn_isPartOf": uri("p")}
    spellings = [
        (new, graph(goal, course("a"), course("b"))),
        (old, graph(goal, course("a"), course("b"))),
        (
            silent,
            graph(
                {**goal, "ceterms:isDestinationComponentOf": uri("p")},
                course("a", **own),
                course("b", isPartOf=uri("p")),
            ),
        ),
    ]
    for pathway, resources in spellings:
        found = read_pathway(pathway, resources)
        assert set(keys(found)) == {key("goal"), key("a"), key("b")}
        assert found.destinations == (key("goal"),)
        assert found.steps == ((key("goal"),), (key("a"), key("b")))
        assert found.unresolved == ()


def test_a_pathway_without_components_is_a_description() -> None:
    found = read_pathway(node("p", "Pathway", name={"en": "Nursing"}), graph())
    assert (found.components, found.destinations, found.names[0].text) == ((), (), "Nursing")


def test_components_are_found_by_walking_back_with_conditions_in_the_graph() -> None:
    nested = {"@id": "_:n", **condition("deep")}
    outer = {"@id": "_:c", **condition("a", hasCondition=["_:n"])}
    goal = node("goal", "CredentialComponent", hasCondition=["_:c"])
    pathway = node("p", "Pathway", hasDestinationComponent=uri("goal"))
    resources = graph(
        pathway,
        goal,
        outer,
        nested,
        course("a"),
        course("deep", hasCondition=condition("base")),
        course("base"),
    )
    found = read_pathway(pathway, resources)
    assert found.steps == ((key("goal"),), (key("a"), key("deep")), (key("base"),))
    assert found.by_key()[key("goal")].conditions[0].conditions[0].targets == (key("deep"),)


def test_suggested_order_and_breakdown_from_either_side() -> None:
    stage = node("stage", "BasicComponent", ceasn_hasChild=[uri("a")])
    pathway = node("p", "Pathway", hasPart=[uri(n) for n in ("c", "b", "a", "stage")])
    resources = graph(
        stage,
        course("a", precedes=uri("b")),
        course("b", ceasn_isChildOf=uri("stage")),
        course("c", precededBy=[uri("b")]),
    )
    found = read_pathway(pathway, resources)
    order = keys(found)
    assert order.index(key("a")) < order.index(key("b")) < order.index(key("c"))
    assert found.by_key()[key("stage")].children == (key("a"), key("b"))
    assert found.roots == (key("c"), key("stage"))
    assert found.order_cycles == ()


def test_circles_are_reported() -> None:
    pathway = node("p", "Pathway", hasDestinationComponent=uri("a"))
    resources = graph(
        course("a", precedes=uri("b"), hasCondition=condition("b")),
        course("b", precedes=uri("a"), hasCondition=condition("a", number=2)),
    )
    found = read_pathway(pathway, resources)
    assert found.order_cycles == ((key("a"), key("b")),)
    assert found.condition_cycles == ((key("a"), key("b")),)
    assert found.impossible == (f"{key('b')}/0",)


def test_parts_that_cannot_be_found_are_named() -> None:
    found = read_pathway(node("p", "Pathway", hasPart=[uri("gone")]), graph())
    assert found.unresolved == (uri("gone"),)


def test_components_inside_the_pathway_are_read_too() -> None:
    pathway = node("p", "Pathway", hasPart=[course("a"), course("b")], hasDestinationComponent=uri("b"))
    assert set(keys(read_pathway(pathway, graph()))) == {key("a"), key("b")}


def test_reading_takes_questions_by_distance_and_not_by_size() -> None:
    names = [f"c{number}" for number in range(200)]
    goal = node("goal", "CredentialComponent", hasCondition=condition(*names))
    resources = graph(goal, *(course(name, hasCondition=condition("base")) for name in names), course("base"))
    found = read_pathway(node("p", "Pathway", hasDestinationComponent=uri("goal")), resources)
    assert len(found.components) == 202
    assert resources.finds <= 5


def test_a_crowd_of_components_is_cut_and_says_so() -> None:
    parts = [course(f"c{number}") for number in range(2_100)]
    found = read_pathway(
        node("p", "Pathway", hasDestinationComponent=uri("g")),
        graph(node("g", "BasicComponent", ceasn_hasChild=[each["@id"] for each in parts]), *parts),
    )
    assert len(found.components) == 2_000
    assert found.is_truncated
