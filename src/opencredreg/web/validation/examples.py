"""Documents to try the check with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["EXAMPLES", "find_example"]

_FOLDER: Final = Path(__file__).parent / "examples"
EXAMPLES: Final = {"sound": "A sound document", "broken": "A document with mistakes"}
"""Name of an example to what its link says."""


@cache
def find_example(name: str) -> str | None:
    """The text of an example."""
    return (_FOLDER / f"{name}.json").read_text(encoding="utf-8") if name in EXAMPLES else None
