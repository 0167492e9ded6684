"""Publishing many documents at once: from files, in large transactions, each document judged by itself.

An import may be interrupted at any time and run again: what was published is found unchanged, the rest
follows.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from sqlalchemy import select

from opencredreg.accounts.actor import Actor
from opencredreg.accounts.organizations import (
    Organization,
    create_organization,
    find_organizations,
    rename_organization,
)
from opencredreg.clock import format_timestamp
from opencredreg.errors import InvalidInput, NotAuthorized, NotFound, RegistryError
from opencredreg.findings import Finding
from opencredreg.ids import ctid_of_uri, is_ctid, resource_key
from opencredreg.registry.batches import BATCH_BYTES, BATCH_NODES, bulk_work
from opencredreg.registry.communities import Community
from opencredreg.registry.import_sources import (
    EnvelopeFacts,
    Source,
    SourceDeletion,
    SourceDocument,
)
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import Prepared, prepare
from opencredreg.registry.publish import publish_prepared
from opencredreg.registry.publish_types import KeptDates, PublishRequest, Receipt
from opencredreg.registry.remove import remove_heads
from opencredreg.store.database import among
from opencredreg.store.envelopes import find_heads
from opencredreg.store.tables import METADATA
from opencredreg.validation import Mode

__all__ = ["ImportOptions", "ImportedDocument", "Outcome", "import_documents"]

Outcome = Literal["created", "updated", "unchanged", "deleted", "refused"]

_log = logging.getLogger(__name__)
_envelope = METADATA.tables["envelope"]
_AGENT = "ceterms:Agent"
_NAME = "ceterms:name"
_OWNERS = ("ceterms:ownedBy", "ceterms:offeredBy", "ceasn:publisher", "ceasn:creator")
_PUBLISH_TYPES = ("primary", "secondary")
_NO_FACTS = EnvelopeFacts()
_MANY = 500
"""So many documents change what the planner of a database should know."""


class ImportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to import.

    ``organization`` owns what is imported; without it every document must name its owner. ``community`` takes
    everything; without it the default community does. With ``as_published`` the owner, publisher, dates,
    identifier and community that an envelope states are kept; ``organization`` is for those without owner.
    ``mode`` is how strictly the documents are checked: every error of that mode refuses, and warnings are told.
    """

    organization: Organization | None = None
    community: Community | None = None
    as_published: bool = False
    mode: Mode = "gate"


