"""Requests of publishers for tests, and pictures of the database by which is seen what they changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from opencredreg.crosswalk.assistant.examples import build_example
from opencredreg.crosswalk.assistant.table import get_kind
from opencredreg.ids import new_ctid
from opencredreg.store.tables import METADATA
from tests.support.app import AppClient

__all__ = [
    "DOCUMENTS",
    "api_key",
    "course",
    "example",
    "framework",
    "house",
    "item",
    "organization",
    "picture",
    "resource_of",
    "send",
    "task",
]

DOCUMENTS = ("envelope", "envelope_version", "node", "document")
"""The tables that hold what is published."""


def send(
    client: AppClient, kind: str, action: str, body: Any, *, who: str = "publisher", **options: Any
) -> Any:
    """The answer of the Registry Assistant, which must be 200."""
    ask: Callable[..., Any] = client.delete if action in ("delete", "purge") else client.post
    answer = ask(f"/assistant/{kind}/{action}", body, who=who, **options)
    assert answer.status_code == 200, (kind, action, answer.status_code, answer.text)
    return answer.json()


def example(client: AppClient, kind: str, *, seed: str = "orchard", owner: str = "alder") -> dict[str, Any]:
    """A small request for a kind, for one of the organizations."""
    return build_example(get_kind(kind), owner=client.ctid(owner), seed=seed)


def resource_of(kind: str, body: dict[str, Any]) -> Any:
    """What stands under the wrapper of a request; of a list the first entry."""
    value = body[get_kind(kind).wrapper]
    return value[0] if isinstance(value, list) else value


def course(
    client: AppClient, ctid: str | None = None, *, owner: str = "alder", **members: Any
) -> dict[str, Any]:
    """A request for a course; further members of the resource by keyword."""
    body = example(client, "course", owner=owner)
    body["LearningOpportunity"] |= {"CTID": ctid or new_ctid(), "Name": "Grafting fruit trees", **members}
    return body


def task(client: AppClient, ctid: str | None = None, *, owner: str = "alder", **members: Any) -> Any:
    """A request for a task, of which little is asked."""
    body = example(client, "task", owner=owner)
    body["Task"] |= {"CTID": ctid or new_ctid(), "Name": "Graft a branch", **members}
    return body


def framework(client: AppClient, ctid: str, competencies: Sequence[str]) -> dict[str, Any]:
    """A request for a framework of competencies with these CTIDs."""
    body = example(client, "competencyframework")
    body["CompetencyFramework"] |= {"CTID": ctid, "HasTopChild": list(competencies)}
    body["Competencies"] = [
        {"CTID": one, "CompetencyText": f"Step {place} of pruning", "IsTopChildOf": ctid, "IsPartOf": ctid}
        for place, one in enumerate(competencies)
    ]
    return body


def organization(client: AppClient, ctid: str, **members: Any) -> dict[str, Any]:
    """A request for an organization that publishes itself."""
    body = example(client, "organization")
    body["PublishForOrganizationIdentifier"] = ctid
    body["Organization"] |= {"CTID": ctid, **members}
    return body


def item(kind: str, body: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A request as an item of a batch."""
    return {"type": kind, **body, **members}


def house(client: AppClient, name: str = "alder") -> dict[str, Any]:
    """A reference to one of the organizations."""
    return {"CTID": client.ctid(name)}


def api_key(client: AppClient, owner: str = "alder", **limits: Any) -> dict[str, str]:
    """The header of a new key of an organization."""
    path = f"/api/organizations/{client.ctid(owner)}/api-keys"
    made = client.post(path, {"name": "Nightly upload", **limits}, who="admin")
    assert made.status_code == 201, made.text
    return {"Authorization": f"ApiToken {made.json()['api_key']}"}


def picture(client: AppClient, tables: Sequence[str] = ()) -> dict[str, list[str]]:
    """All rows of tables, or of the whole database."""
    found = {}
    with client.node.database.read() as connection:
        for name in tables or METADATA.tables:
            rows = connection.execute(select(METADATA.tables[name])).all()
            found[name] = sorted(json.dumps([repr(value) for value in row]) for row in rows)
    return found
