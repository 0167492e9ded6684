"""Administration: communities, contexts, organizations, publishers, grants, keys and tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from opencredreg.clock import format_timestamp, now
from opencredreg.ids import new_ctid, new_uuid
from tests.support.app import AppClient
from tests.support.documents import certificate, document
from tests.support.keys import Pair

_FORBIDDEN = {"error": "You are not authorized to perform this action"}
_INVALID_TOKEN = {"errors": ["Invalid token"]}
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
_NO_COMMUNITY = {"errors": ["Couldn't find the envelope community"]}
_NO_ORGANIZATION = {"errors": ["Organization not found"]}


@pytest.fixture(scope="session")
def pair() -> Pair:
    return Pair()


def _refusal(response: Any, status: int) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def _problem(response: Any, status: int, text: str = "") -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    value: dict[str, Any] = response.json()
    assert value["status"] == status
    assert value["type"].startswith("urn:opencredreg:error:")
    assert value["title"]
    assert text in value["detail"], value
    return value


def test_who_may_administer(app_client: AppClient) -> None:
    for method, path, body in (
        ("GET", "/metadata/ce_registry/config", None),
        ("POST", "/metadata/ce_registry/config", {"description": "x", "payload": {"a": 1}}),
        ("GET", "/metadata/nowhere/config/changes", None),
        ("POST", "/metadata/envelope_communities", {}),
        ("GET", "/metadata/json_contexts", None),
        ("GET", "/metadata/json_contexts/x", None),
        ("POST", "/metadata/json_contexts", {}),
        ("POST", "/metadata/organizations", {"name": "x"}),
        ("DELETE", f"/metadata/organizations/{new_ctid()}", None),
        ("POST", "/metadata/publishers", {"name": "x"}),
        ("POST", f"/metadata/publishers/{new_uuid()}/users", {"email": "x@y.example"}),
    ):
        for who, status, expected in (
            ("anonymous", 401, _INVALID_TOKEN),
            ("unknown", 401, _INVALID_TOKEN),
            ("reader", 403, _FORBIDDEN),
            ("publisher", 403, _FORBIDDEN),
        ):
            refused = app_client.request(method, path, body=body, who=who)
            assert (refused.status_code, refused.json()) == (status, expected), (who, method, path)
            assert status != 401 or refused.headers["www-authenticate"] == "Token"
    assert len(app_client.get("/metadata/organizations").json()) == 3


class TestConfig:
    _PATH = "/metadata/learning-registry/config"

    def test_what_ships_counts_until_something_is_stored(self, app_client: AppClient) -> None:
        shipped = app_client.get(self._PATH, who="admin").json()
        assert shipped["id_field"] == "ceterms:ctid"
        assert app_client.get(f"{self._PATH}/changes", who="admin").json() == []
        payload = {"id_field": "ceterms:ctid", "resource_type": {"property": "@type", "values_map": {}}}
        body = {"description": "Fewer aliases", "payload": payload}
        saved = app_client.post(self._PATH, body, who="admin")
        assert (saved.status_code, saved.json()) == (200, body)
        for name in ("learning_registry", "LEARNING-registry"):
            assert app_client.get(f"/metadata/{name}/config", who="superadmin").json() == payload
        assert app_client.get("/metadata/ce-registry/config", who="admin").json() == shipped

    def test_changes_tell_what_was_before(self, app_client: AppClient) -> None:
        first = {"description": "One", "payload": {"a": 1}}
        second = {"description": "Two", "payload": {"a": 1}}
        third = {"description": "Two", "payload": {"a": [True, None, {"b": "ü"}]}}
        for body in (first, second, third):
            assert app_client.post(self._PATH, body, who="admin").status_code == 200
        changes = app_client.get(f"{self._PATH}/changes", who="admin").json()
        assert [change["previous_version"] for change in changes] == [None, first, second]
        assert [change["diff"] for change in changes] == [
            {"description": [None, "One"], "payload": [None, {"a": 1}]},
            {"description": ["One", "Two"]},
            {"payload": [{"a": 1}, third["payload"]]},
        ]
        assert sorted(change["id"] for change in changes) == [change["id"] for change in changes]
        assert all(re.fullmatch(_TIME, change["changed_at"]) for change in changes)

    def test_refusals(self, app_client: AppClient) -> None:
        for body, status, messages in (
            ({}, 400, ["description is missing", "payload is missing"]),
            ({"payload": {"a": 1}}, 400, ["description is missing"]),
            ({"description": 7, "payload": []}, 400, ["description is invalid", "payload is invalid"]),
            ({"description": " ", "payload": {"a": 1}}, 422, ["Description can't be blank"]),
            ({"description": "x", "payload": {}}, 422, ["Payload can't be blank"]),
            (
                {"description": "", "payload": {}},
                422,
                ["Description can't be blank", "Payload can't be blank"],
            ),
        ):
            assert _refusal(app_client.post(self._PATH, body, who="admin"), status) == {"errors": messages}
        body = {"description": "x", "payload": {"a": 1}}
        for path in ("/metadata/nowhere/config", "/metadata/nowhere/config/changes"):
            assert _refusal(app_client.get(path, who="admin"), 404) == _NO_COMMUNITY
        assert _refusal(app_client.post("/metadata/nowhere/config", body, who="admin"), 404) == _NO_COMMUNITY
        assert app_client.get(f"{self._PATH}/changes", who="admin").json() == []

    def test_any_stored_configuration_leaves_the_node_working(self, app_client: AppClient) -> None:
        for payload in (
            {"resource_type": 7},
            {"resource_type": {"values_map": [1]}},
            {"resource_type": {"property": "@type", "values_map": {"ceterms:Certificate": {"a": 1}}}},
            {"id_field": 7, "aliases": [], "prepared_queries": "x"},
        ):
            body = {"description": "x", "payload": payload}
            assert app_client.post("/metadata/ce_registry/config", body, who="admin").status_code == 200
            app_client.published(document(certificate()))
            path = f"/envelopes?owned_by={app_client.ctid('alder')}&resource_type=credential"
            assert app_client.delete(path, who="publisher").json() == {"purged": 0}


class TestCommunities:
    _PATH = "/metadata/envelope_communities"

    def test_creating_and_changing(self, app_client: AppClient) -> None:
        made = app_client.post(self._PATH, {"name": "Navy-Training "}, who="superadmin")
        expected = {"name": "navy_training", "default": False, "secured": False, "secured_search": False}
        assert (made.status_code, made.json()) == (201, expected)
        # At once there is something to publish in.
        app_client.published(document(certificate()), community="navy-training")
        changed = app_client.post(
            self._PATH, {"name": "navy_training", "secured": "yes", "secured_search": "1"}, who="admin"
        )
        assert (changed.status_code, changed.json()) == (
            201,
            {**expected, "secured": True, "secured_search": True},
        )
        # Only what is given changes.
        again = app_client.post(self._PATH, {"name": "navy_training", "secured_search": False}, who="admin")
        assert again.json() == {**expected, "secured": True}
        assert app_client.get("/navy-training/envelopes").status_code == 401
        root = app_client.get("/").json()["metadata_communities"]
        assert root["navy_training"] == "http://registry.test/navy-training"
        form = app_client.post(
            self._PATH,
            "name=by_form&secured=on",
            who="admin",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert form.json() == {**expected, "name": "by_form", "secured": True}

    def test_refusals(self, app_client: AppClient) -> None:
        for body, message in (
            ({}, "Name can't be blank"),
            ({"name": ""}, "Name can't be blank"),
            ({"name": " \t"}, "Name can't be blank"),
            ({"name": "CE-Registry"}, "Name has already been taken"),
            ({"name": "ce-registry"}, "Name has already been taken"),
            ({"name": "learning_registry", "default": True}, "Default has already been taken"),
            ({"name": "another", "default": "t"}, "Default has already been taken"),
        ):
            assert _refusal(app_client.post(self._PATH, body, who="admin"), 422) == {"error": message}, body
        for name in ("resources", "METADATA", "Envelopes", "a/b", "a.b", "é", "a%", "..", "api", "_test"):
            refused = _refusal(app_client.post(self._PATH, {"name": name}, who="admin"), 422)
            assert "can't be used" in refused["error"], name
        for body, message in (
            ({"name": 7}, "name is invalid"),
            ({"name": "x", "secured": "perhaps"}, "secured is invalid"),
            ({"name": "x", "default": {}}, "default is invalid"),
        ):
            assert _refusal(app_client.post(self._PATH, body, who="admin"), 400) == {"errors": [message]}
        assert len(app_client.get("/").json()["metadata_communities"]) == 4


class TestContexts:
    _PATH = "/metadata/json_contexts"
    _URL = "https://terms.example/context.json"

    def test_a_registered_context_may_be_named(self, app_client: AppClient) -> None:
        value = document(certificate(ex__colour="red"), context=self._URL)
        assert app_client.publish(value).status_code == 422
        first = {"context": {"@context": {"ex": "https://terms.example/"}}, "url": self._URL}
        made = app_client.post(self._PATH, first, who="admin")
        assert (made.status_code, made.json()) == (201, first)
        app_client.published(value)
        ctid = value["@graph"][0]["ceterms:ctid"]
        assert "https://terms.example/colour" in app_client.get(f"/resources/{ctid}.nt").text
        second = {"context": {"@context": {"ex": "https://other.example/"}}, "url": self._URL}
        replaced = app_client.post(self._PATH, second, who="admin")
        assert (replaced.status_code, replaced.json()) == (200, second)
        assert "https://other.example/colour" in app_client.get(f"/resources/{ctid}.nt").text

    def test_they_are_listed_with_the_newest_change_first(self, app_client: AppClient) -> None:
        assert app_client.get(self._PATH, who="admin").json() == []
        entries = [
            {"url": f"https://terms.example/{name}", "context": {"@context": {name: "https://x.example/"}}}
            for name in ("one", "two", "three.json")
        ]
        for entry in entries:
            app_client.post(self._PATH, entry, who="admin")
        app_client.post(self._PATH, entries[0], who="admin")
        assert app_client.get(self._PATH, who="admin").json() == [entries[0], entries[2], entries[1]]
        for entry in entries:
            url = str(entry["url"])
            for written in (url, url.replace("/", "%2F").replace(":", "%3A"), f"{url}.json"):
                assert app_client.get(f"{self._PATH}/{written}", who="admin").json() == entry, written
        missing = app_client.get(f"{self._PATH}/https://terms.example/four", who="admin")
        assert _refusal(missing, 404) == {"errors": ["JsonContext not found"]}

    def test_refusals(self, app_client: AppClient) -> None:
        sound = {"context": {"@context": {}}, "url": self._URL}
        for body, messages in (
            ({}, ["context is missing", "url is missing"]),
            ({"url": self._URL}, ["context is missing"]),
            ({**sound, "context": [1]}, ["context is invalid"]),
            ({**sound, "url": 7}, ["url is invalid"]),
        ):
            assert _refusal(app_client.post(self._PATH, body, who="admin"), 400) == {"errors": messages}
        for body, message in (
            ({**sound, "context": {}}, "Context can't be blank"),
            ({**sound, "url": ""}, "Url can't be blank"),
            ({**sound, "url": "  "}, "Url can't be blank"),
            ({**sound, "url": "no address"}, "Url is invalid"),
            ({**sound, "context": {"a": 1}}, "Context is invalid: it has no @context"),
        ):
            assert _refusal(app_client.post(self._PATH, body, who="admin"), 422) == {"error": message}
        for context in (
            {"@context": {"@import": "https://x.example/"}},
            {"@context": "https://unknown.example/"},
            {"@context": 7},
            {"@context": [7]},
            {"@context": {"a": {"@reverse": "b"}}},
            {"@context": self._URL},
        ):
            refused = _refusal(app_client.post(self._PATH, {**sound, "context": context}, who="admin"), 422)
            assert refused["error"].startswith("Context is invalid: "), context
        assert app_client.get(self._PATH, who="admin").json() == []


class TestOrganizations:
    _PATH = "/metadata/organizations"

    def test_creating_reading_and_deleting(self, app_client: AppClient) -> None:
        made = app_client.post(self._PATH, {"name": "  Acme \n Tech "}, who="admin")
        assert made.status_code == 201
        first = made.json()
        assert list(first) == ["id", "name", "_ctid", "description"]
        assert (first["name"], first["description"]) == ("Acme Tech", None)
        assert re.fullmatch(_UUID, first["id"])
        assert re.fullmatch(f"ce-{_UUID}", first["_ctid"])
        ctid = new_ctid()
        body = {
            "name": "Aardvark",
            "description": "Digging.",
            "_ctid": ctid.upper(),
            "admin_id": 1,
            "id": "x",
        }
        second = app_client.post(self._PATH, body, who="superadmin").json()
        assert (second["_ctid"], second["description"]) == (ctid, "Digging.")
        assert second["id"] != "x"
        listed = app_client.get(self._PATH).json()
        assert [entry["name"] for entry in listed] == [
            "Aardvark",
            "Acme Tech",
            "Alder College of Land Work",
            "Birch Academy",
            "Cedar Publishing Office",
        ]
        assert listed[:2] == [second, first]
        assert app_client.get(f"{self._PATH}/{ctid.upper()}").json() == second
        # With its uuid and CTID it can be given documents at once.
        published = app_client.published(document(certificate()))
        path = f"/resources/documents/{published['envelope_ceterms_ctid']}/transfer"
        moved = app_client.patch(path, {"organization_id": second["id"]}, who="admin")
        assert moved.json()["owned_by"] == ctid
        gone = app_client.delete(f"{self._PATH}/{first['_ctid'].upper()}", who="admin")
        assert (gone.status_code, gone.content) == (204, b"")
        for response in (
            app_client.get(f"{self._PATH}/{first['_ctid']}"),
            app_client.get(f"{self._PATH}/{first['_ctid']}/envelopes"),
            app_client.delete(f"{self._PATH}/{first['_ctid']}", who="admin"),
            app_client.get(f"{self._PATH}/x/y.z"),
        ):
            assert _refusal(response, 404) == _NO_ORGANIZATION

    def test_refusals(self, app_client: AppClient) -> None:
        taken = app_client.ctid("alder")
        for body, message in (
            ({}, "Name can't be blank"),
            ({"name": " "}, "Name can't be blank"),
            ({"name": "x", "_ctid": "ce-1"}, "Ctid is invalid"),
            ({"name": "x", "_ctid": taken.removeprefix("ce-")}, "Ctid is invalid"),
            ({"name": "x", "_ctid": taken.upper()}, "Ctid has already been taken"),
        ):
            assert _refusal(app_client.post(self._PATH, body, who="admin"), 422) == {"error": message}, body
        assert _refusal(app_client.post(self._PATH, {"name": {}}, who="admin"), 400) == {
            "errors": ["name is invalid"]
        }
        assert len(app_client.get(self._PATH).json()) == 3

    def test_what_owns_something_stays(self, app_client: AppClient) -> None:
        alder = app_client.ctid("alder")
        ctid = app_client.published(document(certificate()))["envelope_ceterms_ctid"]
        refused = app_client.delete(f"{self._PATH}/{alder}", who="admin")
        assert _refusal(refused, 422) == {
            "errors": ["Organization has published resources, can't be removed"]
        }
        # Once that is deleted nothing holds it, and its people lose their rights.
        app_client.delete(f"/resources/documents/{ctid}", who="publisher")
        assert app_client.delete(f"{self._PATH}/{alder}", who="admin").status_code == 204
        assert app_client.publish(document(certificate())).status_code in (401, 404)
        assert app_client.get(f"/graph/{ctid}").status_code == 410
        events = app_client.get(f"/api/communities/ce_registry/history/{ctid}").json()["events"]
        assert [entry["event"] for entry in events] == ["create", "destroy"]
        taken = app_client.post(self._PATH, {"name": "Alder again", "_ctid": alder}, who="admin")
        assert _refusal(taken, 422) == {"error": "Ctid has already been taken"}

    def test_what_it_published_for_others_stays(self, app_client: AppClient) -> None:
        cedar = app_client.ctid("cedar")
        ctid = app_client.published(document(certificate()), who="partner", params={"published_by": cedar})[
            "envelope_ceterms_ctid"
        ]
        assert app_client.delete(f"{self._PATH}/{cedar}", who="admin").status_code == 204
        assert app_client.get(f"/graph/{ctid}").status_code == 200
        assert app_client.get(f"/envelopes/{ctid}").json()["owned_by"] == app_client.ctid("alder")
        # Its grant ended with it.
        assert app_client.publish(document(certificate()), who="partner").status_code == 401
        assert (
            app_client.get(f"/api/organizations/{app_client.ctid('alder')}/grants", who="admin").json() == []
        )

    def test_what_it_owns_is_listed(self, app_client: AppClient) -> None:
        path = f"{self._PATH}/{app_client.ctid('alder').upper()}/envelopes"
        assert app_client.get(path).json() == []
        ctids = []
        for community in ("", "learning-registry", "secured-registry"):
            ctids.append(new_ctid())
            app_client.published(document(certificate(ctids[-1])), community=community)
        app_client.published(document(certificate()), owner="birch", who="stranger")
        provisional = new_ctid()
        marked = {"adms:status": "graphPublicationStatus:Provisional"}
        app_client.published(document(certificate(provisional), **marked))
        deleted = new_ctid()
        app_client.published(document(certificate(deleted)))
        app_client.delete(f"/resources/documents/{deleted}", who="publisher")

        def listed(query: str = "", who: str = "reader") -> list[str]:
            response = app_client.get(f"{path}?{query}", who=who)
            assert response.status_code == 200, response.text
            return [entry["envelope_ceterms_ctid"] for entry in response.json()]

        assert listed() == [*ctids, provisional]
        assert listed(who="anonymous") == [*ctids[:2], provisional]
        assert listed("provisional=exclude") == ctids
        assert listed("provisional=only") == [provisional]
        assert listed("include_deleted=true", "admin") == [*ctids, provisional, deleted]
        assert listed("per_page=2&page=2") == [ctids[2], provisional]
        page = app_client.get(f"{path}?per_page=2&metadata_only=true", who="reader")
        assert (page.headers["total"], page.headers["x-next-page"]) == ("4", "2")
        assert all("decoded_resource" not in entry for entry in page.json())
        for who, status in (("anonymous", 401), ("reader", 403), ("publisher", 403)):
            assert app_client.get(f"{path}?include_deleted=true", who=who).status_code == status
        for query, message in (
            ("page=x", "page is invalid"),
            ("provisional=all", "provisional does not have a valid value"),
        ):
            assert _refusal(app_client.get(f"{path}?{query}"), 400) == {"errors": [message]}


class TestPublishers:
    _PATH = "/metadata/publishers"

    def test_creating_and_listing(self, app_client: AppClient) -> None:
        body = {"name": "Acme Publishing", "description": "All of it", "contact_info": "data@acme.example"}
        made = app_client.post(self._PATH, {**body, "super_publisher": True}, who="admin")
        assert made.status_code == 201
        value = made.json()
        assert list(value) == ["id", "name", "description", "contact_info"]
        assert {**body, "id": value["id"]} == value
        assert re.fullmatch(_UUID, value["id"])
        listed = app_client.get(self._PATH).json()
        assert value in listed
        assert [one["name"] for one in listed] == sorted(one["name"] for one in listed)
        for name, message in (
            (None, "Name can't be blank"),
            ("", "Name can't be blank"),
            ("  ", "Name can't be blank"),
            ("ACME publishing", "Name has already been taken"),
            (" acme Publishing ", "Name has already been taken"),
        ):
            refused = app_client.post(self._PATH, {"name": name}, who="admin")
            assert _refusal(refused, 422) == {"error": message}, name
        assert len(app_client.get(self._PATH).json()) == len(listed)

    def test_accounts_of_a_publisher(self, app_client: AppClient) -> None:
        publisher = app_client.post(self._PATH, {"name": "Acme"}, who="admin").json()
        path = f"{self._PATH}/{publisher['id'].upper()}/users"
        made = app_client.post(path, {"email": " Ada@Acme.example "}, who="admin")
        assert (made.status_code, list(made.json())) == (201, ["id", "email"])
        assert isinstance(made.json()["id"], int)
        assert made.json()["email"] == "Ada@Acme.example"
        for email, message in (
            (None, "Email can't be blank"),
            (" ", "Email can't be blank"),
            ("ada@acme.EXAMPLE", "Email has already been taken"),
        ):
            assert _refusal(app_client.post(path, {"email": email}, who="admin"), 422) == {"error": message}
        for unknown in (new_uuid(), "x", "1"):
            missing = app_client.post(f"{self._PATH}/{unknown}/users", {"email": "b@x.example"}, who="admin")
            assert _refusal(missing, 404) == {"errors": ["Publisher not found"]}


class TestGrants:
    def test_an_owner_lets_another_publish(self, app_client: AppClient) -> None:
        path = f"/api/organizations/{app_client.ctid('alder')}/grants"
        birch, cedar = app_client.ctid("birch"), app_client.ctid("cedar")
        assert app_client.publish(document(certificate()), who="stranger").status_code == 401
        made = app_client.post(path, {"organization": birch.upper()}, who="publisher")
        assert made.status_code == 201
        value = made.json()
        assert (value["organization"], value["name"]) == (birch, "Birch Academy")
        assert re.fullmatch(_TIME, value["created_at"])
        again = app_client.post(path, {"organization": birch}, who="admin")
        assert (again.status_code, again.json()) == (200, value)
        listed = app_client.get(path, who="publisher").json()
        assert [one["organization"] for one in listed] == [birch, cedar]
        app_client.published(document(certificate()), who="stranger")
        # A grant is not to be passed on.
        for method in ("GET", "POST", "DELETE"):
            refused = app_client.request(method, path, body={"organization": cedar}, who="stranger")
            _problem(refused, 403, "Alder College of Land Work")
        ended = app_client.delete(path, {"organization": birch}, who="publisher")
        assert (ended.status_code, ended.content) == (204, b"")
        assert app_client.publish(document(certificate()), who="stranger").status_code == 401
        _problem(app_client.delete(path, {"organization": birch}, who="publisher"), 404, "no grant")

    def test_refusals(self, app_client: AppClient) -> None:
        path = f"/api/organizations/{app_client.ctid('alder')}/grants"
        for method in ("GET", "POST", "DELETE"):
            body = {"organization": app_client.ctid("birch")}
            for who, status in (("anonymous", 401), ("unknown", 401), ("reader", 403), ("stranger", 403)):
                refused = app_client.request(method, path, body=body, who=who)
                _problem(refused, status)
            nowhere = f"/api/organizations/{new_ctid()}/grants"
            _problem(
                app_client.request(method, nowhere, body=body, who="admin"), 404, "Organization not found"
            )
        for method in ("POST", "DELETE"):
            for body, status, text in (
                ({}, 400, "organization is missing"),
                ({"organization": 7}, 400, "organization is invalid"),
                ({"organization": new_ctid()}, 404, "Organization not found"),
            ):
                _problem(app_client.request(method, path, body=body, who="publisher"), status, text)


class TestKeys:
    def test_an_owner_registers_keys(self, app_client: AppClient, pair: Pair) -> None:
        path = f"/api/organizations/{app_client.ctid('alder')}/keys"
        assert app_client.get(path).json() == []
        made = app_client.post(path, {"public_key": pair.pkcs1}, who="publisher")
        assert made.status_code == 201
        value = made.json()
        assert re.fullmatch(r"[0-9a-f]{64}", value["fingerprint"])
        assert value["public_key"] == pair.spki
        assert re.fullmatch(_TIME, value["created_at"])
        again = app_client.post(path, {"public_key": pair.spki.replace("\n", "\\n")}, who="admin")
        assert (again.status_code, again.json()) == (200, value)
        # Everybody may check who signed something.
        assert app_client.get(path).json() == [value]
        for who, status in (("anonymous", 401), ("reader", 403), ("stranger", 403), ("partner", 403)):
            _problem(app_client.post(path, {"public_key": pair.spki}, who=who), status)
            _problem(app_client.delete(f"{path}/{value['fingerprint']}", who=who), status)
        ended = app_client.delete(f"{path}/{value['fingerprint'].upper()}", who="publisher")
        assert (ended.status_code, ended.content) == (204, b"")
        assert app_client.get(path).json() == []
        for unknown in (value["fingerprint"], "x"):
            _problem(app_client.delete(f"{path}/{unknown}", who="publisher"), 404, "Key not found")

    def test_refusals(self, app_client: AppClient, pair: Pair) -> None:
        path = f"/api/organizations/{app_client.ctid('alder')}/keys"
        for body, status, text in (
            ({}, 400, "public_key is missing"),
            ({"public_key": ["x"]}, 400, "public_key is invalid"),
            ({"public_key": ""}, 400, "Invalid public_key"),
            ({"public_key": "x"}, 400, "Invalid public_key. Should be a RSA key in PEM format."),
            ({"public_key": pair.private}, 400, "Invalid public_key"),
        ):
            _problem(app_client.post(path, body, who="publisher"), status, text)
        nowhere = f"/api/organizations/{new_ctid()}/keys"
        _problem(app_client.get(nowhere), 404, "Organization not found")
        _problem(app_client.post(nowhere, {"public_key": pair.spki}, who="admin"), 404)


class TestTokens:
    _PATH = "/api/tokens"

    def _issue(self, app_client: AppClient, who: str = "admin", **members: Any) -> dict[str, Any]:
        body = {"role": "publisher", "email": "new@people.example", **members}
        response = app_client.post(self._PATH, body, who=who)
        assert response.status_code == 201, response.text
        assert response.headers["cache-control"] == "no-store"
        value: dict[str, Any] = response.json()
        return value

    def test_a_new_token_publishes_for_its_organization(self, app_client: AppClient) -> None:
        alder = app_client.ctid("alder")
        value = self._issue(app_client, organization=alder.upper())
        assert re.fullmatch(r"[0-9a-f]{32}", value.pop("token")) is not None
        assert value == {
            "role": "publisher",
            "email": "new@people.example",
            "organization": alder,
            "expires_at": None,
        }

    def test_a_token_works_until_it_is_ended(self, app_client: AppClient) -> None:
        token = self._issue(app_client, organization=app_client.ctid("alder"))["token"]
        header = {"Authorization": f"Bearer {token}"}
        value = document(certificate())
        assert app_client.publish(value, who="anonymous", headers=header).status_code == 201
        other = app_client.publish(value, owner="birch", who="anonymous", headers=header)
        assert other.status_code == 401
        assert app_client.delete(self._PATH, headers=header).status_code == 204
        _problem(app_client.delete(self._PATH, headers=header), 401, "Invalid token")
        refused = app_client.publish(value, who="anonymous", headers=header)
        assert (refused.status_code, refused.json()) == (401, _INVALID_TOKEN)

    def test_a_token_that_leaked_is_ended_by_its_finder(self, app_client: AppClient) -> None:
        token = self._issue(app_client)["token"]
        # In an address it would end up in logs.
        _problem(app_client.delete(f"{self._PATH}?token={token}"), 422, "ends up in logs")
        assert app_client.delete(self._PATH, {"token": token}, who="reader").status_code == 204
        _problem(app_client.delete(self._PATH, {"token": token}), 404, "Token not found")
        _problem(app_client.delete(self._PATH), 401)
        # The one of the body was meant, not the one of the request.
        assert app_client.get("/publish_requests", who="reader").status_code == 200

    def test_a_token_may_have_an_end(self, make_client: Callable[..., AppClient]) -> None:
        app_client = make_client(access__token_ttl_days=30)
        day = 86_400_000_000
        for members, days in (({}, 30), ({"lifetime_days": 1}, 1), ({"lifetime_days": "7"}, 7)):
            value = self._issue(app_client, **members)
            expected = now() + days * day
            assert format_timestamp(expected - day // 24) < value["expires_at"] <= format_timestamp(expected)
        body = {"role": "reader", "email": "x@people.example"}
        for days, status in ((31, 422), (0, 400), (-1, 400), ("x", 400), (10**12, 422)):
            refused = app_client.post(self._PATH, {**body, "lifetime_days": days}, who="admin")
            _problem(refused, status, "lifetime_days")

    def test_roles(self, app_client: AppClient) -> None:
        for who, role, status in (
            ("admin", "reader", 201),
            ("admin", "admin", 201),
            ("admin", "superadmin", 403),
            ("superadmin", "superadmin", 201),
            ("publisher", "reader", 403),
            ("reader", "reader", 403),
            ("anonymous", "reader", 401),
            ("unknown", "reader", 401),
        ):
            body = {"role": role, "email": f"{role}-of-{who}@people.example"}
            response = app_client.post(self._PATH, body, who=who)
            assert response.status_code == status, (who, role)
            if status != 201:
                _problem(response, status)
        reader = self._issue(app_client, role="reader", organization=app_client.ctid("alder"))["token"]
        refused = app_client.publish(
            document(certificate()), who="anonymous", headers={"Authorization": reader}
        )
        assert (refused.status_code, refused.json()) == (403, _FORBIDDEN)

    def test_refusals(self, app_client: AppClient) -> None:
        sound = {"role": "reader", "email": "x@people.example"}
        for members, status, text in (
            ({"role": None}, 400, "role is missing"),
            ({"role": "owner"}, 400, "role does not have a valid value"),
            ({"role": ["reader", 7]}, 400, "role is invalid"),
            ({"email": None}, 400, "email is missing"),
            ({"email": " "}, 422, "Email can't be blank"),
            ({"organization": new_ctid()}, 404, "Organization not found"),
            ({"organization": 7}, 400, "organization is invalid"),
        ):
            _problem(app_client.post(self._PATH, {**sound, **members}, who="admin"), status, text)
        _problem(app_client.post(self._PATH, {}, who="admin"), 400, "role is missing; email is missing")
