"""Conditions on the address or the CTID of a node, as texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from opencredreg.query.analysis import fold
from opencredreg.query.matching import compares
from opencredreg.query.tree import IdText
from opencredreg.store.search.leaves import Fixed, NodeRows
from opencredreg.store.search.parts import Part
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import Sql, after, all_of, put, value

__all__ = ["having_identities", "having_identity"]


def having_identity(session: Session, condition: IdText) -> Part:
    """Nodes whose address or CTID compares with a text.

    CTIDs are indexed. Addresses are gone through, because only pieces of addresses come here: an address that is
    complete is looked up as a key.
    """
    text = fold(condition.text)
    if condition.field == "ctid" and condition.match in ("exact", "starts"):
        return _by_ctid(session, _compared(session, condition, "{}.resource_ctid", text))
    column = _column(condition)
    found = Sql("1 = 0")
    if condition.match != "fuzzy":
        found = _compared(session, condition, f"lower(n.{column})", text)
    return _gone_through(
        session,
        column,
        found,
        lambda own: compares(own, condition.match, text),
        is_sure=condition.match != "fuzzy",
    )


def having_identities(session: Session, condition: IdText, texts: Iterable[str]) -> Part:
    """Nodes whose address or CTID is one of these texts; of the condition only the field counts."""
    wanted = {fold(text) for text in texts}
    if condition.field == "ctid":
        return _by_ctid(session, session.is_text_among("{}.resource_ctid", sorted(wanted)))
    column = _column(condition)
    found = session.is_text_among(f"lower(n.{column})", sorted(wanted))
    return _gone_through(session, column, found, lambda own: fold(own) in wanted)


def _column(condition: IdText) -> str:
    return "uri" if condition.field == "uri" else "resource_ctid"


def _by_ctid(session: Session, condition: Sql) -> Part:
    own = Sql(f"{{}}.community_id = {session.community_id} AND {{}}.resource_ctid IS NOT NULL")
    return NodeRows(session, all_of([own, condition]))


def _gone_through(
    session: Session, column: str, found: Sql, judge: Callable[[str], bool], *, is_sure: bool = True
) -> Part:
    """The nodes that the database finds, and of those that it cannot judge alone the ones that are right."""
    # What is written in ASCII without blanks is folded by its letter case alone; the rest is judged one by one.
    size = f"length(CAST(n.{column} AS BLOB))" if session.is_sqlite else f"octet_length(n.{column})"
    is_odd = f"({size} <> length(n.{column}) OR n.{column} LIKE '% %')" if is_sure else "1 = 1"
    statement = put(
        "SELECT n.id, n.{}, CASE WHEN {} THEN 1 ELSE 0 END FROM node n"
        " WHERE n.community_id = {} AND n.{} IS NOT NULL AND ({} OR {})",
        column,
        is_odd,
        session.community_id,
        column,
        found,
        is_odd,
    )
    ids = []
    for number, own_text, must_be_judged in session.rows(statement):
        session.check_time()
        if not must_be_judged or judge(own_text):
            ids.append(number)
    return Fixed(session, sorted(ids))


def _compared(session: Session, condition: IdText, column: str, text: str) -> Sql:
    match condition.match:
        case "exact":
            return put("{} = {}", column, value(text))
        case "starts" if text:
            ordered = session.bytewise(column)
            return put("{} >= {} AND {} < {}", ordered, value(text), ordered, value(after(text)))
        case "ends" if text:
            last = "substr({}, -{}) = {}" if session.is_sqlite else "right({}, {}) = {}"
            return put(last, column, len(text), value(text))
        case "contains" if text:
            return session.holds(column, value(text))
        case _:
            return Sql("1 = 1")
