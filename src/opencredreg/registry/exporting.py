"""Writing the registry to a file: envelopes as they are, documents by line, or RDF.

An export is one moment of the registry, and the file appears when it is complete or not at all.
Source: ``registry-api.md`` section 6.2 (the ZIP of envelopes).
"""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, get_args

import msgspec
from pyoxigraph import Quad
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.engine import Connection

from opencredreg.clock import format_timestamp
from opencredreg.errors import InvalidInput, RegistryError, Unavailable
from opencredreg.findings import Finding
from opencredreg.ids import new_uuid
from opencredreg.jsonld.document import parse_document
from opencredreg.jsonld.rdf import iter_quads, write_quads
from opencredreg.registry.batches import iter_envelope_batches, one_moment
from opencredreg.registry.communities import Community, list_communities
from opencredreg.registry.envelope_json import envelope_value
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import EnvelopeView, Version, list_versions, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = [
    "EXPORT_FORMATS",
    "ExportFormat",
    "ExportOptions",
    "Exported",
    "count_exported",
    "export_to",
    "write_export",
]

ExportFormat = Literal["zip", "ndjson", "nquads", "turtle"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

_envelope = METADATA.tables["envelope"]
_version = METADATA.tables["envelope_version"]
_EARLIEST_ZIP = 315_532_800  # 1980: the ZIP format knows no time before.
_LATEST_ZIP = 4_354_819_198

Advance: TypeAlias = Callable[[int], None]


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What to export.

    ``since``: only envelopes that this node changed at that time (microseconds) or later, and news of those
    that it deleted, which RDF has no way to tell. ``community``: only this one; without it all.
    """

    format: ExportFormat = "zip"
    since: int | None = None
    community: Community | None = None


class Exported(msgspec.Struct):
    """What was written. ``findings`` tell of documents that could not be, which are missing in the file."""

    envelope_count: int = 0
    deletion_count: int = 0
    findings: list[Finding] = msgspec.field(default_factory=list)


class _Held(msgspec.Struct):
    """An envelope on its way to the file, with its document unpacked."""

    view: EnvelopeView
    versions: list[Version]
    payload: bytes

    @property
    def is_deleted(self) -> bool:
        return self.view.deleted_at is not None


def export_to(
    node: Node, options: ExportOptions, target: Path, *, advance: Advance = lambda _count: None
) -> Exported:
    """Export to a file, which is replaced when the export is complete.

    ``advance`` is told how many envelopes were done with.

    Raises:
        InvalidInput: there is no folder for the file, or it is a folder itself.
        Unavailable: the file cannot be written.
    """
    if target.is_dir() or not target.parent.is_dir():
        what = f"{target} is a folder" if target.is_dir() else f"The folder {target.parent} does not exist"
        raise InvalidInput(what, hint="Name a file in a folder that exists.")
    with _replacing(target) as file:
        return write_export(node, options, file, advance=advance)


def write_export(
    node: Node, options: ExportOptions, output: IO[bytes], *, advance: Advance = lambda _count: None
) -> Exported:
    """Export to an open file or a pipe."""
    done = Exported()
    with one_moment(node.database) as connection:
        held = _iter_held(connection, options, done, advance)
        if options.format == "zip":
            one = options.community is not None or len(list_communities(connection)) < 2
            _write_zip(held, output, in_folders=not one)
        elif options.format == "ndjson":
            _write_lines(held, output)
        else:
            write_quads(_quads(node, held, done), options.format, output, vocabulary=node.vocabulary)
    return done


def count_exported(node: Node, options: ExportOptions) -> int:
    """How many envelopes an export would go through."""
    with node.database.read() as connection:
        statement = select(func.count()).select_from(_envelope).where(_wanted(options))
        return connection.execute(statement).scalar_one()


def _wanted(options: ExportOptions) -> ColumnElement[bool]:
    """The live envelopes, or those changed since; and of the dead those that nobody came after."""
    conditions: list[ColumnElement[bool]] = []
    if options.community is not None:
        conditions.append(_envelope.c.community_id == options.community.id)
    live = _envelope.c.deleted_at.is_(None)
    if options.since is None:
        return and_(live, *conditions)
    # The log knows when something happened here; the dates of an envelope may come from elsewhere.
    changed = _envelope.c.version_id.in_(select(_version.c.id).where(_version.c.created_at >= options.since))
    if options.format not in ("zip", "ndjson"):
        return and_(live, changed, *conditions)
    later = _envelope.alias("later")
    same = and_(
        later.c.community_id == _envelope.c.community_id,
        or_(
            later.c.envelope_ctid == _envelope.c.envelope_ctid,
            later.c.document_key == _envelope.c.document_key,
        ),
    )
    succeeded = select(later.c.id).where(
        same, or_(later.c.deleted_at.is_(None), later.c.id > _envelope.c.id), later.c.id != _envelope.c.id
    )
    return and_(or_(live, ~succeeded.exists()), changed, *conditions)


def _iter_held(
    connection: Connection, options: ExportOptions, done: Exported, advance: Advance
) -> Iterator[_Held]:
    for batch in iter_envelope_batches(connection, _wanted(options)):
        statement = view_columns(with_body=True).where(among(connection, _envelope.c.id, batch))
        histories = list_versions(connection, batch) if options.format == "zip" else {}
        for view in list_views(connection, statement.order_by(_envelope.c.id)):
            try:
                assert view.body is not None
                held = _Held(view, histories.get(view.id, []), decompress(bytes(view.body)))
            except RegistryError as error:
                done.findings.append(_left_out(view, error))
            else:
                done.deletion_count += held.is_deleted
                done.envelope_count += not held.is_deleted
                yield held
            advance(1)


def _left_out(view: EnvelopeView, error: RegistryError) -> Finding:
    return Finding(
        code="left-out",
        severity="error",
        pointer="",
        message=f"The document of envelope {view.uuid} is not in the export: {error.message}",
        hint="opencredreg doctor tells more.",
        ctid=view.envelope_ctid or "",
    )


def _write_zip(held: Iterable[_Held], output: IO[bytes], *, in_folders: bool) -> None:
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for entry in held:
            view = entry.view
            folder = f"{view.community}/" if in_folders else ""
            at = min(max(view.updated_at // 1_000_000, _EARLIEST_ZIP), _LATEST_ZIP)
            info = zipfile.ZipInfo(
                f"{folder}{view.envelope_ctid or view.uuid}.json", date_time=time.gmtime(at)[:6]
            )
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, msgspec.json.encode(envelope_value(view, entry.versions)))


def _write_lines(held: Iterable[_Held], output: IO[bytes]) -> None:
    for entry in held:
        view = entry.view
        if view.deleted_at is not None:
            identifier = view.envelope_ctid or parse_document(entry.payload).identity
            news = {"identifier": identifier, "deleted_at": format_timestamp(view.deleted_at)}
            output.write(msgspec.json.encode(news) + b"\n")
        elif b"\n" in entry.payload or b"\r" in entry.payload:
            # Only blanks between the parts go; numbers and texts stay as they were written.
            output.write(msgspec.json.format(entry.payload, indent=-1) + b"\n")
        else:
            output.write(entry.payload + b"\n")


def _quads(node: Node, held: Iterable[_Held], done: Exported) -> Iterator[Quad]:
    for entry in held:
        try:
            document = parse_document(entry.payload)
            active = node.active_context(document)
        except RegistryError as error:
            done.envelope_count -= 1
            done.findings.append(_left_out(entry.view, error))
            continue
        # Labels of blank nodes hold inside of their document only.
        yield from iter_quads(
            document.value,
            active,
            graph=document.identity or f"urn:uuid:{entry.view.uuid}",
            blank_scope=f"e{entry.view.id}",
        )


@contextmanager
def _replacing(target: Path) -> Iterator[Any]:
    """A new file beside the target, which takes its place when the block ends well."""
    unfinished = target.with_name(f".{target.name}.{new_uuid()[:8]}.part")
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise Unavailable(
            f"{target} cannot be written: {error.strerror or error}",
            hint="Look at the folder and the free space of the disk. Nothing was replaced.",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    # Not every system lets folders be opened.
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
