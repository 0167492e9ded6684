"""Searches that people keep under a name. Each belongs to the account that saved it, and nobody else sees it."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from opencredreg.accounts.actor import Actor
from opencredreg.errors import InvalidInput, LimitExceeded, NotAuthenticated, NotFound
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.sorting import parse_sort
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.limits import SAVED_QUERIES
from opencredreg.store.tables import METADATA

__all__ = [
    "SavedQuery",
    "delete_saved_query",
    "get_saved_query",
    "list_saved_queries",
    "save_query",
]

_saved = METADATA.tables["saved_query"]
_NAME = re.compile(r"[^\x00-\x1f\x7f/]{1,100}")


class SavedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A query of the CTDL query language, where it is asked, and its order. Times are microseconds."""

    name: str
    community: str
    query: dict[str, Any]
    sort: str
    created_at: int
    updated_at: int


def save_query(
    node: Node, actor: Actor, name: str, community: Community, query: dict[str, Any], sort: str
) -> tuple[SavedQuery, bool]:
    """Keep a query under a name, in place of the one of that name; the second value tells whether it is new.

    Raises:
        QueryInvalid: the query or the order cannot be read.
        InvalidInput: the name cannot be used.
        LimitExceeded: the account has too many.
    """
    account_id = _account(actor)
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise InvalidInput("name has 1 to 100 characters, and no slash or control character among them.")
    parse_query(query, node.vocabulary)
    parse_sort(sort, node.vocabulary, path="/sort")
    mine = (_saved.c.account_id == account_id) & (_saved.c.name == name)
    text = msgspec.json.encode(query).decode()
    with node.database.write() as transaction:
        connection = transaction.connection
        values = {"community": community.name, "query": text, "sort": sort, "updated_at": transaction.at}
        is_new = not connection.execute(_saved.update().where(mine).values(**values)).rowcount
        if is_new:
            count = connection.execute(
                select(func.count()).select_from(_saved).where(_saved.c.account_id == account_id)
            ).scalar_one()
            if count >= SAVED_QUERIES:
                raise LimitExceeded(
                    f"An account keeps up to {SAVED_QUERIES:,} searches.",
                    limit="search.saved_queries",
                    value=SAVED_QUERIES,
                    hint="Delete some that are no longer needed.",
                )
            connection.execute(
                _saved.insert().values(account_id=account_id, name=name, created_at=transaction.at, **values)
            )
        return _get(connection, account_id, name), is_new


def list_saved_queries(node: Node, actor: Actor) -> list[SavedQuery]:
    """The saved queries of the caller, by name."""
    statement = select(_saved).where(_saved.c.account_id == _account(actor)).order_by(_saved.c.name)
    with node.database.read() as connection:
        return [_as_saved(row) for row in connection.execute(statement)]


def get_saved_query(node: Node, actor: Actor, name: str) -> SavedQuery:
    """A saved query of the caller.

    Raises:
        NotFound: the caller has none of that name.
    """
    with node.database.read() as connection:
        return _get(connection, _account(actor), name)


def delete_saved_query(node: Node, actor: Actor, name: str) -> None:
    """Forget a saved query of the caller.

    Raises:
        NotFound: the caller has none of that name.
    """
    mine = (_saved.c.account_id == _account(actor)) & (_saved.c.name == name)
    with node.database.write() as transaction:
        if not transaction.connection.execute(_saved.delete().where(mine)).rowcount:
            raise _missing(name)


def _get(connection: Connection, account_id: int, name: str) -> SavedQuery:
    mine = (_saved.c.account_id == account_id) & (_saved.c.name == name)
    row = connection.execute(select(_saved).where(mine)).first()
    if row is None:
        raise _missing(name)
    return _as_saved(row)


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotAuthenticated(
            "Invalid token", hint="Saved searches belong to an account: send a token of it."
        )
    return actor.account_id


def _missing(name: str) -> NotFound:
    return NotFound(f"You have no saved search “{name[:100]}”", kind="saved-query")


def _as_saved(row: Row[Any]) -> SavedQuery:
    return SavedQuery(
        name=row.name,
        community=row.community,
        query=msgspec.json.decode(row.query),
        sort=row.sort,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
