from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.jsonld.values import (
    Text,
    add_exactly,
    key_of,
    listed,
    number_of,
    pick_text,
    references_of,
    texts_of,
    whole_of,
)
from opencredreg.meaning.concepts import Concept, concepts_of, is_same_entry
from opencredreg.meaning.durations import Duration, add_durations, compare_durations, parse_duration, spans_of
from opencredreg.meaning.graph import GraphResources
from opencredreg.meaning.periods import Period, overlap, parse_day, period_of
from tests.meaning.build import concept, part, uri


def test_one_value_a_list_and_containers_read_alike() -> None:
    for written in ("a", ["a"], [["a", None]], {"@list": ["a"]}, {"@set": ["a"]}, {"@value": "a"}):
        assert listed(written) == ["a"]
    assert listed(None) == []


def test_references_in_every_form_are_one_reference() -> None:
    address = uri("x")
    forms = [
        address,
        {"@id": address.upper().replace("HTTPS", "https")},
        address.replace("resources", "graph"),
    ]
    forms.append({"@id": address, "@type": "ceterms:Course", "ceterms:name": "Inlined"})
    forms.append({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": [address]})
    assert references_of({"t": forms}, "t") == (address,)
    assert {key_of(references_of({"t": form}, "t")[0]) for form in forms} == {key_of(address)}


def test_a_list_nested_without_end_ends() -> None:
    value: list[object] = []
    value.append(value)
    assert listed(value) == []


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["fr-CA"], "fr"),
        (["zh-Hant-CN-x-private"], "zh-Hant"),
        (["de"], "en"),
        ([], "en"),
        (["es", "fr"], "fr"),
        (["EN-us"], "en"),
    ],
)
def test_lookup_shortens_tags_and_falls_back_to_english(languages: list[str], expected: str) -> None:
    texts = tuple(Text(tag, tag) for tag in ("zh-Hant", "fr", "en"))
    found = pick_text(texts, languages)
    assert found is not None
    assert found.text == expected


def test_lookup_without_english_gives_some_text_or_none() -> None:
    assert pick_text(texts_of({"de": "Schweißen"}), ["fr"]) == Text("de", "Schweißen")
    assert pick_text(texts_of({"el": "a", "en-GB": "b"})) == Text("en-GB", "b")
    assert pick_text(()) is None


def test_texts_of_maps_lists_and_plain_strings() -> None:
    assert texts_of({"en": ["a", " b "], "es": "c"}) == (Text("en", "a"), Text("en", "b"), Text("es", "c"))
    assert texts_of("old") == (Text("", "old"),)
    assert texts_of({"@value": "x", "@language": "fr"}) == (Text("fr", "x"),)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3.0), ("3.0", 3.0), ([2.5], 2.5), (True, None), ("many", None), (10**400, None), ("nan", None)],
)
def test_numbers(value: object, expected: float | None) -> None:
    assert number_of(value) == expected


def test_whole_numbers_are_whole() -> None:
    assert whole_of("2") == 2
    assert whole_of(2.5) is None


@given(st.lists(st.decimals(-9999, 9999, places=2)))
def test_sums_are_those_of_paper(amounts: list[object]) -> None:
    assert add_exactly(float(str(amount)) for amount in amounts) == float(
        sum((Fraction(str(amount)) for amount in amounts), Fraction(0))
    )


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 400), st.integers(0, 99), st.integers(0, 99))
def test_durations_read_what_they_say(years: int, months: int, days: int, hours: int) -> None:
    text = f"P{years}Y{months}M{days}DT{hours}H"
    assert parse_duration(text) == Duration(years * 12 + months, days * 86_400.0 + hours * 3_600.0)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "-P1D", "1D", "P1DT", "PT1D", "six months", "P99999999999Y"]
)
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


_DURATIONS = st.builds(Duration, st.integers(0, 30), st.integers(0, 900).map(lambda days: days * 86_400.0))


@settings(deadline=None)
@given(_DURATIONS, _DURATIONS, _DURATIONS)
def test_comparison_is_an_order(one: Duration, other: Duration, third: Duration) -> None:
    there, back = compare_durations(one, other), compare_durations(other, one)
    assert (there is None) == (back is None)
    assert there is None or back is None or there == -back
    if there == -1 and compare_durations(other, third) == -1:
        assert compare_durations(one, third) == -1
    if there is not None:
        assert compare_durations(add_durations([one, third]), add_durations([other, third])) in (there, None)


