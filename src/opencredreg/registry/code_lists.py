"""Editions of the lists of codes: loading official files, choosing which edition is used, and removing one.

An edition is never changed. Processes that run follow a choice within ``node.CODES_KEPT_S`` seconds. Nothing that is
published changes by it: documents carry codes and titles as they were.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from opencredreg.accounts.actor import Actor, Role, require_role
from opencredreg.codes import LIST_NAMES, CodeBook, CodeList, bundled_codes
from opencredreg.codes.lists import head_of
from opencredreg.codes.official import parse_official
from opencredreg.codes.table import parse_head, render_table
from opencredreg.errors import Conflict, InvalidInput, NotFound
from opencredreg.registry.node import Node
from opencredreg.store.database import WriteTransaction
from opencredreg.store.documents import compress, decompress
from opencredreg.store.tables import METADATA

__all__ = [
    "BUNDLED",
    "CodeListInfo",
    "LoadedCodes",
    "get_code_list",
    "list_code_lists",
    "load_code_list",
    "remove_code_list",
    "use_code_list",
]

BUNDLED: Final = "bundled"
"""The name of the edition that comes with the software."""

_EDITION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_code_list = METADATA.tables["code_list"]


class CodeListInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a list. ``of_edition`` is the official edition that the bundled one was made of, else ""."""

    name: str
    edition: str
    is_used: bool
    title: str
    code_count: int
    framework: str
    framework_name: str
    attribution: str
    licence: str
    of_edition: str = ""
    loaded_at: int | None = None


