"""Whether the index would be another one if documents were read by another edition of the vocabulary."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.engine import Connection

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.jsonld.readings import ChangedPrefix, changed_prefixes, reread_names
from opencredreg.store.tables import METADATA

__all__ = ["find_reread"]

_term = METADATA.tables["term"]
_node = METADATA.tables["node"]


def find_reread(connection: Connection, before: Vocabulary, after: Vocabulary) -> tuple[str, ...]:
    """What occurs in stored documents and would be indexed otherwise: terms, and prefixes of addresses.

    An empty result means that the index is the same under both editions.
    """
    names = connection.execute(select(_term.c.name).where(~_term.c.name.startswith("@"))).scalars()
    found = set(reread_names(names, before, after))
    for pair in changed_prefixes(before, after):
        statement = select(_node.c.id).where(or_(*_affected(pair))).limit(1)
        if connection.execute(statement).first() is not None:
            found.add(f"{pair.prefix}:")
    return tuple(sorted(found))


def _affected(pair: ChangedPrefix) -> list[ColumnElement[bool]]:
    """Keys that were written with the prefix, or with its namespace in a spelling that is not the canonical one."""
    key = _node.c.key
    conditions: list[ColumnElement[bool]] = [key.startswith(f"{pair.prefix}:", autoescape=True)]
    if pair.before:
        conditions.append(key.startswith(pair.before, autoescape=True))
    if pair.after:
        rest = "//" + pair.after.partition("://")[2]
        conditions.append(
            and_(key.contains(rest, autoescape=True), ~key.startswith(pair.after, autoescape=True))
        )
    return conditions
