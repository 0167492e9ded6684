"""Editions of the vocabulary over HTTP, and a server that follows a change made by another process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.registry.setup import local_actor
from opencredreg.registry.vocabularies import load_snapshot, use_snapshot
from tests.support.app import AppClient
from tests.support.nodes import open_node
from tests.support.vocabulary import CHANGES_OF_LATER_MONTH, NEW_CLASS, NEW_PROPERTY, later_month


@pytest.fixture
def loaded(app_client: AppClient) -> AppClient:
    """A server on whose database a later month was loaded."""
    load_snapshot(app_client.node, _nobody(app_client), later_month(), edition="2026-11")
    return app_client


def _nobody(client: AppClient) -> Any:
    with client.node.database.read() as connection:
        return local_actor(connection)


def _get(client: AppClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_editions_are_listed(loaded: AppClient) -> None:
    newest, bundled = _get(loaded, "/api/vocabulary/snapshots")["snapshots"]
    assert (newest["edition"], newest["is_used"], newest["text_count"]) == ("2026-11", False, 1)
    assert newest["class_count"] == bundled["class_count"] + 1
    assert newest["loaded_at"].endswith("Z")
    assert (bundled["edition"], bundled["is_used"], bundled["loaded_at"]) == ("bundled", True, None)
    assert bundled["of_release"] == bundled_vocabulary().edition
    assert bundled["attribution"] == newest["attribution"]
    assert "CC BY 4.0" in bundled["attribution"]
    assert "loaded_by" not in newest, "mail addresses are not for everybody"


def test_two_editions_are_compared(loaded: AppClient) -> None:
    told = _get(loaded, "/api/vocabulary/changes?from=bundled&to=2026-11")
    assert (told["from"], told["to"]) == ("bundled", "2026-11")
    assert told["counts"]["property"] == {"added": 1, "removed": 1, "changed": 1}
    assert {
        (one["kind"], one["what"], one["term"], one["field"]) for one in told["changes"]
    } == CHANGES_OF_LATER_MONTH
    assert _get(loaded, "/api/vocabulary/changes")["changes"] == []
    assert len(_get(loaded, "/api/vocabulary/changes?to=2026-11")["changes"]) == len(CHANGES_OF_LATER_MONTH)


def test_an_edition_that_is_not_there(app_client: AppClient) -> None:
    response = app_client.get("/api/vocabulary/changes?from=1999-01")
    assert response.status_code == 404
    problem = response.json()
    assert problem["type"].endswith("not-found")
    assert "no edition 1999-01" in problem["detail"]


def test_a_server_follows_another_process_without_a_restart(loaded: AppClient) -> None:
    def aliases() -> dict[str, str]:
        response = loaded.get("/metadata/ce_registry/config", who="admin")
        assert response.status_code == 200, response.text
        values: dict[str, str] = response.json()["resource_type"]["values_map"]
        return values

    assert NEW_CLASS not in aliases()
    assert NEW_PROPERTY not in _get(loaded, "/contexts/ctdl")["@context"]
    url = loaded.node.settings.database.url
    assert url is not None
    with open_node(url) as other:
        use_snapshot(other, _nobody(loaded), "2026-11")
        _wait_until(lambda: aliases().get(NEW_CLASS) == "learning_opportunity_profile")
        assert _get(loaded, "/contexts/ctdl")["@context"][NEW_PROPERTY] == {"@type": "xsd:integer"}
        assert [one["is_used"] for one in _get(loaded, "/api/vocabulary/snapshots")["snapshots"]] == [
            True,
            False,
        ]
        use_snapshot(other, _nobody(loaded), "bundled")
        _wait_until(lambda: NEW_CLASS not in aliases())
        assert NEW_PROPERTY not in _get(loaded, "/contexts/ctdl")["@context"]


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline, "the server did not follow"
        time.sleep(0.1)
