"""From an expression to the parts of a plan: names become numbers, and what cannot be falls away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from opencredreg.ids import is_blank
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
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Words,
)
from opencredreg.store.search.folding import Alike, all_together, any_together, conditions_of
from opencredreg.store.search.identity import having_identity
from opencredreg.store.search.leaves import Fixed, LiteralRows, NodeRows, RecordRows, Visible
from opencredreg.store.search.links import Linked, find_reached
from opencredreg.store.search.nearby import find_near
from opencredreg.store.search.parts import AllOf, AnyOf, Empty, Part, Unless, Whole
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import Sql, all_of, any_of, numbers, put, value
from opencredreg.store.search.texts import having_duration, having_literal, having_text, having_words
from opencredreg.store.search.together import having_any

__all__ = ["plan", "plan_results"]

_FEW_PARTS = 1


def plan_results(session: Session, expression: Expression) -> Part:
    """The plan of an expression whose results are asked for.

    Results that were read before take the place of the conditions that they all satisfy.
    """
    conditions = conditions_of(expression)
    satisfied, known = session.kept.narrowest(conditions)
    if not satisfied:
        return plan(session, expression, of_results=True)
    left = [plan(session, one, of_results=True) for one in conditions if one not in satisfied]
    return _all_of(session, [Fixed(session, known) if known else Empty(session), *left])


def plan(session: Session, expression: Expression, *, of_results: bool) -> Part:
    """The plan of an expression.

    Args:
        session: what is asked.
        expression: the condition.
        of_results: only nodes with a CTID will count, so that indexes of those alone may be used.
    """
    session.count_part()
    match expression:
        case Every():
            return Whole(session)
        case Nothing():
            return Empty(session)
        case And(parts):
            together = all_together(parts)
            return _all_of(session, [plan(session, part, of_results=of_results) for part in together])
        case Or(parts):
            return _any_of(session, [_one_way(session, part, of_results) for part in any_together(parts)])
        case Not(part):
            return _unless(session, plan(session, part, of_results=of_results))
        case ClassIn(classes):
            return _of_class(session, classes, of_results)
        case KeyIn(keys):
            return _having_keys(session, keys)
        case IdText():
            return having_identity(session, expression)
        case Link(name, target, reverse):
            return _linked(session, name, target, reverse)
        case LinkPath():
            return _reaching(session, expression)
        case RecordTime():
            return _at_time(session, expression, of_results)
        case RecordOf(field, ctids):
            return _of_organization(session, field, ctids)
        case PublishType(types):
            return RecordRows(session, session.is_text_among("{}.publish_type", types))
        case Near():
            return Fixed(session, find_near(session, expression))
        case HasLiteral() | Words() | LiteralText() | LiteralValue() | DurationWithin():
            return _having_literal(session, expression)
        case _:
            assert_never(expression)


def _one_way(session: Session, part: Expression | Alike, of_results: bool) -> Part:
    if isinstance(part, Alike):
        return having_any(session, part)
    return plan(session, part, of_results=of_results)


def _all_of(session: Session, parts: Sequence[Part]) -> Part:
    if any(isinstance(part, Empty) for part in parts):
        return Empty(session)
    kept = [part for part in parts if not isinstance(part, Whole)]
    if len(kept) > _FEW_PARTS:
        return AllOf(session, kept)
    return kept[0] if kept else Whole(session)


def _any_of(session: Session, parts: Sequence[Part]) -> Part:
    if any(isinstance(part, Whole) for part in parts):
        return Whole(session)
    kept = [part for part in parts if not isinstance(part, Empty)]
    if len(kept) > _FEW_PARTS:
        return AnyOf(session, kept)
    return kept[0] if kept else Empty(session)


def _unless(session: Session, part: Part) -> Part:
    if isinstance(part, Empty):
        return Whole(session)
    if isinstance(part, Unless):
        return part.part
    return Empty(session) if isinstance(part, Whole) else Unless(session, part)


def _of_class(session: Session, classes: Sequence[str], of_results: bool) -> Part:
    found = sorted(session.terms(classes).values())
    parts: list[Part] = []
    if found:
        condition = Sql(f"{{}}.class_id IN ({numbers(found)})")
        results = f"{{}}.community_id = {session.community_id} AND {{}}.resource_ctid IS NOT NULL"
        listing = all_of([Sql(results), condition]) if of_results else condition
        index = "ix_node_result" if of_results else ""
        parts.append(NodeRows(session, condition, listing=listing, result_index=index))
    # A thing of several classes has the first as its own, and the others among its values.
    further = session.term("@type")
    if further is not None:
        folded = [put("{} = {}", session.beginning("{}"), value(name.casefold()[:64])) for name in classes]
        parts.append(LiteralRows(session, further, any_of(folded)))
    return _any_of(session, parts)


def _having_keys(session: Session, keys: Sequence[str]) -> Part:
    named = [key for key in keys if not is_blank(key)]
    if not named:
        return Empty(session)
    among = session.is_text_among("n.key", named)
    rows = session.rows(
        put("SELECT n.id FROM node n WHERE n.community_id = {} AND {}", session.community_id, among)
    )
    return Fixed(session, sorted(row[0] for row in rows)) if rows else Empty(session)


def _linked(session: Session, name: str, target: Expression, reverse: bool) -> Part:
    property_id = session.term(name)
    if property_id is None:
        return Empty(session)
    end = _end_of_link(session, target)
    return end if isinstance(end, Empty) else Linked(session, property_id, end, reverse)


def _end_of_link(session: Session, target: Expression) -> Part:
    """The plan of what links lead to; several properties often lead to the same."""
    known = session.ends.get(target)
    if known is None:
        known = session.ends[target] = _shown(session, plan(session, target, of_results=False))
    return known


def _shown(session: Session, part: Part) -> Part:
    """The part, of nodes that are looked at."""
    return _all_of(session, [part, Visible(session)]) if session.hides else part


def _reaching(session: Session, expression: LinkPath) -> Part:
    chains = []
    for chain in expression.chains:
        steps = [(session.term(name), reverse) for name, reverse in chain]
        known = [(number, reverse) for number, reverse in steps if number is not None]
        if len(known) == len(steps):
            chains.append(known)
    target = _shown(session, plan(session, expression.target, of_results=False))
    if not chains or isinstance(target, Empty):
        return Empty(session)
    visible = Visible(session) if session.hides else None
    return Fixed(session, find_reached(session, chains, expression.depth, target, visible))


def _at_time(session: Session, expression: RecordTime, of_results: bool) -> Part:
    if expression.field == "created":
        return RecordRows(session, _between("{}.created_at", expression.low, expression.high))
    condition = _between("{}.published_at", expression.low, expression.high)
    if of_results:
        results = Sql(f"{{}}.community_id = {session.community_id} AND {{}}.resource_ctid IS NOT NULL")
        return NodeRows(
            session, condition, listing=all_of([results, condition]), result_index="ix_node_newest"
        )
    own = all_of([Sql(f"{{}}.community_id = {session.community_id}"), condition])
    return NodeRows(session, condition, listing=own, rows_cost=session.node_count())


def _between(column: str, low: float | None, high: float | None) -> Sql:
    bounds = [Sql(f"{column} IS NOT NULL")] if low is None and high is None else []
    if low is not None:
        bounds.append(put("{} >= {}", column, value(low)))
    if high is not None:
        bounds.append(put("{} <= {}", column, value(high)))
    return all_of(bounds)


def _of_organization(session: Session, field: str, ctids: Sequence[str]) -> Part:
    column = "owner_id" if field == "owner" else "publishing_organization_id"
    if not ctids:
        return RecordRows(session, Sql(f"{{}}.{column} IS NOT NULL"))
    among = session.is_text_among("organization_ctid", ctids)
    rows = session.rows(put("SELECT id FROM organization WHERE {}", among))
    if not rows:
        return Empty(session)
    return RecordRows(session, Sql(f"{{}}.{column} IN ({numbers(row[0] for row in rows)})"))


def _having_literal(
    session: Session, condition: HasLiteral | Words | LiteralText | LiteralValue | DurationWithin
) -> Part:
    property_id = session.term(condition.property)
    if property_id is None:
        return Empty(session)
    match condition:
        case HasLiteral():
            return having_literal(session, property_id, condition)
        case Words():
            return having_words(session, property_id, condition)
        case LiteralText():
            return having_text(session, property_id, condition)
        case LiteralValue(_, low, high):
            bounds = all_of([Sql("{}.number IS NOT NULL"), _between("{}.number", low, high)])
            return LiteralRows(session, property_id, bounds)
        case DurationWithin():
            return having_duration(session, property_id, condition)
        case _:
            assert_never(condition)
