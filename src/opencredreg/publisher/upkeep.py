"""What is done to published resources without sending them again: deleting, ending, confirming, copying, handing over.

Source: ``publishing.md`` section 2 (cross-type actions) and 9.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec

from opencredreg import clock
from opencredreg.accounts.organizations import find_organizations, get_organization
from opencredreg.accounts.policy import NotPublisherOf
from opencredreg.crosswalk.assistant.concepts import find_concept, nearest_concepts
from opencredreg.errors import InvalidInput, LimitExceeded, NotFound, RegistryError
from opencredreg.ids import is_ctid
from opencredreg.jsonld.document import decode_json
from opencredreg.registry.amend import change_members, transfer, verify
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.registry.publishing_log import LogRecord, Origin, write_log
from opencredreg.registry.remove import PurgeFilter, delete_envelope, purge
from opencredreg.store.documents import load_payload
from opencredreg.store.envelopes import EnvelopeHead, find_heads

__all__ = [
    "MOST_CTIDS",
    "Done",
    "change_collection",
    "confirm_resources",
    "copy_resources",
    "delete_resources",
    "end_resources",
    "purge_resources",
    "transfer_resources",
    "uris_of",
]

MOST_CTIDS: Final = 50
"""How many CTIDs one request of these may name."""

_STATUSES: Final = (
    "ceterms:credentialStatusType",
    "ceterms:lifeCycleStatusType",
    "ceasn:publicationStatusType",
)
_ENDED: Final = {
    "ceterms:credentialStatusType": "Deprecated",
    "ceterms:lifeCycleStatusType": "Ceased",
    "ceasn:publicationStatusType": "Deprecated",
}


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one resource. ``error`` is there where it was refused."""

    ctid: str
    changed: bool = False
    error: RegistryError | None = None


def delete_resources(
    node: Node, origin: Origin, community: Community, ctids: Sequence[str], owner: str
) -> list[Done]:
    """Delete resources of one owner; each is deleted or refused on its own.

    Raises:
        LimitExceeded: more than 50.
    """

    def delete(head: EnvelopeHead) -> bool:
        delete_envelope(node, origin.actor, community, head.envelope_ctid or "")
        return True

    return _each(node, origin, community, ctids, owner, "delete", delete)


def confirm_resources(
    node: Node, origin: Origin, community: Community, ctids: Sequence[str], owner: str
) -> list[Done]:
    """Note that resources were found to be true today."""

    def confirm(head: EnvelopeHead) -> bool:
        verify(node, origin.actor, community, head.id, clock.format_date(clock.now()))
        return True

    return _each(node, origin, community, ctids, owner, "setlastverified", confirm)


def end_resources(
    node: Node,
    origin: Origin,
    community: Community,
    ctids: Sequence[str],
    owner: str,
    status: str,
    default: str = "",
) -> list[Done]:
    """Give resources another status without sending them again.

    Args:
        node: the node.
        origin: who asks.
        community: where they are.
        ctids: of the resources.
        owner: their owner.
        status: the concept; "" for that of things that have ended.
        default: the concept that is meant by "", where the scheme of the resource has it.
    """

    def end(head: EnvelopeHead) -> bool:
        with node.database.read() as connection:
            payload = load_payload(connection, head.document_id)
        document: dict[str, Any] = decode_json(payload)
        _set_status(node, head, document, status, default)
        request = PublishRequest(
            community_id=community.id,
            owner_id=head.owner_id,
            payload=msgspec.json.encode(document),
            publishing_organization_id=head.publishing_organization_id,
            publish_type=head.publish_type,
        )
        return publish(node, origin.actor, request).changed

    return _each(node, origin, community, ctids, owner, "cease", end)


def _set_status(node: Node, head: EnvelopeHead, document: dict[str, Any], status: str, default: str) -> None:
    graph = document.get("@graph", [document])
    main = next(
        (
            item
            for item in graph
            if isinstance(item, dict) and str(item.get("ceterms:ctid", "")).lower() == head.envelope_ctid
        ),
        None,
    )
    if main is None:
        raise NotFound("The document does not describe the resource itself.", kind="resource")
    vocabulary, cls = node.vocabulary, head.ctdl_type or ""
    fitting = [term for term in _STATUSES if vocabulary.has_domain(cls, term)]
    term = next(iter([*(term for term in _STATUSES if term in main), *fitting]), None)
    if term is None:
        raise InvalidInput(
            f"A {cls.rpartition(':')[2]} has no status.",
            hint="Delete it, or publish it again with other data.",
        )
    scheme = vocabulary.properties[term].scheme or ""
    wanted = status or (default if find_concept(vocabulary, scheme, default) else _ENDED[term])
    concept = find_concept(vocabulary, scheme, wanted)
    if concept is None:
        names = ", ".join(name.rpartition(":")[2] for name in vocabulary.schemes[scheme].concepts)
        near = nearest_concepts(vocabulary, scheme, wanted)
        raise InvalidInput(
            f"{wanted[:60]} is no status of {head.ctdl_type}.",
            hint=f"Did you mean {near[0]}?" if near else f"NewStatus is one of {names}.",
        )
    if term == "ceasn:publicationStatusType":
        main[term] = vocabulary.expand(concept.term)
        return
    main[term] = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": f"https://credreg.net/ctdl/terms/{scheme.rpartition(':')[2]}",
        "ceterms:frameworkName": {"en-US": vocabulary.schemes[scheme].label},
        "ceterms:targetNode": concept.term,
        "ceterms:targetNodeName": {"en-US": concept.label},
    }


