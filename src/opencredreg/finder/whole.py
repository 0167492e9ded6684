"""All members of a framework, scheme or model below each other, by the index alone.

A framework may have ten thousand competencies; reading each of them for every page would take seconds.

Source: ``ctdl-vocabulary.md`` sections 6.11, 6.12 and 9.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from opencredreg.finder.index import Entry, Index, Link
from opencredreg.finder.resources import Held
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import key_of, references_of
from opencredreg.meaning.trees import Arrangement, Member, arrange

__all__ = ["HAS_CHILD", "HAS_TOP", "IS_CHILD", "IS_TOP", "PART_OF", "Whole", "order_members", "read_whole"]

HAS_TOP: Final = ("ceasn:hasTopChild", "skos:hasTopConcept")
IS_TOP: Final = ("ceasn:isTopChildOf", "skos:topConceptOf")
HAS_CHILD: Final = ("ceasn:hasChild", "skos:narrower")
IS_CHILD: Final = ("ceasn:isChildOf", "skos:broader")
PART_OF: Final = ("ceasn:isPartOf", "skos:inScheme", "ceasn:inProgressionModel")

_LIST_ID: Final = "ceasn:listID"
_CODES: Final = ("ceasn:codedNotation", "skos:notation")
_MOST_MEMBERS: Final = 20_000
_MOST_READ: Final = 500
_ROUNDS: Final = 40

_Kept = dict[tuple[int, tuple[str, ...]], "Whole"]
_kept: WeakKeyDictionary[Look, _Kept] = WeakKeyDictionary()
"""What several parts of one page ask for is read once; it is gone with the look."""


class Whole(msgspec.Struct, frozen=True):
    """The members by key, and how they stand below each other.

    ``unresolved`` are addresses of members that are named and that the registry does not hold.
    """

    members: Mapping[str, Entry]
    order: Arrangement
    unresolved: tuple[str, ...] = ()
    is_truncated: bool = False


def read_whole(look: Look, held: Held, tops: tuple[str, ...] = HAS_TOP) -> Whole:
    """The members of a thing: those that say so, those it names, and all that stand below them.

    Args:
        look: where they are looked up.
        held: the framework, scheme or model.
        tops: the properties under which it names members itself.
    """
    kept = _kept.setdefault(look, {})
    if (held.id, tops) not in kept:
        kept[held.id, tops] = _read_whole(look, held, tops)
    return kept[held.id, tops]


def _read_whole(look: Look, held: Held, tops: tuple[str, ...]) -> Whole:
    index = Index(look)
    named = {link.target for link in index.links_from([held.id], tops)}
    claiming = {link.source for link in index.links_to([held.id], (*PART_OF, *IS_TOP), _MOST_MEMBERS + 1)}
    ids: dict[int, None] = dict.fromkeys(sorted(claiming | named)[:_MOST_MEMBERS])
    links: list[Link] = []
    new = list(ids)
    for _ in range(_ROUNDS):
        links += (found := index.links_from(new, (*HAS_CHILD, *IS_CHILD)))
        new = [link.target for link in found if link.term in HAS_CHILD and link.target not in ids]
        new = list(dict.fromkeys(new))[: _MOST_MEMBERS - len(ids)]
        ids.update(dict.fromkeys(new))
        if not new:
            break
    entries = index.entries(ids)
    members = {entry.id: entry for entry in entries.values() if entry.is_here and entry.id != held.id}
    positions = {key_of(uri): at for at, uri in enumerate(references_of(held.value, *tops))}
    order = order_members(look, index, members, links, positions)
    missing = [entry.key for entry in entries.values() if not entry.is_here]
    return Whole(
        members={entry.key: entry for entry in members.values()},
        order=order,
        unresolved=tuple(missing),
        is_truncated=len(claiming) > _MOST_MEMBERS or len(ids) >= _MOST_MEMBERS,
    )


def order_members(
    look: Look,
    index: Index,
    members: Mapping[int, Entry],
    links: Iterable[Link],
    tops: Mapping[str, int],
) -> Arrangement:
    """Put members below each other by the links between them; links to others are passed over."""
    children: dict[int, set[int]] = {}
    for link in links:
        up, down = (link.source, link.target) if link.term in HAS_CHILD else (link.target, link.source)
        if up in members and down in members:
            children.setdefault(up, set()).add(down)
    list_ids, codes = _notations(index, members)
    written = _positions(look, members, children, list_ids)
    return arrange(
        [
            Member(entry.key, list_ids.get(entry.id, ""), codes.get(entry.id, ""), entry.at)
            for entry in members.values()
        ],
        {
            members[up].key: {
                members[one].key: written.get(up, {}).get(members[one].key, len(members)) for one in down
            }
            for up, down in children.items()
        },
        tops,
    )


def _notations(index: Index, members: Mapping[int, Entry]) -> tuple[dict[int, str], dict[int, str]]:
    list_ids: dict[int, str] = {}
    codes: dict[int, str] = {}
    for number, term, text in index.texts_of(members, (_LIST_ID, *_CODES)):
        (list_ids if term == _LIST_ID else codes).setdefault(number, text)
    return list_ids, codes


def _positions(
    look: Look, members: Mapping[int, Entry], children: Mapping[int, set[int]], list_ids: Mapping[int, str]
) -> dict[int, dict[str, int]]:
    """Where children stand in what their parents say: read only where it decides, as the index does not know."""
    unclear = [up for up, down in children.items() if sum(one not in list_ids for one in down) > 1]
    return {
        held.id: {key_of(uri): at for at, uri in enumerate(references_of(held.value, *HAS_CHILD))}
        for held in look.resources.load(unclear[:_MOST_READ])
        if held.id in members
    }
