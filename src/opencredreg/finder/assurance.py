"""Who stands behind a resource: who owns, offers and publishes it, and who assures it, by whose word.

Source: ``ctdl-vocabulary.md`` sections 7.2, 9.11 and 9.14: claims of quality assurance differ in weight by who makes
them, so that of the assurer stands beside that of the assured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

import msgspec
from sqlalchemy import select

from opencredreg.finder.both_sides import Condition, Line, Relation, Side, read_relations
from opencredreg.finder.incoming import find_incoming
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.jsonld.values import (
    Text,
    is_described,
    key_of,
    listed,
    names_of,
    references_of,
)
from opencredreg.meaning.actions import ActionStanding, Standing, find_standings
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["ASSURANCE_TERMS", "Act", "Assurance", "Assurer", "Backing", "find_backing"]

_envelope = METADATA.tables["envelope"]
_organization = METADATA.tables["organization"]


class _Kind(NamedTuple):
    term: str
    inverse: str
    action: str
    places: str


_KINDS: Final = (
    _Kind("ceterms:accreditedBy", "ceterms:accredits", "ceterms:AccreditAction", "ceterms:accreditedIn"),
    _Kind("ceterms:approvedBy", "ceterms:approves", "ceterms:ApproveAction", "ceterms:approvedIn"),
    _Kind("ceterms:recognizedBy", "ceterms:recognizes", "ceterms:RecognizeAction", "ceterms:recognizedIn"),
    _Kind("ceterms:regulatedBy", "ceterms:regulates", "ceterms:RegulateAction", "ceterms:regulatedIn"),
    _Kind("ceterms:registeredBy", "", "ceterms:RegistrationAction", ""),
    _Kind("ceterms:renewedBy", "ceterms:renews", "ceterms:RenewAction", "ceterms:renewedIn"),
    _Kind("ceterms:revokedBy", "ceterms:revokes", "ceterms:RevokeAction", "ceterms:revokedIn"),
)
_MAKERS: Final = (
    ("ceterms:ownedBy", "ceterms:owns"),
    ("ceterms:offeredBy", "ceterms:offers"),
    ("ceterms:publishedBy", ""),
    ("ceasn:publisher", ""),
    ("ceasn:creator", ""),
)

ASSURANCE_TERMS: Final = frozenset(
    (*(term for kind in _KINDS for term in (kind.term, kind.places) if term), *(own for own, _ in _MAKERS))
)
"""The properties of a resource that are shown completely with those who stand behind it."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A documented action. ``by_assurer`` says that the record of the action belongs to who acts.

    ``ended_by`` and ``ended_on`` tell of a revocation.
    """

    reference: Reference
    standing: Standing
    by_assurer: bool
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    ended_by: Reference | None = None


class Assurer(msgspec.Struct, frozen=True):
    """Who assures. ``places`` are where it holds, as the resource states it."""

    line: Line
    acts: tuple[Act, ...] = ()
    places: tuple[Condition, ...] = ()


_MOST: Final = 200
"""So many assurers and places of one kind are shown."""


class Assurance(msgspec.Struct, frozen=True):
    """One kind of assurance: the property (or the class of the actions, where there is none), and by whom.

    ``places`` are those that the resource states without saying by whom. ``left_out`` are assurers beyond those shown.
    """

    name: str
    assurers: tuple[Assurer, ...]
    relation: Relation | None = None
    places: tuple[Condition, ...] = ()
    left_out: int = 0


class Backing(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands behind a resource. ``owner`` and ``publisher`` are those of the record in this registry."""

    makers: tuple[Relation, ...]
    assurances: tuple[Assurance, ...]
    owner: Reference | None = None
    publisher: Reference | None = None
    today: date


def find_backing(subject: Subject) -> Backing | None:
    """Who stands behind a resource; ``None`` when nobody is named."""
    look = subject.look
    inverses = [inverse for _, inverse in _MAKERS if inverse] + [
        kind.inverse for kind in _KINDS if kind.inverse
    ]
    incoming = find_incoming(look.connection, look.vocabulary, subject.held.id, terms=inverses)
    sides = [
        Side(term, (term,), incoming.under(inverse) if inverse else (), (inverse,) if inverse else ())
        for term, inverse in (*_MAKERS, *((kind.term, kind.inverse) for kind in _KINDS))
    ]
    relations = {relation.name: relation for relation in read_relations(look, subject.value, sides)}
    acts = _acts(subject)
    assurances = [
        found
        for kind in _KINDS
        if (found := _assurance(subject, kind, relations.get(kind.term), acts.pop(kind.action, {})))
        is not None
    ]
    assurances += [Assurance(name, tuple(_by_act_alone(found))) for name, found in acts.items()]
    owner, publisher = _of_the_record(subject)
    makers = tuple(relations[term] for term, _ in _MAKERS if term in relations)
    if not (makers or assurances or owner):
        return None
    return Backing(
        makers=makers,
        assurances=tuple(assurances),
        owner=owner,
        publisher=publisher,
        today=look.today,
    )


def _of_the_record(subject: Subject) -> tuple[Reference | None, Reference | None]:
    """Who owns the record and who publishes it, where that is somebody else."""
    record = subject.record
    owner, publisher = record.owner_ctid, record.publishing_ctid
    named = [ctid for ctid in (owner, publisher) if ctid]
    subject.look.book.learn(named)
    statement = select(_organization.c.organization_ctid, _organization.c.name).where(
        among(subject.look.connection, _organization.c.organization_ctid, named)
    )
    accounts: dict[str, str] = {row[0]: row[1] for row in subject.look.connection.execute(statement)}
    return (
        _holder(subject.look, owner, accounts) if owner else None,
        _holder(subject.look, publisher, accounts) if publisher and publisher != owner else None,
    )


