"""Changes that leave the document alone or edit one list of it: transfer, verify, members of a collection."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.accounts.organizations import get_organization_by_uuid
from opencredreg.accounts.policy import (
    require_class,
    require_publisher_for,
    require_scope,
    require_super_publisher,
)
from opencredreg.clock import format_date
from opencredreg.errors import InvalidInput, NotFound
from opencredreg.ids import resource_key
from opencredreg.jsonld.document import decode_json
from opencredreg.registry.communities import Community
from opencredreg.registry.indexing import index_writer, indexed
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import prepare
from opencredreg.store.database import WriteTransaction
from opencredreg.store.documents import insert_documents, load_payload
from opencredreg.store.envelopes import (
    EnvelopeHead,
    append_version,
    find_heads,
    insert_versions,
    update_envelope,
)
from opencredreg.store.tables import METADATA

__all__ = ["change_members", "transfer", "verify"]

_node = METADATA.tables["node"]
_MEMBERS = "ceterms:hasMember"
_COLLECTION = "ceterms:Collection"


def transfer(node: Node, actor: Actor, community: Community, ctid: str, new_owner: str) -> tuple[int, bool]:
    """Give a document to another organization; only the owner and the acting publisher change.

    Args:
        node: the node.
        actor: a super publisher or staff.
        community: where the document is.
        ctid: of the document, in any case.
        new_owner: UUID of the organization (a CTID is taken too).

    Returns:
        The number of the envelope, and whether anything changed.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not transfer.
        NotFound: no such document, or no such organization.
    """
    require_super_publisher(actor)
    with node.database.write() as transaction:
        head = _get_head(transaction.connection, community, ctid)
        require_class(actor, head.ctdl_type, node.vocabulary)
        owner = get_organization_by_uuid(transaction.connection, new_owner)
        if head.owner_id == owner.id and head.publisher_id == actor.publisher_id:
            return head.id, False
        head.owner_id = owner.id
        head.publisher_id = actor.publisher_id
        _save(transaction, actor, head)
        transaction.connection.execute(
            _node.update().where(_node.c.envelope_id == head.id).values(published_at=head.updated_at)
        )
    return head.id, True


def verify(node: Node, actor: Actor, community: Community, envelope_id: int, day: str) -> None:
    """Note on which day (``YYYY-MM-DD``) a document was last found to be true; no version is written.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not change what the owner owns.
        NotFound: the envelope is not there any more.
    """
    require_scope(actor, "publish")
    require_role(actor, Role.PUBLISHER)
    with node.database.write() as transaction:
        heads = find_heads(transaction.connection, community.id, ids=[envelope_id])
        if not heads:
            raise NotFound("Couldn't find Envelope", kind="envelope")
        [head] = heads
        _require_owner(node, transaction.connection, actor, head)
        head.last_verified_on = day
        update_envelope(transaction, head)


def change_members(
    node: Node,
    actor: Actor,
    community: Community,
    ctid: str,
    action: Literal["add", "remove"],
    members: list[str],
) -> tuple[int, bool]:
    """Add resources to a published collection, or remove them, as one version.

    Order is kept and nothing is listed twice. The read and the write are one transaction, so two changes at the
    same time both count.

    Returns:
        The number of the envelope, and whether anything changed.

    Raises:
        NotAuthenticated, NotAuthorized: the actor may not change what the owner owns.
        NotFound: no collection of that CTID.
    """
    require_scope(actor, "publish")
    require_role(actor, Role.PUBLISHER)
    with node.database.write() as transaction:
        head = _get_head(transaction.connection, community, ctid)
        if head.ctdl_type != _COLLECTION:
            raise NotFound("Envelope not found", kind="envelope")
        _require_owner(node, transaction.connection, actor, head)
        value: dict[str, Any] = decode_json(load_payload(transaction.connection, head.document_id))
        collection = _collection_of(value)
        if collection is None:
            raise NotFound("Envelope not found", kind="envelope")
        before = collection.get(_MEMBERS)
        present = before if isinstance(before, list) else [before] if before is not None else []
        if action == "add":
            known = {resource_key(entry) for entry in present if isinstance(entry, str)}
            after = list(present)
            for member in members:
                if resource_key(member) not in known:
                    known.add(resource_key(member))
                    after.append(member)
        else:
            gone = {resource_key(member) for member in members}
            after = [
                entry for entry in present if not (isinstance(entry, str) and resource_key(entry) in gone)
            ]
        if after == present:
            return head.id, False
        collection[_MEMBERS] = after
        prepared = prepare(node, msgspec.json.encode(value), "import")
        head.document_id = transaction.allocate("document")
        insert_documents(transaction, [(head.document_id, prepared.stored)])
        _save(transaction, actor, head)
        index_writer(node, transaction).replace([indexed(head, prepared.document, prepared.nodes)])
    return head.id, True


def _collection_of(value: dict[str, Any]) -> dict[str, Any] | None:
    graph = value.get("@graph", [value])
    items = [item for item in graph if isinstance(item, dict)] if isinstance(graph, list) else []
    # The main item is a collection, but it may spell its class in another way.
    return next((item for item in items if item.get("@type") == _COLLECTION), items[0] if items else None)


def _get_head(connection: Connection, community: Community, ctid: str) -> EnvelopeHead:
    heads = find_heads(connection, community.id, ctids=[ctid.lower()])
    if not heads:
        raise NotFound("Envelope not found", kind="envelope")
    return heads[0]


def _require_owner(node: Node, connection: Connection, actor: Actor, head: EnvelopeHead) -> None:
    require_publisher_for(
        connection, actor, head.owner_id, enforce=node.settings.publishing.enforce_ownership
    )
    require_class(actor, head.ctdl_type, node.vocabulary)


def _save(transaction: WriteTransaction, actor: Actor, head: EnvelopeHead) -> None:
    head.updated_at = transaction.at
    head.last_verified_on = format_date(transaction.at)
    version = append_version(transaction, head, "update", actor.account_id)
    update_envelope(transaction, head)
    insert_versions(transaction, [version])


def parse_members(body: object) -> list[str]:
    """The URIs of a request that is one string or a list of strings.

    Raises:
        InvalidInput: anything else.
    """
    listed = [body] if isinstance(body, str) else body
    if not isinstance(listed, list) or not all(isinstance(entry, str) and entry.strip() for entry in listed):
        raise InvalidInput("The body must be a URI or an array of URIs.")
    return [str(entry).strip() for entry in listed]
