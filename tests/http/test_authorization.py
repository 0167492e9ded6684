"""Nobody changes what belongs to somebody else: every route, every persona, before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from opencredreg.accounts.actor import Role
from opencredreg.api.operation import Operation
from opencredreg.api.operations import all_operations
from opencredreg.api.router import concrete_paths
from opencredreg.ids import new_ctid
from opencredreg.store.tables import METADATA
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, collection, document, resource_uri

# What is said about documents, who owns them, and who may act for whom.
_PROTECTED = (
    "account", "access_token", "community", "community_config", "document", "envelope", "envelope_version",
    "json_context", "link", "literal", "node", "node_body", "claim", "organization", "organization_grant",
    "organization_key", "publisher", "publisher_organization",
)  # fmt: skip
_TOO_LOW = {"error": "You are not authorized to perform this action"}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Routes that a stranger may use for its own sake: they look something up, or make something of its own.
_HARMLESS = {
    "/resources/check_existence", "/resources/search", "/graph/search", "/envelopes/download", "/description_sets",
    "/validate", "/ctdl", "/api/search/query",
}  # fmt: skip
"""What is sent with POST and only reads."""


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
            "type": "credential",
            "class": "ceterms:Certificate",
            "name": "ce_registry",
            "url": "https://context.example/x",
            "rid": "1",
            "fingerprint": "00",
            "action": "delete",
            "list": "cip",
            "code": "01.0304",
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
            if operation.style == "messages" and response.status_code == 200:
                # The Registry Assistant says in its answer that it refused, or that it only formatted.
                answers = response.json() if isinstance(response.json(), list) else [response.json()]
                assert template.endswith("/format") or not any(one["Successful"] for one in answers), told
            elif not template.endswith(tuple(_HARMLESS)):
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


@on_sqlite
def test_every_route_asks_for_its_role(app_client: AppClient) -> None:
    """Nobody known is 401, a role too low is 403, and both are said before anything else is looked at."""
    target = _Target(app_client)
    ranks = {"anonymous": -1, "unknown": -1, "reader": 0, "stranger": 1, "admin": 2, "superadmin": 3}
    needed = {role: rank for rank, role in enumerate(Role)}
    guarded = 0
    for operation in all_operations():
        if "{action}" in operation.path:
            continue  # Whether a key is needed depends on the action; tests of the assistant say it.
        for template in concrete_paths(operation):
            path = target.path(template.replace("{community}", "nowhere"))
            for who, rank in ranks.items():
                if (operation.method, operation.path) == ("DELETE", "/api/tokens"):
                    continue  # Any token may end itself.
                answer = app_client.request(
                    operation.method,
                    path,
                    who=who,
                    body=b"{" if operation.method != "GET" else None,
                    headers={"Accept-Version": operation.version} if operation.version else None,
                )
                told = (who, operation.method, template, answer.status_code, answer.text[:200])
                if operation.role is not None and rank < needed[operation.role]:
                    guarded += 1
                    assert answer.status_code == (401 if rank < 0 else 403), told
                    if operation.style != "problem":
                        words = {"errors": ["Invalid token"]} if rank < 0 else _TOO_LOW
                        if operation.style == "messages":
                            text = "Invalid token" if rank < 0 else _TOO_LOW["error"]
                            words = {"Successful": False, "Messages": [f"Error - {text}"]}
                        assert answer.json() == words, told
                else:
                    assert answer.status_code < 500, told
                    assert answer.status_code != 403, told
                    assert "Invalid token" not in answer.text, told
    assert guarded > 60


def test_who_may_publish_for_an_owner_may_not_speak_for_it(app_client: AppClient) -> None:
    """A third party publishes documents; organizations, grants, keys and tokens are none of its business."""
    target = _Target(app_client)
    accounts = (
        "access_token", "account", "community", "community_config", "json_context", "organization",
        "organization_grant", "organization_key", "publisher", "publisher_organization",
    )  # fmt: skip
    before = _state(app_client)
    for operation in _changing_operations():
        for template in concrete_paths(operation):
            app_client.request(operation.method, target.path(template), who="partner", body=target.body)
    after = _state(app_client)
    assert [name for name in accounts if after[name] != before[name]] == []
    assert after["envelope_version"] != before["envelope_version"]


@on_sqlite
def test_a_closed_node_asks_everybody_for_a_token(make_client: Callable[..., AppClient]) -> None:
    client = make_client(access__authentication_required=True)
    target = _Target(client)
    for operation in all_operations():
        if (operation.method, operation.path) == ("DELETE", "/api/tokens"):
            continue
        for template in concrete_paths(operation):
            for who in ("anonymous", "unknown"):
                answer = client.request(operation.method, target.path(template), who=who)
                told = (who, operation.method, template, answer.status_code)
                assert (answer.status_code == 401) is not operation.is_open, told
                assert target.ctid not in answer.text, told
    assert client.get(f"/resources/{target.ctid}", who="reader").status_code == 200
    for page in ("/", "/docs", "/readme"):
        assert target.ctid not in client.get(page, headers={"Accept": "text/html"}).text


def test_ownership_can_be_left_unenforced(make_client: Callable[..., AppClient]) -> None:
    """The setting for those who need the registry of today: any publisher acts for any organization."""
    client = make_client(publishing__enforce_ownership=False)
    ctid = new_ctid()
    client.published(document(certificate(ctid)))
    assert client.publish(document(certificate(ctid, name="Changed")), who="stranger").status_code == 201
    assert client.delete(f"/resources/documents/{ctid}", who="stranger").status_code == 204
    client.published(document(certificate()))
    params = {"owned_by": client.ctid("alder")}
    assert client.delete("/envelopes", params=params, who="stranger").json() == {"purged": 1}
    for who, status in (("anonymous", 401), ("reader", 403)):
        assert client.publish(document(certificate()), who=who).status_code == status


def test_who_may_not_publish_is_told_so_before_the_document_is_judged(app_client: AppClient) -> None:
    for body in ("no JSON", {"@id": 5}):
        refused = app_client.post(app_client.publishing_path("alder"), body, who="stranger")
        assert refused.status_code == 401
        assert app_client.post(app_client.publishing_path("alder"), body, who="publisher").status_code in (
            400,
            422,
        )
