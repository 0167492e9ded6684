"""Public keys come in many spellings and leave in one."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.errors import SignatureInvalid
from opencredreg.signing import parse_public_key

from .conftest import Pair

UNUSABLE = "Invalid public_key. Should be a RSA key in PEM format."


@pytest.mark.parametrize("form", ["spki", "pkcs1"])
@pytest.mark.parametrize(
    "spell",
    [
        str,
        lambda pem: pem.replace("\n", "\r\n"),
        lambda pem: pem.replace("\n", "\\n"),
        lambda pem: pem.replace("\n", "\\r\\n"),
        lambda pem: f"\n\n  {pem} \t\n",
        lambda pem: pem.replace("\n", "\n    "),
        lambda pem: pem.strip(),
    ],
)
def test_all_spellings_of_a_key_are_one_key(pair: Pair, form: str, spell: object) -> None:
    assert callable(spell)
    key = parse_public_key(spell(getattr(pair, form)))
    der = load_pem_public_key(pair.spki.encode()).public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    assert key.pem == pair.spki
    assert key.fingerprint == hashlib.sha256(der).hexdigest()
    assert parse_public_key(key.pem) == key


def test_another_key_is_another(pair: Pair, other_pair: Pair) -> None:
    assert parse_public_key(pair.spki).fingerprint != parse_public_key(other_pair.spki).fingerprint


def _pem(public: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> str:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "not a key",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
        _pem(ec.generate_private_key(ec.SECP256R1()).public_key()),
        _pem(ed25519.Ed25519PrivateKey.generate().public_key()),
    ],
)
def test_unusable_keys(pem: str) -> None:
    with pytest.raises(SignatureInvalid) as caught:
        parse_public_key(pem)
    assert caught.value.message == UNUSABLE


def test_a_private_key_is_refused_and_its_owner_warned(pair: Pair) -> None:
    with pytest.raises(SignatureInvalid) as caught:
        parse_public_key(pair.private)
    assert caught.value.message == UNUSABLE
    assert "private" in caught.value.hint


def test_two_keys_are_not_one(pair: Pair) -> None:
    with pytest.raises(SignatureInvalid, match="Should be a RSA key"):
        parse_public_key(pair.spki + pair.spki)


def test_a_very_long_text_is_refused(pair: Pair) -> None:
    with pytest.raises(SignatureInvalid, match="Should be a RSA key"):
        parse_public_key(pair.spki + " " * 100_000)


def test_a_short_key_is_refused_with_its_size() -> None:
    with pytest.raises(SignatureInvalid, match="1024 bits; 2048"):
        parse_public_key(Pair(1024).spki)


@given(st.text(max_size=200))
def test_nothing_else_than_a_key_is_a_key(text: str) -> None:
    for pem in (text, f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"):
        with pytest.raises(SignatureInvalid):
            parse_public_key(pem)
