"""Sorting by relevance: the candidates' own values are read and judged as everywhere else.

Judging a candidate takes about a tenth of a millisecond, so there is a bound (:data:`MOST_SCORED`). Of more results
than that, those are judged that stand to gain most: with a value that is the text, then with one that has it as a
phrase, then with one that has all its words. The others follow behind them in the order of their CTIDs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.analysis import fold
from opencredreg.query.matching import Value
from opencredreg.query.relevance import DIGITS, TextCondition, score, text_conditions
from opencredreg.query.tree import And, Expression, LiteralText, Or, Search, Words
from opencredreg.store.search.engine import Found
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import Sql, numbers, put

__all__ = ["MOST_SCORED", "find_best"]

MOST_SCORED = 1_000
"""Up to so many results are in the exact order of their relevance."""


def find_best(session: Session, search: Search, source_of: Callable[[Expression], Sql]) -> Found:
    """One page of results, the best first; ties by CTID.

    ``source_of`` gives what stands behind ``FROM`` for the results of an expression, with ``n`` for the node.
    """
    rows = session.rows(put("SELECT n.id, n.resource_ctid, n.key FROM {}", source_of(search.expression)))
    conditions = text_conditions(search.expression)
    scores: dict[int, float] = {}
    if conditions:
        chosen = [row[0] for row in rows]
        if len(rows) > MOST_SCORED:
            chosen = _most_promising(session, search.expression, conditions, source_of)
        scores = _scores(session, conditions, chosen)
    ranked = sorted(rows, key=lambda row: (-scores.get(row[0], -1.0), row[1], row[2]))
    page = [row[0] for row in ranked[search.skip : search.skip + search.take]] if search.take > 0 else []
    if conditions:
        scores.update(_scores(session, conditions, [number for number in page if number not in scores]))
    found = [scores.get(number, 0.0) for number in page]
    return Found(page, len(rows) if search.with_total else None, found)


def _most_promising(
    session: Session,
    expression: Expression,
    conditions: Sequence[TextCondition],
    source_of: Callable[[Expression], Sql],
) -> list[int]:
    chosen: dict[int, None] = {}
    for narrower in (_as_value, _as_phrase, _as_all_words):
        wanted = And((expression, Or(tuple(narrower(condition) for condition in conditions))))
        statement = put(
            "SELECT n.id FROM {} ORDER BY {} LIMIT {}",
            source_of(wanted),
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
    if not wanted or not known:
        return dict.fromkeys(wanted, 0.0)
    statement = put(
        "WITH c AS ({}) SELECT c.id, l.property_id, l.kind, l.language_id, l.folded FROM {}"
        " WHERE l.property_id + 0 IN ({})",
        session.listed(wanted),
        session.with_literals("c", "l", "c.id"),
        numbers(known),
    )
    own = {name: [one for one in conditions if one.property == name] for name in names.values()}
    scores = dict.fromkeys(wanted, 0.0)
    values: dict[tuple[int, int], set[tuple[Any, ...]]] = {}
    for node_id, property_id, *literal in session.rows(statement):
        values.setdefault((node_id, property_id), set()).add(tuple(literal))
    # A condition is about the values of one property, so scores by property add up to that of the node. Many things
    # have the same values, and their order changes nothing.
    known_scores: dict[tuple[int, frozenset[tuple[Any, ...]]], float] = {}
    for (node_id, property_id), literals in values.items():
        about = (property_id, frozenset(literals))
        if about not in known_scores:
            session.check_time()
            name = names[property_id]
            known_scores[about] = score(own[name], [_value(session, name, *one) for one in literals])
        scores[node_id] += known_scores[about]
    return {number: round(found, DIGITS) for number, found in scores.items()}


def _value(session: Session, name: str, kind: int, language_id: int | None, folded: str) -> Value:
    language = session.languages[language_id] if language_id is not None else ""
    return Value(name, LiteralKind(kind), language, folded)
