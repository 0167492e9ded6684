"""Which facets there are, what of the index each of them counts, and the ranges of those that have ranges."""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.ids import is_blank, is_ctid
from opencredreg.query.addresses import Addresses

__all__ = [
    "ASSURED_BY",
    "ASSURES",
    "COSTS",
    "DAYS",
    "DURATIONS",
    "FACETS",
    "LANGUAGES",
    "LENGTHS",
    "NAMED",
    "PLACES",
    "PRICES",
    "Bucket",
    "Column",
    "Facet",
    "bucket_of",
    "facet_of",
    "keys_of_value",
    "names_a_thing",
    "parse_facets",
]

LANGUAGES: Final = ("ceterms:inLanguage", "ceasn:inLanguage")
PLACES: Final = ("ceterms:availableAt", "ceterms:address")
ASSURED_BY: Final = (
    "ceterms:accreditedBy",
    "ceterms:approvedBy",
    "ceterms:recognizedBy",
    "ceterms:regulatedBy",
)
ASSURES: Final = ("ceterms:accredits", "ceterms:approves", "ceterms:recognizes", "ceterms:regulates")
"""The same statements, made by those who assure. Source: ``ctdl-vocabulary.md`` section 9.14."""
COSTS: Final = "ceterms:estimatedCost"
DURATIONS: Final = "ceterms:estimatedDuration"
LENGTHS: Final = ("ceterms:exactDuration", "ceterms:minimumDuration", "ceterms:maximumDuration")
_MOST_FACETS: Final = 16
_KNOWN_SCHEMES: Final = frozenset({"http", "https", "urn", "did"})

Column: TypeAlias = (
    Literal["class", "owner", "language", "region", "assured", "cost", "duration"] | tuple[str, ...]
)
"""What is kept of a resource for a facet. A tuple: the properties that lead to concepts or resources."""


class Bucket(msgspec.Struct, frozen=True):
    """A range: more than ``over`` and no more than ``up_to``. ``value`` is what to filter by."""

    value: str
    label: str
    over: float
    up_to: float


_COST_RANGES: Final = (
    # Prices below nothing say nothing; they are in no range.
    Bucket("free", "Free", math.nextafter(0.0, -1.0), 0.0),
    Bucket("0-500", "Up to 500", 0.0, 500.0),
    Bucket("500-2000", "500 to 2,000", 500.0, 2000.0),
    Bucket("2000-10000", "2,000 to 10,000", 2000.0, 10_000.0),
    Bucket("10000-", "Over 10,000", 10_000.0, math.inf),
)
PRICES: Final = {bucket.value: bucket for bucket in _COST_RANGES}
"""Ranges of the dearest price, in whatever currency it is stated."""

_DURATION_RANGES: Final = (
    Bucket("1-week", "Up to 1 week", -1.0, 7.0),
    Bucket("1-month", "Up to 1 month", 7.0, 31.0),
    Bucket("6-months", "Up to 6 months", 31.0, 184.0),
    Bucket("1-year", "Up to 1 year", 184.0, 366.0),
    Bucket("2-years", "Up to 2 years", 366.0, 731.0),
    Bucket("longer", "Longer than 2 years", 731.0, math.inf),
)
DAYS: Final = {bucket.value: bucket for bucket in _DURATION_RANGES}
"""Ranges in days, wide enough for the longest month, half year and year. Nothing is in two of them."""


class Facet(msgspec.Struct, frozen=True):
    """A facet: its name, and which column of the table of values it is counted by."""

    name: str
    column: Column


NAMED: Final = {
    facet.name: facet
    for facet in (
        Facet("type", "class"),
        Facet("kind", "class"),
        Facet("owner", "owner"),
        Facet("subject", ("ceterms:subject",)),
        Facet("audience_level", ("ceterms:audienceLevelType",)),
        Facet(
            "delivery",
            ("ceterms:deliveryType", "ceterms:learningDeliveryType", "ceterms:assessmentDeliveryType"),
        ),
        Facet("region", "region"),
        Facet("language", "language"),
        Facet("quality_assured", "assured"),
        Facet("cost", "cost"),
        Facet("duration", "duration"),
        Facet("status", ("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType")),
        Facet("industry", ("ceterms:industryType",)),
        Facet("occupation", ("ceterms:occupationType",)),
    )
}
FACETS: Final = tuple(NAMED)
"""The facets with a name; beside them any property may be one whose values are concepts or other resources."""


def facet_of(name: str, vocabulary: Vocabulary) -> Facet:
    """The facet of a name, or of a property whose values are concepts or resources.

    Raises:
        InvalidInput: there is no such facet.
    """
    named = NAMED.get(name)
    if named is not None:
        return named
    term = vocabulary.normalize_term(name)
    if term not in vocabulary.properties or vocabulary.kind_of(term) is not ValueKind.IRI:
        raise InvalidInput(
            f"There is no facet {name[:80]!r}",
            hint=f"Use {', '.join(FACETS)}, or a property whose values are concepts or resources.",
        )
    return Facet(name, (term,))


def parse_facets(text: str | None, vocabulary: Vocabulary) -> dict[str, Facet]:
    """The facets of a list with commas.

    Raises:
        InvalidInput: there is no such facet, or there are too many.
    """
    names = list(dict.fromkeys(entry.strip() for entry in (text or "").split(",") if entry.strip()))
    if len(names) > _MOST_FACETS:
        raise InvalidInput(f"At most {_MOST_FACETS} facets are counted at a time.")
    return {name: facet_of(name, vocabulary) for name in names}


def bucket_of(buckets: dict[str, Bucket], amount: float) -> str | None:
    """The range that an amount lies in."""
    return next((one.value for one in buckets.values() if one.over < amount <= one.up_to), None)


def names_a_thing(value: str, addresses: Addresses, vocabulary: Vocabulary) -> bool:
    """Whether a value certainly is an address, a compact name or a CTID, and no text that looks like one."""
    value = value.strip()
    if is_blank(value) or not addresses.is_complete(value):
        return False
    scheme = value.partition(":")[0]
    return (
        is_ctid(value) or "://" in value or scheme.lower() in _KNOWN_SCHEMES or scheme in vocabulary.prefixes
    )


def keys_of_value(key: str, addresses: Addresses, vocabulary: Vocabulary) -> tuple[str, ...]:
    """All keys of the thing of a key, itself among them; none where a filter could not ask for it."""
    if not names_a_thing(key, addresses, vocabulary):
        return ()
    keys = addresses.keys(key)
    return keys if key in keys else ()
