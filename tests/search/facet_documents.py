"""Random documents that have much in common: shared places, statements about each other, the same item twice.

All values come from small pools, so that facets have values of several resources, and documents change hands.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.support.documents import BASE, document, resource_uri

__all__ = ["CTIDS", "PROVISIONAL", "documents"]

JSON = dict[str, Any]

CTIDS = tuple(f"ce-0000000{n}-0000-4000-8000-00000000000{n}" for n in range(1, 7))
PROVISIONAL = {"adms:status": "graphPublicationStatus:Provisional"}
_SHARED_PLACE = f"{BASE}/places/hall"
_SHARED_COST = f"{BASE}/costs/fee"
_SHARED_ALIGNMENT = f"{BASE}/alignments/one"
_CLASSES = (
    "ceterms:Certificate",
    "ceterms:BachelorDegree",
    "ceterms:Course",
    "ceterms:QACredentialOrganization",
    "ceterms:TransferValueProfile",
    "ceterms:Collection",
    "valley:Own",
)
_CONCEPTS = (
    "audLevel:BeginnerLevel",
    "https://credreg.net/ctdl/vocabs/audLevel/AdvancedLevel",
    "https://shelf.example/soil",
    "http://shelf.example/soil/",
    resource_uri(CTIDS[0]),
    resource_uri(CTIDS[5]),
)
_NAMES = ("Botany", "BOTANY", "Île de Ré", "shelf:soil", "https://shelf.example/soil", "  Two  words ")
_REGIONS = ("Indiana", "indiana", "Île-de-France")


def documents(ctid: str) -> st.SearchStrategy[JSON]:
    """Documents of a resource, with copies of others, and with shared items."""
    return st.builds(
        lambda main, others, shared, top: document(main, *others, *shared, **top),
        _resources(ctid),
        st.lists(st.sampled_from([one for one in CTIDS if one != ctid]).flatmap(_resources), max_size=1),
        st.lists(_shared(), max_size=2, unique_by=lambda item: item["@id"]),
        st.sampled_from([{}, {}, {}, PROVISIONAL]),
    )


@cache
def _resources(ctid: str) -> st.SearchStrategy[JSON]:
    members: dict[str, st.SearchStrategy[Any]] = {
        "ceterms:inLanguage": _some(["en", "EN", "fr"]),
        "ceasn:inLanguage": _some(["en", "de"]),
        "ceterms:subject": _aligned(),
        "ceterms:audienceLevelType": _aligned(),
        "ceterms:deliveryType": _aligned(),
        "ceterms:learningDeliveryType": _aligned(),
        "ceterms:availableAt": st.lists(st.one_of(_places(), st.just(_SHARED_PLACE)), max_size=2),
        "ceterms:address": st.lists(_places(), max_size=1),
        "ceterms:estimatedCost": st.lists(st.one_of(_costs(), st.just(_SHARED_COST)), max_size=3),
        "ceterms:estimatedDuration": st.lists(_durations(), max_size=2),
        "ceterms:accreditedBy": _references(),
        "ceterms:recognizes": _references(),
        "ceterms:offeredBy": st.lists(_speakers(), max_size=1),
    }
    identity = st.sampled_from([resource_uri(ctid)] * 5 + ["_:main"]) if ctid == CTIDS[3] else st.none()
    return st.builds(
        lambda uri, cls, own: {
            "@id": uri or resource_uri(ctid),
            "@type": cls,
            "ceterms:ctid": ctid,
            "ceterms:name": {"en": "Dry stone walling"},
            **own,
        },
        identity,
        st.sampled_from(_CLASSES),
        st.fixed_dictionaries({}, optional=members),
    )


def _some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2)


def _references() -> st.SearchStrategy[list[str]]:
    return _some([*(resource_uri(ctid) for ctid in CTIDS), "https://guild.example/"])


@cache
def _speakers() -> st.SearchStrategy[JSON]:
    """Somebody without a name of his own, who speaks well of something."""
    return st.builds(
        lambda approved: {"@type": "ceterms:QACredentialOrganization", "ceterms:approves": approved},
        _references(),
    )


@cache
def _aligned() -> st.SearchStrategy[Any]:
    alignment = st.fixed_dictionaries(
        {"@type": st.just("ceterms:CredentialAlignmentObject")},
        optional={
            "ceterms:targetNode": st.sampled_from(_CONCEPTS),
            "ceterms:targetNodeName": st.sampled_from(_NAMES).map(lambda name: {"en": name}),
        },
    )
    direct = st.sampled_from([*_CONCEPTS, _SHARED_ALIGNMENT])
    return st.lists(st.one_of(alignment, alignment, direct), min_size=1, max_size=3)


@cache
def _places() -> st.SearchStrategy[JSON]:
    regions = st.dictionaries(st.sampled_from(["en", "fr"]), st.sampled_from(_REGIONS), max_size=2)
    return st.builds(lambda own: {"@type": "ceterms:Place", "ceterms:addressRegion": own}, regions)


@cache
def _costs() -> st.SearchStrategy[JSON]:
    prices = st.sampled_from([0, 0.01, 500, 500.01, 2000, "9999", 10_000, 70_000, -5, "cheap"])
    return st.fixed_dictionaries(
        {"@type": st.just("ceterms:CostProfile")},
        optional={
            "ceterms:price": prices,
            "ceterms:currency": st.sampled_from(["USD", "usd", "EUR", "seashells"]),
        },
    )


@cache
def _durations() -> st.SearchStrategy[JSON]:
    lengths = st.sampled_from(
        ["P7D", "P1W", "P1M", "P6M", "P26W", "P1Y", "P2Y", "P25M", "PT5H", "P0D", "soon"]
    )
    return st.fixed_dictionaries(
        {"@type": st.just("ceterms:DurationProfile")},
        optional={
            "ceterms:exactDuration": lengths,
            "ceterms:minimumDuration": lengths,
            "ceterms:maximumDuration": lengths,
        },
    )


@cache
def _shared() -> st.SearchStrategy[JSON]:
    """Items with an address that several documents may hold: one of them describes it, whoever points to it."""
    return st.one_of(
        _places().map(lambda own: {"@id": _SHARED_PLACE, **own}),
        _costs().map(lambda own: {"@id": _SHARED_COST, **own}),
        st.sampled_from(_NAMES).map(
            lambda name: {
                "@id": _SHARED_ALIGNMENT,
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNodeName": {"en": name},
            }
        ),
        st.just(
            {
                "@id": _SHARED_ALIGNMENT,
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": _CONCEPTS[2],
            }
        ),
    )
