"""Signed envelopes: RSA keys, JWS tokens and the request bodies that carry them.

This is the publishing flow of the public guide, in which trust is the continuity of a key: who signed the
first version signs the next one. The room is pure: it reads no clock and no store, so whether a key is the
right one, and whether a token has expired, is decided by the service that asks.
"""

from __future__ import annotations

from opencredreg.signing.envelopes import (
    DeleteClaims,
    DeleteToken,
    SignedEnvelope,
    parse_delete_token,
    parse_signed_envelope,
)
from opencredreg.signing.keys import PublicKey, parse_public_key
from opencredreg.signing.tokens import decode_signed, encode_unsigned, unverified_payload

__all__ = [
    "DeleteClaims",
    "DeleteToken",
    "PublicKey",
    "SignedEnvelope",
    "decode_signed",
    "encode_unsigned",
    "parse_delete_token",
    "parse_public_key",
    "parse_signed_envelope",
    "unverified_payload",
]
