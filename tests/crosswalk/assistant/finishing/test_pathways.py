"""Pathways: links stay inside of the request and have both sides; components say only what their class has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.convert import Converted, convert
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.surroundings import Alone, Rules
from opencredreg.crosswalk.assistant.table import get_kind
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from tests.crosswalk.assistant.finishing.making import (
    BASE,
    OWNER,
    converted,
    ctid,
    found,
    nodes_of,
    refusals,
    told,
    uri,
)

PATHWAY = uri("pathway")
CHILDREN, CHILD_OF = "ceasn:hasChild", "ceasn:isChildOf"


def pathway(
    *components: dict[str, Any], fields: dict[str, Any] | None = None, **beside: Any
) -> dict[str, Any]:
    """A request with a pathway."""
    resource = {
        "CTID": ctid("pathway"),
        "Name": "To master baker",
        "Description": "How apprentices become master bakers.",
        "SubjectWebpage": "https://college.edu/pathway",
        "OwnedBy": [{"CTID": OWNER}],
    }
    return {
        "PublishForOrganizationIdentifier": OWNER,
        "Pathway": resource | (fields or {}),
        "PathwayComponents": list(components),
    } | beside


def component(name: object, cls: str = "BasicComponent", **fields: Any) -> dict[str, Any]:
    """A component of a pathway."""
    return {
        "CTID": ctid(name),
        "PathwayComponentType": cls,
        "Name": f"Step {name}",
        "Description": f"What is done in step {name}.",
    } | fields


def condition(*targets: object, **fields: Any) -> dict[str, Any]:
    """A condition that leads to components."""
    return {
        "Description": "What has to be done before.",
        "RequiredNumber": len(targets),
        "TargetComponent": [ctid(target) for target in targets],
    } | fields


def two(**fields: Any) -> dict[str, Any]:
    """A pathway of two components that ends with the second one."""
    return pathway(component(0), component(1), fields={"HasDestinationComponent": [ctid(1)]} | fields)


def test_a_pathway_is_linked_with_its_components_from_both_sides() -> None:
    result = converted("pathway", two(HasChild=[ctid(1)]))
    assert told(result) == []
    nodes = nodes_of(result)
    assert list(nodes) == [PATHWAY, uri(0), uri(1)]
    assert nodes[PATHWAY]["ceterms:hasPart"] == [uri(0), uri(1)]
    assert nodes[uri(0)]["ceterms:isPartOf"] == [PATHWAY]
    assert nodes[uri(1)]["ceterms:isDestinationComponentOf"] == [PATHWAY]
    assert nodes[uri(1)][CHILD_OF] == [PATHWAY]
    assert "ceterms:isDestinationComponentOf" not in nodes[uri(0)]
    assert result.mentions == [mention for mention in result.mentions if mention.ctid == OWNER]
    assert refusals(result) == []


def test_what_components_say_of_the_pathway_is_said_by_the_pathway_as_well() -> None:
    last = component(1, IsDestinationComponentOf=[ctid("pathway")], IsChildOf=[ctid("pathway")])
    result = converted("pathway", pathway(component(0), last))
    assert told(result) == []
    assert nodes_of(result)[PATHWAY]["ceterms:hasDestinationComponent"] == [uri(1)]
    assert nodes_of(result)[PATHWAY][CHILDREN] == [uri(1)]


def test_parts_are_left_alone_where_the_request_says_so() -> None:
    result = converted("pathway", two() | {"GenerateIsHasParts": False})
    assert told(result) == []
    assert "ceterms:hasPart" not in nodes_of(result)[PATHWAY]
    assert "ceterms:isPartOf" not in nodes_of(result)[uri(0)]


@pytest.mark.parametrize("member", ["HasChild", "HasPart", "HasDestinationComponent"])
def test_a_pathway_names_no_components_outside_of_the_request(member: str) -> None:
    result = converted("pathway", two(**{member: [ctid(1), ctid("elsewhere")]}))
    assert told(result) == [("error", "reference.not_in_request", f"/Pathway/{member}/1")]


@pytest.mark.parametrize("member", ["HasChild", "IsChildOf", "Precedes", "PrecededBy", "IsPartOf"])
def test_a_component_names_none_outside_of_the_request(member: str) -> None:
    first = component(0) | {member: [ctid("elsewhere")]}
    result = converted("pathway", pathway(first, component(1), fields={"HasDestinationComponent": [ctid(1)]}))
    assert told(result) == [("error", "reference.not_in_request", f"/PathwayComponents/0/{member}/0")]


def test_a_condition_names_none_outside_of_the_request() -> None:
    inner = condition(0, "elsewhere")
    last = component(
        1, HasCondition=[condition(0, HasCondition=[inner], LogicalOperator="logicalOperator:And")]
    )
    result = converted("pathway", pathway(component(0), last, fields={"HasDestinationComponent": [ctid(1)]}))
    place = "/PathwayComponents/1/HasCondition/0/HasCondition/0/TargetComponent/1"
    assert told(result) == [("error", "reference.not_in_request", place)]


def test_components_need_an_end() -> None:
    result = converted("pathway", pathway(component(0)))
    assert told(result) == [("error", "required.missing", "/Pathway/HasDestinationComponent")]
    assert told(converted("pathway", pathway())) == []


def test_targets_of_conditions_are_children() -> None:
    inner = condition(1)
    last = component(
        2, HasChild=[ctid(0)], HasCondition=[condition(0, HasCondition=[inner], RequiredNumber=2)]
    )
    body = pathway(component(0), component(1), last, fields={"HasDestinationComponent": [ctid(2)]})
    result = converted("pathway", body)
    assert told(result) == []
    nodes = nodes_of(result)
    assert nodes[uri(2)][CHILDREN] == [uri(0), uri(1)]
    assert nodes[uri(1)][CHILD_OF] == [uri(2)]
    assert nodes[uri(2)]["ceterms:hasCondition"][0]["ceterms:targetComponent"] == [uri(0)]
    assert refusals(result) == []


@pytest.mark.parametrize(
    ("number", "code"), [(0, ""), (1, ""), (2, ""), (3, "condition.too_few_targets"), (-1, "value.negative")]
)
def test_a_condition_asks_for_no_more_than_there_is(number: int, code: str) -> None:
    last = component(2, HasCondition=[condition(0, 1, RequiredNumber=number)])
    body = pathway(component(0), component(1), last, fields={"HasDestinationComponent": [ctid(2)]})
    place = "/PathwayComponents/2/HasCondition/0/RequiredNumber"
    assert told(converted("pathway", body)) == ([("error", code, place)] if code else [])


@pytest.mark.parametrize(
    ("member", "value", "classes"),
    [
        ("CreditValue", {"Value": 3, "CreditUnitType": "DegreeCredit"}, {"CourseComponent"}),
        ("ProgramTerm", "First term", {"CourseComponent"}),
        (
            "ComponentCategory",
            "Elective",
            {"BasicComponent", "CocurricularComponent", "ExtracurricularComponent"},
        ),
        ("CredentialType", "Certificate", {"CredentialComponent"}),
    ],
)
def test_some_members_are_for_some_classes(member: str, value: Any, classes: set[str]) -> None:
    allowed = set()
    for cls in (
        "AssessmentComponent", "BasicComponent", "CocurricularComponent", "CollectionComponent",
        "CompetencyComponent", "CourseComponent", "CredentialComponent", "ExtracurricularComponent",
        "JobComponent", "MultiComponent", "WorkExperienceComponent",
    ):  # fmt: skip
        needed = {"CredentialType": "Badge"} if cls == "CredentialComponent" else {}
        one = component(0, cls, **(needed | {member: value}))
        result = converted("pathway", pathway(one, fields={"HasDestinationComponent": [ctid(0)]}))
        if told(result) == []:
            allowed.add(cls)
        else:
            place = f"/PathwayComponents/0/{member}"
            assert told(result) == [("error", "component.field_not_allowed", place)]
    assert allowed == classes


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Bachelors Degree", "ceterms:BachelorDegree"),
        ("ceterms:Certificate", "ceterms:Certificate"),
        ("Degree", "ceterms:Degree"),
        ("credential", "ceterms:Credential"),
        (ctid("type"), uri("type")),
    ],
)
def test_the_type_of_a_credential(sent: str, read: str) -> None:
    one = component(0, "CredentialComponent", CredentialType=sent)
    result = converted("pathway", pathway(one, fields={"HasDestinationComponent": [ctid(0)]}))
    assert told(result) == []
    assert nodes_of(result)[uri(0)]["ceterms:credentialType"] == read
    assert refusals(result) == []


@pytest.mark.parametrize(
    ("fields", "code"), [({}, "required.missing"), ({"CredentialType": "Shoe"}, "type.invalid")]
)
def test_a_component_for_a_credential_says_of_what_type(fields: dict[str, Any], code: str) -> None:
    one = component(0, "CredentialComponent", **fields)
    result = converted("pathway", pathway(one, fields={"HasDestinationComponent": [ctid(0)]}))
    assert told(result) == [("error", code, "/PathwayComponents/0/CredentialType")]


def test_a_class_that_is_no_more_is_told_with_what_took_its_place() -> None:
    one = component(0, "SelectionComponent")
    result = converted("pathway", pathway(one, fields={"HasDestinationComponent": [ctid(0)]}))
    (finding,) = result.findings
    assert (finding.code, finding.pointer) == ("type.invalid", "/PathwayComponents/0/PathwayComponentType")
    assert "HasCondition" in finding.hint


def test_circles_and_components_sent_twice_are_told() -> None:
    first, second = component(0, Precedes=[ctid(1)]), component(1, Precedes=[ctid(0)])
    body = pathway(first, second, component(1), fields={"HasDestinationComponent": [ctid(1)]})
    codes = {one.code for one in converted("pathway", body).findings}
    assert codes == {"reference.cycle", "ctid.duplicate"}


# Any pathway ---------------------------------------------------------------------------------------------------

WAYS = ("down", "up", "both", "condition")


@st.composite
def pathways(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, set[tuple[object, object]]]]:
    """A request whose links lead forward, each said in one of the ways, and what they all are."""
    count = draw(st.integers(1, 6))
    components = [component(place) for place in range(count)]
    pairs = [(first, last) for last in range(count) for first in range(last)]
    children = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    order = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    tops = draw(st.sets(st.integers(0, count - 1)))
    ends = draw(st.sets(st.integers(0, count - 1), min_size=1))
    fields: dict[str, Any] = {"HasDestinationComponent": [], "HasChild": []}
    for first, last in children:
        way = draw(st.sampled_from(WAYS))
        if way in ("down", "both"):
            components[last].setdefault("HasChild", []).append(ctid(first))
        if way in ("up", "both"):
            components[first].setdefault("IsChildOf", []).append(ctid(last))
        if way == "condition":
            components[last].setdefault("HasCondition", []).append(condition(first))
    for first, last in order:
        way = draw(st.sampled_from(WAYS[:3]))
        if way in ("down", "both"):
            components[first].setdefault("Precedes", []).append(ctid(last))
        if way in ("up", "both"):
            components[last].setdefault("PrecededBy", []).append(ctid(first))
    for member, back, places in (
        ("HasChild", "IsChildOf", tops),
        ("HasDestinationComponent", "IsDestinationComponentOf", ends),
    ):
        for place in sorted(places):
            way = draw(st.sampled_from(WAYS[:3]))
            if way in ("down", "both"):
                fields[member].append(ctid(place))
            if way in ("up", "both"):
                components[place].setdefault(back, []).append(ctid("pathway"))
    links: dict[str, set[tuple[object, object]]] = {
        CHILDREN: {(last, first) for first, last in children} | {("pathway", top) for top in tops},
        "ceterms:precedes": set(order),
        "ceterms:hasDestinationComponent": {("pathway", end) for end in ends},
        "ceterms:hasPart": {("pathway", place) for place in range(count)},
    }
    return pathway(*components, fields=fields), links


INVERSES = {
    CHILDREN: CHILD_OF,
    "ceterms:precedes": "ceterms:precededBy",
    "ceterms:hasDestinationComponent": "ceterms:isDestinationComponentOf",
    "ceterms:hasPart": "ceterms:isPartOf",
}


def _pairs(result: Converted, term: str) -> set[tuple[str, str]]:
    return {
        (identity, target) for identity, node in nodes_of(result).items() for target in node.get(term, ())
    }


@settings(deadline=None, max_examples=60)
@given(pathways())
def test_all_links_have_both_sides(
    sent: tuple[dict[str, Any], dict[str, set[tuple[object, object]]]],
) -> None:
    body, links = sent
    result = converted("pathway", body)
    assert [one for one in told(result) if one[:2] != ("warning", "reference.one_sided")] == []
    for term, back in INVERSES.items():
        expected = {(uri(first), uri(last)) for first, last in links[term]}
        assert _pairs(result, term) == expected, term
        assert _pairs(result, back) == {(last, first) for first, last in expected}, back
    assert result.document == converted("pathway", body).document


@settings(deadline=None, max_examples=10)
@given(pathways())
def test_any_pathway_may_be_published(sent: tuple[dict[str, Any], Any]) -> None:
    assert refusals(converted("pathway", sent[0])) == []


# Sets ----------------------------------------------------------------------------------------------------------


def pathway_set(*named: object, sent: tuple[object, ...] = ()) -> Converted:
    """What becomes of a set that names pathways and brings some with it."""
    body: dict[str, Any] = {
        "PublishForOrganizationIdentifier": OWNER,
        "PathwaySet": {
            "CTID": ctid("set"),
            "Name": "Ways into the bakery",
            "Description": "All ways that lead into the bakery.",
            "OwnedBy": [{"CTID": OWNER}],
            "HasPathway": [ctid(name) for name in named],
        },
    }
    if sent:
        body["Pathways"] = [pathway(fields={"CTID": ctid(name)}) for name in sent]
    requests = read_requests(get_kind("pathwayset"), "publish", body)
    assert [request.kind.name for request in requests] == ["pathway"] * len(sent) + ["pathwayset"]
    return convert(requests[-1], bundled_vocabulary(), Rules(base=BASE, is_sandbox=True), Alone())


@pytest.mark.parametrize("sent", [(), ("a", "b"), ("b", "a")])
def test_a_set_brings_all_of_its_pathways_or_none(sent: tuple[object, ...]) -> None:
    result = pathway_set("a", "b", sent=sent)
    assert told(result) == []
    assert result.document["@graph"][0]["ceterms:hasPathway"] == [uri("a"), uri("b")]
    assert refusals(result) == []


def test_a_set_has_two_pathways_or_more() -> None:
    assert told(pathway_set("a")) == [("error", "required.missing", "/PathwaySet/HasPathway")]
    assert told(pathway_set()) == [("error", "required.missing", "/PathwaySet/HasPathway")]


def test_pathways_that_come_with_a_set_are_those_that_it_names() -> None:
    result = pathway_set("a", "b", "c", sent=("a", "b"))
    assert told(result) == [("error", "reference.not_in_request", "/PathwaySet/HasPathway")]
    assert ctid("c") in found(result, "reference.not_in_request")[0].message
    result = pathway_set("a", "b", sent=("a", "b", "c"))
    assert told(result) == [("error", "reference.not_in_request", "/Pathways/2")]
