from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.registry.communities import list_communities, update_community
from opencredreg.validation import RULES
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document, program_with_parts, resource_uri
from tests.support.pages import Element, parse_page, problems
from tests.support.sarif import require_sarif

pytestmark = on_sqlite
_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_OUTSIDE = "leads outside of the document"
_BOUNDARY = "xxFormBoundaryxx"


def _multipart(fields: dict[str, str], file: bytes | None = None, name: str = "a.json") -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'Content-Disposition: form-data; name="file"; filename="{name if file else ""}"'
    parts.append(
        f"--{_BOUNDARY}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode()
        + (file or b"")
        + b"\r\n"
    )
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


def _send(client: AppClient, text: str | bytes, **fields: str) -> Any:
    """What a browser sends when the form is filled in."""
    body = _multipart({"document": text, **fields} if isinstance(text, str) else fields, None)
    if isinstance(text, bytes):
        body = _multipart({"document": "", **fields}, text)
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    return client.post("/validate", body, headers={**_BROWSER, "content-type": kind})


def _result(client: AppClient, sent: Any, **fields: str) -> str:
    response = _send(client, json.dumps(sent, indent=2), **fields)
    assert response.status_code == 200, response.text
    assert problems(response.text) == []
    page: str = response.text
    return page


def _with_class(page: str, name: str) -> list[Element]:
    return [one for one in parse_page(page) if name in one.attributes.get("class", "").split()]


class TestForm:
    @pytest.mark.parametrize("path", ["/validate", "/validate?example=broken", "/validate/rules"])
    def test_is_sound_and_accessible(self, app_client: AppClient, path: str) -> None:
        response = app_client.get(path, headers=_BROWSER)
        assert problems(response.text) == []
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert "form-action 'self'" in policy
        elements = parse_page(response.text)
        labelled = {one.attributes.get("for") for one in elements if one.name == "label"}
        controls = [one for one in elements if one.name in ("textarea", "select", "input")]
        assert all(one.attributes["id"] in labelled for one in controls)
        links = [one.attributes["href"] for one in elements if one.attributes.get("href", "").startswith("/")]
        for link in links:
            assert app_client.get(link, headers=_BROWSER).status_code == 200, link

    def test_is_one_click_away_from_everywhere(self, app_client: AppClient) -> None:
        for path in ("/", "/docs", "/readme"):
            page = parse_page(app_client.get(path, headers=_BROWSER).text)
            assert any(one.attributes.get("href") == "/validate" and one.text == "Check" for one in page)

    def test_has_examples_to_try(self, app_client: AppClient) -> None:
        errors = {}
        for name in ("sound", "broken"):
            page = parse_page(app_client.get(f"/validate?example={name}", headers=_BROWSER).text)
            [area] = [one for one in page if one.name == "textarea"]
            answer = app_client.post("/validate", area.text).json()
            errors[name] = answer["counts"]["error"], answer["counts"]["warning"]
        assert errors["sound"] == (0, 0)
        assert errors["broken"][0] >= 5
        empty = parse_page(app_client.get("/validate?example=..%2Fforms", headers=_BROWSER).text)
        assert [one.text.strip() for one in empty if one.name == "textarea"] == [""]

    def test_asks_for_a_document_when_there_is_none(self, app_client: AppClient) -> None:
        response = _send(app_client, "  ")
        assert response.status_code == 422
        assert "There is no document yet" in response.text
        assert problems(response.text) == []

    def test_lists_every_rule(self, app_client: AppClient) -> None:
        page = parse_page(app_client.get("/validate/rules", headers=_BROWSER).text)
        assert {rule.code for rule in RULES} <= {one.attributes.get("id") for one in page}


