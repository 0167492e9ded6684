"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from opencredreg.findings import Severity
from opencredreg.validation.checking import PlacedFinding
from opencredreg.validation.sarif import message_of
from opencredreg.validation.wording import printable

__all__ = ["render_annotation"]

_COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def render_annotation(file: str, placed: PlacedFinding) -> str:
    """One finding. Whatever it holds, it stays one command: line ends and separators are escaped."""
    finding = placed.finding
    properties = {"file": file}
    if placed.location is not None:
        properties |= {"line": str(placed.location.line), "endLine": str(placed.location.end_line)}
        properties |= {"col": str(placed.location.column), "endColumn": str(placed.location.end_column)}
    properties["title"] = f"{finding.code} ({placed.place})"
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(message_of(finding))}"


def _data(text: str) -> str:
    return "%0A".join(printable(line).replace("%", "%25") for line in text.splitlines())


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
