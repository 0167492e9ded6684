"""Several questions of one inquiry are answered as if each were asked alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Connection

from opencredreg.query.oracle import Record
from opencredreg.query.tree import And, ClassIn, LiteralText, Search, Sort, Words
from opencredreg.store.search import SqlEngine, scoring
from opencredreg.store.search.inquiry import SqlInquiry
from tests.store.search.examples import Fickle
from tests.store.search.examples import records as some_records
from tests.store.search.examples import searches as some_searches
from tests.store.search.filled import COMMUNITY, Filled, record

_SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@_SETTINGS
@given(
    records=st.lists(some_records, min_size=1, max_size=5),
    searches=st.lists(some_searches, min_size=8, max_size=8),
    seed=st.integers(0, 1_000_000),
)
def test_what_was_read_before_changes_no_answer(
    filled: Filled, records: list[Record], searches: list[Search], seed: int
) -> None:
    """All results of a condition are read first; then those of narrower ones, their counts and their pages."""
    filled.fill(records)
    for engine in (filled.engine, SqlEngine(known=Fickle(random.Random(seed)))):
        with filled.database.read(snapshot=True) as connection:
            inquiries: dict[str, SqlInquiry] = {}
            for one, other in pairwise(searches):
                visibility = one.visibility
                if visibility not in inquiries:
                    inquiries[visibility] = engine.inquire(connection, COMMUNITY, visibility)
                inquiry = inquiries[visibility]
                both = And((one.expression, other.expression))
                for expression in (one.expression, both):
                    every = Search(expression=expression, visibility=visibility, take=100)
                    expected = filled.oracle.search(every)
                    ids = inquiry.ids(expression)
                    assert sorted(filled.keys(list(ids))) == sorted(expected.keys)
                    assert inquiry.counts([expression]) == [expected.total]
                for sort in (one.sort, other.sort):
                    page = Search(
                        expression=both, visibility=visibility, sort=sort, skip=one.skip, take=other.take
                    )
                    expected = filled.oracle.search(page)
                    found = inquiry.run(page)
                    assert (filled.keys(found.ids), found.total) == (expected.keys, expected.total), page


@pytest.fixture
def courses(filled: Filled) -> Filled:
    """Five courses with the word in their names, one with a word that is near, and one about something else."""
    names = (
        "Welding",
        "Arc welding",
        "Welding basics",
        "Welders",
        "Basics of arc welding",
        "Welding",
        "Nursing",
    )
    items = [
        {
            "@id": f"https://registry.example/resources/ce-00000000-0000-4000-8000-{number:012d}",
            "@type": "ceterms:Course",
            "ceterms:ctid": f"ce-00000000-0000-4000-8000-{number:012d}",
            "ceterms:name": {"en": name},
        }
        for number, name in enumerate(names)
    ]
    filled.fill([record(item) for item in items])
    return filled


@contextmanager
def _statements(connection: Connection) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(*facts: Any) -> None:
        asked.append(facts[2])

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(connection, "before_cursor_execute", note)


def test_results_are_read_once(courses: Filled) -> None:
    welding = Words("ceterms:name", "welding")
    with courses.database.read(snapshot=True) as connection:
        inquiry = courses.engine.inquire(connection, COMMUNITY)
        assert len(inquiry.ids(welding)) == 5
        with _statements(connection) as asked:
            assert len(inquiry.ids(welding)) == 5
            assert inquiry.counts([welding]) == [5]
            assert len(inquiry.ids(And((welding, ClassIn(("ceterms:Course",)))))) == 5
            found = inquiry.run(Search(expression=welding, take=2))
        assert (len(found.ids), found.total) == (2, 5)
        assert not any("literal" in statement for statement in asked)


def test_an_inquiry_is_of_one_visibility(courses: Filled) -> None:
    with courses.database.read(snapshot=True) as connection:
        inquiry = courses.engine.inquire(connection, COMMUNITY, "only")
        assert list(inquiry.ids(Words("ceterms:name", "welding"))) == []
        with pytest.raises(AssertionError):
            inquiry.run(Search(expression=Words("ceterms:name", "welding")))


@pytest.mark.parametrize("most", [1, 2, 4])
def test_what_is_not_scored_follows_behind(
    courses: Filled, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more results than are scored those come first that have the text as their value; nobody is lost."""
    search = Search(expression=Words("ceterms:name", "welding"), sort=Sort("relevance", False), take=100)
    exact = courses.oracle.search(search).keys
    monkeypatch.setattr(scoring, "MOST_SCORED", most)
    with courses.database.read() as connection:
        whole = courses.engine.run(connection, COMMUNITY, search)
        pages = [
            courses.engine.run(
                connection,
                COMMUNITY,
                Search(expression=search.expression, sort=search.sort, skip=skip, take=2),
            )
            for skip in range(0, 8, 2)
        ]
    keys = courses.keys(whole.ids)
    assert sorted(keys) == sorted(exact)
    assert keys[: min(most, 2)] == exact[: min(most, 2)]
    assert [number for page in pages for number in page.ids] == whole.ids
    assert [page.total for page in pages] == [5] * 4
    assert whole.scores is not None
    assert [score for page in pages for score in page.scores or ()] == whole.scores
    assert all(score > 0 for score in whole.scores)


@pytest.mark.parametrize("text", ["weldng", "arc weldin"])
def test_texts_that_are_nearly_the_same_are_scored(courses: Filled, text: str) -> None:
    near = LiteralText("ceterms:name", "fuzzy", text)
    search = Search(expression=near, sort=Sort("relevance", False), take=100)
    expected = courses.oracle.search(search)
    with courses.database.read() as connection:
        found = courses.engine.run(connection, COMMUNITY, search)
    assert courses.keys(found.ids) == expected.keys
    assert expected.total


def test_what_was_learned_is_not_counted_again(courses: Filled) -> None:
    welding = Words("ceterms:name", "welding")
    with courses.database.read(snapshot=True) as connection:
        courses.engine.inquire(connection, COMMUNITY).learn([welding])
        with _statements(connection) as asked:
            assert courses.engine.count(connection, COMMUNITY, welding) == 5
        # How many there may be, up to a bound, is known.
        assert not any("LIMIT" in statement for statement in asked)
