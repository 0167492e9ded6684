"""Deleting a document, publishing it again, and giving it to another owner."""

from __future__ import annotations

from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, course, document, program_with_parts

_NOT_FOR_OWNER = {"errors": ["Publisher is not authorized to publish on behalf of this organization"]}
_INVALID_TOKEN = {"errors": ["Invalid token"]}
_NO_ENVELOPE = {"errors": ["Envelope not found"]}


def _delete(app_client: AppClient, ctid: str, **options: Any) -> Any:
    return app_client.delete(f"/resources/documents/{ctid}", **{"who": "publisher", **options})


def _history(app_client: AppClient, ctid: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = app_client.get(f"/api/communities/ce_registry/history/{ctid}").json()[
        "events"
    ]
    return events


def test_deleting_answers_with_nothing(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    [ctid, part] = [item["ceterms:ctid"] for item in value["@graph"][:2]]
    # Only the document itself has a document's CTID.
    assert _delete(app_client, part).json() == _NO_ENVELOPE
    response = _delete(app_client, ctid.upper())
    assert (response.status_code, response.content) == (204, b"")
    assert "content-length" not in response.headers
    for path in (f"/resources/{ctid}", f"/graph/{part}", f"/envelopes/{ctid}", "/resources/_:conditions"):
        assert app_client.get(path).status_code == (404 if "_:" in path else 410), path
    assert app_client.get("/").json()["total_envelopes"] == 0
    assert app_client.post("/resources/check_existence", {"ctids": [ctid, part]}).json() == []
    assert app_client.post("/graph/search", {"ctids": [ctid]}).json() == []
    assert app_client.post("/resources/search", {"ctids": [ctid, part], "bnodes": ["_:costs"]}).json() == []
    again = _delete(app_client, ctid)
    assert (again.status_code, again.json()) == (404, _NO_ENVELOPE)


def test_a_document_is_deleted_in_its_community_only(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    elsewhere = app_client.delete(f"/learning-registry/resources/documents/{ctid}", who="publisher")
    assert (elsewhere.status_code, elsewhere.json()) == (404, _NO_ENVELOPE)
    nowhere = app_client.delete(f"/nowhere/resources/documents/{ctid}", who="publisher")
    assert nowhere.json() == {"errors": ["Couldn't find the envelope community"]}
    assert app_client.delete(f"/CE-Registry/resources/documents/{ctid}", who="publisher").status_code == 204


def test_only_those_who_may_publish_for_the_owner_delete(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    for who, status, body in (
        ("anonymous", 401, _INVALID_TOKEN),
        ("unknown", 401, _INVALID_TOKEN),
        ("reader", 403, {"error": "You are not authorized to perform this action"}),
        ("stranger", 401, _NOT_FOR_OWNER),
    ):
        refused = _delete(app_client, ctid, who=who)
        assert (refused.status_code, refused.json()) == (status, body), who
    for who in ("partner", "publisher", "admin", "superadmin"):
        assert _delete(app_client, ctid, who=who).status_code == 204, who
        app_client.published(document(certificate(ctid)))


def test_if_match_protects_what_others_published_from_deletion(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid, "First")))
    first = app_client.get(f"/graph/{ctid}").headers["etag"]
    app_client.published(document(certificate(ctid, "Second")))
    late = _delete(app_client, ctid, headers={"If-Match": first})
    assert late.status_code == 412
    assert app_client.get(f"/graph/{ctid}").status_code == 200
    second = app_client.get(f"/graph/{ctid}").headers["etag"]
    assert _delete(app_client, ctid, headers={"If-Match": second}).status_code == 204


def test_publishing_after_a_deletion_begins_a_new_life(app_client: AppClient) -> None:
    ctid = new_ctid()
    first = app_client.published(document(certificate(ctid, "First life")))
    app_client.published(document(certificate(ctid, "First life, later")))
    assert _delete(app_client, ctid).status_code == 204
    second = app_client.published(document(certificate(ctid, "Second life")))
    assert second["envelope_id"] != first["envelope_id"]
    assert second["changed"] is True
    assert [entry["event"] for entry in second["node_headers"]["revision_history"]] == ["create"]
    assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": "Second life"}

    events = _history(app_client, ctid)
    assert [(entry["event"], entry["envelope_id"]) for entry in events] == [
        ("create", first["envelope_id"]),
        ("update", first["envelope_id"]),
        ("destroy", first["envelope_id"]),
        ("create", second["envelope_id"]),
    ]
    names = [
        app_client.get(entry["document"]).json()["@graph"][0]["ceterms:name"]["en"]
        for entry in events
        if entry["event"] != "destroy"
    ]
    assert names == ["First life", "First life, later", "Second life"]
    # Both lives have their revisions still.
    old = app_client.get(f"/envelopes/{first['envelope_id']}?include_deleted=true").json()
    for entry in old["node_headers"]["revision_history"][:-1]:
        assert app_client.get(entry["url"]).status_code == 200


def test_a_deleted_ctid_is_free_for_others(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    assert _delete(app_client, ctid).status_code == 204
    second = app_client.published(document(certificate(ctid)), owner="birch", who="stranger")
    assert second["owned_by"] == app_client.ctid("birch")
    owners = [entry["owned_by"] for entry in _history(app_client, ctid)]
    assert owners == [app_client.ctid("alder")] * 2 + [app_client.ctid("birch")]


def test_a_part_that_stands_in_two_documents_outlives_one_of_them(app_client: AppClient) -> None:
    one, two, part = new_ctid(), new_ctid(), new_ctid()
    app_client.published(document(certificate(one), course(part, "As the first tells it")))
    app_client.published(document(certificate(two), course(part, "As the second tells it")))
    assert app_client.get(f"/resources/{part}").json()["ceterms:name"]["en"] == "As the first tells it"
    assert _delete(app_client, one).status_code == 204
    assert app_client.get(f"/resources/{part}").json()["ceterms:name"]["en"] == "As the second tells it"
    assert app_client.get(f"/graph/{part}").json()["@graph"][0]["ceterms:ctid"] == two
    assert _delete(app_client, two).status_code == 204
    assert app_client.get(f"/resources/{part}").status_code == 410


def _transfer(app_client: AppClient, ctid: str, body: object, **options: Any) -> Any:
    return app_client.patch(f"/resources/documents/{ctid}/transfer", body, **{"who": "superadmin", **options})


def test_a_transfer_changes_the_owner_and_who_did_it(app_client: AppClient) -> None:
    ctid = new_ctid()
    headers = {"Secondary-Token": f"Token {app_client.people.tokens['publisher']}"}
    params = {"published_by": app_client.ctid("cedar"), "resource_publish_type": "secondary"}
    value = document(certificate(ctid))
    before = app_client.published(value, who="partner", params=params, headers=headers)
    birch = app_client.people.organizations["birch"]
    response = _transfer(app_client, ctid.upper(), {"organization_id": birch.uuid})
    after = response.json()
    assert response.status_code == 200
    assert after["changed"] is True
    assert (before["owned_by"], after["owned_by"]) == (app_client.ctid("alder"), birch.ctid)
    assert after["publisher_id"] != before["publisher_id"]
    for name in (
        "published_by", "secondary_publisher_id", "resource_publish_type", "decoded_resource",
        "envelope_id", "envelope_ceterms_ctid",
    ):  # fmt: skip
        assert after[name] == before[name], name
    history = after["node_headers"]["revision_history"]
    assert [entry["event"] for entry in history] == ["create", "update"]
    assert app_client.get(history[0]["url"]).json()["owned_by"] == app_client.ctid("alder")

    # From now on the new owner publishes, and the old one does not.
    assert app_client.publish(value).status_code == 422
    assert app_client.publish(value, owner="birch", who="stranger").status_code == 201
    again = _transfer(app_client, ctid, {"organization_id": birch.uuid}).json()
    assert again["changed"] is True  # The stranger had published in between.
    again = _transfer(app_client, ctid, {"organization_id": birch.uuid}).json()
    assert again["changed"] is False
    assert len(again["node_headers"]["revision_history"]) == 4
    assert _transfer(app_client, ctid, None, params={"organization_id": birch.uuid}).status_code == 200


def test_a_transfer_is_for_super_publishers(app_client: AppClient) -> None:
    """Quirk 9: whoever may publish, but is no super publisher, gets 401 and not 403."""
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    body = {"organization_id": app_client.people.organizations["birch"].uuid}
    for who, status, answer in (
        ("anonymous", 401, _INVALID_TOKEN),
        ("unknown", 401, _INVALID_TOKEN),
        ("reader", 403, {"error": "You are not authorized to perform this action"}),
        ("publisher", 401, _NOT_FOR_OWNER),
        ("stranger", 401, _NOT_FOR_OWNER),
        ("partner", 401, _NOT_FOR_OWNER),
    ):
        refused = _transfer(app_client, ctid, body, who=who)
        assert (refused.status_code, refused.json()) == (status, answer), who
    assert app_client.get(f"/envelopes/{ctid}").json()["owned_by"] == app_client.ctid("alder")
    assert _transfer(app_client, ctid, body, who="admin").status_code == 200


def test_a_transfer_to_nobody(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    somebody = app_client.people.organizations["birch"].uuid
    for body, status, message in (
        (None, 400, "organization_id is missing"),
        ({}, 400, "organization_id is missing"),
        ({"organization_id": ""}, 400, "organization_id is missing"),
        ({"organization_id": 7}, 400, "organization_id is invalid"),
        ({"organization_id": "x"}, 404, "Organization not found"),
        ({"organization_id": new_ctid().removeprefix("ce-")}, 404, "Organization not found"),
    ):
        refused = _transfer(app_client, ctid, body)
        assert (refused.status_code, refused.json()) == (status, {"errors": [message]}), body
    missing = _transfer(app_client, new_ctid(), {"organization_id": somebody})
    assert (missing.status_code, missing.json()) == (404, _NO_ENVELOPE)
