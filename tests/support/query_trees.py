"""Random expressions and searches about random registries, for tests that hold engines against each other.

They draw from the pools of :mod:`tests.support.random_registries`. Deep ones are made of all operators, of hops in both
directions, through embedded objects and blank nodes.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from opencredreg.query.oracle import Oracle, Record
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
    Match,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Sort,
    Visibility,
    Words,
)
from tests.support.random_registries import (
    CLASSES,
    CODES,
    COMMON_TEXTS,
    CTIDS,
    INNER_CLASSES,
    MICROSECONDS,
    ORGANIZATIONS,
    PRICES,
    SITES,
    TEXTS,
    registries,
)

__all__ = [
    "LINKS",
    "MAX_DEPTH",
    "PROPERTIES_TO_SORT_BY",
    "cases",
    "expressions",
    "leaves",
    "searches",
]

MAX_DEPTH = 5
"""How deep expressions are nested when nobody says otherwise."""

_TRIALS = 3
_RANGES = ("en", "en-us", "es", "de", "")
_ASKED = (
    *TEXTS, "weld", "wel", "nur", "macinist", "weldign", '"arc welding"', '"welding arc"', 'welding "the arc', "of",
    "the in of", "practice welding", "c++", "c", "AAS", "15-1253.00", "15", "entry level", "%", "_", "!!", "Technology",
    "schweisser", "valley nurse", '"in practice" nurse', "NURSING", "\\",
)  # fmt: skip
_DAY = 86_400.0
_SECONDS = (1567296000.0, 1577836800.0, 1614556800.0, 1614556800.0 + _DAY / 2)
LINKS = (
    "ceterms:ownedBy", "ceterms:isPartOf", "ceterms:requires", "ceterms:estimatedCost", "ceterms:availableAt",
    "ceterms:targetLearningOpportunity", "ceterms:targetCompetency", "ceterms:targetNode",
    "ceterms:audienceLevelType", "ceterms:subjectWebpage",
)  # fmt: skip
_LANGUAGE_TEXTS = ("ceterms:name", "ceterms:description", "ceterms:keyword", "ceterms:addressRegion")
_STRINGS = ("ceterms:codedNotation", "ceterms:currency", "ceasn:inLanguage")
_NUMBERS = ("ceterms:price", "ceterms:dateEffective", "ceterms:isNonCredit", "ceterms:latitude")
_UNUSED = ("ceterms:isicV4", "ceterms:alternateName")
PROPERTIES_TO_SORT_BY = ("ceterms:name", "ceterms:codedNotation", "ceterms:dateEffective", "ceterms:isicV4")


# --- Expressions ---------------------------------------------------------------------------------------


@cache
def expressions(depth: int = MAX_DEPTH) -> st.SearchStrategy[Expression]:
    """Expressions of all kinds, nested up to so many levels; some parts are leaves at once."""
    own = (leaves(), 2), (_embedded(), 1)
    if depth <= 1:
        return _weighted(*own)
    inner = expressions(depth - 1)
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    pairs = st.lists(inner, min_size=2, max_size=2).map(tuple)
    chain = st.lists(st.tuples(st.sampled_from(LINKS), st.booleans()), min_size=1, max_size=2).map(tuple)
    chains = st.lists(chain, min_size=1, max_size=2).map(tuple)
    common = ("ceterms:ownedBy", "ceterms:isPartOf", "ceterms:requires") * 4
    return _weighted(
        *own,
        (st.builds(And, pairs), 2),
        (st.builds(Or, parts), 2),
        (st.builds(Not, inner), 2),
        (st.builds(Link, st.sampled_from((*common, *LINKS)), inner, st.booleans()), 1),
        (_sensible_links(inner), 1),
        (st.builds(LinkPath, chains, st.integers(1, 3), inner), 1),
    )


def _weighted(*alternatives: tuple[st.SearchStrategy[Expression], int]) -> st.SearchStrategy[Expression]:
    """One of the alternatives; ``one_of`` would weigh each of many leaves as much as an operator."""
    weighted = [strategy for strategy, weight in alternatives for _ in range(weight)]
    return st.integers(0, len(weighted) - 1).flatmap(lambda place: weighted[place])


@cache
def _embedded() -> st.SearchStrategy[Expression]:
    """Conditions on embedded objects, by the links that lead to them, and on what is referred to by its address."""
    keys = st.builds(KeyIn, _sorted_some((*CTIDS, *SITES)))
    described = st.one_of(_words(), _whole_texts())
    return st.one_of(
        st.builds(
            Link, st.sampled_from(["ceterms:ownedBy", "ceterms:isPartOf", "ceterms:subjectWebpage"]), keys
        ),
        st.builds(Link, st.just("ceterms:requires"), described),
        st.builds(Link, st.just("ceterms:estimatedCost"), _between("ceterms:price", (*PRICES, 555.4))),
        st.builds(Link, st.just("ceterms:availableAt"), st.one_of(_near(), described)),
        st.builds(Link, st.sampled_from(LINKS), st.just(Every()), st.booleans()),
    )


def _sensible_links(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Two hops that lead somewhere: through an embedded object or a blank node, or back to its resource."""
    pairs = st.sampled_from(
        [
            (("ceterms:requires", False), ("ceterms:targetLearningOpportunity", False)),
            (("ceterms:requires", False), ("ceterms:targetCompetency", False)),
            (("ceterms:targetCompetency", False), ("ceterms:targetNode", False)),
            (("ceterms:targetLearningOpportunity", True), ("ceterms:requires", True)),
            (("ceterms:ownedBy", True), ("ceterms:estimatedCost", False)),
            (("ceterms:isPartOf", False), ("ceterms:isPartOf", True)),
        ]
    )
    return st.builds(
        lambda hops, end: Link(hops[0][0], Link(hops[1][0], end, hops[1][1]), hops[0][1]), pairs, inner
    )


