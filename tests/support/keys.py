"""RSA key pairs for the tests of signatures; making one takes a while, so tests share them."""

from __future__ import annotations

import base64
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jws
from joserfc.jwk import RSAKey

__all__ = ["Pair"]


class Pair:
    """A key pair in the spellings that publishers use."""

    def __init__(self, bits: int = 2048) -> None:
        self._key = rsa.generate_private_key(65537, bits)
        public = self._key.public_key()
        self.spki = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.pkcs1 = public.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
        self.private = self._key.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        ).decode()

    @cached_property
    def _jwk(self) -> RSAKey:
        return RSAKey.import_key(self.private)

    def sign_segments(self, header: bytes, payload: bytes) -> str:
        """A token with any header at all, with a good RS256 signature."""
        signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (header, payload))
        signature = self._key.sign(signed, PKCS1v15(), SHA256())
        return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()

    def sign(self, payload: bytes, **header: object) -> str:
        """A token made by another library than the one that checks it."""
        return jws.serialize_compact({"alg": "RS256", **header}, payload, self._jwk, algorithms=["RS256"])
