"""Taking documents out of the registry: delete one, purge many. The log keeps what was there.

Source: ``architecture.md`` section 6, decisions 5, 13, 14; ``registry-api.md`` section 3.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, select

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.accounts.organizations import get_organization_by_id
from opencredreg.accounts.policy import (
    NotPublisherOf,
    require_class,
    require_publisher_for,
    require_scope,
)
from opencredreg.errors import NotFound, PreconditionFailed
from opencredreg.registry.communities import Community, effective_config
from opencredreg.registry.defaults import resource_alias
from opencredreg.registry.indexing import index_writer, indexed
from opencredreg.registry.node import Node
from opencredreg.registry.publishing_log import LogRecord, Origin, write_log
from opencredreg.store.database import WriteTransaction
from opencredreg.store.envelopes import (
    EnvelopeHead,
    append_version,
    find_heads,
    insert_versions,
    update_envelope,
)
from opencredreg.store.tables import METADATA

__all__ = ["PurgeFilter", "delete_envelope", "purge", "remove_heads"]

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_PURGE_CHUNK = 500


class PurgeFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which envelopes to purge; what is given must all hold. Times are of the creation, both ends included.

    ``alias`` is a name of the community's configuration, ``ctdl_class`` a class with all its subclasses.
    """

    owner_id: int | None = None
    publishing_organization_id: int | None = None
    alias: str | None = None
    ctdl_class: str | None = None
    since: int | None = None
    until: int | None = None


def delete_envelope(
    node: Node,
    actor: Actor,
    community: Community,
    ctid: str,
    *,
    if_match: str | None = None,
    origin: Origin | None = None,
) -> None:
    """Delete the document of a CTID, in any case. Its history stays readable, and the CTID can be used again.

    With ``origin`` it stands in the owner's log of publishing.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not change what the owner owns.
        NotFound: the community has no live document of that CTID.
        PreconditionFailed: ``if_match`` names another version.
    """
    require_scope(actor, "delete")
    require_role(actor, Role.PUBLISHER)
    with node.database.write() as transaction:
        heads = find_heads(transaction.connection, community.id, ctids=[ctid.lower()])
        if not heads:
            raise NotFound("Envelope not found", kind="envelope")
        [head] = heads
        require_publisher_for(
            transaction.connection,
            actor,
            head.owner_id,
            enforce=node.settings.publishing.enforce_ownership,
            purpose="delete",
        )
        require_class(actor, head.ctdl_type, node.vocabulary)
        if if_match not in (None, "*"):
            statement = select(_document.c.digest).where(_document.c.id == head.document_id)
            if bytes(transaction.connection.execute(statement).scalar_one()).hex() != if_match:
                raise PreconditionFailed("The document was changed since you read it.")
        remove_heads(node, transaction, actor, heads)
        if origin is not None and head.owner_id is not None:
            owner = get_organization_by_id(transaction.connection, head.owner_id)
            record = LogRecord(
                action="delete",
                kind="document",
                outcome="deleted",
                owner_ctid=owner.ctid,
                community_id=community.id,
                ctdl_type=head.ctdl_type,
                ctid=head.envelope_ctid,
                version_id=head.version_id,
            )
            write_log(transaction, origin, [record])


def remove_heads(
    node: Node, transaction: WriteTransaction, actor: Actor, heads: Sequence[EnvelopeHead]
) -> None:
    """Mark live envelopes of one community as deleted, log it, and take them out of the index."""
    versions = []
    for head in heads:
        head.deleted_at = transaction.at
        head.updated_at = transaction.at
        versions.append(append_version(transaction, head, "destroy", actor.account_id))
        update_envelope(transaction, head)
    insert_versions(transaction, versions)
    index_writer(node, transaction).replace([indexed(head, None, []) for head in heads])


def purge(node: Node, actor: Actor, community: Community, chosen: PurgeFilter) -> int:
    """Delete all documents of a community that match, and say how many. Each leaves an event.

    An organization may purge what it owns (also what others published for it); staff may purge anything.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not purge that.
    """
    require_scope(actor, "delete")
    require_role(actor, Role.PUBLISHER)
    with node.database.write() as transaction:
        connection = transaction.connection
        owners: list[int | None] = [chosen.owner_id]
        if chosen.owner_id is None and not actor.is_staff:
            owners = list(actor.organization_ids)
        # To be let publish for an owner is not to be let clear out its house, so grants do not count here.
        is_free = actor.is_staff or not node.settings.publishing.enforce_ownership
        if not is_free and not (owners and actor.organization_ids.issuperset(owners)):
            raise NotPublisherOf(
                "Publisher is not authorized to publish on behalf of this organization",
                hint="An organization may purge what it owns: owned_by=<its CTID>.",
            )
        conditions: list[ColumnElement[bool]] = [
            _envelope.c.community_id == community.id,
            _envelope.c.deleted_at.is_(None),
        ]
        if owners != [None]:
            conditions.append(_envelope.c.owner_id.in_(owners))
        if chosen.publishing_organization_id is not None:
            conditions.append(_envelope.c.publishing_organization_id == chosen.publishing_organization_id)
        if chosen.since is not None:
            conditions.append(_envelope.c.created_at >= chosen.since)
        if chosen.until is not None:
            conditions.append(_envelope.c.created_at <= chosen.until)
        rows = connection.execute(select(_envelope).where(*conditions).order_by(_envelope.c.id)).all()
        heads = [EnvelopeHead(**row._asdict()) for row in rows]
        if chosen.alias is not None:
            config: dict[str, Any] = effective_config(connection, community, vocabulary=node.vocabulary)
            heads = [head for head in heads if resource_alias(config, head.ctdl_type) == chosen.alias]
        if actor.classes is not None:
            # All or nothing: a purge that silently left something behind would be taken for a complete one.
            for head in heads:
                require_class(actor, head.ctdl_type, node.vocabulary)
        if chosen.ctdl_class is not None:
            classes = node.vocabulary.descendants(chosen.ctdl_class)
            heads = [head for head in heads if head.ctdl_type in classes]
        for start in range(0, len(heads), _PURGE_CHUNK):
            remove_heads(node, transaction, actor, heads[start : start + _PURGE_CHUNK])
    return len(heads)