@cache
def leaves() -> st.SearchStrategy[Expression]:
    """Conditions on a node itself or on its record, of every kind."""
    return st.one_of(
        _words(),
        _words(),
        _whole_texts(),
        st.builds(ClassIn, _sorted_some((*CLASSES, *INNER_CLASSES))),
        st.builds(KeyIn, _sorted_some((*CTIDS, *SITES, "_:a"))),
        st.builds(HasLiteral, st.sampled_from((*_LANGUAGE_TEXTS, *_STRINGS, *_NUMBERS, *_UNUSED)), _ranges()),
        _numbers(),
        _records_leaves(),
        _addresses(),
        _near(),
        st.sampled_from([*[Every()] * 3, Nothing()]),
    )


@cache
def _words() -> st.SearchStrategy[Expression]:
    prose = st.builds(
        Words,
        st.sampled_from(("ceterms:name", *_LANGUAGE_TEXTS)),
        st.sampled_from((*_ASKED, *COMMON_TEXTS * 2)),
        st.sampled_from(["any", "all"]),
        st.booleans(),
        st.just(False),
        _ranges(),
    )
    codes = st.builds(
        Words,
        st.sampled_from(_STRINGS),
        st.sampled_from((*CODES, "weld 110", "110 nurs", '"110 weld"', "4121", "us")),
        st.sampled_from(["any", "all"]),
        st.just(False),
        st.just(True),
    )
    return st.one_of(prose, prose, codes)


@cache
def _whole_texts() -> st.SearchStrategy[Expression]:
    matches: st.SearchStrategy[Match] = st.sampled_from(["exact", "contains", "starts", "ends", "fuzzy"])
    return st.one_of(
        st.builds(
            LiteralText,
            st.sampled_from(("ceterms:name", *_LANGUAGE_TEXTS)),
            matches,
            st.sampled_from((*_ASKED, *COMMON_TEXTS, *("weld", "nurs", "ing", "i") * 3)),
            _ranges(),
        ),
        st.builds(
            LiteralText, st.sampled_from(_STRINGS), matches, st.sampled_from((*CODES, "EN", "us", "-"))
        ),
    )


