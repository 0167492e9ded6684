"""Pieces of SQL that carry their values with them.

Statements are put together from pieces; each piece knows the values of its own ``?`` marks, so that their order is
right by construction. Numbers that we gave ourselves (terms, nodes) stand in the text, where the planners of both
databases see them; everything that a user wrote is a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

__all__ = [
    "FALSE",
    "TRUE",
    "Shared",
    "Sql",
    "after",
    "all_of",
    "any_of",
    "chain",
    "numbers",
    "put",
    "statement_of",
    "value",
]

_TOGETHER = 16
"""So many conditions stand side by side; of more, groups do."""


class Shared(NamedTuple):
    """A query that stands before the statement, under a name of its own, instead of inside of it."""

    name: str
    text: str
    values: tuple[Any, ...]
    how: str = ""


class Sql(NamedTuple):
    """A piece of SQL, the values of its marks, and the named queries that it reads, each after those it reads."""

    text: str
    values: tuple[Any, ...] = ()
    shared: tuple[Shared, ...] = ()

    def about(self, alias: str) -> Sql:
        """The same condition, on the table of this alias: ``{}`` stands for it."""
        return self._replace(text=self.text.replace("{}", alias))


TRUE = Sql("1 = 1")
FALSE = Sql("1 = 0")


def put(template: str, *pieces: Sql | str | int) -> Sql:
    """The template with pieces in the place of its ``{}``."""
    texts = []
    values: list[Any] = []
    shared: list[Shared] = []
    for piece in pieces:
        if isinstance(piece, Sql):
            texts.append(piece.text)
            values += piece.values
            shared += piece.shared
        else:
            texts.append(str(piece))
    return Sql(template.format(*texts), tuple(values), tuple(shared))


def value(content: Any) -> Sql:
    """One value."""
    return Sql("?", (content,))


def numbers(content: Iterable[int]) -> str:
    """Numbers of ours, for the list of an ``IN``; of none, a list that holds nothing."""
    return ", ".join(map(str, content)) or "NULL"


def all_of(pieces: Iterable[Sql]) -> Sql:
    """All hold."""
    return _joined(" AND ", [piece for piece in pieces if piece != TRUE], TRUE)


def any_of(pieces: Iterable[Sql]) -> Sql:
    """At least one holds."""
    return _joined(" OR ", [piece for piece in pieces if piece != FALSE], FALSE)


def _joined(word: str, pieces: list[Sql], neutral: Sql) -> Sql:
    if len(pieces) < 2:
        return pieces[0] if pieces else neutral
    # Databases read a chain as a tree as deep as the chain is long, and bound its depth; groups keep it low.
    while len(pieces) > _TOGETHER:
        pieces = [
            put("({})", chain(word, pieces[start : start + _TOGETHER]))
            for start in range(0, len(pieces), _TOGETHER)
        ]
    return put("({})", chain(word, pieces)) if len(pieces) > 1 else pieces[0]


def chain(word: str, pieces: Sequence[Sql]) -> Sql:
    """The pieces one after the other, with a word between them."""
    return Sql(
        word.join(piece.text for piece in pieces),
        tuple(entry for piece in pieces for entry in piece.values),
        tuple(entry for piece in pieces for entry in piece.shared),
    )


def statement_of(piece: Sql) -> tuple[str, tuple[Any, ...]]:
    """The whole statement, the named queries before it, and its values in their order."""
    if not piece.shared:
        return piece.text, piece.values
    # Several pieces may read the same query.
    shared = {one.name: one for one in piece.shared}.values()
    named = ", ".join(f"{one.name} AS {one.how}({one.text})" for one in shared)
    values = tuple(entry for one in shared for entry in one.values) + piece.values
    further = ", " if piece.text.startswith("WITH ") else " "
    return f"WITH {named}{further}{piece.text.removeprefix('WITH ')}", values


def after(beginning: str) -> str:
    """The first text, by code points, after all those with a beginning.

    >>> after("ab")
    'ac'
    """
    bare = beginning.rstrip("\U0010ffff")
    if not bare:
        return beginning + "\U0010ffff"
    following = ord(bare[-1]) + 1
    # Half characters stand in no text.
    return bare[:-1] + chr(0xE000 if following == 0xD800 else following)
