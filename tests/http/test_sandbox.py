"""A node for trying things out: its marks, wiping it, and organizations that register themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text

from opencredreg.clock import parse_timestamp
from opencredreg.errors import NotFound
from opencredreg.ids import is_ctid, is_uuid, new_ctid
from opencredreg.publisher.batch_records import advance_batch
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.environment import find_environment, mark_environment
from opencredreg.store.tables import METADATA
from tests.support.app import AppClient, on_postgresql, on_sqlite
from tests.support.documents import certificate, course, document

Make = Callable[..., AppClient]

_DAY_US = 86_400_000_000
_HEADER = "x-registry-environment"
_EMPTIED = (
    "claim", "document", "download", "envelope", "envelope_version", "external_identifier", "job", "link", "literal",
    "node", "node_body", "publish_request", "publishing_batch", "publishing_log", "word",
)  # fmt: skip
# Everything where something that was published could still be seen.
_SHOWN = (
    "/", "/envelopes", "/envelopes/events", "/ce-registry/community/info", "/learning-registry/envelopes",
    "/api/changes?after=0", "/api/search?facets=type,owner,subject", "/find?format=json", "/sitemaps/ce-registry/1",
    "/search?fts=hedge",
)  # fmt: skip


@pytest.fixture
def sandbox(make_client: Make) -> AppClient:
    """A client of a sandbox."""
    return _sandbox(make_client)


def _sandbox(make_client: Make, **settings: object) -> AppClient:
    client = make_client(publishing__sandbox=True, **settings)
    with client.node.database.write() as transaction:
        mark_environment(transaction, "sandbox")
    return client


def _fill(client: AppClient, count: int = 3) -> list[str]:
    """Publish, replace and delete, and a batch from plain input, so that four are there; gives some CTIDs."""
    ctids = []
    for number in range(count):
        made = client.published(
            document(certificate(name=f"Hedge laying {number}", ceterms__subject=["Soil"]))
        )
        ctids.append(made["envelope_ceterms_ctid"])
    client.published(document(certificate(ctids[0], name="Hedge laying, again")))
    assert client.delete(f"/resources/documents/{ctids[1]}", who="publisher").status_code == 204
    client.published(document(course(name="Elsewhere")), community="learning-registry")
    owner = client.ctid("alder")
    item = {
        "type": "task",
        "external_id": "task-12",
        "resource": {
            "Name": "Graft a branch",
            "Description": "Join a scion to a rootstock so that they grow together.",
            "AssertedBy": [{"CTID": owner}],
        },
    }
    headers = {"Idempotency-Key": "once"}
    sent = client.post("/publish", {"owner": owner, "items": [item]}, who="publisher", headers=headers)
    assert sent.status_code == 200, sent.text
    assert sent.json()["counts"]["created"] == 1
    return ctids


def _build_download(client: AppClient) -> str:
    assert client.post("/envelopes/download", who="publisher").status_code == 201
    assert client.run_jobs() == 1
    url: str = client.get("/envelopes/download", who="publisher").json()["url"]
    assert client.get(url).status_code == 200
    return url


def _rows(client: AppClient) -> dict[str, int]:
    with client.node.database.read() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(METADATA.tables[name])).scalar_one()
            for name in METADATA.tables
        }


def _shown(client: AppClient) -> dict[str, Any]:
    found = {}
    for path in _SHOWN:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.text
    return found


def _counted(client: AppClient) -> dict[str, Any]:
    overview = client.get("/api/overview").json()
    del overview["taken_at"]
    return {**overview, "facets": client.get("/api/search?facets=type,subject").json()["facets"]}


def _register(client: AppClient, name: str = "Harbor College", **members: Any) -> Any:
    return client.post("/sandbox/accounts", {"name": name, **members})


class TestMarks:
    def test_every_answer_says_that_it_is_a_sandbox(self, sandbox: AppClient) -> None:
        ctid = sandbox.published(document(certificate()))["envelope_ceterms_ctid"]
        for path, status in (
            (f"/resources/{ctid}", 200),  # The short way, the first time and from what was kept.
            (f"/resources/{ctid}", 200),
            (f"/graph/{ctid}", 200),
            (f"/resources/{new_ctid()}", 404),
            ("/nothing/like/that", 404),
            ("/sitemap.xml", 200),
            ("/openapi.json", 200),
            ("/docs", 200),
            ("/api/search?cursor=nonsense", 422),
        ):
            answer = sandbox.get(path)
            assert answer.status_code == status, path
            assert answer.headers.get_list(_HEADER) == ["sandbox"], path
            assert answer.headers.get_list("x-robots-tag") == ["noindex"], path
        etag = sandbox.get(f"/resources/{ctid}").headers["etag"]
        unchanged = sandbox.get(f"/resources/{ctid}", headers={"if-none-match": etag})
        assert (unchanged.status_code, unchanged.headers[_HEADER]) == (304, "sandbox")
        allowed = sandbox.get("/info", headers={"origin": "https://elsewhere.example"})
        assert _HEADER in allowed.headers["access-control-expose-headers"].lower()

    def test_production_is_not_marked(self, app_client: AppClient) -> None:
        for path in ("/info", "/docs", "/nothing/like/that"):
            assert _HEADER not in app_client.get(path).headers
        for path in ("/info", "/health"):
            assert app_client.get(path).json()["environment"] == "production"
        assert "sandbox:" not in app_client.get("/openapi.json").json()["info"]["description"]
        assert "This is a sandbox" not in app_client.get("/docs").text

    def test_the_node_says_what_it_is(self, sandbox: AppClient) -> None:
        assert sandbox.get("/health").json() == {"status": "ok", "environment": "sandbox"}
        assert sandbox.get("/info").json()["environment"] == "sandbox"
        described = sandbox.get("/openapi.json").json()
        assert described["info"]["description"].startswith("This node is a sandbox:")
        assert sandbox.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


class TestReset:
    def test_nothing_is_left(self, sandbox: AppClient) -> None:
        before = _shown(sandbox)
        ctids = _fill(sandbox)
        download = _build_download(sandbox)
        assert all(_shown(sandbox)[path] != text for path, text in before.items())
        rows = _rows(sandbox)
        assert all(rows[name] for name in _EMPTIED if name != "publish_request")
        kept = {name: count for name, count in rows.items() if name not in (*_EMPTIED, "counter")}

        answer = sandbox.delete("/sandbox", who="admin")
        assert (answer.status_code, answer.json()) == (200, {"documents": 4, "organizations": 0})
        assert _shown(sandbox) == before
        rows = _rows(sandbox)
        assert {name: rows[name] for name in _EMPTIED} == dict.fromkeys(_EMPTIED, 0)
        assert {name: rows[name] for name in kept} == kept
        for ctid in ctids:
            for path in (f"/resources/{ctid}", f"/graph/{ctid}", f"/envelopes/{ctid}"):
                assert sandbox.get(path).status_code == 404, path
            assert sandbox.get(f"/api/communities/ce_registry/history/{ctid}").status_code == 404
        assert sandbox.get(download).status_code == 404
        assert not [path for path in (sandbox.folder / "objects").rglob("*.zip") if path.is_file()]
        assert sandbox.get("/envelopes/download", who="publisher").json()["status"] == "pending"
        assert list(Doctor(sandbox.node).examine()) == []
        # Once more there is nothing to do, and that is no error.
        assert sandbox.delete("/sandbox", who="admin").json() == {"documents": 0, "organizations": 0}

    def test_what_other_processes_keep_in_memory_goes_too(self, make_client: Make) -> None:
        sandbox = _sandbox(make_client)
        other = make_client(publishing__sandbox=True)
        empty = _counted(sandbox)
        [first, *_] = _fill(sandbox)
        counted = _counted(other)
        assert counted["document_count"] == 4
        assert sum(one["count"] for one in counted["facets"]["type"]) == 3
        assert other.get(f"/resources/{first}").status_code == 200
        walk = other.get("/api/search?take=1").json()["next_cursor"]

        assert sandbox.delete("/sandbox", who="superadmin").status_code == 200
        assert _counted(other) == empty
        assert other.get(f"/resources/{first}").status_code == 404
        assert other.get(f"/api/search?take=1&cursor={walk}").json()["detail"].startswith("What this cursor")

        # What comes afterwards is counted alone, and the old document is a new one.
        sandbox.published(document(certificate(first, name="Coppicing")))
        assert [one["count"] for one in _counted(other)["facets"]["type"]] == [1]
        assert other.get(f"/resources/{first}").json()["ceterms:name"] == {"en": "Coppicing"}
        history = other.get(f"/api/communities/ce_registry/history/{first}").json()["events"]
        assert [event["event"] for event in history] == ["create"]

    def test_readers_of_the_change_feed_miss_nothing(self, sandbox: AppClient) -> None:
        _fill(sandbox)
        after = sandbox.get("/api/changes?limit=1000").json()["next_after"]
        sandbox.delete("/sandbox", who="admin")
        waiting = sandbox.get(f"/api/changes?after={after}").json()
        assert waiting == {"changes": [], "next_after": after}
        ctid = sandbox.published(document(certificate()))["envelope_ceterms_ctid"]
        [change] = sandbox.get(f"/api/changes?after={after}").json()["changes"]
        assert (change["envelope_ctid"], change["sequence"] > after) == (ctid, True)

    def test_organizations_stay_unless_told_otherwise(self, sandbox: AppClient) -> None:
        key = _register(sandbox).json()["api_key"]
        _fill(sandbox)
        before = _rows(sandbox)
        assert sandbox.delete("/sandbox", who="admin").json()["organizations"] == 0
        sandbox.published(document(certificate()))
        after = _rows(sandbox)
        assert {name: after[name] for name in ("organization", "access_token", "account")} == {
            name: before[name] for name in ("organization", "access_token", "account")
        }
        answer = sandbox.delete("/sandbox?accounts=remove", who="admin")
        assert answer.json() == {"documents": 1, "organizations": 4}
        rows = _rows(sandbox)
        assert (rows["organization"], rows["organization_grant"], rows["publisher_organization"]) == (0, 0, 0)
        # Staff stays: it can go on, and nobody else can.
        assert (rows["access_token"], rows["account"]) == (2, 2)
        assert sandbox.publish(document(certificate())).status_code in (401, 404)
        bearer = {"Authorization": f"Bearer {key}"}
        assert sandbox.get("/secured-registry/envelopes", headers=bearer).status_code == 401
        assert sandbox.delete("/sandbox", who="superadmin").status_code == 200
        assert _register(sandbox).status_code == 201

    @pytest.mark.parametrize(("who", "status"), [("anonymous", 401), ("publisher", 403), ("partner", 403)])
    def test_is_for_staff(self, sandbox: AppClient, who: str, status: int) -> None:
        sandbox.published(document(certificate()))
        assert sandbox.delete("/sandbox", who=who).status_code == status
        assert _rows(sandbox)["envelope"] == 1

    def test_production_refuses(self, make_client: Make) -> None:
        client = make_client()
        client.published(document(certificate()))
        # Neither a setting nor anything else makes a sandbox of a database that is in production.
        for node in (client, make_client(publishing__sandbox=True)):
            answer = node.delete("/sandbox", who="admin")
            assert answer.status_code == 422
            assert answer.json()["type"] == "urn:opencredreg:error:conflict"
            assert "only a sandbox can be reset" in answer.json()["detail"]
        assert _rows(client)["envelope"] == 1
        with client.node.database.write() as transaction:
            mark_environment(transaction, "production")
            mark_environment(transaction, "sandbox")
            assert find_environment(transaction.connection) == "production"

    def test_a_wrong_word_removes_nothing(self, sandbox: AppClient) -> None:
        sandbox.published(document(certificate()))
        assert sandbox.delete("/sandbox?accounts=all", who="admin").status_code == 400
        assert _rows(sandbox)["envelope"] == 1

    def test_a_batch_that_is_being_published_ends(self, sandbox: AppClient) -> None:
        sandbox.delete("/sandbox", who="admin")
        gone = pytest.raises(NotFound, match="removed while it was published")
        with gone, sandbox.node.database.write() as transaction:
            advance_batch(transaction, "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11", [], 7)

    @on_postgresql
    def test_waits_for_readers_without_stopping_them(self, make_client: Make) -> None:
        client = _sandbox(make_client, database__busy_timeout_ms=100)
        client.published(document(certificate()))
        with client.node.database.read(snapshot=True) as reader:
            assert reader.execute(text("SELECT count(*) FROM node")).scalar_one() > 0
            answer = client.delete("/sandbox", who="admin")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
            # The reader goes on to what would have been emptied.
            assert reader.execute(text("SELECT count(*) FROM envelope")).scalar_one() == 1
        assert client.delete("/sandbox", who="admin").json()["documents"] == 1


class TestRegistering:
    def test_the_first_steps_need_nobody(self, sandbox: AppClient) -> None:
        answer = _register(sandbox, email="data@harbor.example")
        assert answer.status_code == 201
        assert answer.headers["cache-control"] == "no-store"
        value = answer.json()
        assert is_ctid(value["organization"]["ctid"])
        assert is_uuid(value["api_key"])
        assert (value["organization"]["name"], value["environment"]) == ("Harbor College", "sandbox")
        assert (value["key"]["environment"], value["key"]["scopes"]) == ("sandbox", None)
        lives = parse_timestamp(value["key"]["expires_at"]) - parse_timestamp(value["key"]["created_at"])
        assert lives == 90 * _DAY_US
        path = f"/resources/organizations/{value['organization']['ctid']}/documents"
        bearer = {"Authorization": f"ApiToken {value['api_key']}"}
        assert sandbox.post(path, document(certificate()), headers=bearer).status_code == 201
        assert sandbox.publish(document(certificate()), headers=bearer).status_code == 401
        # Names need not be unique: others try things out, too.
        assert _register(sandbox).json()["organization"]["ctid"] != value["organization"]["ctid"]

    def test_the_key_works_in_a_sandbox_only(self, make_client: Make) -> None:
        value = _register(_sandbox(make_client)).json()
        path = f"/resources/organizations/{value['organization']['ctid']}/documents"
        answer = make_client().post(
            path, document(certificate()), headers={"Authorization": f"Token {value['api_key']}"}
        )
        assert answer.status_code == 401
        assert "sandbox" in answer.text

    def test_a_mail_address_gives_no_rights(self, sandbox: AppClient) -> None:
        """Whoever writes down the address of somebody else gets nothing of theirs, and gives them nothing."""
        value = _register(sandbox, email="admin@people.example").json()
        tables = METADATA.tables
        account, publisher = tables["account"], tables["publisher"]
        with sandbox.node.database.read() as connection:
            emails = connection.execute(select(account.c.email)).scalars().all()
            noted = (
                connection.execute(select(publisher.c.contact_info).where(publisher.c.is_super.is_(False)))
                .scalars()
                .all()
            )
        assert emails.count("admin@people.example") == 1
        assert "admin@people.example" in noted
        bearer = {"Authorization": f"Token {value['api_key']}"}
        assert sandbox.delete("/sandbox", headers=bearer).status_code == 403

    def test_a_life_is_never_longer_than_the_node_allows(self, make_client: Make) -> None:
        key = _register(_sandbox(make_client, access__token_ttl_days=7)).json()["key"]
        assert parse_timestamp(key["expires_at"]) - parse_timestamp(key["created_at"]) == 7 * _DAY_US

    def test_a_node_that_asks_everybody_for_a_token_asks_not_here(self, make_client: Make) -> None:
        client = _sandbox(make_client, access__authentication_required=True)
        assert client.get("/envelopes").status_code == 401
        assert _register(client).status_code == 201

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({}, 400),
            ({"name": " "}, 422),
            ({"name": 7}, 400),
            ({"name": "x" * 201}, 422),
            ({"name": "Harbor", "email": "nobody"}, 422),
            ({"name": "Harbor", "email": f"{'x' * 250}@a.example"}, 422),
            ({"name": "Harbor\x00"}, 400),
            ("{", 400),
        ],
    )
    @on_sqlite
    def test_what_cannot_be_used_is_said(self, sandbox: AppClient, body: Any, status: int) -> None:
        before = _rows(sandbox)
        answer = sandbox.post("/sandbox/accounts", body)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert _rows(sandbox) == before

    def test_only_so_many_within_an_hour(self, make_client: Make) -> None:
        client = _sandbox(make_client, publishing__sandbox_accounts_per_hour=2)
        assert [_register(client).status_code for _ in range(3)] == [201, 201, 429]
        refused = _register(client)
        assert refused.headers["retry-after"] == "3600"
        assert "at most 2 organizations within an hour" in refused.json()["detail"]
        # Those of the hour before do not count, nor do further keys, whatever they are called.
        with client.node.database.write() as transaction:
            for name in ("access_token", "organization"):
                table = METADATA.tables[name]
                transaction.connection.execute(
                    table.update().values(created_at=table.c.created_at - 3_700_000_000)
                )
        value = _register(client).json()
        bearer = {"Authorization": f"Token {value['api_key']}"}
        named = {"name": "Sandbox account", "environment": "sandbox", "lifetime_days": 30}
        path = f"/api/organizations/{value['organization']['ctid']}/api-keys"
        assert client.post(path, named, headers=bearer).status_code == 201
        rotated = client.post(f"/api/keys/{value['key']['id']}/rotate", headers=bearer)
        assert rotated.status_code == 201
        assert [_register(client).status_code for _ in range(2)] == [201, 429]

    def test_an_operator_may_keep_it_to_staff(self, make_client: Make) -> None:
        refused = _register(_sandbox(make_client, publishing__sandbox_accounts_per_hour=0))
        assert refused.status_code == 429
        assert "by its administrators" in refused.json()["detail"]

    def test_there_is_nothing_of_it_in_production(self, app_client: AppClient) -> None:
        before = _rows(app_client)
        answer = _register(app_client)
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:opencredreg:error:not-found")
        assert "sandbox only" in answer.json()["detail"]
        assert _rows(app_client) == before
