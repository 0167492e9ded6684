"""Dates of plain input: ISO stays, other forms become ISO, and where there is doubt a warning says so."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.dates import FIRST_YEAR, read_date

DAYS = st.dates(min_value=date(FIRST_YEAR, 1, 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1999", "1999"),
        ("2021-03", "2021-03"),
        ("2021/3", "2021-03"),
        ("03/2021", "2021-03"),
        ("March 2021", "2021-03"),
        ("Sept. 2021", "2021-09"),
        ("march 5, 2021", "2021-03-05"),
        ("March 5th 2021", "2021-03-05"),
        ("Friday, March 5, 2021", "2021-03-05"),
        ("5 March 2021", "2021-03-05"),
        ("5th of March 2021", "2021-03-05"),
        ("05-MAR-2021", "2021-03-05"),
        ("2021/3/5", "2021-03-05"),
        ("2021.03.05", "2021-03-05"),
        ("20210305", "2021-03-05"),
        ("3/25/2021", "2021-03-25"),
        ("25/3/2021", "2021-03-25"),
        ("25.3.2021", "2021-03-25"),
        ("5/5/2021", "2021-05-05"),
        ("2021-03-05T23:59:59.123Z", "2021-03-05"),
        ("2021-03-05 10:00", "2021-03-05"),
        ("3/25/2021 12:00:00 AM", "2021-03-25"),
        ("  2020-02-29\n", "2020-02-29"),
    ],
)
def test_forms_that_leave_no_doubt(text: str, value: str) -> None:
    read = read_date(text)
    assert (read.value, read.problems) == (value, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-03-05T10:30:00Z", "2021-03-05T10:30:00Z"),
        ("2021-03-05 10:30", "2021-03-05T10:30:00"),
        ("2021-03-05T10:30:00.5+0200", "2021-03-05T10:30:00.5+02:00"),
        ("3/25/2021 1:05 pm", "2021-03-25T13:05:00"),
        ("3/25/2021 12:05 AM", "2021-03-25T00:05:00"),
        ("2021-03-05", "2021-03-05"),
        ("1999", "1999"),
    ],
)
def test_a_time_stays_where_it_is_wanted(text: str, value: str) -> None:
    read = read_date(text, keeps_time=True)
    assert (read.value, read.problems) == (value, ())


@pytest.mark.parametrize("text", ["1/2/1990", "01-02-1990", "1.2.1990"])
def test_doubtful_dates_are_read_as_in_the_united_states(text: str) -> None:
    read = read_date(text)
    assert read.value == "1990-01-02"
    (problem,) = read.problems
    assert (problem.code, problem.severity) == ("date.ambiguous", "warning")
    assert "2 January 1990" in problem.message
    assert "1 February 1990" in problem.message


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("1799-12-31", "date.out_of_range", "1800"),
        ("0001-01-01T00:00:00", "date.out_of_range", "1800"),
        ("1/1/0001", "date.out_of_range", "1800"),
        ("2021-02-29", "date.invalid", "28 days"),
        ("2021-13-01", "date.invalid", "month 13"),
        ("13/13/2021", "date.invalid", "month 13"),
        ("31 April 2021", "date.invalid", "30 days"),
        ("2021-03-05T25:00:00", "date.invalid", "time of day"),
        ("2021-03-05T10:00:00+15:00", "date.invalid", "time of day"),
        ("13:00 PM", "date.invalid", "not a date"),
        ("3/5/21", "date.invalid", "not a date"),
        ("Spring 2021", "date.invalid", "not a date"),
        ("soon " * 30, "date.invalid", "too long"),
        ("２０２１", "date.invalid", "not a date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: str, words: str) -> None:
    read = read_date(text)
    assert read.value is None
    (problem,) = read.problems
    assert (problem.code, problem.severity) == (code, "error")
    assert words in problem.message
    assert problem.hint


def test_a_year_of_two_digits_is_told_apart() -> None:
    assert "four digits" in read_date("3/5/21").problems[0].hint


def test_a_blank_says_nothing() -> None:
    assert read_date(" ").value is None
    assert read_date("").problems == ()


@settings(deadline=None, max_examples=60)
@given(DAYS)
def test_every_iso_date_stays(day: date) -> None:
    text = day.isoformat()
    for written in (text, text[:7], text[:4], f"{day:%d %B %Y}", f"{day:%B %d, %Y}", text.replace("-", "/")):
        read = read_date(written)
        assert read.problems == ()
        assert text.startswith(str(read.value))
    assert read_date(text).value == text


@settings(deadline=None, max_examples=60)
@given(DAYS)
def test_us_dates_give_the_day_and_warn_only_in_doubt(day: date) -> None:
    read = read_date(f"{day.month}/{day.day}/{day.year}")
    assert read.value == day.isoformat()
    assert bool(read.problems) == (day.day <= 12 and day.day != day.month)


@settings(deadline=None, max_examples=60)
@given(st.datetimes(min_value=datetime(FIRST_YEAR, 1, 1)))
def test_every_moment_comes_back(moment: datetime) -> None:
    read = read_date(moment.isoformat(), keeps_time=True)
    assert read.value is not None
    assert datetime.fromisoformat(read.value) == moment
    assert read_date(moment.isoformat()).value == moment.date().isoformat()


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="0123456789-/.:TZ +amprch,", max_size=30), st.booleans())
def test_whatever_is_sent_gives_a_value_or_a_problem(text: str, keeps_time: bool) -> None:
    read = read_date(text, keeps_time=keeps_time)
    if read.value is None:
        assert bool(read.problems) == bool(text.strip())
    else:
        again = read_date(read.value, keeps_time=keeps_time)
        assert (again.value, again.problems) == (read.value, ())
