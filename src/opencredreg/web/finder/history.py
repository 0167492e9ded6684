"""The page of all versions of a resource, and of what changed between two of them."""

from __future__ import annotations

from starlette.responses import Response

from opencredreg.errors import InvalidInput
from opencredreg.finder.changes import ReadChange, read_changes
from opencredreg.finder.subject import Look
from opencredreg.finder.versions import Comparison, build_history, compare_versions
from opencredreg.web.finder.visit import Visit

__all__ = ["history_page"]

_DIGITS = 18


def history_page(visit: Visit, looking: Look, identifier: str) -> Response:
    """All versions; with ``from`` and ``to`` also the difference of two of them.

    Raises:
        NotFound: the community never had such a resource, or it has no such versions.
        InvalidInput: a version is named by something else than its number.
    """
    history = build_history(looking, identifier)
    asked = visit.request.query_params
    comparison: Comparison | None = None
    changes: tuple[ReadChange, ...] = ()
    if asked.get("from") and asked.get("to"):
        older, newer = sorted((_number(asked["from"]), _number(asked["to"])))
        comparison = compare_versions(looking, identifier, older, newer)
        changes = read_changes(looking, comparison.changes)
    return visit.render(
        "finder/history.html",
        history=history,
        comparison=comparison,
        changes=changes,
        identifier=identifier,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise InvalidInput(
            "The number of a version is a whole number.", hint="Choose two versions from the history."
        )
    return int(text)
