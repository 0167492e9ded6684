"""What an organization offers, owns, assures and publishes: counted by class, with the newest of each.

What the organization says of a resource and what the resource says of it are one relation (``ctdl-vocabulary.md``
section 7.2); each resource counts once, whoever says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, func, select, union

from opencredreg.finder.both_sides import Relation, Side, read_relations
from opencredreg.finder.incoming import find_incoming
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.subject import Look, Subject
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.tables import METADATA

__all__ = ["OFFER_TERMS", "ClassCount", "Field", "Offers", "RecordCount", "find_offers"]

_node = METADATA.tables["node"]
_link = METADATA.tables["link"]
_term = METADATA.tables["term"]
_envelope = METADATA.tables["envelope"]
_organization = METADATA.tables["organization"]

FIRST_OF_A_CLASS = 3
NAMED_CLASSES = 10
"""Of so many classes, the largest, the newest things are named; all are counted."""


class _Both(NamedTuple):
    """A relation under the names that the two sides have for it."""

    name: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]


_FIELDS: Final = (
    _Both("offers", ("ceterms:offers",), ("ceterms:offeredBy",)),
    _Both("owns", ("ceterms:owns",), ("ceterms:ownedBy",)),
    _Both("accredits", ("ceterms:accredits",), ("ceterms:accreditedBy",)),
    _Both("approves", ("ceterms:approves",), ("ceterms:approvedBy",)),
    _Both("recognizes", ("ceterms:recognizes",), ("ceterms:recognizedBy",)),
    _Both("regulates", ("ceterms:regulates",), ("ceterms:regulatedBy",)),
    _Both("registers", (), ("ceterms:registeredBy",)),
    _Both("renews", ("ceterms:renews",), ("ceterms:renewedBy",)),
    _Both("revokes", ("ceterms:revokes",), ("ceterms:revokedBy",)),
    _Both("wrote", (), ("ceasn:creator",)),
    _Both("publishes", (), ("ceasn:publisher", "ceterms:publishedBy")),
)
_STRUCTURE: Final = (
    _Both("parent", ("ceterms:parentOrganization",), ("ceterms:subOrganization", "ceterms:department")),
    _Both("parts", ("ceterms:department", "ceterms:subOrganization"), ("ceterms:parentOrganization",)),
)
_ORGANIZATION = ("ceterms:Agent", "ceterms:Organization")

OFFER_TERMS: Final = frozenset(term for both in (*_FIELDS, *_STRUCTURE) for term in both.own)
"""The properties of an organization that are shown completely with what it offers."""


class ClassCount(msgspec.Struct, frozen=True):
    """How many things of a class there are, and the newest of them. ``cls`` is "" where none is stated."""

    cls: str
    total: int
    first: tuple[Reference, ...]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One relation to many things. ``stated`` is what the organization itself names, for reading it all."""

    name: str
    found_by: tuple[str, ...]
    total: int
    classes: tuple[ClassCount, ...]
    stated: Relation | None = None


class RecordCount(msgspec.Struct, frozen=True):
    """How many records of a class the organization has in this registry. ``cls`` is "" where none is known."""

    cls: str
    total: int


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """All of an organization. ``owned_records`` are its own, ``published_records`` those it publishes for others."""

    fields: tuple[Field, ...]
    structure: tuple[Relation, ...]
    owned_records: tuple[RecordCount, ...]
    published_records: int


def find_offers(subject: Subject) -> Offers | None:
    """What an organization offers; ``None`` for everything else, and for organizations nothing is known of."""
    if not subject.is_a(*_ORGANIZATION):
        return None
    look = subject.look
    numbers = find_terms(look.connection, {t for both in _FIELDS for t in (*both.own, *both.theirs)})
    stated = _stated(subject)
    present = _present(subject, numbers.values())
    found: list[tuple[_Both, Sequence[Any]]] = []
    for both in _FIELDS:
        ends = _Ends(*(_known(numbers, terms, present) for terms in (both.own, both.theirs)))
        # What comes first is told in full; of the others, which name much of the same again, a taste will do.
        rows = _newest(subject, ends, 1 if found else FIRST_OF_A_CLASS) if any(ends) else ()
        if rows or both.name in stated:
            found.append((both, rows))
    fields = _with_first(look, found, stated)
    structure = _structure(subject)
    owned, published = _records(subject)
    if not (fields or structure or owned or published):
        return None
    return Offers(fields=fields, structure=structure, owned_records=owned, published_records=published)


class _Ends(NamedTuple):
    """The numbers of the properties by which the organization and others tell of a relation."""

    own: Sequence[int]
    theirs: Sequence[int]


