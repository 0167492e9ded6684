"""Frameworks, schemes and other units with their members (rules R76 to R84)."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.validation import Known

from ..support.shared import shared_path
from .cases.bases import (
    OWNER,
    Json,
    alignment_map,
    ce,
    competency,
    data_set,
    document,
    en,
    framework,
    item,
    pathway,
    res,
    rubric,
    scheme,
)
from .cases.case import add, changed, drop, many, put
from .running import judge
from .trees import FRAMEWORK, SCHEME, Tree, found, trees

_MANY = 5_000


@settings(deadline=None, max_examples=60)
@given(trees())
def test_trees_that_are_stated_from_both_ends_are_clean(tree: Tree) -> None:
    assert found(tree.document()) == []


@settings(deadline=None, max_examples=60)
@given(trees(), st.data())
def test_member_without_its_tie_is_untied(tree: Tree, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(tree.order).map(tree.position))
    bad = changed(tree.document(), drop(f"{place}/{tree.kind.tie}"))
    assert found(bad) == [("member-untied", str(place))]


@settings(deadline=None, max_examples=60)
@given(trees(), st.data())
def test_member_with_another_unit_is_told_so_at_its_tie(tree: Tree, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(tree.order).map(tree.position))
    bad = changed(tree.document(), put(f"{place}/{tree.kind.tie}", res(700)))
    assert found(bad) == [("member-of-other-unit", f"{place}/{tree.kind.tie}")]


@settings(deadline=None, max_examples=60)
@given(trees([FRAMEWORK]), st.data())
def test_half_of_a_link_is_reported_where_the_other_half_stands(tree: Tree, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from(tree.order))
    down, up = tree.down(member)
    parent, place = tree.position(tree.parent(member)), tree.position(member)
    siblings = tree.children(tree.parent(member))
    index = siblings.index(member)
    without_up = changed(tree.document(), drop(f"{place}/{up}"))
    assert found(without_up) == [("inverse-one-sided", f"{parent}/{down}/{index}")]
    without_down = changed(tree.document(), drop(f"{parent}/{down}/{index}"))
    expected = [("inverse-one-sided", f"{place}/{up}/0" if up == "ceasn:isChildOf" else f"{place}/{up}")]
    if down == "ceasn:hasTopChild" and len(siblings) == 1:
        # A framework that names nobody at the top lacks that too.
        expected.append(("top-members-missing", "0"))
    assert sorted(found(without_down)) == sorted(expected)


@settings(deadline=None, max_examples=60)
@given(trees(least=2), st.data())
def test_branch_that_is_cut_off_cannot_be_reached(tree: Tree, data: st.DataObject) -> None:
    below_others = [member for member in tree.members if tree.parent(member)]
    if not below_others:
        return
    member = data.draw(st.sampled_from(below_others))
    down, up = tree.down(member)
    parent, place = tree.position(tree.parent(member)), tree.position(member)
    index = tree.children(tree.parent(member)).index(member)
    bad = changed(tree.document(), drop(f"{parent}/{down}/{index}", f"{place}/{up}"))
    assert sorted(found(bad)) == sorted(
        ("member-unreachable", str(tree.position(one))) for one in tree.below(member)
    )


@settings(deadline=None, max_examples=60)
@given(trees(least=2), st.data())
def test_link_back_up_is_a_cycle_reported_once_at_its_first_item(tree: Tree, data: st.DataObject) -> None:
    pairs = [(member, above) for member in tree.members for above in tree.above(member)]
    if not pairs:
        return
    member, above = data.draw(st.sampled_from(pairs))
    place = tree.position(member)
    document = tree.document()
    node = document["@graph"][place]
    node[tree.kind.child] = [*node.get(tree.kind.child, []), res(above + 1)]
    on_cycle = [member, *tree.above(member)[: tree.above(member).index(above) + 1]]
    first = min(on_cycle, key=tree.position)
    cycles = [(code, pointer) for code, pointer in found(document) if code == "hierarchy-cycle"]
    next_one = above if first == member else on_cycle[on_cycle.index(first) - 1]
    index = document["@graph"][tree.position(first)][tree.kind.child].index(res(next_one + 1))
    assert cycles == [("hierarchy-cycle", f"{tree.position(first)}/{tree.kind.child}/{index}")]


@settings(deadline=None, max_examples=60)
@given(trees([FRAMEWORK], least=2), st.data())
def test_siblings_with_one_list_identifier_are_noticed(tree: Tree, data: st.DataObject) -> None:
    document = tree.document()
    for member in tree.members:
        document["@graph"][tree.position(member)]["ceasn:listID"] = f"{member}."
    assert found(document) == []
    member, twin = data.draw(st.permutations(tree.order).map(lambda order: order[:2]))
    document["@graph"][tree.position(twin)]["ceasn:listID"] = f" {member}."
    later = max(member, twin)
    expected = [("list-id-duplicate", f"{tree.position(later)}/ceasn:listID")]
    assert found(document) == (expected if tree.parent(member) == tree.parent(twin) else [])


@settings(deadline=None, max_examples=80)
@given(st.integers(2, 6), st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14))
def test_there_is_one_cycle_for_each_knot(size: int, arrows: set[tuple[int, int]]) -> None:
    arrows = {(start, end) for start, end in arrows if start < size and end < size and start != end}
    reach = {pair: pair in arrows for pair in product(range(size), repeat=2)}
    for middle, start, end in product(range(size), repeat=3):
        reach[start, end] |= reach[start, middle] and reach[middle, end]
    knots = {
        frozenset(other for other in range(size) if reach[one, other] and reach[other, one])
        for one in range(size)
        if reach[one, one]
    }
    organizations = [
        item(
            one + 1,
            "ceterms:CredentialOrganization",
            ceterms__subOrganization=[res(end + 1) for start, end in sorted(arrows) if start == one],
        )
        for one in range(size)
    ]
    cycles = found(document(*organizations), codes=("hierarchy-cycle",))
    starts = sorted(int(pointer.split("/")[0]) for _, pointer in cycles)
    assert starts == sorted(min(knot) for knot in knots)


def _chain(size: int) -> Tree:
    return Tree(FRAMEWORK, tuple(range(size)), tuple(range(1, size + 1)))


def test_chains_of_any_length_are_followed() -> None:
    chain = _chain(_MANY).document()
    assert found(chain, "read") == []
    del chain["@graph"][_MANY // 2]["ceasn:hasChild"]
    del chain["@graph"][_MANY // 2 + 1]["ceasn:isChildOf"]
    report = judge(chain, "read")
    unreachable = [finding for finding in report.findings if finding.code == "member-unreachable"]
    assert len(unreachable) + report.omitted.get("member-unreachable", 0) == _MANY // 2


def test_cycle_of_any_length_is_one_finding() -> None:
    chain = _chain(_MANY).document()
    chain["@graph"][_MANY]["ceasn:hasChild"] = [res(2)]
    report = judge(chain, "read")
    (cycle,) = [finding for finding in report.findings if finding.code == "hierarchy-cycle"]
    assert cycle.pointer == "/@graph/1/ceasn:hasChild/0"
    assert f"{_MANY - 5} more" in cycle.message
    assert len(cycle.message) < 300


@pytest.mark.parametrize(
    ("cls", "forward", "backward"),
    [
        ("ceasn:Competency", "ceasn:hasChild", "ceasn:isChildOf"),
        ("ceterms:LearningProgram", "ceterms:hasPart", "ceterms:isPartOf"),
        ("skos:Concept", "skos:narrower", "skos:broader"),
        ("asn:ProgressionLevel", "ceterms:precedes", "ceterms:precededBy"),
        ("ceterms:Organization", "ceterms:department", "ceterms:parentOrganization"),
        ("ceterms:Certificate", "ceterms:nextVersion", "ceterms:previousVersion"),
    ],
)
def test_no_kind_of_hierarchy_leads_back(cls: str, forward: str, backward: str) -> None:
    codes = ("hierarchy-cycle",)
    straight = document(
        item(1, cls), item(2, cls, **{forward: [res(3)]}), item(3, cls, **{backward: [res(2)]})
    )
    assert found(straight, codes=codes) == []
    mixed = document(item(1, cls), item(2, cls, **{forward: [res(3)], backward: [res(3)]}), item(3, cls))
    assert found(mixed, codes=codes) == [("hierarchy-cycle", f"1/{forward}/0")]
    # A thing that names itself is the matter of another rule.
    assert found(document(item(1, cls, **{forward: [res(1)]})), codes=codes) == []


def test_thing_that_also_names_itself_does_not_hide_the_cycle_it_is_on() -> None:
    terms = {"ceterms:hasPart": [res(2), res(3)]}
    programs = (
        item(1, "ceterms:Course"),
        item(2, "ceterms:Course", **terms),
        item(3, "ceterms:Course", **terms),
    )
    assert found(document(*programs), codes=("hierarchy-cycle",)) == [
        ("hierarchy-cycle", "1/ceterms:hasPart/1")
    ]


def test_inner_object_speaks_for_itself() -> None:
    inner = {"@type": "ceterms:Course", "ceterms:name": en("Nets"), "ceterms:isPartOf": [res(2)]}
    whole = item(1, "ceterms:LearningProgram", ceterms__hasPart=[inner])
    part = item(2, "ceterms:LearningProgram", ceterms__isPartOf=[res(1)])
    assert found(document(whole, part), codes=("hierarchy-cycle",)) == []


def test_cycle_is_told_by_the_names_on_it() -> None:
    bad = changed(framework(), many(put("2/ceasn:hasChild", [res(2)]), put("1/ceasn:isChildOf", [res(3)])))
    (cycle,) = [finding for finding in judge(bad).findings if finding.code == "hierarchy-cycle"]
    assert cycle.message.count("ce-00000000…") == 3


def test_one_sided_links_are_counted_in_one_finding() -> None:
    tree = Tree(FRAMEWORK, (0, 1, 1, 1, 1), (1, 2, 3, 4, 5))
    bad = changed(tree.document(), drop(*(f"{place}/ceasn:isChildOf" for place in range(2, 6))))
    (one,) = [finding for finding in judge(bad).findings if finding.code == "inverse-one-sided"]
    assert (one.pointer, one.severity) == ("/@graph/1/ceasn:hasChild/0", "note")
    assert "4 links" in one.message


def test_link_is_answered_by_a_narrower_or_wider_property() -> None:
    # The usage notes let a competency at the top call the framework its parent.
    assert (
        found(changed(framework(), many(drop("1/ceasn:isTopChildOf"), put("1/ceasn:isChildOf", [res(1)]))))
        == []
    )


def test_blank_nodes_and_outside_resources_owe_nothing() -> None:
    course = item(1, "ceterms:LearningProgram", ceterms__hasPart=["_:b0", res(50)])
    outside = {"@id": "_:b0", "@type": "ceterms:Course", "ceterms:name": en("Nets")}
    assert found(document(course, outside)) == []


@pytest.mark.parametrize("kind", [FRAMEWORK, SCHEME], ids=lambda kind: kind.unit)
def test_two_units_that_claim_one_member_disagree(kind: Any) -> None:
    tree = Tree(kind, (0, 0), (1, 2))
    bad = changed(tree.document(), put(f"2/{kind.top_of}", res(700)))
    assert found(bad) == [("inverse-disagrees", f"2/{kind.top_of}")]


def test_disagreement_of_one_member_is_told_once() -> None:
    tree = Tree(FRAMEWORK, (0,), (1,))
    second = {**item(9, FRAMEWORK.unit, ceasn__hasTopChild=[res(2)]), **FRAMEWORK.more_unit}
    bad = changed(tree.document(), many(add(second), put("1/ceasn:isTopChildOf", res(700))))
    assert found(bad) == [("inverse-disagrees", "1/ceasn:isTopChildOf")]


def test_member_of_two_units_counts_for_the_one_in_front() -> None:
    second = {**item(9, FRAMEWORK.unit), **FRAMEWORK.more_unit}
    shared = item(10, FRAMEWORK.member, ceasn__isPartOf=[res(9), res(1)]) | FRAMEWORK.more_member
    assert found(changed(framework(), add(second, shared))) == [("member-unreachable", "4")]
    elsewhere = {**shared, "ceasn:isPartOf": res(9)}
    assert found(changed(framework(), add(second, elsewhere))) == []


@pytest.mark.parametrize(
    ("cls", "code"),
    [("ceasn:CompetencyFramework", "member-of-other-unit"), ("ceterms:Organization", "member-untied")],
)
def test_what_is_known_outside_tells_a_unit_from_something_else(cls: str, code: str) -> None:
    bad = changed(framework(), put("2/ceasn:isPartOf", res(77)))
    report = judge(bad, known={ce(77): Known((cls,))})
    codes = {finding.code for finding in report.findings}
    assert codes & {"member-of-other-unit", "member-untied"} == {code}


def _other_scheme() -> tuple[Json, ...]:
    return (
        {**item(11, "skos:ConceptScheme", skos__hasTopConcept=[res(12)]), **SCHEME.more_unit},
        item(
            12,
            "skos:Concept",
            skos__prefLabel=en("Hitch"),
            skos__inScheme=res(11),
            skos__topConceptOf=res(11),
        ),
    )


def test_unit_beside_the_main_one_keeps_its_own_members() -> None:
    assert found(changed(scheme(), add(*_other_scheme()))) == []
    # Concepts are no members of a framework, wherever they belong.
    loose = item(13, "skos:Concept", skos__prefLabel=en("Loose"))
    assert found(changed(framework(), add(*_other_scheme(), loose))) == []


def test_members_without_a_unit_in_front_are_left_alone() -> None:
    loose = item(2, "ceasn:Competency", ceasn__competencyText=en("Mends."))
    task = item(1, "ceterms:Task", ceterms__description=en(), ceterms__assertedBy=[OWNER])
    assert found(document(task, loose)) == []


def test_stand_ins_for_outside_resources_are_no_members() -> None:
    outside = {"@id": "_:b0", "@type": "ceasn:Competency", "ceasn:competencyText": en("Mends.")}
    assert found(changed(framework(), add(outside))) == []


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        ({"ceasn:inProgressionModel": res(1)}, []),
        # Tied, but the declared property is required of levels, and its rule says so.
        ({"skos:inScheme": res(1)}, []),
        ({"ceasn:inProgressionModel": res(77)}, [("member-of-other-unit", "1/ceasn:inProgressionModel")]),
        ({}, [("member-untied", "1")]),
    ],
)
def test_levels_are_tied_to_their_model(tie: Json, expected: list[tuple[str, str]]) -> None:
    model = {**item(1, "asn:ProgressionModel", skos__hasTopConcept=[res(2)]), **FRAMEWORK.more_unit}
    level = {**item(2, "asn:ProgressionLevel", skos__prefLabel=en("One"), skos__topConceptOf=res(1)), **tie}
    assert found(document(model, level)) == expected


def test_levels_are_reached_by_their_order() -> None:
    model = {**item(1, "asn:ProgressionModel", skos__hasTopConcept=[res(2)]), **FRAMEWORK.more_unit}
    levels = [
        item(number, "asn:ProgressionLevel", skos__prefLabel=en("One"), ceasn__inProgressionModel=res(1))
        for number in (2, 3, 4, 5)
    ]
    levels[0] |= {"skos:topConceptOf": res(1), "ceterms:precedes": [res(3)]}
    levels[2]["ceterms:precedes"] = [res(2)]
    assert found(document(model, *levels)) == [("member-unreachable", "4")]


def test_tie_to_something_that_is_no_unit_is_none() -> None:
    # The parent is named where the framework belongs.
    assert found(changed(framework(), put("2/ceasn:isPartOf", res(2)))) == [("member-untied", "2")]


def test_component_of_several_pathways_is_tied_by_one_of_them() -> None:
    assert found(changed(pathway(), put("1/ceterms:isPartOf", [res(77), res(1)]))) == []
    other = changed(pathway(), many(put("1/ceterms:isPartOf", [res(77)]), put("0/ceterms:hasPart", [res(3)])))
    assert found(other) == [("member-of-other-unit", "1/ceterms:isPartOf/0")]


def test_multi_and_collection_components_are_members_too() -> None:
    for cls in ("ceterms:MultiComponent", "ceterms:CollectionComponent"):
        bad = changed(pathway(), many(put("1/@type", cls), drop("1/ceterms:isPartOf")))
        assert ("member-untied", "1") in found(bad)


def test_framework_names_its_top_members_and_an_empty_one_need_not() -> None:
    nothing_on_top = changed(framework(), drop("0/ceasn:hasTopChild", "1/ceasn:isTopChildOf"))
    assert found(nothing_on_top) == [("top-members-missing", "0")]
    alone = framework()
    del alone["@graph"][1:]
    assert found(changed(alone, drop("0/ceasn:hasTopChild"))) == []


@pytest.mark.parametrize(
    ("base", "link", "unreachable"),
    [
        (rubric, "0/ceasn:hasRubricCriterion", ["1"]),
        (alignment_map, "0/ceterms:hasPart", ["1"]),
        (data_set, "0/qdata:hasDimension", ["2"]),
        (data_set, "0/qdata:hasObservation", ["3"]),
    ],
)
def test_members_that_the_unit_names_are_reached_from_it(
    base: Any, link: str, unreachable: list[str]
) -> None:
    assert found(base()) == []
    # The row of a map names its map, which is as good.
    bad = changed(base(), many(drop(link), put("1/ceterms:isPartOf", [])))
    assert found(bad, codes=("member-unreachable",)) == [
        ("member-unreachable", place) for place in unreachable
    ]


def test_competency_of_its_own_has_a_creator_and_no_links() -> None:
    code = "standalone-with-structure"
    assert found(competency()) == []
    assert found(changed(competency(), drop("0/ceasn:creator"))) == [(code, "0")]
    linked = changed(competency(), many(put("0/ceasn:isPartOf", res(77)), put("0/ceasn:hasChild", [res(78)])))
    assert found(linked) == [(code, "0/ceasn:hasChild"), (code, "0/ceasn:isPartOf")]
    # What it is made of, or a version of, is no structure.
    assert found(changed(competency(), put("0/ceasn:comprisedOf", [res(77)]))) == []
    (single,) = linked["@graph"]
    assert sorted(found({"@context": linked["@context"], **single}, "read")) == [
        (code, "/ceasn:hasChild"),
        (code, "/ceasn:isPartOf"),
    ]


def test_first_competency_of_a_graph_with_its_framework_does_not_stand_alone() -> None:
    items = framework()["@graph"]
    assert found(document(items[1], items[0], items[2])) == []


@pytest.mark.parametrize(
    "name",
    [
        "qualifications-framework-eqf.json",
        "qualifications-framework-scqf.json",
        "qualifications-framework-level-descriptors.json",
        "task-navy-maintenance.json",
        "occupation-nice-with-tasks-and-competencies.json",
        "job-with-pay-profile.json",
        "credential-type-framework-levels.json",
        "competency-framework-dqp.jsonld",
        "competency-framework-onet-knowledge.json",
        "concept-scheme-connecting-credentials-levels.json",
        "progression-model-term-schedule.json",
    ],
)
def test_official_examples_give_no_more_than_notes(name: str) -> None:
    payload = shared_path("samples", "registry", name).read_bytes()
    assert json.loads(payload)
    graver = {finding.code for finding in judge(payload, "publish").findings if finding.severity != "note"}
    codes = {code for code, _ in found(payload)}
    assert codes & graver == set()
