"""Where a competency or a concept stands: what is above, beside and below it in its framework or scheme.

Only its surroundings are read, by the index: the whole may have ten thousand members.

Source: ``ctdl-vocabulary.md`` sections 6.11, 6.12 and 9.7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec

from opencredreg.finder.index import Entry, Index
from opencredreg.finder.outline import Knot
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Value
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.tree import Line, to_lines
from opencredreg.finder.whole import HAS_CHILD, HAS_TOP, IS_CHILD, IS_TOP, PART_OF, order_members
from opencredreg.finder.written import unshown_uris, written_out
from opencredreg.jsonld.values import key_of, references_of

__all__ = ["STANDING_TERMS", "Standing", "Surroundings", "ancestors_of", "read_standing"]

_MEMBERS: Final = ("ceasn:Competency", "skos:Concept", "asn:ProgressionLevel")
STANDING_TERMS: Final = (*PART_OF, *IS_TOP, *IS_CHILD, *HAS_CHILD)
"""The properties whose values say where something stands."""

_LEVELS: Final = 12
_MOST_ABOVE: Final = 500
_MOST_BESIDE: Final = 1_500
_SHOWN: Final = 100


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a member stands.

    ``wholes`` are the frameworks or schemes that it belongs to, the first of them the one of ``trail``, which leads
    from the top to what stands directly above. ``others_above`` are further parents. ``number`` of ``siblings`` says
    where it stands in its row, both 0 if that is not known; ``more_below`` are children beyond those shown.
    ``also_named`` is what the data name besides, ``written`` what stands inside of these properties.
    """

    wholes: tuple[Reference, ...]
    trail: tuple[Line, ...] = ()
    others_above: tuple[Reference, ...] = ()
    number: int = 0
    siblings: int = 0
    before: Line | None = None
    after: Line | None = None
    below: tuple[Line, ...] = ()
    more_below: int = 0
    missing_below: tuple[Reference, ...] = ()
    also_named: tuple[Reference, ...] = ()
    written: tuple[Value, ...] = ()


class Surroundings(msgspec.Struct, frozen=True):
    """By number, what stands directly above some things, at any height, and the wholes they belong to."""

    above: Mapping[int, tuple[int, ...]]
    wholes: Mapping[int, tuple[int, ...]]


def read_standing(subject: Subject) -> Standing | None:
    """Where a competency, concept or level stands; ``None`` for other things and for what stands alone."""
    if not subject.is_a(*_MEMBERS):
        return None
    look, me = subject.look, subject.held.id
    index = Index(look)
    around = ancestors_of(index, [me])
    down = _below(index, [me])[me]
    beside = _beside(index, me, around)
    trail = _trail(me, around.above)
    parents = around.above.get(me, ())
    wholes = around.wholes.get(trail[0] if trail else me) or around.wholes.get(me, ())
    wholes = tuple(dict.fromkeys((*wholes, *around.wholes.get(me, ()))))
    entries = index.entries({me, *trail, *parents, *wholes, *down, *beside})
    children = _in_order(look, index, {me: subject.held.value}, entries, down, me)
    tops = _values(look, (parents[0],) if parents else wholes[:1])
    row = _in_order(look, index, tops, entries, beside, parents[0] if parents else 0)
    mine = row.index(subject.held.key) if subject.held.key in row else -1
    neighbours = [row[at] if 0 <= at < len(row) and mine >= 0 else "" for at in (mine - 1, mine + 1)]
    members = {entry.key: entry for entry in entries.values()}
    written = _lines(look, members, [*(entries[one].key for one in trail if one in entries), *neighbours])
    missing = [entries[one].key for one in down if one in entries and not entries[one].is_here]
    placed = [one for one in trail if one in entries and entries[one].key in written]
    shown = {entries[one].key for one in (*wholes, *parents, *down, *placed) if one in entries}
    also = unshown_uris(subject, STANDING_TERMS, {*shown, subject.held.key})
    found = Standing(
        wholes=_references(look, entries, wholes),
        trail=tuple(written[entries[one].key] for one in placed),
        others_above=_references(look, entries, [one for one in parents if one not in placed]),
        number=mine + 1,
        siblings=len(row) if mine >= 0 else 0,
        before=written.get(neighbours[0]),
        after=written.get(neighbours[1]),
        below=tuple(_lines(look, members, children[:_SHOWN]).values()),
        more_below=max(0, len(children) - _SHOWN),
        missing_below=look.book.all_to(missing[:_SHOWN]),
        also_named=look.book.all_to(also[:_SHOWN]),
        written=written_out(subject, STANDING_TERMS),
    )
    has_something = found.wholes or found.trail or found.below or found.missing_below or found.also_named
    return found if has_something else None


