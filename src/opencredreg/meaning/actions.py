"""What credentialing actions say at a date: accreditation and the like, in force or not.

Source: ``ctdl-vocabulary.md`` section 9.14. An accreditation holds from ``startDate`` while active and until
``endDate`` if given. Our reading: a later ``RevokeAction`` on the same object by the same agent ends it, from the day
on which it starts; an action without a status counts as active; a completed one holds until its end and is unknown
without one; a ``RenewAction`` stands beside what it renews, with dates of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    key_of,
    keys_of,
    names_of,
    reference_of,
    references_of,
    type_of,
)
from opencredreg.meaning.graph import LinkedResources, find_by_key
from opencredreg.meaning.periods import period_of

__all__ = ["ActionStanding", "Standing", "Standings", "find_standings", "standings_of"]

Standing = Literal["in force", "not yet", "ended", "revoked", "failed", "potential", "unknown", "undated"]
"""``undated`` is a simple statement such as ``accreditedBy``, which says nothing of time."""

_GRANTS = (
    "ceterms:AccreditAction",
    "ceterms:ApproveAction",
    "ceterms:RecognizeAction",
    "ceterms:RegulateAction",
    "ceterms:RegistrationAction",
    "ceterms:OfferAction",
    "ceterms:RightsAction",
    "ceterms:RenewAction",
)
_RENEW = "ceterms:RenewAction"
_REVOKE = "ceterms:RevokeAction"
_SIMPLE = {
    "ceterms:accreditedBy": "ceterms:AccreditAction",
    "ceterms:approvedBy": "ceterms:ApproveAction",
    "ceterms:recognizedBy": "ceterms:RecognizeAction",
    "ceterms:regulatedBy": "ceterms:RegulateAction",
    "ceterms:registeredBy": "ceterms:RegistrationAction",
    "ceterms:renewedBy": _RENEW,
}
_MAX_ACTIONS = 2_000


class ActionStanding(msgspec.Struct, frozen=True):
    """One action on an object. ``since`` and ``until`` are its own dates, ``ended_by`` the URI of a revocation."""

    kind: str
    standing: Standing
    agents: tuple[str, ...] = ()
    action: str = ""
    names: tuple[Text, ...] = ()
    since: date | None = None
    until: date | None = None
    ended_by: str = ""
    ended_on: date | None = None


class Standings(msgspec.Struct, frozen=True):
    """All that is said about one object at a date: actions first, then simple statements nobody dated."""

    object: str
    on: date
    standings: tuple[ActionStanding, ...]
    is_truncated: bool = False


def find_standings(resource: Node, resources: LinkedResources, *, on: date) -> Standings:
    """Look the actions on a resource up, from either end, and say what they amount to on a day."""
    me = reference_of(resource)
    pointing = resources.find_pointing([me], ["ceterms:object"]).get(me, ())
    own = find_by_key(
        resources, references_of(resource, "ceterms:objectOfAction", "ceterms:relatedAction")[:_MAX_ACTIONS]
    )
    actions = {key_of(reference_of(node)): node for node in (*pointing, *own.values())}
    return standings_of(resource, list(actions.values()), on=on)


def standings_of(resource: Node, actions: Sequence[Node], *, on: date) -> Standings:
    """What some actions on a resource amount to on a day, with its simple statements after them."""
    me = key_of(reference_of(resource))
    named = set(keys_of(references_of(resource, "ceterms:objectOfAction")))
    mine = [
        node
        for node in actions[:_MAX_ACTIONS]
        if me in keys_of(references_of(node, "ceterms:object")) or key_of(reference_of(node) or "?") in named
    ]
    revocations = [node for node in mine if type_of(node) == _REVOKE and _has_happened(node, on)]
    found = [_standing(node, revocations, on) for node in mine if type_of(node) in _GRANTS]
    dated = {(each.kind, key) for each in found for key in keys_of(each.agents)}
    simple = [
        ActionStanding(kind, "undated", (uri,))
        for term, kind in _SIMPLE.items()
        for uri in references_of(resource, term)
        if (kind, key_of(uri)) not in dated
    ]
    return Standings(reference_of(resource), on, (*found, *simple), len(actions) > _MAX_ACTIONS)


def _standing(action: Node, revocations: Iterable[Node], on: date) -> ActionStanding:
    period = period_of(action)
    agents = references_of(action, "ceterms:actingAgent")
    standing = _own_standing(action, on)
    ending = _ending(action, agents, revocations) if standing in ("in force", "ended", "unknown") else None
    return ActionStanding(
        kind=type_of(action),
        standing="revoked" if ending is not None else standing,
        agents=agents,
        action=reference_of(action),
        names=names_of(action),
        since=period.start,
        until=period.end,
        ended_by=reference_of(ending) if ending is not None else "",
        ended_on=period_of(ending).start if ending is not None else None,
    )


def _own_standing(action: Node, on: date) -> Standing:
    status = _status(action)
    if status == "failed":
        return "failed"
    if status == "potential":
        return "potential"
    period = period_of(action)
    if period.start is not None and on < period.start:
        return "not yet"
    if period.end is not None and on > period.end:
        return "ended"
    return "unknown" if status == "completed" and period.end is None else "in force"


def _ending(action: Node, agents: Sequence[str], revocations: Iterable[Node]) -> Node | None:
    """The first revocation by the same agent after the action began and before it ended anyway."""
    period = period_of(action)
    later = [
        (start, node)
        for node in revocations
        if set(keys_of(agents)) & set(keys_of(references_of(node, "ceterms:actingAgent")))
        and (start := period_of(node).start) is not None
        and (period.start is None or start >= period.start)
        and (period.end is None or start <= period.end)
    ]
    return min(later, key=lambda found: found[0])[1] if later else None


def _has_happened(revocation: Node, on: date) -> bool:
    start = period_of(revocation).start
    return start is not None and start <= on and _status(revocation) not in ("failed", "potential")


def _status(action: Node) -> str:
    for uri in references_of(action, "ceterms:actionStatusType"):
        name = key_of(uri).rpartition(":")[2].lower()
        return name.removesuffix("actionstatus")
    return ""
