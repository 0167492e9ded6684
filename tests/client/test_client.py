"""The methods of the client against a registry that works."""

from __future__ import annotations

import gzip
import threading
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.client import Client, ClientError, Counts, Difference, ItemResult, TimedOut, ctid_for
from opencredreg.client.differences import iter_differences
from tests.support.fake_registry import FakeRegistry, Reply

_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_OTHER = "ce-b8d2e3f4-1111-4222-8333-444455556666"


def course(name: str = "Orchard keeping", external_id: str = "a") -> dict[str, Any]:
    return {"type": "course", "external_id": external_id, "resource": {"Name": name}}


def document(name: str = "Orchard keeping") -> dict[str, Any]:
    return {"@graph": [{"@type": "ceterms:Course", "ceterms:ctid": _OTHER, "ceterms:name": {"en": name}}]}


class TestPublishing:
    def test_a_batch_has_a_result_for_each_item(self, client: Client, registry: FakeRegistry) -> None:
        batch = client.publish([course(), course("Bee keeping", "b")], _OWNER, default_language="en")
        batch.raise_for_errors()
        assert batch.successful
        assert batch.is_finished
        assert batch.counts == Counts(created=2)
        assert [(one.place, one.name, one.cls) for one in batch] == [
            (0, "Orchard keeping", "C"),
            (1, "Bee keeping", "C"),
        ]
        assert batch.results[0].ctid == ctid_for(_OWNER, "a")
        sent = registry.seen[0]
        assert sent.headers["authorization"] == f"Bearer {registry.key}"
        assert sent.body["owner"] == _OWNER
        assert sent.body["default_language"] == "en"
        assert (sent.body["keep"], sent.body["dry_run"], sent.body["as_job"]) == ("all", False, False)
        again = client.publish([course(), course("Bee-keeping", "b")], _OWNER)
        assert again.counts == Counts(updated=1, unchanged=1)

    def test_all_or_nothing(self, client: Client, registry: FakeRegistry) -> None:
        batch = client.publish([course(), course("", "b")], _OWNER)
        assert not batch.successful
        assert batch.counts == Counts(refused=1, not_tried=1)
        assert registry.stored == {}
        with pytest.raises(ClientError, match="1 of 2 items were refused, 1 were not tried") as caught:
            batch.raise_for_errors()
        assert [one.pointer for one in caught.value.findings] == ["/items/1/resource/Name"]
        assert "There is no name." in str(caught.value)

    def test_the_good_ones(self, client: Client, registry: FakeRegistry) -> None:
        batch = client.publish([course(), course("", "b")], _OWNER, keep="good")
        assert [one.outcome for one in batch] == ["created", "refused"]
        assert list(registry.stored) == [ctid_for(_OWNER, "a")]

    def test_a_dry_run_stores_nothing_and_shows_the_difference(
        self, client: Client, registry: FakeRegistry
    ) -> None:
        client.publish([course()], _OWNER)
        stored = dict(registry.stored)
        batch = client.publish([course("Bee keeping")], _OWNER, dry_run=True)
        assert registry.stored == stored
        assert batch.counts == Counts(updated=1)
        [one] = batch
        assert one.outcome == "would-update"
        assert one.document is not None
        assert one.difference == (Difference("/@graph/0/Name", "Orchard keeping", "Bee keeping"),)
        assert "idempotency-key" not in registry.seen[-1].headers

    def test_formatting_needs_no_key(self, registry: FakeRegistry) -> None:
        with Client(registry.url) as nobody:
            [one] = nobody.format([course()], _OWNER)
            assert one.document is not None
            assert one.document["@graph"][0]["Name"] == "Orchard keeping"
            with pytest.raises(ClientError) as caught:
                nobody.publish([course()], _OWNER)
        assert (caught.value.status, caught.value.title, caught.value.hint) == (
            401,
            "Who are you?",
            "Send one.",
        )
        assert "authorization" not in registry.seen[0].headers

    def test_the_name_of_a_batch_gives_the_first_result_again(self, client: Client) -> None:
        first = client.publish([course()], _OWNER, idempotency_key="monday")
        assert client.publish([course()], _OWNER, idempotency_key="monday") == first
        assert client.publish([course()], _OWNER).id != first.id

    def test_one_resource(self, client: Client, registry: FakeRegistry) -> None:
        one = client.publish_one(
            "course", MappingProxyType({"Name": "Bee keeping"}), _OWNER, external_id="b", Competencies=[1]
        )
        assert (one.outcome, one.ctid) == ("created", ctid_for(_OWNER, "b"))
        assert registry.seen[0].body["items"][0]["Competencies"] == [1]
        with pytest.raises(ClientError) as caught:
            client.publish_one("course", {"CTID": _OTHER}, _OWNER)
        assert caught.value.findings[0].pointer == "/resource/Name"

    def test_values_without_a_form_in_json_are_not_sent(self, client: Client, registry: FakeRegistry) -> None:
        with pytest.raises(TypeError, match="no form in JSON"):
            client.publish([{"type": "course", "resource": {"Name": object()}}], _OWNER)
        assert registry.seen == []

    def test_a_community_stands_in_the_address(self, registry: FakeRegistry) -> None:
        with Client(registry.url + "/", registry.key, community="navy") as client:
            ctid = client.publish([course()], _OWNER).results[0].ctid
            assert ctid is not None
            assert list(client.search("Orchard"))
            client.graph(ctid)
            client.delete(ctid)
        assert [path.split("/")[1] for path in registry.paths()] == ["navy", "api", "navy", "navy"]
        assert registry.seen[1].body["community"] == "navy"


