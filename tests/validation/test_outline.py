from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.findings import Finding, Severity
from opencredreg.jsonld.document import Document
from opencredreg.validation import parse_any_document
from opencredreg.validation.outline import Outline, OutlineEntry, build_outline
from opencredreg.validation.wording import PlaceNames
from tests.support.documents import certificate, course, document, program_with_parts

_VOCABULARY = bundled_vocabulary()
_KEYS = st.sampled_from(["@id", "@type", "ceterms:name", "a/b", "m~n", "en", "x:y", ""])
_SCALARS = st.sampled_from([None, True, 5, "text", "_:a", "ceterms:Certificate"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)
_STEPS = st.sampled_from(["@graph", "0", "1", "ceterms:name", "a~1b", "m~0n", "en", "zz", ""])
_POINTERS = st.lists(_STEPS, max_size=6).map(lambda steps: "".join(f"/{step}" for step in steps))


def _parsed(value: Any) -> Document:
    return parse_any_document(json.dumps(value).encode())


def _finding(pointer: str, severity: Severity = "error") -> Finding:
    return Finding(code="x", severity=severity, pointer=pointer, message=f"about {pointer}")


def _entries(outline: Outline) -> Iterator[OutlineEntry]:
    waiting = [outline.top, *outline.items]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += entry.children


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(_KEYS, _VALUES, max_size=3) | st.lists(_VALUES, max_size=3),
    st.booleans(),
    st.lists(st.tuples(_POINTERS, st.sampled_from(["error", "warning", "note"])), max_size=6),
    st.integers(0, 30),
)
def test_every_finding_has_its_place_once_however_small_the_outline_is(
    value: Any, is_graph: bool, told: list[tuple[str, Severity]], size: int
) -> None:
    if is_graph or isinstance(value, list):
        value = {"@id": "g", "@graph": value if isinstance(value, list) else [value]}
    parsed = _parsed(value)
    findings = [_finding(pointer, severity) for pointer, severity in told]
    outline = build_outline(parsed, _VOCABULARY, findings, size=size)
    entries = list(_entries(outline))
    by_anchor = {entry.anchor: entry for entry in entries}
    assert len(by_anchor) == len(entries)
    assert len(outline.anchors) == len(findings)
    for finding, anchor in zip(findings, outline.anchors, strict=True):
        holder = by_anchor[anchor]
        assert finding in holder.findings
        # The place is what the pointer names, what is around it, or the only thing in a list that it names.
        assert (
            f"{finding.pointer}/".startswith(f"{holder.pointer}/") or holder.pointer == f"{finding.pointer}/0"
        )
    assert sum(len(entry.findings) for entry in entries) == len(findings)
    totals = [outline.top.counts, *(item.counts for item in outline.items)]
    assert sum(sum(counts.values()) for counts in totals) == len(findings)
    assert outline.hidden_items == len(parsed.items) - len(outline.items)
    shown = build_outline(parsed, _VOCABULARY, findings)
    assert not shown.is_cut
    assert sum(entry.hidden for entry in _entries(shown)) == shown.hidden_items == 0


def test_objects_have_class_name_and_ctid() -> None:
    value = program_with_parts()
    outline = build_outline(_parsed(value), _VOCABULARY)
    first = outline.items[0]
    assert (first.type, first.ctid) == ("ceterms:Certificate", value["@graph"][0]["ceterms:ctid"])
    assert first.name is not None
    assert (first.name.text, first.name.language) == ("Dry stone walling", "en")
    assert [item.number for item in outline.items] == [1, 2, 3, 4, 5]
    assert [child.label for child in outline.top.children] == ["@context", "@id"]


def test_references_lead_to_items_of_the_same_document() -> None:
    outline = build_outline(_parsed(program_with_parts()), _VOCABULARY)
    links = {
        entry.label: outline.item_anchors[entry.reference] for entry in _entries(outline) if entry.reference
    }
    anchors = [item.anchor for item in outline.items]
    assert links == {
        "ceterms:isPartOf": anchors[1],
        "ceterms:requires": anchors[2],
        "ceterms:alternativeCondition": anchors[3],
        "ceterms:estimatedCost": anchors[4],
    }


def test_a_large_document_is_cut_but_keeps_what_has_findings() -> None:
    value = document(certificate(), *(course(name=f"Course {number}") for number in range(5_000)))
    outline = build_outline(_parsed(value), _VOCABULARY, [_finding("/@graph/4321/ceterms:name/en")], size=200)
    assert outline.is_cut
    assert len(list(_entries(outline))) < 400
    assert outline.hidden_items > 4_000
    kept = outline.items[-1]
    assert (kept.pointer, kept.worst) == ("/@graph/4321", "error")


def test_a_long_list_and_a_deep_object_are_cut() -> None:
    deep: Any = "end"
    for _ in range(300):
        deep = {"ceterms:alternativeCondition": [deep, deep]} if isinstance(deep, str) else {"a:b": [deep]}
    main = certificate(ceterms__keyword={"en": [f"word {n}" for n in range(900)]}, ceterms__requires=deep)
    main["ceterms:hasPart"] = [f"https://a.example/{number}" for number in range(400)]
    pointer = "/@graph/0/ceterms:hasPart/399"
    outline = build_outline(_parsed(document(main)), _VOCABULARY, [_finding(pointer)])
    assert outline.is_cut
    [parts] = [entry for entry in _entries(outline) if entry.label == "ceterms:hasPart"]
    assert parts.hidden == 400 - len(parts.children)
    assert parts.children[-1].pointer == pointer
    assert max(len(entry.text) for entry in _entries(outline)) <= 240


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("", "document"),
        ("/@context", "document > @context"),
        ("/@graph", "document > @graph"),
        ("/@graph/9", "document > @graph 10"),
        ("/@graph/0", "certificate “Dry stone walling”"),
        ("/@graph/0/ceterms:name/en", "certificate “Dry stone walling” > ceterms:name (en)"),
        ("/@graph/1/ceterms:missing", "course “Stones and how they lie” > ceterms:missing"),
        ("/@graph/2", "condition profile 1"),
        ("/@graph/3/ceterms:description", "condition profile 2 > ceterms:description"),
        ("/@graph/0/ceterms:requires/0", "certificate “Dry stone walling” > ceterms:requires"),
    ],
)
def test_places_have_words(pointer: str, words: str) -> None:
    assert PlaceNames(_parsed(program_with_parts()), _VOCABULARY).describe(pointer) == words


def test_places_have_words_in_every_form_of_a_document() -> None:
    single = PlaceNames(_parsed(certificate(name="Hedges")), _VOCABULARY)
    assert single.describe("/ceterms:name") == "certificate “Hedges” > ceterms:name"
    bare = PlaceNames(_parsed([certificate(name="Hedges"), certificate(name="Walls")]), _VOCABULARY)
    assert bare.describe("/1/ceterms:name") == "certificate 2 “Walls” > ceterms:name"
    strange = PlaceNames(
        _parsed({"@graph": [{"@id": "_:a"}, {"@type": "x:Y", "ceterms:k": [1, 2]}]}), _VOCABULARY
    )
    assert strange.describe("/@graph/0/@type") == "item > @type"
    assert strange.describe("/@graph/1/ceterms:k/1") == "x:Y > ceterms:k 2"


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(_KEYS, _VALUES, max_size=3), _POINTERS)
def test_every_pointer_has_words(value: dict[str, Any], pointer: str) -> None:
    for whole in (value, {"@graph": [value]}, [value]):
        assert PlaceNames(_parsed(whole), _VOCABULARY).describe(pointer)
