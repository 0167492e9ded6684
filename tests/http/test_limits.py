"""How much one request may ask for, how long it may take, and what names it may use."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import hypothesis
from hypothesis import HealthCheck
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from opencredreg.api.operations import all_operations
from opencredreg.api.router import concrete_paths
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_postgresql
from tests.support.documents import certificate, course, document

_ODD_NAMES = (
    "..", ".", "../../etc/passwd", "%", "%25", "_", "*", "'", '"', "';--", "\\", "{}", "{id}", "null", "-1", "0",
    "9" * 30, "ce-", "_:", "_:b", "é", "\u202e", "\U0001f600", "\ud800", "\x7f", "\r\n", "a b", "a/b", "a//b",
    ".json", "x.ttl", "x.json.json", "http://", "https://[", "urn:ctid:", "ce-%", "x" * 3000, "?", "#", "&a=b", "+",
)  # fmt: skip


def test_a_body_must_arrive_in_time(make_client: Callable[..., AppClient]) -> None:
    client = make_client(limits__request_seconds=1)
    for pause_s, expected in ((30, 408), (0.01, 200)):
        start = time.monotonic()
        status, _, _ = client.raw(
            "POST", b"/resources/check_existence", chunks=(b'{"ctids": [', b"]}"), pause_s=pause_s
        )
        assert status == expected
        assert time.monotonic() - start < 10


def test_a_document_has_so_many_nodes_and_no_more(make_client: Callable[..., AppClient]) -> None:
    client = make_client(limits__graph_nodes=5, limits__nesting_depth=10)
    client.published(document(certificate(), *(course() for _ in range(4))))
    inner = [{"@type": "ceterms:ConditionProfile"} for _ in range(3)]
    for value in (
        document(certificate(), *(course() for _ in range(5))),
        document(certificate(ceterms__requires=inner), course(), course()),
    ):
        refused = client.publish(value)
        assert refused.status_code == 422
        assert "takes up to 5" in refused.json()["errors"][0]
    nested: Any = "x"
    for _ in range(12):
        nested = [nested]
    for value in (
        document(certificate(ceterms__keyword=nested)),
        document(certificate(), extra=nested),
    ):
        refused = client.publish(value)
        assert refused.status_code == 422
        assert "deeper than 10" in refused.json()["errors"][0]
    assert client.get("/").json()["total_envelopes"] == 1


def test_as_many_identifiers_as_the_node_takes(make_client: Callable[..., AppClient]) -> None:
    client = make_client(limits__ids_per_request=3)
    for path in ("/resources/check_existence", "/resources/search", "/graph/search"):
        for body in ({"ctids": [new_ctid()] * 4}, {"ctids": '["a","b","c","d"]'}):
            refused = client.post(path, body)
            assert refused.status_code == 422, path
            assert "up to 3" in refused.json()["errors"][0]
        assert client.post(path, {"ctids": [new_ctid()] * 3}).status_code == 200


def test_pages_have_a_largest_size(make_client: Callable[..., AppClient]) -> None:
    client = make_client(limits__per_page_max=200)
    for asked, effective in (("1000000", "200"), ("200", "200"), ("0", "1"), ("-3", "25"), ("7", "7")):
        response = client.get(f"/envelopes?per_page={asked}")
        assert (response.status_code, response.headers["per-page"]) == (200, effective)
        assert response.headers["x-per-page"] == effective
    for page in ("0", "-5", "1", "999999999999999999"):
        assert client.get(f"/envelopes?page={page}").json() == []


def test_the_words_for_wrong_parameters(app_client: AppClient) -> None:
    ctid = app_client.published(document(certificate()))["envelope_ceterms_ctid"]
    for path, messages in (
        ("/envelopes?page=x", ["page is invalid"]),
        ("/envelopes?page=1.5", ["page is invalid"]),
        ("/envelopes?page=x&per_page=y", ["page is invalid", "per_page is invalid"]),
        ("/envelopes?per_page=x&page=y", ["page is invalid", "per_page is invalid"]),
        ("/envelopes?metadata_only=perhaps", ["metadata_only is invalid"]),
        ("/envelopes?provisional=all", ["provisional does not have a valid value"]),
        ("/envelopes/events?after=yesterday", ["after is invalid"]),
        ("/envelopes/events?event=delete", ["event does not have a valid value"]),
        (
            "/envelopes/events?after=x&event=y&page=z",
            ["after is invalid", "event does not have a valid value", "page is invalid"],
        ),
        (f"/resources/{ctid}?depth=-1", ["depth does not have a valid value"]),
        (f"/resources/{ctid}?depth=one", ["depth is invalid"]),
        (f"/resources/{ctid}?as_of=then", ["as_of is invalid"]),
        (f"/graph/{ctid}?as_of=2026-13-01", ["as_of is invalid"]),
    ):
        refused = app_client.get(path)
        assert (refused.status_code, refused.json()) == (400, {"errors": messages}), path
    purge = app_client.delete("/envelopes", who="publisher")
    expected = "owned_by, published_by are missing, at least one parameter must be provided"
    assert (purge.status_code, purge.json()) == (400, {"errors": [expected]})
    for path in (f"/envelopes/{ctid}/verify", f"/envelopes/{new_ctid()}/verify"):
        for body, message in (
            ({}, "last_verified_on is missing"),
            ({"last_verified_on": "soon"}, "last_verified_on is invalid"),
            ({"last_verified_on": 7}, "last_verified_on is invalid"),
        ):
            refused = app_client.patch(path, body, who="publisher")
            assert (refused.status_code, refused.json()) == (400, {"errors": [message]}), path


def test_json_may_be_declared_as_anything(app_client: AppClient) -> None:
    """What tools declare by themselves is often wrong, and a JSON object is easy to tell from a form."""
    ctid = app_client.published(document(certificate()))["envelope_ceterms_ctid"]
    for kind in ("application/x-www-form-urlencoded", "text/plain", "application/ld+json", "nonsense", ""):
        for body in (json.dumps({"ctids": [ctid]}), " \n" + json.dumps({"ctids": [ctid]})):
            found = app_client.post("/graph/search", body, headers={"Content-Type": kind})
            assert (found.status_code, len(found.json())) == (200, 1), kind


def test_scripts_see_the_headers_that_they_need(app_client: AppClient) -> None:
    origin = {"Origin": "https://finder.example"}
    exposed = app_client.get("/envelopes", headers=origin).headers["access-control-expose-headers"].lower()
    for name in ("etag", "link", "total", "per-page", "x-total", "x-next-page", "x-page", "retry-after"):
        assert name in exposed.split(", "), name
    answer = app_client.post("/graph/search", {"ctids": []}, headers=origin)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


def test_origins_can_be_restricted(make_client: Callable[..., AppClient]) -> None:
    client = make_client(server__cors_origins=("https://finder.example",))
    for origin, allowed in (
        ("https://finder.example", "https://finder.example"),
        ("https://x.example", None),
    ):
        answer = client.get("/envelopes", headers={"Origin": origin})
        assert answer.headers.get("access-control-allow-origin") == allowed
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = client.options("/graph/search", headers=asked)
        assert preflight.status_code == (200 if allowed else 400)


@hypothesis.settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@hypothesis.given(name=st.one_of(st.sampled_from(_ODD_NAMES), st.text(max_size=30)), is_raw=st.booleans())
def test_whatever_stands_in_an_address(app_client: AppClient, name: str, is_raw: bool) -> None:
    """On every route with a part that can be chosen; a failure of ours is never the answer."""
    token = app_client.people.tokens["superadmin"].encode()
    octets = name.encode("utf-8", "surrogatepass")
    written = octets if is_raw else quote(octets, safe="").encode()
    for operation in all_operations():
        if not operation.path_params and not operation.is_scoped:
            continue
        template = concrete_paths(operation)[-1].encode()
        for part in {param.name for param in operation.path_params} | {"community"}:
            marker = b"{%b}" % part.encode()
            if marker not in template:
                continue
            target = template.replace(marker, written)
            for other in operation.path_params:
                target = target.replace(b"{%b}" % other.name.encode(), b"x")
            target = target.replace(b"{community}", b"ce_registry")
            status, headers, body = app_client.raw(
                operation.method,
                target.replace(b"\r", b"").replace(b"\n", b""),
                headers={b"authorization": token},
                chunks=(b"{}",),
            )
            assert status < 500, (operation.method, target, body)
            assert all(b"\n" not in value and b"\r" not in value for _, value in headers)


@on_postgresql
def test_an_answer_that_the_database_is_too_slow_for_can_be_asked_for_again(app_client: AppClient) -> None:
    """Whatever the route, and not only a search, whose statements have limits of their own."""
    engine = app_client.node.database.engine

    def hurry(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 50")

    with engine.connect() as other, other.begin():
        other.execute(text("LOCK TABLE envelope IN ACCESS EXCLUSIVE MODE"))
        event.listen(engine, "begin", hurry)
        try:
            answers = [app_client.get(path) for path in ("/envelopes", "/api/changes")]
        finally:
            event.remove(engine, "begin", hurry)
    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "longer than one statement may take" in answer.text
    assert app_client.get("/envelopes").status_code == 200
