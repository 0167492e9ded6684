"""Queries of any shape that the parsers let through are answered, however wide or deep, on both databases."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from opencredreg.api.compat import status_of
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import Unavailable
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.oracle import Record
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
    Not,
    Or,
    Search,
    Visibility,
    Words,
)
from opencredreg.store.search import SqlEngine
from opencredreg.store.search.session import Session
from tests.store.search.examples import LINKS, Fickle, leaves
from tests.store.search.examples import records as some_records
from tests.store.search.filled import COMMUNITY, Filled, record

_COUNT = 12
_CTIDS = [f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(_COUNT)]
_NEXT = "ceterms:isPartOf"
_LONG = "a competency whose label goes on for longer than what is indexed of the beginning of a text, number"


def _item(number: int) -> dict[str, object]:
    return {
        "@id": f"https://registry.example/resources/{_CTIDS[number]}",
        "@type": "ceterms:Course" if number % 3 else "ceterms:Certificate",
        "ceterms:ctid": _CTIDS[number],
        "ceterms:name": {"en": f"Course number{number} of welding"},
        "ceterms:keyword": {"en": [f"keyword {number}", f"{_LONG} {number}"]},
        "ceterms:codedNotation": f"C-{number}",
        "ceterms:price": number + 0.1,
        # A ring, so that a chain of any length comes back to where it began.
        _NEXT: [f"https://registry.example/resources/{_CTIDS[(number + 1) % _COUNT]}"],
    }


@pytest.fixture
def ring(filled: Filled) -> Filled:
    """Twelve resources, each a part of the next and the last of the first."""
    filled.fill([record(_item(number), updated_at=_COUNT - number) for number in range(_COUNT)])
    return filled


def _check(
    filled: Filled,
    expression: Expression,
    visibility: Visibility = "exclude",
    *,
    engines: Sequence[SqlEngine] = (),
) -> tuple[str, ...]:
    """What is found, by every engine, is what the oracle finds."""
    search = Search(expression=expression, visibility=visibility, take=100)
    expected = filled.oracle.search(search)
    for engine in (filled.engine, *engines):
        with filled.database.read() as connection:
            found = engine.run(connection, COMMUNITY, search)
        assert (filled.keys(found.ids), found.total) == (expected.keys, expected.total)
    return expected.keys


def _many(condition: str, wanted: int) -> Expression:
    """Ten thousand values of a kind, some of which are there."""
    asked = [f"ce-{number:08d}-0000-4000-8000-000000000000" for number in range(10_000 - wanted)]
    return parse_query({condition: [*asked, *_CTIDS[:wanted]]}, bundled_vocabulary()).expression


def test_ten_thousand_ctids(ring: Filled) -> None:
    expression = _many("ceterms:ctid", 5)
    assert isinstance(expression, Or)
    assert ring.find(expression) == tuple(_CTIDS[:5])
    assert ring.find(Not(expression)) == tuple(_CTIDS[5:])
    assert ring.find(Link(_NEXT, expression)) == (*_CTIDS[:4], _CTIDS[11])
    assert ring.find(And((ClassIn(("ceterms:Course",)), expression))) == (_CTIDS[1], _CTIDS[2], _CTIDS[4])


def test_ten_thousand_of_each_kind_that_is_one_look_up(ring: Filled) -> None:
    numbers = range(10_000)
    kinds: list[tuple[Expression, tuple[int, ...]]] = [
        (Or(tuple(KeyIn((f"https://else.example/{number}",)) for number in numbers)), ()),
        (Or(tuple(IdText("uri", "exact", f"https://else.example/ {number}") for number in numbers)), ()),
        (
            Or(tuple(LiteralText("ceterms:keyword", "exact", f"Keyword {n}") for n in numbers if n > 9)),
            (10, 11),
        ),
        (
            Or(tuple(LiteralText("ceterms:keyword", "exact", f"{_LONG} {n}") for n in numbers if n > 10)),
            (11,),
        ),
        (Or(tuple(LiteralValue("ceterms:price", n + 0.1, n + 0.1) for n in numbers if n > 9)), (10, 11)),
        (And(tuple(Not(IdText("ctid", "exact", _CTIDS[n % 10])) for n in numbers)), (10, 11)),
        (And(tuple(IdText("ctid", "exact", f"{_CTIDS[0]}{n}") for n in numbers)), ()),
    ]
    for expression, found in kinds:
        expected = tuple(_CTIDS[number] for number in found)
        assert ring.find(expression) == expected, repr(expression)[:100]
        assert ring.find(Not(expression)) == tuple(c for c in _CTIDS if c not in expected)


@pytest.mark.parametrize("kind", [Or, And])
@pytest.mark.parametrize("is_negated", [False, True])
def test_a_thousand_different_conditions(ring: Filled, kind: type[Or | And], is_negated: bool) -> None:
    def one(number: int) -> Expression:
        matches: list[Expression] = [
            LiteralText("ceterms:name", "contains", f"umber{number % 400} of"),
            LiteralText("ceterms:keyword", "starts", f"keyword {number}"),
            LiteralText("ceterms:keyword", "fuzzy", f"kyword {number}"),
            Words("ceterms:name", f"welding number{number}", need="all"),
            Words("ceterms:codedNotation", f"c-{number}", codes=True),
            LiteralValue("ceterms:price", number, number + 1),
            Link(_NEXT, LiteralText("ceterms:name", "ends", f"mber{number} of welding")),
            And((HasLiteral("ceterms:name"), Not(LiteralText("ceterms:name", "contains", f"{number}")))),
        ]
        found = matches[number % len(matches)]
        return Not(found) if is_negated else found

    _check(ring, kind(tuple(one(number) for number in range(1_000))))


def test_a_thousand_parts_of_texts(ring: Filled) -> None:
    asked = [f"umber{number} o" for number in range(999)]
    query = {"ceterms:name": {"search:value": asked, "search:matchType": "search:contains"}}
    parsed = parse_query(query, bundled_vocabulary())
    assert isinstance(parsed.expression, Or)
    assert len(parsed.expression.parts) == 999
    assert _check(ring, parsed.expression) == tuple(_CTIDS)
    assert _check(ring, Not(parsed.expression)) == ()


@pytest.mark.parametrize("is_reverse", [False, True])
@pytest.mark.parametrize(
    "target", [Words("ceterms:name", "number3"), Every(), Not(ClassIn(("ceterms:Course",)))]
)
def test_a_chain_of_sixty_four_links(ring: Filled, target: Expression, is_reverse: bool) -> None:
    expression = target
    for _ in range(64):
        expression = Link(_NEXT, expression, is_reverse)
    found = _check(
        ring, expression, engines=[SqlEngine(known=Fickle(random.Random(seed))) for seed in range(6)]
    )
    if isinstance(target, Words):
        # Sixty-four steps along a ring of twelve are four.
        assert found == (_CTIDS[(3 + (4 if is_reverse else -4)) % _COUNT],)


@pytest.mark.parametrize("target", [Words("ceterms:name", "number3"), Not(ClassIn(("ceterms:Course",)))])
def test_a_chain_of_links_in_tables_that_the_database_believes_to_be_empty(
    filled: Filled, target: Expression
) -> None:
    """As when statistics are gathered just before many records come: no plan may hang on them."""
    with filled.database.write() as transaction:
        for table in ("node", "link", "literal"):
            transaction.connection.exec_driver_sql(f"ANALYZE {table}")
    filled.fill([record(_item(number)) for number in range(_COUNT)])
    expression = target
    for _ in range(64):
        expression = Link(_NEXT, expression)
    _check(filled, expression, engines=[SqlEngine(known=Fickle(random.Random(seed))) for seed in range(6)])


def test_everything_inside_of_everything(ring: Filled) -> None:
    expression: Expression = Words("ceterms:name", "number3 number4 number5")
    for number in range(32):
        beside = LiteralText("ceterms:name", "contains", f"mber{number % _COUNT}")
        expression = Link(_NEXT, Or((expression, And((beside, Not(expression if number < 3 else beside))))))
        expression = And((Not(And((Not(expression), HasLiteral("ceterms:name")))), Not(beside)))
    _check(ring, expression, engines=[SqlEngine(known=Fickle(random.Random(seed))) for seed in range(12)])


@st.composite
def _trees(draw: st.DrawFn) -> Expression:
    """A tree of up to twelve levels: one branch goes all the way down, the others are short."""
    tree = draw(leaves)
    for _ in range(draw(st.integers(6, 12))):
        beside = draw(st.lists(leaves, max_size=3))
        kind = draw(st.sampled_from(["and", "or", "not", "link", "link", "wide"]))
        if kind == "wide":
            # The same few conditions again and again are as wide for the database as others.
            parts = (*([*beside, Not(draw(leaves))] * 60), tree)
            tree = And(parts) if draw(st.booleans()) else Or(parts)
        elif kind == "link":
            tree = Link(draw(st.sampled_from(LINKS)), tree, draw(st.booleans()))
        elif kind == "not":
            tree = Not(tree)
        else:
            tree = And((tree, *beside)) if kind == "and" else Or((tree, *beside))
    return tree


@settings(
    max_examples=25,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    records=st.lists(some_records, min_size=1, max_size=5),
    trees=st.lists(_trees(), min_size=6, max_size=6),
    visibility=st.sampled_from(["exclude", "include", "only"]),
    seed=st.integers(0, 1_000_000),
)
def test_deep_and_wide_trees(
    filled: Filled, records: list[Record], trees: list[Expression], visibility: Visibility, seed: int
) -> None:
    filled.fill(records)
    for tree in trees:
        for expression in (tree, Not(tree)):
            fickle = SqlEngine(known=Fickle(random.Random(seed)))
            _check(filled, expression, visibility, engines=[fickle])


class _Broken(SqlEngine):
    """Has no bounds of its own, so that the database must refuse."""

    def _session(self, *facts: Any) -> Session:
        session = super()._session(*facts)
        session.most_levels = 10_000
        return session


def test_what_the_database_refuses_is_too_complex(ring: Filled) -> None:
    expression: Expression = Words("ceterms:name", "number3")
    for _ in range(12 if ring.database.is_sqlite else 3_000):
        expression = Link(_NEXT, Not(Link(_NEXT, expression)))
    with ring.database.read() as connection, pytest.raises(QueryInvalid, match="Ask for parts") as refused:
        _Broken().count(connection, COMMUNITY, expression)
    assert status_of(refused.value) == 422
    with ring.database.read() as connection:
        assert ring.engine.count(connection, COMMUNITY, Every()) == _COUNT


def test_more_parts_than_are_planned_are_too_complex(ring: Filled) -> None:
    parts = tuple(Link(_NEXT, KeyIn((_CTIDS[number % 2], str(number)))) for number in range(2_600))
    assert _check(ring, Not(And(parts[:2_000]))) == tuple(_CTIDS)
    with ring.database.read() as connection, pytest.raises(QueryInvalid, match="Ask for parts"):
        ring.engine.count(connection, COMMUNITY, And(parts))


def test_a_database_that_is_busy_is_unavailable(ring: Filled) -> None:
    if ring.database.is_sqlite:
        problem: Exception = sqlite3.OperationalError("database is locked")
        problem.sqlite_errorcode = sqlite3.SQLITE_BUSY  # type: ignore[attr-defined]
    else:
        problem = psycopg.errors.TooManyConnections("too many connections")
    error = OperationalError("SELECT 1", {}, problem)
    with (
        ring.database.read() as connection,
        patch.object(Session, "rows", side_effect=error),
        pytest.raises(Unavailable, match="at the moment") as refused,
    ):
        ring.engine.count(connection, COMMUNITY, Every())
    assert status_of(refused.value) == 503


def test_a_defect_of_ours_is_not_blamed_on_the_query(ring: Filled) -> None:
    error = OperationalError("SELECT 1", {}, sqlite3.OperationalError("no such column: n.nothing"))
    with (
        ring.database.read() as connection,
        patch.object(Session, "rows", side_effect=error),
        pytest.raises(OperationalError),
    ):
        ring.engine.count(connection, COMMUNITY, Every())
