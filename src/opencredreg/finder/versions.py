"""All versions of a resource, of every record that ever held it, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from sqlalchemy import select

from opencredreg.errors import NotFound, UnknownContext
from opencredreg.finder.canonical import canonical
from opencredreg.finder.differences import Change, compare_resources
from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Look
from opencredreg.ids import is_blank, resource_key
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.document import Document, Item, parse_document
from opencredreg.jsonld.values import Text, names_of
from opencredreg.registry.history import LogEntry, history_of
from opencredreg.store.documents import decompress
from opencredreg.store.tables import METADATA

__all__ = [
    "Comparison",
    "History",
    "Neighbours",
    "VersionRow",
    "build_history",
    "compare_versions",
    "deleted_at",
]

_document = METADATA.tables["document"]
_DEPTH = 8
_MOST_NEIGHBOURS = 50
_MOST_INSIDE = 5_000


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event. ``previous`` is the sequence number of the version before, 0 where there is none.

    ``is_same`` says that the same text was published again.
    """

    sequence: int
    event: Literal["create", "update", "destroy"]
    at: int
    byte_count: int | None
    owner: Reference | None
    previous: int = 0
    is_same: bool = False


class Neighbours(msgspec.Struct, frozen=True):
    """Other resources of the same document, by what became of them; ``left_out`` counts those beyond."""

    added: tuple[Reference, ...] = ()
    removed: tuple[Reference, ...] = ()
    changed: tuple[Reference, ...] = ()
    left_out: int = 0


class History(msgspec.Struct, frozen=True):
    """The events of a resource, the newest first. ``names`` are those of its last version."""

    identifier: str
    names: tuple[Text, ...]
    cls: str
    rows: tuple[VersionRow, ...]
    is_deleted: bool


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two versions and what changed. ``was_there`` and ``is_there`` say whether they hold the resource at all."""

    older: VersionRow
    newer: VersionRow
    changes: tuple[Change, ...]
    neighbours: Neighbours
    was_there: bool
    is_there: bool


def build_history(look: Look, identifier: str) -> History:
    """The history of a CTID or ``@id``.

    Raises:
        NotFound: the community never had it.
    """
    entries = history_of(look.connection, look.community, identifier)
    look.book.learn(entry.owned_by for entry in entries if entry.owned_by)
    rows = _rows(look, entries)
    last = next((entry for entry in reversed(entries) if entry.digest), None)
    value = _resource(look, _document_of(look, last), identifier) if last else None
    return History(
        identifier=identifier,
        names=names_of(value or {}),
        cls=str((value or {}).get("@type", "")) if isinstance((value or {}).get("@type", ""), str) else "",
        rows=tuple(reversed(rows)),
        is_deleted=entries[-1].event == "destroy",
    )


def deleted_at(look: Look, identifier: str) -> int | None:
    """When a resource that is gone was deleted, in microseconds."""
    try:
        entries = history_of(look.connection, look.community, identifier)
    except NotFound:
        return None
    return next((entry.created_at for entry in reversed(entries) if entry.event == "destroy"), None)


def compare_versions(look: Look, identifier: str, older: int, newer: int) -> Comparison:
    """What changed from one version to another one, by their sequence numbers.

    Raises:
        NotFound: the resource has no such versions.
    """
    entries = {entry.sequence: entry for entry in history_of(look.connection, look.community, identifier)}
    rows = {row.sequence: row for row in _rows(look, list(entries.values()))}
    if older not in rows or newer not in rows:
        raise NotFound(
            "This resource has no such version.", kind="version", hint="Choose two versions from its history."
        )
    before = _document_of(look, entries[older])
    after = _document_of(look, entries[newer])
    old = _resource(look, before, identifier)
    new = _resource(look, after, identifier)
    return Comparison(
        older=rows[older],
        newer=rows[newer],
        changes=compare_resources(old or {}, new or {}),
        neighbours=_neighbours(look, before, after, resource_key(identifier)),
        was_there=old is not None,
        is_there=new is not None,
    )


def _rows(look: Look, entries: list[LogEntry]) -> list[VersionRow]:
    rows = []
    previous: LogEntry | None = None
    for entry in entries:
        rows.append(
            VersionRow(
                sequence=entry.sequence,
                event=entry.event,
                at=entry.created_at,
                byte_count=entry.byte_count,
                owner=look.book.to(entry.owned_by) if entry.owned_by else None,
                previous=previous.sequence if previous else 0,
                is_same=previous is not None and entry.digest is not None and previous.digest == entry.digest,
            )
        )
        if entry.event != "destroy":
            previous = entry
    return rows


def _document_of(look: Look, entry: LogEntry) -> Document | None:
    """The document of a version; deletions have none."""
    if entry.digest is None or entry.event == "destroy":
        return None
    statement = select(_document.c.body).where(_document.c.digest == bytes.fromhex(entry.digest))
    body = look.connection.execute(statement).scalar()
    return parse_document(decompress(bytes(body))) if body is not None else None


def _resource(look: Look, document: Document | None, identifier: str) -> dict[str, Any] | None:
    """The resource in a document, with canonical names, and with what has no name of its own written inside."""
    if document is None:
        return None
    key = resource_key(identifier)
    item = next((one for one in document.items if _is_called(one, key)), None)
    if item is None:
        return None
    try:
        active = look.node.active_context(document)
    except UnknownContext:
        active = resolve_context(None, vocabulary=look.vocabulary)
    blanks = {one.id: one for one in document.items if one.id and is_blank(one.id)}
    read: dict[str, dict[str, Any]] = {}
    written = 0

    def inside(value: Any, depth: int, around: frozenset[str]) -> Any:
        nonlocal written
        label = value.get("@id") if isinstance(value, Mapping) and len(value) == 1 else value
        if isinstance(label, str) and label in blanks and label not in around and depth < _DEPTH:
            written += 1
            if written > _MOST_INSIDE:
                return label
            if label not in read:
                read[label] = canonical(blanks[label].value, active, "")
            return inside(read[label], depth + 1, around | {label})
        if isinstance(value, Mapping):
            return {
                term: inside(entry, depth, around)
                for term, entry in value.items()
                if not (term == "@id" and isinstance(entry, str) and is_blank(entry))
            }
        return [inside(entry, depth, around) for entry in value] if isinstance(value, list) else value

    found: dict[str, Any] = inside(canonical(item.value, active, ""), 0, frozenset())
    return found


def _is_called(item: Item, key: str) -> bool:
    return item.ctid == key.lower() or bool(item.id and resource_key(item.id) == key)


def _neighbours(look: Look, old: Document | None, new: Document | None, subject: str) -> Neighbours:
    before, after = _texts(old, subject), _texts(new, subject)
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    changed = [key for key in after if key in before and before[key] != after[key]]
    total = len(added) + len(removed) + len(changed)
    cut = [keys[:_MOST_NEIGHBOURS] for keys in (added, removed, changed)]
    look.book.learn(key for keys in cut for key in keys)
    added_ones, removed_ones, changed_ones = (look.book.all_to(keys) for keys in cut)
    return Neighbours(added_ones, removed_ones, changed_ones, total - sum(map(len, cut)))


def _texts(document: Document | None, subject: str) -> dict[str, bytes]:
    """The texts of the named resources of a document but one."""
    items = document.items if document else ()
    named = ((resource_key(one.id), one) for one in items if one.id and not is_blank(one.id))
    return {key: bytes(one.raw) for key, one in named if key != subject}
