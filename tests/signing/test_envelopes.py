"""Bodies of the signed envelope flow: their rules, messages and claims."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.clock import parse_timestamp
from opencredreg.errors import InvalidInput, SignatureInvalid
from opencredreg.signing import (
    DeleteClaims,
    DeleteToken,
    parse_delete_token,
    parse_public_key,
    parse_signed_envelope,
)

from .conftest import Pair

DOCUMENT = b'{"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": []}'


@pytest.fixture
def body(pair: Pair) -> dict[str, object]:
    return {
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "envelope_community": "ce_registry",
        "resource_format": "json",
        "resource_encoding": "jwt",
        "resource": pair.sign(DOCUMENT),
        "resource_public_key": pair.pkcs1,
    }


@pytest.fixture
def delete_body(pair: Pair) -> dict[str, object]:
    return {
        "delete_token": pair.sign(b'{"delete":true}'),
        "delete_token_format": "json",
        "delete_token_encoding": "jwt",
        "delete_token_public_key": pair.spki,
    }


def messages(caught: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [finding.message for finding in caught.value.findings]


class TestEnvelope:
    def test_a_sound_one(self, body: dict[str, object], pair: Pair) -> None:
        envelope = parse_signed_envelope(body, "ce_registry")
        assert envelope.document() == DOCUMENT
        assert envelope.key == parse_public_key(pair.spki)
        assert envelope.resource_public_key == pair.pkcs1.strip()
        assert (envelope.envelope_id, envelope.resource_publish_type) == ("", "primary")

    def test_optional_properties(self, body: dict[str, object]) -> None:
        body |= {"envelope_id": " 5f0c2f0e-7c1b ", "resource_publish_type": "secondary", "unknown": [1]}
        envelope = parse_signed_envelope(body, "ce_registry")
        assert (envelope.envelope_id, envelope.resource_publish_type) == ("5f0c2f0e-7c1b", "secondary")
        body |= {"envelope_id": "", "resource_publish_type": ""}
        envelope = parse_signed_envelope(body, "ce_registry")
        assert (envelope.envelope_id, envelope.resource_publish_type) == ("", "primary")

    def test_everything_missing(self) -> None:
        with pytest.raises(InvalidInput) as caught:
            parse_signed_envelope({}, "")
        names = [
            "envelope_type",
            "envelope_version",
            "envelope_community",
            "resource_format",
            "resource_encoding",
            "resource",
            "resource_public_key",
        ]
        assert messages(caught) == [f"{name} : is required" for name in names]
        assert [finding.pointer for finding in caught.value.findings] == [f"/{name}" for name in names]

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("envelope_type", "x", "Must be one of the values: 'resource_data', 'paradata', 'json_schema'"),
            ("envelope_type", None, "is required"),
            ("envelope_type", 1, "Must be a text"),
            ("envelope_version", "v1", "Must be a version such as '1.0.0', '1.0' or '1.*'"),
            ("envelope_version", "1.0.0\nx", "Must be a version such as '1.0.0', '1.0' or '1.*'"),
            ("envelope_community", "navy", "Must be 'ce_registry' at this address"),
            ("resource_format", "yaml", "Must be one of the values: 'json', 'xml'"),
            ("resource_format", "xml", "only 'json' is supported"),
            ("resource_encoding", "plain", "Must be one of the values: 'jwt'"),
            ("resource", {"@graph": []}, "Must be a text"),
            ("resource", " ", "is required"),
            ("resource_public_key", None, "is required"),
            ("envelope_id", 5, "Must be a text"),
            ("resource_publish_type", "third", "Must be one of the values: 'primary', 'secondary'"),
        ],
    )
    def test_one_problem(self, body: dict[str, object], name: str, value: object, message: str) -> None:
        body[name] = value
        with pytest.raises(InvalidInput) as caught:
            parse_signed_envelope(body, "ce_registry")
        assert messages(caught) == [f"{name} : {message}"]

    def test_xml_has_a_way_out(self, body: dict[str, object]) -> None:
        with pytest.raises(InvalidInput) as caught:
            parse_signed_envelope(body | {"resource_format": "xml"}, "ce_registry")
        assert caught.value.findings[0].code == "format-unsupported"
        assert "JSON-LD" in caught.value.findings[0].hint

    @pytest.mark.parametrize("version", ["1", "1.0", "1.0.0", "0.52.0", "*", "1.*", "1.0.*"])
    def test_versions(self, body: dict[str, object], version: str) -> None:
        assert parse_signed_envelope(body | {"envelope_version": version}, "ce_registry")

    @pytest.mark.parametrize("named", ["ce-registry", "CE_Registry", " ce_registry ", "", None])
    def test_the_community_may_be_repeated(self, body: dict[str, object], named: object) -> None:
        envelope = parse_signed_envelope(body | {"envelope_community": named}, "ce-registry")
        assert envelope.envelope_community == "ce_registry"

    def test_without_an_address_the_body_names_the_community(self, body: dict[str, object]) -> None:
        assert parse_signed_envelope(body | {"envelope_community": "Navy"}, "").envelope_community == "navy"

    def test_fields_are_reported_before_the_key(self, body: dict[str, object]) -> None:
        body |= {"resource_public_key": "nonsense", "envelope_type": "x"}
        with pytest.raises(InvalidInput):
            parse_signed_envelope(body, "ce_registry")
        with pytest.raises(SignatureInvalid, match="Should be a RSA key in PEM format"):
            parse_signed_envelope(body | {"envelope_type": "paradata"}, "ce_registry")

    def test_a_foreign_signature(self, body: dict[str, object], other_pair: Pair) -> None:
        envelope = parse_signed_envelope(body | {"resource": other_pair.sign(DOCUMENT)}, "ce_registry")
        with pytest.raises(SignatureInvalid, match="JWT token failed verification"):
            envelope.document()

    @given(
        st.dictionaries(
            st.sampled_from(["envelope_type", "resource", "resource_format"]), st.none() | st.text()
        )
    )
    def test_bad_bodies_are_bad_input(self, fields: dict[str, object]) -> None:
        with pytest.raises(InvalidInput) as caught:
            parse_signed_envelope(fields, "ce_registry")
        assert len({finding.pointer for finding in caught.value.findings}) == len(caught.value.findings)


class TestDeleteToken:
    def parse(self, delete_body: dict[str, object], pair: Pair, payload: object) -> DeleteToken:
        return parse_delete_token(delete_body | {"delete_token": pair.sign(json.dumps(payload).encode())})

    def test_a_bare_one_claims_nothing(self, delete_body: dict[str, object], pair: Pair) -> None:
        token = parse_delete_token(delete_body | {"envelope_id": "e1", "delete_token_format": "xml"})
        assert token.claims == DeleteClaims()
        assert token.envelope_id == "e1"
        assert token.key == parse_public_key(pair.spki)

    @pytest.mark.parametrize("payload", [True, None, 1, "x", [], ["envelope_id"], {}])
    def test_any_json_is_a_payload(self, delete_body: dict[str, object], pair: Pair, payload: object) -> None:
        assert self.parse(delete_body, pair, payload).claims == DeleteClaims()

    def test_claims(self, delete_body: dict[str, object], pair: Pair) -> None:
        ctid = "CE-6F05953F-8541-4C79-80BE-5CE11040F5B6"
        payload = {"envelope_id": "e1", "ceterms:ctid": ctid, "iat": 1770113472, "exp": 1770113473.5}
        assert self.parse(delete_body, pair, payload).claims == DeleteClaims(
            envelope_id="e1",
            ctid=ctid.lower(),
            issued_at=parse_timestamp("2026-02-03T10:11:12Z"),
            expires_at=parse_timestamp("2026-02-03T10:11:13.5Z"),
        )
        assert self.parse(delete_body, pair, {"ctid": "x", "ceterms:ctid": "X"}).claims.ctid == "x"

    @pytest.mark.parametrize(
        "payload",
        [
            {"envelope_id": 1},
            {"envelope_id": ""},
            {"ctid": ["ce-1"]},
            {"ctid": "ce-1", "ceterms:ctid": "ce-2"},
            {"exp": "tomorrow"},
            {"exp": True},
            {"exp": -1},
            {"iat": 1e300},
        ],
    )
    def test_claims_that_are_not_understood(
        self, delete_body: dict[str, object], pair: Pair, payload: object
    ) -> None:
        with pytest.raises(InvalidInput) as caught:
            self.parse(delete_body, pair, payload)
        assert messages(caught)[0].startswith("delete_token : ")

    def test_fields(self, delete_body: dict[str, object]) -> None:
        with pytest.raises(InvalidInput) as caught:
            parse_delete_token(delete_body | {"delete_token_format": "yaml", "delete_token_public_key": ""})
        assert messages(caught) == [
            "delete_token_format : Must be one of the values: 'json', 'xml'",
            "delete_token_public_key : is required",
        ]

    def test_signature(self, delete_body: dict[str, object], pair: Pair, other_pair: Pair) -> None:
        deep = pair.sign(b"[" * 50_000)
        for token in (other_pair.sign(b"{}"), pair.sign(b"not json"), pair.sign(b'"\xff"'), deep, "x"):
            with pytest.raises(SignatureInvalid, match="JWT token failed verification"):
                parse_delete_token(delete_body | {"delete_token": token})
