"""Durations of plain input: numbers of units, ISO texts and words become ISO 8601."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.durations import read_duration_item, read_duration_text
from opencredreg.jsonld.durations import MONTH_DAYS, parse_duration

MONTH = MONTH_DAYS * 86_400
SECONDS = {
    "Years": 12 * MONTH,
    "Months": MONTH,
    "Weeks": 604_800,
    "Days": 86_400,
    "Hours": 3_600,
    "Minutes": 60,
}


@pytest.mark.parametrize(
    ("members", "value"),
    [
        ({"Years": 2}, "P2Y"),
        ({"Weeks": 8}, "P8W"),
        ({"Hours": 160}, "PT160H"),
        ({"years": 1, "MONTHS": "6"}, "P1Y6M"),
        ({"Years": 0, "Months": 3, "Days": None, "Hours": ""}, "P3M"),
        ({"Hours": 1.5}, "PT1.5H"),
        ({"Hours": 0.1 + 0.2}, "PT0.3H"),
        ({"Days": 100, "Minutes": 30}, "P100DT30M"),
        ({"Duration_ISO8601": " p6m "}, "P6M"),
        ({"Duration_ISO8601": "PT1,5H"}, "PT1.5H"),
        ({"Duration_ISO8601": "P6M", "Months": 6}, "P6M"),
        ({"Duration_ISO8601": "P1Y", "Months": 12}, "P1Y"),
        ({"Duration_ISO8601": "PT0S", "Weeks": 8}, "P8W"),
        ({"@type": "DurationItem", "Minutes": 45}, "PT45M"),
    ],
)
def test_items(members: dict[str, Any], value: str) -> None:
    read = read_duration_item(members)
    assert (read.value, read.problems) == (value, ())


@pytest.mark.parametrize(
    "members", [{}, {"Years": 0}, {"Years": None, "Hours": "0"}, {"Duration_ISO8601": " "}]
)
def test_an_item_that_says_nothing_is_absent(members: dict[str, Any]) -> None:
    read = read_duration_item(members)
    assert (read.value, read.problems) == (None, ())


@pytest.mark.parametrize(
    "members",
    [
        {"Years": -1},
        {"Years": "many"},
        {"Years": True},
        {"Years": float("nan")},
        {"Years": float("inf")},
        {"Years": 10**9},
        {"Years": 10**6000},
        {"Years": [1]},
        {"Years": "1,500"},
        {"Years": 1, "years": 2},
        {"Duration_ISO8601": "2 years"},
        {"Duration_ISO8601": "-P1Y"},
        {"Duration_ISO8601": 5},
        {"Duration_ISO8601": "P6M", "Months": 7},
        {"Months": 3, "Hours": -2},
    ],
)
def test_what_is_no_length_of_time_is_refused(members: dict[str, Any]) -> None:
    read = read_duration_item(members)
    assert read.value is None
    assert [(one.code, one.severity) for one in read.problems] == [("duration.invalid", "error")]


def test_all_that_is_wrong_is_told() -> None:
    read = read_duration_item({"Years": -1, "Hours": "x", "Duration_ISO8601": "soon"})
    assert len(read.problems) == 3


def test_words_under_the_iso_name_come_back_as_a_suggestion() -> None:
    assert read_duration_item({"Duration_ISO8601": "2 years"}).problems[0].suggestion == "P2Y"


def test_a_part_that_does_not_exist_is_told() -> None:
    read = read_duration_item({"Year": 2, "Hours": 3})
    assert read.value == "PT3H"
    (problem,) = read.problems
    assert (problem.code, problem.severity, problem.suggestion) == (
        "duration.unknown_part",
        "warning",
        "Years",
    )


@pytest.mark.parametrize(
    ("members", "value"),
    [
        ({"Weeks": 2, "Days": 3}, "P17D"),
        ({"Years": 1, "Weeks": 2}, "P1Y14D"),
        ({"Weeks": 1, "Hours": 4}, "P7DT4H"),
        ({"Weeks": 1.5, "Days": 0.5}, "P11D"),
        ({"Duration_ISO8601": "P1M2WT5H"}, "P1M14DT5H"),
    ],
)
def test_weeks_beside_other_units_become_days(members: dict[str, Any], value: str) -> None:
    read = read_duration_item(members)
    assert read.value == value
    assert [(one.code, one.severity) for one in read.problems] == [("duration.weeks_mixed", "warning")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P2Y", "P2Y"),
        ("pt50h", "PT50H"),
        ("2 years", "P2Y"),
        ("8 Weeks", "P8W"),
        ("two-year", "P2Y"),
        ("an hour", "PT1H"),
        ("1.5 hrs", "PT1.5H"),
        ("1 year and 6 months", "P1Y6M"),
        ("1 year, 6 months", "P1Y6M"),
        ("3 days 4 hours", "P3DT4H"),
    ],
)
def test_texts(text: str, value: str) -> None:
    read = read_duration_text(text)
    assert (read.value, read.problems) == (value, ())


@pytest.mark.parametrize(
    "text", ["6", "6-8 weeks", "soon", "P", "PT", "-P1D", "2 years maybe", "1 day 2 days"]
)
def test_texts_that_are_no_duration(text: str) -> None:
    read = read_duration_text(text)
    assert read.value is None
    assert [(one.code, one.severity) for one in read.problems] == [("duration.invalid", "error")]
    assert read.problems[0].hint


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(sorted(SECONDS)),
        st.one_of(
            st.integers(0, 10_000),
            st.floats(0, 10_000),
            st.decimals(0, 10_000, places=3, allow_nan=False).map(str),
        ),
    )
)
def test_the_total_stays(members: dict[str, Any]) -> None:
    read = read_duration_item(members)
    assert all(one.severity == "warning" for one in read.problems)
    total = sum(float(number) * SECONDS[name] for name, number in members.items())
    if read.value is None:
        assert total == pytest.approx(0, abs=0.1)
        return
    parsed = parse_duration(read.value)
    assert parsed is not None
    assert parsed.months * MONTH + parsed.seconds == pytest.approx(total, rel=1e-6, abs=0.1)
    again = read_duration_text(read.value)
    assert (again.value, again.problems) == (read.value, ())


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="0123456789.,PTYMWDHS -years", max_size=20))
def test_whatever_is_sent_gives_a_value_or_a_problem(text: str) -> None:
    read = read_duration_text(text)
    assert read.value is None or parse_duration(read.value) is not None
