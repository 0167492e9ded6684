"""Publishing over HTTP: what is answered, what is stored, and what is refused with which words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from opencredreg.clock import format_date, now
from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import (
    BASE,
    CONTEXT,
    certificate,
    course,
    document,
    document_uri,
    program_with_parts,
    resource_uri,
)

_ENVELOPE_KEYS = [
    "envelope_community",
    "envelope_id",
    "envelope_ceterms_ctid",
    "envelope_ctdl_type",
    "envelope_type",
    "envelope_version",
    "decoded_resource",
    "resource_format",
    "resource_encoding",
    "publisher_id",
    "secondary_publisher_id",
    "resource_publish_type",
    "node_headers",
    "owned_by",
    "published_by",
    "changed",
    "updated_at",
    "last_verified_on",
]
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MILLISECONDS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
_SECONDS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"
_NOT_UNIQUE = {"errors": [["Resource CTID must be unique"]]}
_NOT_FOR_OWNER = {"errors": ["Publisher is not authorized to publish on behalf of this organization"]}


def _total(app_client: AppClient) -> int:
    total: int = app_client.get("/").json()["total_envelopes"]
    return total


def test_a_new_document_becomes_an_envelope(app_client: AppClient) -> None:
    ctid = new_ctid()
    value = document(certificate(ctid))
    payload = json.dumps(value).encode()
    response = app_client.publish(payload)
    envelope = response.json()

    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json"
    assert response.headers["etag"] == f'"{hashlib.sha256(payload).hexdigest()}"'
    assert list(envelope) == _ENVELOPE_KEYS
    assert re.fullmatch(_UUID, envelope["envelope_id"])
    assert re.fullmatch(_UUID, envelope["publisher_id"])
    assert re.fullmatch(_MILLISECONDS, envelope["updated_at"])
    headers = envelope["node_headers"]
    assert re.fullmatch(_SECONDS, headers["created_at"])
    assert headers == {
        "resource_digest": None,
        "revision_history": [
            {
                "head": True,
                "event": "create",
                "created_at": headers["created_at"],
                "actor": None,
                "url": f"/ce-registry/envelopes/{envelope['envelope_id']}",
            }
        ],
        "created_at": headers["created_at"],
        "updated_at": headers["created_at"],
        "deleted_at": None,
    }
    chosen = ("envelope_id", "publisher_id", "updated_at", "node_headers")
    assert {name: member for name, member in envelope.items() if name not in chosen} == {
        "envelope_community": "ce_registry",
        "envelope_ceterms_ctid": ctid,
        "envelope_ctdl_type": "ceterms:Certificate",
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "decoded_resource": value,
        "resource_format": "json",
        "resource_encoding": "jwt",
        "secondary_publisher_id": None,
        "resource_publish_type": "primary",
        "owned_by": app_client.ctid("alder"),
        "published_by": None,
        "changed": True,
        "last_verified_on": format_date(now()),
    }
    assert _total(app_client) == 1


def test_publishing_the_same_again_changes_nothing(app_client: AppClient) -> None:
    value = document(certificate())
    first = app_client.published(value)
    again = app_client.publish(value)
    assert again.status_code == 201
    assert again.json() == {**first, "changed": False}

    # The same JSON value is the same document, whatever the order of its members and the spacing.
    turned = json.dumps(dict(reversed(value.items())), indent=3)
    assert app_client.published(turned) == {**first, "changed": False}


def test_a_change_appends_a_version(app_client: AppClient) -> None:
    ctid = new_ctid()
    first = app_client.published(document(certificate(ctid, "First name")))
    response = app_client.publish(document(certificate(ctid, "Second name")))
    second = response.json()
    assert response.status_code == 201
    assert second["changed"] is True
    assert second["envelope_id"] == first["envelope_id"]
    assert second["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": "Second name"}
    history = second["node_headers"]["revision_history"]
    assert [(entry["event"], entry["head"]) for entry in history] == [("create", False), ("update", True)]
    address = f"/ce-registry/envelopes/{first['envelope_id']}"
    assert re.fullmatch(rf"{address}/revisions/\d+", history[0]["url"])
    assert history[1]["url"] == address
    assert second["node_headers"]["created_at"] == first["node_headers"]["created_at"]
    assert _total(app_client) == 1


def test_update_if_exists_turns_201_into_200_and_nothing_else(app_client: AppClient) -> None:
    value = document(certificate())
    assert app_client.publish(value, params={"update_if_exists": "true"}).status_code == 200
    for written, status in (("1", 200), ("yes", 200), ("t", 200), ("false", 201), ("off", 201), ("", 201)):
        response = app_client.publish(value, params={"update_if_exists": written})
        assert (response.status_code, response.json()["changed"]) == (status, False), written
    refused = app_client.publish(value, params={"update_if_exists": "perhaps"})
    assert (refused.status_code, refused.json()) == (400, {"errors": ["update_if_exists is invalid"]})


def test_what_is_not_declared_is_ignored(app_client: AppClient) -> None:
    params = {"skip_validation": "true", "owned_by": "whoever", "page": "x"}
    assert app_client.publish(document(certificate()), params=params).status_code == 201


def test_the_declared_type_of_the_body_does_not_matter(app_client: AppClient) -> None:
    for kind in ("application/x-www-form-urlencoded", "application/ld+json", "text/plain", "nonsense"):
        body = json.dumps(document(certificate()))
        assert app_client.publish(body, headers={"Content-Type": kind}).status_code == 201, kind
    assert app_client.publish(json.dumps(document(certificate()))).status_code == 201


def test_a_byte_order_mark_is_dropped(app_client: AppClient) -> None:
    ctid = new_ctid()
    payload = json.dumps(document(certificate(ctid))).encode()
    response = app_client.publish(b"\xef\xbb\xbf" + payload)
    assert response.status_code == 201
    assert app_client.get(f"/graph/{ctid}").content == payload


_ITEM = {"@id": resource_uri("ce-00000000-0000-4000-8000-000000000001"), "@type": "ceterms:Certificate"}
_DOCUMENT = {"@context": CONTEXT, "@id": f"{BASE}/graph/1"}


_WRONG_SHAPES: list[tuple[object, int, list[object]]] = [
    ({}, 422, [{"@graph": "is required", "@id": "is required"}]),
    ({"@id": "x:y"}, 422, [{"@graph": "is required"}]),
    ({"@graph": [_ITEM]}, 422, [{"@id": "is required"}]),
    ({"@graph": [{}]}, 422, [{"@id": "is required", "@type": "is required"}]),
    ({**_DOCUMENT, "@graph": [_ITEM, {"@id": "_:b"}]}, 422, [{"@type": "is required"}]),
    ({**_DOCUMENT, "@graph": [{**_ITEM, "@type": None}]}, 422, [{"@type": "is required"}]),
    ({**_DOCUMENT, "@graph": []}, 400, ["Cannot load json-schema. @type is required"]),
    ({**_DOCUMENT, "@graph": {}}, 422, [{"_": "The value at /@graph must be an array."}]),
    ({**_DOCUMENT, "@graph": "text"}, 422, [{"_": "The value at /@graph must be an array."}]),
    ({**_DOCUMENT, "@graph": ["text"]}, 422, [{"_": "The value at /@graph/0 must be an object."}]),
    (
        {**_DOCUMENT, "@graph": [{**_ITEM, "@type": ["ceterms:Certificate"]}]},
        422,
        [{"_": "The value at /@graph/0/@type must be a string."}],
    ),
    ({**_DOCUMENT, "@id": 7, "@graph": [_ITEM]}, 422, [{"_": "The value at /@id must be a string."}]),
    (
        {**_DOCUMENT, "@graph": [{"@id": 7}]},
        422,
        [{"_": "The value at /@graph/0/@id must be a string.", "@type": "is required"}],
    ),
    ([_DOCUMENT], 422, [{"_": "The top level of a document must be a JSON object."}]),
    ("text", 422, [{"_": "The top level of a document must be a JSON object."}]),
    (None, 422, [{"_": "The top level of a document must be a JSON object."}]),
]


def test_the_shape_of_a_document_is_checked(app_client: AppClient) -> None:
    for value, status, errors in _WRONG_SHAPES:
        response = app_client.publish(json.dumps(value))
        assert (response.status_code, response.json()) == (status, {"errors": errors}), value
    assert _total(app_client) == 0


_NO_JSON = [
    (b"", "empty"),
    (b"  \n", "empty"),
    (b"{", "not valid JSON"),
    (b'{"@id": }', "not valid JSON"),
    (b'{"@id": "x"} trailing', "not valid JSON"),
    (b'{"@id": NaN}', "not valid JSON"),
    (b'{"@id": "\xff\xfe"}', "not valid JSON"),
    (b'{"@id": "\\ud800"}', "not valid JSON"),
    (b'{"@id": "x:\\u0000"}', "NUL"),
    (b"\x1f\x8b\x08", "not valid JSON"),
]


def test_what_is_not_json_is_a_mistake_of_the_client(app_client: AppClient) -> None:
    for payload, words in _NO_JSON:
        response = app_client.publish(payload)
        assert response.status_code == 400, payload
        [message] = response.json()["errors"]
        assert words in message, payload
    assert _total(app_client) == 0


def test_numbers_that_no_float_can_hold_do_no_harm(app_client: AppClient) -> None:
    for digits in ("123456789012345678901234567890", "9" * 400, "9" * 5000, "1e400", "-0", "1E-999"):
        ctid = new_ctid()
        payload = json.dumps(document(certificate(ctid, ceterms__price=0))).replace(": 0", f": {digits}")
        response = app_client.publish(payload)
        assert response.status_code in (201, 400, 422), digits
        if response.status_code == 201:
            # The bytes are what was published, digit by digit.
            assert digits in app_client.get(f"/graph/{ctid}").text
            assert app_client.get(f"/graph/{ctid}.ttl").status_code == 200


def test_findings_are_told_to_those_who_ask(app_client: AppClient) -> None:
    assert "findings" not in app_client.publish(document(certificate())).json()
    told = app_client.publish(document(certificate()), params={"findings": "true"}).json()
    assert list(told) == [*_ENVELOPE_KEYS, "findings"]
    refused = app_client.publish({"@id": "x:y"}, params={"findings": "true"}).json()
    assert refused["errors"] == [{"@graph": "is required"}]
    assert "/@graph" in [finding["pointer"] for finding in refused["findings"]]


def test_an_unknown_context_is_refused_until_it_is_registered(app_client: AppClient) -> None:
    url = "https://terms.example/orchard.json"
    ctid = new_ctid()
    value = document(certificate(ctid, orchard__trees=12), context=[CONTEXT, url])
    refused = app_client.publish(value)
    assert refused.status_code == 422
    [errors] = refused.json()["errors"]
    assert list(errors) == ["@context"]
    assert url in errors["@context"]

    registered = app_client.post(
        "/metadata/json_contexts",
        {"url": url, "context": {"@context": {"orchard": "https://terms.example/orchard#"}}},
        who="admin",
    )
    assert registered.status_code == 201
    assert app_client.publish(value).status_code == 201
    assert "<https://terms.example/orchard#trees> 12" in app_client.get(f"/resources/{ctid}.nt").text or (
        '"12"^^<http://www.w3.org/2001/XMLSchema#integer>' in app_client.get(f"/resources/{ctid}.nt").text
    )


def test_contexts_may_stand_in_the_document(app_client: AppClient) -> None:
    ctid = new_ctid()
    inline = {"orchard": "https://terms.example/orchard#"}
    value = document(certificate(ctid, orchard__keeper="Ines"), context=[CONTEXT, inline])
    assert app_client.publish(value).status_code == 201
    assert '<https://terms.example/orchard#keeper> "Ines"' in app_client.get(f"/graph/{ctid}.nt").text
    for unsupported in ([CONTEXT, {"x": {"@reverse": "y"}}], [7], {"@import": "z"}):
        refused = app_client.publish(document(certificate(), context=unsupported))
        assert refused.status_code == 422, unsupported
        assert list(refused.json()["errors"][0]) == ["@context"]


def test_a_ctid_belongs_to_its_owner(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid, "Of Alder")))
    attempts = {
        "the same document": document(certificate(ctid, "Of Birch")),
        "under another address": document(certificate(ctid), base="http://elsewhere.example"),
        "the CTID in other letters": document(certificate(ctid.upper())),
        "another document about it": {
            **document(certificate(new_ctid())),
            "@graph": [certificate(ctid, "Of Birch")],
        },
    }
    for attempt, value in attempts.items():
        refused = app_client.publish(value, owner="birch", who="stranger")
        assert (refused.status_code, refused.json()) == (422, _NOT_UNIQUE), attempt
    assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": "Of Alder"}
    # To mention it inside of a document of one's own is nothing bad, and changes nothing about it.
    mention = document(certificate(), certificate(ctid, "What Birch says of it"))
    assert app_client.publish(mention, owner="birch", who="stranger").status_code == 201
    assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": "Of Alder"}


def test_only_those_who_may_publish_for_an_owner_do(app_client: AppClient) -> None:
    value = document(certificate())
    for who in ("anonymous", "unknown"):
        refused = app_client.publish(value, who=who)
        assert (refused.status_code, refused.json()) == (401, {"errors": ["Invalid token"]}), who
    refused = app_client.publish(value, who="reader")
    assert (refused.status_code, refused.json()) == (
        403,
        {"error": "You are not authorized to perform this action"},
    )
    refused = app_client.publish(value, who="stranger")
    assert (refused.status_code, refused.json()) == (401, _NOT_FOR_OWNER)
    assert _total(app_client) == 0
    for who in ("publisher", "partner", "admin", "superadmin"):
        assert app_client.publish(document(certificate()), who=who).status_code == 201, who
    assert _total(app_client) == 4


def test_every_word_before_the_token_is_the_same(app_client: AppClient) -> None:
    token = app_client.people.tokens["publisher"]
    for header in (token, f"Token {token}", f"Bearer {token}", f"ApiToken  {token}", f"a b c {token} "):
        response = app_client.publish(
            document(certificate()), who="anonymous", headers={"Authorization": header}
        )
        assert response.status_code == 201, header
    for header in ("", " ", f"{token} Token", f"{token}x"):
        response = app_client.publish(
            document(certificate()), who="anonymous", headers={"Authorization": header}
        )
        assert response.status_code == 401, header


def test_published_by_names_who_published_for_the_owner(app_client: AppClient) -> None:
    value = document(certificate())
    cedar = app_client.ctid("cedar")
    first = app_client.published(value, who="partner", params={"published_by": cedar.upper()})
    assert (first["owned_by"], first["published_by"]) == (app_client.ctid("alder"), cedar)
    for who, other in (("partner", "birch"), ("publisher", "cedar"), ("stranger", "birch")):
        refused = app_client.publish(value, who=who, params={"published_by": app_client.ctid(other)})
        assert (refused.status_code, refused.json()) == (401, _NOT_FOR_OWNER), who
    unknown = app_client.publish(value, params={"published_by": new_ctid()})
    assert (unknown.status_code, unknown.json()) == (404, {"errors": ["Organization not found"]})


def test_what_an_update_leaves_out_is_gone(app_client: AppClient) -> None:
    """Quirk 7: the administrative members are those of the newest request."""
    value = document(certificate())
    cedar = app_client.ctid("cedar")
    secondary = {"Secondary-Token": f"Token {app_client.people.tokens['publisher']}"}
    full = {"published_by": cedar, "resource_publish_type": "secondary"}
    first = app_client.published(value, who="partner", params=full, headers=secondary)
    assert first["published_by"] == cedar
    assert first["resource_publish_type"] == "secondary"
    assert first["secondary_publisher_id"] not in (None, first["publisher_id"])
    second = app_client.published(value)
    assert second["changed"] is True
    assert second["published_by"] is None
    assert second["resource_publish_type"] == "primary"
    assert second["secondary_publisher_id"] is None
    assert second["publisher_id"] == first["secondary_publisher_id"]
    assert second["decoded_resource"] == first["decoded_resource"]
    assert len(second["node_headers"]["revision_history"]) == 2


def test_a_secondary_token_that_nobody_knows_is_passed_over(app_client: AppClient) -> None:
    for header in ("Token nobody", "", "é", app_client.people.tokens["unknown"]):
        headers = {"Secondary-Token": header.encode()}
        response = app_client.publish(document(certificate()), headers=headers)  # type: ignore[arg-type]
        assert response.status_code == 201, header
        assert response.json()["secondary_publisher_id"] is None


def test_the_type_of_publishing_is_one_of_two(app_client: AppClient) -> None:
    refused = app_client.publish(document(certificate()), params={"resource_publish_type": "tertiary"})
    assert refused.status_code == 422
    [[message]] = refused.json()["errors"]
    assert "resource_publish_type" in message
    assert _total(app_client) == 0


def test_if_match_protects_what_others_published(app_client: AppClient) -> None:
    ctid = new_ctid()

    def publish(name: str, headers: dict[str, str]) -> tuple[int, str]:
        response = app_client.publish(document(certificate(ctid, name)), headers=headers)
        return response.status_code, response.headers.get("etag", "")

    assert publish("None yet", {"If-Match": "*"})[0] == 412
    assert publish("None yet", {"If-Match": f'"{"0" * 64}"'})[0] == 412
    assert app_client.get(f"/graph/{ctid}").status_code == 404
    status, first = publish("First", {"If-None-Match": "*"})
    assert status == 201
    assert publish("Again", {"If-None-Match": "*"})[0] == 412
    status, second = publish("Second", {"If-Match": first})
    assert status == 201
    late = app_client.publish(document(certificate(ctid, "Late")), headers={"If-Match": first})
    assert late.status_code == 412
    assert isinstance(late.json()["errors"][0], str)
    assert publish("Third", {"If-Match": "*"})[0] == 201
    assert publish("Late as well", {"If-Match": second})[0] == 412
    assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": "Third"}
    for wrong in ("nonsense", '"abc"', f"{first}, {second}"):
        assert publish("Wrong", {"If-Match": wrong})[0] == 422, wrong


def test_the_etag_of_any_form_protects(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid, "n" * 2000)))
    forms = (
        (f"/resources/{ctid}", {}),
        (f"/graph/{ctid}", {"Accept-Encoding": "gzip"}),
        (f"/resources/{ctid}?depth=2", {}),
        (f"/graph/{ctid}.ttl", {"Accept-Encoding": "zstd"}),
        (f"/envelopes/{ctid}", {"Accept-Encoding": "gzip"}),
    )
    for number, (path, headers) in enumerate(forms):
        etag = app_client.get(path, headers=headers).headers["etag"]
        value = document(certificate(ctid, f"{number}" * 2000))
        assert app_client.publish(value, headers={"If-Match": etag}).status_code == 201, path
        assert app_client.publish(value, headers={"If-Match": etag}).status_code == 412, path


def test_a_provisional_document_can_be_made_full(app_client: AppClient) -> None:
    main = certificate()
    provisional = document(main, **{"adms:status": "graphPublicationStatus:Provisional"})
    first = app_client.published(provisional)
    assert app_client.get(f"/resources/{main['ceterms:ctid']}").status_code == 200
    assert app_client.get("/envelopes").json() == []
    assert len(app_client.get("/envelopes?provisional=only").json()) == 1
    second = app_client.published(document(main))
    assert second["changed"] is True
    assert second["envelope_id"] == first["envelope_id"]
    assert len(app_client.get("/envelopes").json()) == 1
    assert app_client.get("/envelopes?provisional=only").json() == []


def test_a_ctid_is_unique_within_a_community_only(app_client: AppClient) -> None:
    ctid = new_ctid()
    envelopes = [
        app_client.published(document(certificate(ctid, community)), community=community)
        for community in ("", "learning-registry", "secured_registry", "Open-Registry")
    ]
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
    assert [envelope["envelope_community"] for envelope in envelopes] == [
        "ce_registry", "learning_registry", "secured_registry", "open_registry",
    ]  # fmt: skip
    names = [
        app_client.get(f"{prefix}/resources/{ctid}", who="reader").json()["ceterms:name"]["en"]
        for prefix in ("", "/learning_registry", "/secured-registry", "/open_registry")
    ]
    assert names == ["", "learning-registry", "secured_registry", "Open-Registry"]
    refused = app_client.publish(
        document(certificate(ctid)), community="learning-registry", owner="birch", who="stranger"
    )
    assert (refused.status_code, refused.json()) == (422, _NOT_UNIQUE)


def test_a_document_is_known_by_its_ctid_whatever_its_address(app_client: AppClient) -> None:
    ctid = new_ctid()
    first = app_client.published(document(certificate(ctid)))
    for number, address in enumerate(
        (
            document_uri(ctid, "http://registry.example"),
            document_uri(ctid.upper()),
            resource_uri(ctid, "https://another.example/some-community"),
            ctid,
        )
    ):
        value = {**document(certificate(ctid, f"Version {number}")), "@id": address}
        envelope = app_client.published(value)
        assert envelope["envelope_id"] == first["envelope_id"], address
        assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": f"Version {number}"}
    assert _total(app_client) == 1


def test_a_document_without_a_ctid_is_known_by_its_address(app_client: AppClient) -> None:
    value = {"@context": CONTEXT, "@id": "https://school.example/catalogue/7"}
    item = {"@id": "https://school.example/catalogue/7#it", "@type": "ceterms:Course"}
    first = app_client.published({**value, "@graph": [item]})
    assert first["envelope_ceterms_ctid"] is None
    second = app_client.published({**value, "@graph": [{**item, "ceterms:name": {"en": "Seven"}}]})
    assert second["envelope_id"] == first["envelope_id"]
    assert app_client.get("/graph/https://school.example/catalogue/7").json() == second["decoded_resource"]
    assert app_client.get("/resources/https%3A%2F%2Fschool.example%2Fcatalogue%2F7%23it").status_code == 200
    refused = app_client.publish({**value, "@graph": [item]}, owner="birch", who="stranger")
    assert (refused.status_code, refused.json()) == (422, _NOT_UNIQUE)


def test_the_same_address_with_another_ctid_renames_the_document(app_client: AppClient) -> None:
    address = "https://school.example/catalogue/8"
    one, two = new_ctid(), new_ctid()
    first = app_client.published({**document(certificate(one)), "@id": address})
    second = app_client.published({**document(certificate(two)), "@id": address})
    assert second["envelope_id"] == first["envelope_id"]
    assert second["envelope_ceterms_ctid"] == two
    assert app_client.get(f"/resources/{two}").status_code == 200
    assert app_client.get(f"/resources/{one}").status_code == 410


def test_a_document_cannot_take_the_names_of_two(app_client: AppClient) -> None:
    one, two = new_ctid(), new_ctid()
    app_client.published(document(certificate(one, "One")))
    app_client.published(document(certificate(two, "Two")))
    both = {**document(certificate(one, "Both")), "@id": document_uri(two), "ceterms:ctid": one}
    refused = app_client.publish(both)
    assert refused.status_code == 422
    assert isinstance(refused.json()["errors"][0][0], str)
    for ctid, name in ((one, "One"), (two, "Two")):
        assert app_client.get(f"/resources/{ctid}").json()["ceterms:name"] == {"en": name}


def test_who_and_where_must_exist(app_client: AppClient) -> None:
    value = document(certificate())
    response = app_client.post(f"/resources/organizations/{new_ctid()}/documents", value, who="publisher")
    assert (response.status_code, response.json()) == (404, {"errors": ["Organization not found"]})
    response = app_client.publish(value, community="nowhere")
    assert (response.status_code, response.json()) == (
        404,
        {"errors": ["Couldn't find the envelope community"]},
    )
    owner = app_client.ctid("alder").upper()
    response = app_client.post(f"/resources/organizations/{owner}/documents", value, who="publisher")
    assert response.status_code == 201


def test_limits_of_a_document(make_client: Callable[..., AppClient]) -> None:
    app_client = make_client(limits__payload_bytes=20_000, limits__graph_nodes=10, limits__nesting_depth=12)

    def nested(levels: int) -> Any:
        value: Any = "end"
        for level in range(levels):
            value = {"ceterms:isPartOf": value} if level % 2 else [value]
        return value

    def refused(value: Any) -> int:
        response = app_client.publish(value)
        [message] = response.json()["errors"]
        assert isinstance(message, str)
        return response.status_code

    assert refused(document(certificate(name="n" * 20_000))) == 413
    assert refused(document(certificate(), *(course() for _ in range(10)))) == 422
    assert app_client.publish(document(certificate(), *(course() for _ in range(9)))).status_code == 201
    deep = nested(40)
    assert refused(document(certificate(ceterms__isPartOf=deep))) == 422
    # Deep is deep, also where the index does not look.
    assert refused(document(certificate(), **{"ceterms:isPartOf": deep})) == 422
    assert refused(document(certificate(**{"@annotation": deep}))) == 422
    assert refused(b"[" * 15_000) in (400, 422)
    assert refused(b'{"a":' * 3_000) in (400, 422)
    assert app_client.publish(document(certificate(ceterms__isPartOf=nested(6)))).status_code == 201


def test_the_answer_is_the_envelope_as_it_is_read(app_client: AppClient) -> None:
    value = program_with_parts()
    published = app_client.published(value)
    read = app_client.get(f"/envelopes/{published['envelope_id']}").json()
    assert read == {**published, "changed": False}
    assert app_client.get(f"/graph/{published['envelope_ceterms_ctid']}").json() == value
