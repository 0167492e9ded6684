"""What goes wrong on every route: unknown paths, wrong methods, broken bodies, limits. Never a 500."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from opencredreg.api.operation import Operation
from opencredreg.api.operations import all_operations
from opencredreg.api.router import concrete_paths
from opencredreg.ids import new_ctid, new_uuid
from tests.support.app import AppClient, on_postgresql, on_sqlite
from tests.support.documents import certificate, collection, document

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WITH_BODY = [
    operation
    for operation in all_operations()
    if operation.body is not None or any(param.is_in_body for param in operation.params)
]


@pytest.fixture
def values(app_client: AppClient) -> dict[str, str]:
    """Names of things that exist, for the parts of paths."""
    envelope = app_client.published(document(collection()))
    return _values(app_client, envelope)


def _values(client: AppClient, envelope: dict[str, Any]) -> dict[str, str]:
    return {
        "community": "ce-registry",
        "type": "credential",
        "class": "ceterms:Certificate",
        "name": "ce_registry",
        "id": envelope["envelope_ceterms_ctid"],
        "ctid": envelope["envelope_ceterms_ctid"],
        "rid": "1",
        "org": client.ctid("alder"),
        "publisher_id": envelope["publisher_id"],
        "url": "https://terms.example/x",
        "fingerprint": "0" * 64,
        "action": "delete",
        "list": "cip",
        "code": "01.0304",
    }


def _paths(operation: Operation, values: dict[str, str]) -> Iterator[str]:
    named = {**values, "ctid": values["org"]} if "organizations/{ctid}" in operation.path else values
    for template in concrete_paths(operation):
        yield template.format(**named)


def _headers(operation: Operation) -> dict[str, str]:
    return {"Accept-Version": operation.version} if operation.version else {}


def _is_shaped(response: Any, operation: Operation) -> bool:
    """Whether an error has one of the shapes that its route may use."""
    if response.headers["content-type"] == "application/problem+json":
        value = response.json()
        return operation.style == "problem" and value["status"] == response.status_code and value["detail"]
    value = response.json()
    if operation.style == "messages":
        return value["Successful"] is False and bool(value["Messages"])
    if "error" in value:
        return isinstance(value["error"], str) and bool(value["error"])
    return bool(value["errors"])


@on_sqlite
def test_unknown_paths(app_client: AppClient) -> None:
    for path in (
        "/nothing", "/nothing/at/all", "/envelopes/x/y/z", "/ce-registry", "/ce-registry/info", "/metadata",
        "/api", "/api/nothing", "/resourcesx", "/search/x/y/z", "/%20", "/.env", "/é", "/a.json",
        "/envelopes/x/revisions",
    ):  # fmt: skip
        for method in _METHODS:
            response = app_client.request(
                method, path, who="superadmin", body={} if method != "GET" else None
            )
            assert response.status_code == 404, (method, path)
            assert response.headers["x-cascade"] == "pass"
            assert isinstance(response.json()["errors"][0], str)
    page = app_client.get("/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


@on_sqlite
def test_wrong_methods(app_client: AppClient, values: dict[str, str]) -> None:
    for operation in all_operations():
        for path in _paths(operation, values):
            options = app_client.options(path)
            assert (options.status_code, options.content) == (204, b""), path
            allowed = {method.strip() for method in options.headers["allow"].split(",")}
            assert operation.method in allowed, path
            assert ("HEAD" in allowed) is ("GET" in allowed), path
    for path, method, allowed in (
        ("/", "POST", {"GET", "HEAD"}),
        ("/info", "DELETE", {"GET", "HEAD"}),
        ("/envelopes", "PATCH", {"DELETE", "GET", "HEAD", "POST", "PUT"}),
        ("/ce-registry/envelopes/events", "POST", {"GET", "HEAD"}),
        (f"/graph/{new_ctid()}", "PATCH", {"DELETE", "GET", "HEAD"}),
        ("/metadata/organizations", "PUT", {"GET", "HEAD", "POST"}),
        ("/publish_requests", "POST", {"GET", "HEAD"}),
    ):
        refused = app_client.request(method, path, who="superadmin")
        assert refused.status_code == 405, path
        assert refused.json() == {"errors": ["405 Not Allowed"]}
        assert {name.strip() for name in refused.headers["allow"].split(",")} == allowed, path
    for method in ("TRACE", "CONNECT", "PROPFIND", "get"):
        assert app_client.raw(method, b"/envelopes")[0] == 405, method


@on_sqlite
def test_scripts_of_other_origins(app_client: AppClient, values: dict[str, str]) -> None:
    origin = {"Origin": "https://finder.example"}
    for operation in all_operations():
        for path in _paths(operation, values):
            asked = {
                **origin,
                "Access-Control-Request-Method": operation.method,
                "Access-Control-Request-Headers": "authorization,content-type,if-match",
            }
            preflight = app_client.options(path, headers=asked)
            assert preflight.status_code == 200, path
            assert preflight.headers["access-control-allow-origin"] == "*"
            assert operation.method in preflight.headers["access-control-allow-methods"]
            assert "if-match" in preflight.headers["access-control-allow-headers"]
            assert preflight.headers["access-control-max-age"] == "7200"
    for path in ("/envelopes", "/nothing", f"/graph/{new_ctid()}"):
        assert app_client.get(path, headers=origin).headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in app_client.get(path).headers


def test_every_answer_has_its_security_header(app_client: AppClient, values: dict[str, str]) -> None:
    for path in ("/", "/nothing", "/envelopes", f"/graph/{values['id']}", f"/graph/{new_ctid()}", "/docs"):
        for who in ("anonymous", "admin"):
            assert app_client.get(path, who=who).headers["x-content-type-options"] == "nosniff"


_BROKEN = (
    b"{",
    b'{"a": }',
    b"\xff\xfe",
    b'{"a": "\\ud800"}',
    b'{"a": "\\u0000"}',
    b"{'a': 1}",
    b'{"a": 1}{',
    b"\x00",
)


@on_sqlite
def test_bodies_that_are_no_json(app_client: AppClient, values: dict[str, str]) -> None:
    assert len(_WITH_BODY) > 15
    for operation in _WITH_BODY:
        if operation.version == "v2" or "{action}" in operation.path:
            continue  # There a worker finds out later, or an action has to be known first.
        for path in _paths(operation, values):
            for body in _BROKEN:
                refused = app_client.request(
                    operation.method, path, body=body, who="superadmin",
                    headers={"Content-Type": "application/json"},
                )  # fmt: skip
                if path.endswith(_JUDGES_BODIES):
                    assert refused.status_code == 200, (path, body)
                    assert not refused.json()["sound"], (path, body)
                    [finding] = refused.json()["findings"]
                    assert finding["code"] == "malformed-json", (path, body)
                    continue
                assert refused.status_code == 400, (operation.method, path, body)
                assert _is_shaped(refused, operation), (path, body)
                assert len(refused.text) < 500


_JUDGES_BODIES = "/validate"
"""The end of the route that takes any body, and says what is wrong with it in an answer with 200."""

_ODD_VALUES: tuple[Any, ...] = (None, True, -1.5, "", "x", [], {"x": {}}, ["x", 7], 10**30, "[")


@on_postgresql
def test_odd_values_of_parameters(app_client: AppClient, values: dict[str, str]) -> None:
    """Every declared parameter with values of every kind, in the body and in the query."""
    for operation in all_operations():
        if (operation.method, operation.path) == ("DELETE", "/api/tokens"):
            continue
        path = next(_paths(operation, values))
        for param in operation.params:
            for value in _ODD_VALUES:
                in_body = operation.body is None and param.is_in_body
                body = {param.name: value} if in_body else None
                params = None if in_body else {param.name: str(value)}
                if operation.body is not None:
                    body = {}
                response = app_client.request(
                    operation.method, path, body=body, params=params, who="superadmin",
                    headers=_headers(operation),
                )  # fmt: skip
                told = (operation.method, path, param.name, value, response.status_code, response.text[:200])
                assert response.status_code < 500, told
                assert response.status_code < 400 or _is_shaped(response, operation), told


def test_what_is_required_is_missed(app_client: AppClient, values: dict[str, str]) -> None:
    for operation in all_operations():
        required = [param.name for param in operation.params if param.is_required]
        if not required:
            continue
        for path in _paths(operation, values):
            for body in (None, {}, {"unheard_of": 1}):
                refused = app_client.request(operation.method, path, body=body, who="superadmin")
                assert refused.status_code == 400, path
                expected = [f"{name} is missing" for name in required]
                if operation.style == "problem":
                    assert refused.json()["detail"] == "; ".join(expected), path
                else:
                    assert refused.json() == {"errors": expected}, path


def test_nul_is_in_no_address(app_client: AppClient, values: dict[str, str]) -> None:
    for operation in all_operations():
        for part in {param.name for param in operation.path_params}:
            for path in _paths(operation, {**values, part: "a%00b", "ctid": values["ctid"]} | (
                {part: "a%00b"} if part == "ctid" else {}
            )):  # fmt: skip
                if "%00" not in path:
                    continue
                body = {} if operation.method != "GET" else None
                refused = app_client.request(operation.method, path, body=body, who="superadmin")
                assert refused.status_code == 400, path
                assert _is_shaped(refused, operation), path


def test_bodies_that_are_too_large(make_client: Callable[..., AppClient]) -> None:
    client = make_client(limits__payload_bytes=2_000)
    values = _values(client, client.published(document(collection())))
    for operation in _WITH_BODY:
        for path in _paths(operation, values):
            refused = client.request(
                operation.method, path, body=b'{"a": "' + b"x" * 2_000 + b'"}', who="superadmin",
                headers=_headers(operation),
            )  # fmt: skip
            assert refused.status_code == 413, path
            assert _is_shaped(refused, operation), path
            assert "2,000" in refused.text
    # It is refused while it still comes, not at its end.
    endless = (b"x" * 1_500, b"x" * 1_500, b"never read")
    status, _, _ = client.raw(
        "POST",
        client.publishing_path().encode(),
        headers={b"authorization": client.people.tokens["publisher"].encode()},
        chunks=endless,
    )
    assert status == 413


@on_sqlite
def test_bodies_that_are_too_deep(app_client: AppClient, values: dict[str, str]) -> None:
    for operation in _WITH_BODY:
        if operation.version == "v2" or "{action}" in operation.path:
            continue
        path = next(_paths(operation, values))
        for body in (b"[" * 50_000, b'{"a":' * 50_000, b'{"ctids":' + b"[" * 50_000):
            refused = app_client.request(operation.method, path, body=body, who="superadmin")
            if path.endswith(_JUDGES_BODIES):
                assert (refused.status_code, refused.json()["sound"]) == (200, False), path
                continue
            assert refused.status_code in (400, 422), path
            assert _is_shaped(refused, operation), path


def test_a_client_that_goes_away(app_client: AppClient) -> None:
    """The body never comes to its end; nothing is published, and nobody is told of a failure."""
    status, _, _ = app_client.raw(
        "POST",
        app_client.publishing_path().encode(),
        headers={b"authorization": app_client.people.tokens["publisher"].encode()},
        chunks=(),
    )
    assert status == 400
    assert app_client.get("/").json()["total_envelopes"] == 0


def test_requests_that_no_client_library_sends(app_client: AppClient, values: dict[str, str]) -> None:
    token = app_client.people.tokens["admin"].encode()
    for target, headers in (
        (b"/envelopes?page=\xff\xfe", {}),
        (b"/envelopes?\xff=1&page=1", {}),
        (b"/envelopes?envelope_community=\xc3\x28", {}),
        (b"/resources/\xff\xfe", {}),
        (b"/envelopes/%ff%fe", {}),
        (b"/resources/%ed%a0%80", {}),
        (b"/envelopes", {b"host": b"["}),
        (b"/envelopes?per_page=1", {b"host": b"a b:c"}),
        (b"/envelopes?per_page=1", {b"host": b""}),
        (b"/envelopes", {b"host": b"\xe9.example"}),
        (b"/envelopes", {b"authorization": b"\xff\xfe"}),
        (b"/envelopes", {b"accept-encoding": b"\xff, gzip;q=x"}),
        (b"/envelopes", {b"accept-version": b"\xff"}),
        (b"/envelopes", {b"content-type": b"\xff"}),
        (b"/" + values["id"].encode() * 500, {}),
        (f"/resources/{values['id']}".encode(), {b"accept": b"\xff;q=\xff, */*;q=1.1, text/turtle;q=-1"}),
        (f"/resources/{values['id']}".encode(), {b"if-none-match": b"\xff", b"if-modified-since": b"\xff"}),
        (f"/graph/{values['id']}?as_of=\xb2".encode("latin-1"), {}),
    ):
        for credentials in ({}, {b"authorization": token}):
            status, answered, _ = app_client.raw("GET", target, headers={**credentials, **headers})
            assert status < 500, (target, headers)
            assert all(b"\n" not in value and b"\r" not in value for _, value in answered)


def test_failures_of_ours_tell_no_secrets(app_client: AppClient) -> None:
    """The database goes away: the answer says so without telling where it was."""
    app_client.published(document(certificate()))
    with app_client.node.database.write() as transaction:
        transaction.connection.exec_driver_sql("ALTER TABLE envelope RENAME TO envelope_elsewhere")
    try:
        for path in ("/envelopes", f"/envelopes/{new_uuid()}"):
            failed = app_client.get(path)
            assert failed.status_code == 500
            [message] = failed.json()["errors"]
            assert "Incident" in message
            assert "envelope_elsewhere" not in failed.text
            assert "SELECT" not in failed.text
    finally:
        with app_client.node.database.write() as transaction:
            transaction.connection.exec_driver_sql("ALTER TABLE envelope_elsewhere RENAME TO envelope")
    assert len(app_client.get("/envelopes").json()) == 1