def test_months_and_days_compare_where_the_calendar_allows() -> None:
    assert compare_durations(Duration(12), Duration(0, 365 * 86_400.0)) is None
    assert compare_durations(Duration(12), Duration(0, 364 * 86_400.0)) == 1
    assert compare_durations(Duration(12), Duration(0, 367 * 86_400.0)) == -1


def test_elapsed_and_spent_time_stay_apart() -> None:
    holder = {
        "ceterms:estimatedDuration": [
            part("DurationProfile", exactDuration="P6M", timeRequired="PT50H"),
            part("DurationProfile", minimumDuration="P1M", maximumDuration="P2M"),
        ]
    }
    first, second = spans_of(holder)
    assert (first.shortest, first.longest, first.spent) == (Duration(6), Duration(6), Duration(0, 180_000.0))
    assert (second.shortest, second.longest, second.spent) == (Duration(1), Duration(2), None)


def test_an_approximate_date_counts_where_the_exact_one_is_missing() -> None:
    node = {
        "ceterms:startDate": "2024-05-02",
        "ceterms:approximateStartDate": "1999",
        "ceterms:approximateEndDate": "2025-02",
    }
    period = period_of(node)
    assert period == Period(date(2024, 5, 2), date(2025, 2, 28))
    assert period.holds_on(date(2025, 2, 28))
    assert not period.holds_on(date(2025, 3, 1))
    assert Period().holds_on(date.min)


def test_days_that_do_not_exist_are_no_days() -> None:
    assert parse_day("2023-02-30") is None
    assert parse_day("2023-02-03T10:00:00Z") == date(2023, 2, 3)


_DAYS = st.none() | st.integers(0, 20).map(lambda day: date(2024, 1, 1 + day))
_PERIODS = st.builds(Period, _DAYS, _DAYS)


@given(_PERIODS, _PERIODS)
def test_periods_overlap_when_a_day_lies_in_both(one: Period, other: Period) -> None:
    days = [date(2023, 12, 31), *(date(2024, 1, 1 + day) for day in range(23))]
    assert overlap(one, other) == any(one.holds_on(day) and other.holds_on(day) for day in days)


def test_concepts_in_both_forms_are_the_same_entry() -> None:
    plain, wrapped, address = (
        concepts_of({"t": value}, "t")[0]
        for value in (
            "audience:FullTime",
            concept("audience:FullTime"),
            {"@id": "http://credreg.net/ctdl/vocabs/audience/FullTime"},
        )
    )
    assert is_same_entry(plain, wrapped)
    assert is_same_entry(wrapped, address)
    assert plain.framework == "ceterms:Audience"


def test_entries_without_address_agree_by_code_or_name() -> None:
    def code(number: str, framework: str, name: str = "") -> Concept:
        return Concept("", (Text("en", name),) if name else (), framework, (), number)

    assert is_same_entry(code("11", "https://f.example"), code("11", "https://f.example", "Computing"))
    assert not is_same_entry(code("11", "https://f.example"), code("12", "https://f.example"))
    assert not is_same_entry(code("11", "https://f.example", "X"), code("", "https://g.example", "X"))
    assert is_same_entry(code("", "", "Welding"), code("", "", "welding"))


def test_blank_nodes_of_two_documents_are_two_things() -> None:
    def document(number: int, name: str) -> dict[str, object]:
        course = {"@id": "_:b0", "@type": "Course", "name": name}
        return {"@graph": [{"@id": uri(number), "@type": "Course", "prerequisite": "_:b0"}, course]}

    resources = GraphResources([document(1, "First"), document(2, "Second")])
    names = []
    for number in (1, 2):
        found = resources.find([uri(number)])[uri(number)]
        label = references_of(found, "ceterms:prerequisite")[0]
        names.append(resources.find([label])[label]["ceterms:name"])
    assert names == ["First", "Second"]


def test_who_refers_to_a_resource_directly_or_from_inside() -> None:
    inside = {"ceterms:requires": [{"ceterms:targetCredential": [{"@id": uri("far")}]}]}
    resources = GraphResources(
        [[{"@id": uri("a"), **inside}, {"@id": uri("b"), "ceterms:isPartOf": uri("far")}]]
    )
    found = resources.find_pointing([uri("far"), uri("a")], ["ceterms:requires", "ceterms:hasPart"])
    assert {name: [node["@id"] for node in nodes] for name, nodes in found.items()} == {
        uri("far"): [uri("a")]
    }
