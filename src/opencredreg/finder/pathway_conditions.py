"""The conditions of the parts of a pathway as a page says them: how many of what, and which comparisons.

Source: ``ctdl-vocabulary.md`` section 9.4 (count rule, constraints, logical operator).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, is_address
from opencredreg.meaning.constraints import Constraint
from opencredreg.meaning.judging import ConditionState
from opencredreg.meaning.pathway_parts import ComponentCondition, all_conditions
from opencredreg.meaning.truth import Truth

__all__ = ["Comparison", "Condition", "Side", "Source", "Tally", "Target", "read_conditions", "uris_of"]

_RULES: Mapping[str, Literal["all", "some", "exactly"]] = {"And": "all", "Or": "some", "OnlyOne": "exactly"}


class Tally(msgspec.Struct, frozen=True):
    """How many of ``total`` things have to be: all, at least ``number``, or exactly ``number``."""

    rule: Literal["all", "some", "exactly"]
    number: int
    total: int


class Target(msgspec.Struct, frozen=True):
    """What a condition asks for. ``key`` is that of a part of the pathway, "" for other things."""

    key: str
    reference: Reference


class Source(msgspec.Struct, frozen=True):
    """What a comparison reads: a term of the vocabulary, another thing, or a value as it stands."""

    term: str = ""
    reference: Reference | None = None
    value: Any = None


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison: what is done with the sources (``Sum``, ``AnyOf``, ... or "")."""

    action: str
    sources: tuple[Source, ...]


class Comparison(msgspec.Struct, frozen=True):
    """A constraint. ``comparator`` is ``EQ``, ``GTEQ`` and so on; ``state`` is ``None`` where nobody asked."""

    comparator: str
    left: Side
    right: Side
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    state: Truth | None = None


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be done.

    ``tally`` counts the targets, and the inner conditions with them unless ``tie`` says how these and the
    comparisons belong together. ``comparing`` counts the comparisons where not all of them have to hold.
    """

    path: str
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    targets: tuple[Target, ...] = ()
    conditions: tuple[Condition, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    tally: Tally | None = None
    tie: Tally | None = None
    comparing: Tally | None = None
    state: Truth | None = None
    still_needed: int = 0
    is_impossible: bool = False


def uris_of(conditions: Iterable[ComponentCondition]) -> Iterator[str]:
    """Everything that conditions refer to."""
    for condition in all_conditions(list(conditions)):
        yield from condition.targets
        for constraint in condition.constraints:
            sources = (*constraint.left, *constraint.right)
            yield from (one for one in sources if isinstance(one, str) and is_address(one))


def read_conditions(
    look: Look,
    conditions: Sequence[ComponentCondition],
    parts: Mapping[str, Any],
    states: Sequence[ConditionState] | None = None,
) -> tuple[Condition, ...]:
    """Conditions with what they refer to.

    Args:
        look: has learned what the conditions refer to.
        conditions: as ``meaning`` has read them.
        parts: the keys that are parts of the pathway.
        states: of the conditions, where somebody asked how far they are.
    """
    known = states if states is not None else [None] * len(conditions)
    return tuple(_condition(look, one, parts, state) for one, state in zip(conditions, known, strict=True))


def _condition(
    look: Look, condition: ComponentCondition, parts: Mapping[str, Any], state: ConditionState | None
) -> Condition:
    tally, tie = _tallies(condition)
    truths: Sequence[Truth | None] = state.constraints if state else [None] * len(condition.constraints)
    return Condition(
        path=condition.path,
        names=condition.names,
        about=condition.texts,
        targets=tuple(Target(key if key in parts else "", look.book.to(key)) for key in condition.targets),
        conditions=read_conditions(look, condition.conditions, parts, state.conditions if state else None),
        comparisons=tuple(
            _comparison(look, one, truth) for one, truth in zip(condition.constraints, truths, strict=True)
        ),
        tally=tally,
        tie=tie,
        comparing=_counted(condition.required_constraints, len(condition.constraints))
        if condition.required_constraints is not None
        else None,
        state=state.state if state else None,
        still_needed=state.still_needed if state else 0,
        is_impossible=condition.is_impossible,
    )


def _tallies(condition: ComponentCondition) -> tuple[Tally | None, Tally | None]:
    targets, inner = len(condition.targets), len(condition.conditions)
    rule = _RULES.get(condition.operator)
    if rule is None:
        return _counted(condition.required, targets + inner), None
    tied = inner + (len(condition.constraints) if condition.required_constraints is None else 1)
    tied = inner if not condition.constraints else tied
    if not tied and condition.required is None:
        return _ruled(rule, targets), None
    counts_inner = not targets and condition.required is not None
    return _counted(condition.required, inner if counts_inner else targets), _ruled(rule, tied)


def _counted(required: int | None, total: int) -> Tally | None:
    if not total:
        return None
    return Tally("all", total, total) if required in (None, total) else Tally("some", required or 0, total)


def _ruled(rule: Literal["all", "some", "exactly"], total: int) -> Tally | None:
    if not total:
        return None
    return Tally("all", total, total) if rule == "all" or total == 1 else Tally(rule, 1, total)


def _comparison(look: Look, constraint: Constraint, state: Truth | None) -> Comparison:
    return Comparison(
        comparator=constraint.comparator,
        left=Side(constraint.left_action, tuple(_source(look, one) for one in constraint.left)),
        right=Side(constraint.right_action, tuple(_source(look, one) for one in constraint.right)),
        names=constraint.names,
        about=constraint.texts,
        state=state,
    )


def _source(look: Look, value: Any) -> Source:
    if not isinstance(value, str):
        return Source(value=value)
    term = look.vocabulary.normalize_term(value)
    if look.vocabulary.is_known(term):
        return Source(term=term)
    return Source(reference=look.book.to(value)) if is_address(value) else Source(value=value)
