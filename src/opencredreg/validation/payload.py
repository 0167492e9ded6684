"""Judging bytes: what is not a document at all becomes a finding like any other.

Source: ``validation-profile.md`` rules R01 and R02.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.errors import InvalidInput, LimitExceeded, MalformedJSON, RegistryError
from opencredreg.findings import Finding
from opencredreg.jsonld.document import Document, Item, decode_json, parse_document
from opencredreg.validation.catalogue import CODES
from opencredreg.validation.engine import Report, Validator
from opencredreg.validation.place import escape
from opencredreg.validation.rules.document import DUPLICATE_KEY
from opencredreg.validation.run import place_in_order
from opencredreg.validation.surroundings import Surroundings

__all__ = ["check_payload", "find_duplicate_keys", "parse_any_document"]

_NO_CONTEXTS: Final[Mapping[str, Any]] = {}


def check_payload(
    payload: bytes,
    validator: Validator,
    surroundings: Surroundings | None = None,
    contexts: Mapping[str, Any] = _NO_CONTEXTS,
) -> Report:
    """Judge the bytes of a document.

    Never raises for what is in the bytes: text that is not JSON gives a report with that one finding.
    """
    try:
        document = parse_any_document(payload)
    except (MalformedJSON, InvalidInput, LimitExceeded) as error:
        return _broken(error, validator)
    report = validator.validate(document, surroundings, contexts)
    if validator.profile.mode == "gate":
        return report
    level = validator.profile.level(DUPLICATE_KEY)
    if level == "off" or (level != "error" and validator.profile.least == "error"):
        return report
    duplicates = [
        Finding(
            code=DUPLICATE_KEY.code,
            severity=level,
            pointer=pointer,
            message="This key stands twice in its object, and only the last one counts.",
            hint="Keep one of the two.",
            source=DUPLICATE_KEY.asked_by,
            rule=DUPLICATE_KEY.number,
        )
        for pointer in find_duplicate_keys(payload)
    ]
    if not duplicates:
        return report
    counts = {**report.counts, level: report.counts.get(level, 0) + len(duplicates)}
    findings = tuple(sorted((*duplicates, *report.findings), key=place_in_order))
    return msgspec.structs.replace(report, findings=findings, counts=counts)


def parse_any_document(payload: bytes) -> Document:
    """Parse a document; a bare list of items is read as a graph without a name.

    Raises:
        MalformedJSON: not JSON.
        InvalidInput: neither an object nor a list with objects.
        LimitExceeded: nested deeper than any document can be.
    """
    if payload.lstrip()[:1] != b"[":
        return parse_document(payload)
    entries = decode_json(payload)
    if not any(isinstance(entry, dict) for entry in entries):
        return parse_document(payload)
    items = tuple(
        Item(raw=b"", value=entry, position=position)
        for position, entry in enumerate(entries)
        if isinstance(entry, dict)
    )
    strays = tuple(position for position, entry in enumerate(entries) if not isinstance(entry, dict))
    return Document(payload.lstrip(), "graph", {}, None, items, "list", strays)


def find_duplicate_keys(payload: bytes) -> list[str]:
    """The JSON pointers of keys that stand more than once in their object (their last place).

    >>> find_duplicate_keys(b'{"a": [{"b": 1, "b": 2}]}')
    ['/a/0/b']
    """
    found = False

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        value = dict(pairs)
        if len(value) != len(pairs):
            found = True
            counts: dict[str, int] = {}
            for key, _ in pairs:
                counts[key] = counts.get(key, 0) + 1
            return _Doubled(value, [key for key, count in counts.items() if count > 1])
        return value

    try:
        value = json.loads(payload.removeprefix(b"\xef\xbb\xbf"), object_pairs_hook=note)
    except (ValueError, RecursionError):
        return []
    return sorted(_doubled_below(value)) if found else []


class _Doubled(dict[str, Any]):
    """An object that had some keys more than once."""

    def __init__(self, value: dict[str, Any], keys: list[str]) -> None:
        super().__init__(value)
        self.keys_twice = keys


def _doubled_below(root: Any) -> list[str]:
    found: list[str] = []
    waiting: list[tuple[str, Any]] = [("", root)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, _Doubled):
            found += [f"{pointer}/{escape(key)}" for key in value.keys_twice]
        if isinstance(value, dict):
            waiting += [(f"{pointer}/{escape(key)}", entry) for key, entry in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{place}", entry) for place, entry in enumerate(value)]
    return found


def _broken(error: RegistryError, validator: Validator) -> Report:
    own = error.findings if isinstance(error, InvalidInput) else ()
    code = "document-limit" if isinstance(error, LimitExceeded) else "malformed-json"
    known = tuple(
        msgspec.structs.replace(found, rule=CODES[found.code].number, source=CODES[found.code].asked_by)
        if found.code in CODES
        else found
        for found in own
    )
    findings = known or (
        Finding(
            code=code,
            severity="error",
            pointer="",
            message=str(error),
            hint=error.hint,
            source=CODES[code].asked_by,
            rule=CODES[code].number,
        ),
    )
    return Report(
        findings=findings, counts={"error": len(findings)}, omitted={}, mode=validator.profile.mode, items=0
    )
