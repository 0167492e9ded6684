"""Publishing drafts: for their owners, in one transaction, with their entries in the log."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from opencredreg.accounts.actor import Actor
from opencredreg.accounts.organizations import Organization, create_organization, find_organizations
from opencredreg.accounts.policy import KeyLimited, NotPublisherOf, require_publisher_for
from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.convert import Converted
from opencredreg.crosswalk.assistant.judged import merge_findings
from opencredreg.errors import InvalidInput, NotAuthenticated, NotAuthorized, RegistryError
from opencredreg.findings import Finding
from opencredreg.publisher.drafts import check_drafts
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.prepare import Prepared, prepare
from opencredreg.registry.publish import publish_prepared
from opencredreg.registry.publish_types import NotTried, NotUnique, PublishRequest, Receipt
from opencredreg.registry.publishing_log import LogRecord, Origin, write_log
from opencredreg.store.database import WriteTransaction
from opencredreg.validation import Mode

__all__ = ["Outcome", "Published", "publish_drafts"]

Outcome = Literal[
    "created", "updated", "unchanged", "refused", "not-tried", "would-create", "would-update", "would-keep"
]
_WOULD: Final[dict[str, Outcome]] = {
    "created": "would-create",
    "updated": "would-update",
    "unchanged": "would-keep",
}
_CODES: Final[tuple[tuple[type[RegistryError], str], ...]] = (
    (NotUnique, "ctid.owned_by_other"),
    (KeyLimited, "auth.not_permitted"),
    (NotPublisherOf, "auth.not_permitted"),
    (NotAuthenticated, "auth.key_missing"),
    (NotAuthorized, "auth.not_permitted"),
)


class Published(msgspec.Struct, kw_only=True):
    """What became of one draft. Its findings are those of the draft; ``error`` says what refused it at the end."""

    draft: Converted
    outcome: Outcome
    receipt: Receipt | None = None
    error: RegistryError | None = None

    @property
    def is_taken(self) -> bool:
        """Whether it is published, or would be."""
        return self.outcome not in ("refused", "not-tried")


def publish_drafts(
    node: Node,
    origin: Origin,
    community: Community,
    drafts: Sequence[Converted],
    *,
    action: str = "publish",
    mode: Mode = "publish",
    all_or_none: bool = False,
    rehearse: bool = False,
    then: Callable[[WriteTransaction, Sequence[Published]], None] | None = None,
) -> list[Published]:
    """Publish what was drafted. The result has one entry for each draft, in order.

    Args:
        node: the node.
        origin: who sends it.
        community: where it is published.
        drafts: what was made of the requests; those with errors are refused.
        action: what the log calls it.
        mode: how strictly documents are judged.
        all_or_none: publish nothing where one is refused.
        rehearse: publish nothing at all, but tell what would become of each.
        then: what to write in the same transaction when something is stored.
    """
    owners = _owners(node, origin.actor, drafts)
    new = _newcomers(origin.actor, drafts, owners.keys())
    if new and not rehearse and not (all_or_none and _is_given_up(drafts, owners, new.keys())):
        owners.update(_registered(node, new))
        new = {}
    results: dict[int, Published] = {}
    ready: list[tuple[int, PublishRequest, Prepared]] = []
    waiting: list[int] = []
    check_drafts(node, community, [draft for draft in drafts if not draft.is_sound])
    for place, draft in enumerate(drafts):
        owner = owners.get(draft.request.owner)
        if isinstance(owner, RegistryError):
            results[place] = _refused(draft, owner)
            continue
        if owner is None and draft.request.owner not in new:
            _say_owner(draft)
        if not draft.is_sound:
            results[place] = Published(draft=draft, outcome="refused")
            continue
        if owner is None:
            waiting.append(place)
            continue
        request = PublishRequest(
            community_id=community.id,
            owner_id=owner.id,
            payload=draft.payload(),
            mode=mode,
            publishing_organization_id=_publisher_for(origin.actor, owner),
            publish_type=draft.request.publish_type,
        )
        try:
            ready.append((place, request, prepare(node, request.payload, request.profile)))
        except RegistryError as error:
            results[place] = _refused(draft, error)
    if all_or_none and results:
        for place in (*waiting, *(place for place, _, _ in ready)):
            results[place] = Published(draft=drafts[place], outcome="not-tried")
        waiting, ready = [], []
    results.update(_rehearsed(node, community, {place: drafts[place] for place in waiting}))
    known = {ctid for ctid, owner in owners.items() if isinstance(owner, Organization)}
    _publish_ready(
        node, origin, community, drafts, ready, results, known, action, all_or_none, rehearse, then
    )
    return [results[place] for place in range(len(drafts))]


def _publish_ready(
    node: Node,
    origin: Origin,
    community: Community,
    drafts: Sequence[Converted],
    ready: Sequence[tuple[int, PublishRequest, Prepared]],
    results: dict[int, Published],
    owners: Container[str],
    action: str,
    all_or_none: bool,
    rehearse: bool,
    then: Callable[[WriteTransaction, Sequence[Published]], None] | None,
) -> None:
    is_logged = False

    def record(transaction: WriteTransaction, outcomes: Sequence[Receipt | RegistryError]) -> None:
        nonlocal is_logged
        for (place, _, _), outcome in zip(ready, outcomes, strict=True):
            results[place] = _result(drafts[place], outcome, False)
        _log(transaction, origin, community, results, owners, action)
        is_logged = True
        if then is not None:
            then(transaction, [results[place] for place in range(len(drafts))])

    if ready:
        outcomes = publish_prepared(
            node,
            origin.actor,
            [(request, prepared) for _, request, prepared in ready],
            all_or_none=all_or_none,
            rehearse=rehearse,
            then=record,
        )
        for (place, _, _), outcome in zip(ready, outcomes, strict=True):
            if place not in results:
                results[place] = _result(drafts[place], outcome, rehearse)
    if not is_logged and not rehearse and any(_is_for_log(one, owners) for one in results.values()):
        with node.database.write() as transaction:
            _log(transaction, origin, community, results, owners, action)


def _rehearsed(node: Node, community: Community, drafts: Mapping[int, Converted]) -> dict[int, Published]:
    """What would become of drafts whose owners would get their account by the same request."""
    check_drafts(node, community, drafts.values())
    return {
        place: Published(draft=draft, outcome="would-create" if draft.is_sound else "refused")
        for place, draft in drafts.items()
    }


def _result(draft: Converted, outcome: Receipt | RegistryError, rehearse: bool) -> Published:
    if isinstance(outcome, NotTried):
        return Published(draft=draft, outcome="not-tried", error=outcome)
    if isinstance(outcome, RegistryError):
        return _refused(draft, outcome)
    merge_findings(draft, outcome.findings)
    word: Outcome = _WOULD[outcome.event] if rehearse else outcome.event
    return Published(draft=draft, outcome=word, receipt=outcome)


def _refused(draft: Converted, error: RegistryError) -> Published:
    if isinstance(error, InvalidInput):
        merge_findings(draft, error.findings)
    if draft.is_sound or isinstance(error, NotAuthorized):
        code = next((code for kind, code in _CODES if isinstance(error, kind)), f"registry.{error.code}")
        at_ctid = step(draft.request.pointer, "CTID") if isinstance(error, NotUnique) else draft.request.base
        draft.findings.append(
            Finding(code=code, severity="error", pointer=at_ctid, message=error.message, hint=error.hint)
        )
    return Published(draft=draft, outcome="refused", error=error)


# Owners --------------------------------------------------------------------------------------------------------


def _owners(node: Node, actor: Actor, drafts: Sequence[Converted]) -> dict[str, Organization | RegistryError]:
    """The accounts of the owners, or why the actor may not publish for them."""
    wanted = {draft.request.owner for draft in drafts if draft.request.owner}
    enforce = node.settings.publishing.enforce_ownership
    found: dict[str, Organization | RegistryError] = {}
    with node.database.read() as connection:
        for ctid, owner in find_organizations(connection, wanted).items():
            try:
                require_publisher_for(connection, actor, owner.id, enforce=enforce)
                found[ctid] = owner
            except RegistryError as error:
                found[ctid] = error
    return found


def _newcomers(actor: Actor, drafts: Sequence[Converted], known: Container[str]) -> dict[str, str]:
    """The names of organizations that get an account: a trusted partner's first publish of one makes it."""
    if not (actor.is_staff or actor.is_super_publisher):
        return {}
    return {
        draft.ctid: draft.name
        for draft in drafts
        if draft.request.kind.name == "organization"
        and draft.is_sound
        and draft.ctid == draft.request.owner
        and draft.ctid not in known
    }


