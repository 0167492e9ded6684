"""Every quirk of the wire format: which status and which body an error of ours has for an old client.

Services know nothing of this, and new routes do not use it. Source: ``registry-api.md`` sections 1.7, 3.6, 4.8, 8;
``architecture.md`` section 6, decisions 3 and 13.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from opencredreg.accounts.policy import NotPublisherOf
from opencredreg.api.call import Call, CommunityMismatch, ParameterErrors
from opencredreg.api.operation import ErrorStyle
from opencredreg.errors import (
    Conflict,
    Gone,
    InvalidInput,
    LimitExceeded,
    MalformedJSON,
    NotAuthenticated,
    NotAuthorized,
    NotFound,
    PreconditionFailed,
    RegistryError,
    SignatureInvalid,
    Unavailable,
)
from opencredreg.findings import Finding
from opencredreg.query.problems import QueryInvalid
from opencredreg.registry.publish_requests import Refusal
from opencredreg.registry.publish_types import NotAPublishType, NotUnique
from opencredreg.registry.signed import KeyMismatch

__all__ = ["error_response", "refusal_value", "status_of", "wire_error"]

_STATUS: tuple[tuple[type[RegistryError], int], ...] = (
    # The first class that fits counts, so subclasses stand before their parents.
    (ParameterErrors, 400),
    (CommunityMismatch, 422),
    (MalformedJSON, 400),
    (InvalidInput, 422),
    (SignatureInvalid, 400),
    (NotAuthenticated, 401),
    (NotPublisherOf, 401),  # Quirk 9: the wrong owner is 401, the wrong role 403.
    (NotAuthorized, 403),
    (Gone, 410),
    (NotFound, 404),
    (NotUnique, 422),
    (PreconditionFailed, 412),
    (Conflict, 422),
    (Unavailable, 503),
)
_LIMIT_STATUS = {
    "limits.payload_bytes": 413,
    "limits.request_seconds": 408,
    "publishing.sandbox_accounts_per_hour": 429,
}
_OF_THE_CALLER = (NotAuthenticated, NotAuthorized, NotFound, CommunityMismatch)
_OF_FIELDS = ("field-", "format-", "delete-")
_NO_TYPE = "Cannot load json-schema. @type is required"


def status_of(error: RegistryError) -> int:
    """The status of an error, the same on wire routes and on our own."""
    if isinstance(error, LimitExceeded):
        return _LIMIT_STATUS.get(error.limit, 422)
    if isinstance(error, QueryInvalid):
        return 422 if error.too_large else 400
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return 500


def error_response(error: RegistryError, call: Call | None, style: ErrorStyle) -> Response:
    """The answer to a request that ended in an error."""
    if style == "problem":
        return problem_response(error, call)
    return wire_error(error, call, style)


def wire_error(error: RegistryError, call: Call | None, style: ErrorStyle) -> Response:
    """The old body shapes."""
    status = status_of(error)
    body: dict[str, Any]
    if style == "messages":
        body = {"Successful": False, "Messages": [f"Error - {error.message} {error.hint}".strip()]}
    elif style == "assistant" and not isinstance(error, NotAuthenticated | NotAuthorized):
        body = _assistant_refusal(error)
    elif style == "query" and not isinstance(error, _OF_THE_CALLER):
        body = {"error": error.message, "errors": _places(error)}
    elif isinstance(error, QueryInvalid):
        body = {"errors": [problem.message for problem in error.problems]}
    elif isinstance(error, ParameterErrors):
        body = {"errors": error.messages}
    elif isinstance(error, CommunityMismatch):
        body = {"errors": [error.message]}
    elif isinstance(error, NotAuthorized) and not isinstance(error, NotPublisherOf):
        body = {"error": error.message}
    elif style == "publish" and isinstance(error, InvalidInput):
        status, body = _publish_refusal(error, status)
    elif style == "publish" and isinstance(error, NotUnique):
        body = {"errors": [[error.message]]}
    elif style == "error" and isinstance(error, InvalidInput | Conflict):
        body = {"error": error.message}
    elif style in ("signed", "delete-token") and call is not None:
        status, body = _signed_refusal(error, status, call, style)
    else:
        body = {"errors": [error.message]}
    if call is not None and isinstance(error, InvalidInput) and _wants_findings(call):
        body["findings"] = msgspec.to_builtins(error.findings)
    return Response(
        msgspec.json.encode(body), status, media_type="application/json", headers=_headers(error, call)
    )


def problem_response(error: RegistryError, call: Call | None) -> Response:
    """Problem details (RFC 9457) with our findings."""
    status = status_of(error)
    body: dict[str, Any] = {
        "type": f"urn:opencredreg:error:{error.code}",
        "title": (type(error).__doc__ or error.code).splitlines()[0].split(". ")[0].rstrip("."),
        "status": status,
        "detail": error.message,
    }
    if error.hint:
        body["hint"] = error.hint
    if isinstance(error, InvalidInput):
        body["findings"] = msgspec.to_builtins(error.findings)
    return Response(
        msgspec.json.encode(body),
        status,
        media_type="application/problem+json",
        headers=_headers(error, call),
    )


def _headers(error: RegistryError, call: Call | None) -> dict[str, str]:
    headers = {}
    if isinstance(error, Unavailable):
        headers["Retry-After"] = "2"
    if status_of(error) == 429:
        headers["Retry-After"] = "3600"
    if isinstance(error, NotAuthenticated):
        headers["WWW-Authenticate"] = "Token"
    if isinstance(error, Gone) and error.history_of and call is not None:
        community = quote(call.community.name)
        name = quote(error.history_of, safe="")
        headers["Link"] = (
            f'<{call.base_url}/api/communities/{community}/history/{name}>; rel="version-history"'
        )
    return headers


def _assistant_refusal(error: RegistryError) -> dict[str, Any]:
    """The envelope of the hosted search API: ``valid`` is false and ``status`` says why (search.md section 11)."""
    return {
        "data": [],
        "valid": False,
        "status": error.message,
        "extra": {"TotalResults": 0},
        "errors": _places(error),
    }


def _places(error: RegistryError) -> list[dict[str, Any]]:
    """What is wrong, place by place (search.md section 10.1)."""
    if isinstance(error, QueryInvalid):
        return [
            {
                "path": problem.path,
                "code": problem.code,
                "message": problem.message,
                "did_you_mean": list(problem.did_you_mean),
            }
            for problem in error.problems
        ]
    messages = error.messages if isinstance(error, ParameterErrors) else [error.message]
    return [{"path": "", "code": error.code, "message": message, "did_you_mean": []} for message in messages]


def _wants_findings(call: Call) -> bool:
    return call.query.get("findings", [""])[-1].lower() in ("true", "1", "yes")


def _signed_refusal(
    error: RegistryError, status: int, call: Call, style: ErrorStyle
) -> tuple[int, dict[str, Any]]:
    """Section 4.8: one text for each problem, and the schemas that say what is right."""
    if style == "delete-token" and isinstance(error, KeyMismatch):
        return status, {"error": error.message}
    if isinstance(error, MalformedJSON) or not isinstance(error, InvalidInput | NotFound):
        return status, {"errors": [error.message]}
    body: dict[str, Any] = {"errors": [error.message]}
    if isinstance(error, InvalidInput):
        fields = [finding for finding in error.findings if finding.code.startswith(_OF_FIELDS)]
        if any(finding.code == "graph-empty" or _is_type_missing(finding) for finding in error.findings):
            return 400, {"errors": [_NO_TYPE]}
        if fields:
            body["errors"] = [finding.message for finding in fields]
        elif error.findings[0].code != InvalidInput.code:
            problems = [
                f"{name} : {text}"
                for name, text in _messages_by_property(error.findings, error.message).items()
            ]
            body["errors"] = [
                f"Resource JSON Schema validation errors: {msgspec.json.encode(problems).decode()}"
            ]
    elif error.kind != "signed-envelope":
        return status, body
    names = ("delete_envelope",) if style == "delete-token" else ("envelope", "json_ld")
    body["json_schema"] = [f"{call.base_url}/schemas/{name}" for name in names]
    return status, body


def _is_type_missing(finding: Finding) -> bool:
    """Whether the class of the main resource is missing, by which the old registry chose its schema."""
    return finding.code == "required" and finding.pointer in ("/@type", "/@graph/0/@type")


def _publish_refusal(error: InvalidInput, status: int) -> tuple[int, dict[str, Any]]:
    """Section 4.1: one object, one entry for each property name; all else stands under ``_``."""
    if isinstance(error, MalformedJSON):
        return status, {"errors": [error.message]}
    if isinstance(error, NotAPublishType):
        return status, {"errors": [[error.message]]}
    if any(finding.code == "graph-empty" for finding in error.findings):
        return 400, {"errors": [_NO_TYPE]}
    return status, {"errors": [_messages_by_property(error.findings, error.message)]}


def refusal_value(refusal: Refusal) -> list[Any]:
    """Why publishing in the background failed: what is wrong, and a status.

    Source: ``registry-api.md`` section 3.14.
    """
    if not refusal.code:
        return [[refusal.message], 500]
    if refusal.code == MalformedJSON.code:
        return [[refusal.message], 400]
    if refusal.findings:
        return [_messages_by_property(refusal.findings, refusal.message), 422]
    return [[refusal.message], 422]


def _messages_by_property(findings: Iterable[Finding], message: str) -> dict[str, str]:
    """What is wrong with a document as old clients know it: one entry for each name of a property.

    What is no property that is missing stands under ``_``. Source: ``registry-api.md`` section 4.1.
    """
    entries: dict[str, str] = {}
    for finding in findings:
        if finding.severity != "error":
            continue
        if finding.code == "required":
            entries.setdefault(finding.pointer.rsplit("/", 1)[-1], "is required")
        elif finding.code in ("unknown-context", "unsupported-context"):
            entries.setdefault("@context", finding.message)
        elif finding.code == "required-missing":
            entries.setdefault(finding.suggestion, "is required")
        elif finding.property:
            entries.setdefault(finding.property, finding.message)
        else:
            entries.setdefault("_", finding.message)
    return entries or {"_": message}
