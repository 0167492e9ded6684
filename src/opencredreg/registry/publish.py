"""Publishing: the one way by which a document enters the registry.

Source: ``registry-api.md`` section 4; ``architecture.md`` section 6, decisions 2, 4, 13.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from sqlalchemy import select

from opencredreg import clock
from opencredreg.accounts.actor import Actor
from opencredreg.accounts.policy import require_class, require_document_classes, require_publisher_for
from opencredreg.errors import Conflict, InvalidInput, PreconditionFailed, RegistryError
from opencredreg.findings import Finding
from opencredreg.ids import is_ctid, new_uuid
from opencredreg.registry.indexing import index_writer, indexed
from opencredreg.registry.judging import check_documents, mode_of, refusal_of
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import Prepared, prepare, same_json
from opencredreg.store.database import WriteTransaction, among
from opencredreg.store.documents import StoredDocument, insert_documents, load_payload
from opencredreg.store.envelopes import (
    EnvelopeHead,
    Version,
    append_version,
    find_heads,
    insert_envelopes,
    insert_versions,
    update_envelope,
)
from opencredreg.store.index.writer import IndexedEnvelope, IndexWriter
from opencredreg.store.tables import METADATA
from opencredreg.validation import Mode
from opencredreg.validation.structure import StructureProfile

__all__ = [
    "KeptDates",
    "NotAPublishType",
    "NotTried",
    "NotUnique",
    "PublishRequest",
    "Receipt",
    "publish",
    "publish_all",
    "publish_prepared",
    "require_publish_type",
]

_node = METADATA.tables["node"]
_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_term = METADATA.tables["term"]


class NotUnique(Conflict):
    """The CTID belongs to something of another owner."""

    code = "ctid-not-unique"


class NotAPublishType(InvalidInput):
    """There are two types of publishing, and this is neither."""


class NotTried(Conflict):
    """Nothing is wrong with the document, but all were to be published or none."""

    code = "not-tried"


class KeptDates(msgspec.Struct, frozen=True, kw_only=True):
    """Dates that an envelope brings from where it was published first. The log of this node has its own time.

    ``created_at`` counts only when the envelope is new here. What lies ahead of us becomes now.
    """

    created_at: int | None = None
    updated_at: int | None = None
    last_verified_on: str | None = None


class PublishRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One document to publish, on behalf of its owner.

    ``owner_id`` is ``None`` only for signed envelopes of an open community. ``if_match`` is the digest (hex)
    that the newest version must have; an empty text asks that there is none yet. ``signed_by`` is the
    fingerprint of the key that signed the document. ``mode`` asks for a stricter check than the community has;
    ``report`` asks for the findings of the whole profile even where they do not refuse.
    """

    community_id: int
    owner_id: int | None
    payload: bytes
    profile: StructureProfile = "wire"
    mode: Mode | None = None
    report: bool = False
    publishing_organization_id: int | None = None
    secondary_publisher_id: int | None = None
    publish_type: str = "primary"
    if_match: str | None = None
    signed_by: str | None = None
    envelope_uuid: str | None = None
    kept: KeptDates | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document. ``version_id`` is its place in the log."""

    event: Literal["created", "updated", "unchanged"]
    envelope_id: int
    envelope_uuid: str
    ctid: str | None
    version_id: int
    digest: str
    findings: tuple[Finding, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether this publish stored something."""
        return self.event != "unchanged"


_NOTHING_KEPT = KeptDates()


def publish(node: Node, actor: Actor, request: PublishRequest) -> Receipt:
    """Publish one document: create its envelope, append a version, or find that nothing changed.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not publish for the owner.
        InvalidInput, MalformedJSON, UnknownContext, LimitExceeded: the document cannot be taken.
        NotUnique: its CTID belongs to a document of another owner.
        PreconditionFailed: ``if_match`` names another version.
        Unavailable: the store is busy; nothing was changed.
    """
    [outcome] = publish_all(node, actor, [request])
    if isinstance(outcome, RegistryError):
        raise outcome
    return outcome


