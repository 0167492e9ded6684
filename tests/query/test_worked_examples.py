"""The worked examples of the query language, through the parser and the oracle."""

from __future__ import annotations

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.oracle import Oracle
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.tree import Search, Visibility
from tests.support.search_data import NAMES, ctid, records
from tests.support.worked_examples import EXAMPLES, Engine, Outcome, WorkedExample, check


@pytest.fixture(scope="module")
def engine() -> Engine:
    oracle = Oracle(records())

    def answer(query: object, *, provisional: Visibility, take: int) -> Outcome:
        try:
            parsed = parse_query(query, bundled_vocabulary())
        except QueryInvalid as error:
            return Outcome(
                status=400,
                errors=frozenset(problem.code for problem in error.problems),
                suggestions=frozenset(name for problem in error.problems for name in problem.did_you_mean),
            )
        found = oracle.search(Search(expression=parsed.expression, visibility=provisional, take=take))
        assert found.total is not None
        warnings = frozenset(problem.code for problem in parsed.warnings)
        return Outcome(status=200, ctids=found.keys, total=found.total, warnings=warnings)

    return answer


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_the_answer_is_that_of_the_specification(example: WorkedExample, engine: Engine) -> None:
    check(example, engine)


def test_every_example_is_in_the_table() -> None:
    assert {example.label.split()[0] for example in EXAMPLES} == {f"E{number}" for number in range(1, 66)}


def test_every_resource_of_the_data_is_found_by_its_ctid(engine: Engine) -> None:
    for name in NAMES:
        outcome = engine({"ceterms:ctid": ctid(name)}, provisional="include", take=10)
        assert outcome.ctids == (ctid(name),)
