"""RSA public keys as publishers send them: PEM in one of many spellings, kept in one.

Source: ``registry-api.md`` section 4.8.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)

from opencredreg.errors import SignatureInvalid

__all__ = ["PublicKey", "parse_public_key"]

_UNUSABLE = "Invalid public_key. Should be a RSA key in PEM format."

_MIN_BITS = 2048
# Checking a signature costs more than linearly in the size of the key, and the sender chooses the key.
_MAX_BITS = 16384
_MAX_CHARS = 16384

_PEM = re.compile(
    r"\s*-----BEGIN (?P<label>[A-Z0-9 ]+)-----(?P<body>[A-Za-z0-9+/=\s]*)-----END (?P=label)-----\s*"
)
_LABELS = frozenset({"PUBLIC KEY", "RSA PUBLIC KEY"})


class PublicKey(msgspec.Struct, frozen=True):
    """An RSA public key.

    ``pem`` is the SubjectPublicKeyInfo PEM with plain newlines, ``fingerprint`` the SHA-256 of its DER
    in lower-case hex. Two keys are the same exactly when their fingerprints are.
    """

    pem: str
    fingerprint: str

    def load(self) -> RSAPublicKey:
        """The key as the cryptography library wants it."""
        key = load_pem_public_key(self.pem.encode("ascii"))
        # Only parse_public_key makes these structs, and it lets nothing else pass.
        assert isinstance(key, RSAPublicKey)
        return key


def parse_public_key(pem: str) -> PublicKey:
    r"""Read an RSA public key, PKCS#1 or SPKI, of 2048 to 16384 bits.

    Newlines may be ``\n``, CRLF, or the two characters backslash and n that a shell or a form leaves behind;
    white space around and inside the lines does not matter. Exactly one PEM block is expected.

    Raises:
        SignatureInvalid: the text is not such a key. The message is the one that clients of the signed
            envelope flow know, except for a size that is refused; the hint says more where we know more.
    """
    if len(pem) > _MAX_CHARS:
        raise SignatureInvalid(_UNUSABLE, hint="The text is far longer than any key.")
    block = _PEM.fullmatch(pem.replace("\\r", "\r").replace("\\n", "\n"))
    if block is None:
        raise SignatureInvalid(_UNUSABLE, hint="Expected one block from -----BEGIN … to -----END ….")
    if block["label"].endswith("PRIVATE KEY"):
        raise SignatureInvalid(
            _UNUSABLE,
            hint="This is a private key. Send the public key, and replace this pair: it is no longer secret.",
        )
    if block["label"] not in _LABELS:
        raise SignatureInvalid(_UNUSABLE, hint="Expected a PUBLIC KEY or RSA PUBLIC KEY block.")
    key = _load(block["body"])
    if not _MIN_BITS <= key.key_size <= _MAX_BITS:
        raise SignatureInvalid(
            f"Invalid public_key. The RSA key has {key.key_size} bits;"
            f" {_MIN_BITS} to {_MAX_BITS} are accepted.",
            hint="Make a new pair of 2048 bits or more, for example with openssl genrsa 3072.",
        )
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(
        pem=key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii"),
        fingerprint=hashlib.sha256(der).hexdigest(),
    )


def _load(body: str) -> RSAPublicKey:
    """The key inside a PEM block. The DER says by itself which of the two forms it has."""
    try:
        key = load_der_public_key(base64.b64decode("".join(body.split()), validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as problem:
        raise SignatureInvalid(_UNUSABLE) from problem
    if not isinstance(key, RSAPublicKey):
        raise SignatureInvalid(_UNUSABLE, hint="The key is a public key, but not an RSA one.")
    return key
