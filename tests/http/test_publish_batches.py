"""Batches over HTTP: any types in any order, all or the good ones, rehearsed, at once or later, and safe to repeat."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from opencredreg.crosswalk.assistant.table import all_kinds
from opencredreg.ids import derive_ctid, new_ctid
from opencredreg.publisher import batch_jobs
from opencredreg.publisher.batch_records import advance_batch
from tests.publisher.making import (
    DOCUMENTS,
    api_key,
    course,
    example,
    framework,
    house,
    item,
    organization,
    picture,
    resource_of,
    task,
)
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document

_NOTHING = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0, "not_tried": 0}


def _batch(client: AppClient, *items: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"owner": client.ctid("alder"), "items": list(items), **members}


def _send(client: AppClient, status: int, body: Any, *, who: str = "publisher", **options: Any) -> Any:
    answer = client.post("/publish", body, who=who, **options)
    assert answer.status_code == status, answer.text
    return answer.json()


def _problem(client: AppClient, status: int, body: Any, text: str = "", **options: Any) -> Any:
    answer = client.post("/publish", body, **{"who": "publisher", **options})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert text in answer.text, answer.text
    return answer.json()


def _outcomes(answer: Any) -> list[str]:
    return [one["outcome"] for one in answer["results"]]


def _log(client: AppClient, owner: str = "alder", who: str = "publisher", **params: Any) -> Any:
    answer = client.get(f"/api/organizations/{client.ctid(owner)}/log", who=who, params=params or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestReading:
    def test_every_type_in_one_batch_in_any_order(self, app_client: AppClient) -> None:
        items = [item(kind.name, example(app_client, kind.name)) for kind in reversed(all_kinds())]
        answer = _send(app_client, 200, _batch(app_client, *items))
        assert answer["successful"] is True
        assert answer["counts"] == {**_NOTHING, "created": len(items)}
        for place, (one, sent) in enumerate(zip(answer["results"], items, strict=True)):
            assert (one["place"], one["type"], one["outcome"]) == (place, sent["type"], "created")
            assert one["ctid"] == resource_of(sent["type"], sent)["CTID"]
            assert app_client.get(one["graph_url"]).json()["@graph"][0]["@type"] == one["class"]
            assert app_client.get(one["resource_url"]).status_code == 200
            assert app_client.get(one["envelope_url"]).json()["owned_by"] == app_client.ctid("alder")
        again = _send(app_client, 200, _batch(app_client, *items))
        assert again["counts"] == {**_NOTHING, "unchanged": len(items)}

    def test_the_resource_stands_under_either_name(self, app_client: AppClient) -> None:
        body = task(app_client)
        plain = {"type": "Task", "resource": body["Task"]}
        wrapped = {"Task": body["Task"]}
        first = _send(app_client, 200, _batch(app_client, plain))
        assert _outcomes(first) == ["created"]
        assert _outcomes(_send(app_client, 200, _batch(app_client, wrapped))) == ["unchanged"]

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ([], "/items"),
            (5, "/items"),
            ({}, "/items"),
            ({"items": []}, "/items"),
            ({"items": {"type": "task"}}, "/items"),
            ({"items": [{}]}, "/items"),
            ({"items": [{"type": "task"}], "keep": "some"}, "/keep"),
            ({"items": [{"type": "task"}], "owner": 5}, "/owner"),
            ({"items": [{"type": "task"}], "default_language": ["en"]}, "/default_language"),
            ({"items": [{"type": "task"}], "dryrun": True}, "/dryrun"),
        ],
    )
    @on_sqlite
    def test_what_is_no_batch(self, app_client: AppClient, body: Any, pointer: str) -> None:
        before = picture(app_client)
        for path in ("/publish", "/format"):
            answer = app_client.post(path, json.dumps(body), who="publisher")
            assert answer.status_code == 422, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            assert [one["pointer"] for one in answer.json()["findings"]] == [pointer]
        assert picture(app_client) == before

    @pytest.mark.parametrize(
        ("one", "pointer"),
        [
            (5, "/items/1"),
            ({"type": "orchard"}, "/items/1/type"),
            ({"type": ["task"]}, "/items/1/type"),
            ({"Tusk": {"Name": "x"}}, "/items/1/type"),
            ({"LearningOpportunity": {"Name": "x"}}, "/items/1/type"),
            ({"type": "task", "resource": [{"Name": "x"}, {"Name": "y"}]}, "/items/1"),
            ({"type": "task", "external_id": 5}, "/items/1/external_id"),
            ({"type": "task", "external_id": "x" * 513}, "/items/1/external_id"),
            ({"type": "task", "Registry": "learning_registry"}, "/items/1"),
        ],
    )
    @on_sqlite
    def test_an_item_that_cannot_be_read_is_refused_like_any_other(
        self, app_client: AppClient, one: Any, pointer: str
    ) -> None:
        before = {**picture(app_client), "publishing_log": []}
        good = item("task", task(app_client))
        body = {"owner": app_client.ctid("alder"), "items": [good, one]}
        for sent, outcomes in ((body, ["not-tried", "refused"]), ({**body, "dry_run": True}, None)):
            answer = app_client.post("/publish", json.dumps(sent), who="publisher").json()
            assert [found["pointer"] for found in answer["results"][1]["findings"]] == [pointer]
            assert outcomes is None or _outcomes(answer) == outcomes
            # That it was refused stands in the log of the owner; nothing else is written.
            assert {**picture(app_client), "publishing_log": []} == before
        kept = _send(app_client, 207, {**body, "keep": "good"})
        assert _outcomes(kept) == ["created", "refused"]

    @pytest.mark.parametrize("name", ["dry_run", "as_job"])
    def test_switches_are_true_or_false(self, app_client: AppClient, name: str) -> None:
        body = _batch(app_client, item("task", task(app_client)), **{name: "yes"})
        _problem(app_client, 422, body, f"{name} is true or false")

    def test_limits(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(publishing__batch_items=2, limits__payload_bytes=20_000)
        items = [item("task", task(client)) for _ in range(3)]
        _problem(client, 422, _batch(client, *items), "up to 2")
        _problem(client, 422, _batch(client, *items, as_job=True), "up to 2")
        assert _outcomes(_send(client, 200, _batch(client, *items[:2]))) == ["created"] * 2
        long = item("task", task(client, Description="long " * 5_000))
        _problem(client, 413, _batch(client, long))

    def test_deep_nesting(self, app_client: AppClient) -> None:
        for depth in (70, 500, 100_000):
            raw = '{"items": [{"type": "task", "resource": {"Name": ' + "[" * depth + "]" * depth + "}}]}"
            answer = app_client.post("/publish", raw, who="publisher")
            assert answer.status_code in (400, 413, 422), answer.text

    def test_without_a_key(self, app_client: AppClient) -> None:
        body = _batch(app_client, item("task", task(app_client)))
        _problem(app_client, 401, body, who="anonymous")
        for who in ("unknown",):
            _problem(app_client, 401, body, who=who)
        _problem(app_client, 403, body, who="reader")
        headers = api_key(app_client, scopes=["search", "delete"])
        _problem(app_client, 403, body, who="anonymous", headers=headers)

    def test_another_community(self, app_client: AppClient) -> None:
        body = _batch(app_client, item("task", task(app_client), Registry="Learning-Registry"))
        answer = app_client.post("/learning_registry/publish", body, who="publisher")
        assert answer.status_code == 200, answer.text
        [one] = answer.json()["results"]
        assert "/learning-registry/graph/" in one["graph_url"]
        assert app_client.get(f"/learning_registry/graph/{one['ctid']}").status_code == 200
        assert app_client.get(f"/graph/{one['ctid']}").status_code == 404


class TestReferences:
    def test_an_organization_and_what_refers_to_it(self, app_client: AppClient) -> None:
        rowan = new_ctid()
        other = course(app_client, OfferedBy=[{"CTID": rowan}])
        refused = _send(app_client, 422, _batch(app_client, item("course", other)))
        [finding] = [one for one in refused["results"][0]["findings"] if one["severity"] == "error"]
        assert (finding["code"], finding["value"]) == ("reference.not_in_registry", rowan)
        assert finding["pointer"] == "/items/0/LearningOpportunity/OfferedBy/0/CTID"
        items = [item("course", other), item("organization", organization(app_client, rowan))]
        answer = _send(app_client, 200, _batch(app_client, *items), who="admin")
        assert _outcomes(answer) == ["created", "created"]
        assert app_client.get(f"/envelopes/{rowan}").json()["owned_by"] == rowan

    def test_a_framework_is_expanded_from_the_same_batch(self, app_client: AppClient) -> None:
        ctid, competencies = new_ctid(), [new_ctid() for _ in range(3)]
        teaching = course(app_client, TeachesCompetencyFramework=[ctid])
        teaching["LearningOpportunity"].pop("Teaches", None)
        items = [
            item("course", teaching),
            item("competencyframework", framework(app_client, ctid, competencies)),
        ]
        answer = _send(app_client, 200, _batch(app_client, *items))
        assert _outcomes(answer) == ["created", "created"]
        taught = app_client.get(answer["results"][0]["resource_url"]).json()["ceterms:teaches"]
        assert [one["ceterms:targetNode"].rpartition("/")[2] for one in taught] == competencies
        # The registry tells the same as the batch did.
        alone = _send(app_client, 200, _batch(app_client, items[0]))
        assert _outcomes(alone) == ["unchanged"]

    def test_circles(self, app_client: AppClient) -> None:
        first, second = new_ctid(), new_ctid()
        items = [
            item("course", course(app_client, first, HasPart=[{"CTID": second}])),
            item("course", course(app_client, second, IsPartOf=[{"CTID": first}])),
        ]
        answer = _send(app_client, 200, _batch(app_client, *items))
        for one in answer["results"]:
            assert not [found for found in one.get("findings", []) if "not_in_registry" in found["code"]]

    def test_the_next_search_finds_everything(self, app_client: AppClient) -> None:
        items = [item("task", task(app_client, Name=f"Quincewise task {place}")) for place in range(3)]
        answer = _send(app_client, 200, _batch(app_client, *items))
        found = app_client.get("/search", params={"fts": "quincewise"})
        if found.status_code == 404:
            found = app_client.get("/ce_registry/search", params={"fts": "quincewise"})
        assert found.status_code == 200, found.text
        for one in answer["results"]:
            assert one["ctid"] in found.text


class TestKeeping:
    def test_all_or_nothing(self, app_client: AppClient) -> None:
        good, bad = task(app_client), task(app_client)
        del bad["Task"]["Description"]
        before = picture(app_client, DOCUMENTS)
        answer = _send(app_client, 422, _batch(app_client, item("task", good), item("task", bad)))
        assert _outcomes(answer) == ["not-tried", "refused"]
        assert answer["counts"] == {**_NOTHING, "refused": 1, "not_tried": 1}
        assert (answer["successful"], answer["id"]) == (False, None)
        assert picture(app_client, DOCUMENTS) == before
        assert [one["outcome"] for one in _log(app_client)] == ["refused", "not-tried"]

    def test_all_or_nothing_where_the_registry_refuses(self, app_client: AppClient) -> None:
        taken = new_ctid()
        body = _batch(app_client, item("task", task(app_client, taken, owner="birch")))
        body["owner"] = app_client.ctid("birch")
        _send(app_client, 200, body, who="stranger")
        before = picture(app_client, DOCUMENTS)
        items = [item("task", task(app_client)), item("task", task(app_client, taken))]
        answer = _send(app_client, 422, _batch(app_client, *items))
        assert _outcomes(answer) == ["not-tried", "refused"]
        codes = [one["code"] for one in answer["results"][1]["findings"] if one["severity"] == "error"]
        assert codes == ["ctid.owned_by_other"]
        assert picture(app_client, DOCUMENTS) == before

    def test_the_good_ones(self, app_client: AppClient) -> None:
        good, bad = task(app_client), task(app_client)
        del bad["Task"]["Description"]
        body = _batch(app_client, item("task", bad), item("task", good), keep="good")
        answer = _send(app_client, 207, body)
        assert _outcomes(answer) == ["refused", "created"]
        assert answer["successful"] is False
        assert app_client.get(f"/graph/{good['Task']['CTID']}").status_code == 200
        assert app_client.get(f"/graph/{bad['Task']['CTID']}").status_code == 404
        nothing = _send(app_client, 422, _batch(app_client, item("task", bad), keep="good"))
        assert _outcomes(nothing) == ["refused"]

    def test_one_ctid_twice(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        items = [item("task", task(app_client, ctid)), item("course", course(app_client, ctid))]
        answer = _send(app_client, 422, _batch(app_client, *items))
        assert _outcomes(answer) == ["not-tried", "refused"]
        assert answer["results"][1]["findings"][0]["code"] == "ctid.repeated"

    def test_no_account_is_made_for_nothing(self, app_client: AppClient) -> None:
        rowan = new_ctid()
        bad = task(app_client)
        del bad["Task"]["Description"]
        before = picture(app_client, ("organization", *DOCUMENTS))
        items = [item("organization", organization(app_client, rowan)), item("task", bad)]
        answer = _send(app_client, 422, _batch(app_client, *items), who="admin")
        assert _outcomes(answer) == ["not-tried", "refused"]
        assert picture(app_client, ("organization", *DOCUMENTS)) == before


class TestRehearsing:
    def test_nothing_is_stored(self, app_client: AppClient) -> None:
        there = course(app_client)
        _send(app_client, 200, _batch(app_client, item("course", there)))
        changed = json.loads(json.dumps(there))
        changed["LearningOpportunity"]["Name"] = "Grafting nut trees"
        bad = task(app_client)
        del bad["Task"]["Description"]
        new = task(app_client)
        items = [item("course", changed), item("task", bad), item("task", new)]
        before = picture(app_client)
        headers = {"Idempotency-Key": "rehearsal"}
        for keep in ("all", "good"):
            body = _batch(app_client, *items, keep=keep, dry_run=True, as_job=True)
            answer = _send(app_client, 200, body, headers=headers)
            assert answer["results"][1]["outcome"] == "refused"
            assert answer["results"][0]["difference"] == [
                {
                    "pointer": "/@graph/0/ceterms:name/en-US",
                    "before": "Grafting fruit trees",
                    "after": "Grafting nut trees",
                }
            ]
            assert "difference" not in answer["results"][2]
            assert answer["results"][2]["document"]["@graph"][0]["ceterms:ctid"] == new["Task"]["CTID"]
            if keep == "good":
                assert _outcomes(answer) == ["would-update", "refused", "would-create"]
        assert picture(app_client) == before
        same = _send(app_client, 200, _batch(app_client, item("course", there), dry_run=True))
        assert (_outcomes(same), same["results"][0]["difference"]) == (["would-keep"], [])
        assert picture(app_client) == before

    def test_what_it_says_is_what_happens(self, app_client: AppClient) -> None:
        items = [item(kind.name, example(app_client, kind.name)) for kind in all_kinds()]
        rehearsed = _send(app_client, 200, _batch(app_client, *items, dry_run=True))
        answer = _send(app_client, 200, _batch(app_client, *items))
        for before, after in zip(rehearsed["results"], answer["results"], strict=True):
            assert before["outcome"] == "would-create"
            assert app_client.get(after["graph_url"]).json() == before["document"]

    def test_an_organization_that_would_get_an_account(self, app_client: AppClient) -> None:
        rowan = new_ctid()
        items = [item("organization", organization(app_client, rowan))]
        before = picture(app_client)
        answer = _send(app_client, 200, _batch(app_client, *items, dry_run=True), who="admin")
        assert _outcomes(answer) == ["would-create"]
        refused = _send(app_client, 200, _batch(app_client, *items, dry_run=True))
        assert _outcomes(refused) == ["refused"]
        assert picture(app_client) == before

    def test_formatting_needs_no_key(self, app_client: AppClient) -> None:
        there = course(app_client)
        _send(app_client, 200, _batch(app_client, item("course", there)))
        before = picture(app_client)
        changed = json.loads(json.dumps(there))
        changed["LearningOpportunity"]["Name"] = "Grafting nut trees"
        body = _batch(app_client, item("course", changed), item("task", task(app_client)))
        answer = app_client.post("/format", body)
        assert answer.status_code == 200, answer.text
        assert _outcomes(answer.json()) == ["would-update", "would-create"]
        assert len(answer.json()["results"][0]["difference"]) == 1
        assert picture(app_client) == before

    def test_secured_communities_tell_strangers_nothing(self, app_client: AppClient) -> None:
        body = _batch(app_client, item("course", course(app_client)))
        assert app_client.post("/secured_registry/publish", body, who="publisher").status_code == 200
        headers = api_key(app_client, "birch", scopes=["publish"])
        for options in ({"who": "anonymous"}, {"headers": headers}):
            [one] = app_client.post("/secured_registry/format", body, **options).json()["results"]
            assert one["outcome"] == "would-create"
            assert "difference" not in one
        [one] = app_client.post("/secured_registry/format", body, who="publisher").json()["results"]
        assert (one["outcome"], one["difference"]) == ("would-keep", [])
        answer = app_client.post("/secured_registry/publish", {**body, "dry_run": True}, headers=headers)
        [one] = answer.json()["results"]
        assert one["outcome"] == "refused"
        assert "difference" not in one


class TestRepeating:
    def test_the_same_request_is_done_once(self, app_client: AppClient) -> None:
        headers = {"Idempotency-Key": "tuesday"}
        body = json.dumps(_batch(app_client, item("task", task(app_client))))
        first = _send(app_client, 200, body, headers=headers)
        before = picture(app_client)
        second = _send(app_client, 200, body, headers=headers)
        assert second == first
        assert _outcomes(second) == ["created"]
        assert picture(app_client) == before
        assert app_client.get(f"/publish/batches/{first['id']}", who="publisher").json() == first
        other = json.dumps(_batch(app_client, item("task", task(app_client))))
        _problem(app_client, 422, other, "used for another request", headers=headers)
        elsewhere = app_client.post("/learning_registry/publish", body, who="publisher", headers=headers)
        assert elsewhere.status_code == 422
        assert picture(app_client) == before
        theirs = json.loads(other)
        theirs["owner"] = app_client.ctid("birch")
        theirs["items"][0]["PublishForOrganizationIdentifier"] = app_client.ctid("birch")
        assert _outcomes(_send(app_client, 200, theirs, who="stranger", headers=headers)) == ["created"]

    def test_refusals_are_repeated_too(self, app_client: AppClient) -> None:
        bad = task(app_client)
        del bad["Task"]["Description"]
        for keep, status in (("all", 422), ("good", 207)):
            headers = {"Idempotency-Key": keep}
            body = _batch(app_client, item("task", bad), item("task", task(app_client)), keep=keep)
            raw = json.dumps(body)
            first = _send(app_client, status, raw, headers=headers)
            before = picture(app_client)
            assert _send(app_client, status, raw, headers=headers) == first
            assert picture(app_client) == before

    @pytest.mark.parametrize("as_job", [False, True])
    @pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\tb"])
    def test_keys_that_are_none(self, app_client: AppClient, key: str, as_job: bool) -> None:
        body = _batch(app_client, item("task", task(app_client)), as_job=as_job)
        before = picture(app_client)
        _problem(app_client, 422, body, "Idempotency-Key", headers={"Idempotency-Key": key})
        assert picture(app_client) == before

    def test_at_the_same_time(self, app_client: AppClient) -> None:
        headers = {"Idempotency-Key": "both hands"}
        body = json.dumps(_batch(app_client, *(item("task", task(app_client)) for _ in range(5))))
        with ThreadPoolExecutor(4) as pool:
            answers = list(
                pool.map(
                    lambda _: app_client.post("/publish", body, who="publisher", headers=headers), range(4)
                )
            )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses[0] == 200
        assert set(statuses) <= {200, 503}
        assert len({answer.text for answer in answers if answer.status_code == 200}) == 1
        assert len(_log(app_client)) == 5
        last = _send(app_client, 200, body, headers=headers)
        assert _outcomes(last) == ["created"] * 5

    def test_a_request_that_failed_can_be_sent_again(
        self, app_client: AppClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        headers = {"Idempotency-Key": "once more"}
        body = json.dumps(_batch(app_client, item("task", task(app_client))))
        with monkeypatch.context() as patched:
            patched.setattr("opencredreg.publisher.batches.build_drafts", _break)
            answer = app_client.post("/publish", body, who="publisher", headers=headers)
            assert answer.status_code == 500
        assert _outcomes(_send(app_client, 200, body, headers=headers)) == ["created"]


def _break(*_: object, **__: object) -> Any:
    raise RuntimeError("The power is gone.")


class TestJobs:
    def _queued(self, client: AppClient, body: Any, **options: Any) -> str:
        answer = client.post("/publish", body, **{"who": "publisher", **options})
        assert answer.status_code == 202, answer.text
        value = answer.json()
        assert answer.headers["location"].endswith(f"/publish/batches/{value['id']}")
        assert (value["status"], value["done"], value["successful"]) == ("waiting", 0, False)
        assert "results" not in value
        return str(value["id"])

    def _state(self, client: AppClient, identity: str) -> Any:
        answer = client.get(f"/publish/batches/{identity}", who="publisher")
        assert answer.status_code == 200
        return answer.json()

    @pytest.mark.parametrize("header", [{}, {"Prefer": "wait=5, respond-async"}])
    def test_later(self, app_client: AppClient, header: dict[str, str]) -> None:
        bad = task(app_client)
        del bad["Task"]["Description"]
        items = [item("task", task(app_client), external_id="t-1"), item("task", bad)]
        body = _batch(app_client, *items, keep="good", as_job=not header)
        before = picture(app_client, DOCUMENTS)
        identity = self._queued(app_client, body, headers=header)
        assert picture(app_client, DOCUMENTS) == before
        assert self._state(app_client, identity)["status"] == "waiting"
        app_client.run_jobs()
        state = self._state(app_client, identity)
        assert (state["status"], state["total"], state["done"]) == ("done", 2, 2)
        assert _outcomes(state) == ["created", "refused"]
        assert (state["successful"], state["counts"]) == (False, {**_NOTHING, "created": 1, "refused": 1})
        assert [one["outcome"] for one in _log(app_client)] == ["refused", "created"]

    def test_a_job_is_queued_once(self, app_client: AppClient) -> None:
        headers = {"Idempotency-Key": "later"}
        body = json.dumps(_batch(app_client, item("task", task(app_client)), as_job=True))
        identity = self._queued(app_client, body, headers=headers)
        assert self._queued(app_client, body, headers=headers) == identity
        app_client.run_jobs()
        answer = app_client.post("/publish", body, who="publisher", headers=headers)
        assert answer.json() == self._state(app_client, identity)
        assert len(_log(app_client)) == 1
        other = _batch(app_client, item("task", task(app_client)), as_job=True)
        _problem(app_client, 422, other, headers=headers)

    def test_all_or_nothing_holds_later_too(self, app_client: AppClient) -> None:
        bad = task(app_client)
        del bad["Task"]["Description"]
        before = picture(app_client, DOCUMENTS)
        body = _batch(app_client, item("task", task(app_client)), item("task", bad), as_job=True)
        identity = self._queued(app_client, body)
        app_client.run_jobs()
        assert _outcomes(self._state(app_client, identity)) == ["not-tried", "refused"]
        assert picture(app_client, DOCUMENTS) == before

    def test_interrupted_in_the_middle(self, app_client: AppClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(batch_jobs, "_CHUNK", 2)
        items = [item("task", task(app_client), external_id=f"t-{place}") for place in range(7)]
        del items[3]["Task"]["Description"]
        identity = self._queued(app_client, _batch(app_client, *items, keep="good", as_job=True))
        node, count = app_client.node, 0

        def stumble(*arguments: Any) -> None:
            nonlocal count
            count += 1
            advance_batch(*arguments)
            if count == 3:
                raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(batch_jobs, "advance_batch", stumble)
            with pytest.raises(KeyboardInterrupt):
                batch_jobs.run_batch(node, identity)
        state = self._state(app_client, identity)
        assert (state["status"], state["done"], state["total"]) == ("running", 4, 7)
        assert _outcomes(state) == ["created", "created", "created", "refused"]
        batch_jobs.run_batch(node, identity)
        state = self._state(app_client, identity)
        assert (state["status"], state["done"]) == ("done", 7)
        assert _outcomes(state) == ["created"] * 3 + ["refused"] + ["created"] * 3
        assert [one["place"] for one in state["results"]] == list(range(7))
        before = picture(app_client)
        batch_jobs.run_batch(node, identity)
        assert picture(app_client) == before
        assert len(before["envelope_version"]) == len(before["envelope"]) == 6
        assert len(_log(app_client)) == 7

    def test_given_up(self, app_client: AppClient, monkeypatch: pytest.MonkeyPatch) -> None:
        identity = self._queued(app_client, _batch(app_client, item("task", task(app_client)), as_job=True))
        with monkeypatch.context() as patched:
            patched.setattr(batch_jobs, "build_drafts", _break)
            app_client.run_jobs_until_given_up()
        state = self._state(app_client, identity)
        assert (state["status"], state["successful"], state["done"]) == ("failed", False, 0)
        app_client.run_jobs()
        assert self._state(app_client, identity) == state

    def test_a_grant_that_ended_ends_the_job_too(self, app_client: AppClient) -> None:
        body = _batch(app_client, item("task", task(app_client)), as_job=True)
        answer = app_client.post("/publish", body, who="partner")
        assert answer.status_code == 202
        grants = f"/api/organizations/{app_client.ctid('alder')}/grants"
        ended = app_client.delete(grants, {"organization": app_client.ctid("cedar")}, who="publisher")
        assert ended.status_code == 204
        app_client.run_jobs()
        state = app_client.get(f"/publish/batches/{answer.json()['id']}", who="partner").json()
        assert _outcomes(state) == ["refused"]

    def test_batches_of_others(self, app_client: AppClient) -> None:
        identity = self._queued(app_client, _batch(app_client, item("task", task(app_client)), as_job=True))
        for who, status in (
            ("stranger", 404),
            ("partner", 404),
            ("anonymous", 401),
            ("reader", 403),
            ("admin", 200),
        ):
            answer = app_client.get(f"/publish/batches/{identity}", who=who)
            assert answer.status_code == status, who
        for wrong in ("nothing", new_ctid(), "%00", "%C2%B2", identity[:-1]):
            assert app_client.get(f"/publish/batches/{wrong}", who="publisher").status_code in (400, 404)


class TestIdentifiers:
    def test_they_lead_to_the_same_ctid(self, app_client: AppClient) -> None:
        entry = task(app_client)
        del entry["Task"]["CTID"]
        items = [item("task", entry, external_id=f"Pflege/ä {place}") for place in range(2)]
        answer = _send(app_client, 200, _batch(app_client, *items))
        wanted = [derive_ctid(app_client.ctid("alder"), one["external_id"]) for one in items]
        assert [one["ctid"] for one in answer["results"]] == wanted
        assert [one["external_id"] for one in answer["results"]] == [one["external_id"] for one in items]
        assert not any("uuid4" in json.dumps(one) for one in answer["results"])
        again = _send(app_client, 200, _batch(app_client, *items))
        assert _outcomes(again) == ["unchanged"] * 2
        path = f"/api/organizations/{app_client.ctid('alder')}/identifiers"
        listed = app_client.get(path, who="publisher").json()
        assert [(one["external_id"], one["ctid"], one["type"]) for one in listed] == [
            (sent["external_id"], ctid, "task") for sent, ctid in zip(items, wanted, strict=True)
        ]
        for params in ({"external_id": items[1]["external_id"]}, {"resource": wanted[1].upper()}):
            found = app_client.get(path, who="publisher", params=params).json()
            assert [one["ctid"] for one in found] == [wanted[1]]
        assert app_client.get(path, who="stranger").status_code in (401, 403, 404)

    @pytest.mark.parametrize("name", ["CTID", "ctid", "ceterms:ctid"])
    def test_a_ctid_of_its_own_counts(self, app_client: AppClient, name: str) -> None:
        entry, ctid = task(app_client), new_ctid()
        del entry["Task"]["CTID"]
        entry["Task"][name] = ctid
        [one] = _send(app_client, 200, _batch(app_client, item("task", entry, external_id="7")))["results"]
        assert (one["ctid"], one["external_id"]) == (ctid, "7")
        path = f"/api/organizations/{app_client.ctid('alder')}/identifiers"
        assert [row["ctid"] for row in app_client.get(path, who="publisher").json()] == [ctid]

    @pytest.mark.parametrize("empty", ["", None, " "])
    def test_an_empty_ctid_is_none(self, app_client: AppClient, empty: str | None) -> None:
        entry = task(app_client)
        entry["Task"]["CTID"] = empty
        [one] = _send(app_client, 200, _batch(app_client, item("task", entry, external_id="7")))["results"]
        assert one["ctid"] == derive_ctid(app_client.ctid("alder"), "7")

    def test_refused_ones_are_not_kept(self, app_client: AppClient) -> None:
        bad = task(app_client)
        del bad["Task"]["Description"]
        before = picture(app_client, ("external_identifier",))
        body = _batch(
            app_client, item("task", bad, external_id="1"), item("task", task(app_client), external_id="2")
        )
        _send(app_client, 422, body)
        _send(app_client, 200, {**body, "dry_run": True})
        assert picture(app_client, ("external_identifier",)) == before


class TestLog:
    def test_everything_is_told_to_the_owner(self, app_client: AppClient) -> None:
        good, bad = task(app_client), task(app_client)
        del bad["Task"]["Description"]
        headers = {"X-Request-Id": "run-7"}
        body = _batch(app_client, item("task", good), item("task", bad), keep="good")
        _send(app_client, 207, body, who="partner", headers=headers)
        refused, created = _log(app_client)
        assert (created["ctid"], created["outcome"]) == (good["Task"]["CTID"], "created")
        assert created["publisher"] == app_client.ctid("cedar")
        assert (created["type"], created["class"], created["action"]) == ("task", "ceterms:Task", "publish")
        assert created["request_id"] == refused["request_id"] == "run-7"
        assert isinstance(created["version"], int)
        assert "required" in json.dumps(refused["findings"])
        path = f"/api/organizations/{app_client.ctid('alder')}/log/{refused['id']}/input"
        sent = app_client.get(path, who="publisher").json()
        assert sent["Task"] == bad["Task"]
        assert _log(app_client, outcome="refused") == [refused]
        assert _log(app_client, resource=good["Task"]["CTID"].upper()) == [created]
        for who, status in (("stranger", (401, 403)), ("partner", (401, 403)), ("anonymous", (401,))):
            assert app_client.get(path, who=who).status_code in status, who
            listed = app_client.get(f"/api/organizations/{app_client.ctid('alder')}/log", who=who)
            assert listed.status_code in status, who
        assert app_client.get(path.replace(str(refused["id"]), "x"), who="publisher").status_code == 404
        huge = path.replace(f"/{refused['id']}/", f"/{10**30}/")
        assert app_client.get(huge, who="publisher").status_code == 404
        odd = path.replace(f"/{refused['id']}/", "/%C2%B2/")
        assert app_client.get(odd, who="publisher").status_code == 404

    def test_what_strangers_try_is_not(self, app_client: AppClient) -> None:
        body = _batch(app_client, item("task", task(app_client)))
        before = picture(app_client)
        _send(app_client, 422, body, who="stranger")
        unknown = {**body, "owner": new_ctid()}
        unknown["items"][0].pop("PublishForOrganizationIdentifier")
        _send(app_client, 422, unknown)
        assert picture(app_client) == before

    @pytest.mark.parametrize("name", [b"\x00", b"\xff\xfe", b"a" * 5_000, b"\x7f\x01"])
    def test_odd_names_of_requests(self, app_client: AppClient, name: bytes) -> None:
        body = json.dumps(_batch(app_client, item("task", task(app_client)))).encode()
        status, _, answer = app_client.raw(
            "POST",
            b"/publish",
            headers={
                b"authorization": f"Token {app_client.people.tokens['publisher']}".encode(),
                b"x-request-id": name,
            },
            chunks=(body,),
        )
        assert status == 200, answer
        [entry] = _log(app_client)
        assert entry["request_id"].isprintable()
        assert len(entry["request_id"]) <= 100


class TestOwners:
    def test_items_may_name_their_own(self, app_client: AppClient) -> None:
        items = [
            item("task", task(app_client), owner=app_client.ctid("alder")),
            item("task", task(app_client, owner="birch"), owner=app_client.ctid("birch")),
        ]
        for one in items:
            del one["PublishForOrganizationIdentifier"]
        answer = _send(app_client, 207, {"items": items, "keep": "good"})
        assert _outcomes(answer) == ["created", "refused"]
        codes = [one["code"] for one in answer["results"][1]["findings"] if one["severity"] == "error"]
        assert codes == ["auth.not_permitted"]
        staff = _send(app_client, 200, {"items": items}, who="admin")
        assert _outcomes(staff)[1] == "created"

    def test_who_published(self, app_client: AppClient) -> None:
        [one] = _send(app_client, 200, _batch(app_client, item("task", task(app_client))), who="partner")[
            "results"
        ]
        envelope = app_client.get(one["envelope_url"]).json()
        assert (envelope["owned_by"], envelope["published_by"]) == (
            app_client.ctid("alder"),
            app_client.ctid("cedar"),
        )
        assert house(app_client)["CTID"] == envelope["owned_by"]


def test_documents_stand_in_the_log_of_their_owner_too(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    app_client.published(document(certificate(ctid, name="Changed")))
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204
    path = f"/api/organizations/{app_client.ctid('alder')}/log"
    entries = app_client.get(f"{path}?resource={ctid}", who="publisher").json()
    assert [(one["type"], one["outcome"]) for one in entries] == [
        ("document", "deleted"), ("document", "updated"), ("document", "created")
    ]  # fmt: skip
    assert {one["method"] for one in entries} == {"publishMethod:Document"}
    assert entries[1]["name"] == "Changed"
    stranger = app_client.publish(document(certificate(new_ctid())), who="stranger")
    assert stranger.status_code == 401
    assert len(app_client.get(path, who="publisher").json()) == 3
