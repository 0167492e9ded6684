"""A class as a table for people who map their own system to it: one row per property, one column left to fill in.

The same rows serve the page, the CSV file and JSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import msgspec

from opencredreg.ctdl.guide.descriptions import ClassDescription, ClassProperty
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["MAPPING_COLUMNS", "MappingRow", "build_mapping", "render_mapping_csv", "requirement_in_words"]


class MappingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One property. ``allowed`` names concepts or classes, ``own_field`` is for whoever fills in the table."""

    label: str
    term: str
    requirement: str
    form: str
    allowed: tuple[str, ...]
    help: str
    example: str
    own_field: str = ""


MAPPING_COLUMNS: dict[str, str] = {
    "label": "Property",
    "term": "Term",
    "requirement": "Requirement",
    "form": "Form",
    "allowed": "Allowed values",
    "help": "Help",
    "example": "Example",
    "own_field": "Your field",
}
"""Names of the columns for people, in their order."""


def build_mapping(vocabulary: Vocabulary, description: ClassDescription) -> tuple[MappingRow, ...]:
    """The rows of a class, in the order of its page: what is required first."""
    return tuple(_row(vocabulary, one) for one in description.properties)


def render_mapping_csv(rows: Iterable[MappingRow]) -> str:
    """The rows as CSV (RFC 4180) with a line of headings; allowed values are divided by semicolons."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(MAPPING_COLUMNS.values())
    for row in rows:
        values = {**msgspec.structs.asdict(row), "allowed": "; ".join(row.allowed)}
        writer.writerow([values[name] for name in MAPPING_COLUMNS])
    return output.getvalue()


def _row(vocabulary: Vocabulary, one: ClassProperty) -> MappingRow:
    return MappingRow(
        label=one.link.label,
        term=one.link.term,
        requirement=requirement_in_words(one),
        form=f"{one.words}: {one.embedded}" if one.embedded and one.form != "alignment" else one.words,
        allowed=_allowed(vocabulary, one),
        help=one.help,
        example=msgspec.json.encode(one.example).decode(),
    )


def _allowed(vocabulary: Vocabulary, one: ClassProperty) -> tuple[str, ...]:
    if one.scheme is not None and one.scheme.term in vocabulary.schemes:
        return vocabulary.schemes[one.scheme.term].concepts
    if one.embedded:
        return ()
    return tuple(
        f"{family.link.term} and its subclasses" if family.with_subclasses else family.link.term
        for family in one.range
        if family.link.kind == "class"
    )


def requirement_in_words(one: ClassProperty) -> str:
    """The requirement with what it depends on: other properties that are enough, and the data."""
    words: str = "required" if one.requirement == "one of" else one.requirement
    if one.alternatives:
        words = f"{words}, unless there is {' or '.join(one.alternatives)}"
    return f"{words}, when: {one.condition}" if one.condition else words
