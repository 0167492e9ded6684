"""Dates and times as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.clock import format_timestamp, parse_timestamp
from opencredreg.query.dates import Period, find_period

# A Wednesday.
NOW = parse_timestamp("2021-03-31T15:30:00")


def said(period: Period | None) -> tuple[str, str] | None:
    """The ends of a period, without what is always the same."""
    return period and (format_timestamp(period.start)[:19], format_timestamp(period.end)[:19])


def day(text: str) -> tuple[str, str]:
    return f"{text}T00:00:00", f"{text}T23:59:59"


def moment(text: str) -> tuple[str, str]:
    return text, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-01", day("2021-03-01")),
        (" 2021-03-01 ", day("2021-03-01")),
        ("2024-02-29", day("2024-02-29")),
        ("2021-02", ("2021-02-01T00:00:00", "2021-02-28T23:59:59")),
        ("2021-12", ("2021-12-01T00:00:00", "2021-12-31T23:59:59")),
        ("2021", ("2021-01-01T00:00:00", "2021-12-31T23:59:59")),
        ("9999", ("9999-01-01T00:00:00", "9999-12-31T23:59:59")),
        ("2021-03-01T10:00", ("2021-03-01T10:00:00", "2021-03-01T10:00:59")),
        ("2021-03-01T10:00:05", moment("2021-03-01T10:00:05")),
        ("2021-03-01 10:00:05", moment("2021-03-01T10:00:05")),
        ("2021-03-01T10:00:05Z", moment("2021-03-01T10:00:05")),
        ("2021-03-01t10:00:05z", moment("2021-03-01T10:00:05")),
        ("2021-03-01T10:00:05+02:00", moment("2021-03-01T08:00:05")),
        ("2021-03-01 10:00:05 -0500", moment("2021-03-01T15:00:05")),
    ],
)
def test_iso(text: str, expected: tuple[str, str]) -> None:
    assert said(find_period(text)) == expected


def test_a_time_lasts_as_long_as_its_last_written_digit() -> None:
    start = parse_timestamp("2021-03-01T10:00:05.120")
    assert find_period("2021-03-01T10:00:05.12Z") == Period(start, start + 9_999)
    assert find_period("2021-03-01T10:00:05.120Z") == Period(start, start + 999)
    assert find_period("2021-03-01T10:00:05.120000Z") == Period(start, start)
    assert find_period("2021-03-01T10:00:05.120000999Z") == Period(start, start)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", moment("2021-03-31T15:30:00")),
        ("today", day("2021-03-31")),
        ("Yesterday", day("2021-03-30")),
        ("tomorrow", day("2021-04-01")),
        ("90 seconds ago", moment("2021-03-31T15:28:30")),
        ("an hour ago", moment("2021-03-31T14:30:00")),
        ("2 days ago", moment("2021-03-29T15:30:00")),
        ("a week ago", moment("2021-03-24T15:30:00")),
        ("3 months ago", moment("2020-12-31T15:30:00")),
        ("1 month ago", moment("2021-02-28T15:30:00")),
        ("two  years ago", moment("2019-03-31T15:30:00")),
        ("last week", ("2021-03-22T00:00:00", "2021-03-28T23:59:59")),
        ("this week", ("2021-03-29T00:00:00", "2021-04-04T23:59:59")),
        ("last month", ("2021-02-01T00:00:00", "2021-02-28T23:59:59")),
        ("this month", ("2021-03-01T00:00:00", "2021-03-31T23:59:59")),
        ("last year", ("2020-01-01T00:00:00", "2020-12-31T23:59:59")),
        ("wednesday", day("2021-03-31")),
        ("last wednesday", day("2021-03-24")),
        ("monday", day("2021-03-29")),
        ("last friday", day("2021-03-26")),
        ("february 1st", day("2021-02-01")),
        ("feb 1", day("2021-02-01")),
        ("1 february", day("2021-02-01")),
        ("the 1st of february", day("2021-02-01")),
        ("february 1st, 2019", day("2019-02-01")),
        ("1 Feb 2019", day("2019-02-01")),
        ("december 24th", day("2020-12-24")),
        ("february 29", day("2020-02-29")),
        ("february", ("2021-02-01T00:00:00", "2021-02-28T23:59:59")),
        ("february 2019", ("2019-02-01T00:00:00", "2019-02-28T23:59:59")),
        ("april", ("2020-04-01T00:00:00", "2020-04-30T23:59:59")),
    ],
)
def test_phrases(text: str, expected: tuple[str, str]) -> None:
    assert said(find_period(text, NOW)) == expected
    assert find_period(text) is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "2021-13", "2021-02-30", "2021-3-1", "01/02/2021", "0000-01-01", "20210301", "in 3 days",
     "february 30", "february 0", "99 bananas ago", "999999 years ago", "lots of days ago", "2021-03-01T25:00",
     "2021-03-01T10:00:00+99:00", "٢٠٢١-٠٣-٠١", "9" * 400, "last", "1", "fe 1"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_period(text, NOW) is None


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_date_is_its_whole_day(value: date) -> None:
    start = datetime(value.year, value.month, value.day, tzinfo=UTC)
    period = find_period(value.isoformat())
    assert period is not None
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=period.start) == start
    assert period.end - period.start == 86_400_000_000 - 1


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.from_regex(r"\d{0,5}[ -:T]{1,2}(ago|days|month|feb|\d\d){1,3}", fullmatch=True),
    )
)
def test_whatever_comes_in_is_a_period_or_nothing(text: str) -> None:
    period = find_period(text, NOW)
    assert period is None or period.start <= period.end
