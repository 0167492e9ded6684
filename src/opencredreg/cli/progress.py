"""A bar that shows how far long work has come, on standard error and only for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress(title: str, total: int | None, *, in_bytes: bool = False) -> Iterator[Callable[[int], None]]:
    """Show progress while the block runs; the block calls what it gets with the amount that is done.

    ``total`` is ``None`` when nobody knows it. Where standard error is no terminal, nothing is shown.
    """
    if not sys.stderr.isatty():
        yield lambda _amount: None
        return
    # The library takes a tenth of a second to import, so only who sees it pays.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn() if in_bytes else MofNCompleteColumn(),
        TimeRemainingColumn(),
    ]
    # Lines of data that appear on the same terminal go above the bar; elsewhere they are left alone.
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=sys.stdout.isatty()) as shown:
        task = shown.add_task(title, total=total)
        yield lambda amount: shown.advance(task, amount)
