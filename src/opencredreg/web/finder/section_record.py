"""About the record, as a part of the page of a resource."""

from __future__ import annotations

from typing import Final

import msgspec

from opencredreg.finder.record import Record, build_record
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.rdf import RDF_FORMATS
from opencredreg.web.finder.section import N_, Section

__all__ = ["DATA_FORMATS", "SECTION", "RecordView"]

_NAMES = {
    ".ttl": "Turtle",
    ".nt": "N-Triples",
    ".nq": "N-Quads",
    ".trig": "TriG",
    ".rdf": "RDF/XML",
}
DATA_FORMATS: Final = (
    ("JSON-LD", ".jsonld"),
    *(
        (_NAMES.get(one, one.lstrip(".")), one)
        for one in sorted({one.extension for one in RDF_FORMATS.values()})
    ),
)
"""The formats in which the data of a resource are there, by name and extension."""


class RecordView(msgspec.Struct, frozen=True):
    """The record and the formats of its data."""

    record: Record
    formats: tuple[tuple[str, str], ...] = DATA_FORMATS


def _build(subject: Subject) -> RecordView:
    return RecordView(build_record(subject))


SECTION: Final = Section(
    name="record", title=N_("About this record"), build=_build, shows=frozenset({"ceterms:ctid"})
)