def require_publish_type(publish_type: str) -> None:
    """Let only ``primary`` and ``secondary`` pass.

    Raises:
        NotAPublishType: it is something else.
    """
    if publish_type not in ("primary", "secondary"):
        raise NotAPublishType("resource_publish_type does not have a valid value")


def publish_all(
    node: Node, actor: Actor, requests: Sequence[PublishRequest]
) -> list[Receipt | RegistryError]:
    """Publish many documents in one transaction; each is taken or refused on its own.

    The result has one entry for each request, in order: its receipt, or the error that refused it.
    """
    outcomes: list[Receipt | RegistryError | None] = [None] * len(requests)
    ready: dict[int, tuple[PublishRequest, Prepared]] = {}
    for place, request in enumerate(requests):
        try:
            require_publish_type(request.publish_type)
            ready[place] = (request, prepare(node, request.payload, request.profile))
        except RegistryError as error:
            outcomes[place] = error
    for place, outcome in zip(ready, publish_prepared(node, actor, list(ready.values())), strict=True):
        outcomes[place] = outcome
    return [outcome for outcome in outcomes if outcome is not None]


def _judge(node: Node, documents: Sequence[tuple[PublishRequest, Prepared]]) -> dict[int, RegistryError]:
    """Check what has to be checked, all of one community together; the result is what is refused, by place."""
    groups: dict[tuple[int, Mode, bool], list[int]] = {}
    for place, (request, _) in enumerate(documents):
        mode = request.mode or "gate"
        if request.profile == "wire":
            mode = mode_of(node, request.community_id, request.mode)
        if mode != "gate" or request.report:
            groups.setdefault((request.community_id, mode, request.report), []).append(place)
    refused: dict[int, RegistryError] = {}
    for (community_id, mode, is_told), places in groups.items():
        # In mode gate the rest of the profile is told, and refuses nothing.
        reports = check_documents(
            node,
            community_id,
            [documents[place][1].document for place in places],
            "publish" if mode == "gate" else mode,
            least="note" if is_told else "warning",
        )
        for place, report in zip(places, reports, strict=True):
            documents[place][1].findings = list(report.findings)
            refusal = refusal_of(report) if mode != "gate" else None
            if refusal is not None:
                refused[place] = refusal
    return refused


def publish_prepared(
    node: Node,
    actor: Actor,
    documents: Sequence[tuple[PublishRequest, Prepared]],
    *,
    all_or_none: bool = False,
    rehearse: bool = False,
    then: Callable[[WriteTransaction, Sequence[Receipt | RegistryError]], None] | None = None,
) -> list[Receipt | RegistryError]:
    """As ``publish_all``, for documents that went through ``prepare`` already.

    Args:
        node: the node.
        actor: who publishes.
        documents: what to publish, with what was prepared of each.
        all_or_none: store nothing where one of them is refused; what would have been taken then is ``NotTried``.
        rehearse: store nothing at all; the receipts say what would become of each document.
        then: what to write in the same transaction. It is given the outcomes, and is not called where nothing
            is stored.
    """
    outcomes: list[Receipt | RegistryError | None] = [None] * len(documents)
    # What takes time and needs no lock comes before the write transaction.
    refused = _judge(node, documents)
    for place, refusal in refused.items():
        outcomes[place] = refusal
    ready = [(place, *entry) for place, entry in enumerate(documents) if place not in refused]
    if all_or_none and refused:
        return _given_up(outcomes)
    if ready or then is not None:
        try:
            with node.database.write() as transaction:
                batch = _Batch(node, actor, transaction)
                for group in _groups(ready):
                    rest = group
                    while rest:
                        rest = _take_group(batch, rest, outcomes)
                decided = [outcome for outcome in outcomes if outcome is not None]
                if rehearse or (all_or_none and any(isinstance(one, RegistryError) for one in decided)):
                    raise _GivenUp
                if then is not None:
                    then(transaction, decided)
        except _GivenUp:
            return list(decided) if rehearse else _given_up(outcomes)
    return [outcome for outcome in outcomes if outcome is not None]


class _GivenUp(Exception):
    """What the transaction wrote is not to stay."""


