"""Publishing against a model: whatever is sent in whatever order, the registry holds what the model says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from opencredreg.ids import derive_ctid
from tests.publisher.making import DOCUMENTS, course, item, picture, send, task
from tests.support.app import AppClient

_PLACES = st.integers(min_value=0, max_value=3)
_NAMES = st.sampled_from(["Grafting", "Pruning", "Planting"])
_KINDS = st.sampled_from(["course", "task"])
_BROKEN = st.sampled_from([{"Description": ""}, {"LifeCycleStatusType": "Sleeping"}, {"OfferedBy": 5}])
_MAKE: dict[str, Callable[..., dict[str, Any]]] = {"course": course, "task": task}
_WHO = {"alder": "publisher", "birch": "stranger"}
_OTHER = {"alder": "birch", "birch": "alder"}


class _Published:
    """What the model knows of one CTID."""

    def __init__(self, owner: str, kind: str, name: str) -> None:
        self.owner, self.kind, self.name = owner, kind, name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Published) and vars(self) == vars(other)


class Publishers(RuleBasedStateMachine):
    """Two organizations publish, republish, end and delete a few resources, and try to touch those of the other.

    The client is set by the test: state machines are made without arguments.
    """

    client: AppClient
    round: int = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).round += 1
        self.model: dict[int, _Published] = {}
        self.versions = len(picture(self.client, ("envelope_version",))["envelope_version"])

    def _ctid(self, place: int) -> str:
        return derive_ctid(self.client.ctid("alder"), f"{self.round}/{place}")

    def _body(self, owner: str, kind: str, place: int, name: str, **members: Any) -> dict[str, Any]:
        return _MAKE[kind](self.client, self._ctid(place), owner=owner, Name=name, **members)

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        before = picture(self.client, DOCUMENTS)
        yield
        assert picture(self.client, DOCUMENTS) == before

    def _expected(self, owner: str, place: int, wanted: _Published) -> str:
        known = self.model.get(place)
        if known is not None and known.owner != owner:
            return "refused"
        if known == wanted:
            return "unchanged"
        return "updated" if known is not None else "created"

    @rule(owner=st.sampled_from(sorted(_WHO)), kind=_KINDS, place=_PLACES, name=_NAMES)
    def publish(self, owner: str, kind: str, place: int, name: str) -> None:
        wanted = _Published(owner, kind, name)
        body = self._body(owner, kind, place, name)
        formatted = send(self.client, kind, "format", body, who="anonymous")
        expected = self._expected(owner, place, wanted)
        before = picture(self.client, DOCUMENTS)
        answer = send(self.client, kind, "publish", body, who=_WHO[owner])
        assert answer["Successful"] is (expected != "refused"), answer
        assert answer["WasChanged"] is (expected in ("created", "updated")), answer
        assert answer["Payload"] == formatted["Payload"]
        if expected in ("refused", "unchanged"):
            assert picture(self.client, DOCUMENTS) == before
        else:
            self.model[place] = wanted
            self.versions += 1

    @rule(owner=st.sampled_from(sorted(_WHO)), kind=_KINDS, place=_PLACES, broken=_BROKEN)
    def publish_what_is_broken(self, owner: str, kind: str, place: int, broken: dict[str, Any]) -> None:
        with self._unchanged():
            body = self._body(owner, kind, place, "Broken", **broken)
            if kind == "task" and "OfferedBy" in broken:
                body["Task"]["Description"] = ""
            assert send(self.client, kind, "publish", body, who=_WHO[owner])["Successful"] is False

    @rule(owner=st.sampled_from(sorted(_WHO)), kind=_KINDS, place=_PLACES, name=_NAMES)
    def publish_for_another(self, owner: str, kind: str, place: int, name: str) -> None:
        with self._unchanged():
            body = self._body(_OTHER[owner], kind, place, name)
            assert send(self.client, kind, "publish", body, who=_WHO[owner])["Successful"] is False

    @rule(
        owner=st.sampled_from(sorted(_WHO)),
        action=st.sampled_from(["delete", "cease", "setLastVerified"]),
        place=_PLACES,
        is_honest=st.booleans(),
    )
    def touch_what_belongs_to_another(self, owner: str, action: str, place: int, is_honest: bool) -> None:
        known = self.model.get(place)
        if known is not None and known.owner == owner:
            return
        with self._unchanged():
            named = owner if is_honest else _OTHER[owner]
            body = {"CTID": self._ctid(place), "PublishForOrganizationIdentifier": self.client.ctid(named)}
            answer = send(self.client, "course", action, body, who=_WHO[owner])
            assert (answer["Successful"], answer["WasChanged"]) == (False, False)

    @rule(place=_PLACES)
    def delete(self, place: int) -> None:
        known = self.model.pop(place, None)
        owner = known.owner if known is not None else "alder"
        body = {"CTID": self._ctid(place), "PublishForOrganizationIdentifier": self.client.ctid(owner)}
        answer = send(self.client, "course", "delete", body, who=_WHO[owner])
        assert answer["Successful"] is (known is not None), answer
        self.versions += known is not None

    @rule(
        owner=st.sampled_from(sorted(_WHO)),
        entries=st.lists(st.tuples(_KINDS, _PLACES, _NAMES, st.booleans()), min_size=1, max_size=4),
        keep=st.sampled_from(["all", "good"]),
        is_rehearsed=st.booleans(),
    )
    def batch(
        self, owner: str, entries: list[tuple[str, int, str, bool]], keep: str, is_rehearsed: bool
    ) -> None:
        items, expected, seen = [], [], set()
        for kind, place, name, is_good in entries:
            body = self._body(owner, kind, place, name, **({} if is_good else {"Description": ""}))
            items.append(item(kind, body))
            wanted = _Published(owner, kind, name)
            is_repeated = place in seen
            seen.add(place)
            expected.append(
                self._expected(owner, place, wanted) if is_good and not is_repeated else "refused"
            )
        if keep == "all" and "refused" in expected:
            expected = [one if one == "refused" else "not-tried" for one in expected]
        sent = {"owner": self.client.ctid(owner), "items": items, "keep": keep, "dry_run": is_rehearsed}
        before = picture(self.client, DOCUMENTS)
        answer = self.client.post("/publish", sent, who=_WHO[owner])
        outcomes = [one["outcome"] for one in answer.json()["results"]]
        if is_rehearsed:
            assert answer.status_code == 200
            assert [one == "refused" for one in outcomes] == [one == "refused" for one in expected]
            assert picture(self.client, DOCUMENTS) == before
            return
        assert outcomes == expected
        taken = [one not in ("refused", "not-tried") for one in expected]
        assert answer.status_code == (200 if all(taken) else 207 if any(taken) else 422)
        for (kind, place, name, _), outcome in zip(entries, expected, strict=True):
            if outcome in ("created", "updated"):
                self.model[place] = _Published(owner, kind, name)
                self.versions += 1
        if not {"created", "updated"} & set(expected):
            assert picture(self.client, DOCUMENTS) == before

    @invariant()
    def the_registry_holds_what_the_model_says(self) -> None:
        for place in range(4):
            found = self.client.get(f"/envelopes/{self._ctid(place)}")
            known = self.model.get(place)
            if known is None:
                assert found.status_code in (404, 410)
                continue
            assert found.json()["owned_by"] == self.client.ctid(known.owner)
            document = self.client.get(f"/graph/{self._ctid(place)}").json()
            body = self._body(known.owner, known.kind, place, known.name)
            formatted = send(self.client, known.kind, "format", body, who="anonymous")
            assert document == json.loads(formatted["Payload"])
        rows = picture(self.client, ("envelope_version",))["envelope_version"]
        assert len(rows) == self.versions


def test_publishers(app_client: AppClient) -> None:
    machine = type("Bound", (Publishers,), {"client": app_client})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("kind", ["course", "task"])
def test_a_restored_name_is_a_new_version(app_client: AppClient, kind: str) -> None:
    """Publishing A, B and A again makes three versions: nothing is taken for unchanged by what it once was."""
    for name in ("Grafting", "Pruning", "Grafting"):
        body = _MAKE[kind](app_client, derive_ctid("a", "b"), Name=name)
        assert send(app_client, kind, "publish", body)["WasChanged"] is True
    assert len(picture(app_client, ("envelope_version",))["envelope_version"]) == 3
