from __future__ import annotations

from typing import Any

from opencredreg.finder.places import Places, build_places
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import course, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite

_BARN = {
    "@type": "ceterms:Place",
    "ceterms:name": {"en": "The barn"},
    "ceterms:streetAddress": {"en": "1 Long Lane"},
    "ceterms:addressLocality": {"en": "Ashby"},
    "ceterms:postalCode": "A1",
    "ceterms:latitude": 51.5,
    "ceterms:longitude": "-0.25",
    "ceterms:geoURI": "https://places.example/barn",
    "ceterms:targetContactPoint": [
        {
            "@type": "ceterms:ContactPoint",
            "ceterms:contactType": {"en": "Office"},
            "ceterms:telephone": ["+44 1", "+44 2"],
            "ceterms:email": ["barn@school.example"],
        }
    ],
}


def _built(client: AppClient, *others: dict[str, Any], **members: Any) -> Places | None:
    main = course(**members)
    client.published(document(main, *others))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        return build_places(subject)


def test_there_is_nothing_to_show_without_places_and_times(app_client: AppClient) -> None:
    assert _built(app_client) is None


def test_addresses_keep_all_that_is_said_of_them(app_client: AppClient) -> None:
    places = _built(app_client, ceterms__availableAt=[_BARN])
    assert places is not None
    [row] = places.addresses
    assert (row.postal_code, row.latitude, row.longitude) == ("A1", 51.5, -0.25)
    assert [text.text for text in (*row.names, *row.street, *row.town)] == [
        "The barn",
        "1 Long Lane",
        "Ashby",
    ]
    assert [one.term for one in row.rest] == ["ceterms:geoURI"]
    [contact] = row.contacts
    assert (contact.phones, contact.emails) == (("+44 1", "+44 2"), ("barn@school.example",))
    assert [(spot.latitude, spot.longitude) for spot in places.spots] == [(51.5, -0.25)]


def test_places_without_a_spot_on_the_globe_have_no_dot(app_client: AppClient) -> None:
    places = _built(app_client, ceterms__availableAt=[{**_BARN, "ceterms:latitude": 451.5}])
    assert places is not None
    assert places.addresses[0].latitude == 451.5
    assert places.spots == ()


def test_places_that_stand_beside_the_resource_are_found(app_client: AppClient) -> None:
    places = _built(app_client, {**_BARN, "@id": "_:barn"}, ceterms__availableAt=["_:barn", "Ask at the inn"])
    assert places is not None
    barn, inn = places.addresses
    assert (barn.postal_code, barn.reference) == ("A1", None)
    assert [text.text for text in inn.names] == ["Ask at the inn"]


def test_jurisdictions_are_places_minus_exceptions(app_client: AppClient) -> None:
    area = {
        "@type": "ceterms:JurisdictionProfile",
        "ceterms:globalJurisdiction": True,
        "ceterms:jurisdictionException": [{"@type": "ceterms:Place", "ceterms:name": {"en": "The moon"}}],
        "ceterms:assertedBy": ["https://office.example/"],
        "ceterms:description": {"en": "Nearly everywhere."},
    }
    places = _built(app_client, ceterms__jurisdiction=[area])
    assert places is not None
    [found] = places.areas
    assert found.is_global
    assert [text.text for row in found.exceptions for text in row.names] == ["The moon"]
    assert [one.uri for one in found.asserted_by] == ["https://office.example/"]
    assert found.rest == ()


def test_offerings_to_come_stand_before_those_that_are_over(app_client: AppClient) -> None:
    dates = {"past": "2001-01-01", "far": "2999-09-01", "near": "2990-02-01"}
    ctids = {name: new_ctid() for name in dates}
    for name, day in dates.items():
        offering = {
            **course(ctids[name], name, ceterms__startDate=day, ceterms__endDate=day),
            "@type": "ceterms:ScheduledOffering",
        }
        app_client.published(document(offering))
    lost = resource_uri(new_ctid())
    main = course(ceterms__hasOffering=[*map(resource_uri, ctids.values()), lost])
    app_client.published(document(main))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        places = build_places(subject)
    assert places is not None
    assert [one.summary.reference.ctid for one in places.offerings] == [
        ctids["near"],
        ctids["far"],
        ctids["past"],
    ]
    assert [one.uri for one in places.missing_offerings] == [lost]
    with subject_of(app_client, ctids["far"]) as subject:
        offered = build_places(subject)
    assert offered is not None
    assert [one.ctid for one in offered.offered] == [main["ceterms:ctid"]]


def test_online_places_and_dates_are_told(app_client: AppClient) -> None:
    places = _built(
        app_client,
        ceterms__availableOnlineAt=["https://school.example/online"],
        ceterms__dateEffective="2020-01-01",
    )
    assert places is not None
    assert [(one.term, one.urls) for one in places.online] == [
        ("ceterms:availableOnlineAt", ("https://school.example/online",))
    ]
    assert [one.term for one in places.dates] == ["ceterms:dateEffective"]
