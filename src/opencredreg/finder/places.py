"""Where and when something is: addresses, online places, jurisdictions, dates and scheduled offerings.

Source: ``ctdl-vocabulary.md`` sections 6 (blocks A, D and Q), 6.16, 6.17 and 9.12.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.finder.entries import Entries, read_entries_of
from opencredreg.finder.incoming import find_incoming
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    is_address,
    is_described,
    listed,
    number_of,
    reference_of,
    references_of,
    strings_of,
    texts_of,
)
from opencredreg.meaning.jurisdictions import jurisdictions_of
from opencredreg.meaning.periods import Period, period_of

__all__ = [
    "ADDRESS_TERMS",
    "DATE_TERMS",
    "JURISDICTION_TERMS",
    "ONLINE_TERMS",
    "SCHEDULE_TERMS",
    "Area",
    "Contact",
    "Offering",
    "Online",
    "PlaceRow",
    "Places",
    "Spot",
    "build_places",
    "read_place_row",
]

ADDRESS_TERMS: Final = ("ceterms:availableAt", "ceterms:address")
ONLINE_TERMS: Final = ("ceterms:availableOnlineAt", "ceterms:availabilityListing")
JURISDICTION_TERMS: Final = ("ceterms:jurisdiction", "ceterms:offeredIn")
DATE_TERMS: Final = (
    "ceterms:startDate",
    "ceterms:approximateStartDate",
    "ceterms:endDate",
    "ceterms:approximateEndDate",
    "ceterms:dateEffective",
    "ceterms:approximateDateEffective",
    "ceterms:expirationDate",
    "ceterms:approximateExpirationDate",
)
SCHEDULE_TERMS: Final = (
    "ceterms:offerFrequencyType",
    "ceterms:scheduleFrequencyType",
    "ceterms:scheduleTimingType",
)
_HAS_OFFERING = "ceterms:hasOffering"
_MOST_PLACES = 100
_MOST_OFFERINGS = 50
_TEXTS: Final = {
    "names": "ceterms:name",
    "about": "ceterms:description",
    "street": "ceterms:streetAddress",
    "town": "ceterms:addressLocality",
    "sub_region": "ceterms:subRegion",
    "region": "ceterms:addressRegion",
    "country": "ceterms:addressCountry",
}
_STRINGS: Final = {"postal_code": "ceterms:postalCode", "box": "ceterms:postOfficeBoxNumber"}
_COORDINATES: Final = {"latitude": "ceterms:latitude", "longitude": "ceterms:longitude"}
_CONTACT: Final = {
    "emails": "ceterms:email",
    "phones": "ceterms:telephone",
    "faxes": "ceterms:faxNumber",
    "media": "ceterms:socialMedia",
}


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask at a place."""

    names: tuple[Text, ...] = ()
    kinds: tuple[Text, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    rest: tuple[Statement, ...] = ()


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place by the parts of its address. ``reference`` is set where another document describes it."""

    term: str = ""
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    street: tuple[Text, ...] = ()
    town: tuple[Text, ...] = ()
    sub_region: tuple[Text, ...] = ()
    region: tuple[Text, ...] = ()
    country: tuple[Text, ...] = ()
    postal_code: str = ""
    box: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contacts: tuple[Contact, ...] = ()
    reference: Reference | None = None
    rest: tuple[Statement, ...] = ()


class Online(msgspec.Struct, frozen=True):
    """Addresses on the web under one property."""

    term: str
    urls: tuple[str, ...]


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Where something holds: everywhere or in places, minus the exceptions, as somebody says."""

    term: str
    is_global: bool
    places: tuple[PlaceRow, ...] = ()
    exceptions: tuple[PlaceRow, ...] = ()
    asserted_by: tuple[Reference, ...] = ()
    texts: tuple[Text, ...] = ()
    rest: tuple[Statement, ...] = ()


class Offering(msgspec.Struct, frozen=True):
    """One date at which something is offered, with when and how it is held."""

    summary: Summary
    period: Period
    schedule: tuple[Entries, ...]


class Spot(msgspec.Struct, frozen=True):
    """A dot of a map."""

    latitude: float
    longitude: float
    names: tuple[Text, ...]


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when. ``offered`` are the resources whose offering this is."""

    addresses: tuple[PlaceRow, ...] = ()
    online: tuple[Online, ...] = ()
    areas: tuple[Area, ...] = ()
    dates: tuple[Statement, ...] = ()
    schedule: tuple[Entries, ...] = ()
    offerings: tuple[Offering, ...] = ()
    missing_offerings: tuple[Reference, ...] = ()
    offered: tuple[Reference, ...] = ()
    spots: tuple[Spot, ...] = ()
    left_out_addresses: int = 0
    left_out_areas: int = 0
    left_out_offerings: int = 0


def build_places(subject: Subject) -> Places | None:
    """Where and when a resource is; ``None`` where nothing is said."""
    look, value = subject.look, subject.value
    entries = [(term, entry) for term in ADDRESS_TERMS for entry in listed(value.get(term))]
    addresses = tuple(_row(look, term, entry) for term, entry in entries[:_MOST_PLACES])
    areas = [(term, entry) for term in JURISDICTION_TERMS for entry in embedded_of(value, term)]
    offerings, missing, left_out = _offerings(look, value)
    found = Places(
        addresses=tuple(row for row in addresses if row is not None),
        online=tuple(Online(term, urls) for term in ONLINE_TERMS if (urls := references_of(value, term))),
        areas=tuple(_area(look, term, entry) for term, entry in areas[:_MOST_PLACES]),
        dates=read_statements(look, {term: value[term] for term in DATE_TERMS if term in value}),
        schedule=read_entries_of(look, value, SCHEDULE_TERMS),
        offerings=offerings,
        missing_offerings=missing,
        offered=_offered(subject),
        spots=_spots(addresses),
        left_out_addresses=max(0, len(entries) - _MOST_PLACES),
        left_out_areas=max(0, len(areas) - _MOST_PLACES),
        left_out_offerings=left_out,
    )
    return found if found != Places() else None


def read_place_row(look: Look, term: str, value: Node, reference: Reference | None = None) -> PlaceRow:
    """A place with everything that is said of it."""
    numbers = {name: number_of(value.get(each)) for name, each in _COORDINATES.items()}
    shown = {
        *_TEXTS.values(),
        *_STRINGS.values(),
        "ceterms:targetContactPoint",
        *(each for name, each in _COORDINATES.items() if numbers[name] is not None),
    }
    loose = [one for one in listed(value.get("ceterms:targetContactPoint")) if not is_described(one)]
    if loose:
        shown.discard("ceterms:targetContactPoint")
    texts: dict[str, Any] = {name: texts_of(value.get(each)) for name, each in _TEXTS.items()}
    strings: dict[str, Any] = {name: ", ".join(_written(value, each)) for name, each in _STRINGS.items()}
    return PlaceRow(
        term=term,
        contacts=()
        if loose
        else tuple(_contact(look, one) for one in embedded_of(value, "ceterms:targetContactPoint")),
        reference=reference,
        rest=read_statements(look, value, without=shown, depth=1),
        latitude=numbers["latitude"],
        longitude=numbers["longitude"],
        **texts,
        **strings,
    )


def _written(value: Node, term: str) -> list[str]:
    numbers = [str(one) for one in listed(value.get(term)) if type(one) in (int, float)]
    return [*strings_of(value, term), *numbers]


def _row(look: Look, term: str, value: Any) -> PlaceRow | None:
    """A place that stands inside, in the same document or in another one, or is only a text."""
    if is_described(value):
        return read_place_row(look, term, value)
    uri = reference_of(value)
    if not uri:
        return None
    if not is_address(uri):
        return PlaceRow(term=term, names=(Text("", uri),))
    held = look.resources.find_held([uri]).get(uri)
    if held is None:
        return PlaceRow(term=term, reference=look.book.to(uri))
    reference = reference_to(held)
    return read_place_row(look, term, held.value, reference if reference.place == "page" else None)


def _contact(look: Look, value: Node) -> Contact:
    return Contact(
        names=texts_of(value.get("ceterms:name")),
        kinds=texts_of(value.get("ceterms:contactType")),
        rest=read_statements(
            look, value, without={"ceterms:name", "ceterms:contactType", *_CONTACT.values()}, depth=2
        ),
        **{name: strings_of(value, term) for name, term in _CONTACT.items()},
    )


def _area(look: Look, term: str, profile: Node) -> Area:
    [read] = jurisdictions_of({term: profile}, term)
    rows = {
        name: tuple(row for one in listed(profile.get(name)) if (row := _row(look, name, one)) is not None)
        for name in ("ceterms:mainJurisdiction", "ceterms:jurisdictionException")
    }
    shown = {*rows, "ceterms:globalJurisdiction", "ceterms:assertedBy", "ceterms:description"}
    return Area(
        term=term,
        is_global=read.is_global,
        places=rows["ceterms:mainJurisdiction"],
        exceptions=rows["ceterms:jurisdictionException"],
        asserted_by=look.book.all_to(read.asserted_by),
        texts=read.texts,
        rest=read_statements(look, profile, without=shown, depth=1),
    )


def _offerings(
    look: Look, value: Mapping[str, Any]
) -> tuple[tuple[Offering, ...], tuple[Reference, ...], int]:
    """The scheduled offerings, the next ones first, those that nobody describes, and how many more there are."""
    uris = references_of(value, _HAS_OFFERING)
    held = look.resources.find_held(uris[:_MOST_OFFERINGS])
    missing = look.book.all_to(uri for uri in uris[:_MOST_OFFERINGS] if uri not in held)
    summaries = summarize(look, list(held.values()))
    offerings = [
        Offering(
            summary=summary,
            period=period_of(one.value),
            schedule=read_entries_of(look, one.value, ("ceterms:deliveryType", *SCHEDULE_TERMS)),
        )
        for summary, one in zip(summaries, held.values(), strict=True)
    ]
    # Dates that are over stand behind those that one can still go to.
    offerings.sort(
        key=lambda one: (
            one.period.end is not None and one.period.end < look.today,
            one.period.start is None,
            one.period.start or look.today,
        )
    )
    return tuple(offerings), missing, max(0, len(uris) - _MOST_OFFERINGS)


def _offered(subject: Subject) -> tuple[Reference, ...]:
    if not subject.is_a("ceterms:ScheduledOffering"):
        return ()
    look = subject.look
    incoming = find_incoming(look.connection, look.vocabulary, subject.held.id, terms=[_HAS_OFFERING])
    ids = [one.id for group in incoming.under(_HAS_OFFERING) for one in group.sources]
    return tuple(reference_to(one) for one in look.resources.load(ids[:_MOST_OFFERINGS]))


def _spots(rows: tuple[PlaceRow | None, ...]) -> tuple[Spot, ...]:
    """The dots of the map, one for each pair of coordinates that can be on one."""
    spots = {
        (row.latitude, row.longitude): Spot(row.latitude, row.longitude, row.names or row.town)
        for row in rows
        if row is not None and row.latitude is not None and row.longitude is not None
    }
    return tuple(spot for spot in spots.values() if abs(spot.latitude) <= 90 and abs(spot.longitude) <= 180)
