"""Putting expressions together: the same meaning in fewer parts.

Source: ``search.md`` section 15 (sets of nodes). Every function keeps the meaning exactly.
"""

from __future__ import annotations

from collections.abc import Iterable

from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    KeyIn,
    Link,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
)

__all__ = ["all_of", "any_of", "none_of"]


def all_of(parts: Iterable[Expression]) -> Expression:
    """All parts hold. Of no parts, every node.

    >>> all_of([Every()]), all_of([KeyIn(("a",)), And((Every(), Nothing()))])
    (Every(), Nothing())
    """
    flat: dict[Expression, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, And) else (part,)))
    flat.pop(Every(), None)
    if Nothing() in flat:
        return Nothing()
    if not flat:
        return Every()
    return next(iter(flat)) if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Expression]) -> Expression:
    """At least one part holds. Of no parts, no node.

    Lists of names become one list, and links by one property one link: to any of their targets.

    >>> any_of([KeyIn(("b",)), KeyIn(("a",))])
    KeyIn(keys=('a', 'b'))
    """
    flat: dict[Expression, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, Or) else (part,)))
    flat.pop(Nothing(), None)
    if Every() in flat:
        return Every()
    merged = _merged(flat)
    if not merged:
        return Nothing()
    return merged[0] if len(merged) == 1 else Or(tuple(merged))


def none_of(parts: Iterable[Expression]) -> Expression:
    """No part holds: the complement of :func:`any_of`."""
    whole = any_of(parts)
    if isinstance(whole, Not):
        return whole.part
    if isinstance(whole, Every):
        return Nothing()
    return Every() if isinstance(whole, Nothing) else Not(whole)


def _merged(parts: Iterable[Expression]) -> list[Expression]:
    groups: dict[object, list[Expression]] = {}
    for part in parts:
        groups.setdefault(_kin(part), []).append(part)
    return [_one(group) if len(group) > 1 else group[0] for group in groups.values()]


def _kin(part: Expression) -> object:
    """Parts with equal kin can be said in one; others are their own kin."""
    if isinstance(part, KeyIn | ClassIn | PublishType):
        return type(part)
    if isinstance(part, RecordOf) and part.ctids:
        return (RecordOf, part.field)
    if isinstance(part, Link):
        return (Link, part.property, part.reverse)
    return part


def _one(group: list[Expression]) -> Expression:
    first = group[0]
    if isinstance(first, KeyIn):
        return KeyIn(_union(part.keys for part in group if isinstance(part, KeyIn)))
    if isinstance(first, ClassIn):
        return ClassIn(_union(part.classes for part in group if isinstance(part, ClassIn)))
    if isinstance(first, PublishType):
        return PublishType(_union(part.types for part in group if isinstance(part, PublishType)))
    if isinstance(first, RecordOf):
        return RecordOf(first.field, _union(part.ctids for part in group if isinstance(part, RecordOf)))
    if isinstance(first, Link):
        targets = any_of(part.target for part in group if isinstance(part, Link))
        return Link(first.property, targets, first.reverse)
    return first


def _union(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for group in names for name in group}))