def _given_up(outcomes: Sequence[Receipt | RegistryError | None]) -> list[Receipt | RegistryError]:
    return [
        outcome
        if isinstance(outcome, RegistryError)
        else NotTried("It was not published, because another document of the same request was refused.")
        for outcome in outcomes
    ]


def _take_group(
    batch: _Batch,
    group: list[tuple[int, PublishRequest, Prepared]],
    outcomes: list[Receipt | RegistryError | None],
) -> list[tuple[int, PublishRequest, Prepared]]:
    """Decide on a group and write it; what must wait until that is written is the result."""
    batch.start(group)
    rest: list[tuple[int, PublishRequest, Prepared]] = []
    for position, (place, request, prepared) in enumerate(group):
        try:
            outcomes[place] = batch.take(request, prepared)
        except _Unsettled:
            rest = group[position:]
            break
        except RegistryError as error:
            outcomes[place] = error
    batch.flush()
    return rest


def _groups(
    ready: list[tuple[int, PublishRequest, Prepared]],
) -> list[list[tuple[int, PublishRequest, Prepared]]]:
    """Divide a batch so that what is decided on within a group does not depend on the rest of the group.

    A group is of one community, names no document twice, and publishes nothing on its own that stands
    inside of a document before it.
    """
    groups: list[list[tuple[int, PublishRequest, Prepared]]] = []
    named: set[str] = set()
    described: set[str] = set()
    for entry in ready:
        _, request, prepared = entry
        names = {name for name in (prepared.ctid, prepared.document_key, prepared.main_key) if name}
        same = groups and groups[-1][0][1].community_id == request.community_id
        if not same or named & names or prepared.main_key in described:
            groups.append([])
            named = set()
            described = set()
        groups[-1].append(entry)
        named |= names
        described.update(node.key for node in prepared.nodes if node.key is not None)
    return groups


class _Unsettled(Exception):
    """Who describes a resource depends on what this transaction has not written yet."""


