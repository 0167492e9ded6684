"""Trying plain input in the browser: what somebody wrote, converted and checked. Nothing is stored.

It does what ``POST /assistant/{type}/format`` does without a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from starlette.requests import Request

from opencredreg.api.body import read_body
from opencredreg.crosswalk.assistant.examples import EXAMPLE_OWNER
from opencredreg.crosswalk.assistant.messages import in_words
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.table import Kind
from opencredreg.errors import InvalidInput, LimitExceeded
from opencredreg.findings import Finding, Severity
from opencredreg.jsonld.document import decode_json, parse_document
from opencredreg.jsonld.locations import locate, locate_fault
from opencredreg.publisher.bodies import require_depth, require_number
from opencredreg.publisher.drafts import build_drafts, check_drafts
from opencredreg.registry.access import may_read
from opencredreg.settings.limits import LimitSettings
from opencredreg.validation.wording import SEVERITIES, remedies
from opencredreg.web.assistant.view import pretty
from opencredreg.web.finder.visit import Visit
from opencredreg.web.validation.forms import parse_fields
from opencredreg.web.validation.view import Excerpt, build_excerpt

__all__ = ["MOST_BYTES", "Made", "Tried", "TriedRow", "fault_of", "read_text", "try_text"]

MOST_BYTES: Final = 500_000
"""How much the form takes: far more than anybody writes by hand."""
_AROUND: Final = 10_000
_FINDINGS_SHOWN: Final = 200
_DOCUMENTS_SHOWN: Final = 10
_SHOWN_CHARACTERS: Final = 200_000


class TriedRow(msgspec.Struct, frozen=True):
    """A finding with its place in what was written, in words and as a line."""

    finding: Finding
    place: str
    line: int
    suggestion: str
    hint: str


class Made(msgspec.Struct, frozen=True):
    """A document that was made. ``hidden`` is how many of its characters are not shown."""

    name: str
    cls: str
    ctid: str
    text: str
    hidden: int


class Tried(msgspec.Struct, frozen=True):
    """What became of it."""

    rows: dict[Severity, tuple[TriedRow, ...]]
    counts: dict[Severity, int]
    made: tuple[Made, ...]
    hidden_documents: int

    @property
    def is_sound(self) -> bool:
        """Whether it could be published."""
        return not self.counts.get("error")


async def read_text(request: Request, limits: LimitSettings) -> bytes:
    """The text in the form of a request.

    Raises:
        LimitExceeded: it is larger than the form takes, or did not arrive in time.
        InvalidInput: the form is not put together as it should be.
    """
    most = min(MOST_BYTES, limits.payload_bytes)
    too_large = LimitExceeded(
        f"This form takes up to {most:,} bytes.",
        limit="limits.payload_bytes",
        value=most,
        hint="Send larger input to POST /format, or in parts.",
    )
    # One of the two kinds of forms spells a text in up to three times its length.
    body = await read_body(
        request, most=most * 3 + _AROUND, seconds=limits.request_seconds, too_large=too_large
    )
    fields, _ = parse_fields(request.headers.get("content-type", ""), body)
    text = fields.get("input", b"")
    if len(text) > most:
        raise too_large
    return text


def try_text(visit: Visit, kind: Kind, text: bytes) -> Tried:
    """Convert and check what somebody wrote.

    Raises:
        MalformedJSON: it is no JSON.
        LimitExceeded: it is nested too deeply, or holds more resources than are taken at a time.
        InvalidInput: it holds nothing, or names a community that is not there.
    """
    node = visit.node
    body = decode_json(text)
    if b"\\u0000" in text:
        # No store keeps this character, and this says so.
        parse_document(text)
    require_depth(node, body)
    requests = read_requests(kind, "publish", body)
    if not requests:
        raise InvalidInput(f"{kind.wrapper} is an empty list.", hint="Put a resource in it.")
    require_number(node, requests)
    name = requests[-1].community
    host = visit.request.headers.get("host", "")
    community = node.find_community(name) if name else node.default_community(host)
    if community is None:
        raise InvalidInput(
            "There is no such community.", hint="Name one of this registry in Registry, beside the resource."
        )
    is_open = may_read(node, visit.visitor.actor, community, visit.visitor.key)
    drafts = build_drafts(node, community, requests, visit.base_url, against_registry=is_open)
    check_drafts(node, community, drafts)
    made = tuple(
        _made(draft.name, draft.cls, draft.ctid, pretty(draft.document))
        for draft in drafts[:_DOCUMENTS_SHOWN]
        if draft.document
    )
    findings = [_forgiven(finding) for draft in drafts for finding in draft.findings]
    return _tried(text, findings, made, max(0, len(drafts) - _DOCUMENTS_SHOWN))


def fault_of(text: bytes) -> Excerpt | None:
    """The lines in which a text stops being JSON; ``None`` for JSON, and where nobody can say."""
    fault = locate_fault(text) if text.strip() else None
    return build_excerpt(text, fault) if fault is not None else None


def _forgiven(finding: Finding) -> Finding:
    """The organization of the examples is nowhere, so that nobody publishes in the name of another by accident."""
    if finding.code != "reference.not_in_registry" or finding.value.lower() != EXAMPLE_OWNER:
        return finding
    return msgspec.structs.replace(
        finding,
        severity="note",
        message="This is the organization of the example, which no registry has.",
        hint="Before you publish, put the CTID of your organization in its place.",
    )


def _tried(text: bytes, findings: Sequence[Finding], made: tuple[Made, ...], hidden: int) -> Tried:
    places = locate(text, (finding.pointer for finding in findings))
    rows: dict[Severity, tuple[TriedRow, ...]] = {}
    counts: dict[Severity, int] = {}
    left = _FINDINGS_SHOWN
    for severity in SEVERITIES:
        found = [finding for finding in findings if finding.severity == severity]
        if not found:
            continue
        counts[severity] = len(found)
        rows[severity] = tuple(
            TriedRow(one, in_words(one.pointer), places[one.pointer].line, *remedies(one))
            for one in found[:left]
        )
        left -= len(rows[severity])
    return Tried(rows, counts, made, hidden)


def _made(name: str, cls: str, ctid: str, text: str) -> Made:
    return Made(name, cls, ctid, text[:_SHOWN_CHARACTERS], max(0, len(text) - _SHOWN_CHARACTERS))
