"""Queries that nobody should send: search answers each of them, and never with a failure of its own.

The time for an answer has an end in the engine, which then says 503. None of these queries comes near it: every answer
is 200, or a refusal that names what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from opencredreg.search import engines
from opencredreg.store.search import SqlEngine
from tests.http.test_search_ctdl import fill
from tests.support.app import AppClient
from tests.support.search_data import ctid, uri

_REFUSED = frozenset({400, 404, 409, 413, 422})
_BUDGET_S = 10.0
"""The time of one question in these tests, a third of the usual one."""

_TEXTS = (
    "", " ", "\t\n", "welding", "WELD 207", "the", "a", "of the and", "%", "_", "%%%%", "a%b_c", "*", "?", "a*", "*a*",
    "\\", "\\\\", "\\%", "'", "''", '"', '""', '"welding', '"a" "b', '" "', "'; DROP TABLE node; --", "1 OR 1=1",
    "x') UNION SELECT digest FROM access_token --", "{}", "{0}", "{{", "%s", "%(x)s", "$1", "?1", ":name", "\\x00",
    "NEAR(a b)", "a AND NOT b", "col:word", "^start", "-minus", "a & b | !c <-> d", "'a':* & b", "NaN", "Infinity",
    "-Infinity", "nan", "inf", "1e999", "-1e999", "1e-999", "0x10", "1_000", "٣", "½", "１２", "١٢٣", "9999999999999",
    "-0", "+1", "1,5", "2026-02-30", "0000-00-00", "9999-12-31T23:59:60Z", "2026-13-01", "10000-01-01", "-4712-01-01",
    "3 months ago", "99999999 years ago", "P1Y", "P99999999999Y", "true", "null", "undefined", "C++", "C#", "15-1252",
    "\u202eevil", "é", "e\u0301", "ﬁ", "ß", "İ", "ǅ", "\ufeff", "\u200b", "\u00ad", "a\u0300" * 40, "溶接", "ไทย",
    "👩\u200d🎓", "\U0010ffff", "\ufffe", "\x01", "\x7f", "a" * 300, "ab " * 200, "😀" * 100, "-" * 500, "." * 500,
    "en", "ceterms:name", "ceterms:Certificate", "search:anyValue", "search:noValue", "search:value", "_:b0", "_:",
    "ce-", "ce-%", "CE-00000000-0000-4000-8000-000000000001", "https://", "http://[", "https://x/%ff", "urn:x", "//",
    "mailto:a@b.example", "ftp://x", "file:///etc/passwd", "../..", "javascript:alert(1)",
)  # fmt: skip
_NAMES = (
    "ceterms:name", "^ceterms:name", "ceterms:description", "ceterms:keyword", "ceterms:ctid", "@id", "@type", "@graph",
    "@context", "@value", "@language", "ceterms:codedNotation", "ceterms:dateEffective", "ceterms:estimatedDuration",
    "ceterms:exactDuration", "ceterms:estimatedCost", "ceterms:price", "ceterms:isNonCredit", "ceterms:ownedBy",
    "^ceterms:ownedBy", "ceterms:requires", "^ceterms:requires", "ceterms:targetCredential", "ceterms:targetNode",
    "ceterms:audienceType", "ceterms:hasPart", "ceterms:address", "ceterms:latitude", "ceterms:inLanguage",
    "ceasn:competencyText", "ceasn:isPartOf", "ceasn:hasChild", "qdata:relevantDataSet", "ceterms:subject",
    "search:termGroup", "search:value", "search:operator", "search:matchType", "search:notValue", "search:relevance",
    "search:recordCreated", "search:recordUpdated", "search:recordOwnedBy", "search:recordPublishedBy",
    "search:resourcePublishType", "search:greaterThan", "search:lessThanOrEqualTo", "search:orValues",
    "search:languageCode", "en", "en-US", "x-none", "", " ", "^", "^^ceterms:name", ":", "a:b", "ceterms:", "ceterms:n",
    "CETERMS:NAME", "__proto__", "skip", "take", "order_by", "name'; --", "\x01", "é", "\U0010ffff",
)  # fmt: skip
_KEYWORDS = (
    "search:andTerms", "search:orTerms", "search:notTerms", "search:contains", "search:startsWith", "search:endsWith",
    "search:exactMatch", "search:fuzzy", "search:subClassOf", "search:anyValue", "search:noValue", "search:nothing",
)  # fmt: skip
_NUMBERS = (
    0, -0.0, 1, -1, 0.1, 1e308, -1e308, 5e-324, 2**31, 2**63 - 1, 2**63, -(2**63), 2**64, 10**30, 10**300, 90.0001,
)  # fmt: skip

_texts = st.one_of(
    st.sampled_from(_TEXTS),
    st.sampled_from(_KEYWORDS),
    st.sampled_from([ctid("C1"), uri("C1"), uri("O1")]),
    st.text(max_size=20),
)
_leaves = st.one_of(
    _texts,
    st.sampled_from(_NUMBERS),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
    st.booleans(),
)
_keys = st.one_of(st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.text(max_size=6))
_queries = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.dictionaries(_keys, inner, max_size=4),
        st.dictionaries(_keys, inner, max_size=4),
        st.lists(inner, max_size=4),
    ),
    max_leaves=16,
)
_objects = st.dictionaries(_keys, _queries, min_size=1, max_size=4)
# Odd texts in places where the language has texts: these come as far as the database.
_sound_values = st.recursive(
    st.one_of(_texts, st.sampled_from(_KEYWORDS[9:11]), st.sampled_from(_NUMBERS)),
    lambda inner: st.one_of(
        st.lists(_texts, min_size=1, max_size=3),
        st.builds(
            lambda value, match: {"search:value": value, "search:matchType": match},
            _texts,
            st.sampled_from(_KEYWORDS[3:8]),
        ),
        st.builds(
            lambda value, operator: {"search:value": value, "search:operator": operator},
            st.lists(inner, min_size=1, max_size=2),
            st.sampled_from(_KEYWORDS[:3]),
        ),
        st.dictionaries(st.sampled_from(_NAMES[:5]), inner, min_size=1, max_size=2),
        st.dictionaries(
            st.sampled_from(["ceterms:name", "^ceterms:requires", "ceterms:ownedBy"]), inner, min_size=1
        ),
    ),
    max_leaves=6,
)
_sound = st.dictionaries(
    st.sampled_from(
        ["ceterms:name", "ceterms:description", "ceterms:codedNotation", "ceterms:ownedBy", "^ceterms:requires",
         "ceterms:requires", "ceterms:address", "ceterms:keyword", "ceterms:hasPart", "search:termGroup",
         "ceterms:targetCredential", "@id", "ceterms:subject"]
    ),
    _sound_values,
    min_size=1,
    max_size=3,
)  # fmt: skip
_orders = st.one_of(
    st.none(),
    st.sampled_from(["ceterms:name", "^ceterms:name", "search:relevance", "^search:recordUpdated", "@type"]),
    _texts,
)


def _tried(count: int) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def valley(app_client: AppClient, monkeypatch: pytest.MonkeyPatch) -> AppClient:
    """A node with the records of the worked examples, whose engine has less time than usual."""
    fill(app_client)
    monkeypatch.setitem(engines._engines, app_client.node, SqlEngine(budget_s=_BUDGET_S))
    assert _ask(app_client, {"ceterms:name": "welding"})["data"]
    return app_client


def _judge(response: Any, told: object) -> Any:
    """Whether it is an answer: results, or a refusal in words; in either case JSON as the standard has it."""
    assert response.status_code == 200 or response.status_code in _REFUSED, (
        response.status_code,
        response.text[:300],
        told,
    )
    value = json.loads(response.content, parse_constant=_no_constant)
    if response.status_code != 200:
        said = value.get("errors") or value.get("error") or value.get("detail")
        assert said, (response.text, told)
        assert len(response.content) < 200_000, told
    return value


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def _ask(client: AppClient, query: Any, **params: Any) -> Any:
    response = client.post("/ctdl", json.dumps(query), who="reader", params=params)
    value = _judge(response, query)
    if response.status_code == 200:
        assert value["total"] >= len(value["data"]), query
    return value


@_tried(500)
@hypothesis.given(query=st.one_of(_sound, _sound, _objects, _queries), order=_orders, explained=st.booleans())
def test_random_queries(valley: AppClient, query: Any, order: str | None, explained: bool) -> None:
    params: dict[str, Any] = {"debug": explained, "take": 5}
    if order is not None:
        params["order_by"] = order
    _ask(valley, query, **params)


@_tried(250)
@hypothesis.given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "fts", "page", "per_page", "from", "until", "sort_by", "sort_order", "provisional", "with_bnodes",
                    "include_deleted", "resource_type", "type", "owned_by", "published_by", "envelope_id",
                    "envelope_ctdl_type", "envelope_ceterms_ctid", "resource_publish_type", "metadata_only",
                    "ceterms:name", "ceterms:name[]", "ceterms:name[en]", "ceterms:ctid", "@id", "@type",
                    "ceterms:requires", "nothing:such", "a[b][c]", "[]", "]",
                ]
            ),
            st.one_of(_texts, st.sampled_from(["true", "only", "desc", "updated_at", "0", "-1", "1e9", "99999999999"])),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_random_parameters_of_the_simple_search(valley: AppClient, pairs: list[tuple[str, str]]) -> None:
    target = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    response = valley.get(f"/search?{target}")
    value = _judge(response, pairs)
    if response.status_code == 200:
        assert int(response.headers["total"]) >= len(value), pairs


@_tried(250)
@hypothesis.given(
    words=_texts,
    more=st.dictionaries(
        st.sampled_from(
            ["type", "owner", "language", "region", "subject", "audience_level", "filter", "sort", "cursor", "facets",
             "take", "provisional", "explain", "community"]
        ),
        st.one_of(_texts, st.sampled_from(["type,owner", "*", "only", "ceterms:inLanguage=en", "true", "7"])),
        max_size=2,
    ),
    query=st.one_of(st.none(), _sound, _objects),
)  # fmt: skip
def test_random_questions_of_our_own_search(
    valley: AppClient, words: str, more: dict[str, str], query: Any
) -> None:
    if query is None:
        target = "&".join(f"{name}={_quoted(value)}" for name, value in {"q": words, **more}.items())
        response = valley.get(f"/api/search?{target}")
    else:
        response = valley.post("/api/search", json.dumps({"q": words, **more, "query": query}))
    value = _judge(response, (words, more, query))
    if response.status_code == 200:
        assert value["total"] >= len(value["hits"])
        assert all(
            0 <= start < end <= len(one["text"]) for one in _highlights(value) for start, end in one["marks"]
        )


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _highlights(value: Any) -> Iterator[Any]:
    for hit in value["hits"]:
        yield from hit.get("highlights", ())


_PROPERTIES = (
    "ceterms:name", "ceterms:codedNotation", "@id", "@type", "ceterms:price", "ceterms:ownedBy",
    "ceterms:dateEffective", "ceterms:exactDuration", "search:recordCreated",
)  # fmt: skip


def test_every_text_for_every_kind_of_property(valley: AppClient) -> None:
    """Each hostile text and number, compared in every way that the language has."""
    answered = 0
    values: tuple[Any, ...] = (*_TEXTS, *_NUMBERS, None, True, [], {})
    for name in _PROPERTIES:
        for number, value in enumerate(values):
            match = _KEYWORDS[3 + number % 6]
            for query in (
                {name: value},
                {name: {"search:value": value, "search:matchType": match}},
                {name: {"search:greaterThan": value}},
            ):
                answered += "data" in _ask(valley, query, debug=number % 5 == 0)
    # Not all are refused before they reach the database.
    assert answered > 1_000


def _nested(depth: int, begin: str, end: str, core: str = '"x"') -> bytes:
    return (begin * depth + core + end * depth).encode()


_LARGE = (
    _nested(60, '{"ceterms:requires":', "}"),
    _nested(64, '{"ceterms:requires":', "}"),
    _nested(65, '{"ceterms:requires":', "}"),
    _nested(500, '{"search:termGroup":', "}"),
    _nested(5_000, '{"ceterms:requires":', "}"),
    _nested(30, '{"^ceterms:requires":{"ceterms:requires":', "}}", "{}"),
    _nested(60, "[", "]"),
    _nested(100_000, "[", "]", ""),
    _nested(30, '{"ceterms:name":{"search:operator":"search:notTerms","search:value":', "}}"),
    json.dumps({"ceterms:name": [f"word{number}" for number in range(1_000)]}).encode(),
    json.dumps({"ceterms:name": [f"word{number}" for number in range(20_000)]}).encode(),
    json.dumps({"@id": [uri("C1")] * 10_000}).encode(),
    json.dumps({"ceterms:ctid": [f"ce-{number}" for number in range(9_000)]}).encode(),
    json.dumps({"search:termGroup": [{"ceterms:name": f"w{number}"} for number in range(999)]}).encode(),
    json.dumps({f"ceterms:p{number}": "x" for number in range(5_000)}).encode(),
    json.dumps({"ceterms:name": "word " * 790}).encode(),
    json.dumps({"ceterms:name": "w" * 4_000}).encode(),
    json.dumps({"ceterms:name": "w" * 4_001}).encode(),
    json.dumps({"ceterms:name": {"search:value": "ab" * 1_900, "search:matchType": "search:fuzzy"}}).encode(),
    json.dumps({"ceterms:name": {"search:value": "a", "search:matchType": "search:contains"}}).encode(),
    json.dumps({"ceterms:name": '"' * 3_999}).encode(),
    json.dumps({"ceterms:name": '"a b" ' * 600}).encode(),
    b'{"ceterms:price": 1' + b"0" * 4_000 + b"}",
    b'{"ceterms:price": 0.' + b"1" * 100_000 + b"}",
    b'{"ceterms:price": 1e99999}',
    b'{"ceterms:price": NaN}',
    b'{"ceterms:price": Infinity}',
    b'{"ceterms:name": "\\ud800"}',
    b'{"ceterms:name": "\\u0000"}',
    b'{"\\u0000": "x"}',
    b'{"ceterms:name": "\xff"}',
    b'{"ceterms:name": "a", "ceterms:name": "b"}',
    b"\xef\xbb\xbf{}",
    b"", b" ", b"{", b"}", b"null", b"1", b'"x"', b"[]", b"{}", b"[{}]", b"[[[]]]", b"{}{}", b"\x00",
)  # fmt: skip


def test_bodies_at_and_beyond_the_limits(valley: AppClient) -> None:
    for body in _LARGE:
        for path, sent in (
            ("/ctdl", body),
            ("/ctdl?debug=true&order_by=search:relevance", body),
            ("/api/search", b'{"query":' + body + b"}"),
        ):
            _judge(valley.post(path, sent, who="reader"), (path, body[:200]))


def test_the_answers_afterwards_are_those_of_before(valley: AppClient) -> None:
    """Nothing that was asked has left anything behind: on the connection, in the plans or in the tables."""
    before = _ask(valley, {"ceterms:name": "welding"}, order_by="ceterms:name")
    for text in _TEXTS:
        _ask(
            valley, {"ceterms:name": text, "search:termGroup": [{"ceterms:description": text}]}, order_by=text
        )
        valley.get(f"/search?fts={_quoted(text)}")
        valley.get(f"/api/search?q={_quoted(text)}&sort={_quoted(text)}")
    assert _ask(valley, {"ceterms:name": "welding"}, order_by="ceterms:name") == before
