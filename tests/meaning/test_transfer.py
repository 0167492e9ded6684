from __future__ import annotations

from datetime import date
from typing import Any

from opencredreg.meaning.graph import GraphResources
from opencredreg.meaning.head_starts import find_head_starts, find_passages
from opencredreg.meaning.transfer import counts_for, counts_toward, read_transfer_profile
from tests.meaning.build import concept, graph, node, part, profile, uri

TODAY = date(2026, 11, 22)


def value(amount: float, unit: str = "SemesterHour") -> dict[str, Any]:
    return part("ValueProfile", schema_value=amount, creditUnitType=[concept(f"creditUnit:{unit}")])


def transfer(name: str, origins: list[str], targets: list[str], **members: Any) -> dict[str, Any]:
    sides = {}
    if origins:
        sides["transferValueFrom"] = [uri(each) for each in origins]
    if targets:
        sides["transferValueFor"] = [{"@id": uri(each)} for each in targets]
    return node(name, "TransferValueProfile", transferValue=[value(3)], **sides, **members)


def world() -> GraphResources:
    return graph(
        transfer("both", ["x", "y"], ["b1"], startDate="2024-01-01"),
        transfer("old", ["x"], ["b2"], endDate="2025-12-31"),
        transfer("far", ["x"], ["c1"], ownedBy=[uri("third")]),
        node("b1", "Course", ownedBy=[uri("B")]),
        node("b2", "Course", offeredBy=uri("B")),
        node("c1", "Course", ownedBy=uri("C")),
        node("x", "Course"),
    )


def test_all_origins_together_are_worth_the_value() -> None:
    found = counts_for([uri("x")], world(), on=TODAY).transfers
    assert [(t.profile.uri, t.validity, t.missing) for t in found] == [
        (uri("far"), "valid", ()),
        (uri("both"), "valid", (uri("y"),)),
        (uri("old"), "ended", ()),
    ]
    assert counts_for([uri("x"), uri("y")], world(), on=TODAY).transfers[0].missing == ()


def test_what_counts_at_one_organization() -> None:
    found = counts_for([uri("x"), uri("y")], world(), on=date(2025, 12, 31), at=[uri("B")]).transfers
    assert [(t.profile.uri, t.validity, t.at) for t in found] == [
        (uri("both"), "valid", (uri("B"),)),
        (uri("old"), "valid", (uri("B"),)),
    ]
    assert [
        t.profile.uri for t in counts_for([uri("x")], world(), on=TODAY, at=[uri("third")]).transfers
    ] == []


def test_what_counts_toward_something() -> None:
    (found,) = counts_toward(uri("b1"), world(), on=date(2023, 1, 1), held=[uri("y")]).transfers
    assert (found.profile.origins, found.validity, found.missing) == (
        (uri("x"), uri("y")),
        "not yet",
        (uri("x"),),
    )


def test_several_values_are_one_worth_in_several_units() -> None:
    node_ = transfer(
        "t",
        ["x"],
        [],
    )
    node_["ceterms:transferValue"] = [
        value(3),
        value(4.5, "QuarterHour"),
        part("ValueProfile", qdata_percentage=1.5),
    ]
    found = read_transfer_profile(node_)
    assert [(v.low, v.percentage_low, [u.key for u in v.units]) for v in found.values] == [
        (3.0, None, ["creditUnit:SemesterHour"]),
        (4.5, None, ["creditUnit:QuarterHour"]),
        (None, 1.5, []),
    ]


def test_a_range_keeps_both_ends() -> None:
    node_ = transfer("t", ["x"], [])
    node_["ceterms:transferValue"] = part("ValueProfile", schema_minValue=2, schema_maxValue="4")
    assert [(v.low, v.high) for v in read_transfer_profile(node_).values] == [(2.0, 4.0)]


def test_a_resource_may_name_the_profile_where_that_is_silent() -> None:
    silent = transfer("silent", [], ["b1"])
    resources = graph(
        silent,
        transfer("full", ["x"], ["b1"]),
        node("w", "Course", providesTransferValueFor=[uri("silent"), uri("full")]),
        node("v", "Course", providesTransferValueFor=uri("silent")),
    )
    (found,) = counts_for([uri("w")], resources, on=TODAY).transfers
    assert found.profile.uri == uri("silent")
    assert found.profile.origins_claimed
    assert set(found.profile.origins) == {uri("w"), uri("v")}
    receiving = graph(transfer("t", ["x"], []), node("b", "Course", receivesTransferValueFrom=[uri("t")]))
    assert [t.profile.targets for t in counts_toward(uri("b"), receiving, on=TODAY).transfers] == [
        (uri("b"),)
    ]


def test_an_intermediary_leads_from_one_course_to_its_equivalents() -> None:
    resources = graph(
        transfer("in", ["x"], ["mid"]),
        transfer("out", ["mid"], ["z"], startDate="2027-01-01"),
        transfer("peer", ["y"], ["mid"]),
        node(
            "mid",
            "TransferIntermediary",
            name={"en": "Composition I"},
            intermediaryFor=[uri("in"), uri("peer")],
        ),
    )
    found = find_passages([uri("x")], resources, on=TODAY).passages
    assert {(p.target, p.relation, p.exit, p.validity) for p in found} == {
        (uri("z"), "counts for", uri("out"), "not yet"),
        (uri("y"), "equivalent", uri("peer"), "valid"),
    }
    assert {p.intermediary_names[0].text for p in found} == {"Composition I"}
    assert find_passages([uri("q")], resources, on=TODAY).passages == ()


def test_passages_need_all_origins_and_are_bounded() -> None:
    crowd = [transfer(f"t{at}", ["x"], [f"z{at}"]) for at in range(60)]
    pair = transfer("pair", ["x", "w"], ["y"])
    resources = graph(
        *crowd,
        pair,
        node("mid", "TransferIntermediary", intermediaryFor=[each["@id"] for each in (*crowd, pair)]),
    )
    found = find_passages([uri("x")], resources, on=TODAY)
    assert found.is_truncated
    assert len(found.passages) == 1_000
    assert all(passage.origins == (uri("x"),) for passage in found.passages)


def test_head_starts_from_either_end() -> None:
    me = node(
        "me",
        "Certificate",
        isAdvancedStandingFor=[profile(targetCredential=[uri("far")]), uri("direct")],
        advancedStandingFrom=profile(alternativeCondition=[profile(targetLearningOpportunity=uri("course"))]),
    )
    other = node("other", "BachelorDegree", advancedStandingFrom=[profile(targetCredential=uri("me"))])
    giver = node("giver", "Course", isAdvancedStandingFor=[uri("me")])
    found = find_head_starts(me, graph(me, other, giver))
    assert [(h.target, h.stated_by) for h in found.from_it] == [
        (uri("far"), "origin"),
        (uri("direct"), "origin"),
        (uri("other"), "target"),
    ]
    assert [(h.origin, h.stated_by) for h in found.toward_it] == [
        (uri("course"), "target"),
        (uri("giver"), "origin"),
    ]


def test_a_crowd_of_profiles_takes_as_many_questions_as_one() -> None:
    def questions(count: int) -> int:
        crowd = [transfer(f"t{at}", ["x"], [f"z{at}"]) for at in range(count)]
        courses = [node(f"z{at}", "Course", ownedBy=uri("B")) for at in range(count)]
        resources = graph(*crowd, *courses)
        assert len(counts_for([uri("x")], resources, on=TODAY, at=[uri("B")]).transfers) == count
        return resources.finds

    assert questions(1) == questions(200)