@cache
def _near() -> st.SearchStrategy[Expression]:
    kilometres = st.sampled_from([0.0, 30.0, 50.0, 300.0])
    return st.builds(Near, st.sampled_from([41.6, 41.7]), st.sampled_from([-87.34, -89.0]), kilometres)


@cache
def _numbers() -> st.SearchStrategy[Expression]:
    dates = _between("ceterms:dateEffective", _SECONDS)
    return st.one_of(_between("ceterms:price", PRICES), dates, _between("ceterms:isNonCredit", (0.0, 1.0)))


@cache
def _between(name: str, values: tuple[float, ...]) -> st.SearchStrategy[Expression]:
    """Ranges of all kinds: closed, of one value, and open on either side."""
    some = st.sampled_from(values)
    return st.one_of(
        st.tuples(some, some).map(lambda pair: LiteralValue(name, min(pair), max(pair))),
        some.map(lambda low: LiteralValue(name, low, None)),
        some.map(lambda high: LiteralValue(name, None, high)),
    )


@cache
def _records_leaves() -> st.SearchStrategy[Expression]:
    bound = st.one_of(st.none(), st.sampled_from(MICROSECONDS))
    return st.one_of(
        st.builds(RecordTime, st.sampled_from(["created", "updated"]), bound, bound),
        st.builds(
            RecordOf,
            st.sampled_from(["owner", "publisher"]),
            st.one_of(st.just(()), _sorted_some(ORGANIZATIONS)),
        ),
        st.builds(PublishType, _sorted_some(("primary", "secondary"))),
    )


@cache
def _addresses() -> st.SearchStrategy[Expression]:
    pieces = (
        "ce-0000000",
        CTIDS[0],
        CTIDS[1].upper(),
        "-000000000003",
        "guild.example",
        "/resources/",
        "_:b",
        "%",
    )
    matches: st.SearchStrategy[Match] = st.sampled_from(["exact", "contains", "starts", "ends"])
    return st.builds(IdText, st.sampled_from(["uri", "ctid"]), matches, st.sampled_from(pieces))


@cache
def _ranges() -> st.SearchStrategy[tuple[str, ...]]:
    one = st.sampled_from(_RANGES).map(lambda language: (language,))
    return st.one_of(st.just(()), st.just(()), one, _sorted_some(_RANGES))


@cache
def _sorted_some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(
        lambda some: tuple(sorted(some))
    )


# --- Searches ------------------------------------------------------------------------------------------


@cache
def searches(depth: int = MAX_DEPTH) -> st.SearchStrategy[Search]:
    """Whole searches: an expression with a visibility, an order and a page."""
    by = st.sampled_from(["created", "updated", "relevance", *PROPERTIES_TO_SORT_BY])
    visibility: st.SearchStrategy[Visibility] = st.sampled_from(["exclude", "exclude", "include", "only"])
    return st.builds(
        Search,
        expression=expressions(depth),
        visibility=visibility,
        sort=st.builds(Sort, by, st.booleans()),
        skip=st.sampled_from([0, 0, 0, 1, 3]),
        take=st.sampled_from([0, 1, 2, 10, 10, 10]),
    )


@st.composite
def cases(
    draw: st.DrawFn, depth: int = MAX_DEPTH, count: int = 5
) -> tuple[list[Record], Oracle, list[Search]]:
    """A registry, its oracle, and searches about it, of which more than by chance find some but not all results."""
    records = draw(registries())
    oracle = Oracle(records)
    return records, oracle, [_telling(draw, oracle, depth) for _ in range(count)]


def _telling(draw: st.DrawFn, oracle: Oracle, depth: int) -> Search:
    for _ in range(_TRIALS):
        search = draw(searches(depth))
        found = oracle.matches(search.expression, search.visibility)
        if found and found != oracle.matches(Every(), search.visibility):
            break
    return search
