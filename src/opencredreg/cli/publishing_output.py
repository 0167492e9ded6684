"""What became of files that were published, told to people and programs in the places of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import msgspec

from opencredreg.cli.output import emit, emit_json, note
from opencredreg.cli.publishing_files import Entry
from opencredreg.cli.source_places import SourcePlaces
from opencredreg.cli.validation_output import CheckedSource, output_for
from opencredreg.client import Difference, ItemResult
from opencredreg.errors import InvalidInput, RegistryError
from opencredreg.findings import Finding
from opencredreg.jsonld.locations import locate, locate_fault, pointer_steps
from opencredreg.validation.checking import PlacedFinding, finding_value
from opencredreg.validation.wording import printable

__all__ = ["Told", "result_of_problem", "tell", "tell_differences", "tell_findings", "totals"]

_OUTCOMES: Final = ("created", "updated", "unchanged", "refused", "not-tried")
_DRY: Final = {"would-create": "created", "would-update": "updated", "would-keep": "unchanged"}
_SHOWN: Final = 200


class Told(msgspec.Struct, frozen=True):
    """An entry of a file and what became of it."""

    entry: Entry
    result: ItemResult


def result_of_problem(error: RegistryError) -> ItemResult:
    """The result of what could not even be sent."""
    findings = error.findings if isinstance(error, InvalidInput) else ()
    # An error whose only finding repeats it says more in its own words.
    own = Finding(code=error.code, severity="error", pointer="", message=error.message, hint=error.hint)
    return ItemResult(outcome="refused", findings=findings if len(findings) > 1 else (own,))


def tell(told: Sequence[Told], *, as_json: bool, verbose: bool, dry_run: bool) -> None:
    """Tell of everything: what was refused or remarked, and how much became what."""
    if as_json:
        emit_json({"dry_run": dry_run, "counts": _counts(told), "results": _values(told)})
        return
    for one in told:
        if verbose or not one.result.is_taken:
            emit(_line(one))
    tell_findings(told)
    emit(totals(told, dry_run=dry_run))


def tell_findings(told: Sequence[Told], *, aside: bool = False) -> None:
    """Tell of the findings file by file; ``aside`` where standard output is for data."""
    output = output_for("human", with_completeness=False, help_base="")
    for checked in _checked(told):
        text = output.take(checked)
        if text:
            (note if aside else emit)(text)


def tell_differences(told: Sequence[Told], *, as_json: bool) -> None:
    """Tell what is new and what would change, place by place."""
    if as_json:
        tell(told, as_json=True, verbose=False, dry_run=True)
        return
    for one in told:
        if one.result.outcome in ("would-create", "would-update"):
            emit(_line(one))
            for difference in one.result.difference or ():
                emit(_difference(difference))
    tell_findings(told)
    emit(totals(told, dry_run=True))


def totals(told: Sequence[Told], *, dry_run: bool) -> str:
    """How many became what."""
    counts = ", ".join(f"{outcome} {count:,}" for outcome, count in _counts(told).items())
    return f"would be: {counts}; nothing was stored" if dry_run else counts


def _counts(told: Sequence[Told]) -> dict[str, int]:
    found = Counter(_DRY.get(one.result.outcome, one.result.outcome) for one in told)
    return {outcome: found[outcome] for outcome in _OUTCOMES}


def _line(one: Told) -> str:
    place = one.entry.in_file("")
    words = [one.result.outcome.ljust(12), one.entry.source.source + (f" {place}" if place else "")]
    words += [text for text in (one.result.ctid, one.result.name) if text]
    return printable("  ".join(words)).rstrip()


def _difference(one: Difference) -> str:
    lines = [f"  {one.pointer or 'the whole'}"]
    if one.before is not None:
        lines.append(f"    - {_short(one.before)}")
    if one.after is not None:
        lines.append(f"    + {_short(one.after)}")
    return "\n".join(printable(line) for line in lines)


def _short(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _checked(told: Sequence[Told]) -> Iterator[CheckedSource]:
    """The findings of each file, with their lines: a file may hold many things, told of together."""
    for source, placed in _placed(told):
        counts = Counter(one.finding.severity for one in placed)
        yield CheckedSource(source=source, findings=placed, counts=counts)


def _placed(told: Sequence[Told]) -> Iterator[tuple[str, tuple[PlacedFinding, ...]]]:
    places = SourcePlaces()
    # Files are gone through in their order, because places in lists are found one behind the other.
    for source, group in groupby(told, key=lambda one: one.entry.source):
        findings = [
            msgspec.structs.replace(finding, pointer=one.entry.in_file(finding.pointer))
            for one in group
            for finding in one.result.findings
        ]
        if not findings:
            continue
        if not source.payload:
            fault = places.fault_of(source.source)
            yield source.source, tuple(PlacedFinding(one, "file", fault) for one in findings)
            continue
        fault = locate_fault(source.payload)
        found = locate(source.payload, [one.pointer for one in findings])
        placed = [PlacedFinding(one, _words(one.pointer), fault or found[one.pointer]) for one in findings]
        yield source.source, places.in_file(source, placed)


def _words(pointer: str) -> str:
    steps = [str(int(step) + 1) if step.isdecimal() else step for step in pointer_steps(pointer)]
    return " > ".join(steps) or "the whole"


def _values(told: Sequence[Told]) -> list[dict[str, Any]]:
    placed: dict[str, list[PlacedFinding]] = {}
    for source, found in _placed(told):
        placed.setdefault(source, []).extend(found)
    values = []
    for place, one in enumerate(told):
        of_source = placed.get(one.entry.source.source, [])
        count = len(one.result.findings)
        own, of_source[:count] = of_source[:count], []
        result: dict[str, Any] = msgspec.to_builtins(one.result)
        result |= {"place": place, "findings": [finding_value(finding) for finding in own]}
        values.append(
            {
                "source": one.entry.source.source,
                "pointer": one.entry.in_file(""),
                **{name: value for name, value in result.items() if value is not None},
            }
        )
    return values