def _present(subject: Subject, properties: Iterable[int]) -> set[int]:
    """Those of some properties that the organization has or is named by."""
    connection, me = subject.look.connection, subject.held.id
    among_them = among(connection, _link.c.property_id, list(properties))
    own = select(_link.c.property_id).where(_link.c.source_id == me, among_them)
    theirs = select(_link.c.property_id).where(_link.c.target_id == me, among_them)
    return {row[0] for row in connection.execute(union(own, theirs))}


def _known(numbers: dict[str, int], terms: Sequence[str], present: set[int]) -> list[int]:
    return [numbers[term] for term in terms if numbers.get(term) in present]


def _stated(subject: Subject) -> dict[str, Relation]:
    sides = [Side(both.name, both.own, ()) for both in _FIELDS if both.own]
    return {one.name: one for one in read_relations(subject.look, subject.value, sides)}


def _newest(subject: Subject, by: _Ends, most: int) -> Sequence[Any]:
    """Of each class the number of things on the other end, and the newest ones."""
    connection, me = subject.look.connection, subject.held.id
    own, theirs = by
    ends: list[Select[Any]] = []
    if own:
        mine = (_link.c.source_id == me, among(connection, _link.c.property_id, own))
        ends.append(select(_link.c.target_id.label("id")).where(*mine))
    if theirs:
        of_others = (_link.c.target_id == me, among(connection, _link.c.property_id, theirs))
        ends.append(select(_link.c.source_id.label("id")).where(*of_others))
    other = union(*ends).subquery()
    order = (_node.c.published_at.desc(), _node.c.id)
    ranked = (
        select(
            _node.c.id,
            _node.c.class_id,
            func.row_number().over(partition_by=_node.c.class_id, order_by=order).label("place"),
            func.count().over(partition_by=_node.c.class_id).label("total"),
        )
        .join(other, other.c.id == _node.c.id)
        .where(_node.c.resource_ctid.is_not(None), _node.c.provisional.is_not(True))
        .subquery()
    )
    statement = (
        select(ranked.c.id, ranked.c.total, _term.c.name.label("cls"))
        .outerjoin(_term, _term.c.id == ranked.c.class_id)
        .where(ranked.c.place <= most)
        .order_by(ranked.c.total.desc(), ranked.c.class_id, ranked.c.place)
    )
    return connection.execute(statement).all()


def _with_first(
    look: Look, found: Sequence[tuple[_Both, Sequence[Any]]], stated: dict[str, Relation]
) -> tuple[Field, ...]:
    named = [(rows, {row.cls: None for row in rows}) for _, rows in found]
    wanted = {
        row.id: None for rows, classes in named for row in rows if row.cls in list(classes)[:NAMED_CLASSES]
    }
    held = {one.id: reference_to(one) for one in look.resources.load(list(wanted))}
    return tuple(
        Field(
            name=both.name,
            found_by=both.theirs,
            total=sum(count.total for count in counts),
            classes=counts,
            stated=stated.get(both.name),
        )
        for both, rows in found
        for counts in [_class_counts(rows, held)]
    )


def _class_counts(rows: Sequence[Any], held: dict[int, Reference]) -> tuple[ClassCount, ...]:
    totals: dict[str, int] = {}
    first: dict[str, list[Reference]] = {}
    for row in rows:
        cls = row.cls or ""
        totals[cls] = row.total
        if row.id in held:
            first.setdefault(cls, []).append(held[row.id])
    return tuple(ClassCount(cls, total, tuple(first.get(cls, ()))) for cls, total in totals.items())


def _structure(subject: Subject) -> tuple[Relation, ...]:
    look = subject.look
    terms = {term for both in _STRUCTURE for term in both.theirs}
    incoming = find_incoming(look.connection, look.vocabulary, subject.held.id, terms=terms)
    sides = [Side(both.name, both.own, incoming.under(*both.theirs), both.theirs) for both in _STRUCTURE]
    return tuple(read_relations(look, subject.value, sides))


def _records(subject: Subject) -> tuple[tuple[RecordCount, ...], int]:
    """The records that the organization owns, by class, and how many it publishes for others."""
    look = subject.look
    ctid = select(_organization.c.id).where(_organization.c.organization_ctid == subject.held.ctid)
    number = look.connection.execute(ctid).scalar()
    if number is None:
        return (), 0
    live: tuple[ColumnElement[bool], ...] = (
        _envelope.c.community_id == look.community.id,
        _envelope.c.deleted_at.is_(None),
        _envelope.c.provisional.is_not(True),
    )
    by_class = (
        select(_envelope.c.ctdl_type, func.count())
        .where(_envelope.c.owner_id == number, *live)
        .group_by(_envelope.c.ctdl_type)
        .order_by(func.count().desc(), _envelope.c.ctdl_type)
    )
    for_others = select(func.count()).where(
        _envelope.c.publishing_organization_id == number, _envelope.c.owner_id != number, *live
    )
    owned = tuple(RecordCount(cls or "", total) for cls, total in look.connection.execute(by_class))
    return owned, look.connection.execute(for_others).scalar() or 0
