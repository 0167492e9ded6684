"""Publishing in the background (v2): a request is stored at once, and its outcome can be asked for later."""

from __future__ import annotations

from typing import Any

from opencredreg.ids import new_ctid
from opencredreg.registry.publish_requests import fail_request
from tests.support.app import AppClient
from tests.support.documents import certificate, document

_V2 = {"Accept-Version": "v2"}
_KEYS = [
    "id", "envelope_id", "envelope_ceterms_ctid", "error", "created_at", "completed_at", "status",
]  # fmt: skip


def _enqueue(app_client: AppClient, value: Any, **options: Any) -> Any:
    return app_client.publish(value, **{**options, "headers": {**_V2, **options.get("headers", {})}})


def _read(app_client: AppClient, number: int, who: str = "publisher") -> Any:
    return app_client.get(f"/publish_requests/{number}", who=who).json()


def test_a_request_is_pending_and_then_succeeds(app_client: AppClient) -> None:
    ctid = new_ctid()
    params = {"published_by": app_client.ctid("cedar"), "resource_publish_type": "secondary"}
    secondary = {"Secondary-Token": f"Token {app_client.people.tokens['publisher']}"}
    response = _enqueue(
        app_client, document(certificate(ctid)), who="partner", params=params, headers=secondary
    )
    pending = response.json()
    assert response.status_code == 200
    assert list(pending) == _KEYS
    assert (pending["status"], pending["error"], pending["completed_at"]) == ("pending", None, None)
    assert _read(app_client, pending["id"], "partner") == pending
    assert app_client.get(f"/resources/{ctid}").status_code == 404

    assert app_client.run_jobs() == 1
    done = _read(app_client, pending["id"], "partner")
    envelope = app_client.get(f"/envelopes/{ctid}").json()
    assert done["status"] == "succeeded"
    assert (done["envelope_id"], done["envelope_ceterms_ctid"]) == (envelope["envelope_id"], ctid)
    assert done["error"] is None
    assert done["completed_at"] >= done["created_at"]
    assert envelope["published_by"] == app_client.ctid("cedar")
    assert envelope["resource_publish_type"] == "secondary"
    assert envelope["secondary_publisher_id"] is not None


def test_requests_are_done_in_their_order(app_client: AppClient) -> None:
    ctid = new_ctid()
    for name in ("First", "Second", "Third"):
        _enqueue(app_client, document(certificate(ctid, name)))
    assert app_client.run_jobs() == 3
    assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": "Third"}
    events = app_client.get(f"/envelopes/events?ctid={ctid}").json()
    assert [entry["event"] for entry in events] == ["update", "update", "create"]


def test_what_is_wrong_with_a_document_is_told_later(app_client: AppClient) -> None:
    taken = new_ctid()
    app_client.published(document(certificate(taken)), owner="birch", who="stranger")
    good = document(certificate())
    for value, error in (
        ({"@graph": good["@graph"]}, [{"@id": "is required"}, 422]),
        ({"@id": good["@id"]}, [{"@graph": "is required"}, 422]),
        ({**good, "@graph": "text"}, [{"_": "The value at /@graph must be an array."}, 422]),
        (document(certificate(taken)), [["Resource CTID must be unique"], 422]),
    ):
        response = _enqueue(app_client, value)
        assert response.status_code == 200
        assert app_client.run_jobs() == 1
        failed = _read(app_client, response.json()["id"])
        assert (failed["status"], failed["error"]) == ("failed", error)
        assert failed["completed_at"] is not None
        assert failed["envelope_id"] is None
    for broken in (b"", b"{", b"\xff", b'{"@id": "\\u0000"}', b"[" * 100_000):
        response = _enqueue(app_client, broken)
        assert response.status_code == 200
        assert app_client.run_jobs() == 1
        failed = _read(app_client, response.json()["id"])
        assert failed["status"] == "failed", broken
        assert failed["error"][1] in (400, 422)


def test_a_context_that_nobody_knows_is_told_later(app_client: AppClient) -> None:
    unknown = {**document(certificate()), "@context": "https://nowhere.example/context"}
    number = _enqueue(app_client, unknown).json()["id"]
    assert app_client.run_jobs() == 1
    [messages, status] = _read(app_client, number)["error"]
    assert (list(messages), status) == (["@context"], 422)
    assert messages == app_client.publish(unknown).json()["errors"][0]


