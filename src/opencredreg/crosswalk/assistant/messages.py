"""Findings as the flat messages of the compatible API: errors first, then warnings, then notes.

Source: ``publishing.md`` sections 3.2 and 8.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from opencredreg.findings import Finding, Severity

__all__ = ["in_words", "render_messages"]

_BEGINNINGS: Final[dict[Severity, str]] = {"error": "Error - ", "warning": "Warning - ", "note": "NOTE: "}
_MOST: Final = 200


def render_messages(findings: Iterable[Finding]) -> list[str]:
    """One text for each finding, with its place and what to do; equal ones once, and no more than 200."""
    rank = {severity: place for place, severity in enumerate(_BEGINNINGS)}
    texts = dict.fromkeys(
        _BEGINNINGS[finding.severity] + _text(finding)
        for finding in sorted(findings, key=lambda finding: rank[finding.severity])
    )
    if len(texts) <= _MOST:
        return list(texts)
    more = len(texts) - _MOST
    return [
        *list(texts)[:_MOST],
        f"NOTE: {more:,} more messages are not shown; POST /publish gives them all.",
    ]


def _text(finding: Finding) -> str:
    place = in_words(finding.pointer)
    text = f"{place}: {finding.message}" if place else finding.message
    return f"{text} {finding.hint}" if finding.hint else text


def in_words(pointer: str) -> str:
    """A JSON Pointer as people read it.

    >>> in_words("/Credential/Requires/0/Name")
    'Credential.Requires[0].Name'
    """
    text = ""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        text += f"[{name}]" if name.isdigit() else f".{name}" if text else name
    return text
