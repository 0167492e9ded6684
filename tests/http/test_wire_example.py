"""The whole way of a client, step by step: the worked example of the wire contract.

Each step says what it needs from the step before it, so this is one test with many assertions.
"""

from __future__ import annotations

import json
import re
from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import HOST, AppClient
from tests.support.documents import certificate, document


def _history(envelope: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(entry["event"], entry["head"]) for entry in envelope["node_headers"]["revision_history"]]


def test_the_worked_example(app_client: AppClient) -> None:
    # The operator makes a community and posts its configuration; the token is that of an administrator.
    made = app_client.post("/metadata/envelope_communities", {"name": "trades-registry"}, who="superadmin")
    assert (made.status_code, made.json()["name"]) == (201, "trades_registry")
    config = app_client.get("/metadata/ce-registry/config", who="admin").json()
    stored = app_client.post(
        "/metadata/trades-registry/config", {"description": "As everywhere", "payload": config}, who="admin"
    )
    assert (stored.status_code, stored.json()["payload"]) == (200, config)

    # The owner of what comes, and a token that publishes for it.
    owner = app_client.post("/metadata/organizations", {"name": "Acme Tech"}, who="admin")
    assert owner.status_code == 201
    issued = app_client.post(
        "/api/tokens",
        {"role": "publisher", "email": "ada@acme.example", "organization": owner.json()["_ctid"]},
        who="admin",
    )
    token = {"Authorization": f"Token {issued.json()['token']}"}

    # Publish.
    ctid = new_ctid()
    path = f"/trades-registry/resources/organizations/{owner.json()['_ctid']}/documents"
    first = document(certificate(ctid, "Welding for beginners"))
    envelope = app_client.post(path, first, headers=token)
    assert envelope.status_code == 201
    created = envelope.json()
    assert created["changed"] is True
    assert created["owned_by"] == owner.json()["_ctid"]
    assert created["decoded_resource"] == first
    assert _history(created) == [("create", True)]

    # The same again is nothing new.
    again = app_client.post(path, first, headers=token)
    assert (again.status_code, again.json()["changed"]) == (201, False)
    assert again.json()["node_headers"] == created["node_headers"]

    # Another name is.
    second = document(certificate(ctid, "Welding, second edition"))
    changed = app_client.post(path, second, headers=token)
    assert (changed.status_code, changed.json()["changed"]) == (201, True)
    assert changed.json()["envelope_id"] == created["envelope_id"]
    assert _history(changed.json()) == [("create", False), ("update", True)]
    before, head = (entry["url"] for entry in changed.json()["node_headers"]["revision_history"])
    assert head == f"/trades-registry/envelopes/{created['envelope_id']}"
    assert re.fullmatch(rf"{head}/revisions/\d+", before)

    # Both the resource and its document are read by the CTID, in any case.
    resource = app_client.get(f"/trades-registry/resources/{ctid.upper()}")
    assert resource.json() == {"@context": second["@context"], **second["@graph"][0]}
    graph = app_client.get(f"/trades-registry/graph/{ctid}")
    assert graph.json() == second
    assert list(graph.json())[:2] == ["@context", "@id"]
    assert app_client.get(f"/resources/{ctid}").status_code == 404

    # The first text is still there.
    revision = app_client.get(before).json()
    assert revision["decoded_resource"] == first
    assert "revision_history" not in revision["node_headers"]
    assert app_client.get(f"/trades-registry/envelopes/{ctid}{before.removeprefix(head)}").json() == revision

    # Which of these exist?
    asked = {"ctids": [ctid, "ce-nope"]}
    existing = app_client.post("/trades-registry/resources/check_existence", asked)
    assert existing.json() == [ctid]
    of_class = app_client.post(
        "/trades-registry/resources/check_existence", {**asked, "@type": "ceterms:Credential"}
    )
    assert of_class.json() == [ctid]

    # What happened?
    def events() -> list[tuple[str, str]]:
        found = app_client.get(f"/trades-registry/envelopes/events?ctid={ctid}").json()
        return [(entry["envelope_ceterms_ctid"], entry["event"]) for entry in found]

    assert events() == [(ctid, "update"), (ctid, "create")]

    # Everything of the community, for whom a file is better than many requests.
    started = app_client.post("/trades-registry/envelopes/download", headers=token)
    assert started.status_code == 201
    app_client.run_jobs()
    finished = app_client.get("/trades-registry/envelopes/download", headers=token).json()
    assert finished["status"] == "finished"
    archive = app_client.get(finished["url"].removeprefix(f"http://{HOST}"))
    assert archive.headers["content-type"] == "application/zip"

    # Delete: a read is answered by "gone" with a way to the history, and nothing else is left over.
    deleted = app_client.delete(f"/trades-registry/resources/documents/{ctid}", headers=token)
    assert (deleted.status_code, deleted.content) == (204, b"")
    for kind, text in (
        ("graph", "Record not found"),
        ("resources", "Resource not found"),
        ("envelopes", "Couldn't find Envelope"),
    ):
        gone = app_client.get(f"/trades-registry/{kind}/{ctid}")
        assert (gone.status_code, gone.json()) == (410, {"errors": [text]})
        address = re.fullmatch(r'<http://[^/]+(/[^>]+)>; rel="version-history"', gone.headers["link"])
        assert address is not None
        history = app_client.get(address[1]).json()["events"]
        assert [entry["event"] for entry in history] == ["create", "update", "destroy"]
    assert app_client.post("/trades-registry/resources/check_existence", asked).json() == []
    assert app_client.get("/trades-registry/envelopes").json() == []
    assert events() == [(ctid, "destroy"), (ctid, "update"), (ctid, "create")]

    # The CTID is free again, and begins another life.
    reborn = app_client.post(path, json.dumps(first).encode(), headers=token)
    assert (reborn.status_code, reborn.json()["changed"]) == (201, True)
    assert reborn.json()["envelope_id"] != created["envelope_id"]
    assert _history(reborn.json()) == [("create", True)]
    assert [event for _, event in events()] == ["create", "destroy", "update", "create"]
