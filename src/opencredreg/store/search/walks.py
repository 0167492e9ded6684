"""Pages found by walking: the results are gone through in their order, by an index, until the page is full.

That is the way when so much matches that sorting it would cost more. What is walked through is tested one by one, so
it is never the way to find few among many; who asks here has counted the results.
"""

from __future__ import annotations

from opencredreg.query.tree import Search
from opencredreg.store.search.order import build_rank
from opencredreg.store.search.parts import Part
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import Sql, all_of, put

__all__ = ["find_page", "step_cost"]

_STEP_COSTS = {"updated": 1.5, "created": 3.0}
_TEXT_STEP_COST = 12.0


def step_cost(session: Session, search: Search) -> float | None:
    """What looking at one result on the way costs; ``None`` where there is no index to walk by."""
    by = search.sort.by
    if by in _STEP_COSTS:
        return _STEP_COSTS[by]
    property_id = session.term(by)
    if property_id is None or _has_numbers(session, property_id):
        return None
    texts = session.counted(put("SELECT id FROM literal l WHERE l.property_id = {}", property_id))
    # Where few have a value, the walk would end before the page is full.
    return _TEXT_STEP_COST if texts >= min(session.result_count(), 20_000.0) else None


def find_page(
    session: Session, wanted: Part, is_result: Sql, search: Search, steps: float
) -> list[int] | None:
    """The page; ``None`` when the walk ended before it, among the results that have no value to sort by.

    Args:
        session: what is asked.
        wanted: what the results satisfy.
        is_result: whether a node ``n`` is one.
        search: the order, and which part of it.
        steps: how many nodes will be looked at, roughly.
    """
    conditions = all_of([is_result, wanted.test("n.id", steps)])
    if search.sort.by == "updated":
        return _by_updated(session, conditions, search)
    if search.sort.by == "created":
        return _by_created(session, conditions, search)
    return _by_text(session, conditions, search)


def _by_updated(session: Session, conditions: Sql, search: Search) -> list[int]:
    table = "node n INDEXED BY ix_node_newest" if session.is_sqlite else "node n"
    return _ids(session, put("SELECT n.id FROM {} WHERE {}", table, conditions), "n.published_at {}", search)


def _by_created(session: Session, conditions: Sql, search: Search) -> list[int]:
    tables = "envelope e JOIN node n ON n.envelope_id = e.id"
    if session.is_sqlite:
        tables = (
            "envelope e INDEXED BY ix_envelope_newest"
            " CROSS JOIN node n INDEXED BY ix_node_envelope ON n.envelope_id = e.id"
        )
    own = f"e.community_id = {session.community_id}"
    select = put("SELECT n.id FROM {} WHERE {} AND {}", tables, own, conditions)
    return _ids(session, select, "e.created_at {}", search)


def _by_text(session: Session, conditions: Sql, search: Search) -> list[int] | None:
    property_id = session.term(search.sort.by)
    own, other = session.bytewise("l.folded"), session.bytewise("b.folded")
    rank, other_rank = build_rank(session, "l"), build_rank(session, "b")
    # A node has its place by one of its values; there it is met, and at all others it is passed.
    better = (
        f"SELECT 1 FROM literal b WHERE {session.is_of('b', 'n.id')} AND b.property_id + 0 = {property_id}"
        f" AND b.folded <> '' AND ({other_rank} < {rank} OR ({other_rank} = {rank}"
        f" AND ({other} < {own} OR (b.folded = l.folded AND b.id < l.id))))"
    )
    beginning = session.beginning("l")
    node = session.node_of("l")
    tables = f"literal l JOIN node n ON n.id = {node}"
    if session.is_sqlite:
        tables = f"literal l INDEXED BY ix_literal_folded CROSS JOIN node n ON n.id = {node}"
    select = put(
        "SELECT n.id FROM {} WHERE l.property_id = {} AND {} > '' AND {} AND NOT {}",
        tables,
        property_id or 0,
        beginning,
        conditions,
        session.exists(Sql(better)),
    )
    found = _ids(session, select, f"{beginning} {{}}, {own} {{}}", search)
    return found if len(found) == search.take else None


def _ids(session: Session, select: Sql, order: str, search: Search) -> list[int]:
    direction = "DESC" if search.sort.descending else "ASC"
    statement = put(
        "{} ORDER BY {}, {}, {} LIMIT {} OFFSET {}",
        select,
        order.replace("{}", direction),
        session.bytewise("n.resource_ctid"),
        session.bytewise("n.key"),
        search.take,
        search.skip,
    )
    return [row[0] for row in session.rows(statement)]


def _has_numbers(session: Session, property_id: int) -> bool:
    statement = put(
        "SELECT 1 FROM literal WHERE property_id = {} AND number IS NOT NULL LIMIT 1", property_id
    )
    return bool(session.rows(statement))
