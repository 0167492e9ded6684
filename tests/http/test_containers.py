"""Members of published collections."""

from __future__ import annotations

import json
from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, collection, course, document, resource_uri

_ONE, _TWO, _THREE = (resource_uri(f"ce-00000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))


def _change(app_client: AppClient, method: str, ctid: str, body: Any, **options: Any) -> Any:
    path = f"/containers/{ctid}/resources"
    body = json.dumps(body) if isinstance(body, str) else body
    return app_client.request(method, path, body=body, **{"who": "publisher", **options})


def _members(app_client: AppClient, ctid: str) -> Any:
    return app_client.get(f"/resources/{ctid}").json().get("ceterms:hasMember")


def test_members_are_added_once_and_in_order(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(collection(_ONE, ctid=ctid)))
    added = _change(app_client, "PATCH", ctid.upper(), [_THREE, _ONE, _TWO, _THREE])
    assert added.status_code == 200
    assert added.json()["changed"] is True
    assert added.json()["decoded_resource"]["@graph"][0]["ceterms:hasMember"] == [_ONE, _THREE, _TWO]
    assert _members(app_client, ctid) == [_ONE, _THREE, _TWO]
    history = added.json()["node_headers"]["revision_history"]
    assert [entry["event"] for entry in history] == ["create", "update"]
    again = _change(app_client, "PATCH", ctid, _TWO)
    assert (again.status_code, again.json()["changed"]) == (200, False)
    # Another spelling of a registry address is the same member.
    other = _change(
        app_client, "PATCH", ctid, _ONE.replace("https:", "http:").upper().replace("HTTP", "http")
    )
    assert other.json()["changed"] is False
    assert len(again.json()["node_headers"]["revision_history"]) == 2


def test_members_are_removed(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(collection(_ONE, _TWO, _ONE, _THREE, ctid=ctid)))
    removed = _change(app_client, "DELETE", ctid, [_ONE, "https://nobody.example/"])
    assert (removed.status_code, removed.json()["changed"]) == (200, True)
    assert _members(app_client, ctid) == [_TWO, _THREE]
    assert _change(app_client, "DELETE", ctid, _ONE).json()["changed"] is False
    assert _change(app_client, "DELETE", ctid, [_THREE, _TWO]).json()["changed"] is True
    assert not _members(app_client, ctid)
    assert _change(app_client, "PATCH", ctid, _ONE).json()["changed"] is True


def test_a_single_member_may_stand_without_a_list(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document({**collection(ctid=ctid), "ceterms:hasMember": _ONE}))
    assert _change(app_client, "PATCH", ctid, [_ONE]).json()["changed"] is False
    assert _change(app_client, "PATCH", ctid, [_TWO]).json()["changed"] is True
    assert _members(app_client, ctid) == [_ONE, _TWO]


def test_the_rest_of_the_document_stays(app_client: AppClient) -> None:
    ctid, part = new_ctid(), new_ctid()
    value = document(collection(ctid=ctid, ceterms__price=1.25), course(part), **{"x:note": [1, "two"]})
    before = app_client.published(value)
    after = _change(app_client, "PATCH", ctid, _ONE).json()
    value["@graph"][0]["ceterms:hasMember"] = [_ONE]
    assert after["decoded_resource"] == value
    kept = ("envelope_id", "owned_by", "published_by", "publisher_id", "resource_publish_type")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert app_client.get(f"/resources/{part}").status_code == 200


def test_the_name_of_the_class_may_be_short(app_client: AppClient) -> None:
    for spelling in ("Collection", "http://purl.org/ctdl/terms/Collection"):
        ctid = new_ctid()
        app_client.published(document({**collection(ctid=ctid), "@type": spelling}))
        assert _change(app_client, "PATCH", ctid, _ONE).status_code == 200, spelling
        assert _members(app_client, ctid) == [_ONE]


def test_only_collections_have_members(app_client: AppClient) -> None:
    ctid, inner, deleted = new_ctid(), new_ctid(), new_ctid()
    app_client.published(document(certificate(ctid), collection(ctid=inner)))
    app_client.published(document(collection(ctid=deleted)))
    app_client.delete(f"/resources/documents/{deleted}", who="publisher")
    for name in (ctid, inner, deleted, new_ctid(), "x"):
        for method in ("PATCH", "DELETE"):
            missing = _change(app_client, method, name, _ONE)
            assert (missing.status_code, missing.json()) == (404, {"errors": ["Envelope not found"]}), name
    missing = app_client.patch(f"/nowhere/containers/{ctid}/resources", [_ONE], who="publisher")
    assert missing.json() == {"errors": ["Couldn't find the envelope community"]}


def test_wrong_bodies(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(collection(_ONE, ctid=ctid)))
    for body, status in (
        (b"", 400),
        (b"[", 400),
        (b'"\\u0000"', 400),
        (b"\xff", 400),
        (b"{}", 422),
        (b"7", 422),
        (b"null", 422),
        (b'["x:y", 7]', 422),
        (b'["x:y", ""]', 422),
        (b'[["x:y"]]', 422),
        (b"[" * 100_000, 422),
    ):
        for method in ("PATCH", "DELETE"):
            refused = _change(app_client, method, ctid, body)
            assert refused.status_code == status, body
            assert isinstance(refused.json()["errors"][0], str)
    assert _change(app_client, "PATCH", ctid, b"[]").json()["changed"] is False
    assert _members(app_client, ctid) == [_ONE]


def test_only_those_who_may_publish_for_the_owner_change_members(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(collection(ctid=ctid)))
    for method in ("PATCH", "DELETE"):
        for who, status in (("anonymous", 401), ("unknown", 401), ("reader", 403), ("stranger", 401)):
            assert _change(app_client, method, ctid, _ONE, who=who).status_code == status, who
    assert _members(app_client, ctid) is None
    for number, who in enumerate(("publisher", "partner", "admin", "superadmin")):
        answer = _change(app_client, "PATCH", ctid, f"https://school.example/{number}", who=who)
        assert answer.json()["changed"] is True, who
