"""The engine and the evaluator that only has to be right give the same answers, in the same order."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from opencredreg.query.oracle import Record
from opencredreg.query.tree import Search
from opencredreg.store.search import SqlEngine
from tests.store.search.examples import Fickle
from tests.store.search.examples import records as some_records
from tests.store.search.examples import searches as some_searches
from tests.store.search.filled import COMMUNITY, Filled


# Making a failing example smaller takes minutes, and the search that fails says enough.
@settings(
    max_examples=40,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    records=st.lists(some_records, min_size=1, max_size=5),
    searches=st.lists(some_searches, min_size=12, max_size=12),
    seed=st.integers(0, 1_000_000),
)
def test_engine_and_oracle_agree(
    filled: Filled, records: list[Record], searches: list[Search], seed: int
) -> None:
    filled.fill(records)
    for search in searches:
        expected = filled.oracle.search(search)
        for engine in (filled.engine, SqlEngine(known=Fickle(random.Random(seed)))):
            with filled.database.read() as connection:
                found = engine.run(connection, COMMUNITY, search)
            assert (filled.keys(found.ids), found.total) == (expected.keys, expected.total), search
