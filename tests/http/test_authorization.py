"""Nobody changes what belongs to somebody else: every route, every persona, before and after."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from opencredreg.api.operation import Operation
from opencredreg.api.operations import all_operations
from opencredreg.api.router import concrete_paths
from opencredreg.ids import new_ctid
from opencredreg.store.tables import METADATA
from tests.support.app import AppClient
from tests.support.documents import certificate, collection, document, resource_uri

# What is said about documents, who owns them, and who may act for whom.
_PROTECTED = (
    "account", "access_token", "community", "community_config", "document", "envelope", "envelope_version",
    "json_context", "link", "literal", "node", "node_body", "claim", "organization", "organization_grant",
    "organization_key", "publisher", "publisher_organization",
)  # fmt: skip
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Routes that a stranger may use for its own sake: they look something up, or make something of its own.
_HARMLESS = {"/resources/check_existence", "/resources/search", "/graph/search", "/envelopes/download"}


def _state(client: AppClient) -> dict[str, str]:
    """A digest of every protected table."""
    found = {}
    with client.node.database.read() as connection:
        for name in _PROTECTED:
            table = METADATA.tables[name]
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            found[name] = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
    return found


def _changing_operations() -> list[Operation]:
    return [
        operation
        for operation in all_operations()
        # Whoever holds a token may end it: that is their own.
        if operation.method in _CHANGING and (operation.method, operation.path) != ("DELETE", "/api/tokens")
    ]


class _Target:
    """What Alder has in the registry, and requests that would change it."""

    def __init__(self, client: AppClient) -> None:
        self.ctid = new_ctid()
        self.list_ctid = new_ctid()
        envelope = client.published(document(certificate(self.ctid)))
        client.published(document(collection(resource_uri(self.ctid), ctid=self.list_ctid)))
        self.values = {
            "ctid": self.list_ctid,
            "id": self.ctid,
            "org": client.ctid("alder"),
            "publisher_id": envelope["publisher_id"],
            "community": "ce_registry",
            "name": "ce_registry",
            "url": "https://context.example/x",
            "rid": "1",
            "fingerprint": "00",
        }
        self.body: dict[str, Any] = {
            **document(certificate(self.ctid, name="Taken over")),
            "ctids": [self.ctid],
            "description": "taken over",
            "payload": {"id_field": "ceterms:ctid"},
            "last_verified_on": "2020-01-01",
            "organization_id": client.people.organizations["birch"].uuid,
            "publisher": client.ctid("birch"),
            "organization": client.ctid("alder"),
            "role": "publisher",
            "email": "thief@people.example",
            "url": "https://context.example/x",
            "context": {"@context": {"x": "https://x.example/"}},
            "owned_by": client.ctid("alder"),
        }

    def path(self, template: str) -> str:
        return template.format(**{**self.values, "secured": ""})


@pytest.mark.parametrize("who", ["anonymous", "unknown", "reader", "stranger"])
def test_others_change_nothing(app_client: AppClient, who: str) -> None:
    target = _Target(app_client)
    before = _state(app_client)
    tried = 0
    for operation in _changing_operations():
        for template in concrete_paths(operation):
            response = app_client.request(
                operation.method,
                target.path(template),
                who=who,
                body=target.body,
                headers={"Accept-Version": operation.version} if operation.version else None,
            )
            tried += 1
            told = (
                f"{who}: {operation.method} {template} answered {response.status_code} {response.text[:200]}"
            )
            assert response.status_code < 500, told
            if not template.endswith(tuple(_HARMLESS)):
                assert response.status_code >= 400, told
            after = _state(app_client)
            changed = [name for name in before if after[name] != before[name]]
            assert not changed, f"{changed}: {told}"
    assert tried > 40


@pytest.mark.parametrize(
    ("who", "may"), [("publisher", True), ("partner", True), ("admin", True), ("stranger", False)]
)
def test_those_who_may_do_it(app_client: AppClient, who: str, may: bool) -> None:
    target = _Target(app_client)
    member = resource_uri(new_ctid())
    steps = [
        app_client.publish(document(certificate(target.ctid, name="Changed")), who=who),
        app_client.patch(f"/envelopes/{target.ctid}/verify", {"last_verified_on": "2026-01-02"}, who=who),
        app_client.patch(f"/containers/{target.list_ctid}/resources", [member], who=who),
        app_client.delete(f"/containers/{target.list_ctid}/resources", [member], who=who),
        app_client.delete(f"/resources/documents/{target.ctid}", who=who),
    ]
    for response in steps:
        assert (response.status_code < 300) == may, f"{who}: {response.status_code} {response.text[:200]}"
        if not may:
            assert response.status_code == 401


def test_a_stranger_cannot_displace_what_another_describes(app_client: AppClient) -> None:
    ctid, part = new_ctid(), new_ctid()
    app_client.published(document(certificate(ctid, name="Ours"), certificate(part, name="Our part")))
    copy = document(
        certificate(name="Theirs"), certificate(ctid, name="Fake"), certificate(part, name="Fake part")
    )
    app_client.published(copy, owner="birch", who="stranger")
    for name, expected in ((ctid, "Ours"), (part, "Our part")):
        found = app_client.get(f"/resources/{name}").json()
        assert expected in str(found["ceterms:name"])
    refused = app_client.publish(document(certificate(part, name="Fake")), owner="birch", who="stranger")
    assert refused.status_code == 422
    assert refused.json() == {"errors": [["Resource CTID must be unique"]]}
