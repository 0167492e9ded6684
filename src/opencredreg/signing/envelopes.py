"""The request bodies of the signed envelope flow: envelopes and delete tokens.

Findings read ``<property> : <message>``, one for each problem, in the order in which the properties are
listed in the structs, because clients show them as they come.

Source: ``registry-api.md`` section 4.8; section 2.3 for ``resource_publish_type``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from opencredreg.clock import Timestamp
from opencredreg.errors import InvalidInput, SignatureInvalid
from opencredreg.findings import Finding
from opencredreg.ids import normalize_community
from opencredreg.signing.keys import PublicKey, parse_public_key
from opencredreg.signing.tokens import MAX_TOKEN_BYTES, VERIFICATION_FAILED, decode_signed

__all__ = [
    "DeleteClaims",
    "DeleteToken",
    "SignedEnvelope",
    "parse_delete_token",
    "parse_signed_envelope",
]

_ENVELOPE_TYPES = ("resource_data", "paradata", "json_schema")
_FORMATS = ("json", "xml")
_ENCODINGS = ("jwt",)
_PUBLISH_TYPES = ("primary", "secondary")
_VERSION = re.compile(r"(\d+\.)?(\d+\.)?(\*|\d+)", re.ASCII)

# Moments after the year 9999 cannot be written as a date; a token that names one is a mistake.
_MAX_SECONDS = 253_402_300_799


class SignedEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """A sound signed envelope. Its signature is checked when :meth:`document` is called.

    ``resource`` is the token and ``resource_public_key`` the PEM text, both as received; ``key`` is that key
    in its one form. ``envelope_community`` is in its stored form, ``envelope_id`` is empty when the sender
    names none.
    """

    envelope_type: str
    envelope_version: str
    envelope_community: str
    resource_format: str
    resource_encoding: str
    resource: str
    resource_public_key: str
    envelope_id: str
    resource_publish_type: str
    key: PublicKey

    def document(self, *, max_bytes: int = MAX_TOKEN_BYTES) -> bytes:
        """The published document: the payload of ``resource``, byte for byte as signed.

        Raises:
            SignatureInvalid: the token does not verify with the key of this envelope.
            LimitExceeded: the token is longer than ``max_bytes``.
        """
        return decode_signed(self.resource, self.key, max_bytes=max_bytes)


class DeleteClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What a delete token says about itself; ``None`` where it says nothing.

    ``ctid`` comes from ``ctid`` or ``ceterms:ctid``, in lower case; ``issued_at`` and ``expires_at`` from
    ``iat`` and ``exp``.
    """

    envelope_id: str | None = None
    ctid: str | None = None
    issued_at: Timestamp | None = None
    expires_at: Timestamp | None = None


class DeleteToken(msgspec.Struct, frozen=True, kw_only=True):
    """A delete token whose signature has been checked with its own key.

    The old flow signs any JSON at all, such as ``{"delete": true}``: whoever sees such a token can send it
    again, for any envelope of that key, for ever. Old clients do that, so it stays possible; but a token may
    name what it is for and how long it is good for, and then ``claims`` says so. The service must refuse a
    token whose claims name another envelope or CTID than the one addressed, and one that has expired.
    ``envelope_id`` is the field beside the token (empty when absent): it says what to delete, unsigned.
    """

    delete_token: str
    delete_token_format: str
    delete_token_encoding: str
    delete_token_public_key: str
    envelope_id: str
    key: PublicKey
    claims: DeleteClaims


def parse_signed_envelope(body: Mapping[str, object], community: str) -> SignedEnvelope:
    """Read the body of a signed publish request.

    Args:
        body: the decoded JSON object or form; unknown properties are ignored.
        community: the community of the address, which the body may repeat but not contradict. When it is
            empty, the body must name the community.

    ``resource_format: xml`` is a value that the old flow knows, but only JSON documents are taken here: it is
    answered by a finding with the code ``format-unsupported`` that says how to send the document instead.

    Raises:
        InvalidInput: properties are missing or break their rules; one finding for each.
        SignatureInvalid: ``resource_public_key`` is not a usable key.
    """
    fields = _Fields(body)
    envelope_type = fields.choice("envelope_type", _ENVELOPE_TYPES)
    envelope_version = fields.checked("envelope_version", _version_problem)
    envelope_community = _community(fields, community)
    resource_format = fields.choice("resource_format", _FORMATS)
    if resource_format == "xml":
        fields.add(
            "resource_format",
            "format-unsupported",
            "only 'json' is supported",
            hint="Send the document as JSON-LD, with resource_format json.",
        )
    resource_encoding = fields.choice("resource_encoding", _ENCODINGS)
    resource = fields.text("resource")
    resource_public_key = fields.text("resource_public_key")
    envelope_id = fields.optional("envelope_id")
    publish_type = fields.optional_choice("resource_publish_type", _PUBLISH_TYPES)
    fields.refuse("The envelope is not acceptable.")
    return SignedEnvelope(
        envelope_type=envelope_type,
        envelope_version=envelope_version,
        envelope_community=envelope_community,
        resource_format=resource_format,
        resource_encoding=resource_encoding,
        resource=resource,
        resource_public_key=resource_public_key,
        envelope_id=envelope_id,
        resource_publish_type=publish_type or "primary",
        key=parse_public_key(resource_public_key),
    )