class LoadedCodes(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an official file, and how many codes were added, removed and named anew by it.

    The changes are those from the edition that was in use.
    """

    edition: CodeListInfo
    is_new: bool
    added: int
    removed: int
    renamed: int


def list_code_lists(connection: Connection) -> list[CodeListInfo]:
    """All editions, by list, the one that was loaded last first and the bundled one at the end of each."""
    rows = connection.execute(
        select(_code_list).order_by(_code_list.c.loaded_at.desc(), _code_list.c.id.desc())
    ).all()
    found: list[CodeListInfo] = []
    for name in LIST_NAMES:
        own = [row for row in rows if row.name == name]
        found += map(_as_info, own)
        found.append(_bundled(name, is_used=not any(row.is_used for row in own)))
    return found


def get_code_list(connection: Connection, name: str, edition: str) -> CodeListInfo:
    """What is known of an edition.

    Raises:
        NotFound: there is none of that name.
    """
    own = _code_list.c.name == name
    if edition == BUNDLED:
        chosen = connection.execute(select(_code_list.c.id).where(own, _code_list.c.is_used)).first()
        return _bundled(name, is_used=chosen is None)
    row = connection.execute(select(_code_list).where(own, _code_list.c.edition == edition)).first()
    if row is None:
        raise NotFound(
            f"There is no edition {edition[:64]} of {name}.",
            kind="code list",
            hint="opencredreg codes list shows those that there are.",
        )
    return _as_info(row)


def load_code_list(
    node: Node, actor: Actor, name: str, data: bytes, *, edition: str, is_to_be_used: bool = False
) -> LoadedCodes:
    """Keep an official file as an edition of a list, and use it if that is asked for.

    Args:
        node: the node.
        actor: who loads; an administrator of the node.
        name: of the list.
        data: the official file (``opencredreg.codes.official``).
        edition: its name, such as the year.
        is_to_be_used: whether it is put in use at once.

    Raises:
        NotAuthenticated, NotAuthorized: the actor is no administrator.
        NotFound: there is no such list.
        InvalidInput: the file is no such list, or the name is not usable.
        Conflict: the name belongs to another content.
    """
    require_role(actor, Role.ADMIN)
    head = head_of(name, edition)
    _require_name(edition)
    book = parse_official(head.name, edition, data)
    before = node.codes[head.name]
    content = render_table(head, {code: one.title for code, one in book.codes.items()})
    with node.database.write() as transaction:
        is_new = _keep(transaction, head, content)
        if is_to_be_used:
            _use(transaction, head.name, edition)
        info = get_code_list(transaction.connection, head.name, edition)
    if is_to_be_used:
        node.forget_codes()
    added, removed, renamed = _difference(before, book)
    return LoadedCodes(edition=info, is_new=is_new, added=added, removed=removed, renamed=renamed)


def use_code_list(node: Node, actor: Actor, name: str, edition: str) -> CodeListInfo:
    """Put an edition, or :data:`BUNDLED`, in use for the whole node.

    Raises:
        NotAuthenticated, NotAuthorized: the actor is no administrator.
        NotFound: there is no such list or edition.
    """
    require_role(actor, Role.ADMIN)
    head = head_of(name, edition)
    with node.database.write() as transaction:
        # An edition that is not there must not take the other one out of use.
        get_code_list(transaction.connection, head.name, edition)
        _use(transaction, head.name, edition)
        info = get_code_list(transaction.connection, head.name, edition)
    node.forget_codes()
    return info


def remove_code_list(node: Node, actor: Actor, name: str, edition: str) -> None:
    """Take a loaded edition that is not in use off the node.

    Raises:
        NotAuthenticated, NotAuthorized: the actor is no administrator.
        NotFound: there is no such list or edition.
        Conflict: it is in use, or it came with the software.
    """
    require_role(actor, Role.ADMIN)
    head = head_of(name, edition)
    with node.database.write() as transaction:
        info = get_code_list(transaction.connection, head.name, edition)
        if edition == BUNDLED:
            raise Conflict("The bundled edition is part of the software; it stays.")
        if info.is_used:
            raise Conflict(
                f"Edition {edition} of {head.name} is in use.",
                hint=f"Put another one in use first: opencredreg codes use {head.name} {BUNDLED}",
            )
        transaction.connection.execute(
            _code_list.delete().where(_code_list.c.name == head.name, _code_list.c.edition == edition)
        )


def _keep(transaction: WriteTransaction, head: CodeList, content: bytes) -> bool:
    """Whether the edition is new; the same content under the same name is kept once."""
    connection = transaction.connection
    known = connection.execute(
        select(_code_list.c.content).where(
            _code_list.c.name == head.name, _code_list.c.edition == head.edition
        )
    ).scalar()
    if known is None:
        connection.execute(
            _code_list.insert().values(
                name=head.name,
                edition=head.edition,
                content=compress(content),
                is_used=False,
                loaded_at=transaction.at,
            )
        )
        return True
    if decompress(known) != content:
        raise Conflict(
            f"There is an edition {head.edition} of {head.name} already, with other codes.",
            hint="Give this one another name with --edition, or remove the other one.",
        )
    return False


def _use(transaction: WriteTransaction, name: str, edition: str) -> None:
    own = _code_list.update().where(_code_list.c.name == name)
    transaction.connection.execute(own.values(is_used=False))
    transaction.connection.execute(own.where(_code_list.c.edition == edition).values(is_used=True))


def _difference(before: CodeBook, after: CodeBook) -> tuple[int, int, int]:
    old, new = before.codes, after.codes
    renamed = sum(old[code].title != new[code].title for code in old.keys() & new.keys())
    return len(new.keys() - old.keys()), len(old.keys() - new.keys()), renamed


def _bundled(name: str, *, is_used: bool) -> CodeListInfo:
    book = bundled_codes()[name]
    return _info(book.head, len(book), BUNDLED, is_used=is_used, of_edition=book.head.edition)


def _as_info(row: Row[Any]) -> CodeListInfo:
    head, count = parse_head(decompress(row.content))
    return _info(head, count, row.edition, is_used=row.is_used, loaded_at=row.loaded_at)


def _info(
    head: CodeList,
    count: int,
    edition: str,
    *,
    is_used: bool,
    of_edition: str = "",
    loaded_at: int | None = None,
) -> CodeListInfo:
    return CodeListInfo(
        name=head.name,
        edition=edition,
        is_used=is_used,
        title=head.title,
        code_count=count,
        framework=head.framework,
        framework_name=head.framework_name,
        attribution=head.attribution,
        licence=head.licence,
        of_edition=of_edition,
        loaded_at=loaded_at,
    )


def _require_name(edition: str) -> None:
    if edition == BUNDLED or not _EDITION.fullmatch(edition):
        raise InvalidInput(
            f"{edition[:64]!r} cannot be the name of an edition",
            hint=f"Use up to 64 letters, digits, dots and dashes, such as 2025; {BUNDLED} is taken.",
        )
