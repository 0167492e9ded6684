"""Reading what a community asks for beyond, or below, the profile of a mode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.findings import Finding
from opencredreg.validation.catalogue import CODES
from opencredreg.validation.profile import ProfileChanges

__all__ = ["parse_changes"]


def parse_changes(data: object, vocabulary: Vocabulary) -> ProfileChanges:
    """Read the wishes of a community from decoded JSON or TOML.

    Raises:
        InvalidInput: not of the expected form, or it names a code, class or property that does not exist; each
            finding has the pointer of the place.
    """
    try:
        changes = msgspec.convert(data, ProfileChanges)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        pointer = path.rstrip("`").replace("[...]", "").replace(".", "/")
        raise _invalid([_finding("profile-malformed", pointer, f"{text}.", "")]) from None
    findings = [
        *_unknown("/severities", changes.severities, CODES, "rule"),
        *(
            finding
            for name in ("required", "recommended", "optional")
            for finding in _check_lists(f"/{name}", getattr(changes, name), vocabulary)
        ),
    ]
    if findings:
        raise _invalid(findings)
    return changes


def _check_lists(
    pointer: str, lists: Mapping[str, tuple[str | tuple[str, ...], ...]], vocabulary: Vocabulary
) -> Iterable[Finding]:
    yield from _unknown(pointer, lists, vocabulary.classes, "class")
    for cls, entries in lists.items():
        for place, entry in enumerate(entries):
            for term in (entry,) if isinstance(entry, str) else entry:
                if term not in vocabulary.properties:
                    yield _unknown_name(f"{pointer}/{cls}/{place}", term, vocabulary.properties, "property")


def _unknown(pointer: str, names: Iterable[str], known: Mapping[str, object], what: str) -> Iterable[Finding]:
    return (_unknown_name(f"{pointer}/{name}", name, known, what) for name in names if name not in known)


def _unknown_name(pointer: str, name: str, known: Mapping[str, object], what: str) -> Finding:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else ""
    return _finding("profile-unknown-name", pointer, f"There is no {what} {name}.", hint)


def _finding(code: str, pointer: str, message: str, hint: str) -> Finding:
    return Finding(code=code, severity="error", pointer=pointer, message=message, hint=hint)


def _invalid(findings: list[Finding]) -> InvalidInput:
    first = findings[0]
    return InvalidInput(f"The profile cannot be used: {first.message} {first.hint}".strip(), tuple(findings))
