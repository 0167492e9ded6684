"""Requests that nobody would write: never a failure of ours, never half a write, always answers of the same shape."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Literal

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from opencredreg.crosswalk.assistant.examples import build_example
from opencredreg.crosswalk.assistant.table import all_kinds, get_kind
from opencredreg.ids import new_ctid
from tests.publisher.making import DOCUMENTS, course, item, picture, send
from tests.support.app import AppClient, on_postgresql

_KINDS = [kind.name for kind in all_kinds()]
_ACTIONS = sorted(
    {action for kind in all_kinds() for action in kind.actions} | {"plant", "deactivate", "%00"}
)
_PROBLEM = "application/problem+json"


def _bounds(count: int) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


_TEXTS = st.one_of(
    st.sampled_from(
        [
            "", " ", "_:b", "_:", "ce-", "ce-1", "x" * 5_000, "https://", "http://[", "https://a b/", "2026-02-30",
            "P1Y", "-P", "1e400", "NaN", "true", "\ufffe", "\u202e", "<script>x</script>", "<b>x", "en", "zz-ZZ-zz",
            "https://registry.test/resources/ce-00000000-0000-4000-8000-000000000001", "ceterms:Course", ":", "//",
            "CE-00000000-0000-4000-8000-000000000001", "Ã©", "'", '"; DROP TABLE node;--', "%", "²", "٣",
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
_NUMBERS = st.one_of(
    st.integers(),
    st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**40, -(10**40), 1e308, -1e-308, 5e-324]),
    st.floats(allow_nan=False, allow_infinity=False),
)
_NAMES = st.one_of(
    st.sampled_from(
        [
            "CTID", "Name", "Description", "Type", "Id", "@id", "@type", "@graph", "@context", "ceterms:name", "items",
            "PublishForOrganizationIdentifier", "DefaultLanguage", "ReferenceObjects", "LearningOpportunity",
            "Competencies", "GraphInput", "TaskList", "Task", "type", "resource", "owner", "keep", "Registry", "",
            "CTIDList", "NewStatus", "CollectionMembers", "HasMember", "FromDate", "OwnedBy", "Requires", "~/",
        ]
    ),
    st.text(max_size=6),
)  # fmt: skip
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, _TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=5)),
    max_leaves=15,
)


def _places(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all values inside of a value."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, entry in entries:
        yield (*here, name)
        yield from _places(entry, (*here, name))


@st.composite
def _mutated(draw: st.DrawFn, owner: str, kinds: list[str]) -> tuple[str, dict[str, Any]]:
    """An example with a few of its values left out, replaced, wrapped or doubled."""
    kind = draw(st.sampled_from(kinds))
    size: Literal["minimal", "maximal"] = draw(st.sampled_from(["minimal", "maximal"]))
    body = copy.deepcopy(build_example(get_kind(kind), size, owner=owner, seed=draw(st.sampled_from("ab"))))
    for _ in range(draw(st.integers(min_value=1, max_value=4))):
        places = list(_places(body))
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        inside: Any = body
        for name in way:
            inside = inside[name]
        what = draw(st.sampled_from(["gone", "other", "listed", "object", "doubled", "text", "deep"]))
        old = inside[last]
        if what == "gone":
            del inside[last]
            continue
        inside[last] = {
            "listed": [old],
            "object": {str(last): old},
            "doubled": [old, old],
            "text": json.dumps(old),
            "deep": _deep(old, draw(st.integers(min_value=1, max_value=30))),
        }.get(what, draw(_VALUES) if what == "other" else None)
    return kind, body


def _deep(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def _check_messages(answer: Any) -> bool:
    """The shape of an answer of the Registry Assistant; whether all of it was taken."""
    value = answer.json()
    assert answer.status_code in (200, 400, 401, 403, 404, 405, 408, 413, 422), answer.text
    entries = value if isinstance(value, list) else [value]
    assert entries
    for entry in entries:
        assert isinstance(entry["Successful"], bool)
        assert all(isinstance(message, str) and message for message in entry["Messages"])
        if not entry["Successful"]:
            assert any(message.startswith("Error") for message in entry["Messages"]), entry["Messages"]
    if answer.status_code != 200:
        assert value.keys() == {"Successful", "Messages"}
        assert value["Successful"] is False
    return all(entry["Successful"] for entry in entries)


def _check_batch(answer: Any) -> None:
    value = answer.json()
    if answer.headers["content-type"] == _PROBLEM:
        assert 400 <= answer.status_code < 500, answer.text
        assert value["status"] == answer.status_code
        assert value["detail"]
        return
    assert answer.status_code in (200, 202, 207, 422), answer.text
    assert sum(value["counts"].values()) == len(value.get("results", []))
    for place, one in enumerate(value.get("results", [])):
        assert one["place"] == place
        if one["outcome"] == "refused":
            assert any(found["severity"] == "error" for found in one["findings"]), one


@on_postgresql
def test_mutated_examples(app_client: AppClient) -> None:
    owner = app_client.ctid("alder")

    @hypothesis.given(sent=_mutated(owner, _KINDS))
    @_bounds(120)
    def try_it(sent: tuple[str, dict[str, Any]]) -> None:
        kind, body = sent
        formatted = app_client.post(f"/assistant/{kind}/format", body)
        checked = app_client.post(f"/assistant/{kind}/validate", body)
        assert _check_messages(formatted) == _check_messages(checked)
        before = picture(app_client, DOCUMENTS)
        published = app_client.post(f"/assistant/{kind}/publish", body, who="publisher")
        is_taken = _check_messages(published)
        value = published.json()
        if not (isinstance(value, list) or is_taken):
            assert picture(app_client, DOCUMENTS) == before
        # What is published is what was formatted, and once is enough.
        if is_taken:
            for one, shown in zip(_listed(value), _listed(formatted.json()), strict=True):
                assert one["Payload"] in (shown["Payload"], None)
                assert app_client.get(f"/graph/{one['CTID']}").status_code == 200
            after = picture(app_client, DOCUMENTS)
            again = app_client.post(f"/assistant/{kind}/publish", body, who="publisher")
            assert _check_messages(again)
            assert not any(one["WasChanged"] for one in _listed(again.json()))
            assert picture(app_client, DOCUMENTS) == after

    try_it()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@on_postgresql
def test_mutated_batches(app_client: AppClient) -> None:
    owner = app_client.ctid("alder")

    @hypothesis.given(
        sent=st.lists(_mutated(owner, _KINDS), min_size=1, max_size=3),
        keep=st.sampled_from(["all", "good", "all", None, 5]),
        switches=st.dictionaries(st.sampled_from(["dry_run", "as_job"]), st.booleans()),
        path=st.sampled_from(["/publish", "/publish", "/format", "/learning_registry/publish"]),
    )
    @_bounds(60)
    def try_it(
        sent: list[tuple[str, dict[str, Any]]], keep: Any, switches: dict[str, bool], path: str
    ) -> None:
        body = {"owner": owner, "items": [item(kind, one) for kind, one in sent], "keep": keep, **switches}
        before = picture(app_client, DOCUMENTS)
        answer = app_client.post(path, body, who="publisher")
        _check_batch(answer)
        value = answer.json()
        outcomes = {one["outcome"] for one in value.get("results", [])}
        if not outcomes & {"created", "updated"}:
            assert picture(app_client, DOCUMENTS) == before
        if keep != "good" and not switches.get("dry_run") and path != "/format":
            assert not (outcomes & {"refused", "not-tried"} and outcomes & {"created", "updated"})
        if answer.status_code == 202:
            app_client.run_jobs()
            state = app_client.get(f"/publish/batches/{value['id']}", who="publisher").json()
            assert (state["status"], state["done"]) == ("done", state["total"])

    try_it()


@on_postgresql
def test_anything_at_all(app_client: AppClient) -> None:
    @hypothesis.given(
        method=st.sampled_from(["POST", "POST", "DELETE"]),
        kind=st.one_of(st.sampled_from(_KINDS), st.sampled_from(["x", "%00", "..", "%F0%9F%8D%8E", "²"])),
        action=st.sampled_from(_ACTIONS),
        body=_VALUES,
        members=st.dictionaries(_NAMES, _VALUES, max_size=4),
        has_owner=st.booleans(),
    )
    @_bounds(250)
    def try_it(
        method: str, kind: str, action: str, body: Any, members: dict[str, Any], has_owner: bool
    ) -> None:
        if has_owner:
            body = {"PublishForOrganizationIdentifier": app_client.ctid("alder"), **members}
        before = picture(app_client, DOCUMENTS)
        answer = app_client.request(
            method, f"/assistant/{kind}/{action}", body=json.dumps(body), who="superadmin"
        )
        assert answer.status_code < 500, answer.text
        if kind in _KINDS:
            _check_messages(answer)
        assert picture(app_client, DOCUMENTS) == before
        for path in ("/publish", "/format"):
            _check_batch(app_client.post(path, json.dumps(body), who="superadmin"))

    try_it()


@on_postgresql
@pytest.mark.parametrize(
    "raw",
    [
        b'{"LearningOpportunity": {"Name": "\\ud800"}}',
        b'{"LearningOpportunity": {"Name": "\\u0000"}}',
        b'{"LearningOpportunity": {"\\u0000": 1}}',
        b'{"LearningOpportunity": {"Name": "\xff"}}',
        b'{"LearningOpportunity": {"Name": 1e400}}',
        b'{"LearningOpportunity": {"Name": ' + b"9" * 5_000 + b"}}",
        b'{"LearningOpportunity": {"CreditValue": {"Value": ' + b"9" * 400 + b"}}}",
        b'{"LearningOpportunity": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"LearningOpportunity": ' + b'{"HasPart": ' * 300 + b"1" + b"}" * 300 + b"}",
        b'{"LearningOpportunity": {"Keyword": ' + json.dumps(["oak"] * 100_000).encode() + b"}}",
        b'{"LearningOpportunity": {"Keyword": ' + json.dumps([{}] * 100_000).encode() + b"}}",
        b'{"LearningOpportunity": {"Subject": ' + json.dumps(list(range(2_000))).encode() + b"}}",
        b'{"LearningOpportunity": {"OwnedBy": ' + json.dumps([5] * 100_000).encode() + b"}}",
        b'{"LearningOpportunity": ' + json.dumps([{}] * 100_000).encode() + b"}",
        b'{"LearningOpportunity": {"Name": "' + b"long " * 1_000_000 + b'"}}',
        b'{"LearningOpportunity": {' + b",".join(b'"%d": 1' % n for n in range(5_000)) + b"}}",
        b'{"a": 1, "A": 2, "learningopportunity": 1, "LEARNINGOPPORTUNITY": {}}',
        b'\xef\xbb\xbf{"LearningOpportunity": {}}',
        b"\x1f\x8b\x08",
    ],
    ids=range(19),
)
def test_hostile_bodies(app_client: AppClient, raw: bytes) -> None:
    owner = app_client.ctid("alder").encode()
    with_owner = raw.replace(b"{", b'{"PublishForOrganizationIdentifier": "' + owner + b'", ', 1)
    before = picture(app_client, DOCUMENTS)
    for action in ("format", "publish", "publishGraph", "provisional", "cease"):
        answer = app_client.post(f"/assistant/course/{action}", with_owner, who="publisher")
        assert _check_messages(answer) is False, answer.text[:500]
    for path in ("/publish", "/format"):
        in_batch = raw.replace(b"{", b'{"type": "course", ', 1)
        _check_batch(app_client.post(path, b'{"items": [' + in_batch + b"]}", who="publisher"))
    answer = app_client.delete("/assistant/course/delete", with_owner, who="publisher")
    assert _check_messages(answer) is False
    assert picture(app_client, DOCUMENTS) == before


_HEADERS = st.dictionaries(
    st.sampled_from(
        [b"idempotency-key", b"x-request-id", b"prefer", b"content-type", b"accept", b"accept-version", b"origin",
         b"content-length", b"accept-language", b"x-forwarded-for", b"if-match", b"host"]
    ),
    st.one_of(
        st.binary(max_size=30), st.sampled_from([b"respond-async", b"text/plain", b"v9", b"\x00", b"a" * 300, b"-1"])
    ),
    max_size=5,
)  # fmt: skip


@on_postgresql
def test_any_headers(app_client: AppClient) -> None:
    sent = item("course", course(app_client))
    body = json.dumps({"owner": app_client.ctid("alder"), "items": [sent]}).encode()
    one = json.dumps(course(app_client)).encode()
    log = f"/api/organizations/{app_client.ctid('alder')}/log".encode()

    @hypothesis.given(
        headers=_HEADERS,
        target=st.sampled_from(
            [
                (b"POST", b"/publish"),
                (b"POST", b"/format"),
                (b"POST", b"/assistant/course/publish"),
                (b"GET", log),
            ]
        ),
        has_key=st.booleans(),
    )
    @_bounds(150)
    def try_it(headers: dict[bytes, bytes], target: tuple[bytes, bytes], has_key: bool) -> None:
        method, path = target
        key = {b"authorization": f"ApiToken {app_client.people.tokens['publisher']}".encode()}
        content = b"" if method == b"GET" else one if b"assistant" in path else body
        status, _, answer = app_client.raw(
            method.decode(), path, headers={**headers, **(key if has_key else {})}, chunks=(content,)
        )
        assert status < 500, (status, answer)

    try_it()


@on_postgresql
def test_any_addresses_of_batches_and_logs(app_client: AppClient) -> None:
    send(app_client, "course", "publish", course(app_client))
    organizations = f"/api/organizations/{app_client.ctid('alder')}"

    @hypothesis.given(
        template=st.sampled_from(
            [
                "/publish/batches/{}",
                f"{organizations}/log/{{}}/input",
                f"{organizations}/log?resource={{}}",
                f"{organizations}/log?outcome={{}}",
                f"{organizations}/log?page={{}}",
                f"{organizations}/identifiers?external_id={{}}",
                f"{organizations}/identifiers?per_page={{}}",
                "/api/organizations/{}/log",
                "/api/organizations/{}/identifiers",
                "/assistant/types/{}",
                "/assistant/types/{}/schema",
                "/assistant/types/{}/example",
                "/assistant/types/course/example?size={}",
            ]
        ),
        name=st.one_of(
            st.binary(max_size=12),
            st.sampled_from(
                [b"\x00", b"\xff", b"9" * 30, b"-1", b"1.5", new_ctid().encode(), b"\xc2\xb2", b"a" * 9_000]
            ),
        ),
    )
    @_bounds(200)
    def try_it(template: str, name: bytes) -> None:
        escaped = "".join(f"%{byte:02X}" for byte in name)
        status, _, answer = app_client.raw(
            "GET",
            template.format(escaped).encode(),
            headers={b"authorization": f"Token {app_client.people.tokens['publisher']}".encode()},
        )
        assert status < 500, (status, answer)

    try_it()
