"""What was found in a document, as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.findings import Finding, Severity
from opencredreg.jsonld.locations import Location
from opencredreg.validation.checking import Checked, PlacedFinding
from opencredreg.validation.completeness import Completeness
from opencredreg.validation.outline import Outline, build_outline
from opencredreg.validation.wording import SEVERITIES, counted, remedies, summary_of
from opencredreg.web.text import whole
from opencredreg.web.validation.forms import CheckForm

__all__ = ["Excerpt", "FindingGroup", "ResultView", "Row", "build_excerpt", "build_view"]

_FINDINGS_SHOWN: Final = 300
_SCORES_SHOWN: Final = 20
_OUTLINE_SIZE: Final = 1_500
_EXCERPT_LINES: Final = 3
_EXCERPT_WIDTH: Final = 160
_ECHOED_BYTES: Final = 200_000
_HEADINGS: Final[Mapping[Severity, str]] = {"error": "Errors", "warning": "Warnings", "note": "Notes"}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with the anchor of its place in the outline, empty where there is no outline."""

    finding: Finding
    suggestion: str
    hint: str
    place: str
    line: int | None
    anchor: str


class FindingGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one severity; ``total`` counts also those that are not shown."""

    severity: Severity
    heading: str
    total: int
    rows: tuple[Row, ...]


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Some lines of a text around the one in which it stops being JSON, as numbers and texts."""

    lines: tuple[tuple[int, str], ...]
    fault_line: int


class ResultView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page with the result shows."""

    is_sound: bool
    verdict: str
    explanation: str
    groups: tuple[FindingGroup, ...]
    hidden_findings: int
    outline: Outline | None
    excerpt: Excerpt | None
    scores: tuple[Completeness, ...]
    hidden_scores: int
    curl: str
    text: str | None


def build_view(checked: Checked, form: CheckForm, vocabulary: Vocabulary, *, base_url: str) -> ResultView:
    """What the page shows of a document.

    Args:
        checked: what was found.
        form: how it was asked for.
        vocabulary: for the names of classes.
        base_url: of the node, for the command that does the same.
    """
    shown = _gravest(checked.findings)
    outline = None
    if checked.document is not None:
        findings = [one.finding for one in shown]
        outline = build_outline(checked.document, vocabulary, findings, size=_OUTLINE_SIZE)
    anchors = outline.anchors if outline is not None else [""] * len(shown)
    rows = [_row(one, anchor) for one, anchor in zip(shown, anchors, strict=True)]
    counts = checked.report.counts
    return ResultView(
        is_sound=checked.report.is_sound,
        verdict=_verdict(counts),
        explanation=_explanation(checked, form),
        groups=tuple(_group(severity, counts, rows) for severity in SEVERITIES if counts.get(severity)),
        hidden_findings=sum(counts.values()) - len(rows),
        outline=outline,
        excerpt=_fault(form.document, checked) if checked.document is None else None,
        scores=checked.completeness[:_SCORES_SHOWN],
        hidden_scores=max(0, len(checked.completeness) - _SCORES_SHOWN),
        curl=_curl(form, base_url),
        text=echo(form.document),
    )


def echo(document: bytes) -> str | None:
    """The document as the page can show it again, to its end; ``None`` for one that is too large or no text."""
    if len(document) > _ECHOED_BYTES:
        return None
    try:
        return whole(document.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def _gravest(findings: Sequence[PlacedFinding]) -> list[PlacedFinding]:
    """As many findings as a page can hold, the gravest, in the order of their places."""
    ranked = sorted(
        range(len(findings)), key=lambda place: SEVERITIES.index(findings[place].finding.severity)
    )
    return [findings[place] for place in sorted(ranked[:_FINDINGS_SHOWN])]


def _row(placed: PlacedFinding, anchor: str) -> Row:
    suggestion, hint = remedies(placed.finding)
    return Row(
        finding=placed.finding,
        suggestion=suggestion,
        hint=hint,
        place=placed.place,
        line=placed.location.line if placed.location is not None else None,
        anchor=anchor,
    )


def _group(severity: Severity, counts: Mapping[Severity, int], rows: Sequence[Row]) -> FindingGroup:
    return FindingGroup(
        severity=severity,
        heading=_HEADINGS[severity],
        total=counts[severity],
        rows=tuple(row for row in rows if row.finding.severity == severity),
    )


def _verdict(counts: Mapping[Severity, int]) -> str:
    errors = counts.get("error", 0)
    if errors:
        return f"{counted(errors, 'error')} to mend"
    return "This document is sound"


def _explanation(checked: Checked, form: CheckForm) -> str:
    counts = checked.report.counts
    name = f"“{form.file_name}”" if form.file_name else "The document"
    items = checked.report.items
    told = f"{name} has {counted(items, 'resource')}." if items else f"{name} cannot be read."
    rest: dict[Severity, int] = {one: counts[one] for one in SEVERITIES[1:] if counts.get(one)}
    if not rest:
        return told if counts.get("error") else f"{told} There is nothing to remark."
    if counts.get("error"):
        return f"{told} Beside the errors there {_are(rest)} {summary_of(rest)}."
    return f"{told} There {_are(rest)} {summary_of(rest)}, and nothing that stands in the way."


def _are(counts: Mapping[Severity, int]) -> str:
    first = next(counts[one] for one in SEVERITIES if counts.get(one))
    return "is" if first == 1 else "are"


def _fault(document: bytes, checked: Checked) -> Excerpt | None:
    location = next((one.location for one in checked.findings if one.location is not None), None)
    return build_excerpt(document, location) if location is not None and document.strip() else None


def build_excerpt(document: bytes, location: Location) -> Excerpt:
    """The lines of a text around a place in it."""
    lines = document.split(b"\n")
    first = max(0, location.line - 1 - _EXCERPT_LINES)
    shown = []
    for number, line in enumerate(lines[first : location.line + _EXCERPT_LINES], first + 1):
        text = line[:1_000_000].decode("utf-8", "replace").rstrip("\r")
        # In a long line the place counts, and not its beginning.
        start = max(0, location.column - _EXCERPT_WIDTH // 2) if number == location.line else 0
        cut = text[start : start + _EXCERPT_WIDTH]
        shown.append((number, f"{'…' if start else ''}{cut}{'…' if start + len(cut) < len(text) else ''}"))
    return Excerpt(lines=tuple(shown), fault_line=location.line)


def _curl(form: CheckForm, base_url: str) -> str:
    query = {"mode": form.mode, "least": form.least} | (
        {"community": form.community} if form.community else {}
    )
    return f"curl --data-binary @document.json '{base_url}/validate?{urlencode(query)}'"
