"""Frameworks: the hierarchy is complete and agrees with itself, whichever half of it was sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.convert import Converted
from tests.crosswalk.assistant.finishing.making import (
    BASE,
    OWNER,
    competency,
    converted,
    ctid,
    found,
    framework,
    nodes_of,
    refusals,
    told,
    uri,
)

KIND = "competencyframework"


def make(*competencies: dict[str, Any], **fields: Any) -> Converted:
    return converted(KIND, framework(*competencies, **fields))


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int | None], list[int], list[str], list[str]]:
    """Parents by number, the order of sending, who says each link, and how each top one is said to be one."""
    size = draw(st.integers(1, 14))
    parents = [
        draw(st.one_of(st.none(), st.integers(0, number - 1))) if number else None for number in range(size)
    ]
    order = draw(st.permutations(range(size)))
    sides = draw(st.lists(st.sampled_from(["down", "up", "both"]), min_size=size, max_size=size))
    one_way = st.sampled_from(["has", "is", "parent", "yes"])
    tops = draw(
        st.one_of(
            st.lists(one_way, min_size=size, max_size=size),
            st.just(["unsaid"] * size),
        )
    )
    return parents, list(order), sides, tops


def sent(tree: tuple[list[int | None], list[int], list[str], list[str]]) -> dict[str, Any]:
    parents, order, sides, ways = tree
    entries = {number: competency(number) for number in range(len(parents))}
    tops = []
    for number, parent in enumerate(parents):
        side, way = sides[number], ways[number]
        if parent is not None:
            if side in ("down", "both"):
                entries[parent].setdefault("HasChild", []).append(ctid(number))
            if side in ("up", "both"):
                entries[number]["IsChildOf"] = [uri(parent)]
        elif way == "has":
            tops.append(ctid(number).upper().replace("CE-", "ce-"))
        elif way == "is":
            entries[number]["IsTopChildOf"] = ctid("framework")
        elif way == "parent":
            entries[number]["IsChildOf"] = [ctid("framework")]
        elif way == "yes":
            entries[number]["IsTopChildOf"] = True
    fields = {"HasTopChild": tops} if tops else {}
    return framework(*(entries[number] for number in order), **fields)


@given(trees())
@settings(deadline=None, max_examples=60)
def test_every_way_to_say_a_tree_gives_the_whole_tree(
    tree: tuple[list[int | None], list[int], list[str], list[str]],
) -> None:
    parents, order, _, _ = tree
    result = converted(KIND, sent(tree))
    assert result.is_sound
    nodes = nodes_of(result)
    main = nodes[uri("framework")]
    roots = {uri(number) for number, parent in enumerate(parents) if parent is None}
    assert set(main["ceasn:hasTopChild"]) == roots
    assert len(main["ceasn:hasTopChild"]) == len(roots)
    for number, parent in enumerate(parents):
        node = nodes[uri(number)]
        below = [uri(child) for child, above in enumerate(parents) if above == number]
        assert sorted(node.get("ceasn:hasChild", [])) == sorted(below)
        assert node.get("ceasn:isChildOf", []) == ([uri(parent)] if parent is not None else [])
        assert node.get("ceasn:isTopChildOf") == (uri("framework") if parent is None else None)
        assert node["ceasn:isPartOf"] == uri("framework")
    assert list(nodes) == [uri("framework"), *(uri(number) for number in order)]
    assert converted(KIND, sent(tree)).payload() == result.payload()


@given(trees())
@settings(deadline=None, max_examples=10)
def test_what_is_made_may_be_published(
    tree: tuple[list[int | None], list[int], list[str], list[str]],
) -> None:
    assert refusals(converted(KIND, sent(tree))) == []


def test_without_any_word_of_hierarchy_all_competencies_are_top_ones() -> None:
    result = make(competency("b"), competency("a"))
    assert nodes_of(result)[uri("framework")]["ceasn:hasTopChild"] == [uri("b"), uri("a")]
    assert told(result) == [("note", "tree.tops_derived", "/CompetencyFramework/HasTopChild")]


def test_a_framework_has_competencies() -> None:
    result = make()
    assert told(result) == [("error", "framework.no_competencies", "/Competencies")]


def test_links_to_competencies_of_elsewhere_are_refused_at_their_place() -> None:
    result = make(
        competency("a", HasChild=[ctid("b"), ctid("x")], IsChildOf=[ctid("y")]),
        competency("b", IsTopChildOf=ctid("z")),
        HasTopChild=[ctid("a"), uri("w")],
    )
    assert {finding.pointer for finding in found(result, "reference.not_in_request")} == {
        "/CompetencyFramework/HasTopChild/1",
        "/Competencies/0/HasChild/1",
        "/Competencies/0/IsChildOf/0",
        "/Competencies/1/IsTopChildOf",
    }


def test_other_links_may_lead_anywhere() -> None:
    result = make(competency("a", ExactAlignment=[ctid("x")], BroadAlignment=["https://college.edu/skill"]))
    assert result.is_sound
    assert [mention.ctid for mention in result.mentions if mention.term == "ceasn:exactAlignment"] == [
        ctid("x")
    ]


def test_circles_are_refused_with_the_names_of_their_members() -> None:
    result = make(
        competency("top", HasChild=[ctid("a")]),
        competency("a", HasChild=[ctid("b")]),
        competency("b", HasChild=[ctid("a")]),
        competency("c", HasChild=[ctid("c")]),
    )
    circles = found(result, "reference.cycle")
    assert [finding.severity for finding in circles] == ["error", "error"]
    assert (
        "called a.” contains “Do the thing called b.” contains “Do the thing called a.”" in circles[0].message
    )
    assert [finding.pointer for finding in circles] == [
        "/Competencies/1/HasChild/0",
        "/Competencies/3/HasChild/0",
    ]


def test_a_framework_where_all_stands_below_something_has_no_top() -> None:
    result = make(competency("a", HasChild=[ctid("b")]), competency("b", HasChild=[ctid("a")]))
    assert [finding.pointer for finding in found(result, "framework.no_top_child")] == [
        "/CompetencyFramework/HasTopChild"
    ]


def test_a_very_deep_hierarchy_is_no_problem() -> None:
    depth = 1500
    result = make(
        *(competency(number, HasChild=[ctid(number + 1)]) for number in range(depth)), competency(depth)
    )
    assert result.is_sound
    assert nodes_of(result)[uri("framework")]["ceasn:hasTopChild"] == [uri(0)]


def test_a_ctid_that_comes_twice_is_refused_at_the_second_place() -> None:
    result = make(competency("a"), competency("b"), competency("a"), competency("framework"))
    assert [finding.pointer for finding in found(result, "ctid.duplicate")] == [
        "/Competencies/2",
        "/Competencies/3",
    ]


def test_another_framework_as_the_whole_is_refused() -> None:
    result = make(competency("a", IsPartOf=ctid("other")))
    assert [finding.pointer for finding in found(result, "reference.conflict")] == [
        "/Competencies/0/IsPartOf"
    ]


def test_sides_that_say_different_things_are_told_and_both_kept() -> None:
    result = make(
        competency("a", HasChild=[ctid("c")]),
        competency("b"),
        competency("c", IsChildOf=[ctid("b")]),
    )
    assert [(finding.severity, finding.pointer) for finding in found(result, "reference.one_sided")] == [
        ("warning", "/Competencies/2/IsChildOf")
    ]
    assert set(nodes_of(result)[uri("c")]["ceasn:isChildOf"]) == {uri("a"), uri("b")}
    assert nodes_of(result)[uri("b")]["ceasn:hasChild"] == [uri("c")]


def test_competencies_that_stand_nowhere_or_twice_are_told() -> None:
    result = make(
        competency("a", HasChild=[ctid("b")]),
        competency("b"),
        competency("lost"),
        HasTopChild=[ctid("a"), ctid("b")],
    )
    assert [finding.pointer for finding in found(result, "tree.unplaced")] == ["/Competencies/2"]
    assert [finding.pointer for finding in found(result, "tree.top_and_below")] == ["/Competencies/1"]
    assert result.is_sound


def test_of_very_many_equal_warnings_only_some_are_told_with_their_number() -> None:
    lost = [competency(number) for number in range(100)]
    result = make(competency("a"), *lost, HasTopChild=[ctid("a")])
    warnings = found(result, "tree.unplaced")
    assert len(warnings) == 21
    assert "80 more" in warnings[-1].message


def test_a_no_to_being_a_top_competency_says_nothing_else() -> None:
    result = make(
        competency("a", IsTopChildOf="true", HasChild=[ctid("b")]), competency("b", IsTopChildOf=False)
    )
    assert result.is_sound
    assert nodes_of(result)[uri("framework")]["ceasn:hasTopChild"] == [uri("a")]


def test_addresses_of_another_registry_with_a_known_ctid_mean_the_same_competency() -> None:
    elsewhere = f"https://credentialengineregistry.org/resources/{ctid('b')}"
    result = make(competency("a", HasChild=[elsewhere]), competency("b"))
    assert result.is_sound
    assert nodes_of(result)[uri("a")]["ceasn:hasChild"] == [uri("b")]


def test_competencies_speak_the_languages_of_the_framework() -> None:
    result = make(competency("a"), competency("b", InLanguage=["fr-FR"]), InLanguage=["en-US", "de-DE"])
    nodes = nodes_of(result)
    assert nodes[uri("a")]["ceasn:inLanguage"] == ["en-US", "de-DE"]
    assert nodes[uri("b")]["ceasn:inLanguage"] == ["fr-FR"]


def test_the_creator_publishes_where_nobody_else_does() -> None:
    result = make(competency("a"), Publisher=None, Creator=[OWNER])
    assert nodes_of(result)[uri("framework")]["ceasn:publisher"] == [f"{BASE}/resources/{OWNER}"]
    assert refusals(result) == []


@pytest.mark.parametrize("description", ["Work of a baker, all year", " work of a  BAKER, all year "])
def test_a_description_says_more_than_the_name(description: str) -> None:
    result = make(competency("a"), Name="Work of a baker, all year", Description=description)
    assert [finding.pointer for finding in found(result, "framework.description_equals_name")] == [
        "/CompetencyFramework/Description"
    ]


def test_a_competency_alone_has_no_place_in_a_hierarchy() -> None:
    links = ("HasChild", "IsChildOf", "IsPartOf", "IsMemberOf", "IsTopChildOf")
    body = {
        "PublishForOrganizationIdentifier": OWNER,
        "Competencies": [competency("a", Creator=[OWNER], **{name: ctid("x") for name in links})],
    }
    result = converted("competency", body)
    assert told(result) == [
        ("error", "property.not_allowed_for_type", f"/Competencies/0/{name}") for name in links
    ]
    assert all("framework or collection" in finding.hint for finding in result.findings)


def test_a_competency_alone_may_be_published() -> None:
    body = {
        "PublishForOrganizationIdentifier": OWNER,
        "Competencies": [competency("a", Creator=[OWNER], BroadAlignment=[ctid("x")])],
    }
    result = converted("competency", body)
    assert told(result) == []
    assert refusals(result) == []
