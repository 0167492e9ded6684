"""Tokens: RS256 or nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.errors import LimitExceeded, SignatureInvalid
from opencredreg.signing import decode_signed, encode_unsigned, parse_public_key, unverified_payload

from .conftest import Pair

FAILED = (
    "JWT token failed verification. The token must be encoded using RS256. Also the private key, used for "
    "encoding, and the public_key provided must be from the same RSA pair."
)
# The key pair is the same for every example, and meant to be.
shared_pair = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def assert_refused(token: str, pair: Pair) -> None:
    with pytest.raises(SignatureInvalid) as caught:
        decode_signed(token, parse_public_key(pair.spki))
    assert caught.value.message == FAILED


@shared_pair
@given(payload=st.binary(max_size=300))
def test_the_payload_comes_back_as_signed(pair: Pair, payload: bytes) -> None:
    token = pair.sign(payload)
    assert decode_signed(token, parse_public_key(pair.pkcs1)) == payload
    assert unverified_payload(token) == payload


def test_white_space_in_the_json_is_kept(pair: Pair) -> None:
    payload = '{ "a" : 1,\n "é": "ü" }'.encode()
    assert decode_signed(f"\n{pair.sign(payload, typ='JWT')}\n", parse_public_key(pair.spki)) == payload


def test_a_large_payload(pair: Pair) -> None:
    payload = b"x" * 1_000_000
    assert (
        decode_signed(pair.sign_segments(b'{"alg":"RS256"}', payload), parse_public_key(pair.spki)) == payload
    )


def test_another_key_is_refused(pair: Pair, other_pair: Pair) -> None:
    assert_refused(other_pair.sign(b"{}"), pair)


@shared_pair
@given(data=st.data())
def test_every_changed_character_is_noticed(pair: Pair, data: st.DataObject) -> None:
    token = pair.sign(b'{"delete":true}')
    place = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.sampled_from("AZaz09-_.+/= é").filter(lambda c: c != token[place]))
    changed = token[:place] + character + token[place + 1 :]
    if changed.strip() != token:
        assert_refused(changed, pair)


@shared_pair
@given(text=st.text(max_size=60))
def test_what_is_no_token_is_refused(pair: Pair, text: str) -> None:
    assert_refused(text, pair)
    assert_refused(f"{text}.{text}.{text}", pair)


def test_unsigned_tokens_are_refused(pair: Pair) -> None:
    assert_refused(encode_unsigned({"a": 1}), pair)
    unsigned_header = encode_unsigned({}).split(".")[0]
    assert_refused(f"{unsigned_header}.{pair.sign(b'{}').split('.', 1)[1]}", pair)


def test_the_public_key_is_no_shared_secret(pair: Pair) -> None:
    for secret in (pair.spki, pair.pkcs1, parse_public_key(pair.spki).pem):
        signed = f"{encode(json.dumps({'alg': 'HS256'}).encode())}.{encode(b'{}')}"
        mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
        assert_refused(f"{signed}.{encode(mac)}", pair)


@pytest.mark.parametrize(
    "header",
    [{"alg": "RS512"}, {"crit": ["exp"], "exp": 1}, {"b64": True}],
)
def test_other_algorithms_and_extensions_are_refused(pair: Pair, header: dict[str, object]) -> None:
    assert_refused(pair.sign_segments(json.dumps({"alg": "RS256", **header}).encode(), b"{}"), pair)


def test_a_header_that_is_no_object_is_refused(pair: Pair) -> None:
    for header in (b"[]", b"1", b"{", b"\xff", b'"RS256"', b'{"alg":' + b"[" * 5000):
        assert_refused(pair.sign_segments(header, b"{}"), pair)


def test_padding_is_not_part_of_a_token(pair: Pair) -> None:
    header, payload, signature = pair.sign(b"{}").split(".")
    assert_refused(f"{header}.{payload}=.{signature}", pair)
    assert_refused(f"{header}.{payload}.{signature}==", pair)


def test_too_long(pair: Pair) -> None:
    token = pair.sign(b"{}")
    with pytest.raises(LimitExceeded) as caught:
        decode_signed(token, parse_public_key(pair.spki), max_bytes=len(token) - 1)
    assert caught.value.value == len(token) - 1
    assert decode_signed(token, parse_public_key(pair.spki), max_bytes=len(token)) == b"{}"


class TestUnsigned:
    def test_form(self) -> None:
        token = encode_unsigned({"created_at": "2026-02-03T10:11:12.000Z", "deleted_at": None})
        header, payload, signature = token.split(".")
        assert base64.urlsafe_b64decode(header + "==") == b'{"alg":"none"}'
        assert signature == ""
        assert json.loads(unverified_payload(token) or b"") == {
            "created_at": "2026-02-03T10:11:12.000Z",
            "deleted_at": None,
        }
        assert "=" not in payload

    @given(
        st.dictionaries(st.text(max_size=5), st.none() | st.integers(-(2**53), 2**53) | st.text(max_size=5))
    )
    def test_round_trip(self, claims: dict[str, object]) -> None:
        assert json.loads(unverified_payload(encode_unsigned(claims)) or b"") == claims

    @pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "....", "é.é.é", "e30.e31.", "e30.e30=."])
    def test_what_is_no_token_has_no_payload(self, text: str) -> None:
        assert unverified_payload(text) is None