class _Batch:
    """The write half of publishing. ``start`` looks up, ``take`` decides, ``flush`` writes."""

    def __init__(self, node: Node, actor: Actor, transaction: WriteTransaction) -> None:
        self.node = node
        self.actor = actor
        self.transaction = transaction
        self.connection = transaction.connection
        self.index: IndexWriter = index_writer(node, transaction)
        self.today = clock.format_date(transaction.at)
        self._allowed: set[int | None] = set()

    def start(self, group: list[tuple[int, PublishRequest, Prepared]]) -> None:
        self.community_id = community_id = group[0][1].community_id
        prepared = [entry[2] for entry in group]
        heads = find_heads(
            self.connection,
            community_id,
            ctids={one.ctid for one in prepared if one.ctid},
            keys={one.document_key for one in prepared if one.document_key},
        )
        self.by_ctid = {head.envelope_ctid: head for head in heads if head.envelope_ctid}
        self.by_key = {head.document_key: head for head in heads if head.document_key}
        self.foreign = self._describers(community_id, {one.main_key for one in prepared if one.main_key})
        self.changed_ids: set[int] = set()
        self.documents: list[tuple[int, StoredDocument]] = []
        self.created: list[EnvelopeHead] = []
        self.updated: list[EnvelopeHead] = []
        self.versions: list[Version] = []
        self.indexed: list[IndexedEnvelope] = []
        self.touched: list[EnvelopeHead] = []

    def _describers(self, community_id: int, keys: set[str]) -> dict[str, tuple[int, int | None]]:
        """Which envelope, and whose, describes each of these resources now."""
        if not keys:
            return {}
        rows = self.connection.execute(
            select(_node.c.key, _node.c.envelope_id, _envelope.c.owner_id)
            .join(_envelope, _envelope.c.id == _node.c.envelope_id)
            .where(_node.c.community_id == community_id, among(self.connection, _node.c.key, keys))
        )
        return {row.key: (row.envelope_id, row.owner_id) for row in rows}

    def take(self, request: PublishRequest, prepared: Prepared) -> Receipt:
        self._authorize(request)
        head = self.by_ctid.get(prepared.ctid) if prepared.ctid else None
        if head is None and prepared.document_key:
            head = self.by_key.get(prepared.document_key)
        self._check_owner(request, prepared, head)
        self._check_classes(prepared, head)
        self._check_names(prepared, head)
        _check_precondition(request, self._digest(head))
        if head is None:
            return self._create(request, prepared)
        return self._update(request, prepared, head)

    def _authorize(self, request: PublishRequest) -> None:
        if request.signed_by is not None:
            return  # The key was checked by the service for signed envelopes.
        for organization_id in (request.owner_id, request.publishing_organization_id):
            if organization_id in self._allowed or (organization_id is None and request.owner_id is not None):
                continue
            require_publisher_for(
                self.connection,
                self.actor,
                organization_id,
                enforce=self.node.settings.publishing.enforce_ownership,
            )
            self._allowed.add(organization_id)

    def _check_classes(self, prepared: Prepared, head: EnvelopeHead | None) -> None:
        """A key may be limited to classes: of what is published, of what it holds, and of what it replaces."""
        if self.actor.classes is None:
            return
        vocabulary = self.node.vocabulary
        main = prepared.nodes[0].types if prepared.nodes else []
        inner = [
            cls
            for node in prepared.nodes[1:]
            if node.key is not None and (node.ctid or is_ctid(node.key))
            for cls in node.types
        ]
        require_document_classes(self.actor, main, inner, vocabulary)
        if head is not None:
            require_class(self.actor, head.ctdl_type, vocabulary)
        describing = self.foreign.get(prepared.main_key) if prepared.main_key else None
        if describing is not None and (head is None or describing[0] != head.id):
            # A document of its own takes a resource over from the document that it only is a part of.
            require_class(self.actor, self._class_of(prepared), vocabulary)

    def _class_of(self, prepared: Prepared) -> str | None:
        """The class that the main resource has as it is described now."""
        statement = (
            select(_term.c.name)
            .join(_node, _node.c.class_id == _term.c.id)
            .where(_node.c.community_id == self.community_id, _node.c.key == prepared.main_key)
        )
        return self.connection.execute(statement).scalar()

    def _check_owner(self, request: PublishRequest, prepared: Prepared, head: EnvelopeHead | None) -> None:
        describing = self.foreign.get(prepared.main_key) if prepared.main_key else None
        claimed_by_other = False
        if describing is not None and (head is None or describing[0] != head.id):
            if describing[0] in self.changed_ids:
                raise _Unsettled
            claimed_by_other = describing[1] != request.owner_id or request.owner_id is None
        if claimed_by_other or (head is not None and head.owner_id != request.owner_id):
            raise NotUnique(
                "Resource CTID must be unique",
                hint="Another owner publishes under this CTID. Ownership moves by a transfer only.",
            )
        if head is not None and head.owner_id is None and head.signed_by != request.signed_by:
            raise NotUnique(
                "Resource can only be updated by the original user. "
                "There is a public key or key locations mismatch."
            )

    def _check_names(self, prepared: Prepared, head: EnvelopeHead | None) -> None:
        """The CTID names one live document and the ``@id`` another: which one would be replaced?"""
        other = self.by_key.get(prepared.document_key) if prepared.document_key else None
        if head is not None and other is not None and other.id != head.id:
            raise NotUnique(
                f"The @id of the document is that of another document ({other.envelope_ctid or other.uuid})",
                hint="Give the document the @id that goes with its CTID.",
            )

    def _digest(self, head: EnvelopeHead | None) -> bytes | None:
        if head is None:
            return None
        statement = select(_document.c.digest).where(_document.c.id == head.document_id)
        return bytes(self.connection.execute(statement).scalar_one())

    def _create(self, request: PublishRequest, prepared: Prepared) -> Receipt:
        at = self.transaction.at
        kept = request.kept or _NOTHING_KEPT
        head = EnvelopeHead(
            id=self.transaction.allocate("envelope"),
            uuid=request.envelope_uuid or new_uuid(),
            community_id=request.community_id,
            envelope_ctid=prepared.ctid,
            document_key=prepared.document_key,
            ctdl_type=prepared.ctdl_type,
            owner_id=request.owner_id,
            publishing_organization_id=request.publishing_organization_id,
            publisher_id=self.actor.publisher_id,
            secondary_publisher_id=request.secondary_publisher_id,
            publish_type=request.publish_type,
            provisional=prepared.document.is_provisional,
            signed_by=request.signed_by,
            document_id=self._add_document(prepared),
            version_id=0,
            last_verified_on=kept.last_verified_on or self.today,
            created_at=min(kept.created_at or at, at),
            updated_at=min(kept.updated_at or at, at),
            deleted_at=None,
        )
        self.versions.append(append_version(self.transaction, head, "create", self.actor.account_id))
        self.created.append(head)
        self.indexed.append(indexed(head, prepared.document, prepared.nodes, is_new=True))
        return _receipt("created", head, prepared)

    def _update(self, request: PublishRequest, prepared: Prepared, head: EnvelopeHead) -> Receipt:
        before = msgspec.structs.asdict(head)
        head.envelope_ctid = prepared.ctid
        head.document_key = prepared.document_key
        head.ctdl_type = prepared.ctdl_type
        head.publishing_organization_id = request.publishing_organization_id
        head.publisher_id = self.actor.publisher_id
        head.secondary_publisher_id = request.secondary_publisher_id
        head.publish_type = request.publish_type
        head.provisional = prepared.document.is_provisional
        head.signed_by = request.signed_by
        same_document = self._digest(head) == prepared.stored.digest or same_json(
            load_payload(self.connection, head.document_id), prepared.document.payload
        )
        if same_document and msgspec.structs.asdict(head) == before:
            return _receipt("unchanged", head, prepared)
        if not same_document:
            head.document_id = self._add_document(prepared)
        # From here on the old names are free for others.
        for names, old in ((self.by_ctid, before["envelope_ctid"]), (self.by_key, before["document_key"])):
            if names.get(old) is head:
                del names[old]
        kept = request.kept or _NOTHING_KEPT
        head.updated_at = min(kept.updated_at or self.transaction.at, self.transaction.at)
        head.last_verified_on = kept.last_verified_on or self.today
        self.versions.append(append_version(self.transaction, head, "update", self.actor.account_id))
        self.updated.append(head)
        self.changed_ids.add(head.id)
        if same_document and head.provisional == before["provisional"]:
            self.touched.append(head)
        else:
            self.indexed.append(indexed(head, prepared.document, prepared.nodes))
        return _receipt("updated", head, prepared)

    def _add_document(self, prepared: Prepared) -> int:
        number = self.transaction.allocate("document")
        self.documents.append((number, prepared.stored))
        return number

    def flush(self) -> None:
        transaction = self.transaction
        insert_documents(transaction, self.documents)
        # Changed envelopes come first: a new one may have a name that one of them has just given up.
        for head in self.updated:
            update_envelope(transaction, head)
        insert_envelopes(transaction, self.created)
        insert_versions(transaction, self.versions)
        self.index.replace(self.indexed)
        transaction.execute_many(
            "UPDATE node SET published_at = ? WHERE envelope_id = ?",
            [(head.updated_at, head.id) for head in self.touched],
        )


def _check_precondition(request: PublishRequest, digest: bytes | None) -> None:
    if request.if_match is None:
        return
    current = digest.hex() if digest is not None else ""
    if request.if_match == "*":
        if not current:
            raise PreconditionFailed("There is no version yet, so If-Match: * cannot hold.")
    elif current != request.if_match:
        raise PreconditionFailed(
            "The document was changed since you read it.",
            hint="Read it again, apply your change to the newest version, and publish with its ETag.",
        )


def _receipt(
    event: Literal["created", "updated", "unchanged"], head: EnvelopeHead, prepared: Prepared
) -> Receipt:
    return Receipt(
        event=event,
        envelope_id=head.id,
        envelope_uuid=head.uuid,
        ctid=head.envelope_ctid,
        version_id=head.version_id,
        digest=prepared.stored.digest.hex(),
        findings=tuple(prepared.findings),
    )
