"""Who is asking."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from opencredreg.errors import NotAuthenticated, NotAuthorized

__all__ = ["ANONYMOUS", "Actor", "Role", "require_role"]


class Role(StrEnum):
    """What a token may do; each role includes the ones before it."""

    READER = "reader"
    PUBLISHER = "publisher"
    ADMIN = "admin"
    SUPERADMIN = "superadmin"


_RANK = {role: rank for rank, role in enumerate(Role)}


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The holder of a token, or nobody in particular (``ANONYMOUS``).

    ``organization_ids`` are the organizations that the actor publishes for as one of their own. The rest says by
    which key the actor came and what that key is limited to: ``None`` is no limit, ``classes`` are compact names,
    ``expires_at`` is in microseconds. What limits mean is decided in ``accounts.policy``.
    """

    role: Role | None = None
    account_id: int | None = None
    publisher_id: int | None = None
    is_super_publisher: bool = False
    organization_ids: frozenset[int] = frozenset()
    token_id: int | None = None
    key_name: str | None = None
    scopes: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    environment: str | None = None
    expires_at: int | None = None

    @property
    def is_staff(self) -> bool:
        """Whether this is an administrator of the node."""
        return self.role in (Role.ADMIN, Role.SUPERADMIN)

    def has_role(self, role: Role) -> bool:
        """Whether the actor has the role or one that includes it."""
        return self.role is not None and _RANK[self.role] >= _RANK[role]


ANONYMOUS = Actor()


def require_role(actor: Actor, role: Role) -> None:
    """Let only actors of a role pass.

    Raises:
        NotAuthenticated: nobody knows who is asking.
        NotAuthorized: the role is too low.
    """
    if actor.role is None:
        raise NotAuthenticated("Invalid token")
    if not actor.has_role(role):
        raise NotAuthorized("You are not authorized to perform this action")