def _is_given_up(
    drafts: Sequence[Converted],
    owners: Mapping[str, Organization | RegistryError],
    new: Container[str],
) -> bool:
    """Whether one of the drafts is refused for sure, so that no account is made for nothing."""
    return any(
        not draft.is_sound
        or (draft.request.owner not in new and not isinstance(owners.get(draft.request.owner), Organization))
        for draft in drafts
    )


def _registered(node: Node, new: Mapping[str, str]) -> dict[str, Organization]:
    with node.database.write() as transaction:
        found = find_organizations(transaction.connection, new)
        for ctid, name in new.items():
            if ctid not in found:
                found[ctid] = create_organization(transaction, name or ctid, ctid=ctid)
    return found


def _say_owner(draft: Converted) -> None:
    request = draft.request
    at = step(request.base, "PublishForOrganizationIdentifier")
    if any(finding.code.startswith("request.") for finding in draft.findings):
        return
    if not request.owner:
        draft.findings.append(
            Finding(
                code="request.owner_missing",
                severity="error",
                pointer=at,
                message="It is not said who owns the data.",
                hint="Give the CTID of the organization as PublishForOrganizationIdentifier (owner in a batch).",
            )
        )
        return
    draft.findings.append(
        Finding(
            code="owner.unregistered",
            severity="error",
            pointer=at,
            message=f"No organization with the CTID {request.owner} has an account here.",
            hint="Check the CTID, or ask the operator of this registry for an account.",
            value=request.owner,
        )
    )