def copy_resources(
    node: Node, origin: Origin, source: Community, target: Community, ctids: Sequence[str], owner: str
) -> list[Done]:
    """Publish resources of one community in another one, for the same owners."""

    def copy(head: EnvelopeHead) -> bool:
        with node.database.read() as connection:
            payload = load_payload(connection, head.document_id)
        request = PublishRequest(
            community_id=target.id,
            owner_id=head.owner_id,
            payload=payload,
            publishing_organization_id=head.publishing_organization_id,
            publish_type=head.publish_type,
        )
        return publish(node, origin.actor, request).changed

    if source.id == target.id:
        raise InvalidInput(
            "A resource is copied from one community to another one.", hint="Name the other one in Community."
        )
    return _each(node, origin, source, ctids, owner, "copy", copy)


def transfer_resources(
    node: Node, origin: Origin, community: Community, ctids: Sequence[str], owner: str, new_owner: str
) -> list[Done]:
    """Hand resources over to another organization; for super publishers and staff."""
    with node.database.read() as connection:
        account = get_organization(connection, new_owner)

    def hand_over(head: EnvelopeHead) -> bool:
        _, changed = transfer(node, origin.actor, community, head.envelope_ctid or "", account.uuid)
        return changed

    return _each(node, origin, community, ctids, owner, "transferowner", hand_over)


def change_collection(
    node: Node,
    origin: Origin,
    community: Community,
    ctid: str,
    owner: str,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> Done:
    """Add members to a collection and take others out, without sending it again."""

    def change(head: EnvelopeHead) -> bool:
        own = head.envelope_ctid or ""
        changed = False
        if remove:
            changed |= change_members(node, origin.actor, community, own, "remove", list(remove))[1]
        if add:
            changed |= change_members(node, origin.actor, community, own, "add", list(add))[1]
        return changed

    [done] = _each(node, origin, community, [ctid], owner, "members", change)
    return done


def purge_resources(node: Node, origin: Origin, community: Community, chosen: PurgeFilter, owner: str) -> int:
    """Delete all that matches, and say how many; on a node for trying things out, or by staff.

    Raises:
        NotPublisherOf: this is no such node, and the caller is no staff.
    """
    if not (node.settings.publishing.sandbox or origin.actor.is_staff):
        raise NotPublisherOf(
            "Purging is for sandboxes, and for the administrators of a node.",
            hint="Delete resources by their CTIDs.",
        )
    count = purge(node, origin.actor, community, chosen)
    with node.database.write() as transaction:
        record = LogRecord(
            action="purge",
            kind="",
            outcome="deleted",
            owner_ctid=owner,
            community_id=community.id,
            name=f"{count} resources",
        )
        write_log(transaction, origin, [record])
    return count


def _each(
    node: Node,
    origin: Origin,
    community: Community,
    ctids: Sequence[str],
    owner: str,
    action: str,
    do: Callable[[EnvelopeHead], bool],
) -> list[Done]:
    """Do something with each resource that belongs to the owner who is named, and log it."""
    if len(ctids) > MOST_CTIDS:
        raise LimitExceeded(
            f"The request names {len(ctids):,} CTIDs; up to {MOST_CTIDS} are taken at a time.",
            limit="assistant.ctids",
            value=MOST_CTIDS,
            hint="Send several requests.",
        )
    done, records = [], []
    for ctid in dict.fromkeys(ctid.strip().lower() for ctid in ctids):
        try:
            head = _head_of(node, community, ctid, owner)
            changed = do(head)
        except RegistryError as error:
            done.append(Done(ctid=ctid, error=error))
            continue
        done.append(Done(ctid=ctid, changed=changed))
        records.append(
            LogRecord(
                action=action,
                kind="",
                outcome="deleted" if action == "delete" else "updated" if changed else "unchanged",
                owner_ctid=owner,
                community_id=community.id,
                ctdl_type=head.ctdl_type,
                ctid=ctid,
            )
        )
    if records:
        with node.database.write() as transaction:
            write_log(transaction, origin, records)
    return done


def _head_of(node: Node, community: Community, ctid: str, owner: str) -> EnvelopeHead:
    if not is_ctid(ctid):
        raise InvalidInput(f"{ctid[:60]} is no CTID.", hint="A CTID is ce- and a UUID.")
    with node.database.read() as connection:
        heads = find_heads(connection, community.id, ctids=[ctid])
        account = find_organizations(connection, [owner]).get(owner)
    if not heads:
        raise NotFound(
            f"There is no resource {ctid} in this community.",
            kind="envelope",
            hint="It may be deleted already.",
        )
    if account is None or heads[0].owner_id != account.id:
        raise NotPublisherOf(
            f"The resource {ctid} does not belong to {owner}.",
            hint="Name its owner in PublishForOrganizationIdentifier.",
        )
    return heads[0]


def uris_of(base: str, members: Iterable[str]) -> list[str]:
    """CTIDs and addresses of members as addresses of this registry."""
    return [
        f"{base}/resources/{member.strip().lower()}" if is_ctid(member.strip()) else member
        for member in members
    ]
