"""What became of a finished document: the answers of the older routes in the shape of a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from opencredreg.client.answers import build_error, decode, expect_object, read_findings
from opencredreg.client.connections import Answer
from opencredreg.client.differences import iter_differences
from opencredreg.client.results import ItemResult
from opencredreg.findings import Finding
from opencredreg.ids import ctid_of_uri

__all__ = ["read_check", "read_publish"]

_REFUSED: Final = frozenset({400, 409, 412, 413, 422})
"""Statuses that speak of the document; others speak of who asks, or of the registry."""

_NAMES: Final = ("ceterms:name", "ceasn:name", "skos:prefLabel", "ceasn:competencyText")


def read_publish(body: bytes, answer: Answer) -> ItemResult:
    """The result of publishing a document.

    Raises:
        ClientError: the request as a whole was wrong.
    """
    main = _main_resource(body)
    if answer.status in _REFUSED:
        error = build_error(answer)
        message = error.detail or error.title
        findings = error.findings or (
            Finding(code="refused", severity="error", pointer="", message=message, hint=error.hint),
        )
        return _result("refused", main, findings)
    envelope = expect_object(decode(answer))
    headers = envelope.get("node_headers")
    history = headers.get("revision_history") if isinstance(headers, dict) else None
    is_new = not isinstance(history, list) or len(history) <= 1
    outcome = ("created" if is_new else "updated") if envelope.get("changed", True) else "unchanged"
    return _result(outcome, main, read_findings(envelope.get("findings")))


def read_check(
    body: bytes, checked: dict[str, Any], find_stored: Callable[[str], dict[str, Any] | None]
) -> ItemResult:
    """The result of a dry run: what the rules say, and what would change.

    Args:
        body: the document.
        checked: the answer of the validation.
        find_stored: finds the document that is stored under a CTID.
    """
    main = _main_resource(body)
    findings = read_findings(checked.get("findings"))
    if checked.get("sound") is not True:
        return _result("refused", main, findings)
    document = msgspec.json.decode(body)
    ctid = _ctid(main)
    stored = find_stored(ctid) if ctid is not None else None
    difference = tuple(iter_differences(stored, document)) if stored is not None else None
    outcome = "would-create" if difference is None else "would-update" if difference else "would-keep"
    return msgspec.structs.replace(_result(outcome, main, findings), document=document, difference=difference)


def _result(outcome: str, main: dict[str, Any], findings: tuple[Finding, ...]) -> ItemResult:
    kind = main.get("@type")
    first = kind[0] if isinstance(kind, list) and kind else kind
    return ItemResult(
        outcome=outcome,
        ctid=_ctid(main),
        name=_name(main),
        cls=first if isinstance(first, str) else None,
        findings=findings,
    )


def _main_resource(body: bytes) -> dict[str, Any]:
    """The resource that a document is about; nothing when it is no document."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    graph = value.get("@graph") if isinstance(value, dict) else None
    main = graph[0] if isinstance(graph, list) and graph else value
    return main if isinstance(main, dict) else {}


def _ctid(main: dict[str, Any]) -> str | None:
    for name in ("ceterms:ctid", "@id"):
        found = ctid_of_uri(str(main.get(name) or ""))
        if found is not None:
            return found
    return None


def _name(main: dict[str, Any]) -> str | None:
    for name in _NAMES:
        value = main.get(name)
        while isinstance(value, dict | list) and value:
            value = next(iter(value.values())) if isinstance(value, dict) else value[0]
        if isinstance(value, str):
            return value
    return None
