"""The write half of publishing: who may, what becomes of the envelope, and the rows of a group of documents.

Source: ``registry-api.md`` section 4; ``architecture.md`` section 6, decisions 2, 4, 13.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from sqlalchemy import select

from opencredreg import clock
from opencredreg.accounts.actor import Actor
from opencredreg.accounts.policy import require_class, require_document_classes, require_publisher_for
from opencredreg.errors import PreconditionFailed
from opencredreg.ids import is_ctid, new_uuid
from opencredreg.registry.indexing import index_writer, indexed
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import Prepared, same_json
from opencredreg.registry.publish_types import KeptDates, NotUnique, PublishRequest, Receipt
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

__all__ = ["DocumentBatch", "Unsettled"]

_node = METADATA.tables["node"]
_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_term = METADATA.tables["term"]
_NOTHING_KEPT = KeptDates()


class Unsettled(Exception):
    """Who describes a resource depends on what this transaction has not written yet."""


class DocumentBatch:
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
        """Look up what the documents of a group meet in the registry; all are of one community."""
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
        """Decide on one document of the group.

        Raises:
            RegistryError: it is refused.
            Unsettled: that depends on what this group has not written yet.
        """
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
                raise Unsettled
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
        """Write what was decided on."""
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
