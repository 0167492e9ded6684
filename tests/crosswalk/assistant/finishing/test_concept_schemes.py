"""Concept schemes and progression models: top things, both sides of links, order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.crosswalk.assistant.finishing.making import (
    concept,
    converted,
    ctid,
    found,
    model,
    nodes_of,
    refusals,
    scheme,
    told,
    uri,
)

SCHEME, MODEL = "conceptscheme", "progressionmodel"


@given(
    parents=st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=10),
    says_broader=st.lists(st.booleans(), min_size=10, max_size=10),
    is_model=st.booleans(),
    data=st.data(),
)
@settings(deadline=None, max_examples=40)
def test_either_side_of_a_hierarchy_gives_both(
    parents: list[int | None], says_broader: list[bool], is_model: bool, data: st.DataObject
) -> None:
    # Above something stands only what has a lower number, so there are no circles.
    above = {
        number: parent for number, parent in enumerate(parents) if parent is not None and parent < number
    }
    order = data.draw(st.permutations(range(len(parents))))
    entries: dict[int, dict[str, Any]] = {number: concept(number) for number in order}
    for number, parent in above.items():
        if says_broader[number]:
            entries[number]["Broader"] = ctid(parent)
        else:
            entries[parent].setdefault("Narrower", []).append(ctid(number))
    body = model(*entries.values()) if is_model else scheme(*entries.values())
    result = converted(MODEL if is_model else SCHEME, body)
    assert result.is_sound
    nodes = nodes_of(result)
    whole = uri("model" if is_model else "scheme")
    member = "ceasn:inProgressionModel" if is_model else "skos:inScheme"
    roots = [uri(number) for number in order if number not in above]
    assert nodes[whole]["skos:hasTopConcept"] == roots
    for number in order:
        node = nodes[uri(number)]
        assert node.get("skos:broader") == (uri(above[number]) if number in above else None)
        below = [uri(child) for child, parent in above.items() if parent == number]
        assert sorted(node.get("skos:narrower", [])) == sorted(below)
        assert node.get("skos:topConceptOf") == (whole if number not in above else None)
        assert node[member] == whole
    assert refusals(result) == []
    assert converted(MODEL if is_model else SCHEME, body).payload() == result.payload()


def test_top_concepts_are_named_from_either_side() -> None:
    body = scheme(
        concept("a"), concept("b", TopConceptOf=ctid("scheme")), fields={"HasTopConcept": [ctid("a")]}
    )
    nodes = nodes_of(converted(SCHEME, body))
    assert nodes[uri("scheme")]["skos:hasTopConcept"] == [uri("a"), uri("b")]
    assert nodes[uri("a")]["skos:topConceptOf"] == uri("scheme")


def test_switches_that_are_off_leave_links_out() -> None:
    body = scheme(
        concept("a"),
        fields={"HasTopConcept": [ctid("a")]},
        GenerateInScheme=False,
        GenerateIsTopChild=False,
    )
    node = nodes_of(converted(SCHEME, body))[uri("a")]
    assert "skos:inScheme" not in node
    assert "skos:topConceptOf" not in node


def test_the_switch_for_top_concepts_takes_all_that_stand_below_nothing() -> None:
    entries = (concept("a", Narrower=[ctid("c")]), concept("b"), concept("c"))
    fields = {"HasTopConcept": [ctid("b")]}
    without = converted(SCHEME, scheme(*entries, fields=fields))
    assert nodes_of(without)[uri("scheme")]["skos:hasTopConcept"] == [uri("b")]
    assert [finding.pointer for finding in found(without, "tree.unplaced")] == ["/Concepts/0"]
    switched = converted(SCHEME, scheme(*entries, fields=fields, GenerateHasTopChild="true"))
    assert nodes_of(switched)[uri("scheme")]["skos:hasTopConcept"] == [uri("b"), uri("a")]
    assert told(switched) == []


def test_without_the_switch_and_without_top_concepts_there_are_none() -> None:
    result = converted(SCHEME, scheme(concept("a"), GenerateHasTopChild=False))
    assert told(result) == [("error", "required.missing", "/ConceptScheme/HasTopConcept")]


@pytest.mark.parametrize(
    ("kind", "body", "place"),
    [(SCHEME, scheme(), "/Concepts"), (MODEL, model(), "/ProgressionLevels")],
)
def test_there_are_parts(kind: str, body: dict[str, Any], place: str) -> None:
    assert told(converted(kind, body)) == [("error", "required.missing", place)]


def test_concepts_may_be_blank_nodes_and_stand_last() -> None:
    body = scheme(
        {"Id": "_:rye", "PrefLabel": "Rye"},
        concept("a", Narrower=["_:rye"]),
        fields={"HasTopConcept": [ctid("a")]},
    )
    result = converted(SCHEME, body)
    assert told(result) == []
    nodes = nodes_of(result)
    assert list(nodes) == [uri("scheme"), uri("a"), "_:rye"]
    assert nodes["_:rye"]["skos:broader"] == uri("a")
    assert nodes["_:rye"]["skos:inScheme"] == uri("scheme")


def test_a_concept_without_any_name_of_its_own_is_told() -> None:
    result = converted(SCHEME, scheme({"PrefLabel": "Rye"}))
    assert [(finding.severity, finding.pointer) for finding in found(result, "ctid.missing")] == [
        ("warning", "/Concepts/0")
    ]
    of_model = converted(MODEL, model({"PrefLabel": "Rye"}))
    assert [(finding.severity, finding.pointer) for finding in found(of_model, "ctid.missing")] == [
        ("error", "/ProgressionLevels/0")
    ]


def test_concepts_of_other_schemes_are_told_but_not_refused() -> None:
    result = converted(SCHEME, scheme(concept("a", Narrower=[ctid("x")])))
    assert [(finding.severity, finding.pointer) for finding in found(result, "reference.not_in_request")] == [
        ("warning", "/Concepts/0/Narrower/0")
    ]
    assert result.is_sound


def test_a_concept_has_one_broader_concept() -> None:
    result = converted(
        SCHEME,
        scheme(concept("a", Narrower=[ctid("c")]), concept("b", Narrower=[ctid("c")]), concept("c")),
    )
    assert nodes_of(result)[uri("c")]["skos:broader"] == uri("a")
    told_of = found(result, "reference.one_sided")
    assert [finding.pointer for finding in told_of] == ["/Concepts/2"]
    assert "Concept b" in told_of[0].message


def test_levels_come_in_the_order_that_they_precede_each_other() -> None:
    result = converted(
        MODEL,
        model(
            concept("third", PrecededBy=ctid("second")),
            concept("second"),
            concept("first", Precedes=ctid("second")),
        ),
    )
    nodes = nodes_of(result)
    assert nodes[uri("model")]["skos:hasTopConcept"] == [uri("first"), uri("second"), uri("third")]
    assert nodes[uri("second")]["ceterms:precedes"] == uri("third")
    assert nodes[uri("second")]["ceterms:precededBy"] == uri("first")
    assert list(nodes) == [uri(name) for name in ("model", "third", "second", "first")]


@pytest.mark.parametrize("member", ["Precedes", "Broader"])
def test_circles_of_levels_are_refused(member: str) -> None:
    result = converted(
        MODEL,
        model(
            concept("a", **{member: ctid("b")}),
            concept("b", **{member: ctid("a")}),
            HasTopConcept=[ctid("a"), ctid("b")],
        ),
    )
    assert [finding.severity for finding in found(result, "reference.cycle")] == ["error"]