class TestJobs:
    def test_waiting_for_the_end(self, client: Client, waits: list[float]) -> None:
        batch = client.publish([course(), course("Bees", "b"), course("Hens", "c")], _OWNER, as_job=True)
        assert (batch.status, batch.is_finished, batch.total, len(batch)) == ("waiting", False, 3, 0)
        batch.raise_for_errors()
        assert batch.id is not None
        told: list[tuple[int, int]] = []
        ended = client.wait(batch.id, lambda done, total: told.append((done, total)))
        assert told == [(1, 3), (2, 3), (3, 3)]
        assert ended.successful
        assert [one.outcome for one in ended] == ["created"] * 3
        assert client.batch(batch.id) == ended
        assert len(waits) == 2

    def test_not_for_ever(self, client: Client) -> None:
        batch = client.publish([course(), course("Bees", "b")], _OWNER, as_job=True)
        assert batch.id is not None
        with pytest.raises(TimedOut, match="1 of 2"):
            client.wait(batch.id, timeout=0.01)

    def test_a_batch_that_failed_is_no_success(self, client: Client, registry: FakeRegistry) -> None:
        registry.script.append(Reply(200, b'{"id": "x", "status": "failed", "total": 3, "done": 1}'))
        with pytest.raises(ClientError, match="ended before"):
            client.wait("x").raise_for_errors()

    def test_a_batch_that_nobody_knows(self, client: Client) -> None:
        with pytest.raises(ClientError) as caught:
            client.batch("../x")
        assert caught.value.status == 404


class TestDocuments:
    def test_created_updated_unchanged(self, client: Client) -> None:
        outcomes = [client.publish_document(document(name), _OWNER).outcome for name in ("A", "A", "B")]
        assert outcomes == ["created", "unchanged", "updated"]

    def test_refused_with_findings(self, client: Client) -> None:
        one = client.publish_document(b'{"@graph": [{}]}', _OWNER)
        assert (one.outcome, one.is_taken) == ("refused", False)
        assert [finding.pointer for finding in one.findings] == ["/@graph/0"]

    def test_refused_in_the_words_of_older_routes(self, client: Client, registry: FakeRegistry) -> None:
        registry.script.append(Reply(422, b'{"errors": [["Resource CTID must be unique"]]}'))
        one = client.publish_document(document(), _OWNER)
        assert [finding.message for finding in one.findings] == ["Resource CTID must be unique"]
        registry.script.append(Reply(401, b'{"errors": ["Unauthorized publisher"]}'))
        with pytest.raises(ClientError, match="Unauthorized publisher"):
            client.publish_document(document(), _OWNER)

    def test_a_dry_run(self, client: Client, registry: FakeRegistry) -> None:
        assert client.publish_document(document("A"), _OWNER, dry_run=True).outcome == "would-create"
        assert registry.stored == {}
        client.publish_document(document("A"), _OWNER)
        assert client.publish_document(document("A"), _OWNER, dry_run=True).outcome == "would-keep"
        one = client.publish_document(document("B"), _OWNER, dry_run=True)
        assert (one.outcome, one.cls, one.name) == ("would-update", "ceterms:Course", "B")
        assert one.difference == (Difference("/@graph/0/ceterms:name/en", "A", "B"),)
        assert client.publish_document({"@graph": [{}]}, _OWNER, dry_run=True).outcome == "refused"


