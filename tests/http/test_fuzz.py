"""Requests that nobody thought of: whatever the description allows, and worse, no answer is a failure of ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import hypothesis
import schemathesis
from hypothesis import HealthCheck
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from opencredreg.api.openapi import build_openapi
from opencredreg.api.operations import all_operations
from opencredreg.ids import new_ctid
from opencredreg.web.operations import page_operations
from tests.support.app import AppClient, on_postgresql
from tests.support.documents import CONTEXT, certificate, document, document_uri, resource_uri

_CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)
_BOUNDS = hypothesis.settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@on_postgresql
def test_what_the_description_allows(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    declared = (*all_operations(), *page_operations())
    description = build_openapi(declared, title="Fuzzed", version="0", server_url="/")
    schema = schemathesis.openapi.from_asgi("/openapi.json", app_client.app)
    assert schema.raw_schema["paths"].keys() == description["paths"].keys()
    # Who may do everything gets farthest.
    headers = app_client.people.headers("superadmin")
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
        target = (before + quote(name.encode("utf-8", "surrogatepass"), safe="") + after).encode()
    status, _, body = app_client.raw(
        "GET", target, headers={b"authorization": f"Token {app_client.people.tokens['admin']}".encode()}
    )
    assert status < 500, body


_KEYS = st.one_of(
    st.sampled_from(
        [
            "@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@context", "@index", "@reverse",
            "@none", "@included", "ceterms:name", "ceterms:ctid", "ceterms:requires", "ceterms:hasMember",
            "ceterms:price", "ceterms:dateEffective", "ceterms:estimatedDuration", "ceasn:isPartOf", "name",
            "https://purl.org/ctdl/terms/name", "en", "fr-CA", "", " ", ":", "x:y", "//", "_:b", "adms:status",
        ]
    ),
    st.text(max_size=6),
)  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from(
        [
            "_:b", "_:", "_:é", "https://registry.example/resources/ce-00000000-0000-4000-8000-000000000001",
            "CE-00000000-0000-4000-8000-000000000001", "ceterms:Course", "x:<>", "https://[", "http://a b/",
            "2026-02-30", "P1Y", "1e5", "NaN", "true", "\ud83d\ude00", "\x7f", "\ufffe", "]]>", "<&\"'>",
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), _TEXTS
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=4), st.lists(_TEXTS, max_size=3)
    ),
    max_leaves=12,
)
_ITEMS = st.builds(
    lambda members, name, kind: {**members, "@id": name, "@type": kind},
    st.dictionaries(_KEYS, _VALUES, max_size=6),
    st.one_of(st.just("_:b"), _TEXTS),
    _TEXTS,
)


@hypothesis.settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@hypothesis.given(
    items=st.lists(_ITEMS, max_size=3),
    main=st.dictionaries(_KEYS, _VALUES, max_size=6),
    top=st.dictionaries(_KEYS.filter(lambda key: key != "@graph"), _VALUES, max_size=2),
)
def test_documents_that_nobody_would_write(
    app_client: AppClient, items: list[Any], main: dict[str, Any], top: dict[str, Any]
) -> None:
    """Whatever is taken can be read: the same bytes, and in every form without a failure of ours."""
    ctid = new_ctid()
    first = {**main, "@id": resource_uri(ctid), "@type": "ceterms:Certificate"}
    value = {"@context": CONTEXT, **top, "@id": document_uri(ctid), "@graph": [first, *items]}
    payload = json.dumps(value).encode()
    published = app_client.publish(payload)
    assert published.status_code in (201, 400, 422), published.text
    if published.status_code != 201:
        assert published.json()["errors"]
        return
    name = published.json()["envelope_ceterms_ctid"]
    assert app_client.get(f"/graph/{quote(name, safe='')}").content == payload
    for kind in ("resources", "graph"):
        for ending in (".json", ".ttl", ".nt", ".nq", ".rdf", ".trig", "?depth=3", "?as_of=2999-01-01"):
            answer = app_client.get(f"/{kind}/{quote(name, safe='')}{ending}")
            # Not everything that can be kept can be said in RDF: a context of an inner object may be nonsense, and
            # RDF/XML cannot write every name.
            is_rdf = ending in (".ttl", ".nt", ".nq", ".rdf", ".trig")
            assert answer.status_code in ((200, 422) if is_rdf else (200,)), (ending, answer.text)
    for path in ("/envelopes", f"/envelopes/{published.json()['envelope_id']}", "/api/changes"):
        assert app_client.get(path).status_code == 200
    assert app_client.publish(payload).json()["changed"] is False