def parse_delete_token(body: Mapping[str, object]) -> DeleteToken:
    """Read and verify a delete token; see :class:`DeleteToken` for what the caller has to check.

    Raises:
        InvalidInput: properties are missing or break their rules, or the token makes a claim that cannot be
            understood (a claim that is not understood must not be passed over).
        SignatureInvalid: the key is not usable, or the token does not verify with it, or holds no JSON.
    """
    fields = _Fields(body)
    delete_token = fields.text("delete_token")
    delete_token_format = fields.choice("delete_token_format", _FORMATS)
    delete_token_encoding = fields.choice("delete_token_encoding", _ENCODINGS)
    delete_token_public_key = fields.text("delete_token_public_key")
    envelope_id = fields.optional("envelope_id")
    fields.refuse("The delete token is not acceptable.")
    key = parse_public_key(delete_token_public_key)
    return DeleteToken(
        delete_token=delete_token,
        delete_token_format=delete_token_format,
        delete_token_encoding=delete_token_encoding,
        delete_token_public_key=delete_token_public_key,
        envelope_id=envelope_id,
        key=key,
        claims=_parse_claims(decode_signed(delete_token, key)),
    )


class _Fields:
    """Reads properties of a body, collecting a finding for each one that breaks its rule.

    What a reader returns for a property that has a finding is of no use; :meth:`refuse` comes before it.
    """

    def __init__(self, body: Mapping[str, object]) -> None:
        self._body = body
        self._findings: list[Finding] = []

    def add(self, name: str, code: str, message: str, *, hint: str = "") -> None:
        self._findings.append(
            Finding(code=code, severity="error", pointer=f"/{name}", message=f"{name} : {message}", hint=hint)
        )

    def refuse(self, message: str) -> None:
        """Raise what was found, if anything was."""
        if self._findings:
            raise InvalidInput(message, tuple(self._findings))

    def optional(self, name: str) -> str:
        value = self._body.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.add(name, "field-type", "Must be a text")
            return ""
        return value.strip()

    def text(self, name: str) -> str:
        value = self._body.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.add(name, "field-required", "is required")
        return self.optional(name)

    def checked(self, name: str, problem_of: Callable[[str], str]) -> str:
        text = self.text(name)
        problem = problem_of(text) if text else ""
        if problem:
            self.add(name, "field-value", problem)
        return text

    def choice(self, name: str, values: tuple[str, ...]) -> str:
        return self.checked(name, lambda text: _choice_problem(text, values))

    def optional_choice(self, name: str, values: tuple[str, ...]) -> str:
        text = self.optional(name)
        problem = _choice_problem(text, values) if text else ""
        if problem:
            self.add(name, "field-value", problem)
        return text


def _choice_problem(text: str, values: tuple[str, ...]) -> str:
    if text in values:
        return ""
    return f"Must be one of the values: {', '.join(repr(value) for value in values)}"


def _version_problem(text: str) -> str:
    return "" if _VERSION.fullmatch(text) else "Must be a version such as '1.0.0', '1.0' or '1.*'"


def _community(fields: _Fields, community: str) -> str:
    if not community:
        return normalize_community(fields.text("envelope_community"))
    named = fields.optional("envelope_community")
    if named and normalize_community(named) != normalize_community(community):
        fields.add(
            "envelope_community", "field-value", f"Must be '{normalize_community(community)}' at this address"
        )
    return normalize_community(community)


def _parse_claims(payload: bytes) -> DeleteClaims:
    """The claims in a verified payload. Any JSON is a sound payload; only objects can claim anything."""
    try:
        decoded = msgspec.json.decode(payload)
    except (ValueError, RecursionError) as problem:
        raise SignatureInvalid(VERIFICATION_FAILED) from problem
    if not isinstance(decoded, dict):
        return DeleteClaims()
    ctids = {ctid.lower() for name in ("ctid", "ceterms:ctid") if (ctid := _claimed_text(decoded, name))}
    if len(ctids) > 1:
        raise _unclear("ctid and ceterms:ctid name different resources")
    return DeleteClaims(
        envelope_id=_claimed_text(decoded, "envelope_id"),
        ctid=ctids.pop() if ctids else None,
        issued_at=_claimed_moment(decoded, "iat"),
        expires_at=_claimed_moment(decoded, "exp"),
    )


def _claimed_text(claims: Mapping[str, object], name: str) -> str | None:
    value = claims.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise _unclear(f"the claim {name} must be a text that is not empty")
    return value.strip()


def _claimed_moment(claims: Mapping[str, object], name: str) -> Timestamp | None:
    value = claims.get(name)
    if value is None:
        return None
    # To Python, true is a number.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MAX_SECONDS:
        raise _unclear(f"the claim {name} must be a number of seconds since 1970")
    return Timestamp(int(value * 1_000_000))


def _unclear(problem: str) -> InvalidInput:
    finding = Finding(
        code="delete-claim",
        severity="error",
        pointer="/delete_token",
        message=f"delete_token : {problem}",
    )
    return InvalidInput("The delete token is not acceptable.", (finding,))
