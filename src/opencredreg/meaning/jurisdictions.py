"""Where something holds: everywhere or in places, minus the exceptions.

Source: ``ctdl-vocabulary.md`` section 9.12. Our reading: places are the same when their ``geoURI`` or identifier
agrees, and a place lies in another one when all parts of the larger one's address agree with its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    key_of,
    keys_of,
    listed,
    reference_of,
    references_of,
    strings_of,
    texts_of,
)
from opencredreg.meaning.truth import Truth, all_of, any_of

__all__ = ["Jurisdiction", "Place", "applies_in", "jurisdictions_of", "read_place"]

_PARTS = (
    "ceterms:addressCountry",
    "ceterms:addressRegion",
    "ceterms:subRegion",
    "ceterms:addressLocality",
    "ceterms:name",
)


class Place(msgspec.Struct, frozen=True):
    """A place by its addresses and its names, in all languages; ``parts`` go from country down to name."""

    keys: tuple[str, ...] = ()
    parts: dict[str, tuple[str, ...]] = {}
    names: tuple[Text, ...] = ()


class Jurisdiction(msgspec.Struct, frozen=True):
    """``is_global`` or only in ``places``, never in ``exceptions``; ``asserted_by`` are URIs of organizations."""

    is_global: bool
    places: tuple[Place, ...] = ()
    exceptions: tuple[Place, ...] = ()
    asserted_by: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()


def jurisdictions_of(node: Node, *terms: str) -> tuple[Jurisdiction, ...]:
    """The jurisdiction profiles under the properties (``ceterms:jurisdiction`` unless others are named)."""
    return tuple(
        _jurisdiction(profile) for profile in embedded_of(node, *(terms or ("ceterms:jurisdiction",)))
    )


def read_place(node: Node) -> Place:
    """A place as published, older forms with the address inside included."""
    holders = [node, *embedded_of(node, "ceterms:address")]
    parts: dict[str, tuple[str, ...]] = {}
    for term in _PARTS:
        found = tuple(
            dict.fromkeys(text.casefold() for holder in holders for text in strings_of(holder, term))
        )
        if found:
            parts[term] = found
    marks = [uri for holder in holders for uri in references_of(holder, "ceterms:geoURI", "ceterms:sameAs")]
    marks += [reference_of(node)] if reference_of(node) else []
    return Place(keys_of(marks), parts, texts_of(node.get("ceterms:name")))


def applies_in(jurisdiction: Jurisdiction, place: Place) -> Truth:
    """Whether a jurisdiction includes a place, as far as names and addresses tell."""
    excluded = any_of(_lies_in(place, other) for other in jurisdiction.exceptions)
    if jurisdiction.is_global:
        inside = Truth.YES
    elif jurisdiction.places:
        inside = any_of(_lies_in(place, other) for other in jurisdiction.places)
    else:
        return Truth.UNKNOWN
    return all_of((inside, _not(excluded)))


def _jurisdiction(profile: Node) -> Jurisdiction:
    return Jurisdiction(
        is_global=any(
            value is True or (isinstance(value, str) and value.strip().lower() == "true")
            for value in listed(profile.get("ceterms:globalJurisdiction"))
        ),
        places=_places(profile, "ceterms:mainJurisdiction"),
        exceptions=_places(profile, "ceterms:jurisdictionException"),
        asserted_by=references_of(profile, "ceterms:assertedBy"),
        texts=texts_of(profile.get("ceterms:description")),
    )


def _places(profile: Node, term: str) -> tuple[Place, ...]:
    found = []
    for value in listed(profile.get(term)):
        if isinstance(value, str) and value.strip():
            found.append(Place((key_of(value),), {}, (Text("", value.strip()),)))
        elif hasattr(value, "get"):
            found.append(read_place(value))
    return tuple(found)


def _lies_in(inner: Place, outer: Place) -> Truth:
    if set(inner.keys) & set(outer.keys):
        return Truth.YES
    if not outer.parts:
        return Truth.UNKNOWN
    return all_of(_agrees(inner.parts, term, names) for term, names in outer.parts.items())


def _agrees(parts: dict[str, tuple[str, ...]], term: str, names: Sequence[str]) -> Truth:
    """Whether one part of the larger place's address is among those of the smaller one."""
    if term == "ceterms:name":
        # A region published by its name alone matches wherever that name stands in the address.
        stated = [name for found in parts.values() for name in found]
        return Truth.YES if set(stated) & set(names) else Truth.UNKNOWN
    if term not in parts:
        return Truth.UNKNOWN
    return Truth.YES if set(parts[term]) & set(names) else Truth.NO


def _not(value: Truth) -> Truth:
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(value, value)
