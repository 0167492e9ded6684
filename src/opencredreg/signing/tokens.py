"""JWS compact tokens: RS256 in, nothing else; unsigned ones out, for the archive format only.

Source: ``registry-api.md`` sections 4.8 (signed tokens), 2.3 and 6.1 (node headers); RFC 7515.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from opencredreg.errors import LimitExceeded, SignatureInvalid
from opencredreg.signing.keys import PublicKey

__all__ = ["MAX_TOKEN_BYTES", "VERIFICATION_FAILED", "decode_signed", "encode_unsigned", "unverified_payload"]

MAX_TOKEN_BYTES = 64 * 1024 * 1024
"""The longest token that is read unless the caller says otherwise: about 48 MiB of payload."""

VERIFICATION_FAILED = (
    "JWT token failed verification. The token must be encoded using RS256. Also the private key, used for "
    "encoding, and the public_key provided must be from the same RSA pair."
)
"""The one message for a token that does not verify, whatever the reason."""


def decode_signed(token: str, key: PublicKey, *, max_bytes: int = MAX_TOKEN_BYTES) -> bytes:
    """The payload of an RS256 token that verifies with ``key``, byte for byte as it was signed.

    The algorithm is ours to choose, not the token's: anything but RS256 is refused, ``none`` and the HMAC
    family included, and so is every token with a critical header extension, because we know none. Base64url
    must be canonical, so that there is one spelling of one token.

    Raises:
        SignatureInvalid: not a JWS compact token, another algorithm, or another key.
        LimitExceeded: the token is longer than ``max_bytes``.
    """
    text = token.strip()
    if len(text) > max_bytes:
        raise LimitExceeded(
            f"The token is {len(text)} bytes long; at most {max_bytes} are read.",
            limit="token_bytes",
            value=max_bytes,
        )
    try:
        signed, _, signature = text.encode("ascii").rpartition(b".")
        header, _, payload = signed.partition(b".")
        _check_header(msgspec.json.decode(_decode(header), type=dict[str, object]))
        key.load().verify(_decode(signature), signed, PKCS1v15(), SHA256())
        return _decode(payload)
    except (InvalidSignature, ValueError, RecursionError) as problem:
        # Every reason gets the same answer, nesting without end included: a signature is good or it is not.
        raise SignatureInvalid(VERIFICATION_FAILED) from problem


def encode_unsigned(claims: Mapping[str, object]) -> str:
    """An unsigned JWT (algorithm ``none``), the form of ``node_headers`` in transaction dumps.

    It proves nothing, and no function of this room accepts it: :func:`decode_signed` refuses it always.
    """
    return f"{_UNSIGNED_HEADER}.{_encode(msgspec.json.encode(dict(claims)))}."


def unverified_payload(token: str) -> bytes | None:
    """The payload of a token whose signature is not looked at; ``None`` when the text is not a token.

    For reading old archives, whose truth rests on where they came from. Never use it to decide what somebody
    may do.
    """
    try:
        header, payload, signature = token.strip().encode("ascii").split(b".")
        _decode(header)
        _decode(signature)
        return _decode(payload)
    except ValueError:
        return None


def _check_header(header: dict[str, object]) -> None:
    if header.get("alg") != "RS256":
        raise ValueError("the algorithm is not RS256")
    if "crit" in header or "b64" in header:
        raise ValueError("the header asks for an extension")


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(segment: bytes) -> bytes:
    """Canonical base64url without padding, or ValueError."""
    data = base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))
    # Python's decoder skips characters outside the alphabet and ignores spare bits; the way back does not.
    if base64.urlsafe_b64encode(data).rstrip(b"=") != segment:
        raise ValueError("not canonical base64url")
    return data


_UNSIGNED_HEADER = _encode(b'{"alg":"none"}')
