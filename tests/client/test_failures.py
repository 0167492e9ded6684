"""The client and a registry that is slow, busy, broken, moved, or none at all."""

from __future__ import annotations

import random
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.client import Client, ClientError, ConnectionFailed, TimedOut
from opencredreg.client.backoff import LONGEST_WAIT_S, is_retryable, retry_after_of, wait_before
from tests.support.fake_registry import Drop, FakeRegistry, Hang, Reply, fake_registry

_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_ITEM = {"type": "course", "external_id": "a", "resource": {"Name": "Orchard keeping"}}
_BUSY = Reply(503, b'{"title": "Busy"}')


def test_a_busy_registry_is_asked_again(registry: FakeRegistry, client: Client, waits: list[float]) -> None:
    registry.script.extend([_BUSY, Reply(502, b"<html>"), Reply(504)])
    assert client.capabilities() == {"limits": {"batch_items": 5_000}}
    assert len(registry.seen) == 4
    assert len(waits) == 3
    assert 0.25 <= waits[0] <= 0.5 <= waits[1] <= 1.0 <= waits[2] <= 2.0
    assert registry.connections == 1


def test_it_is_asked_no_more_than_agreed(registry: FakeRegistry, waits: list[float]) -> None:
    registry.script.extend([_BUSY] * 9)
    with (
        Client(registry.url, retries=2) as client,
        pytest.raises(ClientError, match="Busy") as caught,
    ):
        client.capabilities()
    assert (caught.value.status, len(registry.seen), len(waits)) == (503, 3, 2)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([200, 400, 404, 409, 422, 429, 500, 501, 502, 503, 504]), min_size=1),
    st.integers(0, 4),
)
def test_what_may_pass_is_repeated_and_nothing_else(statuses: list[int], retries: int) -> None:
    with fake_registry() as registry, pytest.MonkeyPatch.context() as patch:
        patch.setattr("opencredreg.client.transport.sleep", lambda _seconds: None)
        registry.script.extend(Reply(status) for status in statuses)
        expected = 0
        while expected <= retries:
            expected += 1
            # Behind the script the registry works.
            if expected > len(statuses) or not is_retryable(statuses[expected - 1]):
                break
        last = statuses[expected - 1] if expected <= len(statuses) else 200
        with Client(registry.url, retries=retries) as client:
            if last < 400:
                client.capabilities()
            else:
                with pytest.raises(ClientError) as caught:
                    client.capabilities()
                assert caught.value.status == last
        assert len(registry.seen) == expected


@pytest.mark.parametrize("step", [Drop(), Drop(is_done=True), Drop(after=5)])
def test_publishing_again_after_a_broken_answer_publishes_once(
    registry: FakeRegistry, client: Client, waits: list[float], step: Drop
) -> None:
    registry.script.append(step)
    batch = client.publish([_ITEM], _OWNER)
    assert [one.outcome for one in batch] == ["created"]
    keys = {seen.headers["idempotency-key"] for seen in registry.seen}
    assert (len(registry.seen), len(keys), len(waits)) == (2, 1, 1)


def test_deleting_again_after_a_broken_answer_is_no_error(
    registry: FakeRegistry, client: Client, waits: list[float]
) -> None:
    ctid = client.publish([_ITEM], _OWNER).results[0].ctid
    assert ctid is not None
    registry.script.append(Drop(is_done=True))
    client.delete(ctid)
    assert len(waits) == 1
    assert client.exists([ctid]) == frozenset()
    with pytest.raises(ClientError, match="No matching envelopes found"):
        client.delete(ctid)


def test_who_never_answers_fails_in_the_end(registry: FakeRegistry, waits: list[float]) -> None:
    registry.script.extend([Drop()] * 9)
    with Client(registry.url, retries=2) as client, pytest.raises(ConnectionFailed, match="2 more attempts"):
        client.capabilities()
    assert (len(registry.seen), len(waits)) == (3, 2)


