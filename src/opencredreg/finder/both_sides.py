"""One relation between a resource and others, told from both ends: what it says itself and what others say of it.

Source: ``ctdl-vocabulary.md`` sections 7.2 and 9.11. A statement that only one side makes is normal and valid; who
makes it is part of what a reader wants to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import select

from opencredreg.finder.incoming import IncomingGroup, Source
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.resources import Held
from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import (
    Text,
    embedded_of,
    is_address,
    is_described,
    key_of,
    listed,
    names_of,
    reference_of,
    references_of,
)
from opencredreg.meaning.concepts import concepts_of
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["FIRST", "Condition", "Line", "Relation", "Side", "Stated", "read_relations"]

_node = METADATA.tables["node"]

FIRST = 10
"""So many are shown at once."""

MOST_OWN = 300
"""So many of what the resource itself names are listed at all; the data have the rest."""

_DEEPEST = 8
_MOST_CONDITIONS = 100
_ALIGNMENT = "ceterms:CredentialAlignmentObject"
_LEARNING = (
    "ceterms:targetCredential",
    "ceterms:targetAssessment",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetCompetency",
)
_WORK = ("ceterms:targetOccupation", "ceterms:targetJob", "ceterms:targetWorkRole", "ceterms:targetTask")

Stated = Literal["both", "here", "there"]
"""Who says so: both sides, only the resource that the page is about, or only the other one."""


class Side(NamedTuple):
    """What is asked for: properties of the resource itself, and the references of others that say the same.

    ``found_by`` are the properties by which a search finds all the others. Where ``ends`` are ``work``, only the
    occupations, jobs and the like count that the resource names in conditions; where they are ``rest``, all but
    these.
    """

    name: str
    own: tuple[str, ...]
    theirs: Sequence[IncomingGroup]
    found_by: tuple[str, ...] = ()
    ends: Literal["all", "work", "rest"] = "all"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One other thing. Without a ``reference`` it has only names or a code, as an entry of a foreign scheme may."""

    stated: Stated
    reference: Reference | None = None
    names: tuple[Text, ...] = ()
    code: str = ""
    scheme: tuple[Text, ...] = ()
    through: Reference | None = None


class Condition(msgspec.Struct, frozen=True):
    """What the resource says around a reference, in an object of its own."""

    names: tuple[Text, ...]
    statements: tuple[Statement, ...]


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """One relation.

    ``lines`` are the first ones, ``rest`` those further ones that the resource names itself, ``left_out`` how many
    it names beyond these. ``total`` counts the other things on both sides, each once; ``others`` those that refer
    to the resource, whom a search by ``found_by`` finds. ``is_mutual`` says that both sides have words for it, so
    that it tells something when only one of them uses them.
    """

    name: str
    lines: tuple[Line, ...]
    rest: tuple[Line, ...] = ()
    left_out: int = 0
    total: int = 0
    others: int = 0
    found_by: tuple[str, ...] = ()
    is_mutual: bool = False
    conditions: tuple[Condition, ...] = ()

    @property
    def has_more(self) -> bool:
        """Whether a search finds others that are not among the lines."""
        return self.total > len(self.lines) + len(self.rest) + self.left_out


class _Own(NamedTuple):
    """An end as the resource states it: an address, or the names of something without one."""

    uri: str
    line: Line


class _Plan(NamedTuple):
    side: Side
    own: list[_Own]
    profiles: list[Mapping[str, Any]]
    theirs: dict[int, Source]
    others: int


def read_relations(look: Look, value: Mapping[str, Any], sides: Iterable[Side]) -> list[Relation]:
    """Some relations of a resource, without those that nobody states; three look-ups for all of them."""
    plans = [plan for side in sides if (plan := _plan(value, side)).own or plan.profiles or plan.others]
    addresses = {key_of(end.uri): end.uri for plan in plans for end in plan.own if end.uri}
    numbers = _numbers(look, addresses)
    shown = [end.uri for plan in plans for end in plan.own[: FIRST + MOST_OWN] if end.uri]
    look.book.learn(shown)
    wanted = {one: None for plan in plans for one in _further(plan, numbers)[: max(0, FIRST - len(plan.own))]}
    others = {held.id: held for held in look.resources.load(list(wanted))}
    return [_relation(look, plan, numbers, others) for plan in plans]


