"""Communities: the name spaces of a node, their flags and their configuration."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from opencredreg.ctdl import Vocabulary, bundled_vocabulary
from opencredreg.errors import Conflict, InvalidInput, NotFound
from opencredreg.ids import normalize_community
from opencredreg.registry.defaults import default_config
from opencredreg.registry.profiles import parse_rules
from opencredreg.store.database import WriteTransaction
from opencredreg.store.tables import METADATA

__all__ = [
    "Community",
    "ConfigChange",
    "create_community",
    "effective_config",
    "find_community",
    "get_community",
    "list_communities",
    "list_config_changes",
    "set_config",
    "update_community",
]

_community = METADATA.tables["community"]
_config = METADATA.tables["community_config"]

RESERVED_NAMES = frozenset(
    {
        "_test", "about", "api", "assistant", "capabilities", "catalog", "codes", "community", "compare",
        "containers", "contexts", "ctdl", "ctid", "description_sets", "docs", "downloads", "embed",
        "envelopes", "find", "format", "graph", "health", "indexed_resources", "indexer", "info", "metadata",
        "oembed", "openapi", "publish", "publish_requests", "query", "readme", "resources", "sandbox",
        "schemas", "search", "sitemaps", "static", "swagger", "validate", "vocabulary",
    }
)  # fmt: skip
"""First path segments of the node's own routes; a community of such a name could not be reached."""


class Community(msgspec.Struct, frozen=True):
    """A community as the services see it. ``is_open``: signed envelopes of unknown keys are welcome."""

    id: int
    name: str
    is_default: bool
    secured: bool
    secured_search: bool
    is_open: bool
    backup_item: str | None
    created_at: int
    updated_at: int


class ConfigChange(msgspec.Struct, frozen=True):
    """One state of a community's configuration."""

    id: int
    description: str
    payload: dict[str, Any]
    created_at: int


def find_community(connection: Connection, name: str | None) -> Community | None:
    """The community of a name in any spelling, or the default one for ``None``."""
    condition = _community.c.is_default if name is None else _community.c.name == normalize_community(name)
    row = connection.execute(select(_community).where(condition)).first()
    return _as_community(row) if row is not None else None


def get_community(connection: Connection, name: str | None) -> Community:
    """As ``find_community``.

    Raises:
        NotFound: there is none.
    """
    found = find_community(connection, name)
    if found is None:
        if name is None:
            hint = "Create one: opencredreg community create NAME --default."
            raise NotFound("There is no default community.", kind="community", hint=hint)
        hint = "The command opencredreg community list tells which there are."
        raise NotFound(f"There is no community {name}.", kind="community", hint=hint)
    return found


def list_communities(connection: Connection) -> list[Community]:
    """All communities, the default one first."""
    rows = connection.execute(select(_community).order_by(_community.c.is_default.desc(), _community.c.name))
    return [_as_community(row) for row in rows]


def create_community(
    transaction: WriteTransaction,
    name: str,
    *,
    is_default: bool = False,
    secured: bool = False,
    secured_search: bool = False,
    is_open: bool = False,
    backup_item: str | None = None,
) -> Community:
    """Create a community.

    Raises:
        InvalidInput: the name is blank, reserved or not made of letters, digits, dashes and underscores.
        Conflict: the name is taken, or there is a default community already.
    """
    normalized = normalize_community(name)
    if not normalized:
        raise InvalidInput("Name can't be blank")
    if normalized in RESERVED_NAMES or not normalized.replace("_", "").isalnum() or not normalized.isascii():
        raise InvalidInput(
            f"Name {name!r} can't be used",
            hint="Use letters, digits, dashes and underscores, and no word that is a route of the node.",
        )
    if find_community(transaction.connection, normalized) is not None:
        raise Conflict("Name has already been taken")
    if is_default and find_community(transaction.connection, None) is not None:
        raise Conflict("Default has already been taken")
    transaction.connection.execute(
        _community.insert().values(
            name=normalized,
            is_default=is_default,
            secured=secured,
            secured_search=secured_search,
            is_open=is_open,
            backup_item=backup_item,
            created_at=transaction.at,
            updated_at=transaction.at,
        )
    )
    return get_community(transaction.connection, normalized)


def update_community(
    transaction: WriteTransaction,
    community: Community,
    *,
    is_default: bool | None = None,
    secured: bool | None = None,
    secured_search: bool | None = None,
    is_open: bool | None = None,
    backup_item: str | None = None,
) -> Community:
    """Change those flags that are given.

    Raises:
        Conflict: another community is the default one.
    """
    if is_default:
        current = find_community(transaction.connection, None)
        if current is not None and current.id != community.id:
            raise Conflict("Default has already been taken")
    changes = {
        "is_default": is_default,
        "secured": secured,
        "secured_search": secured_search,
        "is_open": is_open,
        "backup_item": backup_item,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    transaction.connection.execute(
        _community.update().where(_community.c.id == community.id).values(**given, updated_at=transaction.at)
    )
    return get_community(transaction.connection, community.name)


def effective_config(
    connection: Connection, community: Community, *, vocabulary: Vocabulary | None = None
) -> dict[str, Any]:
    """The configuration in force: the newest stored one, else the one that follows from the vocabulary."""
    payload = connection.execute(
        select(_config.c.payload)
        .where(_config.c.community_id == community.id)
        .order_by(_config.c.id.desc())
        .limit(1)
    ).scalar()
    if payload is None:
        return default_config(vocabulary)
    found: dict[str, Any] = msgspec.json.decode(payload)
    return found


def set_config(
    transaction: WriteTransaction,
    community: Community,
    description: str,
    payload: dict[str, Any],
    *,
    vocabulary: Vocabulary | None = None,
) -> ConfigChange:
    """Replace the configuration; earlier states stay readable.

    Raises:
        InvalidInput: description or payload is blank, or its validation rules cannot be used.
    """
    if not description.strip():
        raise InvalidInput("Description can't be blank")
    if not payload:
        raise InvalidInput("Payload can't be blank")
    parse_rules(payload, vocabulary or bundled_vocabulary())
    transaction.connection.execute(
        _config.insert().values(
            community_id=community.id,
            description=description,
            payload=msgspec.json.encode(payload).decode(),
            created_at=transaction.at,
        )
    )
    return list_config_changes(transaction.connection, community)[-1]


def list_config_changes(connection: Connection, community: Community) -> list[ConfigChange]:
    """All states of the configuration, oldest first."""
    rows = connection.execute(
        select(_config).where(_config.c.community_id == community.id).order_by(_config.c.id)
    )
    return [
        ConfigChange(row.id, row.description, msgspec.json.decode(row.payload), row.created_at)
        for row in rows
    ]


def _as_community(row: Row[Any]) -> Community:
    return Community(
        row.id, row.name, row.is_default, row.secured, row.secured_search, row.is_open, row.backup_item,
        row.created_at, row.updated_at,
    )  # fmt: skip
