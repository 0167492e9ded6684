"""Lengths of time between bounds: the engine finds what the evaluator finds."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from opencredreg.query.tree import DurationWithin, Expression, Link, Not, Or
from tests.store.search.filled import Filled, record

_LENGTHS = (
    "P7D",
    "P1W",
    "P1M",
    "P30D",
    "P31D",
    "P6M",
    "P1Y",
    "PT168H",
    "P0D",
    "P1.5Y",
    "soon",
    "-P1D",
    "P" + "9" * 70,
)
_BOUNDS = st.sampled_from([None, 0.0, 7.0, 30.436875, 31.0, 366.0])


@st.composite
def _within(draw: st.DrawFn) -> Expression:
    name = draw(st.sampled_from(["ceterms:exactDuration", "ceterms:minimumDuration"]))
    within = Link("ceterms:estimatedDuration", DurationWithin(name, draw(_BOUNDS), draw(_BOUNDS)))
    ways: list[Expression] = [within, Not(within), Or((within, within))]
    return draw(st.sampled_from(ways))


@settings(
    max_examples=15,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    stated=st.lists(st.lists(st.sampled_from(_LENGTHS), max_size=2), min_size=1, max_size=5),
    asked=st.lists(_within(), min_size=5, max_size=5),
)
def test_engine_and_oracle_agree(filled: Filled, stated: list[list[str]], asked: list[Expression]) -> None:
    filled.fill(
        [
            record(
                {
                    "@id": f"https://registry.example/resources/ce-0000000{n}-0000-4000-8000-000000000000",
                    "@type": "ceterms:Course",
                    "ceterms:ctid": f"ce-0000000{n}-0000-4000-8000-000000000000",
                    "ceterms:estimatedDuration": [
                        {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": lengths}
                    ],
                }
            )
            for n, lengths in enumerate(stated)
        ]
    )
    for expression in asked:
        assert set(filled.find(expression)) == set(filled.oracle.matches(expression)), expression
