"""A node of several classes is found by each of them: by the engine, by the evaluator, and among blank nodes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from opencredreg.query.tree import And, ClassIn, Expression, Link, Not, Or
from opencredreg.search.blank_nodes import find_blank_nodes
from opencredreg.store.tables import METADATA
from tests.store.search.filled import COMMUNITY, Filled, record

_BOTH = ["ceterms:Certificate", "ceterms:Badge"]
_CLASSES: dict[str, list[str]] = {
    "1": _BOTH,
    "2": _BOTH[::-1],
    "3": ["ceterms:Badge"],
    "4": ["ceterms:Course", *_BOTH],
    "5": [],
}


def _resource(number: str) -> dict[str, Any]:
    ctid = f"ce-00000000-0000-4000-8000-00000000000{number}"
    return {
        "@id": f"https://registry.example/resources/{ctid}",
        "@type": _CLASSES[number],
        "ceterms:ctid": ctid,
        "ceterms:requires": [
            {"@type": ["ceterms:ConditionProfile", _CLASSES[number][-1]]} if _CLASSES[number] else {}
        ],
    }


_CERTIFICATE, _BADGE, _COURSE = (ClassIn((f"ceterms:{name}",)) for name in ("Certificate", "Badge", "Course"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (_CERTIFICATE, "124"),
        (_BADGE, "1234"),
        (_COURSE, "4"),
        (ClassIn(("ceterms:Certificate", "ceterms:Course")), "124"),
        (And((_CERTIFICATE, _COURSE)), "4"),
        (And((_BADGE, Not(_CERTIFICATE))), "3"),
        (Not(Or((_CERTIFICATE, _BADGE))), "5"),
        (Link("ceterms:requires", _BADGE), "134"),
        (Link("ceterms:requires", ClassIn(("ceterms:ConditionProfile",))), "1234"),
    ],
)
def test_classes(filled: Filled, expression: Expression, expected: str) -> None:
    filled.fill([record(_resource(number)) for number in _CLASSES])
    engine = "".join(sorted(key[-1] for key in filled.find(expression)))
    assert engine == "".join(sorted(key[-1] for key in filled.oracle.matches(expression)))
    assert engine == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (_CERTIFICATE, {"_:1", "_:2", "_:4"}),
        (_BADGE, {"_:1", "_:2", "_:3", "_:4"}),
        (_COURSE, {"_:4"}),
        (And((_BADGE, Not(_CERTIFICATE))), {"_:3"}),
        (Not(Or((_CERTIFICATE, _BADGE))), {"_:5"}),
        (Link("ceterms:requires", _BADGE), {"_:1", "_:3", "_:4"}),
    ],
)
def test_classes_of_blank_nodes(filled: Filled, expression: Expression, expected: set[str]) -> None:
    blanks = [{**_resource(number), "@id": f"_:{number}"} for number in _CLASSES]
    for blank in blanks:
        del blank["ceterms:ctid"]
    filled.fill([record(*blanks)])
    with filled.database.read() as connection:
        found = find_blank_nodes(connection, COMMUNITY, expression, "include")
        node = METADATA.tables["node"]
        labels = set(connection.execute(select(node.c.uri).where(node.c.id.in_(found))).scalars())
    assert labels == expected
