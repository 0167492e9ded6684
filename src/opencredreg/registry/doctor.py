"""Looking for damage: whether what is stored is what was published, and whether the index says the same.

Nothing is taken on trust: documents are unpacked, hashed and read again, and the index is compared row by
row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection

from opencredreg.clock import format_date
from opencredreg.errors import RegistryError
from opencredreg.findings import Finding, Severity
from opencredreg.ids import resource_key
from opencredreg.jsonld.document import Document, parse_document
from opencredreg.registry.batches import (
    bulk_work,
    iter_document_batches,
    iter_envelope_batches,
    one_moment,
)
from opencredreg.registry.communities import list_communities
from opencredreg.registry.indexing import indexed
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import index_nodes, shared_context
from opencredreg.registry.reindex import past_keys, reindex, reindex_envelopes
from opencredreg.store.database import among
from opencredreg.store.documents import decompress, digest_of
from opencredreg.store.envelopes import EnvelopeHead, Version, list_versions
from opencredreg.store.index.check import (
    IndexDifference,
    check_envelopes,
    check_past_claims,
    find_orphans,
    list_counters,
    text_index_is_sound,
)
from opencredreg.store.index.format import index_is_current
from opencredreg.store.index.writer import IndexedEnvelope
from opencredreg.store.tables import METADATA
from opencredreg.store.vocabularies import find_damaged, last_use

__all__ = ["Doctor"]

Advance: TypeAlias = Callable[[int], None]

_document = METADATA.tables["document"]
_envelope = METADATA.tables["envelope"]
_version = METADATA.tables["envelope_version"]
_counter = METADATA.tables["counter"]

# What a head and its last log entry must agree on. A verification changes its day without an entry.
_LOGGED = (
    "community_id",
    "envelope_ctid",
    "ctdl_type",
    "owner_id",
    "publishing_organization_id",
    "publisher_id",
    "secondary_publisher_id",
    "publish_type",
    "provisional",
)
_REPAIR = "opencredreg doctor --repair builds the index again."
_RESTORE = "This is the log itself, which nothing can rebuild: restore it from a backup or an export."
_ANOTHER_VOCABULARY = "Restore it from a backup; opencredreg vocabulary use bundled does without it."
_MISSING = (
    ("envelope", "document_id", "document"),
    ("envelope", "version_id", "envelope_version"),
    ("envelope", "community_id", "community"),
    ("envelope", "owner_id", "organization"),
    ("envelope_version", "envelope_id", "envelope"),
    ("envelope_version", "document_id", "document"),
)


class Doctor:
    """One examination of a node, and the repair of what it found in the index."""

    def __init__(self, node: Node, *, advance: Advance = lambda _count: None) -> None:
        self.node = node
        self._advance = advance
        self._envelopes: set[int] = set()
        self._whole_index = False
        self._text_index = False
        self._counters: dict[str, int] = {}

    def work(self) -> int:
        """How much there is to go through: all documents once, and all envelopes again."""
        with self.node.database.read() as connection:
            return sum(
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (_document, _envelope)
            )

    def examine(self) -> Iterator[Finding]:
        """Everything that is wrong, as it is found. Other work goes on meanwhile, except for a last look."""
        with bulk_work():
            with one_moment(self.node.database) as connection:
                yield from self._check_file(connection)
                yield from self._check_vocabulary(connection)
                yield from self._check_format(connection)
                yield from self._check_missing(connection)
                yield from self._check_documents(connection)
                yield from self._check_envelopes(connection)
                yield from self._check_orphans(connection)
                yield from self._check_counters(connection)
            yield from self._check_text_index()

    @property
    def can_repair(self) -> bool:
        """Whether the examination found something that can be built again."""
        return bool(self._envelopes or self._whole_index or self._text_index or self._counters)

    def repair(self) -> None:
        """Build again what differed; what is wrong with the log itself stays.

        Raises:
            RegistryError: a document that the index needs cannot be read.
            Unavailable: the store is busy or full.
        """
        database = self.node.database
        if self._counters:
            with database.write() as transaction:
                for name, value in self._counters.items():
                    changed = transaction.connection.execute(
                        _counter.update().where(_counter.c.name == name).values(value=value)
                    )
                    if not changed.rowcount:
                        transaction.connection.execute(_counter.insert().values(name=name, value=value))
        if self._whole_index:
            reindex(self.node)
        elif self._envelopes:
            reindex_envelopes(self.node, self._envelopes)
        if database.is_sqlite and (self._text_index or self._envelopes) and not self._whole_index:
            with database.write() as transaction:
                transaction.connection.exec_driver_sql(
                    "INSERT INTO literal_text (literal_text) VALUES ('rebuild')"
                )

    # The log.

    def _check_file(self, connection: Connection) -> Iterator[Finding]:
        if self.node.database.is_sqlite:
            for row in connection.exec_driver_sql("PRAGMA quick_check(100)"):
                if row[0] != "ok":
                    yield _finding("file-damaged", f"SQLite finds its file damaged: {row[0]}", _RESTORE)

    def _check_vocabulary(self, connection: Connection) -> Iterator[Finding]:
        """Whether the stored editions can be read, and whether the index was made by the one in use."""
        for edition, problem in find_damaged(connection):
            message = f"The edition {edition} of the vocabulary is damaged: {problem}"
            yield _finding("vocabulary-damaged", message, _ANOTHER_VOCABULARY)
        use = last_use(connection)
        if use is not None and not use.is_indexed:
            # What differs is told of below, resource by resource; this is why, and building all is quicker.
            self._whole_index = True
            since = format_date(use.created_at)
            message = f"The vocabulary in use since {since} reads documents otherwise than the index has them"
            yield _finding("index-vocabulary", message, _REPAIR, severity="warning")

    def _check_format(self, connection: Connection) -> Iterator[Finding]:
        """Whether the index is of this release. What differs is told of below, resource by resource, too."""
        if not index_is_current(connection):
            self._whole_index = True
            message = "The index was written by an older release, so that search does not answer"
            yield _finding("index-format", message, _REPAIR, severity="warning")

    def _check_missing(self, connection: Connection) -> Iterator[Finding]:
        for table, column, parent in _MISSING:
            count = connection.execute(
                text(
                    f"SELECT count(*) FROM {table} s LEFT JOIN {parent} p ON p.id = s.{column}"
                    f" WHERE s.{column} IS NOT NULL AND p.id IS NULL"
                )
            ).scalar_one()
            if count:
                message = f"{count:,} rows of {table} name a {column} that does not exist"
                yield _finding("row-missing", message, _RESTORE)
        used = select(_version.c.document_id).where(_version.c.document_id.is_not(None))
        unused = select(func.count()).select_from(_document).where(_document.c.id.not_in(used))
        count = connection.execute(unused).scalar_one()
        if count:
            message = f"{count:,} stored documents belong to no entry of the log"
            yield _finding("document-unused", message, "They do no harm.", severity="warning")

    def _check_documents(self, connection: Connection) -> Iterator[Finding]:
        """Every document ever published: does it unpack to the bytes that came in?"""
        for batch in iter_document_batches(connection):
            statement = select(
                _document.c.id, _document.c.digest, _document.c.byte_count, _document.c.body
            ).where(among(connection, _document.c.id, batch))
            for row in connection.execute(statement.order_by(_document.c.id)):
                problem = _problem_of(row)
                if problem:
                    yield self._of_document(connection, row.id, problem)
            self._advance(len(batch))

    def _of_document(self, connection: Connection, document_id: int, problem: str) -> Finding:
        statement = select(_version.c.envelope_ctid).where(_version.c.document_id == document_id)
        ctid = connection.execute(statement).scalar()
        return _finding("document-damaged", f"Document {document_id} {problem}", _RESTORE, ctid=ctid or "")

    # Envelopes: their log, their document, their index.

    def _check_envelopes(self, connection: Connection) -> Iterator[Finding]:
        for community in list_communities(connection):
            ours = _envelope.c.community_id == community.id
            for batch in iter_envelope_batches(connection, ours):
                rows = connection.execute(
                    select(_envelope, _document.c.context.label("context"), _document.c.body.label("body"))
                    .join(_document, _document.c.id == _envelope.c.document_id)
                    .where(among(connection, _envelope.c.id, batch))
                    .order_by(_envelope.c.id)
                ).all()
                histories = list_versions(connection, batch)
                live: list[IndexedEnvelope] = []
                ctids: dict[int, str] = {}
                for row in rows:
                    values: dict[str, Any] = row._asdict()
                    context, body = values.pop("context"), values.pop("body")
                    head = EnvelopeHead(**values)
                    ctids[head.id] = head.envelope_ctid or ""
                    for problem in _log_problems(head, histories[head.id]):
                        yield _finding(
                            "log-broken", f"{_name(head)} {problem}", _RESTORE, ctid=ctids[head.id]
                        )
                    if head.deleted_at is None:
                        yield from self._check_head(head, context, bytes(body), live)
                differences = [
                    *check_envelopes(connection, live),
                    *check_past_claims(
                        connection,
                        community.id,
                        {number: set(keys) for number, keys in self._past_keys(connection, batch).items()},
                    ),
                ]
                for difference in differences:
                    self._envelopes.add(difference.envelope_id)
                    yield _of_index(difference, ctids[difference.envelope_id])
                self._advance(len(batch))

    def _past_keys(self, connection: Connection, batch: list[int]) -> dict[int, dict[str, str]]:
        try:
            return past_keys(self.node, connection, batch)
        except RegistryError:
            return {}  # A damaged document of an old version; that was told of already.

    def _check_head(
        self, head: EnvelopeHead, context: str | None, body: bytes, live: list[IndexedEnvelope]
    ) -> Iterator[Finding]:
        try:
            document = parse_document(decompress(body))
            nodes = index_nodes(self.node, document)
        except RegistryError as error:
            message = f"The document of {_name(head)} cannot be read: {error.message}"
            yield _finding("document-unreadable", message, error.hint, ctid=head.envelope_ctid or "")
            return
        ctdl_type = nodes[0].types[0] if nodes and nodes[0].types else None
        for problem in _head_problems(head, context, document, ctdl_type):
            yield _finding(
                "head-differs", f"{_name(head)} {problem}", _RESTORE, ctid=head.envelope_ctid or ""
            )
        live.append(indexed(head, document, nodes))

    # The rest of the index.

    def _check_orphans(self, connection: Connection) -> Iterator[Finding]:
        for orphans in find_orphans(connection):
            self._whole_index = True
            yield _finding("index-orphans", f"{orphans.count:,} {orphans.message}", _REPAIR)

    def _check_counters(self, connection: Connection) -> Iterator[Finding]:
        for name, (value, used) in list_counters(connection).items():
            if value < used:
                self._counters[name] = used
                message = f"The counter of {name} stands at {value:,}, but {used:,} is in use"
                yield _finding("counter-behind", message, "opencredreg doctor --repair moves it on.")

    def _check_text_index(self) -> Iterator[Finding]:
        with self.node.database.write() as transaction:
            is_sound = text_index_is_sound(transaction)
        if not is_sound:
            self._text_index = True
            yield _finding("text-index", "The text index does not hold the words of the values", _REPAIR)


def _problem_of(row: Any) -> str:
    try:
        payload = decompress(bytes(row.body))
    except RegistryError as error:
        return f"cannot be unpacked: {error.message}"
    if digest_of(payload) != bytes(row.digest):
        return "is not what was published: its digest differs"
    if len(payload) != row.byte_count:
        return f"has {len(payload):,} bytes, but {row.byte_count:,} are noted"
    return ""


def _log_problems(head: EnvelopeHead, versions: list[Version]) -> Iterator[str]:
    if not versions:
        yield "has no entry in the log"
        return
    last = versions[-1]
    if last.id != head.version_id:
        yield f"points to entry {head.version_id} of the log, but its last one is {last.id}"
        return
    events = [version.event for version in versions]
    if events[0] != "create" or "create" in events[1:] or "destroy" in events[:-1]:
        yield f"has an impossible history: {', '.join(events)}"
    if (last.event == "destroy") != (head.deleted_at is not None):
        yield f"is {'deleted' if head.deleted_at else 'live'}, but its last entry says {last.event}"
    for name in _LOGGED:
        if getattr(head, name) != getattr(last, name):
            yield f"differs from its last entry in {name}"
    stored = [version.document_id for version in versions if version.document_id is not None]
    if not stored or stored[-1] != head.document_id:
        yield "holds another document than its last entry"


def _head_problems(
    head: EnvelopeHead, context: str | None, document: Document, ctdl_type: str | None
) -> Iterator[str]:
    identity = document.identity
    if head.envelope_ctid != document.ctid:
        yield f"has the CTID {head.envelope_ctid}, but its document {document.ctid}"
    if head.document_key != (resource_key(identity) if identity else None):
        yield f"is known as {head.document_key}, but its document as {identity}"
    if head.ctdl_type != ctdl_type:
        yield f"counts as {head.ctdl_type}, but its document describes {ctdl_type}"
    if head.provisional != document.is_provisional:
        yield "and its document do not agree on whether it is provisional"
    if context != shared_context(document):
        yield "has another @context than its document"


def _name(head: EnvelopeHead) -> str:
    return f"Envelope {head.uuid}"


def _of_index(difference: IndexDifference, ctid: str) -> Finding:
    pointer = "" if difference.position is None else f"/@graph/{difference.position}"
    return _finding(difference.code, difference.message, _REPAIR, ctid=ctid, pointer=pointer)


def _finding(
    code: str, message: str, hint: str, *, ctid: str = "", pointer: str = "", severity: Severity = "error"
) -> Finding:
    return Finding(code=code, severity=severity, pointer=pointer, message=f"{message}.", hint=hint, ctid=ctid)
