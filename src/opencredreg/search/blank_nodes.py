"""Blank nodes as results of the simple search (``with_bnodes``).

The engine gives resources with a CTID only. Blank nodes are asked for seldom, so they are gone through: a condition is
answered for a set of candidates, and what is behind a link for the nodes that the candidates lead to. Single values are
judged by the functions that the engine uses.

Source: ``search.md`` section 2.2 (``with_bnodes``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.errors import InvalidInput
from opencredreg.query.matching import (
    Value,
    compares,
    has_duration,
    has_literal,
    has_number,
    has_text,
    has_words,
)
from opencredreg.query.tree import (
    And,
    ClassIn,
    DurationWithin,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Visibility,
    Words,
)
from opencredreg.search.hits import Record, load_records
from opencredreg.search.places import load_values
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.tables import METADATA

__all__ = ["find_blank_nodes"]

_node = METADATA.tables["node"]
_body = METADATA.tables["node_body"]
_link = METADATA.tables["link"]
_CHUNK = 2_000


def find_blank_nodes(
    connection: Connection, community_id: int, expression: Expression, visibility: Visibility
) -> list[int]:
    """The blank nodes of a community that satisfy an expression, in the order of their numbers."""
    conditions = [
        _node.c.community_id == community_id,
        _node.c.key >= "_:",
        _node.c.key < "_;",
        _node.c.envelope_id.is_not(None),
    ]
    if visibility != "include":
        conditions.append(_node.c.provisional.is_(visibility == "only"))
    statement = (
        select(_node.c.id).join(_body, _body.c.node_id == _node.c.id).where(*conditions).order_by(_node.c.id)
    )
    candidates = list(connection.execute(statement).scalars())
    judge = _Judge(connection, visibility)
    found: list[int] = []
    for start in range(0, len(candidates), _CHUNK):
        chunk = candidates[start : start + _CHUNK]
        kept = judge.satisfying(expression, set(chunk))
        found += [number for number in chunk if number in kept]
    return found


class _Judge:
    def __init__(self, connection: Connection, visibility: Visibility) -> None:
        self._connection = connection
        self._visibility = visibility

    def satisfying(self, expression: Expression, nodes: set[int]) -> set[int]:
        """Those of some nodes that satisfy an expression."""
        if not nodes:
            return set()
        match expression:
            case Every():
                return nodes
            case Nothing():
                return set()
            case And(parts):
                for part in parts:
                    nodes = self.satisfying(part, nodes)
                return nodes
            case Or(parts):
                found: set[int] = set()
                for part in parts:
                    found |= self.satisfying(part, nodes - found)
                return found
            case Not(part):
                return nodes - self.satisfying(part, nodes)
            case Link(name, target, reverse):
                return self._linked(nodes, name, target, reverse)
            case ClassIn(classes):
                return self._classed(classes, nodes)
            case KeyIn() | IdText():
                return self._named(expression, nodes)
            case HasLiteral() | Words() | LiteralText() | LiteralValue() | DurationWithin():
                return self._valued(expression, nodes)
            case RecordTime() | RecordOf() | PublishType():
                return self._recorded(expression, nodes)
            case _:
                raise InvalidInput("with_bnodes does not go together with this condition.")

    def _linked(self, nodes: set[int], name: str, target: Expression, reverse: bool) -> set[int]:
        number = find_terms(self._connection, [name]).get(name)
        here, there = (
            (_link.c.target_id, _link.c.source_id) if reverse else (_link.c.source_id, _link.c.target_id)
        )
        statement = select(here.label("here"), there.label("there")).where(
            _link.c.property_id == number, among(self._connection, here, nodes)
        )
        edges = [(row.here, row.there) for row in self._connection.execute(statement)]
        ends = self._visible({there for _, there in edges})
        kept = self.satisfying(target, ends)
        return {here for here, there in edges if there in kept}

    def _visible(self, nodes: set[int]) -> set[int]:
        if self._visibility != "exclude" or not nodes:
            return nodes
        hidden = select(_node.c.id).where(among(self._connection, _node.c.id, nodes), _node.c.provisional)
        return nodes - set(self._connection.execute(hidden).scalars())

    def _classed(self, classes: Sequence[str], nodes: set[int]) -> set[int]:
        numbers = find_terms(self._connection, classes).values()
        statement = select(_node.c.id).where(
            among(self._connection, _node.c.id, nodes), _node.c.class_id.in_(numbers)
        )
        found = set(self._connection.execute(statement).scalars())
        # A thing of several classes has the first as its own, and the others among its values.
        folded = {name.casefold() for name in classes}
        further = load_values(self._connection, sorted(nodes - found), ("@type",))
        return found | {number for number, own in further.items() if any(one.text in folded for one in own)}

    def _named(self, condition: KeyIn | IdText, nodes: set[int]) -> set[int]:
        statement = select(_node.c.id, _node.c.key, _node.c.uri, _node.c.resource_ctid).where(
            among(self._connection, _node.c.id, nodes)
        )
        rows = self._connection.execute(statement).all()
        if isinstance(condition, KeyIn):
            return {row.id for row in rows if row.key in condition.keys}
        field: Callable[..., str | None]
        field = (lambda row: row.uri) if condition.field == "uri" else (lambda row: row.resource_ctid)
        return {
            row.id
            for row in rows
            if (own := field(row)) is not None and compares(own, condition.match, condition.text)
        }

    def _valued(
        self, condition: HasLiteral | Words | LiteralText | LiteralValue | DurationWithin, nodes: set[int]
    ) -> set[int]:
        literals = load_values(self._connection, sorted(nodes), (condition.property,))
        return {number for number, own in literals.items() if any(_has(value, condition) for value in own)}

    def _recorded(self, condition: RecordTime | RecordOf | PublishType, nodes: set[int]) -> set[int]:
        statement = select(_node.c.id, _node.c.envelope_id).where(
            among(self._connection, _node.c.id, nodes), _node.c.envelope_id.is_not(None)
        )
        envelopes = {row.id: row.envelope_id for row in self._connection.execute(statement)}
        records = load_records(self._connection, envelopes.values())
        return {number for number, envelope in envelopes.items() if _is_of(records[envelope], condition)}


def _has(value: Value, condition: HasLiteral | Words | LiteralText | LiteralValue | DurationWithin) -> bool:
    if isinstance(condition, HasLiteral):
        return has_literal(value, condition)
    if isinstance(condition, Words):
        return has_words(value, condition)
    if isinstance(condition, LiteralText):
        return has_text(value, condition)
    if isinstance(condition, DurationWithin):
        return has_duration(value, condition)
    return has_number(value, condition)


def _is_of(record: Record, condition: RecordTime | RecordOf | PublishType) -> bool:
    if isinstance(condition, PublishType):
        return record.publish_type in condition.types
    if isinstance(condition, RecordOf):
        organization = record.owned_by if condition.field == "owner" else record.published_by
        return organization is not None and (not condition.ctids or organization in condition.ctids)
    at = record.created_at if condition.field == "created" else record.updated_at
    return (condition.low is None or at >= condition.low) and (condition.high is None or at <= condition.high)
