"""Random small registries, for tests that hold engines of search against each other.

All values come from a few pools, which the random expressions of :mod:`tests.support.query_trees` draw from too, so
that conditions often hold for some nodes and not for others. Everything is invented; the names of terms are those of
the vocabulary.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st

from opencredreg.jsonld.document import PROVISIONAL, parse_document
from opencredreg.query.oracle import Record
from tests.support.documents import BASE, CONTEXT, document_uri, resource_uri

__all__ = [
    "CLASSES",
    "CODES",
    "COMMON_TEXTS",
    "CTIDS",
    "INNER_CLASSES",
    "MICROSECONDS",
    "ORGANIZATIONS",
    "PRICES",
    "SITES",
    "TEXTS",
    "record_of",
    "registries",
]

JSON = dict[str, Any]

CTIDS = tuple(f"ce-0000000{n}-0000-4000-8000-00000000000{n}" for n in range(1, 8))
"""The resources that documents describe and point to; some stay without a description."""
ORGANIZATIONS = tuple(f"ce-a000000{n}-0000-4000-8000-00000000000{n}" for n in range(1, 4))
"""Owners and publishers of records; the last one owns and publishes nothing."""
SITES = ("https://guild.example/apply", "http://board.example/rules/")
_CONCEPTS = ("audLevel:BeginnerLevel", "https://credreg.net/ctdl/vocabs/audLevel/AdvancedLevel")
CLASSES = ("ceterms:Certificate", "ceterms:Course", "ceterms:CredentialOrganization", "ceasn:Competency")
INNER_CLASSES = ("ceterms:ConditionProfile", "ceterms:CostProfile", "ceterms:Place")
_BLANK = ("_:a", "_:b")
_TAGS = ("en", "en-US", "es", "de", "ja")
TEXTS = (
    "welding", "Welding Technology", "Welders weld", "arc welding in practice", "Introduction to arc welding",
    "nurse", "Practical Nursing", "nurses of the valley", "programación", "Programacion básica", "C++ and C#",
    "machinist", "15-1253.00 developers", "15-1252.00", "entry-level", "A.A.S. degree", "in", "50% off_all",
    "der Schweißer", "溶接の技術", "溶接",
)  # fmt: skip
COMMON_TEXTS = ("welding", "nurse", "Introduction to arc welding", "Practical Nursing")
CODES = ("WELD 207", "WELD 110", "NURS  110", "51-4121.00", "weld", "207")
_DATES = ("2019-09-01", "2020-01-01", "2021-03-01", "2021-03-01T12:00:00Z")
PRICES = (0.0, 500.0, 555.5, 1200.0, 42000.0)
_PLACES = ((41.6, -87.34), (41.88, -87.63), (40.0, -90.0))
MICROSECONDS = tuple(1_600_000_000_000_000 + n * 1_000_000 for n in range(4))


@cache
def registries(max_records: int = 6) -> st.SearchStrategy[list[Record]]:
    """A few records in the order of publishing, each with a main resource of its own.

    Resources stand in several of them; some are provisional, and some that are pointed to are described nowhere.
    """
    count = st.integers(2, min(max_records, len(CTIDS)))
    return count.flatmap(lambda size: st.tuples(*(_records(CTIDS[place]) for place in range(size)))).map(list)


def record_of(value: JSON, **facts: Any) -> Record:
    """The record of a document that is given as JSON; further facts as in :class:`Record`."""
    return Record(document=parse_document(msgspec.json.encode(value)), **facts)


@st.composite
def _records(draw: st.DrawFn, ctid: str) -> Record:
    provisional = draw(st.sampled_from([False, False, False, True]))
    others = draw(st.lists(_items(), max_size=3, unique_by=lambda item: item["@id"]))
    top = {"adms:status": PROVISIONAL} if provisional else {}
    value = {
        "@context": CONTEXT,
        "@id": document_uri(ctid),
        **top,
        "@graph": [draw(_resources(ctid)), *(item for item in others if item["@id"] != resource_uri(ctid))],
    }
    created, updated = sorted(draw(st.tuples(*[st.sampled_from(MICROSECONDS)] * 2)))
    return record_of(
        value,
        owner=draw(st.sampled_from([*ORGANIZATIONS[:2], None])),
        publisher=draw(st.sampled_from([*ORGANIZATIONS[:2], None])),
        publish_type=draw(st.sampled_from(["primary", "primary", "secondary"])),
        created_at=created,
        updated_at=updated,
        provisional=provisional,
    )


@cache
def _items() -> st.SearchStrategy[JSON]:
    """Further items of a graph: resources, which other documents may have too, and blank nodes."""
    blank = st.builds(
        lambda label, cls, members: {"@id": label, "@type": cls, **members},
        st.sampled_from(_BLANK),
        st.sampled_from(INNER_CLASSES),
        _members(with_inner=False),
    )
    return st.one_of(st.sampled_from(CTIDS).flatmap(_resources), blank)


@cache
def _resources(ctid: str) -> st.SearchStrategy[JSON]:
    return st.builds(
        lambda cls, members: {"@id": resource_uri(ctid), "@type": cls, "ceterms:ctid": ctid, **members},
        st.sampled_from(CLASSES),
        _members(),
    )


@cache
def _members(with_inner: bool = True) -> st.SearchStrategy[JSON]:
    members: dict[str, st.SearchStrategy[Any]] = {
        "ceterms:name": _language_texts(),
        "ceterms:description": _language_texts(),
        "ceterms:keyword": _language_texts(),
        "ceterms:codedNotation": _one_or_more(CODES),
        "ceasn:inLanguage": _one_or_more(("en", "es", "en-US")),
        "ceterms:dateEffective": _one_or_more(_DATES),
        "ceterms:isNonCredit": st.booleans(),
        "ceterms:ownedBy": _references(),
        "ceterms:isPartOf": _references(),
        "ceterms:subjectWebpage": st.sampled_from(SITES),
    }
    if with_inner:
        members |= {
            "ceterms:requires": st.lists(st.one_of(_conditions(), st.sampled_from(_BLANK)), max_size=2),
            "ceterms:estimatedCost": st.lists(st.one_of(_costs(), st.sampled_from(_BLANK)), max_size=2),
            "ceterms:availableAt": st.lists(_places(), max_size=2),
            "ceterms:audienceLevelType": st.lists(_alignments(st.sampled_from(_CONCEPTS)), max_size=2),
        }
    always = {"ceterms:name": members.pop("ceterms:name")}
    return st.fixed_dictionaries(always, optional=members)


@cache
def _language_texts() -> st.SearchStrategy[Any]:
    """Texts as they are published: in languages, one or several of each, or in none. Some are commoner."""
    text = st.sampled_from((*TEXTS, *COMMON_TEXTS * 2))
    texts = st.one_of(text, st.lists(text, min_size=1, max_size=2))
    return st.one_of(text, st.dictionaries(st.sampled_from(_TAGS), texts, min_size=1, max_size=2))


@cache
def _one_or_more(values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from(values), st.lists(st.sampled_from(values), min_size=1, max_size=2))


@cache
def _references() -> st.SearchStrategy[Any]:
    """Addresses, in the spellings that are found in records; some are of nothing that is described."""
    spelled = st.sampled_from(CTIDS).flatmap(
        lambda ctid: st.sampled_from(
            [resource_uri(ctid), resource_uri(ctid, f"{BASE}/ce-registry"), resource_uri(ctid.upper()), ctid]
        )
    )
    inlined = st.builds(lambda uri, name: {"@id": uri, "ceterms:name": name}, spelled, _language_texts())
    return st.lists(st.one_of(spelled, spelled, st.sampled_from(SITES), inlined), min_size=1, max_size=2)


@cache
def _conditions() -> st.SearchStrategy[JSON]:
    return st.fixed_dictionaries(
        {"@type": st.just("ceterms:ConditionProfile")},
        optional={
            "ceterms:description": _language_texts(),
            "ceterms:targetLearningOpportunity": _references(),
            "ceterms:targetCompetency": _alignments(st.sampled_from([resource_uri(ctid) for ctid in CTIDS])),
        },
    )


def _alignments(targets: st.SearchStrategy[str]) -> st.SearchStrategy[JSON]:
    return st.fixed_dictionaries(
        {"@type": st.just("ceterms:CredentialAlignmentObject")},
        optional={"ceterms:targetNode": targets, "ceterms:codedNotation": _one_or_more(CODES)},
    )


@cache
def _costs() -> st.SearchStrategy[JSON]:
    return st.fixed_dictionaries(
        {"@type": st.just("ceterms:CostProfile")},
        optional={
            "ceterms:price": st.sampled_from(PRICES),
            "ceterms:currency": st.sampled_from(["USD", "EUR"]),
        },
    )


@cache
def _places() -> st.SearchStrategy[JSON]:
    return st.builds(
        lambda at, region: {
            "@type": "ceterms:Place",
            "ceterms:latitude": at[0],
            "ceterms:longitude": at[1],
            "ceterms:addressRegion": region,
        },
        st.sampled_from(_PLACES),
        _language_texts(),
    )
