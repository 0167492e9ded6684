"""Signed envelopes and delete tokens: publishing without an account, by the continuity of a key."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from opencredreg.clock import now
from opencredreg.ids import new_ctid, new_uuid
from tests.support.app import HOST, AppClient
from tests.support.documents import certificate, document, document_uri, program_with_parts, resource_uri
from tests.support.keys import Pair

_MISMATCH = (
    "Resource can only be updated by the original user. There is a public key or key locations mismatch."
)
_BAD_SIGNATURE = (
    "JWT token failed verification. The token must be encoded using RS256. Also the private key, used for "
    "encoding, and the public_key provided must be from the same RSA pair."
)
_BAD_KEY = "Invalid public_key. Should be a RSA key in PEM format."
_DELETE_SCHEMAS = [f"http://{HOST}/schemas/delete_envelope"]
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="session")
def keys() -> dict[str, Pair]:
    """The keys of three organizations, and two that nobody registered."""
    return {name: Pair() for name in ("alder", "birch", "cedar", "first", "second")}


@pytest.fixture
def signing(app_client: AppClient, keys: dict[str, Pair]) -> AppClient:
    """A client of a node where the organizations registered their keys."""
    for name, who in (("alder", "publisher"), ("birch", "stranger"), ("cedar", "partner")):
        path = f"/api/organizations/{app_client.ctid(name)}/keys"
        assert app_client.post(path, {"public_key": keys[name].spki}, who=who).status_code == 201
    return app_client


def _envelope(pair: Pair, value: Any, **members: Any) -> dict[str, Any]:
    payload = value if isinstance(value, bytes) else json.dumps(value).encode()
    return {
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "envelope_community": "ce_registry",
        "resource_format": "json",
        "resource_encoding": "jwt",
        "resource": pair.sign(payload),
        "resource_public_key": pair.spki,
        **members,
    }


def _delete_token(pair: Pair, claims: Any = None, **members: Any) -> dict[str, Any]:
    return {
        "delete_token": pair.sign(json.dumps({"delete": True} if claims is None else claims).encode()),
        "delete_token_format": "json",
        "delete_token_encoding": "jwt",
        "delete_token_public_key": pair.spki,
        **members,
    }


def _in_open(pair: Pair, value: Any, **members: Any) -> dict[str, Any]:
    return _envelope(pair, value, envelope_community="open_registry", **members)


def _refusal(response: Any, status: int) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def _ctid(value: dict[str, Any]) -> str:
    return str(value["@graph"][0]["ceterms:ctid"])


class TestPublishing:
    def test_a_key_publishes_for_the_organization_that_registered_it(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        value = document(certificate())
        payload = json.dumps(value, indent=2).encode()
        response = signing.post("/envelopes", _envelope(keys["alder"], payload))
        assert response.status_code == 201, response.text
        envelope = response.json()
        assert envelope["owned_by"] == signing.ctid("alder")
        assert envelope["envelope_ceterms_ctid"] == _ctid(value)
        assert envelope["publisher_id"] is None
        assert envelope["changed"] is True
        assert (envelope["resource_format"], envelope["resource_encoding"]) == ("json", "jwt")
        # What was signed is what is kept, byte for byte.
        assert signing.get(f"/graph/{_ctid(value)}").content == payload
        again = signing.post("/envelopes", _envelope(keys["alder"], payload))
        assert (again.status_code, again.json()) == (201, {**envelope, "changed": False})

    def test_the_status_says_less_for_envelopes_than_for_resources(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        ctid = new_ctid()
        first = _envelope(keys["alder"], document(certificate(ctid, "First")))
        second = _envelope(keys["alder"], document(certificate(ctid, "Second")))
        assert signing.post("/resources", first).status_code == 201
        response = signing.post("/resources", second)
        assert (response.status_code, response.json()["changed"]) == (200, True)
        assert signing.post("/envelopes", first).status_code == 201
        assert signing.post("/envelopes?update_if_exists=true", second).status_code == 200
        # As everywhere, parameters that nobody declared are ignored.
        assert signing.post("/envelopes?skip_validation=true", first).status_code == 201
        history = signing.get(f"/envelopes/{ctid}").json()["node_headers"]["revision_history"]
        assert [entry["event"] for entry in history] == ["create"] + ["update"] * 4

    def test_keys_and_envelopes_are_written_in_many_ways(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        pair = keys["alder"]
        for members in (
            {"resource_public_key": pair.pkcs1},
            {"resource_public_key": pair.spki.replace("\n", "\r\n")},
            {"resource_public_key": pair.spki.replace("\n", "\\n")},
            {"resource_public_key": f"\n  {pair.spki}\n\n"},
            {"envelope_version": "1.2.*", "envelope_id": "", "resource_publish_type": None},
            {"envelope_community": "CE-Registry"},
            {"envelope_community": None, "whatever": {"a": 1}},
            {"resource_publish_type": "secondary"},
        ):
            value = document(certificate())
            response = signing.post("/CE-Registry/envelopes", _envelope(pair, value, **members))
            assert response.status_code == 201, (members, response.text)
            expected = members.get("resource_publish_type") or "primary"
            assert response.json()["resource_publish_type"] == expected
            assert response.json()["owned_by"] == signing.ctid("alder")

    def test_forms_are_taken(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        sent = _envelope(keys["alder"], document(certificate()))
        assert signing.post("/envelopes", urlencode(sent), headers=_FORM).status_code == 201
        # Some libraries declare everything as a form.
        assert signing.post("/envelopes", json.dumps(sent), headers=_FORM).json()["changed"] is False

    def test_documents_in_single_form_are_taken(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        single = {"@context": "https://credreg.net/ctdl/schema/context/json", **certificate()}
        response = signing.post("/resources", _envelope(keys["alder"], single))
        assert response.status_code == 201, response.text
        assert response.json()["envelope_ceterms_ctid"] == single["ceterms:ctid"]
        assert signing.get(f"/resources/{single['ceterms:ctid']}").json() == single

    def test_the_owner_may_be_named(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        alder, birch, cedar = (signing.ctid(name) for name in ("alder", "birch", "cedar"))
        value = document(certificate())
        # Alder lets Cedar publish for it.
        granted = signing.post(
            f"/envelopes?owned_by={alder.upper()}&published_by={cedar}", _envelope(keys["cedar"], value)
        )
        assert granted.status_code == 201
        assert (granted.json()["owned_by"], granted.json()["published_by"]) == (alder, cedar)
        own = signing.post(f"/resources?owned_by={alder}", _envelope(keys["alder"], value))
        assert (own.status_code, own.json()["published_by"]) == (200, None)
        for key, query in (
            ("alder", f"owned_by={birch}"),
            ("birch", f"owned_by={alder}"),
            ("alder", f"owned_by={alder}&published_by={cedar}"),
            ("first", f"owned_by={alder}"),
        ):
            refused = signing.post(f"/envelopes?{query}", _envelope(keys[key], document(certificate())))
            assert _refusal(refused, 422) == {"errors": [_MISMATCH]}, (key, query)
        missing = signing.post(f"/envelopes?owned_by={new_ctid()}", _envelope(keys["alder"], value))
        assert _refusal(missing, 404) == {"errors": ["Organization not found"]}
        # Without a name Cedar publishes for itself, but this document is Alder's.
        taken = signing.post("/envelopes", _envelope(keys["cedar"], value))
        assert _refusal(taken, 422)["errors"] == ["Resource CTID must be unique"]

    def test_a_key_of_two_organizations_does_not_say_whose_it_is(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        birch = signing.ctid("birch")
        path = f"/api/organizations/{birch}/keys"
        assert signing.post(path, {"public_key": keys["alder"].pkcs1}, who="stranger").status_code == 201
        sent = _envelope(keys["alder"], document(certificate()))
        assert _refusal(signing.post("/envelopes", sent), 422)["errors"] == [
            "Several organizations registered this key."
        ]
        assert signing.post(f"/envelopes?owned_by={birch}", sent).json()["owned_by"] == birch

    def test_a_key_that_was_taken_back_counts_no_longer(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        path = f"/api/organizations/{signing.ctid('alder')}/keys"
        value = document(certificate())
        assert signing.post("/envelopes", _envelope(keys["alder"], value)).status_code == 201
        [key] = signing.get(path).json()
        assert signing.delete(f"{path}/{key['fingerprint']}", who="publisher").status_code == 204
        refused = signing.post("/envelopes", _envelope(keys["alder"], value))
        assert "not registered" in _refusal(refused, 400)["errors"][0]
        changed = signing.put(f"/resources/{_ctid(value)}", _envelope(keys["alder"], value))
        assert _refusal(changed, 422) == {"errors": [_MISMATCH]}
        assert signing.get(f"/graph/{_ctid(value)}").status_code == 200

    def test_the_client_may_choose_the_envelope_id(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        pair, chosen, value = keys["alder"], new_uuid(), document(certificate())
        made = signing.post("/envelopes", _envelope(pair, value, envelope_id=chosen.upper()))
        assert (made.status_code, made.json()["envelope_id"]) == (201, chosen)
        again = signing.post("/envelopes", _envelope(pair, value, envelope_id=chosen))
        assert (again.status_code, again.json()["changed"]) == (201, False)
        other = document(certificate())
        taken = _refusal(signing.post("/envelopes", _envelope(pair, other, envelope_id=chosen)), 422)
        assert taken == {"errors": ["Envelope has already been taken"]}
        # Envelope ids are unique over all communities.
        path = "/learning-registry/envelopes"
        sent = _envelope(pair, value, envelope_id=chosen, envelope_community="learning_registry")
        assert _refusal(signing.post(path, sent), 422) == taken
        signing.delete(f"/resources/documents/{_ctid(value)}", who="publisher")
        assert _refusal(signing.post("/envelopes", _envelope(pair, value, envelope_id=chosen)), 422) == taken
        for wrong in ("info", "..", _ctid(value), "0" * 32):
            refused = signing.post("/envelopes", _envelope(pair, other, envelope_id=wrong))
            assert _refusal(refused, 422)["errors"][0].startswith("envelope_id : "), wrong

    def test_the_community_must_be_the_one_of_the_address(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        sent = _envelope(keys["alder"], document(certificate()), envelope_community="learning_registry")
        assert _refusal(signing.post("/ce-registry/envelopes", sent), 422) == {
            "errors": [":envelope_community in URL and envelope don't match."]
        }
        assert _refusal(signing.post("/envelopes", sent), 422) == {
            "errors": [":envelope_community in envelope does not match the default community (ce_registry)."]
        }
        assert signing.post("/learning-registry/envelopes", sent).status_code == 201
        nowhere = signing.post("/nowhere/envelopes", sent)
        assert _refusal(nowhere, 404) == {"errors": ["Couldn't find the envelope community"]}


class TestOpenCommunities:
    _PATH = "/open-registry/envelopes"

    def test_unknown_keys_are_welcome_in_open_communities_only(
        self, app_client: AppClient, keys: dict[str, Pair]
    ) -> None:
        value = document(certificate())
        refused = app_client.post("/envelopes", _envelope(keys["first"], value))
        assert "not registered" in _refusal(refused, 400)["errors"][0]
        response = app_client.post(self._PATH, _in_open(keys["first"], value))
        assert response.status_code == 201
        assert (response.json()["owned_by"], response.json()["publisher_id"]) == (None, None)

    def test_only_the_first_key_changes_what_it_published(
        self, app_client: AppClient, keys: dict[str, Pair]
    ) -> None:
        ctid = new_ctid()
        first, second = (document(certificate(ctid, name)) for name in ("First", "Second"))
        envelope_id = app_client.post(self._PATH, _in_open(keys["first"], first)).json()["envelope_id"]
        for method, path in (
            ("POST", self._PATH),
            ("POST", "/open-registry/resources"),
            ("PUT", f"/open-registry/resources/{ctid}"),
            ("PATCH", f"{self._PATH}/{envelope_id}"),
        ):
            refused = app_client.request(method, path, body=_in_open(keys["second"], second))
            assert _refusal(refused, 422) == {"errors": [_MISMATCH]}, (method, path)
        for path in (f"{self._PATH}/{envelope_id}", f"/open-registry/graph/{ctid}"):
            refused = app_client.delete(path, _delete_token(keys["second"]))
            assert _refusal(refused, 422) == {"error": _MISMATCH}
        # A person with a token does not own it either.
        token = app_client.publish(second, community="open-registry")
        assert _refusal(token, 422) == {"errors": [["Resource CTID must be unique"]]}
        changed = app_client.post("/open-registry/resources", _in_open(keys["first"], second))
        assert (changed.status_code, changed.json()["envelope_id"]) == (200, envelope_id)
        assert app_client.delete(f"{self._PATH}/{ctid}", _delete_token(keys["first"])).status_code == 204

    def test_an_organization_publishes_there_as_well(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        value = document(certificate())
        response = signing.post(self._PATH, _in_open(keys["alder"], value))
        assert response.json()["owned_by"] == signing.ctid("alder")
        refused = signing.post(self._PATH, _in_open(keys["first"], value))
        assert _refusal(refused, 422)["errors"] == ["Resource CTID must be unique"]


class TestReplacing:
    def test_a_resource_is_replaced_at_its_address(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        value = program_with_parts()
        main, part = (item["ceterms:ctid"] for item in value["@graph"][:2])
        envelope_id = signing.post("/envelopes", _envelope(keys["alder"], value)).json()["envelope_id"]
        for count, path in enumerate(
            (
                f"/resources/{main.upper()}",
                f"/ce-registry/resources/{part}",
                f"/resources/{quote(resource_uri(main), safe='')}",
                f"/resources/{document_uri(main)}.json",
            )
        ):
            value["@graph"][0]["ceterms:name"] = {"en": f"Name number {count}"}
            response = signing.put(path, _envelope(keys["alder"], value))
            assert (response.status_code, response.json()["changed"]) == (200, True), path
            assert response.json()["envelope_id"] == envelope_id
            assert signing.get(f"/graph/{main}").json() == value
        missing = signing.put(f"/resources/{new_ctid()}", _envelope(keys["alder"], value))
        assert _refusal(missing, 404)["errors"] == ["No matching resource found"]

    def test_an_envelope_is_replaced_by_its_id(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        ctid = new_ctid()
        made = signing.post("/envelopes", _envelope(keys["alder"], document(certificate(ctid)))).json()
        for count, name in enumerate((made["envelope_id"], made["envelope_id"].upper(), ctid)):
            value = document(certificate(ctid, f"Name number {count}"))
            # A granted third party may do that as well.
            response = signing.patch(f"/envelopes/{name}", _envelope(keys["cedar"], value))
            assert (response.status_code, response.json()["changed"]) == (200, True), response.text
            assert response.json()["owned_by"] == signing.ctid("alder")
        for wrong in (new_uuid(), "x"):
            missing = signing.patch(f"/envelopes/{wrong}", _envelope(keys["alder"], value))
            assert _refusal(missing, 404)["errors"] == ["Couldn't find Envelope"]

    def test_what_an_account_published_a_key_of_the_owner_replaces(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        ctid = new_ctid()
        signing.published(document(certificate(ctid, "First")))
        value = document(certificate(ctid, "Second"))
        for name in ("birch", "first"):
            refused = signing.put(f"/resources/{ctid}", _envelope(keys[name], value))
            assert _refusal(refused, 422) == {"errors": [_MISMATCH]}
        assert signing.put(f"/resources/{ctid}", _envelope(keys["alder"], value)).status_code == 200
        assert signing.published(document(certificate(ctid, "Third")))["changed"] is True

    def test_another_document_does_not_fit_the_address(
        self, signing: AppClient, keys: dict[str, Pair]
    ) -> None:
        ctid = new_ctid()
        made = signing.post("/envelopes", _envelope(keys["alder"], document(certificate(ctid)))).json()
        other = _envelope(keys["alder"], document(certificate()))
        for response in (
            signing.put(f"/resources/{ctid}", other),
            signing.patch(f"/envelopes/{made['envelope_id']}", other),
        ):
            assert _refusal(response, 422)["errors"] == ["The document is not the one at this address."]
        assert signing.get("/").json()["total_envelopes"] == 1

    def test_if_match_protects_what_others_published(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        ctid = new_ctid()
        signing.post("/envelopes", _envelope(keys["alder"], document(certificate(ctid, "First"))))
        first = signing.get(f"/graph/{ctid}").headers["etag"]
        second = _envelope(keys["alder"], document(certificate(ctid, "Second")))
        third = _envelope(keys["alder"], document(certificate(ctid, "Third")))
        assert signing.put(f"/resources/{ctid}", second, headers={"If-Match": first}).status_code == 200
        assert signing.put(f"/resources/{ctid}", third, headers={"If-Match": first}).status_code == 412
        assert signing.post("/envelopes", third, headers={"If-None-Match": "*"}).status_code == 412

    def test_what_was_deleted_is_not_replaced(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        value = document(certificate())
        sent = _envelope(keys["alder"], value)
        made = signing.post("/envelopes", sent).json()
        signing.delete(f"/resources/documents/{_ctid(value)}", who="publisher")
        assert signing.put(f"/resources/{_ctid(value)}", sent).status_code == 404
        assert signing.patch(f"/envelopes/{made['envelope_id']}", sent).status_code in (404, 410)
        again = signing.post("/resources", sent)
        assert again.status_code == 201
        assert again.json()["envelope_id"] != made["envelope_id"]


class TestDeleting:
    def test_every_way_to_delete(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        for method, path, stated in (
            ("DELETE", "/envelopes/{id}", {}),
            ("DELETE", "/ce-registry/envelopes/{ctid}", {}),
            ("DELETE", "/resources/{ctid}", {}),
            ("DELETE", "/ce_registry/resources/{uri}", {}),
            ("DELETE", "/graph/{ctid}", {}),
            ("DELETE", "/CE-Registry/graph/{uri}", {}),
            ("DELETE", "/graph/{ctid}.json", {}),
            ("PUT", "/envelopes", {"envelope_id": "{id}"}),
            ("PUT", "/ce-registry/envelopes", {"envelope_id": "{ctid}"}),
        ):
            value = document(certificate())
            made = signing.post("/envelopes", _envelope(keys["alder"], value)).json()
            names = {
                "id": made["envelope_id"].upper(),
                "ctid": _ctid(value).upper(),
                "uri": quote(document_uri(_ctid(value)), safe=""),
            }
            token = _delete_token(
                keys["alder"], **{key: text.format(**names) for key, text in stated.items()}
            )
            response = signing.request(method, path.format(**names), body=token)
            assert (response.status_code, response.content) == (204, b""), (method, path, response.text)
            assert signing.get(f"/resources/{_ctid(value)}").status_code == 410
            [last, _] = signing.get(f"/envelopes/events?ctid={_ctid(value)}").json()
            assert last["event"] == "destroy"
        assert signing.get("/").json()["total_envelopes"] == 0

    def test_a_part_is_not_a_name_of_the_whole(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        part = new_ctid()
        value = document(certificate(), certificate(part))
        signing.post("/envelopes", _envelope(keys["alder"], value))
        for path in (f"/resources/{part}", f"/graph/{part}", f"/envelopes/{part}"):
            assert signing.delete(path, _delete_token(keys["alder"])).status_code == 404, path
        assert signing.get(f"/resources/{_ctid(value)}").status_code == 200

    def test_a_form_deletes_too(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        value = document(certificate())
        signing.post("/envelopes", _envelope(keys["alder"], value))
        body = urlencode(_delete_token(keys["alder"], envelope_id=_ctid(value)))
        assert signing.put("/envelopes", body, headers=_FORM).status_code == 204

    def test_what_is_not_there(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        unknown = signing.put("/envelopes", _delete_token(keys["alder"], envelope_id=new_uuid()))
        assert _refusal(unknown, 404) == {
            "errors": ["No matching envelopes found"],
            "json_schema": _DELETE_SCHEMAS,
        }
        unnamed = signing.put("/envelopes", _delete_token(keys["alder"]))
        assert _refusal(unnamed, 422)["errors"] == ["envelope_id : is required"]
        for path in (f"/envelopes/{new_uuid()}", f"/resources/{new_ctid()}", f"/graph/{new_ctid()}"):
            assert signing.delete(path, _delete_token(keys["alder"])).status_code == 404, path
        value = document(certificate())
        signing.post("/envelopes", _envelope(keys["alder"], value))
        elsewhere = f"/learning-registry/resources/{_ctid(value)}"
        assert signing.delete(elsewhere, _delete_token(keys["alder"])).status_code == 404
        for _ in range(2):
            signing.delete(f"/graph/{_ctid(value)}", _delete_token(keys["alder"]))
        gone = signing.put("/envelopes", _delete_token(keys["alder"], envelope_id=_ctid(value)))
        assert _refusal(gone, 404)["errors"] == ["No matching envelopes found"]

    def test_only_keys_of_the_owner_delete(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        ctid = _ctid(signing.published(document(certificate()))["decoded_resource"])
        for name in ("birch", "first"):
            for method, path in (
                ("DELETE", f"/resources/{ctid}"),
                ("DELETE", f"/graph/{ctid}"),
                ("DELETE", f"/envelopes/{ctid}"),
                ("PUT", "/envelopes"),
            ):
                refused = signing.request(method, path, body=_delete_token(keys[name], envelope_id=ctid))
                assert _refusal(refused, 422) == {"error": _MISMATCH}, (name, method, path)
        assert signing.delete(f"/graph/{ctid}", _delete_token(keys["cedar"])).status_code == 204

    def test_a_token_is_good_for_what_it_names(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        ctid = new_ctid()
        made = signing.post("/envelopes", _envelope(keys["alder"], document(certificate(ctid)))).json()
        seconds = now() // 1_000_000
        for claims, reason in (
            ({"ctid": new_ctid()}, "another CTID"),
            ({"ceterms:ctid": new_ctid()}, "another CTID"),
            ({"envelope_id": new_uuid()}, "another envelope"),
            ({"exp": seconds - 5}, "expired"),
            ({"iat": seconds - 2 * 86_400}, "more than a day"),
            ({"exp": "tomorrow"}, "exp"),
            ({"exp": True}, "exp"),
            ({"exp": 1e300}, "exp"),
            ({"ctid": 7}, "ctid"),
            ({"ctid": ctid, "ceterms:ctid": new_ctid()}, "different resources"),
        ):
            refused = _refusal(signing.delete(f"/graph/{ctid}", _delete_token(keys["alder"], claims)), 422)
            assert refused["errors"][0].startswith("delete_token : "), claims
            assert reason in refused["errors"][0], claims
            assert refused["json_schema"] == _DELETE_SCHEMAS
        sound = {
            "ctid": ctid.upper(),
            "envelope_id": made["envelope_id"].upper(),
            "exp": seconds + 60,
            "iat": seconds,
        }
        assert signing.delete(f"/graph/{ctid}", _delete_token(keys["alder"], sound)).status_code == 204
        # A new life of the CTID is another envelope, so the token cannot be played again.
        signing.post("/envelopes", _envelope(keys["alder"], document(certificate(ctid))))
        replayed = signing.delete(f"/graph/{ctid}", _delete_token(keys["alder"], sound))
        assert "another envelope" in _refusal(replayed, 422)["errors"][0]

    def test_any_json_is_a_token(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        for claims in ([], "x", 7, False):
            value = document(certificate())
            signing.post("/envelopes", _envelope(keys["alder"], value))
            token = _delete_token(keys["alder"], claims)
            assert signing.delete(f"/resources/{_ctid(value)}", token).status_code == 204, claims


class TestRefusals:
    def test_fields_of_the_envelope(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        sound = _envelope(keys["alder"], document(certificate()))
        for members, expected in (
            ({"envelope_type": None}, ["envelope_type : is required"]),
            (
                {"envelope_version": "", "resource": " "},
                ["envelope_version : is required", "resource : is required"],
            ),
            (
                {"resource_encoding": "base64"},
                ["resource_encoding : Must be one of the values: 'jwt'"],
            ),
            (
                {"envelope_type": "x", "resource_publish_type": "third"},
                [
                    "envelope_type : Must be one of the values: 'resource_data', 'paradata', 'json_schema'",
                    "resource_publish_type : Must be one of the values: 'primary', 'secondary'",
                ],
            ),
            ({"resource": 7}, None),
            ({"resource_public_key": ["x"]}, None),
            ({"envelope_version": "one"}, None),
            ({"resource_format": "xml"}, None),
            ({"envelope_type": "paradata"}, None),
        ):
            for method, path in (("POST", "/envelopes"), ("POST", "/ce-registry/resources")):
                refused = signing.request(method, path, body={**sound, **members})
                body = _refusal(refused, 422)
                assert {f"http://{HOST}/schemas/envelope", f"http://{HOST}/schemas/json_ld"} <= set(
                    body["json_schema"]
                )
                if expected is not None:
                    assert body["errors"] == expected
                [name] = list(members)[:1]
                assert body["errors"][0].startswith(f"{name} : "), members
        nothing = _refusal(signing.post("/envelopes", {}), 422)["errors"]
        assert [text.partition(" : ")[0] for text in nothing] == [
            "envelope_type",
            "envelope_version",
            "resource_format",
            "resource_encoding",
            "resource",
            "resource_public_key",
        ]
        assert signing.get("/").json()["total_envelopes"] == 0

    def test_fields_of_the_delete_token(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        ctid = _ctid(signing.published(document(certificate()))["decoded_resource"])
        for method, path in (
            ("DELETE", f"/resources/{ctid}"),
            ("DELETE", f"/envelopes/{ctid}"),
            ("DELETE", f"/graph/{ctid}"),
            ("PUT", "/envelopes"),
        ):
            wrong = _delete_token(keys["alder"], delete_token_format="yaml", envelope_id=ctid)
            assert _refusal(signing.request(method, path, body=wrong), 422) == {
                "errors": ["delete_token_format : Must be one of the values: 'json', 'xml'"],
                "json_schema": _DELETE_SCHEMAS,
            }
            assert _refusal(signing.request(method, path, body={}), 422)["errors"] == [
                f"{name} : is required"
                for name in (
                    "delete_token",
                    "delete_token_format",
                    "delete_token_encoding",
                    "delete_token_public_key",
                )
            ]
        assert signing.get(f"/graph/{ctid}").status_code == 200

    def test_signatures(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        value = document(certificate())
        payload = json.dumps(value).encode()
        good = keys["alder"].sign(payload)
        header, body, signature = good.split(".")
        other_body = keys["alder"].sign(b"{}").split(".")[1]
        for token in (
            keys["birch"].sign(payload),
            f"{header}.{other_body}.{signature}",
            f"{header}.{body}.",
            f"{header}.{body}",
            keys["alder"].sign_segments(b'{"alg":"none"}', payload),
            keys["alder"].sign_segments(b'{"alg":"HS256"}', payload),
            keys["alder"].sign_segments(b'{"alg":"RS256","crit":["b64"],"b64":false}', payload),
            keys["alder"].sign_segments(b"[" * 50_000, payload),
            "no token",
            "ü.ü.ü",
        ):
            refused = signing.post("/envelopes", _envelope(keys["alder"], value, resource=token))
            assert _refusal(refused, 400) == {"errors": [_BAD_SIGNATURE]}, token[:80]
        ctid = _ctid(signing.published(value)["decoded_resource"])
        for token in (keys["birch"].sign(b"{}"), "no token", keys["alder"].sign(b"{")):
            refused = signing.delete(f"/graph/{ctid}", _delete_token(keys["alder"], delete_token=token))
            assert _refusal(refused, 400) == {"errors": [_BAD_SIGNATURE]}, token

    def test_keys(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        value = document(certificate())
        pair = keys["alder"]
        for key in ("x", pair.private, pair.spki * 2, pair.spki.replace("PUBLIC", "PRIVATE"), "x" * 100_000):
            refused = signing.post("/envelopes", _envelope(pair, value, resource_public_key=key))
            assert _refusal(refused, 400) == {"errors": [_BAD_KEY]}
            refused = signing.delete("/graph/x", _delete_token(pair, delete_token_public_key=key))
            assert _refusal(refused, 400) == {"errors": [_BAD_KEY]}

    def test_documents(self, signing: AppClient, keys: dict[str, Pair]) -> None:
        begins = "Resource JSON Schema validation errors: "
        for value, status, expected in (
            ({"@graph": []}, 400, "Cannot load json-schema. @type is required"),
            ({"@id": "https://a.example/"}, 400, "Cannot load json-schema. @type is required"),
            ({"@graph": 7}, 422, None),
            (document({**certificate(), "@id": 7}), 422, None),
            (document({**certificate(), "@id": "_:b"}), 422, None),
            (document(certificate(), context="https://unknown.example/context"), 422, None),
            (document(certificate(), {"@type": "ceterms:Course"}), 422, f'{begins}["@id : is required"]'),
            (b"{", 400, None),
            (b"[]", 422, None),
            (b'{"@id": "\\u0000"}', 400, None),
            (b"\xff", 400, None),
        ):
            refused = _refusal(signing.post("/resources", _envelope(keys["alder"], value)), status)
            [text] = refused["errors"]
            if expected is not None:
                assert text == expected
            elif status == 422:
                assert text.startswith(begins), value
                assert json.loads(text.removeprefix(begins)), value
        assert signing.get("/").json()["total_envelopes"] == 0

    def test_bodies(self, signing: AppClient) -> None:
        for method, path in (
            ("POST", "/envelopes"),
            ("POST", "/resources"),
            ("PUT", "/envelopes"),
            ("DELETE", "/resources/x"),
            ("DELETE", "/envelopes/x"),
            ("DELETE", "/graph/x"),
        ):
            for body, status in (
                (b"", 400),
                (b"{", 400),
                (b"\xff", 400),
                (b"[]", 422),
                (b'"x"', 422),
                (b"a=b", 400),
            ):
                response = signing.request(method, path, body=body)
                assert response.status_code == status, (method, path, body, response.text)
