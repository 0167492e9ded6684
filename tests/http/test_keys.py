"""API keys of organizations: made and managed over HTTP, and held to their limits on every route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.accounts.limits import SCOPES
from opencredreg.accounts.uses import write_uses
from opencredreg.api.operations import all_operations
from opencredreg.clock import parse_timestamp
from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, collection, course, document, resource_uri

_DAY_US = 86_400_000_000
_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NOT_FOR_OWNER = {"errors": ["Publisher is not authorized to publish on behalf of this organization"]}


def _path(client: AppClient, house: str = "alder") -> str:
    return f"/api/organizations/{client.ctid(house)}/api-keys"


def _bearer(value: str) -> dict[str, str]:
    return {"Authorization": f"ApiToken {value}"}


def _make(client: AppClient, house: str = "alder", who: str = "admin", **members: Any) -> dict[str, Any]:
    answer = client.post(_path(client, house), {"name": "Nightly", **members}, who=who)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    value: dict[str, Any] = answer.json()
    return value


def _key(client: AppClient, house: str = "alder", **members: Any) -> dict[str, str]:
    """The header of a new key."""
    return _bearer(_make(client, house, **members)["api_key"])


def _problem(answer: Any, status: int, text: str = "") -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    value: dict[str, Any] = answer.json()
    assert text in value["detail"], value
    return value


class TestManaging:
    def test_a_key_is_shown_once(self, app_client: AppClient) -> None:
        made = _make(
            app_client,
            who="publisher",
            name=" Nightly  upload ",
            scopes=["publish", "delete"],
            classes=["course", "ceterms:Certificate"],
            environment="production",
            lifetime_days=30,
        )
        value = made.pop("api_key")
        assert re.fullmatch(_GUID, value)
        assert parse_timestamp(made["expires_at"]) == parse_timestamp(made["created_at"]) + 30 * _DAY_US
        assert made == {
            "id": made["id"],
            "name": "Nightly upload",
            "scopes": ["delete", "publish"],
            "classes": ["ceterms:Certificate", "ceterms:Course"],
            "environment": "production",
            "in_force": True,
            "created_at": made["created_at"],
            "expires_at": made["expires_at"],
            "last_used_at": None,
            "revoked_at": None,
            "replaces": None,
        }
        listed = app_client.get(_path(app_client), who="publisher")
        assert value not in listed.text
        assert made in listed.json()
        assert app_client.get(_path(app_client), who="admin").json()[-1] == made

    @pytest.mark.parametrize("word", ["ApiToken", "Bearer", "apitoken", "Token"])
    def test_the_case_of_a_key_does_not_count(self, app_client: AppClient, word: str) -> None:
        value = _make(app_client)["api_key"]
        for spelling in (value, value.upper()):
            taken = app_client.publish(
                document(certificate()), who="anonymous", headers={"Authorization": f"{word} {spelling}"}
            )
            assert taken.status_code == 201

    def test_the_last_use_is_shown_though_no_request_wrote_it(self, app_client: AppClient) -> None:
        made = _make(app_client)

        def last_used() -> Any:
            [one] = [
                one
                for one in app_client.get(_path(app_client), who="admin").json()
                if one["id"] == made["id"]
            ]
            return one["last_used_at"]

        assert last_used() is None
        app_client.publish(document(certificate()), who="anonymous", headers=_bearer(made["api_key"]))
        noted = last_used()
        assert noted >= made["created_at"]
        assert write_uses(app_client.node.database) > 0
        assert last_used() == noted

    def test_rotation(self, app_client: AppClient) -> None:
        old = _make(app_client, scopes=["publish"], classes=["Certificate"])
        answer = app_client.post(f"/api/keys/{old['id']}/rotate", {"overlap_days": 2}, who="publisher")
        assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
        new = answer.json()
        assert (new["replaces"], new["name"]) == (old["id"], "Nightly")
        assert (new["scopes"], new["classes"]) == (["publish"], ["ceterms:Certificate"])
        for key in (old, new):
            taken = app_client.publish(
                document(certificate()), who="anonymous", headers=_bearer(key["api_key"])
            )
            assert taken.status_code == 201
        listed = {one["id"]: one for one in app_client.get(_path(app_client), who="admin").json()}
        end = parse_timestamp(listed[old["id"]]["expires_at"])
        assert end == parse_timestamp(new["created_at"]) + 2 * _DAY_US
        _problem(app_client.post(f"/api/keys/{old['id']}/rotate", who="admin"), 422, "replaced already")
        at_once = app_client.post(f"/api/keys/{new['id']}/rotate", {"overlap_days": 0}, who="admin").json()
        refused = app_client.publish(
            document(certificate()), who="anonymous", headers=_bearer(new["api_key"])
        )
        assert refused.status_code == 401
        taken = app_client.publish(
            document(certificate()), who="anonymous", headers=_bearer(at_once["api_key"])
        )
        assert taken.status_code == 201

    def test_an_ended_key_opens_nothing(self, app_client: AppClient) -> None:
        made = _make(app_client)
        ended = app_client.delete(f"/api/keys/{made['id']}", who="publisher")
        assert (ended.status_code, ended.content) == (204, b"")
        refused = app_client.publish(
            document(certificate()), who="anonymous", headers=_bearer(made["api_key"])
        )
        assert (refused.status_code, refused.json()) == (401, {"errors": ["Invalid token"]})
        [listed] = [
            one for one in app_client.get(_path(app_client), who="admin").json() if one["id"] == made["id"]
        ]
        assert listed["in_force"] is False
        assert listed["revoked_at"] is not None

    def test_keys_of_others_are_not_there(self, app_client: AppClient) -> None:
        made = _make(app_client)
        for who in ("stranger", "partner"):
            _problem(app_client.get(_path(app_client), who=who), 403, "Alder")
            _problem(app_client.post(_path(app_client), {"name": "Mine"}, who=who), 403, "Alder")
            for number in (str(made["id"]), "999999", "0", "x", "9" * 40, "-1"):
                _problem(app_client.post(f"/api/keys/{number}/rotate", who=who), 404, "Key not found")
                _problem(app_client.delete(f"/api/keys/{number}", who=who), 404, "Key not found")
        for who, status in (("anonymous", 401), ("unknown", 401), ("reader", 403)):
            _problem(app_client.get(_path(app_client), who=who), status)
            _problem(app_client.post(_path(app_client), {"name": "Mine"}, who=who), status)
            _problem(app_client.post(f"/api/keys/{made['id']}/rotate", who=who), status)
            _problem(app_client.delete(f"/api/keys/{made['id']}", who=who), status)
        taken = app_client.publish(document(certificate()), who="anonymous", headers=_bearer(made["api_key"]))
        assert taken.status_code == 201, "nobody ended it"

    def test_tokens_of_staff_are_no_keys(self, app_client: AppClient) -> None:
        body = {"role": "admin", "email": "boss@people.example", "organization": app_client.ctid("alder")}
        token = app_client.post("/api/tokens", body, who="admin").json()["token"]
        listed = app_client.get(_path(app_client), who="publisher").json()
        newest = max(one["id"] for one in listed)
        _problem(app_client.post(f"/api/keys/{newest + 1}/rotate", who="publisher"), 404)
        assert app_client.get("/publish_requests", headers=_bearer(token)).status_code == 200
        assert all(one["name"] == "" for one in listed)

    @pytest.mark.parametrize(
        ("members", "status", "text"),
        [
            ({"name": None}, 400, "name is missing"),
            ({"name": " "}, 422, "Name can't be blank"),
            ({"name": "x" * 101}, 422, "at most 100"),
            ({"name": 7}, 400, "name is invalid"),
            ({"scopes": ["own"]}, 422, "no scope 'own'"),
            ({"scopes": []}, 422, "without any scope"),
            ({"scopes": [7]}, 400, "scopes is invalid"),
            ({"classes": ["coarse"]}, 422, "no class 'coarse'"),
            ({"environment": "staging"}, 400, "environment does not have a valid value"),
            ({"lifetime_days": 0}, 400, "lifetime_days"),
            ({"lifetime_days": 10**9}, 422, "lifetime_days is at most"),
        ],
    )
    def test_refusals(self, app_client: AppClient, members: dict[str, Any], status: int, text: str) -> None:
        before = len(app_client.get(_path(app_client), who="publisher").json())
        _problem(app_client.post(_path(app_client), {"name": "k", **members}, who="publisher"), status, text)
        assert len(app_client.get(_path(app_client), who="publisher").json()) == before

    def test_the_node_says_how_long_keys_live(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(access__token_ttl_days=30)
        made = _make(client)
        assert parse_timestamp(made["expires_at"]) == parse_timestamp(made["created_at"]) + 30 * _DAY_US
        _problem(
            client.post(_path(client), {"name": "k", "lifetime_days": 31}, who="admin"), 422, "at most 30"
        )


class TestNoKeyGrows:
    """What a key makes, replaces or ends may do no more than itself."""

    def test_making(self, app_client: AppClient) -> None:
        limits: dict[str, Any] = {
            "scopes": ["publish", "search"],
            "classes": ["LearningOpportunity"],
            "environment": "production",
        }
        key = _key(app_client, **limits)
        for members in (
            limits,
            {**limits, "scopes": ["publish"]},
            {**limits, "classes": ["course"]},
        ):
            made = app_client.post(_path(app_client), {"name": "Child", **members}, headers=key)
            assert made.status_code == 201, made.text
        for changed in (
            {"scopes": None},
            {"scopes": ["publish", "delete"]},
            {"classes": None},
            {"classes": ["course", "credential"]},
            {"environment": None},
            {"environment": "sandbox"},
        ):
            body = {"name": "Child", **limits, **changed}
            _problem(app_client.post(_path(app_client), body, headers=key), 403, '"Nightly" may not make')

    def test_living_longer(self, app_client: AppClient) -> None:
        own = _make(app_client, lifetime_days=10)
        key = _bearer(own["api_key"])
        made = app_client.post(_path(app_client), {"name": "Child"}, headers=key).json()
        assert made["expires_at"] == own["expires_at"]
        made = app_client.post(_path(app_client), {"name": "Child", "lifetime_days": 9}, headers=key).json()
        assert made["expires_at"] < own["expires_at"]
        body = {"name": "Child", "lifetime_days": 11}
        _problem(app_client.post(_path(app_client), body, headers=key), 403, "lives longer")
        rotated = app_client.post(f"/api/keys/{own['id']}/rotate", headers=key).json()
        assert rotated["expires_at"] == own["expires_at"]
        # Whoever has no end gives the new key a life of its own.
        renewed = app_client.post(f"/api/keys/{rotated['id']}/rotate", who="publisher").json()
        assert renewed["expires_at"] is not None

    def test_replacing_and_ending(self, app_client: AppClient) -> None:
        full, narrow = _make(app_client), _make(app_client, scopes=["publish"])
        headers = _bearer(narrow["api_key"])
        _problem(app_client.post(f"/api/keys/{full['id']}/rotate", headers=headers), 403, "more than itself")
        _problem(app_client.delete(f"/api/keys/{full['id']}", headers=headers), 403, "more than itself")
        assert app_client.post(f"/api/keys/{narrow['id']}/rotate", headers=headers).status_code == 201
        assert app_client.delete(f"/api/keys/{narrow['id']}", headers=headers).status_code == 204

    def test_a_limited_key_gives_no_rights_to_others(self, app_client: AppClient) -> None:
        house = f"/api/organizations/{app_client.ctid('alder')}"
        body = {"organization": app_client.ctid("birch")}
        for name, names in (("scopes", ["publish", "delete"]), ("classes", ["course"])):
            key = _key(app_client, **{name: names})  # type: ignore[arg-type]
            for method in ("POST", "DELETE"):
                refused = app_client.request(method, f"{house}/grants", body=body, headers=key)
                _problem(refused, 403, "go around its limits")
            _problem(app_client.post(f"{house}/keys", {"public_key": "x"}, headers=key), 403, "go around")
            _problem(app_client.delete(f"{house}/keys/00", headers=key), 403, "go around")
        assert app_client.post(f"{house}/grants", body, headers=_key(app_client)).status_code == 201


def test_a_key_of_another_environment_is_refused_with_the_reason(
    make_client: Callable[..., AppClient],
) -> None:
    for sandbox, own, other in ((False, "production", "sandbox"), (True, "sandbox", "production")):
        client = make_client(publishing__sandbox=sandbox)
        assert (
            client.publish(
                document(certificate()), who="anonymous", headers=_key(client, environment=own)
            ).status_code
            == 201
        )
        wrong = _key(client, environment=other)
        refused = client.publish(document(certificate()), who="anonymous", headers=wrong)
        assert refused.status_code == 401
        assert refused.json() == {
            "errors": [f'The key "Nightly" is for the {other} environment, and this node is {own}.']
        }
        _problem(client.get(_path(client), headers=wrong), 401, f"for the {other} environment")
        assert client.post("/ctdl", {"query": {}}, headers=wrong).status_code == 401
        # What everybody may read may be read with any key.
        assert client.get("/", headers=wrong).status_code == 200


def test_an_environment_also_counts_where_everybody_is_asked(make_client: Callable[..., AppClient]) -> None:
    client = make_client(access__authentication_required=True)
    wrong = _key(client, environment="sandbox")
    refused = client.get(f"/resources/{new_ctid()}", headers=wrong)
    assert (refused.status_code, "for the sandbox environment" in refused.text) == (401, True)


class Deed(NamedTuple):
    """A request, and the scope and class that a limited key must be for."""

    what: str
    scope: str
    cls: str
    method: str
    path: str
    body: Any = None


class Estate:
    """What Alder has published, renewed when a test took it away, and everything that can be done to it."""

    def __init__(self, client: AppClient) -> None:
        self.client = client
        self.ctids = {"course": new_ctid(), "certificate": new_ctid()}
        self.list_ctid = new_ctid()
        self.renew()

    def renew(self) -> None:
        """Have the documents there, as they were."""
        self.client.published(document(course(self.ctids["course"])))
        self.client.published(document(certificate(self.ctids["certificate"])))
        self.client.published(document(collection(ctid=self.list_ctid)))

    def state(self) -> list[Any]:
        """What readers see of it."""
        return [self.client.get(f"/graph/{ctid}").text for ctid in (*self.ctids.values(), self.list_ctid)]

    def deeds(self) -> Iterator[Deed]:
        """Everything that can be asked, of which the limits decide."""
        publishing = self.client.publishing_path()
        makers = {"course": course, "certificate": certificate}
        for kind, ctid in self.ctids.items():
            cls, make = f"ceterms:{kind.title()}", makers[kind]
            changed = document(make(ctid, name="Changed"))
            day = {"last_verified_on": "2026-01-02"}
            yield Deed(f"create {kind}", "publish", cls, "POST", publishing, document(make()))
            yield Deed(f"update {kind}", "publish", cls, "POST", publishing, changed)
            yield Deed(f"verify {kind}", "publish", cls, "PATCH", f"/envelopes/{ctid}/verify", day)
            yield Deed(f"delete {kind}", "delete", cls, "DELETE", f"/resources/documents/{ctid}")
        members = f"/containers/{self.list_ctid}/resources"
        for method in ("PATCH", "DELETE"):
            yield Deed(
                f"{method} members",
                "publish",
                "ceterms:Collection",
                method,
                members,
                [resource_uri(new_ctid())],
            )
        yield Deed("search", "search", "", "POST", "/ctdl", {"@type": "ceterms:Course"})
        yield Deed("search securely", "search", "", "GET", "/secured-registry/search")
        yield Deed("read securely", "search", "", "GET", "/secured-registry/envelopes")
        yield Deed("saved searches", "search", "", "GET", "/api/search/saved")
        yield Deed("purge", "delete", "every", "DELETE", f"/envelopes?owned_by={self.client.ctid('alder')}")


@given(
    scopes=st.none() | st.frozensets(st.sampled_from(SCOPES), min_size=1),
    classes=st.none()
    | st.frozensets(st.sampled_from(["Course", "Certificate", "Collection", "Job"]), min_size=1),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_key_does_what_its_limits_name_and_nothing_else(
    app_client: AppClient, scopes: frozenset[str] | None, classes: frozenset[str] | None
) -> None:
    limits: dict[str, Any] = {
        "scopes": sorted(scopes) if scopes else None,
        "classes": sorted(classes) if classes else None,
    }
    estate = Estate(app_client)
    everything = {"ceterms:Course", "ceterms:Certificate", "ceterms:Collection"}
    named = {f"ceterms:{name}" for name in classes} if classes is not None else None
    key = _key(app_client, **limits)
    for what, scope, cls, method, path, body in estate.deeds():
        estate.renew()
        before = estate.state()
        answer = app_client.request(method, path, body=body, headers=key)
        wanted = everything if cls == "every" else {cls} - {""}
        expected = (scopes is None or scope in scopes) and (named is None or wanted <= named)
        told = f"{what} with {limits}: {answer.status_code} {answer.text[:300]}"
        if expected:
            assert answer.status_code < 300, told
            continue
        assert answer.status_code == 403, told
        assert estate.state() == before, told
        if scopes is not None and scope not in scopes:
            assert f"may not {scope}" in answer.text, told
            assert "api-keys" in answer.text, told
        else:
            assert "is limited to ceterms:" in answer.text, told


class TestClasses:
    def test_a_class_is_not_changed_into_an_allowed_one(self, app_client: AppClient) -> None:
        """A key for courses must not replace a certificate by a course."""
        key = _key(app_client, classes=["course"])
        ctid, part = new_ctid(), new_ctid()
        app_client.published(document(certificate(ctid), certificate(part)))
        for taken in (ctid, part):
            refused = app_client.publish(document(course(taken)), who="anonymous", headers=key)
            assert refused.status_code == 403, refused.text
            assert "ceterms:Certificate" in refused.json()["error"]
        assert app_client.get(f"/resources/{part}").json()["@type"] == "ceterms:Certificate"
        taken_over = app_client.publish(document(course(part)))
        assert taken_over.status_code == 201, "without limits it is no mistake"

    def test_nothing_comes_in_beside(self, app_client: AppClient) -> None:
        key = _key(app_client, classes=["course"])
        smuggled = new_ctid()
        for value in (
            document(course(), certificate(smuggled)),
            document({**course(smuggled), "@type": ["ceterms:Course", "ceterms:Certificate"]}),
        ):
            refused = app_client.publish(value, who="anonymous", headers=key)
            assert refused.status_code in (403, 422), refused.text
        assert app_client.get(f"/resources/{smuggled}").status_code == 404
        blank = {"@id": "_:b1", "@type": "ceterms:Certificate", "ceterms:name": {"en": "A reference"}}
        assert app_client.publish(document(course(), blank), who="anonymous", headers=key).status_code == 201
        both = document(course(), course())
        assert app_client.publish(both, who="anonymous", headers=key).status_code == 201

    def test_a_framework_brings_its_competencies(self, app_client: AppClient) -> None:
        key = _key(app_client, classes=["competencyframework"])
        framework = {**certificate(), "@type": "ceasn:CompetencyFramework"}
        competency = {**certificate(), "@type": "ceasn:Competency"}
        taken = app_client.publish(document(framework, competency), who="anonymous", headers=key)
        assert taken.status_code == 201, taken.text
        refused = app_client.publish(document(competency), who="anonymous", headers=key)
        assert refused.status_code == 403

    def test_subclasses_count(self, app_client: AppClient) -> None:
        key = _key(app_client, classes=["credential", "learningopportunity"])
        for make in (certificate, course):
            assert app_client.publish(document(make()), who="anonymous", headers=key).status_code == 201
        assert app_client.publish(document(collection()), who="anonymous", headers=key).status_code == 403

    def test_a_purge_takes_all_or_nothing(self, app_client: AppClient) -> None:
        key = _key(app_client, classes=["course"])
        first, second = new_ctid(), new_ctid()
        app_client.published(document(course(first)))
        app_client.published(document(certificate(second)))
        params = {"owned_by": app_client.ctid("alder")}
        refused = app_client.delete("/envelopes", params=params, headers=key)
        assert (refused.status_code, "ceterms:Certificate" in refused.text) == (403, True)
        assert app_client.get(f"/resources/{first}").status_code == 200
        assert app_client.delete(f"/resources/documents/{second}", who="publisher").status_code == 204
        assert app_client.delete("/envelopes", params=params, headers=key).json() == {"purged": 1}

    def test_the_limits_hold_in_the_background_too(self, app_client: AppClient) -> None:
        key = _key(app_client, classes=["course"])
        ctids = [new_ctid(), new_ctid()]
        for ctid, make in zip(ctids, (course, certificate), strict=True):
            headers = {**key, "Accept-Version": "v2"}
            taken = app_client.publish(document(make(ctid)), who="anonymous", headers=headers)
            assert taken.status_code == 200, taken.text
        app_client.run_jobs()
        assert [app_client.get(f"/resources/{ctid}").status_code for ctid in ctids] == [200, 404]
        statuses = [one["status"] for one in app_client.get("/publish_requests", headers=key).json()]
        assert sorted(statuses) == ["failed", "succeeded"]


def test_every_route_that_asks_for_a_reader_says_whether_it_searches() -> None:
    """A key that only publishes must not come in by a route that forgot to say so."""
    for operation in all_operations():
        if operation.role == "reader" and not operation.path.startswith("/publish_requests"):
            assert operation.scope == "search", (operation.method, operation.path)


class TestThirdParties:
    """A key of one organization publishes for another only if that one granted it."""

    def _requests(self, client: AppClient, ctid: str, key: dict[str, str]) -> dict[str, Any]:
        birch = client.people.organizations["birch"].uuid
        return {
            "create": client.publish(document(certificate()), who="anonymous", headers=key),
            "update": client.publish(
                document(certificate(ctid, name=f"N {new_ctid()}")), who="anonymous", headers=key
            ),
            "later": client.publish(
                document(certificate(ctid)), who="anonymous", headers={**key, "Accept-Version": "v2"}
            ),
            "verify": client.patch(
                f"/envelopes/{ctid}/verify", {"last_verified_on": "2026-01-02"}, headers=key
            ),
            "purge": client.delete("/envelopes", params={"owned_by": client.ctid("alder")}, headers=key),
            "transfer": client.patch(
                f"/resources/documents/{ctid}/transfer", {"organization_id": birch}, headers=key
            ),
            "delete": client.delete(f"/resources/documents/{ctid}", headers=key),
        }

    @pytest.mark.parametrize("limits", [{}, {"scopes": ["publish", "delete"]}])
    def test_without_a_grant_nothing_changes(self, app_client: AppClient, limits: dict[str, Any]) -> None:
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)))
        before = (app_client.get(f"/envelopes/{ctid}").text, app_client.get("/envelopes/events").text)
        for what, answer in self._requests(app_client, ctid, _key(app_client, "birch", **limits)).items():
            assert (answer.status_code, answer.json()) == (401, _NOT_FOR_OWNER), what
        after = (app_client.get(f"/envelopes/{ctid}").text, app_client.get("/envelopes/events").text)
        assert after == before

    def test_with_a_grant_it_publishes_and_no_more(self, app_client: AppClient) -> None:
        ctid = new_ctid()
        app_client.published(document(certificate(ctid)))
        grants = f"/api/organizations/{app_client.ctid('alder')}/grants"
        body = {"organization": app_client.ctid("birch")}
        assert app_client.post(grants, body, who="publisher").status_code == 201
        key = _key(app_client, "birch")
        answers = self._requests(app_client, ctid, key)
        assert {what: answer.status_code for what, answer in answers.items()} == {
            "create": 201,
            "update": 201,
            "later": 200,
            "verify": 200,
            "purge": 401,
            "transfer": 401,
            "delete": 204,
        }
        _problem(app_client.get(_path(app_client), headers=key), 403)
        assert app_client.delete(grants, body, who="publisher").status_code == 204
        again = app_client.publish(document(certificate()), who="anonymous", headers=key)
        assert (again.status_code, again.json()) == (401, _NOT_FOR_OWNER)

    def test_a_grant_does_not_widen_a_key(self, app_client: AppClient) -> None:
        key = _key(app_client, "cedar", scopes=["publish"], classes=["course"])
        ctid = new_ctid()
        taken = app_client.publish(document(course(ctid)), who="anonymous", headers=key)
        assert taken.status_code == 201
        assert app_client.publish(document(certificate()), who="anonymous", headers=key).status_code == 403
        assert app_client.delete(f"/resources/documents/{ctid}", headers=key).status_code == 403
        assert (
            app_client.publish(document(course()), owner="birch", who="anonymous", headers=key).status_code
            == 401
        )
