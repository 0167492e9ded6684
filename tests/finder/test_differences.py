from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.differences import (
    Change,
    ObjectChange,
    TextChange,
    ValueChange,
    compare_resources,
    compare_words,
)

_WORDS = st.sampled_from(["hedge", "stone", "winter", "two", "seasons", "outdoors", "Ñandú", "one-year"])
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
_LEAVES = st.one_of(_SENTENCES, st.integers(0, 4), st.booleans(), st.sampled_from([0.5, 2.25]))
_MAPS = st.dictionaries(
    st.sampled_from(["en", "es", "fr-CA"]),
    st.one_of(_SENTENCES, st.lists(_SENTENCES, min_size=1, max_size=3)),
    min_size=1,
    max_size=2,
)
_TERMS = st.sampled_from(["ceterms:name", "ceterms:price", "ceterms:requires", "ceterms:keyword"])
_IDS = st.sampled_from(["https://school.example/a", "https://school.example/b"])


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    members = st.dictionaries(_TERMS, inner, min_size=1, max_size=3)
    named = st.tuples(members, _IDS).map(lambda pair: {"@id": pair[1], **pair[0]})
    typed = st.tuples(members, st.sampled_from(["ceterms:Place", "ceterms:CostProfile"])).map(
        lambda pair: {"@type": pair[1], **pair[0]}
    )
    return st.one_of(members, named, typed)


_VALUES = st.recursive(
    st.one_of(_LEAVES, _MAPS),
    lambda inner: st.one_of(_objects(inner), st.lists(inner, max_size=4)),
    max_leaves=8,
)
_RESOURCES = st.dictionaries(_TERMS, _VALUES, max_size=4)


def _units(value: Any) -> list[Any]:
    """The values of a property one by one, each text of a language map on its own."""
    if isinstance(value, list):
        return [unit for entry in value for unit in _units(entry)]
    if isinstance(value, Mapping) and all(":" not in name and name[:1] != "@" for name in value) and value:
        return [{tag: text} for tag, texts in value.items() for text in _units(texts)]
    return [value]


def _facts(value: Any) -> Any:
    """What a value says, without order and repetition."""
    if isinstance(value, Mapping):
        pairs = ((term, frozenset(_facts(unit) for unit in _units(inner))) for term, inner in value.items())
        return frozenset(pair for pair in pairs if pair[1])
    return (type(value) is bool, value)


def _of(resource: Mapping[str, Any], term: str) -> dict[Any, Any]:
    return {_facts(unit): unit for unit in (_units(resource[term]) if term in resource else [])}


