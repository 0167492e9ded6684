"""Who may change what: the one place that decides, also on what a key is limited to.

Source: ``architecture.md`` section 6, decisions 2 and 14; ``registry-api.md`` section 4.7;
``accounts-and-publisher.md`` section 2.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.accounts.limits import (
    SCOPES,
    KeyLimits,
    Scope,
    covers,
    is_allowed_class,
    is_allowed_part,
    listed,
)
from opencredreg.accounts.organizations import is_granted
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import NotAuthenticated, NotAuthorized

__all__ = [
    "KeyLimited",
    "NotPublisherOf",
    "limits_of",
    "may_publish_for",
    "may_use",
    "require_class",
    "require_covering",
    "require_document_classes",
    "require_publisher_for",
    "require_scope",
    "require_super_publisher",
    "require_unlimited",
]

Purpose = Literal["publish", "delete"]
_NOT_FOR_OWNER = "Publisher is not authorized to publish on behalf of this organization"
_HOW_TO_MAKE = "Keys are made with POST /api/organizations/{ctid}/api-keys, or by the operator."


class NotPublisherOf(NotAuthorized):
    """The actor may not publish for the owner."""

    code = "not-publisher-of"


class KeyLimited(NotAuthorized):
    """The key would do, but it is limited to something else."""

    code = "key-limited"


def may_use(actor: Actor, scope: Scope) -> bool:
    """Whether the key of the actor, if it came by one, is made for this."""
    return actor.scopes is None or scope in actor.scopes


def require_scope(actor: Actor, scope: Scope) -> None:
    """Let only those pass whose key is made for this.

    Raises:
        KeyLimited: the key has other scopes only.
    """
    if not may_use(actor, scope):
        held = sorted(actor.scopes or ())
        raise KeyLimited(
            f"{_called(actor)} may not {scope}: it is limited to {listed(held)}. "
            f"Use a key of the organization that has the scope {scope}, or make one. {_HOW_TO_MAKE}",
            hint=f"opencredreg key create ORGANIZATION_CTID --name NAME --scope {scope}",
        )


def require_class(actor: Actor, ctdl_type: str | None, vocabulary: Vocabulary) -> None:
    """Let only those pass whose key is for documents of the class; subclasses count.

    Raises:
        KeyLimited: the key is for other classes.
    """
    allowed = actor.classes
    if allowed is None or (ctdl_type is not None and is_allowed_class(allowed, ctdl_type, vocabulary)):
        return
    raise KeyLimited(
        f"{_called(actor)} is limited to {listed(sorted(allowed))}, and this is about "
        f"{ctdl_type or 'a document without a class'}. "
        f"Use a key of the organization that is for this class, or make one. {_HOW_TO_MAKE}",
        hint=f"opencredreg key create ORGANIZATION_CTID --name NAME --class {ctdl_type or 'CLASS'}",
    )


def require_document_classes(
    actor: Actor, main: Iterable[str], inner: Iterable[str], vocabulary: Vocabulary
) -> None:
    """Let a document pass if the key is for its class, and for all that it publishes beside with CTIDs.

    Parts that belong to a class, such as the competencies of a framework, need not be named.

    Raises:
        KeyLimited: the key is for other classes.
    """
    allowed = actor.classes
    if allowed is None:
        return
    classes: list[str | None] = list(main)
    for named in classes or [None]:
        require_class(actor, named, vocabulary)
    for cls in inner:
        if not is_allowed_part(allowed, cls, vocabulary):
            require_class(actor, cls, vocabulary)


def require_unlimited(actor: Actor) -> None:
    """Let no limited key pass: what is asked for lets others do what the key itself may not.

    Raises:
        KeyLimited: the key has limits.
    """
    if actor.classes is not None or not all(may_use(actor, scope) for scope in SCOPES):
        raise KeyLimited(
            f"{_called(actor)} is limited, and this would go around its limits. "
            f"Use a key of the organization without limits. {_HOW_TO_MAKE}",
            hint="opencredreg key create ORGANIZATION_CTID --name NAME",
        )


def limits_of(actor: Actor) -> KeyLimits:
    """What the actor is limited to."""
    return KeyLimits(scopes=actor.scopes, classes=actor.classes, environment=actor.environment)


def require_covering(actor: Actor, wanted: KeyLimits, vocabulary: Vocabulary) -> None:
    """Let only those pass who may do themselves all that a key may do that they make, replace or end.

    Raises:
        KeyLimited: the key may do more than the actor.
    """
    if not covers(limits_of(actor), wanted, vocabulary):
        raise KeyLimited(
            f"{_called(actor)} may not make, replace or end keys that may do more than itself.",
            hint="Give the other key the same limits or stricter ones, or use a key without limits.",
        )


def _called(actor: Actor) -> str:
    return f'The key "{actor.key_name}"'


def may_publish_for(
    connection: Connection,
    actor: Actor,
    owner_id: int | None,
    *,
    enforce: bool,
    purpose: Purpose = "publish",
) -> bool:
    """Whether the actor may create and change (or delete) what the owner owns.

    Staff may; the owner's own publishers may; so may those of an organization that the owner granted it to.
    With ``enforce`` off every publisher may, as in the registry of today. The key must be made for it.
    """
    if not actor.has_role(Role.PUBLISHER) or not may_use(actor, purpose):
        return False
    if actor.is_staff or not enforce:
        return True
    if owner_id is None:
        return False
    return owner_id in actor.organization_ids or is_granted(connection, owner_id, actor.organization_ids)


def require_publisher_for(
    connection: Connection,
    actor: Actor,
    owner_id: int | None,
    *,
    enforce: bool,
    purpose: Purpose = "publish",
) -> None:
    """Let only those pass who may publish (or delete) for the owner.

    Raises:
        NotAuthenticated: nobody knows who is asking.
        KeyLimited: the key is not made for it.
        NotAuthorized: the role is too low.
        NotPublisherOf: the role would do, but not for this owner.
    """
    require_scope(actor, purpose)
    require_role(actor, Role.PUBLISHER)
    if not may_publish_for(connection, actor, owner_id, enforce=enforce, purpose=purpose):
        raise NotPublisherOf(
            _NOT_FOR_OWNER,
            hint="The owner can grant it: opencredreg organization grant OWNER_CTID PUBLISHER_CTID.",
        )


def require_super_publisher(actor: Actor) -> None:
    """Let only super publishers and staff pass (transfer of ownership)."""
    if actor.role is None:
        raise NotAuthenticated("Invalid token")
    require_scope(actor, "publish")
    require_role(actor, Role.PUBLISHER)
    if not (actor.is_staff or actor.is_super_publisher):
        raise NotPublisherOf(_NOT_FOR_OWNER)
