"""Judging documents in tests."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.findings import Finding
from opencredreg.validation import (
    Known,
    Mode,
    Profile,
    ProfileChanges,
    Report,
    Validator,
    bundled_profile,
    check_payload,
    validator_for,
)

from .cases.bases import BASE

__all__ = ["Registry", "grave", "judge", "resolve", "validator"]


class Registry:
    """The surroundings of a registry that holds what it is told."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known
        self.asked = 0

    def find(self, keys: Collection[str]) -> Mapping[str, Known]:
        self.asked += 1
        return {key: self.known[key] for key in keys if key in self.known}

    def is_ours(self, uri: str) -> bool:
        return uri.startswith(f"{BASE}/resources/")


@cache
def validator(mode: Mode, switched_on: str = "") -> Validator:
    """The validator of a mode; ``switched_on`` is a code that only gives notes when somebody asks for it."""
    profile: Profile = bundled_profile(mode)
    if switched_on:
        profile = profile.changed(ProfileChanges(severities={switched_on: "note"}))
    return validator_for(profile, bundled_vocabulary())


def judge(
    document: Any, mode: Mode = "publish", *, known: Mapping[str, Known] | None = None, switched_on: str = ""
) -> Report:
    """What is found in a document, given as bytes or as decoded JSON."""
    payload = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    surroundings = Registry(known) if known is not None else None
    return check_payload(payload, validator(mode, switched_on), surroundings)


def grave(report: Report) -> list[Finding]:
    """The errors and warnings."""
    return [finding for finding in report.findings if finding.severity != "note"]


def resolve(document: Any, pointer: str) -> Any:
    """What a JSON pointer leads to.

    Raises:
        LookupError: it leads nowhere.
    """
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else dict(document)[key]
    return document
