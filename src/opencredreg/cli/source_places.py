"""Where documents begin in the files that hold them: one of many in a list, on a line, inside an envelope."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from opencredreg.jsonld.locations import Location, line_and_column, locate_fault
from opencredreg.registry.import_sources import SourceDocument
from opencredreg.validation.checking import PlacedFinding

__all__ = ["SourcePlaces", "file_of"]

_LINE = re.compile(r"(.+):(\d+)")
_ENTRY = re.compile(r"(.+)\[\d+\]")
_LARGEST: Final = 256 * 1024 * 1024


class SourcePlaces:
    """Turns places in documents into places in files. Files are read again only where something was found."""

    def __init__(self) -> None:
        self._reached: dict[str, int] = {}
        self._name = ""
        self._text: bytes | None = None

    def in_file(self, source: SourceDocument, findings: Sequence[PlacedFinding]) -> tuple[PlacedFinding, ...]:
        """Findings with their places in the file; without them where nobody can say."""
        return tuple(
            msgspec.structs.replace(one, location=location)
            for one, location in zip(
                findings, self._moved(source, [one.location for one in findings]), strict=True
            )
        )

    def fault_of(self, source: str) -> Location | None:
        """Where a file stops being JSON."""
        text = self._read(source)
        return locate_fault(text) if text is not None else None

    def _moved(
        self, source: SourceDocument, locations: Sequence[Location | None]
    ) -> Sequence[Location | None]:
        line = _LINE.fullmatch(source.source)
        if line is not None and self._read(source.source) is None:
            number = int(line[2])
            if source.envelope is None:
                return [one.moved(number, 1) if one is not None else None for one in locations]
            # Where the document begins on the line is not worth reading the file again.
            return [Location(number, 1, number, 1, False)] * len(locations)
        entry = _ENTRY.fullmatch(source.source)
        text = self._read(source.source)
        name = source.source
        if text is None and entry is not None:
            name, text = entry[1], self._read(entry[1])
        if text is None:
            return [None if source.envelope or entry else one for one in locations]
        # Lists may hold the same document twice, so each is looked for behind the one before.
        offset = text.find(source.payload, self._reached.get(name, 0))
        if offset == -1:
            return [None] * len(locations)
        self._reached[name] = offset + len(source.payload)
        start = line_and_column(text, offset)
        return [one.moved(*start) if one is not None else None for one in locations]

    def _read(self, name: str) -> bytes | None:
        """A file, if it is one; the last one is kept, because what it holds comes one after the other."""
        if name != self._name:
            path = Path(name)
            self._name, self._text = name, None
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_size <= _LARGEST:
                    self._text = path.read_bytes()
        return self._text


def file_of(source: str) -> str:
    """The file that a source is in, without the place inside of it."""
    for pattern in (_LINE, _ENTRY):
        found = pattern.fullmatch(source)
        if found is not None and not Path(source).is_file():
            return found[1]
    return source