class TestResult:
    def test_shows_findings_and_leads_to_their_place(self, app_client: AppClient) -> None:
        sent = document(certificate(name="Hedge laying", ceterms__subjectWebPage="https://a.example/"))
        page = _result(app_client, sent)
        told = app_client.post("/validate", sent).json()
        findings = _with_class(page, "finding")
        assert len(findings) == len(told["findings"])
        severities = [one.attributes["class"].split("-")[-1] for one in findings]
        assert severities == sorted(severities, key=["error", "warning", "note"].index)
        for finding in told["findings"]:
            [shown] = [
                one
                for one in findings
                if finding["message"] in one.text and f"{finding['place']}, line" in one.text
            ]
            assert finding["hint"].startswith("Did you mean") or finding["hint"] in shown.text
        [unknown] = [one for one in findings if "Did you mean ceterms:subjectWebpage?" in one.text]
        [link] = [
            one
            for one in parse_page(page)
            if one.name == "a" and one.text.endswith("> ceterms:subjectWebPage")
        ]
        [target] = [
            one for one in parse_page(page) if one.attributes.get("id") == link.attributes["href"][1:]
        ]
        assert "ceterms:subjectWebPage" in target.text
        assert "remark" in page
        assert unknown.text

    def test_shows_the_document_as_a_linked_outline(self, app_client: AppClient) -> None:
        page = _result(app_client, program_with_parts())
        elements = parse_page(page)
        nodes = [one for one in elements if one.name == "details"]
        summaries = [" ".join(one.text.split()) for one in elements if one.name == "summary"]
        assert any("Certificate Dry stone walling" in one for one in summaries)
        assert any("Course Stones and how they lie" in one for one in summaries)
        by_id = {one.attributes["id"]: one for one in nodes}
        [link] = [one for one in elements if one.name == "a" and one.text == "_:conditions"]
        assert "Two seasons outdoors." in by_id[link.attributes["href"][1:]].text
        assert "open" in nodes[1].attributes

    def test_tells_what_would_help_most(self, app_client: AppClient) -> None:
        page = _result(app_client, document(certificate(name="Hedge laying")))
        [scores] = [one for one in parse_page(page) if "scores" in one.attributes.get("class", "").split()]
        assert "Hedge laying" in scores.text
        assert "Helps people find it:" in scores.text
        assert "/vocabulary/ceterms:keyword" in page

    def test_says_when_all_is_well(self, app_client: AppClient) -> None:
        example = parse_page(app_client.get("/validate?example=sound", headers=_BROWSER).text)
        [area] = [one for one in example if one.name == "textarea"]
        page = _result(app_client, json.loads(area.text))
        [heading] = [one.text for one in parse_page(page) if one.name == "h1"]
        assert heading == "This document is sound"

    def test_takes_a_file(self, app_client: AppClient) -> None:
        sent = json.dumps(document(certificate(name="From a file"))).encode()
        response = _send(app_client, b"\xef\xbb\xbf" + sent)
        assert "From a file" in response.text
        assert "“a.json” has 1 resource" in response.text

    def test_takes_a_form_of_the_other_kind(self, app_client: AppClient) -> None:
        body = urlencode({"document": json.dumps(document(certificate(name="Älpler"))), "mode": "read"})
        headers = {**_BROWSER, "content-type": "application/x-www-form-urlencoded"}
        response = app_client.post("/validate", body, headers=headers)
        assert "Älpler" in response.text
        assert "mode=read" in response.text
        assert problems(response.text) == []

    def test_points_at_the_line_where_a_text_stops_being_json(self, app_client: AppClient) -> None:
        response = _send(app_client, '{\n  "a": 1,\n  "b" 2\n}')
        assert response.status_code == 200
        assert problems(response.text) == []
        [fault] = _with_class(response.text, "fault")
        assert '"b" 2' in fault.text

    @pytest.mark.parametrize("answer", ["json", "sarif"])
    def test_is_there_for_programs_too(self, app_client: AppClient, answer: str) -> None:
        sent = json.dumps(document(certificate()))
        response = _send(app_client, sent, format=answer)
        direct = app_client.post(f"/validate?format={answer}", sent).json()
        assert response.json() == direct
        if answer == "sarif":
            assert require_sarif(response.json())

    def test_follows_mode_and_severity(self, app_client: AppClient) -> None:
        sent = document(certificate())
        assert len(_with_class(_result(app_client, sent, mode="read"), "finding-error")) == 0
        only = _result(app_client, sent, least="error")
        assert len(_with_class(only, "finding")) == len(_with_class(only, "finding-error")) > 0
        assert "mode=publish&amp;least=error" in only

    def test_tells_nothing_of_secured_communities(self, app_client: AppClient) -> None:
        known = certificate()
        app_client.published(document(known))
        other = certificate(ceterms__isPartOf=[known["@id"]])
        assert _OUTSIDE not in _result(app_client, document(other))
        with app_client.node.database.write() as transaction:
            [default] = [one for one in list_communities(transaction.connection) if one.is_default]
            update_community(transaction, default, secured=True)
        app_client.node.forget_communities()
        assert _OUTSIDE in _result(app_client, document(other))
        assert _OUTSIDE in app_client.post("/validate", document(other)).text
        assert _OUTSIDE not in app_client.post("/validate", document(other), who="publisher").text


