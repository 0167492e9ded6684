from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.jsonld.values import key_of
from opencredreg.meaning.conditions import effective_conditions, effective_conditions_of_all
from opencredreg.meaning.manifests import MAX_DISTANCE, MAX_MANIFESTS
from tests.meaning.build import concept, graph, node, profile, uri


def manifest(name: str | int, /, *after: str | int, **members: Any) -> dict[str, Any]:
    return node(name, "ConditionManifest", commonConditions=[uri(each) for each in after], **members)


def test_a_degree_has_its_own_conditions_its_colleges_and_its_universitys() -> None:
    degree = node(
        "deg", "BachelorDegree", requires=profile(description="Capstone"), commonConditions=uri("col")
    )
    college = manifest(
        "col", "uni", requires=[profile(description="Portfolio")], name={"en": "College rules"}
    )
    university = manifest("uni", requires=profile(minimumAge=16), recommends=profile(description="Chess"))
    resources = graph(college, university)
    found = effective_conditions(degree, resources)
    assert [(c.term, c.source.distance, key_of(c.source.manifest)) for c in found.conditions] == [
        ("ceterms:requires", 0, ""),
        ("ceterms:requires", 1, key_of(uri("col"))),
        ("ceterms:requires", 2, key_of(uri("uni"))),
        ("ceterms:recommends", 2, key_of(uri("uni"))),
    ]
    assert found.conditions[1].source.names[0].text == "College rules"
    assert found.unresolved == ()
    assert not found.is_truncated


def test_a_ring_of_manifests_is_walked_once() -> None:
    degree = node("deg", "Degree", commonConditions=[uri("a"), uri("b"), uri("a")])
    resources = graph(
        degree,
        manifest("a", "b", "deg", requires=profile(minimumAge=1)),
        manifest("b", "a", requires=profile(minimumAge=2)),
    )
    found = effective_conditions(degree, resources)
    assert [(c.profile["ceterms:minimumAge"], c.source.distance) for c in found.conditions] == [
        (1, 1),
        (2, 1),
    ]
    assert not found.is_truncated


def test_what_cannot_be_found_is_reported() -> None:
    degree = node(
        "deg", "Degree", requires=profile(minimumAge=18), commonConditions=[uri("gone"), uri("here")]
    )
    found = effective_conditions(degree, graph(manifest("here", renewal=profile(description="Yearly"))))
    assert found.unresolved == (uri("gone"),)
    assert [c.term for c in found.conditions] == ["ceterms:requires", "ceterms:renewal"]


def test_a_manifest_that_stands_inside_counts_too() -> None:
    degree = node(
        "deg",
        "Degree",
        commonConditions={"@type": "ceterms:ConditionManifest", "ceterms:requires": [profile(minimumAge=3)]},
    )
    assert [c.source.distance for c in effective_conditions(degree, graph()).conditions] == [1]


def test_nearer_values_win_for_one_audience_and_nothing_is_dropped() -> None:
    adults = {"audienceType": [concept("audience:Resident")]}
    degree = node(
        "deg",
        "Degree",
        requires=[profile(minimumAge=21), profile(yearsOfExperience=2, **adults)],
        commonConditions=uri("m"),
    )
    shared = manifest(
        "m",
        requires=[profile(minimumAge=18, yearsOfExperience=1), profile(yearsOfExperience=5, **adults)],
        recommends=profile(minimumAge=30),
    )
    found = effective_conditions(degree, graph(shared))
    assert len(found.conditions) == 5
    assert [(c.statement, c.values, c.overridden[0][1]) for c in found.conflicts] == [
        ("ceterms:minimumAge", (21.0,), (18.0,)),
        ("ceterms:yearsOfExperience", (2.0,), (5.0,)),
    ]


def test_excluded_resources_are_gathered_from_profiles_and_manifests() -> None:
    degree = node("deg", "Degree", requires=profile(conditionExcludes=[uri("x")]), commonConditions=uri("m"))
    found = effective_conditions(degree, graph(manifest("m", conditionExcludes=uri("y"))))
    assert set(found.excludes) == {("ceterms:requires", uri("x")), ("", uri("y"))}


def test_properties_may_lead_straight_to_resources_competencies_or_named_profiles() -> None:
    blank = {"@id": "_:p", **profile(minimumAge=40)}
    degree = node("deg", "Degree", requires=[uri("course"), concept("https://c.example/1"), "_:p"])
    found = effective_conditions(degree, graph(degree, blank, node("course", "Course")))
    assert [c.is_direct for c in found.conditions] == [True, True, False]
    assert found.conditions[2].profile["ceterms:minimumAge"] == 40


def test_many_resources_take_as_many_questions_as_one() -> None:
    degrees = [node(at, "Degree", commonConditions=uri("a")) for at in range(50)]
    resources = graph(manifest("a", "b"), manifest("b", requires=profile(minimumAge=9)))
    found = effective_conditions_of_all(degrees, resources)
    assert all(len(each.conditions) == 1 for each in found)
    assert resources.finds == 2


def test_endless_chains_and_crowds_of_manifests_are_cut_and_say_so() -> None:
    chain = [manifest(at, at + 1, requires=profile(minimumAge=at)) for at in range(MAX_DISTANCE + 5)]
    found = effective_conditions(node("deg", "Degree", commonConditions=uri(0)), graph(*chain))
    assert len(found.conditions) == MAX_DISTANCE
    assert found.is_truncated
    crowd = node("deg", "Degree", commonConditions=[uri(at) for at in range(MAX_MANIFESTS + 9)])
    found = effective_conditions(
        crowd, graph(*(manifest(at, requires=profile(minimumAge=1)) for at in range(MAX_MANIFESTS + 9)))
    )
    assert len(found.conditions) == MAX_MANIFESTS
    assert found.is_truncated


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.none() | st.integers(16, 18), st.lists(st.integers(0, 5), max_size=3)),
        min_size=1,
        max_size=6,
    )
)
def test_the_nearest_statement_counts(layers: list[tuple[int | None, list[int]]]) -> None:
    """Layer 0 is the resource; every layer states an age or none and refers to some layers."""
    made = [
        node(
            at,
            "Degree" if at == 0 else "ConditionManifest",
            requires=[profile(minimumAge=age)] if age is not None else [],
            commonConditions=[uri(to) for to in leads],
        )
        for at, (age, leads) in enumerate(layers)
    ]
    found = effective_conditions(made[0], graph(*made))
    distances = {0: 0}
    frontier = [0]
    while frontier:
        frontier = [
            to
            for at in frontier
            for to in layers[at][1]
            if to < len(layers)
            and to not in distances
            and (distances.setdefault(to, distances[at] + 1) or True)
        ]
    expected = sorted(
        ((distances[at], age) for at, (age, _) in enumerate(layers) if at in distances and age is not None),
        key=lambda pair: pair[0],
    )
    assert sorted((c.source.distance, c.profile["ceterms:minimumAge"]) for c in found.conditions) == sorted(
        expected
    )
    nearest = {age for distance, age in expected if distance == expected[0][0]}
    farther = {age for distance, age in expected if distance > expected[0][0]}
    assert [set(conflict.values) for conflict in found.conflicts] == (
        [nearest] if farther - nearest or len(nearest) > 1 else []
    )
