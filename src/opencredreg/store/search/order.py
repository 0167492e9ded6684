"""The order of results, as SQL: what each is sorted by, the missing last, ties by CTID."""

from __future__ import annotations

import msgspec

from opencredreg.query.ordering import PREFERRED_LANGUAGE
from opencredreg.query.tree import Sort
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import numbers

__all__ = ["Order", "build_order", "build_rank"]


class Order(msgspec.Struct, frozen=True):
    """Columns that are read of each result ``n`` (each with a name), and the terms of ``ORDER BY`` over the names."""

    columns: str
    terms: str
    cost: float = 0.0
    """What reading the columns costs for each result, in steps."""


def build_order(session: Session, sort: Sort) -> Order:
    """The order of a sort that the database can do. Relevance is not of them."""
    direction = "DESC" if sort.descending else "ASC"
    ctid = f"{session.bytewise('c')}, {session.bytewise('k')}"
    own = "n.resource_ctid AS c, n.key AS k"
    if sort.by == "updated":
        return Order(f"n.published_at AS a, {own}", f"a {direction}, {ctid}")
    if sort.by == "created":
        made = "(SELECT e.created_at FROM envelope e WHERE e.id = n.envelope_id) AS a"
        return Order(f"{made}, {own}", f"a {direction}, {ctid}", cost=1.5)
    property_id = session.term(sort.by)
    if property_id is None:
        return Order(own, f"{ctid}")
    of_node = f"{session.is_of('s', 'n.id')} AND s.property_id + 0 = {property_id}"
    number = f"(SELECT min(s.number) FROM literal s WHERE {of_node}) AS a"
    text = (
        f"(SELECT s.folded FROM literal s WHERE {of_node} AND s.folded <> ''"
        f" ORDER BY {build_rank(session, 's')}, {session.bytewise('s.folded')} LIMIT 1) AS b"
    )
    missing = "CASE WHEN a IS NULL AND b IS NULL THEN 1 ELSE 0 END"
    is_text = f"CASE WHEN a IS NULL THEN 1 ELSE 0 END {direction}"
    # The text counts only where there is no number.
    by_text = session.bytewise("CASE WHEN a IS NULL THEN b END")
    terms = f"{missing}, {is_text}, a {direction}, {by_text} {direction}, {ctid}"
    return Order(f"{number}, {text}, {own}", terms, cost=8.0)


def build_rank(session: Session, literal: str) -> str:
    """How much the language of a literal is preferred: as ``query.ordering.language_rank``."""
    preferred = numbers(session.language_ids((PREFERRED_LANGUAGE,)))
    column = f"{literal}.language_id"
    return f"CASE WHEN {column} IS NULL THEN 1 WHEN {column} IN ({preferred}) THEN 0 ELSE 2 END"