def _applied(old: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """The old version with the changes carried out; every removal has to be of something that is there."""
    made = {term: list(_of(old, term).values()) for term in old}
    for change in changes:
        found = _of(old, change.term)
        for value in change.removed:
            del found[_facts(value)]
        for one in change.changed:
            before, after = _ends(one)
            del found[_facts(before)]
            found[_facts(after)] = after
        found.update({_facts(value): value for value in change.added})
        made[change.term] = list(found.values())
    return made


def _ends(one: TextChange | ValueChange | ObjectChange) -> tuple[Any, Any]:
    if isinstance(one, TextChange) and one.language:
        return {one.language: one.old}, {one.language: one.new}
    if isinstance(one, ObjectChange):
        assert _facts(_applied(one.old, one.changes)) == _facts(one.new)
    return one.old, one.new


@settings(deadline=None, max_examples=150)
@given(_RESOURCES)
def test_nothing_changed_between_a_version_and_itself(resource: dict[str, Any]) -> None:
    assert compare_resources(resource, resource) == ()


@settings(deadline=None, max_examples=300)
@given(_RESOURCES, _RESOURCES)
def test_the_changes_lead_from_the_old_version_to_the_new_one(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    changes = compare_resources(old, new)
    assert _facts(_applied(old, changes)) == _facts(new)
    assert bool(changes) == (_facts(old) != _facts(new))


@settings(deadline=None, max_examples=200)
@given(_RESOURCES, _RESOURCES)
def test_nothing_is_invented(old: dict[str, Any], new: dict[str, Any]) -> None:
    for change in compare_resources(old, new):
        before, after = _of(old, change.term), _of(new, change.term)
        ends = [_ends(one) for one in change.changed]
        assert {_facts(one) for one in (*change.removed, *(end[0] for end in ends))} <= before.keys()
        assert {_facts(one) for one in (*change.added, *(end[1] for end in ends))} <= after.keys()


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_are_both_texts_at_once(old: str, new: str) -> None:
    marks = compare_words(old, new)
    assert "".join(mark.text for mark in marks if mark.kind != "added") == old
    assert "".join(mark.text for mark in marks if mark.kind != "removed") == new


def test_very_long_texts_are_compared_as_a_whole() -> None:
    old, new = "stone " * 3_000, "hedge " * 3_000
    assert [mark.kind for mark in compare_words(old, new)] == ["removed", "added"]


def test_what_only_moved_did_not_change() -> None:
    old = {"ceterms:requires": [{"@type": "ceterms:ConditionProfile", "ceterms:name": {"en": "A"}}, "x:1"]}
    new = {"ceterms:requires": ["x:1", {"ceterms:name": {"en": ["A"]}, "@type": "ceterms:ConditionProfile"}]}
    assert compare_resources(old, new) == ()


def test_a_text_is_compared_with_that_of_its_language() -> None:
    old = {"ceterms:description": {"en": "Two seasons outdoors.", "es": "Dos temporadas."}}
    new = {"ceterms:description": {"en": "Three seasons outdoors.", "es": "Dos temporadas."}}
    [change] = compare_resources(old, new)
    [text] = change.changed
    assert isinstance(text, TextChange)
    assert (text.language, change.added, change.removed) == ("en", (), ())
    assert [(mark.kind, mark.text) for mark in text.marks if mark.kind != "same"] == [
        ("removed", "Two"),
        ("added", "Three"),
    ]


def test_objects_are_matched_by_their_address() -> None:
    near = {"@id": "https://s.example/1", "ceterms:name": {"en": "Rope work"}}
    far = {"@id": "https://s.example/2", "ceterms:name": {"en": "Rope work"}}
    [change] = compare_resources({"ceterms:hasPart": [near]}, {"ceterms:hasPart": [far]})
    assert (change.added, change.removed, change.changed) == ((far,), (near,), ())


def test_objects_without_an_address_are_matched_by_what_they_have_in_common() -> None:
    fee = {"@type": "ceterms:CostProfile", "ceterms:name": {"en": "Course fee"}, "ceterms:price": 10}
    gloves = {"@type": "ceterms:CostProfile", "ceterms:name": {"en": "Gloves"}, "ceterms:price": 4}
    [change] = compare_resources(
        {"ceterms:estimatedCost": [gloves, fee]},
        {"ceterms:estimatedCost": [{**fee, "ceterms:price": 12}, gloves]},
    )
    [inner] = change.changed
    assert isinstance(inner, ObjectChange)
    assert [(one.term, one.changed) for one in inner.changes] == [("ceterms:price", (ValueChange(10, 12),))]


@pytest.mark.parametrize("count", [200, 10_000])
def test_very_many_values_are_still_compared(count: int) -> None:
    old = {"ceterms:hasPart": [f"https://s.example/{number}" for number in range(count)]}
    new = {"ceterms:hasPart": [f"https://s.example/{number}" for number in range(5, count + 5)]}
    [change] = compare_resources(old, new)
    assert (len(change.added), len(change.removed), change.changed) == (5, 5, ())


def test_words_of_a_list_are_not_taken_for_each_other() -> None:
    old = {"ceterms:keyword": {"en": ["hedges", "diagnostic electronics"]}}
    new = {"ceterms:keyword": {"en": ["hedges", "brake service"]}}
    [change] = compare_resources(old, new)
    assert (change.added, change.removed, change.changed) == (
        ({"en": "brake service"},),
        ({"en": "diagnostic electronics"},),
        (),
    )