def _plan(value: Mapping[str, Any], side: Side) -> _Plan:
    own: dict[str, _Own] = {}
    profiles: list[Mapping[str, Any]] = []
    for term in side.own:
        for end in _ends(value, term, side.ends, profiles):
            own.setdefault(key_of(end.uri) if end.uri else f" {end.line.names}{end.line.code}", end)
    theirs: dict[int, Source] = {}
    unseen = 0
    for group in side.theirs:
        theirs.update((source.id, source) for source in group.sources)
        unseen += group.total - len(group.sources)
    return _Plan(side, list(own.values()), profiles, theirs, len(theirs) + unseen)


def _ends(
    value: Mapping[str, Any], term: str, ends: str, profiles: list[Mapping[str, Any]]
) -> Iterator[_Own]:
    """What a property leads to: directly, by an alignment, or as a target of a condition or of its alternatives."""
    for entry in listed(value.get(term)):
        if not is_described(entry):
            uri = reference_of(entry)
            if ends != "work" and uri:
                is_named = is_address(uri)
                words = () if is_named else (Text("", uri),)
                yield _Own(uri if is_named else "", Line(stated="here", names=words))
        elif entry.get("@type") == _ALIGNMENT or "ceterms:targetNodeName" in entry:
            yield from _entry(term, entry)
        else:
            work, rest = _targets(entry, _WORK), _targets(entry, _LEARNING)
            uris = work if ends == "work" else rest if ends == "rest" else [*rest, *work]
            # A condition that names nothing at all is told where the rest is.
            if uris or (ends != "work" and not work):
                profiles.append(entry)
            if not uris and not work and ends != "work" and (names := names_of(entry)):
                yield _Own("", Line(stated="here", names=names))
            yield from (_Own(uri, Line(stated="here")) for uri in uris)


def _entry(term: str, entry: Mapping[str, Any]) -> Iterator[_Own]:
    for concept in concepts_of({term: entry}, term):
        line = Line(stated="here", names=concept.names, code=concept.code, scheme=concept.framework_names)
        uri = reference_of(entry)
        yield _Own(uri if is_address(uri) else "", line)


def _targets(profile: Mapping[str, Any], terms: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    level = [profile]
    for _ in range(_DEEPEST):
        for one in level:
            uris = references_of(one, *terms)
            if not uris and terms is _LEARNING and reference_of(one):
                uris = (reference_of(one),)
            found.update((uri, None) for uri in uris if is_address(uri))
        level = [inner for one in level for inner in embedded_of(one, "ceterms:alternativeCondition")]
    return list(found)


def _numbers(look: Look, addresses: Mapping[str, str]) -> dict[str, int]:
    """The numbers in the index of what is there of some addresses, by key."""
    if not addresses:
        return {}
    statement = select(_node.c.key, _node.c.id).where(
        _node.c.community_id == look.community.id, among(look.connection, _node.c.key, addresses)
    )
    return {row.key: row.id for row in look.connection.execute(statement)}


def _further(plan: _Plan, numbers: Mapping[str, int]) -> list[int]:
    """Who refers to the resource without being named by it."""
    named = {numbers.get(key_of(end.uri), 0) for end in plan.own if end.uri}
    return [one for one in plan.theirs if one not in named]


def _relation(look: Look, plan: _Plan, numbers: Mapping[str, int], others: Mapping[int, Held]) -> Relation:
    own = [_stated(look, end, plan, numbers) for end in plan.own[: FIRST + MOST_OWN]]
    further = _further(plan, numbers)
    room = max(0, FIRST - len(own))
    theirs = [
        Line(stated="there", reference=reference_to(others[one])) for one in further[:room] if one in others
    ]
    both = len(plan.theirs) - len(further)
    return Relation(
        name=plan.side.name,
        lines=(*own[:FIRST], *theirs),
        rest=tuple(own[FIRST:]),
        left_out=max(0, len(plan.own) - FIRST - MOST_OWN),
        total=len(plan.own) + plan.others - both,
        others=plan.others,
        found_by=plan.side.found_by,
        is_mutual=bool(plan.side.own and plan.side.found_by),
        conditions=tuple(_condition(look, profile) for profile in plan.profiles[:_MOST_CONDITIONS]),
    )


def _stated(look: Look, end: _Own, plan: _Plan, numbers: Mapping[str, int]) -> Line:
    if not end.uri:
        return end.line
    is_mutual = numbers.get(key_of(end.uri)) in plan.theirs
    reference = look.book.to(end.uri)
    return msgspec.structs.replace(end.line, stated="both" if is_mutual else "here", reference=reference)


def _condition(look: Look, profile: Mapping[str, Any]) -> Condition:
    names = names_of(profile)
    shown = ("ceterms:name",) if names else ()
    return Condition(names, read_statements(look, profile, without=shown, depth=1))