_KEYS = st.sampled_from(
    [
        "@id",
        "@type",
        "@context",
        "@graph",
        "ceterms:name",
        "ceterms:ctid",
        "ceterms:requires",
        "name ",
        "a/b~",
        "en",
    ]
)
_SCALARS = st.sampled_from(
    [None, True, 5, -1e300, "text", "_:a", "ceterms:Certificate", "<b>&\"'", "\u2028\x1b"]
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


class TestHostileAndHugeDocuments:
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(_VALUES, st.booleans(), st.booleans())
    def test_every_text_gets_a_page(
        self, app_client: AppClient, value: Any, is_graph: bool, is_cut: bool
    ) -> None:
        text = json.dumps({"@id": "x", "@graph": [value, value]} if is_graph else value)
        response = _send(app_client, text[: len(text) * 2 // 3 + 1] if is_cut else text)
        assert response.status_code == 200
        assert problems(response.text) == []

    def test_what_is_in_a_document_is_text(self, app_client: AppClient) -> None:
        evil = '"><script>alert(1)</script><a href="javascript:alert(1)">x</a>'
        sent = document(
            certificate(
                name=evil,
                ceterms__subjectWebpage="javascript:alert(1)",
                **{f"ceterms:{evil}": evil},
                ceterms__keyword={evil: evil},
            ),
            {"@id": f"_:{evil}", "@type": evil},
        )
        page = _result(app_client, sent)
        assert "<script" not in page.partition("<main")[2]
        assert page.partition("<main")[0].count("<script") == 1
        links = [one.attributes.get("href", "") for one in parse_page(page) if one.name == "a"]
        assert all(link.startswith(("/", "#", "?lang=", "https://")) for link in links)

    def test_a_huge_document_is_cut_with_a_note(self, app_client: AppClient) -> None:
        members = [certificate(name=f"Number {number}") for number in range(3_000)]
        sent = document(
            certificate(ceterms__isPartOf=[resource_uri(one["ceterms:ctid"]) for one in members]), *members
        )
        response = _send(app_client, json.dumps(sent).encode())
        assert response.status_code == 200
        assert problems(response.text) == []
        assert "this outline is cut" in response.text
        assert "too large" in response.text
        assert len(response.text) < 3_000_000
        assert len(_with_class(response.text, "finding")) <= 300

    def test_a_deep_document_is_no_trouble(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(limits__nesting_depth=500)
        deep: Any = {"@type": "ceterms:ConditionProfile"}
        for _ in range(200):
            deep = {"@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": [deep]}
        page = _result(client, document(certificate(ceterms__requires=[deep])))
        assert "this outline is cut" in page

    @pytest.mark.parametrize(
        "body",
        [b"", b"--", b"--xxFormBoundaryxx\r\n", b"--xxFormBoundaryxx\r\nX", b"\xff" * 200, b"document={}"],
    )
    def test_a_broken_form_is_refused(self, app_client: AppClient, body: bytes) -> None:
        for kind in (f"multipart/form-data; boundary={_BOUNDARY}", "multipart/form-data"):
            response = app_client.post("/validate", body, headers={**_BROWSER, "content-type": kind})
            assert response.status_code == 422
            assert problems(response.text) == []

    def test_limits_hold(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(limits__payload_bytes=2_000, limits__graph_nodes=3)
        large = _send(client, json.dumps(document(certificate(name="x" * 3_000))))
        assert large.status_code == 413
        assert problems(large.text) == []
        larger = _send(client, "x" * 200_000)
        assert larger.status_code == 413
        many = _send(
            client, json.dumps(document(*({"ceterms:ctid": "x", "@id": f"_:{n}"} for n in range(9))))
        )
        assert many.status_code == 422

    def test_without_a_token_a_closed_node_checks_nothing(
        self, make_client: Callable[..., AppClient]
    ) -> None:
        client = make_client(access__authentication_required=True)
        page = client.get("/validate", headers=_BROWSER)
        assert problems(page.text) == []
        assert not [one for one in parse_page(page.text) if one.name == "form" and "main" in one.around]
        assert _send(client, json.dumps(document(certificate()))).status_code == 401


class TestPrograms:
    def test_send_documents_under_any_type(self, app_client: AppClient) -> None:
        sent = json.dumps(document(certificate()))
        expected = app_client.post("/validate", sent, headers={"content-type": "application/json"}).json()
        for kind in ("application/x-www-form-urlencoded", "text/plain", "application/ld+json"):
            assert app_client.post("/validate", sent, headers={"content-type": kind}).json() == expected

    def test_may_send_a_form_with_a_file(self, app_client: AppClient) -> None:
        sent = json.dumps(document(certificate()))
        headers = {"content-type": f"multipart/form-data; boundary={_BOUNDARY}"}
        response = app_client.post("/validate", _multipart({}, sent.encode()), headers=headers)
        assert response.json() == app_client.post("/validate", sent).json()


def test_a_long_document_comes_back_whole(app_client: AppClient) -> None:
    text = '{"@graph": [' + ", ".join(['{"@id": "_:x"}'] * 3_000) + "]}"
    [area] = [one for one in parse_page(_send(app_client, text).text) if one.name == "textarea"]
    assert area.text.strip() == text
