"""Short help on terms in the project's own words, read from the packaged file at the first question.

The file is ``help/en.json``: ``{"classes": {term: text}, "properties": {...}, "schemes": {...}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

__all__ = ["load_help"]


@cache
def load_help() -> Mapping[str, str]:
    """Term to text, for classes, properties and schemes; empty when no help is packaged."""
    path = files(__package__).joinpath("help", "en.json")
    if not path.is_file():
        return {}
    sections = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    return {term: text for section in sections.values() for term, text in section.items()}