class TestReading:
    def test_resources_graphs_and_what_exists(self, client: Client) -> None:
        ctid = ctid_for(_OWNER, "a")
        client.publish([course()], _OWNER)
        assert client.resource(ctid)["Name"] == "Orchard keeping"
        assert client.graph(ctid)["@graph"][0]["Name"] == "Orchard keeping"
        assert client.exists([ctid, _OTHER, ctid]) == {ctid}
        with pytest.raises(ClientError, match="No matching resource found") as caught:
            client.resource(_OTHER)
        assert caught.value.status == 404

    def test_pages_come_as_they_are_needed(self, client: Client, registry: FakeRegistry) -> None:
        client.publish([course(f"Course {n}", str(n)) for n in range(7)], _OWNER)
        registry.seen.clear()
        hits = client.search("Course", page_size=3)
        assert registry.seen == []
        first = next(hits)
        assert first.name is not None
        assert (first.name.text, first.resource) == ("Course 0", {"n": "Course 0"})
        assert len(registry.seen) == 1
        assert [hit.ctid for hit in hits] == [ctid_for(_OWNER, str(n)) for n in range(1, 7)]
        assert [seen.body["cursor"] for seen in registry.seen] == ["*", "3", "6"]
        assert len(list(client.search({"name": "Course 4"}))) == 1
        assert registry.seen[-1].body == {"take": 100, "query": {"name": "Course 4"}, "cursor": "*"}

    def test_an_owner_protects_against_the_wrong_ctid(self, client: Client, registry: FakeRegistry) -> None:
        ctid = ctid_for(_OWNER, "a")
        client.publish([course()], _OWNER)
        with pytest.raises(ClientError, match="another organization"):
            client.delete(ctid, _OTHER)
        assert ctid in registry.stored
        client.delete(ctid, _OWNER.upper())
        assert registry.stored == {}

    def test_what_the_registry_can_do(self, client: Client) -> None:
        assert client.types() == [{"type": "course"}, {"type": "job"}]
        assert client.schema("job") == {"title": "job"}
        assert client.example("job") == {"type": "job", "size": "minimal"}
        assert client.example("job", "maximal")["size"] == "maximal"
        [code] = client.suggest_codes("cip", "farm & field")
        assert (code.code, code.title, code.parent) == ("01.0000", "farm & field", None)

    def test_identifiers(self, client: Client, registry: FakeRegistry) -> None:
        client.publish([course(f"Course {n}", str(n)) for n in range(401)], _OWNER)
        registry.seen.clear()
        assert [one.external_id for one in client.identifiers(_OWNER)] == [str(n) for n in range(401)]
        assert [seen.query["page"] for seen in registry.seen] == ["1", "2", "3"]
        [one] = client.identifiers(_OWNER, external_id="7")
        assert one.ctid == ctid_for(_OWNER, "7")
        assert [one.external_id for one in client.identifiers(_OWNER, ctid=one.ctid)] == ["7"]

    def test_the_assistant_answers_in_its_own_shape(self, client: Client, registry: FakeRegistry) -> None:
        assert client.assistant("course", "format", {})["Successful"] is True
        assert client.assistant("job", "format", {})["Messages"] == ["Error - no name"]
        assert client.assistant("job", "Delete", {"CTID": "x"}) == {
            "Successful": False,
            "Messages": ["Error - unknown key"],
        }
        registry.script.append(Reply(200, b'[{"Successful": true}]'))
        assert client.assistant("job", "publishlist", {}) == [{"Successful": True}]
        with pytest.raises(ClientError):
            client.assistant("job", "dance", {})

    def test_compressed_answers(self, client: Client, registry: FakeRegistry) -> None:
        body = gzip.compress(b'{"a": 1}')
        registry.script.append(Reply(200, body, {"Content-Encoding": "gzip"}))
        assert client.capabilities() == {"a": 1}

    def test_threads_share_a_client(self, client: Client, registry: FakeRegistry) -> None:
        found: list[Any] = []
        threads = [threading.Thread(target=lambda: found.append(client.capabilities())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [{"limits": {"batch_items": 5_000}}] * 8


def test_unknown_members_and_outcomes_of_newer_registries_do_no_harm() -> None:
    one = msgspec.convert({"outcome": "merged", "weather": "fine"}, ItemResult)
    assert one.is_taken
    one.raise_for_errors()


_JSON = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab/~", max_size=2), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(_JSON, _JSON)
def test_a_difference_leads_from_one_value_to_the_other(before: Any, after: Any) -> None:
    found = list(iter_differences(before, after))
    assert (not found) == _same(before, after)
    for one in found:
        assert _at(before, one.pointer) == one.before
        assert _at(after, one.pointer) == one.after


def _same(before: Any, after: Any) -> bool:
    """Whether two values have the same members, in any order; the empty list is not the empty object."""
    return msgspec.json.encode(before, order="deterministic") == msgspec.json.encode(
        after, order="deterministic"
    )


def _at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and int(name) >= len(value):
            return None
        value = value[int(name)] if isinstance(value, list) else value.get(name)
    return value
