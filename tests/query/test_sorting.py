"""The order of results, as clients name it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Sort

VOCABULARY = bundled_vocabulary()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, Sort("updated", True)),
        ("", Sort("updated", True)),
        ("^search:recordUpdated", Sort("updated", True)),
        ("search:recordUpdated", Sort("updated", False)),
        ("search:recordCreated", Sort("created", False)),
        (" ^ search:recordCreated ", Sort("created", True)),
        ("search:relevance", Sort("relevance", True)),
        ("^search:relevance", Sort("relevance", True)),
        ("ceterms:name", Sort("ceterms:name", False)),
        ("^ceterms:name", Sort("ceterms:name", True)),
        ("https://purl.org/ctdl/terms/name", Sort("ceterms:name", False)),
        ("^ceterms:dateEffective", Sort("ceterms:dateEffective", True)),
        ("ceterms:ctid", Sort("ceterms:ctid", False)),
    ],
)
def test_orders(text: str | None, expected: Sort) -> None:
    assert parse_sort(text, VOCABULARY) == expected


@pytest.mark.parametrize(
    ("text", "descending", "expected"),
    [
        ("ceterms:name", True, Sort("ceterms:name", True)),
        ("^ceterms:name", False, Sort("ceterms:name", False)),
        ("", False, Sort("updated", False)),
        ("search:relevance", False, Sort("relevance", True)),
    ],
)
def test_the_direction_may_be_said_apart(text: str, descending: bool, expected: Sort) -> None:
    assert parse_sort(text, VOCABULARY, descending=descending) == expected


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("ceterms:nmae", "unknown_property", "ceterms:name"),
        ("name", "unknown_property", "ceterms:name"),
        ("search:relevence", "unknown_property", "search:relevance"),
        ("search:dateUpdated", "unknown_property", "search:recordUpdated"),
        ("search:orderByAscending", "unknown_property", "search:recordCreated"),
        ("ceterms:ownedBy", "unsortable_property", "ceterms:name"),
        ("^^ceterms:name", "unknown_property", "ceterms:name"),
    ],
)
def test_what_is_no_order(text: str, code: str, near: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        parse_sort(text, VOCABULARY, path="/Sort")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (code, "/Sort")
    assert near in problem.did_you_mean


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=20))
def test_whatever_comes_in_is_an_order_or_invalid(text: str) -> None:
    try:
        found = parse_sort(text, VOCABULARY)
    except QueryInvalid as error:
        found = error.problems[0]
    assert isinstance(found, Sort) or found.message.encode()
