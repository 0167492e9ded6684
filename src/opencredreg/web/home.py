"""The first page: what the node holds, as rows with bars, and where to find it."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.ids import dashed
from opencredreg.registry.overview import CommunityCount, NewDocument, Overview, Text
from opencredreg.web.kinds import Kind, class_label, kind_of

__all__ = ["ClassRow", "DocumentRow", "community_path", "list_class_rows", "list_document_rows"]

_SHOWN_CLASSES = 12
_BAR_UNITS = 1000


class ClassRow(msgspec.Struct, frozen=True, kw_only=True):
    """Documents of one class, or of all classes that are not shown.

    ``bar`` is the length of its bar; the longest one has 1000, and the row of the others has none.
    """

    label: str
    term: str
    kind: Kind
    document_count: int
    bar: int


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A document with the paths of its data."""

    name: Text | None
    ctid: str | None
    label: str
    kind: Kind
    created_at: int
    resource_path: str
    envelope_path: str


def list_class_rows(vocabulary: Vocabulary, overview: Overview) -> list[ClassRow]:
    """The classes with the most documents, and all others together in the last row."""
    shown = overview.classes[:_SHOWN_CLASSES]
    rest = overview.classes[_SHOWN_CLASSES:]
    rest_count = sum(entry.document_count for entry in rest)
    longest = max((entry.document_count for entry in shown), default=1)
    rows = [
        ClassRow(
            label=class_label(vocabulary, entry.ctdl_type),
            term=entry.ctdl_type or "",
            kind=kind_of(vocabulary, entry.ctdl_type),
            document_count=entry.document_count,
            bar=_bar(entry.document_count, longest),
        )
        for entry in shown
    ]
    if rest:
        rows.append(
            ClassRow(
                label=f"{len(rest):,} more {'class' if len(rest) == 1 else 'classes'}",
                term="",
                kind=Kind.OTHER,
                document_count=rest_count,
                bar=0,
            )
        )
    return rows


def _bar(count: int, longest: int) -> int:
    # Nothing that exists is drawn as nothing.
    return max(4, round(count * _BAR_UNITS / longest))


def list_document_rows(vocabulary: Vocabulary, overview: Overview) -> list[DocumentRow]:
    """The newest documents."""
    return [_document_row(vocabulary, document) for document in overview.newest]


def _document_row(vocabulary: Vocabulary, document: NewDocument) -> DocumentRow:
    base = community_path(document.community)
    envelope = f"{base}/envelopes/{document.envelope_id}"
    return DocumentRow(
        name=document.name,
        ctid=document.ctid,
        label=class_label(vocabulary, document.ctdl_type),
        kind=kind_of(vocabulary, document.ctdl_type),
        created_at=document.created_at,
        resource_path=f"{base}/resources/{quote(document.ctid, safe='')}" if document.ctid else envelope,
        envelope_path=envelope,
    )


def community_path(name: str | CommunityCount) -> str:
    """The first segment of the addresses of a community."""
    return f"/{quote(dashed(name if isinstance(name, str) else name.name), safe='')}"