class ImportedDocument(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of one document."""

    source: str
    ctid: str | None
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


class _Entry(msgspec.Struct):
    """A document on its way. ``owner`` is the CTID of an organization, which may not exist yet."""

    source: str
    community: Community
    owner: str
    facts: EnvelopeFacts
    prepared: Prepared


def import_documents(
    node: Node, actor: Actor, sources: Iterable[Source], options: ImportOptions
) -> Iterator[ImportedDocument]:
    """Publish what the sources give, and tell of each document when it is stored or refused.

    Raises:
        NotFound: there is no community to import into.
        Unavailable: the store is busy or full. What was told of is stored; the same import can be run again.
    """
    with bulk_work():
        yield from _Import(node, actor, options).run(sources)


class _Import:
    def __init__(self, node: Node, actor: Actor, options: ImportOptions) -> None:
        self.node = node
        self.actor = actor
        self.options = options
        self.batch: list[_Entry] = []
        self.node_count = 0
        self.taken = 0
        self.byte_count = 0
        self.organizations: dict[str, Organization] = {}
        if options.organization is not None:
            self.organizations[options.organization.ctid] = options.organization

    def run(self, sources: Iterable[Source]) -> Iterator[ImportedDocument]:
        for source in sources:
            if isinstance(source, SourceDocument):
                yield from self._take(source)
                if self.node_count >= BATCH_NODES or self.byte_count >= BATCH_BYTES:
                    yield from self._flush()
            elif isinstance(source, SourceDeletion):
                yield from self._flush()
                yield self._delete(source)
            else:
                yield _refused(source.source, None, source.error)
        yield from self._flush()
        if self.taken >= _MANY:
            self.node.database.refresh_statistics()

    # One document.

    def _take(self, source: SourceDocument) -> Iterator[ImportedDocument]:
        """Prepare a document for the batch; only what is refused is told of already."""
        ctid: str | None = None
        facts = source.envelope if self.options.as_published and source.envelope else _NO_FACTS
        try:
            community = self._community(facts)
            prepared = prepare(self.node, source.payload, "import")
            ctid = prepared.ctid
            entry = _Entry(source.source, community, self._owner(prepared, facts), facts, prepared)
        except RegistryError as error:
            yield _refused(source.source, ctid, error)
        except Exception as error:
            _log.error("a document could not be prepared: %s", source.source, exc_info=error)
            yield _refused(source.source, ctid, error)
        else:
            self.batch.append(entry)
            self.node_count += len(prepared.nodes)
            self.byte_count += len(source.payload)

    def _community(self, facts: EnvelopeFacts) -> Community:
        if self.options.community is not None:
            return self.options.community
        found = self.node.find_community(facts.community)
        if found is None:
            name = facts.community or "NAME"
            missing = f"no community {name}" if facts.community else "no default community"
            raise NotFound(
                f"There is {missing}",
                kind="community",
                hint=f"Create it (opencredreg community create {name}) or name another with --community.",
            )
        return found

    def _owner(self, prepared: Prepared, facts: EnvelopeFacts) -> str:
        if facts.owned_by is not None and is_ctid(facts.owned_by):
            return facts.owned_by.lower()
        if self.options.organization is not None:
            return self.options.organization.ctid
        found = self._stated_owner(prepared)
        if found is None:
            message = "The document does not say whose it is."
            finding = Finding(
                code="owner-unknown",
                severity="error",
                pointer="/@graph/0" if prepared.document.form == "graph" else "",
                message=message,
                hint="Name the owner with --organization, or state it in ceterms:ownedBy, ceterms:offeredBy, "
                "ceasn:publisher or ceasn:creator by the URI of an organization with a CTID.",
            )
            raise InvalidInput(message, (finding,), hint=finding.hint)
        return found

    def _stated_owner(self, prepared: Prepared) -> str | None:
        if self._is_agent(prepared):
            return prepared.ctid
        main = prepared.nodes[0] if prepared.nodes else None
        if main is None or main.position != 0:
            return None
        for term in _OWNERS:
            for stated, target in main.links:
                ctid = ctid_of_uri(target) if stated == term and isinstance(target, str) else None
                if ctid is not None:
                    return ctid
        return None

    def _is_agent(self, prepared: Prepared) -> bool:
        return (
            prepared.ctid is not None
            and is_ctid(prepared.ctid)
            and prepared.ctdl_type is not None
            and self.node.vocabulary.is_a(prepared.ctdl_type, _AGENT)
        )

    # The batch.

    def _flush(self) -> Iterator[ImportedDocument]:
        batch, self.batch = self.batch, []
        self.node_count = self.byte_count = 0
        if not batch:
            return
        self.taken += len(batch)
        try:
            told = self._publish(batch)
        except RegistryError:
            raise
        except Exception as error:
            _log.error("a batch failed as a whole; its documents are tried one by one", exc_info=error)
            told = [self._publish_alone(entry) for entry in batch]
        yield from told

    def _publish_alone(self, entry: _Entry) -> ImportedDocument:
        try:
            [told] = self._publish([entry])
        except RegistryError:
            raise
        except Exception as error:
            _log.error("a document could not be published: %s", entry.source, exc_info=error)
            return _refused(entry.source, entry.prepared.ctid, error)
        return told

    def _publish(self, batch: list[_Entry]) -> list[ImportedDocument]:
        refused = self._settle_organizations(batch)
        free = self._free_uuids(batch)
        ready = [entry for entry in batch if entry.owner not in refused]
        outcomes = iter(
            publish_prepared(
                self.node, self.actor, [(self._request(entry, free), entry.prepared) for entry in ready]
            )
        )
        return [
            _told(entry, refused[entry.owner] if entry.owner in refused else next(outcomes))
            for entry in batch
        ]

    def _request(self, entry: _Entry, free: set[str]) -> PublishRequest:
        facts = entry.facts
        publishing = self.organizations.get((facts.published_by or "").lower())
        uuid = facts.uuid if facts.uuid in free else None
        free.discard(uuid or "")
        return PublishRequest(
            community_id=entry.community.id,
            owner_id=self.organizations[entry.owner].id,
            payload=entry.prepared.document.payload,
            profile="import",
            mode=self.options.mode,
            publishing_organization_id=publishing.id if publishing else None,
            publish_type=facts.publish_type if facts.publish_type in _PUBLISH_TYPES else "primary",
            envelope_uuid=uuid,
            kept=KeptDates(
                created_at=facts.created_at,
                updated_at=facts.updated_at,
                last_verified_on=facts.last_verified_on,
            ),
        )

    def _settle_organizations(self, batch: list[_Entry]) -> dict[str, RegistryError]:
        """Create the organizations that are missing; the result are those that cannot be, with the reason.

        An organization that was created for a document of its own is named by that document, whichever of
        them comes first.
        """
        wanted = {entry.owner for entry in batch}
        wanted |= {
            entry.facts.published_by.lower()
            for entry in batch
            if entry.facts.published_by is not None and is_ctid(entry.facts.published_by)
        }
        names = {
            entry.prepared.ctid: _name_of(entry.prepared)
            for entry in batch
            if entry.prepared.ctid is not None and self._is_agent(entry.prepared)
        }
        unknown = (wanted | names.keys()) - self.organizations.keys()
        if unknown:
            with self.node.database.read() as connection:
                self.organizations |= find_organizations(connection, unknown)
        missing = sorted(wanted - self.organizations.keys())
        renamed = [
            self.organizations[ctid]
            for ctid, name in names.items()
            if name and ctid in self.organizations and self.organizations[ctid].name == ctid
        ]
        refused: dict[str, RegistryError] = {}
        if missing and not self.actor.is_staff:
            error = NotAuthorized(
                "The owner has no account here", hint="Staff can create it: opencredreg organization create."
            )
            return dict.fromkeys(missing, error)
        if missing or renamed:
            changed = []
            with self.node.database.write() as transaction:
                for ctid in missing:
                    try:
                        changed.append(create_organization(transaction, names.get(ctid) or ctid, ctid=ctid))
                    except RegistryError as error:
                        refused[ctid] = error
                for organization in renamed:
                    name = names[organization.ctid] or organization.ctid
                    changed.append(rename_organization(transaction, organization, name))
            # Only what is safely stored may be remembered.
            self.organizations |= {organization.ctid: organization for organization in changed}
        return refused

    def _free_uuids(self, batch: list[_Entry]) -> set[str]:
        """Those stated identifiers of envelopes that no envelope has."""
        stated = {entry.facts.uuid for entry in batch if entry.facts.uuid is not None}
        if not stated:
            return set()
        with self.node.database.read() as connection:
            statement = select(_envelope.c.uuid).where(among(connection, _envelope.c.uuid, stated))
            return stated - set(connection.execute(statement).scalars())

    # Deletions.

    def _delete(self, source: SourceDeletion) -> ImportedDocument:
        """Delete what was deleted elsewhere, unless it was published again since."""
        facts = source.envelope if self.options.as_published and source.envelope else _NO_FACTS
        key = resource_key(source.identifier)
        ctid = key.lower() if is_ctid(key) else None
        try:
            community = self._community(facts)
            with self.node.database.write() as transaction:
                heads = find_heads(transaction.connection, community.id, ctids=[key.lower()], keys=[key])
                # Times travel in milliseconds.
                newer = [head for head in heads if head.updated_at // 1000 > source.deleted_at // 1000]
                if not newer:
                    remove_heads(self.node, transaction, self.actor, heads)
        except RegistryError as error:
            if error.code == "unavailable":
                raise
            return _refused(source.source, ctid, error)
        if not newer:
            return ImportedDocument(
                source=source.source, ctid=ctid, outcome="deleted" if heads else "unchanged"
            )
        note = Finding(
            code="published-since",
            severity="note",
            pointer="",
            message=f"It was deleted on {format_timestamp(source.deleted_at)} elsewhere, but published here "
            f"after that, on {format_timestamp(newer[0].updated_at)}, so it stays.",
            hint="Delete it with opencredreg delete if it should go.",
        )
        return ImportedDocument(source=source.source, ctid=ctid, outcome="unchanged", findings=(note,))


def _name_of(prepared: Prepared) -> str | None:
    names = [(language, text) for term, _, language, text, _ in prepared.nodes[0].literals if term == _NAME]
    english = [text for language, text in names if language.startswith("en")]
    return next((text for text in [*english, *(text for _, text in names)] if text.strip()), None)


def _told(entry: _Entry, outcome: Receipt | RegistryError) -> ImportedDocument:
    if isinstance(outcome, RegistryError):
        return _refused(entry.source, entry.prepared.ctid, outcome)
    return ImportedDocument(
        source=entry.source, ctid=outcome.ctid, outcome=outcome.event, findings=outcome.findings
    )


def _refused(source: str, ctid: str | None, error: Exception) -> ImportedDocument:
    if isinstance(error, InvalidInput):
        findings = error.findings
    elif isinstance(error, RegistryError):
        findings = (
            Finding(code=error.code, severity="error", pointer="", message=error.message, hint=error.hint),
        )
    else:
        findings = (
            Finding(
                code="unexpected",
                severity="error",
                pointer="",
                message=f"The document could not be taken: {type(error).__name__}: {error}",
                hint="This is a defect of the software, not of the document. Please report it.",
            ),
        )
    return ImportedDocument(source=source, ctid=ctid, outcome="refused", findings=findings)
