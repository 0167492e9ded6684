"""Signed envelopes: publishing and deleting with an RSA key instead of a token (registry-api.md section 4.8).

A key belongs to the organization that registered it. In an open community an unknown key may publish too; what
it publishes has no owner, and only the same key can change it. A delete token that names what it is for, or
until when it holds, is held to that; one that names neither is bound to the key alone, as in the old design.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from opencredreg import clock
from opencredreg.accounts.actor import ANONYMOUS
from opencredreg.accounts.organizations import find_key_holders, get_organization, is_granted
from opencredreg.errors import Conflict, InvalidInput, NotFound, SignatureInvalid
from opencredreg.ids import is_uuid, new_uuid, resource_key
from opencredreg.jsonld.document import parse_document
from opencredreg.registry.communities import Community
from opencredreg.registry.envelopes import get_envelope
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_types import PublishRequest, Receipt
from opencredreg.registry.publishing_log import Origin
from opencredreg.registry.remove import remove_heads
from opencredreg.signing import parse_delete_token, parse_signed_envelope
from opencredreg.signing.envelopes import DeleteToken
from opencredreg.store.envelopes import EnvelopeHead, EnvelopeView, find_heads, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = ["KeyMismatch", "delete_signed", "publish_signed"]

_envelope = METADATA.tables["envelope"]
_MISMATCH = (
    "Resource can only be updated by the original user. There is a public key or key locations mismatch."
)
_TAKEN = "Envelope has already been taken"


class KeyMismatch(Conflict):
    """The key is not one of those that may change the document."""

    code = "key-mismatch"


def publish_signed(
    node: Node,
    community: Community,
    body: Mapping[str, object],
    *,
    owned_by: str | None = None,
    published_by: str | None = None,
    target: EnvelopeView | None = None,
    if_match: str | None = None,
) -> Receipt:
    """Publish the document of a signed envelope.

    Args:
        node: the node.
        community: where to publish.
        body: the request envelope.
        owned_by: CTID of the owner; ``None`` is the organization that registered the key.
        published_by: CTID of the organization that publishes for the owner.
        target: the envelope that must be the one that is updated (PUT and PATCH); ``None`` for POST.
        if_match: as for ``publish``.

    Raises:
        InvalidInput: a field is missing or wrong; the document is broken.
        SignatureInvalid: key or signature does not verify.
        KeyMismatch: the key may not change what is there.
        Conflict: the envelope id is another one's.
        NotFound: an organization that is named does not exist.
    """
    envelope = parse_signed_envelope(body, community.name)
    if envelope.envelope_type != "resource_data":
        raise InvalidInput(
            f"envelope_type : {envelope.envelope_type} is not published by signed envelopes here",
            hint="Publish resource_data.",
        )
    payload = envelope.document(max_bytes=node.settings.limits.payload_bytes)
    fingerprint = envelope.key.fingerprint
    with node.database.read() as connection:
        holders = find_key_holders(connection, fingerprint)
        owner_id = _owner(connection, community, holders, owned_by, target, fingerprint)
        publisher_id = get_organization(connection, published_by).id if published_by else None
        if publisher_id is not None and publisher_id not in holders:
            raise KeyMismatch(_MISMATCH)
    if target is not None and _names_other(node, community, payload, target):
        raise InvalidInput(
            "The document is not the one at this address.",
            hint="Send it to its own address, or publish it as new with POST.",
        )
    request = PublishRequest(
        community_id=community.id,
        owner_id=owner_id,
        payload=payload,
        # The signed flow of the guide takes both forms of documents.
        profile="import",
        publishing_organization_id=publisher_id,
        publish_type=envelope.resource_publish_type or "primary",
        signed_by=fingerprint,
        envelope_uuid=_free_uuid(node, community, envelope.envelope_id, payload),
        if_match=if_match,
    )
    try:
        origin = Origin(actor=ANONYMOUS, request_id=new_uuid(), method="publishMethod:Document")
        return publish(node, ANONYMOUS, request, origin)
    except IntegrityError as error:
        # The store gives out all other numbers itself: somebody was faster with the id that the client chose.
        raise Conflict(_TAKEN) from error


def _owner(
    connection: Connection,
    community: Community,
    holders: frozenset[int],
    owned_by: str | None,
    target: EnvelopeView | None,
    fingerprint: str,
) -> int | None:
    """For whom the key publishes; ``None`` for nobody in particular, in an open community."""
    if target is not None:
        [head] = find_heads(connection, community.id, ids=[target.id])
        if not _may_change(connection, head, holders, fingerprint):
            raise KeyMismatch(_MISMATCH)
        return head.owner_id
    if owned_by:
        owner = get_organization(connection, owned_by)
        if owner.id in holders or is_granted(connection, owner.id, holders):
            return owner.id
        raise KeyMismatch(_MISMATCH)
    if len(holders) == 1:
        return next(iter(holders))
    if not holders and community.is_open:
        return None
    if not holders:
        raise SignatureInvalid(
            "The public key is not registered with an organization of this registry.",
            hint="An administrator can register it: opencredreg organization key add CTID --file PEM.",
        )
    raise InvalidInput("Several organizations registered this key.", hint="Say which one: owned_by=<CTID>.")


def _may_change(
    connection: Connection, head: EnvelopeHead, holders: frozenset[int], fingerprint: str
) -> bool:
    if head.owner_id is None:
        return head.signed_by == fingerprint
    return head.owner_id in holders or is_granted(connection, head.owner_id, holders)


def _names_other(node: Node, community: Community, payload: bytes, target: EnvelopeView) -> bool:
    document = parse_document(payload)
    if document.ctid is not None and target.envelope_ctid is not None:
        return document.ctid != target.envelope_ctid
    found = node.lookup.find_document(community.id, document.identity or "")
    return found is None or found.envelope_id != target.id


def _free_uuid(node: Node, community: Community, stated: str | None, payload: bytes) -> str | None:
    """The envelope id that the client chose, if it can be had: free, or that of the same document."""
    if not stated:
        return None
    if not is_uuid(stated):
        raise InvalidInput("envelope_id : must be a UUID", hint="Leave it away, and the envelope gets one.")
    with node.database.read() as connection:
        # An envelope id is unique on the whole node, whatever the community and whether it was deleted.
        found = list_views(
            connection, view_columns(with_body=False).where(_envelope.c.uuid == stated.lower())
        )
    if not found:
        return stated.lower()
    [view] = found
    is_same = view.community_id == community.id and parse_document(payload).ctid == view.envelope_ctid
    if is_same and view.deleted_at is None:
        return None
    raise Conflict(_TAKEN)


def delete_signed(
    node: Node, community: Community, identifier: str | None, body: Mapping[str, object]
) -> None:
    """Delete a document with a delete token.

    Args:
        node: the node.
        community: where it is.
        identifier: envelope id, CTID or ``@id``; ``None`` takes ``envelope_id`` of the body.
        body: the delete token.

    Raises:
        InvalidInput: a field is missing or wrong, or the token is for something else or out of date.
        SignatureInvalid: key or signature does not verify.
        NotFound: there is no such document.
        KeyMismatch: the key may not delete it.
    """
    token = parse_delete_token(body)
    name = identifier if identifier is not None else token.envelope_id
    if not name:
        raise InvalidInput("envelope_id : is required")
    document = node.lookup.find_document(community.id, name)
    try:
        envelope_id = document.envelope_id if document is not None else get_envelope(node, community, name).id
    except NotFound:
        if identifier is not None:
            raise
        raise NotFound("No matching envelopes found", kind="signed-envelope") from None
    with node.database.write() as transaction:
        heads = find_heads(transaction.connection, community.id, ids=[envelope_id])
        if not heads:
            raise NotFound("No matching envelopes found", kind="envelope")
        [head] = heads
        if not _is_called(head, name):
            raise NotFound(
                "No matching envelopes found",
                kind="envelope",
                hint=f"{name} is a part of another document; a token deletes whole documents by their own name.",
            )
        _check_claims(token, head)
        holders = find_key_holders(transaction.connection, token.key.fingerprint)
        if not _may_change(transaction.connection, head, holders, token.key.fingerprint):
            raise KeyMismatch(_MISMATCH)
        remove_heads(node, transaction, ANONYMOUS, heads)


def _is_called(head: EnvelopeHead, name: str) -> bool:
    """Whether this is a name of the document itself, and not of something inside of it."""
    key = resource_key(name)
    return key == head.document_key or key.lower() in (head.envelope_ctid, head.uuid)


def _check_claims(token: DeleteToken, head: EnvelopeHead) -> None:
    claims = token.claims
    now = clock.now()
    if claims.expires_at is not None and claims.expires_at < now:
        raise InvalidInput("delete_token : The token has expired.", hint="Sign a new one.")
    if claims.issued_at is not None and claims.issued_at < head.updated_at - 86_400_000_000:
        raise InvalidInput(
            "delete_token : The token was signed more than a day before the version that it would delete.",
            hint="Sign a new one.",
        )
    if claims.envelope_id is not None and claims.envelope_id.lower() != head.uuid:
        raise InvalidInput("delete_token : The token is for another envelope.")
    if claims.ctid is not None and claims.ctid.lower() != (head.envelope_ctid or ""):
        raise InvalidInput("delete_token : The token is for another CTID.")
