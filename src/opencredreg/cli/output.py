"""How commands speak: data on standard output, words on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

__all__ = ["emit", "emit_bytes", "emit_json", "emit_pairs", "emit_table", "note", "report"]


def note(text: str = "") -> None:
    """Words for whoever sits at the keyboard."""
    click.echo(text, err=True)


def emit(text: str) -> None:
    """A line of data."""
    click.echo(text)


def emit_bytes(data: bytes) -> None:
    """Data as it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def emit_json(value: Any) -> None:
    """One JSON value, indented for people when they look at it."""
    import msgspec

    encoded = msgspec.json.encode(value)
    if sys.stdout.isatty():
        encoded = msgspec.json.format(encoded, indent=2)
    emit(encoded.decode())


def emit_pairs(pairs: dict[str, Any]) -> None:
    """Names and values, one pair per line."""
    width = max(map(len, pairs))
    for name, value in pairs.items():
        emit(f"{name.ljust(width)}  {_shown(value)}")


def emit_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows under headings, in columns that line up. Without rows there is nothing."""
    shown = [[_shown(value) for value in row] for row in rows]
    if not shown:
        return
    widths = [max(map(len, column)) for column in zip(headings, *shown, strict=True)]
    for row in (headings, *shown):
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        emit(line.rstrip())


def report(as_json: bool, code: str, message: str, hint: str, findings: Sequence[Any] = ()) -> None:
    """An error: as JSON on standard output, or in words on standard error."""
    if as_json:
        emit_json({"error": {"code": code, "message": message, "hint": hint, "findings": list(findings)}})
        return
    note(f"error: {message}")
    if hint:
        note()
        note(f"hint: {hint}")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
