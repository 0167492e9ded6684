"""Places, addresses, contact points, and where something is valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from opencredreg.crosswalk.schema_org.plain import code_of, name_of, safe_url, text_of
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Scope, joined, without_repetitions
from opencredreg.crosswalk.values import described, number_of, values_of
from opencredreg.jsonld.values import Node, listed

__all__ = ["ADDRESSES", "AREAS", "CONTACTS", "LOCATIONS", "PHONES", "PLACES"]

_PARTS = (
    ("ceterms:streetAddress", "streetAddress"),
    ("ceterms:addressLocality", "addressLocality"),
    ("ceterms:addressRegion", "addressRegion"),
    ("ceterms:postalCode", "postalCode"),
    ("ceterms:postOfficeBoxNumber", "postOfficeBoxNumber"),
    ("ceterms:addressCountry", "addressCountry"),
)
_CONTACT_POINT = "ceterms:targetContactPoint"


def _address(place: Node, scope: Scope) -> Json:
    parts = {name: text_of(place.get(term), scope) or code_of(place.get(term)) for term, name in _PARTS}
    found = {name: part for name, part in parts.items() if part}
    return {"@type": "PostalAddress", **found} if found else {}


def _place(place: Node, scope: Scope) -> Json:
    latitude, longitude = (number_of(place.get(f"ceterms:{name}")) for name in ("latitude", "longitude"))
    is_somewhere = (
        latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180
    )
    made = {
        "name": name_of(place, scope),
        "address": _address(place, scope),
        "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
        if is_somewhere
        else {},
        "url": safe_url(next(iter(values_of(place, "ceterms:subjectWebpage")), "")),
    }
    found = {name: part for name, part in made.items() if part}
    return {"@type": "Place", **found} if found else {}


def _contact(point: Node, scope: Scope) -> Json:
    made: dict[str, Any] = {
        "name": name_of(point, scope),
        "contactType": text_of(point.get("ceterms:contactType"), scope),
    }
    for term, name in (("email", "email"), ("telephone", "telephone"), ("faxNumber", "faxNumber")):
        codes = without_repetitions(map(code_of, values_of(point, f"ceterms:{term}")), scope.most)
        made[name] = joined(codes) if codes else ""
    found = {name: part for name, part in made.items() if part}
    return {"@type": "ContactPoint", **found} if found else {}


def _addresses(values: list[Any], scope: Scope) -> Iterator[Json]:
    return (_address(place, scope) for place in scope.objects(values))


def _places(values: list[Any], scope: Scope) -> Iterator[Json]:
    return (_place(place, scope) for place in scope.objects(values))


def _locations(values: list[Any], scope: Scope) -> Iterator[Json]:
    for value in values:
        place = next(scope.objects([value]), None)
        if place is not None:
            yield _place(place, scope)
        elif url := safe_url(value):
            yield {"@type": "VirtualLocation", "url": url}


def _contacts(values: list[Any], scope: Scope) -> Iterator[Json]:
    for place in scope.objects(values):
        yield from (_contact(point, scope) for point in described(listed(place.get(_CONTACT_POINT))))


def _phones(values: list[Any], scope: Scope) -> Iterator[str]:
    for place in scope.objects(values):
        for point in described(listed(place.get(_CONTACT_POINT))):
            yield from map(code_of, values_of(point, "ceterms:telephone"))


def _areas(values: list[Any], scope: Scope) -> Iterator[Json]:
    for profile in scope.objects(values):
        # A place with exceptions is another place, and schema.org has no words for the exceptions.
        if listed(profile.get("ceterms:jurisdictionException")):
            continue
        for place in described(listed(profile.get("ceterms:mainJurisdiction"))):
            found = _place(place, scope)
            if found:
                yield {**found, "@type": "AdministrativeArea"}


ADDRESSES: Final = Reader("`PostalAddress`", _addresses, looks_up=True)
PLACES: Final = Reader("`Place` with address and coordinates", _places, looks_up=True)
LOCATIONS: Final = Reader(
    "`Place`, or `VirtualLocation` for an address on the web", _locations, looks_up=True
)
CONTACTS: Final = Reader("`ContactPoint` of the places", _contacts, looks_up=True)
PHONES: Final = Reader("telephone numbers of the places", _phones, looks_up=True)
AREAS: Final = Reader("`AdministrativeArea` of jurisdictions without exceptions", _areas, looks_up=True)
