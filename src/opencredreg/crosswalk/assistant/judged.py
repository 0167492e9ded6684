"""What the validation profile says of a document, told at the places of the input that it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from opencredreg.crosswalk.assistant.convert import Converted
from opencredreg.findings import Finding

__all__ = ["merge_findings"]

_OF_REFERENCES: Final = frozenset({"reference-not-found", "reference-outside"})
_OF_NAMES: Final = frozenset({"main-resource-blank", "blank-node-no-webpage", "ctid-missing"})
"""What is said of a document whose main resource has no name yet; that its CTID is missing says it all."""

_NOT_RANDOM: Final = "ctid-not-uuid4"
_MISSING: Final = "required-missing"


def merge_findings(draft: Converted, findings: Iterable[Finding]) -> None:
    """Add what was found in a document, at the places of the input. What is told there already is left out."""
    told = {(finding.pointer, finding.severity) for finding in draft.findings}
    missing = {finding.pointer for finding in draft.findings if finding.code.startswith("required.")}
    said = {(finding.code, finding.pointer, finding.message) for finding in draft.findings}
    for finding in findings:
        if finding.code in _OF_REFERENCES:
            continue  # The references of the input were looked up already.
        if not draft.ctid and finding.code in _OF_NAMES:
            continue
        if finding.code == _NOT_RANDOM and finding.value[17:18] == "5":
            continue  # CTIDs that follow from identifiers are made so (section 9.1).
        pointer = draft.place_of(finding.pointer)
        if finding.code == _MISSING and _is_told(draft, finding, pointer, missing):
            continue
        if finding.code != _MISSING and (pointer, finding.severity) in told:
            continue
        if (finding.code, pointer, finding.message) in said:
            continue
        said.add((finding.code, pointer, finding.message))
        draft.findings.append(msgspec.structs.replace(finding, pointer=pointer))


def _is_told(draft: Converted, finding: Finding, pointer: str, missing: set[str]) -> bool:
    field = draft.request.kind.field_of(finding.suggestion or finding.property)
    names = {pointer, f"{pointer}/{field.name}"} if field is not None else {pointer}
    return bool(names & missing)
