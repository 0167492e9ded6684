"""Requests that nobody thought of: valid ones are always taken, and garbage is always answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.codes import bundled_codes
from opencredreg.crosswalk.assistant.concepts import scheme_of
from opencredreg.crosswalk.assistant.describing import describe_kind
from opencredreg.crosswalk.assistant.examples import VARIANTS, build_example
from opencredreg.crosswalk.assistant.members import members_of_part, part_behind
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.table import Field, Kind, Part
from opencredreg.ctdl.facts import ValueKind
from tests.crosswalk.assistant.requests import (
    KINDS,
    VOCABULARY,
    errors_of,
    find_places,
    main_of,
    send,
    set_at,
    violations_of,
)

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

MODEST = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
TEXTS = (
    "Nets and knots of the harbour",
    "Redes y nudos del puerto, para todos",
    "Σχοινιά και κόμποι του λιμανιού",
    "الشباك والعقد في الميناء القديم",
    "港の網と結び目についてのやさしい入門",
    "“Bend”, hitch & splice – naïve tricks",
    "a < b, R&D, 100 % of 5/8 ropes",
)
FIRST, LAST = date(1950, 1, 1), date(2024, 12, 31)
TAGS = ("en", "en-US", "es-MX", "ar", "zh-Hant-TW", "el")
LABELS = st.text("ABCxyz019-.", min_size=1, max_size=9)
CTIDS = st.uuids(version=4).map(lambda found: f"ce-{found}")
PATHS = st.text("abcxyz019-", min_size=1, max_size=12)
FREE = frozenset(
    {"ceterms:price", "ceterms:numberAwarded", "ceterms:yearsOfExperience", "ceterms:medianEarnings"}
)
"""Numbers that stand in no relation to others."""


# Valid requests --------------------------------------------------------------------------------------------


@st.composite
def requests(draw: Any, kind: Kind) -> Any:
    """A request with all that is needed and some of the rest, with values of its own."""
    body = build_example(kind, "maximal", variant=draw(st.integers(0, VARIANTS - 1)))
    path, resource = main_of(kind, body)
    is_linked = bool(kind.parts) or "ReferenceObjects" in body or kind.bulk or kind.name == "pathwayset"
    kept = {"CTID", kind.class_from, *(name for group in describe_kind(kind).needs for name in group)}
    found = {}
    for field in members_of_part(kind):
        if field.name not in resource:
            continue
        is_link = is_linked and field.conversion in ("uri", "ctid")
        if field.name in kept or is_link or draw(st.booleans()):
            value = resource[field.name]
            found[field.name] = value if is_link else _other(draw, kind, field, value)
    if kind.name == "organization":
        found["CTID"] = resource["CTID"]
    body["DefaultLanguage"] = draw(st.sampled_from(TAGS))
    return set_at(body, path, found)


def _other(draw: Draw[Any], part: Part, field: Field, value: Any) -> Any:
    """Another value of the same sort."""
    inner = part_behind(field)
    if inner is not None:
        entries = value if isinstance(value, list) else [value]
        changed = [
            {
                one.name: _other(draw, inner, one, entry[one.name])
                for one in members_of_part(inner)
                if one.name in entry
            }
            for entry in entries
        ]
        return changed if isinstance(value, list) else changed[0]
    if isinstance(value, list) and field.conversion not in (
        "text",
        "competencies-of",
        "competency",
        "code-items",
    ):
        return [_one(draw, part, field, entry) for entry in value]
    return _one(draw, part, field, value)


def _one(draw: Draw[Any], part: Part, field: Field, value: Any) -> Any:
    conversion = field.conversion
    if conversion == "text":
        return _text(draw, field, value)
    if conversion == "plain":
        return _plain(draw, field, value)
    if conversion == "url":
        return f"{draw(st.sampled_from(('http', 'https', ' HTTPS')))}://www.harbour.test/{draw(PATHS)}"
    if conversion.startswith("concept") and scheme_of(VOCABULARY, field.term):
        return _concept(draw, field)
    if conversion in ("named", "code-names"):
        return draw(st.sampled_from(TEXTS))
    if conversion.startswith("codes:"):
        return draw(st.sampled_from(sorted(bundled_codes()[conversion.removeprefix("codes:")].codes)))
    if conversion == "duration-item":
        unit = (
            "Hours" if field.name == "TimeRequired" else draw(st.sampled_from(("Years", "Months", "Hours")))
        )
        return (
            value
            if field.name in ("MinimumDuration", "MaximumDuration")
            else {unit: draw(st.integers(1, 90))}
        )
    if conversion == "ctid" and part.name in KINDS:
        return draw(CTIDS)
    return value


def _text(draw: Draw[Any], field: Field, value: Any) -> Any:
    start = "Said at length: " if field.name == "Description" else ""
    texts = st.sampled_from(TEXTS).map(lambda text: start + text)
    of_one = st.lists(texts, min_size=1, max_size=3, unique=True) if isinstance(value, list) else texts
    if draw(st.booleans()):
        return draw(of_one)
    return draw(st.dictionaries(st.sampled_from(TAGS), of_one, min_size=1, max_size=3))


def _plain(draw: Draw[Any], field: Field, value: Any) -> Any:
    kind = VOCABULARY.kind_of(field.term)
    if field.term in FREE:
        number = draw(st.integers(0, 10**6))
        return draw(st.sampled_from((number, str(number), f"{number:,}")))
    if kind is ValueKind.BOOLEAN and field.name != "GlobalJurisdiction":
        return draw(st.sampled_from((True, False, "true", "No")))
    if field.name in ("CodedNotation", "VersionCode", "ListID", "CredentialId", "Notation"):
        return draw(LABELS.filter(lambda text: any(letter.isalnum() for letter in text)))
    if field.name in ("DateEffective", "DateCreated", "AlignmentDate"):
        day = draw(st.dates(min_value=FIRST, max_value=LAST))
        return draw(st.sampled_from((day.isoformat(), f"{day:%d %B %Y}", f"{day:%B} {day.day}, {day.year}")))
    return value


def _concept(draw: Draw[Any], field: Field) -> Any:
    scheme = scheme_of(VOCABULARY, field.term) or ""
    term = draw(st.sampled_from(VOCABULARY.schemes[scheme].concepts))
    name = term.rpartition(":")[2]
    return draw(st.sampled_from((name, term, f" {name.upper()} ", VOCABULARY.expand(term))))


@pytest.mark.parametrize("name", KINDS)
def test_valid_requests_can_be_published(name: str) -> None:
    @MODEST
    @given(requests(KINDS[name]))
    def check(body: Any) -> None:
        sent = send(KINDS[name], body)
        assert errors_of(sent) == []
        assert violations_of(sent) == []

    check()


@pytest.mark.parametrize("name", ["course", "pathway", "datasetprofile", "organization"])
def test_the_same_request_gives_the_same_names_of_blank_nodes(name: str) -> None:
    @MODEST
    @given(requests(KINDS[name]))
    def check(body: Any) -> None:
        again = msgspec.json.decode(msgspec.json.encode(body))
        first, second = (send(KINDS[name], one).converted.document for one in (body, again))
        assert blanks_of(first) == blanks_of(second)
        assert first == second

    check()


def blanks_of(document: Any) -> list[str]:
    return [node["@id"] for node in document["@graph"] if node["@id"].startswith("_:")]


# Garbage ---------------------------------------------------------------------------------------------------

SCRAPS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
WORDS = st.sampled_from(
    ("ce-", "_:", "http://", "P", "-", "2026-13-45", "1e999", "\ud800", "en", "Course", "@id", "NaN")
)
NAMES = st.sampled_from(
    (
        "CTID",
        "Id",
        "@id",
        "Type",
        "@type",
        "Name",
        "Value",
        "CostItems",
        "MainJurisdiction",
        "TargetNode",
        "en",
    )
)
GARBAGE = st.recursive(
    SCRAPS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_garbage_in_any_member_is_answered(data: st.DataObject) -> None:
    part, kind, body, path = data.draw(st.sampled_from(find_places()))
    field = data.draw(st.sampled_from(members_of_part(part)))
    garbage = data.draw(GARBAGE)

    sent = send(kind, set_at(body, (*path, field.name), garbage))

    for finding in sent.findings:
        assert finding.message
        assert finding.pointer == "" or finding.pointer.startswith("/")


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(KINDS)), GARBAGE, st.sampled_from(("publish", "publishgraph", "bulkpublish")))
def test_garbage_for_a_request_is_answered(name: str, garbage: Any, action: str) -> None:
    for body in (garbage, {KINDS[name].wrapper: garbage}, {"GraphInput": {"@graph": garbage}}):
        for request in read_requests(KINDS[name], action, body):
            assert request.kind is not None
        sent = send(KINDS[name], body, action)
        assert errors_of(sent)


@settings(deadline=None, max_examples=100)
@given(GARBAGE)
def test_garbage_around_a_resource_is_answered(garbage: Any) -> None:
    body = build_example(KINDS["course"])
    around = (
        "PublishForOrganizationIdentifier", "DefaultLanguage", "Registry", "ResourcePublishType",
        "ReferenceObjects", "IsPrimarySourceRecord", "ExcludingPayloadInResponse",
    )  # fmt: skip

    sent = send(KINDS["course"], {**body, **dict.fromkeys(around, garbage)})

    assert sent.converted.document["@graph"][0]["@type"] == "ceterms:Course"
