"""Who may change what: the one place that decides.

Source: ``architecture.md`` section 6, decisions 2 and 14; ``registry-api.md`` section 4.7.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.accounts.organizations import is_granted
from opencredreg.errors import NotAuthenticated, NotAuthorized

__all__ = ["may_publish_for", "require_publisher_for", "require_super_publisher"]

_NOT_FOR_OWNER = "Publisher is not authorized to publish on behalf of this organization"


class NotPublisherOf(NotAuthorized):
    """The actor may not publish for the owner."""

    code = "not-publisher-of"


def may_publish_for(connection: Connection, actor: Actor, owner_id: int | None, *, enforce: bool) -> bool:
    """Whether the actor may create, change or delete what the owner owns.

    Staff may; the owner's own publishers may; so may those of an organization that the owner granted it to.
    With ``enforce`` off every publisher may, as in the registry of today.
    """
    if not actor.has_role(Role.PUBLISHER):
        return False
    if actor.is_staff or not enforce:
        return True
    if owner_id is None:
        return False
    return owner_id in actor.organization_ids or is_granted(connection, owner_id, actor.organization_ids)


def require_publisher_for(
    connection: Connection, actor: Actor, owner_id: int | None, *, enforce: bool
) -> None:
    """Let only those pass who may publish for the owner.

    Raises:
        NotAuthenticated: nobody knows who is asking.
        NotAuthorized: the role is too low.
        NotPublisherOf: the role would do, but not for this owner.
    """
    require_role(actor, Role.PUBLISHER)
    if not may_publish_for(connection, actor, owner_id, enforce=enforce):
        raise NotPublisherOf(
            _NOT_FOR_OWNER,
            hint="The owner can grant it: opencredreg organization grant OWNER_CTID PUBLISHER_CTID.",
        )


def require_super_publisher(actor: Actor) -> None:
    """Let only super publishers and staff pass (transfer of ownership)."""
    if actor.role is None:
        raise NotAuthenticated("Invalid token")
    require_role(actor, Role.PUBLISHER)
    if not (actor.is_staff or actor.is_super_publisher):
        raise NotPublisherOf(_NOT_FOR_OWNER)
