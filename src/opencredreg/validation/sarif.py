"""Findings as SARIF 2.1.0, the format in which code hosting services and editors take the results of checks.

Lines and columns count from 1, columns in characters (``columnKind``). Results carry the JSON pointer of their place
as a logical location, so nothing is lost where a text has no lines worth speaking of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from opencredreg.findings import Finding
from opencredreg.jsonld.locations import Location
from opencredreg.validation.catalogue import CODES
from opencredreg.validation.checking import PlacedFinding
from opencredreg.validation.rule import Rule
from opencredreg.validation.wording import remedies

__all__ = ["MEDIA_TYPE", "build_sarif", "message_of", "rule_address"]

MEDIA_TYPE: Final = "application/sarif+json"
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[str, str]] = {"error": "error", "warning": "warning", "note": "note", "off": "none"}


def build_sarif(
    results: Iterable[tuple[str, Sequence[PlacedFinding]]], *, version: str, help_base: str = ""
) -> dict[str, Any]:
    """A SARIF log with one run.

    Args:
        results: names of files, relative to where the check ran, with what was found in each.
        version: of this software.
        help_base: address of the page that explains the rules; without one the rules are named by URN.
    """
    rules: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    for file, placed in results:
        for one in placed:
            index = rules.setdefault(one.finding.code, len(rules))
            found.append(_result(file, one, index))
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "opencredreg",
                        "semanticVersion": version,
                        "rules": [_rule(code, help_base) for code in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": True}],
                "results": found,
            }
        ],
    }


def rule_address(code: str, help_base: str = "") -> str:
    """Where a rule is explained."""
    return f"{help_base}#{code}" if help_base else f"urn:opencredreg:rule:{code}"


def _rule(code: str, help_base: str) -> dict[str, Any]:
    rule = CODES.get(code)
    value: dict[str, Any] = {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "helpUri": rule_address(code, help_base),
    }
    if rule is None:
        text = "The text could not be read as a document."
        return {**value, "shortDescription": {"text": text}, "help": {"text": text}}
    return {
        **value,
        "shortDescription": {"text": rule.statement},
        "fullDescription": {"text": rule.statement},
        "help": {"text": _help(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.severity != "off"},
        "properties": {"tags": [rule.number], "source": rule.asked_by},
    }


def _help(rule: Rule) -> str:
    relaxed = ""
    if rule.read is not None and rule.read != rule.severity:
        relaxed = f" Where documents are only read, it counts as {rule.read}."
    return f"{rule.statement}{relaxed} Asked for by {rule.asked_by.partition(': ')[2]} (rule {rule.number})."


def _result(file: str, placed: PlacedFinding, index: int) -> dict[str, Any]:
    finding = placed.finding
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file, safe="/:!@~-._[]")}}
    if placed.location is not None:
        physical["region"] = _region(placed.location)
    place = {"fullyQualifiedName": finding.pointer or "/", "name": placed.place, "kind": "member"}
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": message_of(finding)},
        "locations": [{"physicalLocation": physical, "logicalLocations": [place]}],
        "partialFingerprints": {"place/v1": _fingerprint(file, finding)},
    }


def _region(place: Location) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def message_of(finding: Finding) -> str:
    """What a finding says, in one line: message, hint and suggestion."""
    suggestion, hint = remedies(finding)
    parts = (finding.message, f"Did you mean {suggestion}?" if suggestion else "", hint)
    return " ".join(part for part in parts if part)


def _fingerprint(file: str, finding: Finding) -> str:
    """The same for the same finding after lines have moved, so that services recognize it."""
    place = "\n".join((file, finding.code, finding.node, finding.pointer, finding.value))
    return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:32]
