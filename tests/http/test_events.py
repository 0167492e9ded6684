"""The events of a community, newest first."""

from __future__ import annotations

import time
from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, document


def _events(app_client: AppClient, query: str = "", prefix: str = "") -> list[tuple[str, str]]:
    response = app_client.get(f"{prefix}/envelopes/events{query}")
    assert response.status_code == 200, response.text
    return [(entry["event"], entry["envelope_ceterms_ctid"]) for entry in response.json()]


def _life(app_client: AppClient, ctid: str) -> None:
    for name in ("First", "Second"):
        app_client.published(document(certificate(ctid, name)))
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204


def test_every_change_leaves_an_event(app_client: AppClient) -> None:
    ctid, other = new_ctid(), new_ctid()
    _life(app_client, ctid)
    app_client.published(document(certificate(other)))
    app_client.published(document(certificate(other)))  # Nothing changes.
    app_client.patch(
        f"/envelopes/{other}/verify", {"last_verified_on": "2024-02-29"}, who="publisher"
    )  # No version.
    assert _events(app_client) == [("create", other), ("destroy", ctid), ("update", ctid), ("create", ctid)]
    [first, *_] = app_client.get("/envelopes/events").json()
    assert list(first) == ["envelope_ceterms_ctid", "event", "created_at"]
    assert _events(app_client, prefix="/learning-registry") == []


def test_events_are_filtered(app_client: AppClient) -> None:
    one, two = new_ctid(), new_ctid()
    _life(app_client, one)
    marker = {"adms:status": "graphPublicationStatus:Provisional"}
    app_client.published(document(certificate(two), **marker))
    for query, expected in (
        (f"?ctid={one}", ["destroy", "update", "create"]),
        (f"?ctid={one.upper()}", ["destroy", "update", "create"]),
        (f"?ctid={new_ctid()}", []),
        ("?event=create", ["create", "create"]),
        ("?event=destroy", ["destroy"]),
        (f"?event=update&ctid={two}", []),
        ("", ["create", "destroy", "update", "create"]),
        ("?provisional=include", ["create", "destroy", "update", "create"]),
        ("?provisional=exclude", ["destroy", "update", "create"]),
        ("?provisional=only", ["create"]),
    ):
        assert [event for event, _ in _events(app_client, query)] == expected, query


def test_after_includes_its_own_moment(app_client: AppClient) -> None:
    """Quirk 28: whoever asks again with the time of the last event sees that event twice, and misses none."""
    ctid = new_ctid()
    moments = []
    for name in ("First", "Second", "Third"):
        app_client.published(document(certificate(ctid, name)))
        moments.append(app_client.get("/envelopes/events?per_page=1").json()[0]["created_at"])
        time.sleep(0.002)
    for place, moment in enumerate(moments):
        response = app_client.get("/envelopes/events", params={"after": moment})
        assert [entry["created_at"] for entry in response.json()] == moments[place:][::-1]
    assert len(_events(app_client, "?after=2001-01-01")) == 3
    assert _events(app_client, "?after=2999-01-01T00:00:00%2B02:00") == []
    assert _events(app_client, "?after=0001-01-01T00:00:00%2B23:59")


def test_wrong_parameters(app_client: AppClient) -> None:
    for query, errors in (
        ("after=yesterday", ["after is invalid"]),
        ("after=2026-02-30", ["after is invalid"]),
        ("event=created", ["event does not have a valid value"]),
        ("event=CREATE", ["event does not have a valid value"]),
        ("provisional=some", ["provisional does not have a valid value"]),
        ("ctid=%00", ["ctid is invalid"]),
        (
            "after=x&event=x&page=x",
            ["after is invalid", "event does not have a valid value", "page is invalid"],
        ),
    ):
        refused = app_client.get(f"/envelopes/events?{query}")
        assert (refused.status_code, refused.json()) == (400, {"errors": errors}), query
    missing = app_client.get("/nowhere/envelopes/events")
    assert (missing.status_code, missing.json()) == (
        404,
        {"errors": ["Couldn't find the envelope community"]},
    )


def test_pages_of_events_neither_overlap_nor_skip(app_client: AppClient) -> None:
    ctids = [new_ctid() for _ in range(4)]
    for ctid in ctids:
        _life(app_client, ctid)
    every: list[Any] = _events(app_client, "?per_page=100")
    assert len(every) == 12
    paged = [entry for page in range(1, 5) for entry in _events(app_client, f"?per_page=3&page={page}")]
    assert paged == every
    response = app_client.get("/envelopes/events?per_page=5&event=destroy")
    assert response.headers["x-total"] == "4"


def test_the_change_feed_misses_nothing(app_client: AppClient) -> None:
    ctid = new_ctid()
    _life(app_client, ctid)
    app_client.published(document(certificate()), community="secured_registry")
    seen, after = [], 0
    while True:
        answer = app_client.get(f"/api/changes?after={after}&limit=2").json()
        if not answer["changes"]:
            break
        seen += [(entry["event"], entry["envelope_ctid"]) for entry in answer["changes"]]
        after = answer["next_after"]
    assert seen == [("create", ctid), ("update", ctid), ("destroy", ctid)]
    every = app_client.get("/api/changes", who="reader").json()["changes"]
    assert [entry["community"] for entry in every] == ["ce_registry"] * 3 + ["secured_registry"]
    assert [entry["sequence"] for entry in every] == sorted({entry["sequence"] for entry in every})