def ancestors_of(index: Index, ids: Collection[int]) -> Surroundings:
    """What stands above some things, level by level: as they say and as those above say."""
    above: dict[int, dict[int, None]] = {}
    wholes: dict[int, dict[int, None]] = {}
    level = list(dict.fromkeys(ids))
    seen = set(level)
    for _ in range(_LEVELS):
        if not level:
            break
        own = index.links_from(level, (*IS_CHILD, *IS_TOP, *PART_OF))
        others = index.links_to(level, (*HAS_CHILD, *HAS_TOP), _MOST_ABOVE * 4)
        for link in own:
            (above if link.term in IS_CHILD else wholes).setdefault(link.source, {})[link.target] = None
        for link in others:
            (above if link.term in HAS_CHILD else wholes).setdefault(link.target, {})[link.source] = None
        found = dict.fromkeys(one for member in level for one in above.get(member, ()) if one not in seen)
        level = list(found)[: max(0, _MOST_ABOVE + len(ids) - len(seen))]
        seen.update(level)
    return Surroundings(
        {member: tuple(sorted(one for one in found if one != member)) for member, found in above.items()},
        {member: tuple(found) for member, found in wholes.items()},
    )


def _below(index: Index, ids: Collection[int]) -> dict[int, dict[int, None]]:
    found: dict[int, dict[int, None]] = {one: {} for one in ids}
    for link in index.links_from(ids, HAS_CHILD):
        found[link.source][link.target] = None
    for link in index.links_to(ids, IS_CHILD):
        found[link.target][link.source] = None
    return {up: {one: None for one in down if one != up} for up, down in found.items()}


def _beside(index: Index, me: int, around: Surroundings) -> dict[int, None]:
    """The children of the first that stands above; at the top, the members above which nothing stands."""
    parents = around.above.get(me, ())
    if parents:
        return _below(index, parents[:1])[parents[0]]
    wholes = around.wholes.get(me, ())[:1]
    claiming = index.links_to(wholes, (*IS_TOP, *PART_OF), _MOST_BESIDE * 2 + 1)
    named = {link.target for link in index.links_from(wholes, HAS_TOP)}
    members = {link.source for link in claiming} | named
    if not wholes or len(members) > _MOST_BESIDE:
        return {}
    tops = named | {link.source for link in claiming if link.term in IS_TOP}
    placed = {link.source for link in index.links_from(members, IS_CHILD)}
    placed |= {link.target for link in index.links_from(members, HAS_CHILD) if link.target in members}
    return dict.fromkeys(sorted(tops | (members - placed)))


def _in_order(
    look: Look,
    index: Index,
    parents: Mapping[int, Mapping[str, object]],
    entries: Mapping[int, Entry],
    row: Iterable[int],
    parent: int,
) -> list[str]:
    """The keys of the things of a row, in the order in which they stand below their parent."""
    terms = HAS_CHILD if parent else HAS_TOP
    members = {one: entries[one] for one in row if one in entries and entries[one].is_here}
    written = {
        key_of(uri): at for value in parents.values() for at, uri in enumerate(references_of(value, *terms))
    }
    tops = {entry.key: written.get(entry.key, len(members)) for entry in members.values()}
    return list(order_members(look, index, members, (), tops).roots)


def _trail(me: int, above: Mapping[int, tuple[int, ...]]) -> list[int]:
    """From the top down to what stands directly above, by the first of the parents of each."""
    found: list[int] = []
    at = me
    while len(found) < _LEVELS:
        following = [one for one in above.get(at, ()) if one not in found and one != me]
        if not following:
            break
        at = following[0]
        found.append(at)
    return found[::-1]


def _lines(look: Look, members: Mapping[str, Entry], keys: Iterable[str]) -> dict[str, Line]:
    knots = [Knot(key) for key in dict.fromkeys(keys) if key in members and members[key].is_here]
    return {line.reference.key: line for line in to_lines(look, members, knots)}


def _values(look: Look, ids: Collection[int]) -> dict[int, Mapping[str, object]]:
    return {held.id: held.value for held in look.resources.load(list(ids))}


def _references(look: Look, entries: Mapping[int, Entry], ids: Iterable[int]) -> tuple[Reference, ...]:
    return look.book.all_to([entries[one].key for one in ids if one in entries])
