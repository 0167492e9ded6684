"""How an API key of an organization is shown; its value is not part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opencredreg.accounts.keys import OrganizationKey
from opencredreg.clock import format_timestamp

__all__ = ["key_value"]


def key_value(key: OrganizationKey, at: int, recent: Mapping[int, int] | None = None) -> dict[str, Any]:
    """A key at a moment; ``recent`` are the last uses that nobody has written down yet (``accounts.uses``)."""
    used_at = max(key.last_used_at or 0, (recent or {}).get(key.id, 0)) or None
    return {
        "id": key.id,
        "name": key.name,
        "scopes": None if key.scopes is None else sorted(key.scopes),
        "classes": None if key.classes is None else sorted(key.classes),
        "environment": key.environment,
        "in_force": key.is_in_force(at),
        "created_at": format_timestamp(key.created_at),
        "expires_at": _time(key.expires_at),
        "last_used_at": _time(used_at),
        "revoked_at": _time(key.revoked_at),
        "replaces": key.replaces,
    }


def _time(at: int | None) -> str | None:
    return None if at is None else format_timestamp(at)