def test_a_failure_of_the_node_is_not_told_as_one_of_the_document(app_client: AppClient) -> None:
    number = _enqueue(app_client, document(certificate())).json()["id"]
    fail_request(app_client.node, str(number), "The node failed.")
    failed = _read(app_client, number)
    assert (failed["status"], failed["error"]) == ("failed", [["The node failed."], 500])
    assert app_client.run_jobs() == 1
    assert _read(app_client, number) == failed


def test_what_can_be_refused_at_once_is(app_client: AppClient) -> None:
    value = document(certificate())
    for options, status, body in (
        ({"who": "anonymous"}, 401, {"errors": ["Invalid token"]}),
        ({"who": "reader"}, 403, {"error": "You are not authorized to perform this action"}),
        (
            {"who": "stranger"},
            401,
            {"errors": ["Publisher is not authorized to publish on behalf of this organization"]},
        ),
        ({"params": {"published_by": new_ctid()}}, 404, {"errors": ["Organization not found"]}),
        ({"community": "nowhere"}, 404, {"errors": ["Couldn't find the envelope community"]}),
        (
            {"params": {"resource_publish_type": "x"}},
            422,
            {"errors": [["resource_publish_type does not have a valid value"]]},
        ),
    ):
        refused = _enqueue(app_client, value, **options)
        assert (refused.status_code, refused.json()) == (status, body), options
    assert app_client.run_jobs() == 0
    assert app_client.get("/publish_requests", who="superadmin").json() == []


def test_an_envelope_of_a_request_can_be_deleted(app_client: AppClient) -> None:
    """Weak point C3 of the reference."""
    ctid = new_ctid()
    number = _enqueue(app_client, document(certificate(ctid))).json()["id"]
    app_client.run_jobs()
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204
    assert _read(app_client, number)["status"] == "succeeded"
    _enqueue(app_client, document(certificate(ctid)))
    app_client.run_jobs()
    purged = app_client.delete("/envelopes", params={"owned_by": app_client.ctid("alder")}, who="publisher")
    assert purged.json() == {"purged": 1}


def test_everybody_sees_their_own_requests(app_client: AppClient) -> None:
    """Weak point S8 of the reference: there everybody saw everything."""
    mine = [_enqueue(app_client, document(certificate())).json()["id"] for _ in range(3)]
    theirs = _enqueue(app_client, document(certificate()), owner="birch", who="stranger").json()["id"]
    for headers in ({}, _V2):
        listed = app_client.get("/publish_requests", who="publisher", headers=headers)
        assert [entry["id"] for entry in listed.json()] == mine[::-1]
    page = app_client.get("/publish_requests?per_page=2&page=2", who="publisher")
    assert [entry["id"] for entry in page.json()] == mine[:1]
    assert page.headers["x-total"] == "3"
    assert [entry["id"] for entry in app_client.get("/publish_requests", who="stranger").json()] == [theirs]
    assert app_client.get("/publish_requests", who="reader").json() == []
    assert len(app_client.get("/publish_requests", who="superadmin").json()) == 4
    for who, status in (
        ("publisher", 200), ("superadmin", 200), ("stranger", 403), ("reader", 403), ("anonymous", 401),
    ):  # fmt: skip
        assert app_client.get(f"/publish_requests/{mine[0]}", who=who).status_code == status, who
    for number in ("0", "999999", "-1", "x", "1/2", "%31x", "9" * 30, "²"):
        missing = app_client.get(f"/publish_requests/{number}", who="publisher")
        assert (missing.status_code, missing.json()) == (404, {"errors": ["PublishRequest not found"]})


def test_versions(app_client: AppClient) -> None:
    unsupported = {"error": "The requested version is not supported."}
    for path, version in (
        ("/envelopes", "v2"),
        ("/envelopes", "v3"),
        ("/info", "V1"),
        (f"/resources/{new_ctid()}", "v2"),
        ("/publish_requests", "v9"),
    ):
        refused = app_client.get(path, headers={"Accept-Version": version}, who="publisher")
        assert (refused.status_code, refused.json()) == (406, unsupported), version
    for version in ("v1", "v2"):
        assert app_client.get("/_test", headers={"Accept-Version": version}).json() == {}
    for version in ("v1", ""):
        response = app_client.publish(document(certificate()), headers={"Accept-Version": version})
        assert response.status_code == 201
    refused = app_client.publish(document(certificate()), headers={"Accept-Version": "v3"})
    assert (refused.status_code, refused.json()) == (406, unsupported)
