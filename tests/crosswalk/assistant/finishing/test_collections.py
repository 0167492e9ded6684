"""Collections: all members stand under one property, each of them once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crosswalk.assistant.finishing.making import (
    OWNER,
    collection,
    competency,
    converted,
    ctid,
    found,
    nodes_of,
    refusals,
    told,
    uri,
)

KIND = "collection"


@given(
    named=st.lists(st.integers(0, 8), max_size=12),
    detailed=st.lists(st.integers(0, 8), max_size=12),
)
@settings(deadline=None, max_examples=40)
def test_every_member_is_there_once(named: list[int], detailed: list[int]) -> None:
    body = collection(
        {"HasMember": [ctid(number) for number in named], "SubjectWebpage": "https://college.edu/collection"},
        CollectionMembers=[{"ProxyFor": ctid(number), "Name": f"Member {number}"} for number in detailed],
    )
    result = converted(KIND, body)
    assert result.is_sound
    nodes = nodes_of(result)
    members = nodes[uri("collection")].get("ceterms:hasMember", [])
    meant = [nodes[member]["ceterms:proxyFor"] if member in nodes else member for member in members]
    assert sorted(meant) == sorted(uri(number) for number in {*named, *detailed})
    blanks = [node for name, node in nodes.items() if name.startswith("_:")]
    assert {node["ceterms:proxyFor"] for node in blanks} == {uri(number) for number in detailed}
    assert refusals(result) == []
    assert converted(KIND, body).payload() == result.payload()


def test_members_with_details_become_blank_nodes_in_order() -> None:
    body = collection(
        CollectionMembers=[{"ProxyFor": ctid("b"), "StartDate": "2026-01-01"}, {"ProxyFor": ctid("a")}]
    )
    nodes = nodes_of(converted(KIND, body))
    members = nodes[uri("collection")]["ceterms:hasMember"]
    assert [nodes[member]["ceterms:proxyFor"] for member in members] == [uri("b"), uri("a")]
    assert nodes[members[0]]["@type"] == "ceterms:CollectionMember"
    assert nodes[members[0]]["ceterms:startDate"] == "2026-01-01"


def test_what_comes_twice_is_left_out_with_a_note() -> None:
    body = collection(
        {"HasMember": [ctid("a")]},
        CollectionMembers=[{"ProxyFor": ctid("a"), "Name": "The first"}, {"ProxyFor": uri("a")}],
    )
    result = converted(KIND, body)
    assert told(result) == [
        ("note", "value.duplicate", "/CollectionMembers/1"),
        ("note", "value.duplicate", "/Collection/HasMember/0"),
    ]
    assert len(nodes_of(result)) == 2


def test_a_member_may_come_again_at_another_time() -> None:
    periods = [("2020-01-01", "2021-01-01"), ("2024-01-01", "2025-01-01")]
    body = collection(
        CollectionMembers=[
            {"ProxyFor": ctid("a"), "StartDate": start, "EndDate": end} for start, end in periods
        ]
    )
    result = converted(KIND, body)
    assert told(result) == []
    assert len(nodes_of(result)[uri("collection")]["ceterms:hasMember"]) == 2


def test_competencies_of_the_collection_know_it_and_its_language() -> None:
    body = collection(CompetencyMembers=[competency("a", Creator=[OWNER]), competency("b", Creator=[OWNER])])
    result = converted(KIND, body)
    assert told(result) == []
    nodes = nodes_of(result)
    assert nodes[uri("collection")]["ceterms:hasMember"] == [uri("a"), uri("b")]
    assert nodes[uri("a")]["ceterms:isMemberOf"] == [uri("collection")]
    assert nodes[uri("a")]["ceasn:inLanguage"] == ["de-DE"]


def test_other_things_may_be_described_with_and_without_a_ctid() -> None:
    body = collection(
        ReferenceMembers=[
            {
                "Id": "_:bread",
                "Type": "Course",
                "Name": "Bread",
                "SubjectWebpage": "https://college.edu/bread",
            },
            {"CTID": ctid("job"), "Type": "Job", "Name": "Baker", "Description": "Bakes bread at night."},
            {"Type": "Course", "Name": "Cake", "SubjectWebpage": "https://college.edu/cake"},
        ]
    )
    result = converted(KIND, body)
    assert result.is_sound
    nodes = nodes_of(result)
    members = nodes[uri("collection")]["ceterms:hasMember"]
    assert [nodes[member]["ceterms:name"]["de-DE"] for member in members] == ["Bread", "Baker", "Cake"]
    assert list(nodes)[1] == uri("job")


def test_a_described_member_without_a_name_is_refused() -> None:
    result = converted(KIND, collection(ReferenceMembers=[{"Id": "_:x", "Type": "Course"}]))
    assert [finding.pointer for finding in found(result, "reference.incomplete")] == ["/ReferenceMembers/0"]


def test_a_collection_has_members_or_a_page() -> None:
    assert told(converted(KIND, collection())) == [("error", "required.one_of", "/Collection/HasMember")]
    assert told(converted(KIND, collection({"SubjectWebpage": "https://college.edu/collection"}))) == []


def test_a_collection_is_no_member_of_itself() -> None:
    result = converted(
        KIND,
        collection(
            {"HasMember": [ctid("a"), ctid("collection")]},
            CollectionMembers=[{"ProxyFor": ctid("collection")}],
        ),
    )
    assert [finding.pointer for finding in found(result, "reference.cycle")] == [
        "/Collection/HasMember/1",
        "/CollectionMembers/0/ProxyFor",
    ]
