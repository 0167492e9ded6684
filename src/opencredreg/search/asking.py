"""Running one search and gathering everything that its answer shows, all of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from opencredreg import clock
from opencredreg.query.ctdl_language import ParsedQuery, parse_query
from opencredreg.query.tree import Expression, Search
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.cursors import FIRST, Cursor, Page, first_page, next_page, parse_cursor
from opencredreg.search.engines import engine_of
from opencredreg.search.explain import Explanation, explain
from opencredreg.search.facets import Facet, FacetCounting, FacetValue
from opencredreg.search.hits import Hit, Record, load_hits, load_records
from opencredreg.store.search.engine import Engine

__all__ = ["Answer", "Question", "ask", "ask_on", "read_query"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be found. ``cursor``: ``None`` for a plain page, ``*`` for the first page of a walk.

    ``apart``: facets that are counted over the results of another expression (``facets.FacetCounting``).
    """

    community: Community
    parsed: ParsedQuery
    search: Search
    at: int
    cursor: str | None = None
    explain: bool = False
    with_records: bool = False
    facets: Mapping[str, Facet] = {}
    apart: Mapping[str, Expression] = {}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. ``records`` by number of the envelope; ``scores`` by number of the node."""

    hits: list[Hit]
    total: int | None
    scores: Mapping[int, float]
    cursor: Cursor | None = None
    records: Mapping[int, Record] = {}
    explanation: Explanation | None = None
    facets: Mapping[str, list[FacetValue]] = {}


def read_query(node: Node, query: Any, cursor: str | None) -> tuple[ParsedQuery, int]:
    """Read a query, and tell the time that its dates are counted from: that of the first page of a walk.

    Raises:
        QueryInvalid: it cannot be run.
        InvalidInput: the cursor is none of ours.
    """
    at = parse_cursor(cursor).at if cursor and cursor != FIRST else int(clock.now())
    return parse_query(query, node.vocabulary, now=at), at


def ask(node: Node, question: Question) -> Answer:
    """Answer a question.

    Raises:
        InvalidInput, Conflict: the cursor does not fit, or can go on no longer.
        Unavailable: the time for an answer is over.
    """
    with node.database.read(snapshot=True) as connection:
        return ask_on(node, connection, question)


def ask_on(node: Node, connection: Connection, question: Question) -> Answer:
    """As ``ask``, on a connection that sees one moment only."""
    engine = engine_of(node)
    search, community_id = question.search, question.community.id
    inquiry = engine.inquire(connection, community_id, search.visibility)
    facets: Mapping[str, list[FacetValue]] = {}
    if question.facets:
        # A plain page is found among the results that were counted.
        counting = FacetCounting(node, connection, community_id, search.visibility, inquiry)
        listed = counting.list_values(search.expression, question.facets, apart=question.apart)
        facets = {name: found.values for name, found in listed.items()}
    if question.cursor is None:
        found = inquiry.run(search)
        page = Page(
            ids=found.ids, total=found.total, scores=dict(zip(found.ids, found.scores or (), strict=False))
        )
    else:
        page = _page_of_walk(node, connection, engine, question, question.cursor)
    hits = load_hits(connection, page.ids)
    explanation = None
    if question.explain:
        explanation = explain(
            connection,
            engine,
            question.community.id,
            question.parsed,
            question.search.visibility,
            node.vocabulary,
        )
    records: Mapping[int, Record] = {}
    if question.with_records:
        records = load_records(connection, (hit.envelope_id for hit in hits))
    return Answer(
        hits=hits,
        total=page.total,
        scores=page.scores,
        cursor=page.cursor,
        records=records,
        explanation=explanation,
        facets=facets,
    )


def _page_of_walk(
    node: Node, connection: Connection, engine: Engine, question: Question, cursor: str
) -> Page:
    search, community_id = question.search, question.community.id
    if cursor == FIRST:
        return first_page(connection, engine, community_id, search, question.at)
    return next_page(node, connection, engine, community_id, search, parse_cursor(cursor))
