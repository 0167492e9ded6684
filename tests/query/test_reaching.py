"""Near a place, and along links as far as they lead: what is read, what is found, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.problems import QueryInvalid
from opencredreg.query.reading import read_aloud
from opencredreg.query.tree import ClassIn, Link, LinkPath, Near, Or

_NEAR = {"latitude": 41.6, "longitude": -87.3, "kilometres": 50}


def _tree(query: Any) -> Any:
    return parse_query(query, bundled_vocabulary()).expression


def test_near_is_the_place_itself_or_where_something_is_available() -> None:
    near = Near(41.6, -87.3, 50.0)
    assert _tree({"search:near": _NEAR}) == Or(
        (near, Link("ceterms:availableAt", near), Link("ceterms:address", near))
    )


def test_miles_are_understood() -> None:
    found = _tree({"search:near": {"latitude": 0, "longitude": 0, "miles": 10}})
    assert found.parts[0].kilometres == pytest.approx(16.09344)


def test_a_path_follows_the_chains_that_are_named() -> None:
    found = _tree(
        {
            "search:path": {
                "along": ["ceterms:requires > ceterms:targetAssessment", "^ceterms:hasPart"],
                "depth": 3,
                "to": {"@type": "ceterms:Badge"},
            }
        }
    )
    chains = (
        (("ceterms:requires", False), ("ceterms:targetAssessment", False)),
        (("ceterms:hasPart", True),),
    )
    assert found == LinkPath(chains, 3, ClassIn(("ceterms:Badge",)))
    assert "badges" in read_aloud(found, bundled_vocabulary())


def test_a_path_follows_requirements_when_nothing_is_named() -> None:
    found = _tree({"search:path": {"to": {"ceasn:competencyText": "weld"}}})
    assert isinstance(found, LinkPath)
    assert found.depth == 5
    assert (("ceterms:teaches", False), ("ceterms:targetNode", False)) in found.chains


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ({"search:near": 5}, "/search:near", "wrong_form"),
        ({"search:near": {**_NEAR, "latitude": 91}}, "/search:near/latitude", "wrong_type"),
        ({"search:near": {**_NEAR, "longitude": "west"}}, "/search:near/longitude", "wrong_type"),
        ({"search:near": {**_NEAR, "kilometres": -1}}, "/search:near/kilometres", "wrong_type"),
        (
            {"search:near": {"latitude": 1, "longitude": True, "miles": 3}},
            "/search:near/longitude",
            "wrong_type",
        ),
        ({"search:near": {**_NEAR, "radius": 3}}, "/search:near/radius", "unknown_key"),
        ({"^search:near": _NEAR}, "/^search:near", "misplaced_mark"),
        ({"search:path": {"along": ["ceterms:requires"]}}, "/search:path", "wrong_form"),
        ({"search:path": {"along": [], "to": {}}}, "/search:path/along", "wrong_form"),
        ({"search:path": {"along": [5], "to": {}}}, "/search:path/along", "wrong_form"),
        ({"search:path": {"along": ["ceterms:nmae"], "to": {}}}, "/search:path/along", "unknown_property"),
        ({"search:path": {"along": ["ceterms:name"], "to": {}}}, "/search:path/along", "reverse_on_literal"),
        (
            {"search:path": {"depth": 99, "to": {"@type": "ceterms:Badge"}}},
            "/search:path/depth",
            "wrong_type",
        ),
        ({"search:path": {"to": "x"}}, "/search:path/to", "not_a_condition"),
    ],
)
def test_mistakes_are_named_with_their_place(query: Any, path: str, code: str) -> None:
    with pytest.raises(QueryInvalid) as refused:
        _tree(query)
    assert (path, code) in [(problem.path, problem.code) for problem in refused.value.problems]