def _holder(look: Look, ctid: str, accounts: Mapping[str, str]) -> Reference:
    """An organization that publishes here; it has a name even where it never described itself."""
    found = look.book.to(ctid)
    if found.place == "page" or ctid not in accounts:
        return found
    return msgspec.structs.replace(found, place="inside", names=(Text("", accounts[ctid]),))


def _assurance(
    subject: Subject, kind: _Kind, relation: Relation | None, acts: Mapping[str, Sequence[Act]]
) -> Assurance | None:
    places, nowhere = _places(subject, kind.places) if kind.places else ({}, ())
    lines = {line.reference.key: line for line in (relation.lines if relation else ()) if line.reference}
    book = subject.look.book
    # Who only asserts where it holds, or only acted, assures as well.
    for key in (*places, *acts):
        if key not in lines:
            stated: Literal["here", "there"] = "here" if key in places else "there"
            lines[key] = Line(stated=stated, reference=book.to(key))
    assurers = tuple(
        Assurer(_with_acts(line, acts.get(key, ())), tuple(acts.get(key, ())), tuple(places.get(key, ())))
        for key, line in lines.items()
    )
    nameless = tuple(Assurer(line) for line in (relation.lines if relation else ()) if line.reference is None)
    if not (assurers or nameless or nowhere or relation):
        return None
    everybody = (*assurers, *nameless)
    left_out = max(0, len(everybody) - _MOST)
    return Assurance(kind.term, everybody[:_MOST], relation, nowhere[:_MOST], left_out)


def _with_acts(line: Line, acts: Sequence[Act]) -> Line:
    """An action in a record of the assurer is its own statement."""
    if line.stated == "here" and any(act.by_assurer for act in acts):
        return msgspec.structs.replace(line, stated="both")
    return line


def _by_act_alone(acts: Mapping[str, Sequence[Act]]) -> list[Assurer]:
    return [
        Assurer(Line(stated="there", reference=found[0].reference), tuple(found))
        for found in acts.values()
        if found
    ]


def _places(subject: Subject, term: str) -> tuple[dict[str, list[Condition]], tuple[Condition, ...]]:
    """Where something holds, by key of who asserts it, and what nobody is named for."""
    entries = listed(subject.value.get(term))
    profiles = [entry for entry in entries if is_described(entry)]
    subject.look.book.learn(uri for one in profiles for uri in references_of(one, "ceterms:assertedBy"))
    found: dict[str, list[Condition]] = {}
    nowhere = []
    for profile in profiles:
        agents = _plain_agents(profile)
        without = ("ceterms:assertedBy",) if agents else ()
        told = Condition(names_of(profile), read_statements(subject.look, profile, without=without, depth=1))
        for agent in agents:
            found.setdefault(key_of(agent), []).append(told)
        if not agents:
            nowhere.append(told)
    # Profiles of their own, and whatever else is named, are told as they are.
    named = [entry for entry in entries if not is_described(entry)]
    nowhere += [Condition((), told) for told in [read_statements(subject.look, {term: named})] if told]
    return found, tuple(nowhere)


def _plain_agents(profile: Mapping[str, Any]) -> tuple[str, ...]:
    """Who asserts it, unless the profile says more of them than who they are."""
    if any(is_described(entry) for entry in listed(profile.get("ceterms:assertedBy"))):
        return ()
    return references_of(profile, "ceterms:assertedBy")


def _acts(subject: Subject) -> dict[str, dict[str, list[Act]]]:
    """The actions on a resource, by their class and by key of who acts."""
    look = subject.look
    standings = find_standings(subject.value, look.resources, on=look.today).standings
    dated = [one for one in standings if one.action]
    if not dated:
        return {}
    look.book.learn(uri for one in dated for uri in (one.action, one.ended_by, *one.agents) if uri)
    owners = _owners(look, [one.action for one in dated])
    found: dict[str, dict[str, list[Act]]] = {}
    for one in dated:
        for agent in one.agents or (one.action,):
            key = look.book.to(agent).key
            by_assurer = owners.get(one.action) == key
            found.setdefault(one.kind, {}).setdefault(key, []).append(_act(look, one, by_assurer=by_assurer))
    return found


def _act(look: Look, standing: ActionStanding, *, by_assurer: bool) -> Act:
    return Act(
        reference=look.book.to(standing.action),
        standing=standing.standing,
        by_assurer=by_assurer,
        since=standing.since,
        until=standing.until,
        ended_on=standing.ended_on,
        ended_by=look.book.to(standing.ended_by) if standing.ended_by else None,
    )


def _owners(look: Look, uris: Sequence[str]) -> dict[str, str]:
    """By address of a resource, the key of the organization whose record it is."""
    held = look.resources.find_held(uris)
    statement = (
        select(_envelope.c.id, _organization.c.organization_ctid)
        .join(_organization, _organization.c.id == _envelope.c.owner_id)
        .where(among(look.connection, _envelope.c.id, {one.envelope_id for one in held.values()}))
    )
    owners = {row[0]: key_of(row[1]) for row in look.connection.execute(statement)}
    return {uri: owners[one.envelope_id] for uri, one in held.items() if one.envelope_id in owners}
