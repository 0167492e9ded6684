"""How a query was understood, how much each of its conditions finds, and where it became empty.

Source: ``search.md`` section 10.2; ``search-user-needs.md`` section 7 ("explain").
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.query.building import all_of
from opencredreg.query.ctdl_language import ParsedQuery, Understood
from opencredreg.query.reading import read_aloud
from opencredreg.query.tree import And, Expression, Link, Not, Visibility
from opencredreg.store.search.engine import Engine

__all__ = ["ConditionCount", "Explanation", "explain"]

_MOST_CONDITIONS = 60
"""So many conditions are counted; a longer query is explained by its first ones."""


class ConditionCount(msgspec.Struct, frozen=True, kw_only=True):
    """One condition: where it stands, what it says, how many results it has by itself.

    ``matches`` of a condition further inside counts the results that lead to something that meets it, whatever else
    is asked of that. ``matches_so_far`` counts what is left of the results when this condition is added to those
    before it; only conditions that all results must meet have it.
    """

    path: str
    reading: str
    hops: int
    matches: int | None
    matches_so_far: int | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a query means and does.

    ``emptied_by``: the condition after which nothing was left. ``plan``: the expression that the engine answers.
    """

    reading: str
    conditions: tuple[ConditionCount, ...]
    plan: str
    emptied_by: str | None = None


def explain(
    connection: Connection,
    engine: Engine,
    community_id: int,
    parsed: ParsedQuery,
    visibility: Visibility,
    vocabulary: Vocabulary,
) -> Explanation:
    """Explain a query. Every condition is counted, so this takes as long as running it several times.

    Raises:
        Unavailable: the time for an answer is over.
    """
    understood = parsed.reading[:_MOST_CONDITIONS]
    lifted = [_lifted(condition, parsed.reading) for condition in understood]
    steps = _steps(parsed.expression, understood)
    asked = [expression for expression in lifted if expression is not None]
    sums = [all_of(list(steps.values())[: place + 1]) for place in range(len(steps))]
    counts = iter(engine.counts(connection, community_id, [*asked, *sums], visibility))
    alone = [None if expression is None else next(counts) for expression in lifted]
    so_far = dict(zip(steps, counts, strict=True))
    conditions = tuple(
        ConditionCount(
            path=condition.path,
            reading=read_aloud(condition.expression, vocabulary),
            hops=condition.hops,
            matches=matches,
            matches_so_far=so_far.get(condition.path),
        )
        for condition, matches in zip(understood, alone, strict=True)
    )
    return Explanation(
        reading=read_aloud(parsed.expression, vocabulary),
        conditions=conditions,
        plan=msgspec.json.encode(parsed.expression).decode(),
        emptied_by=_emptied_by(conditions, so_far),
    )


def _steps(expression: Expression, understood: Sequence[Understood]) -> dict[str, Expression]:
    """The conditions that all results must meet, by path, in the order of the query."""
    parts = expression.parts if isinstance(expression, And) else (expression,)
    found: dict[str, Expression] = {}
    for part in parts:
        path = next((one.path for one in understood if one.hops == 0 and one.expression == part), None)
        if path is not None:
            found.setdefault(path, part)
    return found


def _lifted(condition: Understood, reading: Sequence[Understood]) -> Expression | None:
    """A condition on something further away as a condition on results: they lead there.

    ``None`` when the way there is no plain link, such as any one of several.
    """
    if condition.hops == 0:
        return condition.expression
    around = [
        other
        for other in reading
        if other.hops == condition.hops - 1 and condition.path.startswith(f"{other.path}/")
    ]
    if not around:
        return None
    outer = max(around, key=lambda other: len(other.path))
    link = outer.expression.part if isinstance(outer.expression, Not) else outer.expression
    if not isinstance(link, Link):
        return None
    reached = Link(link.property, condition.expression, link.reverse)
    return _lifted(Understood(outer.path, reached, outer.hops), reading)


def _emptied_by(conditions: Sequence[ConditionCount], so_far: dict[str, int]) -> str | None:
    """The condition that left nothing; of one that finds nothing by itself, the innermost such part."""
    first = next((path for path, count in so_far.items() if count == 0), None)
    if first is None:
        return None
    inner = [one.path for one in conditions if one.matches == 0 and one.path.startswith(f"{first}/")]
    return inner[-1] if inner else first
