"""Requests that nobody thought of: whatever the description allows, and worse, no answer is a failure of ours."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from opencredreg.api.openapi import build_openapi
from opencredreg.api.operations import all_operations
from tests.support.app import AppClient
from tests.support.documents import certificate, document

_CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)
_BOUNDS = hypothesis.settings(
    max_examples=4,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("who", ["superadmin", "publisher"])
def test_what_the_description_allows(app_client: AppClient, who: str) -> None:
    app_client.published(document(certificate()))
    description = build_openapi(all_operations(), title="Fuzzed", version="0", server_url="/")
    schema = schemathesis.openapi.from_asgi("/openapi.json", app_client.app)
    assert schema.raw_schema["paths"].keys() == description["paths"].keys()
    headers = app_client.people.headers(who)
    count = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path == "/api/tokens" and operation.method == "delete":
            continue  # It would end the very token that the other requests use.
        cases = operation.as_strategy()

        @hypothesis.given(case=cases)
        @_BOUNDS
        def send(case: Any) -> None:
            nonlocal count
            count += 1
            case.call_and_validate(headers={**(case.headers or {}), **headers}, checks=list(_CHECKS))

        send()
    assert count > 100


_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "'",
            '"; DROP TABLE node;--',
            "%",
            "_",
            "%00",
            "..",
            "../..",
            "\\",
            "ce-%",
            "_:",
            "{}",
            "null",
            "é",
            "\u202e",
        ]
    ),
)


@hypothesis.settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@hypothesis.given(name=_HOSTILE, template=st.sampled_from(
    ["/resources/{}", "/graph/{}", "/envelopes/{}", "/{}/envelopes", "/{}/resources/x", "/envelopes/x/revisions/{}",
     "/metadata/organizations/{}", "/metadata/json_contexts/{}", "/api/communities/ce_registry/history/{}",
     "/downloads/{}", "/publish_requests/{}", "/schemas/{}", "/envelopes?include_deleted={}", "/envelopes?page={}",
     "/envelopes/events?after={}", "/envelopes/events?ctid={}"]
))  # fmt: skip
def test_names_that_nobody_has(app_client: AppClient, name: str, template: str) -> None:
    target = template.format("").encode() + name.encode("utf-8", "surrogatepass")
    if "{}" in template:
        before, after = template.split("{}")
        from urllib.parse import quote

        target = (before + quote(name.encode("utf-8", "surrogatepass"), safe="") + after).encode()
    status, _, body = app_client.raw(
        "GET", target, headers={b"authorization": f"Token {app_client.people.tokens['admin']}".encode()}
    )
    assert status < 500, body
