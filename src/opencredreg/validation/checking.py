"""One document, checked and put into words: what every door (command, API, page) shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.errors import InvalidInput, LimitExceeded
from opencredreg.findings import Finding
from opencredreg.jsonld.document import Document
from opencredreg.jsonld.locations import Location, locate, locate_fault
from opencredreg.validation.completeness import USES, Completeness, overall_score, score_document
from opencredreg.validation.engine import Report, Validator
from opencredreg.validation.payload import check_payload, parse_any_document
from opencredreg.validation.surroundings import Surroundings
from opencredreg.validation.wording import SEVERITIES, PlaceNames

__all__ = ["Checked", "PlacedFinding", "build_answer", "check", "completeness_value"]

_SCORES_TOLD: Final = 1_000


class PlacedFinding(msgspec.Struct, frozen=True):
    """A finding with its place in words and in the text; ``location`` is ``None`` when nobody can say."""

    finding: Finding
    place: str
    location: Location | None


class Checked(msgspec.Struct, frozen=True):
    """A document that was checked. ``document`` is ``None`` when the text is no document at all."""

    document: Document | None
    report: Report
    findings: tuple[PlacedFinding, ...]
    completeness: tuple[Completeness, ...]


def check(
    payload: bytes,
    validator: Validator,
    vocabulary: Vocabulary,
    surroundings: Surroundings | None = None,
    *,
    contexts: Mapping[str, Any] | None = None,
    with_completeness: bool = True,
) -> Checked:
    """Check a document and say where everything stands.

    Args:
        payload: the text, which need not be JSON.
        validator: with the profile to judge by.
        vocabulary: for names of classes and for what is recommended.
        surroundings: what is known of other documents.
        contexts: JSON-LD contexts that are known beside the bundled ones, by address.
        with_completeness: whether to score the resources.
    """
    report = check_payload(payload, validator, surroundings, contexts=contexts or {})
    try:
        document = parse_any_document(payload)
    except (InvalidInput, LimitExceeded):
        document = None
    scores: tuple[Completeness, ...] = ()
    if document is not None and with_completeness:
        scores = score_document(document, vocabulary, validator.profile.changes)
    return Checked(document, report, _placed(payload, document, report, vocabulary), scores)


def build_answer(checked: Checked) -> dict[str, Any]:
    """The answer of the API to a document."""
    report = checked.report
    return {
        "sound": report.is_sound,
        "mode": report.mode,
        "counts": {severity: report.counts.get(severity, 0) for severity in SEVERITIES},
        "findings": [finding_value(one) for one in checked.findings],
        "omitted": dict(report.omitted),
        "completeness": completeness_value(checked.completeness),
    }


def finding_value(placed: PlacedFinding) -> dict[str, Any]:
    """A finding as JSON, with its place."""
    value: dict[str, Any] = msgspec.to_builtins(placed.finding)
    value["place"] = placed.place
    if placed.location is not None:
        value["line"] = placed.location.line
        value["column"] = placed.location.column
    return value


def completeness_value(scores: tuple[Completeness, ...]) -> dict[str, Any]:
    """The scores of a document as JSON."""
    return {
        "score": overall_score(scores),
        "resources": [_score_value(one) for one in scores[:_SCORES_TOLD]],
        "omitted": max(0, len(scores) - _SCORES_TOLD),
    }


def _score_value(one: Completeness) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(one)
    for missing in value["missing"]:
        missing["why"] = USES[missing["use"]]
    return value


def _placed(
    payload: bytes, document: Document | None, report: Report, vocabulary: Vocabulary
) -> tuple[PlacedFinding, ...]:
    if not report.findings:
        return ()
    if document is None:
        fault = locate_fault(payload) or locate(payload, [""])[""]
        return tuple(PlacedFinding(one, "document", fault) for one in report.findings)
    names = PlaceNames(document, vocabulary)
    locations = locate(payload, (one.pointer for one in report.findings))
    return tuple(
        PlacedFinding(one, names.describe(one.pointer), locations[one.pointer]) for one in report.findings
    )
