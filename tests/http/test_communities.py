"""Which community a request means, under which names, and who reads the secured ones."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from opencredreg.api.operations import all_operations
from opencredreg.ids import new_ctid
from tests.support.app import HOST, AppClient
from tests.support.documents import certificate, collection, document, resource_uri
from tests.support.personas import PERSONAS

_UNAUTHORIZED = {"errors": ["401 Unauthorized"]}
_MISMATCH_IN_PATH = {"errors": [":envelope_community in URL and envelope don't match."]}
_MISMATCH = {
    "errors": [":envelope_community in envelope does not match the default community (ce_registry)."]
}
# What these tell is not the content of a community.
_TELL_NOTHING = {
    "/community", "/community/info", "/ctid", "/envelopes/info", "/envelopes/{id}/info", "/envelopes/download",
}  # fmt: skip


def _reading_paths(ctid: str) -> list[tuple[str, str, Any]]:
    """Method, path and body of every route that shows what a community holds, without the community."""
    return [
        ("GET", "/envelopes", None),
        ("GET", "/envelopes/events", None),
        ("GET", f"/envelopes/{ctid}", None),
        ("GET", f"/envelopes/{ctid}/revisions/{{rid}}", None),
        ("GET", f"/resources/{ctid}", None),
        ("GET", f"/resources/{ctid}.ttl", None),
        ("GET", f"/graph/{ctid}", None),
        ("GET", f"/graph/{ctid}.nq", None),
        ("POST", "/graph/search", {"ctids": [ctid]}),
        ("POST", "/resources/search", {"ctids": [ctid]}),
        ("POST", "/resources/check_existence", {"ctids": [ctid]}),
    ]


def _guarded_paths(ctid: str) -> list[tuple[str, str, Any]]:
    """As ``_reading_paths``, of the routes that ask for a token whatever the community is."""
    return [
        ("GET", f"/description_sets/{ctid}", None),
        ("POST", "/description_sets", {"ctids": [ctid]}),
    ]


def test_the_list_of_reading_routes_is_complete() -> None:
    for has_role, paths in ((False, _reading_paths("X")), (True, _guarded_paths("X"))):
        declared = {
            (operation.method, operation.path.removeprefix("{c}").replace("{ctid}", "{id}"))
            for operation in all_operations()
            if operation.is_scoped and operation.reads and (operation.role is not None) is has_role
        }
        assert declared == {
            (method, path.partition(".")[0].replace("X", "{id}")) for method, path, _ in paths
        }
    quiet = {
        operation.path.removeprefix("{c}")
        for operation in all_operations()
        if operation.is_scoped and operation.method == "GET" and not operation.reads
    }
    assert quiet == _TELL_NOTHING


def test_every_spelling_names_the_community(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)), community="Learning-Registry")
    app_client.published(document(certificate(ctid, "Changed")), community="learning-registry")
    url = app_client.get(f"/learning-registry/envelopes/{ctid}").json()["node_headers"]["revision_history"][0]
    rid = url["url"].rpartition("/")[2]
    for method, path, body in _reading_paths(ctid):
        path = path.format(rid=rid)
        answers = [
            app_client.request(method, f"/{name}{path}", body=body)
            for name in (
                "learning_registry",
                "learning-registry",
                "LEARNING-Registry",
                "learning%20-registry",
            )
        ]
        assert [answer.status_code for answer in answers] == [200] * 4, path
        assert ctid in answers[0].text or path.endswith("events")
        assert len({answer.text for answer in answers}) == 1 or ".ttl" in path, path
    found = app_client.get("/LEARNING-registry/community").json()
    assert found["name"] == "learning_registry"


def test_every_spelling_names_the_community_where_a_token_is_needed(app_client: AppClient) -> None:
    ctid, owned = new_ctid(), new_ctid()
    organization = {
        "@id": resource_uri(ctid),
        "@type": "ceterms:CredentialOrganization",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": "The owner"},
    }
    for value in (organization, certificate(owned, ceterms__ownedBy=[resource_uri(ctid)])):
        app_client.published(document(value), community="Learning-Registry")
    for method, path, body in _guarded_paths(ctid):
        for name in ("learning_registry", "LEARNING-Registry", "learning%20-registry"):
            answer = app_client.request(method, f"/{name}{path}", who="reader", body=body)
            assert (answer.status_code, owned in answer.text) == (200, True), path
            refused = app_client.request(method, f"/{name}{path}", body=body)
            assert (refused.status_code, refused.json()) == (401, {"errors": ["Invalid token"]})
        elsewhere = app_client.request(method, path, who="reader", body=body)
        assert elsewhere.status_code in (200, 404), path
        assert owned not in elsewhere.text, path


def test_without_a_name_the_default_community_is_meant(make_client: Callable[..., AppClient]) -> None:
    app_client = make_client()
    assert app_client.get("/community").json() == app_client.get("/ce-registry/community").json()
    assert app_client.get("/community").json()["default"] is True
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    app_client.published(document(certificate()), community="learning-registry")
    for path in ("/envelopes", "/envelopes/events"):
        assert app_client.get(path).json() == app_client.get(f"/ce-registry{path}").json()
    assert app_client.get("/community/info").json() == {"total_envelopes": 1, "backup_item": "shelf-four"}
    assert app_client.get("/learning-registry/community/info").json() == {
        "total_envelopes": 1,
        "backup_item": None,
    }
    for name in ("Learning-Registry", "learning_registry"):
        prefixed = app_client.get(f"/{name}/community").json()
        assert (prefixed["default"], prefixed["secured"]) == (False, False)
    # Another one becomes the default one only when there is none.
    taken = app_client.post(
        "/metadata/envelope_communities", {"name": "learning_registry", "default": True}, who="superadmin"
    )
    assert (taken.status_code, taken.json()) == (422, {"error": "Default has already been taken"})
    for name, is_default in (("ce_registry", False), ("learning_registry", True)):
        body = {"name": name, "default": is_default}
        assert app_client.post("/metadata/envelope_communities", body, who="superadmin").status_code == 201
    assert app_client.get("/community").json()["name"] == "learning_registry"
    assert app_client.get(f"/graph/{ctid}").status_code == 404
    body = {"name": "learning_registry", "default": False}
    assert app_client.post("/metadata/envelope_communities", body, who="superadmin").status_code == 201
    # A node without a default community says so, and is no failure.
    for path in ("/community", "/envelopes", f"/graph/{ctid}"):
        assert app_client.get(path).status_code == 404, path
    assert app_client.get(f"/ce-registry/graph/{ctid}").status_code == 200


def test_unknown_communities(app_client: AppClient) -> None:
    tried = 0
    for operation in all_operations():
        if not operation.is_scoped or operation.path == "{c}/ctid":
            continue
        path = operation.path.removeprefix("{c}").format(
            id="x", rid="1", ctid=new_ctid(), org=app_client.ctid("alder")
        )
        members = {"ctids": [], "last_verified_on": "2026-01-01", "organization_id": "x"}
        response = app_client.request(
            operation.method,
            f"/nowhere{path}",
            who="superadmin",
            body=["https://a.example/"] if "/containers/" in path else members,
            params={"owned_by": app_client.ctid("alder")},
            headers={"Accept-Version": operation.version or "v1"},
        )
        short = path.startswith(("/resources/check", "/resources/search", "/resources/x", "/community"))
        text = "EnvelopeCommunity not found" if short else "Couldn't find the envelope community"
        if operation.method in ("PUT", "DELETE"):
            text = "Couldn't find the envelope community"
        expected: dict[str, Any] = {"errors": [text]}
        if operation.style == "problem":
            expected = {
                "type": "urn:opencredreg:error:not-found",
                "title": "Nothing of that name",
                "status": 404,
                "detail": "There is no community nowhere.",
            }
        assert (response.status_code, response.json()) == (404, expected), (operation.method, path)
        tried += 1
    assert tried > 25


def test_new_ctids_are_given_out_by_registries_of_credentials_only(app_client: AppClient) -> None:
    first, second = (
        app_client.get(f"/{name}/ctid").json()["ctid"] for name in ("ce-registry", "CE_Registry")
    )
    assert first != second
    assert app_client.post("/resources/check_existence", {"ctids": [first]}).json() == []
    for name in ("learning-registry", "nowhere"):
        response = app_client.get(f"/{name}/ctid")
        assert (response.status_code, response.json()) == (
            400,
            {"errors": "envelope_community does not have a valid value"},
        ), name


def test_a_parameter_must_not_name_another_community(app_client: AppClient) -> None:
    ctid = new_ctid()
    value = document(collection(ctid=ctid))
    app_client.published(value)
    uuid = app_client.people.organizations["alder"].uuid
    writing = [
        ("POST", app_client.publishing_path(), value),
        ("DELETE", f"/resources/documents/{ctid}", None),
        ("PATCH", f"/resources/documents/{ctid}/transfer", {"organization_id": uuid}),
        ("PATCH", f"/envelopes/{ctid}/verify", {"last_verified_on": "2026-01-01"}),
        ("PATCH", f"/containers/{ctid}/resources", ["https://a.example/"]),
        ("DELETE", f"/containers/{ctid}/resources", ["https://a.example/"]),
        ("GET", "/envelopes/download", None),
        ("POST", "/envelopes/download", None),
        ("DELETE", f"/envelopes?owned_by={app_client.ctid('alder')}", None),
        ("GET", "/community", None),
        ("GET", "/community/info", None),
    ]
    reading = [entry for entry in _reading_paths(ctid) if "{rid}" not in entry[1]]
    for method, path, body in [*reading, *writing]:
        joint = "&" if "?" in path else "?"
        for prefix, expected in (("", _MISMATCH), ("/ce-registry", _MISMATCH_IN_PATH)):
            refused = app_client.request(
                method,
                f"{prefix}{path}{joint}envelope_community=learning_registry",
                who="superadmin",
                body=body,
            )
            assert (refused.status_code, refused.json()) == (422, expected), (method, path)
    for method, path, body in reading:
        for prefix in ("", "/ce-registry"):
            for name in ("", "CE-Registry", "ce_registry"):
                same = app_client.request(
                    method, f"{prefix}{path}?envelope_community={name}", who="admin", body=body
                )
                assert same.status_code == 200, (method, path, name)
    # In a JSON body it counts as well.
    sent = {"ctids": [ctid], "envelope_community": "learning_registry"}
    assert app_client.post("/graph/search", sent).json() == _MISMATCH
    assert app_client.post("/ce-registry/resources/check_existence", sent).json() == _MISMATCH_IN_PATH
    assert app_client.get("/").json()["total_envelopes"] == 1


def test_the_suffix_json_is_taken_everywhere(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    app_client.published(document(certificate(ctid, "Changed")))
    history = app_client.get(f"/envelopes/{ctid}").json()["node_headers"]["revision_history"]
    rid = history[0]["url"].rpartition("/")[2]
    context = {"url": "https://a.example/terms", "context": {"@context": {"a": "https://a.example/"}}}
    app_client.post("/metadata/json_contexts", context, who="admin")
    values = {
        "id": ctid,
        "ctid": app_client.ctid("alder"),
        "rid": rid,
        "name": "ce_registry",
        "community": "ce_registry",
        "type": "credential",
        "class": "ceterms:Certificate",
        "list": "cip",
        "code": "01.0304",
        "url": "https:%2F%2Fa.example%2Fterms",
    }
    tried = 0
    for operation in all_operations():
        if operation.method != "GET" or operation.path in ("/", "/api/overview", "{c}/ctid"):
            continue
        for prefix in ("", "/ce-registry") if operation.is_scoped else ("",):
            path = prefix + operation.path.removeprefix("{c}").format(**values)
            plain = app_client.get(path, who="admin")
            suffixed = app_client.get(f"{path}.json", who="admin")
            assert suffixed.status_code == plain.status_code, path
            if plain.status_code == 200:
                assert suffixed.headers["content-type"] == plain.headers["content-type"], path
                if plain.headers["content-type"].endswith("json"):
                    assert suffixed.json() == plain.json(), path
                else:
                    assert suffixed.content == plain.content, path
                tried += 1
    assert tried > 25
    for method, path, body, status in (
        ("POST", "/resources/check_existence.json", {"ctids": [ctid]}, 200),
        ("POST", "/resources/search.json", {"ctids": [ctid]}, 200),
        ("POST", "/ce-registry/graph/search.json", {"ctids": [ctid]}, 200),
        ("POST", f"{app_client.publishing_path()}.json", document(certificate(ctid, "Again")), 201),
        ("PATCH", f"/envelopes/{ctid}/verify.json", {"last_verified_on": "2026-01-01"}, 200),
        ("POST", "/envelopes/download.json", None, 201),
        ("POST", "/metadata/envelope_communities.json", {"name": "another"}, 201),
        ("DELETE", f"/ce-registry/resources/documents/{ctid}.json", None, 204),
    ):
        response = app_client.request(method, path, body=body, who="superadmin")
        assert response.status_code == status, (path, response.text)


def test_other_formats_are_refused_by_name(app_client: AppClient) -> None:
    for path in ("/envelopes?format=xml", "/ce-registry/community?format=xml", "/?format=xml"):
        refused = app_client.get(path)
        assert (refused.status_code, refused.json()) == (
            406,
            {"error": "The requested format 'xml' is not supported."},
        )
    assert app_client.get("/envelopes?format=json").status_code == 200


class TestSecuredCommunities:
    def test_every_reading_route_asks_for_a_token(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)), community="secured-registry")
        app_client.published(document(certificate(ctid, "Changed")), community="secured-registry")
        [_, created] = app_client.get(f"/secured-registry/envelopes/events?ctid={ctid}", who="reader").json()
        assert created["event"] == "create"
        history = app_client.get(f"/secured-registry/envelopes/{ctid}", who="reader").json()["node_headers"]
        rid = history["revision_history"][0]["url"].rpartition("/")[2]
        paths = [
            (method, f"/secured-registry{path.format(rid=rid)}", body)
            for method, path, body in _reading_paths(ctid)
        ]
        paths += [
            ("HEAD", f"/secured-registry/graph/{ctid}", None),
            ("HEAD", f"/Secured_Registry/resources/{ctid}", None),
            ("GET", f"/secured-registry/envelopes/{new_ctid()}", None),
            ("GET", f"/secured-registry/graph/{ctid}?as_of=2100-01-01", None),
        ]
        for method, path, body in paths:
            for who in PERSONAS:
                response = app_client.request(method, path, body=body, who=who)
                told = f"{who}: {method} {path}: {response.text[:80]}"
                if who in ("anonymous", "unknown"):
                    assert response.status_code == 401, told
                    assert method == "HEAD" or response.json() == _UNAUTHORIZED, told
                else:
                    assert response.status_code in (200, 404), told
                    assert response.status_code == 200 or "404" not in path, told

    def test_a_validator_is_no_way_around(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)), community="secured-registry")
        for path in (f"/secured-registry/graph/{ctid}", f"/secured-registry/envelopes/{ctid}"):
            etag = app_client.get(path, who="reader").headers["etag"]
            assert app_client.get(path, who="reader", headers={"If-None-Match": etag}).status_code == 304
            for stated in (etag, "*"):
                assert app_client.get(path, headers={"If-None-Match": stated}).status_code == 401

    def test_routes_of_the_whole_node_leave_it_out(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        kept = app_client.published(document(certificate(ctid, "Secret")), community="secured-registry")
        seen = app_client.published(document(certificate()))["envelope_ceterms_ctid"]
        owned = f"/metadata/organizations/{app_client.ctid('alder')}/envelopes"
        history = f"/api/communities/secured_registry/history/{ctid}"
        for who, is_allowed in (
            ("anonymous", False),
            ("unknown", False),
            ("reader", True),
            ("stranger", True),
        ):
            items = app_client.post("/resources/search", {"ctids": [ctid, seen]}, who=who)
            labels = app_client.post(
                "/resources/search", {"bnodes": [kept["decoded_resource"]["@graph"][0]["@id"]]}, who=who
            )
            changes = app_client.get("/api/changes", who=who)
            listed = app_client.get(owned, who=who)
            for response in (items, labels, changes, listed):
                assert response.status_code == 200
                assert (ctid in response.text) == is_allowed, (who, response.request.url)
            assert seen in items.text
            assert seen in changes.text
            assert int(listed.headers["total"]) == 1 + is_allowed
            assert app_client.get(history, who=who).status_code == (200 if is_allowed else 401)
        assert ctid not in app_client.get("/api/overview").text
        assert "Secret" not in app_client.get("/", headers={"Accept": "text/html"}).text
        # In another community it is not there at all.
        assert app_client.get(f"/graph/{ctid}", who="admin").status_code == 404

    def test_deleted_things_are_kept_from_others_too(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)), community="secured-registry")
        path = f"/secured-registry/resources/documents/{ctid}"
        assert app_client.delete(path, who="publisher").status_code == 204
        for kind in ("resources", "graph", "envelopes"):
            assert app_client.get(f"/secured-registry/{kind}/{ctid}").status_code == 401
            assert app_client.get(f"/secured-registry/{kind}/{ctid}", who="reader").status_code == 410

    def test_securing_and_opening_takes_effect(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)), community="learning-registry")
        for is_secured, status in ((True, 401), (False, 200)):
            body = {"name": "learning_registry", "secured": is_secured}
            saved = app_client.post("/metadata/envelope_communities", body, who="superadmin")
            assert saved.json()["secured"] is is_secured
            for kind in ("resources", "graph", "envelopes"):
                assert app_client.get(f"/learning-registry/{kind}/{ctid}").status_code == status


@contextmanager
def _key_service(broken: bool = False) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """A service that knows one key, and what it was asked."""
    asked: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            asked.append(query)
            is_valid = query["apikey"] == ["good key"] or query["apikey"] == ["good"]
            if query["apikey"] == ["refused"]:
                self.send_error(403)
                return
            body = b"no JSON" if broken else json.dumps({"valid": is_valid}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/check?of={HOST}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestKeys:
    @pytest.fixture
    def ctid(self) -> str:
        return new_ctid()

    def test_a_key_that_the_service_knows_reads(
        self, make_client: Callable[..., AppClient], ctid: str
    ) -> None:
        with _key_service() as (endpoint, asked):
            app_client = make_client(access__api_key_validation_endpoint=endpoint)
            app_client.published(document(certificate(ctid)), community="secured-registry")
            path = f"/secured-registry/graph/{ctid}"
            for header, status in (
                ("ApiToken good", 200),
                ("good", 200),
                ("Bearer bad", 401),
                ("refused", 401),
                ("", 401),
            ):
                response = app_client.get(path, headers={"Authorization": header})
                assert response.status_code == status, header
            assert {tuple(entry["community"]) for entry in asked} == {("secured_registry",)}
            assert asked[0]["of"] == [HOST]
            # What was answered is kept for a while, be it yes or no; tokens of the node never leave it.
            assert [entry["apikey"] for entry in asked] == [["good"], ["bad"], ["refused"]]
            assert app_client.get(path, who="reader").status_code == 200
            assert len(asked) == 3
            # A key opens no route that asks for a token.
            writing = app_client.publish(
                document(certificate()), who="anonymous", headers={"Authorization": "good"}
            )
            assert (writing.status_code, writing.json()) == (401, {"errors": ["Invalid token"]})

    def test_a_service_that_fails_lets_nobody_in(
        self, make_client: Callable[..., AppClient], ctid: str
    ) -> None:
        path = f"/secured-registry/graph/{ctid}"
        with _key_service(broken=True) as (endpoint, _):
            app_client = make_client(access__api_key_validation_endpoint=endpoint)
            app_client.published(document(certificate(ctid)), community="secured-registry")
            broken = app_client.get(path, headers={"Authorization": f"key-{new_ctid()}"})
            assert broken.status_code == 503
            assert broken.headers["retry-after"]
        # Now nobody listens there any more.
        silent = app_client.get(path, headers={"Authorization": f"key-{new_ctid()}"})
        assert silent.status_code == 503
        assert app_client.get(path, who="reader").status_code == 200


def test_the_host_may_say_which_community_is_meant(make_client: Callable[..., AppClient]) -> None:
    client = make_client(server__community_hosts=[f"{HOST}=learning_registry"])
    ctid = new_ctid()
    client.published(document(certificate(ctid)))
    assert client.get("/community").json()["name"] == "learning_registry"
    for path in (f"/resources/{ctid}", f"/envelopes/{ctid}", f"/learning-registry/resources/{ctid}"):
        assert client.get(path).status_code == 200, path
        # Under another host the same address means the default community of the node.
        expected = 200 if path.startswith("/learning") else 404
        assert client.get(path, headers={"Host": "elsewhere.test"}).status_code == expected, path
