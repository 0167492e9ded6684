"""The twin of a picture: the same figures as a table, for the page to show."""

from __future__ import annotations

import msgspec

__all__ = ["TwinCell", "TwinTable"]


class TwinCell(msgspec.Struct, frozen=True):
    """A cell of a table. ``link`` is an address as the picture got it; ``language`` is "" when unknown."""

    text: str
    link: str = ""
    language: str = ""


class TwinTable(msgspec.Struct, frozen=True):
    """A table with a caption. The first cell of a row is its heading, the others are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[TwinCell, ...], ...] = ()
