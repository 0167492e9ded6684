from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.alignments import (
    Alignment,
    Fit,
    close_alignments,
    find_alignment_rows,
    read_alignment_map,
    read_alignments,
    reverse_of,
)
from opencredreg.meaning.comparisons import compare_frameworks
from tests.meaning.build import graph, key, node, part, uri

NAMES = "abcde"
_STATEMENTS = st.lists(
    st.builds(
        Alignment,
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from([Fit.EXACT, Fit.BROAD, Fit.NARROW, Fit.MAJOR, Fit.MINOR, Fit.SOME, Fit.PREREQUISITE]),
    ),
    max_size=7,
)


def triples(statements: list[Alignment]) -> set[tuple[str, str, Fit]]:
    return {(a.source, a.target, a.fit) for a in close_alignments(statements).alignments}


@settings(deadline=None, max_examples=150)
@given(_STATEMENTS)
def test_laws_of_the_closure(statements: list[Alignment]) -> None:
    found = triples(statements)
    fits = {
        pair: {fit for source, target, fit in found if (source, target) == pair}
        for pair in {t[:2] for t in found}
    }
    for source, target, fit in found:
        assert source != target
        reverse = reverse_of(Alignment(source, target, fit))
        assert reverse is None or (target, source, reverse.fit) in found
        for further, last in ((t[1], t[2]) for t in found if t[0] == target and t[1] != source):
            passed = last if fit is Fit.EXACT else fit if last in (Fit.EXACT, fit) else None
            if (
                fit in (Fit.EXACT, Fit.BROAD, Fit.NARROW)
                and last in (Fit.EXACT, Fit.BROAD, Fit.NARROW)
                and passed
            ):
                assert passed in fits.get((source, further), set())
    stated = {(a.source, a.target, a.fit) for a in statements if a.source != a.target}
    assert stated <= found
    loose = {triple for triple in found if triple[2] not in (Fit.EXACT, Fit.BROAD, Fit.NARROW)}
    reversed_ = {
        (r.source, r.target, r.fit) for a in statements if a.source != a.target and (r := reverse_of(a))
    }
    assert loose <= stated | reversed_


@settings(deadline=None, max_examples=60)
@given(_STATEMENTS)
def test_the_closure_is_closed_and_can_be_asked_in_part(statements: list[Alignment]) -> None:
    found = triples(statements)
    again = [Alignment(source, target, fit) for source, target, fit in sorted(found)]
    assert triples(again) == found
    part_ = close_alignments(statements, starts=["a"]).alignments
    assert {(a.source, a.target, a.fit) for a in part_} == {triple for triple in found if triple[0] == "a"}


@settings(deadline=None, max_examples=60)
@given(_STATEMENTS)
def test_every_path_is_made_of_steps_that_somebody_states(statements: list[Alignment]) -> None:
    closure = close_alignments(statements)
    direct = {(a.source, a.target) for a in closure.alignments if not a.path}
    for alignment in closure.alignments:
        if alignment.path:
            assert (alignment.path[0], alignment.path[-1]) == (alignment.source, alignment.target)
            assert all(step in direct for step in zip(alignment.path, alignment.path[1:], strict=False))


def test_statements_of_either_end_and_their_meaning() -> None:
    mine = node(
        "a",
        "ceasn:Competency",
        ceasn_broadAlignment=[uri("b")],
        ceasn_alignFrom=uri("c"),
        ceasn_exactAlignment="https://elsewhere.example/1",
    )
    found = {(a.source, a.target, a.fit) for a in read_alignments([mine])}
    assert found == {
        (key("a"), key("b"), Fit.BROAD),
        (key("c"), key("a"), Fit.SOME),
        (key("a"), "https://elsewhere.example/1", Fit.EXACT),
    }
    closure = close_alignments(read_alignments([mine]))
    narrow = next(a for a in closure.alignments if (a.source, a.target) == (key("b"), key("a")))
    assert (narrow.fit, narrow.is_reversed, narrow.stated_by) == (Fit.NARROW, True, uri("a"))
    assert (key("b"), "https://elsewhere.example/1", Fit.NARROW) in {
        (a.source, a.target, a.fit) for a in closure.alignments
    }


def test_contradictions_are_reported() -> None:
    ring = [Alignment("a", "b", Fit.BROAD), Alignment("b", "c", Fit.EXACT), Alignment("c", "a", Fit.BROAD)]
    assert close_alignments(ring).conflicts == (("a", "b", "c"),)
    assert close_alignments(ring[:2]).conflicts == ()


@pytest.mark.parametrize(
    "spelling", ["align:BroadMatch", "https://purl.org/ctdl/vocabs/alignment/BroadMatch", "skos:broadMatch"]
)
def test_rows_of_a_map(spelling: str) -> None:
    row = {
        "@id": "_:r",
        **part(
            "AlignmentObject", sourceNode=uri("a"), targetNode=uri("b"), alignmentType=spelling, weight=0.5
        ),
    }
    none = part(
        "AlignmentObject",
        sourceNode=uri("c"),
        targetNodeName={"en": "Nothing"},
        alignmentType="alignment:NoMatch",
    )
    claiming = {
        "@id": "_:s",
        **part("AlignmentObject", isPartOf=uri("map"), sourceNode=uri("d"), targetNode=uri("e")),
    }
    alignment_map = node("map", "AlignmentMap", hasPart=["_:r", none, "_:gone"])
    resources = graph(alignment_map, row, claiming)
    rows = find_alignment_rows(resources.find([uri("map")])[uri("map")], resources)
    found = read_alignment_map(alignment_map, rows)
    assert [(a.source, a.target, a.fit, a.weight, a.stated_by) for a in found] == [
        (key("c"), "", Fit.NONE, None, uri("map")),
        (key("a"), key("b"), Fit.BROAD, 0.5, uri("map")),
        (key("d"), key("e"), Fit.SOME, None, uri("map")),
    ]


def test_a_crowd_of_alignments_is_cut_and_says_so() -> None:
    ring = [Alignment(str(at), str(at + 1), Fit.EXACT) for at in range(400)]
    closure = close_alignments(ring, limit=1_000)
    assert closure.is_truncated
    assert len(closure.alignments) == 1_800


def test_two_frameworks_compared() -> None:
    statements = [
        Alignment(key("a1"), key("b1"), Fit.MINOR),
        Alignment(key("a1"), key("m"), Fit.EXACT),
        Alignment(key("m"), key("b2"), Fit.EXACT),
        Alignment(key("a2"), key("b1"), Fit.PREREQUISITE),
        Alignment(key("a3"), key("b3"), Fit.NONE),
    ]
    here, there = [uri(f"a{at}") for at in (1, 2, 3)], [uri(f"b{at}") for at in (1, 2, 3)]
    found = compare_frameworks(here, there, close_alignments(statements))
    assert [(a.source, a.target, a.fit) for a in found.best] == [(key("a1"), key("b2"), Fit.EXACT)]
    assert found.counts == {"exact": 1}
    assert found.only_here == (key("a2"), key("a3"))
    assert found.only_there == (key("b3"),)
    assert [(a.source, a.target) for a in found.no_match] == [(key("a3"), key("b3"))]