def _publisher_for(actor: Actor, owner: Organization) -> int | None:
    """The organization that publishes, where it is not the owner itself."""
    if owner.id in actor.organization_ids or len(actor.organization_ids) != 1:
        return None
    return next(iter(actor.organization_ids))


# The log -------------------------------------------------------------------------------------------------------


def _is_for_log(one: Published, owners: Container[str]) -> bool:
    """What strangers try is no business of the owner's log, nor is what is sent for owners without an account."""
    return one.draft.request.owner in owners and not isinstance(one.error, NotPublisherOf | NotAuthenticated)


def _log(
    transaction: WriteTransaction,
    origin: Origin,
    community: Community,
    results: dict[int, Published],
    owners: Container[str],
    action: str,
) -> None:
    write_log(
        transaction,
        origin,
        (
            LogRecord(
                action=action,
                kind=one.draft.request.kind.name,
                outcome=one.outcome,
                owner_ctid=one.draft.request.owner,
                community_id=community.id,
                ctdl_type=one.draft.cls,
                ctid=one.draft.ctid or None,
                name=one.draft.name or None,
                version_id=one.receipt.version_id if one.receipt is not None else None,
                findings=tuple(one.draft.findings),
                input=_input(one.draft),
            )
            for _, one in sorted(results.items())
            if _is_for_log(one, owners)
        ),
    )


def _input(draft: Converted) -> bytes:
    request = draft.request
    value: dict[str, Any] = {**dict(request.members.values()), request.kind.wrapper: request.resource}
    return msgspec.json.encode(value)
