"""Conditions of one kind that stand side by side are asked as one: a list of ten thousand names is one look-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from opencredreg.query.analysis import fold
from opencredreg.query.building import any_of, none_of
from opencredreg.query.tree import (
    And,
    Expression,
    IdText,
    KeyIn,
    LiteralText,
    LiteralValue,
    Not,
    Nothing,
    Or,
    Words,
)

__all__ = ["Alike", "all_together", "any_together", "conditions_of"]

_MANY_UNWANTED = 16
"""Up to so many conditions that must not hold are each tested where it throws out most."""


class Alike(msgspec.Struct, frozen=True):
    """Several conditions of one kind, of which one look-up says whether any holds. There are at least two.

    Exact texts and single numbers differ in what they ask for, searches for words in that and in their property,
    and what is nearly one text in its property.
    """

    parts: tuple[Expression, ...]


def any_together(parts: Iterable[Expression]) -> list[Expression | Alike]:
    """The parts of an ``Or``, those that are alike together."""
    whole = any_of(_flat(parts))
    groups: dict[object, list[Expression]] = {}
    for part in whole.parts if isinstance(whole, Or) else (whole,):
        groups.setdefault(_likeness(part), []).append(part)
    return [group[0] if len(group) == 1 else Alike(tuple(group)) for group in groups.values()]


def all_together(parts: Iterable[Expression]) -> Sequence[Expression]:
    """The parts of an ``And``: many that must not hold as one, and nothing where a node would need two names."""
    flat: dict[Expression, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(all_together(part.parts) if isinstance(part, And) else (part,)))
    if _needs_two_names(flat):
        return (Nothing(),)
    unwanted = [part for part in flat if isinstance(part, Not)]
    if len(unwanted) <= _MANY_UNWANTED:
        return tuple(flat)
    kept = [part for part in flat if not isinstance(part, Not)]
    return (*kept, none_of(part.part for part in unwanted))


def conditions_of(expression: Expression) -> tuple[Expression, ...]:
    """The conditions that all have to hold for an expression, each once."""
    return tuple(all_together(expression.parts if isinstance(expression, And) else (expression,)))


def _flat(parts: Iterable[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, Or):
            yield from _flat(part.parts)
        else:
            yield part


def _likeness(part: Expression) -> object:
    """Parts that are equal in this are alike; others are like themselves only."""
    match part:
        case IdText(field, "exact", _):
            return (IdText, field)
        case LiteralText(name, "exact", _, languages):
            return (LiteralText, "exact", name, languages)
        case LiteralText(_, "fuzzy", text, languages):
            return (LiteralText, "fuzzy", text, languages)
        case Words(codes=False):
            return (Words, part.languages)
        case LiteralValue(name, low, high) if low is not None and low == high:
            return (LiteralValue, name)
        case _:
            return part


def _needs_two_names(parts: Iterable[Expression]) -> bool:
    keys: set[str] | None = None
    ctids = set()
    for part in parts:
        if isinstance(part, KeyIn):
            keys = set(part.keys) if keys is None else keys.intersection(part.keys)
        elif isinstance(part, IdText) and (part.field, part.match) == ("ctid", "exact"):
            ctids.add(fold(part.text))
    return len(ctids) > 1 or (keys is not None and not keys)
