"""What is wrong with one value, before it is known where it stood."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from opencredreg.findings import Severity

__all__ = ["Problem", "Read"]

T = TypeVar("T")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to say about a value. Codes are those of ``publishing.md`` section 8."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    suggestion: str = ""


class Read(msgspec.Struct, Generic[T], frozen=True):
    """What a value was read as; ``None`` where it cannot be used, and then a problem says why."""

    value: T | None
    problems: tuple[Problem, ...] = ()
