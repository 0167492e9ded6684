"""Where results stand in their order, so that pages can go on from a place instead of a number.

The order is that of the search engine: by the value wanted, missing values last in both directions; ties, and the
missing, by CTID and key. Source: ``search.md`` section 9; :mod:`opencredreg.query.ordering`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cmp_to_key
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.matching import Value
from opencredreg.query.ordering import sort_value
from opencredreg.query.tree import Sort
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.index.writer import literals_of
from opencredreg.store.tables import METADATA

__all__ = ["Place", "compare", "in_order", "load_places", "load_values", "place_of_values"]

_node = METADATA.tables["node"]
_term = METADATA.tables["term"]
_envelope = METADATA.tables["envelope"]
_LANGUAGE_MARK = "@"


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The place of one result. ``value`` is (0, number, "") or (1, 0, text); ``None`` when it has none."""

    value: tuple[int, float, str] | None
    ctid: str
    key: str


def compare(one: Place, other: Place, sort: Sort) -> int:
    """Negative when ``one`` stands before ``other``, positive when after, 0 when they are the same."""
    descending = sort.descending or sort.by == "relevance"
    if one.value != other.value:
        if one.value is None or other.value is None:
            return 1 if one.value is None else -1
        return -1 if (one.value < other.value) != descending else 1
    mine, others = (one.ctid, one.key), (other.ctid, other.key)
    return (mine > others) - (mine < others)


def in_order(places: Mapping[int, Place], sort: Sort) -> list[int]:
    """Numbers of results, put in order."""

    def by_place(one: int, other: int) -> int:
        return compare(places[one], places[other], sort)

    return sorted(places, key=cmp_to_key(by_place))


def load_places(
    connection: Connection, ids: Sequence[int], sort: Sort, scores: Mapping[int, float]
) -> dict[int, Place]:
    """The places of nodes as they are now. ``scores`` are needed for the order by relevance only."""
    column = _envelope.c.created_at if sort.by == "created" else _envelope.c.updated_at
    statement = (
        select(_node.c.id, _node.c.resource_ctid, _node.c.key, column.label("at"))
        .join(_envelope, _envelope.c.id == _node.c.envelope_id)
        .where(among(connection, _node.c.id, ids))
    )
    rows = connection.execute(statement).all() if ids else []
    values: dict[int, tuple[int, float, str] | None]
    if sort.by in ("created", "updated"):
        values = {row.id: (0, float(row.at), "") for row in rows}
    elif sort.by == "relevance":
        values = {row.id: (0, scores.get(row.id, 0.0), "") for row in rows}
    else:
        literals = load_values(connection, ids, (sort.by,))
        values = {row.id: sort_value(literals.get(row.id, ()), sort.by) for row in rows}
    return {row.id: Place(values[row.id], row.resource_ctid or "", row.key) for row in rows}


def place_of_values(
    sort: Sort, *, at: int, score: float, values: Sequence[Value], ctid: str, key: str
) -> Place:
    """The place of a result of which everything is known; ``at`` is the time that ``sort`` asks for."""
    if sort.by in ("created", "updated"):
        return Place((0, float(at), ""), ctid, key)
    if sort.by == "relevance":
        return Place((0, score, ""), ctid, key)
    return Place(sort_value(values, sort.by), ctid, key)


def load_values(
    connection: Connection, ids: Sequence[int], properties: Sequence[str]
) -> dict[int, list[Value]]:
    """The literals of nodes, of some properties; texts are folded."""
    names = {number: name for name, number in find_terms(connection, properties).items()}
    if not names or not ids:
        return {}
    listed = ", ".join(str(number) for number in names)
    rows: list[Any] = []
    for condition, values in literals_of(connection, list(ids)):
        rows += connection.exec_driver_sql(
            "SELECT node_id, property_id, language_id, kind, folded, number FROM literal"
            f" WHERE property_id + 0 IN ({listed}) AND {condition}",
            values,
        )
    languages = _languages(connection, {row.language_id for row in rows} - {None})
    found: dict[int, list[Value]] = {}
    for row in rows:
        value = Value(
            names[row.property_id],
            LiteralKind(row.kind),
            languages.get(row.language_id, ""),
            row.folded or "",
            row.number,
        )
        found.setdefault(row.node_id, []).append(value)
    return found


def _languages(connection: Connection, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    statement = select(_term.c.id, _term.c.name).where(_term.c.id.in_(sorted(ids)))
    return {row.id: row.name.removeprefix(_LANGUAGE_MARK) for row in connection.execute(statement)}
