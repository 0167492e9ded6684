"""Sorting by relevance: the candidates' own values are read and judged as everywhere else.

Judging a candidate takes about a tenth of a millisecond, so there is a bound (:data:`MOST_SCORED`). Of more results
than that, those are judged that stand to gain most: with a value that is the text, then with one that has it as a
phrase, then with one that has all its words. The others follow behind them in the order of their CTIDs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opencredreg.query.analysis import fold
from opencredreg.query.relevance import DIGITS, TextCondition, score, text_conditions
from opencredreg.query.tree import And, Expression, LiteralText, Or, Search, Words
from opencredreg.store.search.engine import Found
from opencredreg.store.search.leaves import Fixed, of_property
from opencredreg.store.search.plan import plan_results
from opencredreg.store.search.results import Results
from opencredreg.store.search.session import MANY, Session
from opencredreg.store.search.sql import TRUE, Sql, any_of, put
from opencredreg.store.search.texts import answers_of
from opencredreg.store.search.tokens import VALUE_COLUMNS, candidates, stands_in, value_of
from opencredreg.store.search.words import some

__all__ = ["MOST_SCORED", "find_best"]

MOST_SCORED = 1_000
"""Up to so many results are in the exact order of their relevance."""


_WALKED = 40
"""The text index is walked through where it has no more than so many answers for each of the nodes."""


def find_best(session: Session, search: Search, ids: Sequence[int]) -> Found:
    """One page of results, the best first; ties by CTID. ``ids`` are all results, which the session keeps."""
    conditions = text_conditions(search.expression)
    chosen: Sequence[int] = ()
    if conditions and search.take > 0:
        is_few = len(ids) <= MOST_SCORED
        chosen = ids if is_few else _most_promising(session, search.expression, conditions)
    scores = _scores(session, conditions, chosen)
    page = _page(session, search, ids, scores) if search.take > 0 else []
    scores.update(_scores(session, conditions, [number for number in page if number not in scores]))
    total = len(ids) if search.with_total else None
    return Found(page, total, [scores[number] for number in page])


def _page(session: Session, search: Search, ids: Sequence[int], scores: dict[int, float]) -> list[int]:
    """The page of all results: those with scores first, then the others."""
    last = search.skip + search.take
    page: list[int] = []
    if search.skip < len(scores):
        # Whatever scores less than the last one of the page has no place before it.
        least = sorted(scores.values(), reverse=True)[:last][-1]
        able = [number for number, found in scores.items() if found >= least]
        ranked = sorted(_by_ctid(session, able, len(able)), key=lambda number: -scores[number])
        page = ranked[search.skip : last]
    if last > len(scores) and len(ids) > len(scores):
        others = [number for number in ids if number not in scores]
        further = max(search.skip - len(scores), 0)
        page += _by_ctid(session, others, search.take - len(page), further)
    return page


def _by_ctid(session: Session, ids: Sequence[int], take: int, skip: int = 0) -> list[int]:
    statement = put(
        "SELECT n.id FROM {} ORDER BY {}, {} LIMIT {} OFFSET {}",
        Results(session, Fixed(session, ids)).source,
        session.bytewise("n.resource_ctid"),
        session.bytewise("n.key"),
        take,
        skip,
    )
    return [row[0] for row in session.rows(statement)]


def _most_promising(
    session: Session, expression: Expression, conditions: Sequence[TextCondition]
) -> list[int]:
    chosen: dict[int, None] = {}
    for narrower in (_as_value, _as_phrase, _as_all_words):
        wanted = And((expression, Or(tuple(narrower(condition) for condition in conditions))))
        statement = put(
            "SELECT n.id FROM {} ORDER BY {} LIMIT {}",
            Results(session, plan_results(session, wanted)).source,
            session.bytewise("n.resource_ctid"),
            MOST_SCORED,
        )
        for row in session.rows(statement):
            if len(chosen) < MOST_SCORED:
                chosen[row[0]] = None
        if len(chosen) >= MOST_SCORED:
            break
    return list(chosen)


def _as_value(condition: TextCondition) -> Expression:
    return LiteralText(condition.property, "exact", condition.text.replace('"', " "), condition.languages)


def _as_phrase(condition: TextCondition) -> Expression:
    text = fold(condition.text).replace('"', " ")
    codes = isinstance(condition, Words) and condition.codes
    return Words(condition.property, f'"{text}"', "all", False, codes, condition.languages)


def _as_all_words(condition: TextCondition) -> Expression:
    codes = isinstance(condition, Words) and condition.codes
    return Words(condition.property, condition.text, "all", True, codes, condition.languages)


def _scores(session: Session, conditions: Sequence[TextCondition], ids: Iterable[int]) -> dict[int, float]:
    wanted = dict.fromkeys(ids)
    names = {session.term(condition.property): condition.property for condition in conditions}
    known = [number for number in names if number is not None]
    own = {name: [one for one in conditions if one.property == name] for name in names.values()}
    if not wanted or not known:
        return dict.fromkeys(wanted, 0.0)
    by_number = {number: own[name] for number, name in names.items() if number is not None}
    statement = _literals(session, by_number, list(wanted))
    scores = dict.fromkeys(wanted, 0.0)
    values: dict[tuple[int, int], set[tuple[Any, ...]]] = {}
    for node_id, *literal in session.rows(statement):
        values.setdefault((node_id, literal[0]), set()).add(tuple(literal))
    # A condition is about the values of one property, so scores by property add up to that of the node. Many things
    # have the same values, and their order changes nothing.
    known_scores: dict[frozenset[tuple[Any, ...]], float] = {}
    for (node_id, property_id), literals in values.items():
        about = frozenset(literals)
        if about not in known_scores:
            session.check_time()
            name = names[property_id]
            known_scores[about] = score(own[name], [value_of(session, name, *one) for one in literals])
        scores[node_id] += known_scores[about]
    return {number: round(found, DIGITS) for number, found in scores.items()}


def _literals(session: Session, conditions: Mapping[int, Sequence[TextCondition]], ids: Sequence[int]) -> Sql:
    """The literals of nodes that may satisfy a condition, by the number of their property.

    Most values of a result answer nothing, and the index knows it without judging them.
    """
    answers = answers_of(session, conditions)
    if answers:
        question = some(list(answers.values()))
        found = session.counted(candidates(session, question, session.alias("l"), TRUE))
        if found < min(_WALKED * len(ids), MANY):
            literal = session.alias("l")
            among = session.is_among(session.node_of("{}"), session.listed(ids))
            return candidates(session, question, literal, among, columns=VALUE_COLUMNS)
    tests = [
        put("{} AND {}", of_property(*about), stands_in(session, one))
        for about, one in (answers or {}).items()
    ]
    return put(
        "WITH c AS ({}) SELECT c.id, {} FROM {} WHERE {} AND {}",
        session.listed(ids),
        VALUE_COLUMNS.format("l"),
        session.with_literals("c", "l", "c.id"),
        of_property(*conditions).about("l"),
        any_of(tests).about("l") if answers is not None else TRUE,
    )
