"""Finding the documents in files: one, many in an array, one per line, packed in a ZIP, wrapped in envelopes.

Everything is read as a stream; what is in memory at one time is one document, or one file of JSON. What
cannot be read is told in its place and does not stop the rest.
"""

from __future__ import annotations

import mmap
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

import msgspec

from opencredreg.clock import parse_timestamp
from opencredreg.errors import InvalidInput, LimitExceeded, MalformedJSON, RegistryError
from opencredreg.findings import Finding
from opencredreg.jsonld.document import decode_json
from opencredreg.settings.limits import LimitSettings

__all__ = [
    "STDIN",
    "EnvelopeFacts",
    "Source",
    "SourceDeletion",
    "SourceDocument",
    "SourceProblem",
    "count_bytes",
    "iter_sources",
]

STDIN = "-"
_JSON = frozenset({".json", ".jsonld"})
_LINES = frozenset({".ndjson", ".jsonl"})
_ZIP = ".zip"
_READ = _JSON | _LINES | {_ZIP}
_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n"
_BLANKS = (b" ", b"\t", b"\r", b"\n")

_ENVELOPE_OVERHEAD = 4 * 1024 * 1024
"""What an envelope may hold beside its document: headers, a history, a signature."""

_MAPPED_FROM = 64 * 1024 * 1024
"""Files of this size and more are mapped instead of read."""

_MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class EnvelopeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What an envelope says of its document, as far as it makes sense. Times are microseconds."""

    uuid: str | None = None
    community: str | None = None
    owned_by: str | None = None
    published_by: str | None = None
    publish_type: str | None = None
    created_at: int | None = None
    updated_at: int | None = None
    last_verified_on: str | None = None


class SourceDocument(msgspec.Struct, frozen=True):
    """One document, as bytes of JSON.

    ``source`` says where it was found: ``a.json``, ``a.json[3]``, ``a.ndjson:17``, ``a.zip!b.json``.
    """

    source: str
    payload: bytes
    envelope: EnvelopeFacts | None = None


class SourceDeletion(msgspec.Struct, frozen=True):
    """The news that a document was deleted elsewhere. ``identifier`` is its CTID or its ``@id``."""

    source: str
    identifier: str
    deleted_at: int
    envelope: EnvelopeFacts | None = None


class SourceProblem(msgspec.Struct, frozen=True):
    """Something that is no document, and why."""

    source: str
    error: RegistryError


Source: TypeAlias = SourceDocument | SourceDeletion | SourceProblem
Advance: TypeAlias = Callable[[int], None]


class _Envelope(msgspec.Struct):
    """The members of an envelope that we look at; those of an unexpected kind count as missing."""

    decoded_resource: msgspec.Raw = msgspec.Raw(b"null")
    envelope_id: Any = None
    envelope_community: Any = None
    envelope_ceterms_ctid: Any = None
    resource_publish_type: Any = None
    node_headers: Any = None
    owned_by: Any = None
    published_by: Any = None
    updated_at: Any = None
    last_verified_on: Any = None
    identifier: Any = None
    deleted_at: Any = None


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_decode_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


def count_bytes(paths: Sequence[str]) -> int | None:
    """How many bytes there are to read, for showing progress; ``None`` when nobody can know."""
    total = 0
    for path in paths:
        if path == STDIN or not (os.path.isfile(path) or os.path.isdir(path)):
            return None
        total += sum(file.stat().st_size for file in _files_in(Path(path)))
    return total


def iter_sources(
    paths: Sequence[str],
    limits: LimitSettings,
    *,
    stdin: IO[bytes] | None = None,
    advance: Advance = lambda _count: None,
) -> Iterator[Source]:
    """The documents of files and folders (with all that is below them, in the order of names).

    Args:
        paths: what to read; ``-`` is ``stdin``. In folders, hidden files and other kinds are passed over.
        limits: the largest document.
        stdin: where ``-`` is read from.
        advance: is told how many bytes of input were done with.

    Raises:
        InvalidInput: a path that was named does not exist or is no kind of file that we read.
    """
    for path in paths:
        if path != STDIN:
            _refuse_unreadable(Path(path))
    reader = _Reader(limits, advance)
    for path in paths:
        if path == STDIN:
            assert stdin is not None
            yield from reader.stream(path, stdin)
            continue
        for file in _files_in(Path(path)):
            try:
                yield from reader.file(file)
            except OSError as error:
                yield SourceProblem(str(file), _unreadable(str(file), error.strerror or str(error)))


def _refuse_unreadable(path: Path) -> None:
    kinds = "JSON-LD (.json, .jsonld), one document per line (.ndjson, .jsonl) and .zip"
    if not path.exists():
        raise InvalidInput(f"{path} does not exist", hint="Name files or folders to import, or - for input.")
    if path.is_file() and path.suffix.lower() not in _READ:
        raise InvalidInput(f"{path} is no kind of file that can be imported", hint=f"Importable are {kinds}.")


def _files_in(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(folder, name)
            if not name.startswith(".") and file.suffix.lower() in _READ and file.is_file():
                yield file


class _Reader:
    def __init__(self, limits: LimitSettings, advance: Advance) -> None:
        self._document_limit = limits.payload_bytes
        self._limit = limits.payload_bytes + _ENVELOPE_OVERHEAD
        self._advance = advance

    def file(self, path: Path) -> Iterator[Source]:
        name = str(path)
        if not path.is_file():
            # A pipe that the shell has made: <(zcat ...).
            with path.open("rb") as stream:
                yield from self.stream(name, stream)
            return
        suffix = path.suffix.lower()
        if suffix == _ZIP:
            yield from self._archive(path)
            return
        with path.open("rb") as stream:
            if suffix in _LINES:
                yield from self._lines(name, stream, self._advance)
                return
            size = os.fstat(stream.fileno()).st_size
            if size < _MAPPED_FROM:
                yield from self._json(name, stream.read())
            else:
                with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                    yield from self._json(name, mapped)
            self._advance(size)

    def stream(self, name: str, stream: IO[bytes]) -> Iterator[Source]:
        """Input without a name that says its kind: one document per line, or one text of JSON."""
        first, number = b"", 0
        while not first.strip():
            first = stream.readline(self._limit)
            number += 1
            if not first:
                return
        if first.startswith(b"PK\x03\x04"):
            problem = InvalidInput("A ZIP cannot be read from a pipe.", hint="Name the file instead.")
            yield SourceProblem(name, problem)
            return
        try:
            msgspec.json.decode(first.removeprefix(_BOM), type=dict[str, msgspec.Raw])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield from self._json(name, first + stream.read())
        else:
            yield from self._lines(name, stream, self._advance, first, number)

    def _lines(
        self, name: str, stream: IO[bytes], advance: Advance, line: bytes | None = None, number: int = 1
    ) -> Iterator[Source]:
        if line is None:
            line = stream.readline(self._limit)
        while line:
            place = f"{name}:{number}"
            advance(len(line))
            if len(line) >= self._limit and not line.endswith(b"\n"):
                yield SourceProblem(place, self._too_large("line"))
                while line and not line.endswith(b"\n"):
                    line = stream.readline(self._limit)
                    advance(len(line))
            else:
                text = line.removeprefix(_BOM).strip(_BLANK)
                if text:
                    yield self._object(place, text)
            line = stream.readline(self._limit)
            number += 1

    def _json(self, name: str, data: bytes | mmap.mmap) -> Iterator[Source]:
        start = len(_BOM) if data[:3] == _BOM else 0
        while start < len(data) and data[start : start + 1] in _BLANKS:
            start += 1
        if start == len(data):
            yield SourceProblem(name, MalformedJSON("The file is empty.", hint="It holds no document."))
        elif data[start : start + 1] == b"[":
            yield from self._array(name, data, start)
        elif len(data) - start > self._limit:
            yield SourceProblem(name, self._too_large("file"))
        else:
            yield self._object(name, data[start:])

    def _array(self, name: str, data: bytes | mmap.mmap, start: int) -> Iterator[Source]:
        with memoryview(data) as whole, whole[start:] as view:
            try:
                entries = _decode_list(view)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                yield SourceProblem(name, _why_malformed(bytes(view)))
                return
            try:
                for place in range(len(entries)):
                    yield self._object(f"{name}[{place}]", bytes(entries[place]))
            finally:
                # Entries look into the data, which cannot be let go of before them.
                del entries

    def _archive(self, path: Path) -> Iterator[Source]:
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
            yield SourceProblem(str(path), _unreadable(str(path), str(error)))
            return
        with archive:
            entries = archive.infolist()
            if sum(entry.compress_size for entry in entries) > path.stat().st_size:
                # Entries that lie on top of each other make a small file unpack to any size.
                yield SourceProblem(str(path), _unreadable(str(path), "its entries overlap"))
                return
            for entry in entries:
                suffix = Path(entry.filename).suffix.lower()
                if suffix in _JSON | _LINES and not _is_hidden(entry.filename):
                    yield from self._entry(f"{path}!{entry.filename}", archive, entry)
                self._advance(entry.compress_size)

    def _entry(self, name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Source]:
        if entry.flag_bits & 1:
            yield SourceProblem(name, _unreadable(name, "it is encrypted"))
            return
        if entry.file_size > _RATIO_FROM and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
            yield SourceProblem(name, _unreadable(name, f"it is packed more than {_MAX_RATIO} to 1"))
            return
        try:
            with archive.open(entry) as stream:
                if Path(entry.filename).suffix.lower() in _LINES:
                    yield from self._lines(name, stream, lambda _count: None)
                elif entry.file_size > max(self._limit, _MAPPED_FROM * 4):
                    yield SourceProblem(name, self._too_large("entry"))
                else:
                    yield from self._json(name, stream.read())
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
            yield SourceProblem(name, _unreadable(name, str(error)))

    def _object(self, source: str, payload: bytes) -> Source:
        """A document as it is, or taken out of its envelope."""
        if len(payload) > self._limit:
            return SourceProblem(source, self._too_large("document"))
        if not (
            b'"decoded_resource"' in payload or b'"deleted_at"' in payload or b'"envelope_id"' in payload
        ):
            return SourceDocument(source, payload)
        try:
            members = _decode_members(payload)
            if "@graph" in members or "@id" in members or "@context" in members:
                return SourceDocument(source, payload)
            envelope = _decode_envelope(payload)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # Whoever publishes it says what is wrong with it, and where.
            return SourceDocument(source, payload)
        return _unwrapped(source, payload, envelope, members)

    def _too_large(self, what: str) -> LimitExceeded:
        return LimitExceeded(
            f"The {what} is larger than a document may be here ({self._document_limit:,} bytes).",
            limit="limits.payload_bytes",
            value=self._document_limit,
            hint="Divide the document, or raise the setting limits.payload_bytes.",
        )


def _unwrapped(source: str, payload: bytes, envelope: _Envelope, members: dict[str, msgspec.Raw]) -> Source:
    headers = envelope.node_headers if isinstance(envelope.node_headers, dict) else {}
    facts = EnvelopeFacts(
        uuid=_matching(_UUID, envelope.envelope_id),
        community=_text(envelope.envelope_community),
        owned_by=_text(envelope.owned_by),
        published_by=_text(envelope.published_by),
        publish_type=_text(envelope.resource_publish_type),
        created_at=_time(headers.get("created_at")),
        updated_at=_time(envelope.updated_at) or _time(headers.get("updated_at")),
        last_verified_on=_matching(_DAY, envelope.last_verified_on),
    )
    document = bytes(envelope.decoded_resource)
    deleted_at = _time(headers.get("deleted_at")) or _time(envelope.deleted_at)
    if deleted_at is not None:
        # Headers have whole seconds; the last change of a deleted envelope is its deletion.
        deleted_at = max(deleted_at, facts.updated_at or 0)
        identifier = _text(envelope.envelope_ceterms_ctid) or _text(envelope.identifier) or _id_of(document)
        if identifier is not None:
            return SourceDeletion(source, identifier, deleted_at, facts)
    if document != b"null":
        return SourceDocument(source, document, facts)
    if "envelope_id" not in members:
        return SourceDocument(source, payload)
    return SourceProblem(
        source,
        InvalidInput(
            "The envelope comes without its document.",
            (
                Finding(
                    code="envelope-without-document",
                    severity="error",
                    pointer="/decoded_resource",
                    message="The envelope has no decoded_resource.",
                    hint="Fetch envelopes without metadata_only.",
                ),
            ),
        ),
    )


def _why_malformed(data: bytes) -> RegistryError:
    try:
        decode_json(data)
    except RegistryError as error:
        return error
    return MalformedJSON("The file is not valid JSON.")


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    text = _text(value)
    return text.lower() if text is not None and pattern.fullmatch(text.lower()) else None


def _time(value: object) -> int | None:
    text = _text(value)
    if text is None:
        return None
    try:
        # Envelopes of long ago write "2020-01-22 17:54:12 UTC".
        return parse_timestamp(text.removesuffix(" UTC"))
    except (ValueError, OverflowError):
        return None


def _id_of(document: bytes) -> str | None:
    try:
        value = msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return _text(cast("dict[str, Any]", value).get("@id")) if isinstance(value, dict) else None


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _unreadable(name: str, reason: str) -> InvalidInput:
    message = f"It cannot be read: {reason}"
    finding = Finding(
        code="unreadable-source",
        severity="error",
        pointer="",
        message=message,
        hint="Look at the file; the rest was imported without it.",
    )
    return InvalidInput(f"{name} cannot be read: {reason}", (finding,))
