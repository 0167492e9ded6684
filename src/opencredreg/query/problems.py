"""What is wrong with a query, or worth saying about it, and where.

A query is judged before it is run, and everything that is wrong with it is said at once.
Source: ``search.md`` sections 10.1 and 10.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Literal, NoReturn

import msgspec

from opencredreg.errors import InvalidInput
from opencredreg.findings import Finding

__all__ = ["Problems", "QueryInvalid", "QueryLimits", "QueryProblem", "pointer", "shown"]

_SHOWN_CHARS = 80
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class QueryProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One remark on one place of a query.

    ``code`` is stable across releases. ``path`` is a JSON Pointer (RFC 6901) into the query; the empty pointer
    is the query itself. ``did_you_mean`` holds what could stand there instead, the likeliest first. An error
    means that the query is not run; a warning, that it is run and may not do what was wanted.
    """

    code: str
    path: str
    message: str
    did_you_mean: tuple[str, ...] = ()
    severity: Literal["error", "warning"] = "error"


class QueryLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How large a query may be.

    ``depth``: how deep lists and objects lie inside each other. ``conditions``: conditions on properties and
    texts. ``values``: single values of all kinds. ``text_chars``: characters of one value. ``problems``: how
    many problems are collected before reading ends.
    """

    depth: int = 64
    conditions: int = 1_000
    values: int = 10_000
    text_chars: int = 4_000
    problems: int = 100


class QueryInvalid(InvalidInput):
    """A query cannot be run. ``problems`` lists every error found in it; there is at least one.

    ``too_large`` says that it is a limit that was passed, not a rule of the language that was broken.
    """

    code: ClassVar[str] = "query-invalid"

    too_large: bool = False

    def __init__(self, problems: Sequence[QueryProblem], *, too_large: bool = False) -> None:
        super().__init__(problems[0].message, tuple(_finding(problem) for problem in problems))
        self.problems = tuple(problems)
        self.too_large = too_large


def _finding(problem: QueryProblem) -> Finding:
    near = problem.did_you_mean
    return Finding(
        code=problem.code,
        severity=problem.severity,
        pointer=problem.path,
        message=problem.message,
        hint=f"Did you mean {', '.join(near)}?" if near else "",
        suggestion=near[0] if near else "",
    )


class Problems:
    """Collects errors and warnings while a query is read, and keeps it within its limits."""

    def __init__(self, limits: QueryLimits) -> None:
        self.limits = limits
        self.errors: list[QueryProblem] = []
        self.warnings: list[QueryProblem] = []
        self._conditions = 0
        self._values = 0

    @property
    def is_full(self) -> bool:
        """Whether there are so many problems that looking for suggestions is no longer worth the time."""
        return len(self.errors) + len(self.warnings) >= max(1, self.limits.problems // 4)

    def error(self, code: str, path: str, message: str, near: Sequence[str] = ()) -> None:
        """Note an error and go on.

        Raises:
            QueryInvalid: there are as many errors now as anybody will read.
        """
        self.errors.append(QueryProblem(code=code, path=path, message=message, did_you_mean=tuple(near)))
        if len(self.errors) >= self.limits.problems:
            raise QueryInvalid(self.errors)

    def warning(self, code: str, path: str, message: str, near: Sequence[str] = ()) -> None:
        """Note a warning, unless there are too many already."""
        if len(self.warnings) < self.limits.problems:
            self.warnings.append(
                QueryProblem(
                    code=code, path=path, message=message, did_you_mean=tuple(near), severity="warning"
                )
            )

    def condition(self, path: str) -> None:
        """Count one condition.

        Raises:
            QueryInvalid: there are too many.
        """
        self._conditions += 1
        if self._conditions > self.limits.conditions:
            self._refuse(
                "query_too_large", path, f"A query has at most {self.limits.conditions:,} conditions."
            )

    def value(self, path: str) -> None:
        """Count one value.

        Raises:
            QueryInvalid: there are too many.
        """
        self._values += 1
        if self._values > self.limits.values:
            self._refuse("query_too_large", path, f"A query has at most {self.limits.values:,} values.")

    def depth(self, depth: int, path: str) -> None:
        """Check how deep a place lies.

        Raises:
            QueryInvalid: too deep.
        """
        if depth > self.limits.depth:
            message = f"A query is nested at most {self.limits.depth} levels deep."
            self._refuse("query_too_deep", path, message)

    def _refuse(self, code: str, path: str, message: str) -> NoReturn:
        problem = QueryProblem(code=code, path=path, message=message)
        raise QueryInvalid([problem, *self.errors], too_large=True)


def pointer(path: str, *keys: object) -> str:
    """A JSON Pointer further into the query, safe to show whatever the keys hold.

    >>> pointer("/ceterms:requires", "a/b", 0)
    '/ceterms:requires/a~1b/0'
    """
    parts = (_safe(str(key)).replace("~", "~0").replace("/", "~1") for key in keys)
    return "".join((path, *(f"/{part}" for part in parts)))


def shown(value: object) -> str:
    """A value of a query as messages quote it: as JSON writes it, texts without their quotes, shortened.

    >>> shown("x"), shown(None), shown(True)
    ('x', 'null', 'true')
    """
    if isinstance(value, str):
        return _safe(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) >= 10**18:
        return "a number of many digits"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return _cut(f"[{', '.join(shown(entry) for entry in value[:4])}{', …' if len(value) > 4 else ''}]")
    return "{…}" if isinstance(value, dict) else "?"


def _safe(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", _cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
