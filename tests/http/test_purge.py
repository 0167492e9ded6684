"""Bulk purge: many documents at once, each of which leaves an event and stays in the history."""

from __future__ import annotations

import time
from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, course, document

_NEEDED = "owned_by, published_by are missing, at least one parameter must be provided"
_NOT_FOR_OWNER = {"errors": ["Publisher is not authorized to publish on behalf of this organization"]}


def _purge(app_client: AppClient, prefix: str = "", who: str = "publisher", **params: Any) -> Any:
    return app_client.delete(
        f"{prefix}/envelopes", who=who, params={name.rstrip("_"): value for name, value in params.items()}
    )


def _count(app_client: AppClient, who: str = "anonymous") -> int:
    return int(app_client.get("/envelopes?per_page=1", who=who).headers["x-total"])


def test_a_purge_removes_what_an_organization_owns(app_client: AppClient) -> None:
    ctids = [app_client.published(document(certificate()))["envelope_ceterms_ctid"] for _ in range(3)]
    other = app_client.published(document(certificate()), owner="birch", who="stranger")
    elsewhere = app_client.published(document(certificate()), community="learning-registry")
    response = _purge(app_client, owned_by=app_client.ctid("alder").upper())
    assert (response.status_code, response.json()) == (200, {"purged": 3})
    for ctid in ctids:
        assert app_client.get(f"/resources/{ctid}").status_code == 410
        events = app_client.get(f"/api/communities/ce_registry/history/{ctid}").json()["events"]
        assert [entry["event"] for entry in events] == ["create", "destroy"]
    assert app_client.get(f"/envelopes/{other['envelope_ceterms_ctid']}").status_code == 200
    assert app_client.get(f"/learning-registry/envelopes/{elsewhere['envelope_id']}").status_code == 200
    destroyed = app_client.get("/envelopes/events?event=destroy").json()
    assert {entry["envelope_ceterms_ctid"] for entry in destroyed} == set(ctids)
    assert _purge(app_client, owned_by=app_client.ctid("alder")).json() == {"purged": 0}


def test_all_conditions_must_hold(app_client: AppClient) -> None:
    alder, cedar = app_client.ctid("alder"), app_client.ctid("cedar")
    by_cedar = {"published_by": cedar}
    app_client.published(document(certificate()), who="partner", params=by_cedar)
    app_client.published(document(course()), who="partner", params=by_cedar)
    app_client.published(document(certificate()))
    assert _purge(app_client, owned_by=alder, published_by=cedar, resource_type="pathway").json() == {
        "purged": 0
    }
    assert _purge(app_client, owned_by=alder, published_by=cedar, resource_type="credential").json() == {
        "purged": 1
    }
    assert _purge(app_client, published_by=cedar).json() == {"purged": 1}
    assert _count(app_client) == 1
    assert _purge(app_client, owned_by=alder, resource_type="unheard_of").json() == {"purged": 0}
    assert _purge(app_client, owned_by=alder).json() == {"purged": 1}


def test_both_ends_of_a_time_belong_to_it(app_client: AppClient) -> None:
    alder = app_client.ctid("alder")
    times = []
    for _ in range(3):
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)))
        # Later versions do not move the time of the creation, by which purging goes.
        app_client.published(document(certificate(ctid, "Later")))
        event = app_client.get(f"/envelopes/events?ctid={ctid}&event=create").json()[0]
        times.append(event["created_at"])
        time.sleep(0.002)
    assert _purge(app_client, owned_by=alder, from_=times[1], until=times[1]).json() == {"purged": 1}
    assert _purge(app_client, owned_by=alder, until="2001-01-01").json() == {"purged": 0}
    assert _purge(app_client, owned_by=alder, from_=times[2]).json() == {"purged": 1}
    assert _purge(app_client, owned_by=alder, until=times[0]).json() == {"purged": 1}


def test_wrong_parameters(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    alder = app_client.ctid("alder")
    for params, status, message in (
        ({}, 400, _NEEDED),
        ({"resource_type": "credential"}, 400, _NEEDED),
        ({"owned_by": ""}, 400, _NEEDED),
        ({"owned_by": alder, "from": "x"}, 400, "from is invalid"),
        ({"owned_by": alder, "until": "2026-02-30"}, 400, "until is invalid"),
        ({"owned_by": new_ctid()}, 404, "Organization not found"),
        ({"owned_by": alder, "published_by": "x"}, 404, "Organization not found"),
    ):
        for who in ("publisher", "admin"):
            refused = _purge(app_client, who=who, **params)
            assert (refused.status_code, refused.json()) == (status, {"errors": [message]}), params
    assert _purge(app_client, "/nowhere", owned_by=alder).json() == {
        "errors": ["Couldn't find the envelope community"]
    }
    assert _count(app_client) == 1


def test_organizations_purge_what_they_own_and_staff_purges_anything(app_client: AppClient) -> None:
    alder, birch, cedar = (app_client.ctid(name) for name in ("alder", "birch", "cedar"))
    by_cedar = {"published_by": cedar}
    app_client.published(document(certificate()), who="partner", params=by_cedar)
    app_client.published(document(certificate()))
    app_client.published(document(certificate()), owner="birch", who="stranger")
    for who, status, answer in (
        ("anonymous", 401, {"errors": ["Invalid token"]}),
        ("unknown", 401, {"errors": ["Invalid token"]}),
        ("reader", 403, {"error": "You are not authorized to perform this action"}),
        ("stranger", 401, _NOT_FOR_OWNER),
        # To be let publish for an owner is not to be let clear out its house.
        ("partner", 401, _NOT_FOR_OWNER),
    ):
        refused = _purge(app_client, who=who, owned_by=alder)
        assert (refused.status_code, refused.json()) == (status, answer), who
    assert _purge(app_client, owned_by=birch).json() == _NOT_FOR_OWNER
    # What somebody published for others is not theirs.
    assert _purge(app_client, who="partner", published_by=cedar).json() == {"purged": 0}
    assert _count(app_client) == 3
    assert _purge(app_client, who="admin", published_by=cedar).json() == {"purged": 1}
    assert _purge(app_client, who="superadmin", owned_by=alder).json() == {"purged": 1}
    assert _purge(app_client, who="stranger", owned_by=birch).json() == {"purged": 1}
