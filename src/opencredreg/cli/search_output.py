"""How the searching commands show what was found, what a query means, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from opencredreg.cli.node import invocation
from opencredreg.cli.output import emit, note
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.naming import name_of
from opencredreg.query.ctdl_language import ParsedQuery
from opencredreg.query.problems import QueryInvalid, QueryProblem
from opencredreg.registry.node import Node
from opencredreg.search.asking import Answer
from opencredreg.search.explain import Explanation
from opencredreg.search.hit_json import build_hit

__all__ = ["refuse", "search_value", "show_explanation", "show_hits", "tell_problems"]

_WIDTH_IN_FILES = 160
_UNUSABLE = 2


def search_value(node: Node, found: Answer, parsed: ParsedQuery) -> dict[str, Any]:
    """The answer as JSON, in the shape of the search of the API."""
    hits = [build_hit(node.vocabulary, found, hit, decode_json(hit.body)) for hit in found.hits]
    value: dict[str, Any] = {"total": found.total, "hits": hits}
    if found.explanation is not None:
        value["explain"] = msgspec.to_builtins(found.explanation)
        del value["explain"]["plan"]
    value["warnings"] = [_problem(warning) for warning in parsed.warnings]
    return value


def _problem(problem: QueryProblem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "code": problem.code,
        "message": problem.message,
        "did_you_mean": problem.did_you_mean,
    }


def refuse(error: QueryInvalid) -> int:
    """Tell every mistake of a query, and give the exit code for it.

    Raises:
        QueryInvalid: the answer is to be JSON, which the end of every command writes.
    """
    if invocation().as_json:
        raise error
    for problem in error.problems:
        _tell_one("error", problem)
    return _UNUSABLE


def tell_problems(warnings: Sequence[QueryProblem]) -> None:
    """Tell warnings, each with its place."""
    for warning in warnings:
        _tell_one("warning", warning)


def _tell_one(severity: str, problem: QueryProblem) -> None:
    near = f" Did you mean {' or '.join(problem.did_you_mean)}?" if problem.did_you_mean else ""
    note(_printable(f"{severity}: {problem.path or '/'}: {problem.message.rstrip('.')}.{near}"))


def show_hits(node: Node, found: Answer) -> None:
    """The results as a table."""
    rows = []
    for hit in found.hits:
        name = name_of(node.vocabulary, decode_json(hit.body))
        record = found.records[hit.envelope_id]
        owner = record.owner_name or record.owned_by
        rows.append((name.text if name else "", hit.ctdl_type, owner, hit.ctid or hit.uri or hit.key))
    if rows:
        _print_table(("Name", "Class", "Owner", "CTID"), rows, whole=3)


def show_explanation(explanation: Explanation) -> None:
    """What a query means, and what each of its conditions finds."""
    emit(_printable(f"{explanation.reading}."))
    emit("")
    rows = [
        (
            "  " * one.hops + one.reading,
            one.path or "/",
            "" if one.matches is None else f"{one.matches:,}",
            ("" if one.matches_so_far is None else f"{one.matches_so_far:,}")
            + (" empty from here" if one.path == explanation.emptied_by else ""),
        )
        for one in explanation.conditions
    ]
    if rows:
        _print_table(("Condition", "Path", "By itself", "Left after it"), rows, whole=2)
        emit("")


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str | None]], *, whole: int) -> None:
    """Columns that fit the terminal; the one with the number ``whole`` is never broken."""
    # The library takes a tenth of a second to import, so only who sees it pays.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _WIDTH_IN_FILES)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for place, heading in enumerate(headings):
        table.add_column(
            heading, no_wrap=place == whole, overflow="fold", style="cyan" if place == whole else ""
        )
    for row in rows:
        table.add_row(*(Text(_printable(cell or "")) for cell in row))
    console.print(table)


def _printable(text: str) -> str:
    """A text without what would steer the terminal: names are written by whoever publishes."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd"
        for character in text
    )