def test_nobody_listens(waits: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with (
            Client(f"http://127.0.0.1:{port}", retries=1) as client,
            pytest.raises(ConnectionFailed, match=f":{port}") as caught,
        ):
            client.capabilities()
    assert caught.value.status is None
    assert len(waits) == 1


def test_a_slow_answer_is_not_asked_for_twice(registry: FakeRegistry, waits: list[float]) -> None:
    registry.script.append(Hang())
    with Client(registry.url, registry.key, timeout=0.1) as client, pytest.raises(TimedOut) as caught:
        client.publish([_ITEM], _OWNER)
    assert len(registry.seen) == 1
    assert registry.seen[0].headers["idempotency-key"] in caught.value.hint
    assert waits == []


def test_a_connection_that_was_closed_meanwhile_costs_no_attempt(registry: FakeRegistry) -> None:
    with Client(registry.url, retries=0) as client:
        client.capabilities()
        client.capabilities()
        assert registry.connections == 1
        registry.script.append(Drop(after=1_000))
        client.capabilities()
        client.capabilities()
    assert registry.connections == 2


def test_a_page_of_another_site_is_told_as_that(registry: FakeRegistry, client: Client) -> None:
    page = b"<!doctype html><html><head><title>Sign in\x1b[2J here</title></head></html>"
    registry.script.extend([Reply(200, page, media_type="text/html; charset=utf-8")])
    with pytest.raises(ClientError, match="no JSON") as caught:
        client.capabilities()
    assert "text/html: “Sign in[2J here”" in caught.value.detail
    assert "address" in caught.value.hint
    registry.script.append(Reply(500, page, media_type="text/html"))
    with pytest.raises(ClientError, match="Internal Server Error") as caught:
        client.capabilities()
    assert caught.value.status == 500


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"results": 3}', b'{"results": [{"place": 0}]}', b"[]", b'"text"', b"\xff", b"[" * 100_000],
)
def test_json_that_is_none_or_of_another_kind(registry: FakeRegistry, client: Client, body: bytes) -> None:
    registry.script.append(Reply(200, body))
    with pytest.raises(ClientError) as caught:
        client.publish([_ITEM], _OWNER)
    assert caught.value.title in ("The answer is no JSON", "The answer cannot be understood")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_key_goes_to_no_other_host(registry: FakeRegistry, client: Client, status: int) -> None:
    with fake_registry() as other:
        registry.script.append(Reply(status, headers={"Location": f"{other.url}/capabilities"}))
        with pytest.raises(ClientError, match="leads elsewhere") as caught:
            client.capabilities()
        assert other.seen == []
        assert other.url in caught.value.detail


def test_a_moved_address_of_the_same_host_is_followed(registry: FakeRegistry, client: Client) -> None:
    registry.script.append(Reply(302, headers={"Location": "/capabilities?moved=yes"}))
    assert "limits" in client.capabilities()
    registry.script.append(Reply(308, headers={"Location": f"{registry.url}/publish"}))
    assert len(client.publish([_ITEM], _OWNER)) == 1
    assert registry.seen[-1].body["items"] == [_ITEM]


def test_a_post_never_becomes_a_get(registry: FakeRegistry, client: Client) -> None:
    registry.script.append(Reply(302, headers={"Location": "/publish"}))
    with pytest.raises(ClientError, match="leads elsewhere"):
        client.publish([_ITEM], _OWNER)
    assert registry.paths() == ["POST /publish"]


def test_circles_end(registry: FakeRegistry, client: Client) -> None:
    registry.script.extend([Reply(302, headers={"Location": "/capabilities"})] * 20)
    with pytest.raises(ClientError, match="circles"):
        client.capabilities()
    assert len(registry.seen) == 6


def test_the_registry_says_when_to_come_back(
    registry: FakeRegistry, client: Client, waits: list[float]
) -> None:
    registry.script.append(Reply(429, headers={"Retry-After": "7"}))
    client.capabilities()
    assert 7.0 <= waits[0] <= 8.0
    registry.script.append(Reply(429, b'{"title": "Too many"}', headers={"Retry-After": "3600"}))
    with pytest.raises(ClientError, match="Too many") as caught:
        client.capabilities()
    assert caught.value.retry_after == 3600.0
    assert len(waits) == 1


_NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("12", 12.0),
        (format_datetime(_NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(_NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_times_to_come_back(text: str, seconds: float | None) -> None:
    assert retry_after_of({"retry-after": text}, _NOW) == seconds


@given(st.integers(1, 50), st.none() | st.floats(0.0, LONGEST_WAIT_S), st.integers())
def test_waits_are_never_shorter_than_asked_and_never_endless(
    attempt: int, retry_after: float | None, seed: int
) -> None:
    wait = wait_before(attempt, retry_after, random.Random(seed))
    assert (retry_after or 0.0) <= wait <= LONGEST_WAIT_S + 1.0
    assert wait > 0.0 or retry_after == 0.0


@pytest.mark.parametrize(
    "address",
    ["registry.example.org", "ftp://registry.example.org", "https://", "https://a.example/?q=1", ""],
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        Client(address)


@pytest.mark.parametrize("key", ["", " ", "a\r\nX-Other: b", "schlüssel"])
def test_keys_that_cannot_be_sent(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        Client("https://registry.example.org", key)


def test_a_proxy_of_the_environment_is_used(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", registry.url.replace("://", "://me:p%40ss@"))
    with Client("http://registry.example/base", "sesame") as client:
        registry.script.append(Reply(200, b'{"a": 1}'))
        assert client.capabilities() == {"a": 1}
    [seen] = registry.seen
    assert (seen.path, seen.headers["host"]) == ("/base/capabilities", "registry.example")
    assert seen.headers["proxy-authorization"] == "Basic bWU6cEBzcw=="


def test_this_machine_is_not_asked_through_a_proxy(
    registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_registry() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        with Client(registry.url) as client:
            client.capabilities()
        assert (len(registry.seen), proxy.seen) == (1, [])
