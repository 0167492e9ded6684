"""What was found, told to people, programs, code hosting services and workflows."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import click
import msgspec

from opencredreg import __version__
from opencredreg.cli.source_places import file_of
from opencredreg.findings import Severity
from opencredreg.validation.checking import PlacedFinding, completeness_value, finding_value
from opencredreg.validation.completeness import USES, Completeness
from opencredreg.validation.github import render_annotation
from opencredreg.validation.sarif import build_sarif
from opencredreg.validation.wording import SEVERITIES, counted, printable, remedies, summary_of

__all__ = ["CheckedSource", "Output", "output_for"]

_COLOURS: Final[Mapping[Severity, str]] = {"error": "red", "warning": "yellow", "note": "cyan"}
_MISSING_TOLD: Final = 5


class CheckedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a file, checked."""

    source: str
    ctid: str = ""
    findings: tuple[PlacedFinding, ...]
    counts: Mapping[Severity, int]
    omitted: Mapping[str, int] = {}
    completeness: tuple[Completeness, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether there are no errors."""
        return not self.counts.get("error")


class Output(Protocol):
    """A way to tell. What ``take`` gives back is written at once, what ``finish`` gives back at the end."""

    counts: Counter[str]
    checked_count: int

    def take(self, checked: CheckedSource) -> str:
        """Take one document."""

    def finish(self) -> str:
        """Tell of the whole."""


def output_for(form: str, *, with_completeness: bool, help_base: str) -> Output:
    """The way to tell of a name: ``human``, ``json``, ``sarif`` or ``github``."""
    makers: dict[str, Callable[[], Output]] = {
        "human": lambda: _Human(with_completeness),
        "json": lambda: _Json(with_completeness),
        "sarif": lambda: _Sarif(help_base),
        "github": _GitHub,
    }
    return makers[form]()


class _Counting:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.checked_count = 0
        self.sound_count = 0

    def count(self, checked: CheckedSource) -> None:
        self.checked_count += 1
        self.sound_count += checked.is_sound
        self.counts.update(checked.counts)

    def summary(self) -> str:
        by_severity: dict[Severity, int] = {one: self.counts[one] for one in SEVERITIES}
        faulty = self.checked_count - self.sound_count
        end = f", {faulty:,} with errors" if faulty and self.checked_count > 1 else ""
        return f"{counted(self.checked_count, 'document')} checked{end}: {summary_of(by_severity)}."


class _Human(_Counting):
    """Grouped by document: severity, line and column, place in words, what is expected and what to do."""

    def __init__(self, with_completeness: bool) -> None:
        super().__init__()
        self._with_completeness = with_completeness

    def take(self, checked: CheckedSource) -> str:
        self.count(checked)
        lines = [line for one in checked.findings for line in self._finding(one)]
        left_out = sum(checked.omitted.values())
        if left_out:
            lines.append(f"  and {counted(left_out, 'more finding')} of the same kinds")
        if self._with_completeness:
            lines += [line for one in checked.completeness for line in self._score(one)]
        if not lines:
            return ""
        return "\n".join([_styled(printable(checked.source), bold=True), *lines, ""])

    def finish(self) -> str:
        text = self.summary()
        if not self.counts["error"]:
            return _styled(text, fg="green")
        return _styled(text, fg="red", bold=True)

    def _finding(self, placed: PlacedFinding) -> list[str]:
        finding = placed.finding
        word = _styled(finding.severity.ljust(7), fg=_COLOURS[finding.severity], bold=True)
        where = f"{placed.location.line}:{placed.location.column}" if placed.location is not None else ""
        lines = [f"  {word}  {where:>7}  {printable(placed.place)}", f"      {printable(finding.message)}"]
        suggestion, hint = remedies(finding)
        if suggestion:
            lines.append(f"      did you mean: {_styled(printable(suggestion), bold=True)}")
        if hint:
            lines.append(f"      hint: {printable(hint)}")
        rule = f"{finding.code}, {finding.rule}" if finding.rule else finding.code
        pointer = f" at {printable(finding.pointer)}" if finding.pointer else ""
        lines.append(_styled(f"      {rule}{pointer}", dim=True))
        return lines

    def _score(self, one: Completeness) -> list[str]:
        name = f" “{one.name}”" if one.name else ""
        lines = [f"  {one.score:>3} of 100  {one.type}{printable(name)}"]
        for missing in one.missing[:_MISSING_TOLD]:
            lines.append(f"      add {' or '.join(missing.terms)}: {USES[missing.use]}")
        if len(one.missing) > _MISSING_TOLD:
            lines.append(f"      and {len(one.missing) - _MISSING_TOLD} more that are recommended")
        return lines


class _Json(_Counting):
    """One value. Documents of which there is nothing to tell are only counted."""

    def __init__(self, with_completeness: bool) -> None:
        super().__init__()
        self._with_completeness = with_completeness
        self._documents: list[dict[str, Any]] = []

    def take(self, checked: CheckedSource) -> str:
        self.count(checked)
        if not checked.findings and not self._with_completeness:
            return ""
        value: dict[str, Any] = {
            "source": checked.source,
            "ctid": checked.ctid,
            "sound": checked.is_sound,
            "counts": {severity: checked.counts.get(severity, 0) for severity in SEVERITIES},
            "findings": [finding_value(one) for one in checked.findings],
            "omitted": dict(checked.omitted),
        }
        if self._with_completeness:
            value["completeness"] = completeness_value(checked.completeness)
        self._documents.append(value)
        return ""

    def finish(self) -> str:
        counts = {severity: self.counts[severity] for severity in SEVERITIES}
        value = {
            "sound": not counts["error"],
            "checked": self.checked_count,
            "counts": counts,
            "documents": self._documents,
        }
        return msgspec.json.encode(value).decode()


class _Sarif(_Counting):
    """A SARIF log, for code hosting services and editors."""

    def __init__(self, help_base: str) -> None:
        super().__init__()
        self._help_base = help_base
        self._results: list[tuple[str, tuple[PlacedFinding, ...]]] = []

    def take(self, checked: CheckedSource) -> str:
        self.count(checked)
        self._results.append((_relative(checked.source), checked.findings))
        return ""

    def finish(self) -> str:
        log = build_sarif(self._results, version=__version__, help_base=self._help_base)
        return msgspec.json.format(msgspec.json.encode(log), indent=2).decode()


class _GitHub(_Counting):
    """Workflow commands, and the summary as the last line."""

    def take(self, checked: CheckedSource) -> str:
        self.count(checked)
        file = _relative(checked.source)
        return "\n".join(render_annotation(file, one) for one in checked.findings)

    def finish(self) -> str:
        return self.summary()


def _relative(source: str) -> str:
    """The file of a source as services name files: below the folder in which the check ran."""
    file = file_of(source)
    with contextlib.suppress(ValueError):  # On another drive there is no way from here to there.
        file = os.path.relpath(file) if os.path.isabs(file) else os.path.normpath(file)
    return file.replace(os.sep, "/")


def _styled(text: str, **style: Any) -> str:
    return text if os.environ.get("NO_COLOR") else click.style(text, **style)
