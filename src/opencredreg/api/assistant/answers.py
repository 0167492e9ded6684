"""What the routes of the Registry Assistant answer: 200 with ``Successful``, whatever the outcome.

Source: ``publishing.md`` sections 1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from opencredreg import clock
from opencredreg.api.call import Call
from opencredreg.crosswalk.assistant.convert import Converted
from opencredreg.crosswalk.assistant.messages import render_messages
from opencredreg.errors import InvalidInput, RegistryError
from opencredreg.findings import Finding
from opencredreg.publisher.drafts import base_of
from opencredreg.publisher.publishing import Published
from opencredreg.publisher.upkeep import Done
from opencredreg.registry.communities import Community

__all__ = [
    "ANSWER_SCHEMA",
    "delete_answer",
    "format_answer",
    "messages_of",
    "plain_answer",
    "publish_answer",
    "validate_answer",
]

_ONE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "Successful": {"type": "boolean"},
        "WasChanged": {"type": "boolean"},
        "Messages": {"type": "array", "items": {"type": "string"}},
        "CTID": {"type": "string"},
        "ResponseDate": {"type": "string"},
        "EnvelopeUrl": {"type": "string"},
        "RegistryEnvelopeIdentifier": {"type": "string"},
        "GraphUrl": {"type": "string"},
        "CredentialFinderUrl": {"type": "string"},
        "Payload": {"type": ["string", "null"]},
        "Findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
    },
    "required": ["Successful", "Messages"],
}
ANSWER_SCHEMA: dict[str, Any] = {"anyOf": [_ONE, {"type": "array", "items": _ONE}]}
"""What a request is answered with: about one resource, or about each of several in order."""

_UNCHANGED = "NOTE: Nothing was updated, because what was sent equals what is published."
_SANDBOX = "NOTE: This is a sandbox; what is published here can be wiped at any time."


def publish_answer(call: Call, community: Community, published: Published) -> dict[str, Any]:
    """The answer to publishing one resource."""
    draft, receipt = published.draft, published.receipt
    findings = draft.findings
    base = base_of(call.base_url, community)
    messages = render_messages(findings)
    if published.outcome == "not-tried" and published.error is not None:
        messages.append(f"Error - {published.error.message}")
    if published.outcome == "unchanged":
        messages.append(_UNCHANGED)
    if call.node.settings.publishing.sandbox:
        messages.append(_SANDBOX)
    answer: dict[str, Any] = {
        "Successful": published.is_taken,
        "WasChanged": receipt is not None and receipt.changed,
        "Messages": messages,
        "CTID": draft.ctid,
        "ResponseDate": clock.format_timestamp(int(clock.now())),
        "EnvelopeUrl": f"{base}/envelopes/{receipt.envelope_uuid}" if receipt is not None else "",
        "RegistryEnvelopeIdentifier": receipt.envelope_uuid if receipt is not None else "",
        "GraphUrl": f"{base}/graph/{draft.ctid}" if receipt is not None else "",
        "CredentialFinderUrl": f"{base}/resources/{draft.ctid}" if receipt is not None else "",
    }
    answer["Payload"] = None if draft.request.excludes_payload else _payload(draft)
    return _with_findings(call, answer, findings)


def format_answer(call: Call, draft: Converted) -> dict[str, Any]:
    """The answer to formatting one resource."""
    answer = {
        "Successful": draft.is_sound,
        "Messages": render_messages(draft.findings),
        "CTID": draft.ctid,
        "Payload": _payload(draft),
    }
    return _with_findings(call, answer, draft.findings)


def validate_answer(call: Call, draft: Converted) -> dict[str, Any]:
    """The answer to checking one resource."""
    answer = {"Successful": draft.is_sound, "Messages": render_messages(draft.findings)}
    return _with_findings(call, answer, draft.findings)


def delete_answer(done: Iterable[Done]) -> dict[str, Any]:
    """The answer to requests about published resources: successful when all of them are."""
    entries = list(done)
    messages = [
        f"Error - {text}" for one in entries if one.error is not None for text in messages_of(one.error)
    ]
    return {
        "Successful": bool(entries) and not messages,
        "WasChanged": any(one.changed for one in entries),
        "Messages": messages,
    }


def plain_answer(successful: bool, *messages: str) -> dict[str, Any]:
    """An answer of which nothing else is known."""
    return {"Successful": successful, "Messages": list(messages)}


def messages_of(error: RegistryError) -> list[str]:
    """An error of ours in the words of messages."""
    if isinstance(error, InvalidInput) and error.findings[0].code != error.code:
        return render_messages(error.findings)
    return [f"{error.message} {error.hint}".strip()]


def _payload(draft: Converted) -> str | None:
    """The document as a text; also of what was refused, as far as it could be made."""
    return draft.payload().decode() if draft.document else None


def _with_findings(call: Call, answer: dict[str, Any], findings: Iterable[Finding]) -> dict[str, Any]:
    """With ``?findings=true`` also what was found, with places, codes and suggestions."""
    if call.values.get("findings"):
        answer["Findings"] = msgspec.to_builtins(tuple(findings))
    return answer
