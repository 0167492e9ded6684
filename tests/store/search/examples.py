"""Records and searches of all kinds, small and unlike each other, for tests that hold answers against each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable
from typing import Any

from hypothesis import strategies as st

from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Sort,
    Words,
)
from opencredreg.store.search.known import Known
from tests.store.search.filled import record

__all__ = ["LINKS", "Fickle", "leaves", "records", "searches"]

_CTIDS = [f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(6)]
_ADDRESSES = [
    *(f"https://registry.example/resources/{ctid}" for ctid in _CTIDS),
    "https://Else.example/About",
]
_TEXTS = [
    "Welding Technology Certificate",
    "welders' weld",
    "Bachelor's degree in Nursing",
    "Licenciatura en Enfermería",
    "entry-level C++ (15-1252.00)",
    "in",
    "The AL of Alaska",
    "溶接の技術",
    "Machinists and machines",
    "WELD 207",
    "s degree",
    'A.A.S. in "arc welding"',
    "--",
    "happi happy",
    "50% of_all {} ? \\ 'quoted'",
    "management of project management",
]
_ASKED = [
    "welding", "weld", "nursing assistant", "in", "the", "AL", "bachelor", "s degree", "15-1252.00", "C++",
    '"arc welding"', '"project management"', '"welding arc"', "macinist", "managment", "溶接", "技", "happi",
    "enfermeria", "207", "weld 207", "ing", "e", "r's d", "", "50%", "of_all {} ?", "--", "aas", "certificate",
    '"entry level C++"', "'quoted'", "\\", "technology", "chinists and mach",
]  # fmt: skip
_TAGS = ["en", "en-US", "es", "und", "ja"]
_NAMES = ["ceterms:name", "ceterms:keyword", "ceterms:codedNotation"]
LINKS = ["ceterms:ownedBy", "ceterms:requires", "ceterms:isPartOf", "ceterms:address"]
_CLASSES = ["ceterms:Certificate", "ceterms:Course", "ceterms:ConditionProfile"]

_texts = st.sampled_from(_TEXTS)
_maps = st.dictionaries(st.sampled_from(_TAGS), _texts | st.lists(_texts, max_size=2), min_size=1, max_size=2)
_literals: dict[str, st.SearchStrategy[Any]] = {
    "ceterms:name": _maps | _texts,
    "ceterms:keyword": _maps,
    "ceterms:codedNotation": _texts | st.lists(_texts, max_size=2),
    "ceterms:isNonCredit": st.booleans(),
    "ceterms:dateEffective": st.sampled_from(["2021-03-01", "2019-09-01", "soon"]),
    "ceterms:price": st.sampled_from([1, 2.5, "3", 1e9]),
    "ceterms:latitude": st.sampled_from([0.0, 41.6, -89.9, 89.9]),
    "ceterms:longitude": st.sampled_from([0.0, -87.34, 179.9, -179.9]),
}
_anything: st.SearchStrategy[Any] = st.deferred(lambda: _addresses | _inner)
_addresses: st.SearchStrategy[str] = st.sampled_from([*_ADDRESSES, "_:b0", "_:b1"])
_links = {name: st.lists(_anything, max_size=2) for name in LINKS}
_members = st.fixed_dictionaries({}, optional={**_literals, **_links})
_inner: st.SearchStrategy[Any] = st.builds(
    lambda cls, members: {"@type": cls, **members}, st.sampled_from(_CLASSES), _members
)


def _item(address: str, cls: str, members: dict[str, Any]) -> dict[str, Any]:
    return {"@id": address, "@type": cls, **members}


_items = st.builds(_item, _addresses, st.sampled_from(_CLASSES), _members)
records = st.builds(
    lambda items, facts: record(*items, **facts),
    st.lists(_items, min_size=1, max_size=3),
    st.fixed_dictionaries(
        {
            "owner": st.sampled_from([None, *_CTIDS[:2]]),
            "publisher": st.sampled_from([None, *_CTIDS[:2]]),
            "publish_type": st.sampled_from(["primary", "secondary"]),
            "created_at": st.integers(0, 4),
            "updated_at": st.integers(0, 4),
            "provisional": st.sampled_from([False, False, True]),
        }
    ),
)

_languages = st.sampled_from([(), (), ("en",), ("en-us",), ("",), ("es", "ja")])
_matches = st.sampled_from(["exact", "contains", "starts", "ends", "fuzzy"])
_asked = st.sampled_from([*_ASKED, *_TEXTS])
_names = st.sampled_from([*_NAMES, "ceterms:dateEffective"])
_bounds = st.tuples(st.none() | st.integers(0, 4), st.none() | st.integers(0, 4))
_steps = st.tuples(st.sampled_from(LINKS), st.booleans())
leaves: st.SearchStrategy[Expression] = st.one_of(
    st.just(Every()),
    st.just(Nothing()),
    st.builds(ClassIn, st.lists(st.sampled_from(_CLASSES), min_size=1, max_size=2, unique=True).map(tuple)),
    st.builds(KeyIn, st.lists(st.sampled_from([*_CTIDS, _ADDRESSES[-1]]), max_size=3).map(tuple)),
    st.builds(IdText, st.just("uri"), _matches, st.sampled_from(["else.example", "About", "https", "_:b0", "ce-0"])),
    st.builds(IdText, st.just("ctid"), _matches, st.sampled_from([_CTIDS[0], "CE-00", "0001", "", "0000002"])),
    st.builds(HasLiteral, _names, _languages),
    st.builds(Words, st.sampled_from(_NAMES), _asked, st.sampled_from(["any", "all"]), st.booleans(), st.booleans(),
              _languages),
    st.builds(LiteralText, _names, _matches, _asked, _languages),
    st.builds(lambda name, at: LiteralValue(name, *at), st.sampled_from(["ceterms:price", "ceterms:isNonCredit"]),
              st.sampled_from([(1, 1), (None, 2.5), (0, None), (0, 0)])),
    st.builds(lambda field, at: RecordTime(field, *at), st.sampled_from(["created", "updated"]), _bounds),
    st.builds(RecordOf, st.sampled_from(["owner", "publisher"]),
              st.sampled_from([(), _CTIDS[:1], _CTIDS[:3]]).map(tuple)),
    st.builds(PublishType, st.sampled_from([("primary",), ("secondary",), ("primary", "secondary")])),
    st.builds(Near, st.sampled_from([41.0, 0.0, 90.0]), st.sampled_from([-87.0, 180.0]),
              st.sampled_from([0.0, 100.0, 30000.0])),
)  # fmt: skip
_expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(Link, st.sampled_from(LINKS), inner, st.booleans()),
        st.builds(
            LinkPath,
            st.lists(st.lists(_steps, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple),
            st.integers(1, 3),
            inner,
        ),
    ),
    max_leaves=6,
)
_sorts = st.builds(
    Sort,
    st.sampled_from(
        ["updated", "created", "relevance", "ceterms:name", "ceterms:price", "ceterms:dateEffective"]
    ),
    st.booleans(),
)
searches = st.builds(
    lambda expression, visibility, sort, skip, take: Search(
        expression=expression, visibility=visibility, sort=sort, skip=skip, take=take
    ),
    _expressions,
    st.sampled_from(["exclude", "include", "only"]),
    _sorts,
    st.integers(0, 2),
    st.integers(0, 12),
)


class Fickle(Known):
    """Believes anything about how many there are, so that every kind of plan is made for a few nodes too."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self._dice = dice

    def estimate(self, about: Hashable, find: Callable[[], float]) -> float:
        find()
        return self._dice.choice([1.0, 3.0, 100.0, 5_000.0, 1e6])
