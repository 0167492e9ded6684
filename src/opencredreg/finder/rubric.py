"""A rubric as a table: its criteria down, its levels across, and what each level of each criterion asks for.

Source: ``ctdl-vocabulary.md`` section 6.13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.resources import Held
from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.jsonld.values import (
    Text,
    first_string,
    is_described,
    key_of,
    listed,
    names_of,
    reference_of,
    references_of,
    texts_of,
)
from opencredreg.meaning.trees import natural_key

__all__ = ["Cell", "Header", "Row", "Rubric", "read_rubric"]

_CRITERIA: Final = "ceasn:hasRubricCriterion"
_LEVELS: Final = "ceasn:hasRubricLevel"
_CELLS: Final = "ceasn:hasCriterionLevel"
_HEAD: Final = frozenset(
    {"ceasn:name", "ceasn:description", "ceasn:codedNotation", "ceasn:listID", "ceterms:ctid", _CELLS}
)
_BENCHMARK: Final = frozenset({"ceasn:benchmarkLabel", "ceasn:benchmarkText", "ceasn:listID"})
_MOST: Final = 100
_MOST_LEVELS: Final = 40
_MOST_CELLS: Final = 1_000


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion or a level: what it is called, and what else the data say of it."""

    reference: Reference
    about: tuple[Text, ...]
    code: str
    more: tuple[Statement, ...]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What one level of one criterion asks for."""

    reference: Reference
    code: str
    names: tuple[Text, ...]
    texts: tuple[Text, ...]
    more: tuple[Statement, ...]


class Row(msgspec.Struct, frozen=True):
    """A criterion with its cells, one group for each level; ``loose`` are those of no level."""

    header: Header
    cells: tuple[tuple[Cell, ...], ...]
    loose: tuple[Cell, ...] = ()


class Rubric(msgspec.Struct, frozen=True):
    """The table. ``loose`` are cells that levels name and no criterion."""

    levels: tuple[Header, ...]
    rows: tuple[Row, ...]
    loose: tuple[Cell, ...] = ()
    left_out: int = 0


class _Part(msgspec.Struct, frozen=True):
    """A part of the rubric, wherever it is written: inside, in the same document, or as a resource of its own."""

    key: str
    reference: Reference
    value: Mapping[str, Any]


def read_rubric(subject: Subject) -> Rubric | None:
    """The table of a rubric, or a single criterion or level of one; ``None`` for other things."""
    look = subject.look
    if subject.is_a("ceasn:RubricCriterion"):
        criteria, levels = [_self(subject.held)], []
    elif subject.is_a("ceasn:Rubric"):
        criteria = _in_order(_parts(look, subject.value, _CRITERIA))
        levels = _in_order(_parts(look, subject.value, _LEVELS))
    else:
        return None
    beyond = max(0, len(levels) - _MOST_LEVELS)
    levels = levels[:_MOST_LEVELS]
    _learn_cells(look, (*criteria, *levels))
    of_level = [{cell.key for cell in _parts(look, level.value, _CELLS)} for level in levels]
    met = {cell.key for criterion in criteria for cell in _parts(look, criterion.value, _CELLS)}
    shown = _fitting(look, criteria, len(levels))
    rows = [_row(look, criterion, of_level) for criterion in shown]
    loose = [cell for level in levels for cell in _parts(look, level.value, _CELLS) if cell.key not in met]
    if not any(row.cells or row.loose for row in rows) and not levels and not subject.is_a("ceasn:Rubric"):
        return None
    if not rows and not levels:
        return None
    return Rubric(
        levels=tuple(_header(look, level) for level in levels),
        rows=tuple(rows),
        loose=tuple(_cell(look, cell) for cell in loose[:_MOST]),
        left_out=len(criteria) - len(shown) + beyond,
    )


def _fitting(look: Look, criteria: Sequence[_Part], levels: int) -> list[_Part]:
    """The criteria for whose cells a page has room: the first one in any case."""
    found: list[_Part] = []
    cells = 0
    for criterion in criteria[:_MOST]:
        cells += max(len(_parts(look, criterion.value, _CELLS)), levels)
        if found and cells > _MOST_CELLS:
            break
        found.append(criterion)
    return found


def _row(look: Look, criterion: _Part, of_level: Sequence[set[str]]) -> Row:
    cells = _in_order(_parts(look, criterion.value, _CELLS))
    placed = {key for keys in of_level for key in keys}
    return Row(
        _header(look, criterion),
        tuple(tuple(_cell(look, cell) for cell in cells if cell.key in keys) for keys in of_level),
        tuple(_cell(look, cell) for cell in cells if cell.key not in placed),
    )


def _header(look: Look, part: _Part) -> Header:
    return Header(
        reference=part.reference,
        about=texts_of(part.value.get("ceasn:description")),
        code=first_string(part.value, "ceasn:codedNotation", "ceasn:listID"),
        more=read_statements(look, part.value, without=_HEAD, depth=1),
    )


def _cell(look: Look, part: _Part) -> Cell:
    return Cell(
        reference=part.reference,
        code=first_string(part.value, "ceasn:codedNotation", "ceasn:listID"),
        names=texts_of(part.value.get("ceasn:benchmarkLabel")),
        texts=texts_of(part.value.get("ceasn:benchmarkText")),
        more=read_statements(look, part.value, without=_BENCHMARK, depth=1),
    )


def _learn_cells(look: Look, parts: Iterable[_Part]) -> None:
    look.resources.find_held(uri for part in parts for uri in references_of(part.value, _CELLS))
    look.book.collect(*(part.value for part in parts))


def _parts(look: Look, value: Mapping[str, Any], term: str) -> list[_Part]:
    """The parts that a property names, each once."""
    entries = listed(value.get(term))
    held = look.resources.find_held([uri for entry in entries if (uri := reference_of(entry))])
    found: dict[str, _Part] = {}
    for at, entry in enumerate(entries):
        uri = reference_of(entry)
        known = held.get(uri)
        if known is not None:
            found.setdefault(known.key, _self(known))
        elif is_described(entry):
            key = key_of(uri) if uri else f"{id(entry)}.{at}"
            inside = Reference(uri=uri, key=key, place="inside", names=names_of(entry))
            found.setdefault(key, _Part(key, inside, entry))
        elif uri:
            found.setdefault(key_of(uri), _Part(key_of(uri), look.book.to(uri), {}))
    return list(found.values())


def _self(held: Held) -> _Part:
    return _Part(held.key, reference_to(held), held.value)


def _in_order(parts: Iterable[_Part]) -> list[_Part]:
    """By list number where all have one; else as written."""
    listed_parts = list(parts)
    numbers = [natural_key(first_string(part.value, "ceasn:listID")) for part in listed_parts]
    if not all(numbers):
        return listed_parts
    return [part for _, _, part in sorted(zip(numbers, range(len(numbers)), listed_parts, strict=True))]
